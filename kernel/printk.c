/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The log: what the kernel has to say, kept in a ring and shown on the consoles.
 *
 * Idea.  A message is cut into lines; each line, or piece of one, is a record.  Records are
 * numbered by their position in an endless stream of bytes, of which log_buf[] holds the
 * newest 64 KiB.  A console, or a test, remembers a position, and reads on from there.
 *
 *   log_first                console->pos               log_next
 *      v                          v                        v
 *      | rec text... | rec text...| rec text.. | PAD ......|       position % LOG_BUF_LEN
 *                                                           is the place in log_buf[]
 *
 *   record:  ts_nsec | len | text_len | level | flags |  text, then padding to 16 bytes
 *
 * Invariants
 *   L1  a record never crosses the end of log_buf: the rest is a record without text
 *   L2  log_next - log_first <= LOG_BUF_LEN, and both are positions of records
 *   L3  a record with LOG_CONT goes on with the line of the record before it
 *
 * Locking.  One lock with interrupts off around everything, writing to the consoles included,
 * so lines come out whole and in order.  An Oops may strike while it is held: then
 * oops_in_progress lets printk() break it.  A printk() from inside printk() is dropped.
 *
 * Linux 4.x differs: a console semaphore lets others log while one prints, and what interrupts
 * print inside printk goes to buffers of their own.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/time.h>

#define LOG_BUF_LEN	SZ_64K
#define LOG_ALIGN	16
#define LOG_LINE_MAX	1024

#define LOG_NEWLINE	1	/* ends its line */
#define LOG_CONT	2	/* goes on with the line before */

struct log_rec {
	u64 ts_nsec;
	u16 len;		/* of the whole record */
	u16 text_len;
	u8 level;
	u8 flags;
};

static_assert(sizeof(struct log_rec) <= LOG_ALIGN);

static char log_buf[LOG_BUF_LEN] __aligned(LOG_ALIGN);
static u64 log_first, log_next;
static char log_text[LOG_LINE_MAX];	/* where vprintk() formats */

static arch_spinlock_t log_lock;
static bool log_locked;			/* by this CPU: there is but one */

/* The line that the newest record left open: who may go on with it, and at which level */
static struct task_struct *log_open_task;
static u8 log_open_level;

static struct console *console_drivers;

int console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;
bool ignore_loglevel;
bool printk_time = true;

static struct log_rec *log_at(u64 pos)
{
	return (struct log_rec *)&log_buf[pos % LOG_BUF_LEN];
}

static const char *log_text_of(const struct log_rec *rec)
{
	return (const char *)rec + LOG_ALIGN;
}

/* False: this CPU holds the lock already, and the caller must give up. */
static bool log_lock_irqsave(unsigned long *flags)
{
	local_irq_save(*flags);
	if (log_locked) {
		if (!oops_in_progress) {
			local_irq_restore(*flags);
			return false;
		}
		log_lock = (arch_spinlock_t){ };
	}
	arch_spin_lock(&log_lock);
	log_locked = true;
	return true;
}

static void log_unlock_irqrestore(unsigned long flags)
{
	log_locked = false;
	arch_spin_unlock(&log_lock);
	local_irq_restore(flags);
}

/* Appends an empty record of @len bytes, at the cost of the oldest. */
static struct log_rec *log_append(unsigned int len)
{
	struct log_rec *rec;

	while (log_next + len - log_first > LOG_BUF_LEN)
		log_first += log_at(log_first)->len;
	rec = log_at(log_next);
	*rec = (struct log_rec){ .len = (u16)len };
	log_next += len;
	return rec;
}

static void log_store(u8 level, u8 flags, const char *text, unsigned int n)
{
	unsigned int len = ALIGN(LOG_ALIGN + n, LOG_ALIGN);
	unsigned int left = LOG_BUF_LEN - (unsigned int)(log_next % LOG_BUF_LEN);
	struct log_rec *rec;

	if (left < len)
		log_append(left)->flags = LOG_CONT;
	rec = log_append(len);
	rec->ts_nsec = sched_clock();
	rec->text_len = (u16)n;
	rec->level = level;
	rec->flags = flags;
	memcpy((char *)rec + LOG_ALIGN, text, n);
}

