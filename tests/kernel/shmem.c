/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared memory and tmpfs: limits, charges, and that what fails leaves nothing behind */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/falloc.h>
#include <linux/fault-inject.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "file_test.h"
#include "user_mm.h"

asmlinkage long sys_mount(char __user *dev_name, char __user *dir_name, char __user *type, unsigned long flags,
			  void __user *data);

asmlinkage long sys_memfd_create(const char __user *uname, unsigned int flags);
asmlinkage long sys_close(unsigned int fd);

#define MFD_CLOEXEC		1U
#define MFD_ALLOW_SEALING	2U
#define MNT		"/t.mnt"
#define SIZE(pages)	((loff_t)(pages) * PAGE_SIZE)

static long mount(const char *type, unsigned long flags, const char *options)
{
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_mount((__force char __user *)"none", (__force char __user *)MNT, (__force char __user *)type,
			flags, (__force void __user *)options);
	set_fs(old);
	return ret;
}

static struct file *make_file(const char *name)
{
	return filp_open(name, O_CREAT | O_EXCL | O_RDWR, 0644);
}

/* A tmpfs at MNT; the limits it keeps to, or NULL */
static struct shmem_sb_info *mount_tmpfs(const char *options)
{
	struct shmem_sb_info *sbinfo;
	struct dentry *root;

	if (path_mknod(MNT, S_IFDIR | 0755, 0) || mount("tmpfs", 0, options))
		return NULL;
	root = path_lookup(AT_FDCWD, MNT, 0);
	if (IS_ERR(root))
		return NULL;
	sbinfo = SHMEM_SB(root->d_sb);
	dput(root);
	return sbinfo;
}

static void unmount_tmpfs(void)
{
	EXPECT_EQ(unmount(MNT), 0);
	EXPECT_EQ(remove_name(MNT, true), 0);
}

static long charged(void)
{
	return atomic_long_read(&vm_committed_as);
}

/* Is a file charged by its size when it is made, and the charge moved with the size and given back? */
SELFTEST(shmem, charged_by_size)
{
	long before = charged();
	struct file *f = shmem_file_setup("size", SIZE(5) - 1, 0);

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(charged(), before + 5);
	EXPECT_EQ(kernel_write(f, "x", 1, 0), 1);
	EXPECT_EQ(charged(), before + 5);
	EXPECT_EQ(do_truncate(f->f_dentry, SIZE(7)), 0);
	EXPECT_EQ(charged(), before + 7);
	EXPECT_EQ(do_truncate(f->f_dentry, 1), 0);
	EXPECT_EQ(charged(), before + 1);
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	EXPECT_EQ(f->f_inode->i_nlink, 0);
	fput(f);
	EXPECT_EQ(charged(), before);
	EXPECT_EQ(PTR_ERR(shmem_file_setup("negative", -1, 0)), -EINVAL);
}

/* Is a VM_NORESERVE file charged page by page, holes costing nothing? */
SELFTEST(shmem, charged_by_page)
{
	long before = charged();
	struct file *f = shmem_file_setup("pages", SIZE(100), VM_NORESERVE);
	char byte = 1;

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(charged(), before);
	EXPECT_EQ(kernel_read(f, SIZE(50), &byte, 1), 1);
	EXPECT_EQ(byte, 0);
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	EXPECT_EQ(kernel_write(f, "xyz", 3, SIZE(50) - 1), 3);
	EXPECT_EQ(charged(), before + 2);
	EXPECT_EQ(f->f_inode->i_blocks, 2 * PAGE_SIZE / 512);
	EXPECT_EQ(do_truncate(f->f_dentry, SIZE(50)), 0);
	EXPECT_EQ(charged(), before + 1);
	EXPECT_EQ(f->f_inode->i_blocks, PAGE_SIZE / 512);
	fput(f);
	EXPECT_EQ(charged(), before);
}

