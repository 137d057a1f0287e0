/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Read-ahead (mm/readahead.c) and advice on files (mm/fadvise.c), with a disk that lists what it was asked for.
 *
 * The file is one of ramfs with other operations behind its page cache, and behind it the default device, which reads
 * 32 pages ahead.  The first word of page n is n.  A read ends at once, or when the test says so.
 */
#include <linux/backing-dev.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/vmalloc.h>
#include "file_test.h"
#include "user_mm.h"

asmlinkage long sys_arm_fadvise64_64(int fd, int advice, loff_t offset, loff_t len);
asmlinkage long sys_readahead(int fd, loff_t offset, size_t count);
asmlinkage long sys_close(unsigned int fd);

#define DIR		"/t.ra"
#define PAGES(n)	((loff_t)(n) << PAGE_SHIFT)
#define MAX_IO		16
#define MAX_READ	64		/* pages of one read() */
#define NONE		((pgoff_t)-1)

enum { FADV_NORMAL, FADV_RANDOM, FADV_SEQUENTIAL, FADV_WILLNEED, FADV_DONTNEED };

/* What the disk was asked for: @nr pages from @start on, of which @marker has PG_readahead */
struct io {
	pgoff_t start, nr, marker;
	bool single;			/* by readpage() */
};

static struct {
	unsigned int n, seen;
	struct io io[MAX_IO];
	pgoff_t bad;			/* this page can't be read ahead */
	bool broken;			/* ... nor otherwise */
	unsigned int take;		/* readpages() takes so many, and leaves the others; 0: all */
	bool hold;			/* reads end by disk_ends() */
	unsigned int held;
	struct page *pages[MAX_READ];
	u8 *buf;
} disk;

static void disk_reads(struct page *page, bool ahead)
{
	u32 *kaddr;

	if (disk.hold) {
		hand_over_page_lock(page);
		disk.pages[disk.held++] = page;
		return;
	}
	kaddr = kmap(page);
	memset(kaddr, 0, PAGE_SIZE);
	*kaddr = (u32)page->index;
	kunmap(page);
	page_endio(page, READ, page->index == disk.bad && (ahead || disk.broken) ? -EIO : 0);
}

static struct io *new_io(pgoff_t start, pgoff_t nr, bool single)
{
	struct io *io = &disk.io[min(disk.n, MAX_IO - 1U)];

	disk.n++;
	*io = (struct io) { .start = start, .nr = nr, .marker = NONE, .single = single };
	return io;
}

static int disk_readpage(struct file *file, struct page *page)
{
	struct io *io = new_io(page->index, 1, true);

	if (PageReadahead(page))
		io->marker = page->index;
	disk_reads(page, false);
	return 0;
}

static int disk_readpages(struct file *filp, struct address_space *mapping, struct list_head *pages,
			  unsigned int nr_pages)
{
	struct io *io = new_io(list_last_entry(pages, struct page, lru)->index, nr_pages, false);
	unsigned int taken = 0;
	struct page *page;

	while (!list_empty(pages) && (!disk.take || taken++ < disk.take)) {
		page = list_last_entry(pages, struct page, lru);
		list_del(&page->lru);
		if (PageReadahead(page))
			io->marker = page->index;
		if (!add_to_page_cache_lru(page, mapping, page->index))
			disk_reads(page, true);
		put_page(page);
	}
	return 0;
}

static int disk_releasepage(struct page *page, gfp_t gfp)
{
	if (page->index & 1)
		return 0;
	ClearPagePrivate(page);
	return 1;
}

static const struct address_space_operations disk_aops = {
	.readpage = disk_readpage,
	.readpages = disk_readpages,
	.releasepage = disk_releasepage,
};

static const struct address_space_operations readpage_aops = {
	.readpage = disk_readpage,
};

/* A file of @n pages, none of them in memory; ERR_PTR */
static struct file *disk_file(unsigned int n, const struct address_space_operations *aops)
{
	struct dentry *root;
	struct file *f;

