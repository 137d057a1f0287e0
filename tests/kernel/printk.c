/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about reports: kernel/printk.c, panic.c, notifier.c, hexdump.c, lib/ratelimit.c.
 */
#include <linux/console.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/ratelimit.h>
#include "selftest.h"

/* A console that keeps the newest of what it is given */
static struct {
	char text[512];
	size_t len;
	size_t total;
	bool talkative;			/* prints itself when written to */
	bool fails;			/* gives up when written to */
} seen;

static void seen_write(struct console *con, const char *s, unsigned int n)
{
	seen.total += n;
	if (seen.fails)
		con->flags &= ~CON_ENABLED;
	if (seen.talkative)
		pr_info("printk from inside printk\n");
	for (; n; n--, s++) {
		if (seen.len == sizeof(seen.text) - 1) {
			seen.len = sizeof(seen.text) / 2;
			memmove(seen.text, seen.text + seen.len - 1, seen.len);
		}
		seen.text[seen.len++] = *s;
	}
	seen.text[seen.len] = '\0';
}

static struct console seen_console = { .name = "seen", .write = seen_write };

static void seen_start(int flags)
{
	memset(&seen, 0, sizeof(seen));
	seen_console.flags = (short)flags;
	register_console(&seen_console);
	if (!flags)
		seen.len = 0;
}

/* Is a message in the log word for word, whatever its level? */
SELFTEST(printk, log)
{
	u64 mark = selftest_mute();

	pr_info("one %d\n", 1);
	pr_debug("two\n");
	selftest_unmute();
	EXPECT_STREQ(selftest_log_since(mark), "one 1\ntwo\n");
}

/* Do KERN_CONT pieces make one line, and does another message end a line that is open? */
SELFTEST(printk, cont)
{
	u64 mark = selftest_mute();

	printk(KERN_INFO "a");
	pr_cont("b");
	pr_cont("c\n");
	printk(KERN_INFO "open");
	printk(KERN_INFO "next\n");
	pr_cont("alone\n");
	selftest_unmute();
	EXPECT_STREQ(selftest_log_since(mark), "abc\nopen\nnext\nalone\n");
}

/* Is a message of several lines several lines, and an empty line a line? */
SELFTEST(printk, lines)
{
	u64 mark = selftest_mute();

	printk(KERN_INFO "first\nsecond\n\nfourth\n");
	selftest_unmute();
	EXPECT_STREQ(selftest_log_since(mark), "first\nsecond\n\nfourth\n");
}

/* Is a message that is too long cut, and what comes after it whole? */
SELFTEST(printk, long_line)
{
	static char text[2001];
	u64 mark = selftest_mute();
	size_t len;

	memset(text, 'x', sizeof(text) - 1);
	EXPECT_EQ(printk("%s", text), 1023);
	printk("after\n");
	selftest_unmute();
	len = strlen(selftest_log_since(mark));
	EXPECT_EQ(len, 1023 + strlen("\nafter\n"));
	EXPECT_STREQ(selftest_log_since(mark) + 1023, "\nafter\n");
}

/* When the ring is full, are the oldest records lost, and is what remains whole and in order? */
SELFTEST(printk, ring_wraps)
{
	u64 mark = selftest_mute();
	unsigned int i, first;
	static char tail[512];
	char expected[16];

	for (i = 0; i < 5000; i++)
		printk("ring %05u\n", i);
	selftest_unmute();
	log_read_since(mark, tail, sizeof(tail));
	ASSERT(!strncmp(tail, "ring ", 5));
	first = (unsigned int)simple_strtoul(tail + 5, NULL, 10);
	EXPECT(first > 500);
	EXPECT(first < 4500);
	for (i = 1; i < 40; i++) {
		snprintf(expected, sizeof(expected), "ring %05u\n", first + i);
		EXPECT(!strncmp(tail + i * 11, expected, 11));
	}
}

/* Does log_read_since stop at the end of a small buffer, with a string in it? */
SELFTEST(printk, read_small)
{
	u64 mark = selftest_mute();
	char buf[8] = "#######";

	printk("abcdefghijkl\n");
	selftest_unmute();
	EXPECT_EQ(log_read_since(mark, buf, 5), 4);
	EXPECT_STREQ(buf, "abcd");
	EXPECT_EQ(buf[5], '#');
	EXPECT_EQ(log_read_since(mark, buf, 0), 0);
	EXPECT_EQ(log_read_since(log_mark(), buf, 8), 0);
	EXPECT_STREQ(buf, "");
}

