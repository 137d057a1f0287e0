/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2: a file system on a disk, mounted and unmounted.
 *
 *   mount -t ext2 -o ro,errors=remount-ro /dev/vda /mnt
 *
 *   errors=continue|remount-ro|panic    what happens when the disk says nonsense; default: what the super block has
 *
 * Images are made by the host's mke2fs: 1, 2 and 4 KiB blocks, revision 0 or 1, with or without file types in
 * directories, hash trees and space for growing.  What isn't known (a journal to be recovered, extents, ...) is refused
 * with a word, or mounted read-only where that is safe.
 *
 * While it is mounted to be written the super block doesn't say "valid" (s_state), so the host's e2fsck looks after a
 * power cut.  There is no journal: what was not synced may be lost, what was is there, once e2fsck has been.
 *
 * Locking: s_lock, s_umount.  Article 3.3.4.  Tests: tests/host/ext2.t
 */
#include <linux/backing-dev.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/writeback.h>
#include "ext2.h"

static struct kmem_cache *ext2_inode_cachep;

/* ------------------------------------------------------------------ what is wrong */

/* ext2_error - @sb's disk says nonsense: a line, a mark for e2fsck, and what errors= says.  Any lock of ext2's may be held. */
void ext2_error(struct super_block *sb, const char *function, const char *fmt, ...)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	char text[160];
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	__builtin_va_end(args);
	pr_err("EXT2-fs error (device %s): %s: %s\n", sb->s_bdev->bd_name, function, text);
	if (sbi->s_errors == EXT2_ERRORS_PANIC)
		panic("EXT2-fs: panic from previous error");
	if (!(sb->s_flags & MS_RDONLY)) {
		sbi->s_es->s_state |= EXT2_ERROR_FS;
		mark_buffer_dirty(&sbi->s_sbh);
	}
	if (sbi->s_errors == EXT2_ERRORS_RO && !(sb->s_flags & MS_RDONLY)) {
		pr_err("EXT2-fs (%s): remounting read-only\n", sb->s_bdev->bd_name);
		sb->s_flags |= MS_RDONLY;
	}
}

/* ext2_bread - sb_bread(), with a line for a block that can't be read.  0, -EIO, -ENOMEM. */
int ext2_bread(struct super_block *sb, sector_t block, struct buffer_head *bh)
{
	int err = sb_bread(sb, block, bh);

	if (err == -EIO)
		ext2_error(sb, __func__, "block %llu can't be read", (u64)block);
	return err;
}

/* ------------------------------------------------------------------ inodes in memory */

static struct inode *ext2_alloc_inode(struct super_block *sb)
{
	struct ext2_inode_info *ei = kmem_cache_zalloc(ext2_inode_cachep, GFP_KERNEL);

	if (!ei)
		return NULL;
	mutex_init(&ei->truncate_mutex);
	return &ei->vfs_inode;
}

static void ext2_destroy_inode(struct inode *inode)
{
	kmem_cache_free(ext2_inode_cachep, EXT2_I(inode));
}

/* ------------------------------------------------------------------ options */

struct ext2_options {
	unsigned int errors;
};

/* @data is cut to pieces.  0, -EINVAL. */
static int parse_options(char *data, struct ext2_options *options)
{
	static const char *const names[] = {
		[EXT2_ERRORS_CONTINUE] = "errors=continue",
		[EXT2_ERRORS_RO] = "errors=remount-ro",
		[EXT2_ERRORS_PANIC] = "errors=panic",
	};
	char *option;
	unsigned int i;

	while ((option = strsep(&data, ","))) {
		for (i = EXT2_ERRORS_CONTINUE; i < ARRAY_SIZE(names) && strcmp(option, names[i]); i++)
			;
		if (i < ARRAY_SIZE(names)) {
			options->errors = i;
		} else if (*option) {
			pr_err("EXT2-fs: unrecognized mount option \"%s\"\n", option);
			return -EINVAL;
		}
	}
	return 0;
}

static void ext2_show_options(struct seq_file *m, struct super_block *sb)
{
	static const char *const names[] = { "continue", "continue", "remount-ro", "panic" };

	seq_printf(m, ",errors=%s", names[EXT2_SB(sb)->s_errors]);
}

/* ------------------------------------------------------------------ the super block */

