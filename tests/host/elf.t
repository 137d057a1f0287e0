#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Are text, constants and data apart in the image, and is its table of symbols about this image?
. "$(dirname "$0")/lib.sh"

for dir in build build/debug; do
	arm-none-eabi-readelf -lW $dir/vmlinux >"$tmp/phdrs"
	# Type Offset VirtAddr PhysAddr FileSiz MemSiz Flg Align; the flags may hold a space ("R E").
	awk '$1 == "LOAD" { flags = ""; for (i = 7; i < NF; i++) flags = flags $i; print flags }' \
		"$tmp/phdrs" | sort | uniq -c | awk '{ print $2 }' >"$tmp/flags"
	is "$(paste -sd' ' "$tmp/flags")" 'R RE RW' "$dir/vmlinux: segments are RX, R and RW, none is both W and X"

	arm-none-eabi-nm -n $dir/vmlinux >"$tmp/nm"
	is "$(awk '$3 == "stext" { print $1 }' "$tmp/nm")" c0010000 "$dir/vmlinux: stext is at PAGE_OFFSET + 0x10000"
	is "$(arm-none-eabi-readelf -h $dir/vmlinux | awk '/Entry point/ { print $4 }')" 0xc0010000 \
	   "$dir/vmlinux: and is the entry"
	scripts/kallsyms <"$tmp/nm" | cmp -s - $dir/kallsyms.S
	ok $? "$dir/vmlinux: the symbols in the image are those of the image"
	for section in text rodata data; do
		eval "set -- $(arm-none-eabi-readelf -SW $dir/vmlinux | tr -d '[]' |
			awk -v s=.$section '$2 == s { print $4, $6 }')"
		[ -n "$1" ] && [ $((0x${2:-0})) -gt 0 ]
		ok $? "$dir/vmlinux: there is a .$section of 0x$2 bytes at $1"
	done
done

done_testing
