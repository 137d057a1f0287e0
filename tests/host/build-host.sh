# SPDX-License-Identifier: GPL-2.0-only
#
# host_test NAME "FLAGS" SOURCE...: compiles kernel sources and a test of them for the host, with
# the address and undefined-behaviour sanitizers, and runs the result, which speaks TAP.  What a source
# has beyond what the test calls is left out at link, so that it need not be surrounded, too.  With
# LIST_SOURCES=1 it only prints what it would compile.

cd "$(dirname "$0")/../.." || exit 1

host_test() {
	host_name=$1 host_flags=$2
	shift 2
	if [ -n "${LIST_SOURCES:-}" ]; then
		printf '%s\n' "$@" tests/host/host.c
		return
	fi
	mkdir -p build/host
	# shellcheck disable=SC2086
	${HOSTCC:-gcc} -std=gnu11 -O1 -g -fno-strict-aliasing -fno-builtin-printf -ffreestanding -nostdinc \
		-fsanitize=address,undefined -fno-sanitize-recover=all -D__KERNEL__ \
		-ffunction-sections -Wl,--gc-sections \
		-Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare \
		-Wno-missing-field-initializers \
		-include include/linux/kconfig.h ${HOST_INCLUDE:-} -Itests/host/include -Iinclude \
		$host_flags -o "build/host/$host_name" "$@" tests/host/host.c || {
		printf '1..1\nnot ok 1 - %s compiles\n' "$host_name"
		exit 1
	}
	ASAN_OPTIONS=detect_leaks=0 "build/host/$host_name"
}

# shellcheck disable=SC2034
buddy_sources="mm/memblock.c mm/mm_init.c mm/buddy.c mm/page_alloc.c mm/page_check.c mm/debug.c mm/show_mem.c
	       mm/vmstat.c
	       mm/zone_check.c mm/page_owner.c mm/page_poison.c kernel/lib/ratelimit.c kernel/lib/fault-inject.c"
# shellcheck disable=SC2034
slab_sources="tests/host/selftest.c mm/slab.c mm/slab_common.c mm/slab_debug.c mm/slab_check.c
	      mm/util.c $buddy_sources"
