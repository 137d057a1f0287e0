/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dirty pages and write-back (mm/page-writeback.c), with a disk that is a list of what it was asked for.
 *
 * The file is one of ramfs with other operations behind its page cache; a write ends at once, or when the test says so.
 */
#include <linux/backing-dev.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include "file_test.h"
#include "user_mm.h"

#define PAGES(n)	((loff_t)(n) << PAGE_SHIFT)
#define MAX_IO		32

static struct {
	unsigned int n;			/* pages that were written, in this order */
	struct page *pages[MAX_IO];
	pgoff_t index[MAX_IO];
	u32 word[MAX_IO];		/* the first of each, when it was written */
	int error;			/* of every write */
	bool hold;			/* writes end by disk_ends() */
	bool starve;			/* none can begin, for want of memory */
	unsigned int mkwrites, invalidated;
} disk;

static int disk_writepage(struct page *page, struct writeback_control *wbc)
{
	u32 *kaddr;

	if (disk.starve) {
		redirty_page_for_writepage(wbc, page);
		unlock_page(page);
		return -ENOMEM;
	}
	if (disk.n == MAX_IO) {
		set_page_writeback(page);
		unlock_page(page);
		page_endio(page, WRITE, -ENOSPC);
		return -ENOSPC;
	}
	kaddr = kmap(page);
	disk.word[disk.n] = *kaddr;
	kunmap(page);
	disk.index[disk.n] = page->index;
	disk.pages[disk.n++] = page;
	set_page_writeback(page);
	unlock_page(page);
	if (!disk.hold)
		page_endio(page, WRITE, disk.error);
	return 0;
}

static void disk_ends(void)
{
	unsigned int i;

	disk.hold = false;
	for (i = 0; i < disk.n; i++)
		page_endio(disk.pages[i], WRITE, disk.error);
}

static void disk_invalidatepage(struct page *page, unsigned int offset, unsigned int length)
{
	disk.invalidated += length;
	if (length == PAGE_SIZE)
		ClearPagePrivate(page);
}

static const struct address_space_operations disk_aops = {
	.readpage = simple_readpage,
	.writepage = disk_writepage,
	.write_begin = simple_write_begin,
	.write_end = simple_write_end,
	.set_page_dirty = __set_page_dirty_nobuffers,
	.invalidatepage = disk_invalidatepage,
};

static int disk_page_mkwrite(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	disk.mkwrites++;
	return generic_file_vm_ops.page_mkwrite(vma, vmf);
}

static struct vm_operations_struct disk_vm_ops;

static int disk_mmap(struct file *file, struct vm_area_struct *vma)
{
	int err = generic_file_mmap(file, vma);

	disk_vm_ops = generic_file_vm_ops;
	disk_vm_ops.page_mkwrite = disk_page_mkwrite;
	vma->vm_ops = &disk_vm_ops;
	return err;
}

static struct file_operations disk_fops;

/* A file of @n dirty pages with page i's first word 100 + i; NULL */
static struct file *disk_file(unsigned int n)
{
	struct file *f;
	u32 i;

	memset(&disk, 0, sizeof(disk));
	if (path_mknod("/t.disk", S_IFDIR | 0755, 0) || do_mount_fs("ramfs", "none", "/t.disk", 0, NULL))
		return NULL;
	f = filp_open("/t.disk/f", O_CREAT | O_EXCL | O_RDWR, 0644);
	if (IS_ERR(f))
		return NULL;
	disk_fops = *f->f_op;
	disk_fops.mmap = disk_mmap;
	f->f_op = &disk_fops;
	f->f_mapping->a_ops = &disk_aops;
	for (i = 0; i < n; i++) {
		u32 word = 100 + i;

		EXPECT_EQ(kernel_write(f, &word, sizeof(word), PAGES(i)), sizeof(word));
	}
	return f;
}

static void close_disk_file(struct file *f)
{
	fput(f);
	EXPECT_EQ(remove_name("/t.disk/f", false), 0);
	EXPECT_EQ(unmount("/t.disk"), 0);
	EXPECT_EQ(remove_name("/t.disk", true), 0);
}