/* When the commit charge is refused: does a file by size fail with ENOMEM, and a page with ENOSPC? */
SELFTEST(shmem, charge_refused)
{
	int mode = sysctl_overcommit_memory, ratio = sysctl_overcommit_ratio;
	struct file *f = shmem_file_setup("refused", 0, VM_NORESERVE), *sized = shmem_file_setup("sized", SIZE(1), 0);
	long before = charged();

	ASSERT(!IS_ERR(f) && !IS_ERR(sized));
	sysctl_overcommit_memory = OVERCOMMIT_NEVER;
	sysctl_overcommit_ratio = 0;
	EXPECT_EQ(PTR_ERR(shmem_file_setup("no", SIZE(1), 0)), -ENOMEM);
	EXPECT_EQ(kernel_write(f, "x", 1, 0), -ENOSPC);
	EXPECT_EQ(kernel_write(sized, "x", 1, 0), 1);
	EXPECT_EQ(do_truncate(sized->f_dentry, SIZE(2)), -ENOMEM);
	EXPECT_EQ(sized->f_inode->i_size, SIZE(1));
	sysctl_overcommit_memory = mode;
	sysctl_overcommit_ratio = ratio;
	EXPECT_EQ(charged(), before);
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	fput(sized);
	fput(f);
}

/* Is size= kept to by writes to all files together, and is what is removed free again? */
SELFTEST(shmem, blocks)
{
	struct shmem_sb_info *sbinfo = mount_tmpfs("size=15k");
	static const char page[PAGE_SIZE];
	struct kstatfs st = { .f_blocks = 0 };
	struct file *a, *b;
	int i;

	ASSERT(sbinfo);
	EXPECT_EQ(sbinfo->max_blocks, 4);
	a = make_file(MNT "/a");
	b = make_file(MNT "/b");
	ASSERT(!IS_ERR(a) && !IS_ERR(b));
	for (i = 0; i < 3; i++)
		EXPECT_EQ(kernel_write(a, page, PAGE_SIZE, SIZE(2 * i)), PAGE_SIZE);
	EXPECT_EQ(kernel_write(b, page, PAGE_SIZE, 100), PAGE_SIZE - 100);
	EXPECT_EQ(kernel_write(b, page, PAGE_SIZE, SIZE(9)), -ENOSPC);
	EXPECT_EQ(kernel_write(b, page, PAGE_SIZE, 0), PAGE_SIZE);
	EXPECT_EQ(b->f_inode->i_size, PAGE_SIZE);
	EXPECT_EQ(a->f_inode->i_sb->s_op->statfs(a->f_inode->i_sb, &st), 0);
	EXPECT(st.f_blocks == 4 && !st.f_bfree && !st.f_bavail);
	EXPECT_EQ(do_truncate(a->f_dentry, SIZE(1)), 0);
	EXPECT_EQ(sbinfo->used_blocks, 2);
	EXPECT_EQ(remove_name(MNT "/a", false), 0);
	fput(a);
	EXPECT_EQ(sbinfo->used_blocks, 1);
	EXPECT_EQ(remove_name(MNT "/b", false), 0);
	fput(b);
	EXPECT_EQ(sbinfo->used_blocks, 0);
	unmount_tmpfs();
}

/* Is nr_inodes= kept to by all that makes a file or a name, and is each given back once? */
SELFTEST(shmem, inodes)
{
	struct shmem_sb_info *sbinfo = mount_tmpfs("nr_inodes=4");
	struct file *f;

	ASSERT(sbinfo);
	EXPECT_EQ(sbinfo->free_inodes, 3);
	f = make_file(MNT "/f");
	ASSERT(!IS_ERR(f));
	EXPECT_EQ(path_link(MNT "/f", MNT "/g"), 0);
	EXPECT_EQ(path_symlink("f", MNT "/s"), 0);
	EXPECT_EQ(sbinfo->free_inodes, 0);
	EXPECT_EQ(path_symlink("f", MNT "/t"), -ENOSPC);
	EXPECT_EQ(path_link(MNT "/f", MNT "/h"), -ENOSPC);
	EXPECT_EQ(path_mknod(MNT "/d", S_IFDIR | 0755, 0), -ENOSPC);
	EXPECT_EQ(path_mknod(MNT "/p", S_IFIFO | 0644, 0), -ENOSPC);
	EXPECT_EQ(PTR_ERR(make_file(MNT "/n")), -ENOSPC);
	EXPECT_EQ(remove_name(MNT "/s", false), 0);
	EXPECT_EQ(path_mknod(MNT "/d", S_IFDIR | 0755, 0), 0);
	EXPECT_EQ(remove_name(MNT "/f", false), 0);
	EXPECT_EQ(sbinfo->free_inodes, 1);
	EXPECT_EQ(remove_name(MNT "/g", false), 0);
	EXPECT_EQ(sbinfo->free_inodes, 1);
	fput(f);
	EXPECT_EQ(sbinfo->free_inodes, 2);
	EXPECT_EQ(remove_name(MNT "/d", true), 0);
	EXPECT_EQ(sbinfo->free_inodes, 3);
	unmount_tmpfs();
}

