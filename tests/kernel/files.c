/* SPDX-License-Identifier: GPL-2.0-only */
/* Files in memory: names, contents, and that nothing is left of either */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/resource.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "file_test.h"
#include "selftest.h"

asmlinkage long sys_setrlimit(unsigned int resource, struct rlimit __user *rlim);
asmlinkage long sys_renameat2(int olddfd, const char __user *oldname, int newdfd,
			      const char __user *newname, unsigned int flags);

/* The calls, with names of the kernel's */
static long rename_name(const char *from, const char *to)
{
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_renameat2(AT_FDCWD, (__force const char __user *)from, AT_FDCWD,
			    (__force const char __user *)to, 0);
	set_fs(old);
	return ret;
}

static struct file *make_file(const char *name)
{
	return filp_open(name, O_CREAT | O_EXCL | O_RDWR, 0644);
}

/* Is what was written read again, across pages and holes, and 0 behind the end? */
SELFTEST(files, contents)
{
	struct file *f = make_file("/t.contents");
	struct page *page;
	char buf[16];

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(kernel_write(f, "abcdef", 6, PAGE_SIZE - 3), 6);
	page = find_get_page(f->f_mapping, 1);
	ASSERT(page);
	EXPECT(PageReferenced(page));
	put_page(page);
	EXPECT_EQ(kernel_read(f, PAGE_SIZE - 3, buf, sizeof(buf)), 6);
	EXPECT(!memcmp(buf, "abcdef", 6));
	EXPECT_EQ(kernel_write(f, "x", 1, 10 * PAGE_SIZE), 1);
	EXPECT_EQ(f->f_inode->i_size, 10 * PAGE_SIZE + 1);
	EXPECT_EQ(f->f_mapping->nrpages, 3);
	EXPECT_EQ(kernel_read(f, 5 * PAGE_SIZE, buf, 4), 4);
	EXPECT(!memcmp(buf, "\0\0\0\0", 4));
	EXPECT_EQ(kernel_read(f, 10 * PAGE_SIZE + 1, buf, 4), 0);
	EXPECT_EQ(remove_name("/t.contents", false), 0);
	fput(f);
}

/* A new page of which the writer's memory filled only a part: is the rest zero, and not what was in the page? */
SELFTEST(files, short_write)
{
	struct file *f = make_file("/t.short");
	struct address_space *mapping;
	struct page *page;
	u8 *kaddr;

	ASSERT(!IS_ERR(f));
	mapping = f->f_mapping;
	mutex_lock(&f->f_inode->i_mutex);
	ASSERT(!mapping->a_ops->write_begin(f, mapping, 2 * PAGE_SIZE, PAGE_SIZE, &page));
	kaddr = kmap(page);
	memset(kaddr, 0xaa, PAGE_SIZE);
	kunmap(page);
	EXPECT_EQ(mapping->a_ops->write_end(f, mapping, 2 * PAGE_SIZE, PAGE_SIZE, 100, page), 100);
	mutex_unlock(&f->f_inode->i_mutex);
	EXPECT_EQ(f->f_inode->i_size, 2 * PAGE_SIZE + 100);
	page = find_get_page(mapping, 2);
	ASSERT(page);
	kaddr = kmap(page);
	EXPECT(!memchr_inv(kaddr, 0xaa, 100) && !memchr_inv(kaddr + 100, 0, PAGE_SIZE - 100));
	kunmap(page);
	EXPECT(PageUptodate(page) && PageDirty(page) && !PageLocked(page));
	put_page(page);
	EXPECT_EQ(remove_name("/t.short", false), 0);
	fput(f);
}

/* Does truncation take pages out, clear the rest of the last one, and growing show zeros? */
SELFTEST(files, truncate)
{
	struct file *f = make_file("/t.truncate");
	struct page *first, *last;
	char buf[8];

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(kernel_write(f, "12345678", 8, 0), 8);
	EXPECT_EQ(kernel_write(f, "12345678", 8, 3 * PAGE_SIZE), 8);
	first = find_get_page(f->f_mapping, 0);
	last = find_get_page(f->f_mapping, 3);
	ASSERT(first && last);
	EXPECT_EQ(do_truncate(f->f_dentry, 4), 0);
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	EXPECT(first->mapping == f->f_mapping && !last->mapping);
	if (!EXPECT(!PageLocked(first)))
		unlock_page(first);
	if (!EXPECT(!PageLocked(last)))
		unlock_page(last);
	put_page(first);
	put_page(last);
	EXPECT_EQ(do_truncate(f->f_dentry, 8), 0);
	EXPECT_EQ(kernel_read(f, 0, buf, 8), 8);
	EXPECT(!memcmp(buf, "1234\0\0\0\0", 8));
	EXPECT_EQ(do_truncate(f->f_dentry, -1), -EINVAL);
	EXPECT_EQ(remove_name("/t.truncate", false), 0);
	fput(f);
}

