/* SPDX-License-Identifier: GPL-2.0-only */
/* The open files of a process: kernel/fs/file.c */
#ifndef _LINUX_FDTABLE_H
#define _LINUX_FDTABLE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define NR_OPEN_DEFAULT	BITS_PER_LONG
#define NR_OPEN_MAX	(1024 * 1024)

struct file;
struct task_struct;

/*
 * fd[n] is the file of descriptor n.  The first table is part of the structure; a larger one takes
 * its place when it is full.
 */
struct files_struct {
	atomic_t count;			/* threads that share it */
	spinlock_t file_lock;
	unsigned int max_fds;		/* entries of fd */
	unsigned int next_fd;		/* below it none is free */
	struct file **fd;		/* NULL: free, or being opened (open_fds) */
	unsigned long *open_fds;	/* bits, one for each */
	unsigned long *close_on_exec;
	struct file *fd_array[NR_OPEN_DEFAULT];
	unsigned long open_fds_init[1], close_on_exec_init[1];
};

extern struct files_struct init_files;

/* fork, exit, exec */
int copy_files(unsigned long clone_flags, struct task_struct *tsk);
int unshare_files(struct files_struct **displaced);
void reset_files_struct(struct files_struct *files);
void exit_files(struct task_struct *tsk);
void do_close_on_exec(struct files_struct *files);
void put_files_struct(struct files_struct *files);
void files_init(void);

/* A descriptor is taken, then given its file or given back */
int get_unused_fd_flags(unsigned int flags);
int alloc_fd(unsigned int start, unsigned int flags);
void put_unused_fd(unsigned int fd);
void fd_install(unsigned int fd, struct file *file);
int close_fd(unsigned int fd);
int replace_fd(unsigned int fd, struct file *file, unsigned int flags);
bool get_close_on_exec(unsigned int fd);
void set_close_on_exec(unsigned int fd, bool flag);

/* Of another process */
struct file *get_task_file(pid_t pid, unsigned int fd);
struct file *get_next_task_file(pid_t pid, unsigned int *fd);

#endif
