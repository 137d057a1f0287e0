#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do unmodified programs of Debian work: busybox as init and as an interactive shell, coreutils with their loader?
. "$(dirname "$0")/lib.sh"

# What a user types at the console, line by line.
commands="$tmp/commands"
cat >"$commands" <<'END'
echo con""sole $((6 * 7))
for i in 1 2 3; do echo line-$i; done | sort -r | head -n 1
mkdir /tmp/d && cd /tmp/d && seq 1 1000 > n && wc -l < n && cd /
tar cf - -C /tmp d | gzip | gunzip | tar tf - | tail -n 1
grep -c . /proc/self/maps > /dev/null && echo maps-read
awk '/MemTotal/ { print "mem", ($2 > 1000) }' /proc/meminfo
ps | grep -c '[s]h'
(sleep 1; echo slept) & wait; echo waited
cat /proc/self/status | grep ^Name
trap 'echo got-usr1' USR1; kill -USR1 $$
sh -c 'kill -SEGV $$'; echo status-$?
echo coreutils-$(/usr/coreutils/ls -l /usr/coreutils/ls | /usr/coreutils/wc -l)
echo largest-$(/usr/coreutils/sort -rn /tmp/d/n | /usr/coreutils/cat | head -n 1)
/usr/coreutils/dd if=/dev/zero of=/tmp/zeros bs=4096 count=100 2>/dev/null; ls -l /tmp/zeros | awk '{ print "size", $5 }'
/usr/coreutils/uname -sm
find / -xdev -name busybox
mkdir /tmp/m && mount -t tmpfs -o size=1m none /tmp/m && echo x > /tmp/m/f && df /tmp/m | awk 'END { print "df", $2, $3 }'
umount /tmp/m && rmdir /tmp/m && echo unmounted
rm -r /tmp/d /tmp/zeros; ls /tmp | wc -l
echo last-$$
exit
END

for machine in virt vexpress-a15; do
	console=$tmp/$machine.console launcher=$tmp/$machine.launcher
	tests/host/type-at-prompt "$commands" \
		scripts/run-qemu --machine $machine --memory 512M --initrd build/shell.cpio \
		--append 'selftest=none init.exit quiet' >"$console.raw" 2>"$launcher"
	status=$?
	tr -d '\r' <"$console.raw" >"$console"
	is $status 0 "$machine: the shell's status is the machine's"
	like "$console" '^console 42$' "$machine: a shell reads from the console"
	like "$console" '^line-3$' "$machine: pipes"
	like "$console" '^1000$' "$machine: files"
	like "$console" '^d/n$' "$machine: tar and gzip, four processes in a row"
	like "$console" '^maps-read$' "$machine: /proc/self/maps"
	like "$console" '^mem 1$' "$machine: /proc/meminfo"
	like "$console" '^slept$' "$machine: background jobs"
	like "$console" '^waited$' "$machine: wait"
	like "$console" '^Name:	cat$' "$machine: /proc/self/status"
	like "$console" '^got-usr1$' "$machine: traps"
	like "$console" '^status-139$' "$machine: death by a signal"
	like "$console" '^coreutils-1$' "$machine: coreutils, dynamically linked"
	like "$console" '^largest-1000$' "$machine: a pipe of dynamically linked programs"
	like "$console" '^size 409600$' "$machine: dd from /dev/zero"
	like "$console" '^Linux armv7l$' "$machine: uname"
	like "$console" '^/bin/busybox$' "$machine: find"
	like "$console" '^df 1024 4$' "$machine: mount and df"
	like "$console" '^unmounted$' "$machine: umount, with a file there"
	like "$console" '^last-' "$machine: all of it was read"
done

done_testing
