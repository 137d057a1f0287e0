/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * exec: another program takes over the process (article 3.3.3).
 *
 * Idea.  The new address space is made beside the old one: first of all its stack, so that the
 * arguments can be copied out of the old one while it still exists.  The stack isn't where it will
 * be, since only the file says what kind of program it is; it is moved when that is known.
 *
 *   do_execve
 *     unshare_files                descriptors that others have, too, are copied
 *     open_exec                    the file
 *     bprm_mm_init                 mm with one VMA: STACK_TOP_MAX and below
 *     copy_strings                 filename, environment, arguments: bprm->p goes down
 *     search_binary_handler        load_script, load_elf_binary (kernel/binfmt_elf.c)
 *       flush_old_exec             the point of no return: the old address space goes
 *         de_thread                other threads end
 *         exec_mmap                the new one is current
 *       setup_new_exec             layout, name, signals
 *       setup_arg_pages            the stack moves to its place, gets its protection and its room
 *
 *     STACK_TOP  +----------+
 *                | filename |   bprm->exec
 *                | envp     |
 *                | argv     |
 *     bprm->p    +----------+
 *                | ...      |   the loader's: auxv, pointers (create_elf_tables)
 *     vm_start   +----------+   128 KiB below, so that it needn't grow at once
 *
 * Invariants
 *   X1  until flush_old_exec() has succeeded an error goes back to the old program, which notices
 *       nothing; after it, the process dies by SIGKILL
 *   X2  strings use a quarter of RLIMIT_STACK at most, one string MAX_ARG_STRLEN
 *   X3  while the stack has no place yet its VMA is VM_STACK_INCOMPLETE_SETUP, and no walk of
 *       reverse mappings moves its pages
 *
 * Context: process, may sleep.  Different from Linux: no set-user-ID, no binfmt modules.
 * Tests: tests/user/{elf,process}.c.
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/itimer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/vmacache.h>
#include <asm/cacheflush.h>
#include <asm/mmu_context.h>
#include <asm/tlb.h>
#include <asm/tlbflush.h>

#define STACK_EXPAND	(32 * PAGE_SIZE)

/* ------------------------------------------------------------------ the new stack */

/* The VMA in which the strings are put, at the highest address that there is */
static int __bprm_mm_init(struct linux_binprm *bprm)
{
	struct mm_struct *mm = bprm->mm;
	struct vm_area_struct *vma = kmem_cache_zalloc(vm_area_cachep, GFP_KERNEL);
	int err;

	if (!vma)
		return -ENOMEM;
	vma->vm_mm = mm;
	vma->vm_end = STACK_TOP_MAX;
	vma->vm_start = vma->vm_end - PAGE_SIZE;
	vma->vm_flags = VM_STACK_FLAGS | VM_STACK_INCOMPLETE_SETUP;
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
	INIT_LIST_HEAD(&vma->anon_vma_chain);

	down_write(&mm->mmap_sem);
	err = insert_vm_struct(mm, vma);
	if (!err) {
		mm->stack_vm = mm->total_vm = 1;
		bprm->vma = vma;
		bprm->p = vma->vm_end - sizeof(void *);
	}
	up_write(&mm->mmap_sem);
	if (err)
		kmem_cache_free(vm_area_cachep, vma);
	return err;
}

static int bprm_mm_init(struct linux_binprm *bprm)
{
	int err;

	bprm->mm = mm_alloc();
	if (!bprm->mm)
		return -ENOMEM;
	err = __bprm_mm_init(bprm);
	if (err) {
		mmput(bprm->mm);
		bprm->mm = NULL;
	}
	return err;
}

/* The page of the new stack that has @pos, to be written, with a reference; NULL: too large (X2) */
static struct page *get_arg_page(struct linux_binprm *bprm, unsigned long pos)
{
	unsigned long size;
	struct page *page;
	long got;

	down_read(&bprm->mm->mmap_sem);
	got = get_user_pages(current, bprm->mm, pos, 1, 1, 1, &page, NULL);
	up_read(&bprm->mm->mmap_sem);
	if (got <= 0)
		return NULL;
	size = bprm->vma->vm_end - bprm->vma->vm_start;
	if (size > STACK_EXPAND && size > rlimit(RLIMIT_STACK) / 4) {
		put_page(page);
		return NULL;
	}
	return page;
}