/* Do names do what POSIX says: exist once, hold directories, move, and leave nothing behind? */
SELFTEST(files, names)
{
	struct dentry *d;
	struct file *f;

	EXPECT_EQ(path_mknod("/t.d", S_IFDIR | 0755, 0), 0);
	EXPECT_EQ(path_mknod("/t.d", S_IFDIR | 0755, 0), -EEXIST);
	EXPECT_EQ(path_mknod("/t.d/e", S_IFDIR | 0755, 0), 0);
	f = make_file("/t.d/e/f");
	ASSERT(!IS_ERR(f));
	fput(f);
	EXPECT_EQ(PTR_ERR(make_file("/t.d/e/f")), -EEXIST);
	EXPECT_EQ(PTR_ERR(make_file("/t.d/none/f")), -ENOENT);
	EXPECT_EQ(PTR_ERR(make_file("/t.d/e/f/g")), -ENOTDIR);
	EXPECT_EQ(remove_name("/t.d", true), -ENOTEMPTY);
	EXPECT_EQ(remove_name("/t.d/e/f", true), -ENOTDIR);
	EXPECT_EQ(remove_name("/t.d/e", false), -EISDIR);
	EXPECT_EQ(rename_name("/t.d", "/t.d/e/x"), -EINVAL);
	EXPECT_EQ(rename_name("/t.d/e/f", "/t.d/g"), 0);
	EXPECT_EQ(rename_name("/t.d/g", "/t.d/e"), -EISDIR);
	d = path_lookup(AT_FDCWD, "/t.d/./e/../g", LOOKUP_FOLLOW);
	EXPECT(!IS_ERR(d));
	dput(IS_ERR(d) ? NULL : d);
	EXPECT_EQ(remove_name("/t.d/g", false), 0);
	EXPECT_EQ(remove_name("/t.d/e", true), 0);
	EXPECT_EQ(remove_name("/t.d", true), 0);
	EXPECT_EQ(PTR_ERR(path_lookup(AT_FDCWD, "/t.d", 0)), -ENOENT);
}

/* Do symbolic links lead on, and in circles no further than they should? */
SELFTEST(files, links)
{
	struct dentry *d;

	EXPECT_EQ(path_mknod("/t.l", S_IFDIR | 0755, 0), 0);
	EXPECT_EQ(path_symlink("../t.l/b", "/t.l/a"), 0);
	EXPECT_EQ(path_symlink("/t.l", "/t.l/b"), 0);
	EXPECT_EQ(path_symlink("c", "/t.l/c"), 0);
	d = path_lookup(AT_FDCWD, "/t.l/a/a/b/a", LOOKUP_FOLLOW);
	ASSERT(!IS_ERR(d));
	EXPECT_STREQ(d->d_name, "t.l");
	dput(d);
	EXPECT_EQ(PTR_ERR(path_lookup(AT_FDCWD, "/t.l/c", LOOKUP_FOLLOW)), -ELOOP);
	EXPECT_EQ(remove_name("/t.l/a", false), 0);
	EXPECT_EQ(remove_name("/t.l/b", false), 0);
	EXPECT_EQ(remove_name("/t.l/c", false), 0);
	EXPECT_EQ(remove_name("/t.l", true), 0);
}

/* Is a file that was removed there for who has it open, and its memory back when it is closed? */
SELFTEST(files, removed_while_open)
{
	struct file *f = make_file("/t.open");
	char buf[4], path[64];

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(remove_name("/t.open", false), 0);
	EXPECT_EQ(kernel_write(f, "abcd", 4, 0), 4);
	EXPECT_EQ(kernel_read(f, 0, buf, 4), 4);
	EXPECT_STREQ(d_path(f->f_dentry, path, sizeof(path)), "/t.open (deleted)");
	EXPECT_EQ(f->f_inode->i_nlink, 0);
	fput(f);
}

/* Do writing and executing the same file exclude each other? */
SELFTEST(files, text_busy)
{
	struct file *f = make_file("/t.busy"), *x;

	ASSERT(!IS_ERR(f));
	EXPECT_EQ(PTR_ERR(open_exec("/t.busy")), -EACCES);
	f->f_inode->i_mode |= 0111;
	EXPECT_EQ(PTR_ERR(open_exec("/t.busy")), -ETXTBSY);
	fput(f);
	x = open_exec("/t.busy");
	ASSERT(!IS_ERR(x));
	EXPECT_EQ(PTR_ERR(filp_open("/t.busy", O_WRONLY, 0)), -ETXTBSY);
	allow_write_access(x);
	fput(x);
	EXPECT_EQ(remove_name("/t.busy", false), 0);
}

/* Can the limit of descriptors be set so high that poll()'s table of them has a size that wraps? */
SELFTEST(files, descriptor_limit)
{
	struct rlimit huge = { RLIM_INFINITY, RLIM_INFINITY };
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_setrlimit(RLIMIT_NOFILE, (__force struct rlimit __user *)&huge);
	set_fs(old);
	EXPECT_EQ(ret, -EPERM);
}
