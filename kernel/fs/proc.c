/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /proc: a file system whose files are questions to the kernel.
 *
 * Idea.  Tables (struct proc_entry) say what there is.  Names and inodes are made when somebody looks
 * for them, and go when nobody refers to them any more; so a directory /proc/PID is there exactly as
 * long as its process is.
 *
 *     /            proc_root_table, the processes, self, thread-self
 *     /PID         proc_task_table
 *     /PID/fd      the open files: links that lead to the files themselves
 *     /PID/task    the threads
 *     /sys         what can be set
 *
 * Text files are of records (seq_read.c): those about an address space have one for each VMA and keep the mm_struct
 * that was the task's when they were opened; the others are one record.
 *
 * Locking: tasklist_lock to look for a task, which is then kept by a reference.  Tests: tests/user/proc.c
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "proc.h"

#define PROC_SUPER_MAGIC	0x9fa0
#define SEQ_SINGLE		((void *)1)	/* the only record of a file */

/* What an inode of /proc stands for: i_private */
struct proc_inode {
	const struct proc_entry *entry;
	pid_t pid;			/* of /proc/PID and below; 0: none */
	int fd;				/* of /proc/PID/fd/N */
};

static const struct inode_operations proc_dir_inode_operations, proc_link_inode_operations;
static const struct file_operations proc_dir_operations, proc_file_operations;

static const struct proc_entry proc_root = {
	.name = "", .mode = S_IFDIR | 0555,
};
static const struct proc_entry proc_task_dir = {
	.name = "", .mode = S_IFDIR | 0555,
};
static const struct proc_entry proc_threads_dir = {
	.name = "task", .mode = S_IFDIR | 0555,
};
static const struct proc_entry proc_fd_dir = {
	.name = "fd", .mode = S_IFDIR | 0500,
};
static const struct proc_entry proc_fd_link = {
	.name = "", .mode = S_IFLNK | 0700,
};
static const struct proc_entry proc_self_link = {
	.name = "self", .mode = S_IFLNK | 0777,
};

static struct proc_inode *PROC_I(const struct inode *inode)
{
	return inode->i_private;
}

/* get_proc_task - the task of @inode, with a reference; NULL: it has none, or it has ended */
struct task_struct *get_proc_task(const struct inode *inode)
{
	struct task_struct *p;

	if (!PROC_I(inode)->pid)
		return NULL;
	spin_lock(&tasklist_lock);
	p = find_task_by_pid(PROC_I(inode)->pid);
	if (p)
		get_task_struct(p);
	spin_unlock(&tasklist_lock);
	return p;
}

/* ------------------------------------------------------------------ inodes */

static struct inode *proc_make_inode(struct super_block *sb, const struct proc_entry *entry, pid_t pid,
				     int fd)
{
	struct inode *inode = new_inode(sb);
	struct proc_inode *pi;

	if (!inode)
		return NULL;
	pi = kmalloc(sizeof(*pi), GFP_KERNEL);
	if (!pi) {
		iput(inode);
		return NULL;
	}
	*pi = (struct proc_inode) { entry, pid, fd };
	inode->i_private = pi;
	inode->i_mode = entry->mode;
	if (S_ISDIR(entry->mode)) {
		inode->i_op = &proc_dir_inode_operations;
		inode->i_fop = &proc_dir_operations;
		inode->i_nlink = 2;
	} else if (S_ISLNK(entry->mode)) {
		inode->i_op = &proc_link_inode_operations;
	} else {
		inode->i_fop = &proc_file_operations;
	}
	return inode;
}

static void proc_evict_inode(struct inode *inode)
{
	kfree(inode->i_private);
}

static const struct super_operations proc_sops = {
	.evict_inode = proc_evict_inode,
};

/* ------------------------------------------------------------------ directories */

/* The fixed part of a directory; its size in *@n */
static const struct proc_entry *dir_table(const struct proc_entry *dir, unsigned int *n)
{
	if (dir == &proc_root) {
		*n = proc_root_entries;
		return proc_root_table;
	}
	if (dir == &proc_task_dir) {
		*n = proc_task_entries;
		return proc_task_table;
	}
	*n = dir->nr_children;
	return dir->children;
}

