/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pipes: a ring of pages between those who write and those who read.
 *
 *          head                    tail = head + bytes
 *     ring  | ... unread bytes ... |      free        |      16 pages
 *
 * A write of up to PIPE_BUF bytes is one piece: it waits until there is room for all of it.  Without
 * readers a write is SIGPIPE and EPIPE; without writers a read finds the end.
 *
 * Pages are allocated when they are first needed, and kept until the pipe goes.
 * Locking: the inode's i_mutex for i_private and files, then pipe->mutex for the rest; both sides
 * sleep in pipe->wait.  Tests: pipe.*, tests/user/files.c
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define PIPE_PAGES	16
#define PIPE_SIZE	(PIPE_PAGES * PAGE_SIZE)
#define PIPE_BUF	PAGE_SIZE

struct pipe_inode_info {
	struct mutex mutex;
	wait_queue_head_t wait;
	unsigned int readers, writers, files;
	bool unnamed;				/* made by pipe(): opening it again never waits */
	unsigned int r_counter, w_counter;	/* opens so far: who waits for one may miss its close */
	unsigned long head, bytes;
	unsigned char *page[PIPE_PAGES];	/* NULL: not needed yet */
};

static struct pipe_inode_info *alloc_pipe_info(void)
{
	struct pipe_inode_info *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);

	if (pipe) {
		mutex_init(&pipe->mutex);
		init_waitqueue_head(&pipe->wait);
	}
	return pipe;
}

static void free_pipe_info(struct pipe_inode_info *pipe)
{
	int i;

	for (i = 0; i < PIPE_PAGES; i++)
		if (pipe->page[i])
			free_page((unsigned long)pipe->page[i]);
	kfree(pipe);
}

/* What lies at ring position @pos, and how much up to the page's end; NULL without memory */
static unsigned char *pipe_at(struct pipe_inode_info *pipe, unsigned long pos, size_t *room)
{
	unsigned char **page = &pipe->page[pos / PAGE_SIZE % PIPE_PAGES];

	if (!*page)
		*page = (unsigned char *)__get_free_page(GFP_KERNEL);
	*room = PAGE_SIZE - pos % PAGE_SIZE;
	return *page ? *page + pos % PAGE_SIZE : NULL;
}

/* Sleeps, without the mutex, until the other side has done something.  0, -ERESTARTSYS. */
static int pipe_wait(struct pipe_inode_info *pipe)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&pipe->wait, &wait, TASK_INTERRUPTIBLE);
	mutex_unlock(&pipe->mutex);
	if (!signal_pending(current))
		schedule();
	finish_wait(&pipe->wait, &wait);
	mutex_lock(&pipe->mutex);
	return signal_pending(current) ? -ERESTARTSYS : 0;
}

static ssize_t pipe_read_some(struct pipe_inode_info *pipe, char __user *buf, size_t count)
{
	ssize_t done = 0;
	unsigned char *p;
	size_t n;

	while (count && pipe->bytes) {
		p = pipe_at(pipe, pipe->head, &n);
		n = min_t(size_t, n, pipe->bytes);
		n = min(n, count);
		if (copy_to_user(buf, p, n))
			return done ?: -EFAULT;
		pipe->head = (pipe->head + n) % PIPE_SIZE;
		pipe->bytes -= n;
		buf += n;
		count -= n;
		done += (ssize_t)n;
	}
	return done;
}

static ssize_t pipe_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct pipe_inode_info *pipe = file->private_data;
	ssize_t ret = 0;

	if (!count)
		return 0;
	mutex_lock(&pipe->mutex);
	while (!pipe->bytes && pipe->writers && !ret) {
		if (file->f_flags & O_NONBLOCK)
			ret = -EAGAIN;
		else
			ret = pipe_wait(pipe);
		if (pipe->bytes)
			ret = 0;
	}
	if (!ret)
		ret = pipe_read_some(pipe, buf, count);
	mutex_unlock(&pipe->mutex);
	if (ret > 0) {
		wake_up_interruptible_all(&pipe->wait);
		file_accessed(file);
	}
	return ret;
}

