/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a path to a dentry.
 *
 *   path_lookup(dfd, "/a/b/../c", flags)
 *     walk            one component after the other: dcache, else the directory's lookup()
 *       ..            up, across mounts, but not above the process's root
 *       mount         down to the root of what is mounted
 *       symbolic link its text is put before the rest of the path; 40 of them are too many
 *
 * Calls that make a name (open with O_CREAT, mkdir, ...) walk up to the last component and then
 * hold the directory's i_mutex: path_create() to path_create_done().
 *
 * Everybody is root: no permission is ever refused but that of executing what nobody may execute.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define MAXSYMLINKS	40

/* ------------------------------------------------------------------ paths of the user's */

/* getname - the path at @filename, to be given back by putname(); -EFAULT, -ENAMETOOLONG, -ENOENT ("") */
struct filename *getname_flags(const char __user *filename, bool empty_ok)
{
	struct filename *name = kmalloc(sizeof(*name), GFP_KERNEL);
	long len;

	if (!name)
		return ERR_PTR(-ENOMEM);
	len = strncpy_from_user(name->name, filename, PATH_MAX);
	if (len == PATH_MAX)
		len = -ENAMETOOLONG;
	if (!len && !empty_ok)
		len = -ENOENT;
	if (len >= 0)
		return name;
	kfree(name);
	return ERR_PTR(len);
}

struct filename *getname(const char __user *filename)
{
	return getname_flags(filename, false);
}

void putname(struct filename *name)
{
	kfree(name);
}

/* ------------------------------------------------------------------ the walk */

/* A walk in progress */
struct nameidata {
	struct dentry *dentry;		/* so far; a reference */
	const char *rest;		/* of the path */
	char *buf;			/* a link's text and the rest, if there was a link */
	unsigned int flags;		/* LOOKUP_* */
	int links;
	bool parent;			/* stop before the last component */
	const char *last;		/* that component */
	size_t last_len;		/* 0: it is "/", "." or ".." */
	bool dir_wanted;		/* slashes behind it */
};

/* Where a relative path begins: a reference; ERR_PTR(-EBADF, -ENOTDIR) */
static struct dentry *starting_point(int dfd, const char *name)
{
	struct dentry *dentry;
	struct file *file;

	if (*name == '/')
		return dget(current->fs->root);
	if (dfd == AT_FDCWD)
		return dget(current->fs->pwd);
	file = fget((unsigned int)dfd);
	if (!file)
		return ERR_PTR(-EBADF);
	dentry = !*name || S_ISDIR(file_inode(file)->i_mode) ? dget(file->f_dentry) :
		 ERR_PTR(-ENOTDIR);
	fput(file);
	return dentry;
}

/* nd->dentry becomes @dentry, whose reference is taken over */
static void walk_to(struct nameidata *nd, struct dentry *dentry)
{
	dput(nd->dentry);
	nd->dentry = dentry;
}

static void walk_up(struct nameidata *nd)
{
	if (nd->dentry != current->fs->root)
		walk_to(nd, d_parent_mounted(nd->dentry));
}

/*
 * lookup_one - @name in the directory @dir, with a reference; ERR_PTR(-ENOENT, -ENAMETOOLONG, ...)
 *
 * Takes @dir's i_mutex where the file system has to be asked.
 */
static struct dentry *__lookup_one(struct dentry *dir, const char *name, size_t len)
{
	struct inode *inode = dir->d_inode;
	struct dentry *dentry;
	int err;

	if (len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	dentry = d_lookup(dir, name, len);
	if (dentry)
		return dentry;
	if (!inode->i_op->lookup || IS_DEADDIR(inode))
		return ERR_PTR(-ENOENT);
	dentry = d_alloc(dir, name, len);
	if (!dentry)
		return ERR_PTR(-ENOMEM);
	err = inode->i_op->lookup(inode, dentry);
	if (err || !dentry->d_inode) {
		dput(dentry);
		return ERR_PTR(err ?: -ENOENT);
	}
	return dentry;
}

struct dentry *lookup_one(struct dentry *dir, const char *name, size_t len)
{
	struct dentry *dentry = len <= NAME_MAX ? d_lookup(dir, name, len) : NULL;

