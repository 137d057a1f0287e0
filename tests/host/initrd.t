#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does scripts/mkinitrd write what cpio reads, the same each time, and does the kernel unpack it, or survive what isn't one?
. "$(dirname "$0")/lib.sh"

printf 'contents' >"$tmp/file"
make_one() {
	scripts/mkinitrd "$1" "init=build/user/init" "tests/hello=build/user/hello" "tests/list==hello" \
		"deep/er/file=$tmp/file" "link->deep/er/file" "1777:tmp/" dev/console:c:5:1 "600:secret==x"
}
make_one "$tmp/a.cpio"
sleep 1
touch "$tmp/file"
make_one "$tmp/b.cpio"
cmp -s "$tmp/a.cpio" "$tmp/b.cpio"
ok $? "the same entries give the same bytes"
! scripts/mkinitrd "$tmp/bad.cpio" "what is this" 2>"$tmp/err"
ok $? "an entry that is none is refused"
like "$tmp/err" "what is 'what is this'" "and named"
if command -v cpio >/dev/null 2>&1; then
	cpio -itv --quiet <"$tmp/a.cpio" >"$tmp/list" 2>&1
	like "$tmp/list" '^drwxrwxrwt .* tmp$' "cpio reads it: a directory"
	like "$tmp/list" 'link -> deep/er/file$' "a link"
	like "$tmp/list" '^crw.* 5, *1 .* dev/console$' "a device"
	like "$tmp/list" '^-rw------- .* secret$' "a mode"
fi

# unpacks NAME FILE APPEND: runs init from it
unpacks() {
	boot "$1" --memory 128M --initrd "$2" --append "selftest=none init.exit quiet $3"
	is "$status" 0 "$1" || tail_of "$console"
}
unpacks plain "$tmp/a.cpio" ''
like "$console" '^ok 1 - hello' "the program ran"
gzip -9nc "$tmp/a.cpio" >"$tmp/a.cpio.gz"
unpacks gzip "$tmp/a.cpio.gz" ''
cat "$tmp/a.cpio" "$tmp/b.cpio" >"$tmp/two.cpio"
unpacks 'two archives in a row' "$tmp/two.cpio" ''
unpacks 'another first program' "$tmp/a.cpio" 'rdinit=/tests/hello'
like "$console" '^ok 1 - hello.data_and_bss' "it is pid 1"

boot nosuch --memory 128M --initrd "$tmp/a.cpio" --append 'selftest=none init.exit rdinit=/nosuch'
is "$status" 2 "a first program that isn't there is a panic"

# Not one of these may hang or fault in the kernel; what there is of files is used.
head -c 2000 "$tmp/a.cpio" >"$tmp/cut.cpio"
head -c 50000 /dev/zero >"$tmp/zeros.cpio"
head -c 3000 "$tmp/a.cpio.gz" >"$tmp/cut.gz"
sed 's/070701/0707xx/g' "$tmp/a.cpio" >"$tmp/magic.cpio"
sed 's/^070701......../070701ffffffff/; s/0000000[0-9A-F]00000000/FFFFFFFFFFFFFFFF/g' "$tmp/a.cpio" >"$tmp/lengths.cpio"
for broken in cut.cpio zeros.cpio cut.gz magic.cpio lengths.cpio; do
	boot $broken --memory 128M --initrd "$tmp/$broken" --append 'selftest=none init.exit'
	unlike "$console" 'Unable to handle|Internal error|BUG' "$broken: no harm" 
	[ "$status" = 0 ] || [ "$status" = 2 ] || [ "$status" = 1 ]
	ok $? "$broken: an end (status $status)"
done

done_testing
