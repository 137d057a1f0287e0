/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * File systems: their types, and where they are mounted.
 *
 * A type has a name and fill_super(), which makes the root of one instance.  A mount ties that root
 * to a directory: dentry.d_mounted leads down, d_covers up (dcache.c).  Each instance is mounted once, and goes with
 * its mount.
 *
 * Locking.  mount_mutex: what is mounted where.  s_umount of an instance: for reading, it stays; for writing, its
 * options change, or it goes.  sb_lock: the list of all instances, and s_count, the references of who goes along it.
 */
#include <linux/backing-dev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

static LIST_HEAD(file_systems);
static LIST_HEAD(super_blocks);	/* all instances, by s_list; sb_lock */
static DEFINE_SPINLOCK(sb_lock);
static LIST_HEAD(mounts);		/* those that are mounted, by s_mounts; mount_mutex */
static DEFINE_MUTEX(mount_mutex);
static unsigned int next_dev;		/* anonymous device numbers */
static struct super_block *rootfs_sb;	/* the first one, "/" of everybody */

/* register_filesystem - from now on it can be mounted.  -EBUSY: there is one of that name. */
int register_filesystem(struct file_system_type *fs)
{
	struct file_system_type *t;

	list_for_each_entry(t, &file_systems, list)
		if (!strcmp(t->name, fs->name))
			return -EBUSY;
	list_add_tail(&fs->list, &file_systems);
	return 0;
}

/* An instance without a root yet; NULL without memory */
static struct super_block *alloc_super(const char *id)
{
	struct super_block *sb = kzalloc(sizeof(*sb), GFP_KERNEL);

	if (!sb)
		return NULL;
	sb->s_id = id;
	sb->s_count = 1;
	sb->s_bdi = &noop_backing_dev_info;
	init_rwsem(&sb->s_umount);
	INIT_LIST_HEAD(&sb->s_inodes);
	INIT_LIST_HEAD(&sb->s_dirty);
	INIT_LIST_HEAD(&sb->s_io);
	spin_lock(&sb_lock);
	sb->s_dev = MKDEV(0, ++next_dev);
	list_add_tail(&sb->s_list, &super_blocks);
	spin_unlock(&sb_lock);
	return sb;
}

/* new_super - an instance of the kernel's own, which nobody mounts; NULL without memory. */
struct super_block *new_super(const char *id, unsigned long magic, const struct super_operations *op)
{
	struct super_block *sb = alloc_super(id);

	if (sb) {
		sb->s_magic = magic;
		sb->s_op = op;
		sb->s_flags = MS_ACTIVE;
	}
	return sb;
}

/* One reference less.  Caller holds sb_lock. */
static void put_super(struct super_block *sb)
{
	if (--sb->s_count)
		return;
	list_del(&sb->s_list);
	kfree(sb->s_source);
	kfree(sb);
}

/* iterate_supers - @fn(sb, @arg) for each instance that is in use, with its s_umount held for reading.  Sleeps. */
void iterate_supers(void (*fn)(struct super_block *sb, void *arg), void *arg)
{
	struct super_block *sb, *old = NULL;

	spin_lock(&sb_lock);
	list_for_each_entry(sb, &super_blocks, s_list) {
		sb->s_count++;		/* it stays in the list */
		spin_unlock(&sb_lock);
		down_read(&sb->s_umount);
		if (sb->s_flags & MS_ACTIVE)
			fn(sb, arg);
		up_read(&sb->s_umount);
		spin_lock(&sb_lock);
		if (old)
			put_super(old);
		old = sb;
	}
	if (old)
		put_super(old);
	spin_unlock(&sb_lock);
}

static struct file_system_type *find_type(const char *name)
{
	struct file_system_type *t;

