/* SPDX-License-Identifier: GPL-2.0-only */
/* Address spaces and strips of pages for tests: vma_test.h */
#include <linux/sched.h>
#include <linux/string.h>
#include "vma_test.h"

struct mm_struct *enter(void)
{
	struct mm_struct *mm = user_mm_create();

	if (mm) {
		user_mm_enter(mm);
		arch_pick_mmap_layout(mm);
	}
	return mm;
}

void leave(struct mm_struct *mm)
{
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

/* Maps pages [from, to) of the strip with @prot */
unsigned long map(unsigned int from, unsigned int to, unsigned long prot)
{
	return vm_mmap(NULL, BASE + from * PAGE_SIZE, (to - from) * PAGE_SIZE, prot,
		       ANON | MAP_FIXED, 0);
}

int unmap(unsigned int from, unsigned int to)
{
	return vm_munmap(BASE + from * PAGE_SIZE, (to - from) * PAGE_SIZE);
}

int protect(unsigned int from, unsigned int to, unsigned long prot)
{
	return do_mprotect(BASE + from * PAGE_SIZE, (to - from) * PAGE_SIZE, prot);
}

/* The strip of @n pages: VMAs in order a, b, c ...; a dot where nothing is */
char *strip(struct mm_struct *mm, unsigned int n)
{
	static char buf[64];
	struct vm_area_struct *vma;
	char letter = 'a';
	unsigned int i;

	memset(buf, '.', n);
	buf[n] = '\0';
	for (vma = mm->mmap; vma; vma = vma->vm_next, letter++)
		for (i = 0; i < n; i++)
			if (vma->vm_start <= BASE + i * PAGE_SIZE &&
			    BASE + i * PAGE_SIZE < vma->vm_end)
				buf[i] = letter;
	EXPECT(vma_check(mm));
	return buf;
}
