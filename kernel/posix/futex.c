/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Futexes: waiting for a word of the program's memory to change.
 *
 * Idea.  Locks of programs are words that they change by themselves; only who has to wait, or to wake
 * somebody, calls the kernel.  A waiter is found by what memory the word is, not by its address:
 *
 *     private   (address space, address)
 *     shared    (file, page number, offset in the page): the same in every process that maps it
 *
 *   futex_wait   hash chain locked; *uaddr still val? queued, asleep     else EAGAIN
 *   futex_wake   hash chain locked; up to n waiters of the key taken out and woken
 *
 * Invariants
 *   U1  who is queued saw *uaddr == val while it held the chain's lock, and a waker takes that lock
 *       after the word was changed: no wake-up is lost
 *   U2  a waiter leaves the chain by itself (time, signal) or by being woken: lock_ptr says which
 *
 * The word is read with page faults disabled, under the lock; if its page isn't there, the lock is
 * released, the page faulted in, and all begins again.
 *
 * Locking: a hash chain's lock, below mmap_sem.  Different from Linux: no PI futexes.
 * Tests: tests/user/thread.c
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#define FUTEX_HASHBITS	6

/* What memory a word is; ptr NULL: none yet */
union futex_key {
	struct {
		void *ptr;		/* mm_struct, or inode */
		unsigned long word;	/* page of the address, or of the file */
		unsigned int offset;	/* in the page; bit 0: shared, with a reference of the inode */
	};
};

#define FUT_OFF_INODE	1

struct futex_hash_bucket {
	spinlock_t lock;
	struct list_head chain;
};

static struct futex_hash_bucket futex_queues[1 << FUTEX_HASHBITS];

/* Somebody who waits */
struct futex_q {
	struct list_head list;
	struct task_struct *task;
	spinlock_t *lock_ptr;		/* of its chain; NULL: woken */
	union futex_key key;
	u32 bitset;
};

static int __init futex_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(futex_queues); i++) {
		spin_lock_init(&futex_queues[i].lock);
		INIT_LIST_HEAD(&futex_queues[i].chain);
	}
	return 0;
}
device_initcall(futex_init);

/* ------------------------------------------------------------------ keys */

static struct futex_hash_bucket *hash_futex(const union futex_key *key)
{
	unsigned long h = (unsigned long)key->ptr ^ key->word ^ key->offset << 20;

	return &futex_queues[hash_long(h, FUTEX_HASHBITS)];
}

static bool match_futex(const union futex_key *a, const union futex_key *b)
{
	return a->ptr == b->ptr && a->word == b->word && a->offset == b->offset;
}

/* The key of the word at @uaddr.  0; -EINVAL (unaligned), -EFAULT.  Give it back by put_futex_key(). */
static int get_futex_key(u32 __user *uaddr, bool shared, union futex_key *key, bool write)
{
	unsigned long address = (unsigned long)uaddr;
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	u32 word;

	key->offset = (unsigned int)offset_in_page(address);
	if (address % sizeof(u32))
		return -EINVAL;
	if (!access_ok(VERIFY_WRITE, uaddr, sizeof(u32)))
		return -EFAULT;
	address &= PAGE_MASK;
	key->ptr = mm;
	key->word = address;
	if (!shared)
		return 0;
	/* It must be there, and an area tells whose it is */
	if (get_user(word, uaddr))
		return -EFAULT;
	down_read(&mm->mmap_sem);
	vma = find_vma(mm, address);
	if (!vma || vma->vm_start > address) {
		up_read(&mm->mmap_sem);
		return -EFAULT;
	}
	if (vma->vm_flags & VM_MAYSHARE && vma->vm_file) {
		key->ptr = ihold(file_inode(vma->vm_file));
		key->word = linear_page_index(vma, address);
		key->offset |= FUT_OFF_INODE;
	}
	up_read(&mm->mmap_sem);
	return 0;
}