	memset(&disk, 0, sizeof(disk));
	disk.bad = NONE;
	disk.buf = vmalloc(MAX_READ * PAGE_SIZE);
	if (!disk.buf || path_mknod(DIR, S_IFDIR | 0755, 0) || do_mount_fs("ramfs", "none", DIR, 0, NULL))
		return ERR_PTR(-ENOMEM);
	root = path_lookup(AT_FDCWD, DIR, 0);
	if (IS_ERR(root))
		return ERR_CAST(root);
	root->d_sb->s_bdi = &default_backing_dev_info;
	dput(root);
	f = filp_open(DIR "/f", O_CREAT | O_EXCL | O_RDWR, 0644);
	if (!IS_ERR(f)) {
		f->f_mapping->a_ops = aops;
		f->f_inode->i_size = PAGES(n);
	}
	return f;
}

static void close_disk_file(struct file *f)
{
	fput(f);
	EXPECT_EQ(remove_name(DIR "/f", false), 0);
	EXPECT_EQ(unmount(DIR), 0);
	EXPECT_EQ(remove_name(DIR, true), 0);
	vfree(disk.buf);
}

/* read() of @n pages from page @index on, one call: are they the file's? */
static bool read_pages_at(struct file *f, pgoff_t index, unsigned int n)
{
	unsigned int i;

	if (kernel_read(f, PAGES(index), disk.buf, n * PAGE_SIZE) != (int)(n * PAGE_SIZE))
		return false;
	for (i = 0; i < n; i++)
		if (*(u32 *)(disk.buf + i * PAGE_SIZE) != (u32)index + i)
			return false;
	return true;
}

/* Pages [@from, @to), each by one read() */
static void read_each(struct file *f, pgoff_t from, pgoff_t to)
{
	for (; from < to; from++)
		EXPECT(read_pages_at(f, from, 1));
}

/* Has the disk, since the last question, been asked for this and nothing else? */
static bool asked(pgoff_t start, pgoff_t nr, pgoff_t marker)
{
	const struct io *io = &disk.io[disk.seen];
	bool same = disk.n == disk.seen + 1 && io->start == start && io->nr == nr && io->marker == marker;

	if (!same) {
		selftest_note("asked %u times, not for %lu pages from %lu on, marker %ld:", disk.n - disk.seen, nr,
			      start, (long)marker);
		for (; disk.seen < min(disk.n, (unsigned int)MAX_IO); disk.seen++)
			selftest_note("  %lu from %lu on, marker %ld", disk.io[disk.seen].nr,
				      disk.io[disk.seen].start, (long)disk.io[disk.seen].marker);
	}
	disk.n = disk.seen = 0;
	return same;
}

static bool not_asked(void)
{
	bool none = !disk.n;

	if (!none)
		selftest_note("asked for %lu pages from %lu on", disk.io[0].nr, disk.io[0].start);
	disk.n = disk.seen = 0;
	return none;
}

/* ------------------------------------------------------------------ read() */

/* A sequential reader, page by page: do windows grow from 4 to 32 pages, each started when the one before is begun? */
SELFTEST(readahead, sequential)
{
	static const struct io want[] = {
		{ 0, 4, 1 }, { 4, 8, 4 }, { 12, 16, 12 }, { 28, 32, 28 }, { 60, 32, 60 }, { 92, 32, 92 },
	};
	struct file *f = disk_file(200, &disk_aops);
	unsigned int i;

	ASSERT(!IS_ERR(f));
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		/* The marker's page starts it, and no page before */
		read_each(f, i ? want[i - 1].marker + 1 : 0, want[i].start ? want[i - 1].marker : 0);
		EXPECT(not_asked());
		EXPECT(read_pages_at(f, i ? want[i - 1].marker : 0, 1));
		EXPECT(asked(want[i].start, want[i].nr, want[i].marker));
	}
	EXPECT_EQ(f->f_mapping->nrpages, 124);
	close_disk_file(f);
}

