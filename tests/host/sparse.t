#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does sparse find nothing, in both builds, and would it find something if there were something?
. "$(dirname "$0")/lib.sh"

for debug in 0 1; do
	make -k DEBUG=$debug check >"$tmp/check" 2>&1
	is $? 0 "sparse has nothing to say (DEBUG=$debug)" ||
		diag "$(grep -E ': (warning|error):' "$tmp/check" | head -n 40)"
done

# code NAME CODE: what sparse says of CODE is in $tmp/said.
code() {
	printf '#include <linux/types.h>\n%s\n' "$2" >"$tmp/$1.c"
	scripts/sparse-file "$tmp/$1.c" sparse -D__CHECKER__ -D__KERNEL__ -nostdinc \
		-include include/linux/kconfig.h -Iarch/arm/include -Iinclude 2>"$tmp/said"
}

# wrong NAME CODE PATTERN: sparse must complain, in these words.
wrong() {
	! code "$1" "$2"
	ok $? "it notices $1"
	like "$tmp/said" "$3" "and for the right reason"
}

code good 'char *f(char __user *p); char *f(char __user *p) { return (char __force *)p; }'
ok $? "it is content with good code"
wrong deref-user  'int f(int __user *p); int f(int __user *p) { return *p; }' 'noderef'
wrong user-kernel 'char *f(char __user *p); char *f(char __user *p) { return p; }' 'address space'
wrong iomem-deref 'u32 f(u32 __iomem *p); u32 f(u32 __iomem *p) { return *p; }' 'noderef'
wrong gfp-integer 'gfp_t f(int n); gfp_t f(int n) { return n; }' 'gfp_t|restricted'

done_testing
