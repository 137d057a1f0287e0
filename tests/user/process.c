/* SPDX-License-Identifier: GPL-2.0-only */
/* fork, vfork, exec, exit, wait4: what is inherited, what is told. */
#include "user.h"

static volatile int value = 1;

static int change(void *arg)
{
	value = 2;
	return (int)(long)arg;
}

/* Does the exit status arrive, and does a child change nothing of ours? */
TEST(process, status)
{
	CHECK_EQ(in_child(change, (void *)0), 0);
	CHECK_EQ(in_child(change, (void *)42), 42 << 8);
	CHECK_EQ(in_child(change, (void *)0x1ff), 0xff << 8);
	CHECK_EQ(value, 1);
}

static int kill_self(void *sig)
{
	SYS(kill, getpid(), (long)sig);
	return 0;
}

/* Does death by a signal arrive as such? */
TEST(process, killed)
{
	CHECK_EQ(killed(in_child(kill_self, (void *)SIGKILL)), SIGKILL);
	CHECK_EQ(killed(in_child(kill_self, (void *)SIGTERM)), SIGTERM);
	CHECK_EQ(killed(in_child(kill_self, (void *)SIGUSR1)), SIGUSR1);
	CHECK_EQ(in_child(kill_self, (void *)SIGCHLD), 0);
}

/* What does wait4 say without children, with WNOHANG, for others? */
TEST(process, wait_errors)
{
	int status, fds[2], pid;
	char c;

	CHECK_EQ(SYS(wait4, -1, &status, 0, NULL), -ECHILD);
	CHECK_EQ(SYS(wait4, 1, &status, 0, NULL), -ECHILD);
	CHECK_EQ(SYS(wait4, -1, &status, 0x100, NULL), -EINVAL);
	SYS(pipe, fds);
	pid = fork();
	if (!pid) {
		SYS(close, fds[1]);
		SYS(read, fds[0], &c, 1);
		exit(3);
	}
	CHECK_EQ(SYS(wait4, pid, &status, WNOHANG, NULL), 0);
	CHECK_EQ(SYS(wait4, -1, &status, WNOHANG, NULL), 0);
	CHECK_EQ(SYS(wait4, pid + 1000, &status, WNOHANG, NULL), -ECHILD);
	SYS(close, fds[1]);
	CHECK_EQ(SYS(wait4, pid, &status, 0, NULL), pid);
	CHECK_EQ(status, 3 << 8);
	CHECK_EQ(SYS(wait4, pid, &status, 0, NULL), -ECHILD);
	SYS(close, fds[0]);
}

/* Are children of a dead child taken over by init, and not ours? */
static int orphan(void *fd)
{
	int me = getpid();

	if (!fork()) {
		while ((int)SYS(getppid) == me)
			SYS(sched_yield);
		me = (int)SYS(getppid);
		SYS(write, (long)fd, &me, sizeof(me));
		exit(0);
	}
	return 0;
}

TEST(process, orphans)
{
	int fds[2], parent = 0;

	SYS(pipe, fds);
	CHECK_EQ(in_child(orphan, (void *)(long)fds[1]), 0);
	CHECK_EQ(SYS(read, fds[0], &parent, sizeof(parent)), sizeof(parent));
	CHECK_EQ(parent, 1);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
}

static int vforked(void *arg)
{
	value = 77;
	SYS(kill, getpid(), 0);
	return (int)(long)arg;
}

/* Does vfork share memory and let the parent wait until the child is gone? */
TEST(process, vfork)
{
	long pid = vfork_call(vforked, (void *)5);

	CHECK(pid > 0);
	CHECK_EQ(value, 77);
	CHECK_EQ(wait_for((int)pid), 5 << 8);
	value = 1;
}

static int vfork_exec(void *unused)
{
	static char *const args[] = { "process", "exit", "9", NULL }, *const envp[] = { NULL };

	return 100 - (int)SYS(execve, "/proc/self/exe", args, envp);
}

