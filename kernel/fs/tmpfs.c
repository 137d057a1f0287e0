/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tmpfs: inodes, names and mount options; the pages are mm/shmem.c's.
 *
 *   mount -t tmpfs -o size=50%,nr_inodes=1k none /tmp
 *
 *   size=      bytes, with k, m, g; or per cent of RAM    default: half of RAM
 *   nr_blocks= pages                                      (0: no limit)
 *   nr_inodes= inodes                                     default: one for each page of low memory, where they
 *                                                         lie, or each second page of RAM (0: no limit)
 *   mode=, uid=, gid=   of the root directory             default: 1777, 0, 0
 *
 * shm_sb is the kernel's own instance, for memory that no directory names; it has no limits.  An inode is counted when
 * it is made and each further name of a file as one more, because a name is memory, too.
 *
 * Locking: the directory's i_mutex, held by the caller; stat_lock.  Tests: shmem.*, files.*, tests/user/tmpfs.c
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>

#define TMPFS_MAGIC	0x01021994

struct super_block *shm_sb;

static struct kmem_cache *shmem_inode_cachep;
static const struct inode_operations shmem_dir_inode_operations;

/* ------------------------------------------------------------------ inodes */

/* One inode, or name, more.  0, -ENOSPC. */
static int shmem_reserve_inode(struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);
	int err = 0;

	spin_lock(&sbinfo->stat_lock);
	if (sbinfo->max_inodes && !sbinfo->free_inodes)
		err = -ENOSPC;
	else if (sbinfo->max_inodes)
		sbinfo->free_inodes--;
	spin_unlock(&sbinfo->stat_lock);
	return err;
}

static void shmem_free_inode(struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);

	spin_lock(&sbinfo->stat_lock);
	if (sbinfo->max_inodes)
		sbinfo->free_inodes++;
	spin_unlock(&sbinfo->stat_lock);
}

static struct inode *shmem_alloc_inode(struct super_block *sb)
{
	struct shmem_inode_info *info = kmem_cache_zalloc(shmem_inode_cachep, GFP_KERNEL);

	if (!info)
		return NULL;
	spin_lock_init(&info->lock);
	INIT_LIST_HEAD(&info->swaplist);
	return &info->vfs_inode;
}

static void shmem_destroy_inode(struct inode *inode)
{
	kmem_cache_free(shmem_inode_cachep, SHMEM_I(inode));
}

static void shmem_evict_inode(struct inode *inode)
{
	shmem_evict_pages(inode);
	shmem_free_inode(inode->i_sb);
}

/*
 * shmem_get_inode - a new file of the kind that @mode says.
 *
 * @flags: VM_NORESERVE if its pages are to be charged one by one, else 0.  NULL: no memory, or no inodes left.
 */
struct inode *shmem_get_inode(struct super_block *sb, umode_t mode, dev_t dev, unsigned long flags)
{
	struct inode *inode;

	if (shmem_reserve_inode(sb))
		return NULL;
	inode = new_inode(sb);
	if (!inode) {
		shmem_free_inode(sb);
		return NULL;
	}
	inode->i_mode = mode;
	SHMEM_I(inode)->flags = flags & VM_NORESERVE;
	SHMEM_I(inode)->seals = F_SEAL_SEAL;
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &shmem_inode_operations;
		inode->i_fop = &shmem_file_operations;
		inode->i_data.a_ops = &shmem_aops;
		__set_bit(AS_SHMEM, &inode->i_data.flags);
		__set_bit(AS_NO_WRITEBACK_TAGS, &inode->i_data.flags);
		break;
	case S_IFDIR:
		inode->i_op = &shmem_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		inode->i_nlink = 2;
		break;
	case S_IFLNK:
		inode->i_op = &simple_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, mode, dev);
	}
	return inode;
}

/* ------------------------------------------------------------------ names */

static int shmem_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	struct inode *inode = shmem_get_inode(dir->i_sb, mode, dev, VM_NORESERVE);

	if (!inode)
		return -ENOSPC;
	simple_keep(dir, dentry, inode);
	return 0;
}

static int shmem_create(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return shmem_mknod(dir, dentry, mode, 0);
}

static int shmem_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	struct inode *inode = shmem_get_inode(dir->i_sb, S_IFLNK | S_IRWXUGO, 0, VM_NORESERVE);

	return inode ? simple_symlink(dir, dentry, inode, target) : -ENOSPC;
}

static int shmem_link(struct dentry *old_dentry, struct inode *dir, struct dentry *dentry)
{
	return shmem_reserve_inode(dir->i_sb) ?: simple_link(old_dentry, dir, dentry);
}

