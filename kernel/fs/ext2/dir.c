/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2: a directory's entries, in the page cache of the directory.
 *
 *   | ino | 12 | 1 | "." | ino | 12 | 2 | ".." | ino | 16 | 5 | "hello" | ino | to the block's end | 3 | "abc" |
 *           rec_len
 *
 * rec_len leads from each entry to the next, the last of a block to the block's end; so a block has no gaps.  An entry
 * is removed by making the one before it longer, or, if it is the block's first, by inode 0; a new one takes the room
 * behind a name that is shorter than its entry.
 *
 * A page is checked before anything in it is believed: PG_checked (PG_owner_priv_1) says that it was.  A hash tree, which
 * the host's tools may have made, looks like entries to who doesn't know of it; a change gives it up.
 *
 * Locking: the directory's i_mutex, held by the caller.  All may sleep.  Tests: tests/host/ext2.t
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mpage.h>
#include <linux/pagemap.h>
#include <linux/string.h>
#include <linux/time.h>
#include "ext2.h"

#define FT_UNKNOWN	0

/* An entry that was found, in its page, which is mapped: put_entry() */
struct found_entry {
	struct page *page;
	struct ext2_dir_entry_2 *entry;
};

static struct ext2_dir_entry_2 *next_entry(struct ext2_dir_entry_2 *entry)
{
	return (void *)((char *)entry + entry->rec_len);
}

/* i_mode's type as the disk's file_type, which numbers them from 1 */
static u8 mode_to_ft(umode_t mode)
{
	static const u8 types[16] = {
		[S_IFREG >> 12] = 1, [S_IFDIR >> 12] = 2, [S_IFCHR >> 12] = 3, [S_IFBLK >> 12] = 4,
		[S_IFIFO >> 12] = 5, [S_IFSOCK >> 12] = 6, [S_IFLNK >> 12] = 7,
	};

	return types[mode >> 12 & 15];
}

static unsigned int ft_to_dt(u8 file_type)
{
	static const umode_t modes[] = { 0, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK, S_IFLNK };

	return file_type < ARRAY_SIZE(modes) ? mode_to_dt(modes[file_type]) : 0;
}

static void set_entry_type(struct super_block *sb, struct ext2_dir_entry_2 *entry, umode_t mode)
{
	bool typed = EXT2_SB(sb)->s_es->s_feature_incompat & EXT2_FEATURE_INCOMPAT_FILETYPE;

	entry->file_type = typed ? mode_to_ft(mode) : FT_UNKNOWN;
}

static bool name_ok(const struct ext2_dir_entry_2 *entry)
{
	return entry->name_len && !memchr(entry->name, '/', entry->name_len) && !memchr(entry->name, 0, entry->name_len);
}

/* What is wrong with @entry, which is @offset bytes from the start of its block; NULL: nothing */
static const char *entry_fault(const struct super_block *sb, const struct ext2_dir_entry_2 *entry, unsigned int offset)
{
	if (entry->rec_len < EXT2_DIR_REC_LEN(1))
		return "is too short";
	if (entry->rec_len & 3)
		return "isn't aligned";
	if (entry->rec_len < EXT2_DIR_REC_LEN(entry->name_len))
		return "is shorter than its name";
	if (offset + entry->rec_len > sb->s_blocksize)
		return "crosses its block's end";
	if (entry->inode && !name_ok(entry))
		return "has a bad name";
	if (entry->inode > EXT2_SB(sb)->s_inodes_count)
		return "has an inode that doesn't exist";
	return NULL;
}

