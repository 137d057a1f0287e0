/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads: clone, TLS, futexes, exit of one and of all, robust lists. */
#include "user.h"

#define THREADS 8

static volatile int lock, counter, woken;
static volatile int word;

static inline int cmpxchg(volatile int *p, int old, int new)
{
	return __sync_val_compare_and_swap(p, old, new);
}

/* Drepper's mutex: 0 free, 1 held, 2 held and waited for */
static void take(volatile int *m)
{
	int c = cmpxchg(m, 0, 1);

	while (c) {
		if (c == 2 || cmpxchg(m, 1, 2))
			SYS(futex, m, FUTEX_WAIT | FUTEX_PRIVATE, 2, NULL);
		c = cmpxchg(m, 0, 2);
	}
}

static void give(volatile int *m)
{
	if (__sync_fetch_and_sub(m, 1) != 1) {
		*m = 0;
		SYS(futex, m, FUTEX_WAKE | FUTEX_PRIVATE, 1);
	}
}

static int count(void *unused)
{
	for (int i = 0; i < 2000; i++) {
		int c;

		take(&lock);
		c = counter;
		if (i % 64 == 0)
			SYS(sched_yield);
		counter = c + 1;
		give(&lock);
	}
	return 0;
}

/* Do threads share memory, and does a futex mutex keep them apart? */
TEST(thread, mutex)
{
	struct thread t[THREADS];

	counter = 0;
	for (int i = 0; i < THREADS; i++)
		CHECK(thread_start(&t[i], count, NULL) > 0);
	for (int i = 0; i < THREADS; i++)
		thread_join(&t[i]);
	CHECK_EQ(counter, THREADS * 2000);
}

static int ids[2];

static int note_ids(void *unused)
{
	ids[0] = (int)getpid();
	ids[1] = (int)gettid();
	return 0;
}

/* Have threads one pid and each its tid? */
TEST(thread, ids)
{
	struct thread t;
	int tid = thread_start(&t, note_ids, NULL);

	thread_join(&t);
	CHECK_EQ(ids[0], getpid());
	CHECK_EQ(ids[1], tid);
	CHECK_EQ(t.tid, tid);
	CHECK(tid != ids[0]);
}

static ulong get_tls(void)
{
	ulong tls;

	__asm__ volatile("mrc p15, 0, %0, c13, c0, 3" : "=r" (tls));
	return tls;
}

static int tls_bad;

static int keeps_tls(void *arg)
{
	for (int i = 0; i < 200; i++) {
		if (get_tls() != (ulong)arg)
			tls_bad++;
		SYS(sched_yield);
	}
	return 0;
}

/* Is the TLS register each thread's own, over switches, and does set_tls set it? */
TEST(thread, tls)
{
	char *stack = map(4 * 16 * PAGE);
	static int alive[4], tid;

	SYS(ARM_set_tls, 0x12345678);
	for (int i = 0; i < 4; i++) {
		alive[i] = 1;
		CHECK(clone_thread(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS |
				   CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID, stack + (i + 1) * 16 * PAGE, &tid,
				   (void *)(0x1000ul + i), &alive[i], keeps_tls, (void *)(0x1000ul + i)) > 0);
	}
	for (int i = 0; i < 4; i++)
		while (*(volatile int *)&alive[i])
			SYS(sched_yield);
	CHECK_EQ(tls_bad, 0);
	CHECK_EQ(get_tls(), 0x12345678);
	CHECK_EQ(((ulong (*)(void))0xffff0fe0)(), 0x12345678);
	unmap(stack, 4 * 16 * PAGE);
}

static int waiter(void *unused)
{
	while (!word)
		SYS(futex, &word, FUTEX_WAIT, 0, NULL);
	__sync_fetch_and_add(&woken, 1);
	return 0;
}

/* Does FUTEX_WAKE wake as many as it says, and REQUEUE move the rest? */
TEST(thread, wake_and_requeue)
{
	struct thread t[4];
	static int other;
	long moved;

	word = 0, woken = 0;
	for (int i = 0; i < 4; i++)
		thread_start(&t[i], waiter, NULL);
	pause_ms(50);
	CHECK_EQ(SYS(futex, &word, FUTEX_CMP_REQUEUE, 1, 100, &other, 55), -EAGAIN);
	word = 1;
	moved = SYS(futex, &word, FUTEX_CMP_REQUEUE, 1, 0x7fffffff, &other, 1);
	CHECK_EQ(moved, 4);
	pause_ms(50);
	CHECK_EQ(woken, 1);
	CHECK_EQ(SYS(futex, &other, FUTEX_WAKE, 2), 2);
	pause_ms(50);
	CHECK_EQ(woken, 3);
	CHECK_EQ(SYS(futex, &other, FUTEX_WAKE, 100), 1);
	for (int i = 0; i < 4; i++)
		thread_join(&t[i]);
	CHECK_EQ(woken, 4);
}

