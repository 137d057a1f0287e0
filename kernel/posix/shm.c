/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System V shared memory: segments that a number names, and that stay until somebody removes them.
 *
 * Idea.  A segment is a file of the kernel's own tmpfs (mm/shmem.c) with a number beside it.  To attach it is to map
 * that file, by a struct file of the attachment's own, whose VMAs count themselves:
 *
 *   shmget(key)  ->  id  ->  shmid_kernel  ->  shm_file  ->  inode "/SYSV0000002a (deleted)", i_ino: the id
 *                               shm_nattch                     ^
 *   shmat(id)  ->  VMA  ->  vm_file, shm_file_operations  -----+
 *                  vm_ops: shm_vm_ops: open, close move shm_nattch; a fault is shmem_fault()
 *
 *   shm_nattch counts VMAs, those of fork() and of a split included.  IPC_RMID with attachments only marks the segment
 *   (SHM_DEST), hides its key, and the last close() removes it; with kernel.shm_rmid_forced every last close() does.
 *
 *   id = seq * IPCMNI + index    index: the lowest that is free; seq: one more each time, so that an id that was
 *                                removed isn't soon another segment's
 *
 * Limits: a segment's bytes (shmmax), all segments' pages (shmall), their number (shmmni), and the commit charge, which
 * is taken for the whole segment when it is made, or page by page with SHM_NORESERVE.
 *
 * Invariants (nothing asserts them; self-tests compare counts and charges)
 *   S1  shm_nattch is the number of VMAs with the segment's shm_vm_ops, and of shmat() on their way
 *   S2  shm_tot is the pages of all segments, those marked SHM_DEST included
 *
 * Locking: mmap_sem, then shm_rwsem, for all that is here.  All of it may sleep.  Different from Linux 4.x: one
 * lock instead of one more for each segment, one name space, no owners' permissions, and shmctl() with only the
 * structures of IPC_64.  Tests: shm.*, tests/user/shm.c
 */
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/radix-tree.h>
#include <linux/resource.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/shm.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <asm/shmparam.h>

#define SHMMIN		1
#define SHM_SEQ_MAX	(INT_MAX / IPCMNI)

struct shmid_kernel {
	int id;
	int key;			/* IPC_PRIVATE: none */
	umode_t mode;			/* permissions | SHM_DEST | SHM_LOCKED */
	uid_t uid, cuid;
	gid_t gid, cgid;
	struct file *shm_file;
	unsigned long shm_nattch;
	size_t shm_segsz;		/* bytes */
	u64 shm_atim, shm_dtim, shm_ctim;	/* s since 1970; 0: never */
	pid_t shm_cprid, shm_lprid;
	struct list_head shm_clist;	/* sysvshm.shm_clist of the task that made it; empty: that has ended */
};

/* Of an attachment, in its file's private_data */
struct shm_file_data {
	int id;
	struct inode *inode;		/* the segment's: tells it from another that has the id now */
	const struct vm_operations_struct *vm_ops;	/* of the pages: shmem's */
};

unsigned long shm_ctlmax = ULONG_MAX - (1UL << 24);
unsigned long shm_ctlall = ULONG_MAX - (1UL << 24);
int shm_ctlmni = 4096;
int shm_rmid_forced;

static DECLARE_RWSEM(shm_rwsem);
static struct radix_tree_root shm_ids = RADIX_TREE_INIT(GFP_KERNEL);	/* by index */
static DECLARE_BITMAP(shm_used, IPCMNI);				/* indexes in it */
static int shm_in_use, shm_seq;
static unsigned long shm_tot, shm_locked;	/* pages: of all segments, of those with SHM_LOCKED */

static const struct vm_operations_struct shm_vm_ops;

