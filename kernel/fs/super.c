/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * File systems: their types, and where they are mounted.
 *
 * A type has a name and fill_super(), which makes the root of one instance.  A mount ties that root
 * to a directory: dentry.d_mounted leads down, d_covers up.  Each instance is mounted once.
 */
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
static LIST_HEAD(super_blocks);	/* mounted ones; mount_mutex */
static DEFINE_MUTEX(mount_mutex);
static unsigned int next_dev;		/* anonymous device numbers */

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

/* new_super - an instance without a root yet; NULL without memory. */
struct super_block *new_super(const char *id, unsigned long magic, const struct super_operations *op)
{
	struct super_block *sb = kzalloc(sizeof(*sb), GFP_KERNEL);

	if (sb) {
		sb->s_id = id;
		sb->s_magic = magic;
		sb->s_op = op;
		sb->s_dev = MKDEV(0, ++next_dev);
	}
	return sb;
}

static struct file_system_type *find_type(const char *name)
{
	struct file_system_type *t;

	list_for_each_entry(t, &file_systems, list)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

/* An instance of @type with its root; ERR_PTR */
static struct super_block *make_super(struct file_system_type *type, const char *source,
				      const char *data)
{
	struct super_block *sb = new_super(type->name, 0, NULL);
	int err;

	if (!sb)
		return ERR_PTR(-ENOMEM);
	err = type->fill_super(sb, source, data);
	if (!err)
		return sb;
	kfree(sb);
	return ERR_PTR(err);
}

/*
 * do_mount_fs - an instance of @type covers the directory @dir from now on.
 *
 * 0, -ENODEV (no such type), -ENOTDIR, -EBUSY, or what lookup and fill_super() say.  May sleep.
 */
int do_mount_fs(const char *type, const char *source, const char *dir, const char *data)
{
	struct file_system_type *t = find_type(type);
	struct super_block *sb;
	struct dentry *dentry;

	if (!t)
		return -ENODEV;
	dentry = path_lookup(AT_FDCWD, dir, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	sb = make_super(t, source, data);
	if (IS_ERR(sb)) {
		dput(dentry);
		return (int)PTR_ERR(sb);
	}
	mutex_lock(&mount_mutex);
	sb->s_root->d_covers = dentry;	/* the reference goes along */
	dentry->d_mounted = sb->s_root;
	list_add_tail(&sb->s_list, &super_blocks);
	mutex_unlock(&mount_mutex);
	return 0;
}

/* Takes the file system of @root away again.  -EBUSY: somebody uses it, or it is the first one. */
static int do_umount(struct dentry *root)
{
	struct super_block *sb = root->d_sb;
	struct dentry *covered = root->d_covers;
	int err = -EBUSY;

	mutex_lock(&mount_mutex);
	if (root->d_parent != root)
		err = -EINVAL;
	else if (covered && atomic_read(&root->d_count) == 2 && list_empty(&root->d_subdirs))
		err = 0;
	if (!err) {
		covered->d_mounted = NULL;
		root->d_covers = NULL;
		list_del(&sb->s_list);
	}
	mutex_unlock(&mount_mutex);
	if (err)
		return err;
	dput(root);			/* the instance's */
	dput(root);			/* the caller's */
	dput(covered);
	if (sb->s_op && sb->s_op->put_super)
		sb->s_op->put_super(sb);
	kfree(sb);
	return 0;
}

#define MS_RDONLY	1
#define MS_REMOUNT	32
#define MS_BIND		4096

SYSCALL_DEFINE5(mount, char __user *, dev_name, char __user *, dir_name, char __user *, type,
		unsigned long, flags, void __user *, data)
{
	char kind[32], source[64] = "none";
	struct filename *dir;
	long len;
	int err;

	if (flags & MS_REMOUNT)
		return 0;
	if (flags & MS_BIND)
		return -EINVAL;
	len = strncpy_from_user(kind, type, sizeof(kind));
	if (len < 0 || len == sizeof(kind))
		return len < 0 ? -EFAULT : -ENODEV;
	if (dev_name) {
		len = strncpy_from_user(source, dev_name, sizeof(source));
		if (len < 0 || len == sizeof(source))
			return len < 0 ? -EFAULT : -ENAMETOOLONG;
	}
	dir = getname(dir_name);
	if (IS_ERR(dir))
		return PTR_ERR(dir);
	err = do_mount_fs(kind, source, dir->name, NULL);
	putname(dir);
	return err;
}

SYSCALL_DEFINE2(umount, char __user *, name, int, flags)
{
	struct dentry *dentry = user_path_at(AT_FDCWD, name, LOOKUP_FOLLOW);
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = do_umount(dentry);
	if (err)
		dput(dentry);
	return err;
}

/* Types and mounts, as /proc shows them */
void show_file_systems(struct seq_file *m)
{
	struct file_system_type *t;

	list_for_each_entry(t, &file_systems, list)
		seq_printf(m, "nodev\t%s\n", t->name);
}

void show_mount_table(struct seq_file *m)
{
	struct super_block *sb;
	char path[128], *p;

	mutex_lock(&mount_mutex);
	list_for_each_entry(sb, &super_blocks, s_list) {
		p = d_path(sb->s_root, path, sizeof(path));
		seq_printf(m, "%s %s %s rw 0 0\n", sb == rootfs_sb ? "rootfs" : sb->s_id,
			   IS_ERR(p) ? "?" : p, sb->s_id);
	}
	mutex_unlock(&mount_mutex);
}

/* mount_root - the first instance, "/" of everybody.  Boot only. */
void __init mount_root(void)
{
	struct super_block *sb = make_super(find_type("tmpfs"), "rootfs", NULL);

	if (IS_ERR(sb))
		panic("no memory for the root file system");
	rootfs_sb = sb;
	list_add(&sb->s_list, &super_blocks);
	init_fs.root = dget(sb->s_root);
	init_fs.pwd = dget(sb->s_root);
}