/* A reader of larger pieces, up to more than the largest window: how large is the first window? */
SELFTEST(readahead, first_window)
{
	static const struct { unsigned int asked, nr, marker; } want[] = {
		{ 1, 4, 1 }, { 2, 4, 2 }, { 3, 8, 3 }, { 4, 8, 4 }, { 5, 16, 5 }, { 8, 16, 8 }, { 9, 32, 9 },
		{ 31, 32, 31 },
	};
	struct file *f = disk_file(500, &disk_aops);
	unsigned int i;

	ASSERT(!IS_ERR(f));
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		EXPECT(read_pages_at(f, 0, want[i].asked));
		EXPECT(asked(0, want[i].nr, want[i].marker));
		truncate_inode_pages(f->f_mapping, 0);
	}
	/* The read would come to its own marker: two windows at once */
	EXPECT(read_pages_at(f, 0, 32));
	EXPECT(asked(0, 64, 32));
	EXPECT(read_pages_at(f, 32, 1));
	EXPECT(asked(64, 32, 64));
	/* More than a window, anywhere */
	EXPECT(read_pages_at(f, 200, 33));
	EXPECT_EQ(disk.n, 2);
	EXPECT(disk.io[0].start == 200 && disk.io[0].nr == 64 && disk.io[0].marker == 232);
	disk.seen = 1;
	EXPECT(asked(264, 32, 264));
	close_disk_file(f);
}

/* Is what is read here and there, with strides or backwards read as it is, and the reader of two pages in a row found out? */
SELFTEST(readahead, random)
{
	static const pgoff_t places[] = { 500, 700, 501, 90, 89, 88, 87, 300, 310, 320, 330 };
	struct file *f = disk_file(1000, &disk_aops);
	unsigned int i;

	ASSERT(!IS_ERR(f));
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		EXPECT(read_pages_at(f, places[i], 1));
		EXPECT(asked(places[i], 1, NONE));
	}
	EXPECT(read_pages_at(f, 400, 7));
	EXPECT(asked(400, 7, NONE));
	/* A piece within the same page, then the one behind it; a whole page left out is too much */
	EXPECT_EQ(kernel_read(f, PAGES(600) + 10, disk.buf, 20), 20);
	EXPECT(asked(600, 1, NONE));
	EXPECT_EQ(kernel_read(f, PAGES(600) + 30, disk.buf, 20), 20);
	EXPECT(not_asked());
	EXPECT(read_pages_at(f, 602, 1));
	EXPECT(asked(602, 1, NONE));
	EXPECT(read_pages_at(f, 603, 1));
	EXPECT(asked(603, 4, 604));
	close_disk_file(f);
}

/* Does a seek and back leave the window as it was; and is nothing asked for behind the end? */
SELFTEST(readahead, seek_and_end)
{
	struct file *f = disk_file(40, &disk_aops);

	ASSERT(!IS_ERR(f));
	read_each(f, 0, 4);
	disk.n = 0;
	EXPECT(read_pages_at(f, 4, 1));
	EXPECT(asked(12, 16, 12));
	EXPECT(read_pages_at(f, 35, 1));
	EXPECT(asked(35, 1, NONE));
	read_each(f, 5, 12);
	EXPECT(not_asked());
	EXPECT(read_pages_at(f, 12, 1));
	EXPECT(asked(28, 11, 28));		/* 32, but the last is 39, and 35 is there */
	read_each(f, 13, 40);
	EXPECT(not_asked());
	EXPECT_EQ(kernel_read(f, PAGES(40), disk.buf, 1), 0);
	EXPECT_EQ(kernel_read(f, PAGES(1000), disk.buf, 1), 0);
	EXPECT(not_asked());
	EXPECT_EQ(f->f_mapping->nrpages, 40);
	truncate_inode_pages(f->f_mapping, 0);
	f->f_inode->i_size = 1;
	EXPECT_EQ(kernel_read(f, 0, disk.buf, 10), 1);
	EXPECT(asked(0, 1, NONE));
	f->f_inode->i_size = 0;
	EXPECT_EQ(kernel_read(f, 0, disk.buf, 10), 0);
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 0, 10), 0);
	EXPECT(not_asked());
	close_disk_file(f);
}