	if (dentry)
		return dentry;
	mutex_lock(&dir->d_inode->i_mutex);
	dentry = __lookup_one(dir, name, len);
	mutex_unlock(&dir->d_inode->i_mutex);
	return dentry;
}

/* The link @link, found in nd->dentry: its text takes its place in the path.  Gives @link back. */
static int walk_link(struct nameidata *nd, struct dentry *link)
{
	const struct inode_operations *op = link->d_inode->i_op;
	char *buf;
	size_t rest;
	int len;

	if (++nd->links > MAXSYMLINKS) {
		dput(link);
		return -ELOOP;
	}
	touch_atime(link->d_inode);
	if (op->follow) {
		struct dentry *place = op->follow(link);

		dput(link);
		if (IS_ERR(place))
			return (int)PTR_ERR(place);
		walk_to(nd, place);
		return 0;
	}
	buf = kmalloc(PATH_MAX, GFP_KERNEL);
	len = buf ? op->readlink(link, buf, PATH_MAX) : -ENOMEM;
	dput(link);
	rest = strlen(nd->rest);
	if (len >= 0 && (size_t)len + rest + 1 > PATH_MAX)
		len = -ENAMETOOLONG;
	if (len <= 0) {
		kfree(buf);
		return len ?: -ENOENT;
	}
	memcpy(buf + len, nd->rest, rest + 1);
	kfree(nd->buf);
	nd->buf = buf;
	nd->rest = buf;
	if (*buf == '/')
		walk_to(nd, dget(current->fs->root));
	return 0;
}

/* The component @name; @last: nothing comes behind it */
static int walk_component(struct nameidata *nd, const char *name, size_t len, bool last)
{
	struct dentry *next = lookup_one(nd->dentry, name, len);

	if (IS_ERR(next))
		return (int)PTR_ERR(next);
	next = d_follow_mounts(next);
	if (S_ISLNK(next->d_inode->i_mode) &&
	    (!last || nd->dir_wanted || nd->flags & LOOKUP_FOLLOW))
		return walk_link(nd, next);
	walk_to(nd, next);
	return 0;
}

/* In a call that makes a name: a last component that is a link leads on, with LOOKUP_FOLLOW */
static int walk_last_link(struct nameidata *nd, const char *name, size_t len, bool *followed)
{
	struct dentry *dentry;

	*followed = false;
	if (!(nd->flags & LOOKUP_FOLLOW))
		return 0;
	dentry = lookup_one(nd->dentry, name, len);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry) == -ENOENT ? 0 : (int)PTR_ERR(dentry);
	if (!S_ISLNK(dentry->d_inode->i_mode) || dentry->d_inode->i_op->follow) {
		dput(dentry);
		return 0;
	}
	*followed = true;
	return walk_link(nd, dentry);
}

static int walk(struct nameidata *nd)
{
	bool last, followed;
	const char *name;
	size_t len;
	int err;

	for (;;) {
		name = nd->rest + strspn(nd->rest, "/");
		if (!*name)
			return 0;
		if (!S_ISDIR(nd->dentry->d_inode->i_mode))
			return -ENOTDIR;
		len = strcspn(name, "/");
		nd->rest = name + len;
		last = !nd->rest[strspn(nd->rest, "/")];
		nd->dir_wanted = last && *nd->rest;
		if (len == 1 && name[0] == '.')
			continue;
		if (len == 2 && name[0] == '.' && name[1] == '.') {
			walk_up(nd);
			continue;
		}
		if (last && nd->parent) {
			err = walk_last_link(nd, name, len, &followed);
			if (err)
				return err;
			if (followed)
				continue;
			nd->last = name;
			nd->last_len = len;
			return len > NAME_MAX ? -ENAMETOOLONG : 0;
		}
		err = walk_component(nd, name, len, last);
		if (err)
			return err;
	}
}