static long fallocate(struct file *f, int mode, loff_t offset, loff_t len)
{
	return vfs_fallocate(f, mode, offset, len);
}

#define PUNCH	(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE)

/* Does an fallocate() that meets the limit take away what it has added, and nothing else? */
SELFTEST(shmem, fallocate_undone)
{
	struct shmem_sb_info *sbinfo = mount_tmpfs("nr_blocks=6");
	struct page *page;
	struct file *f;
	char byte = 0;

	ASSERT(sbinfo);
	f = make_file(MNT "/f");
	ASSERT(!IS_ERR(f));
	EXPECT_EQ(kernel_write(f, "a", 1, SIZE(1)), 1);
	EXPECT_EQ(fallocate(f, 0, SIZE(2) + 1, 1), 0);
	EXPECT_EQ(f->f_inode->i_size, SIZE(2) + 2);
	page = find_get_page(f->f_mapping, 2);
	ASSERT(page);
	EXPECT(!PageUptodate(page));
	EXPECT_EQ(kernel_write(f, "b", 1, SIZE(9)), 1);
	EXPECT_EQ(sbinfo->used_blocks, 3);
	/* More than there can be: refused at once */
	EXPECT_EQ(fallocate(f, 0, 0, SIZE(7)), -ENOSPC);
	EXPECT(!PageUptodate(page));
	/* A second one may not take the page away when it fails, so it is made uptodate */
	EXPECT_EQ(fallocate(f, 0, 0, SIZE(5)), 0);
	EXPECT(PageUptodate(page));
	EXPECT_EQ(sbinfo->used_blocks, 6);
	EXPECT_EQ(do_truncate(f->f_dentry, 0), 0);
	EXPECT_EQ(sbinfo->used_blocks, 0);
	EXPECT(!page->mapping);
	put_page(page);

	EXPECT_EQ(kernel_write(f, "a", 1, SIZE(1)), 1);
	EXPECT_EQ(fallocate(f, 0, SIZE(2), 1), 0);
	EXPECT_EQ(kernel_write(f, "bb", 2, SIZE(10) - 1), 2);
	/* 0 and 3 come and go; 2 stays */
	EXPECT_EQ(fallocate(f, 0, 0, SIZE(6)), -ENOSPC);
	EXPECT_EQ(sbinfo->used_blocks, 4);
	EXPECT_EQ(f->f_mapping->nrpages, 4);
	page = find_get_page(f->f_mapping, 2);
	if (EXPECT(page))
		put_page(page);
	EXPECT_EQ(kernel_read(f, SIZE(1), &byte, 1), 1);
	EXPECT_EQ(byte, 'a');
	EXPECT_EQ(f->f_inode->i_size, SIZE(10) + 1);
	fput(f);
	EXPECT_EQ(remove_name(MNT "/f", false), 0);
	EXPECT_EQ(sbinfo->used_blocks, 0);
	unmount_tmpfs();
}

/* Blocks of @order from anywhere, until there are none */
static void take_all(struct list_head *pile, unsigned int order)
{
	struct page *page;

	while ((page = alloc_pages(GFP_HIGHUSER_MOVABLE | __GFP_NOWARN, order)))
		list_add(&page->lru, pile);
}

/* At most @n of them go back */
static void give_back(struct list_head *pile, unsigned int order, unsigned long n)
{
	struct page *page;

	while (n-- && !list_empty(pile)) {
		page = list_first_entry(pile, struct page, lru);
		list_del(&page->lru);
		__free_pages(page, order);
	}
}

