/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Block devices as files: /dev/vda can be read, written, mapped and asked for its size.
 *
 *   node /dev/vda  --i_rdev-->  block_device  --bd_inode-->  inode of no directory
 *   another node   --i_rdev---------^                          i_data: the device's page cache
 *        file->f_mapping ------------------------------------------^
 *
 * All nodes of a device share the pages of bd_inode, and so does a file system that is mounted from it.  They lie in low
 * memory, because a file system works in them.  Page n has the bytes from n * PAGE_SIZE on; of the device's last page,
 * what the device hasn't got is zero.  With the last opening the pages go.
 *
 * What is dirty is known by sector: page->private has a bit for each of a page's eight, from the first time on that some
 * of it is dirty (PG_private).  The blocks of a file system are smaller than a page, and of those that share a page some
 * may be a file's, which are written from the file's own pages: here they are stale, and must not be written.
 *
 *   bdev_mark_dirty      bits, then PG_dirty
 *   a store by a mapping, of which no more is known than the page: all bits
 *   writepage            takes the bits; a bio for each run of them, one after the other: ..XX.XXX  two
 *   bdev_forget          bits of blocks that are free go
 *
 * A bit that is set after writepage() took them is written the next time, because PG_dirty is set after it.
 *
 * Who claims a device, a mount or open() with O_EXCL, is the only one who does; others may open it all the same.
 *
 * Different from Linux 4.x: no partitions, no buffer heads but these bits, and a shared mapping that could write to a
 * device that is read-only is refused.
 *
 * Locking: bd_mutex for openings, below mmap_sem and above page locks; page->private by atomic operations.  Tests: blk.*, tests/host/disk.t
 */
#include <linux/backing-dev.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <linux/writeback.h>

#define BDEVFS_MAGIC	0x62646576

/* ioctl(2), of disks */
#define BLKROGET	0x125e		/* int: is it read-only? */
#define BLKGETSIZE	0x1260		/* unsigned long: sectors */
#define BLKFLSBUF	0x1261		/* writes what is dirty, and forgets what is cached */
#define BLKSSZGET	0x1268		/* int: bytes of a logical block */
#define BLKBSZGET	0x80041270	/* int: bytes that it is best read by */
#define BLKGETSIZE64	0x80041272	/* u64: bytes */

static struct super_block *bdev_sb;
static LIST_HEAD(all_bdevs);		/* grows at boot, never shrinks */

/* ------------------------------------------------------------------ devices */

/* What was written to @bdev is on its medium.  The first error of all stays in *@error. */
static int flush_disk(struct block_device *bdev, void *error)
{
	int err = bdev->bd_openers ? blkdev_issue_flush(bdev) : 0;

	*(int *)error = *(int *)error ?: err;
	return 0;
}

/* sync(2), when the pages are written */
static int bdev_sync_fs(struct super_block *sb)
{
	int error = 0;

	for_each_disk(flush_disk, &error);
	return error;
}

static const struct super_operations bdev_sops = {
	.sync_fs = bdev_sync_fs,
};

void __init bdev_cache_init(void)
{
	bdev_sb = new_super("bdev", BDEVFS_MAGIC, &bdev_sops);
	if (!bdev_sb)
		panic("no memory for block devices");
	bdev_sb->s_bdi = &default_backing_dev_info;
}

/* I_BDEV - the device whose pages @inode has: a bd_inode, not a node. */
struct block_device *I_BDEV(struct inode *inode)
{
	return inode->i_private;
}

static const struct address_space_operations def_blk_aops;

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
	__set_bit(AS_BDEV, &inode->i_data.flags);
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

/*
 * add_disk - nodes with the number @dev are @bdev, under its bd_name; what is dirty of it is written one day
 *
 * 0; -EBUSY: there is one; -ENOMEM.  Boot only.
 */