static unsigned long shm_pages(const struct shmid_kernel *shp)
{
	return (shp->shm_segsz + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static u64 now_seconds(void)
{
	return div_u64(current_time_ns(), NSEC_PER_SEC);
}

/* ------------------------------------------------------------------ identifiers: shm_rwsem is held */

static struct shmid_kernel *shm_at_index(unsigned long index)
{
	return radix_tree_lookup(&shm_ids, index);
}

/* The segment @id; ERR_PTR(-EINVAL) */
static struct shmid_kernel *shm_obtain(int id)
{
	struct shmid_kernel *shp = id < 0 ? NULL : shm_at_index((unsigned long)id % IPCMNI);

	return shp && shp->id == id ? shp : ERR_PTR(-EINVAL);
}

/* The segment of @key, which isn't IPC_PRIVATE; NULL */
static struct shmid_kernel *shm_find_key(int key)
{
	struct shmid_kernel *shp;
	unsigned long index;

	for_each_set_bit(index, shm_used, IPCMNI) {
		shp = shm_at_index(index);
		if (shp->key == key)
			return shp;
	}
	return NULL;
}

/* Gives @shp an identifier, by which it can be found.  0, -ENOSPC, -ENOMEM. */
static int shm_addid(struct shmid_kernel *shp)
{
	unsigned long index = find_first_zero_bit(shm_used, IPCMNI);
	int err;

	if (shm_in_use >= shm_ctlmni || index >= IPCMNI)
		return -ENOSPC;
	err = radix_tree_insert(&shm_ids, index, shp);
	if (err)
		return err;
	__set_bit(index, shm_used);
	shm_in_use++;
	shp->id = shm_seq * IPCMNI + (int)index;
	shm_seq = shm_seq == SHM_SEQ_MAX ? 0 : shm_seq + 1;
	return 0;
}

static void shm_rmid(struct shmid_kernel *shp)
{
	unsigned long index = (unsigned long)shp->id % IPCMNI;

	radix_tree_delete(&shm_ids, index);
	__clear_bit(index, shm_used);
	shm_in_use--;
}

/* The highest index in use, which IPC_INFO and SHM_INFO tell; 0 if there is none */
static int shm_maxid(void)
{
	unsigned long index, max = 0;

	for_each_set_bit(index, shm_used, IPCMNI)
		max = index;
	return (int)max;
}

/* ------------------------------------------------------------------ segments that go: shm_rwsem is held for writing */

/* Locked or not, as SHM_LOCK and SHM_UNLOCK want it: locked pages aren't swapped out.  0, -ENOMEM: above the limit. */
static int shm_set_locked(struct shmid_kernel *shp, bool lock)
{
	struct address_space *mapping = shp->shm_file->f_mapping;

	if (lock == !!(shp->mode & SHM_LOCKED))
		return 0;
	if (lock && mlock_over_limit(shm_locked + shm_pages(shp)))
		return -ENOMEM;
	shm_locked += lock ? shm_pages(shp) : -shm_pages(shp);
	shp->mode ^= SHM_LOCKED;
	if (lock) {
		set_bit(AS_UNEVICTABLE, &mapping->flags);
	} else {
		clear_bit(AS_UNEVICTABLE, &mapping->flags);
		shmem_unlock_mapping(mapping);
	}
	return 0;
}

static void shm_destroy(struct shmid_kernel *shp)
{
	shm_rmid(shp);
	shm_tot -= shm_pages(shp);
	shm_set_locked(shp, false);
	list_del(&shp->shm_clist);
	fput(shp->shm_file);
	kfree(shp);
}

static bool shm_may_destroy(const struct shmid_kernel *shp)
{
	return !shp->shm_nattch && (shm_rmid_forced || shp->mode & SHM_DEST);
}

/* shm_destroy_orphaned - kernel.shm_rmid_forced is set now: what nobody uses goes, if its maker has ended */
void shm_destroy_orphaned(void)
{
	struct shmid_kernel *shp;
	unsigned long index;

	down_write(&shm_rwsem);
	for_each_set_bit(index, shm_used, IPCMNI) {
		shp = shm_at_index(index);
		if (list_empty(&shp->shm_clist) && shm_may_destroy(shp))
			shm_destroy(shp);
	}
	up_write(&shm_rwsem);
}

void shm_init_task(struct task_struct *task)
{
	INIT_LIST_HEAD(&task->sysvshm.shm_clist);
}

/* exit_shm - @task, which has no address space any more, ends: its segments are nobody's now. */
void exit_shm(struct task_struct *task)
{
	struct shmid_kernel *shp, *n;

	if (list_empty(&task->sysvshm.shm_clist))
		return;
	down_write(&shm_rwsem);
	list_for_each_entry_safe(shp, n, &task->sysvshm.shm_clist, shm_clist) {
		list_del_init(&shp->shm_clist);
		/* Here SHM_DEST has been done already */
		if (shm_may_destroy(shp))
			shm_destroy(shp);
	}
	up_write(&shm_rwsem);
}

/* ------------------------------------------------------------------ VMAs */

static struct shm_file_data *shm_file_data(const struct file *file)
{
	return file->private_data;
}

/* One VMA more.  0; -EINVAL: the segment has gone, as can happen to the file of a VMA that is being replaced. */
static int __shm_open(struct vm_area_struct *vma)
{
	struct shm_file_data *sfd = shm_file_data(vma->vm_file);
	struct shmid_kernel *shp;
	int err = 0;

	down_write(&shm_rwsem);
	shp = shm_obtain(sfd->id);
	if (IS_ERR(shp) || file_inode(shp->shm_file) != sfd->inode) {
		err = -EINVAL;
	} else {
		shp->shm_atim = now_seconds();
		shp->shm_lprid = current->tgid;
		shp->shm_nattch++;
	}
	up_write(&shm_rwsem);
	return err;
}

static void shm_open(struct vm_area_struct *vma)
{
	WARN_ON(__shm_open(vma));
}

/* One VMA, or shmat() on its way, less: the segment goes with it, if it is to */
static void shm_put_attach(struct shmid_kernel *shp)
{
	shp->shm_nattch--;
	if (shm_may_destroy(shp))
		shm_destroy(shp);
}

static void shm_close(struct vm_area_struct *vma)
{
	struct shmid_kernel *shp;

	down_write(&shm_rwsem);
	shp = shm_obtain(shm_file_data(vma->vm_file)->id);
	if (!WARN_ON(IS_ERR(shp))) {
		shp->shm_lprid = current->tgid;
		shp->shm_dtim = now_seconds();
		shm_put_attach(shp);
	}
	up_write(&shm_rwsem);
}

static int shm_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	return shm_file_data(vma->vm_file)->vm_ops->fault(vma, vmf);
}

static const struct vm_operations_struct shm_vm_ops = {
	.open = shm_open,
	.close = shm_close,
	.fault = shm_fault,
};

static int shm_mmap(struct file *file, struct vm_area_struct *vma)
{
	int err = __shm_open(vma);

	if (err)
		return err;
	err = shmem_file_operations.mmap(file, vma);
	if (err) {
		shm_close(vma);
		return err;
	}
	shm_file_data(file)->vm_ops = vma->vm_ops;
	vma->vm_ops = &shm_vm_ops;
	return 0;
}

static long shm_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	return shmem_file_operations.fallocate(file, mode, offset, len);
}

