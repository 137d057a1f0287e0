/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a task comes to be.
 *
 *   fork, vfork, clone, kernel_thread
 *     do_fork
 *       copy_process
 *         dup_task_struct          task_struct from its slab cache
 *           alloc_thread_stack_node  8 KiB of vmalloc, with a hole below: see asm/thread_info.h
 *         copy_files, copy_fs, copy_sighand, copy_signal, copy_mm
 *                                  shared with the parent (CLONE_*), or copied
 *           dup_mm -> dup_mmap -> copy_page_range    article 3.4.4: the pages stay common
 *         copy_thread              registers for the first switch
 *         alloc_pid
 *         (linked into the family)
 *       wake_up_process            its first turn
 *
 *   thread      CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD ...
 *   vfork       CLONE_VM | CLONE_VFORK: the parent waits until mm_release()
 *
 * Invariants
 *   F1  a task's memory has two owners, each with a reference in ->usage: the scheduler, which lets
 *       go after the last switch away from it, and whoever may still ask how
 *       it ended (release_task())
 *   F2  a process is signal_struct: threads are its members, each with a reference (sigcnt); its
 *       leader is in `tasks` and its parent's `children`, all are in thread_head
 *   F3  a copy that fails leaves nothing behind
 *
 * Locking.  tasklist_lock for the family, siglock besides for a process's threads; mmap_sem of the
 * parent while its VMAs are copied.
 * Different from Linux 4.x: no namespaces, no ptrace, no credentials to be shared.
 * Tests: fault_user.*, mmap.dup_mm (3.3.2), tests/user/{process,cow,thread}.c
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/futex.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
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

static struct kmem_cache *task_struct_cachep, *mm_cachep, *sighand_cachep, *signal_cachep;

static int nr_threads;			/* tasklist_lock */
static int max_threads;
unsigned long total_forks;

DEFINE_SPINLOCK(tasklist_lock);

