#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does sparse find nothing, in both builds, and would it find something if there were something?
. "$(dirname "$0")/lib.sh"

for debug in 0 1; do
	make -k DEBUG=$debug check >"$tmp/check" 2>&1
	is $? 0 "sparse has nothing to say (DEBUG=$debug)" ||
		diag "$(grep -E ': (warning|error):' "$tmp/check" | head -n 40)"
done

# wrong NAME CODE: sparse must complain about CODE.
wrong() {
	printf '#include <linux/types.h>\n%s\n' "$2" >"$tmp/$1.c"
	! scripts/sparse-file "$tmp/$1.c" sparse -D__CHECKER__ -D__KERNEL__ -nostdinc \
		-include include/linux/kconfig.h -Iarch/arm/include -Iinclude 2>"$tmp/said"
	ok $? "it notices $1"
}
wrong deref-user   'static int f(int __user *p) { return *p; }
int (*g)(int __user *p); void h(void); void h(void) { g = f; }'
wrong user-kernel  'char *f(char __user *p); char *f(char __user *p) { return p; }'
wrong iomem-deref  'u32 f(u32 __iomem *p); u32 f(u32 __iomem *p) { return *p; }'
wrong gfp-integer  'gfp_t f(int n); gfp_t f(int n) { return n; }'

done_testing