/* Takes the level off the front of a message.  'c' stands for KERN_CONT. */
static const char *log_parse_level(const char *text, char *level)
{
	*level = 'd';
	while (text[0] == KERN_SOH_ASCII && text[1]) {
		*level = text[1];
		text += 2;
	}
	return text;
}

/* Stores a message line by line.  The caller holds the log's lock. */
static void log_message(const char *text)
{
	u8 level = LOGLEVEL_DEFAULT, flags = 0;
	const char *end;
	char kind;

	text = log_parse_level(text, &kind);
	if (kind >= '0' && kind <= '7')
		level = (u8)(kind - '0');
	if (kind == 'c' && log_open_task == current) {
		level = log_open_level;
		flags = LOG_CONT;
	}
	log_open_task = NULL;
	while (*text) {
		end = strchr(text, '\n');
		if (!end) {
			log_store(level, flags, text, strlen(text));
			log_open_task = current;
			log_open_level = level;
			return;
		}
		log_store(level, flags | LOG_NEWLINE, text, (unsigned int)(end - text));
		flags = 0;
		text = end + 1;
	}
}

/* Nothing more for a console whose device has failed */
static void console_write(struct console *con, const char *s, unsigned int n)
{
	if (con->flags & CON_ENABLED)
		con->write(con, s, n);
}

static void console_prefix(struct console *con, const struct log_rec *rec)
{
	char buf[32];
	int n;

	if (!printk_time)
		return;
	n = scnprintf(buf, sizeof(buf), "[%5lu.%06lu] ",
		      (unsigned long)(rec->ts_nsec / NSEC_PER_SEC),
		      (unsigned long)(rec->ts_nsec % NSEC_PER_SEC) / 1000);
	console_write(con, buf, (unsigned int)n);
}

static void console_emit(struct console *con, const struct log_rec *rec)
{
	if (rec->level >= console_loglevel && !ignore_loglevel)
		return;
	if (!(rec->flags & LOG_CONT) || !con->midline) {
		if (con->midline)
			console_write(con, "\n", 1);
		console_prefix(con, rec);
	}
	console_write(con, log_text_of(rec), rec->text_len);
	if (rec->flags & LOG_NEWLINE)
		console_write(con, "\n", 1);
	con->midline = !(rec->flags & LOG_NEWLINE);
}

/* Brings one console up to date.  The caller holds the log's lock. */
static void console_flush(struct console *con)
{
	const struct log_rec *rec;

	if (con->pos < log_first)
		con->pos = log_first;
	while (con->pos != log_next) {
		rec = log_at(con->pos);
		con->pos += rec->len;
		if (rec->text_len || rec->flags & LOG_NEWLINE)
			console_emit(con, rec);
	}
}

/*
 * vprintk - log a message and show it on the consoles.  Never sleeps.  Returns the length of
 * the message (cut at LOG_LINE_MAX - 1), 0 if it was dropped because it came from printk itself.
 */
int vprintk(const char *fmt, __builtin_va_list args)
{
	struct console *con;
	unsigned long flags;
	int len;

	if (!log_lock_irqsave(&flags))
		return 0;
	len = vscnprintf(log_text, sizeof(log_text), fmt, args);
	log_message(log_text);
	for (con = console_drivers; con; con = con->next)
		console_flush(con);
	log_unlock_irqrestore(flags);
	return len;
}

/* printk - see vprintk(); the level, KERN_*, stands before the format. */
int printk(const char *fmt, ...)
{
	__builtin_va_list args;
	int len;

	__builtin_va_start(args, fmt);
	len = vprintk(fmt, args);
	__builtin_va_end(args);
	return len;
}

void console_puts(const char *s, size_t n)
{
	struct console *con;
	unsigned long flags;

	if (!n || !log_lock_irqsave(&flags))
		return;
	for (con = console_drivers; con; con = con->next) {
		console_write(con, s, n);
		con->midline = s[n - 1] != '\n';
	}
	log_unlock_irqrestore(flags);
}

