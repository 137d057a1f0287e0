/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Areas against a model: an array that says of each page how it is mapped.
 *
 * mm/vma.c, mmap.c, mprotect.c, mremap.c, mlock.c, madvise.c, vmacache.c and interval_tree.c are the
 * kernel's; vma_env.c has what they stand on.  Each round makes an address space of PAGES pages,
 * calls at random what programs call, and after each call asks
 *   - is every page mapped, protected, locked and advised as the model says?
 *   - is every page that was touched still where it was put, with its contents?
 *   - does a walk from the page (rmap), or from the file, come to where it is mapped?
 *   - do list, tree, gaps and sums agree (vma_check), and is the commit charge counted once?
 * Where the kernel chooses the address, the model looks for the hole by trying one after the other.
 * In two thirds of the rounds allocations fail: what a call has reached may change then, the rest not.
 */
#include "host.h"
#include <linux/err.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include "vma.h"

#define PAGES		80u
#define START		(0x40000000UL - 13 * PAGE_SIZE)	/* two page tables */
#define ADDR(page)	(START + (unsigned long)(page) * PAGE_SIZE)
#define ROUNDS		40
#define STEPS		1500

#define SEEN_FLAGS	(VM_READ | VM_WRITE | VM_EXEC | VM_SHARED | VM_LOCKED | VM_RAND_READ | \
			 VM_SEQ_READ | VM_DONTCOPY | VM_GROWSDOWN)
#define GUARD		3u			/* pages that stay free below a stack */

struct model_page {
	bool mapped;
	unsigned long flags;		/* of SEEN_FLAGS */
	struct file *file;
	pgoff_t pgoff;			/* of a file only */
	u32 page;			/* what was touched, or 0 */
};

static struct model_page model[PAGES];
static struct mm_struct *mm;
static unsigned long calls, failed, chosen;
static u32 most_failures;			/* that one call met */

/* --- The model --------------------------------------------------------------------------- */

static bool model_free(u32 from, u32 n)
{
	u32 i;

	for (i = from; i < from + n; i++)
		if (i >= PAGES || model[i].mapped)
			return false;
	return true;
}

static bool model_mapped(u32 from, u32 n)
{
	u32 i;

	for (i = from; i < from + n; i++)
		if (i >= PAGES || !model[i].mapped)
			return false;
	return true;
}

/* How many pages from @from on are free, a stack's guard gap left out */
static u32 model_room(u32 from)
{
	u32 i = from;

	while (i < PAGES && !model[i].mapped)
		i++;
	if (i == PAGES || !(model[i].flags & VM_GROWSDOWN))
		return i - from;
	return i - from > GUARD ? i - from - GUARD : 0;
}

/* The hole that is to be taken, or PAGES */
static u32 model_hole(u32 n, bool topdown)
{
	u32 i;

	for (i = 0; i + n <= PAGES; i++) {
		u32 at = topdown ? PAGES - n - i : i;

		if (model_room(at) >= n)
			return at;
	}
	return PAGES;
}

/* What the kernel says of page @i */
static struct model_page real(u32 i)
{
	struct vm_area_struct *vma = find_vma(mm, ADDR(i));
	struct model_page p = { .mapped = vma && vma->vm_start <= ADDR(i) };

	if (!p.mapped)
		return p;
	p.flags = vma->vm_flags & SEEN_FLAGS;
	p.file = vma->vm_file;
	if (p.file)
		p.pgoff = vma->vm_pgoff + ((ADDR(i) - vma->vm_start) >> PAGE_SHIFT);
	p.page = host_page_at(ADDR(i));
	return p;
}

static bool same(const struct model_page *a, const struct model_page *b)
{
	return a->mapped == b->mapped && a->flags == b->flags && a->file == b->file &&
	       a->pgoff == b->pgoff && a->page == b->page;
}

static bool file_finds(const struct model_page *p, unsigned long addr)
{
	struct vm_area_struct *vma;

	vma_interval_tree_foreach(vma, &p->file->f_mapping->i_mmap, p->pgoff, p->pgoff)
		if (vma->vm_start + ((p->pgoff - vma->vm_pgoff) << PAGE_SHIFT) == addr)
			return true;
	return false;
}

