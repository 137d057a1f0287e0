/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The open files of a process: numbers, and the struct files behind them.
 *
 *   files_struct   fd[]  0 -> file     open_fds       1 1 0 1   taken, perhaps still being opened
 *                        1 -> file     close_on_exec  0 0 0 1
 *                        2    NULL
 *                        3 -> file
 *
 * A number is taken first (get_unused_fd_flags), so that opening can't fail after it has happened;
 * then the file is put there (fd_install), or the number is given back (put_unused_fd).
 *
 * Locking.  file_lock for everything; fput() outside it, for it may sleep.  The lowest free number
 * is next, as POSIX wants it.  Different from Linux: no RCU, fget() takes the lock.
 */
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/kernel.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

static struct kmem_cache *files_cachep;

struct files_struct init_files = {
	.count = ATOMIC_INIT(1),
	.file_lock = __SPIN_LOCK_UNLOCKED(init_files.file_lock),
	.max_fds = NR_OPEN_DEFAULT,
	.fd = init_files.fd_array,
	.open_fds = init_files.open_fds_init,
	.close_on_exec = init_files.close_on_exec_init,
};

void __init files_init(void)
{
	files_cachep = kmem_cache_create("files_cache", sizeof(struct files_struct), 0, SLAB_PANIC,
					 NULL);
}

/* ------------------------------------------------------------------ the table */

static void set_table(struct files_struct *files, unsigned int nr, struct file **fd,
		      unsigned long *bits)
{
	files->max_fds = nr;
	files->fd = fd;
	files->open_fds = bits;
	files->close_on_exec = bits + BITS_TO_LONGS(nr);
}

static void free_table(struct files_struct *files)
{
	if (files->fd == files->fd_array)
		return;
	kfree(files->open_fds);
	kfree(files->fd);
}

/*
 * Makes room for @nr descriptors at least.  Holds file_lock, and releases it in between: then 1 is
 * returned, and the caller looks again.  0: there is room; -ENOMEM, -EMFILE.
 */
static int expand_files(struct files_struct *files, unsigned int nr) __must_hold(&files->file_lock)
{
	struct file **fd, **old_fd;
	unsigned long *bits, *old_bits;
	unsigned int size;

	if (nr < files->max_fds)
		return 0;
	if (nr >= NR_OPEN_MAX)
		return -EMFILE;
	size = roundup_pow_of_two(nr + 1);
	spin_unlock(&files->file_lock);
	fd = kcalloc(size, sizeof(*fd), GFP_KERNEL | __GFP_NOWARN);
	bits = kcalloc(2 * BITS_TO_LONGS(size), sizeof(long), GFP_KERNEL | __GFP_NOWARN);
	spin_lock(&files->file_lock);
	if (!fd || !bits || size <= files->max_fds) {
		kfree(fd);
		kfree(bits);
		return fd && bits ? 1 : -ENOMEM;
	}
	memcpy(fd, files->fd, files->max_fds * sizeof(*fd));
	memcpy(bits, files->open_fds, BITS_TO_LONGS(files->max_fds) * sizeof(long));
	memcpy(bits + BITS_TO_LONGS(size), files->close_on_exec,
	       BITS_TO_LONGS(files->max_fds) * sizeof(long));
	old_fd = files->fd == files->fd_array ? NULL : files->fd;
	old_bits = old_fd ? files->open_fds : NULL;
	set_table(files, size, fd, bits);
	kfree(old_bits);
	kfree(old_fd);
	return 1;
}

/* alloc_fd - the lowest free number from @start on; @flags: O_CLOEXEC.  -EMFILE, -ENOMEM. */
int alloc_fd(unsigned int start, unsigned int flags)
{
	struct files_struct *files = current->files;
	unsigned long end = rlimit(RLIMIT_NOFILE);
	unsigned int fd;
	int ret;

	spin_lock(&files->file_lock);
	do {
		fd = max(start, files->next_fd);
		if (fd < files->max_fds)
			fd = (unsigned int)find_next_zero_bit(files->open_fds, files->max_fds, fd);
		ret = fd >= end ? -EMFILE : expand_files(files, fd);
	} while (ret > 0);
	if (!ret) {
		if (start <= files->next_fd)
			files->next_fd = fd + 1;
		__set_bit(fd, files->open_fds);
		if (flags & O_CLOEXEC)
			__set_bit(fd, files->close_on_exec);
		else
			__clear_bit(fd, files->close_on_exec);
		ret = (int)fd;
	}
	spin_unlock(&files->file_lock);
	return ret;
}