static ssize_t pipe_write_some(struct pipe_inode_info *pipe, const char __user *buf, size_t count)
{
	ssize_t done = 0;
	unsigned char *p;
	size_t n;

	while (count && pipe->bytes < PIPE_SIZE) {
		p = pipe_at(pipe, (pipe->head + pipe->bytes) % PIPE_SIZE, &n);
		if (!p)
			return done ?: -ENOMEM;
		n = min_t(size_t, n, PIPE_SIZE - pipe->bytes);
		n = min(n, count);
		if (copy_from_user(p, buf, n))
			return done ?: -EFAULT;
		pipe->bytes += n;
		buf += n;
		count -= n;
		done += (ssize_t)n;
	}
	return done;
}

static ssize_t pipe_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct pipe_inode_info *pipe = file->private_data;
	size_t need;
	ssize_t done = 0, ret = 0;

	if (!count)
		return 0;
	mutex_lock(&pipe->mutex);
	while (count && ret >= 0) {
		if (!pipe->readers) {
			send_sig(SIGPIPE, current, 0);
			ret = -EPIPE;
			break;
		}
		need = count <= PIPE_BUF ? count : 1;
		if (PIPE_SIZE - pipe->bytes >= need) {
			ret = pipe_write_some(pipe, buf, count);
			if (ret > 0) {
				buf += ret;
				count -= (size_t)ret;
				done += ret;
				wake_up_interruptible_all(&pipe->wait);
			}
		} else {
			ret = file->f_flags & O_NONBLOCK ? -EAGAIN : pipe_wait(pipe);
		}
	}
	mutex_unlock(&pipe->mutex);
	if (done)
		file_update_time(file);
	return done ?: ret;
}

static unsigned int pipe_poll(struct file *file, poll_table *wait)
{
	struct pipe_inode_info *pipe = file->private_data;
	unsigned int mask = 0;

	poll_wait(file, &pipe->wait, wait);
	if (file->f_mode & FMODE_READ) {
		if (pipe->bytes)
			mask |= POLLIN | POLLRDNORM;
		if (!pipe->writers)
			mask |= POLLHUP;
	}
	if (file->f_mode & FMODE_WRITE) {
		if (PIPE_SIZE - pipe->bytes >= PIPE_BUF)
			mask |= POLLOUT | POLLWRNORM;
		if (!pipe->readers)
			mask |= POLLERR;
	}
	return mask;
}

#define FIONREAD	0x541b

static long pipe_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pipe_inode_info *pipe = file->private_data;

	return cmd == FIONREAD ? put_user((int)pipe->bytes, (int __user *)arg) : -ENOTTY;
}

/* One file less, which may be the last.  Caller doesn't hold pipe->mutex. */
static void put_pipe_info(struct inode *inode, struct pipe_inode_info *pipe)
{
	bool last;

	mutex_lock(&inode->i_mutex);
	last = !--pipe->files;
	if (last)
		inode->i_private = NULL;
	mutex_unlock(&inode->i_mutex);
	if (last)
		free_pipe_info(pipe);
}

/* One side less */
static int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe_inode_info *pipe = file->private_data;

	mutex_lock(&pipe->mutex);
	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	if (file->f_mode & FMODE_WRITE)
		pipe->writers--;
	mutex_unlock(&pipe->mutex);
	wake_up_interruptible_all(&pipe->wait);
	put_pipe_info(inode, pipe);
	return 0;
}

static const struct file_operations pipe_fops = {
	.llseek = no_llseek,
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.unlocked_ioctl = pipe_ioctl,
	.release = pipe_release,
};

/* ------------------------------------------------------------------ named pipes */

/* The pipe of @inode, made when there's none, and kept for one more file; NULL: no memory */
static struct pipe_inode_info *get_pipe_info(struct inode *inode)
{
	struct pipe_inode_info *pipe;

	mutex_lock(&inode->i_mutex);
	if (!inode->i_private)
		inode->i_private = alloc_pipe_info();
	pipe = inode->i_private;
	if (pipe)
		pipe->files++;
	mutex_unlock(&inode->i_mutex);
	return pipe;
}

