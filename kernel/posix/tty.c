/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The console as a terminal: /dev/console and /dev/tty.
 *
 * Output goes to the kernel's console.  Input comes by the UART's interrupt, which only keeps it
 * for a thread; that thread is the line discipline:
 *
 *     interrupt -> tty_receive_char -> raw -> ttyd
 *        ISIG       ^C, ^\, ^Z: a signal to the foreground group
 *        ICANON     erase (DEL), kill (^U), end of file (^D); a line is readable when it is complete
 *        ECHO       what was typed is shown
 *     buffer   [ read ... lines complete ... | being typed ]
 *               tail                     canon_head      head
 *
 * Without ICANON every character is readable at once (VMIN 1, VTIME 0).
 *
 * Locking.  tty_lock, interrupts off.  Different from Linux: one terminal, no modem lines, no speeds
 * that mean anything.  Tests: tests/host/shell.t
 */
#include <linux/bitmap.h>
#include <linux/console.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/tty.h>
#include <linux/uaccess.h>

#define N_TTY_BUF_SIZE	4096

/* termios: the bits that mean something here */
#define ICRNL	0000400
#define IXON	0002000
#define OPOST	0000001
#define ONLCR	0000004
#define B38400	0000017
#define CS8	0000060
#define CREAD	0000200
#define HUPCL	0002000
#define ISIG	0000001
#define ICANON	0000002
#define ECHO	0000010
#define ECHOE	0000020
#define ECHOK	0000040
#define ECHOCTL	0001000
#define ECHOKE	0004000
#define IEXTEN	0100000

enum { VINTR, VQUIT, VERASE, VKILL, VEOF, VTIME, VMIN, VSWTC, VSTART, VSTOP, VSUSP, VEOL, NCCS = 19 };

struct termios {
	u32 c_iflag, c_oflag, c_cflag, c_lflag;
	u8 c_line;
	u8 c_cc[NCCS];
};

struct winsize {
	u16 ws_row, ws_col, ws_xpixel, ws_ypixel;
};

#define TCGETS		0x5401
#define TCSETS		0x5402
#define TCSETSW		0x5403
#define TCSETSF		0x5404
#define TCSBRK		0x5409
#define TCFLSH		0x540b
#define TIOCSCTTY	0x540e
#define TIOCGPGRP	0x540f
#define TIOCSPGRP	0x5410
#define TIOCGWINSZ	0x5413
#define TIOCSWINSZ	0x5414
#define FIONREAD	0x541b
#define TIOCNOTTY	0x5422
#define TIOCGSID	0x5429

static DEFINE_SPINLOCK(tty_lock);
static DECLARE_WAIT_QUEUE_HEAD(tty_wait);

/* What was typed and not looked at yet */
static u8 raw[256];
static unsigned int raw_head, raw_tail;
static DECLARE_WAIT_QUEUE_HEAD(raw_wait);

/* Positions count up for ever; the buffer is used modulo its size */
static u8 buf[N_TTY_BUF_SIZE];
static unsigned long head, canon_head, tail;
static DECLARE_BITMAP(line_end, N_TTY_BUF_SIZE);	/* here a line ends: newline, or ^D (as 0) */

static pid_t tty_pgrp, tty_session;
static struct winsize winsize = { 24, 80, 0, 0 };
static struct termios termios = {
	.c_iflag = ICRNL | IXON,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = B38400 | CS8 | CREAD | HUPCL,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
	.c_cc = { 3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0 },
};

/* ------------------------------------------------------------------ input */

static void echo(u8 c)
{
	char text[3] = { (char)c };
	size_t n = 1;

	if (!(termios.c_lflag & ECHO))
		return;
	if (c < ' ' && c != '\n' && c != '\t' && termios.c_lflag & ECHOCTL) {
		text[0] = '^';
		text[1] = (char)(c ^ 0x40);
		n = 2;
	}
	console_puts(text, n);
}

/* The last character that isn't part of a complete line goes.  False: there's none. */
static bool erase_char(void)
{
	u8 c;

	if (head == canon_head)
		return false;
	c = buf[--head % N_TTY_BUF_SIZE];
	if (termios.c_lflag & ECHO)
		console_puts(c < ' ' && c != '\t' ? "\b\b  \b\b" : "\b \b", c < ' ' && c != '\t' ? 6 : 3);
	return true;
}