static void put_futex_key(union futex_key *key)
{
	if (key->ptr && key->offset & FUT_OFF_INODE)
		iput(key->ptr);
	key->ptr = NULL;
}

/* The word, without a fault: 0, -EFAULT */
static int get_futex_value_locked(u32 *dest, u32 __user *from)
{
	int ret;

	pagefault_disable();
	ret = __copy_from_user_inatomic(dest, from, sizeof(u32)) ? -EFAULT : 0;
	pagefault_enable();
	return ret;
}

/* The page of @uaddr can be written to afterwards.  0, -EFAULT. */
static int fault_in_user_writeable(u32 __user *uaddr)
{
	struct mm_struct *mm = current->mm;
	int ret;

	down_read(&mm->mmap_sem);
	ret = fixup_user_fault(current, mm, (unsigned long)uaddr, FAULT_FLAG_WRITE);
	up_read(&mm->mmap_sem);
	return ret < 0 ? ret : 0;
}

/* ------------------------------------------------------------------ wake */

/* @q leaves its chain and runs.  Holds the chain's lock. */
static void wake_futex(struct futex_q *q)
{
	struct task_struct *p = q->task;

	list_del(&q->list);
	get_task_struct(p);
	/* From here on @q, on the waiter's stack, may be gone */
	smp_mb();
	WRITE_ONCE(q->lock_ptr, NULL);
	wake_up_state(p, TASK_NORMAL);
	put_task_struct(p);
}

/* Up to @nr_wake waiters of @key in @hb.  How many.  Holds its lock. */
static int wake_chain(struct futex_hash_bucket *hb, const union futex_key *key, int nr_wake, u32 bitset)
{
	struct futex_q *this, *next;
	int woken = 0;

	list_for_each_entry_safe(this, next, &hb->chain, list) {
		if (woken >= nr_wake)
			break;
		if (match_futex(&this->key, key) && this->bitset & bitset) {
			wake_futex(this);
			woken++;
		}
	}
	return woken;
}

static int futex_wake(u32 __user *uaddr, bool shared, int nr_wake, u32 bitset)
{
	struct futex_hash_bucket *hb;
	union futex_key key;
	int ret;

	if (!bitset)
		return -EINVAL;
	ret = get_futex_key(uaddr, shared, &key, false);
	if (ret)
		return ret;
	hb = hash_futex(&key);
	spin_lock(&hb->lock);
	ret = wake_chain(hb, &key, max(nr_wake, 1), bitset);
	spin_unlock(&hb->lock);
	put_futex_key(&key);
	return ret;
}

/* Two chains, in the order of their addresses */
static void double_lock_hb(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2)
	__acquires(&hb1->lock) __acquires(&hb2->lock)
{
	if (hb1 == hb2) {
		spin_lock(&hb1->lock);
		__acquire(&hb2->lock);
	} else {
		spin_lock(hb1 < hb2 ? &hb1->lock : &hb2->lock);
		spin_lock_nested(hb1 < hb2 ? &hb2->lock : &hb1->lock, SINGLE_DEPTH_NESTING);
	}
}

static void double_unlock_hb(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2)
	__releases(&hb1->lock) __releases(&hb2->lock)
{
	spin_unlock(&hb1->lock);
	if (hb1 != hb2)
		spin_unlock(&hb2->lock);
	else
		__release(&hb2->lock);
}

/* Wakes up to @nr_wake waiters of one word, and up to @nr_requeue others wait for another from now on */
static int requeue_chain(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2,
			 const union futex_key *key1, const union futex_key *key2, int nr_wake,
			 int nr_requeue)
{
	struct futex_q *this, *next;
	int done = 0;

	list_for_each_entry_safe(this, next, &hb1->chain, list) {
		if (!match_futex(&this->key, key1))
			continue;
		if (done >= nr_wake && done - nr_wake >= nr_requeue)
			break;
		if (++done <= nr_wake) {
			wake_futex(this);
			continue;
		}
		/* The waiter gives its key back: it has a reference of its own */
		if (key2->offset & FUT_OFF_INODE)
			ihold(key2->ptr);
		if (this->key.offset & FUT_OFF_INODE)
			atomic_dec(&((struct inode *)this->key.ptr)->i_count);	/* key1 keeps it */
		this->key = *key2;
		if (hb1 != hb2) {
			list_move_tail(&this->list, &hb2->chain);
			this->lock_ptr = &hb2->lock;
		}
	}
	return done;
}