/* Two that read one file: is a marker of the other's understood, and are pages that were left behind a trace? */
SELFTEST(readahead, others)
{
	struct file *f = disk_file(500, &disk_aops), *g, *h;

	ASSERT(!IS_ERR(f));
	g = filp_open(DIR "/f", O_RDONLY, 0);
	h = filp_open(DIR "/f", O_RDONLY, 0);
	ASSERT(!IS_ERR(g) && !IS_ERR(h));
	EXPECT(read_pages_at(f, 0, 1));
	EXPECT(asked(0, 4, 1));
	EXPECT(read_pages_at(g, 1, 1));
	EXPECT(asked(4, 8, 4));
	/* f's marker has gone, and what would be its next window is there: the one behind is read with it */
	read_each(f, 1, 4);
	EXPECT(not_asked());
	EXPECT(read_pages_at(f, 4, 1));
	EXPECT(asked(12, 16, 12));
	EXPECT(read_pages_at(f, 12, 1));
	EXPECT(asked(28, 32, 28));
	/* Somebody else has read from the beginning on, or five pages */
	EXPECT(read_pages_at(h, 60, 1));
	EXPECT(asked(60, 32, 91));
	disk.n = 0;
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 200, 5), 0);
	EXPECT(asked(200, 5, NONE));
	EXPECT(read_pages_at(h, 205, 1));
	EXPECT(asked(205, 6, 210));
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 300, 1), 0);
	EXPECT(asked(300, 1, NONE));
	EXPECT(read_pages_at(h, 301, 1));
	EXPECT(asked(301, 1, NONE));
	fput(h);
	fput(g);
	close_disk_file(f);
}

/* Somebody has read the file from its beginning to here, and nothing else: is twice as much read ahead? */
SELFTEST(readahead, context_from_start)
{
	struct file *f = disk_file(500, &disk_aops), *g;

	ASSERT(!IS_ERR(f));
	g = filp_open(DIR "/f", O_RDONLY, 0);
	ASSERT(!IS_ERR(g));
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 0, 5), 0);
	EXPECT(asked(0, 5, NONE));
	EXPECT(read_pages_at(g, 5, 1));
	EXPECT(asked(5, 11, 15));
	fput(g);
	close_disk_file(f);
}

/* A file system without readpages(): is each page read by readpage(), and the marker set? */
SELFTEST(readahead, readpage)
{
	struct file *f = disk_file(100, &readpage_aops);
	unsigned int i;

	ASSERT(!IS_ERR(f));
	EXPECT(read_pages_at(f, 0, 1));
	EXPECT_EQ(disk.n, 4);
	for (i = 0; i < 4; i++)
		EXPECT(disk.io[i].single && disk.io[i].start == i && disk.io[i].marker == (i == 1 ? 1 : NONE));
	EXPECT_EQ(f->f_mapping->nrpages, 4);
	close_disk_file(f);
}

/* A device without read-ahead (ramfs): is each page read when it is needed? */
SELFTEST(readahead, none)
{
	struct file *f = disk_file(100, &disk_aops), *g;

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(f->f_ra.ra_pages, 32);
	f->f_inode->i_sb->s_bdi = &noop_backing_dev_info;
	g = filp_open(DIR "/f", O_RDONLY, 0);
	ASSERT(!IS_ERR(g));
	EXPECT_EQ(g->f_ra.ra_pages, 0);
	EXPECT(read_pages_at(g, 0, 1));
	EXPECT(disk.io[0].single);
	EXPECT(asked(0, 1, NONE));
	EXPECT_EQ(force_page_cache_readahead(g->f_mapping, g, 10, 5), 0);
	EXPECT(not_asked());
	fput(g);
	close_disk_file(f);
}

static struct file *elsewhere;

static int open_elsewhere(struct inode *inode, struct file *file)
{
	file->f_mapping = elsewhere->f_mapping;
	return 0;
}

/* A file whose open() says that its contents are another's, as a disk's node: is it that one's device that counts? */
SELFTEST(readahead, opened_elsewhere)
{
	struct file *f = disk_file(100, &disk_aops), *g;
	static struct file_operations fops;

	elsewhere = shmem_file_setup("elsewhere", PAGES(1), VM_NORESERVE);
	ASSERT(!IS_ERR(f) && !IS_ERR(elsewhere));
	fops = *f->f_inode->i_fop;
	fops.open = open_elsewhere;
	f->f_inode->i_fop = &fops;
	g = filp_open(DIR "/f", O_RDONLY, 0);
	if (EXPECT(!IS_ERR(g))) {
		EXPECT(g->f_mapping == elsewhere->f_mapping);
		EXPECT_EQ(g->f_ra.ra_pages, 0);
		fput(g);
	}
	fput(elsewhere);
	f->f_inode->i_fop = f->f_op;
	close_disk_file(f);
}