/* @len bytes of @str, below bprm->p.  The pointer is the program's, or the kernel's: get_fs(). */
static int copy_string(struct linux_binprm *bprm, const char __user *str, unsigned long len)
{
	unsigned long chunk, offset;
	struct page *page;
	char *kaddr;
	int err = 0;

	if (bprm->p < len + mmap_min_addr)
		return -E2BIG;
	while (len && !err) {
		if (fatal_signal_pending(current))
			return -ERESTARTNOHAND;
		cond_resched();
		chunk = min(len, offset_in_page(bprm->p - 1) + 1);
		len -= chunk;
		bprm->p -= chunk;
		offset = offset_in_page(bprm->p);
		page = get_arg_page(bprm, bprm->p);
		if (!page)
			return -E2BIG;
		kaddr = kmap(page);
		if (copy_from_user(kaddr + offset, str + len, chunk))
			err = -EFAULT;
		flush_kernel_dcache_page(page);
		kunmap(page);
		put_page(page);
	}
	return err;
}

/* The strings argv[0] to argv[argc - 1], so that the first one lies lowest */
static int copy_strings(int argc, const char __user *const __user *argv, struct linux_binprm *bprm)
{
	while (argc-- > 0) {
		const char __user *str;
		long len;
		int err;

		if (get_user(str, argv + argc))
			return -EFAULT;
		len = strnlen_user(str, MAX_ARG_STRLEN);
		if (!len)
			return -EFAULT;
		if (len > (long)MAX_ARG_STRLEN)
			return -E2BIG;
		err = copy_string(bprm, str, (unsigned long)len);
		if (err)
			return err;
	}
	return 0;
}

/* copy_strings_kernel - the same for strings of the kernel.  0, -E2BIG, -EFAULT. */
int copy_strings_kernel(int argc, const char *const *argv, struct linux_binprm *bprm)
{
	mm_segment_t oldfs = get_fs();
	int ret;

	set_fs(KERNEL_DS);
	ret = copy_strings(argc, (__force const char __user *const __user *)argv, bprm);
	set_fs(oldfs);
	return ret;
}

/* How many pointers stand before the NULL at @argv; -EFAULT, -E2BIG, -ERESTARTNOHAND */
static int count(const char __user *const __user *argv, int max)
{
	const char __user *p;
	int i;

	if (!argv)
		return 0;
	for (i = 0; i < max; i++) {
		if (get_user(p, argv + i))
			return -EFAULT;
		if (!p)
			return i;
		if (fatal_signal_pending(current))
			return -ERESTARTNOHAND;
		cond_resched();
	}
	return -E2BIG;
}

/*
 * The first @len bytes at @start are entries that have moved down by @shift: they go back.  Their old tables are still
 * there, so it can't fail.  The last go first, in pieces that don't overlap with the place they go to.
 */
static void move_arg_pages_back(struct vm_area_struct *vma, unsigned long start, unsigned long shift, unsigned long len)
{
	unsigned long size;

	for (; len; len -= size) {
		size = min(len, shift);
		move_page_tables(vma, start + len - size, start + len - size + shift, size, false);
	}
}

/*
 * The stack's VMA moves down by @shift bytes.  It covers both places for a moment, so that the
 * page tables' entries can be moved inside it.
 */
static int shift_arg_pages(struct vm_area_struct *vma, unsigned long shift)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long old_start = vma->vm_start, old_end = vma->vm_end;
	unsigned long length = old_end - old_start;
	unsigned long new_start = old_start - shift, new_end = old_end - shift, moved;
	struct mmu_gather tlb;

	BUG_ON(new_start > new_end);
	/* Nothing else is mapped yet */
	if (vma != find_vma(mm, new_start))
		return -EFAULT;
	if (vma_adjust(vma, new_start, old_end, vma->vm_pgoff, NULL))
		return -ENOMEM;
	moved = move_page_tables(vma, old_start, new_start, length, false);
	if (moved != length) {
		move_arg_pages_back(vma, new_start, shift, moved);
		/* Tables that were made in vain; where the VMA is nobody would look for them */
		tlb_gather_mmu(&tlb, mm, new_start, old_start);
		free_pgd_range(&tlb, new_start, old_start, FIRST_USER_ADDRESS, old_start);
		tlb_finish_mmu(&tlb, new_start, old_start);
		vma_adjust(vma, old_start, old_end, vma->vm_pgoff, NULL);
		return -ENOMEM;
	}
	lru_add_drain();
	tlb_gather_mmu(&tlb, mm, old_start, old_end);
	free_pgd_range(&tlb, max(new_end, old_start), old_end, new_end,
		       vma->vm_next ? vma->vm_next->vm_start : USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb, old_start, old_end);
	/* Smaller again: it can't fail */
	return vma_adjust(vma, new_start, new_end, vma->vm_pgoff, NULL);
}

