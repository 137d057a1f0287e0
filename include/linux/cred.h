/* SPDX-License-Identifier: GPL-2.0-only */
/* Who a task is: numbers that programs set and ask for.  Of files, everybody may use all. */
#ifndef _LINUX_CRED_H
#define _LINUX_CRED_H

#include <linux/types.h>

struct cred {
	uid_t uid, euid, suid, fsuid;
	gid_t gid, egid, sgid, fsgid;
};

#endif