static int futex_requeue(u32 __user *uaddr1, bool shared, u32 __user *uaddr2, int nr_wake,
			 int nr_requeue, const u32 *cmpval)
{
	struct futex_hash_bucket *hb1, *hb2;
	union futex_key key1, key2;
	u32 curval;
	int ret;

	if (nr_wake < 0 || nr_requeue < 0)
		return -EINVAL;
retry:
	ret = get_futex_key(uaddr1, shared, &key1, false);
	if (ret)
		return ret;
	ret = get_futex_key(uaddr2, shared, &key2, true);
	if (ret) {
		put_futex_key(&key1);
		return ret;
	}
	hb1 = hash_futex(&key1);
	hb2 = hash_futex(&key2);
	double_lock_hb(hb1, hb2);
	ret = cmpval ? get_futex_value_locked(&curval, uaddr1) : 0;
	if (!ret && cmpval && curval != *cmpval)
		ret = -EAGAIN;
	if (!ret)
		ret = requeue_chain(hb1, hb2, &key1, &key2, nr_wake, nr_requeue);
	double_unlock_hb(hb1, hb2);
	put_futex_key(&key2);
	put_futex_key(&key1);
	if (ret == -EFAULT && !get_user(curval, uaddr1))
		goto retry;
	return ret;
}

/* ------------------------------------------------------------------ FUTEX_WAKE_OP */

#define FUTEX_OP_SET		0
#define FUTEX_OP_ADD		1
#define FUTEX_OP_OR		2
#define FUTEX_OP_ANDN		3
#define FUTEX_OP_XOR		4
#define FUTEX_OP_OPARG_SHIFT	8

/* What @op of @encoded makes of @old; -ENOSYS */
static int futex_op_result(u32 encoded, u32 old, u32 *new)
{
	int oparg = (int)(encoded << 8) >> 20;
	u32 arg = (u32)oparg;

	if (encoded >> 28 & FUTEX_OP_OPARG_SHIFT)
		arg = 1U << (oparg & 31);
	switch (encoded >> 28 & 7) {
	case FUTEX_OP_SET:
		*new = arg;
		return 0;
	case FUTEX_OP_ADD:
		*new = old + arg;
		return 0;
	case FUTEX_OP_OR:
		*new = old | arg;
		return 0;
	case FUTEX_OP_ANDN:
		*new = old & ~arg;
		return 0;
	case FUTEX_OP_XOR:
		*new = old ^ arg;
		return 0;
	}
	return -ENOSYS;
}

/* Does the comparison of @encoded hold for @old?  -ENOSYS. */
static int futex_op_compare(u32 encoded, u32 old)
{
	int cmparg = (int)(encoded << 20) >> 20, val = (int)old;

	switch (encoded >> 24 & 15) {
	case 0:
		return val == cmparg;
	case 1:
		return val != cmparg;
	case 2:
		return val < cmparg;
	case 3:
		return val <= cmparg;
	case 4:
		return val > cmparg;
	case 5:
		return val >= cmparg;
	}
	return -ENOSYS;
}

/*
 * Changes *@uaddr, and answers the comparison with what it was.  The lock of its chain isn't enough:
 * the program changes words without it; so it is a compare and exchange.  -EFAULT, -ENOSYS.
 */
