/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H

#include <linux/types.h>

#define UIO_MAXIOV	1024

/* A piece of memory that readv() and writev() are given many of */
struct iovec {
	void __user *iov_base;
	size_t iov_len;
};

#endif