/* Starts and runs the walk.  0: nd->dentry is the caller's, who also frees nd->buf. */
static int do_walk(struct nameidata *nd, int dfd, const char *name)
{
	struct dentry *start = starting_point(dfd, name);
	int err;

	if (IS_ERR(start))
		return (int)PTR_ERR(start);
	nd->dentry = start;
	nd->rest = name;
	err = walk(nd);
	if (!err && !nd->parent && (nd->dir_wanted || nd->flags & LOOKUP_DIRECTORY) &&
	    !S_ISDIR(nd->dentry->d_inode->i_mode))
		err = -ENOTDIR;
	if (err) {
		dput(nd->dentry);
		kfree(nd->buf);
	}
	return err;
}

/*
 * path_lookup - what @name means, from @dfd (AT_FDCWD: the working directory) on.
 *
 * A reference; ERR_PTR: -ENOENT, -ENOTDIR, -ELOOP, -ENAMETOOLONG, -EBADF, -ENOMEM.  May sleep.
 */
struct dentry *path_lookup(int dfd, const char *name, unsigned int flags)
{
	struct nameidata nd = { .flags = flags };
	int err;

	if (!*name && !(flags & LOOKUP_EMPTY))
		return ERR_PTR(-ENOENT);
	err = do_walk(&nd, dfd, name);
	if (err)
		return ERR_PTR(err);
	kfree(nd.buf);
	return nd.dentry;
}

struct dentry *user_path_at(int dfd, const char __user *name, unsigned int flags)
{
	struct filename *filename = getname_flags(name, flags & LOOKUP_EMPTY);
	struct dentry *dentry;

	if (IS_ERR(filename))
		return ERR_CAST(filename);
	dentry = path_lookup(dfd, filename->name, flags);
	putname(filename);
	return dentry;
}

/* ------------------------------------------------------------------ names that are made */

/*
 * The directory of @name, locked, and its last component, as a dentry that exists (with its inode)
 * or not (without); @flags: LOOKUP_FOLLOW.  ERR_PTR: -EEXIST for "/", "." and "..".
 */
static struct dentry *lookup_create(int dfd, const char *name, unsigned int flags, bool is_dir,
				    struct dentry **parent)
{
	struct nameidata nd = { .flags = flags, .parent = true };
	struct dentry *dentry;
	int err = *name ? do_walk(&nd, dfd, name) : -ENOENT;

	if (err)
		return ERR_PTR(err);
	*parent = nd.dentry;
	mutex_lock(&nd.dentry->d_inode->i_mutex);
	if (!nd.last_len) {
		dentry = ERR_PTR(-EEXIST);
	} else {
		dentry = __lookup_one(nd.dentry, nd.last, nd.last_len);
		if (dentry == ERR_PTR(-ENOENT)) {
			if (IS_DEADDIR(nd.dentry->d_inode) || (nd.dir_wanted && !is_dir))
				dentry = ERR_PTR(-ENOENT);
			else
				dentry = d_alloc(nd.dentry, nd.last, nd.last_len) ?: ERR_PTR(-ENOMEM);
		}
	}
	kfree(nd.buf);
	if (IS_ERR(dentry)) {
		mutex_unlock(&nd.dentry->d_inode->i_mutex);
		dput(nd.dentry);
	}
	return dentry;
}

/* path_create - the same for a name that must not exist, -EEXIST, and can be made, -EROFS. */
struct dentry *path_create(int dfd, const char *name, bool is_dir, struct dentry **parent)
{
	struct dentry *dentry = lookup_create(dfd, name, 0, is_dir, parent);

	if (!IS_ERR(dentry) && dentry->d_inode) {
		path_create_done(dentry, *parent);
		return ERR_PTR(-EEXIST);
	}
	if (!IS_ERR(dentry) && IS_RDONLY((*parent)->d_inode)) {
		path_create_done(dentry, *parent);
		return ERR_PTR(-EROFS);
	}
	return dentry;
}

void path_create_done(struct dentry *dentry, struct dentry *parent)
{
	mutex_unlock(&parent->d_inode->i_mutex);
	dput(dentry);
	dput(parent);
}

static umode_t mask_mode(umode_t mode)
{
	return (umode_t)(mode & ~(unsigned int)current->fs->umask);
}

