/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2: one inode, and where its blocks are.
 *
 *   ext2_get_block(iblock)   i_data[n] -> indirect block -> ... -> the file's block
 *      ext2_block_to_path    which pointer at each level
 *      a zero on the way     a hole; or, with create, new blocks from there on
 *
 * A new indirect block is zero before anything points to it, and a new data block belongs to a page that is uptodate or
 * about to be overwritten as a whole, so nobody ever sees what was in it.
 *
 * Order of a truncation: i_size, pages, blocks.  Of a write: blocks, contents, i_size; what an error leaves behind the
 * end is taken back.
 *
 * Locking: truncate_mutex for i_data and what it leads to.  Tests: tests/host/ext2.t, tests/user/files.c
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mpage.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <linux/writeback.h>
#include <asm/cacheflush.h>
#include "ext2.h"

/* ------------------------------------------------------------------ from a block of the file to one of the disk */

#define MAX_DEPTH	4

static unsigned int addr_bits(const struct super_block *sb)
{
	return sb->s_blocksize_bits - 2U;
}

/* ext2_max_size - bytes of the largest file: what triple indirect blocks reach, or i_blocks can count. */
loff_t ext2_max_size(const struct super_block *sb)
{
	u64 per_block = 1ULL << addr_bits(sb);
	u64 blocks = EXT2_NDIR_BLOCKS + per_block + per_block * per_block + per_block * per_block * per_block;
	u64 size = blocks << sb->s_blocksize_bits;

	/* i_blocks counts indirect blocks, too; they are less than one in 128 */
	size = min(size, (0xffffffffULL << 9) / 129 * 128);
	return (loff_t)min(size, (u64)MAX_LFS_FILESIZE);
}

/* The pointers that lead to @iblock, the first of i_data.  How many; 0: no file is so large. */
static unsigned int ext2_block_to_path(const struct super_block *sb, sector_t iblock, unsigned int offsets[MAX_DEPTH])
{
	unsigned int bits = addr_bits(sb), depth, level;
	u64 mask = (1ULL << bits) - 1;

	if (iblock < EXT2_NDIR_BLOCKS) {
		offsets[0] = (unsigned int)iblock;
		return 1;
	}
	iblock -= EXT2_NDIR_BLOCKS;
	for (depth = 2; depth <= MAX_DEPTH; depth++) {
		u64 reach = 1ULL << bits * (depth - 1);

		if (iblock < reach) {
			offsets[0] = EXT2_IND_BLOCK + depth - 2;
			for (level = 1; level < depth; level++)
				offsets[level] = (unsigned int)(iblock >> bits * (depth - 1 - level) & mask);
			return depth;
		}
		iblock -= reach;
	}
	return 0;
}

/* A new block behind the last one that @inode got; of pointers if @indirect: then it is zero */
static int new_block(struct inode *inode, bool indirect, u32 *block)
{
	struct ext2_inode_info *ei = EXT2_I(inode);
	struct super_block *sb = inode->i_sb;
	u32 group = (u32)(inode->i_ino - 1) / EXT2_SB(sb)->s_inodes_per_group;
	u32 goal = ei->i_last_alloc ? ei->i_last_alloc + 1 : ext2_group_first_block(sb, group);
	struct buffer_head bh;
	int err = ext2_new_block(inode, goal, block);

	if (err)
		return err;
	if (indirect) {
		err = sb_getblk_zero(sb, *block, &bh);
		if (err) {
			ext2_free_block(inode, *block);
			return err;
		}
		brelse(&bh);
	}
	ei->i_last_alloc = *block;
	return 0;
}