/* Are the entries of page @kaddr, up to byte @limit, which is a multiple of the block size, as they should be? */
static bool ext2_check_page(struct inode *dir, struct page *page, char *kaddr, unsigned int limit)
{
	unsigned int offset = 0, block = dir->i_sb->s_blocksize;
	const struct ext2_dir_entry_2 *entry;
	const char *fault;

	while (offset < limit) {
		/* The head of an entry fits before its block's end, because both are multiples of 4 and the last was checked */
		entry = (void *)(kaddr + offset);
		fault = offset % block + EXT2_DIR_REC_LEN(1) > block ? "crosses its block's end" :
			entry_fault(dir->i_sb, entry, offset % block);
		if (fault) {
			ext2_error(dir->i_sb, __func__, "directory %lu: the entry at byte %lu %s", dir->i_ino,
				   (page->index << PAGE_SHIFT) + offset, fault);
			return false;
		}
		offset += entry->rec_len;
	}
	return true;
}

/* Bytes of page @index of @dir that have entries */
static unsigned int last_byte(const struct inode *dir, pgoff_t index)
{
	loff_t left = dir->i_size - ((loff_t)index << PAGE_SHIFT);

	return (unsigned int)min_t(loff_t, left, PAGE_SIZE);
}

static pgoff_t dir_pages(const struct inode *dir)
{
	return (pgoff_t)((dir->i_size + PAGE_SIZE - 1) >> PAGE_SHIFT);
}

/* Page @index of @dir, checked, and mapped at *@kaddr, until put_dir_page().  ERR_PTR: -EUCLEAN, -EIO, -ENOMEM. */
static struct page *get_dir_page(struct inode *dir, pgoff_t index, char **kaddr)
{
	struct page *page = read_cache_page(dir->i_mapping, index, NULL);

	if (page == ERR_PTR(-EIO))
		ext2_error(dir->i_sb, __func__, "directory %lu: page %lu can't be read", dir->i_ino, index);
	if (IS_ERR(page))
		return page;
	*kaddr = kmap(page);
	if (PageChecked(page))
		return page;
	if (!(dir->i_size & (dir->i_sb->s_blocksize - 1))) {
		if (ext2_check_page(dir, page, *kaddr, last_byte(dir, index))) {
			SetPageChecked(page);
			return page;
		}
	} else {
		ext2_error(dir->i_sb, __func__, "directory %lu has %lld bytes", dir->i_ino, dir->i_size);
	}
	kunmap(page);
	put_page(page);
	return ERR_PTR(-EUCLEAN);
}

static void put_dir_page(struct page *page)
{
	kunmap(page);
	put_page(page);
}

/* ------------------------------------------------------------------ looking */

static bool entry_is(const struct ext2_dir_entry_2 *entry, const char *name, size_t len)
{
	return entry->inode && entry->name_len == len && !memcmp(entry->name, name, len);
}

/* The entry @name of @dir: 0, -ENOENT, or what get_dir_page() says */
static int find_entry(struct inode *dir, const char *name, size_t len, struct found_entry *found)
{
	struct ext2_dir_entry_2 *entry;
	struct page *page;
	pgoff_t index;
	char *kaddr;

	for (index = 0; index < dir_pages(dir); index++) {
		page = get_dir_page(dir, index, &kaddr);
		if (IS_ERR(page))
			return (int)PTR_ERR(page);
		for (entry = (void *)kaddr; (char *)entry < kaddr + last_byte(dir, index); entry = next_entry(entry))
			if (entry_is(entry, name, len)) {
				*found = (struct found_entry) { page, entry };
				return 0;
			}
		put_dir_page(page);
	}
	return -ENOENT;
}

/* ext2_find_entry - the inode of @name in @dir into *@ino.  0, -ENOENT, -EUCLEAN, -EIO, -ENOMEM. */
int ext2_find_entry(struct inode *dir, const char *name, size_t len, u32 *ino)
{
	struct found_entry found;
	int err = find_entry(dir, name, len, &found);

	if (err)
		return err;
	*ino = found.entry->inode;
	put_dir_page(found.page);
	return 0;
}