int get_unused_fd_flags(unsigned int flags)
{
	return alloc_fd(0, flags);
}

/* The number is free again.  Holds file_lock. */
static void __put_unused_fd(struct files_struct *files, unsigned int fd)
{
	__clear_bit(fd, files->open_fds);
	if (fd < files->next_fd)
		files->next_fd = fd;
}

void put_unused_fd(unsigned int fd)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	__put_unused_fd(files, fd);
	spin_unlock(&files->file_lock);
}

/* fd_install - @fd, which the caller has taken, is @file now; its reference goes along. */
void fd_install(unsigned int fd, struct file *file)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	BUG_ON(files->fd[fd]);
	files->fd[fd] = file;
	spin_unlock(&files->file_lock);
}

/* Takes the file out.  NULL: none was there. */
static struct file *remove_fd(struct files_struct *files, unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&files->file_lock);
	if (fd < files->max_fds) {
		file = files->fd[fd];
		if (file) {
			files->fd[fd] = NULL;
			__put_unused_fd(files, fd);
		}
	}
	spin_unlock(&files->file_lock);
	return file;
}

/* close_fd - 0, -EBADF, or what the file says when it is flushed. */
int close_fd(unsigned int fd)
{
	struct file *file = remove_fd(current->files, fd);

	if (!file)
		return -EBADF;
	return filp_close(file, current->files);
}

/* replace_fd - @fd becomes @file (a reference is taken), whatever it was before: dup2.  @fd or errno. */
int replace_fd(unsigned int fd, struct file *file, unsigned int flags)
{
	struct files_struct *files = current->files;
	struct file *old;
	int ret;

	if (fd >= rlimit(RLIMIT_NOFILE))
		return -EBADF;
	spin_lock(&files->file_lock);
	do {
		ret = expand_files(files, fd);
	} while (ret > 0);
	if (ret) {
		spin_unlock(&files->file_lock);
		return ret;
	}
	old = files->fd[fd];
	if (!old && test_bit(fd, files->open_fds)) {
		spin_unlock(&files->file_lock);
		return -EBUSY;		/* another thread is just opening it */
	}
	files->fd[fd] = get_file(file);
	__set_bit(fd, files->open_fds);
	if (flags & O_CLOEXEC)
		__set_bit(fd, files->close_on_exec);
	else
		__clear_bit(fd, files->close_on_exec);
	spin_unlock(&files->file_lock);
	if (old)
		filp_close(old, files);
	return (int)fd;
}

/* fget - the file of @fd, with a reference for the caller; NULL: there's none. */
struct file *fget(unsigned int fd)
{
	struct files_struct *files = current->files;
	struct file *file = NULL;

	spin_lock(&files->file_lock);
	if (fd < files->max_fds) {
		file = files->fd[fd];
		if (file)
			get_file(file);
	}
	spin_unlock(&files->file_lock);
	return file;
}

bool get_close_on_exec(unsigned int fd)
{
	struct files_struct *files = current->files;
	bool res;

	spin_lock(&files->file_lock);
	res = fd < files->max_fds && test_bit(fd, files->close_on_exec);
	spin_unlock(&files->file_lock);
	return res;
}

void set_close_on_exec(unsigned int fd, bool flag)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	if (flag)
		__set_bit(fd, files->close_on_exec);
	else
		__clear_bit(fd, files->close_on_exec);
	spin_unlock(&files->file_lock);
}

/* get_next_task_file - the first open file of @pid from *@fd on, and its number; NULL: none. */
struct file *get_next_task_file(pid_t pid, unsigned int *fd)
{
	struct files_struct *files;
	struct task_struct *task;
	struct file *file = NULL;

	spin_lock(&tasklist_lock);
	task = find_task_by_pid(pid);
	files = task ? task->files : NULL;
	if (files) {
		spin_lock(&files->file_lock);
		for (; *fd < files->max_fds && !file; *fd += !file)
			if (files->fd[*fd])
				file = get_file(files->fd[*fd]);
		spin_unlock(&files->file_lock);
	}
	spin_unlock(&tasklist_lock);
	return file;
}