static void put_char(u8 c, bool ends_line)
{
	/* The last place is kept for what ends a line */
	if (head - tail >= N_TTY_BUF_SIZE - (ends_line ? 0 : 1))
		return;
	buf[head % N_TTY_BUF_SIZE] = c;
	if (ends_line)
		__set_bit(head % N_TTY_BUF_SIZE, line_end);
	else
		__clear_bit(head % N_TTY_BUF_SIZE, line_end);
	head++;
	if (ends_line || !(termios.c_lflag & ICANON))
		canon_head = head;
}

/* Is @c one that sends a signal?  0: no. */
static int signal_of(u8 c)
{
	if (!(termios.c_lflag & ISIG) || !c)
		return 0;
	if (c == termios.c_cc[VINTR])
		return SIGINT;
	if (c == termios.c_cc[VQUIT])
		return SIGQUIT;
	return c == termios.c_cc[VSUSP] ? SIGTSTP : 0;
}

/* Returns a signal for the foreground group, or 0 */
static int line_discipline(u8 c)
{
	int sig;

	spin_lock_irq(&tty_lock);
	if (c == '\r' && termios.c_iflag & ICRNL)
		c = '\n';
	sig = signal_of(c);
	if (sig) {
		echo(c);
		if (termios.c_lflag & ECHO)
			console_puts("\n", 1);
		head = canon_head = tail;
	} else if (!(termios.c_lflag & ICANON)) {
		put_char(c, false);
		echo(c);
	} else if (c == termios.c_cc[VERASE] || c == '\b') {
		erase_char();
	} else if (c == termios.c_cc[VKILL]) {
		while (erase_char())
			;
	} else if (c == termios.c_cc[VEOF]) {
		put_char(0, true);
	} else {
		put_char(c, c == '\n');
		echo(c);
	}
	spin_unlock_irq(&tty_lock);
	wake_up_interruptible_all(&tty_wait);
	return sig;
}

/* tty_receive_char - @c was typed.  From the interrupt.  What doesn't fit is lost. */
void tty_receive_char(u8 c)
{
	if (raw_head - raw_tail < sizeof(raw))
		raw[raw_head++ % sizeof(raw)] = c;
	wake_up(&raw_wait);
}

static int ttyd(void *unused)
{
	int sig;
	u8 c;

	for (;;) {
		wait_event_interruptible(raw_wait, READ_ONCE(raw_head) != raw_tail);
		local_irq_disable();
		c = raw[raw_tail++ % sizeof(raw)];
		local_irq_enable();
		sig = line_discipline(c);
		if (sig && tty_pgrp)
			kill_pgrp(tty_pgrp, sig, 1);
	}
	return 0;
}

/* Up to @count bytes, to the end of a line at most, to the kernel's @dest.  @eof: ^D ended it. */
static size_t take_input(char *dest, size_t count, bool *eof)
{
	bool canon = termios.c_lflag & ICANON;
	size_t n = 0;

	*eof = false;
	spin_lock_irq(&tty_lock);
	while (n < count && tail != canon_head) {
		u8 c = buf[tail % N_TTY_BUF_SIZE];
		bool end = canon && test_bit(tail % N_TTY_BUF_SIZE, line_end);

		tail++;
		if (end && !c) {
			*eof = true;
			break;
		}
		dest[n++] = (char)c;
		if (end)
			break;
	}
	spin_unlock_irq(&tty_lock);
	return n;
}

static ssize_t tty_read(struct file *file, char __user *ubuf, size_t count, loff_t *ppos)
{
	char chunk[256];
	size_t n;
	bool eof;

	if (!count)
		return 0;
	for (;;) {
		if (canon_head != tail) {
			n = take_input(chunk, min(count, sizeof(chunk)), &eof);
			if (n || eof)
				return copy_to_user(ubuf, chunk, n) ? -EFAULT : (ssize_t)n;
		}
		if (!(termios.c_lflag & ICANON) && !termios.c_cc[VMIN])
			return 0;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(tty_wait, canon_head != tail))
			return -ERESTARTSYS;
	}
}

/* ------------------------------------------------------------------ output and the rest */

static ssize_t tty_write(struct file *file, const char __user *ubuf, size_t count, loff_t *ppos)
{
	char chunk[256];
	size_t done, n;

	for (done = 0; done < count; done += n) {
		n = min(count - done, sizeof(chunk));
		if (copy_from_user(chunk, ubuf + done, n))
			return (ssize_t)done ?: -EFAULT;
		console_puts(chunk, n);
		cond_resched();
		if (signal_pending(current) && done + n < count)
			return (ssize_t)(done + n);
	}
	return (ssize_t)done;
}