static int shmem_unlink(struct inode *dir, struct dentry *dentry)
{
	if (dentry->d_inode->i_nlink > 1)
		shmem_free_inode(dir->i_sb);
	return simple_unlink(dir, dentry);
}

static const struct inode_operations shmem_dir_inode_operations = {
	.create = shmem_create,
	.link = shmem_link,
	.unlink = shmem_unlink,
	.symlink = shmem_symlink,
	.mkdir = shmem_create,
	.rmdir = simple_rmdir,
	.mknod = shmem_mknod,
	.rename = simple_rename,
};

/* ------------------------------------------------------------------ mount options */

static unsigned long shmem_default_max_blocks(void)
{
	return totalram_pages / 2;
}

static unsigned long shmem_default_max_inodes(void)
{
	return min(totalram_pages - totalhigh_pages, totalram_pages / 2);
}

/* size=: pages, into *@blocks.  False: it is no size. */
static bool shmem_parse_size(const char *value, unsigned long *blocks)
{
	char *end;
	unsigned long long size = memparse(value, &end);

	if (*end == '%') {
		size = div_u64((size << PAGE_SHIFT) * totalram_pages, 100);
		end++;
	}
	*blocks = (unsigned long)((size + PAGE_SIZE - 1) >> PAGE_SHIFT);
	return end != value && !*end;
}

/* nr_blocks=, nr_inodes=: a number, with k, m, g */
static bool shmem_parse_count(const char *value, unsigned long *count)
{
	char *end;

	*count = (unsigned long)memparse(value, &end);
	return end != value && !*end;
}

/* One option, into @sbinfo.  0; -EINVAL, and the log says why. */
static int shmem_parse_option(const char *name, const char *value, struct shmem_sb_info *sbinfo)
{
	unsigned int number;
	bool good;

	if (!value) {
		pr_err("tmpfs: No value for mount option '%s'\n", name);
		return -EINVAL;
	}
	if (!strcmp(name, "size")) {
		good = shmem_parse_size(value, &sbinfo->max_blocks);
	} else if (!strcmp(name, "nr_blocks")) {
		good = shmem_parse_count(value, &sbinfo->max_blocks);
	} else if (!strcmp(name, "nr_inodes")) {
		good = shmem_parse_count(value, &sbinfo->max_inodes);
	} else if (!strcmp(name, "mode")) {
		good = !kstrtouint(value, 8, &number);
		sbinfo->mode = (umode_t)(number & S_IALLUGO);
	} else if (!strcmp(name, "uid")) {
		good = !kstrtouint(value, 0, &sbinfo->uid);
	} else if (!strcmp(name, "gid")) {
		good = !kstrtouint(value, 0, &sbinfo->gid);
	} else {
		pr_err("tmpfs: Bad mount option %s\n", name);
		return -EINVAL;
	}
	if (good)
		return 0;
	pr_err("tmpfs: Bad value '%s' for mount option '%s'\n", value, name);
	return -EINVAL;
}

/* "size=1m,mode=755", which is cut into pieces.  0, -EINVAL. */
static int shmem_parse_options(char *options, struct shmem_sb_info *sbinfo)
{
	char *name, *value;
	int err = 0;

	while (!err && (name = strsep(&options, ","))) {
		if (!*name)
			continue;
		value = strchr(name, '=');
		if (value)
			*value++ = '\0';
		err = shmem_parse_option(name, value, sbinfo);
	}
	return err;
}

/*
 * Other limits for an instance in use.  0; -EINVAL: it has more already, or a limit would come where none was, since
 * what is free would be wrong.
 */
static int shmem_remount_fs(struct super_block *sb, unsigned long *flags, char *data)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb), config = *sbinfo;
	unsigned long inodes;
	int err = shmem_parse_options(data, &config);

	if (err)
		return err;
	spin_lock(&sbinfo->stat_lock);
	inodes = sbinfo->max_inodes - sbinfo->free_inodes;
	if ((config.max_blocks && (!sbinfo->max_blocks || sbinfo->used_blocks > config.max_blocks)) ||
	    (config.max_inodes && (!sbinfo->max_inodes || inodes > config.max_inodes))) {
		err = -EINVAL;
	} else {
		sbinfo->max_blocks = config.max_blocks;
		sbinfo->max_inodes = config.max_inodes;
		sbinfo->free_inodes = config.max_inodes - inodes;
	}
	spin_unlock(&sbinfo->stat_lock);
	return err;
}