static void check_page(u32 i)
{
	struct model_page p = real(i);
	u32 prot;

	MUST(same(&p, &model[i]));
	if (p.file)
		MUST(file_finds(&p, ADDR(i)));
	if (!p.page)
		return;
	MUST(host_rmap_finds(p.page, ADDR(i)));
	prot = host_ptes[ADDR(i) >> PAGE_SHIFT] & (u32)~PAGE_MASK;
	MUST(prot == vm_get_page_prot(find_vma(mm, ADDR(i))->vm_flags));
}

static void check_all(void)
{
	struct vm_area_struct *vma;
	unsigned long charged = 0;
	u32 i;

	MUST(!mm->mmap_sem.count);
	MUST(vma_check(mm));
	for (vma = mm->mmap; vma; vma = vma->vm_next)
		if (vma->vm_flags & VM_ACCOUNT)
			charged += vma_pages(vma);
	MUST(charged == (unsigned long)atomic_long_read(&vm_committed_as));
	for (i = 0; i < PAGES; i++)
		check_page(i);
}

/* A call failed for want of memory: pages [from, from + n) are as they are, touched ones stay */
static void take_over(u32 from, u32 n)
{
	for (; n-- && from < PAGES; from++)
		model[from] = real(from);
}

/* --- The calls --------------------------------------------------------------------------- */

static const unsigned long prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE,
				       PROT_READ | PROT_EXEC };

static void pick(u32 *from, u32 *n)
{
	*from = host_below(PAGES);
	*n = 1 + host_below(min(PAGES - *from, 12u));
}

static void model_map(u32 from, u32 n, unsigned long flags, struct file *file, pgoff_t pgoff)
{
	u32 i;

	for (i = 0; i < n; i++)
		model[from + i] = (struct model_page){
			.mapped = true, .flags = flags, .file = file,
			.pgoff = file ? pgoff + i : 0,
		};
}

static void choose_layout(bool topdown)
{
	mm->mmap_base = topdown ? ADDR(PAGES) : START;
	mm->get_unmapped_area = topdown ? arch_get_unmapped_area_topdown : arch_get_unmapped_area;
}

static void try_mmap(u32 from, u32 n)
{
	unsigned long prot = prots[host_below(4)], flags = MAP_PRIVATE, addr;
	unsigned long vm_flags = calc_vm_prot_bits(prot) | (mm->def_flags & VM_LOCKED);
	struct file *file = host_below(3) ? NULL : &host_files[host_below(NR_FILES)];
	pgoff_t pgoff = file ? host_below(4) + from : 0;
	bool fixed = host_below(3);

	if (file && host_below(2)) {
		flags = MAP_SHARED;
		vm_flags |= VM_SHARED;
	}
	if (!file)
		flags |= MAP_ANONYMOUS;
	if (!file && !host_below(4)) {
		flags |= MAP_GROWSDOWN;
		vm_flags |= VM_GROWSDOWN;
	}
	if (fixed) {
		flags |= MAP_FIXED;
	} else {
		bool topdown = host_below(2);

		choose_layout(topdown);
		from = model_hole(n, topdown);
		chosen++;
	}
	addr = vm_mmap_pgoff(file, fixed ? ADDR(from) : 0, n * PAGE_SIZE, prot, flags, pgoff);
	if (!fixed && from == PAGES) {
		MUST(addr == (unsigned long)-ENOMEM);
	} else if (IS_ERR_VALUE(addr)) {
		MUST(host_may_fail && addr == (unsigned long)-ENOMEM);
		take_over(from, n);
		failed++;
	} else {
		MUST(addr == ADDR(from));
		model_map(from, n, vm_flags, file, pgoff);
	}
}

static void try_munmap(u32 from, u32 n)
{
	long ret = sys_munmap(ADDR(from), n * PAGE_SIZE);

	if (ret) {
		MUST(host_may_fail && ret == -ENOMEM);
		failed++;		/* nothing is unmapped then */
		return;
	}
	memset(&model[from], 0, n * sizeof(model[0]));
}

