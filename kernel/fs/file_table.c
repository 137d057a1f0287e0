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
static struct super_block *anon_sb;

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
 * anon_file - a file that no directory names: a pipe, shared memory.
 *
 * @name: what /proc shows, with the inode's number behind it if it isn't a path.  @mode: S_IF* and
 * permissions.
 * ERR_PTR(-ENOMEM).
 */
struct file *anon_file(const char *name, umode_t mode, fmode_t fmode, const struct file_operations *fop,
		       void *private_data)
{
	struct inode *inode = new_inode(anon_sb);
	char text[NAME_MAX + 24];
	struct dentry *dentry;
	struct file *file;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_mode = mode;
	if (*name == '/')
		strlcpy(text, name, sizeof(text));
	else
		snprintf(text, sizeof(text), "%s:[%lu]", name, inode->i_ino);
	dentry = d_alloc(NULL, text, strlen(text));
	if (!dentry) {
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	dentry->d_sb = anon_sb;
	d_instantiate(dentry, inode);
	file = alloc_file(dentry, fmode, fop);
	dput(dentry);
	if (!file)
		return ERR_PTR(-ENOMEM);
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
	if (file->f_mode & FMODE_WRITE && S_ISREG(inode->i_mode) &&
	    file->f_dentry->d_sb != anon_sb)
		put_write_access(inode);
	dput(file->f_dentry);
	kmem_cache_free(filp_cachep, file);
}

void fput(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		__fput(file);
}

/* filp_close - a descriptor lets go of @file.  What closing says: 0. */
int filp_close(struct file *file)
{
	locks_remove_posix(file);
	fput(file);
	return 0;
}
