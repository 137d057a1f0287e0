/* SPDX-License-Identifier: GPL-2.0-only */
/* System calls about names, for tests: with the kernel's own strings */
#ifndef _FILE_TEST_H
#define _FILE_TEST_H

#include <linux/types.h>

/* unlink(), or with @dir rmdir(); umount(): 0, errno */
long remove_name(const char *name, bool dir);
long unmount(const char *dir);

#endif