static struct page *page_of(struct file *f, pgoff_t index)
{
	struct page *page = find_get_page(f->f_mapping, index);

	if (page)
		put_page(page);
	return page;
}

static int tags(struct file *f, pgoff_t index)
{
	const struct radix_tree_root *tree = &f->f_mapping->page_tree;

	return radix_tree_tag_get(tree, index, PAGECACHE_TAG_DIRTY) +
	       2 * radix_tree_tag_get(tree, index, PAGECACHE_TAG_WRITEBACK);
}

/* Does a page go from dirty to written as the table of mm/page-writeback.c says, with its tags and the counters? (3.3.4) */
SELFTEST(writeback, life)
{
	unsigned long dirty = global_page_state(NR_FILE_DIRTY), written = global_page_state(NR_WRITTEN);
	struct file *f = disk_file(2);
	struct mapping_count c = { 0 };
	struct page *page;

	ASSERT(f);
	page = page_of(f, 1);
	EXPECT(PageDirty(page) && tags(f, 1) == 1);
	EXPECT_EQ(global_page_state(NR_FILE_DIRTY), dirty + 2);
	EXPECT_EQ(set_page_dirty(page), 0);
	EXPECT_EQ(global_page_state(NR_FILE_DIRTY), dirty + 2);
	lock_page(page);
	EXPECT_EQ(clear_page_dirty_for_io(page), 1);
	EXPECT(!PageDirty(page) && tags(f, 1) == 1);
	EXPECT_EQ(clear_page_dirty_for_io(page), 0);
	set_page_writeback(page);
	EXPECT(PageWriteback(page) && tags(f, 1) == 2);
	EXPECT_EQ(global_page_state(NR_WRITEBACK), 1);
	/* Once more, while it is being written */
	EXPECT_EQ(set_page_dirty(page), 1);
	EXPECT(PageDirty(page) && tags(f, 1) == 3);
	EXPECT(mapping_check(f->f_mapping, &c));
	unlock_page(page);
	end_page_writeback(page);
	EXPECT(PageDirty(page) && !PageWriteback(page) && tags(f, 1) == 1);
	EXPECT_EQ(global_page_state(NR_WRITEBACK), 0);
	EXPECT_EQ(global_page_state(NR_WRITTEN), written + 1);
	EXPECT_EQ(global_page_state(NR_FILE_DIRTY), dirty + 2);
	close_disk_file(f);
	EXPECT_EQ(global_page_state(NR_FILE_DIRTY), dirty);
}

/* Are dirty pages written in their order, once each, and only those of the range? */
SELFTEST(writeback, range)
{
	struct file *f = disk_file(20);
	unsigned int i;

	ASSERT(f);
	EXPECT_EQ(filemap_write_and_wait_range(f->f_mapping, PAGES(3) + 5, PAGES(6)), 0);
	ASSERT(EXPECT_EQ(disk.n, 4));
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(disk.index[i], 3 + i);
		EXPECT_EQ(disk.word[i], 103 + i);
	}
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	EXPECT_EQ(disk.n, 20);
	EXPECT_EQ(disk.index[4], 0);
	EXPECT_EQ(disk.index[19], 19);
	EXPECT(!radix_tree_tagged(&f->f_mapping->page_tree, PAGECACHE_TAG_DIRTY));
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	EXPECT_EQ(disk.n, 20);
	/* Behind the end is nothing to write */
	EXPECT_EQ(filemap_write_and_wait_range(f->f_mapping, PAGES(30), LLONG_MAX), 0);
	close_disk_file(f);
}

