#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The power cut: the machine is killed while a program writes to an ext2 disk.  Does e2fsck mend the image, and is all
# there that fsync(), fdatasync(), msync(), sync() or O_SYNC had promised?
#
# POWERCUTS=50 cuts more often than the usual 5; POWERCUT_SEED=N begins with another run.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
first=${POWERCUT_SEED:-1}

mkdir -p "$tmp/tree/sbin" "$tmp/tree/dev"
cp build/user/powercut "$tmp/tree/sbin/init" || exit 1

# synced_lines FILE: how often it has been promised
synced_lines() {
	grep -c '^synced ' "$1" 2>/dev/null
}

# cut SEED BLOCK-SIZE BUILD-DIRECTORY MACHINE: one run, killed after some promises
cut() {
	seed=$1 name="seed $1, $2-byte blocks, $3, $4"
	disk=$tmp/disk.img console=$tmp/console launcher=$tmp/launcher
	scripts/mkdisk -b "$2" "$disk" 16M "$tmp/tree"
	rm -f "$tmp/pid"
	: >"$console"
	scripts/run-qemu --machine "$4" --memory 128M --image "$3/Image" --disk "$disk" --timeout 100 \
		--append "selftest=none root=/dev/vda rw quiet seed=$seed" -- -pidfile "$tmp/pid" \
		</dev/null >"$console" 2>"$launcher" &
	run=$!
	# So many, from the seed: 5 to 124
	wanted=$((seed * 37 % 120 + 5))
	while [ "$(synced_lines "$console")" -lt $wanted ] && kill -0 $run 2>/dev/null; do
		sleep 0.02
	done
	kill -9 "$(cat "$tmp/pid")" 2>/dev/null
	wait $run 2>/dev/null
	[ "$(synced_lines "$console")" -ge $wanted ]
	ok $? "$name: killed after $wanted promises" || tail_of "$console"
	e2fsck -fy "$disk" >"$tmp/fsck" 2>&1
	[ $? -lt 4 ]
	ok $? "$name: e2fsck mends the disk" || tail_of "$tmp/fsck"
	tests/host/powercut-check "$console" "$disk" >"$tmp/check" 2>/dev/null
	ok $? "$name: all that was promised is there, $(tail -n 1 "$tmp/check")" || {
		diag "$(cat "$tmp/check")"
		tail_of "$tmp/fsck"
	}
}

i=0
while [ $i -lt "${POWERCUTS:-5}" ]; do
	seed=$((first + i))
	case $((i % 5)) in
	0) cut $seed 4096 build virt ;;
	1) cut $seed 1024 build virt ;;
	2) cut $seed 1024 build/debug virt ;;
	3) cut $seed 2048 build vexpress-a15 ;;
	4) cut $seed 4096 build/debug vexpress-a15 ;;
	esac
	i=$((i + 1))
done

done_testing
