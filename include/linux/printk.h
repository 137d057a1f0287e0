/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printk: the kernel's log.  A message goes into a ring of records (kernel/printk.c) and from
 * there to every console whose turn it is.  Callable anywhere: with interrupts off, in an
 * interrupt, in an Oops.
 */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/types.h>

/* A level stands before the text as two characters: start of header, digit */
#define KERN_SOH	"\001"
#define KERN_SOH_ASCII	'\001'
#define KERN_EMERG	KERN_SOH "0"
#define KERN_ALERT	KERN_SOH "1"
#define KERN_CRIT	KERN_SOH "2"
#define KERN_ERR	KERN_SOH "3"
#define KERN_WARNING	KERN_SOH "4"
#define KERN_NOTICE	KERN_SOH "5"
#define KERN_INFO	KERN_SOH "6"
#define KERN_DEBUG	KERN_SOH "7"
#define KERN_DEFAULT	KERN_SOH "d"	/* the default level */
#define KERN_CONT	KERN_SOH "c"	/* goes on with the line before */

#define LOGLEVEL_EMERG	0
#define LOGLEVEL_ALERT	1
#define LOGLEVEL_WARNING 4
#define LOGLEVEL_DEFAULT 4
#define LOGLEVEL_INFO	6
#define CONSOLE_LOGLEVEL_SILENT	 0
#define CONSOLE_LOGLEVEL_QUIET	 4
#define CONSOLE_LOGLEVEL_DEFAULT 7
#define CONSOLE_LOGLEVEL_DEBUG	 10
#define CONSOLE_LOGLEVEL_MOTORMOUTH 15

extern int console_loglevel;	/* less than this is printed; loglevel=, quiet, debug */
extern bool ignore_loglevel;	/* everything is printed */
extern bool printk_time;	/* consoles show time stamps; printk.time= */

__printf(1, 2) int printk(const char *fmt, ...);
__printf(1, 0) int vprintk(const char *fmt, __builtin_va_list args);

/* From now on everything is printed: something is wrong */
static inline void console_verbose(void)
{
	if (console_loglevel)
		console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
}

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...)	printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)	printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)	printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...)	printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)	printk(KERN_CONT fmt, ##__VA_ARGS__)

#define printk_once(fmt, ...)						\
	do {								\
		static bool __printed;					\
		if (!__printed) {					\
			__printed = true;				\
			printk(fmt, ##__VA_ARGS__);			\
		}							\
	} while (0)
#define pr_warn_once(fmt, ...)	printk_once(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)

enum {
	DUMP_PREFIX_NONE,
	DUMP_PREFIX_ADDRESS,	/* each row opens with its address */
	DUMP_PREFIX_OFFSET	/* ... with its distance from @buf */
};

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii);

/* The backtrace of the caller, below a line that says who runs; the line alone. */
void dump_stack(void);
void dump_stack_print_info(const char *level);

/*
 * The log: all that was printed, the newest LOG_BUF_LEN bytes of it, whatever the level.
 * log_mark() is a place in it; log_read_since() copies the lines after that place, without
 * time stamps, cut at @size - 1 bytes, as a string, and returns its length.
 */
u64 log_mark(void);
size_t log_read_since(u64 mark, char *buf, size_t size);

/*
 * The first console, before memory is set up: a PL011 whose registers are mapped at @base.  Once more: the
 * console has moved, and shows all that was logged.  Returns whether it works.
 */
bool early_print_init(void __iomem *base);

#endif