/* Flags of the pages up to the first hole change; @ret says whether there was one */
static void model_flags(u32 from, u32 n, unsigned long clear, unsigned long set, long ret)
{
	u32 i;

	if (ret && host_may_fail) {
		take_over(from, n);
		failed++;
		return;
	}
	MUST(ret == (model_mapped(from, n) ? 0 : -ENOMEM));
	for (i = from; i < from + n && model[i].mapped; i++)
		model[i].flags = (model[i].flags & ~clear) | set;
}

static void try_mprotect(u32 from, u32 n)
{
	unsigned long prot = prots[host_below(4)];
	long ret = sys_mprotect(ADDR(from), n * PAGE_SIZE, prot);

	model_flags(from, n, VM_READ | VM_WRITE | VM_EXEC, calc_vm_prot_bits(prot), ret);
}

static void try_mlock(u32 from, u32 n)
{
	if (host_below(2))
		model_flags(from, n, 0, VM_LOCKED, sys_mlock(ADDR(from), n * PAGE_SIZE));
	else
		model_flags(from, n, VM_LOCKED, 0, sys_munlock(ADDR(from), n * PAGE_SIZE));
}

/* Advice goes on behind holes */
static void try_madvise(u32 from, u32 n)
{
	static const struct {
		int advice;
		unsigned long clear, set;
	} table[] = {
		{ MADV_NORMAL, VM_RAND_READ | VM_SEQ_READ, 0 },
		{ MADV_RANDOM, VM_SEQ_READ, VM_RAND_READ },
		{ MADV_SEQUENTIAL, VM_RAND_READ, VM_SEQ_READ },
		{ MADV_DONTFORK, 0, VM_DONTCOPY },
		{ MADV_DOFORK, VM_DONTCOPY, 0 },
	};
	u32 what = host_below(5), i;
	long ret = sys_madvise(ADDR(from), n * PAGE_SIZE, table[what].advice);

	if (ret == -EAGAIN) {
		MUST(host_may_fail);
		take_over(from, n);
		failed++;
		return;
	}
	MUST(ret == (model_mapped(from, n) ? 0 : -ENOMEM));
	for (i = from; i < from + n; i++)
		if (model[i].mapped)
			model[i].flags = (model[i].flags & ~table[what].clear) | table[what].set;
}

static void try_dontneed(u32 from, u32 n)
{
	u32 i;

	for (i = from; i < from + n; i++)
		if (model[i].flags & VM_LOCKED)
			return;
	MUST(sys_madvise(ADDR(from), n * PAGE_SIZE, MADV_DONTNEED) ==
	     (model_mapped(from, n) ? 0 : -ENOMEM));
	for (i = from; i < from + n; i++)
		model[i].page = 0;
}

static void try_touch(u32 from, u32 n)
{
	u32 i;

	for (i = from; i < from + n; i++)
		if (model[i].mapped && !(model[i].flags & VM_SHARED))
			model[i].page = host_touch(ADDR(i));
}

/* One area's pages, as far as mremap is concerned: alike and, with a file, in its order */
static bool one_area(u32 from, u32 n)
{
	struct vm_area_struct *vma = find_vma(mm, ADDR(from));

	return model_mapped(from, n) && vma->vm_end >= ADDR(from + n);
}

static void model_move(u32 from, u32 old, u32 to, u32 new)
{
	struct model_page moved[PAGES];
	u32 i;

	for (i = 0; i < new; i++) {
		moved[i] = model[from + min(i, old - 1)];
		if (i < old)
			continue;
		moved[i].page = 0;
		if (moved[i].file)
			moved[i].pgoff += i - old + 1;
	}
	memset(&model[from], 0, old * sizeof(model[0]));
	memcpy(&model[to], moved, new * sizeof(model[0]));
}

/* Without memory to cut its area, the old place stays mapped, but empty */
static void left_behind(u32 from, u32 n)
{
	if (!host_may_fail)
		return;
	take_over(from, n);
	while (n--)
		MUST(!model[from + n].page);
}

