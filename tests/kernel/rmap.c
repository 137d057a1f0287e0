/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about reverse mapping and the LRU lists: does every page lead back to its entries, do
 * anon_vmas come and go with the VMAs, and is every page on the list that it says?
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm_inline.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "user_mm.h"

#define RW	(VM_READ | VM_WRITE)
#define A(n)	(USER_ADDR + (n) * PAGE_SIZE)

static struct mm_struct *enter_new(unsigned long pages)
{
	struct mm_struct *mm = user_mm_create();

	if (mm && !user_mm_map(mm, USER_ADDR, pages * PAGE_SIZE, RW)) {
		mmput(mm);
		mm = NULL;
	}
	if (EXPECT(mm))
		user_mm_enter(mm);
	return mm;
}

static void leave(struct mm_struct *mm)
{
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

static int chain_length(struct vm_area_struct *vma)
{
	struct list_head *p;
	int n = 0;

	list_for_each(p, &vma->anon_vma_chain)
		n++;
	return n;
}

struct visits {
	struct vm_area_struct *vma[4];
	unsigned long addr[4];
	unsigned int n;
};

static int visit(struct page *page, struct vm_area_struct *vma, unsigned long addr, void *arg)
{
	struct visits *v = arg;

	if (v->n < 4) {
		v->vma[v->n] = vma;
		v->addr[v->n] = addr;
	}
	v->n++;
	return SWAP_AGAIN;
}

static unsigned int walk(struct page *page, struct visits *v)
{
	struct rmap_walk_control rwc = { .rmap_one = visit, .arg = v };

	v->n = 0;
	rmap_walk(page, &rwc);
	return v->n;
}

/* Does a VMA get an anon_vma with its first page, and is it found from the page? */
SELFTEST(rmap, prepare)
{
	struct mm_struct *mm = enter_new(2);
	struct vm_area_struct *vma;
	struct visits v;

	ASSERT(mm);
	vma = mm->mmap;
	EXPECT(!vma->anon_vma && !chain_length(vma));
	EXPECT_EQ(user_write(A(1), 1), 0);
	EXPECT(vma->anon_vma && chain_length(vma) == 1);
	EXPECT(vma->anon_vma->root == vma->anon_vma && vma->anon_vma->parent == vma->anon_vma);
	EXPECT_EQ(vma->anon_vma->num_active_vmas, 1);
	EXPECT_EQ(vma->anon_vma->num_children, 1);	/* itself: it is a root */
	EXPECT_EQ(walk(user_mm_page(mm, A(1)), &v), 1);
	EXPECT(v.vma[0] == vma && v.addr[0] == A(1));
	EXPECT(page_mapped_in_vma(user_mm_page(mm, A(1)), vma));
	leave(mm);
}

/* After fork, is an old page found in both, and a new one only where it is? */
SELFTEST(rmap, fork)
{
	struct mm_struct *mm = enter_new(2), *child;
	struct vm_area_struct *vma, *cvma;
	struct visits v;

	ASSERT(mm);
	vma = mm->mmap;
	EXPECT_EQ(user_write(A(0), 1), 0);
	child = user_mm_fork(mm);
	if (EXPECT(child)) {
		cvma = child->mmap;
		EXPECT(cvma->anon_vma != vma->anon_vma);
		EXPECT(cvma->anon_vma->root == vma->anon_vma);
		EXPECT(cvma->anon_vma->parent == vma->anon_vma);
		EXPECT_EQ(chain_length(cvma), 2);
		EXPECT_EQ(chain_length(vma), 1);
		EXPECT_EQ(walk(user_mm_page(mm, A(0)), &v), 2);
		EXPECT_EQ(user_write(A(1), 2), 0);
		/* The child's VMA may have it, as far as the trees know, but hasn't */
		EXPECT_EQ(walk(user_mm_page(mm, A(1)), &v), 2);
		EXPECT(!page_mapped_in_vma(user_mm_page(mm, A(1)), cvma));
		user_mm_leave(mm);
		user_mm_enter(child);
		EXPECT_EQ(user_write(A(0), 3), 0);
		EXPECT_EQ(walk(user_mm_page(child, A(0)), &v), 1);
		EXPECT(v.vma[0] == cvma);
		user_mm_leave(child);
		user_mm_enter(mm);
		user_mm_destroy(child);
	}
	EXPECT_EQ(chain_length(vma), 1);
	EXPECT_EQ(vma->anon_vma->num_active_vmas, 1);
	EXPECT_EQ(vma->anon_vma->num_children, 1);
	leave(mm);
}

/* Does the chain stay short when each generation forks one child and dies? */
SELFTEST(rmap, chain_stays_short)
{
	struct mm_struct *mm = enter_new(1), *child;
	unsigned int i;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	user_mm_leave(mm);
	for (i = 0; i < 50; i++) {
		child = user_mm_fork(mm);
		ASSERT(child);
		user_mm_destroy(mm);
		mm = child;
		EXPECT(chain_length(mm->mmap) <= 3);
	}
	user_mm_enter(mm);
	EXPECT_EQ(user_read(A(0)), 1);
	leave(mm);
}

/* Does the anon_vma of a parent that has died live on for its children's pages? */
SELFTEST(rmap, parent_dies)
{
	struct mm_struct *mm = enter_new(1), *child, *grandchild;
	struct visits v;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	user_mm_leave(mm);
	child = user_mm_fork(mm);
	grandchild = child ? user_mm_fork(child) : NULL;
	user_mm_destroy(mm);
	ASSERT(child && grandchild);
	EXPECT_EQ(walk(user_mm_page(child, A(0)), &v), 2);
	user_mm_destroy(child);
	EXPECT_EQ(walk(user_mm_page(grandchild, A(0)), &v), 1);
	user_mm_destroy(grandchild);
}

/*
 * Is an anon_vma that nobody has as his own reused by one VMA only, however few children it has?
 *
 *     P (own A) - Q (own B) - R (own C)          Q dies: B is nobody's own, C is its only child
 *                               Z (reuses B)     R dies: C is nobody's own and has no child
 *                               Z split in two   the children of both halves could reuse C
 */
SELFTEST(rmap, reuse)
{
	struct mm_struct *p = enter_new(2), *q, *r, *z, *child;
	struct anon_vma *b, *c;

	ASSERT(p);
	EXPECT_EQ(user_write(A(0), 1), 0);
	EXPECT_EQ(user_write(A(1), 2), 0);
	user_mm_leave(p);
	q = user_mm_fork(p);
	r = q ? user_mm_fork(q) : NULL;
	ASSERT(q && r);
	b = q->mmap->anon_vma;
	c = r->mmap->anon_vma;
	EXPECT(b != c && c->parent == b);
	user_mm_destroy(q);
	EXPECT(!b->num_active_vmas && b->num_children == 1);
	z = user_mm_fork(r);
	ASSERT(z);
	EXPECT(z->mmap->anon_vma == b);
	user_mm_destroy(r);
	EXPECT(!c->num_active_vmas && !c->num_children);

	down_write(&z->mmap_sem);
	EXPECT_EQ(split_vma(z, z->mmap, A(1), 1), 0);
	up_write(&z->mmap_sem);
	EXPECT_EQ(b->num_active_vmas, 2);
	child = user_mm_fork(z);
	ASSERT(child);
	EXPECT(child->mmap->anon_vma == c || child->mmap->vm_next->anon_vma == c);
	EXPECT_EQ(c->num_active_vmas, 1);
	user_mm_destroy(z);
	user_mm_enter(child);
	EXPECT_EQ(user_read(A(0)), 1);
	EXPECT_EQ(user_write(A(1), 3), 0);
	leave(child);
	user_mm_destroy(p);
}

/* Does page_referenced count the entries that were used, and make them old? */
SELFTEST(rmap, page_referenced)
{
	struct mm_struct *mm = enter_new(1), *child;
	unsigned long vm_flags;
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	page = user_mm_page(mm, A(0));
	EXPECT_EQ(page_referenced(page, 0, &vm_flags), 1);
	EXPECT(vm_flags & VM_WRITE);
	EXPECT_EQ(page_referenced(page, 0, &vm_flags), 0);
	EXPECT_EQ(user_read(A(0)), 1);
	child = user_mm_fork(mm);
	if (EXPECT(child)) {
		EXPECT_EQ(page_referenced(page, 0, &vm_flags), 1);
		user_mm_leave(mm);
		user_mm_enter(child);
		EXPECT_EQ(user_read(A(0)), 1);
		user_mm_leave(child);
		user_mm_enter(mm);
		EXPECT_EQ(user_read(A(0)), 1);
		EXPECT_EQ(page_referenced(page, 0, &vm_flags), 2);
		user_mm_destroy(child);
	}
	leave(mm);
}

/* Page 0 of a file, mapped shared at A(0), written to, and locked */
static struct page *mapped_file_page(struct file *f)
{
	struct page *page;

	arch_pick_mmap_layout(current->mm);
	if (!EXPECT_EQ(vm_mmap(f, A(0), PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, 0), A(0)))
		return NULL;
	EXPECT_EQ(user_write(A(0), 7), 0);
	lru_add_drain();
	page = find_lock_page(f->f_mapping, 0);
	EXPECT(page && page_mapped(page));
	return page;
}

/* Is a file's page that was used a moment ago left alone, and then taken out of all tables, without a byte being lost? */
SELFTEST(rmap, try_to_unmap_file)
{
	struct file *f = shmem_file_setup("unmap", PAGE_SIZE, 0);
	struct mm_struct *mm = user_mm_create();
	struct page *page;

	ASSERT(!IS_ERR(f) && mm);
	user_mm_enter(mm);
	page = mapped_file_page(f);
	if (EXPECT(page)) {
		unlock_page(page);
		EXPECT_EQ(vm_mmap(f, A(3), PAGE_SIZE, PROT_READ, MAP_SHARED | MAP_FIXED, 0), A(3));
		EXPECT_EQ(user_read(A(3)), 7);
		lock_page(page);
		EXPECT_EQ(page_mapcount(page), 2);
		ClearPageDirty(page);
		/* Both are young: each attempt makes one entry old, and ends with that */
		EXPECT_EQ(try_to_unmap(page, TTU_UNMAP), SWAP_FAIL);
		EXPECT_EQ(page_mapcount(page), 2);
		EXPECT_EQ(try_to_unmap(page, TTU_UNMAP), SWAP_FAIL);
		EXPECT_EQ(page_mapcount(page), 1);
		EXPECT_EQ(try_to_unmap(page, TTU_UNMAP), SWAP_SUCCESS);
		EXPECT(!page_mapped(page) && PageDirty(page));
		EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 0);
		EXPECT(pte_none(*user_mm_pte(mm, A(0))) && pte_none(*user_mm_pte(mm, A(3))));
		EXPECT_EQ(page_count(page), 2);		/* the file's, and this one */
		unlock_page(page);
		EXPECT_EQ(user_read(A(0)), 7);
		EXPECT_EQ(page_mapcount(page), 1);
		EXPECT(user_mm_check(mm));
		lock_page(page);
		EXPECT_EQ(try_to_unmap(page, TTU_UNMAP | TTU_IGNORE_ACCESS), SWAP_SUCCESS);
		EXPECT(!page_mapped(page));
		unlock_page(page);
		put_page(page);
	}
	user_mm_leave(mm);
	user_mm_destroy(mm);
	fput(f);
}

