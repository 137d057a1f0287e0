/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The record of what tracepoints tell (linux/trace.h), and how it is turned on and printed.
 *
 * Idea.  Records lie one behind the other in a block of lowmem, so that writing one neither allocates nor faults.  When it
 * is full, what comes is counted and lost: the beginning of a story is worth more than its end.
 *
 *   word   0              1, 2    3     4    5 .. 8   9 ...
 *          id, lengths    time    pid   mm   comm     numbers, return addresses, text
 *
 * Time is the PMU's cycle counter, an instruction each under qemu -icount shift=0.  What tracing itself has taken is
 * subtracted, so that times are nearly what they are without.
 *
 * Context.  Records are written with interrupts off, in any context; trace_start() and trace_stop() write to the kernel's
 * text and may sleep.  Linux: kernel/trace/.  Tests: trace.*
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/trace.h>
#include <asm/pmu.h>
#include <asm/stacktrace.h>

#define MAX_PCS		24
#define COMM_WORDS	(TASK_COMM_LEN / sizeof(u32))

struct trace_header {
	u8 id, nr_args, nr_pcs, text_words;
	u32 time[2];
	s32 pid;
	u32 mm;
	u32 comm[COMM_WORDS];
	u32 data[];
};

struct static_key trace_keys[NR_TRACE_EVENTS];

static unsigned int buffer_order = 8;		/* 1 MiB */
static u32 *buffer;
static unsigned int used, lost;			/* words, records */
static bool dump_at_end;			/* trace= was given */

#define TRACE_NAME(name, fields, tell)	{ #name, fields, tell },
static void trace_numbers(enum trace_id id, const unsigned long *given);
static const struct {
	const char *name, *fields;
	void (*tell)(enum trace_id id, const unsigned long *given);
} events[] = {
	TRACE_EVENTS(TRACE_NAME)
};

/* ------------------------------------------------------------------ time */

static u64 elapsed;				/* the counter's, without its overflows */
static u64 taken;				/* of that, by tracing */
static u64 begun;				/* when the outermost trace_begin() was called, less what was taken */
static u64 unseen[2];				/* what trace_begin() and trace_end() don't see; around a trace_hit() */
static unsigned int depth;
static u32 last_cycles;

static u64 trace_clock(void)
{
	u32 now = pmu_cycles();

	elapsed += now - last_cycles;
	last_cycles = now;
	return elapsed;
}

unsigned long trace_begin(void)
{
	unsigned long flags;

	local_irq_save(flags);
	if (!depth++)
		begun = max(begun, trace_clock() - taken);
	return flags;
}

/* @hit: of a trace_hit() */
static void end(unsigned long flags, bool hit)
{
	if (!--depth)
		taken = trace_clock() - begun + unseen[hit];
	local_irq_restore(flags);
}

void trace_end(unsigned long flags)
{
	end(flags, false);
}

/* ------------------------------------------------------------------ records */

static const struct stackframe *hit_frame;	/* of the tracepoint, while trace_hit() is at work */

static void write_record(struct trace_header *h, enum trace_id id, const unsigned long *args, unsigned int n,
			 const char *text)
{
	u32 *p = h->data;

	*h = (struct trace_header) {
		.id = (u8)id,
		.nr_args = (u8)n,
		.text_words = text ? (u8)(strnlen(text, TRACE_TEXT - 1) / sizeof(u32) + 1) : 0,
		.time = { (u32)begun, (u32)(begun >> 32) },
		.pid = current->pid,
		.mm = (u32)current->mm,
	};
	memcpy(h->comm, current->comm, sizeof(h->comm));
	memcpy(p, args, n * sizeof(*args));
	p += n;
	if (hit_frame)
		h->nr_pcs = (u8)stack_trace_save_frame(*hit_frame, (unsigned long *)p, MAX_PCS);
	else
		h->nr_pcs = (u8)stack_trace_save((unsigned long *)p, MAX_PCS, 0);
	p += h->nr_pcs;
	if (text)
		strlcpy((char *)p, text, h->text_words * sizeof(u32));
	used = (unsigned int)(p + h->text_words - buffer);
}