/* Tells of the entries of one page, from byte @offset on.  True: the reader has enough. */
static bool emit_page(struct file *file, struct dir_context *ctx, char *kaddr, unsigned int offset, unsigned int limit)
{
	loff_t start = ctx->pos - offset;
	struct ext2_dir_entry_2 *entry = (void *)kaddr;

	/* The position may be one of another time: the next entry that begins there or behind */
	while ((char *)entry < kaddr + offset)
		entry = next_entry(entry);
	for (; (char *)entry < kaddr + limit; entry = next_entry(entry)) {
		ctx->pos = start + ((char *)entry - kaddr);
		if (entry->inode && ctx->actor(ctx, entry->name, entry->name_len, ctx->pos, entry->inode,
					       ft_to_dt(entry->file_type)))
			return true;
	}
	ctx->pos = start + limit;
	return false;
}

/* file_operations.iterate: ctx->pos is a byte of the directory. */
static int ext2_readdir(struct file *file, struct dir_context *ctx)
{
	struct inode *dir = file_inode(file);
	struct page *page;
	pgoff_t index;
	char *kaddr;
	bool full = false;

	while (!full && ctx->pos < dir->i_size) {
		index = (pgoff_t)(ctx->pos >> PAGE_SHIFT);
		page = get_dir_page(dir, index, &kaddr);
		if (IS_ERR(page))
			return (int)PTR_ERR(page);
		full = emit_page(file, ctx, kaddr, offset_in_page((unsigned long)ctx->pos), last_byte(dir, index));
		put_dir_page(page);
	}
	return 0;
}

const struct file_operations ext2_dir_operations = {
	.llseek = generic_file_llseek,
	.iterate = ext2_readdir,
	.fsync = ext2_fsync,
};

/* ------------------------------------------------------------------ changing */

/*
 * Before bytes of @page of @dir are changed, which the page has blocks for: nobody writes it to the disk meanwhile.
 * end_change() is to follow.
 */
static void begin_change(struct page *page)
{
	lock_page(page);
	wait_on_page_writeback(page);
}

static void end_change(struct inode *dir, struct page *page)
{
	set_page_dirty(page);
	unlock_page(page);
	dir->i_mtime = dir->i_ctime = current_time_ns();
	EXT2_I(dir)->i_flags &= ~EXT2_INDEX_FL;
	mark_inode_dirty(dir);
}

/* Writes the new entry into @room, of which the first @used bytes are another one's */
static void fill_entry(struct ext2_dir_entry_2 *room, unsigned int used, const char *name, size_t len,
		       struct inode *inode)
{
	struct ext2_dir_entry_2 *entry = room;

	if (used) {
		entry = (void *)((char *)room + used);
		entry->rec_len = (u16)(room->rec_len - used);
		room->rec_len = (u16)used;
	}
	entry->name_len = (u8)len;
	memcpy(entry->name, name, len);
	set_entry_type(inode->i_sb, entry, inode->i_mode);
	entry->inode = (u32)inode->i_ino;
}

/* In page @index of @dir: 0, -ENOSPC when it has no room, errno */
static int add_in_page(struct inode *dir, pgoff_t index, const char *name, size_t len, struct inode *inode)
{
	unsigned int used, wanted = EXT2_DIR_REC_LEN(len);
	struct ext2_dir_entry_2 *entry;
	struct page *page;
	int err = -ENOSPC;
	char *kaddr;

	page = get_dir_page(dir, index, &kaddr);
	if (IS_ERR(page))
		return (int)PTR_ERR(page);
	for (entry = (void *)kaddr; (char *)entry < kaddr + last_byte(dir, index); entry = next_entry(entry)) {
		used = entry->inode ? EXT2_DIR_REC_LEN(entry->name_len) : 0;
		if (entry->rec_len < used + wanted)
			continue;
		begin_change(page);
		fill_entry(entry, used, name, len, inode);
		end_change(dir, page);
		err = 0;
		break;
	}
	put_dir_page(page);
	return err;
}