/* What can't be read ahead: is it read when it is needed, told only then, and less read ahead from then on? */
SELFTEST(readahead, errors)
{
	struct file *f = disk_file(100, &disk_aops);

	ASSERT(!IS_ERR(f));
	disk.bad = 2;
	EXPECT(read_pages_at(f, 0, 1));
	EXPECT(asked(0, 4, 1));
	EXPECT(read_pages_at(f, 1, 1));
	EXPECT(asked(4, 8, 4));
	EXPECT(read_pages_at(f, 2, 1));
	EXPECT(disk.io[0].single);
	EXPECT(asked(2, 1, NONE));
	EXPECT_EQ(f->f_ra.ra_pages, 32);
	disk.bad = 6;
	disk.broken = true;
	truncate_inode_pages(f->f_mapping, 0);
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 0, 20), 0);
	disk.n = 0;
	EXPECT(read_pages_at(f, 5, 1));
	EXPECT_EQ(kernel_read(f, PAGES(6), disk.buf, 1), -EIO);
	EXPECT(disk.io[0].single);
	EXPECT(asked(6, 1, NONE));
	EXPECT_EQ(f->f_ra.ra_pages, 8);
	EXPECT(read_pages_at(f, 7, 1));
	close_disk_file(f);
}

/* Pages that readpages() doesn't take: are they nobody's, and read when they are needed? */
SELFTEST(readahead, leftovers)
{
	struct file *f = disk_file(100, &disk_aops);

	ASSERT(!IS_ERR(f));
	disk.take = 1;
	EXPECT(read_pages_at(f, 0, 1));
	EXPECT(asked(0, 4, NONE));
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	disk.take = 0;
	/* Where the marker should be, the next window begins, and the page is read by itself */
	EXPECT(read_pages_at(f, 1, 1));
	EXPECT_EQ(disk.n, 2);
	EXPECT(disk.io[0].start == 4 && disk.io[1].single);
	disk.seen = 1;
	EXPECT(asked(1, 1, NONE));
	EXPECT(read_pages_at(f, 2, 1));
	EXPECT(asked(2, 2, 3));
	close_disk_file(f);
}

/* Without memory: is it who needs a page that is told, and nothing left behind? */
SELFTEST(readahead, no_memory)
{
	struct file *f = disk_file(100, &disk_aops);
	struct page *page, *n;
	LIST_HEAD(pages);

	ASSERT(!IS_ERR(f));
	selftest_mute();
	while ((page = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_NORETRY | __GFP_NOWARN)))
		list_add(&page->lru, &pages);
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 0, 10), 0);
	EXPECT_EQ(kernel_read(f, 0, disk.buf, 1), -ENOMEM);
	list_for_each_entry_safe(page, n, &pages, lru) {
		list_del(&page->lru);
		put_page(page);
	}
	selftest_unmute();
	EXPECT(not_asked());
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	EXPECT(read_pages_at(f, 50, 1));
	EXPECT(asked(50, 1, NONE));
	close_disk_file(f);
}

struct waiter {
	struct file *file;
	bool maps, done;
	u32 got;
};

/* Reads a word of page 3, by read() or by a fault */
static int waits_for_page(void *arg)
{
	struct waiter *w = arg;
	struct mm_struct *mm = w->maps ? user_mm_create() : NULL;

	if (mm) {
		user_mm_enter(mm);
		arch_pick_mmap_layout(mm);
		EXPECT_EQ(vm_mmap(w->file, USER_ADDR, PAGES(9), PROT_READ, MAP_SHARED | MAP_FIXED, 0), USER_ADDR);
		w->got = user_read(USER_ADDR + PAGES(3));
		user_mm_leave(mm);
		user_mm_destroy(mm);
	} else {
		EXPECT_EQ(kernel_read(w->file, PAGES(3), &w->got, sizeof(w->got)), sizeof(w->got));
	}
	w->done = true;
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* Does who needs a page that is being read ahead wait for it, and ask no more? */
SELFTEST(readahead, waits)
{
	struct file *f = disk_file(100, &disk_aops);
	struct waiter w[2] = { { .file = f }, { .file = f, .maps = true } };
	struct task_struct *task[2];
	unsigned int i;

	ASSERT(!IS_ERR(f));
	disk.hold = true;
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 0, 10), 0);
	EXPECT_EQ(disk.held, 10);
	task[0] = kthread_run(waits_for_page, &w[0], "reader");
	task[1] = kthread_run(waits_for_page, &w[1], "mapper");
	msleep(40);
	EXPECT(!w[0].done && !w[1].done);
	disk.hold = false;
	for (i = 0; i < disk.held; i++)
		disk_reads(disk.pages[i], true);
	while (!w[0].done || !w[1].done)
		msleep(10);
	kthread_stop(task[0]);
	kthread_stop(task[1]);
	EXPECT(w[0].got == 3 && w[1].got == 3);
	EXPECT(asked(0, 10, NONE));
	close_disk_file(f);
}

