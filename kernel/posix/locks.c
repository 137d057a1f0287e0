/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * File locks: fcntl()'s on ranges, owned by a process, and flock()'s on whole files, owned by an open
 * file.
 *
 * Idea.  One list for all files: locks are few.  A lock of a range that its owner had in part
 * locked before takes that part's place, so the owner's locks never overlap.
 *
 * Locking.  flc_lock; who waits for a lock sleeps in flc_wait and looks again at every change.
 * Different from Linux: no detection of deadlocks, no leases.
 */
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#define F_RDLCK		0
#define F_WRLCK		1
#define F_UNLCK		2

#define LOCK_SH		1
#define LOCK_EX		2
#define LOCK_NB		4
#define LOCK_UN		8

#define OFFSET_MAX	((loff_t)(~0ULL >> 1))

/* As programs give them */
struct flock {
	short l_type, l_whence;
	long l_start, l_len;
	pid_t l_pid;
};

struct flock64 {
	short l_type, l_whence;
	loff_t l_start __aligned(8);
	loff_t l_len;
	pid_t l_pid;
};

struct file_lock {
	struct list_head list;
	struct inode *inode;
	const void *owner;		/* files_struct, or file */
	pid_t pid;
	int type;
	bool flock;
	loff_t start, end;		/* the last byte of it */
};

static LIST_HEAD(file_locks);
static DEFINE_SPINLOCK(flc_lock);
static DECLARE_WAIT_QUEUE_HEAD(flc_wait);

static bool overlap(const struct file_lock *a, const struct file_lock *b)
{
	return a->inode == b->inode && a->flock == b->flock && a->start <= b->end &&
	       b->start <= a->end;
}

/* Somebody else's lock that @new can't be beside; NULL.  Holds flc_lock. */
static struct file_lock *find_conflict(const struct file_lock *new)
{
	struct file_lock *fl;

	list_for_each_entry(fl, &file_locks, list)
		if (overlap(fl, new) && fl->owner != new->owner &&
		    (fl->type == F_WRLCK || new->type == F_WRLCK))
			return fl;
	return NULL;
}

static struct file_lock *new_lock(const struct file_lock *like)
{
	struct file_lock *fl = kmalloc(sizeof(*fl), GFP_KERNEL);

	if (fl)
		*fl = *like;
	return fl;
}

/* The owner's old locks leave the range of @new.  *@spare is used when one is cut in two. */
static void cut_out(const struct file_lock *new, struct file_lock **spare)
{
	struct file_lock *fl, *n, *tail;

	list_for_each_entry_safe(fl, n, &file_locks, list) {
		if (fl->owner != new->owner || !overlap(fl, new))
			continue;
		if (fl->start < new->start && fl->end > new->end) {
			tail = *spare;
			*spare = NULL;
			*tail = *fl;
			tail->start = new->end + 1;
			list_add(&tail->list, &fl->list);
			fl->end = new->start - 1;
		} else if (fl->start < new->start) {
			fl->end = new->start - 1;
		} else if (fl->end > new->end) {
			fl->start = new->end + 1;
		} else {
			list_del(&fl->list);
			kfree(fl);
		}
	}
}

/* Sets @request by *@fl, unless somebody's lock is in the way */
static bool try_lock(const struct file_lock *request, struct file_lock **fl, struct file_lock **spare)
{
	bool set;

	spin_lock(&flc_lock);
	set = request->type == F_UNLCK || !find_conflict(request);
	if (set)
		cut_out(request, spare);
	if (set && request->type != F_UNLCK) {
		list_add_tail(&(*fl)->list, &file_locks);
		*fl = NULL;
	}
	spin_unlock(&flc_lock);
	return set;
}

/* Sets @request, or F_UNLCK takes away.  0, -EAGAIN, -ENOLCK, -ERESTARTSYS. */
static int set_lock(const struct file_lock *request, bool wait)
{
	struct file_lock *fl = new_lock(request), *spare = new_lock(request);
	int err = fl && spare ? 0 : -ENOLCK;

	if (!err && !wait)
		err = try_lock(request, &fl, &spare) ? 0 : -EAGAIN;
	else if (!err)
		err = wait_event_interruptible(flc_wait, try_lock(request, &fl, &spare)) ?
		      -ERESTARTSYS : 0;
	if (!err)
		wake_up_all(&flc_wait);
	kfree(fl);
	kfree(spare);
	return err;
}