/* @dir grows by a block, which is one unused entry.  0, errno. */
static int add_block(struct inode *dir)
{
	struct address_space *mapping = dir->i_mapping;
	unsigned int block = dir->i_sb->s_blocksize;
	struct ext2_dir_entry_2 *entry;
	struct page *page;
	char *kaddr;
	int err;

	err = mapping->a_ops->write_begin(NULL, mapping, dir->i_size, block, &page);
	if (err)
		return err;
	kaddr = kmap_atomic(page);
	entry = (void *)(kaddr + offset_in_page((unsigned long)dir->i_size));
	memset(entry, 0, block);
	entry->rec_len = (u16)block;
	kunmap_atomic(kaddr);
	mapping->a_ops->write_end(NULL, mapping, dir->i_size, block, block, page);
	return 0;
}

/* ext2_add_link - @dir has the name @name, which it didn't have, for @inode.  0, -ENOSPC, -EUCLEAN, -EIO, -ENOMEM. */
int ext2_add_link(struct inode *dir, const char *name, size_t len, struct inode *inode)
{
	pgoff_t index;
	int err;

	for (index = 0; index < dir_pages(dir); index++) {
		err = add_in_page(dir, index, name, len, inode);
		if (err != -ENOSPC)
			return err;
	}
	err = add_block(dir);
	return err ?: add_in_page(dir, dir_pages(dir) - 1, name, len, inode);
}

/* The entry before @entry in its block; NULL: it is the first */
static struct ext2_dir_entry_2 *entry_before(struct inode *dir, struct ext2_dir_entry_2 *entry)
{
	struct ext2_dir_entry_2 *before = NULL, *at;

	at = (void *)((unsigned long)entry & ~(dir->i_sb->s_blocksize - 1UL));
	for (; at < entry; at = next_entry(at))
		before = at;
	return before;
}

/* ext2_delete_entry - @dir hasn't the name @name any more.  0, -ENOENT, -EUCLEAN, -EIO, -ENOMEM. */
int ext2_delete_entry(struct inode *dir, const char *name, size_t len)
{
	struct ext2_dir_entry_2 *before;
	struct found_entry found;
	int err = find_entry(dir, name, len, &found);

	if (err)
		return err;
	begin_change(found.page);
	before = entry_before(dir, found.entry);
	if (before)
		before->rec_len = (u16)(before->rec_len + found.entry->rec_len);
	found.entry->inode = 0;
	end_change(dir, found.page);
	put_dir_page(found.page);
	return 0;
}

/* ext2_set_link - the name @name of @dir, which is there, is @inode's from now on.  0, errno. */
int ext2_set_link(struct inode *dir, const char *name, size_t len, struct inode *inode)
{
	struct found_entry found;
	int err = find_entry(dir, name, len, &found);

	if (err)
		return err;
	begin_change(found.page);
	found.entry->inode = (u32)inode->i_ino;
	set_entry_type(dir->i_sb, found.entry, inode->i_mode);
	end_change(dir, found.page);
	put_dir_page(found.page);
	return 0;
}

/* ext2_make_empty - @dir, new and without a block, has "." and "..".  0, errno. */
int ext2_make_empty(struct inode *dir, struct inode *parent)
{
	int err = ext2_add_link(dir, ".", 1, dir);

	return err ?: ext2_add_link(dir, "..", 2, parent);
}

/* ext2_empty_dir - has @dir nothing but "." and ".."?  0, -ENOTEMPTY, -EUCLEAN, -EIO, -ENOMEM. */
int ext2_empty_dir(struct inode *dir)
{
	struct ext2_dir_entry_2 *entry;
	struct page *page;
	pgoff_t index;
	char *kaddr;
	int err = 0;

	for (index = 0; !err && index < dir_pages(dir); index++) {
		page = get_dir_page(dir, index, &kaddr);
		if (IS_ERR(page))
			return (int)PTR_ERR(page);
		for (entry = (void *)kaddr; (char *)entry < kaddr + last_byte(dir, index); entry = next_entry(entry))
			if (entry->inode && !entry_is(entry, ".", 1) && !entry_is(entry, "..", 2))
				err = -ENOTEMPTY;
		put_dir_page(page);
	}
	return err;
}
