#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the same image pass its own tests on vexpress-a15, whose RAM and devices lie elsewhere?
. "$(dirname "$0")/lib.sh"

passes() {
	name=$1 dir=$2
	shift 2
	boot "$name" --machine vexpress-a15 --image "$dir/Image" "$@"
	all_passed "vexpress-a15, $name"
	unlike "$launcher" '^qemu-system-arm: ' "QEMU has no complaint, $name"
}

passes 16M        build --memory 16M
passes 128M       build --memory 128M
passes 1G         build --memory 1G
passes seed-5     build --memory 256M --append 'selftest.seed=5'
passes debug-128M build/debug --memory 128M
passes debug-1G   build/debug --memory 1G --append 'selftest.seed=6'

# Without the security extensions there is one bank of each register, and the monitor mode is gone.
boot non-secure --machine vexpress-a15,secure=off,virtualization=off --memory 128M
all_passed 'vexpress-a15, secure=off'

done_testing