/* When there is no memory: do fallocate() and write() say ENOMEM, and leave no page and no charge? */
SELFTEST(shmem, no_memory)
{
	struct file *f = shmem_file_setup("much", 0, VM_NORESERVE);
	unsigned long used = SHMEM_SB(shm_sb)->used_blocks;
	int mode = sysctl_overcommit_memory;
	long before = charged();
	LIST_HEAD(blocks);
	LIST_HEAD(pages);

	ASSERT(!IS_ERR(f));
	sysctl_overcommit_memory = OVERCOMMIT_ALWAYS;
	EXPECT_EQ(kernel_write(f, "x", 1, SIZE(5)), 1);
	selftest_mute();
	take_all(&blocks, MAX_ORDER - 1);
	take_all(&pages, 0);
	EXPECT_EQ(kernel_write(f, "x", 1, 0), -ENOMEM);
	EXPECT_EQ(kernel_write(f, "y", 1, SIZE(5)), 1);
	EXPECT_EQ(charged(), before + 1);
	give_back(&pages, 0, 50);
	EXPECT_EQ(fallocate(f, 0, 0, SIZE(200)), -ENOMEM);
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	EXPECT_EQ(f->f_inode->i_size, SIZE(5) + 1);
	EXPECT_EQ(charged(), before + 1);
	EXPECT_EQ(SHMEM_SB(shm_sb)->used_blocks, used + 1);
	give_back(&pages, 0, ULONG_MAX);
	give_back(&blocks, MAX_ORDER - 1, ULONG_MAX);
	selftest_unmute();
	sysctl_overcommit_memory = mode;
	EXPECT_EQ(fallocate(f, 0, 0, SIZE(200)), 0);
	EXPECT_EQ(charged(), before + 200);
	fput(f);
	EXPECT_EQ(charged(), before);
}

/* Is what fallocate() made read as zeros, written in part, and kept beyond the end when it should? */
SELFTEST(shmem, fallocate_contents)
{
	struct file *f = make_file("/t.falloc");
	static u8 buf[PAGE_SIZE];

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(fallocate(f, FALLOC_FL_KEEP_SIZE, 0, SIZE(3)), 0);
	EXPECT_EQ(f->f_inode->i_size, 0);
	EXPECT_EQ(f->f_mapping->nrpages, 3);
	EXPECT_EQ(kernel_write(f, "x", 1, SIZE(1) + 5), 1);
	memset(buf, 1, sizeof(buf));
	EXPECT_EQ(kernel_read(f, 0, buf, PAGE_SIZE), PAGE_SIZE);
	EXPECT(!memchr_inv(buf, 0, PAGE_SIZE));
	EXPECT_EQ(kernel_read(f, SIZE(1), buf, PAGE_SIZE), 6);
	EXPECT(!memchr_inv(buf, 0, 5) && buf[5] == 'x');
	EXPECT_EQ(f->f_mapping->nrpages, 3);
	EXPECT_EQ(fallocate(f, 4, 0, SIZE(3)), -EOPNOTSUPP);
	EXPECT_EQ(fallocate(f, FALLOC_FL_PUNCH_HOLE, 0, SIZE(3)), -EOPNOTSUPP);
	fput(f);
	EXPECT_EQ(remove_name("/t.falloc", false), 0);
}

/* The first byte of @buf's @n that isn't @c; @n if all are */
static u32 same(const u8 *buf, u32 n, u8 c)
{
	const u8 *p = memchr_inv(buf, c, n);

	return p ? (u32)(p - buf) : n;
}

