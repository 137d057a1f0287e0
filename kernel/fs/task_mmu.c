/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An address space as /proc shows it: maps, smaps, pagemap, mem, and the lines of status.
 *
 *   maps      one line for each VMA: addresses, permissions, offset, device, inode, name
 *   smaps     the same, and what of it is in memory; page by page out of the tables; smaps_rollup: the sum
 *   pagemap   for each page of the address space 64 bits: frame number and flags
 *   mem       the contents
 *
 * Context: mmap_sem of the address space for reading while its VMAs are walked; a page's table is
 * locked while its entries are looked at.  Formats are Linux 4.x's to the letter (make compare).  Tests: tests/user/proc.c
 */
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/rmap.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <asm/pgtable.h>
#include "proc.h"

/* Where the name begins in a line of maps */
#define MAPS_WIDTH	(25 + 6 * sizeof(void *) - 1)

/* The last record of each address space: the page that all have, and that no table of theirs maps */
static struct vm_area_struct gate_vma = {
	.vm_start = CONFIG_VECTORS_BASE, .vm_end = CONFIG_VECTORS_BASE + PAGE_SIZE,
	.vm_flags = VM_READ | VM_EXEC | VM_MAYREAD | VM_MAYEXEC,
};

/* ------------------------------------------------------------------ records: VMAs */

/* The record behind those of which the text tells: its VMA; m->version is where they end */
static void *m_start(struct seq_file *m, loff_t *pos)
{
	struct task_struct *task = get_proc_task(file_inode(m->file));
	struct mm_struct *mm = m->private;

	if (!task)
		return ERR_PTR(-ESRCH);
	put_task_struct(task);
	if (!mm || m->version > gate_vma.vm_start || !atomic_inc_not_zero(&mm->mm_users))
		return NULL;
	down_read(&mm->mmap_sem);
	return find_vma(mm, m->version) ?: &gate_vma;
}

static void vma_stop(struct mm_struct *mm)
{
	up_read(&mm->mmap_sem);
	mmput(mm);
}

static void *m_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct vm_area_struct *vma = v;

	++*pos;
	m->version = vma->vm_end;
	if (vma != &gate_vma)
		return vma->vm_next ?: &gate_vma;
	vma_stop(m->private);
	return NULL;
}

static void m_stop(struct seq_file *m, void *v)
{
	if (!IS_ERR_OR_NULL(v))
		vma_stop(m->private);
}

/* ------------------------------------------------------------------ maps */

/* What a VMA without a file is for; NULL: nothing special */
static const char *vma_name(const struct vm_area_struct *vma)
{
	const struct mm_struct *mm = vma->vm_mm;

	if (!mm)
		return "[vectors]";
	if (vma->vm_start <= mm->brk && vma->vm_end >= mm->start_brk)
		return "[heap]";
	if (vma->vm_start <= mm->start_stack && vma->vm_end >= mm->start_stack)
		return "[stack]";
	return mm->context.sigpage && vma->vm_start == mm->context.sigpage ? "[sigpage]" : NULL;
}

/* @addr in the eight digits at @p */
static inline void put_address(char *p, unsigned long addr)
{
	int i;

#pragma GCC unroll 8
	for (i = 7; i >= 0; i--, addr >>= 4)
		p[i] = "0123456789abcdef"[addr & 15];
}

/*
 * "b6ffe000-b6fff000 rw-p 00000000 00:00 0 ": what a line has before its name; @file: NULL, there is none
 *
 * As there are thousands of them, the line is copied, and what differs put in its place.
 */
static void show_vma_header_prefix(struct seq_file *m, unsigned long start, unsigned long end, unsigned long flags,
				   struct file *file, unsigned long pgoff)
{
	static const char line[] = "00000000-00000000 ---p 00000000 00:00 0 ";
	const size_t n = file ? 22 : sizeof(line) - 1;		/* of a file: up to its numbers */
	char *p;

