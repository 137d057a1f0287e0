/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a task comes to be.
 *
 *   kernel_thread, kthread_create
 *     copy_process
 *       dup_task_struct          task_struct from its slab cache
 *         alloc_thread_stack_node  8 KiB of vmalloc, with a hole below: see asm/thread_info.h
 *       copy_thread              registers for the first switch
 *       alloc_pid
 *       (linked into the list of tasks)
 *     wake_up_process            its first turn
 *
 * A task's memory has two owners, each with a reference in ->usage: the scheduler, which lets
 * go after the last switch away from it (the stack goes then), and whoever may still ask how
 * it ended (release_task()).
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/rmap.h>
#include <linux/vmacache.h>
#include <linux/vmalloc.h>
#include <asm/mmu_context.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>

static struct kmem_cache *task_struct_cachep, *mm_cachep;

DEFINE_SPINLOCK(tasklist_lock);

/* fork_init - needs the slab allocator. */
void __init fork_init(void)
{
	mm_cachep = kmem_cache_create("mm_struct", sizeof(struct mm_struct), 0,
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	mmap_init();
	task_struct_cachep = kmem_cache_create("task_struct", sizeof(struct task_struct), 0,
					       SLAB_PANIC, NULL);
}

/*
 * A stack, aligned to twice its size: a stack pointer with the bit THREAD_SIZE set is below
 * it, in the hole that the alignment leaves.
 */
static void *alloc_thread_stack_node(int node)
{
	return __vmalloc_node_range(THREAD_SIZE, THREAD_ALIGN, VMALLOC_START, VMALLOC_END,
				    GFP_KERNEL | __GFP_HIGHMEM, PAGE_KERNEL, 0, node,
				    __builtin_return_address(0));
}

/* free_thread_stack - @tsk never runs again. */
void free_thread_stack(struct task_struct *tsk)
{
	vfree(tsk->stack);
	tsk->stack = NULL;
}

/* Behind put_task_struct(): the last reference is gone, and the stack is, too. */
void __put_task_struct(struct task_struct *tsk)
{
	BUG_ON(tsk->stack || tsk->on_rq);
	kfree(tsk->kthread);
	kmem_cache_free(task_struct_cachep, tsk);
}

/* A copy of @orig with a stack of its own, and nothing else of its own yet; or NULL. */
static struct task_struct *dup_task_struct(struct task_struct *orig)
{
	struct task_struct *tsk;
	void *stack;

	tsk = kmem_cache_alloc(task_struct_cachep, GFP_KERNEL);
	if (!tsk)
		return NULL;
	stack = alloc_thread_stack_node(NUMA_NO_NODE);
	if (!stack) {
		kmem_cache_free(task_struct_cachep, tsk);
		return NULL;
	}
	*tsk = *orig;
	tsk->stack = stack;
	*task_thread_info(tsk) = *task_thread_info(orig);
	task_thread_info(tsk)->task = tsk;
	task_thread_info(tsk)->flags = 0;
	task_thread_info(tsk)->preempt_count = 1;	/* S3 in kernel/sched.c */
	set_task_stack_end_magic(tsk);
	atomic_set(&tsk->usage, 2);
	return tsk;
}

/* What a new task doesn't have in common with its parent. */
static void init_task_struct(struct task_struct *p, struct task_struct *parent)
{
	p->state = TASK_UNINTERRUPTIBLE;
	p->on_rq = false;
	p->time_slice = RR_TIMESLICE;
	p->nvcsw = 0;
	p->nivcsw = 0;
	p->exit_state = 0;
	p->exit_code = 0;
	p->flags &= ~(unsigned int)(PF_EXITING | PF_MEMALLOC | PF_KSWAPD);
	p->flags |= PF_FORKNOEXEC;
	p->kthread = NULL;
	p->vfork_done = NULL;
	p->pending = (struct sigpending) { };
	vmacache_flush(p);
	p->parent = parent;
	p->thread = (struct thread_struct)INIT_THREAD;
	INIT_LIST_HEAD(&p->run_list);
	INIT_LIST_HEAD(&p->children);
	init_waitqueue_head(&p->wait_chldexit);
}

/* ------------------------------------------------------------------ address spaces */

struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm = kmem_cache_zalloc(mm_cachep, GFP_KERNEL);

	if (!mm)
		return NULL;
	mm->mm_rb = RB_ROOT;
	atomic_set(&mm->mm_users, 1);
	atomic_set(&mm->mm_count, 1);
	spin_lock_init(&mm->page_table_lock);
	init_rwsem(&mm->mmap_sem);
	mm->task_size = TASK_SIZE;
	init_new_context(current, mm);
	mm->pgd = pgd_alloc(mm);
	if (!mm->pgd) {
		kmem_cache_free(mm_cachep, mm);
		return NULL;
	}
	return mm;
}

/* The last reference: nothing of the user part is left, and no processor has it loaded */
void __mmdrop(struct mm_struct *mm)
{
	BUG_ON(mm == &init_mm);
	pgd_free(mm, mm->pgd);
	destroy_context(mm);
	kmem_cache_free(mm_cachep, mm);
}

void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (atomic_dec_and_test(&mm->mm_users)) {
		exit_mmap(mm);
		mmdrop(mm);
	}
}

/* A use of @task's address space, or NULL: it has none, or is about to end */
struct mm_struct *get_task_mm(struct task_struct *task)
{
	struct mm_struct *mm = task->mm;