/* What does futex refuse, and does its time-out come in time? */
TEST(thread, futex_errors)
{
	struct timespec t = { 0, 30000000 }, bad = { 0, 1000000000 };
	static int f;
	u64 start = now();

	f = 3;
	CHECK_EQ(SYS(futex, &f, FUTEX_WAIT, 4, NULL), -EAGAIN);
	CHECK_EQ(SYS(futex, (char *)&f + 1, FUTEX_WAIT, 3, NULL), -EINVAL);
	CHECK_EQ(SYS(futex, NULL, FUTEX_WAIT, 3, NULL), -EFAULT);
	CHECK_EQ(SYS(futex, 0xc0000000, FUTEX_WAKE, 3, NULL), -EFAULT);
	CHECK_EQ(SYS(futex, &f, 99, 3, NULL), -ENOSYS);
	CHECK_EQ(SYS(futex, &f, FUTEX_WAIT, 3, &bad), -EINVAL);
	CHECK_EQ(SYS(futex, &f, FUTEX_WAIT, 3, (void *)4), -EFAULT);
	CHECK_EQ(SYS(futex, &f, FUTEX_WAIT_BITSET, 3, NULL, NULL, 0), -EINVAL);
	CHECK_EQ(SYS(futex, &f, FUTEX_WAIT, 3, &t), -ETIMEDOUT);
	CHECK(now() - start >= 30000000);
	CHECK(now() - start < 2000000000);
	CHECK_EQ(SYS(futex, &f, FUTEX_WAKE, 3), 0);
}

/* Does a futex in shared memory work between processes, at different addresses? */
TEST(thread, shared_futex)
{
	volatile int *f = (volatile int *)map_shared(PAGE), *g;
	int pid;

	g = (volatile int *)SYS(mremap, f, 0, PAGE, MREMAP_MAYMOVE);
	NEED(!IS_ERR(g) && g != f);
	pid = fork();
	if (!pid) {
		while (!*g)
			SYS(futex, g, FUTEX_WAIT, 0, NULL);
		exit(*g);
	}
	pause_ms(30);
	*f = 6;
	CHECK_EQ(SYS(futex, f, FUTEX_WAKE, 1), 1);
	CHECK_EQ(wait_for(pid), 6 << 8);
	unmap(f, PAGE);
	unmap(g, PAGE);
}

struct robust { struct robust *next; };
struct robust_head { struct robust list; long offset; struct robust *pending; };
static struct { struct robust node; int futex; } held;
static struct robust_head head;

static int dies_holding(void *unused)
{
	head.list.next = &held.node;
	held.node.next = &head.list;
	head.offset = offsetof(__typeof__(held), futex) - offsetof(__typeof__(held), node);
	SYS(set_robust_list, &head, sizeof(head));
	held.futex = (int)gettid();
	return 0;
}

/* Is a futex that its owner died with marked, FUTEX_OWNER_DIED? */
TEST(thread, robust_list)
{
	struct thread t;

	CHECK_EQ(SYS(set_robust_list, &head, 5), -EINVAL);
	CHECK(thread_start(&t, dies_holding, NULL) > 0);
	thread_join(&t);
	CHECK_EQ(held.futex & 0x40000000, 0x40000000);
}

static int forever(void *unused)
{
	for (;;)
		SYS(sched_yield);
	return 0;
}

static int group_exit(void *unused)
{
	struct thread t[3];

	for (int i = 0; i < 3; i++)
		thread_start(&t[i], forever, NULL);
	return 7;
}

static int faults(void *unused)
{
	*(volatile int *)4 = 1;
	return 0;
}

static int one_faults(void *unused)
{
	struct thread t;

	thread_start(&t, faults, NULL);
	for (;;)
		SYS(pause);
	return 0;
}

/* Does exit_group end all threads, and a fatal signal in one as well? */
TEST(thread, group_exit)
{
	CHECK_EQ(in_child(group_exit, NULL), 7 << 8);
	CHECK_EQ(killed(in_child(one_faults, NULL)), SIGSEGV);
}

static int leader_leaves_last(void *unused)
{
	pause_ms(50);
	exit(21);
}

static int leader_leaves(void *unused)
{
	struct thread t;

	thread_start(&t, leader_leaves_last, NULL);
	for (;;)
		SYS(exit, 3);
	return 0;
}