/* Does a hole give whole pages and their charges back, zero the parts at its ends, and leave the size? */
SELFTEST(shmem, punch_hole)
{
	struct shmem_sb_info *sbinfo = mount_tmpfs("nr_blocks=8");
	static u8 buf[6 * PAGE_SIZE];
	long before = charged();
	struct file *f;

	ASSERT(sbinfo);
	f = make_file(MNT "/f");
	ASSERT(!IS_ERR(f));
	memset(buf, 7, sizeof(buf));
	EXPECT_EQ(kernel_write(f, buf, sizeof(buf), 0), sizeof(buf));
	/* From the middle of page 1 into page 4 */
	EXPECT_EQ(fallocate(f, PUNCH, SIZE(1) + 100, SIZE(3)), 0);
	EXPECT_EQ(sbinfo->used_blocks, 4);
	EXPECT_EQ(charged(), before + 4);
	EXPECT_EQ(f->f_inode->i_size, SIZE(6));
	EXPECT_EQ(kernel_read(f, 0, buf, sizeof(buf)), sizeof(buf));
	EXPECT_EQ(same(buf, sizeof(buf), 7), PAGE_SIZE + 100);
	EXPECT_EQ(same(buf + PAGE_SIZE + 100, 3 * PAGE_SIZE, 0), 3 * PAGE_SIZE);
	EXPECT_EQ(same(buf + 4 * PAGE_SIZE + 100, 2 * PAGE_SIZE - 100, 7), 2 * PAGE_SIZE - 100);
	/* Within a page; the whole of one; beyond the end */
	EXPECT_EQ(fallocate(f, PUNCH, SIZE(5) + 10, 20), 0);
	EXPECT_EQ(fallocate(f, PUNCH, 0, SIZE(1)), 0);
	EXPECT_EQ(fallocate(f, PUNCH, SIZE(7), SIZE(100)), 0);
	EXPECT_EQ(sbinfo->used_blocks, 3);
	EXPECT_EQ(kernel_read(f, SIZE(5), buf, PAGE_SIZE), PAGE_SIZE);
	EXPECT(same(buf, PAGE_SIZE, 7) == 10 && same(buf + 10, 20, 0) == 20 &&
	       same(buf + 30, PAGE_SIZE - 30, 7) == PAGE_SIZE - 30);
	/* From one page into the next, and no whole one */
	EXPECT_EQ(fallocate(f, PUNCH, SIZE(5) - 10, 15), 0);
	EXPECT_EQ(sbinfo->used_blocks, 3);
	EXPECT_EQ(kernel_read(f, SIZE(4), buf, 2 * PAGE_SIZE), 2 * PAGE_SIZE);
	EXPECT(same(buf, PAGE_SIZE, 0) == 100 && same(buf + PAGE_SIZE - 11, 2, 7) == 1);
	EXPECT(same(buf + PAGE_SIZE - 10, 15, 0) == 15 && same(buf + PAGE_SIZE + 5, 5, 7) == 5);
	EXPECT_EQ(SHMEM_I(f->f_inode)->hole_next, 0);
	fput(f);
	EXPECT_EQ(remove_name(MNT "/f", false), 0);
	EXPECT_EQ(charged(), before);
	unmount_tmpfs();
}

/* What a fault in another address space came to, and a hole that another thread punches */
/*
 * Does a read fault map the pages around its own that are there and may be seen, and does it neither wait for a page
 * nor make one? (3.4.4)
 */
SELFTEST(shmem, map_pages)
{
	struct file *f = shmem_file_setup("around", SIZE(20), VM_NORESERVE);
	static const unsigned int written[] = { 0, 1, 2, 4, 6, 17 };
	struct mm_struct *mm = user_mm_create();
	struct page *locked;
	unsigned int i;

	ASSERT(mm && !IS_ERR(f));
	for (i = 0; i < ARRAY_SIZE(written); i++)
		EXPECT_EQ(kernel_write(f, "x", 1, SIZE(written[i])), 1);
	EXPECT_EQ(f->f_op->fallocate(f, 0, SIZE(5), SIZE(1)), 0);	/* not uptodate */
	locked = find_get_page(f->f_mapping, 2);
	ASSERT(locked);
	set_bit(PG_locked, &locked->flags);		/* by somebody else */
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, USER_ADDR, SIZE(20), PROT_READ, MAP_SHARED | MAP_FIXED, 0), USER_ADDR);
	EXPECT_EQ(user_read(USER_ADDR + SIZE(1)), 'x');
	for (i = 0; i < 20; i++)
		EXPECT_EQ(user_mm_page(mm, USER_ADDR + SIZE(i)) != NULL, i == 0 || i == 1 || i == 4 || i == 6);
	EXPECT_EQ(get_mm_counter(mm, MM_SHMEMPAGES), 4);
	EXPECT_EQ(f->f_mapping->nrpages, 7);
	EXPECT(user_mm_page(mm, USER_ADDR) && page_mapcount(user_mm_page(mm, USER_ADDR)) == 1);
	EXPECT_EQ(page_mapcount(locked), 0);
	clear_bit(PG_locked, &locked->flags);
	put_page(locked);
	EXPECT(user_mm_check(mm));
	user_mm_leave(mm);
	user_mm_destroy(mm);
	fput(f);
}

struct hole_test {
	struct file *file;
	u32 seen;
	bool punched, faulted;
};

