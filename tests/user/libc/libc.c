/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a C library makes of the kernel: start-up, stdio, malloc, signals, threads, processes, shared memory, floating point.
 * The same source by glibc (hard float, soft float, position independent, dynamic) and by musl.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int tests, bad;

static void ok(int good, const char *name)
{
	printf("%s%sok %d - %s\n", getenv("TAP_INDENT") ? "    " : "", good ? "" : "not ", ++tests, name);
	fflush(stdout);
	bad += !good;
}

static int allocates(void)
{
	enum { N = 300 };
	static char *p[N];

	for (int i = 0; i < 3000; i++) {
		int n = rand() % N;
		size_t size = 1 + rand() % (i % 50 ? 4000 : 400000);

		if (p[n] && *p[n] != (char)n)
			return 0;
		p[n] = realloc(p[n], size);
		if (!p[n])
			return 0;
		memset(p[n], n, size);
	}
	for (int i = 0; i < N; i++)
		free(p[i]);
	return 1;
}

static int uses_files(void)
{
	char line[100];
	struct stat st;
	FILE *f = fopen("/tmp/libc", "w+");
	int sum = 0;

	if (!f)
		return 0;
	for (int i = 0; i < 1000; i++)
		fprintf(f, "%d line\n", i);
	fflush(f);
	rewind(f);
	while (fgets(line, sizeof(line), f))
		sum += atoi(line);
	if (fstat(fileno(f), &st) || st.st_size != 8890)
		return 0;
	fclose(f);
	return sum == 499500 && unlink("/tmp/libc") == 0 && access("/tmp/libc", F_OK) == -1 && errno == ENOENT;
}

static volatile sig_atomic_t caught;
static sigjmp_buf jump;

static void catch(int sig)
{
	caught = sig;
}

static void leave(int sig)
{
	siglongjmp(jump, sig);
}

static int catches_signals(void)
{
	struct itimerval t = { { 0, 0 }, { 0, 20000 } };

	signal(SIGUSR1, catch);
	raise(SIGUSR1);
	if (caught != SIGUSR1)
		return 0;
	signal(SIGSEGV, leave);
	if (!sigsetjmp(jump, 1)) {
		*(volatile int *)16 = 1;
		return 0;
	}
	signal(SIGSEGV, SIG_DFL);
	signal(SIGALRM, catch);
	setitimer(ITIMER_REAL, &t, NULL);
	pause();
	return caught == SIGALRM;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static __thread int mine = 7;
static int total, ready;

static void *thread(void *arg)
{
	double x = (double)(long)arg;

	for (int i = 0; i < 500; i++) {
		pthread_mutex_lock(&mutex);
		total++;
		mine++;
		pthread_mutex_unlock(&mutex);
		x = x * 1.0000001 + 0.5;
	}
	pthread_mutex_lock(&mutex);
	ready++;
	pthread_cond_signal(&cond);
	pthread_mutex_unlock(&mutex);
	return (void *)(long)(mine == 507 && x > 249 ? 1 : 0);
}

static int has_threads(void)
{
	pthread_t t[8];
	void *result;
	int good = 1;

	for (long i = 0; i < 8; i++)
		if (pthread_create(&t[i], NULL, thread, (void *)i))
			return 0;
	pthread_mutex_lock(&mutex);
	while (ready < 8)
		pthread_cond_wait(&cond, &mutex);
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < 8; i++) {
		pthread_join(t[i], &result);
		good &= result != NULL;
	}
	return good && total == 4000 && mine == 7;
}

static int has_children(void)
{
	int fds[2], status, sum = 0, value;

	if (pipe(fds))
		return 0;
	for (int i = 0; i < 10; i++) {
		pid_t pid = fork();

		if (!pid) {
			value = i * i;
			_exit(write(fds[1], &value, sizeof(value)) == sizeof(value) ? i : 99);
		}
		if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != i)
			return 0;
		if (read(fds[0], &value, sizeof(value)) != sizeof(value))
			return 0;
		sum += value;
	}
	close(fds[0]);
	close(fds[1]);
	return sum == 285;
}

static int calculates(void)
{
	volatile double two = 2.0, sum = 0;

	for (int i = 1; i < 2000; i++)
		sum += 1.0 / i / i;
	return sum > 1.644 && sum < 1.645 && two / 3.0 > 0.6666 && (long long)(two * 1e15) == 2000000000000000ll;
}

static int knows_the_system(void)
{
	struct utsname u;
	struct timespec a, b;
	struct timespec ms = { 0, 5000000 };

	if (uname(&u) || strcmp(u.machine, "armv7l") || atoi(u.release) < 3)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &a);
	nanosleep(&ms, NULL);
	clock_gettime(CLOCK_MONOTONIC, &b);
	return (b.tv_sec - a.tv_sec) * 1000000000ll + b.tv_nsec - a.tv_nsec >= 5000000 &&
	       getauxval(AT_PAGESZ) == 4096 && sysconf(_SC_PAGESIZE) == 4096;
}

static int maps_memory(void)
{
	char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *q;

	if (p == MAP_FAILED)
		return 0;
	memset(p, 1, 1 << 20);
	q = mremap(p, 1 << 20, 2 << 20, MREMAP_MAYMOVE);
	if (q == MAP_FAILED || q[(1 << 20) - 1] != 1 || q[1 << 20])
		return 0;
	return !mprotect(q, 4096, PROT_READ) && !madvise(q, 1 << 20, MADV_DONTNEED) && !munmap(q, 2 << 20);
}

static int shares_memory(void)
{
	int fd = shm_open("/libc", O_RDWR | O_CREAT | O_EXCL, 0600), id = shmget(IPC_PRIVATE, 5000, 0600);
	char *p, *q = shmat(id, NULL, 0);
	struct shmid_ds ds;

	if (fd < 0 || ftruncate(fd, 5000) || shm_unlink("/libc") || q == (char *)-1)
		return 0;
	p = mmap(NULL, 5000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED || shmctl(id, IPC_STAT, &ds) || ds.shm_segsz != 5000 || ds.shm_nattch != 1 ||
	    ds.shm_cpid != getpid() || ds.shm_perm.mode != 0600 || ds.shm_ctime > ds.shm_atime)
		return 0;
	if (!fork()) {
		p[4999] = 5;
		q[4999] = 6;
		_exit(0);
	}
	wait(NULL);
	return p[4999] == 5 && q[4999] == 6 && !close(fd) && !shmctl(id, IPC_RMID, NULL) && !shmdt(q);
}

int main(void)
{
	printf("%s1..9\n", getenv("TAP_INDENT") ? "    " : "");
	ok(allocates(), "libc.malloc");
	ok(uses_files(), "libc.stdio");
	ok(catches_signals(), "libc.signals");
	ok(has_threads(), "libc.threads");
	ok(has_children(), "libc.children");
	ok(calculates(), "libc.floating_point");
	ok(knows_the_system(), "libc.system");
	ok(maps_memory(), "libc.memory");
	ok(shares_memory(), "libc.shared_memory");
	return bad != 0;
}