/* Why @es can't be mounted; NULL: it can.  @blocksize: bytes. */
static const char *super_fault(const struct ext2_super_block *es, const struct block_device *bdev)
{
	unsigned int blocksize, inode_size;
	u64 groups;

	if (es->s_magic != EXT2_SUPER_MAGIC)
		return "it isn't ext2";
	if (es->s_log_block_size > 2)
		return "its blocks are larger than a page";
	blocksize = EXT2_MIN_BLOCK_SIZE << es->s_log_block_size;
	inode_size = es->s_rev_level ? es->s_inode_size : EXT2_GOOD_OLD_INODE_SIZE;
	if (es->s_rev_level > EXT2_DYNAMIC_REV)
		return "its revision isn't known";
	if (es->s_rev_level && es->s_feature_incompat & ~EXT2_FEATURE_INCOMPAT_SUPP)
		return "it has features that aren't known";
	if (inode_size < EXT2_GOOD_OLD_INODE_SIZE || inode_size > blocksize || !is_power_of_2(inode_size))
		return "its inodes have a bad size";
	if (es->s_first_data_block != (blocksize == EXT2_MIN_BLOCK_SIZE))
		return "its first block is another one";
	if (!es->s_blocks_per_group || es->s_blocks_per_group > blocksize * 8 || es->s_blocks_per_group < 8)
		return "its groups have a bad number of blocks";
	if (es->s_inodes_per_group < blocksize / inode_size || es->s_inodes_per_group > blocksize * 8 ||
	    es->s_inodes_per_group % (blocksize / inode_size))
		return "its groups have a bad number of inodes";
	if (es->s_blocks_count <= es->s_first_data_block + 1)
		return "it has no blocks";
	if ((u64)es->s_blocks_count * blocksize > (u64)bdev->bd_inode->i_size)
		return "it is larger than the device";
	groups = div_u64((u64)es->s_blocks_count - es->s_first_data_block + es->s_blocks_per_group - 1,
			 es->s_blocks_per_group);
	if (groups * es->s_inodes_per_group != es->s_inodes_count)
		return "its inodes don't match its groups";
	if (es->s_rev_level && (es->s_first_ino < EXT2_GOOD_OLD_FIRST_INO || es->s_first_ino > es->s_inodes_per_group))
		return "its first inode is another one";
	if (groups * sizeof(struct ext2_group_desc) > 1024 * 1024)
		return "it has too many groups";
	return NULL;
}

/* What follows from the super block */
static void set_geometry(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	const struct ext2_super_block *es = sbi->s_es;

	sbi->s_inode_size = es->s_rev_level ? es->s_inode_size : EXT2_GOOD_OLD_INODE_SIZE;
	sbi->s_first_ino = es->s_rev_level ? es->s_first_ino : EXT2_GOOD_OLD_FIRST_INO;
	sbi->s_inodes_count = es->s_inodes_count;
	sbi->s_blocks_count = es->s_blocks_count;
	sbi->s_first_data_block = es->s_first_data_block;
	sbi->s_blocks_per_group = es->s_blocks_per_group;
	sbi->s_inodes_per_group = es->s_inodes_per_group;
	sbi->s_inodes_per_block = sb->s_blocksize / sbi->s_inode_size;
	sbi->s_itb_per_group = es->s_inodes_per_group / sbi->s_inodes_per_block;
	sbi->s_desc_per_block = sb->s_blocksize / sizeof(struct ext2_group_desc);
	sbi->s_groups_count = DIV_ROUND_UP(es->s_blocks_count - es->s_first_data_block, es->s_blocks_per_group);
	sbi->s_gdb_count = DIV_ROUND_UP(sbi->s_groups_count, sbi->s_desc_per_block);
	if (sbi->s_errors < EXT2_ERRORS_CONTINUE || sbi->s_errors > EXT2_ERRORS_PANIC)
		sbi->s_errors = es->s_errors == EXT2_ERRORS_RO || es->s_errors == EXT2_ERRORS_PANIC ? es->s_errors :
				EXT2_ERRORS_CONTINUE;
}