static int futex_atomic_op(u32 encoded, u32 __user *uaddr)
{
	u32 old, new, seen;
	int ret;

	pagefault_disable();
	do {
		ret = __copy_from_user_inatomic(&old, uaddr, sizeof(old)) ? -EFAULT :
		      futex_op_result(encoded, old, &new);
		if (!ret)
			ret = futex_atomic_cmpxchg_inatomic(&seen, uaddr, old, new);
	} while (!ret && seen != old);
	pagefault_enable();
	return ret ?: futex_op_compare(encoded, old);
}

static int futex_wake_op(u32 __user *uaddr1, bool shared, u32 __user *uaddr2, int nr_wake, int nr_wake2,
			 u32 op)
{
	struct futex_hash_bucket *hb1, *hb2;
	union futex_key key1, key2;
	int ret, op_ret;
	u32 word;

retry:
	ret = get_futex_key(uaddr1, shared, &key1, false);
	if (ret)
		return ret;
	ret = get_futex_key(uaddr2, shared, &key2, true);
	if (ret) {
		put_futex_key(&key1);
		return ret;
	}
	hb1 = hash_futex(&key1);
	hb2 = hash_futex(&key2);
	double_lock_hb(hb1, hb2);
	op_ret = futex_atomic_op(op, uaddr2);
	ret = op_ret;
	if (op_ret >= 0)
		ret = wake_chain(hb1, &key1, max(nr_wake, 1), ~0U);
	if (op_ret > 0)
		ret += wake_chain(hb2, &key2, max(nr_wake2, 1), ~0U);
	double_unlock_hb(hb1, hb2);
	put_futex_key(&key2);
	put_futex_key(&key1);
	/* The word's page isn't there, or mustn't be written to yet: a fault */
	if (ret == -EFAULT && !get_user(word, uaddr2) && !fault_in_user_writeable(uaddr2))
		goto retry;
	return ret;
}

/* ------------------------------------------------------------------ wait */

/* @q leaves its chain.  True: by itself; false: it had been woken. */
static bool unqueue_me(struct futex_q *q)
{
	spinlock_t *lock_ptr;
	bool queued = false;

	while ((lock_ptr = READ_ONCE(q->lock_ptr))) {
		spin_lock(lock_ptr);
		/* Requeued meanwhile, or woken? */
		queued = lock_ptr == q->lock_ptr;
		if (queued)
			list_del(&q->list);
		spin_unlock(lock_ptr);
		if (queued)
			break;
	}
	return queued;
}

/* Queued, if *@uaddr is @val: 0.  -EAGAIN, -EFAULT, -EINVAL. */
static int futex_wait_setup(u32 __user *uaddr, u32 val, bool shared, struct futex_q *q)
{
	struct futex_hash_bucket *hb;
	u32 uval;
	int ret;

	for (;;) {
		ret = get_futex_key(uaddr, shared, &q->key, false);
		if (ret)
			return ret;
		hb = hash_futex(&q->key);
		spin_lock(&hb->lock);
		ret = get_futex_value_locked(&uval, uaddr);
		if (!ret && uval != val)
			ret = -EAGAIN;
		if (!ret) {
			q->lock_ptr = &hb->lock;
			list_add_tail(&q->list, &hb->chain);
			__set_current_state(TASK_INTERRUPTIBLE);
		}
		spin_unlock(&hb->lock);
		if (!ret)
			return 0;
		put_futex_key(&q->key);
		if (ret != -EFAULT || get_user(uval, uaddr))
			return ret;
	}
}

static long futex_wait_restart(struct restart_block *restart);

