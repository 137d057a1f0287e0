#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do pass, failure, panic, hang and "it did not even start" end differently?
. "$(dirname "$0")/lib.sh"

# ending CASE WANTED-STATUS WHAT: runs one of the self-tests that exist to be red.
ending() {
	boot "$1" --memory 128M --append "selftest=broken.$1"
	is "$status" "$2" "$3 ends with $2" || tail_of "$console"
}

ending fail 1 "a failed self-test"
like "$console" '^not ok [0-9]+' "and is reported as not ok"

# leaked DIRECTORY: sets $page and $block, the frames that the test says it leaks; is the status 1, are 5 pages missing?
leaked() {
	boot "leak-$(basename "$1")" --image "$1/Image" --memory 128M --append 'selftest=broken.leak'
	is "$status" 1 "$1: a leak ends with 1" || tail_of "$console"
	like "$console" 'expected: as many free pages as before; 5 are missing' "$1: how many pages is said"
	page=$(sed -n 's/.*leaks \(0x[0-9a-f]*\) and .*/\1/p' "$console")
	block=$(sed -n 's/.* and \(0x[0-9a-f]*\)$/\1/p' "$console")
}
leaked build
like "$console" "pfn ${page:-?} order 0\$" "... and which"
like "$console" "pfn ${block:-?} order 2\$" "... also of a block"
leaked build/debug
like "$console" "pfn ${page:-?} order 0, allocated by selftest_broken_leak\+" "... and by whom it was taken"
like "$console" "pfn ${block:-?} order 2, allocated by selftest_broken_leak\+" "... also of a block"

ending panic 2 "a panic"
like "$console" 'Kernel panic' "and says so"
ending muted_panic 2 "a panic while a test has the console muted"
like "$console" 'said before the panic' "and what was muted is heard"
like "$console" 'Kernel panic - not syncing: broken' "with the panic itself"
ending oops 2 "an Oops that nobody expected"
like "$console" 'Internal error|Oops' "and says so"
for where in in_oops in_interrupt with_locks; do
	ending oops_$where 2 "an Oops ${where%%_*} $(echo ${where#*_} | tr _ ' ')"
	like "$console" 'Internal error|Oops' "and says so"
done
TIMEOUT=15
ending hang 124 "a hang"
like "$launcher" 'the guest hangs' "and the launcher says what to look at"
TIMEOUT=100

boot none --memory 128M --append 'selftest=none'
is "$status" 0 "no self-tests at all ends with 0"

boot match --memory 128M --append 'selftest=nothing.is.called.that'
[ "$status" != 0 ]
ok $? "a pattern that no self-test matches is not green (status $status)"

printf '#!/bin/sh\nexit 77\n' >"$tmp/init"
scripts/mkinitrd "$tmp/exit.cpio" "755:init=$tmp/init" bin/sh=build/debian/root/bin/busybox dev/console:c:5:1
boot init --memory 128M --initrd "$tmp/exit.cpio" --append init.exit
is "$status" 77 "with init.exit the first program's status is QEMU's, whatever it is" || tail_of "$console"

boot image --image "$tmp/no-such-Image"
is "$status" 125 "an image that isn't there ends with 125"
boot options -- -device no-such-device
is "$status" 125 "a QEMU that refuses its options ends with 125"

# wrong PATTERN WHAT OPTION...: an option that makes no sense is answered with a sentence, and QEMU isn't started.
wrong() {
	pattern=$1 what=$2
	shift 2
	boot wrong "$@"
	is "$status" 125 "$what ends with 125"
	like "$launcher" "$pattern" "and the sentence helps"
	unlike "$launcher" '^QEMU_' "before QEMU is started"
}
wrong 'no such machine.*virt and vexpress-a15' 'an unknown machine' --machine raspi2b
wrong 'cortex-a15 and cortex-a7' 'an unknown processor' --cpu cortex-a72
wrong 'MACHINE=virt' 'a processor that vexpress-a15 cannot have' --machine vexpress-a15 --cpu cortex-a7
wrong 'too little.*16M' 'too little memory' --memory 1M
wrong 'too little.*16M' 'too little memory, in K' --memory 4096K
wrong 'no size' 'memory that is no size' --memory 1GiB
wrong 'no size' 'memory that is a word' --memory much
wrong 'no initrd nothing.cpio' 'a missing initrd' --initrd nothing.cpio
wrong 'whole number' 'a time that is none' --timeout soon
printf '\376\377\377\352' >"$tmp/loop"		# b .
TIMEOUT=3 boot silent --image "$tmp/loop"
is "$status" 124 "a guest that never says a word ends with 124"

# Too little memory is said, whatever lies where: bss beyond the end of RAM (which holds what QEMU loads, the image and the
# device tree, and nothing else), the device tree over bss, all in place.
least=$((($(wc -c <build/Image) + 3 * 65536) / 65536 * 64))K
scripts/mkinitrd "$tmp/args.cpio" init=build/user/args
for machine in virt vexpress-a15; do
	for size in "$least" 2M 3M 7M; do
		boot "$machine-$size" --machine $machine -- -m $size
		is "$status" 2 "$machine with $size of RAM ends with 2" || tail_of "$console"
		like "$console" 'needs (8 MiB|8192K)' "and says how much is needed"
	done
	boot "$machine-8M" --machine $machine --initrd "$tmp/args.cpio" --append 'init.exit' -- -m 8M
	is "$status" 0 "$machine with as much runs a program" || tail_of "$console"
done
boot mem --memory 128M --append 'mem=4M'
is "$status" 2 "mem= below that ends with 2"
like "$console" 'panic.*too little memory: 4096K .*needs 8192K' "and says so, too"

# The checker of TAP streams is as strict as it should be.
stream() {
	printf '%b' "$2" >"$tmp/stream"
	if [ "$1" = good ]; then
		is "$(tap_complete "$tmp/stream")" '' "$3"
	else
		[ -n "$(tap_complete "$tmp/stream")" ]
		ok $? "red: $3"
	fi
}
stream good 'boot\nTAP version 14\n1..2\nok 1 - a\nok 2 - b\n# 2 passed\n' "a complete stream"
stream bad  '1..2\nok 1 - a\n# 1 passed\n'                     "a test that is missing"
stream bad  '1..2\nok 1 - a\nok 1 - a\n# 2 passed\n'           "a test that is reported twice"
stream bad  '1..1\nok 1 - a\nok 2 - b\n# 2 passed\n'           "a test that is not in the plan"
stream bad  '1..2\nok 1 - a\nnot ok 2 - b\n# 1 passed\n'       "a test that failed"
stream bad  'ok 1 - a\n# 1 passed\n'                           "no plan"
stream bad  '1..1\n1..1\nok 1 - a\n# 1 passed\n'               "a machine that started twice"
stream bad  '1..0\n# 0 passed\n'                               "an empty plan"
stream bad  '1..1\nok 1 - a\n'                                 "no summary"
stream bad  ''                                                 "silence"

done_testing
