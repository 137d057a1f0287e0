/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the rest of the kernel needs ready-made: copies in kmalloc memory, and mmap() as it calls it.
 *
 * Idea.  A copy is measured, allocated and filled; one function for each kind of thing does all
 * three, so that no caller leaves one out.
 *
 *   kmemdup   N bytes                       ->  N bytes
 *   kstrdup   "abc\0"                       ->  "abc\0"
 *   kstrndup  "abcdef", at most 3           ->  "abc\0", always terminated
 *
 * kvmalloc() is for what needn't be contiguous in physical memory but mostly can be: kmalloc() if it has a block of that
 * size without effort, else vmalloc().  kvfree() takes either.
 *
 * vm_mmap() is do_mmap() for who holds no lock: it takes mmap_sem, and afterwards, without it, faults
 * in what the mapping wants at once (MAP_POPULATE, VM_LOCKED).
 *
 * Context.  The copies sleep if their gfp flags allow it and are NULL without memory.  A copy is the
 * caller's, who ends it by kfree(); reports of a cache with checks name the caller, not these.
 * vm_mmap() sleeps.  Nothing differs from Linux 4.x (kvmalloc() is of 4.12).  Article 3.3.4.
 * Tests: slab.copies, vmalloc.kvmalloc, vma.errors
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

/* A copy of @len bytes at @src. */
void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kmalloc_track_caller(len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}

/* A copy of string @s; of NULL, NULL. */
char *kstrdup(const char *s, gfp_t gfp)
{
	size_t len;
	char *p;

	if (!s)
		return NULL;
	len = strlen(s) + 1;
	p = kmalloc_track_caller(len, gfp);
	if (p)
		memcpy(p, s, len);
	return p;
}

/* A copy of the first @max characters of string @s, or of all if it is shorter; of NULL, NULL. */
char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	size_t len;
	char *p;

	if (!s)
		return NULL;
	len = strnlen(s, max);
	p = kmalloc_track_caller(len + 1, gfp);
	if (p) {
		memcpy(p, s, len);
		p[len] = '\0';
	}
	return p;
}

/*
 * kvmalloc - @size bytes by kmalloc() or vmalloc(); NULL: there is no memory.
 *
 * @flags must be GFP_KERNEL's: vmalloc() allocates its page tables with that.  May sleep.  The caller ends it by kvfree().
 */
void *kvmalloc(size_t size, gfp_t flags)
{
	void *p;

	if (size <= PAGE_SIZE)
		return kmalloc(size, flags);
	p = kmalloc(size, flags | __GFP_NORETRY | __GFP_NOWARN);
	return p ?: __vmalloc(size, flags | __GFP_HIGHMEM, PAGE_KERNEL);
}

/* kvfree - gives back what kvmalloc(), kmalloc() or vmalloc() gave; NULL is nothing.  Not from an interrupt. */
void kvfree(const void *addr)
{
	if (is_vmalloc_addr(addr))
		vfree(addr);
	else
		kfree(addr);
}

/* do_mmap() with mmap_sem, and the pages that are wanted at once.  May sleep. */
unsigned long vm_mmap_pgoff(struct file *file, unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag, unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	unsigned long ret, populate;

	down_write(&mm->mmap_sem);
	ret = do_mmap_pgoff(file, addr, len, prot, flag, pgoff, &populate);
	up_write(&mm->mmap_sem);
	if (populate)
		mm_populate(ret, populate);
	return ret;
}

/* The same with a byte offset, which must be whole pages */
unsigned long vm_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flag, unsigned long offset)
{
	if (offset + PAGE_ALIGN(len) < offset || offset_in_page(offset))
		return -EINVAL;
	return vm_mmap_pgoff(file, addr, len, prot, flag, offset >> PAGE_SHIFT);
}
