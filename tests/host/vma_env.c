/* SPDX-License-Identifier: GPL-2.0-only */
/* The surroundings of mm/vma.c and mm/mmap.c on the host: vma.h */
#include "host.h"
#include <linux/err.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/resource.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <asm/tlb.h>
#include <asm/tlbflush.h>
#include "vma.h"

#define MAX_PAGES	200000

struct host_page host_pages[MAX_PAGES];
static u32 nr_pages;

unsigned int host_fail_one_in, host_fail_nth;
bool host_may_fail;
long host_objects;

/* --- Objects ----------------------------------------------------------------------------- */

struct kmem_cache {
	size_t size;
};

static struct kmem_cache area_cache = { sizeof(struct vm_area_struct) };

struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
				     unsigned long flags, void (*ctor)(void *))
{
	return &area_cache;
}

static bool out_of_memory_now(void)
{
	if (host_fail_nth)
		return !--host_fail_nth;
	return host_fail_one_in && !host_below(host_fail_one_in);
}

static void *new_object(size_t size)
{
	void *object;

	if (out_of_memory_now())
		return NULL;
	object = malloc(size);
	memset(object, 0, size);
	host_objects++;
	return object;
}

static void end_object(void *object)
{
	host_objects--;
	free(object);
}

void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags)
{
	return new_object(s->size);
}

void kmem_cache_free(struct kmem_cache *s, void *object)
{
	end_object(object);
}

/* --- anon_vmas: who clones has the same ones --------------------------------------------- */

static int link_anon_vma(struct vm_area_struct *vma, struct anon_vma *anon_vma)
{
	struct anon_vma_chain *avc = new_object(sizeof(*avc));

	if (!avc)
		return -ENOMEM;
	avc->vma = vma;
	avc->anon_vma = anon_vma;
	list_add(&avc->same_vma, &vma->anon_vma_chain);
	anon_vma_interval_tree_insert(avc, &anon_vma->rb_root);
	atomic_inc(&anon_vma->refcount);
	return 0;
}

void unlink_anon_vmas(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc, *next;

	list_for_each_entry_safe(avc, next, &vma->anon_vma_chain, same_vma) {
		anon_vma_interval_tree_remove(avc, &avc->anon_vma->rb_root);
		if (atomic_dec_and_test(&avc->anon_vma->refcount))
			end_object(avc->anon_vma);
		list_del(&avc->same_vma);
		end_object(avc);
	}
}

int anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src)
{
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &src->anon_vma_chain, same_vma)
		if (link_anon_vma(dst, avc->anon_vma)) {
			unlink_anon_vmas(dst);
			dst->anon_vma = NULL;
			return -ENOMEM;
		}
	return 0;
}

int __anon_vma_prepare(struct vm_area_struct *vma)
{
	struct anon_vma *anon_vma = find_mergeable_anon_vma(vma);
	bool fresh = !anon_vma;

	if (fresh) {
		anon_vma = new_object(sizeof(*anon_vma));
		if (!anon_vma)
			return -ENOMEM;
		anon_vma->root = anon_vma;
	}
	if (link_anon_vma(vma, anon_vma)) {
		if (fresh)
			end_object(anon_vma);
		return -ENOMEM;
	}
	vma->anon_vma = anon_vma;
	return 0;
}

bool host_rmap_finds(u32 page, unsigned long addr)
{
	struct host_page *p = &host_pages[page];
	struct anon_vma_chain *avc;

	anon_vma_interval_tree_foreach(avc, &p->anon_vma->rb_root, p->index, p->index)
		if (avc->vma->vm_start + ((p->index - avc->vma->vm_pgoff) << PAGE_SHIFT) == addr)
			return true;
	return false;
}

/* --- Page tables ------------------------------------------------------------------------- */

pmd_t host_pmds[1 << (32 - PMD_SHIFT)];
pte_t host_ptes[1 << (32 - PAGE_SHIFT)];
struct page host_table;

void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte)
{
	MUST(ptep == &host_ptes[addr >> PAGE_SHIFT] && host_pmds[addr >> PMD_SHIFT]);
	*ptep = pte;
}

pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte = *ptep;

	MUST(ptep == &host_ptes[addr >> PAGE_SHIFT]);
	*ptep = 0;
	return pte;
}

void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	MUST(start < end);
}

int __pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	if (out_of_memory_now())
		return -ENOMEM;
	*pmd = 1;
	return 0;
}

pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd = &host_pmds[address >> PMD_SHIFT];

	return *pmd ? pmd : NULL;
}

pmd_t *mm_alloc_pmd(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd = &host_pmds[address >> PMD_SHIFT];

	return pte_alloc(mm, pmd, address) ? NULL : pmd;
}

static void zap(unsigned long start, unsigned long end)
{
	for (; start < end; start += PAGE_SIZE)
		host_ptes[start >> PAGE_SHIFT] = 0;
}

void unmap_vmas(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start_addr,
		unsigned long end_addr)
{
	for (; vma && vma->vm_start < end_addr; vma = vma->vm_next)
		zap(max(vma->vm_start, start_addr), min(vma->vm_end, end_addr));
}

void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long size,
		    struct zap_details *details)
{
	MUST(start >= vma->vm_start && start + size <= vma->vm_end);
	zap(start, start + size);
}