/* Room below the strings, so that the first calls needn't make the stack grow */
static int expand_arg_pages(struct linux_binprm *bprm, struct vm_area_struct *vma)
{
	unsigned long size = vma->vm_end - vma->vm_start;
	unsigned long limit = rlimit(RLIMIT_STACK) & PAGE_MASK;
	unsigned long base = vma->vm_start - STACK_EXPAND;

	if (size + STACK_EXPAND > limit)
		base = vma->vm_end - max(limit, size);
	current->mm->start_stack = bprm->p;
	return base < vma->vm_start && expand_stack(vma, base) ? -EFAULT : 0;
}

/*
 * setup_arg_pages - the stack gets its place below @stack_top, and its protection.
 *
 * @executable_stack: EXSTACK_*.  Called by the loader, after setup_new_exec().  0, -ENOMEM,
 * -EFAULT.  Takes mmap_sem.  Article 3.3.3.
 */
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack)
{
	struct vm_area_struct *vma = bprm->vma, *prev = NULL;
	struct mm_struct *mm = current->mm;
	unsigned long vm_flags = VM_STACK_FLAGS, stack_shift;
	int ret;

	stack_top = PAGE_ALIGN(stack_top);
	if (stack_top < mmap_min_addr || vma->vm_end - vma->vm_start >= stack_top - mmap_min_addr)
		return -ENOMEM;
	stack_shift = vma->vm_end - stack_top;
	bprm->p -= stack_shift;
	bprm->exec -= stack_shift;
	mm->arg_start = bprm->p;

	if (executable_stack == EXSTACK_ENABLE_X ||
	    (executable_stack == EXSTACK_DEFAULT && current->personality & READ_IMPLIES_EXEC))
		vm_flags |= VM_EXEC;
	down_write(&mm->mmap_sem);
	ret = mprotect_fixup(vma, &prev, vma->vm_start, vma->vm_end,
			     vm_flags | mm->def_flags | VM_STACK_INCOMPLETE_SETUP);
	if (!ret && stack_shift)
		ret = shift_arg_pages(vma, stack_shift);
	if (!ret) {
		vma->vm_flags &= ~VM_STACK_INCOMPLETE_SETUP;
		ret = expand_arg_pages(bprm, vma);
	}
	up_write(&mm->mmap_sem);
	return ret;
}

/* ------------------------------------------------------------------ the old program goes */

/* @mm becomes the current task's address space, instead of the one it has, if any */
static void exec_mmap(struct mm_struct *mm)
{
	struct task_struct *tsk = current;
	struct mm_struct *old_mm = tsk->mm, *active_mm = tsk->active_mm;

	mm_release(tsk, old_mm);
	task_lock(tsk);
	local_irq_disable();
	tsk->mm = mm;
	tsk->active_mm = mm;
	activate_mm(active_mm, mm);
	vmacache_flush(tsk);
	local_irq_enable();
	task_unlock(tsk);
	if (!old_mm) {
		mmdrop(active_mm);
		return;
	}
	setmax_mm_hiwater_rss(&tsk->signal->maxrss, old_mm);
	mmput(old_mm);
}

/*
 * flush_old_exec - the current program ends here, threads, address space and all.
 *
 * 0; an error means that it goes on (X1).
 */
int flush_old_exec(struct linux_binprm *bprm)
{
	int err = de_thread(current);

	if (err)
		return err;
	bprm->mm->exe_file = get_file(bprm->file);
	exec_mmap(bprm->mm);
	bprm->mm = NULL;	/* it is current's now */
	set_fs(USER_DS);
	current->flags &= ~(unsigned int)(PF_RANDOMIZE | PF_FORKNOEXEC | PF_KTHREAD);
	flush_thread();
	return 0;
}

/* setup_new_exec - what a new program has of its own: layout, name, signals, open files. */
void setup_new_exec(struct linux_binprm *bprm)
{
	arch_pick_mmap_layout(current->mm);
	current->mm->task_size = TASK_SIZE;
	current->sas_ss_sp = current->sas_ss_size = 0;
	set_task_comm(current, kbasename(bprm->filename));
	exit_itimers(current->signal, true);
	flush_signal_handlers(current, 0);
	do_close_on_exec(current->files);
}

/* ------------------------------------------------------------------ loaders */

/* prepare_binprm - the first bytes of bprm->file, zeros behind its end.  0, or what reading says. */
int prepare_binprm(struct linux_binprm *bprm)
{
	int ret;

	memset(bprm->buf, 0, sizeof(bprm->buf));
	ret = kernel_read(bprm->file, 0, bprm->buf, sizeof(bprm->buf));
	return ret < 0 ? ret : 0;
}

/* remove_arg_zero - drop argv[0], which a script's interpreter gets anew.  0, -EFAULT. */
int remove_arg_zero(struct linux_binprm *bprm)
{
	char c = 1;

	if (!bprm->argc)
		return 0;
	while (c) {
		struct page *page = get_arg_page(bprm, bprm->p);
		char *kaddr;

		if (!page)
			return -EFAULT;
		kaddr = kmap_atomic(page);
		do {
			c = kaddr[offset_in_page(bprm->p)];
			bprm->p++;
		} while (c && offset_in_page(bprm->p));
		kunmap_atomic(kaddr);
		put_page(page);
	}
	bprm->argc--;
	return 0;
}