/* The range that l_whence, l_start and l_len mean.  0, -EINVAL, -EOVERFLOW. */
static int flock_range(struct file *file, const struct flock64 *l, struct file_lock *fl)
{
	loff_t start = l->l_start;

	if (l->l_whence == SEEK_CUR)
		start += file->f_pos;
	else if (l->l_whence == SEEK_END)
		start += file_inode(file)->i_size;
	else if (l->l_whence != SEEK_SET)
		return -EINVAL;
	fl->start = start;
	if (l->l_len > 0) {
		if (l->l_len - 1 > OFFSET_MAX - start)
			return -EOVERFLOW;
		fl->end = start + l->l_len - 1;
	} else if (l->l_len < 0) {
		fl->end = start - 1;
		fl->start = start + l->l_len;
	} else {
		fl->end = OFFSET_MAX;
	}
	return fl->start < 0 ? -EINVAL : 0;
}

static int get_flock(void __user *arg, bool is64, struct flock64 *l)
{
	struct flock small;

	if (is64)
		return copy_from_user(l, arg, sizeof(*l)) ? -EFAULT : 0;
	if (copy_from_user(&small, arg, sizeof(small)))
		return -EFAULT;
	*l = (struct flock64) { small.l_type, small.l_whence, small.l_start, small.l_len, 0 };
	return 0;
}

static int put_flock(void __user *arg, bool is64, const struct flock64 *l)
{
	struct flock small = {
		l->l_type, l->l_whence, (long)l->l_start, (long)l->l_len, l->l_pid
	};

	if (is64)
		return copy_to_user(arg, l, sizeof(*l)) ? -EFAULT : 0;
	return copy_to_user(arg, &small, sizeof(small)) ? -EFAULT : 0;
}

/* Who would be in the way? */
static int get_lock(const struct file_lock *request, struct flock64 *l)
{
	struct file_lock *fl;

	spin_lock(&flc_lock);
	fl = find_conflict(request);
	if (fl) {
		l->l_type = (short)fl->type;
		l->l_whence = SEEK_SET;
		l->l_start = fl->start;
		l->l_len = fl->end == OFFSET_MAX ? 0 : fl->end - fl->start + 1;
		l->l_pid = fl->pid;
	} else {
		l->l_type = F_UNLCK;
	}
	spin_unlock(&flc_lock);
	return 0;
}

/* fcntl_lock - F_GETLK (@op 0), F_SETLK (1), F_SETLKW (2) of fcntl(2). */
long fcntl_lock(struct file *file, unsigned int op, void __user *arg, bool is64)
{
	struct file_lock request = {
		.inode = file_inode(file), .owner = current->files, .pid = current->tgid,
	};
	struct flock64 l;
	int err = get_flock(arg, is64, &l);

	if (!err)
		err = flock_range(file, &l, &request);
	if (err)
		return err;
	request.type = l.l_type;
	if (l.l_type < F_RDLCK || l.l_type > F_UNLCK || (!op && l.l_type == F_UNLCK))
		return -EINVAL;
	if (!op) {
		get_lock(&request, &l);
		return put_flock(arg, is64, &l);
	}
	if ((l.l_type == F_RDLCK && !(file->f_mode & FMODE_READ)) ||
	    (l.l_type == F_WRLCK && !(file->f_mode & FMODE_WRITE)))
		return -EBADF;
	return set_lock(&request, op == 2);
}

/* All locks of @owner on @inode go */
static void remove_locks(const void *owner, struct inode *inode, bool flock)
{
	struct file_lock whole = {
		.inode = inode, .owner = owner, .flock = flock, .start = 0, .end = OFFSET_MAX,
	}, *none = NULL;

	spin_lock(&flc_lock);
	cut_out(&whole, &none);
	spin_unlock(&flc_lock);
	wake_up_all(&flc_wait);
}

/* locks_remove_posix - a process, or its end, closes @file in @owner: its fcntl() locks on it go, whoever opened it. */
void locks_remove_posix(struct file *file, const struct files_struct *owner)
{
	if (!list_empty(&file_locks))
		remove_locks(owner, file_inode(file), false);
}

/* locks_remove_flock - the open file itself goes. */
void locks_remove_flock(struct file *file)
{
	if (!list_empty(&file_locks))
		remove_locks(file, file_inode(file), true);
}

SYSCALL_DEFINE2(flock, unsigned int, fd, unsigned int, cmd)
{
	struct file *file = fget(fd);
	struct file_lock request = { .flock = true, .end = OFFSET_MAX };
	long err = 0;

	if (!file)
		return -EBADF;
	request.inode = file_inode(file);
	request.owner = file;
	request.pid = current->tgid;
	switch (cmd & ~LOCK_NB) {
	case LOCK_SH:
		request.type = F_RDLCK;
		break;
	case LOCK_EX:
		request.type = F_WRLCK;
		break;
	case LOCK_UN:
		request.type = F_UNLCK;
		break;
	default:
		err = -EINVAL;
	}
	if (!err)
		err = set_lock(&request, !(cmd & LOCK_NB));
	fput(file);
	return err;
}
