/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PTDUMP_H
#define _LINUX_PTDUMP_H

#include <asm/pgtable.h>

struct seq_file;

/* arch/arm/mm/dump.c: what @pgd maps, areas marked, equal neighbours merged */
void ptdump_walk_pgd(struct seq_file *m, pgd_t *pgd);
/* The same for swapper_pg_dir: the text of /proc/kernel_page_tables */
void ptdump_show(struct seq_file *m);
/* Prints the tables, under a headline, if ptdump was asked for at this stage of the boot */
void ptdump_stage(const char *stage);
/* The invariants of swapper_pg_dir: false and a message when one doesn't hold */
bool pt_check(void);

#endif