/* The path to @iblock, @depth pointers long, is walked, and made where it isn't there.  Caller holds truncate_mutex. */
static int walk_path(struct inode *inode, const unsigned int *offsets, unsigned int depth, bool create, u32 *block,
		     bool *fresh)
{
	struct super_block *sb = inode->i_sb;
	u32 *p = &EXT2_I(inode)->i_data[offsets[0]];
	struct buffer_head bh = { .b_page = NULL };
	unsigned int level;
	int err = 0;

	*fresh = false;
	for (level = 0; ; level++) {
		*block = *p;
		if (!*block && create) {
			err = new_block(inode, level < depth - 1, block);
			if (err)
				break;
			*p = *block;
			if (bh.b_page)
				mark_buffer_dirty(&bh);
			else
				mark_inode_dirty(inode);
			*fresh = true;
		}
		if (*block && !ext2_block_ok(sb, *block)) {
			ext2_error(sb, __func__, "inode %lu has block %u, which no file can have", inode->i_ino, *block);
			err = -EUCLEAN;
		}
		if (err || !*block || level == depth - 1)
			break;
		if (bh.b_page)
			brelse(&bh);
		err = ext2_bread(sb, *block, &bh);
		if (err)
			return err;
		p = (u32 *)bh.b_data + offsets[level + 1];
	}
	if (bh.b_page)
		brelse(&bh);
	return err;
}

/* ext2_get_block - the get_block_t of ext2's files: see linux/mpage.h. */
int ext2_get_block(struct inode *inode, sector_t iblock, bool create, sector_t *phys, bool *fresh)
{
	unsigned int offsets[MAX_DEPTH], depth = ext2_block_to_path(inode->i_sb, iblock, offsets);
	u32 block = 0;
	int err;

	if (!depth)
		return -EFBIG;
	mutex_lock(&EXT2_I(inode)->truncate_mutex);
	err = walk_path(inode, offsets, depth, create, &block, fresh);
	mutex_unlock(&EXT2_I(inode)->truncate_mutex);
	*phys = block;
	return err;
}

/* ------------------------------------------------------------------ blocks that go */

/*
 * Frees what the @n pointers at @p lead to, of blocks of the file from @from on.  Behind each pointer are @depth levels
 * of pointers; the first one stands for block @first of the file.  True: all are zero now, or were.
 */
static bool free_pointers(struct inode *inode, u32 *p, unsigned int n, unsigned int depth, u64 first, u64 from)
{
	struct super_block *sb = inode->i_sb;
	u64 reach = 1ULL << addr_bits(sb) * depth;
	bool empty = true, kept;
	struct buffer_head bh;
	unsigned int i;

	for (i = 0; i < n; i++, first += reach) {
		if (!p[i])
			continue;
		kept = first < from;
		if (first + reach <= from) {
			empty = false;
			continue;
		}
		if (depth && ext2_block_ok(sb, p[i]) && !ext2_bread(sb, p[i], &bh)) {
			kept = !free_pointers(inode, (u32 *)bh.b_data, 1U << addr_bits(sb), depth - 1, first, from);
			if (kept)
				mark_buffer_dirty(&bh);
			brelse(&bh);
		}
		if (kept) {
			empty = false;
			continue;
		}
		if (depth && ext2_block_ok(sb, p[i]))
			bforget(sb, p[i]);
		ext2_free_block(inode, p[i]);
		p[i] = 0;
		cond_resched();
	}
	return empty;
}

/* The blocks of @inode from byte @size on go.  Its pages have. */
static void ext2_truncate_blocks(struct inode *inode, loff_t size)
{
	struct ext2_inode_info *ei = EXT2_I(inode);
	unsigned int bits = inode->i_sb->s_blocksize_bits, depth;
	u64 from = (u64)(size + (1 << bits) - 1) >> bits, first = EXT2_NDIR_BLOCKS;

	mutex_lock(&ei->truncate_mutex);
	free_pointers(inode, ei->i_data, EXT2_NDIR_BLOCKS, 0, 0, from);
	for (depth = 1; depth < MAX_DEPTH; depth++) {
		free_pointers(inode, &ei->i_data[EXT2_NDIR_BLOCKS + depth - 1], 1, depth, first, from);
		first += 1ULL << addr_bits(inode->i_sb) * depth;
	}
	ei->i_last_alloc = 0;
	mutex_unlock(&ei->truncate_mutex);
	mark_inode_dirty(inode);
}

