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
# A whole tree, and an entry in place of one of its files.
mkdir -p "$tmp/tree/bin" "$tmp/tree/empty"
cp build/user/hello "$tmp/tree/init"
cp build/user/hello "$tmp/tree/bin/other"
ln -s ../init "$tmp/tree/bin/link"
mkfifo "$tmp/tree/pipe"
chmod 1770 "$tmp/tree/empty"
scripts/mkinitrd "$tmp/tree.cpio" --tree "$tmp/tree/" dev/console:c:5:1 init=build/user/init
is $? 0 "--tree takes a directory"
scripts/mkinitrd "$tmp/entries.cpio" init=build/user/init bin/other=build/user/hello "bin/link->../init" \
	1770:empty/ "pipe==" dev/console:c:5:1
is "$(wc -c <"$tmp/tree.cpio")" $(($(wc -c <"$tmp/entries.cpio") - 4)) "with all that is below it, each once"
! scripts/mkinitrd "$tmp/none.cpio" --tree "$tmp/file" 2>"$tmp/err"
ok $? "a tree that is none is refused"
like "$tmp/err" 'file is no directory' "and named"

if command -v cpio >/dev/null 2>&1; then
	cpio -itv --quiet <"$tmp/a.cpio" >"$tmp/list" 2>&1
	like "$tmp/list" '^drwxrwxrwt .* tmp$' "cpio reads it: a directory"
	like "$tmp/list" 'link -> deep/er/file$' "a link"
	like "$tmp/list" '^crw.* 5, *1 .* dev/console$' "a device"
	like "$tmp/list" '^-rw------- .* secret$' "a mode"
	cpio -itv --quiet <"$tmp/tree.cpio" >"$tmp/list" 2>&1
	like "$tmp/list" '^drwxrwx--T .* empty$' "a directory of a tree, with its mode"
	like "$tmp/list" '^p.* pipe$' "a FIFO"
	like "$tmp/list" 'bin/link -> ../init$' "and a link"
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

# Not one of these may hang or fault in the kernel.  Without a program that could be started the run is red; the
# console says what is wrong with the file.
damaged() {
	boot "$1" --memory 128M --initrd "$tmp/$1" --append 'selftest=none init.exit'
	is "$status" 2 "$1: the run is red" || tail_of "$console"
	like "$console" "Initramfs unpacking failed: .*$2" "$1: what is wrong: $2"
	like "$console" 'panic.*No working init found' "$1: and what follows from it"
	unlike "$console" 'Unable to handle|Internal error|BUG' "$1: no harm"
}
head -c 2000 "$tmp/a.cpio" >"$tmp/cut.cpio"
head -c 60 "$tmp/a.cpio" >"$tmp/cut.header"
head -c 50000 /dev/zero >"$tmp/zeros.cpio"
head -c 50000 build/Image >"$tmp/kernel"
echo 'this is no archive' >"$tmp/text"
head -c 3000 "$tmp/a.cpio.gz" >"$tmp/cut.gz"
head -c 12 "$tmp/a.cpio.gz" >"$tmp/cut.gz.header"
{ head -c 5000 "$tmp/a.cpio.gz"; printf 'damage'; tail -c +5007 "$tmp/a.cpio.gz"; } >"$tmp/damaged.gz"
printf 'no archive' | gzip -nc >"$tmp/text.gz"
sed 's/070701/0707xx/g' "$tmp/a.cpio" >"$tmp/magic.cpio"
sed 's/070701/070707/g' "$tmp/a.cpio" >"$tmp/odc.cpio"
sed 's/^070701......../070701ffffffff/; s/0000000[0-9A-F]00000000/FFFFFFFFFFFFFFFF/g' "$tmp/a.cpio" >"$tmp/lengths.cpio"
printf '\3757zXZ\0\0\4and so on' >"$tmp/xz"
printf '\050\265\057\375and so on' >"$tmp/zstd"
damaged cut.cpio 'it ends within a file'
damaged cut.header 'it ends within a header'
damaged zeros.cpio 'nothing but zeros'
damaged kernel 'no cpio magic'
damaged text 'it ends within a header'
damaged cut.gz '(it ends too early|impossible|enough memory)'
damaged cut.gz.header 'it ends within a header'
damaged damaged.gz '.'
damaged text.gz 'it ends within a header'
damaged magic.cpio 'no cpio magic'
damaged odc.cpio 'cpio -H newc'
damaged lengths.cpio '.'
damaged xz 'compressed by xz'
damaged zstd 'compressed by zstd'

# One that has nothing wrong but no program in it.
scripts/mkinitrd "$tmp/no-init.cpio" "some/file=$tmp/file"
boot no-init --memory 128M --initrd "$tmp/no-init.cpio"
is "$status" 2 "an initrd without a first program is red"
like "$console" 'panic.*No working init found' "and the console says why"
unlike "$console" 'unpacking failed|^ok ' "neither is it damaged, nor do self-tests hide it"

# What there is of files is used, and self-tests that were asked for need no initrd.
size=$(wc -c <"$tmp/a.cpio" | tr -d ' ')
head -c $((size - 124)) "$tmp/a.cpio" >"$tmp/no-trailer.cpio"
unpacks 'no trailer, but a first program' "$tmp/no-trailer.cpio" ''
like "$console" '^ok 1 - hello' "the program ran"
boot asked --memory 128M --initrd "$tmp/zeros.cpio" --append 'selftest=string.*'
is "$status" 0 "self-tests that were asked for run beside an initrd that can't be used" || tail_of "$console"
like "$console" 'Initramfs unpacking failed' "of which the console tells"

done_testing