static void pipe_join(struct pipe_inode_info *pipe, struct file *file)
{
	if (file->f_mode & FMODE_READ) {
		pipe->readers++;
		pipe->r_counter++;
	}
	if (file->f_mode & FMODE_WRITE) {
		pipe->writers++;
		pipe->w_counter++;
	}
	file->private_data = pipe;
	file->f_op = &pipe_fops;
	wake_up_interruptible_all(&pipe->wait);
}

/*
 * Until the other side has been opened: its count of opens has moved, though by now it may be closed
 * again with what it wrote still in the pipe.  Caller holds pipe->mutex.  0, -ERESTARTSYS.
 */
static int wait_for_partner(struct pipe_inode_info *pipe, const unsigned int *counter)
{
	unsigned int before = *counter;
	int err = 0;

	while (*counter == before && !err)
		err = pipe_wait(pipe);
	return *counter == before ? err : 0;
}

/* Waits for the other side, as POSIX wants it */
static int fifo_open(struct inode *inode, struct file *file)
{
	struct pipe_inode_info *pipe = get_pipe_info(inode);
	bool reads = file->f_mode & FMODE_READ, writes = file->f_mode & FMODE_WRITE;
	bool nonblock = file->f_flags & O_NONBLOCK, waits;
	int err = 0;

	if (!pipe)
		return -ENOMEM;
	waits = !nonblock && !pipe->unnamed;
	mutex_lock(&pipe->mutex);
	if (writes && !reads && nonblock && !pipe->unnamed && !pipe->readers) {
		mutex_unlock(&pipe->mutex);
		put_pipe_info(inode, pipe);
		return -ENXIO;
	}
	pipe_join(pipe, file);
	if (waits && reads && !pipe->writers)
		err = wait_for_partner(pipe, &pipe->w_counter);
	else if (waits && writes && !pipe->readers)
		err = wait_for_partner(pipe, &pipe->r_counter);
	mutex_unlock(&pipe->mutex);
	if (err)
		pipe_release(inode, file);
	return err;
}

const struct file_operations fifo_fops = {
	.open = fifo_open,
};

/* ------------------------------------------------------------------ pipe() */

/* Both ends; 0, or -ENOMEM */
static int create_pipe_files(struct file **res, unsigned int flags)
{
	struct pipe_inode_info *pipe = alloc_pipe_info();
	struct file *r, *w;

	if (!pipe)
		return -ENOMEM;
	r = anon_file("pipe", S_IFIFO | 0600, FMODE_READ, &pipe_fops, pipe);
	if (IS_ERR(r)) {
		free_pipe_info(pipe);
		return -ENOMEM;
	}
	pipe->files = pipe->readers = 1;
	pipe->unnamed = true;
	w = alloc_file(r->f_dentry, FMODE_WRITE, &pipe_fops);
	if (!w) {
		fput(r);
		return -ENOMEM;
	}
	w->private_data = pipe;
	pipe->files++;
	pipe->writers = 1;
	r->f_flags = O_RDONLY | (flags & O_NONBLOCK);
	w->f_flags = O_WRONLY | (flags & O_NONBLOCK);
	r->f_inode->i_private = pipe;
	r->f_inode->i_fop = &fifo_fops;
	res[0] = r;
	res[1] = w;
	return 0;
}

SYSCALL_DEFINE2(pipe2, int __user *, fildes, int, flags)
{
	struct file *files[2];
	int fd[2], err;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT))
		return -EINVAL;
	err = create_pipe_files(files, (unsigned int)flags);
	if (err)
		return err;
	fd[0] = get_unused_fd_flags((unsigned int)flags);
	fd[1] = fd[0] < 0 ? fd[0] : get_unused_fd_flags((unsigned int)flags);
	err = fd[1] < 0 ? fd[1] : copy_to_user(fildes, fd, sizeof(fd)) ? -EFAULT : 0;
	if (!err) {
		fd_install((unsigned int)fd[0], files[0]);
		fd_install((unsigned int)fd[1], files[1]);
		return 0;
	}
	if (fd[0] >= 0)
		put_unused_fd((unsigned int)fd[0]);
	if (fd[1] >= 0)
		put_unused_fd((unsigned int)fd[1]);
	fput(files[0]);
	fput(files[1]);
	return err;
}

SYSCALL_DEFINE1(pipe, int __user *, fildes)
{
	return sys_pipe2(fildes, 0);
}
