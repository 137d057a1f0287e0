#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does slub_debug= switch checks on in the normal build: everywhere, for one cache, for some?
. "$(dirname "$0")/lib.sh"

passes() {
	boot "$1" --memory 128M --append "slub_debug$2 selftest=slab*"
	is "$status" 0 "slub_debug$2: the slab self-tests pass"
	like "$console" '^ok [0-9]+ - slab_debug.redzone' "and have run, slub_debug$2"
}

passes all ''
passes each =FZPU
passes one =P,kmalloc-64
passes some '=ZU,kmalloc-*'
done_testing