/* To where the test says, with MREMAP_FIXED */
static void try_mremap_to(u32 from, u32 old)
{
	u32 to = host_below(PAGES), new = 1 + host_below(min(PAGES - to, 12u)), i;
	bool overlap = from + old > to && to + new > from;
	bool ok = old >= new ? one_area(from, new) : one_area(from, old);
	long ret = sys_mremap(ADDR(from), old * PAGE_SIZE, new * PAGE_SIZE,
			      MREMAP_MAYMOVE | MREMAP_FIXED, ADDR(to));

	if (overlap) {
		MUST(ret == -EINVAL);
		return;
	}
	if (ret == -ENOMEM) {
		MUST(host_may_fail);
		take_over(from, old);
		take_over(to, new);
		failed++;
		return;
	}
	MUST(ret == (ok ? (long)ADDR(to) : -EFAULT));
	memset(&model[to], 0, new * sizeof(model[0]));
	for (i = new; i < old; i++)
		memset(&model[from + i], 0, sizeof(model[0]));
	if (ok) {
		model_move(from, min(old, new), to, new);
		left_behind(from, min(old, new));
	}
}

/* In place, or to where there is room */
static void try_mremap(u32 from, u32 old)
{
	u32 new = 1 + host_below(12), to = from, i;
	struct vm_area_struct *vma = find_vma(mm, ADDR(from));
	bool one = one_area(from, old);
	long ret;

	choose_layout(true);
	if (new > old && one &&
	    !(vma->vm_end == ADDR(from + old) && model_free(from + old, new - old)))
		to = model_hole(new, true);
	ret = sys_mremap(ADDR(from), old * PAGE_SIZE, new * PAGE_SIZE, MREMAP_MAYMOVE, 0);
	if (new > old && !one) {
		MUST(ret == -EFAULT);
	} else if (ret == -ENOMEM) {
		MUST(to == PAGES || host_may_fail);
		take_over(from, old);
		take_over(to, new);
		failed++;
	} else {
		MUST(ret == (long)ADDR(to));
		if (new > old)
			model_move(from, old, to, new);
		if (to != from)
			left_behind(from, old);
		for (i = new; i < old; i++)
			memset(&model[from + i], 0, sizeof(model[0]));
	}
}

/* The heap begins at page 0; a page stays free above it */
static void try_brk(u32 to, u32 n)
{
	u32 now = (u32)((mm->brk - START) >> PAGE_SHIFT), i;
	bool ok = to <= now;
	unsigned long ret;

	if (to > now)
		ok = to < PAGES && model_room(now) > to - now;
	ret = sys_brk(ADDR(to));
	if (ret != ADDR(to)) {
		MUST(!ok || host_may_fail);
		MUST(ret == ADDR(now));
		return;
	}
	MUST(ok);
	for (i = to; i < now; i++)
		memset(&model[i], 0, sizeof(model[0]));
	if (to > now)
		model_map(now, to - now, VM_READ | VM_WRITE | (mm->def_flags & VM_LOCKED), NULL, 0);
}

static void try_mlockall(u32 from, u32 n)
{
	u32 i;

	if (host_below(2)) {
		MUST(!sys_mlockall(MCL_FUTURE));
		return;
	}
	MUST(!sys_munlockall());
	for (i = 0; i < PAGES; i++)
		model[i].flags &= ~VM_LOCKED;
	if (host_may_fail)
		take_over(0, PAGES);
}

static void (*const what[])(u32 from, u32 n) = {
	try_mmap, try_mmap, try_mmap, try_munmap, try_munmap, try_mprotect, try_mprotect, try_mlock,
	try_madvise, try_dontneed, try_touch, try_touch, try_mremap, try_mremap_to, try_brk, try_mlockall,
};

#define MLOCKALL	(ARRAY_SIZE(what) - 1)	/* seldom */