/* vfork and exec: the usual pair? */
TEST(process, vfork_exec)
{
	long pid = vfork_call(vfork_exec, NULL);

	CHECK(pid > 0);
	CHECK_EQ(wait_for((int)pid), 9 << 8);
}

/* Does execve hand over arguments and environment, long ones too, and start afresh? */
TEST(process, exec)
{
	static char big[100000];
	char *args[] = { "process", "args", "", "two words", big, NULL };
	char *envp[] = { "A=1", "B=", NULL };

	memset(big, 'x', sizeof(big) - 1);
	CHECK_EQ(run("/proc/self/exe", args, envp), 0);
}

static int exec_too_big(void *unused)
{
	static char *args[5000], *const envp[] = { NULL };
	static char big[131072 + 10];

	memset(big, 'x', sizeof(big) - 1);
	args[0] = big;
	if (SYS(execve, "/proc/self/exe", args, envp) != -E2BIG)
		return 1;
	big[100000] = 0;
	for (size_t i = 0; i < ARRAY_SIZE(args) - 1; i++)
		args[i] = big;
	return SYS(execve, "/proc/self/exe", args, envp) == -E2BIG ? 0 : 2;
}

/* What does execve refuse, and is the caller unharmed? */
TEST(process, exec_errors)
{
	char *args[] = { "x", NULL }, *envp[] = { NULL };

	CHECK_EQ(SYS(execve, "/no/such", args, envp), -ENOENT);
	CHECK_EQ(SYS(execve, "/tmp", args, envp), -EACCES);
	spit("/tmp/text", "no program");
	CHECK_EQ(SYS(execve, "/tmp/text", args, envp), -EACCES);
	SYS(chmod, "/tmp/text", 0755);
	CHECK_EQ(SYS(execve, "/tmp/text", args, envp), -ENOEXEC);
	CHECK_EQ(SYS(execve, "/tmp/text/x", args, envp), -ENOTDIR);
	CHECK_EQ(SYS(execve, "/proc/self/exe", (char **)1, envp), -EFAULT);
	CHECK_EQ(SYS(execve, NULL, args, envp), -EFAULT);
	CHECK_EQ(SYS(execve, "", args, envp), -ENOENT);
	CHECK_EQ(exited(in_child(exec_too_big, NULL)), 0);
	SYS(unlink, "/tmp/text");
}

/* Is a script run by its interpreter, with its argument and its name? */
TEST(process, script)
{
	char *args[] = { "zero", "last", NULL }, *envp[] = { NULL };
	char text[200], exe[100];
	long n = SYS(readlink, "/proc/self/exe", exe, sizeof(exe) - 1);

	NEED(n > 0);
	exe[n] = 0;
	format(text, sizeof(text), "#!%s script\nrest\n", exe);
	spit("/tmp/script", text);
	SYS(chmod, "/tmp/script", 0755);
	CHECK_EQ(run("/tmp/script", args, envp), 0);
	spit("/tmp/script", "#!/no/such/interpreter\n");
	CHECK_EQ(exited(run("/tmp/script", args, envp)), 100 + ENOENT);
	SYS(unlink, "/tmp/script");
}

/* Are descriptors with FD_CLOEXEC closed by exec, others kept, ignored signals kept, caught ones reset? */
TEST(process, exec_keeps)
{
	char *args[] = { "process", "kept", NULL }, *envp[] = { NULL };
	long kept = SYS(open, "/proc/self/exe", O_RDONLY), closed = SYS(open, "/proc/self/exe", O_RDONLY | O_CLOEXEC);

	CHECK_EQ(SYS(dup2, kept, 20), 20);
	CHECK_EQ(SYS(dup3, closed, 21, O_CLOEXEC), 21);
	on_signal(SIGUSR1, SIG_IGN, 0);
	on_signal(SIGUSR2, (void *)run, 0);
	CHECK_EQ(run("/proc/self/exe", args, envp), 0);
	on_signal(SIGUSR1, SIG_DFL, 0);
	on_signal(SIGUSR2, SIG_DFL, 0);
	SYS(close, 20);
	SYS(close, 21);
	SYS(close, kept);
	SYS(close, closed);
}

