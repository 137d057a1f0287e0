/* SPDX-License-Identifier: GPL-2.0-only */
/* What fallocate(2) can be asked to do */
#ifndef _LINUX_FALLOC_H
#define _LINUX_FALLOC_H

#define FALLOC_FL_KEEP_SIZE	1	/* the file's size stays */
#define FALLOC_FL_PUNCH_HOLE	2	/* the range's pages go; with KEEP_SIZE only */

#endif