/* ext2_fast_symlink - is @inode a symbolic link whose text is where other files have their pointers? */
bool ext2_fast_symlink(struct inode *inode)
{
	u64 own = EXT2_I(inode)->i_file_acl ? inode->i_sb->s_blocksize >> 9 : 0;

	return S_ISLNK(inode->i_mode) && inode->i_blocks == own;
}

static bool has_blocks(struct inode *inode)
{
	return S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode) || (S_ISLNK(inode->i_mode) && !ext2_fast_symlink(inode));
}

/* The block that holds byte @size, the new end, keeps what is before it, and is zero behind.  0, errno. */
static int truncate_tail(struct inode *inode, loff_t size)
{
	unsigned int offset = offset_in_page((unsigned long)size);
	struct page *page;

	if (!(size & (inode->i_sb->s_blocksize - 1)))
		return 0;
	page = read_cache_page(inode->i_mapping, (pgoff_t)(size >> PAGE_SHIFT), NULL);
	if (IS_ERR(page))
		return (int)PTR_ERR(page);
	lock_page(page);
	wait_on_page_writeback(page);
	zero_user_segment(page, offset, PAGE_SIZE);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

static int ext2_setsize(struct inode *inode, loff_t size)
{
	loff_t oldsize = inode->i_size;
	int err = 0;

	if (!S_ISREG(inode->i_mode))
		return -EINVAL;
	if (size > ext2_max_size(inode->i_sb))
		return -EFBIG;
	if (size < oldsize)
		err = truncate_tail(inode, size);
	if (err)
		return err;
	truncate_setsize(inode, size);
	if (size < oldsize)
		ext2_truncate_blocks(inode, size);
	return 0;
}

/* i_op->setattr.  i_mutex is held.  0, -EFBIG, -EIO, -ENOMEM. */
int ext2_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	int err = attr->ia_valid & ATTR_SIZE ? ext2_setsize(inode, attr->ia_size) : 0;

	if (err)
		return err;
	setattr_copy(inode, attr);
	mark_inode_dirty(inode);
	return 0;
}

/* ------------------------------------------------------------------ pages */

static int ext2_readpage(struct file *file, struct page *page)
{
	return mpage_readpage(page, ext2_get_block);
}

static int ext2_readpages(struct file *file, struct address_space *mapping, struct list_head *pages,
			  unsigned int nr_pages)
{
	return mpage_readpages(mapping, pages, nr_pages, ext2_get_block);
}

static int ext2_writepage(struct page *page, struct writeback_control *wbc)
{
	return mpage_writepage(page, ext2_get_block, wbc);
}

static int ext2_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	return mpage_writepages(mapping, wbc, ext2_get_block);
}

/*
 * Has every byte of [@from, @to) of @page a block?  *@holes says no; with @create those that haven't get one.
 *
 * What is on the disk in a new block is anybody's, so the page is dirty then, whether or not the write that wanted the
 * block comes to an end.  It is uptodate if it has holes (prepare_page()).  0, errno.  The page is locked.
 */
static int get_blocks(struct inode *inode, struct page *page, unsigned int from, unsigned int to, bool create,
		      bool *holes)
{
	unsigned int bits = inode->i_sb->s_blocksize_bits, i;
	sector_t first = (sector_t)page->index << (PAGE_SHIFT - bits), phys;
	bool fresh;
	int err;

	*holes = false;
	for (i = from >> bits; i <= (to - 1) >> bits; i++) {
		err = ext2_get_block(inode, first + i, create, &phys, &fresh);
		if (err)
			return err;
		if (fresh)
			set_page_dirty(page);
		*holes |= !phys;
	}
	return 0;
}

/*
 * @page, locked, is to be written to in [@from, @to): its contents are there, unless it is going to be overwritten as a
 * whole and has all its blocks already.
 */