static int punches(void *arg)
{
	struct hole_test *t = arg;

	t->seen = (u32)fallocate(t->file, PUNCH, 0, SIZE(3));
	t->punched = true;
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int faults(void *arg)
{
	struct hole_test *t = arg;
	struct mm_struct *mm = user_mm_create();

	if (mm) {
		user_mm_enter(mm);
		arch_pick_mmap_layout(mm);
		EXPECT_EQ(vm_mmap(t->file, USER_ADDR, SIZE(3), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, 0),
			  USER_ADDR);
		EXPECT_EQ(user_write(USER_ADDR, 5), 0);
		user_mm_leave(mm);
		user_mm_destroy(mm);
	}
	t->faulted = true;
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* Does a fault on a page that is being punched out wait for the end, instead of bringing it back meanwhile? */
SELFTEST(shmem, hole_faults_wait)
{
	struct hole_test t = { .file = shmem_file_setup("hole", SIZE(3), VM_NORESERVE), .seen = 1 };
	struct task_struct *puncher, *faulter;
	struct page *page;

	ASSERT(!IS_ERR(t.file));
	EXPECT_EQ(kernel_write(t.file, "x", 1, SIZE(2)), 1);
	page = find_lock_page(t.file->f_mapping, 2);
	ASSERT(page);
	puncher = kthread_run(punches, &t, "puncher");
	while (!READ_ONCE(SHMEM_I(t.file->f_inode)->hole_next))
		msleep(10);
	faulter = kthread_run(faults, &t, "faulter");
	msleep(40);
	EXPECT(!t.punched && !t.faulted);
	EXPECT_EQ(t.file->f_mapping->nrpages, 1);
	unlock_page(page);
	put_page(page);
	while (!t.punched || !t.faulted)
		msleep(10);
	kthread_stop(puncher);
	kthread_stop(faulter);
	EXPECT_EQ(t.seen, 0);
	EXPECT_EQ(t.file->f_mapping->nrpages, 1);
	fput(t.file);
}

/* Is F_SEAL_WRITE refused while somebody has a reference of a page, and writing possible again after? */
SELFTEST(shmem, seal_pinned)
{
	struct file *f = shmem_file_setup("pinned", SIZE(20), VM_NORESERVE);
	struct page *page;

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(shmem_fcntl(f, F_GET_SEALS, 0), F_SEAL_SEAL);
	EXPECT_EQ(shmem_fcntl(f, F_ADD_SEALS, F_SEAL_WRITE), -EPERM);
	SHMEM_I(f->f_inode)->seals = 0;
	EXPECT_EQ(kernel_write(f, "x", 1, SIZE(19)), 1);
	page = find_get_page(f->f_mapping, 19);
	ASSERT(page);
	EXPECT_EQ(shmem_fcntl(f, F_ADD_SEALS, F_SEAL_WRITE), -EBUSY);
	EXPECT_EQ(shmem_fcntl(f, F_GET_SEALS, 0), 0);
	EXPECT_EQ(atomic_read(&f->f_mapping->i_mmap_writable), 0);
	EXPECT_EQ(kernel_write(f, "y", 1, 0), 1);
	put_page(page);
	EXPECT_EQ(shmem_fcntl(f, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK), 0);
	EXPECT_EQ(shmem_fcntl(f, F_ADD_SEALS, F_SEAL_WRITE), 0);
	EXPECT_EQ(atomic_read(&f->f_mapping->i_mmap_writable), -1);
	EXPECT_EQ(kernel_write(f, "z", 1, 0), -EPERM);
	EXPECT_EQ(fallocate(f, PUNCH, 0, SIZE(1)), -EPERM);
	EXPECT_EQ(do_truncate(f->f_dentry, 1), -EPERM);
	EXPECT_EQ(do_truncate(f->f_dentry, SIZE(21)), 0);
	fput(f);
}

/* Are options understood as Linux does, and bad ones refused, with a line in the log, leaving nothing? */
SELFTEST(shmem, options)
{
	static char too_long[PAGE_SIZE + 1];
	const char *bad[] = {
		too_long, "size", "size=", "size=1x", "size=10%%", "nr_inodes=many", "mode=9", "colour=red", "uid=root",
	};
	struct shmem_sb_info *sbinfo = mount_tmpfs("size=25%,,nr_inodes=2k,mode=700,uid=5,gid=0x6");
	struct dentry *root;
	unsigned int i;
	u64 mark;

	ASSERT(sbinfo);
	EXPECT_EQ(sbinfo->max_blocks, (totalram_pages * 25 + 99) / 100);
	EXPECT_EQ(sbinfo->max_inodes, 2048);
	root = path_lookup(AT_FDCWD, MNT, 0);
	ASSERT(!IS_ERR(root));
	EXPECT_EQ(root->d_inode->i_mode, S_IFDIR | 0700);
	EXPECT(root->d_inode->i_uid == 5 && root->d_inode->i_gid == 6);
	dput(root);
	unmount_tmpfs();

	sbinfo = mount_tmpfs(NULL);
	ASSERT(sbinfo);
	EXPECT_EQ(sbinfo->max_blocks, totalram_pages / 2);
	EXPECT_EQ(sbinfo->max_inodes, min(totalram_pages - totalhigh_pages, totalram_pages / 2));
	EXPECT_EQ(unmount(MNT), 0);
	memset(too_long, 'x', PAGE_SIZE);
	mark = selftest_mute();
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		if (!EXPECT_EQ(mount("tmpfs", 0, bad[i]), -EINVAL))
			selftest_note("the options were %s", bad[i]);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "tmpfs: Bad mount option colour"));
	EXPECT_EQ(mount(NULL, 0, NULL), -EINVAL);
	EXPECT_EQ(mount("nofs", 0, NULL), -ENODEV);
	EXPECT_EQ(remove_name(MNT, true), 0);
}