/* ------------------------------------------------------------------ mappings */

/* Does a fault read around its page, the marker start the next window, and advice change both? (3.3.4, 3.4.4) */
SELFTEST(readahead, mmap)
{
	struct file *f = disk_file(1000, &disk_aops);
	struct mm_struct *mm = user_mm_create();

	ASSERT(mm && !IS_ERR(f));
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, USER_ADDR, PAGES(1000), PROT_READ, MAP_SHARED | MAP_FIXED, 0), USER_ADDR);
	EXPECT_EQ(user_read(USER_ADDR + PAGES(100)), 100);
	EXPECT(asked(84, 32, 108));
	EXPECT_EQ(f->f_ra.mmap_miss, 1);
	/* The next fault maps its neighbours, but not the marker's page, to which a fault is to come */
	EXPECT_EQ(user_read(USER_ADDR + PAGES(101)), 101);
	EXPECT(not_asked());
	EXPECT_EQ(f->f_ra.mmap_miss, 0);
	EXPECT(user_mm_page(mm, USER_ADDR + PAGES(107)) && !user_mm_page(mm, USER_ADDR + PAGES(108)));
	EXPECT_EQ(user_read(USER_ADDR + PAGES(108)), 108);
	EXPECT(asked(116, 32, 116));
	EXPECT_EQ(user_read(USER_ADDR + PAGES(120)), 120);
	EXPECT(not_asked());
	EXPECT_EQ(user_read(USER_ADDR + PAGES(3)), 3);
	EXPECT(asked(0, 32, 24));
	EXPECT_EQ(user_read(USER_ADDR + PAGES(999)), 999);
	EXPECT(asked(983, 17, NONE));
	truncate_inode_pages(f->f_mapping, 0);
	EXPECT_EQ(sys_madvise(USER_ADDR, PAGES(1000), MADV_SEQUENTIAL), 0);
	EXPECT_EQ(user_read(USER_ADDR), 0);
	EXPECT(asked(0, 64, 32));
	EXPECT_EQ(user_read(USER_ADDR + PAGES(31)), 31);
	EXPECT(not_asked());
	EXPECT_EQ(user_read(USER_ADDR + PAGES(32)), 32);
	EXPECT(asked(64, 32, 64));
	EXPECT(user_mm_check(mm));
	user_mm_leave(mm);
	user_mm_destroy(mm);
	close_disk_file(f);
}