/* Does a page that a locked VMA maps stay, and get to know it if nobody had told it? */
SELFTEST(rmap, try_to_unmap_mlocked)
{
	struct file *f = shmem_file_setup("mlocked", PAGE_SIZE, 0);
	struct mm_struct *mm = user_mm_create();
	struct page *page;

	ASSERT(!IS_ERR(f) && mm);
	user_mm_enter(mm);
	page = mapped_file_page(f);
	if (EXPECT(page)) {
		mm->mmap->vm_flags |= VM_LOCKED;
		EXPECT(!PageMlocked(page));
		EXPECT_EQ(try_to_unmap(page, TTU_UNMAP | TTU_IGNORE_ACCESS), SWAP_MLOCK);
		EXPECT(PageMlocked(page) && page_mapcount(page) == 1);
		mm->mmap->vm_flags &= ~VM_LOCKED;
		munlock_vma_page(page);
		EXPECT(!PageMlocked(page));
		unlock_page(page);
		put_page(page);
	}
	user_mm_leave(mm);
	user_mm_destroy(mm);
	fput(f);
}

/* Is an anon_vma found from a mapped page kept alive, and none found when it is unmapped? */
SELFTEST(rmap, page_get_anon_vma)
{
	struct mm_struct *mm = enter_new(1);
	struct anon_vma *anon_vma;
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	page = user_mm_page(mm, A(0));
	get_page(page);
	anon_vma = page_get_anon_vma(page);
	EXPECT(anon_vma == mm->mmap->anon_vma);
	leave(mm);
	EXPECT_EQ(page_mapcount(page), 0);
	EXPECT(!page_get_anon_vma(page));
	EXPECT_EQ(atomic_read(&anon_vma->refcount), 1);
	put_anon_vma(anon_vma);
	lru_add_drain();
	put_page(page);
}