/* Can limits be changed while the file system is used, and not below what it uses? */
SELFTEST(shmem, remount)
{
	struct shmem_sb_info *sbinfo = mount_tmpfs("nr_blocks=4,nr_inodes=4");
	struct file *f;

	ASSERT(sbinfo);
	f = make_file(MNT "/f");
	ASSERT(!IS_ERR(f));
	EXPECT_EQ(kernel_write(f, "xx", 2, SIZE(1) - 1), 2);
	EXPECT_EQ(mount(NULL, MS_REMOUNT, "nr_blocks=1"), -EINVAL);
	EXPECT_EQ(mount(NULL, MS_REMOUNT, "nr_inodes=1"), -EINVAL);
	EXPECT(sbinfo->max_blocks == 4 && sbinfo->max_inodes == 4);
	EXPECT_EQ(mount(NULL, MS_REMOUNT, "nr_blocks=2,nr_inodes=3"), 0);
	EXPECT_EQ(sbinfo->free_inodes, 1);
	EXPECT_EQ(kernel_write(f, "x", 1, SIZE(5)), -ENOSPC);
	EXPECT_EQ(mount(NULL, MS_REMOUNT, "nr_blocks=0"), 0);
	EXPECT_EQ(kernel_write(f, "x", 1, SIZE(5)), 1);
	EXPECT_EQ(mount(NULL, MS_REMOUNT, "nr_blocks=9"), -EINVAL);
	fput(f);
	EXPECT_EQ(remove_name(MNT "/f", false), 0);
	unmount_tmpfs();
}

/* Does umount() give all back with files and directories there, and only when nobody uses one? */
SELFTEST(shmem, umount)
{
	struct shmem_sb_info *sbinfo = mount_tmpfs("size=64k");
	struct file *f, *removed;
	struct dentry *d;

	ASSERT(sbinfo);
	EXPECT_EQ(path_mknod(MNT "/d", S_IFDIR | 0755, 0), 0);
	EXPECT_EQ(path_mknod(MNT "/d/e", S_IFDIR | 0755, 0), 0);
	EXPECT_EQ(path_mknod(MNT "/d/p", S_IFIFO | 0755, 0), 0);
	EXPECT_EQ(path_symlink("nowhere", MNT "/d/e/s"), 0);
	f = make_file(MNT "/d/e/f");
	ASSERT(!IS_ERR(f));
	EXPECT_EQ(kernel_write(f, "xx", 2, SIZE(1) - 1), 2);
	EXPECT_EQ(path_link(MNT "/d/e/f", MNT "/g"), 0);
	EXPECT_EQ(unmount(MNT "/d"), -EINVAL);
	EXPECT_EQ(unmount(MNT), -EBUSY);
	fput(f);
	/* A removed file that is open is a reference of its directory */
	removed = make_file(MNT "/d/removed");
	ASSERT(!IS_ERR(removed));
	EXPECT_EQ(remove_name(MNT "/d/removed", false), 0);
	EXPECT_EQ(unmount(MNT), -EBUSY);
	fput(removed);
	d = path_lookup(AT_FDCWD, MNT "/d", 0);
	ASSERT(!IS_ERR(d));
	EXPECT_EQ(unmount(MNT), -EBUSY);
	dput(d);
	EXPECT_EQ(do_mount_fs("tmpfs", "inner", MNT "/d/e", 0, NULL), 0);
	EXPECT_EQ(unmount(MNT), -EBUSY);
	EXPECT_EQ(path_mknod(MNT "/d/e/inner", S_IFREG | 0644, 0), 0);
	EXPECT_EQ(unmount(MNT "/d/e"), 0);
	EXPECT_EQ(unmount(MNT), 0);
	EXPECT_EQ(unmount(MNT), -EINVAL);
	EXPECT_EQ(unmount("/"), -EBUSY);
	EXPECT_EQ(remove_name(MNT, true), 0);
}