/* @expires: ns after boot, ~0: none */
static long futex_wait(u32 __user *uaddr, bool shared, u32 val, u64 expires, u32 bitset)
{
	struct restart_block *restart = &current->restart_block;
	struct futex_q q = { .task = current, .bitset = bitset };
	bool in_time = true;
	int ret;

	if (!bitset)
		return -EINVAL;
	do {
		ret = futex_wait_setup(uaddr, val, shared, &q);
		if (ret)
			return ret;
		if (READ_ONCE(q.lock_ptr) && !signal_pending(current))
			in_time = schedule_until(expires);
		__set_current_state(TASK_RUNNING);
		ret = unqueue_me(&q) ? (in_time ? 1 : -ETIMEDOUT) : 0;
		put_futex_key(&q.key);
		/* 1: neither woken nor too late.  A signal, or for nothing at all. */
	} while (ret == 1 && !signal_pending(current));
	if (ret != 1)
		return ret;
	if (expires == ~0ULL)
		return -ERESTARTSYS;
	restart->fn = futex_wait_restart;
	restart->futex.uaddr = uaddr;
	restart->futex.val = val;
	restart->futex.time = expires;
	restart->futex.bitset = bitset;
	restart->futex.flags = shared;
	return -ERESTART_RESTARTBLOCK;
}

static long futex_wait_restart(struct restart_block *restart)
{
	restart->fn = do_no_restart_syscall;
	return futex_wait(restart->futex.uaddr, restart->futex.flags, restart->futex.val,
			  restart->futex.time, restart->futex.bitset);
}

/* ------------------------------------------------------------------ robust lists */

/*
 * A list in the program's memory, of locks that a thread holds: if it ends, who waits for them learns
 * that their owner is dead.
 */
struct robust_list {
	struct robust_list __user *next;
};

struct robust_list_head {
	struct robust_list list;
	long futex_offset;		/* from a list entry to its word */
	struct robust_list __user *list_op_pending;
};

#define ROBUST_LIST_LIMIT	2048