/* Does a console show only what is more urgent than console_loglevel, with a time stamp? */
SELFTEST(printk, console_level)
{
	int before = console_loglevel;

	seen_start(0);
	console_loglevel = 5;
	pr_info("hidden\n");
	pr_warn("shown\n");
	console_loglevel = before;
	EXPECT_EQ(unregister_console(&seen_console), 0);
	EXPECT(!strstr(seen.text, "hidden"));
	EXPECT(strstr(seen.text, "] shown\n"));
	EXPECT_EQ(seen.text[0], '[');
	EXPECT_EQ(unregister_console(&seen_console), -ENODEV);
}

/* Does a line in pieces carry one time stamp, and does an open line end before the next? */
SELFTEST(printk, console_cont)
{
	bool before = printk_time;

	seen_start(0);
	printk_time = false;
	printk(KERN_ERR "a");
	pr_cont("b\n");
	printk(KERN_ERR "c");
	printk(KERN_ERR "d\n");
	printk_time = before;
	unregister_console(&seen_console);
	EXPECT_STREQ(seen.text, "ab\nc\nd\n");
}

/* Does a console that comes late show what was logged before it came? */
SELFTEST(printk, console_late)
{
	int before = console_loglevel;

	console_loglevel = CONSOLE_LOGLEVEL_SILENT;
	pr_info("said early\n");
	console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
	seen_start(CON_PRINTBUFFER);
	console_loglevel = before;
	unregister_console(&seen_console);
	EXPECT(strstr(seen.text, "said early\n"));
	EXPECT(strstr(seen.text, "console [seen] enabled\n"));
	EXPECT(seen.total > 100);
}

/* Is a printk from a console's own driver dropped instead of waiting for itself? */
SELFTEST(printk, recursion)
{
	u64 mark = log_mark();

	seen_start(0);
	seen.talkative = true;
	pr_err("outer\n");
	unregister_console(&seen_console);
	EXPECT(strstr(selftest_log_since(mark), "outer\n"));
	EXPECT(!strstr(selftest_log_since(mark), "inside"));
}

/* Is a console whose device fails in the middle of a record not written to again, and the record in the log? */
SELFTEST(printk, failing_console)
{
	int before = console_loglevel;
	u64 mark;

	seen_start(0);
	mark = log_mark();
	seen.total = 0;
	seen.fails = true;
	console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;	/* "quiet" may have been said */
	pr_info("first\n");
	EXPECT(seen.total > 0);
	seen.total = 0;
	pr_info("second\n");
	console_puts("# third\n", 8);
	EXPECT_EQ(seen.total, 0);
	console_loglevel = before;
	unregister_console(&seen_console);
	EXPECT_STREQ(selftest_log_since(mark), "first\nsecond\n");
}

/* Does console_puts write to the console and leave the log alone? */
SELFTEST(printk, puts)
{
	u64 mark;

	seen_start(0);
	mark = log_mark();
	console_puts("# raw\n", 6);
	EXPECT_EQ(log_mark(), mark);
	unregister_console(&seen_console);
	EXPECT_STREQ(seen.text, "# raw\n");
}

/* Does a hex dump show bytes, words, offsets and text in their columns? */
SELFTEST(printk, hex_dump)
{
	static const char data[20] __aligned(4) = "Pagewalk\0\001\177 dumps it";
	u64 mark = selftest_mute();

	print_hex_dump(KERN_INFO, "x ", DUMP_PREFIX_OFFSET, 16, 1, data, sizeof(data), true);
	print_hex_dump(KERN_INFO, "", DUMP_PREFIX_NONE, 16, 4, data, 10, false);
	selftest_unmute();
	EXPECT_STREQ(selftest_log_since(mark),
		     "x 00000000: 50 61 67 65 77 61 6c 6b 00 01 7f 20 64 75 6d 70  Pagewalk... dump\n"
		     "x 00000010: 73 20 69 74                                      s it\n"
		     "65676150 6b6c6177 \n");
}