static int prepare_page(struct inode *inode, struct page *page, unsigned int from, unsigned int to)
{
	bool holes = true;
	int err = 0;

	if (PageUptodate(page))
		return 0;
	if ((loff_t)page->index << PAGE_SHIFT >= inode->i_size) {
		clear_highpage(page);
		flush_dcache_page(page);
		SetPageUptodate(page);
		return 0;
	}
	if (to - from == PAGE_SIZE)
		err = get_blocks(inode, page, from, to, false, &holes);
	return err || !holes ? err : mpage_read_locked(page, ext2_get_block);
}

/* A write has failed: blocks behind the end go again.  i_mutex is held. */
static void write_failed(struct inode *inode, loff_t to)
{
	if (to <= inode->i_size)
		return;
	truncate_pagecache(inode, inode->i_size);
	ext2_truncate_blocks(inode, inode->i_size);
}

static int ext2_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			    struct page **pagep)
{
	unsigned int from = offset_in_page((unsigned long)pos);
	struct inode *inode = mapping->host;
	struct page *page;
	bool holes;
	int err;

	if (pos + len > ext2_max_size(inode->i_sb))
		return -EFBIG;
	page = grab_cache_page_write_begin(mapping, (pgoff_t)(pos >> PAGE_SHIFT));
	if (!page)
		return -ENOMEM;
	err = prepare_page(inode, page, from, from + len);
	if (!err)
		err = get_blocks(inode, page, from, from + len, true, &holes);
	if (err) {
		unlock_page(page);
		put_page(page);
		write_failed(inode, pos + len);
		return err;
	}
	*pagep = page;
	return 0;
}

static int ext2_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			  unsigned int copied, struct page *page)
{
	struct inode *inode = mapping->host;
	loff_t oldsize = inode->i_size;

	/* Of a page that was to be overwritten as a whole, nothing is known behind the copy: once more */
	if (!PageUptodate(page) && copied < len)
		copied = 0;
	if (copied) {
		SetPageUptodate(page);
		set_page_dirty(page);
	}
	if (copied && pos + copied > inode->i_size) {
		inode->i_size = pos + copied;
		mark_inode_dirty(inode);
	}
	unlock_page(page);
	put_page(page);
	if (pos > oldsize && copied)
		pagecache_isize_extended(inode, oldsize, pos);
	if (copied < len)
		write_failed(inode, pos + len);
	return (int)copied;
}

static sector_t ext2_bmap(struct address_space *mapping, sector_t block)
{
	sector_t phys;
	bool fresh;

	return ext2_get_block(mapping->host, block, false, &phys, &fresh) ? 0 : phys;
}

const struct address_space_operations ext2_aops = {
	.readpage = ext2_readpage,
	.readpages = ext2_readpages,
	.writepage = ext2_writepage,
	.writepages = ext2_writepages,
	.write_begin = ext2_write_begin,
	.write_end = ext2_write_end,
	.set_page_dirty = __set_page_dirty_nobuffers,
	.bmap = ext2_bmap,
};

/* ------------------------------------------------------------------ files */

/* A page becomes writable in a shared mapping: what of it the file has gets blocks now, or the store SIGBUS */
static int ext2_page_mkwrite(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vma->vm_file);
	struct page *page = vmf->page;
	bool holes;
	loff_t left;
	int err;

	file_update_time(vma->vm_file);
	lock_page(page);
	left = inode->i_size - ((loff_t)page->index << PAGE_SHIFT);
	if (page->mapping != inode->i_mapping || left <= 0) {
		unlock_page(page);
		return VM_FAULT_NOPAGE;		/* truncated: the access is tried again, and fails then */
	}
	err = get_blocks(inode, page, 0, (unsigned int)min_t(loff_t, left, PAGE_SIZE), true, &holes);
	if (err) {
		unlock_page(page);
		return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	}
	set_page_dirty(page);
	return VM_FAULT_LOCKED;
}

static const struct vm_operations_struct ext2_file_vm_ops = {
	.fault = filemap_fault,
	.map_pages = filemap_map_pages,
	.page_mkwrite = ext2_page_mkwrite,
};

static int ext2_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	file_accessed(file);
	vma->vm_ops = &ext2_file_vm_ops;
	return 0;
}