static unsigned int tty_poll(struct file *file, poll_table *wait)
{
	poll_wait(file, &tty_wait, wait);
	return POLLOUT | POLLWRNORM | (canon_head != tail ? POLLIN | POLLRDNORM : 0);
}

static long set_termios(void __user *arg, bool flush)
{
	struct termios new;

	if (copy_from_user(&new, arg, sizeof(new)))
		return -EFAULT;
	spin_lock_irq(&tty_lock);
	termios = new;
	if (flush)
		tail = head;
	/* What was typed as lines is there at once in the other mode, and the other way round */
	canon_head = head;
	spin_unlock_irq(&tty_lock);
	return 0;
}

/*
 * disassociate_ctty - the leader of a session ends, or gives its terminal up: whose it was is told by
 * SIGHUP, and another session can have it.
 */
void disassociate_ctty(void)
{
	pid_t pgrp = tty_pgrp;

	if (!tty_session || current->signal->session != tty_session)
		return;
	tty_session = tty_pgrp = 0;
	if (pgrp) {
		kill_pgrp(pgrp, SIGHUP, 1);
		kill_pgrp(pgrp, SIGCONT, 1);
	}
}

static long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *p = (void __user *)arg;
	struct signal_struct *sig = current->signal;
	pid_t pgrp;

	switch (cmd) {
	case TCGETS:
		return copy_to_user(p, &termios, sizeof(termios)) ? -EFAULT : 0;
	case TCSETS:
	case TCSETSW:
		return set_termios(p, false);
	case TCSETSF:
		return set_termios(p, true);
	case TCSBRK:
		return 0;
	case TCFLSH:
		spin_lock_irq(&tty_lock);
		if (arg != 1)
			tail = canon_head = head;
		spin_unlock_irq(&tty_lock);
		return 0;
	case TIOCSCTTY:
		if (!sig->leader || (tty_session && tty_session != sig->session))
			return -EPERM;
		tty_session = sig->session;
		tty_pgrp = sig->pgrp;
		return 0;
	case TIOCNOTTY:
		if (sig->session != tty_session)
			return -ENOTTY;
		if (sig->leader)
			disassociate_ctty();
		return 0;
	case TIOCGPGRP:
		if (sig->session != tty_session)
			return -ENOTTY;
		return put_user(tty_pgrp, (pid_t __user *)p);
	case TIOCSPGRP:
		if (get_user(pgrp, (pid_t __user *)p))
			return -EFAULT;
		if (sig->session != tty_session)
			return -ENOTTY;
		if (pgrp <= 0)
			return -EINVAL;
		tty_pgrp = pgrp;
		return 0;
	case TIOCGSID:
		return put_user(tty_session, (pid_t __user *)p);
	case TIOCGWINSZ:
		return copy_to_user(p, &winsize, sizeof(winsize)) ? -EFAULT : 0;
	case TIOCSWINSZ:
		return copy_from_user(&winsize, p, sizeof(winsize)) ? -EFAULT : 0;
	case FIONREAD:
		return put_user((int)(canon_head - tail), (int __user *)p);
	}
	return -ENOTTY;
}

/* A session's leader that has no terminal gets this one, unless it doesn't want it */
static int tty_open(struct inode *inode, struct file *file)
{
	struct signal_struct *sig = current->signal;

	if (sig->leader && !tty_session && !(file->f_flags & O_NOCTTY)) {
		tty_session = sig->session;
		tty_pgrp = sig->pgrp;
	}
	return 0;
}

static const struct file_operations tty_fops = {
	.llseek = no_llseek,
	.read = tty_read,
	.write = tty_write,
	.poll = tty_poll,
	.unlocked_ioctl = tty_ioctl,
	.open = tty_open,
};

static int __init tty_init(void)
{
	register_chrdev(MKDEV(5, 0), "tty", &tty_fops);
	register_chrdev(MKDEV(5, 1), "console", &tty_fops);
	register_chrdev(MKDEV(204, 64), "ttyAMA0", &tty_fops);
	if (IS_ERR(kthread_run(ttyd, NULL, "ttyd")))
		panic("no memory for the terminal's thread");
	return 0;
}
device_initcall(tty_init);