/* Makes what S_IFMT of @mode says.  @parent's i_mutex is held. */
static int vfs_make(struct dentry *parent, struct dentry *dentry, umode_t mode, dev_t dev)
{
	const struct inode_operations *op = parent->d_inode->i_op;
	struct inode *dir = parent->d_inode;

	switch (mode & S_IFMT) {
	case S_IFDIR:
		return op->mkdir ? op->mkdir(dir, dentry, mode) : -EPERM;
	case S_IFREG:
		return op->create ? op->create(dir, dentry, mode) : -EACCES;
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return op->mknod ? op->mknod(dir, dentry, mode, dev) : -EPERM;
	}
	return -EINVAL;
}

static int do_make(int dfd, const char *name, umode_t mode, dev_t dev)
{
	struct dentry *parent, *dentry = path_create(dfd, name, S_ISDIR(mode), &parent);
	int err;

	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	err = vfs_make(parent, dentry, mode, dev);
	path_create_done(dentry, parent);
	return err;
}

/* path_mknod - the kernel makes a file: of any kind, mode as it is.  0, or errno. */
int path_mknod(const char *name, umode_t mode, dev_t dev)
{
	return do_make(AT_FDCWD, name, mode, dev);
}

SYSCALL_DEFINE4(mknodat, int, dfd, const char __user *, filename, umode_t, mode, unsigned int, dev)
{
	struct filename *name = getname(filename);
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	if (!(mode & S_IFMT))
		mode |= S_IFREG;
	err = S_ISDIR(mode) ? -EPERM :
	      do_make(dfd, name->name, mask_mode(mode), new_decode_dev(dev));
	putname(name);
	return err;
}

SYSCALL_DEFINE3(mknod, const char __user *, filename, umode_t, mode, unsigned int, dev)
{
	return sys_mknodat(AT_FDCWD, filename, mode, dev);
}

SYSCALL_DEFINE3(mkdirat, int, dfd, const char __user *, pathname, umode_t, mode)
{
	struct filename *name = getname(pathname);
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	err = do_make(dfd, name->name, mask_mode((umode_t)((mode & (S_IRWXUGO | S_ISVTX)) | S_IFDIR)), 0);
	putname(name);
	return err;
}

SYSCALL_DEFINE2(mkdir, const char __user *, pathname, umode_t, mode)
{
	return sys_mkdirat(AT_FDCWD, pathname, mode);
}

static int do_symlink(const char *target, int dfd, const char *name)
{
	struct dentry *parent, *dentry = path_create(dfd, name, false, &parent);
	const struct inode_operations *op;
	int err;

	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	op = parent->d_inode->i_op;
	err = op->symlink ? op->symlink(parent->d_inode, dentry, target) : -EPERM;
	path_create_done(dentry, parent);
	return err;
}

/* path_symlink - a symbolic link of the kernel's making.  0, or errno. */
int path_symlink(const char *target, const char *name)
{
	return do_symlink(target, AT_FDCWD, name);
}

SYSCALL_DEFINE3(symlinkat, const char __user *, oldname, int, newdfd, const char __user *, newname)
{
	struct filename *from = getname(oldname), *to;
	int err;

	if (IS_ERR(from))
		return PTR_ERR(from);
	to = getname(newname);
	err = IS_ERR(to) ? (int)PTR_ERR(to) : do_symlink(from->name, newdfd, to->name);
	if (!IS_ERR(to))
		putname(to);
	putname(from);
	return err;
}

SYSCALL_DEFINE2(symlink, const char __user *, oldname, const char __user *, newname)
{
	return sys_symlinkat(oldname, AT_FDCWD, newname);
}

static int do_link(struct dentry *old, int dfd, const char *name)
{
	struct dentry *parent, *dentry;
	int err;

	if (S_ISDIR(old->d_inode->i_mode))
		return -EPERM;
	dentry = path_create(dfd, name, false, &parent);
	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	if (parent->d_sb != old->d_sb)
		err = -EXDEV;
	else if (!old->d_inode->i_nlink)
		err = -ENOENT;
	else
		err = parent->d_inode->i_op->link ?
		      parent->d_inode->i_op->link(old, parent->d_inode, dentry) : -EPERM;
	path_create_done(dentry, parent);
	return err;
}