static void console_unlink(struct console *con)
{
	struct console **link;

	for (link = &console_drivers; *link; link = &(*link)->next) {
		if (*link == con) {
			*link = con->next;
			return;
		}
	}
}

/* Removes the boot consoles.  Returns whether there was one that has shown the log. */
static bool console_drop_boot(void)
{
	struct console *con, *next;
	bool dropped = false;

	for (con = console_drivers; con; con = next) {
		next = con->next;
		if (con->flags & CON_BOOT) {
			console_unlink(con);
			if (con->flags & CON_ENABLED)
				dropped = true;
		}
	}
	return dropped;
}

/*
 * register_console - from now on @con shows the log.  With CON_PRINTBUFFER it first shows what
 * the log already holds, unless a boot console, which leaves, has shown that.
 */
void register_console(struct console *con)
{
	bool shown = false;
	unsigned long flags;

	if (!log_lock_irqsave(&flags))
		return;
	if (!(con->flags & CON_BOOT))
		shown = console_drop_boot();
	con->pos = (con->flags & CON_PRINTBUFFER) && !shown ? log_first : log_next;
	con->midline = false;
	con->flags |= CON_ENABLED;
	con->next = console_drivers;
	console_drivers = con;
	log_unlock_irqrestore(flags);
	pr_info("%sconsole [%s] enabled\n", con->flags & CON_BOOT ? "boot" : "", con->name);
}

/* unregister_console - 0, or -ENODEV when @con is not registered. */
int unregister_console(struct console *con)
{
	struct console *c;
	unsigned long flags;
	int err = -ENODEV;

	if (!log_lock_irqsave(&flags))
		return -EBUSY;
	for (c = console_drivers; c; c = c->next) {
		if (c == con)
			err = 0;
	}
	console_unlink(con);
	log_unlock_irqrestore(flags);
	return err;
}

u64 log_mark(void)
{
	return log_next;
}

static size_t log_copy(char *buf, size_t at, size_t size, const char *text, size_t n)
{
	if (n > size - 1 - at)
		n = size - 1 - at;
	memcpy(buf + at, text, n);
	return at + n;
}

size_t log_read_since(u64 mark, char *buf, size_t size)
{
	const struct log_rec *rec;
	bool midline = false;
	unsigned long flags;
	size_t at = 0;

	if (!size || !log_lock_irqsave(&flags))
		return 0;
	if (mark < log_first)
		mark = log_first;
	for (; mark < log_next; mark += rec->len) {
		rec = log_at(mark);
		if (midline && !(rec->flags & LOG_CONT))
			at = log_copy(buf, at, size, "\n", 1);
		at = log_copy(buf, at, size, log_text_of(rec), rec->text_len);
		if (rec->flags & LOG_NEWLINE)
			at = log_copy(buf, at, size, "\n", 1);
		if (rec->text_len || rec->flags & LOG_NEWLINE)
			midline = !(rec->flags & LOG_NEWLINE);
	}
	buf[at] = '\0';
	log_unlock_irqrestore(flags);
	return at;
}

static int __init parse_loglevel(char *arg)
{
	unsigned int level;
	int err = kstrtouint(arg, 10, &level);

	if (!err)
		console_loglevel = (int)min(level, (unsigned int)CONSOLE_LOGLEVEL_MOTORMOUTH);
	return err;
}
early_param("loglevel", parse_loglevel);

static int __init parse_quiet(char *arg)
{
	console_loglevel = CONSOLE_LOGLEVEL_QUIET;
	return 0;
}
early_param("quiet", parse_quiet);

static int __init parse_debug(char *arg)
{
	console_loglevel = CONSOLE_LOGLEVEL_DEBUG;
	return 0;
}
early_param("debug", parse_debug);

static int __init parse_ignore_loglevel(char *arg)
{
	ignore_loglevel = true;
	return 0;
}
early_param("ignore_loglevel", parse_ignore_loglevel);

static int __init parse_printk_time(char *arg)
{
	if (*arg && !strchr("01yYnN", *arg))
		return -EINVAL;
	printk_time = *arg != '0' && *arg != 'n' && *arg != 'N';
	return 0;
}
early_param("printk.time", parse_printk_time);