/* A decimal number without leading zeros; -1: it isn't one */
static int name_to_int(const char *name)
{
	unsigned long n = 0;

	if (!*name || (name[0] == '0' && name[1]))
		return -1;
	for (; *name; name++) {
		if (*name < '0' || *name > '9' || n > 100000000)
			return -1;
		n = n * 10 + (unsigned long)(*name - '0');
	}
	return (int)n;
}

/* Names that are numbers: processes, threads, descriptors.  What it is, and the numbers; NULL: nothing. */
static const struct proc_entry *lookup_number(const struct proc_inode *dir, int n, pid_t *pid, int *fd)
{
	const struct proc_entry *found = NULL;
	struct task_struct *p;
	struct file *file;

	if (dir->entry == &proc_fd_dir) {
		file = get_task_file(dir->pid, (unsigned int)n);
		if (!file)
			return NULL;
		fput(file);
		*fd = n;
		return &proc_fd_link;
	}
	if (dir->entry != &proc_root && dir->entry != &proc_threads_dir)
		return NULL;
	spin_lock(&tasklist_lock);
	p = find_task_by_pid(n);
	if (p && n && (dir->entry == &proc_root || p->tgid == dir->pid))
		found = &proc_task_dir;
	spin_unlock(&tasklist_lock);
	*pid = n;
	return found;
}

static int proc_lookup(struct inode *dir, struct dentry *dentry)
{
	struct proc_inode *pi = PROC_I(dir);
	const struct proc_entry *entry = NULL, *table;
	pid_t pid = pi->pid;
	unsigned int i, n;
	struct inode *inode;
	int number = name_to_int(dentry->d_name), fd = 0;

	if (number >= 0)
		entry = lookup_number(pi, number, &pid, &fd);
	else if (pi->entry == &proc_root && !strcmp(dentry->d_name, "self"))
		entry = &proc_self_link;
	else if (pi->entry == &proc_task_dir && !strcmp(dentry->d_name, "fd"))
		entry = &proc_fd_dir;
	else if (pi->entry == &proc_task_dir && !strcmp(dentry->d_name, "task"))
		entry = &proc_threads_dir;
	table = dir_table(pi->entry, &n);
	for (i = 0; i < n && !entry; i++)
		if (!strcmp(table[i].name, dentry->d_name))
			entry = &table[i];
	if (!entry)
		return -ENOENT;
	inode = proc_make_inode(dir->i_sb, entry, pid, fd);
	if (!inode)
		return -ENOMEM;
	d_add(dentry, inode);
	return 0;
}

/* One entry, unless it was given out before.  True: the buffer is full. */
static bool emit(struct dir_context *ctx, loff_t *n, const char *name, umode_t mode)
{
	if ((*n)++ < ctx->pos)
		return false;
	if (ctx->actor(ctx, name, (int)strlen(name), ctx->pos, (unsigned long)*n, mode_to_dt(mode)))
		return true;
	ctx->pos++;
	return false;
}

/* The processes from *@pid on: the next one's number, 0 at the end */
static pid_t next_pid(pid_t pid, pid_t tgid)
{
	struct task_struct *p;
	pid_t next = 0;

	spin_lock(&tasklist_lock);
	if (tgid) {
		p = find_task_by_pid(tgid);
		if (p) {
			struct task_struct *t;

			for_each_thread(p, t)
				if (t->pid >= pid && (!next || t->pid < next))
					next = t->pid;
		}
	} else {
		for_each_process(p)
			if (p->pid >= pid && (!next || p->pid < next))
				next = p->pid;
	}
	spin_unlock(&tasklist_lock);
	return next;
}

#define FIRST_NUMBER	1024		/* positions behind it are numbers of tasks or descriptors */

static void readdir_pids(struct dir_context *ctx, pid_t tgid)
{
	char name[12];
	pid_t pid;

	if (ctx->pos < FIRST_NUMBER)
		ctx->pos = FIRST_NUMBER;
	while ((pid = next_pid((pid_t)(ctx->pos - FIRST_NUMBER), tgid))) {
		snprintf(name, sizeof(name), "%d", pid);
		ctx->pos = FIRST_NUMBER + pid;
		if (ctx->actor(ctx, name, (int)strlen(name), ctx->pos, (unsigned long)pid,
			       mode_to_dt(S_IFDIR)))
			return;
		ctx->pos++;
	}
}

