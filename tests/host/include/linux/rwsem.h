/* SPDX-License-Identifier: GPL-2.0-only */
/* Nobody else is there on the host: enough for structures to be laid out. */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

struct rw_semaphore {
	int count;
};

#endif