/* Do MADV_SEQUENTIAL, _RANDOM and _WILLNEED choose what faults read, and does a file whose faults always miss? (3.3.4) */
SELFTEST(readahead, mmap_advice)
{
	struct file *f = disk_file(1000, &disk_aops);
	struct mm_struct *mm = user_mm_create();

	ASSERT(mm && !IS_ERR(f));
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, USER_ADDR, PAGES(900), PROT_READ, MAP_SHARED | MAP_FIXED, PAGES(100)), USER_ADDR);
	EXPECT_EQ(sys_madvise(USER_ADDR, PAGES(900), MADV_SEQUENTIAL), 0);
	EXPECT_EQ(user_read(USER_ADDR + PAGES(100)), 200);
	EXPECT(asked(200, 32, NONE));		/* it isn't known yet to be sequential */
	EXPECT_EQ(user_read(USER_ADDR + PAGES(132)), 232);
	EXPECT(asked(232, 32, NONE));
	EXPECT_EQ(sys_madvise(USER_ADDR, PAGES(900), MADV_RANDOM), 0);
	EXPECT_EQ(user_read(USER_ADDR + PAGES(163)), 263);
	EXPECT(not_asked());
	EXPECT_EQ(user_read(USER_ADDR + PAGES(300)), 400);
	EXPECT(disk.io[0].single);
	EXPECT(asked(400, 1, NONE));
	EXPECT_EQ(f->f_ra.mmap_miss, 0);
	EXPECT_EQ(sys_madvise(USER_ADDR, PAGES(900), MADV_NORMAL), 0);
	EXPECT_EQ(sys_madvise(USER_ADDR + PAGES(290), PAGES(20), MADV_WILLNEED), 0);
	EXPECT(asked(390, 19, NONE));		/* 400 is there */
	EXPECT_EQ(sys_madvise(USER_ADDR + PAGES(500), PAGES(400), MADV_WILLNEED), 0);
	EXPECT(asked(600, 32, NONE));
	EXPECT_EQ(user_read(USER_ADDR + PAGES(510)), 610);
	EXPECT(not_asked());

	f->f_ra.mmap_miss = 100;
	EXPECT_EQ(user_read(USER_ADDR + PAGES(800)), 900);
	EXPECT(disk.io[0].single);
	EXPECT(asked(900, 1, NONE));
	f->f_ra.mmap_miss = 1000;
	EXPECT_EQ(user_read(USER_ADDR + PAGES(700)), 800);
	EXPECT(asked(800, 1, NONE));
	EXPECT_EQ(f->f_ra.mmap_miss, 1000);
	f->f_ra.mmap_miss = 99;
	EXPECT_EQ(user_read(USER_ADDR + PAGES(750)), 850);
	EXPECT(asked(834, 32, 858));
	user_mm_leave(mm);
	user_mm_destroy(mm);
	close_disk_file(f);
}

/* A page that can't be read ahead, or not at all: is it read by the fault, or the fault's SIGBUS? */
SELFTEST(readahead, mmap_errors)
{
	struct file *f = disk_file(1000, &disk_aops);
	struct mm_struct *mm = user_mm_create();

	ASSERT(mm && !IS_ERR(f));
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, USER_ADDR, PAGES(1000), PROT_READ, MAP_SHARED | MAP_FIXED, 0), USER_ADDR);
	disk.bad = 50;
	EXPECT_EQ(user_read(USER_ADDR + PAGES(50)), 50);
	EXPECT_EQ(disk.n, 2);
	EXPECT(disk.io[1].single && disk.io[1].start == 50);
	disk.n = 0;
	disk.bad = 200;
	disk.broken = true;
	EXPECT_EQ(user_read(USER_ADDR + PAGES(200)), USER_FAULT);
	EXPECT_EQ(disk.n, 2);
	EXPECT_EQ(f->f_ra.ra_pages, 8);
	EXPECT_EQ(user_read(USER_ADDR + PAGES(201)), 201);
	user_mm_leave(mm);
	user_mm_destroy(mm);
	close_disk_file(f);
}

/* ------------------------------------------------------------------ advice on files */

/* @f under a number, for system calls */
static int fd_of(struct file *f)
{
	int fd = get_unused_fd_flags(0);

	if (EXPECT(fd >= 0))
		fd_install((unsigned int)fd, get_file(f));
	return fd;
}