int add_disk(struct block_device *bdev, dev_t dev)
{
	int err = bdget(dev) ? -EBUSY : start_flusher();

	if (err)
		return err;
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

/* blkdev_get - one opening more; @claim: and there is no other claim, blkdev_put() gives it back.  0, -EBUSY.  Sleeps. */
int blkdev_get(struct block_device *bdev, bool claim)
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

/*
 * sync_blockdev - what is dirty of @bdev's own pages, and all that was written before, is on the medium
 *
 * 0; -EIO: not all of it, which is said once; -ENOMEM.  Sleeps.
 */
int sync_blockdev(struct block_device *bdev)
{
	int err = filemap_write_and_wait(&bdev->bd_inode->i_data);

	return err ?: blkdev_issue_flush(bdev);
}

/* One less; with the last one the pages go, when they are written */
static void __blkdev_put(struct block_device *bdev, bool claimed)
{
	mutex_lock(&bdev->bd_mutex);
	if (claimed)
		bdev->bd_claimed = false;
	if (!--bdev->bd_openers) {
		if (sync_blockdev(bdev))
			pr_err("%s: not all that was written is on the disk\n", bdev->bd_name);
		truncate_inode_pages(&bdev->bd_inode->i_data, 0);
	}
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

/* blkdev_put - what blkdev_get_by_path() gave, or blkdev_get() with a claim.  Sleeps. */
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

/* Interrupt, as a rule: the pages that were read are unlocked */
static void blkdev_read_end_io(struct bio *bio, int error)
{
	int i;

	for (i = 0; i < bio->bi_vcnt; i++)
		page_endio(bio->bi_io_vec[i].bv_page, READ, error);
	bio_put(bio);
}

static void submit_read(struct bio *bio)
{
	if (bio)
		submit_bio(READ, bio);
}

/*
 * @page, locked, is to be read: behind the pages of *@bio if it follows them, else by another bio, of up to @pages, which
 * is *@bio then, for the caller to submit.  0; -EIO, -ENOMEM: it is unlocked.
 */
static int read_by_bio(struct bio **bio, struct page *page, int pages)
{
	struct block_device *bdev = I_BDEV(page->mapping->host);
	sector_t sector = (sector_t)page->index << (PAGE_SHIFT - SECTOR_SHIFT);
	loff_t left = bdev->bd_inode->i_size - ((loff_t)page->index << PAGE_SHIFT);
	unsigned int len = (unsigned int)min_t(loff_t, left, PAGE_SIZE);

	if (left <= 0) {
		unlock_page(page);
		return -EIO;
	}
	if (len < PAGE_SIZE)
		zero_user(page, len, PAGE_SIZE - len);
	hand_over_page_lock(page);
	if (*bio && (*bio)->bi_sector + ((*bio)->bi_size >> SECTOR_SHIFT) == sector && bio_add_page(*bio, page, len, 0) == len)
		return 0;
	submit_read(*bio);
	*bio = bio_alloc(GFP_NOFS, pages);
	if (!*bio) {
		unlock_page(page);
		return -ENOMEM;
	}
	(*bio)->bi_bdev = bdev;
	(*bio)->bi_sector = sector;
	(*bio)->bi_end_io = blkdev_read_end_io;
	bio_add_page(*bio, page, len, 0);
	return 0;
}

static int blkdev_readpage(struct file *file, struct page *page)
{
	struct bio *bio = NULL;
	int err = read_by_bio(&bio, page, 1);

	submit_read(bio);
	return err;
}

/* a_ops->readpages: new pages, the last of the list first, which are in no file yet, into the cache.  0. */
static int blkdev_readpages(struct file *file, struct address_space *mapping, struct list_head *pages, unsigned int nr_pages)
{
	struct bio *bio = NULL;
	struct page *page;

	while (!list_empty(pages)) {
		page = list_last_entry(pages, struct page, lru);
		list_del(&page->lru);
		if (!add_to_page_cache_lru(page, mapping, page->index))
			read_by_bio(&bio, page, BIO_MAX_PAGES);
		put_page(page);
	}
	submit_read(bio);
	return 0;
}

/* ------------------------------------------------------------------ dirty sectors */

#define ALL_SECTORS	((1ul << (PAGE_SIZE / SECTOR_SIZE)) - 1)

/* Bits for the sectors [first, first + n) of a page */
static unsigned long sector_mask(unsigned int first, unsigned int n)
{
	return (ALL_SECTORS >> (PAGE_SIZE / SECTOR_SIZE - n)) << first;
}

/* The bits of sectors of @page: those of @clear, then those of @set */
static void change_sectors(struct page *page, unsigned long clear, unsigned long set)
{
	unsigned long old;

	do
		old = READ_ONCE(page->private);
	while (cmpxchg(&page->private, old, (old & ~clear) | set) != old);
}

/* Sectors of @page, by their bits, are dirty from now on.  Returns whether all was clean. */
static int mark_sectors(struct page *page, unsigned long mask)
{
	change_sectors(page, 0, mask);
	SetPagePrivate(page);
	return __set_page_dirty_nobuffers(page);
}

/* a_ops->set_page_dirty: by a mapping's entry, so that nothing is known but the page */
static int blkdev_set_page_dirty(struct page *page)
{
	return mark_sectors(page, ALL_SECTORS);
}

/*
 * bdev_mark_dirty - bytes [@from, @from + @len) of @page, of a device's own pages, differ from the disk
 *
 * After they were changed.  What is written is the whole blocks of the device in which they lie.  The page is uptodate,
 * and locked or held in the cache by something else that truncation waits for.  Any context but an interrupt.
 */
void bdev_mark_dirty(struct page *page, unsigned int from, unsigned int len)
{
	unsigned int block = I_BDEV(page->mapping->host)->bd_logical_block_size;
	unsigned int first = from & ~(block - 1), end = (from + len + block - 1) & ~(block - 1);

	mark_sectors(page, sector_mask(first >> SECTOR_SHIFT, (end - first) >> SECTOR_SHIFT));
}

/* The sectors of a page, by their bits, needn't be written.  Waits for the disk if it is just being done. */
static void forget_sectors(struct address_space *mapping, pgoff_t index, unsigned long mask)
{
	struct page *page = find_lock_page(mapping, index);

	if (!page)
		return;
	wait_on_page_writeback(page);
	change_sectors(page, mask, 0);
	unlock_page(page);
	put_page(page);
}

/*
 * bdev_forget - sectors [@sector, @sector + @nr) of @bdev are free: nothing of them is written from now on
 *
 * Who writes to them next, past the device's own pages, isn't overtaken by what was dirty here.  Sleeps.
 */
void bdev_forget(struct block_device *bdev, sector_t sector, unsigned int nr)
{
	const unsigned int per_page = PAGE_SIZE / SECTOR_SIZE;
	unsigned int first, n;

	for (; nr; nr -= n, sector += n) {
		first = (unsigned int)sector & (per_page - 1);
		n = min(nr, per_page - first);
		forget_sectors(&bdev->bd_inode->i_data, (pgoff_t)(sector >> (PAGE_SHIFT - SECTOR_SHIFT)),
			       sector_mask(first, n));
	}
}

/* ------------------------------------------------------------------ pages written */

/* @bio, of a page of which the sectors @mask are still to be written, is for the first run of them */
static void bio_set_run(struct bio *bio, struct page *page, unsigned long mask)
{
	unsigned int first = (unsigned int)__ffs(mask), n = (unsigned int)__ffs(~(mask >> first));

	bio->bi_sector = ((sector_t)page->index << (PAGE_SHIFT - SECTOR_SHIFT)) + first;
	bio->bi_vcnt = 0;
	bio->bi_size = 0;
	bio_add_page(bio, page, n << SECTOR_SHIFT, first << SECTOR_SHIFT);
	bio->bi_private = (void *)(mask & ~sector_mask(first, n));
}

/* Interrupt, as a rule: one run is written, or failed; the next, or the page is done */
static void blkdev_write_end_io(struct bio *bio, int error)
{
	struct page *page = bio->bi_io_vec[0].bv_page;
	unsigned long mask = (unsigned long)bio->bi_private;

	if (!mask) {
		page_endio(page, WRITE, error);
		bio_put(bio);
		return;
	}
	mapping_set_error(page->mapping, error);
	bio_set_run(bio, page, mask);
	submit_bio(WRITE, bio);
}

/* Sectors of the page that the device has */
static unsigned long valid_sectors(const struct block_device *bdev, pgoff_t index)
{
	const unsigned int per_page = PAGE_SIZE / SECTOR_SIZE;
	sector_t left = bdev->bd_nr_sectors - (sector_t)index * per_page;

	return sector_mask(0, (unsigned int)min_t(sector_t, left, per_page));
}

/* a_ops->writepage */
static int blkdev_writepage(struct page *page, struct writeback_control *wbc)
{
	struct block_device *bdev = I_BDEV(page->mapping->host);
	struct bio *bio = bio_alloc(GFP_NOIO, 1);
	unsigned long mask;

	if (!bio) {
		redirty_page_for_writepage(wbc, page);
		unlock_page(page);
		return -ENOMEM;
	}
	mask = xchg(&page->private, 0) & valid_sectors(bdev, page->index);
	set_page_writeback(page);
	unlock_page(page);
	if (!mask) {
		end_page_writeback(page);
		bio_put(bio);
		return 0;
	}
	bio->bi_bdev = bdev;
	bio->bi_end_io = blkdev_write_end_io;
	bio_set_run(bio, page, mask);
	submit_bio(WRITE, bio);
	return 0;
}

/* ------------------------------------------------------------------ write() */

/* Page @index with its contents, locked, and a reference; ERR_PTR */
static struct page *read_lock_page(struct file *file, struct address_space *mapping, pgoff_t index)
{
	struct page *page;

	for (;;) {
		page = read_cache_page(mapping, index, file);
		if (IS_ERR(page))
			return page;
		lock_page(page);
		if (likely(page->mapping == mapping))
			return page;
		unlock_page(page);	/* dropped meanwhile */
		put_page(page);
	}
}

static int blkdev_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			      struct page **pagep)
{
	pgoff_t index = (pgoff_t)(pos >> PAGE_SHIFT);

	/* A page that is overwritten as a whole needn't be read */
	if (len == PAGE_SIZE)
		*pagep = grab_cache_page_write_begin(mapping, index) ?: ERR_PTR(-ENOMEM);
	else
		*pagep = read_lock_page(file, mapping, index);
	return IS_ERR(*pagep) ? (int)PTR_ERR(*pagep) : 0;
}

static int blkdev_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			    unsigned int copied, struct page *page)
{
	/* Of one that wasn't read, and was overwritten in part only, the rest isn't known */
	if (!PageUptodate(page) && copied < len)
		copied = 0;
	if (copied) {
		SetPageUptodate(page);
		bdev_mark_dirty(page, (unsigned int)offset_in_page((unsigned long)pos), copied);
	}
	unlock_page(page);
	put_page(page);
	return (int)copied;
}