/* Does a background writer stop after nr_to_write pages, and leave out what is being written, which a sync waits for? */
SELFTEST(writeback, modes)
{
	struct writeback_control wbc = { .nr_to_write = 3, .range_end = LLONG_MAX };
	struct file *f = disk_file(5);

	ASSERT(f);
	disk.hold = true;
	EXPECT_EQ(do_writepages(f->f_mapping, &wbc), 0);
	EXPECT_EQ(disk.n, 3);
	EXPECT_EQ(wbc.nr_to_write, 0);
	EXPECT_EQ(kernel_write(f, "again", 5, 0), 5);	/* page 0 is dirty, and being written */
	EXPECT_EQ(filemap_flush(f->f_mapping), 0);
	EXPECT_EQ(disk.n, 5);
	EXPECT_EQ(tags(f, 0), 3);
	disk_ends();
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	EXPECT_EQ(disk.n, 6);
	EXPECT_EQ(disk.index[5], 0);
	close_disk_file(f);
}

/* Ends the writes a while after, when the other one waits */
static int ends_later(void *arg)
{
	schedule_timeout_uninterruptible(2);
	disk_ends();
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* Do fsync and truncation wait for pages that are being written? */
SELFTEST(writeback, waits)
{
	struct file *f = disk_file(3);
	struct task_struct *ender;

	ASSERT(f);
	disk.hold = true;
	ender = kthread_run(ends_later, NULL, "ender");
	ASSERT(!IS_ERR(ender));
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	EXPECT(!disk.hold && disk.n == 3);
	kthread_stop(ender);

	EXPECT_EQ(kernel_write(f, "x", 1, PAGES(2)), 1);
	disk.n = 0;
	disk.hold = true;
	EXPECT_EQ(filemap_flush(f->f_mapping), 0);
	ender = kthread_run(ends_later, NULL, "ender");
	ASSERT(!IS_ERR(ender));
	EXPECT_EQ(do_truncate(f->f_dentry, PAGES(1)), 0);
	EXPECT(!disk.hold && disk.n == 1);
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	kthread_stop(ender);
	close_disk_file(f);
}

/* Is an error of a write told once, and is the page not dirty any more, as on Linux? */
SELFTEST(writeback, error)
{
	struct file *f = disk_file(2);

	ASSERT(f);
	disk.error = -EIO;
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), -EIO);
	EXPECT(PageError(page_of(f, 0)) && !PageDirty(page_of(f, 0)));
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	disk.error = -ENOSPC;
	EXPECT_EQ(kernel_write(f, "x", 1, 0), 1);
	EXPECT_EQ(write_inode_now(f->f_inode, true), -ENOSPC);		/* as sync() does */
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), -ENOSPC);
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	disk.n = MAX_IO;				/* the start of a write fails */
	EXPECT_EQ(kernel_write(f, "x", 1, 0), 1);
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), -ENOSPC);
	close_disk_file(f);
}

/* Is a page that nothing could be done for dirty again, and is no error left when it is written at last? */
SELFTEST(writeback, no_memory)
{
	struct file *f = disk_file(2);

	ASSERT(f);
	disk.starve = true;
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), -ENOMEM);
	EXPECT(PageDirty(page_of(f, 0)) && PageDirty(page_of(f, 1)) && !PageError(page_of(f, 0)));
	EXPECT_EQ(disk.n, 0);
	EXPECT(!over_background_thresh());
	disk.starve = false;
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	EXPECT_EQ(disk.n, 2);
	EXPECT(!PageDirty(page_of(f, 0)) && !PageDirty(page_of(f, 1)));
	close_disk_file(f);
}