/* path_link - @name is another name of @old.  0, or errno. */
int path_link(const char *old, const char *name)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, old, 0);
	int err;

	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	err = do_link(dentry, AT_FDCWD, name);
	dput(dentry);
	return err;
}

SYSCALL_DEFINE5(linkat, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname, int, flags)
{
	unsigned int lookup = flags & AT_SYMLINK_FOLLOW ? LOOKUP_FOLLOW : 0;
	struct filename *to;
	struct dentry *old;
	int err;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	old = user_path_at(olddfd, oldname, lookup);
	if (IS_ERR(old))
		return PTR_ERR(old);
	to = getname(newname);
	err = IS_ERR(to) ? (int)PTR_ERR(to) : do_link(old, newdfd, to->name);
	if (!IS_ERR(to))
		putname(to);
	dput(old);
	return err;
}

SYSCALL_DEFINE2(link, const char __user *, oldname, const char __user *, newname)
{
	return sys_linkat(AT_FDCWD, oldname, AT_FDCWD, newname, 0);
}

/* ------------------------------------------------------------------ names that are removed */

/* What keeps @dentry from being removed as a directory, or as anything else */
static int may_delete(struct dentry *dentry, bool is_dir)
{
	if (!dentry->d_inode)
		return -ENOENT;
	if (IS_SWAPFILE(dentry->d_inode))
		return -EPERM;
	if (is_dir && !S_ISDIR(dentry->d_inode->i_mode))
		return -ENOTDIR;
	if (!is_dir && S_ISDIR(dentry->d_inode->i_mode))
		return -EISDIR;
	return dentry->d_mounted || dentry->d_parent == dentry ? -EBUSY : 0;
}

static int do_unlink(int dfd, const char *name, bool is_dir)
{
	struct nameidata nd = { .parent = true };
	const struct inode_operations *op;
	struct dentry *dentry;
	int err = *name ? do_walk(&nd, dfd, name) : -ENOENT;

	if (err)
		return err;
	op = nd.dentry->d_inode->i_op;
	mutex_lock(&nd.dentry->d_inode->i_mutex);
	if (!nd.last_len)
		dentry = NULL;
	else if (IS_RDONLY(nd.dentry->d_inode))
		dentry = ERR_PTR(-EROFS);
	else
		dentry = __lookup_one(nd.dentry, nd.last, nd.last_len);
	if (!dentry) {
		err = is_dir ? -EBUSY : -EISDIR;
	} else if (IS_ERR(dentry)) {
		err = (int)PTR_ERR(dentry);
	} else {
		err = may_delete(dentry, is_dir);
		if (!err && nd.dir_wanted && !is_dir)
			err = -ENOTDIR;
		if (!err && !(is_dir ? op->rmdir : op->unlink))
			err = -EPERM;
		if (!err)
			err = is_dir ? op->rmdir(nd.dentry->d_inode, dentry) :
			      op->unlink(nd.dentry->d_inode, dentry);
		dput(dentry);
	}
	mutex_unlock(&nd.dentry->d_inode->i_mutex);
	kfree(nd.buf);
	dput(nd.dentry);
	return err;
}

SYSCALL_DEFINE3(unlinkat, int, dfd, const char __user *, pathname, int, flag)
{
	struct filename *name;
	int err;

	if (flag & ~AT_REMOVEDIR)
		return -EINVAL;
	name = getname(pathname);
	if (IS_ERR(name))
		return PTR_ERR(name);
	err = do_unlink(dfd, name->name, flag & AT_REMOVEDIR);
	putname(name);
	return err;
}

SYSCALL_DEFINE1(unlink, const char __user *, pathname)
{
	return sys_unlinkat(AT_FDCWD, pathname, 0);
}

SYSCALL_DEFINE1(rmdir, const char __user *, pathname)
{
	return sys_unlinkat(AT_FDCWD, pathname, AT_REMOVEDIR);
}