	seq_setwidth(m, MAPS_WIDTH);
	p = seq_room(m, n);
	if (!p)
		return;
	memcpy(p, line, n);
	put_address(p, start);
	put_address(p + 9, end);
	if (flags & VM_READ)
		p[18] = 'r';
	if (flags & VM_WRITE)
		p[19] = 'w';
	if (flags & VM_EXEC)
		p[20] = 'x';
	if (flags & VM_MAYSHARE)
		p[21] = 's';
	if (file) {
		struct inode *inode = file_inode(file);

		seq_put_hex_ll(m, " ", (u64)pgoff << PAGE_SHIFT, 8);
		seq_put_hex_ll(m, " ", MAJOR(inode->i_sb->s_dev), 2);
		seq_put_hex_ll(m, ":", MINOR(inode->i_sb->s_dev), 2);
		seq_put_decimal_ull(m, " ", inode->i_ino);
		seq_putc(m, ' ');
	}
}

/* show_map_vma - one line */
static void show_map_vma(struct seq_file *m, struct vm_area_struct *vma)
{
	const char *name = vma->vm_file ? NULL : vma_name(vma);

	show_vma_header_prefix(m, vma->vm_start, vma->vm_end, vma->vm_flags, vma->vm_file, vma->vm_pgoff);
	if (vma->vm_file) {
		seq_pad(m, ' ');
		seq_path(m, vma->vm_file->f_dentry, "\n");
	} else if (name) {
		seq_pad(m, ' ');
		seq_puts(m, name);
	}
	seq_putc(m, '\n');
}

static int show_map(struct seq_file *m, void *v)
{
	show_map_vma(m, v);
	return 0;
}

const struct seq_operations proc_pid_maps_op = {
	.start = m_start, .next = m_next, .stop = m_stop, .show = show_map,
};

/* ------------------------------------------------------------------ smaps */

/* Bytes of a VMA, by what they are */
struct mem_size_stats {
	unsigned long resident, anonymous, referenced;
	unsigned long shared_clean, shared_dirty, private_clean, private_dirty;
	unsigned long swap;
	u64 pss, swap_pss, locked;	/* times 4096: shares of pages, of slots, of pages in VM_LOCKED VMAs */
};

static void smaps_account(struct mem_size_stats *mss, struct page *page, pte_t pte)
{
	int mapcount = page_mapcount(page);
	bool dirty = pte_dirty(pte) || PageDirty(page);

	if (PageAnon(page))
		mss->anonymous += PAGE_SIZE;
	mss->resident += PAGE_SIZE;
	if (pte_young(pte) || PageReferenced(page))
		mss->referenced += PAGE_SIZE;
	if (mapcount >= 2) {
		if (dirty)
			mss->shared_dirty += PAGE_SIZE;
		else
			mss->shared_clean += PAGE_SIZE;
	} else if (dirty) {
		mss->private_dirty += PAGE_SIZE;
	} else {
		mss->private_clean += PAGE_SIZE;
	}
	mss->pss += (PAGE_SIZE << 12) / (unsigned int)max(mapcount, 1);
}

/* An entry whose page is in swap */
static void smaps_swap(struct mem_size_stats *mss, swp_entry_t entry)
{
	mss->swap += PAGE_SIZE;
	mss->swap_pss += (PAGE_SIZE << 12) / (unsigned int)max(swp_swapcount(entry), 1);
}

/* Of a file in memory: pages that nothing maps at [@addr, @end), and that are in swap */
static void smaps_shmem_swap(struct mem_size_stats *mss, struct vm_area_struct *vma, unsigned long addr, unsigned long end)
{
	for (; addr != end; addr += PAGE_SIZE) {
		struct page *page = find_get_entry(vma->vm_file->f_mapping, linear_page_index(vma, addr));

		if (radix_tree_exceptional_entry(page))
			mss->swap += PAGE_SIZE;
		else if (page)
			put_page(page);
	}
}

static int smaps_pte_hole(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	smaps_shmem_swap(walk->private, walk->vma, addr, end);
	return 0;
}

static int smaps_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);

	for (; addr != end; addr += PAGE_SIZE, pte++) {
		pte_t entry = *pte;
		struct page *page;

		if (pte_none(entry)) {
			if (walk->pte_hole)
				smaps_shmem_swap(walk->private, walk->vma, addr, addr + PAGE_SIZE);
		} else if (pte_present(entry)) {
			page = vm_normal_page(walk->vma, addr, entry);
			if (page)
				smaps_account(walk->private, page, entry);
		} else {
			smaps_swap(walk->private, pte_to_swp_entry(entry));
		}
	}
	pte_unmap_unlock(pte - 1, ptl);
	cond_resched();
	return 0;
}

