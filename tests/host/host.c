/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's environment on the host: see tests/host/include/host.h. */
#include <linux/kernel.h>
#include <linux/oom.h>
#include <linux/swap.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/vmalloc.h>
#include <linux/sysinfo.h>
#include <asm/memory.h>
#include "host.h"
#include "../../mm/internal.h"

int vprintf(const char *fmt, __builtin_va_list args);
int vsnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list args);
int _setjmp(void *env) __attribute__((__returns_twice__));
__noreturn void longjmp(void *env, int value);

char *host_ram;
unsigned long host_phys_pfn_offset;
phys_addr_t arm_lowmem_limit;
void *high_memory;
unsigned long host_task_size;
unsigned long host_irqs_off;
volatile unsigned long jiffies;
int console_loglevel;
enum system_states system_state;

spinlock_t tasklist_lock;
static struct task_struct host_task = { .comm = "host" };
struct thread_info host_thread_info = { .task = &host_task };

char host_log[1 << 16];
static size_t host_log_len;
bool host_panic_expected;
static unsigned long host_panic_env[64];
unsigned long host_musts;
static u32 random_state = 1;
static int nr_tests, nr_failed;

void host_log_clear(void)
{
	host_log_len = 0;
	host_log[0] = '\0';
}

int vprintk(const char *fmt, __builtin_va_list args)
{
	int n = vsnprintf(host_log + host_log_len, sizeof(host_log) - host_log_len, fmt, args);

	host_log_len = min(host_log_len + (size_t)n, sizeof(host_log) - 1);
	return n;
}

int printk(const char *fmt, ...)
{
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vprintk(fmt, args);
	__builtin_va_end(args);
	return n;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	__builtin_va_end(args);
	return min(n, (int)size - 1);
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	m->count += (size_t)vsnprintf(m->buf + m->count, m->size - m->count, fmt, args);
	__builtin_va_end(args);
	m->count = min(m->count, m->size - 1);
}

void seq_puts(struct seq_file *m, const char *s)
{
	seq_printf(m, "%s", s);
}

void seq_putc(struct seq_file *m, char c)
{
	seq_printf(m, "%c", c);
}

/* Where mm/vmalloc.c isn't linked, nothing is so large that kvmalloc() needs it */
__weak void *__vmalloc(unsigned long size, gfp_t gfp_mask, pgprot_t prot)
{
	panic("__vmalloc");
}

__weak void vfree(const void *addr)
{
	panic("vfree");
}

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	printk("%s%s: %zu bytes\n", level, prefix_str, len);
}

void warn_slowpath(const char *file, int line, const char *fmt, ...)
{
	printk("WARNING: at %s:%d\n", file, line);
}

void dump_stack(void)
{
}

static __noreturn void host_die(void)
{
	if (host_panic_expected)
		longjmp(host_panic_env, 1);
	printf("%s\nBail out! the kernel died\n", host_log);
	exit(1);
}

void panic(const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vprintk(fmt, args);
	__builtin_va_end(args);
	host_die();
}

void host_bug(const char *file, int line)
{
	printk("kernel BUG at %s:%d!\n", file, line);
	host_die();
}

bool host_try(void (*fn)(void *), void *arg)
{
	bool died = true;

	host_panic_expected = true;
	if (!_setjmp(host_panic_env)) {
		fn(arg);
		died = false;
	}
	host_panic_expected = false;
	return died;
}

/* No processes, so there is nobody to be killed */
enum oom_verdict out_of_memory(gfp_t gfp_mask, unsigned int order)
{
	return OOM_NOBODY;
}

/* Nothing is on an LRU list, so there is nothing to reclaim */
unsigned long try_to_free_pages(struct zonelist *zonelist, int order, gfp_t gfp_mask)
{
	return 0;
}

bool zone_reclaimable(struct zone *zone)
{
	return false;
}

void si_swapinfo(struct sysinfo *val)
{
	val->totalswap = val->freeswap = 0;
}

unsigned long total_swapcache_pages(void)
{
	return 0;
}

void wakeup_kswapd(struct zone *zone, int order)
{
}

long schedule_timeout_uninterruptible(long timeout)
{
	panic("slept, but there is nobody to wait for");
}

void clear_page(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

void *memchr_inv(const void *start, int c, size_t bytes)
{
	const u8 *p = start;

	for (; bytes; p++, bytes--)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

void host_ok(bool ok, const char *fmt, ...)
{
	__builtin_va_list args;

	nr_tests++;
	nr_failed += !ok;
	printf("%sok %d - ", ok ? "" : "not ", nr_tests);
	__builtin_va_start(args, fmt);
	vprintf(fmt, args);
	__builtin_va_end(args);
	printf("\n");
}

int host_done(void)
{
	printf("1..%d\n", nr_tests);
	return nr_failed != 0;
}

void host_must(bool ok, const char *cond, const char *file, int line)
{
	host_musts++;
	if (ok)
		return;
	printf("not ok %d - %s:%d: %s\n%s\n", nr_tests + 1, file, line, cond, host_log);
	printf("Bail out! an invariant doesn't hold\n");
	exit(1);
}

void host_seed(u32 seed)
{
	random_state = seed * 2654435761u | 1;
}

u32 host_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

u32 host_below(u32 limit)
{
	return (u32)(((u64)host_random() * limit) >> 32);
}

#ifdef CONFIG_DEBUG_KERNEL
void __might_sleep(const char *file, int line)
{
	if (host_irqs_off || preempt_count())
		panic("might sleep at %s:%d", file, line);
}
#endif

/* No LRU lists: what has a mapping keeps it, and is found to be bad */
void __page_cache_release(struct page *page)
{
}
