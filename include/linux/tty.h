/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/types.h>

/* kernel/posix/tty.c: a character was typed, says the UART's interrupt */
void tty_receive_char(u8 c);
/* The current process, which leads its session, lets go of the terminal.  May not hold a spinlock. */
void disassociate_ctty(void);

#endif