static void show_vma_flags(struct seq_file *m, const struct vm_area_struct *vma)
{
	static const struct { unsigned long flag; char name[4]; } names[] = {
		{ VM_READ, "rd " }, { VM_WRITE, "wr " }, { VM_EXEC, "ex " }, { VM_SHARED, "sh " },
		{ VM_MAYREAD, "mr " }, { VM_MAYWRITE, "mw " }, { VM_MAYEXEC, "me " }, { VM_MAYSHARE, "ms " },
		{ VM_GROWSDOWN, "gd " }, { VM_PFNMAP, "pf " }, { VM_DENYWRITE, "dw " }, { VM_LOCKED, "lo " }, { VM_IO, "io " },
		{ VM_SEQ_READ, "sr " }, { VM_RAND_READ, "rr " }, { VM_DONTCOPY, "dc " },
		{ VM_DONTEXPAND, "de " }, { VM_ACCOUNT, "ac " }, { VM_NORESERVE, "nr " },
		{ VM_DONTDUMP, "dd " }, { VM_MIXEDMAP, "mm " },
	};
	unsigned int i;

	seq_puts(m, "VmFlags: ");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (vma->vm_flags & names[i].flag)
			seq_write(m, names[i].name, 3);
	seq_putc(m, '\n');
}

/* Adds to @mss what of @vma is in memory and in swap */
static void smap_gather_stats(struct vm_area_struct *vma, struct mem_size_stats *mss)
{
	struct mm_walk walk = {
		.pmd_entry = smaps_pte_range,
		.test_walk = walk_every_vma,
		.mm = vma->vm_mm,
		.private = mss,
	};
	u64 pss = mss->pss;

	/* A file in memory of which something is in swap: what isn't mapped is looked for there */
	if (vma_is_shmem(vma) && shmem_swapped(vma->vm_file->f_mapping->host))
		walk.pte_hole = smaps_pte_hole;
	walk_page_vma(vma, &walk);
	if (vma->vm_flags & VM_LOCKED)
		mss->locked += mss->pss - pss;
}

/* Lines of numbers: a name of up to 16 characters, a number that ends in column KB_END, kB */
#define KB_WIDTH	28
#define KB_END		24

static const char smap_lines[] =
	"Rss:                   0 kB\n"
	"Pss:                   0 kB\n"
	"Shared_Clean:          0 kB\n"
	"Shared_Dirty:          0 kB\n"
	"Private_Clean:         0 kB\n"
	"Private_Dirty:         0 kB\n"
	"Referenced:            0 kB\n"
	"Anonymous:             0 kB\n"
	"AnonHugePages:         0 kB\n"
	"Shared_Hugetlb:        0 kB\n"
	"Private_Hugetlb:       0 kB\n"
	"Swap:                  0 kB\n"
	"SwapPss:               0 kB\n";

/* @lines, @n of them, with the numbers in @kb put where they have a 0 */
static void show_kb(struct seq_file *m, const char *lines, const unsigned long *kb, unsigned int n)
{
	unsigned int i;
	char *end;

	seq_write(m, lines, n * KB_WIDTH);
	if (seq_has_overflowed(m))
		return;
	end = m->buf + m->count - n * KB_WIDTH + KB_END;
	for (i = 0; i < n; i++, end += KB_WIDTH) {
		unsigned long rest = kb[i];
		char *p = end;

		for (; rest; rest /= 10)
			*--p = (char)('0' + rest % 10);
	}
}

static void show_smap_stats(struct seq_file *m, const struct mem_size_stats *mss)
{
	const unsigned long kb[] = {
		mss->resident >> 10, (unsigned long)(mss->pss >> 22), mss->shared_clean >> 10, mss->shared_dirty >> 10,
		mss->private_clean >> 10, mss->private_dirty >> 10, mss->referenced >> 10, mss->anonymous >> 10,
		0, 0, 0, mss->swap >> 10, (unsigned long)(mss->swap_pss >> 22),
	};

	BUILD_BUG_ON(sizeof(smap_lines) - 1 != ARRAY_SIZE(kb) * KB_WIDTH);
	show_kb(m, smap_lines, kb, ARRAY_SIZE(kb));
}