/* POSIX_FADV_RANDOM, _SEQUENTIAL, _NORMAL, _WILLNEED and readahead(2): do they change what is read ahead, and refuse? */
SELFTEST(readahead, fadvise)
{
	struct file *f = disk_file(1000, &disk_aops);
	int fd;

	ASSERT(!IS_ERR(f));
	fd = fd_of(f);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_RANDOM, 0, 0), 0);
	EXPECT(read_pages_at(f, 0, 1));
	EXPECT(asked(0, 1, NONE));
	EXPECT(read_pages_at(f, 1, 8));
	EXPECT(asked(1, 8, NONE));
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_SEQUENTIAL, 0, 0), 0);
	EXPECT_EQ(f->f_ra.ra_pages, 64);
	truncate_inode_pages(f->f_mapping, 0);
	EXPECT(read_pages_at(f, 0, 33));
	EXPECT_EQ(disk.n, 1);
	disk.n = 0;
	EXPECT(f->f_mapping->nrpages >= 64);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_NORMAL, 0, 0), 0);
	EXPECT_EQ(f->f_ra.ra_pages, 32);
	EXPECT(!(f->f_mode & FMODE_RANDOM));

	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_WILLNEED, PAGES(500) + 1, PAGES(2)), 0);
	EXPECT(asked(500, 3, NONE));
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_WILLNEED, PAGES(600), 0), 0);
	EXPECT(asked(600, 32, NONE));
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_WILLNEED, PAGES(990), LLONG_MAX), 0);
	EXPECT(asked(990, 10, NONE));
	EXPECT_EQ(sys_readahead(fd, PAGES(700), 1), 0);
	EXPECT(asked(700, 1, NONE));
	EXPECT_EQ(sys_readahead(fd, PAGES(710) + 4095, 2), 0);
	EXPECT(asked(710, 2, NONE));
	EXPECT_EQ(sys_readahead(fd, PAGES(2000), 100), 0);
	EXPECT(not_asked());
	EXPECT_EQ(sys_arm_fadvise64_64(fd, 6, 0, 0), -EINVAL);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, -1, 0, 0), -EINVAL);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_NORMAL, 0, -1), -EINVAL);
	f->f_mode &= ~FMODE_READ;
	EXPECT_EQ(sys_readahead(fd, 0, 1), -EBADF);
	f->f_mode |= FMODE_READ;
	EXPECT_EQ(sys_close((unsigned int)fd), 0);
	EXPECT_EQ(sys_readahead(fd, 0, 1), -EBADF);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_NORMAL, 0, 0), -EBADF);
	close_disk_file(f);
}

static bool in_memory(struct file *f, pgoff_t index)
{
	struct page *page = find_get_page(f->f_mapping, index);

	if (page)
		put_page(page);
	return page;
}

/* POSIX_FADV_DONTNEED: do clean pages go that nobody uses, and only those that lie in the range as a whole? */
SELFTEST(readahead, dontneed)
{
	struct file *f = disk_file(20, &disk_aops);
	struct mm_struct *mm = user_mm_create();
	struct page *page[20];
	pgoff_t i;
	int fd;

	ASSERT(mm && !IS_ERR(f));
	fd = fd_of(f);
	f->f_inode->i_size -= 100;
	EXPECT_EQ(force_page_cache_readahead(f->f_mapping, f, 0, 20), 0);
	for (i = 0; i < 20; i++) {
		page[i] = find_get_page(f->f_mapping, i);
		ASSERT(page[i]);
		if (i != 3)
			put_page(page[i]);
	}
	/* One with a reference more, dirty, locked by somebody, being written, mapped, with something private */
	SetPageDirty(page[4]);
	set_bit(PG_locked, &page[5]->flags);
	set_bit(PG_writeback, &page[6]->flags);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, USER_ADDR, PAGES(1), PROT_READ, MAP_SHARED | MAP_FIXED, PAGES(7)), USER_ADDR);
	EXPECT_EQ(user_read(USER_ADDR), 7);
	SetPagePrivate(page[8]);
	SetPagePrivate(page[9]);
	/* Of page 1 all but a byte, of page 11 one */
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_DONTNEED, PAGES(1) + 1, PAGES(10)), 0);
	for (i = 0; i < 20; i++)
		EXPECT_EQ(in_memory(f, i), !(i == 2 || i == 8 || i == 10));
	EXPECT_EQ(f->f_mapping->nrpages, 17);
	/* The last page's end is the file's */
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_DONTNEED, PAGES(19), PAGES(1) - 100), 0);
	EXPECT(!in_memory(f, 19));
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_DONTNEED, PAGES(18), 100), 0);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_DONTNEED, 0, 100), 0);
	EXPECT(in_memory(f, 18) && in_memory(f, 0));
	user_mm_leave(mm);
	user_mm_destroy(mm);
	put_page(page[3]);
	ClearPageDirty(page[4]);
	clear_bit(PG_locked, &page[5]->flags);
	clear_bit(PG_writeback, &page[6]->flags);
	ClearPagePrivate(page[9]);
	EXPECT_EQ(sys_arm_fadvise64_64(fd, FADV_DONTNEED, 0, 0), 0);
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	disk.n = 0;
	EXPECT(read_pages_at(f, 4, 1));
	EXPECT(asked(4, 1, NONE));
	EXPECT_EQ(sys_close((unsigned int)fd), 0);
	close_disk_file(f);
}