/* ------------------------------------------------------------------ pages dropped */

/* a_ops->releasepage */
static int blkdev_releasepage(struct page *page, gfp_t gfp)
{
	ClearPagePrivate(page);
	return 1;
}

/* a_ops->invalidatepage: it leaves, written or not */
static void blkdev_invalidatepage(struct page *page, unsigned int offset, unsigned int length)
{
	page->private = 0;
	ClearPagePrivate(page);
}

static const struct address_space_operations def_blk_aops = {
	.readpage = blkdev_readpage,
	.readpages = blkdev_readpages,
	.writepage = blkdev_writepage,
	.set_page_dirty = blkdev_set_page_dirty,
	.write_begin = blkdev_write_begin,
	.write_end = blkdev_write_end,
	.invalidatepage = blkdev_invalidatepage,
	.releasepage = blkdev_releasepage,
};

/* invalidate_bdev - pages of @bdev that are clean and that nobody uses are dropped, to be read anew.  Sleeps. */
void invalidate_bdev(struct block_device *bdev)
{
	lru_add_drain();	/* whose pages it has, it uses */
	invalidate_mapping_pages(&bdev->bd_inode->i_data, 0, ULONG_MAX);
}

/* ------------------------------------------------------------------ the file */

static loff_t block_llseek(struct file *file, loff_t offset, int whence)
{
	return fixed_size_llseek(file, offset, whence, file->f_mapping->host->i_size);
}

/* A device doesn't grow: -ENOSPC at its end */
static ssize_t blkdev_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	loff_t size = file->f_mapping->host->i_size;

	if (file_bdev(file)->bd_read_only)
		return -EPERM;
	if (!count)
		return 0;
	if (file->f_flags & O_APPEND || *ppos >= size)
		return -ENOSPC;
	return generic_file_write(file, buf, (size_t)min_t(loff_t, (loff_t)count, size - *ppos), ppos);
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
	int err = filemap_write_and_wait_range(file->f_mapping, start, end);

	return err ?: blkdev_issue_flush(file_bdev(file));
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
	int err;

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
		err = sync_blockdev(bdev);
		invalidate_bdev(bdev);
		return err;
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