static int show_smap(struct seq_file *m, void *v)
{
	static const char size[] = "Size:                  0 kB\n";
	static const char last[] =
		"KernelPageSize:        4 kB\n"
		"MMUPageSize:           4 kB\n"
		"Locked:                0 kB\n";
	struct vm_area_struct *vma = v;
	struct mem_size_stats mss = { };

	show_map_vma(m, vma);
	smap_gather_stats(vma, &mss);
	show_kb(m, size, (const unsigned long []) { (vma->vm_end - vma->vm_start) >> 10 }, 1);
	show_smap_stats(m, &mss);
	show_kb(m, last, (const unsigned long []) { PAGE_SIZE >> 10, PAGE_SIZE >> 10, (unsigned long)(mss.locked >> 22) }, 3);
	show_vma_flags(m, vma);
	return 0;
}

const struct seq_operations proc_pid_smaps_op = {
	.start = m_start, .next = m_next, .stop = m_stop, .show = show_smap,
};

/* show_smaps_rollup - the sums over all VMAs, as of one that reaches from the first to the last */
int show_smaps_rollup(struct seq_file *m, struct task_struct *task)
{
	static const char locked[] = "Locked:                0 kB\n";
	struct mm_struct *mm = get_task_mm(task);
	struct mem_size_stats mss = { };
	struct vm_area_struct *vma;
	unsigned long end = 0;

	if (!mm)
		return -ESRCH;
	down_read(&mm->mmap_sem);
	for (vma = mm->mmap; vma; vma = vma->vm_next) {
		smap_gather_stats(vma, &mss);
		end = vma->vm_end;
	}
	show_vma_header_prefix(m, mm->mmap ? mm->mmap->vm_start : 0, end, 0, NULL, 0);
	up_read(&mm->mmap_sem);
	mmput(mm);
	seq_pad(m, ' ');
	seq_puts(m, "[rollup]\n");
	show_smap_stats(m, &mss);
	show_kb(m, locked, (const unsigned long []) { (unsigned long)(mss.locked >> 22) }, 1);
	return 0;
}

/* ------------------------------------------------------------------ clear_refs */

/* What is written to it */
enum {
	CLEAR_REFS_ALL = 1,
	CLEAR_REFS_ANON,		/* of VMAs without a file */
	CLEAR_REFS_MAPPED,		/* ... with one */
	CLEAR_REFS_SOFT_DIRTY,		/* ARM has no such bit: nothing */
	CLEAR_REFS_MM_HIWATER_RSS,	/* VmHWM begins anew */
	CLEAR_REFS_LAST,
};

static int clear_refs_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);

	for (; addr != end; addr += PAGE_SIZE, pte++) {
		struct page *page = pte_present(*pte) ? vm_normal_page(walk->vma, addr, *pte) : NULL;

		if (!page)
			continue;
		ptep_test_and_clear_young(walk->vma, addr, pte);
		ClearPageReferenced(page);
	}
	pte_unmap_unlock(pte - 1, ptl);
	cond_resched();
	return 0;
}

/* Goes into VMAs of the kind that @walk->private asks for */
static int clear_refs_test_walk(unsigned long start, unsigned long end, struct mm_walk *walk)
{
	const int *type = walk->private;

	if (walk->vma->vm_flags & VM_PFNMAP)
		return 1;
	return (*type == CLEAR_REFS_ANON && walk->vma->vm_file) || (*type == CLEAR_REFS_MAPPED && !walk->vma->vm_file);
}

/* clear_refs - the pages of @mm that @type, CLEAR_REFS_*, says count as not used.  Takes mmap_sem; may sleep. */
static void clear_refs(struct mm_struct *mm, int type)
{
	struct mm_walk walk = {
		.pmd_entry = clear_refs_pte_range,
		.test_walk = clear_refs_test_walk,
		.mm = mm,
		.private = &type,
	};

	if (type == CLEAR_REFS_MM_HIWATER_RSS) {
		down_write(&mm->mmap_sem);
		mm->hiwater_rss = get_mm_rss(mm);
		up_write(&mm->mmap_sem);
		return;
	}
	if (type == CLEAR_REFS_SOFT_DIRTY)
		return;
	down_read(&mm->mmap_sem);
	walk_page_range(0, TASK_SIZE, &walk);
	flush_tlb_mm(mm);
	up_read(&mm->mmap_sem);
}