static int shm_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

/* No descriptor has such a file: only what reaches a file by its VMA is here */
static const struct file_operations shm_file_operations = {
	.mmap = shm_mmap,
	.fsync = noop_fsync,
	.fallocate = shm_fallocate,
	.release = shm_release,
};

/* ------------------------------------------------------------------ shmget */

/* The file of a new segment of @size bytes.  ERR_PTR: -EINVAL (huge pages, of which there are none), -ENOMEM. */
static struct file *shm_new_file(int key, size_t size, int shmflg)
{
	unsigned long acctflag = 0;
	char name[32];

	if (shmflg & SHM_HUGETLB)
		return ERR_PTR(-EINVAL);
	if (shmflg & SHM_NORESERVE && sysctl_overcommit_memory != OVERCOMMIT_NEVER)
		acctflag = VM_NORESERVE;
	snprintf(name, sizeof(name), "/SYSV%08x (deleted)", (unsigned int)key);
	return shmem_file_setup(name, (loff_t)size, acctflag);
}

/* A new segment: its identifier, or -EINVAL, -ENOSPC, -ENOMEM.  shm_rwsem is held for writing. */
static int newseg(int key, size_t size, int shmflg)
{
	size_t numpages = (size >> PAGE_SHIFT) + !!offset_in_page(size);
	struct shmid_kernel *shp;
	int err;

	if (size < SHMMIN || size > shm_ctlmax)
		return -EINVAL;
	if (shm_tot + numpages < shm_tot || shm_tot + numpages > shm_ctlall)
		return -ENOSPC;
	shp = kzalloc(sizeof(*shp), GFP_KERNEL);
	if (!shp)
		return -ENOMEM;
	shp->shm_file = shm_new_file(key, size, shmflg);
	err = IS_ERR(shp->shm_file) ? (int)PTR_ERR(shp->shm_file) : 0;
	if (err)
		goto out_free;
	err = shm_addid(shp);
	if (err)
		goto out_fput;
	shp->key = key;
	shp->mode = (umode_t)shmflg & S_IRWXUGO;
	shp->uid = shp->cuid = current->cred.euid;
	shp->gid = shp->cgid = current->cred.egid;
	shp->shm_segsz = size;
	shp->shm_cprid = current->tgid;
	shp->shm_ctim = now_seconds();
	list_add(&shp->shm_clist, &current->sysvshm.shm_clist);
	file_inode(shp->shm_file)->i_ino = (unsigned long)shp->id;
	shm_tot += numpages;
	return shp->id;

out_fput:
	fput(shp->shm_file);
out_free:
	kfree(shp);
	return err;
}