	if (!mm || task->flags & PF_KTHREAD)
		return NULL;
	atomic_inc(&mm->mm_users);
	return mm;
}

/* The child's area for the parent's @mpnt, not linked yet; ERR_PTR */
static struct vm_area_struct *dup_vma(struct mm_struct *mm, struct vm_area_struct *mpnt)
{
	struct vm_area_struct *vma = kmem_cache_alloc(vm_area_cachep, GFP_KERNEL);
	long charge = mpnt->vm_flags & VM_ACCOUNT ? (long)vma_pages(mpnt) : 0;
	int err = -ENOMEM;

	if (!vma)
		return ERR_PTR(-ENOMEM);
	if (charge && security_vm_enough_memory_mm(mm, charge))
		goto out_free;
	*vma = *mpnt;
	INIT_LIST_HEAD(&vma->anon_vma_chain);
	vma->vm_mm = mm;
	vma->vm_next = vma->vm_prev = NULL;
	vma->vm_flags &= VM_LOCKED_CLEAR_MASK;	/* locks aren't inherited */
	err = anon_vma_fork(vma, mpnt);
	if (err)
		goto out_unacct;
	if (vma->vm_file)
		get_file(vma->vm_file);
	return vma;

out_unacct:
	vm_unacct_memory(charge);
out_free:
	kmem_cache_free(vm_area_cachep, vma);
	return ERR_PTR(err);
}

/*
 * Every area of @oldmm but those of VM_DONTCOPY, and the page tables: private pages become
 * read-only in both (copy-on-write).  0, or -ENOMEM with what was copied so far in @mm.
 */
static int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm)
{
	struct vm_area_struct *mpnt, *vma;
	int err = 0;

	down_write(&oldmm->mmap_sem);
	for (mpnt = oldmm->mmap; mpnt && !err; mpnt = mpnt->vm_next) {
		if (mpnt->vm_flags & VM_DONTCOPY)
			continue;
		vma = dup_vma(mm, mpnt);
		if (IS_ERR(vma)) {
			err = (int)PTR_ERR(vma);
			break;
		}
		vma_append(mm, vma);
		vm_stat_account(mm, vma->vm_flags, vma->vm_file, (long)vma_pages(vma));
		err = copy_page_range(mm, oldmm, mpnt);
		if (vma->vm_ops && vma->vm_ops->open)
			vma->vm_ops->open(vma);
	}
	flush_tlb_mm(oldmm);
	up_write(&oldmm->mmap_sem);
	return err;
}

/* A copy of @oldmm, as fork makes it: one use; NULL without memory.  May sleep. */
struct mm_struct *dup_mm(struct mm_struct *oldmm)
{
	struct mm_struct *mm = mm_alloc();

	if (!mm)
		return NULL;
	mm->get_unmapped_area = oldmm->get_unmapped_area;
	mm->mmap_base = oldmm->mmap_base;
	mm->mmap_legacy_base = oldmm->mmap_legacy_base;
	mm->start_code = oldmm->start_code;
	mm->end_code = oldmm->end_code;
	mm->start_data = oldmm->start_data;
	mm->end_data = oldmm->end_data;
	mm->start_brk = oldmm->start_brk;
	mm->brk = oldmm->brk;
	mm->start_stack = oldmm->start_stack;
	mm->arg_start = oldmm->arg_start;
	mm->arg_end = oldmm->arg_end;
	mm->env_start = oldmm->env_start;
	mm->env_end = oldmm->env_end;
	memcpy(mm->saved_auxv, oldmm->saved_auxv, sizeof(mm->saved_auxv));
	if (dup_mmap(mm, oldmm)) {
		mmput(mm);
		return NULL;
	}
	return mm;
}

/*
 * copy_process - a kernel thread that will call @fn(@arg) once it is woken for the first time.
 * Its parent is the boot task, which doesn't ask how its children ended.  Returns it, or
 * ERR_PTR: -ENOMEM, -EAGAIN without a free pid.  May sleep.
 */
struct task_struct *copy_process(int (*fn)(void *), void *arg)
{
	struct task_struct *p;
	pid_t pid;

	p = dup_task_struct(current);
	if (!p)
		return ERR_PTR(-ENOMEM);
	init_task_struct(p, &init_task);
	p->flags |= PF_KTHREAD;
	p->mm = NULL;
	p->active_mm = NULL;
	copy_thread(p, fn, arg);
	pid = alloc_pid();
	if (pid < 0) {
		free_thread_stack(p);
		__put_task_struct(p);
		return ERR_PTR(pid);
	}
	p->pid = pid;
	spin_lock(&tasklist_lock);
	list_add_tail(&p->tasks, &init_task.tasks);
	list_add_tail(&p->sibling, &p->parent->children);
	spin_unlock(&tasklist_lock);
	return p;
}

/*
 * kernel_thread - run @fn(@arg) in a thread of its own.  @flags, CLONE_*, say what it shares
 * with its parent: kernel threads share all there is.  Its pid, or as copy_process().
 */
pid_t kernel_thread(int (*fn)(void *), void *arg, unsigned long flags)
{
	struct task_struct *p = copy_process(fn, arg);
	pid_t pid;

	if (IS_ERR(p))
		return PTR_ERR(p);
	pid = p->pid;
	wake_up_process(p);
	return pid;
}

void set_task_comm(struct task_struct *tsk, const char *name)
{
	strlcpy(tsk->comm, name, sizeof(tsk->comm));
}
