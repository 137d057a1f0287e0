/* SPDX-License-Identifier: GPL-2.0-only */
/* Locks of fcntl() on ranges of a file: who is kept out, and when they go. */
#include "user.h"

#define FILE_NAME "/tmp/locked"

enum { F_RDLCK, F_WRLCK, F_UNLCK };
enum { F_GETLK64 = 12, F_SETLK64, F_SETLKW64 };

struct flock64 {
	short type, whence;
	long long start __attribute__((aligned(8)));
	long long len;
	int pid;
};

static long lock(int fd, int op, int type, long start, long len)
{
	struct flock64 l = { .type = (short)type, .start = start, .len = len };

	return SYS(fcntl64, fd, op, &l);
}

/* What another process would meet that locks this for writing: the type and range of a lock, by its digits */
static long seen_by_child(int fd, long start, long len)
{
	int pid = fork();

	if (!pid) {
		struct flock64 l = { .type = F_WRLCK, .start = start, .len = len };

		if (SYS(fcntl64, fd, F_GETLK64, &l) || (l.type != F_UNLCK && l.pid != SYS(getppid)))
			exit(200);
		exit(l.type == F_UNLCK ? 99 : (int)(l.type * 100 + l.start * 10 + l.len));
	}
	return wait_for(pid) >> 8;
}

/* What a child gets that tries */
static long tried_by_child(int fd, int type, long start, long len)
{
	int pid = fork();

	if (!pid)
		exit((int)-lock(fd, F_SETLK64, type, start, len));
	return -(wait_for(pid) >> 8);
}

/* Are writers alone, and readers among themselves? */
TEST(locks, conflicts)
{
	int fd = (int)SYS(open, FILE_NAME, O_RDWR | O_CREAT | O_TRUNC, 0600);

	CHECK_EQ(lock(fd, F_SETLK64, F_RDLCK, 2, 4), 0);
	CHECK_EQ(seen_by_child(fd, 0, 0), F_RDLCK * 100 + 24);
	CHECK_EQ(seen_by_child(fd, 0, 2), 99);
	CHECK_EQ(seen_by_child(fd, 6, 0), 99);
	CHECK_EQ(tried_by_child(fd, F_RDLCK, 0, 0), 0);
	CHECK_EQ(tried_by_child(fd, F_WRLCK, 5, 1), -EAGAIN);
	CHECK_EQ(lock(fd, F_SETLK64, F_WRLCK, 2, 4), 0);
	CHECK_EQ(tried_by_child(fd, F_RDLCK, 0, 3), -EAGAIN);
	CHECK_EQ(tried_by_child(fd, F_WRLCK, 6, 0), 0);
	CHECK_EQ(lock(fd, F_SETLK64, 7, 0, 0), -EINVAL);
	SYS(close, fd);
	fd = (int)SYS(open, FILE_NAME, O_RDONLY);
	CHECK_EQ(lock(fd, F_SETLK64, F_WRLCK, 0, 0), -EBADF);
	CHECK_EQ(lock(fd, F_SETLK64, F_RDLCK, 0, 0), 0);
	SYS(close, fd);
}

/* Is a lock cut where another is put over it or taken out of it? */
TEST(locks, ranges)
{
	int fd = (int)SYS(open, FILE_NAME, O_RDWR);

	CHECK_EQ(lock(fd, F_SETLK64, F_RDLCK, 0, 9), 0);
	CHECK_EQ(lock(fd, F_SETLK64, F_UNLCK, 3, 2), 0);
	CHECK_EQ(seen_by_child(fd, 0, 3), F_RDLCK * 100 + 3);
	CHECK_EQ(seen_by_child(fd, 3, 2), 99);
	CHECK_EQ(seen_by_child(fd, 5, 1), F_RDLCK * 100 + 54);
	CHECK_EQ(lock(fd, F_SETLK64, F_WRLCK, 6, 1), 0);
	CHECK_EQ(seen_by_child(fd, 5, 1), F_RDLCK * 100 + 51);
	CHECK_EQ(seen_by_child(fd, 6, 1), F_WRLCK * 100 + 61);
	CHECK_EQ(seen_by_child(fd, 7, 1), F_RDLCK * 100 + 72);
	CHECK_EQ(lock(fd, F_SETLK64, F_UNLCK, 0, 0), 0);
	CHECK_EQ(seen_by_child(fd, 0, 0), 99);
	SYS(close, fd);
}

/* Does a process's end, whichever it is, take its locks away, and any close() of the file? */
TEST(locks, released)
{
	int fd = (int)SYS(open, FILE_NAME, O_RDWR), other, pid;

	CHECK_EQ(tried_by_child(fd, F_WRLCK, 0, 0), 0);
	CHECK_EQ(seen_by_child(fd, 0, 0), 99);
	pid = fork();
	if (!pid) {
		lock(fd, F_SETLK64, F_WRLCK, 0, 0);
		SYS(kill, getpid(), SIGKILL);
	}
	CHECK_EQ(wait_for(pid), SIGKILL);
	CHECK_EQ(seen_by_child(fd, 0, 0), 99);

	CHECK_EQ(lock(fd, F_SETLK64, F_WRLCK, 0, 0), 0);
	CHECK_EQ(seen_by_child(fd, 0, 9), F_WRLCK * 100);
	/* A child's end takes nothing of its parent's */
	CHECK_EQ(seen_by_child(fd, 0, 9), F_WRLCK * 100);
	other = (int)SYS(open, FILE_NAME, O_RDONLY);
	SYS(close, other);
	CHECK_EQ(seen_by_child(fd, 0, 0), 99);
	CHECK_EQ(lock(fd, F_SETLK64, F_WRLCK, 0, 0), 0);
	other = (int)SYS(dup, fd);
	CHECK_EQ(SYS(dup2, 0, other), other);
	CHECK_EQ(seen_by_child(fd, 0, 0), 99);
	SYS(close, other);
	SYS(close, fd);
}

/* Does one who waits get the lock when its owner dies? */
TEST(locks, waited_for)
{
	int fd = (int)SYS(open, FILE_NAME, O_RDWR), fds[2], owner, waiter;
	char c;

	SYS(pipe, fds);
	owner = fork();
	if (!owner) {
		lock(fd, F_SETLK64, F_WRLCK, 0, 0);
		SYS(write, fds[1], "x", 1);
		pause_ms(100000);
	}
	CHECK_EQ(SYS(read, fds[0], &c, 1), 1);
	waiter = fork();
	if (!waiter) {
		SYS(write, fds[1], "x", 1);
		exit((int)-lock(fd, F_SETLKW64, F_WRLCK, 0, 0));
	}
	CHECK_EQ(SYS(read, fds[0], &c, 1), 1);
	pause_ms(10);
	CHECK_EQ(SYS(wait4, waiter, NULL, 1 /* WNOHANG */, NULL), 0);
	SYS(kill, owner, SIGKILL);
	CHECK_EQ(wait_for(owner), SIGKILL);
	CHECK_EQ(wait_for(waiter), 0);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	SYS(close, fd);
	SYS(unlink, FILE_NAME);
}