void trace_record(enum trace_id id, const unsigned long *args, unsigned int n, const char *text)
{
	const size_t most = sizeof(struct trace_header) + (n + MAX_PCS) * sizeof(u32) + TRACE_TEXT;
	unsigned long flags = trace_begin();

	if (!buffer || used * sizeof(u32) + most > PAGE_SIZE << buffer_order)
		lost++;
	else
		write_record((struct trace_header *)(buffer + used), id, args, n, text);
	trace_end(flags);
}

/* The events that tell what they are given: as many numbers as they have names */
static void trace_numbers(enum trace_id id, const unsigned long *given)
{
	const char *p = events[id].fields;
	unsigned int n = 1;

	while ((p = strchr(p, ' ')) != NULL) {
		p++;
		n++;
	}
	trace_record(id, given, n, NULL);
}

void trace_hit(enum trace_id id, const unsigned long *stack, unsigned long pc, unsigned long fp)
{
	const unsigned long given[] = { stack[2], stack[1], stack[0] };
	const struct stackframe frame = {
		.fp = fp, .sp = (unsigned long)(stack + 9), .lr = stack[8], .pc = pc, .returned_to = true,
	};
	unsigned long flags = trace_begin();

	hit_frame = &frame;
	events[id].tell(id, given);
	hit_frame = NULL;
	end(flags, true);
}

unsigned int trace_view(unsigned int pos, struct trace_view *v)
{
	const struct trace_header *h = (const struct trace_header *)(buffer + pos);
	const u32 *p = h->data;

	if (pos >= used)
		return 0;
	*v = (struct trace_view) {
		.id = h->id, .nr_args = h->nr_args, .nr_pcs = h->nr_pcs,
		.time = h->time[0] | (u64)h->time[1] << 32,
		.pid = h->pid, .mm = h->mm, .comm = (const char *)h->comm,
		.args = (const unsigned long *)p, .pcs = (const unsigned long *)p + h->nr_args,
		.text = h->text_words ? (const char *)(p + h->nr_args + h->nr_pcs) : NULL,
	};
	return (unsigned int)(p + h->nr_args + h->nr_pcs + h->text_words - buffer);
}

unsigned int trace_lost(void)
{
	return lost;
}

/* ------------------------------------------------------------------ on and off */

static void hit_once(void)
{
	__trace_hit(TRACE_fixup, 0, 0, 0);
}

static void record_once(void)
{
	trace_record(TRACE_fixup, NULL, 0, NULL);
}

/* Of two records with nothing between them the distance is what isn't seen.  The least of some: there are interrupts. */
static void calibrate(void (*event)(void), u64 *unseen_of)
{
	u64 least = ~0ULL, before;
	int i;

	for (i = 0; i < 8; i++) {
		event();
		before = begun;
		event();
		least = min(least, begun - before);
	}
	*unseen_of = least;
}

static int make_buffer(void)
{
	buffer = (u32 *)__get_free_pages(GFP_KERNEL, buffer_order);
	if (!buffer)
		return -ENOMEM;
	elapsed = taken = begun = 0;
	memset(unseen, 0, sizeof(unseen));
	pmu_cycles_start();
	last_cycles = pmu_cycles();
	calibrate(record_once, &unseen[0]);
	calibrate(hit_once, &unseen[1]);
	used = lost = 0;
	trace_forget_mm();
	return 0;
}

int trace_start(const char *pattern)
{
	int id, n = 0;

	if (!buffer && make_buffer())
		return -ENOMEM;
	for (id = 0; id < NR_TRACE_EVENTS; id++) {
		if (!glob_match(pattern, events[id].name))
			continue;
		n++;
		static_key_enable(&trace_keys[id]);
	}
	trace_calls(trace_keys[TRACE_call_enter].enabled || trace_keys[TRACE_call_exit].enabled);
	trace_aborts(trace_keys[TRACE_abort_enter].enabled || trace_keys[TRACE_abort_exit].enabled);
	return n;
}

