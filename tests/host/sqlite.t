#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sqlite3 on an ext2 disk: write-ahead log, mapped databases, locks; and after a power cut, is the database whole, with
# all that was committed?
#
# SQLITE_CUTS=50 cuts more often than the usual 4; SQLITE_SEED=N begins with another run.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=200
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=
first=${SQLITE_SEED:-1}

timeout 600 make -s disk DISK="$tmp/clean.img" >"$tmp/disk" 2>&1
is $? 0 "make disk packs an image" || tail_of "$tmp/disk"
for file in session commits check; do
	debugfs -w -R "write tests/host/sqlite/$file /root/$file" "$tmp/clean.img" >>"$tmp/disk" 2>&1
done
disk=$tmp/disk.img

# on MACHINE BUILD-DIRECTORY COMMAND...: boots and runs a script of /root
on() {
	o_machine=$1 o_dir=$2
	shift 2
	boot "$1" --machine "$o_machine" --memory 256M --image "$o_dir/Image" --disk "$disk" \
		--append "selftest=none init.exit root=/dev/vda rw loglevel=4 -- bash /root/$*"
}

for run in virt:build vexpress-a15:build/debug; do
	cp "$tmp/clean.img" "$disk"
	on "${run%:*}" "${run#*:}" session
	complaint=$(tap_complete "$console")
	[ "$status" = 0 ] && [ -z "$complaint" ]
	ok $? "$run: $(grep -c '^ok ' "$console") tests in the guest" || {
		diag "exit status $status" "$complaint"
		tail_of "$console"
	}
	unlike "$console" "$trouble|EXT2-fs" "$run: nothing is wrong with the kernel and the disk"
	e2fsck -fn "$disk" >"$tmp/fsck" 2>&1
	is $? 0 "$run: e2fsck finds nothing" || tail_of "$tmp/fsck"
done

# committed FILE: the last transaction that was reported
committed() {
	tr -d '\r' <"$1" | sed -n 's/^committed \([0-9]*\)$/\1/p' | tail -n 1 | grep . || echo 0
}

# cut SEED MODE SYNCHRONOUS MACHINE BUILD-DIRECTORY: killed while it commits
cut() {
	seed=$1 name="seed $1, $2, $4, $5"
	console=$tmp/commits.console launcher=$tmp/launcher
	cp "$tmp/clean.img" "$disk"
	rm -f "$tmp/pid"
	: >"$console"
	scripts/run-qemu --machine "$4" --memory 128M --image "$5/Image" --disk "$disk" --timeout 100 \
		--append "selftest=none init.exit root=/dev/vda rw quiet -- bash /root/commits $2 $3 $seed" \
		-- -pidfile "$tmp/pid" </dev/null >"$console" 2>"$launcher" &
	run=$!
	# So many, from the seed: 20 to 139
	wanted=$((seed * 37 % 120 + 20))
	while [ "$(grep -c '^committed ' "$console")" -lt $wanted ] && kill -0 $run 2>/dev/null; do
		sleep 0.02
	done
	kill -9 "$(cat "$tmp/pid")" 2>/dev/null
	wait $run 2>/dev/null
	reported=$(committed "$console")
	[ "$reported" -ge $wanted ]
	ok $? "$name: killed after $reported transactions" || tail_of "$console"
	e2fsck -fy "$disk" >"$tmp/fsck" 2>&1
	[ $? -lt 4 ]
	ok $? "$name: e2fsck mends the disk" || tail_of "$tmp/fsck"

	on virt build check
	is "$(grep -c '^ok$' "$console")" 2 "$name: integrity_check says ok" || { tail_of "$console"; tail_of "$tmp/fsck"; }
	last=$(sed -n 's/^last //p' "$console")
	[ "${last:-0}" -ge "$reported" ]
	ok $? "$name: all that were committed are there, ${last:-none}" || tail_of "$console"
	unlike "$console" '^torn' "$name: each of them whole"
	like "$console" "^transactions ${last:-none}\$" "$name: none is missing"
	like "$console" '^writable$' "$name: and it can be written"
	e2fsck -fn "$disk" >"$tmp/fsck" 2>&1
	is $? 0 "$name: e2fsck finds nothing afterwards" || tail_of "$tmp/fsck"
}

i=0
while [ $i -lt "${SQLITE_CUTS:-4}" ]; do
	seed=$((first + i))
	case $((i % 4)) in
	0) cut $seed wal full virt build ;;
	1) cut $seed delete extra virt build ;;
	2) cut $seed wal full vexpress-a15 build/debug ;;
	3) cut $seed truncate full vexpress-a15 build ;;
	esac
	i=$((i + 1))
done

done_testing
