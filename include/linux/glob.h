/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_GLOB_H
#define _LINUX_GLOB_H

#include <linux/types.h>

/* Does the whole of @str match @pat?  * any characters, ? one, [a-z] [!a-z] a class, \ quotes */
bool glob_match(const char *pat, const char *str);

#endif