void trace_stop(void)
{
	int id;

	trace_calls(false);
	trace_aborts(false);
	for (id = 0; id < NR_TRACE_EVENTS; id++)
		static_key_disable(&trace_keys[id]);
}

void trace_free(void)
{
	free_pages((unsigned long)buffer, buffer_order);
	buffer = NULL;
	used = lost = 0;
}

/* ------------------------------------------------------------------ printed */

static __printf(2, 3) void append(char **line, const char *fmt, ...)
{
	__builtin_va_list ap;

	__builtin_va_start(ap, fmt);
	*line += vscnprintf(*line, 128, fmt, ap);
	__builtin_va_end(ap);
}

/* The first @c in @s, or its end */
static const char *upto(const char *s, int c)
{
	return strchr(s, c) ?: s + strlen(s);
}

/* " name=number" for each; what "name..." stands for is a list */
static void append_args(char **line, const struct trace_view *v)
{
	const char *field = events[v->id].fields, *end;
	unsigned int i;

	for (i = 0; i < v->nr_args; field = end + 1) {
		end = upto(field, ' ');
		append(line, " %.*s=%lx", (int)(end - field - (end[-1] == '.' ? 3 : 0)), field, v->args[i++]);
		while (end[-1] == '.' && i < v->nr_args)
			append(line, ",%lx", v->args[i++]);
	}
}

static char line[1024];

static void dump_record(const struct trace_view *v)
{
	char *p = line;
	unsigned int i;

	append(&p, "trace: %llu %d %s %lx %s", v->time, v->pid, v->comm[0] ? v->comm : "-", v->mm, events[v->id].name);
	append_args(&p, v);
	if (v->text)
		append(&p, " text=\"%s\"", v->text);
	append(&p, " |");
	for (i = 0; i < v->nr_pcs; i++)
		append(&p, " %lx", v->pcs[i]);
	append(&p, "\n");
	console_puts(line, (size_t)(p - line));
}

void trace_dump(void)
{
	struct trace_view v;
	unsigned int pos = 0, next;
	char *p;

	if (!dump_at_end)
		return;
	while ((next = trace_view(pos, &v)) != 0) {
		dump_record(&v);
		pos = next;
	}
	p = line;
	append(&p, "# trace: %u events lost, for which the record had no room (trace_buf_size=)\n", lost);
	console_puts(line, (size_t)(p - line));
}

/* ------------------------------------------------------------------ boot arguments */

static const char *trace_patterns;

/* trace=PATTERN,...: events to record from when the first program starts; they are printed at the end */
static int __init trace_setup(char *str)
{
	trace_patterns = str;
	return *str ? 0 : -EINVAL;
}
__setup("trace", trace_setup);

/* trace_buf_size=SIZE: for the record, up to 4M */
static int __init trace_buf_size_setup(char *str)
{
	char *end;
	unsigned long long size = memparse(str, &end);

	if (*end || !size || size > PAGE_SIZE << (MAX_ORDER - 1))
		return -EINVAL;
	buffer_order = size > PAGE_SIZE ? (unsigned int)ilog2((unsigned long)size - 1) + 1 - PAGE_SHIFT : 0;
	return 0;
}
__setup("trace_buf_size", trace_buf_size_setup);

static void warn_no_event(const char *pattern)
{
	int id;

	pr_warn("trace=%s: no event is called that; there are", pattern);
	for (id = 0; id < NR_TRACE_EVENTS; id++)
		pr_cont(" %s", events[id].name);
	pr_cont("\n");
}

void trace_init(void)
{
	char pattern[32];
	const char *p = trace_patterns, *end;
	int n;

	for (; p && *p; p = *end ? end + 1 : end) {
		end = upto(p, ',');
		strlcpy(pattern, p, min(sizeof(pattern), (size_t)(end - p) + 1));
		n = trace_start(pattern);
		if (!n)
			warn_no_event(pattern);
		else if (n < 0)
			pr_warn("trace=%s: no memory for the record\n", pattern);
		dump_at_end = true;
	}
}