/*
 * shmget(2): the segment of @key, or a new one.  Its identifier; -ENOENT, -EEXIST (as open(2) has them), -EINVAL: the
 * size isn't allowed, or is more than the segment's; -ENOSPC, -ENOMEM.
 */
SYSCALL_DEFINE3(shmget, int, key, size_t, size, int, shmflg)
{
	struct shmid_kernel *shp;
	int ret;

	down_write(&shm_rwsem);
	shp = key == IPC_PRIVATE ? NULL : shm_find_key(key);
	if (!shp)
		ret = key == IPC_PRIVATE || shmflg & IPC_CREAT ? newseg(key, size, shmflg) : -ENOENT;
	else if (shmflg & IPC_CREAT && shmflg & IPC_EXCL)
		ret = -EEXIST;
	else
		ret = shp->shm_segsz < size ? -EINVAL : shp->id;
	up_write(&shm_rwsem);
	return ret;
}

/* ------------------------------------------------------------------ shmat, shmdt */

/* Where shmat() wants it, 0 being anywhere: *@addr is rounded.  0, -EINVAL. */
static int shm_check_address(unsigned long *addr, int shmflg)
{
	if (!*addr)
		return shmflg & SHM_REMAP ? -EINVAL : 0;
	if (*addr & (SHMLBA - 1)) {
		if (!(shmflg & SHM_RND))
			return -EINVAL;
		*addr &= ~(SHMLBA - 1);
	}
	return *addr ? 0 : -EINVAL;
}

/* Segment @shmid cannot go from here on, until shm_put_attach().  ERR_PTR(-EINVAL). */
static struct shmid_kernel *shm_get_attach(int shmid)
{
	struct shmid_kernel *shp;

	down_write(&shm_rwsem);
	shp = shm_obtain(shmid);
	if (!IS_ERR(shp))
		shp->shm_nattch++;
	up_write(&shm_rwsem);
	return shp;
}