/* No table is used by an area that stays, and none is left where nothing is */
void free_pgtables(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long floor,
		   unsigned long ceiling)
{
	unsigned long addr, end, i;

	while (vma) {
		struct vm_area_struct *next = vma->vm_next;

		unlink_anon_vmas(vma);
		unlink_file_vma(vma);
		for (addr = vma->vm_start & PMD_MASK; addr < vma->vm_end; addr = end) {
			end = addr + PMD_SIZE;
			if (addr < floor || end > ceiling)
				continue;
			for (i = addr; i < end; i += PAGE_SIZE)
				MUST(!host_ptes[i >> PAGE_SHIFT]);
			host_pmds[addr >> PMD_SHIFT] = 0;
		}
		vma = next;
	}
}

u32 host_page_at(unsigned long addr)
{
	return host_ptes[addr >> PAGE_SHIFT] >> PAGE_SHIFT;
}

u32 host_touch(unsigned long addr)
{
	struct vm_area_struct *vma = find_vma(current->mm, addr);
	pmd_t *pmd = &host_pmds[addr >> PMD_SHIFT];

	MUST(vma && vma->vm_start <= addr);
	if (host_page_at(addr))
		return host_page_at(addr);
	if (anon_vma_prepare(vma) || pte_alloc(vma->vm_mm, pmd, addr))
		return 0;
	MUST(++nr_pages < MAX_PAGES);
	host_pages[nr_pages].anon_vma = vma->anon_vma;
	host_pages[nr_pages].index = linear_page_index(vma, addr);
	host_ptes[addr >> PAGE_SHIFT] = nr_pages << PAGE_SHIFT | vma->vm_page_prot;
	return nr_pages;
}

/* --- Files and the rest ------------------------------------------------------------------ */

static int host_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	return out_of_memory_now() ? -ENOMEM : 0;
}

static const struct file_operations host_fops = { .mmap = host_file_mmap };
static struct address_space host_mappings[NR_FILES];
struct file host_files[NR_FILES];

void fput(struct file *file)
{
	MUST(--file->f_count.counter > 0);
}

/* No test asks for a hole */
long vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	MUST(false);
	return 0;
}

int force_page_cache_readahead(struct address_space *mapping, struct file *filp, pgoff_t offset,
			       unsigned long nr_to_read)
{
	return 0;
}

/* Shared anonymous memory is the first file's */
int shmem_zero_setup(struct vm_area_struct *vma)
{
	vma->vm_file = get_file(&host_files[0]);
	return 0;
}

int __mm_populate(unsigned long addr, unsigned long len, int ignore_errors)
{
	MUST(!current->mm->mmap_sem.count);
	return 0;
}

long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			     int *nonblocking)
{
	return (long)((end - start) >> PAGE_SHIFT);
}

struct page *follow_page_mask(struct vm_area_struct *vma, unsigned long address,
			      unsigned int flags, unsigned int *page_mask)
{
	return NULL;
}

unsigned long totalram_pages = 1 << 16, totalreserve_pages, total_swap_pages;
atomic_long_t nr_swap_pages;
struct pglist_data contig_page_data;

unsigned long global_page_state(enum zone_stat_item item)
{
	return 0;
}

void lru_add_drain(void)
{
}

struct page *read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma, unsigned long addr)
{
	MUST(!entry.val);	/* no entry names a place in swap */
	return NULL;
}

const struct address_space_operations shmem_aops;

void shmem_swapin_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	MUST(!mapping);		/* no file is one of shmem's */
}

int isolate_lru_page(struct page *page)
{
	return -EBUSY;
}

void putback_lru_page(struct page *page)
{
}

void page_ref_underflow(struct page *page)
{
	MUST(!page);
}

void __put_page(struct page *page)
{
}

void __lock_page(struct page *page)
{
}

void unlock_page(struct page *page)
{
}

unsigned int get_random_int(void)
{
	return host_random();
}

struct mm_struct *host_mm(unsigned long start, unsigned long end)
{
	static struct rlimit rlim[RLIM_NLIMITS] = INIT_RLIMITS;
	struct mm_struct *mm = new_object(sizeof(*mm));
	unsigned int i;

	for (i = 0; i < NR_FILES; i++) {
		host_files[i].f_op = &host_fops;
		host_files[i].f_mapping = &host_mappings[i];
		host_files[i].f_mode = FMODE_READ | FMODE_WRITE;
		host_files[i].f_count.counter = 1;
	}
	rlim[RLIMIT_MEMLOCK].rlim_cur = RLIM_INFINITY;
	current->rlim = rlim;
	current->mm = mm;
	vm_area_cachep = &area_cache;
	sysctl_overcommit_memory = OVERCOMMIT_ALWAYS;
	host_task_size = end;
	mmap_min_addr = start;
	mm->mmap_base = end;
	mm->start_brk = mm->brk = start;
	mm->get_unmapped_area = arch_get_unmapped_area_topdown;
	mm->vmacache_seqnum = current->vmacache_seqnum + 1;
	nr_pages = 0;
	return mm;
}

void host_mm_end(struct mm_struct *mm)
{
	unsigned int i;

	exit_mmap(mm);
	end_object(mm);
	for (i = 0; i < NR_FILES; i++) {
		MUST(host_files[i].f_count.counter == 1);
		MUST(!mapping_mapped(&host_mappings[i]));
		MUST(!host_mappings[i].i_mmap_writable.counter);
	}
}

/* --- What the host's tests never get to: nobody has descriptors, or pages in common -------- */

struct file *fget(unsigned int fd)
{
	panic("nobody should get here");
}

int page_mapped_in_vma(struct page *page, struct vm_area_struct *vma)
{
	panic("nobody should get here");
}

int rmap_walk(struct page *page, struct rmap_walk_control *rwc)
{
	panic("nobody should get here");
}

/* --- writers and executors of files: nobody writes here -------------------------------------- */

int deny_write_access(struct file *file)
{
	return 0;
}

void allow_write_access(struct file *file)
{
}