/* bprm_change_interp - @interp is what is loaded, in the place of the script.  0, -ENOMEM. */
int bprm_change_interp(const char *interp, struct linux_binprm *bprm)
{
	char *copy = kstrdup(interp, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	kfree(bprm->interp_copy);
	bprm->interp = bprm->interp_copy = copy;
	return 0;
}

/*
 * search_binary_handler - whose kind of file is it?
 *
 * 0: the new program starts when the system call returns.  -ENOEXEC: nobody's; -ELOOP: more than
 * five interpreters.
 */
int search_binary_handler(struct linux_binprm *bprm)
{
	static int (*const formats[])(struct linux_binprm *) = { load_script, load_elf_binary };
	unsigned int i;
	int ret = -ENOEXEC;

	if (bprm->recursion_depth > 5)
		return -ELOOP;
	for (i = 0; i < ARRAY_SIZE(formats) && ret == -ENOEXEC; i++) {
		bprm->recursion_depth++;
		ret = formats[i](bprm);
		bprm->recursion_depth--;
		/* Too late to go back (X1) */
		if (ret < 0 && !bprm->mm) {
			force_sigsegv(SIGSEGV, current);
			return ret;
		}
	}
	return ret;
}

/* ------------------------------------------------------------------ execve */

static void free_bprm(struct linux_binprm *bprm)
{
	if (bprm->mm)
		mmput(bprm->mm);
	if (bprm->file) {
		allow_write_access(bprm->file);
		fput(bprm->file);
	}
	kfree(bprm->interp_copy);
	kfree(bprm);
}

/* The arguments are copied, and the new program is started */
static int exec_strings(struct linux_binprm *bprm, const char __user *const __user *argv,
			const char __user *const __user *envp)
{
	int ret;

	bprm->argc = count(argv, MAX_ARG_STRINGS);
	if (bprm->argc < 0)
		return bprm->argc;
	bprm->envc = count(envp, MAX_ARG_STRINGS);
	if (bprm->envc < 0)
		return bprm->envc;
	ret = prepare_binprm(bprm);
	if (!ret)
		ret = copy_strings_kernel(1, &bprm->filename, bprm);
	bprm->exec = bprm->p;
	if (!ret)
		ret = copy_strings(bprm->envc, envp, bprm);
	if (!ret)
		ret = copy_strings(bprm->argc, argv, bprm);
	return ret ?: search_binary_handler(bprm);
}

/*
 * do_execve - run the file @filename (of the kernel's) with arguments and environment.
 *
 * @argv, @envp: pointers as get_fs() allows them.  0, and the task returns to the new program; or
 * an error of execve(2).
 */
int do_execve(const char *filename, const char __user *const __user *argv,
	      const char __user *const __user *envp)
{
	struct linux_binprm *bprm;
	struct files_struct *displaced;
	struct file *file;
	int ret = unshare_files(&displaced);

	if (ret)
		return ret;
	ret = -ENOMEM;
	bprm = kzalloc(sizeof(*bprm), GFP_KERNEL);
	if (!bprm)
		goto out_files;
	file = open_exec(filename);
	if (IS_ERR(file)) {
		kfree(bprm);
		ret = (int)PTR_ERR(file);
		goto out_files;
	}
	bprm->file = file;
	bprm->filename = bprm->interp = filename;
	ret = bprm_mm_init(bprm);
	if (!ret)
		ret = exec_strings(bprm, argv, envp);
	free_bprm(bprm);
out_files:
	if (displaced && ret)
		reset_files_struct(displaced);
	else if (displaced)
		put_files_struct(displaced);
	return ret;
}

/* kernel_execve - a kernel thread becomes a program: pid 1 does.  As do_execve(). */
int kernel_execve(const char *filename, const char *const *argv, const char *const *envp)
{
	mm_segment_t oldfs = get_fs();
	int ret;

	set_fs(KERNEL_DS);
	ret = do_execve(filename, (__force const char __user *const __user *)argv,
			(__force const char __user *const __user *)envp);
	if (ret)
		set_fs(oldfs);
	return ret;
}

SYSCALL_DEFINE3(execve, const char __user *, filename, const char __user *const __user *, argv,
		const char __user *const __user *, envp)
{
	struct filename *name = getname(filename);
	int ret;

	if (IS_ERR(name))
		return PTR_ERR(name);
	ret = do_execve(name->name, argv, envp);
	putname(name);
	return ret;
}