/* Has a program that exec started in a table of descriptors that was shared one of its own?  And if exec fails? */
TEST(process, exec_unshares_files)
{
	char *args[] = { "process", "kept", NULL }, *envp[] = { NULL };
	long fd = SYS(open, "/proc/self/exe", O_RDONLY);
	int pid;

	CHECK_EQ(SYS(dup2, fd, 20), 20);
	CHECK_EQ(SYS(dup3, fd, 21, O_CLOEXEC), 21);
	on_signal(SIGUSR1, SIG_IGN, 0);
	pid = (int)SYS(clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (!pid)
		exit((int)SYS(execve, "/proc/self/exe", args, envp));
	CHECK_EQ(wait_for(pid), 0);
	on_signal(SIGUSR1, SIG_DFL, 0);
	CHECK_EQ(SYS(fcntl64, 21, F_GETFD), FD_CLOEXEC);
	pid = (int)SYS(clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (!pid) {
		SYS(execve, "/none", args, envp);
		exit((int)SYS(close, 21));
	}
	CHECK_EQ(wait_for(pid), 0);
	CHECK_EQ(SYS(fcntl64, 21, F_GETFD), -EBADF);
	SYS(close, 20);
	SYS(close, fd);
}

/* Are pids unequal, and is a freed one not used again at once? */
TEST(process, pids)
{
	int last = 0;

	for (int i = 0; i < 20; i++) {
		int pid = fork();

		if (!pid)
			exit(getpid() == gettid() ? 0 : 1);
		CHECK(pid != last);
		CHECK_EQ(wait_for(pid), 0);
		last = pid;
	}
}

static int group_member(void *unused)
{
	for (;;)
		SYS(pause);
	return 0;
}

/* Does kill(-pgid) reach all of a group, and wait for a group all its children? */
TEST(process, groups)
{
	int pids[3], status;

	for (int i = 0; i < 3; i++) {
		pids[i] = fork();
		if (!pids[i])
			exit(group_member(NULL));
		CHECK_EQ(SYS(setpgid, pids[i], pids[0]), 0);
	}
	CHECK_EQ(SYS(getpgid, pids[2]), pids[0]);
	CHECK_EQ(SYS(kill, -pids[0], SIGTERM), 0);
	for (int i = 0; i < 3; i++) {
		CHECK(SYS(wait4, -pids[0], &status, 0, NULL) > 0);
		CHECK_EQ(killed(status), SIGTERM);
	}
	CHECK_EQ(SYS(wait4, -pids[0], &status, 0, NULL), -ECHILD);
	CHECK_EQ(SYS(kill, -pids[0], 0), -ESRCH);
	CHECK_EQ(SYS(kill, 30000, SIGTERM), -ESRCH);
	CHECK_EQ(SYS(kill, getpid(), 65), -EINVAL);
}

/* Do spinning children share the processor, by the timer alone? */
TEST(process, preemption)
{
	volatile u32 *counts = (volatile u32 *)map_shared(PAGE);
	int pids[3];

	for (int i = 0; i < 3; i++) {
		pids[i] = fork();
		if (!pids[i])
			for (;;)
				counts[i]++;
	}
	while (!counts[0] || !counts[1] || !counts[2])
		;
	for (int i = 0; i < 3; i++) {
		SYS(kill, pids[i], SIGKILL);
		CHECK_EQ(killed(wait_for(pids[i])), SIGKILL);
	}
	unmap(counts, PAGE);
}

static int as_started(void)
{
	if (!strcmp(argv[1], "exit")) {
		const char *number_text = argv[2];

		return (int)number(&number_text, 10);
	}
	if (!strcmp(argv[1], "args"))
		return argc == 5 && !*argv[2] && !strcmp(argv[3], "two words") && strlen(argv[4]) == 99999 &&
		       !strcmp(environ[0], "A=1") && !strcmp(environ[1], "B=") && !environ[2] ? 0 : 1;
	if (!strcmp(argv[1], "script"))
		return argc == 4 && !strcmp(argv[2], "/tmp/script") && !strcmp(argv[3], "last") ? 0 : 1;
	if (!strcmp(argv[1], "kept")) {
		struct sigaction usr1, usr2;

		SYS(rt_sigaction, SIGUSR1, NULL, &usr1, 8);
		SYS(rt_sigaction, SIGUSR2, NULL, &usr2, 8);
		return SYS(fcntl64, 20, F_GETFD) == 0 && SYS(fcntl64, 21, F_GETFD) == -EBADF &&
		       usr1.handler == SIG_IGN && usr2.handler == SIG_DFL ? 0 : 1;
	}
	return 99;
}

int main(void)
{
	return argc > 1 ? as_started() : run_tests();
}

static int exec_status(const char *path)
{
	char *args[] = { (char *)path, NULL }, *envp[] = { NULL };

	return exited(run(path, args, envp)) - 100;
}

/* Can't a running program be written or truncated, nor one be run that is open for writing? */
TEST(process, text_busy)
{
	long fd;

	CHECK_EQ(SYS(open, "/proc/self/exe", O_WRONLY), -ETXTBSY);
	CHECK_EQ(SYS(open, "/proc/self/exe", O_RDONLY | O_TRUNC), -ETXTBSY);
	CHECK_EQ(SYS(truncate, "/proc/self/exe", 0), -ETXTBSY);
	fd = SYS(open, "/proc/self/exe", O_RDONLY);
	CHECK(fd >= 0);
	SYS(close, fd);

	fd = SYS(open, "/tmp/busy", O_RDWR | O_CREAT | O_TRUNC, 0755);
	NEED(fd >= 0);
	SYS(write, fd, "neither script nor ELF", 22);
	CHECK_EQ(exec_status("/tmp/busy"), ETXTBSY);
	SYS(close, fd);
	CHECK_EQ(exec_status("/tmp/busy"), ENOEXEC);
	fd = SYS(open, "/tmp/busy", O_WRONLY);
	CHECK(fd >= 0);
	SYS(close, fd);
	/* MAP_DENYWRITE is the loader's alone */
	fd = SYS(open, "/tmp/busy", O_RDONLY);
	CHECK(!IS_ERR(map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE | 0x800, (int)fd, 0)));
	SYS(close, fd);
	fd = SYS(open, "/tmp/busy", O_WRONLY);
	CHECK(fd >= 0);
	SYS(close, fd);
	SYS(unlink, "/tmp/busy");
}

/* Is execve of a FIFO, a device and a directory refused at once? */
TEST(process, exec_of_no_file)
{
	CHECK_EQ(SYS(mknod, "/tmp/fifo", S_IFIFO | 0777, 0), 0);
	CHECK_EQ(exec_status("/tmp/fifo"), EACCES);
	SYS(unlink, "/tmp/fifo");
	CHECK_EQ(exec_status("/dev/null"), EACCES);
	CHECK_EQ(exec_status("/tmp"), EACCES);
}

/* Do calls about scheduling say that there is no such process? */
TEST(process, no_such_pid)
{
	ulong mask = 1;
	int param;

	CHECK_EQ(SYS(sched_getaffinity, 0, sizeof(mask), &mask), sizeof(mask));
	CHECK_EQ(SYS(sched_getaffinity, 99999, sizeof(mask), &mask), -ESRCH);
	CHECK_EQ(SYS(sched_getaffinity, -1, sizeof(mask), &mask), -ESRCH);
	CHECK_EQ(SYS(sched_setaffinity, 99999, sizeof(mask), &mask), -ESRCH);
	CHECK_EQ(SYS(sched_getscheduler, 99999), -ESRCH);
	CHECK_EQ(SYS(sched_getscheduler, -1), -EINVAL);
	CHECK_EQ(SYS(sched_getparam, 99999, &param), -ESRCH);
	CHECK_EQ(SYS(sched_getparam, 0, NULL), -EINVAL);
}
