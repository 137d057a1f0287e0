#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is arm64's address space, as the header of the article's section 3.2.2 computes it, the one that Linux 4.x has, and does
# docs/arm64.md show what the script prints?
. "$(dirname "$0")/lib.sh"

# has ARGUMENTS <<"NAME VALUE" lines: the macros have these values
has() {
	scripts/arm64-layout --values $1 >"$tmp/values" 2>&1 || tail_of "$tmp/values"
	while read -r name value; do
		is "$(sed -n "s/^$name //p" "$tmp/values")" "$value" "$1: $name"
	done
}

# Linux's own words: the ranges of user and kernel are in its Documentation/arm64/memory.txt, the others are in what 4.9
# to 4.15 print at boot ("Virtual kernel memory layout").
has '39 12' <<END
TASK_SIZE_64 0000008000000000
VA_START ffffff8000000000
MODULES_VADDR ffffff8000000000
MODULES_END ffffff8008000000
VMALLOC_START ffffff8008000000
VMALLOC_END ffffffbebfff0000
FIXADDR_TOP ffffffbefec00000
PCI_IO_START ffffffbefee00000
PCI_IO_END ffffffbeffe00000
VMEMMAP_START ffffffbf00000000
VMEMMAP_SIZE 0000000100000000
PAGE_OFFSET ffffffc000000000
PGTABLE_LEVELS 0000000000000003
END
has '48 12' <<END
TASK_SIZE_64 0001000000000000
VA_START ffff000000000000
MODULES_VADDR ffff000000000000
MODULES_VSIZE 0000000008000000
MODULES_END ffff000008000000
KIMAGE_VADDR ffff000008000000
VMALLOC_START ffff000008000000
VMALLOC_END ffff7dffbfff0000
FIXADDR_TOP ffff7dfffec00000
PCI_IO_START ffff7dfffee00000
PCI_IO_END ffff7dffffe00000
VMEMMAP_START ffff7e0000000000
VMEMMAP_SIZE 0000020000000000
PAGE_OFFSET ffff800000000000
PGTABLE_LEVELS 0000000000000004
END
has '48 12 kasan' <<END
VA_START ffff000000000000
KASAN_SHADOW_SIZE 0000200000000000
MODULES_VADDR ffff200000000000
MODULES_END ffff200008000000
VMALLOC_START ffff200008000000
VMALLOC_END ffff7dffbfff0000
VMEMMAP_START ffff7e0000000000
END
has '42 16' <<END
TASK_SIZE_64 0000040000000000
VA_START fffffc0000000000
PGTABLE_LEVELS 0000000000000002
END

# vmemmap's two versions: the same where RAM begins with a section, else they differ by what lies before RAM in it.
has '48 12 - 40000000' <<END
vmemmap ffff7dffff000000
vmemmap_by_section ffff7dffff000000
END
has '48 12 - 48000000' <<END
vmemmap ffff7dfffee00000
vmemmap_by_section ffff7dffff000000
END
like "$tmp/values" '^__page_to_pfn.* 0000000000048000$' "the struct page at VMEMMAP_START is the first of RAM's"

for configuration in '39 12' '48 12' '36 14' '47 14' '48 14' '42 16' '48 16'; do
	scripts/arm64-layout $configuration >"$tmp/out" 2>&1 && scripts/arm64-layout $configuration kasan >"$tmp/out" 2>&1
	is $? 0 "$configuration: no area overlaps another, with and without KASAN" || tail_of "$tmp/out"
done
scripts/arm64-layout 40 12 >"$tmp/out" 2>&1
is $? 2 "what Linux doesn't have isn't drawn"
like "$tmp/out" 'no VA_BITS 40 .*39 with 12' "and the answer says what there is"

# Each "$ scripts/arm64-layout" of the document, with what follows it
grep '^    \$ ' docs/arm64.md | sed 's/^    \$ //' >"$tmp/commands"
[ "$(grep -c . "$tmp/commands")" -ge 4 ]
ok $? "docs/arm64.md has drawings"
while read -r command <&3; do
	$command 2>&1 | sed 's/^/    /; s/ *$//' >"$tmp/want"
	awk -v command="    \$ $command" 'on && /^[^ ]/ { exit } on { print } $0 == command { on = 1 }' docs/arm64.md |
		sed '${/^$/d;}' >"$tmp/got"
	diff "$tmp/want" "$tmp/got" >"$tmp/diff"
	ok $? "docs/arm64.md shows what '$command' prints" || tail_of "$tmp/diff"
done 3<"$tmp/commands"

done_testing
