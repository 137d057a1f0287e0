/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Block devices as files: /dev/vda can be read, mapped and asked for its size.
 *
 *   node /dev/vda  --i_rdev-->  block_device  --bd_inode-->  inode of no directory
 *   another node   --i_rdev---------^                          i_data: the device's page cache
 *        file->f_mapping ------------------------------------------^
 *
 * All nodes of a device share the pages of bd_inode, and so does a file system that is mounted from it.  They lie in low
 * memory, because a file system works in them.  Page n has the bytes from n * PAGE_SIZE on; of the device's last page,
 * what the device hasn't got is zero.  With the last opening the pages go.
 *
 * Who claims a device, a mount or open() with O_EXCL, is the only one who does; others may open it all the same.
 *
 * Different from Linux 4.x: no partitions, no buffer heads, nothing is written yet, and a shared mapping that could
 * write to a device that is read-only is refused.
 *
 * Locking: bd_mutex for openings, below mmap_sem and above page locks.  Tests: blk.*, tests/host/disk.t
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/uaccess.h>

#define BDEVFS_MAGIC	0x62646576

/* ioctl(2), of disks */
#define BLKROGET	0x125e		/* int: is it read-only? */
#define BLKGETSIZE	0x1260		/* unsigned long: sectors */
#define BLKFLSBUF	0x1261		/* forgets what is cached */
#define BLKSSZGET	0x1268		/* int: bytes of a logical block */
#define BLKBSZGET	0x80041270	/* int: bytes that it is best read by */
#define BLKGETSIZE64	0x80041272	/* u64: bytes */

static struct super_block *bdev_sb;
static LIST_HEAD(all_bdevs);		/* grows at boot, never shrinks */

/* ------------------------------------------------------------------ devices */

void __init bdev_cache_init(void)
{
	bdev_sb = new_super("bdev", BDEVFS_MAGIC, NULL);
	if (!bdev_sb)
		panic("no memory for block devices");
}

/* I_BDEV - the device whose pages @inode has: a bd_inode, not a node. */
struct block_device *I_BDEV(struct inode *inode)
{
	return inode->i_private;
}

static int blkdev_readpage(struct file *file, struct page *page);

static const struct address_space_operations def_blk_aops = {
	.readpage = blkdev_readpage,
};

/* alloc_disk - a block device for a driver, which nobody knows yet; NULL without memory.  May sleep. */
struct block_device *alloc_disk(void)
{
	struct block_device *bdev = kzalloc(sizeof(*bdev), GFP_KERNEL);
	struct inode *inode = bdev ? new_inode(bdev_sb) : NULL;

	if (!inode) {
		kfree(bdev);
		return NULL;
	}
	inode->i_mode = S_IFBLK;
	inode->i_private = bdev;
	inode->i_data.a_ops = &def_blk_aops;
	mapping_set_gfp_mask(&inode->i_data, GFP_USER);
	bdev->bd_inode = inode;
	bdev->bd_logical_block_size = SECTOR_SIZE;
	bdev->bd_max_segments = BIO_MAX_PAGES;
	spin_lock_init(&bdev->bd_lock);
	INIT_LIST_HEAD(&bdev->bd_queue);
	mutex_init(&bdev->bd_mutex);
	return bdev;
}

/* put_disk - @bdev, which add_disk() hasn't seen, is gone, with its pages.  May sleep. */
void put_disk(struct block_device *bdev)
{
	iput(bdev->bd_inode);
	kfree(bdev);
}

/* disk_set_capacity - @bdev has so many sectors; no more than a file can have bytes.  Before anybody uses it. */
void disk_set_capacity(struct block_device *bdev, u64 sectors)
{
	bdev->bd_nr_sectors = min(sectors, (u64)MAX_LFS_FILESIZE >> SECTOR_SHIFT);
	bdev->bd_inode->i_size = (loff_t)(bdev->bd_nr_sectors << SECTOR_SHIFT);
}

static struct block_device *bdget(dev_t dev)
{
	struct block_device *bdev;

	list_for_each_entry(bdev, &all_bdevs, bd_list)
		if (bdev->bd_dev == dev)
			return bdev;
	return NULL;
}