/* The super block, in its place within the block of the file system's size.  0, errno. */
static int read_super(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	const char *fault;
	unsigned int size;
	int err;

	size = max(sb->s_bdev->bd_logical_block_size, (unsigned int)EXT2_MIN_BLOCK_SIZE);
	err = sb_set_blocksize(sb, size);
	if (!err)
		err = sb_bread(sb, EXT2_SB_OFFSET / size, &sbi->s_sbh);
	if (err)
		return err;
	/* It is 1 KiB, whatever a block is: that is what is written */
	sbi->s_sbh.b_data += EXT2_SB_OFFSET % size;
	sbi->s_es = (void *)sbi->s_sbh.b_data;
	sbi->s_sbh.b_size = sizeof(struct ext2_super_block);
	fault = super_fault(sbi->s_es, sb->s_bdev);
	if (!fault)
		err = sb_set_blocksize(sb, EXT2_MIN_BLOCK_SIZE << sbi->s_es->s_log_block_size);
	if (fault || err) {
		pr_err("EXT2-fs (%s): can't be mounted: %s\n", sb->s_bdev->bd_name,
		       fault ?: "its blocks are smaller than the device's");
		return -EINVAL;
	}
	set_geometry(sb);
	return 0;
}

static void release_blocks(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	unsigned int i;

	for (i = 0; sbi->s_group_desc && i < sbi->s_gdb_count; i++)
		if (sbi->s_group_desc[i].b_page)
			brelse(&sbi->s_group_desc[i]);
	kfree(sbi->s_group_desc);
	if (sbi->s_sbh.b_page)
		brelse(&sbi->s_sbh);
}

/* 0, -EUCLEAN, -EIO, -ENOMEM */
static int read_descriptors(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	unsigned int i;
	int err;

	sbi->s_group_desc = kcalloc(sbi->s_gdb_count, sizeof(sbi->s_group_desc[0]), GFP_KERNEL);
	if (!sbi->s_group_desc)
		return -ENOMEM;
	for (i = 0; i < sbi->s_gdb_count; i++) {
		err = ext2_bread(sb, sbi->s_first_data_block + 1 + i, &sbi->s_group_desc[i]);
		if (err)
			return err;
	}
	return ext2_check_descriptors(sb);
}

/* ------------------------------------------------------------------ to be written, or only read */

/* From now on it is written: not valid until it is unmounted.  0, -EROFS. */
static int begin_writing(struct super_block *sb)
{
	struct ext2_super_block *es = EXT2_SB(sb)->s_es;

	if (sb->s_bdev->bd_read_only)
		return -EROFS;
	if (es->s_rev_level && es->s_feature_ro_compat & ~EXT2_FEATURE_RO_COMPAT_SUPP) {
		pr_err("EXT2-fs (%s): has features with which it can only be read\n", sb->s_bdev->bd_name);
		return -EROFS;
	}
	if (!(es->s_state & EXT2_VALID_FS) || es->s_state & EXT2_ERROR_FS)
		pr_warn("EXT2-fs (%s): warning: it wasn't unmounted in order; e2fsck is advised\n", sb->s_bdev->bd_name);
	es->s_state &= (u16)~EXT2_VALID_FS;
	es->s_mnt_count++;
	es->s_mtime = (u32)div_u64(current_time_ns(), NSEC_PER_SEC);
	mark_buffer_dirty(&EXT2_SB(sb)->s_sbh);
	return filemap_write_and_wait(sb->s_bdev->bd_inode->i_mapping);
}

/* ext2_write_super - what is counted goes into the super block. */
void ext2_write_super(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);

	mutex_lock(&sbi->s_lock);
	sbi->s_es->s_free_blocks_count = ext2_count_free_blocks(sb);
	sbi->s_es->s_free_inodes_count = ext2_count_free_inodes(sb);
	sbi->s_es->s_wtime = (u32)div_u64(current_time_ns(), NSEC_PER_SEC);
	mark_buffer_dirty(&sbi->s_sbh);
	mutex_unlock(&sbi->s_lock);
}

static int ext2_sync_fs(struct super_block *sb)
{
	if (sb->s_flags & MS_RDONLY)
		return 0;
	ext2_write_super(sb);
	return sync_blockdev(sb->s_bdev);
}

/* Nothing will be written any more: it is valid, if it was all right */
static int end_writing(struct super_block *sb)
{
	EXT2_SB(sb)->s_es->s_state |= EXT2_VALID_FS;
	return ext2_sync_fs(sb);
}

static int ext2_remount(struct super_block *sb, unsigned long *flags, char *data)
{
	struct ext2_options options = { .errors = EXT2_SB(sb)->s_errors };
	int err = parse_options(data, &options);

	if (!err && !(*flags & MS_RDONLY) && sb->s_flags & MS_RDONLY)
		err = begin_writing(sb);
	else if (!err && *flags & MS_RDONLY && !(sb->s_flags & MS_RDONLY))
		err = end_writing(sb);
	if (!err)
		EXT2_SB(sb)->s_errors = options.errors;
	return err;
}

