#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do Debian's dynamically linked programs work from an ext2 disk (make disk, make shell DISK=), and are their files there
# after the next boot?
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
disk=$tmp/disk.img

timeout 600 make -s disk DISK="$disk" >"$tmp/disk" 2>&1
is $? 0 "make disk packs an image" || tail_of "$tmp/disk"
# dumpe2fs counts blocks of 4 KiB
free=$(dumpe2fs -h "$disk" 2>/dev/null | awk '/^(Free|Reserved) blocks?( count)?:/ { n += /^Free/ ? $NF : -$NF } END { print n }')
[ "$free" -ge 16384 ]
ok $? "with 64 MiB that are free ($((free / 256)))"

# session NAME MACHINE MAKE-VARIABLE...: types the lines of $commands at the shell; $console has what was said, without
# what moves the cursor
session() {
	name=$1 console=$tmp/$1.console launcher=$tmp/$1.launcher
	shift
	timeout 1000 tests/host/type-at-prompt "$commands" make -s shell DISK="$disk" "$@" >"$console.raw" 2>"$launcher"
	status=$?
	tr -d '\r' <"$console.raw" | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g' >"$console"
	unlike "$console" "$trouble" "$name: nothing is wrong with the kernel"
	unlike "$console" 'EXT2-fs|function not implemented' "$name: nor with the disk; and no call is missed"
	e2fsck -fn "$disk" >"$tmp/fsck" 2>&1
	is $? 0 "$name: e2fsck finds nothing" || tail_of "$tmp/fsck"
	is "$(dumpe2fs -h "$disk" 2>/dev/null | awk '/^Filesystem state:/ { print $NF }')" clean "$name: the disk is clean"
}

commands=$tmp/commands
cat >"$commands" <<'END'
echo con""sole $((6 * 7)) $BASH
declare -A n=([one]=1 [two]=2); a=(x y "z z"); echo "array ${a[2]} ${#a[@]} ${n[two]} ${!n[@]}" | wc -w
sleep 100 & jobs; kill %1; wait %1; echo status-$?
(sleep 1; echo slept-in-a-job) & fg
cat <(echo sub""stituted)
set -o pipefail; false | true; echo pipe-$?; trap 'echo got-usr1' USR1; kill -USR1 $$
seq 1 400000 | awk '{ print ($1 * 7919) % 1000003, $1 }' > n; ls -l n | awk '{ print ($5 > 4000000), "large" }'
sort -S 500K -T /root -n n > sorted; sort -S 500K -T /root -c -n sorted && echo sort""ed $(wc -l < sorted) $(head -n 1 sorted)
cut -d ' ' -f 2 sorted | sort -n | cmp - <(seq 1 400000) && echo all""there; rm sorted
gawk 'BEGIN { for (i = 0; i < 20000; i++) a[i % 777] += i; n = asorti(a, b); print "gawk", n, a[5], length(b[1]), toupper("x") }'
LD_TRACE_LOADED_OBJECTS=1 /usr/bin/gawk | grep -c '=> /lib/arm-linux-gnueabihf/lib'
grep -c 'r-xp .*/usr/lib/arm-linux-gnueabihf/libc.so.6$' /proc/$$/maps
df --output=fstype,target / | tail -n 1
mkdir -p kept/a/b && cp -r /usr/share/awk kept/a/b/ && ln -s a/b/awk kept/link && md5sum n kept/link/* > sums && wc -l < sums
cp -p /usr/bin/gawk copied; printf '#!/root/copied -f\nBEGIN { print "script" 6 * 7 }\n' > run; chmod +x run; ./run
sleep 1000 &
exit 7
END
session virt MACHINE=virt MEM=256M
is $status 7 "virt: the shell's status is the machine's, and make's"
like "$console" '^console 42 /bin/bash$' "bash reads from the console"
like "$console" '^7$' "arrays"
like "$console" '^\[1\][-+] +Running +sleep 100' "a job in the background"
like "$console" '^status-143$' "which is killed"
like "$console" '^slept-in-a-job$' "a job in the foreground"
like "$console" '^substituted$' "process substitution"
like "$console" '^pipe-1$' "pipefail"
like "$console" '^got-usr1$' "traps"
like "$console" '^1 large$' "a file of more than 4 MB"
like "$console" '^sorted 400000 2 317339$' "sort, by files on the disk"
like "$console" '^allthere$' "no line is lost"
like "$console" '^gawk 777 252655 1 X$' "gawk"
like "$console" '^[3-9]$' "its libraries come from the disk"
like "$console" '^ext2 +/$' "df"
like "$console" '^[1-9][0-9]$' "a tree is copied"
like "$console" '^script42$' "a program that was just written runs, as an interpreter"

cat >"$commands" <<'END'
md5sum --quiet -c sums && echo all""kept
./run; diff -r /usr/share/awk kept/a/b/awk && echo the""same
rm -r kept copied run n; sync; ls
exit
END
session vexpress MACHINE=vexpress-a15 MEM=128M DEBUG=1
is $status 0 "vexpress: the second boot"
like "$console" '^allkept$' "the files are there"
like "$console" '^script42$' "the program is there and runs"
like "$console" '^thesame$' "the tree is there"
like "$console" '^sums$' "what was removed is gone"

# A command instead of the shell, and a disk that isn't written
: >"$commands"
session readonly DISK="$disk,readonly=on" ARGS="-- expr 7 - 7"
is $status 1 "a disk that isn't written: a command's status is the machine's"

done_testing