/* add_disk - nodes with the number @dev are @bdev, under its bd_name.  0, -EBUSY: there is one.  Boot only. */
int add_disk(struct block_device *bdev, dev_t dev)
{
	if (bdget(dev))
		return -EBUSY;
	bdev->bd_dev = bdev->bd_inode->i_rdev = dev;
	list_add_tail(&bdev->bd_list, &all_bdevs);
	return 0;
}

int for_each_disk(int (*fn)(struct block_device *bdev, void *data), void *data)
{
	struct block_device *bdev;
	int ret = 0;

	list_for_each_entry(bdev, &all_bdevs, bd_list) {
		ret = fn(bdev, data);
		if (ret)
			break;
	}
	return ret;
}

/* ------------------------------------------------------------------ opened and closed */

/* One opening more; @claim: and there is no other claim.  0, -EBUSY. */
static int blkdev_get(struct block_device *bdev, bool claim)
{
	int err = 0;

	mutex_lock(&bdev->bd_mutex);
	if (claim && bdev->bd_claimed)
		err = -EBUSY;
	else
		bdev->bd_openers++;
	if (!err && claim)
		bdev->bd_claimed = true;
	mutex_unlock(&bdev->bd_mutex);
	return err;
}

/* One less; with the last one the pages go */
static void __blkdev_put(struct block_device *bdev, bool claimed)
{
	mutex_lock(&bdev->bd_mutex);
	if (claimed)
		bdev->bd_claimed = false;
	if (!--bdev->bd_openers)
		truncate_inode_pages(&bdev->bd_inode->i_data, 0);
	mutex_unlock(&bdev->bd_mutex);
}

/*
 * blkdev_get_by_path - opens and claims the device that @path names, as mount() does
 *
 * @mode: FMODE_READ, and FMODE_WRITE if it is to be written.  blkdev_put() gives it back.  ERR_PTR: -ENOTBLK (no block
 * device file), -ENXIO (of no device), -EACCES (to be written, but read-only), -EBUSY (claimed), or what lookup says.
 * Sleeps.
 */
struct block_device *blkdev_get_by_path(const char *path, fmode_t mode)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW);
	struct block_device *bdev;
	int err = -ENOTBLK;

	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	bdev = S_ISBLK(dentry->d_inode->i_mode) ? bdget(dentry->d_inode->i_rdev) : NULL;
	if (S_ISBLK(dentry->d_inode->i_mode))
		err = bdev ? 0 : -ENXIO;
	dput(dentry);
	if (!err && mode & FMODE_WRITE && bdev->bd_read_only)
		err = -EACCES;
	if (!err)
		err = blkdev_get(bdev, true);
	return err ? ERR_PTR(err) : bdev;
}

/* blkdev_put - what blkdev_get_by_path() gave.  Sleeps. */
void blkdev_put(struct block_device *bdev)
{
	__blkdev_put(bdev, true);
}

static int blkdev_open(struct inode *inode, struct file *file)
{
	struct block_device *bdev = bdget(inode->i_rdev);
	bool claim = file->f_flags & O_EXCL;
	int err;

	if (!bdev)
		return -ENXIO;
	err = blkdev_get(bdev, claim);
	if (err)
		return err;
	file->f_mapping = bdev->bd_inode->i_mapping;
	file->private_data = claim ? bdev : NULL;
	return 0;
}

static struct block_device *file_bdev(struct file *file)
{
	return I_BDEV(file->f_mapping->host);
}

static int blkdev_release(struct inode *inode, struct file *file)
{
	__blkdev_put(file_bdev(file), file->private_data);
	return 0;
}

/* ------------------------------------------------------------------ pages */

/* Interrupt, as a rule: the page that was read is unlocked */
static void blkdev_read_end_io(struct bio *bio, int error)
{
	struct page *page = bio->bi_private;

	if (!error)
		SetPageUptodate(page);
	unlock_page(page);
	bio_put(bio);
}