/* Does a page that comes from elsewhere become anonymous once, and count once for all its entries? */
SELFTEST(rmap, add_anon)
{
	unsigned long before = global_page_state(NR_ANON_PAGES);
	struct mm_struct *mm = enter_new(2);
	struct page *page = alloc_page(GFP_HIGHUSER_MOVABLE);
	struct vm_area_struct *vma;

	ASSERT(mm && page);
	vma = mm->mmap;
	EXPECT_EQ(anon_vma_prepare(vma), 0);
	lock_page(page);
	page_add_anon_rmap(page, vma, A(1));
	EXPECT(PageAnon(page) && page_anon_vma(page) == vma->anon_vma);
	EXPECT_EQ(page->index, linear_page_index(vma, A(1)));
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(global_page_state(NR_ANON_PAGES), before + 1);
	page_add_anon_rmap(page, vma, A(1));		/* a second entry, as of a child */
	EXPECT_EQ(page_mapcount(page), 2);
	EXPECT_EQ(global_page_state(NR_ANON_PAGES), before + 1);
	page_remove_rmap(page);
	page_remove_rmap(page);
	EXPECT_EQ(global_page_state(NR_ANON_PAGES), before);
	unlock_page(page);
	put_page(page);
	leave(mm);
}

/* Are VMAs found by the first and the last page that they show, in both kinds of trees, and by no page beside? */
SELFTEST(rmap, intervals)
{
	struct file *file = shmem_file_setup("intervals", 8 * PAGE_SIZE, 0);
	unsigned long first = A(0) >> PAGE_SHIFT;
	struct mm_struct *mm = enter_new(3);
	struct vm_area_struct *vma;
	struct rb_root *root;

	ASSERT(mm && !IS_ERR(file));
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap_pgoff(file, A(8), 3 * PAGE_SIZE, PROT_READ, MAP_SHARED | MAP_FIXED, 2), A(8));
	root = &file->f_mapping->i_mmap;
	vma = find_vma(mm, A(8));
	EXPECT(!vma_interval_tree_iter_first(root, 0, 1));
	EXPECT(vma_interval_tree_iter_first(root, 0, 2) == vma);
	EXPECT(vma_interval_tree_iter_first(root, 4, 9) == vma);
	EXPECT(!vma_interval_tree_iter_first(root, 5, ULONG_MAX));

	EXPECT_EQ(user_write(A(1), 1), 0);
	root = &mm->mmap->anon_vma->rb_root;
	EXPECT(!anon_vma_interval_tree_iter_first(root, 0, first - 1));
	EXPECT(anon_vma_interval_tree_iter_first(root, 0, first));
	EXPECT(anon_vma_interval_tree_iter_first(root, first + 2, ULONG_MAX));
	EXPECT(!anon_vma_interval_tree_iter_first(root, first + 3, ULONG_MAX));
	leave(mm);
	fput(file);
}