	list_for_each_entry(t, &file_systems, list)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

/* The instance @sb goes, with all its names and files, to which nobody else refers; what is dirty is written first */
static void generic_shutdown_super(struct super_block *sb)
{
	down_write(&sb->s_umount);
	if (sb->s_root && sb->s_type->in_dcache)
		d_genocide(sb->s_root);
	dput(sb->s_root);
	if (sb->s_flags & MS_ACTIVE)
		sync_filesystem(sb);
	sb->s_flags &= ~MS_ACTIVE;
	evict_inodes(sb);
	if (sb->s_op && sb->s_op->put_super)
		sb->s_op->put_super(sb);
	WARN_ON(!list_empty(&sb->s_inodes));
	up_write(&sb->s_umount);
	spin_lock(&sb_lock);
	put_super(sb);
	spin_unlock(&sb_lock);
}

#define MS_ATIME	(MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME)

/* What mount(2)'s @flags say of times of access; nothing is relatime */
static unsigned long atime_flags(unsigned long flags)
{
	if (flags & MS_STRICTATIME)
		return flags & MS_NODIRATIME;
	if (flags & MS_NOATIME)
		return flags & (MS_NOATIME | MS_NODIRATIME);
	return (flags & MS_NODIRATIME) | MS_RELATIME;
}

/* An instance of @type with its root; @flags: MS_*.  ERR_PTR */
static struct super_block *make_super(const struct file_system_type *type, const char *source, unsigned long flags,
				      char *data)
{
	struct super_block *sb = alloc_super(type->name);
	int err;

	if (!sb)
		return ERR_PTR(-ENOMEM);
	sb->s_type = type;
	sb->s_flags = atime_flags(flags) | (flags & MS_RDONLY);
	sb->s_source = kstrdup(source, GFP_KERNEL);
	err = sb->s_source ? type->fill_super(sb, source, data) : -ENOMEM;
	if (!err) {
		sb->s_flags |= MS_ACTIVE;
		return sb;
	}
	generic_shutdown_super(sb);
	return ERR_PTR(err);
}

/*
 * do_mount_fs - an instance of @type covers the directory @dir from now on.
 *
 * @flags: MS_* for times of access, MS_RDONLY.  @data: its options, which are changed; may be NULL.
 * 0, -ENODEV (no such type), -ENOTDIR, -ENOENT (removed), or what lookup and fill_super() say.  May sleep.
 */
int do_mount_fs(const char *type, const char *source, const char *dir, unsigned long flags, char *data)
{
	struct file_system_type *t = find_type(type);
	struct super_block *sb;
	struct dentry *dentry;

	if (!t)
		return -ENODEV;
	dentry = path_lookup(AT_FDCWD, dir, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	sb = IS_DEADDIR(dentry->d_inode) ? ERR_PTR(-ENOENT) : make_super(t, source, flags, data);
	if (IS_ERR(sb)) {
		dput(dentry);
		return (int)PTR_ERR(sb);
	}
	mutex_lock(&mount_mutex);
	d_mount(sb->s_root, dentry);	/* the reference goes along */
	list_add_tail(&sb->s_mounts, &mounts);
	mutex_unlock(&mount_mutex);
	return 0;
}

/*
 * Takes the file system of @root away again, with its files; the reference of @root goes.  0; -EINVAL: @root is none;
 * -EBUSY: somebody uses it, or it is the first one.
 */
static int do_umount(struct dentry *root)
{
	struct super_block *sb = root->d_sb;
	struct dentry *covered = ERR_PTR(-EINVAL);

	mutex_lock(&mount_mutex);
	if (root == sb->s_root) {
		covered = d_umount(root, sb->s_type->in_dcache);
		if (!IS_ERR(covered))
			list_del(&sb->s_mounts);
	}
	mutex_unlock(&mount_mutex);
	dput(root);
	if (IS_ERR(covered))
		return (int)PTR_ERR(covered);
	dput(covered);
	generic_shutdown_super(sb);
	return 0;
}

/* The file system @sb becomes read-only: what is dirty is written.  0, -EBUSY: somebody has a file open for writing. */
static int make_readonly(struct super_block *sb)
{
	if (inodes_open_for_writing(sb))
		return -EBUSY;
	sync_filesystem(sb);		/* its errors are told to who has the files */
	return 0;
}

/* Caller holds s_umount for writing.  0, errno. */
static int remount_super(struct super_block *sb, unsigned long flags, char *data)
{
	unsigned long changed = (sb->s_flags ^ flags) & MS_RDONLY;
	int err = 0;

	if (changed && flags & MS_RDONLY)
		err = make_readonly(sb);
	if (!err && sb->s_op && sb->s_op->remount_fs)
		err = sb->s_op->remount_fs(sb, &flags, data);
	if (err)
		return err;
	sb->s_flags ^= changed;
	if (flags & MS_ATIME)
		sb->s_flags = atime_flags(flags) | (sb->s_flags & (MS_ACTIVE | MS_RDONLY));
	return 0;
}

/*
 * Other options for the file system whose root is @dir; what @flags don't say of times of access stays.
 *
 * 0, -EINVAL: it is no root, or bad options; -EBUSY: it can't be read-only, because somebody writes; errno.
 */
static int do_remount(const char *dir, unsigned long flags, char *data)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, dir, LOOKUP_FOLLOW);
	struct super_block *sb;
	int err = -EINVAL;

	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	sb = dentry->d_sb;
	if (dentry == sb->s_root) {
		down_write(&sb->s_umount);
		err = remount_super(sb, flags, data);
		up_write(&sb->s_umount);
	}
	dput(dentry);
	return err;
}