/* The file of an attachment; ERR_PTR(-ENOMEM) */
static struct file *shm_attach_file(const struct shmid_kernel *shp, int shmflg)
{
	fmode_t mode = shmflg & SHM_RDONLY ? FMODE_READ : FMODE_READ | FMODE_WRITE;
	struct shm_file_data *sfd = kzalloc(sizeof(*sfd), GFP_KERNEL);
	struct file *file;

	if (!sfd)
		return ERR_PTR(-ENOMEM);
	file = alloc_file(shp->shm_file->f_dentry, mode, &shm_file_operations);
	if (!file) {
		kfree(sfd);
		return ERR_PTR(-ENOMEM);
	}
	sfd->id = shp->id;
	sfd->inode = file_inode(file);
	file->private_data = sfd;
	return file;
}

/* Maps the whole of @file, at @addr if that isn't 0.  The address; -EINVAL: something is there; as do_mmap(). */
static unsigned long shm_map(struct file *file, unsigned long addr, int shmflg)
{
	unsigned long size = (unsigned long)file_inode(file)->i_size, ret, populate = 0;
	unsigned long flags = MAP_SHARED | (addr ? MAP_FIXED : 0);
	unsigned long prot = PROT_READ;
	struct mm_struct *mm = current->mm;

	prot |= shmflg & SHM_RDONLY ? 0 : PROT_WRITE;
	prot |= shmflg & SHM_EXEC ? PROT_EXEC : 0;
	down_write(&mm->mmap_sem);
	if (addr && !(shmflg & SHM_REMAP) &&
	    (addr + size < addr || find_vma_intersection(mm, addr, addr + size)))
		ret = (unsigned long)-EINVAL;
	else
		ret = do_mmap_pgoff(file, addr, size, prot, flags, 0, &populate);
	up_write(&mm->mmap_sem);
	if (populate)
		mm_populate(ret, populate);
	return ret;
}

/* shmat(2): where segment @shmid is mapped now.  -EINVAL: no such segment, or a bad or used address; -ENOMEM, ... */
SYSCALL_DEFINE3(shmat, int, shmid, unsigned long, shmaddr, int, shmflg)
{
	struct shmid_kernel *shp;
	unsigned long ret;
	struct file *file;
	int err;

	err = shm_check_address(&shmaddr, shmflg);
	if (err)
		return err;
	shp = shm_get_attach(shmid);
	if (IS_ERR(shp))
		return PTR_ERR(shp);
	file = shm_attach_file(shp, shmflg);
	if (IS_ERR(file)) {
		ret = (unsigned long)PTR_ERR(file);
	} else {
		ret = shm_map(file, shmaddr, shmflg);
		fput(file);
	}
	down_write(&shm_rwsem);
	shm_put_attach(shp);
	up_write(&shm_rwsem);
	return (long)ret;
}

/* Does @vma show an attachment at @addr, or what is left of one? */
static bool shm_vma_of(const struct vm_area_struct *vma, unsigned long addr)
{
	return vma->vm_ops == &shm_vm_ops && (vma->vm_start - addr) >> PAGE_SHIFT == vma->vm_pgoff;
}

/*
 * shmdt(2): the attachment at @shmaddr is gone.  0, -EINVAL.
 *
 * Its beginning may have been unmapped, or protected otherwise, which has cut it: the first VMA that lies where it
 * would, and then all of the same file up to where it ended.
 */
SYSCALL_DEFINE1(shmdt, unsigned long, shmaddr)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma, *next;
	struct file *file = NULL;
	unsigned long size = 0;

	if (offset_in_page(shmaddr))
		return -EINVAL;
	down_write(&mm->mmap_sem);
	for (vma = find_vma(mm, shmaddr); vma; vma = next) {
		next = vma->vm_next;
		if (file && vma->vm_end - shmaddr > size)
			break;
		if (!shm_vma_of(vma, shmaddr) || (file && vma->vm_file != file))
			continue;
		file = vma->vm_file;
		size = PAGE_ALIGN((unsigned long)file_inode(file)->i_size);
		do_munmap(mm, vma->vm_start, vma->vm_end - vma->vm_start);
	}
	up_write(&mm->mmap_sem);
	return file ? 0 : -EINVAL;
}

