#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the kernel know what each of its self-tests asks, and can one be found by subject?
. "$(dirname "$0")/lib.sh"
TIMEOUT=60

# list NAME WORDS [OPTION...]: what selftest=WORDS prints is $tmp/NAME; its first column $tmp/NAME.names
list() {
	list_name=$1 list_words=$2
	shift 2
	boot "$list_name" --memory 64M --append "quiet selftest=$list_words" "$@"
	set -- "$list_name"
	grep -a '^[a-z_]*\.[a-z_0-9]* ' "$console" >"$tmp/$1"
	cut -d' ' -f1 "$tmp/$1" >"$tmp/$1.names"
}

list normal list
is "$status" 0 "selftest=list ends with 0" || tail_of "$console"
list all list --image build/debug/Image
is "$status" 0 "in the debug build, too" || tail_of "$console"
sed -n 's/^SELFTEST[A-Z_]*(\([a-z_0-9]*\), \([a-z_0-9]*\))/\1.\2/p' $(ls tests/kernel/*.c | grep -v /sparsemem.c) |
	sort >"$tmp/sources"
sort "$tmp/all.names" | diff - "$tmp/sources" >"$tmp/diff"
ok $? "which prints each of the $(wc -l <"$tmp/sources") tests of the sources once" || tail_of "$tmp/diff"
is "$(diff "$tmp/normal.names" "$tmp/all.names" | grep -c '^<')" 0 "the normal build has no other" ||
	tail_of "$tmp/normal"
ok "$([ "$(grep -c . "$tmp/normal")" -gt 400 ]; echo $?)" "and most of them"
is "$(sed 's/\..*//' "$tmp/all.names" | sort -c 2>&1)" '' "by subject"
is "$(grep -cv '  [A-Za-z("][^?]*?$' "$tmp/all")" 0 "with one question each" ||
	diag "$(grep -v '  [A-Za-z("][^?]*?$' "$tmp/all")"
is "$(sed 's/^\(\S*  *\)\([0-9. ]*\)\(.*\)/\1\2/' "$tmp/all" | awk '{ print length }' | sort -u | wc -l)" 1 "in columns"
like "$tmp/all" '^vma.fixed  *3\.3\.4.*  Does MAP_FIXED take the place of what was there\?$' "as in the source"
unlike "$console" '^(ok|not ok|TAP|1\.\.)' "and none is run"

list some 'list,brk.*,string.memcpy'
is "$status $(tr '\n' ' ' <"$tmp/some.names")" '0 brk.heap brk.limit brk.populate brk.edges string.memcpy ' "some by patterns"

list section list,3.2.5
is "$(sort "$tmp/section.names" | tr '\n' ' ')" "$(grep '^vmalloc\.\|^ioremap\.' "$tmp/normal.names" | sort | tr '\n' ' ')" \
	"those of a section are what the heads of its files say"
boot section-run --memory 64M --append selftest=3.2.5
is "$status $(sed -n 's/^ok [0-9]* - \([^:]*\):.*/\1/p' "$console" | sort | tr '\n' ' ')" \
	"0 $(sort "$tmp/section.names" | tr '\n' ' ')" "and selftest=3.2.5 runs them" || tail_of "$console"
list chapter list,3.2
list both list,3.2,brk.heap,3.1.1
ok "$([ "$(grep -c . "$tmp/chapter")" -gt "$(grep -c . "$tmp/section")" ]; echo $?)" "3.2 are more"
unlike "$tmp/chapter" '^[^ ]* +([^ 3]|3\.[^2])[^ ]*  ' "and each of them belongs to a 3.2.x"
is "$(cat "$tmp/chapter.names" | grep -cxFf - "$tmp/both.names")" "$(grep -c . "$tmp/chapter")" \
	"sections and patterns go together"
like "$tmp/both" '^pgtable\.pte_bits' "one behind the other"

# red WORDS WORD REASON
red() {
	boot red --memory 64M --append "selftest=$1"
	is "$status" 1 "selftest=$1 is red"
	like "$console" "^Bail out! selftest=$2: $3" "and says which word it is"
	unlike "$console" '^ok ' "and none of the others is run"
}
red vma.fixed,nosuch.* 'nosuch\.\*' 'no self-test matches; selftest=list shows'
red 3.9 3.9 'no self-test belongs to that section'
red 3.2.44,vma.fixed 3.2.44 'no self-test belongs to that section'
red list,vma.fixd vma.fixd 'no self-test matches'
red , '' 'no self-test matches'

boot run --memory 64M --append 'selftest=vma.fixed,fault.user_domain'
is "$status" 0 "a run" || tail_of "$console"
like "$console" '^ok [0-9]+ - vma.fixed: Does MAP_FIXED take the place of what was there\?$' "says what each test asks"
boot skip --memory 64M --append 'selftest=mmapdev.by_mmap,highmem.waits'
like "$console" '^ok [0-9]+ - highmem.waits: With every .*\? # SKIP ' "one that is left out, too"
boot fail --memory 64M --append 'selftest=broken.fail'
like "$console" '^not ok 1 - broken.fail: Does a failed expectation end the run with 1\?$' "and one that fails"