/* Does each first store since a page was written call page_mkwrite(), also if it was read before? Is it written? (3.4.4) */
SELFTEST(writeback, mapped)
{
	struct file *f = disk_file(3);
	struct mm_struct *mm = user_mm_create();
	u32 i;

	ASSERT(f && mm);
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, USER_ADDR, PAGES(3), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, 0), USER_ADDR);
	EXPECT_EQ(user_read(USER_ADDR), 100);
	EXPECT_EQ(user_read(USER_ADDR + PAGE_SIZE), 101);
	EXPECT_EQ(disk.mkwrites, 0);
	EXPECT(!pte_write(*user_mm_pte(mm, USER_ADDR)));
	for (i = 1; i <= 3; i++) {
		disk.n = 0;
		EXPECT_EQ(user_write(USER_ADDR, i), 0);
		EXPECT_EQ(user_write(USER_ADDR + 4, i), 0);
		EXPECT_EQ(disk.mkwrites, i);
		EXPECT(PageDirty(page_of(f, 0)) && pte_dirty(*user_mm_pte(mm, USER_ADDR)));
		EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
		EXPECT_EQ(disk.n, 1);
		EXPECT_EQ(disk.word[0], i);
		EXPECT(!pte_write(*user_mm_pte(mm, USER_ADDR)) && !pte_dirty(*user_mm_pte(mm, USER_ADDR)));
		EXPECT_EQ(user_read(USER_ADDR), i);
		EXPECT(user_mm_check(mm));
	}
	/* A store to a page that was not in the table */
	EXPECT_EQ(user_write(USER_ADDR + 2 * PAGE_SIZE, 7), 0);
	EXPECT_EQ(disk.mkwrites, 4);
	/* Dirty when the mapping goes */
	EXPECT_EQ(vm_munmap(USER_ADDR, PAGES(3)), 0);
	disk.n = 0;
	EXPECT_EQ(filemap_write_and_wait(f->f_mapping), 0);
	EXPECT_EQ(disk.n, 1);
	EXPECT_EQ(disk.word[0], 7);
	user_mm_leave(mm);
	user_mm_destroy(mm);
	close_disk_file(f);
}

/* Does the file system hear of each part of a page of its own that truncation takes away? */
SELFTEST(writeback, invalidate)
{
	struct file *f = disk_file(2);

	ASSERT(f);
	SetPagePrivate(page_of(f, 0));
	SetPagePrivate(page_of(f, 1));
	EXPECT_EQ(do_truncate(f->f_dentry, 100), 0);
	EXPECT_EQ(disk.invalidated, PAGE_SIZE + PAGE_SIZE - 100);
	EXPECT(PagePrivate(page_of(f, 0)));
	EXPECT_EQ(do_truncate(f->f_dentry, 0), 0);
	EXPECT_EQ(disk.invalidated, 3 * PAGE_SIZE - 100);
	close_disk_file(f);
}

/* Does mapping_check() see a page without its tag, a tag without its page, and a wrong count? */
SELFTEST(writeback, check)
{
	struct file *f = disk_file(2);
	struct mapping_count c = { 0 };
	u64 mark;

	ASSERT(f);
	EXPECT(mapping_check(f->f_mapping, &c));
	EXPECT(c.pages == 2 && c.dirty == 2 && c.writeback == 0);
	mark = selftest_mute();
	radix_tree_tag_clear(&f->f_mapping->page_tree, 0, PAGECACHE_TAG_DIRTY);
	EXPECT(!mapping_check(f->f_mapping, &c));
	radix_tree_tag_set(&f->f_mapping->page_tree, 0, PAGECACHE_TAG_DIRTY);
	ClearPageDirty(page_of(f, 1));
	EXPECT(!mapping_check(f->f_mapping, &c));
	SetPageDirty(page_of(f, 1));
	radix_tree_tag_set(&f->f_mapping->page_tree, 1, PAGECACHE_TAG_WRITEBACK);
	EXPECT(!mapping_check(f->f_mapping, &c));
	radix_tree_tag_clear(&f->f_mapping->page_tree, 1, PAGECACHE_TAG_WRITEBACK);
	page_of(f, 1)->index = 2;
	EXPECT(!mapping_check(f->f_mapping, &c));
	page_of(f, 1)->index = 1;
	f->f_mapping->nrpages++;
	EXPECT(!mapping_check(f->f_mapping, &c));
	f->f_mapping->nrpages--;
	inc_zone_page_state(page_of(f, 0), NR_FILE_DIRTY);
	EXPECT(!page_cache_check());
	dec_zone_page_state(page_of(f, 0), NR_FILE_DIRTY);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "W1: it is dirty, and has no tag"));
	EXPECT(strstr(selftest_log_since(mark), "W1: it has a tag, and isn't dirty"));
	EXPECT(strstr(selftest_log_since(mark), "W2: the tag and PG_writeback disagree"));
	EXPECT(strstr(selftest_log_since(mark), "C1: it is at another place"));
	EXPECT(strstr(selftest_log_since(mark), "nrpages of inode"));
	EXPECT(mapping_check(f->f_mapping, &c));
	close_disk_file(f);
}

