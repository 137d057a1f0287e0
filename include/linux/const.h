/* SPDX-License-Identifier: GPL-2.0-only */
/* Constants that C and assembly share: the assembler knows no UL suffix. */
#ifndef _LINUX_CONST_H
#define _LINUX_CONST_H

#ifdef __ASSEMBLY__
#define _AC(X, Y)	X
#define _AT(T, X)	X
#else
#define __AC(X, Y)	(X##Y)
#define _AC(X, Y)	__AC(X, Y)
#define _AT(T, X)	((T)(X))
#endif

#define UL(x)		_AC(x, UL)

#endif