/* Does a rate limit let a burst through, hold the rest back, and say later how many? */
SELFTEST(printk, ratelimit)
{
	static DEFINE_RATELIMIT_STATE(rs, 2, 3);
	unsigned int i, passed = 0;
	u64 mark;

	for (i = 0; i < 10; i++)
		passed += __ratelimit(&rs);
	EXPECT_EQ(passed, 3);
	msleep(40);
	mark = selftest_mute();
	EXPECT(__ratelimit(&rs));
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), ": 7 callbacks suppressed\n"));
}

/* Is a warning counted, laid out as Linux's, with place and message; and is WARN's value true? */
SELFTEST(warn, report)
{
	unsigned long before = nr_warnings;
	u64 mark = selftest_mute();
	bool warned = WARN(1, "the answer is %d\n", 42), quiet = WARN_ON(before != before);
	char *text;

	selftest_unmute();
	EXPECT(warned);
	EXPECT(!quiet);
	EXPECT_EQ(nr_warnings, before + 1);
	nr_warnings = before;
	text = selftest_log_since(mark);
	EXPECT(!strncmp(text, "------------[ cut here ]------------\nWARNING: CPU: 0 PID: ", 58));
	EXPECT(strstr(text, " at tests/kernel/printk.c:"));
	EXPECT(strstr(text, "\nthe answer is 42\n"));
	EXPECT(strstr(text, "\n---[ end trace "));
}

/* Does WARN_ON_ONCE warn once? */
SELFTEST(warn, once)
{
	unsigned long before = nr_warnings;
	int i;

	selftest_mute();
	for (i = 0; i < 3; i++)
		WARN_ON_ONCE(i >= 0);
	selftest_unmute();
	EXPECT(nr_warnings <= before + 1);	/* 0 when the run repeats the test */
	nr_warnings = before;
}

/* Does a debug build complain about a sleep where there must be none, and not elsewhere? */
SELFTEST(warn, might_sleep)
{
	unsigned long before = nr_warnings;
	u64 mark;

	if (!IS_ENABLED(CONFIG_DEBUG_KERNEL))
		SELFTEST_SKIP("only the debug build looks");
	might_sleep();
	EXPECT_EQ(nr_warnings, before);
	mark = selftest_mute();
	preempt_disable();
	might_sleep();
	preempt_enable();
	selftest_unmute();
	EXPECT_EQ(nr_warnings, before + 1);
	nr_warnings = before;
	EXPECT(strstr(selftest_log_since(mark), "BUG: sleeping function called from invalid context"));
}

static char order[8];
static ATOMIC_NOTIFIER_HEAD(chain);

static int note(struct notifier_block *nb, unsigned long action, void *data)
{
	strlcat(order, data, sizeof(order));
	order[strlen(order) - 1] = (char)('0' + nb->priority);
	return (unsigned long)nb->priority == action ? NOTIFY_STOP : NOTIFY_OK;
}

/* Is a chain called by priority, until one stops it, and is nobody in it twice? */
SELFTEST(notifier, order)
{
	struct notifier_block low = { note, NULL, 1 }, mid = { note, NULL, 5 }, high = { note, NULL, 9 };

	EXPECT_EQ(atomic_notifier_chain_register(&chain, &mid), 0);
	EXPECT_EQ(atomic_notifier_chain_register(&chain, &low), 0);
	EXPECT_EQ(atomic_notifier_chain_register(&chain, &high), 0);
	EXPECT_EQ(atomic_notifier_chain_register(&chain, &mid), -EEXIST);
	order[0] = '\0';
	EXPECT_EQ(atomic_notifier_call_chain(&chain, 0, "x"), NOTIFY_OK);
	EXPECT_STREQ(order, "951");
	order[0] = '\0';
	EXPECT_EQ(atomic_notifier_call_chain(&chain, 5, "x"), NOTIFY_STOP);
	EXPECT_STREQ(order, "95");
	EXPECT_EQ(atomic_notifier_chain_unregister(&chain, &mid), 0);
	EXPECT_EQ(atomic_notifier_chain_unregister(&chain, &mid), -ENOENT);
	order[0] = '\0';
	atomic_notifier_call_chain(&chain, 0, "x");
	EXPECT_STREQ(order, "91");
	atomic_notifier_chain_unregister(&chain, &low);
	atomic_notifier_chain_unregister(&chain, &high);
	EXPECT_EQ(atomic_notifier_call_chain(&chain, 0, "x"), NOTIFY_DONE);
}