/* When the first thread leaves before the others, is the process there until the last? */
TEST(thread, leader_first)
{
	CHECK_EQ(in_child(leader_leaves, NULL), 21 << 8);
}

static int execs(void *unused)
{
	static char *const args[] = { "thread", "exit", NULL }, *const envp[] = { NULL };

	return 100 - (int)SYS(execve, "/proc/self/exe", args, envp);
}

static int exec_in_thread(void *leader_too)
{
	struct thread t[3];

	thread_start(&t[0], forever, NULL);
	thread_start(&t[1], forever, NULL);
	if (leader_too)
		return execs(NULL);
	thread_start(&t[2], execs, NULL);
	return forever(NULL);
}

/* Does exec from any thread end the others, and keep the process's pid? */
TEST(thread, exec)
{
	CHECK_EQ(in_child(exec_in_thread, (void *)1), 33 << 8);
	CHECK_EQ(in_child(exec_in_thread, (void *)0), 33 << 8);
}

static char *area;

static int maps(void *arg)
{
	for (int i = 0; i < 100; i++) {
		char *p = map((1 + i % 5) * PAGE);

		if (IS_ERR(p))
			return 1;
		*p = (char)i;
		SYS(mprotect, p, PAGE, PROT_READ);
		unmap(p, (1 + i % 5) * PAGE);
		area[(long)arg * PAGE + i % 7 * THREADS * PAGE] = 1;
	}
	return 0;
}

/* Do threads that map, fault and unmap at the same time leave the address space whole? */
TEST(thread, mapping)
{
	struct thread t[THREADS];
	int before;

	area = map(7 * THREADS * PAGE);
	before = count_areas();
	for (int i = 0; i < THREADS; i++)
		CHECK(thread_start(&t[i], maps, (void *)(long)i) > 0);
	for (int i = 0; i < THREADS; i++)
		thread_join(&t[i]);
	CHECK_EQ(count_areas(), before);
	unmap(area, 7 * THREADS * PAGE);
}

/* What does clone refuse? */
TEST(thread, clone_errors)
{
	CHECK_EQ(SYS(clone, CLONE_THREAD, 0, 0, 0, 0), -EINVAL);
	CHECK_EQ(SYS(clone, CLONE_SIGHAND, 0, 0, 0, 0), -EINVAL);
	CHECK_EQ(SYS(clone, CLONE_SIGHAND | CLONE_THREAD, 0, 0, 0, 0), -EINVAL);
}

int main(void)
{
	return argc > 1 ? 33 : run_tests();
}

static int waits(void *unused)
{
	while (SYS(pause) < 0)
		;
	return 0;
}

static int faults_later(void *unused)
{
	pause_ms(50);
	*(volatile int *)0 = 1;
	return 0;
}

/* A child whose first thread ends at once, while another runs @fn */
static int leaderless(int (*fn)(void *))
{
	int pid = fork();

	if (!pid) {
		static struct thread t;

		thread_start(&t, fn, NULL);
		SYS(exit, 0);
	}
	pause_ms(50);
	return pid;
}

/* Is a process whose first thread has ended like any other for signals, stops, waits and /proc? */
TEST(thread, leader_has_ended)
{
	int pid = leaderless(waits), status = 0;
	char path[40];

	NEED(pid > 0);
	CHECK_EQ(SYS(wait4, pid, &status, WNOHANG, NULL), 0);
	for (int i = 0; i < 4; i++) {
		static const char *const file[] = { "stat", "status", "maps", "cmdline" };

		format(path, sizeof(path), "/proc/%d/%s", pid, file[i]);
		CHECK(slurp(path) != NULL);
	}
	CHECK_EQ(SYS(kill, pid, SIGSTOP), 0);
	CHECK_EQ(SYS(wait4, pid, &status, WUNTRACED, NULL), pid);
	CHECK_EQ(status, SIGSTOP << 8 | 0x7f);
	CHECK_EQ(SYS(kill, pid, SIGCONT), 0);
	CHECK_EQ(SYS(wait4, pid, &status, WCONTINUED, NULL), pid);
	CHECK_EQ(status, 0xffff);
	CHECK_EQ(SYS(kill, pid, 0), 0);
	CHECK_EQ(SYS(kill, pid, SIGTERM), 0);
	CHECK_EQ(wait_for(pid), SIGTERM);
	pid = leaderless(waits);
	CHECK_EQ(SYS(kill, pid, SIGKILL), 0);
	CHECK_EQ(wait_for(pid), SIGKILL);
	pid = leaderless(faults_later);
	CHECK_EQ(wait_for(pid), SIGSEGV);
}