/* ------------------------------------------------------------------ rename */

#define RENAME_NOREPLACE	1

/* One rename at a time: then the order of two directories' locks can't be a circle */
static DEFINE_MUTEX(rename_mutex);

static void lock_rename(struct inode *a, struct inode *b)
{
	mutex_lock(&rename_mutex);
	mutex_lock(&a->i_mutex);
	if (a != b)
		mutex_lock_nested(&b->i_mutex, SINGLE_DEPTH_NESTING);
}

static void unlock_rename(struct inode *a, struct inode *b)
{
	if (a != b)
		mutex_unlock(&b->i_mutex);
	mutex_unlock(&a->i_mutex);
	mutex_unlock(&rename_mutex);
}

/* Both exist or don't as dentries; the locks are held */
static int vfs_rename(struct dentry *old_dir, struct dentry *old, struct dentry *new_dir,
		      struct dentry *new, unsigned int flags)
{
	bool is_dir = S_ISDIR(old->d_inode->i_mode);
	int err;

	if (new->d_inode && flags & RENAME_NOREPLACE && old_dir->d_sb == new_dir->d_sb)
		return -EEXIST;
	if (old->d_inode == new->d_inode)
		return 0;
	if (old->d_mounted || old_dir->d_sb != new_dir->d_sb)
		return old->d_mounted ? -EBUSY : -EXDEV;
	if (d_is_below(new_dir, old))
		return -EINVAL;
	err = may_delete(old, is_dir);
	if (!err && new->d_inode)
		err = may_delete(new, is_dir);
	if (err)
		return err;
	if (!old_dir->d_inode->i_op->rename)
		return -EPERM;
	return old_dir->d_inode->i_op->rename(old_dir->d_inode, old, new_dir->d_inode, new);
}

/* With both directories known and locked */
static int rename_locked(struct nameidata *from, struct nameidata *to, unsigned int flags)
{
	struct dentry *old, *new;
	int err;

	if (IS_RDONLY(from->dentry->d_inode))
		return -EROFS;
	old = __lookup_one(from->dentry, from->last, from->last_len);
	if (IS_ERR(old))
		return (int)PTR_ERR(old);
	if (!S_ISDIR(old->d_inode->i_mode) && (from->dir_wanted || to->dir_wanted)) {
		dput(old);
		return -ENOTDIR;
	}
	new = __lookup_one(to->dentry, to->last, to->last_len);
	if (new == ERR_PTR(-ENOENT) && !IS_DEADDIR(to->dentry->d_inode))
		new = d_alloc(to->dentry, to->last, to->last_len) ?: ERR_PTR(-ENOMEM);
	if (IS_ERR(new)) {
		err = (int)PTR_ERR(new);
	} else {
		err = vfs_rename(from->dentry, old, to->dentry, new, flags);
		dput(new);
	}
	dput(old);
	return err;
}

static int do_rename(int olddfd, const char *oldname, int newdfd, const char *newname,
		     unsigned int flags)
{
	struct nameidata from = { .parent = true }, to = { .parent = true };
	int err = *oldname && *newname ? do_walk(&from, olddfd, oldname) : -ENOENT;

	if (err)
		return err;
	err = do_walk(&to, newdfd, newname);
	if (!err) {
		if (!from.last_len || !to.last_len) {
			err = -EBUSY;
		} else {
			lock_rename(from.dentry->d_inode, to.dentry->d_inode);
			err = rename_locked(&from, &to, flags);
			unlock_rename(from.dentry->d_inode, to.dentry->d_inode);
		}
		kfree(to.buf);
		dput(to.dentry);
	}
	kfree(from.buf);
	dput(from.dentry);
	return err;
}

SYSCALL_DEFINE5(renameat2, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname, unsigned int, flags)
{
	struct filename *from, *to;
	int err;

	if (flags & ~RENAME_NOREPLACE)
		return -EINVAL;
	from = getname(oldname);
	if (IS_ERR(from))
		return PTR_ERR(from);
	to = getname(newname);
	if (IS_ERR(to)) {
		err = (int)PTR_ERR(to);
	} else {
		err = do_rename(olddfd, from->name, newdfd, to->name, flags);
		putname(to);
	}
	putname(from);
	return err;
}