/* The text at @data, of a page at most: NULL, if there is none; to be kfree'd; ERR_PTR(-EFAULT, -ENOMEM) */
static char *copy_mount_string(const char __user *data)
{
	char *copy;
	long len;

	if (!data)
		return NULL;
	copy = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	len = strncpy_from_user(copy, data, PAGE_SIZE);
	if (len < 0) {
		kfree(copy);
		return ERR_PTR(len);
	}
	copy[min_t(long, len, PAGE_SIZE - 1)] = '\0';
	return copy;
}

/* With all texts in the kernel's memory; each may be NULL.  0, errno. */
static int do_mount(const char *source, const char *dir, const char *type, unsigned long flags, char *data)
{
	if (flags & MS_REMOUNT)
		return do_remount(dir, flags, data);
	if (flags & MS_BIND || !type)
		return -EINVAL;
	return do_mount_fs(type, source ?: "none", dir, flags, data);
}

SYSCALL_DEFINE5(mount, char __user *, dev_name, char __user *, dir_name, char __user *, type,
		unsigned long, flags, void __user *, data)
{
	char *texts[3] = { NULL };	/* type, source, options */
	const char __user *from[3] = { type, dev_name, data };
	struct filename *dir;
	int i, err = 0;

	for (i = 0; !err && i < 3; i++) {
		texts[i] = copy_mount_string(from[i]);
		if (IS_ERR(texts[i])) {
			err = (int)PTR_ERR(texts[i]);
			texts[i] = NULL;
		}
	}
	if (!err) {
		dir = getname(dir_name);
		if (IS_ERR(dir)) {
			err = (int)PTR_ERR(dir);
		} else {
			err = do_mount(texts[1], dir->name, texts[0], flags, texts[2]);
			putname(dir);
		}
	}
	for (i = 0; i < 3; i++)
		kfree(texts[i]);
	return err;
}

#define MNT_FORCE	1
#define UMOUNT_NOFOLLOW	8

/* 0; -EINVAL: not the root of a file system, or flags (MNT_DETACH, MNT_EXPIRE) that aren't known; -EBUSY */
SYSCALL_DEFINE2(umount, char __user *, name, int, flags)
{
	struct dentry *dentry;

	if (flags & ~(MNT_FORCE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	dentry = user_path_at(AT_FDCWD, name, flags & UMOUNT_NOFOLLOW ? 0 : LOOKUP_FOLLOW);
	return IS_ERR(dentry) ? PTR_ERR(dentry) : do_umount(dentry);
}

/* ------------------------------------------------------------------ what /proc shows */

void show_file_systems(struct seq_file *m)
{
	struct file_system_type *t;

	list_for_each_entry(t, &file_systems, list)
		seq_printf(m, "%s\t%s\n", t->requires_dev ? "" : "nodev", t->name);
}

/* A field of a line: what would end it is written in octal */
static void show_field(struct seq_file *m, const char *text)
{
	for (; *text; text++) {
		if (strchr(" \t\n\\", *text))
			seq_printf(m, "\\%03o", *text);
		else
			seq_printf(m, "%c", *text);
	}
	seq_printf(m, " ");
}

/* Each line: device, directory, type, options; @path: PATH_MAX bytes */
static void show_mount(struct seq_file *m, struct super_block *sb, char *path)
{
	char *p = d_path(sb->s_root, path, PATH_MAX);

	show_field(m, sb->s_source);
	show_field(m, IS_ERR(p) ? "?" : p);
	seq_printf(m, "%s %s%s%s%s", sb == rootfs_sb ? "rootfs" : sb->s_id,
		   sb->s_flags & MS_RDONLY ? "ro" : "rw",
		   sb->s_flags & MS_NOATIME ? ",noatime" : "", sb->s_flags & MS_NODIRATIME ? ",nodiratime" : "",
		   sb->s_flags & MS_RELATIME ? ",relatime" : "");
	if (sb->s_op && sb->s_op->show_options)
		sb->s_op->show_options(m, sb);
	seq_printf(m, " 0 0\n");
}

/* 0, -ENOMEM */
int show_mount_table(struct seq_file *m)
{
	char *path = kmalloc(PATH_MAX, GFP_KERNEL);
	struct super_block *sb;

	if (!path)
		return -ENOMEM;
	mutex_lock(&mount_mutex);
	list_for_each_entry(sb, &mounts, s_mounts)
		show_mount(m, sb, path);
	mutex_unlock(&mount_mutex);
	kfree(path);
	return 0;
}

/* mount_root - the first instance, "/" of everybody.  Boot only. */
void __init mount_root(void)
{
	struct super_block *sb = make_super(find_type("tmpfs"), "rootfs", MS_STRICTATIME, NULL);

	if (IS_ERR(sb))
		panic("no memory for the root file system");
	rootfs_sb = sb;
	list_add(&sb->s_mounts, &mounts);
	init_fs.root = dget(sb->s_root);
	init_fs.pwd = dget(sb->s_root);
}
