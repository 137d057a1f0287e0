/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What things cost, in guest instructions, by the PMU's cycle counter (asm/pmu.h): so a figure is
 * exact, and the same in every run.  scripts/bench prints the table.
 *
 * Each figure is the mean of ROUNDS runs, after WARM_UP that don't count, less what the
 * empty loop costs.  What is measured may sleep, so interrupts are on; the measurement
 * begins just behind a tick and in the normal build ends long before the next.
 */
#include <linux/console.h>
#include <linux/glob.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/time.h>
#include <linux/vmalloc.h>
#include <asm/pmu.h>
#include "bench.h"
#include "selftest.h"

#define ROUNDS		64
#define WARM_UP		8
#define MANY_AREAS	10000

void bench_report(unsigned long value, const char *name)
{
	char line[128];
	int n = scnprintf(line, sizeof(line), "bench: %s: %lu\n", name, value);

	console_puts(line, n);
}

static noinline u32 empty_loop(unsigned int rounds)
{
	u32 start = pmu_cycles();

	while (rounds--)
		barrier();
	return pmu_cycles() - start;
}

void wait_for_tick(void)
{
	unsigned long now = jiffies;

	while (jiffies == now)
		barrier();
}

/* Around an operation that has been warmed up: where make profile begins and ends to count (scripts/profile) */
noinline void profile_begin(const char *name)
{
	__asm__ volatile("@ %0" : : "r" (name) : "memory");
}

noinline void profile_end(void)
{
	__asm__ volatile("@ end" : : : "memory");
}

/* Measures @body, an expression statement */
#define BENCH(name, body)						\
	do {								\
		unsigned int __i;					\
		u32 __t;						\
									\
		wait_for_tick();					\
		for (__i = 0; __i < WARM_UP; __i++)			\
			body;						\
		profile_begin(name);					\
		body;							\
		profile_end();						\
		__t = pmu_cycles();						\
		for (__i = 0; __i < ROUNDS; __i++)			\
			body;						\
		__t = pmu_cycles() - __t;					\
		bench_report((__t - empty_loop(ROUNDS)) / ROUNDS, name); \
	} while (0)

static noinline void bench_pages(void)
{
	struct page *page;
	void *addr;

	BENCH("alloc_page + __free_page, order 0, warm", __free_page(alloc_page(GFP_KERNEL)));
	BENCH("order 9 alloc + free", __free_pages(alloc_pages(GFP_KERNEL, 9), 9));
	page = alloc_page(GFP_KERNEL);
	addr = page_address(page);
	BENCH("clear_page", clear_page(addr));
	__free_page(page);
}

static noinline void bench_slab(void)
{
	BENCH("kmalloc(64) + kfree", kfree(kmalloc(64, GFP_KERNEL)));
}

static noinline void bench_kmap(void)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	if (PageHighMem(page))
		BENCH("kmap_atomic + kunmap_atomic of a high page",
		      kunmap_atomic(kmap_atomic(page)));
	__free_page(page);
}

static void *areas[MANY_AREAS];

static unsigned int fill_areas(unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n && (areas[i] = vmalloc(PAGE_SIZE)); i++)
		;
	return i;
}

static void free_areas(unsigned int n)
{
	while (n--)
		vfree(areas[n]);
}

static noinline void bench_vmalloc(void)
{
	static const struct {
		unsigned int areas;
		const char *name;
	} among[] = {
		{ 10, "vmalloc + vfree of one page, 10 live areas" },
		{ 100, "vmalloc + vfree of one page, 100 live areas" },
		{ 1000, "vmalloc + vfree of one page, 1,000 live areas" },
		{ MANY_AREAS, "vmalloc + vfree of one page, 10,000 live areas" },
	};
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(among); i++) {
		n = fill_areas(among[i].areas);
		if (n == among[i].areas)
			BENCH(among[i].name, vfree(vmalloc(PAGE_SIZE)));
		free_areas(n);
	}
}

static u64 entered;		/* the clock when the benchmarks began */

static void bench_boot(void)
{
	bench_report((unsigned long)entered, "boot");
}

static void bench_memory(void)
{
	bench_report(sizeof(struct page), "struct page, bytes");
}

static const struct {
	const char *name;
	void (*fn)(void);
} benchmarks[] = {
	{ "boot", bench_boot },
	{ "memory", bench_memory },
	{ "pages", bench_pages },
	{ "reclaim", bench_reclaim },
	{ "slab", bench_slab },
	{ "kmap", bench_kmap },
	{ "vmalloc", bench_vmalloc },
};

static bool run_matching(const char *glob)
{
	unsigned int i;
	bool found = false;

	for (i = 0; i < ARRAY_SIZE(benchmarks); i++)
		if (!strcmp(glob, "all") || glob_match(glob, benchmarks[i].name)) {
			found = true;
			benchmarks[i].fn();
		}
	return found;
}

static void name_all(const char *unknown)
{
	char line[256];
	unsigned int i;
	int n = scnprintf(line, sizeof(line), "# no benchmark matches '%s'; the names are all", unknown);

	for (i = 0; i < ARRAY_SIZE(benchmarks); i++)
		n += scnprintf(line + n, sizeof(line) - n, ", %s", benchmarks[i].name);
	n += scnprintf(line + n, sizeof(line) - n, "\n");
	console_puts(line, n);
}

int run_benchmarks(const char *patterns)
{
	char buf[BENCH_PATTERNS], *rest = buf, *glob;
	int status = 0;

	entered = sched_clock();
	pmu_cycles_start();
	strlcpy(buf, patterns, sizeof(buf));
	while ((glob = strsep(&rest, ",")) != NULL)
		if (!run_matching(glob)) {
			name_all(glob);
			status = 1;
		}
	return status;
}