/* get_task_file - descriptor @fd of @pid, with a reference; NULL. */
struct file *get_task_file(pid_t pid, unsigned int fd)
{
	unsigned int found = fd;
	struct file *file = get_next_task_file(pid, &found);

	if (file && found != fd) {
		fput(file);
		file = NULL;
	}
	return file;
}

/* ------------------------------------------------------------------ fork, exec, exit */

/* do_close_on_exec - exec has succeeded: what is marked is closed. */
void do_close_on_exec(struct files_struct *files)
{
	unsigned int fd;

	for (fd = 0; fd < files->max_fds; fd++) {
		if (!test_bit(fd, files->close_on_exec))
			continue;
		__clear_bit(fd, files->close_on_exec);
		close_fd(fd);
	}
}

/* A copy with all that is open; NULL without memory.  A number that is just being opened is free. */
static struct files_struct *dup_fd(struct files_struct *oldf)
{
	struct files_struct *newf = kmem_cache_zalloc(files_cachep, GFP_KERNEL);
	unsigned int i;
	int ret;

	if (!newf)
		return NULL;
	atomic_set(&newf->count, 1);
	spin_lock_init(&newf->file_lock);
	newf->max_fds = NR_OPEN_DEFAULT;
	newf->fd = newf->fd_array;
	newf->open_fds = newf->open_fds_init;
	newf->close_on_exec = newf->close_on_exec_init;
	spin_lock(&newf->file_lock);
	do {
		ret = expand_files(newf, oldf->max_fds - 1);
	} while (ret > 0);
	spin_unlock(&newf->file_lock);
	if (ret) {
		kmem_cache_free(files_cachep, newf);
		return NULL;
	}
	spin_lock(&oldf->file_lock);
	newf->next_fd = oldf->next_fd;
	for_each_set_bit(i, oldf->open_fds, min(oldf->max_fds, newf->max_fds)) {
		if (!oldf->fd[i])
			continue;
		newf->fd[i] = get_file(oldf->fd[i]);
		__set_bit(i, newf->open_fds);
		if (test_bit(i, oldf->close_on_exec))
			__set_bit(i, newf->close_on_exec);
	}
	spin_unlock(&oldf->file_lock);
	return newf;
}

/* put_files_struct - one user less; the last one closes all.  May sleep. */
void put_files_struct(struct files_struct *files)
{
	unsigned int fd;

	if (!atomic_dec_and_test(&files->count))
		return;
	for_each_set_bit(fd, files->open_fds, files->max_fds) {
		if (files->fd[fd])
			filp_close(files->fd[fd], files);
		cond_resched();
	}
	free_table(files);
	kmem_cache_free(files_cachep, files);
}

/* copy_files - fork: shared with CLONE_FILES, else a copy.  0, -ENOMEM. */
int copy_files(unsigned long clone_flags, struct task_struct *tsk)
{
	if (clone_flags & CLONE_FILES) {
		atomic_inc(&current->files->count);
		return 0;
	}
	tsk->files = dup_fd(current->files);
	return tsk->files ? 0 : -ENOMEM;
}

/*
 * unshare_files - exec: the table is the caller's alone, a copy if others have it, too.
 *
 * *@displaced is the old one then, else NULL: put_files_struct() when exec has succeeded, reset_files_struct() when it
 * hasn't.  0, -ENOMEM.
 */
int unshare_files(struct files_struct **displaced)
{
	struct files_struct *old = current->files, *copy;

	*displaced = NULL;
	if (atomic_read(&old->count) == 1)
		return 0;
	copy = dup_fd(old);
	if (!copy)
		return -ENOMEM;
	current->files = copy;
	*displaced = old;
	return 0;
}

/* reset_files_struct - the caller's table is @files again, whose reference it gets; its own one goes.  May sleep. */
void reset_files_struct(struct files_struct *files)
{
	struct files_struct *old = current->files;

	current->files = files;
	put_files_struct(old);
}

void exit_files(struct task_struct *tsk)
{
	struct files_struct *files = tsk->files;

	tsk->files = NULL;
	if (files)
		put_files_struct(files);
}