static void readdir_fds(struct dir_context *ctx, pid_t pid)
{
	unsigned int fd = ctx->pos < FIRST_NUMBER ? 0 : (unsigned int)(ctx->pos - FIRST_NUMBER);
	struct file *file;
	char name[12];

	for (; (file = get_next_task_file(pid, &fd)); fd++) {
		fput(file);
		snprintf(name, sizeof(name), "%u", fd);
		ctx->pos = FIRST_NUMBER + fd;
		if (ctx->actor(ctx, name, (int)strlen(name), ctx->pos, fd + 1, mode_to_dt(S_IFLNK)))
			return;
		ctx->pos++;
	}
}

static int proc_readdir(struct file *file, struct dir_context *ctx)
{
	struct proc_inode *pi = PROC_I(file_inode(file));
	const struct proc_entry *table;
	unsigned int i, n;
	loff_t at = 0;

	table = dir_table(pi->entry, &n);
	if (emit(ctx, &at, ".", S_IFDIR) || emit(ctx, &at, "..", S_IFDIR))
		return 0;
	for (i = 0; i < n; i++)
		if (emit(ctx, &at, table[i].name, table[i].mode))
			return 0;
	if (pi->entry == &proc_task_dir &&
	    (emit(ctx, &at, "fd", S_IFDIR) || emit(ctx, &at, "task", S_IFDIR)))
		return 0;
	if (pi->entry == &proc_root) {
		if (!emit(ctx, &at, "self", S_IFLNK))
			readdir_pids(ctx, 0);
	} else if (pi->entry == &proc_threads_dir) {
		readdir_pids(ctx, pi->pid);
	} else if (pi->entry == &proc_fd_dir) {
		readdir_fds(ctx, pi->pid);
	}
	return 0;
}

static const struct inode_operations proc_dir_inode_operations = {
	.lookup = proc_lookup,
};

static const struct file_operations proc_dir_operations = {
	.iterate = proc_readdir,
};

/* ------------------------------------------------------------------ links */

/* Where the link leads, with a reference; ERR_PTR */
static struct dentry *proc_link_target(struct inode *inode)
{
	struct proc_inode *pi = PROC_I(inode);
	struct dentry *dentry;
	struct task_struct *task;
	struct file *file;

	if (pi->entry == &proc_fd_link) {
		file = get_task_file(pi->pid, (unsigned int)pi->fd);
		if (!file)
			return ERR_PTR(-ENOENT);
		dentry = dget(file->f_dentry);
		fput(file);
		return dentry;
	}
	task = get_proc_task(inode);
	dentry = task && pi->entry->link ? pi->entry->link(task) : NULL;
	if (task)
		put_task_struct(task);
	return dentry ?: ERR_PTR(-ENOENT);
}

static int proc_readlink(struct dentry *dentry, char *buf, size_t size)
{
	struct dentry *target;
	char *page, *path;
	int len;

	if (PROC_I(dentry->d_inode)->entry == &proc_self_link)
		return snprintf(buf, size, "%d", current->tgid);
	target = proc_link_target(dentry->d_inode);
	if (IS_ERR(target))
		return (int)PTR_ERR(target);
	page = kmalloc(PATH_MAX, GFP_KERNEL);
	path = page ? d_path(target, page, PATH_MAX) : ERR_PTR(-ENOMEM);
	if (IS_ERR(path)) {
		len = (int)PTR_ERR(path);
	} else {
		len = (int)min(strlen(path), size);
		memcpy(buf, path, (size_t)len);
	}
	kfree(page);
	dput(target);
	return len;
}

/* Not by its text: the file may have no name, or be another one by now */
static struct dentry *proc_follow(struct dentry *dentry)
{
	char name[12];

	if (PROC_I(dentry->d_inode)->entry != &proc_self_link)
		return proc_link_target(dentry->d_inode);
	snprintf(name, sizeof(name), "%d", current->tgid);
	return lookup_one(dentry->d_parent, name, strlen(name));
}

static const struct inode_operations proc_link_inode_operations = {
	.readlink = proc_readlink,
	.follow = proc_follow,
};

/* ------------------------------------------------------------------ files */

static int sysctl_show(const struct proc_entry *entry, struct seq_file *m)
{
	if (entry->sysctl)
		seq_printf(m, "%d\n", *entry->sysctl);
	else
		seq_printf(m, "%lu\n", *entry->sysctl_ulong);
	return 0;
}