/* The directories above @dentry are written, so that its name is on the disk.  0, errno. */
static int sync_parents(struct dentry *dentry)
{
	struct dentry *dir = dget(dentry), *parent;
	int err = 0, error;

	while ((parent = dget_parent(dir)) != dir) {
		/* Nobody else may ever ask a directory for its errors */
		error = filemap_write_and_wait(parent->d_inode->i_mapping);
		err = err ?: error;
		error = sync_inode_metadata(parent->d_inode, I_DIRTY);
		err = err ?: error;
		dput(dir);
		dir = parent;
	}
	dput(parent);
	dput(dir);
	return err;
}

/*
 * file_operations.fsync: what the file has is on the disk, and so is what leads to it: its inode, its names, and all of
 * the file system's own.
 */
int ext2_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct inode *inode = file_inode(file);
	int err = filemap_write_and_wait_range(inode->i_mapping, start, end), error;

	error = sync_inode_metadata(inode, datasync ? I_DIRTY_DATASYNC : I_DIRTY);
	err = err ?: error;
	error = sync_parents(file->f_dentry);
	err = err ?: error;
	error = sync_blockdev(inode->i_sb->s_bdev);
	return err ?: error;
}

static const struct file_operations ext2_file_operations = {
	.llseek = generic_file_llseek,
	.read = generic_file_read,
	.write = generic_file_write,
	.mmap = ext2_file_mmap,
	.fsync = ext2_fsync,
};

static const struct inode_operations ext2_file_inode_operations = {
	.setattr = ext2_setattr,
};

/* ext2_set_inode_ops - what @inode can do, by its i_mode. */
void ext2_set_inode_ops(struct inode *inode)
{
	inode->i_data.a_ops = &ext2_aops;
	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &ext2_file_inode_operations;
		inode->i_fop = &ext2_file_operations;
		break;
	case S_IFDIR:
		inode->i_op = &ext2_dir_inode_operations;
		inode->i_fop = &ext2_dir_operations;
		break;
	case S_IFLNK:
		inode->i_op = &ext2_symlink_inode_operations;
		break;
	default:
		inode->i_op = &ext2_file_inode_operations;
		init_special_inode(inode, inode->i_mode, inode->i_rdev);
	}
}

/* ------------------------------------------------------------------ inodes on the disk */

/* Where inode @ino is: its block in *@bh, which the caller gives back.  ERR_PTR */
static struct ext2_inode *ext2_get_inode(struct super_block *sb, unsigned long ino, struct buffer_head *bh)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	u32 per_group = sbi->s_inodes_per_group, index = (u32)(ino - 1) % per_group;
	const struct ext2_group_desc *desc = ext2_get_group_desc(sb, (u32)(ino - 1) / per_group, NULL);
	int err = ext2_bread(sb, desc->bg_inode_table + index / sbi->s_inodes_per_block, bh);

	if (err)
		return ERR_PTR(err);
	return (void *)(bh->b_data + index % sbi->s_inodes_per_block * sbi->s_inode_size);
}

/* ext2_check_free - has nobody inode @ino, as its bitmap says?  0; -EUCLEAN: it has names; -EIO, -ENOMEM. */
int ext2_check_free(struct super_block *sb, unsigned long ino)
{
	struct buffer_head bh;
	const struct ext2_inode *raw = ext2_get_inode(sb, ino, &bh);
	int err;

	if (IS_ERR(raw))
		return (int)PTR_ERR(raw);
	err = raw->i_links_count ? -EUCLEAN : 0;
	brelse(&bh);
	return err;
}

static u64 seconds(u32 disk)
{
	return (u64)disk * NSEC_PER_SEC;
}

/* Devices: the old form in i_block[0], or the new one in i_block[1] */
static dev_t disk_to_dev(const u32 *block)
{
	if (block[0])
		return MKDEV(block[0] >> 8 & 0xff, block[0] & 0xff);
	return new_decode_dev(block[1]);
}