ssize_t clear_refs_write(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos)
{
	char text[13] = "";
	struct mm_struct *mm;
	int type, err;

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = kstrtoint(strim(text), 10, &type);
	if (err)
		return err;
	if (type < CLEAR_REFS_ALL || type >= CLEAR_REFS_LAST)
		return -EINVAL;
	mm = get_task_mm(task);
	if (mm) {
		clear_refs(mm, type);
		mmput(mm);
	}
	return (ssize_t)count;
}

/* ------------------------------------------------------------------ pagemap */

#define PM_PFRAME_MASK	((1ULL << 55) - 1)
#define PM_MMAP_EXCLUSIVE (1ULL << 56)
#define PM_FILE		(1ULL << 61)
#define PM_SWAP		(1ULL << 62)
#define PM_PRESENT	(1ULL << 63)

/* What is to be said of @pte, which maps @addr of @vma */
static u64 pagemap_entry(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	struct page *page;
	u64 pme;

	if (is_swap_pte(pte)) {
		swp_entry_t entry = pte_to_swp_entry(pte);

		return swp_type(entry) | (u64)swp_offset(entry) << MAX_SWAPFILES_SHIFT | PM_SWAP;
	}
	if (!pte_present(pte))
		return 0;
	pme = (pte_pfn(pte) & PM_PFRAME_MASK) | PM_PRESENT;
	page = vm_normal_page(vma, addr, pte);
	if (page && !PageAnon(page))
		pme |= PM_FILE;
	if (page && page_mapcount(page) == 1)
		pme |= PM_MMAP_EXCLUSIVE;
	return pme;
}

static int pagemap_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	u64 *pme = walk->private;
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);

	for (; addr != end; addr += PAGE_SIZE, pte++)
		*pme++ = pagemap_entry(walk->vma, addr, *pte);
	pte_unmap_unlock(pte - 1, ptl);
	walk->private = pme;
	return 0;
}

static int pagemap_pte_hole(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	u64 *pme = walk->private;

	for (; addr != end; addr += PAGE_SIZE)
		*pme++ = 0;
	walk->private = pme;
	return 0;
}

/* @nr entries from @addr on, to @pme */
static void pagemap_fill(struct mm_struct *mm, unsigned long addr, unsigned long nr, u64 *pme)
{
	struct mm_walk walk = {
		.pmd_entry = pagemap_pte_range,
		.pte_hole = pagemap_pte_hole,
		.test_walk = walk_every_vma,
		.mm = mm,
		.private = pme,
	};

	down_read(&mm->mmap_sem);
	walk_page_range(addr, addr + (nr << PAGE_SHIFT), &walk);
	up_read(&mm->mmap_sem);
}

/* Numbers are gathered in a page, and copied out without mmap_sem: that may fault */
ssize_t pagemap_read(struct task_struct *task, char __user *buf, size_t count, loff_t *pos)
{
	const loff_t last = (loff_t)(TASK_SIZE >> PAGE_SHIFT) * (loff_t)sizeof(u64);
	struct mm_struct *mm;
	ssize_t done = 0;
	u64 *pme;

	if (*pos % (loff_t)sizeof(u64) || count % sizeof(u64))
		return -EINVAL;
	mm = get_task_mm(task);
	if (!mm)
		return 0;
	pme = (u64 *)__get_free_page(GFP_KERNEL);
	if (!pme) {
		mmput(mm);
		return -ENOMEM;
	}
	count = *pos < last ? min_t(u64, count, (u64)(last - *pos)) : 0;
	while (count) {
		size_t size = min_t(size_t, count, PAGE_SIZE), left;

		pagemap_fill(mm, (unsigned long)(*pos / (loff_t)sizeof(u64)) << PAGE_SHIFT,
			     size / sizeof(u64), pme);
		left = copy_to_user(buf + done, pme, size);
		size -= round_up(left, sizeof(u64));
		done += (ssize_t)size;
		*pos += (loff_t)size;
		count -= size;
		if (left) {
			done = done ?: -EFAULT;
			break;
		}
		cond_resched();
	}
	free_page((unsigned long)pme);
	mmput(mm);
	return done;
}