/* ------------------------------------------------------------------ shmctl */

static void shm_fill_ds(const struct shmid_kernel *shp, struct shmid64_ds *ds)
{
	*ds = (struct shmid64_ds) {
		.shm_perm = {
			.key = shp->key,
			.uid = shp->uid,
			.gid = shp->gid,
			.cuid = shp->cuid,
			.cgid = shp->cgid,
			.mode = shp->mode,
			.seq = (u16)(shp->id / IPCMNI),
		},
		.shm_segsz = shp->shm_segsz,
		.shm_atime = (u32)shp->shm_atim,
		.shm_atime_high = (u32)(shp->shm_atim >> 32),
		.shm_dtime = (u32)shp->shm_dtim,
		.shm_dtime_high = (u32)(shp->shm_dtim >> 32),
		.shm_ctime = (u32)shp->shm_ctim,
		.shm_ctime_high = (u32)(shp->shm_ctim >> 32),
		.shm_cpid = shp->shm_cprid,
		.shm_lpid = shp->shm_lprid,
		.shm_nattch = shp->shm_nattch,
	};
}

/* IPC_STAT of an identifier: 0; SHM_STAT of an index: its identifier; -EINVAL, -EFAULT */
static int shmctl_stat(int shmid, int cmd, struct shmid64_ds __user *buf)
{
	struct shmid_kernel *shp;
	struct shmid64_ds ds;
	int ret = -EINVAL;

	down_read(&shm_rwsem);
	if (cmd == IPC_STAT)
		shp = shm_obtain(shmid);
	else
		shp = shm_at_index((unsigned long)shmid % IPCMNI) ?: ERR_PTR(-EINVAL);
	if (!IS_ERR(shp)) {
		ret = cmd == IPC_STAT ? 0 : shp->id;
		shm_fill_ds(shp, &ds);
	}
	up_read(&shm_rwsem);
	return ret >= 0 && copy_to_user(buf, &ds, sizeof(ds)) ? -EFAULT : ret;
}

/* The limits.  The highest index in use, -EFAULT. */
static int shmctl_ipc_info(struct shminfo64 __user *buf)
{
	struct shminfo64 info = {
		.shmmax = shm_ctlmax,
		.shmmin = SHMMIN,
		.shmmni = (u32)shm_ctlmni,
		.shmseg = (u32)shm_ctlmni,
		.shmall = shm_ctlall,
	};
	int max;

	down_read(&shm_rwsem);
	max = shm_maxid();
	up_read(&shm_rwsem);
	return copy_to_user(buf, &info, sizeof(info)) ? -EFAULT : max;
}

/* What is in use.  The highest index, -EFAULT. */
static int shmctl_shm_info(struct shm_info __user *buf)
{
	struct shm_info info = { };
	unsigned long index;
	int max;

	down_read(&shm_rwsem);
	info.used_ids = shm_in_use;
	info.shm_tot = shm_tot;
	for_each_set_bit(index, shm_used, IPCMNI) {
		struct address_space *mapping = shm_at_index(index)->shm_file->f_mapping;

		info.shm_rss += mapping->nrpages;
		info.shm_swp += shmem_swapped(mapping->host);
	}
	max = shm_maxid();
	up_read(&shm_rwsem);
	return copy_to_user(buf, &info, sizeof(info)) ? -EFAULT : max;
}

/* Removed now, or with the last attachment, and not found by its key any more */
static void shm_remove(struct shmid_kernel *shp)
{
	if (!shp->shm_nattch) {
		shm_destroy(shp);
		return;
	}
	shp->mode |= SHM_DEST;
	shp->key = IPC_PRIVATE;
}

