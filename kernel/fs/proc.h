/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of /proc among themselves (kernel/fs/proc*.c, task_mmu.c) */
#ifndef _FS_PROC_H
#define _FS_PROC_H

#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

/*
 * An entry of /proc.  What it does is said by which member is set:
 *   children     a directory with a fixed table
 *   show         text, made anew each time it is read from the beginning
 *   vmas         text of the address space, a record for each VMA; m->private is its mm_struct, or NULL
 *   read         bytes, at any position
 *   link         a symbolic link: its text, and the place itself
 *   sysctl       a number that can be read and set; sysctl_ulong: the same without bounds; changed: called after
 * @task is NULL outside of /proc/PID.
 */
struct proc_entry {
	const char *name;
	umode_t mode;
	const struct proc_entry *children;
	unsigned int nr_children;
	int (*show)(struct seq_file *m, struct task_struct *task);
	const struct seq_operations *vmas;
	ssize_t (*read)(struct task_struct *task, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos);
	struct dentry *(*link)(struct task_struct *task);
	int *sysctl;
	int min, max;
	unsigned long *sysctl_ulong;
	void (*changed)(void);
};

#define PROC_DIR(n, table)						\
	{ .name = n, .mode = S_IFDIR | 0555, .children = table, .nr_children = ARRAY_SIZE(table) }
#define PROC_SHOW(n, m, fn)	{ .name = n, .mode = S_IFREG | (m), .show = fn }
#define PROC_VMAS(n, m, op)	{ .name = n, .mode = S_IFREG | (m), .vmas = op }
#define PROC_SYSCTL(n, var, lo, hi)					\
	{ .name = n, .mode = S_IFREG | 0644, .sysctl = &(var), .min = lo, .max = hi }

#define PROC_SYSCTL_ULONG(n, var)					\
	{ .name = n, .mode = S_IFREG | 0644, .sysctl_ulong = &(var) }

extern const struct proc_entry proc_root_table[], proc_task_table[];
extern const unsigned int proc_root_entries, proc_task_entries;

struct task_struct *get_proc_task(const struct inode *inode);

/* task_mmu.c */
extern const struct seq_operations proc_pid_maps_op, proc_pid_smaps_op;
int show_smaps_rollup(struct seq_file *m, struct task_struct *task);
ssize_t clear_refs_write(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos);
ssize_t pagemap_read(struct task_struct *task, char __user *buf, size_t count, loff_t *pos);
ssize_t mem_read(struct task_struct *task, char __user *buf, size_t count, loff_t *pos);
ssize_t mem_write(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos);
void task_mem(struct seq_file *m, struct mm_struct *mm);
int show_statm(struct seq_file *m, struct task_struct *task);

#endif