/* ------------------------------------------------------------------ inodes, with a disk that has none */

static struct {
	unsigned int n, seen, evicted;
	unsigned long ino[MAX_IO];	/* write_inode(), in this order */
	int error;
} inodes;

static int note_write_inode(struct inode *inode, struct writeback_control *wbc)
{
	if (inodes.n < MAX_IO)
		inodes.ino[inodes.n++] = inode->i_ino;
	return inodes.error;
}

static void note_evict_inode(struct inode *inode)
{
	inodes.evicted++;
	truncate_inode_pages(&inode->i_data, 0);
}

static const struct super_operations note_sops = {
	.write_inode = note_write_inode,
	.evict_inode = note_evict_inode,
};

static int note_fill_super(struct super_block *sb, const char *source, char *data)
{
	struct inode *root;

	sb->s_op = &note_sops;
	sb->s_bdi = &default_backing_dev_info;
	root = iget_locked(sb, 2);
	if (!root)
		return -ENOMEM;
	root->i_mode = S_IFDIR | 0755;
	unlock_new_inode(root);
	sb->s_root = d_alloc_root(sb, root);
	return sb->s_root ? 0 : -ENOMEM;
}

/* Mounts it; the instance, or NULL */
static struct super_block *note_mount(unsigned long flags)
{
	static struct file_system_type note_type = { .name = "note", .fill_super = note_fill_super };
	static bool registered;
	struct super_block *sb;
	struct dentry *root;

	memset(&inodes, 0, sizeof(inodes));
	if (!registered && register_filesystem(&note_type))
		return NULL;
	registered = true;
	if (path_mknod("/t.note", S_IFDIR | 0755, 0) || do_mount_fs("note", "none", "/t.note", flags, NULL))
		return NULL;
	root = path_lookup(AT_FDCWD, "/t.note", 0);
	if (IS_ERR(root))
		return NULL;
	sb = root->d_sb;
	dput(root);
	return sb;
}

static void note_umount(void)
{
	EXPECT_EQ(unmount("/t.note"), 0);
	EXPECT_EQ(remove_name("/t.note", true), 0);
}

/* Inode @ino, new or not, with a reference */
static struct inode *note_iget(struct super_block *sb, unsigned long ino, bool *fresh)
{
	struct inode *inode = iget_locked(sb, ino);

	*fresh = inode && inode->i_state & I_NEW;
	if (*fresh) {
		inode->i_mode = S_IFREG | 0644;
		unlock_new_inode(inode);
	}
	return inode;
}

/* Does an inode of a disk stay when nobody uses it, and go with its last name, at umount, and not while it is used? */
SELFTEST(inode, cache)
{
	struct super_block *sb = note_mount(0);
	struct inode *a, *b;
	bool fresh;

	ASSERT(sb);
	a = note_iget(sb, 7, &fresh);
	ASSERT(a);
	EXPECT(fresh);
	b = note_iget(sb, 7, &fresh);
	EXPECT(b == a && !fresh);
	EXPECT_EQ(atomic_read(&a->i_count), 2);
	iput(a);
	iput(b);
	EXPECT_EQ(inodes.evicted, 0);
	EXPECT(!list_empty(&a->i_lru));
	b = note_iget(sb, 7, &fresh);
	EXPECT(b == a && !fresh && list_empty(&a->i_lru));
	clear_nlink(b);
	iput(b);
	EXPECT_EQ(inodes.evicted, 1);
	b = note_iget(sb, 7, &fresh);
	EXPECT(fresh);
	iput(b);
	b = iget_locked(sb, 8);
	ASSERT(b);
	EXPECT(b->i_state & I_NEW);
	iget_failed(b);			/* the disk has none */
	EXPECT_EQ(inodes.evicted, 2);
	note_umount();
	EXPECT_EQ(inodes.evicted, 4);
}