static int ext2_statfs(struct super_block *sb, struct kstatfs *buf)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	u32 overhead = sbi->s_first_data_block + sbi->s_groups_count * (2 + sbi->s_itb_per_group) + 1 + sbi->s_gdb_count;

	mutex_lock(&sbi->s_lock);
	buf->f_bfree = ext2_count_free_blocks(sb);
	buf->f_ffree = ext2_count_free_inodes(sb);
	mutex_unlock(&sbi->s_lock);
	buf->f_type = EXT2_SUPER_MAGIC;
	buf->f_bsize = (long)sb->s_blocksize;
	buf->f_blocks = sbi->s_blocks_count > overhead ? sbi->s_blocks_count - overhead : 0;
	buf->f_bavail = buf->f_bfree > sbi->s_es->s_r_blocks_count ? buf->f_bfree - sbi->s_es->s_r_blocks_count : 0;
	buf->f_files = sbi->s_inodes_count;
	buf->f_namelen = NAME_MAX;
	return 0;
}

/* Nobody uses it any more; also after a fill_super() that failed, with what there is then */
static void ext2_put_super(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);

	if (sb->s_root && !(sb->s_flags & MS_RDONLY))
		end_writing(sb);
	release_blocks(sb);
	blkdev_put(sb->s_bdev);
	kfree(sbi);
	sb->s_fs_info = NULL;
}

const struct super_operations ext2_sops = {
	.alloc_inode = ext2_alloc_inode,
	.destroy_inode = ext2_destroy_inode,
	.write_inode = ext2_write_inode,
	.evict_inode = ext2_evict_inode,
	.sync_fs = ext2_sync_fs,
	.remount_fs = ext2_remount,
	.statfs = ext2_statfs,
	.put_super = ext2_put_super,
	.show_options = ext2_show_options,
};

/* The root directory's inode, with a reference; ERR_PTR */
static struct inode *get_root(struct super_block *sb)
{
	struct inode *root = ext2_iget(sb, EXT2_ROOT_INO);

	if (root == ERR_PTR(-ESTALE)) {
		ext2_error(sb, __func__, "the root's inode is free");
		return ERR_PTR(-EUCLEAN);
	}
	if (IS_ERR(root) || S_ISDIR(root->i_mode))
		return root;
	ext2_error(sb, __func__, "the root is no directory");
	iput(root);
	return ERR_PTR(-EUCLEAN);
}

static int ext2_fill_super(struct super_block *sb, const char *source, char *data)
{
	struct ext2_options options = { 0 };
	struct ext2_sb_info *sbi;
	struct inode *root;
	int err = parse_options(data, &options);

	if (err)
		return err;
	sbi = kzalloc(sizeof(*sbi), GFP_KERNEL);
	if (!sbi)
		return -ENOMEM;
	sb->s_bdev = blkdev_get_by_path(source, sb->s_flags & MS_RDONLY ? FMODE_READ : FMODE_READ | FMODE_WRITE);
	if (IS_ERR(sb->s_bdev)) {
		kfree(sbi);
		return (int)PTR_ERR(sb->s_bdev);
	}
	mutex_init(&sbi->s_lock);
	sbi->s_errors = options.errors;
	sb->s_fs_info = sbi;
	sb->s_magic = EXT2_SUPER_MAGIC;
	sb->s_op = &ext2_sops;
	sb->s_bdi = &default_backing_dev_info;
	err = read_super(sb);
	if (!err)
		err = read_descriptors(sb);
	if (err)
		return err;
	root = get_root(sb);
	if (IS_ERR(root))
		return (int)PTR_ERR(root);
	if (!(sb->s_flags & MS_RDONLY))
		err = begin_writing(sb);
	if (err) {
		iput(root);
		return err;
	}
	sb->s_root = d_alloc_root(sb, root);
	return sb->s_root ? 0 : -ENOMEM;
}

static struct file_system_type ext2_type = {
	.name = "ext2",
	.requires_dev = true,
	.fill_super = ext2_fill_super,
};

static int __init ext2_init(void)
{
	ext2_inode_cachep = kmem_cache_create("ext2_inode_cache", sizeof(struct ext2_inode_info), 0, SLAB_PANIC, NULL);
	return register_filesystem(&ext2_type);
}
device_initcall(ext2_init);