/* ------------------------------------------------------------------ mem */

/* To or from the task's memory at *@pos, through a page of the kernel's */
static ssize_t mem_rw(struct task_struct *task, char __user *buf, size_t count, loff_t *pos, bool write)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	ssize_t done = 0;
	int n;

	if (!page)
		return -ENOMEM;
	while (count) {
		size_t chunk = min_t(size_t, count, PAGE_SIZE);

		if (write && copy_from_user(page, buf + done, chunk)) {
			done = done ?: -EFAULT;
			break;
		}
		n = *pos < (loff_t)TASK_SIZE ?
		    access_process_vm(task, (unsigned long)*pos, page, (int)chunk, write) : 0;
		if (n <= 0 || (!write && copy_to_user(buf + done, page, (unsigned long)n))) {
			done = done ?: n <= 0 ? -EIO : -EFAULT;
			break;
		}
		done += n;
		*pos += n;
		count -= (size_t)n;
	}
	free_page((unsigned long)page);
	return done;
}

ssize_t mem_read(struct task_struct *task, char __user *buf, size_t count, loff_t *pos)
{
	return mem_rw(task, buf, count, pos, false);
}

ssize_t mem_write(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos)
{
	return mem_rw(task, (char __user *)buf, count, pos, true);
}

/* ------------------------------------------------------------------ status, statm */

#define K(pages)	((unsigned long)(pages) << (PAGE_SHIFT - 10))

/* Code and libraries: of what can be executed and not written to, the program's own text, and the rest.  Pages. */
static unsigned long text_pages(const struct mm_struct *mm)
{
	return (PAGE_ALIGN(mm->end_code) - (mm->start_code & PAGE_MASK)) >> PAGE_SHIFT;
}

/* The lines of status that are about memory */
void task_mem(struct seq_file *m, struct mm_struct *mm)
{
	unsigned long anon = get_mm_counter(mm, MM_ANONPAGES), file = get_mm_counter(mm, MM_FILEPAGES),
		      shmem = get_mm_counter(mm, MM_SHMEMPAGES), rss = anon + file + shmem, text = text_pages(mm), ptes;

	/* A table's own entries; the hardware's, in the other half of its page, aren't counted */
	ptes = PTRS_PER_PTE * sizeof(pte_t) * (unsigned long)atomic_long_read(&mm->nr_ptes);
	seq_printf(m, "VmPeak:\t%8lu kB\nVmSize:\t%8lu kB\n", K(max(mm->hiwater_vm, mm->total_vm)),
		   K(mm->total_vm));
	seq_printf(m, "VmLck:\t%8lu kB\nVmPin:\t%8lu kB\n", K(mm->locked_vm), K(mm->pinned_vm));
	seq_printf(m, "VmHWM:\t%8lu kB\nVmRSS:\t%8lu kB\n", K(max(mm->hiwater_rss, rss)), K(rss));
	seq_printf(m, "RssAnon:\t%8lu kB\nRssFile:\t%8lu kB\nRssShmem:\t%8lu kB\n", K(anon), K(file), K(shmem));
	seq_printf(m, "VmData:\t%8lu kB\nVmStk:\t%8lu kB\nVmExe:\t%8lu kB\nVmLib:\t%8lu kB\n", K(mm->data_vm),
		   K(mm->stack_vm), K(text), K(mm->exec_vm > text ? mm->exec_vm - text : 0));
	seq_printf(m, "VmPTE:\t%8lu kB\nVmPMD:\t%8lu kB\nVmSwap:\t%8lu kB\n", ptes >> 10, 0UL,
		   K(get_mm_counter(mm, MM_SWAPENTS)));
}

int show_statm(struct seq_file *m, struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);

	if (!mm) {
		seq_puts(m, "0 0 0 0 0 0 0\n");
		return 0;
	}
	seq_printf(m, "%lu %lu %lu %lu 0 %lu 0\n", mm->total_vm, get_mm_rss(mm),
		   get_mm_counter(mm, MM_FILEPAGES) + get_mm_counter(mm, MM_SHMEMPAGES), text_pages(mm),
		   mm->data_vm + mm->stack_vm);
	mmput(mm);
	return 0;
}