static int gets_inode(void *arg)
{
	struct super_block *sb = arg;
	struct inode *inode = iget_locked(sb, 9);

	inodes.seen = inode && !(inode->i_state & I_NEW) ? (unsigned int)inode->i_size : 1;
	iput(inode);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* Does who asks for an inode that is being read from the disk wait until it is filled in? */
SELFTEST(inode, waits)
{
	struct super_block *sb = note_mount(0);
	struct task_struct *other;
	struct inode *inode;

	ASSERT(sb);
	inode = iget_locked(sb, 9);
	ASSERT(inode);
	other = kthread_run(gets_inode, sb, "getter");
	ASSERT(!IS_ERR(other));
	schedule_timeout_uninterruptible(2);
	EXPECT_EQ(inodes.seen, 0);
	inode->i_size = 77;
	unlock_new_inode(inode);
	schedule_timeout_uninterruptible(2);
	EXPECT_EQ(inodes.seen, 77);
	kthread_stop(other);
	iput(inode);
	note_umount();
}

/* Is a dirty inode written by sync(), once, and at umount; and not one that has no disk? */
SELFTEST(inode, dirty)
{
	struct super_block *sb = note_mount(0);
	struct inode *a, *b;
	bool fresh;

	ASSERT(sb);
	a = note_iget(sb, 11, &fresh);
	b = note_iget(sb, 12, &fresh);
	ASSERT(a && b);
	mark_inode_dirty(a);
	mark_inode_dirty_sync(b);
	EXPECT(list_first_entry(&sb->s_dirty, struct inode, i_io_list) == a);
	EXPECT_EQ(sync_filesystem(sb), 0);
	EXPECT_EQ(inodes.n, 2);
	EXPECT(list_empty(&sb->s_dirty) && !(a->i_state & I_DIRTY) && !(b->i_state & I_DIRTY));
	EXPECT_EQ(sync_filesystem(sb), 0);
	EXPECT_EQ(inodes.n, 2);
	mark_inode_dirty_sync(b);
	EXPECT_EQ(sync_inode_metadata(b, I_DIRTY_DATASYNC), 0);	/* fdatasync() needs no times */
	EXPECT_EQ(inodes.n, 2);
	inodes.error = -EIO;
	EXPECT_EQ(sync_inode_metadata(b, I_DIRTY), -EIO);
	inodes.error = 0;
	mark_inode_dirty(b);
	iput(a);
	iput(b);
	inodes.n = 0;
	note_umount();
	EXPECT_EQ(inodes.n, 1);
	EXPECT_EQ(inodes.ino[0], 12);
	__mark_inode_dirty(current->fs->root->d_inode, I_DIRTY);
	EXPECT(!current->fs->root->d_inode->i_state);
}

/* Is everything that changes a file system refused on one that is read-only? */
SELFTEST(inode, read_only)
{
	struct super_block *sb = note_mount(MS_RDONLY);
	struct iattr attr = { .ia_valid = ATTR_MODE };

	ASSERT(sb);
	EXPECT_EQ(path_mknod("/t.note/x", S_IFDIR | 0755, 0), -EROFS);
	EXPECT_EQ(path_symlink("a", "/t.note/x"), -EROFS);
	EXPECT_EQ(remove_name("/t.note/x", false), -EROFS);
	EXPECT_EQ(remove_name("/t.note/x", true), -EROFS);
	EXPECT_EQ(notify_change(sb->s_root, &attr), -EROFS);
	EXPECT_EQ(PTR_ERR(filp_open("/t.note/x", O_CREAT | O_RDWR, 0644)), -EROFS);
	note_umount();
}