/* Do the checks notice a mapping too many, counters that are wrong and a page of somebody else's? */
SELFTEST(rmap, check_notices)
{
	struct mm_struct *mm = enter_new(1);
	struct address_space *mapping;
	struct page *page;
	const char *log;
	u64 mark;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	page = user_mm_page(mm, A(0));
	EXPECT(user_mm_check(mm));
	mark = selftest_mute();
	atomic_inc(&page->_mapcount);
	EXPECT(!user_mm_check(mm));
	atomic_dec(&page->_mapcount);
	inc_mm_counter(mm, MM_ANONPAGES);
	EXPECT(!user_mm_check(mm));
	dec_mm_counter(mm, MM_ANONPAGES);
	mm->mmap->anon_vma->num_active_vmas++;
	EXPECT(!user_mm_check(mm));
	mm->mmap->anon_vma->num_active_vmas--;
	mapping = page->mapping;
	page->mapping = (struct address_space *)((unsigned long)mapping + sizeof(struct anon_vma));
	EXPECT(!user_mm_check(mm));
	page->mapping = mapping;
	inc_zone_page_state(page, NR_ANON_PAGES);
	EXPECT(!user_mm_check(mm));
	dec_zone_page_state(page, NR_ANON_PAGES);
	inc_zone_page_state(page, NR_FILE_MAPPED);
	EXPECT(!user_mm_check(mm));
	dec_zone_page_state(page, NR_FILE_MAPPED);
	SetPageMlocked(page);
	EXPECT(!user_mm_check(mm));
	ClearPageMlocked(page);
	selftest_unmute();
	EXPECT(user_mm_check(mm));
	log = selftest_log_since(mark);
	EXPECT(strstr(log, "R3: NR_ANON_PAGES") && strstr(log, "R3: NR_FILE_MAPPED") && strstr(log, "L1: NR_MLOCK"));
	EXPECT(strstr(log, "R1:") && strstr(log, "R2:") && strstr(log, "R5:") && strstr(log, "P5:"));
	leave(mm);
}