# What failed says how it is repeated.
# repeats MAKE-VARIABLES ARGS RUN-QEMU-OPTION...: does a run with these options print a command with those words?
repeats() {
	variables=$1 args=$2 name=${2##*selftest=} build=build
	name=${name%% *}
	case $variables in *DEBUG=1*) build=build/debug ;; esac
	shift 2
	boot again --image $build/Image "$@"
	is "$(sed -n 's/^# again: //p' "$console")" "make run$variables ARGS=\"$args\"" "$name: the command that repeats it" ||
		tail_of "$console"
	is "$(sed -n 's/^# in GDB: //p' "$console")" "make debug$variables ARGS=\"$args\"" "... in GDB"
	like "$console" "^#         break selftest_$(echo "$name" | tr . _)\$" "... with a breakpoint on it"
}
repeats '' 'selftest=broken.leak selftest.seed=1' --append selftest=broken.leak
repeats ' MACHINE=vexpress-a15 MEM=512M' 'selftest=broken.oops_in_interrupt selftest.seed=1' --machine vexpress-a15 \
	--memory 512M --append selftest=broken.oops_in_interrupt
repeats ' DEBUG=1 CPU=cortex-a7 MEM=3072M' 'mem=64M norandmaps selftest=broken.muted_panic selftest.seed=4294967295' \
	--cpu cortex-a7 --memory 3G --append 'mem=64M selftest.seed=0xffffffff norandmaps bench=slab selftest=broken.muted_panic'
repeats ' MEM=64M' 'quiet HOME=/ selftest=broken.fail selftest.seed=1' --memory 64M \
	--append 'quiet A="b  c" selftest=broken.f* "mem=1 x" HOME=/ -- norandmaps'
again=$(sed -n 's/^# again: //p' "$console")
eval "$again" >"$tmp/said" 2>&1
is $? 1 "a shell does as it says, and it fails again" || tail_of "$tmp/said"
is "$(sed -n 's/^# again: //p' "$tmp/said" | tr -d '\r')" "$again" "... with the same words"

make STEP=1 image >"$tmp/make" 2>&1
ok $? "the image for stepping is built" || tail_of "$tmp/make"
{ sed -n 's/^#         break/break/p' "$console"; printf 'continue\nbt 1\n'; } >"$tmp/gdb"
scripts/debug-qemu --batch "$tmp/gdb" --memory 64M --image build/step/Image --append 'selftest=broken.fail' >"$tmp/said" 2>&1
is $? 0 "GDB reads the breakpoint" || tail_of "$tmp/said"
like "$tmp/said" '^#0 +selftest_broken_fail \(\) at .*tests/kernel/broken.c:[0-9]+' "and stops in the test" || tail_of "$tmp/said"

# A test that asks nothing doesn't build.
index=$PWD/scripts/selftest-index
mkdir -p "$tmp/tree/tests/kernel"
# index_of COMMENT: makes the index of two tests, the second with COMMENT above it
index_of() {
	printf '%b\nSELFTEST(one, two)\n{\n}\n' "/* Is it? */\nSELFTEST(one, one)\n{\n}\n\n$1" >"$tmp/tree/tests/kernel/one.c"
	(cd "$tmp/tree" && "$index" tests/kernel/one.c) >"$tmp/index" 2>"$tmp/said"
}
# refused COMMENT PATTERN WHAT
refused() {
	index_of "$1"
	is "$? $(grep -c . "$tmp/said")" "1 1" "$3 is an error"
	like "$tmp/said" "^tests/kernel/one.c:$2" "and says which" || diag "$(cat "$tmp/said")"
}
refused '' '7: one.two has no question' "a test without a comment"
refused '/* Does it? */\n#define ONE 1' '8: one.two has no question' "one whose comment stands elsewhere"
refused '/* It does. */' "7: one.two: 'It does.' is no question" "one that states"
refused '/* ... and it? */' "7: one.two: '... and it\?' is no question" "one that needs the question before it"
refused "/* Does $(printf '%0130d' 0)? */" '7: one.two: .* more than 130' "one that nobody reads"
refused '/*\n * A paragraph.\n */' '9: one.two' "one of several lines"
index_of '/*\n * Does "it" go\n * on?  It does.\n */'
is "$? $(grep -c asciz "$tmp/index") $(grep -F 'go on' "$tmp/index")" '0 4 .L2:	.asciz "Does \"it\" go on?"' \
	"a question of two lines becomes one" || tail_of "$tmp/said"

# What the heads say.
mkdir "$tmp/tree/mm"
# head_of TEXT WANTED WHAT: a head says TEXT, so one.one belongs to the sections WANTED
head_of() {
	printf '/* Licence */\n/*\n * One.\n *\n * %b\n */\n/*\n * Article 3.5.1.  Tests: one.two\n */\n' "$1" >"$tmp/tree/mm/one.c"
	(cd "$tmp/tree" && "$index" tests/kernel/one.c mm/one.c) >"$tmp/index" 2>&1
	is "$(sed -n 's/.*L1:.*"\(.*\)"/\1/p; s/.*L3:.*"\(.*\)"/\1/p' "$tmp/index" | tr '\n' '|')" "$2|" "$3" ||
		tail_of "$tmp/index"
}
head_of 'Article 3.3.4.  Tests: one.*' '3.3.4|3.3.4' "a head's tests belong to its section"
head_of 'Tests: one.one.  Article 3.3.4, 3.4.1 to\n * 3.4.3' '3.3.4 3.4.1 3.4.2 3.4.3|' "to each of several"
head_of 'Tests: two.*, .one, one.two.  Article 3.1.1' '|3.1.1' "but not others"
head_of 'Tests: tests/user/{a,b}.c, one.one, one.t*; debugger: p x.  Article 3.1.1' '3.1.1|3.1.1' "beside programs"
head_of 'Tests: one.*' '|' "no section, none"
head_of 'Article 3.3.4, 3.3.5.  Tests: one.one (3.3.5), .two (3.1.1,\n * 3.4.1 to 3.4.3), tests/user/a.c' \
	'3.3.5|3.1.1 3.4.1 3.4.2 3.4.3' "a test's own sections are its only ones"

done_testing