SYSCALL_DEFINE4(renameat, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname)
{
	return sys_renameat2(olddfd, oldname, newdfd, newname, 0);
}

SYSCALL_DEFINE2(rename, const char __user *, oldname, const char __user *, newname)
{
	return sys_renameat2(AT_FDCWD, oldname, AT_FDCWD, newname, 0);
}

/* ------------------------------------------------------------------ open */

/* An existing file: may it be opened so? */
static int may_open(struct inode *inode, unsigned int flags)
{
	bool write = ((flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC) && !(flags & O_PATH);

	if (S_ISLNK(inode->i_mode))
		return flags & O_PATH ? 0 : -ELOOP;
	if (S_ISDIR(inode->i_mode))
		return write ? -EISDIR : 0;
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	return write && S_ISREG(inode->i_mode) && IS_RDONLY(inode) ? -EROFS : 0;
}

/* The dentry to open, made if it has to be; *@created: it was */
static struct dentry *open_dentry(int dfd, const char *name, unsigned int flags, umode_t mode,
				  bool *created)
{
	unsigned int lookup = flags & (O_NOFOLLOW | O_EXCL) ? 0 : LOOKUP_FOLLOW;
	struct dentry *parent, *dentry;
	int err = 0;

	if (flags & O_NOFOLLOW || !(flags & O_CREAT))
		lookup = flags & O_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	if (!(flags & O_CREAT))
		return path_lookup(dfd, name, lookup | (flags & O_DIRECTORY ? LOOKUP_DIRECTORY : 0));
	dentry = lookup_create(dfd, name, lookup, false, &parent);
	if (dentry == ERR_PTR(-EEXIST))
		return ERR_PTR(-EISDIR);	/* "/", "." or ".." */
	if (IS_ERR(dentry))
		return dentry;
	if (!dentry->d_inode) {
		err = IS_RDONLY(parent->d_inode) ? -EROFS :
		      vfs_make(parent, dentry, (umode_t)(mask_mode(mode & S_IALLUGO) | S_IFREG), 0);
		*created = !err;
	} else if (flags & O_EXCL) {
		err = -EEXIST;
	}
	dget(dentry);
	path_create_done(dentry, parent);
	if (!err && (dentry->d_mounted || dentry->d_inode->i_op->follow)) {
		/* Not just a name in this directory: walked again */
		dput(dentry);
		return path_lookup(dfd, name, lookup);
	}
	if (err) {
		dput(dentry);
		return ERR_PTR(err);
	}
	return dentry;
}

/*
 * do_filp_open - open @name.
 *
 * @flags: O_*; @mode: of a file that is made, before the umask.  A reference, or ERR_PTR with an
 * error of open(2).  May sleep.
 */
struct file *do_filp_open(int dfd, const char *name, unsigned int flags, umode_t mode)
{
	bool created = false;
	struct dentry *dentry;
	struct file *file;
	int err;

	if ((flags & O_TMPFILE) == O_TMPFILE)
		return ERR_PTR(-EOPNOTSUPP);
	if (flags & O_PATH)
		flags &= O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC;
	if ((flags & (O_CREAT | O_DIRECTORY)) == (O_CREAT | O_DIRECTORY))
		return ERR_PTR(-EINVAL);
	dentry = open_dentry(dfd, name, flags, mode, &created);
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	err = may_open(dentry->d_inode, flags);
	if (err) {
		dput(dentry);
		return ERR_PTR(err);
	}
	file = dentry_open(dentry, flags);
	if (!IS_ERR(file) && flags & O_TRUNC && !created && S_ISREG(file_inode(file)->i_mode)) {
		err = get_write_access(file_inode(file));
		if (!err) {
			err = do_truncate(file->f_dentry, 0);
			put_write_access(file_inode(file));
		}
		if (err) {
			fput(file);
			file = ERR_PTR(err);
		}
	}
	dput(dentry);
	return file;
}