/* What the disk says of @inode.  0, -ESTALE (it is free), -EUCLEAN. */
static int fill_inode(struct inode *inode, const struct ext2_inode *raw)
{
	struct ext2_inode_info *ei = EXT2_I(inode);
	struct super_block *sb = inode->i_sb;

	inode->i_mode = raw->i_mode;
	inode->i_uid = raw->i_uid | (uid_t)raw->i_uid_high << 16;
	inode->i_gid = raw->i_gid | (gid_t)raw->i_gid_high << 16;
	inode->i_nlink = raw->i_links_count;
	inode->i_size = raw->i_size;
	inode->i_atime = seconds(raw->i_atime);
	inode->i_mtime = seconds(raw->i_mtime);
	inode->i_ctime = seconds(raw->i_ctime);
	inode->i_blocks = raw->i_blocks;
	ei->i_dtime = 0;
	ei->i_flags = raw->i_flags;
	ei->i_file_acl = raw->i_file_acl;
	memcpy(ei->i_data, raw->i_block, sizeof(ei->i_data));
	if (!inode->i_nlink)
		return -ESTALE;
	if (S_ISREG(inode->i_mode))
		inode->i_size |= (loff_t)raw->i_size_high << 32;
	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
		if (inode->i_size >= 0 && inode->i_size <= ext2_max_size(sb))
			return 0;
		break;
	case S_IFLNK:
		if (ext2_fast_symlink(inode) ? inode->i_size < sizeof(ei->i_data) : inode->i_size < PATH_MAX)
			return 0;
		break;
	case S_IFCHR:
	case S_IFBLK:
		inode->i_rdev = disk_to_dev(raw->i_block);
		return 0;
	case S_IFIFO:
	case S_IFSOCK:
		return 0;
	}
	ext2_error(sb, __func__, "inode %lu has mode %o and size %lld", inode->i_ino, inode->i_mode, inode->i_size);
	return -EUCLEAN;
}

/* ext2_iget - inode @ino, a directory's word for it.  ERR_PTR: -EUCLEAN, -ESTALE, -EIO, -ENOMEM.  Sleeps. */
struct inode *ext2_iget(struct super_block *sb, unsigned long ino)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	struct ext2_inode *raw;
	struct buffer_head bh;
	struct inode *inode;
	int err;

	if ((ino != EXT2_ROOT_INO && ino < sbi->s_first_ino) || ino > sbi->s_inodes_count) {
		ext2_error(sb, __func__, "there can't be a file with inode %lu", ino);
		return ERR_PTR(-EUCLEAN);
	}
	inode = iget_locked(sb, ino);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (!(inode->i_state & I_NEW)) {
		if (!is_bad_inode(inode))
			return inode;
		iput(inode);
		return ERR_PTR(-EIO);
	}
	raw = ext2_get_inode(sb, ino, &bh);
	err = IS_ERR(raw) ? (int)PTR_ERR(raw) : fill_inode(inode, raw);
	if (!IS_ERR(raw))
		brelse(&bh);
	if (err) {
		iget_failed(inode);
		return ERR_PTR(err);
	}
	ext2_set_inode_ops(inode);
	unlock_new_inode(inode);
	return inode;
}

/* A file of 2 GiB and more says so in the super block, for those who can't read it */
static void note_large_file(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);

	mutex_lock(&sbi->s_lock);
	if (!(sbi->s_es->s_feature_ro_compat & EXT2_FEATURE_RO_COMPAT_LARGE_FILE)) {
		sbi->s_es->s_feature_ro_compat |= EXT2_FEATURE_RO_COMPAT_LARGE_FILE;
		mark_buffer_dirty(&sbi->s_sbh);
	}
	mutex_unlock(&sbi->s_lock);
}