/* What changes a segment; @ds is IPC_SET's.  0, -EINVAL, -EPERM (RLIMIT_MEMLOCK is 0), -ENOMEM (more than that). */
static int shmctl_change(int shmid, int cmd, const struct shmid64_ds *ds)
{
	struct shmid_kernel *shp;
	int err = 0;

	down_write(&shm_rwsem);
	shp = shm_obtain(shmid);
	if (IS_ERR(shp)) {
		err = (int)PTR_ERR(shp);
	} else if (cmd == IPC_RMID) {
		shm_remove(shp);
	} else if (cmd == IPC_SET && (ds->shm_perm.uid == (uid_t)-1 || ds->shm_perm.gid == (gid_t)-1)) {
		err = -EINVAL;
	} else if (cmd == IPC_SET) {
		shp->uid = ds->shm_perm.uid;
		shp->gid = ds->shm_perm.gid;
		shp->mode = (umode_t)((shp->mode & ~S_IRWXUGO) | (ds->shm_perm.mode & S_IRWXUGO));
		shp->shm_ctim = now_seconds();
	} else if (cmd == SHM_LOCK && !can_do_mlock()) {
		err = -EPERM;
	} else {
		err = shm_set_locked(shp, cmd == SHM_LOCK);
	}
	up_write(&shm_rwsem);
	return err;
}

/* shmctl(2).  Not negative, or -EINVAL: no such segment or command; -EFAULT; as the functions above. */
SYSCALL_DEFINE3(shmctl, int, shmid, int, cmd, void __user *, buf)
{
	struct shmid64_ds ds;

	if (shmid < 0)
		return -EINVAL;
	switch (cmd) {
	case IPC_STAT | IPC_64:
	case SHM_STAT | IPC_64:
	case SHM_STAT_ANY | IPC_64:
		return shmctl_stat(shmid, cmd & ~IPC_64, buf);
	case IPC_INFO | IPC_64:
		return shmctl_ipc_info(buf);
	case SHM_INFO | IPC_64:
	case SHM_INFO:
		return shmctl_shm_info(buf);
	case IPC_SET | IPC_64:
		if (copy_from_user(&ds, buf, sizeof(ds)))
			return -EFAULT;
		return shmctl_change(shmid, IPC_SET, &ds);
	case IPC_RMID | IPC_64:
	case SHM_LOCK | IPC_64:
	case SHM_UNLOCK | IPC_64:
	case IPC_RMID:
	case SHM_LOCK:
	case SHM_UNLOCK:
		return shmctl_change(shmid, cmd & ~IPC_64, NULL);
	}
	return -EINVAL;
}

/* ------------------------------------------------------------------ /proc/sysvipc/shm */

static void show_segment(struct seq_file *m, const struct shmid_kernel *shp)
{
	seq_printf(m, "%10d %10d  %4o %10lu %5d %5d  %5lu %5u %5u %5u %5u %10llu %10llu %10llu %10lu %10lu\n",
		   shp->key, shp->id, shp->mode, (unsigned long)shp->shm_segsz, shp->shm_cprid, shp->shm_lprid,
		   shp->shm_nattch, shp->uid, shp->gid, shp->cuid, shp->cgid, shp->shm_atim, shp->shm_dtim,
		   shp->shm_ctim, shp->shm_file->f_mapping->nrpages << PAGE_SHIFT,
		   shmem_swapped(shp->shm_file->f_mapping->host) << PAGE_SHIFT);
}

int show_sysvipc_shm(struct seq_file *m, struct task_struct *task)
{
	unsigned long index;

	seq_puts(m, "       key      shmid perms       size  cpid  lpid nattch   uid   gid  cuid  cgid      atime"
		 "      dtime      ctime        rss       swap\n");
	down_read(&shm_rwsem);
	for_each_set_bit(index, shm_used, IPCMNI)
		show_segment(m, shm_at_index(index));
	up_read(&shm_rwsem);
	return 0;
}