/* Two that are alike in all and have no pages yet are one, if no call has failed or moved them */
static void check_joined(void)
{
	struct vm_area_struct *a, *b;

	for (a = mm->mmap; a && a->vm_next; a = b) {
		b = a->vm_next;
		MUST(a->vm_end != b->vm_start || a->vm_flags != b->vm_flags ||
		     a->vm_file != b->vm_file || a->anon_vma || b->anon_vma ||
		     a->vm_pgoff + vma_pages(a) != b->vm_pgoff);
	}
}

enum starve {
	NEVER,		/* all allocations succeed */
	SOME,		/* in half of the calls one of three fails */
	EACH,		/* every call is made with each of its allocations failing, before it may succeed */
};

/* One call, in which one of @one_in allocations fails */
static void try_starving(u32 i, u32 from, u32 n, unsigned int one_in)
{
	host_fail_one_in = one_in;
	host_may_fail = one_in;
	what[i](from, n);
	host_fail_one_in = 0;
	host_may_fail = false;
	check_all();
}

/* The same call again and again, with the first allocation failing, the second, ..., until it needs no more of them */
static void try_each_failing(u32 i, u32 from, u32 n)
{
	u32 seed = host_random(), nth;
	bool all = false;

	for (nth = 1; !all; nth++) {
		host_seed(seed);
		host_fail_nth = nth;
		host_may_fail = true;
		what[i](from, n);
		all = host_fail_nth;
		host_fail_nth = 0;
		host_may_fail = false;
		check_all();
		MUST(nth < 200);
	}
	most_failures = max(most_failures, nth - 2);
}

static void run_round(u32 seed, enum starve starve, bool move)
{
	u32 step, from, n, i;

	host_seed(seed);
	mm = host_mm(START, ADDR(PAGES));
	memset(model, 0, sizeof(model));
	for (step = 0; step < STEPS; step++, calls++) {
		pick(&from, &n);
		i = host_below(MLOCKALL - (move ? 0 : 3));
		if (!host_below(100))
			i = MLOCKALL;
		if (starve == EACH)
			try_each_failing(i, from, n);
		else
			try_starving(i, from, n, starve == SOME && host_below(2) ? 3 : 0);
		if (starve == NEVER && !move)
			check_joined();
	}
	host_mm_end(mm);
	MUST(!atomic_long_read(&vm_committed_as));
	MUST(!host_objects);
}

/* A task that has slept through 2^32 changes of its address space doesn't trust its cache */
static void check_vmacache(void)
{
	u64 seqnum;

	mm = host_mm(START, ADDR(PAGES));
	MUST(vm_mmap_pgoff(NULL, ADDR(0), PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, 0) == ADDR(0));
	MUST(find_vma(mm, ADDR(0)) == mm->mmap);
	seqnum = mm->vmacache_seqnum;
	MUST(!sys_munmap(ADDR(0), PAGE_SIZE));
	MUST(mm->vmacache_seqnum == seqnum + 1);
	mm->vmacache_seqnum = seqnum + (1ULL << 32);
	MUST(!find_vma(mm, ADDR(0)));
	host_mm_end(mm);
}

int main(void)
{
	static const char *const names[] = {
		"maps, protections, locks, advice", "the same without memory now and then",
		"the same with each allocation failing once", "brk and mremap, too",
		"all of it without memory now and then", "all of it with each allocation failing once",
	};
	u32 kind, round;

	check_vmacache();
	stack_guard_gap = GUARD * PAGE_SIZE;
	for (kind = 0; kind < ARRAY_SIZE(names); kind++) {
		unsigned long calls_before = calls, failed_before = failed, chosen_before = chosen;
		enum starve starve = (enum starve)(kind % 3);

		for (round = 0; round < ROUNDS; round++)
			run_round(kind * 1000 + round + 1, starve, kind >= 3);
		host_ok((starve != NEVER) == (failed > failed_before + STEPS),
			"%s: %lu calls, %lu holes chosen, %lu calls out of memory", names[kind],
			calls - calls_before, chosen - chosen_before, failed - failed_before);
	}
	host_ok(most_failures > 3, "a call met %u failures", most_failures);
	host_ok(host_musts > 1000000, "%lu checks held", host_musts);
	return host_done();
}
