/* SPDX-License-Identifier: GPL-2.0-only */
/* The linker's marks: linker.ld */
#ifndef _ASM_GENERIC_SECTIONS_H
#define _ASM_GENERIC_SECTIONS_H

extern char _text[], _stext[], _etext[], __start_rodata[], __end_rodata[];
extern char __init_begin[], __init_end[], __initdata_begin[], __initdata_end[], _sdata[], _edata[], _end[];
extern char __vectors_image[], _sinittext[], _einittext[], __bss_start[], __bss_stop[];

#endif
