/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The life of a struct file: opened, referred to by descriptors and areas, released after the last.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

static struct kmem_cache *filp_cachep;
static struct super_block *anon_sb;	/* pipes */

/* alloc_file - a file for @dentry (a reference is taken) with one use; NULL without memory. */
struct file *alloc_file(struct dentry *dentry, fmode_t mode, const struct file_operations *fop)
{
	struct file *file = kmem_cache_zalloc(filp_cachep, GFP_KERNEL);

	if (!file)
		return NULL;
	atomic_long_set(&file->f_count, 1);
	mutex_init(&file->f_pos_lock);
	file->f_dentry = dget(dentry);
	file->f_inode = dentry->d_inode;
	file->f_mapping = dentry->d_inode->i_mapping;
	file->f_mode = mode;
	file->f_op = fop;
	return file;
}

void __init file_table_init(void)
{
	filp_cachep = kmem_cache_create("filp", sizeof(struct file), 0, SLAB_PANIC, NULL);
	anon_sb = new_super("anon_inodefs", 0x09041934, NULL);
	if (!anon_sb)
		panic("no memory for files without names");
}

/*
 * alloc_file_pseudo - an open file that no directory names.
 *
 * @inode: its reference is taken over, also by an error.  @name: what /proc shows.  ERR_PTR(-ENOMEM).
 */
struct file *alloc_file_pseudo(struct inode *inode, const char *name, fmode_t mode,
			       const struct file_operations *fop)
{
	struct dentry *dentry = d_alloc(NULL, name, strlen(name));
	struct file *file;

	if (!dentry) {
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	dentry->d_sb = inode->i_sb;
	d_instantiate(dentry, inode);
	file = alloc_file(dentry, mode, fop);
	dput(dentry);
	return file ?: ERR_PTR(-ENOMEM);
}

/* anon_file - a pipe: /proc shows @name and the inode's number.  @mode: S_IF*, permissions.  ERR_PTR(-ENOMEM). */
struct file *anon_file(const char *name, umode_t mode, fmode_t fmode, const struct file_operations *fop,
		       void *private_data)
{
	struct inode *inode = new_inode(anon_sb);
	struct file *file;
	char text[32];

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_mode = mode;
	snprintf(text, sizeof(text), "%s:[%lu]", name, inode->i_ino);
	file = alloc_file_pseudo(inode, text, fmode, fop);
	if (!IS_ERR(file))
		file->private_data = private_data;
	return file;
}

/* The last use is gone */
static void __fput(struct file *file)
{
	struct inode *inode = file->f_inode;

	locks_remove_flock(file);
	if (file->f_op->release)
		file->f_op->release(inode, file);
	if (file->f_mode & FMODE_WRITER)
		put_write_access(inode);
	dput(file->f_dentry);
	kmem_cache_free(filp_cachep, file);
}

void fput(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		__fput(file);
}

/* filp_close - a descriptor of @files lets go of @file.  What closing says: 0. */
int filp_close(struct file *file, struct files_struct *files)
{
	locks_remove_posix(file, files);
	fput(file);
	return 0;
}