/* ------------------------------------------------------------------ instances */

static int shmem_statfs(struct super_block *sb, struct kstatfs *buf)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);

	spin_lock(&sbinfo->stat_lock);
	if (sbinfo->max_blocks) {
		buf->f_blocks = sbinfo->max_blocks;
		buf->f_bavail = buf->f_bfree = sbinfo->max_blocks - sbinfo->used_blocks;
	}
	if (sbinfo->max_inodes) {
		buf->f_files = sbinfo->max_inodes;
		buf->f_ffree = sbinfo->free_inodes;
	}
	spin_unlock(&sbinfo->stat_lock);
	return 0;
}

/* What isn't as it is without options */
static void shmem_show_options(struct seq_file *m, struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);

	if (sbinfo->max_blocks != shmem_default_max_blocks())
		seq_printf(m, ",size=%luk", sbinfo->max_blocks << (PAGE_SHIFT - 10));
	if (sbinfo->max_inodes != shmem_default_max_inodes())
		seq_printf(m, ",nr_inodes=%lu", sbinfo->max_inodes);
	if (sbinfo->mode != (S_IRWXUGO | S_ISVTX))
		seq_printf(m, ",mode=%03o", sbinfo->mode);
	if (sbinfo->uid)
		seq_printf(m, ",uid=%u", sbinfo->uid);
	if (sbinfo->gid)
		seq_printf(m, ",gid=%u", sbinfo->gid);
}

static void shmem_put_super(struct super_block *sb)
{
	kfree(sb->s_fs_info);
}

static const struct super_operations shmem_ops = {
	.alloc_inode = shmem_alloc_inode,
	.destroy_inode = shmem_destroy_inode,
	.evict_inode = shmem_evict_inode,
	.statfs = shmem_statfs,
	.remount_fs = shmem_remount_fs,
	.put_super = shmem_put_super,
	.show_options = shmem_show_options,
};

/* An instance with @limits (max_blocks, max_inodes, and whose the root is).  0; errno: @sb has what is made so far. */
static int shmem_fill(struct super_block *sb, const struct shmem_sb_info *limits, char *options)
{
	struct shmem_sb_info *sbinfo = kmalloc(sizeof(*sbinfo), GFP_KERNEL);
	struct inode *inode;
	int err;

	if (!sbinfo)
		return -ENOMEM;
	*sbinfo = *limits;
	spin_lock_init(&sbinfo->stat_lock);
	err = shmem_parse_options(options, sbinfo);
	sbinfo->free_inodes = sbinfo->max_inodes;
	sb->s_magic = TMPFS_MAGIC;
	sb->s_op = &shmem_ops;
	sb->s_fs_info = sbinfo;
	if (err)
		return err;
	inode = shmem_get_inode(sb, S_IFDIR | sbinfo->mode, 0, VM_NORESERVE);
	if (inode) {
		inode->i_uid = sbinfo->uid;
		inode->i_gid = sbinfo->gid;
	}
	sb->s_root = d_alloc_root(sb, inode);
	return sb->s_root ? 0 : -ENOMEM;
}

/* shmem_fill_super - an instance of tmpfs, as the options @data (may be NULL) say.  0, -EINVAL, -ENOMEM. */
int shmem_fill_super(struct super_block *sb, const char *source, char *data)
{
	struct shmem_sb_info limits = {
		.max_blocks = shmem_default_max_blocks(),
		.max_inodes = shmem_default_max_inodes(),
		.mode = S_IRWXUGO | S_ISVTX,
	};

	return shmem_fill(sb, &limits, data);
}

static struct file_system_type shmem_fs_type = {
	.name = "tmpfs",
	.in_dcache = true,
	.fill_super = shmem_fill_super,
};

static struct file_system_type devtmpfs_type = {
	.name = "devtmpfs",
	.in_dcache = true,
	.fill_super = devfs_fill_super,
};

/* shmem_init - tmpfs can be mounted, and memory be shared.  Boot only. */
void __init shmem_init(void)
{
	static const struct shmem_sb_info no_limits __initconst = { .mode = S_IRWXUGO | S_ISVTX };

	shmem_inode_cachep = kmem_cache_create("shmem_inode_cache", sizeof(struct shmem_inode_info), 0,
					       SLAB_PANIC, NULL);
	register_filesystem(&shmem_fs_type);
	register_filesystem(&devtmpfs_type);
	shm_sb = new_super("tmpfs", 0, NULL);
	if (!shm_sb || shmem_fill(shm_sb, &no_limits, NULL))
		panic("no memory for shared memory");
}
