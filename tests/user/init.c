/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The first program of the tests' initrd: runs the others one after the other, each as one test, and exits
 * with 1 when one failed.  A program passes when it exits with 0; TIMEOUT seconds, or timeout=SECONDS, are all that it gets.
 *
 * Arguments name the programs (those of /tests/list without any), -NAME leaves one out; "repeat" runs each twice and demands that
 * the second run leaves as much free memory as the first, and the counters of memory as they were: what a program
 * took, it must have given back.
 * "verbose" has each test named before it starts.  "exec PATH" becomes that program instead.
 */
#include "user.h"

#define TIMEOUT	60

static char list[4096];
static char *names[200];
static int count, repeat, verbose, seconds = TIMEOUT;

static void leave_out(const char *name)
{
	for (int i = 0; i < count; i++) {
		if (!strcmp(names[i], name)) {
			count--;
			memmove(names + i, names + i + 1, (count - i) * sizeof(names[0]));
		}
	}
}

static void add_words(char *text)
{
	while (*text) {
		while (*text == ' ' || *text == '\n')
			*text++ = 0;
		if (*text && count < (int)ARRAY_SIZE(names))
			names[count++] = text;
		while (*text && *text != ' ' && *text != '\n')
			text++;
	}
}

/* Console, proc and devices, where the kernel leaves them to init.  What is there already says EBUSY or EEXIST. */
static void set_up(void)
{
	SYS(mkdir, "/proc", 0755);
	SYS(mkdir, "/tmp", 01777);
	SYS(mkdir, "/dev", 0755);
	SYS(mkdir, "/dev/shm", 01777);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	SYS(mknod, "/dev/console", S_IFCHR | 0600, 5 << 8 | 1);
	SYS(mknod, "/dev/null", S_IFCHR | 0666, 1 << 8 | 3);
	SYS(mknod, "/dev/zero", S_IFCHR | 0666, 1 << 8 | 5);
	SYS(mknod, "/dev/full", S_IFCHR | 0666, 1 << 8 | 7);
	SYS(mknod, "/dev/random", S_IFCHR | 0666, 1 << 8 | 8);
	SYS(mknod, "/dev/urandom", S_IFCHR | 0666, 1 << 8 | 9);
	if (SYS(fcntl64, 1, F_GETFD) < 0)
		for (int fd = 0; fd < 3; fd++)
			SYS(open, "/dev/console", O_RDWR);
	on_signal(SIGINT, SIG_IGN, 0);
}

/* With those of slab caches: how many of them the same objects take is a matter of the order in which they come and go */
static ulong free_pages(void)
{
	struct sysinfo info;

	return SYS(sysinfo, &info) ? 0 : info.freeram / PAGE * info.mem_unit + (ulong)field("/proc/meminfo", "Slab") / 4;
}

/* Lines of /proc/meminfo that count what programs have: KiB */
static const char *const counters[] = { "Mlocked", "AnonPages", "Mapped", "KernelStack", "PageTables", "Committed_AS" };

struct stock {
	ulong free;
	long kib[ARRAY_SIZE(counters)];
};

static void take_stock(struct stock *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++)
		s->kib[i] = field("/proc/meminfo", counters[i]);
	s->free = free_pages();
}

/* What the second run didn't leave as the first one had */
static int compare(const char *name, const struct stock *first, const struct stock *second)
{
	int bad = 0;

	if (second->free < first->free) {
		print("# %s: the second run leaves %ld pages less than the first\n", name, first->free - second->free);
		bad = 1;
	}
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++) {
		if (first->kib[i] == second->kib[i])
			continue;
		print("# %s: %s %ld kB after the first run, %ld after the second\n", name, counters[i], first->kib[i],
		      second->kib[i]);
		bad = 1;
	}
	return bad;
}

static int seconds_of(const char *text)
{
	return (int)number(&text, 10);
}

/* One run: the wait status.  Children that a program left behind are ended and waited for. */
static int run_once(const char *name)
{
	static char *envp[] = { "TAP_INDENT=4", "PATH=/bin", "HOME=/", "TERM=linux", NULL, NULL };
	const struct itimerval limit = { { 0, 0 }, { seconds, 0 } };
	char path[64], *args[] = { path, NULL };
	int status, pid;

	format(path, sizeof(path), "/tests/%s", name);
	if (verbose)
		envp[4] = "TAP_VERBOSE=1";
	pid = fork();
	if (!pid) {
		SYS(setpgid, 0, 0);
		SYS(setitimer, ITIMER_REAL, &limit, NULL);
		exit(100 - (int)SYS(execve, path, args, envp));
	}
	status = pid;
	/* Orphans come here, too */
	for (int ended = 0; pid > 0 && ended != pid;)
		ended = (int)SYS(wait4, -1, &status, 0, NULL);
	if (pid > 0)
		SYS(kill, -pid, SIGKILL);
	while (SYS(wait4, -1, NULL, 0, NULL) > 0)
		;
	return status;
}

static int report(int n, const char *name, int status, int changed)
{
	const char *fate = exited(status) == 0 && !changed ? "" : "not ";

	if (killed(status))
		print("# %s: killed by signal %d\n", name, killed(status));
	else if (exited(status) > 100)
		print("# %s: errno %d from execve\n", name, exited(status) - 100);
	else if (status)
		print("# %s: status 0x%x\n", name, status);
	print("%sok %d - %s\n", fate, n, name);
	return *fate != 0;
}

int main(void)
{
	int bad = 0;

	set_up();
	if (argc > 2 && !strcmp(argv[1], "exec")) {
		static char *const envp[] = { "PATH=/bin", "HOME=/", "TERM=linux", NULL };

		print("init: can't execute %s: errno %d\n", argv[2], -(int)SYS(execve, argv[2], argv + 2, envp));
		return 1;
	}
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "repeat"))
			repeat = 1;
		else if (!strcmp(argv[i], "verbose"))
			verbose = 1;
		else if (!strncmp(argv[i], "timeout=", 8))
			seconds = seconds_of(argv[i] + 8);
		else if (argv[i][0] != '-' && !strchr(argv[i], '='))
			add_words(argv[i]);
	}
	if (!count) {
		long fd = SYS(open, "/tests/list", O_RDONLY);

		if (fd >= 0 && SYS(read, fd, list, sizeof(list) - 1) > 0)
			add_words(list);
		SYS(close, fd);
	}
	for (int i = 1; i < argc; i++)
		if (argv[i][0] == '-')
			leave_out(argv[i] + 1);
	print("TAP version 14\n1..%d\n", count);
	for (int i = 0; i < count; i++) {
		int status, changed = 0;
		struct stock first, second;

		print("# Subtest: %s\n", names[i]);
		status = run_once(names[i]);
		if (repeat && !status) {
			take_stock(&first);
			print("# %s once more\n", names[i]);
			status = run_once(names[i]);
			take_stock(&second);
			changed = compare(names[i], &first, &second);
		}
		bad += report(i + 1, names[i], status, changed);
	}
	print("# %d of %d programs passed, %d failed\n", count - bad, count, bad);
	return bad != 0;
}