/* s_op->write_inode: into its block, which sync_fs() and fsync() write. */
int ext2_write_inode(struct inode *inode, struct writeback_control *wbc)
{
	struct ext2_inode_info *ei = EXT2_I(inode);
	struct buffer_head bh;
	struct ext2_inode *raw = ext2_get_inode(inode->i_sb, inode->i_ino, &bh);

	if (IS_ERR(raw))
		return (int)PTR_ERR(raw);
	/* What isn't set here stays as it is; but of a new inode, it is what an older file has left */
	if (ei->i_new)
		memset(raw, 0, EXT2_SB(inode->i_sb)->s_inode_size);
	ei->i_new = false;
	raw->i_mode = inode->i_mode;
	raw->i_uid = (u16)inode->i_uid;
	raw->i_uid_high = (u16)(inode->i_uid >> 16);
	raw->i_gid = (u16)inode->i_gid;
	raw->i_gid_high = (u16)(inode->i_gid >> 16);
	raw->i_links_count = (u16)inode->i_nlink;
	raw->i_size = (u32)inode->i_size;
	raw->i_atime = (u32)div_u64(inode->i_atime, NSEC_PER_SEC);
	raw->i_mtime = (u32)div_u64(inode->i_mtime, NSEC_PER_SEC);
	raw->i_ctime = (u32)div_u64(inode->i_ctime, NSEC_PER_SEC);
	raw->i_dtime = ei->i_dtime;
	raw->i_blocks = (u32)inode->i_blocks;
	raw->i_flags = ei->i_flags;
	raw->i_file_acl = ei->i_file_acl;
	if (S_ISREG(inode->i_mode)) {
		raw->i_size_high = (u32)((u64)inode->i_size >> 32);
		if (inode->i_size > INT_MAX)
			note_large_file(inode->i_sb);
	}
	if (S_ISCHR(inode->i_mode) || S_ISBLK(inode->i_mode)) {
		raw->i_block[0] = 0;
		raw->i_block[1] = new_encode_dev(inode->i_rdev);
	} else {
		mutex_lock(&ei->truncate_mutex);
		memcpy(raw->i_block, ei->i_data, sizeof(raw->i_block));
		mutex_unlock(&ei->truncate_mutex);
	}
	mark_buffer_dirty(&bh);
	brelse(&bh);
	return 0;
}

#define EXT2_XATTR_MAGIC	0xea020000

/* The block with @inode's extended attributes, which nobody here reads, goes; or has one user less */
static void delete_xattr_block(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;
	u32 block = EXT2_I(inode)->i_file_acl, *header;	/* magic, users */
	struct buffer_head bh;

	if (!block)
		return;
	if (!ext2_block_ok(sb, block)) {
		ext2_error(sb, __func__, "inode %lu has attributes in block %u, which no file can have", inode->i_ino, block);
		return;
	}
	if (ext2_bread(sb, block, &bh))
		return;
	header = (u32 *)bh.b_data;
	EXT2_I(inode)->i_file_acl = 0;
	mutex_lock(&EXT2_I(inode)->truncate_mutex);
	if (header[0] != EXT2_XATTR_MAGIC) {
		ext2_error(sb, __func__, "inode %lu has no attributes in block %u", inode->i_ino, block);
	} else if (header[1] > 1) {
		header[1]--;
		mark_buffer_dirty(&bh);
	} else {
		bforget(sb, block);
		ext2_free_block(inode, block);
	}
	mutex_unlock(&EXT2_I(inode)->truncate_mutex);
	brelse(&bh);
}

/* s_op->evict_inode: from memory; and from the disk, if it has no names. */
void ext2_evict_inode(struct inode *inode)
{
	struct writeback_control wbc = { .sync_mode = WB_SYNC_NONE };

	truncate_inode_pages(&inode->i_data, 0);
	if (is_bad_inode(inode) || inode->i_nlink || IS_RDONLY(inode))
		return;
	EXT2_I(inode)->i_dtime = (u32)div_u64(current_time_ns(), NSEC_PER_SEC);
	if (has_blocks(inode)) {
		inode->i_size = 0;
		ext2_truncate_blocks(inode, 0);
	}
	delete_xattr_block(inode);
	ext2_write_inode(inode, &wbc);
	ext2_free_inode(inode);
}