/* The word of a lock that @curr may hold.  0, or -1: it can't be read. */
static int handle_futex_death(u32 __user *uaddr, struct task_struct *curr, bool pi)
{
	u32 uval, nval, mval;

	if ((unsigned long)uaddr % sizeof(u32))
		return -1;
	for (;;) {
		if (get_user(uval, uaddr))
			return -1;
		if ((uval & FUTEX_TID_MASK) != (u32)curr->pid)
			return 0;
		mval = (uval & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
		if (futex_atomic_cmpxchg_inatomic(&nval, uaddr, uval, mval)) {
			if (fault_in_user_writeable(uaddr))
				return -1;
			continue;
		}
		if (nval == uval)
			break;
	}
	if (!pi && uval & FUTEX_WAITERS)
		futex_wake(uaddr, true, 1, ~0U);
	return 0;
}

/* The entry at *@head, whose lowest bit tells of PI */
static int fetch_robust_entry(struct robust_list __user **entry, struct robust_list __user *__user *head,
			      bool *pi)
{
	unsigned long uentry;

	if (get_user(uentry, (unsigned long __user *)head))
		return -EFAULT;
	*entry = (struct robust_list __user *)(uentry & ~1UL);
	*pi = uentry & 1;
	return 0;
}

/* exit_robust_list - the current thread ends, or execs. */
void exit_robust_list(struct task_struct *curr)
{
	struct robust_list_head __user *head = curr->robust_list;
	struct robust_list __user *entry, *next_entry = NULL, *pending;
	unsigned int limit = ROBUST_LIST_LIMIT;
	bool pi, next_pi = false, pip;
	long offset;
	int err = 0;

	curr->robust_list = NULL;
	if (fetch_robust_entry(&entry, &head->list.next, &pi) ||
	    get_user(offset, &head->futex_offset) ||
	    fetch_robust_entry(&pending, &head->list_op_pending, &pip))
		return;
	while (entry != &head->list && !err && limit--) {
		/* The next one first: this one's memory may go as soon as it is free */
		err = fetch_robust_entry(&next_entry, &entry->next, &next_pi);
		if (entry != pending &&
		    handle_futex_death((u32 __user *)((char __user *)entry + offset), curr, pi))
			return;
		entry = next_entry;
		pi = next_pi;
		cond_resched();
	}
	if (pending)
		handle_futex_death((u32 __user *)((char __user *)pending + offset), curr, pip);
}

/* futex_wake_exited - *@uaddr, cleared by a thread that ends: who joins it goes on. */
void futex_wake_exited(int __user *uaddr)
{
	futex_wake((u32 __user *)uaddr, true, 1, ~0U);
}

SYSCALL_DEFINE2(set_robust_list, struct robust_list_head __user *, head, size_t, len)
{
	if (len != sizeof(*head))
		return -EINVAL;
	current->robust_list = head;
	return 0;
}

SYSCALL_DEFINE3(get_robust_list, int, pid, struct robust_list_head __user *__user *, head_ptr,
		size_t __user *, len_ptr)
{
	struct robust_list_head __user *head = NULL;
	struct task_struct *p;

	spin_lock(&tasklist_lock);
	p = pid ? find_task_by_pid(pid) : current;
	if (p)
		head = p->robust_list;
	spin_unlock(&tasklist_lock);
	if (!p)
		return -ESRCH;
	if (put_user(sizeof(*head), len_ptr))
		return -EFAULT;
	return put_user((unsigned long)head, (unsigned long __user *)head_ptr) ? -EFAULT : 0;
}

/* ------------------------------------------------------------------ futex() */

static long do_futex(u32 __user *uaddr, int op, u32 val, u64 expires, u32 __user *uaddr2, u32 val2,
		     u32 val3)
{
	bool shared = !(op & FUTEX_PRIVATE_FLAG);

	switch (op & FUTEX_CMD_MASK) {
	case FUTEX_WAIT:
		return futex_wait(uaddr, shared, val, expires, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAIT_BITSET:
		return futex_wait(uaddr, shared, val, expires, val3);
	case FUTEX_WAKE:
		return futex_wake(uaddr, shared, (int)val, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAKE_BITSET:
		return futex_wake(uaddr, shared, (int)val, val3);
	case FUTEX_REQUEUE:
		return futex_requeue(uaddr, shared, uaddr2, (int)val, (int)val2, NULL);
	case FUTEX_CMP_REQUEUE:
		return futex_requeue(uaddr, shared, uaddr2, (int)val, (int)val2, &val3);
	case FUTEX_WAKE_OP:
		return futex_wake_op(uaddr, shared, uaddr2, (int)val, (int)val2, val3);
	}
	return -ENOSYS;
}

static bool has_timeout(int op)
{
	int cmd = op & FUTEX_CMD_MASK;

	return cmd == FUTEX_WAIT || cmd == FUTEX_WAIT_BITSET;
}

/*
 * FUTEX_WAIT waits for so long, FUTEX_WAIT_BITSET until then: @expires in ns after boot, ~0 without a
 * time.  0, -EFAULT, -EINVAL.
 */
static int futex_expires(int op, const void __user *utime, bool time64, u64 *expires)
{
	int err;

	*expires = ~0ULL;
	if (!utime || !has_timeout(op))
		return 0;
	err = get_user_time(utime, time64, expires);
	if (err)
		return err;
	if ((op & FUTEX_CMD_MASK) == FUTEX_WAIT)
		*expires += ktime_get_ns();
	else if (op & FUTEX_CLOCK_REALTIME)
		*expires -= min(*expires, ktime_get_real_ns() - ktime_get_ns());
	return 0;
}

/* Calls without a time have a number in its place */
SYSCALL_DEFINE6(futex, u32 __user *, uaddr, int, op, u32, val, const void __user *, utime,
		u32 __user *, uaddr2, u32, val3)
{
	u64 expires;
	int err = futex_expires(op, utime, false, &expires);

	return err ?: do_futex(uaddr, op, val, expires, uaddr2, (u32)(unsigned long)utime, val3);
}

SYSCALL_DEFINE6(futex_time64, u32 __user *, uaddr, int, op, u32, val, const void __user *, utime,
		u32 __user *, uaddr2, u32, val3)
{
	u64 expires;
	int err = futex_expires(op, utime, true, &expires);

	return err ?: do_futex(uaddr, op, val, expires, uaddr2, (u32)(unsigned long)utime, val3);
}