/* a_ops->readpage: one bio for one page */
static int blkdev_readpage(struct file *file, struct page *page)
{
	struct block_device *bdev = I_BDEV(page->mapping->host);
	loff_t left = bdev->bd_inode->i_size - ((loff_t)page->index << PAGE_SHIFT);
	unsigned int len = (unsigned int)min_t(loff_t, left, PAGE_SIZE);
	struct bio *bio;

	if (left <= 0) {
		unlock_page(page);
		return -EIO;
	}
	bio = bio_alloc(GFP_NOFS, 1);
	if (!bio) {
		unlock_page(page);
		return -ENOMEM;
	}
	if (len < PAGE_SIZE)
		zero_user(page, len, PAGE_SIZE - len);
	bio->bi_bdev = bdev;
	bio->bi_sector = (sector_t)page->index << (PAGE_SHIFT - SECTOR_SHIFT);
	bio->bi_end_io = blkdev_read_end_io;
	bio->bi_private = page;
	bio_add_page(bio, page, len, 0);
	hand_over_page_lock(page);
	submit_bio(READ, bio);
	return 0;
}

/* Nobody has @page, locked, but the cache and the caller, and nobody loses anything when it goes */
static bool page_is_idle(struct page *page, struct address_space *mapping)
{
	return page->mapping == mapping && !PageDirty(page) && !PageWriteback(page) && !page_mapped(page) &&
	       page_count(page) == 2;
}

/* invalidate_bdev - pages of @bdev that nobody uses are dropped, to be read anew.  Sleeps. */
void invalidate_bdev(struct block_device *bdev)
{
	struct address_space *mapping = &bdev->bd_inode->i_data;
	struct page *pages[PAGEVEC_SIZE];
	unsigned int i, n;
	pgoff_t next = 0;

	lru_add_drain();
	while ((n = find_get_pages(mapping, next, PAGEVEC_SIZE, pages))) {
		next = pages[n - 1]->index + 1;
		for (i = 0; i < n; i++) {
			lock_page(pages[i]);
			if (page_is_idle(pages[i], mapping))
				delete_from_page_cache(pages[i]);
			unlock_page(pages[i]);
			put_page(pages[i]);
		}
		cond_resched();
	}
}

/* ------------------------------------------------------------------ the file */

static loff_t block_llseek(struct file *file, loff_t offset, int whence)
{
	return fixed_size_llseek(file, offset, whence, file->f_mapping->host->i_size);
}

static ssize_t blkdev_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return -EPERM;
}

/* A shared mapping of what can't be written never will */
static int blkdev_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (file_bdev(file)->bd_read_only && vma->vm_flags & VM_SHARED) {
		if (vma->vm_flags & VM_WRITE)
			return -EPERM;
		vma->vm_flags &= ~VM_MAYWRITE;
	}
	return generic_file_mmap(file, vma);
}

static int blkdev_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return blkdev_issue_flush(file_bdev(file));
}

/* The largest power of two, up to a page, that the device's size is a multiple of */
static unsigned int block_size(const struct block_device *bdev)
{
	unsigned int size = bdev->bd_logical_block_size;

	while (size < PAGE_SIZE && !(bdev->bd_inode->i_size & size))
		size <<= 1;
	return size;
}

static long blkdev_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct block_device *bdev = file_bdev(file);
	u64 bytes = (u64)bdev->bd_inode->i_size;
	void __user *p = (void __user *)arg;

	switch (cmd) {
	case BLKROGET:
		return put_user((int)bdev->bd_read_only, (int __user *)p);
	case BLKGETSIZE:
		if (bytes >> SECTOR_SHIFT > ~0ul)
			return -EFBIG;
		return put_user((unsigned long)(bytes >> SECTOR_SHIFT), (unsigned long __user *)p);
	case BLKGETSIZE64:
		return copy_to_user(p, &bytes, sizeof(bytes)) ? -EFAULT : 0;
	case BLKSSZGET:
		return put_user((int)bdev->bd_logical_block_size, (int __user *)p);
	case BLKBSZGET:
		return put_user((int)block_size(bdev), (int __user *)p);
	case BLKFLSBUF:
		invalidate_bdev(bdev);
		return 0;
	}
	return -ENOTTY;
}

const struct file_operations def_blk_fops = {
	.llseek = block_llseek,
	.read = generic_file_read,
	.write = blkdev_write,
	.unlocked_ioctl = blkdev_ioctl,
	.mmap = blkdev_mmap,
	.open = blkdev_open,
	.release = blkdev_release,
	.fsync = blkdev_fsync,
};