/* fork_init - needs the slab allocator. */
void __init fork_init(void)
{
	mm_cachep = kmem_cache_create("mm_struct", sizeof(struct mm_struct), 0,
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	mmap_init();
	task_struct_cachep = kmem_cache_create("task_struct", sizeof(struct task_struct), 0,
					       SLAB_PANIC, NULL);
	sighand_cachep = kmem_cache_create("sighand_cache", sizeof(struct sighand_struct), 0,
					   SLAB_PANIC, NULL);
	signal_cachep = kmem_cache_create("signal_cache", sizeof(struct signal_struct), 0,
					  SLAB_PANIC, NULL);
	/* Stacks may take an eighth of memory */
	max_threads = (int)max(totalram_pages / (8 * (THREAD_SIZE / PAGE_SIZE)), 20UL);
	init_task.rlim[RLIMIT_NPROC].rlim_cur = (unsigned long)max_threads / 2;
	init_task.rlim[RLIMIT_NPROC].rlim_max = (unsigned long)max_threads / 2;
	init_task.rlim[RLIMIT_SIGPENDING] = init_task.rlim[RLIMIT_NPROC];
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

/* NR_KERNEL_STACK counts stacks, in the zone of their first page */
static void account_kernel_stack(void *stack, int account)
{
	mod_zone_page_state(page_zone(vmalloc_to_page(stack)), NR_KERNEL_STACK, account);
}

/* @tsk never runs again */
static void free_thread_stack(struct task_struct *tsk)
{
	account_kernel_stack(tsk->stack, -1);
	vfree(tsk->stack);
	tsk->stack = NULL;
}

static void put_signal_struct(struct signal_struct *sig)
{
	if (atomic_dec_and_test(&sig->sigcnt))
		kmem_cache_free(signal_cachep, sig);
}

/*
 * Behind put_task_struct(): the last reference is gone.  The stack goes only now, because a zombie's
 * thread_info, which is on it, is looked at like everybody's: by signals for its other threads, for one.
 */
void __put_task_struct(struct task_struct *tsk)
{
	BUG_ON(tsk->on_rq);
	free_thread_stack(tsk);
	put_signal_struct(tsk->signal);
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
	account_kernel_stack(stack, 1);
	*tsk = *orig;
	tsk->stack = stack;
	*task_thread_info(tsk) = *task_thread_info(orig);
	task_thread_info(tsk)->task = tsk;
	task_thread_info(tsk)->flags = 0;
	task_thread_info(tsk)->preempt_count = PREEMPT_LOCK_OFFSET;	/* S3 in kernel/sched.c */
	set_task_stack_end_magic(tsk);
	lockdep_init_task(tsk);
	atomic_set(&tsk->usage, 2);
	return tsk;
}

/* What a new task doesn't have in common with its parent. */
static void init_task_struct(struct task_struct *p)
{
	p->state = TASK_UNINTERRUPTIBLE;
	p->on_rq = false;
	p->time_slice = RR_TIMESLICE;
	p->utime = p->stime = 0;
	p->start_time = sched_clock();
	p->nvcsw = p->nivcsw = 0;
	p->min_flt = p->maj_flt = 0;
	p->fail_nth = 0;
	p->exit_state = 0;
	p->exit_code = 0;
	p->flags &= ~(unsigned int)(PF_EXITING | PF_SIGNALED | PF_MEMALLOC | PF_KSWAPD);
	p->flags |= PF_FORKNOEXEC;
	spin_lock_init(&p->alloc_lock);
	p->kthread = NULL;
	p->vfork_done = NULL;
	p->robust_list = NULL;
	p->restart_block.fn = NULL;
	p->restore_sigmask = false;
	init_sigpending(&p->pending);
	vmacache_flush(p);
	p->thread = (struct thread_struct)INIT_THREAD;
	INIT_LIST_HEAD(&p->run_list);
	INIT_LIST_HEAD(&p->children);
	INIT_LIST_HEAD(&p->sibling);
	INIT_LIST_HEAD(&p->tasks);
	shm_init_task(p);
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
	INIT_LIST_HEAD(&mm->mmlist);
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

/* Whoever has mapped, or made a table, has unmapped and freed, too */
static void check_mm(struct mm_struct *mm)
{
	unsigned int i;

	for (i = 0; i < NR_MM_COUNTERS; i++)
		if (unlikely(atomic_long_read(&mm->rss_stat.count[i])))
			pr_alert("BUG: Bad rss-counter state mm:%p idx:%u val:%d\n", mm, i,
				 atomic_long_read(&mm->rss_stat.count[i]));
	if (unlikely(atomic_long_read(&mm->nr_ptes)))
		pr_alert("BUG: non-zero nr_ptes on freeing mm: %d\n", atomic_long_read(&mm->nr_ptes));
}

/* The last reference: nothing of the user part is left, and no processor has it loaded */
void __mmdrop(struct mm_struct *mm)
{
	BUG_ON(mm == &init_mm);
	pgd_free(mm, mm->pgd);
	destroy_context(mm);
	check_mm(mm);
	kmem_cache_free(mm_cachep, mm);
}

void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (atomic_dec_and_test(&mm->mm_users)) {
		exit_mmap(mm);
		if (!list_empty(&mm->mmlist)) {
			spin_lock(&mmlist_lock);
			list_del_init(&mm->mmlist);
			spin_unlock(&mmlist_lock);
		}
		if (mm->exe_file)
			fput(mm->exe_file);
		mmdrop(mm);
	}
}

/* A use of @task's address space, or NULL: it has none any more, or is a kernel thread that borrows one */
struct mm_struct *get_task_mm(struct task_struct *task)
{
	struct mm_struct *mm;

	task_lock(task);
	mm = task->flags & PF_KTHREAD ? NULL : task->mm;
	if (mm)
		atomic_inc(&mm->mm_users);
	task_unlock(task);
	return mm;
}

/* The child's VMA for the parent's @mpnt, not linked yet; ERR_PTR */
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
 * Every VMA of @oldmm but those of VM_DONTCOPY, and the page tables: private pages become
 * read-only in both (copy-on-write).  0, or -ENOMEM with what was copied so far in @mm.
 */
static int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm)
{
	struct vm_area_struct *mpnt, *vma;
	int err = 0;

	down_write(&oldmm->mmap_sem);
	/* swapoff() knows the child as soon as it has a swap entry */
	down_write_nested(&mm->mmap_sem, SINGLE_DEPTH_NESTING);
	for (mpnt = oldmm->mmap; mpnt && !err; mpnt = mpnt->vm_next) {
		if (mpnt->vm_flags & VM_DONTCOPY)
			continue;
		vma = dup_vma(mm, mpnt);
		if (IS_ERR(vma)) {
			err = (int)PTR_ERR(vma);
			break;
		}
		vma_append(mm, vma);
		vm_stat_account(mm, vma->vm_flags, (long)vma_pages(vma));
		err = copy_page_range(mm, oldmm, mpnt);
		if (vma->vm_ops && vma->vm_ops->open)
			vma->vm_ops->open(vma);
	}
	up_write(&mm->mmap_sem);
	flush_tlb_mm(oldmm);
	up_write(&oldmm->mmap_sem);
	return err;
}

/* Who waits may have been killed meanwhile, and the completion, on its stack, be gone: see wait_for_vfork_done() */
static void complete_vfork_done(struct task_struct *tsk)
{
	task_lock(tsk);
	if (tsk->vfork_done)
		complete(tsk->vfork_done);
	tsk->vfork_done = NULL;
	task_unlock(tsk);
}

/*
 * mm_release - @tsk lets go of @mm: it ends, or execs.
 *
 * Who joins the thread learns of it by *clear_child_tid, and the parent of vfork goes on.  May sleep.
 */
void mm_release(struct task_struct *tsk, struct mm_struct *mm)
{
	if (tsk->robust_list && mm)
		exit_robust_list(tsk);
	if (tsk->clear_child_tid && mm) {
		/* Alone, nobody can see it; after a fatal signal the stack isn't to be trusted */
		if (!(tsk->flags & PF_SIGNALED) && atomic_read(&mm->mm_users) > 1 &&
		    !put_user(0, tsk->clear_child_tid))
			futex_wake_exited(tsk->clear_child_tid);
		tsk->clear_child_tid = NULL;
	}
	if (tsk->vfork_done)
		complete_vfork_done(tsk);
}

/* A copy of @oldmm, as fork makes it: one use; NULL without memory.  May sleep. */
struct mm_struct *dup_mm(struct mm_struct *oldmm)
{
	struct mm_struct *mm = mm_alloc();

	if (!mm)
		return NULL;
	mm->get_unmapped_area = oldmm->get_unmapped_area;
	mm->mmap_base = oldmm->mmap_base;
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
	mm->context.sigpage = oldmm->context.sigpage;
	if (oldmm->exe_file)
		mm->exe_file = get_file(oldmm->exe_file);
	if (dup_mmap(mm, oldmm)) {
		mmput(mm);
		return NULL;
	}
	return mm;
}

/* ------------------------------------------------------------------ copy_process */

static int copy_mm(unsigned long clone_flags, struct task_struct *tsk)
{
	struct mm_struct *mm = current->mm;

	tsk->mm = NULL;
	tsk->active_mm = NULL;
	if (!mm || tsk->flags & PF_KTHREAD)
		return 0;
	if (clone_flags & CLONE_VM) {
		atomic_inc(&mm->mm_users);
	} else {
		mm = dup_mm(mm);
		if (!mm)
			return -ENOMEM;
	}
	tsk->mm = mm;
	tsk->active_mm = mm;
	return 0;
}

void __cleanup_sighand(struct sighand_struct *sighand)
{
	if (atomic_dec_and_test(&sighand->count))
		kmem_cache_free(sighand_cachep, sighand);
}

/* A copy of @old with one reference; NULL without memory */
struct sighand_struct *copy_sighand_struct(struct sighand_struct *old)
{
	struct sighand_struct *sig = kmem_cache_alloc(sighand_cachep, GFP_KERNEL);

	if (!sig)
		return NULL;
	atomic_set(&sig->count, 1);
	spin_lock_init(&sig->siglock);
	memcpy(sig->action, old->action, sizeof(sig->action));
	return sig;
}

static int copy_sighand(unsigned long clone_flags, struct task_struct *tsk)
{
	if (clone_flags & CLONE_SIGHAND) {
		atomic_inc(&current->sighand->count);
		return 0;
	}
	tsk->sighand = copy_sighand_struct(current->sighand);
	return tsk->sighand ? 0 : -ENOMEM;
}

/* A new process; a thread is counted when it can't fail any more */
static int copy_signal(unsigned long clone_flags, struct task_struct *tsk)
{
	struct signal_struct *sig;

	if (clone_flags & CLONE_THREAD)
		return 0;
	sig = kmem_cache_zalloc(signal_cachep, GFP_KERNEL);
	tsk->signal = sig;
	if (!sig)
		return -ENOMEM;
	sig->nr_threads = 1;
	atomic_set(&sig->live, 1);
	atomic_set(&sig->sigcnt, 1);
	INIT_LIST_HEAD(&sig->thread_head);
	init_waitqueue_head(&sig->wait_chldexit);
	init_sigpending(&sig->shared_pending);
	INIT_LIST_HEAD(&sig->posix_timers);
	sig->leader_task = tsk;
	sig->pgrp = current->signal->pgrp;
	sig->session = current->signal->session;
	memcpy(sig->rlim, current->signal->rlim, sizeof(sig->rlim));
	sig->oom_score_adj = current->signal->oom_score_adj;
	tsk->rlim = sig->rlim;
	return 0;
}

/* Everything that is shared or copied; on failure nothing is left of it */
static int copy_resources(unsigned long clone_flags, struct task_struct *p)
{
	int ret = copy_files(clone_flags, p);

	if (ret)
		return ret;
	ret = copy_fs(clone_flags, p);
	if (ret)
		goto out_files;
	ret = copy_sighand(clone_flags, p);
	if (ret)
		goto out_fs;
	ret = copy_signal(clone_flags, p);
	if (ret)
		goto out_sighand;
	ret = copy_mm(clone_flags, p);
	if (!ret)
		return 0;
	if (!(clone_flags & CLONE_THREAD))
		put_signal_struct(p->signal);
out_sighand:
	__cleanup_sighand(p->sighand);
out_fs:
	exit_fs(p);
out_files:
	exit_files(p);
	return ret;
}

static void drop_resources(unsigned long clone_flags, struct task_struct *p)
{
	if (p->mm)
		mmput(p->mm);
	if (!(clone_flags & CLONE_THREAD))
		put_signal_struct(p->signal);
	__cleanup_sighand(p->sighand);
	exit_fs(p);
	exit_files(p);
}

/*
 * Into the family: a thread beside its leader, a process below its parent.  Holds tasklist_lock, and
 * siglock: timers' interrupts walk the threads under it.
 */
static void link_task(unsigned long clone_flags, struct task_struct *p)
{
	if (p->flags & PF_KTHREAD)
		p->real_parent = &init_task;
	else if (clone_flags & (CLONE_PARENT | CLONE_THREAD))
		p->real_parent = current->real_parent;
	else
		p->real_parent = current;
	p->parent = p->real_parent;
	if (clone_flags & CLONE_THREAD) {
		p->exit_signal = -1;
		p->group_leader = current->group_leader;
		p->tgid = current->tgid;
		p->signal->nr_threads++;
		atomic_inc(&p->signal->live);
		atomic_inc(&p->signal->sigcnt);
	} else {
		p->exit_signal = clone_flags & CLONE_PARENT ? current->group_leader->exit_signal :
				 (int)(clone_flags & CSIGNAL);
		p->group_leader = p;
		p->tgid = p->pid;
		list_add_tail(&p->tasks, &init_task.tasks);
		list_add_tail(&p->sibling, &p->real_parent->children);
	}
	list_add_tail(&p->thread_node, &p->signal->thread_head);
	attach_pid(p);
	nr_threads++;
	total_forks++;
}

/* unlink_task - out of the family.  Holds the same. */
void unlink_task(struct task_struct *p)
{
	nr_threads--;
	p->signal->nr_threads--;
	detach_pid(p);
	list_del_init(&p->thread_node);
	list_del_init(&p->tasks);
	list_del_init(&p->sibling);
}

/* Does the current user, who isn't root, have as many tasks as RLIMIT_NPROC allows? */
static bool over_nproc_limit(void)
{
	unsigned long count = 0;
	struct task_struct *p;

	if (current->flags & PF_KTHREAD || capable(CAP_SYS_RESOURCE))
		return false;
	spin_lock(&tasklist_lock);
	for_each_process(p)
		if (p->cred.uid == current->cred.uid)
			count += (unsigned long)p->signal->nr_threads;
	spin_unlock(&tasklist_lock);
	return count >= rlimit(RLIMIT_NPROC);
}

/* Which flags go together.  0, -EINVAL. */
static int check_clone_flags(unsigned long clone_flags)
{
	if (clone_flags & CLONE_NEWALL)
		return -EINVAL;
	if (clone_flags & CLONE_THREAD && !(clone_flags & CLONE_SIGHAND))
		return -EINVAL;
	if (clone_flags & CLONE_SIGHAND && !(clone_flags & CLONE_VM))
		return -EINVAL;
	if (clone_flags & CLONE_PARENT && current->signal->flags & SIGNAL_UNKILLABLE)
		return -EINVAL;
	return 0;
}

/*
 * copy_process - a new task that hasn't had its first turn yet.
 *
 * @clone_flags: CLONE_*, and the signal that tells the parent of its end.  @stack_start: the stack
 * pointer in user mode, 0: the parent's.  For a kernel thread, which is what the calls of another
 * one make, @stack_start is the function and @stack_size its argument; its parent is the boot task,
 * which doesn't ask how its children ended.  Returns it, or ERR_PTR: -EINVAL, -ENOMEM, -EAGAIN (too
 * many), -ERESTARTNOINTR (a signal comes first).  May sleep.
 */
struct task_struct *copy_process(unsigned long clone_flags, unsigned long stack_start,
				 unsigned long stack_size, int __user *child_tidptr)
{
	struct task_struct *p;
	int ret = check_clone_flags(clone_flags);

	if (ret)
		return ERR_PTR(ret);
	if (nr_threads >= max_threads || over_nproc_limit())
		return ERR_PTR(-EAGAIN);
	p = dup_task_struct(current);
	if (!p)
		return ERR_PTR(-ENOMEM);
	init_task_struct(p);
	ret = copy_resources(clone_flags, p);
	if (ret)
		goto out_free;
	copy_thread(clone_flags, stack_start, stack_size, p);
	p->pid = alloc_pid();
	ret = p->pid;
	if (ret < 0)
		goto out_resources;
	p->set_child_tid = clone_flags & CLONE_CHILD_SETTID ? child_tidptr : NULL;
	p->clear_child_tid = clone_flags & CLONE_CHILD_CLEARTID ? child_tidptr : NULL;
	if ((clone_flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM)
		p->sas_ss_sp = p->sas_ss_size = 0;

	spin_lock(&tasklist_lock);
	/* A signal for the whole group that was delivered while it was copied would pass it by */
	if (!(p->flags & PF_KTHREAD) && signal_pending(current)) {
		spin_unlock(&tasklist_lock);
		ret = -ERESTARTNOINTR;
		goto out_pid;
	}
	spin_lock_irq(&current->sighand->siglock);
	link_task(clone_flags, p);
	spin_unlock_irq(&current->sighand->siglock);
	spin_unlock(&tasklist_lock);
	return p;

out_pid:
	free_pid(p->pid);
out_resources:
	drop_resources(clone_flags, p);
out_free:
	free_thread_stack(p);
	kmem_cache_free(task_struct_cachep, p);
	return ERR_PTR(ret);
}

/* ------------------------------------------------------------------ fork and its kin */

/* The parent of vfork waits, unless it is killed; then the child can't tell it any more */
static void wait_for_vfork_done(struct task_struct *child, struct completion *vfork)
{
	if (wait_for_completion_killable(vfork)) {
		task_lock(child);
		child->vfork_done = NULL;
		task_unlock(child);
	}
	put_task_struct(child);
}

/*
 * do_fork - make a task and let it run.  As copy_process(); @parent_tidptr gets the new pid with
 * CLONE_PARENT_SETTID.  The new task's pid, or the error.  May sleep.
 */
long do_fork(unsigned long clone_flags, unsigned long stack_start, unsigned long stack_size,
	     int __user *parent_tidptr, int __user *child_tidptr)
{
	struct task_struct *p = copy_process(clone_flags, stack_start, stack_size, child_tidptr);
	struct completion vfork;
	long nr;

	if (IS_ERR(p))
		return PTR_ERR(p);
	nr = p->pid;
	if (clone_flags & CLONE_PARENT_SETTID)
		put_user((int)nr, parent_tidptr);
	if (clone_flags & CLONE_VFORK) {
		p->vfork_done = &vfork;
		init_completion(&vfork);
		get_task_struct(p);
	}
	wake_up_process(p);
	if (clone_flags & CLONE_VFORK)
		wait_for_vfork_done(p, &vfork);
	return nr;
}

/*
 * kernel_thread - run @fn(@arg) in a thread of its own.  @flags, CLONE_*, say what it shares
 * with its parent.  Its pid, or as copy_process().
 */
pid_t kernel_thread(int (*fn)(void *), void *arg, unsigned long flags)
{
	return do_fork(flags | CLONE_VM | CLONE_UNTRACED, (unsigned long)fn, (unsigned long)arg,
		       NULL, NULL);
}

SYSCALL_DEFINE0(fork)
{
	return do_fork(SIGCHLD, 0, 0, NULL, NULL);
}

SYSCALL_DEFINE0(vfork)
{
	return do_fork(CLONE_VFORK | CLONE_VM | SIGCHLD, 0, 0, NULL, NULL);
}

SYSCALL_DEFINE5(clone, unsigned long, clone_flags, unsigned long, newsp, int __user *, parent_tidptr,
		int, tls_val, int __user *, child_tidptr)
{
	return do_fork(clone_flags, newsp, 0, parent_tidptr, child_tidptr);
}

SYSCALL_DEFINE1(set_tid_address, int __user *, tidptr)
{
	current->clear_child_tid = tidptr;
	return current->pid;
}

void set_task_comm(struct task_struct *tsk, const char *name)
{
	strlcpy(tsk->comm, name, sizeof(tsk->comm));
}