/* One mount over another: does the upper one go first, and the lower one show again? */
SELFTEST(shmem, umount_stacked)
{
	struct dentry *d;

	ASSERT(mount_tmpfs(NULL));
	EXPECT_EQ(path_mknod(MNT "/lower", S_IFREG | 0644, 0), 0);
	EXPECT_EQ(mount("tmpfs", 0, NULL), 0);
	EXPECT_EQ(PTR_ERR(path_lookup(AT_FDCWD, MNT "/lower", 0)), -ENOENT);
	EXPECT_EQ(path_mknod(MNT "/upper", S_IFREG | 0644, 0), 0);
	d = path_lookup(AT_FDCWD, MNT "/../" MNT "/upper", 0);
	if (EXPECT(!IS_ERR(d)))
		dput(d);
	EXPECT_EQ(unmount(MNT), 0);
	d = path_lookup(AT_FDCWD, MNT "/lower", 0);
	if (EXPECT(!IS_ERR(d)))
		dput(d);
	unmount_tmpfs();
}

/* ramfs, which nothing limits: is what was written read again, and are its files no shared memory? */
SELFTEST(shmem, ramfs)
{
	struct file *f;
	char buf[8];

	ASSERT(!path_mknod(MNT, S_IFDIR | 0755, 0) && !mount("ramfs", 0, "size=1"));
	f = make_file(MNT "/f");
	ASSERT(!IS_ERR(f));
	EXPECT_EQ(kernel_write(f, "12345678", 8, SIZE(2) - 4), 8);
	EXPECT(!test_bit(AS_SHMEM, &f->f_mapping->flags));
	EXPECT_EQ(kernel_read(f, SIZE(2) - 4, buf, 8), 8);
	EXPECT(!memcmp(buf, "12345678", 8));
	EXPECT_EQ(do_truncate(f->f_dentry, SIZE(2) - 2), 0);
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	EXPECT_EQ(path_symlink("f", MNT "/s"), 0);
	EXPECT_EQ(remove_name(MNT "/s", false), 0);
	fput(f);
	EXPECT_EQ(remove_name(MNT "/f", false), 0);
	unmount_tmpfs();
}

static long memfd(const char *name, unsigned int flags)
{
	mm_segment_t old = get_fs();
	long fd;

	set_fs(KERNEL_DS);
	fd = sys_memfd_create((__force const char __user *)name, flags);
	set_fs(old);
	return fd;
}

/* Has a file of memfd_create() its name, its seals as it was asked for, and are wrong flags and too long a name refused? */
SELFTEST(shmem, memfd)
{
	static char name[300];
	struct file *f;
	long fd;

	memset(name, 'n', 250);
	EXPECT_EQ(memfd("name", 1U << 20), -EINVAL);
	EXPECT_EQ(memfd(name, 0), -EINVAL);
	name[249] = '\0';
	fd = memfd(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	ASSERT(fd >= 0);
	f = fget((unsigned int)fd);
	EXPECT_EQ(SHMEM_I(file_inode(f))->seals & F_SEAL_SEAL, 0);
	EXPECT(!strncmp(f->f_dentry->d_name, "/memfd:nnn", 10));
	fput(f);
	EXPECT_EQ(sys_close((unsigned int)fd), 0);
	fd = memfd("sealed", 0);
	ASSERT(fd >= 0);
	f = fget((unsigned int)fd);
	EXPECT_EQ(SHMEM_I(file_inode(f))->seals, F_SEAL_SEAL);
	fput(f);
	EXPECT_EQ(sys_close((unsigned int)fd), 0);
	set_fail_nth(current, 2);
	EXPECT(memfd("no memory", 0) < 0);
	set_fail_nth(current, 0);
}
