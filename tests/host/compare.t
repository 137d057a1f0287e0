#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does make compare find what a program prints differently on Linux, and hold its list of such lines to be true?
. "$(dirname "$0")/lib.sh"

cat >"$tmp/differs.c" <<'END'
#include <stdio.h>
#include <sys/utsname.h>
int main(void)
{
	struct utsname name;
	int local;

	uname(&name);
	printf("the same %p %p\nrelease %s\nand so on\n", (void *)main, (void *)&local, name.release);
	return 3;
}
END
arm-linux-gnueabihf-gcc -O1 -o "$tmp/differs" "$tmp/differs.c"

# compare PROGRAM: its status, and $tmp/said
compare() {
	make build/compare.cpio PROG="$1" >"$tmp/make" 2>&1 && scripts/compare build/compare.cpio >"$tmp/said" 2>&1
}
compare hello
is $? 0 "a program that prints the same" || tail_of "$tmp/said"
like "$tmp/said" '^1 programs, 3 lines on Linux: the same' "is said to"
compare "$tmp/differs"
is $? 1 "one that doesn't is an error" || tail_of "$tmp/said"
like "$tmp/said" '^    -release 6\.' "what Linux says is shown"
like "$tmp/said" '^    \+release 4\.' "and what is said here"
unlike "$tmp/said" '^    [-+]the same' "addresses are the same"
like "$tmp/said" '^1 programs, .* 1 differences that nothing explains' "and counted"

# The lists are judged by the same run's initrd.
printf 'differs\t^release\tanother kernel\tnothing\n' >"$tmp/list"
scripts/compare --list "$tmp/list" build/compare.cpio >"$tmp/said" 2>&1
is $? 0 "a line of the list is none that nothing explains" || tail_of "$tmp/said"
like "$tmp/said" 'differs in 2 lines' "but said"
printf 'differs\tand so on\tit was so once\tnothing\n' >>"$tmp/list"
scripts/compare --list "$tmp/list" build/compare.cpio >"$tmp/said" 2>&1
is $? 1 "an entry that no line differs by is an error"
like "$tmp/said" 'no line differs by and so on' "and named"

done_testing