static void *single_start(struct seq_file *m, loff_t *pos)
{
	return *pos ? NULL : SEQ_SINGLE;
}

static void *single_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void single_stop(struct seq_file *m, void *v)
{
}

static int single_show(struct seq_file *m, void *v)
{
	struct inode *inode = file_inode(m->file);
	const struct proc_entry *entry = PROC_I(inode)->entry;
	struct task_struct *task = get_proc_task(inode);
	int err = -ESRCH;

	if (task || !PROC_I(inode)->pid)
		err = entry->show ? entry->show(m, task) : sysctl_show(entry, m);
	if (task)
		put_task_struct(task);
	return err;
}

static const struct seq_operations single_op = {
	.start = single_start, .next = single_next, .stop = single_stop, .show = single_show,
};

static ssize_t proc_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct inode *inode = file_inode(file);
	const struct proc_entry *entry = PROC_I(inode)->entry;
	struct task_struct *task;
	ssize_t ret;

	if (!entry->read)
		return seq_read(file, buf, count, pos);
	task = get_proc_task(inode);
	if (!task)
		return -ESRCH;
	ret = entry->read(task, buf, count, pos);
	put_task_struct(task);
	return ret;
}

/* A number for a sysctl: within its bounds, or -EINVAL */
static ssize_t sysctl_write(const struct proc_entry *entry, const char __user *buf, size_t count)
{
	unsigned long ulong;
	char text[24];
	int value;

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, count))
		return -EFAULT;
	text[count] = '\0';
	if (entry->sysctl_ulong) {
		if (kstrtoul(strim(text), 0, &ulong))
			return -EINVAL;
		*entry->sysctl_ulong = ulong;
	} else {
		if (kstrtoint(strim(text), 0, &value) || value < entry->min || value > entry->max)
			return -EINVAL;
		*entry->sysctl = value;
	}
	if (entry->changed)
		entry->changed();
	return (ssize_t)count;
}

static ssize_t proc_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct inode *inode = file_inode(file);
	const struct proc_entry *entry = PROC_I(inode)->entry;
	struct task_struct *task;
	ssize_t ret;

	if (entry->sysctl || entry->sysctl_ulong)
		return sysctl_write(entry, buf, count);
	if (!entry->write)
		return -EIO;
	task = get_proc_task(inode);
	if (!task)
		return -ESRCH;
	ret = entry->write(task, buf, count, pos);
	put_task_struct(task);
	return ret;
}

/* The address space of @inode's task, with a reference to its mm_struct alone; NULL: a kernel thread, or it has ended */
static struct mm_struct *proc_mem_open(struct inode *inode)
{
	struct task_struct *task = get_proc_task(inode);
	struct mm_struct *mm = task ? get_task_mm(task) : NULL;

	if (mm) {
		atomic_inc(&mm->mm_count);
		mmput(mm);
	}
	if (task)
		put_task_struct(task);
	return mm;
}

static int proc_open(struct inode *inode, struct file *file)
{
	const struct proc_entry *entry = PROC_I(inode)->entry;
	int err = seq_open(file, entry->vmas ?: &single_op);

	if (!err && entry->vmas)
		((struct seq_file *)file->private_data)->private = proc_mem_open(inode);
	return err;
}

static int proc_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	if (m->private)
		mmdrop(m->private);
	seq_release(file);
	return 0;
}

/* Positions are addresses, in some of them */
static loff_t proc_llseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	return file->f_pos = offset;
}

static const struct file_operations proc_file_operations = {
	.llseek = proc_llseek,
	.read = proc_read,
	.write = proc_write,
	.open = proc_open,
	.release = proc_release,
};

/* ------------------------------------------------------------------ mount */

static int proc_fill_super(struct super_block *sb, const char *source, char *data)
{
	sb->s_magic = PROC_SUPER_MAGIC;
	sb->s_op = &proc_sops;
	sb->s_root = d_alloc_root(sb, proc_make_inode(sb, &proc_root, 0, 0));
	return sb->s_root ? 0 : -ENOMEM;
}

static struct file_system_type proc_type = { .name = "proc", .fill_super = proc_fill_super };

static int __init proc_init(void)
{
	return register_filesystem(&proc_type);
}
device_initcall(proc_init);