/* Does a page go from the pagevec to its list, between lists, and off them when it is freed? */
SELFTEST(rmap, lru)
{
	struct page *page = alloc_page(GFP_HIGHUSER_MOVABLE);
	struct zone *zone;
	unsigned long before;

	ASSERT(page);
	lru_add_drain();
	zone = page_zone(page);
	before = zone_page_state(zone, NR_INACTIVE_FILE);
	lru_cache_add_file(page);
	EXPECT_EQ(page_count(page), 2);
	EXPECT(!PageLRU(page));
	lru_add_drain();
	EXPECT(PageLRU(page) && page_lru(page) == LRU_INACTIVE_FILE);
	EXPECT_EQ(zone_page_state(zone, NR_INACTIVE_FILE), before + 1);
	mark_page_accessed(page);
	EXPECT(PageReferenced(page) && !PageActive(page));
	mark_page_accessed(page);
	EXPECT(!PageReferenced(page) && page_lru(page) == LRU_ACTIVE_FILE);
	EXPECT_EQ(zone_page_state(zone, NR_INACTIVE_FILE), before);
	deactivate_page(page);
	EXPECT_EQ(zone_page_state(zone, NR_INACTIVE_FILE), before + 1);
	EXPECT_EQ(isolate_lru_page(page), 0);
	EXPECT_EQ(isolate_lru_page(page), -EBUSY);
	EXPECT(!PageLRU(page));
	EXPECT_EQ(zone_page_state(zone, NR_INACTIVE_FILE), before);
	putback_lru_page(page);
	lru_add_drain();
	EXPECT(PageLRU(page) && lru_check());
	EXPECT_EQ(page_count(page), 1);
	put_page(page);
	EXPECT_EQ(zone_page_state(zone, NR_INACTIVE_FILE), before);
}

/* Does a page that is known to be in use begin on the active list, that of its kind? */
SELFTEST(rmap, lru_active)
{
	struct page *page = alloc_page(GFP_HIGHUSER_MOVABLE), *anon = alloc_page(GFP_HIGHUSER_MOVABLE);

	ASSERT(page && anon);
	__SetPageSwapBacked(anon);
	lru_cache_add_active(page);
	lru_cache_add_active(anon);
	lru_add_drain();
	EXPECT(PageLRU(page) && page_lru(page) == LRU_ACTIVE_FILE);
	EXPECT(PageLRU(anon) && page_lru(anon) == LRU_ACTIVE_ANON);
	EXPECT(lru_check());
	put_page(page);
	put_page(anon);
}

/* Do fourteen pages empty the pagevec by themselves, and does release_pages free all at once? */
SELFTEST(rmap, pagevec)
{
	struct page *pages[14];
	unsigned int i;

	lru_add_drain();
	for (i = 0; i < 14; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		ASSERT(pages[i]);
		lru_cache_add_file(pages[i]);
		EXPECT_EQ(PageLRU(pages[0]), i == 13);
	}
	get_page(pages[5]);
	release_pages(pages, 14, false);
	EXPECT(PageLRU(pages[5]) && page_count(pages[5]) == 1);
	put_page(pages[5]);
}
