/* SPDX-License-Identifier: GPL-2.0-only */
/* Files in memory, descriptors, directories, pipes, poll: as far as programs lean on them. */
#include "user.h"

#define DIR "/tmp/files"

/* Create, write, seek, read, truncate, append: is it what was written? */
TEST(files, contents)
{
	struct stat64 st;
	char buf[32];
	long fd;

	SYS(mkdir, DIR, 0755);
	fd = SYS(open, DIR "/a", O_RDWR | O_CREAT | O_EXCL, 0640);
	NEED(fd >= 0);
	CHECK_EQ(SYS(open, DIR "/a", O_RDWR | O_CREAT | O_EXCL, 0640), -EEXIST);
	CHECK_EQ(SYS(write, fd, "hello world", 11), 11);
	CHECK_EQ(SYS(lseek, fd, -5, SEEK_END), 6);
	CHECK_EQ(SYS(read, fd, buf, 32), 5);
	CHECK(!memcmp(buf, "world", 5));
	CHECK_EQ(SYS(read, fd, buf, 32), 0);
	CHECK_EQ(SYS(lseek, fd, 3 * PAGE, SEEK_SET), 3 * PAGE);
	CHECK_EQ(SYS(write, fd, "!", 1), 1);
	CHECK_EQ(SYS(pread64, fd, buf, 4, 0, PAGE, 0), 4);
	CHECK_EQ(buf[0] | buf[1] | buf[2] | buf[3], 0);
	CHECK_EQ(SYS(fstat64, fd, &st), 0);
	CHECK_EQ(st.size, 3 * PAGE + 1);
	CHECK_EQ(st.mode, S_IFREG | 0640);
	CHECK_EQ(st.nlink, 1);
	CHECK_EQ(SYS(ftruncate, fd, 5), 0);
	CHECK_EQ(SYS(lseek, fd, 0, SEEK_END), 5);
	SYS(close, fd);
	fd = SYS(open, DIR "/a", O_WRONLY | O_APPEND);
	CHECK_EQ(SYS(write, fd, " again", 6), 6);
	CHECK_EQ(SYS(read, fd, buf, 1), -EBADF);
	SYS(close, fd);
	CHECK(!strcmp(slurp(DIR "/a"), "hello again"));
	CHECK_EQ(SYS(unlink, DIR "/a"), 0);
	CHECK_EQ(SYS(unlink, DIR "/a"), -ENOENT);
}

/* Is an unlinked file there for as long as it is open? */
TEST(files, unlinked)
{
	long fd = SYS(open, DIR "/gone", O_RDWR | O_CREAT, 0600);
	struct stat64 st;
	char buf[4] = "";

	SYS(write, fd, "abc", 3);
	CHECK_EQ(SYS(unlink, DIR "/gone"), 0);
	CHECK_EQ(SYS(fstat64, fd, &st), 0);
	CHECK_EQ(st.nlink, 0);
	CHECK_EQ(SYS(pread64, fd, buf, 3, 0, 0, 0), 3);
	CHECK(!strcmp(buf, "abc"));
	SYS(close, fd);
}

/* Names: directories, links, symbolic links, rename, and what each refuses? */
TEST(files, names)
{
	char buf[100];
	long n;

	CHECK_EQ(SYS(mkdir, DIR "/d", 0755), 0);
	CHECK_EQ(SYS(mkdir, DIR "/d", 0755), -EEXIST);
	CHECK_EQ(SYS(mkdir, DIR "/no/d", 0755), -ENOENT);
	CHECK_EQ(spit(DIR "/d/f", "one"), 3);
	CHECK_EQ(SYS(rmdir, DIR "/d"), -ENOTEMPTY);
	CHECK_EQ(SYS(rmdir, DIR "/d/f"), -ENOTDIR);
	CHECK_EQ(SYS(unlink, DIR "/d"), -EISDIR);
	CHECK_EQ(SYS(link, DIR "/d/f", DIR "/l"), 0);
	CHECK(!strcmp(slurp(DIR "/l"), "one"));
	CHECK_EQ(SYS(symlink, "d/f", DIR "/s"), 0);
	CHECK(!strcmp(slurp(DIR "/s"), "one"));
	n = SYS(readlink, DIR "/s", buf, sizeof(buf));
	CHECK_EQ(n, 3);
	CHECK(!memcmp(buf, "d/f", 3));
	CHECK_EQ(SYS(open, DIR "/s", O_RDONLY | O_NOFOLLOW), -ELOOP);
	CHECK_EQ(SYS(readlink, DIR "/l", buf, sizeof(buf)), -EINVAL);
	SYS(symlink, "loop", DIR "/loop");
	CHECK_EQ(SYS(open, DIR "/loop", O_RDONLY), -ELOOP);
	SYS(unlink, DIR "/loop");
	CHECK_EQ(SYS(rename, DIR "/d/f", DIR "/d/g"), 0);
	CHECK_EQ(SYS(open, DIR "/s", O_RDONLY), -ENOENT);
	CHECK_EQ(SYS(rename, DIR "/d", DIR "/d/sub"), -EINVAL);
	spit(DIR "/other", "two");
	CHECK_EQ(SYS(rename, DIR "/other", DIR "/d/g"), 0);
	CHECK(!strcmp(slurp(DIR "/d/g"), "two"));
	CHECK(!strcmp(slurp(DIR "/l"), "one"));
	CHECK_EQ(SYS(chdir, DIR "/d"), 0);
	CHECK_EQ(SYS(getcwd, buf, sizeof(buf)), sizeof(DIR "/d"));
	CHECK(!strcmp(buf, DIR "/d"));
	CHECK_EQ(SYS(getcwd, buf, 3), -ERANGE);
	CHECK(!strcmp(slurp("./../d//g"), "two"));
	SYS(chdir, "/");
	CHECK_EQ(SYS(open, DIR "/d", O_WRONLY), -EISDIR);
	CHECK_EQ(SYS(unlink, DIR "/d/g"), 0);
	CHECK_EQ(SYS(unlink, DIR "/l"), 0);
	CHECK_EQ(SYS(unlink, DIR "/s"), 0);
	CHECK_EQ(SYS(rmdir, DIR "/d"), 0);
}

static long links_of(const char *path)
{
	struct stat64 st = { 0 };

	return SYS(lstat64, path, &st) ?: (long)st.nlink;
}

/* Directories: do their counts of links say how many are in them, and is one that was removed gone for all but who has it? */
TEST(files, directory_links)
{
	struct stat64 st = { 0 };
	long fd;

	CHECK_EQ(SYS(mkdir, DIR "/a", 0755), 0);
	CHECK_EQ(SYS(mkdir, DIR "/b", 0755), 0);
	CHECK_EQ(links_of(DIR "/a"), 2);
	CHECK_EQ(SYS(mkdir, DIR "/a/c", 0755), 0);
	CHECK_EQ(links_of(DIR "/a"), 3);
	CHECK_EQ(SYS(rename, DIR "/a/c", DIR "/a/d"), 0);
	CHECK_EQ(links_of(DIR "/a"), 3);
	CHECK_EQ(SYS(rename, DIR "/a/d", DIR "/b/d"), 0);
	CHECK_EQ(links_of(DIR "/a"), 2);
	CHECK_EQ(links_of(DIR "/b"), 3);
	fd = SYS(open, DIR "/b/d", O_RDONLY | O_DIRECTORY);
	NEED(fd >= 0);
	CHECK_EQ(SYS(rmdir, DIR "/b/d"), 0);
	CHECK_EQ(links_of(DIR "/b"), 2);
	CHECK_EQ(links_of(DIR "/b/d"), -ENOENT);
	CHECK_EQ(SYS(fstat64, fd, &st), 0);
	CHECK_EQ(st.nlink, 0);
	CHECK_EQ(SYS(openat, fd, "f", O_RDWR | O_CREAT, 0600), -ENOENT);
	CHECK_EQ(SYS(mkdirat, fd, "e", 0755), -ENOENT);
	CHECK_EQ(SYS(mkdir, DIR "/b/d", 0755), 0);
	CHECK_EQ(SYS(rmdir, DIR "/b/d"), 0);
	SYS(close, fd);
	CHECK_EQ(SYS(rmdir, DIR "/b"), 0);
	CHECK_EQ(SYS(rmdir, DIR "/a"), 0);
}

/* Does getdents64 list everything once, in small portions, too? */
TEST(files, directory)
{
	char name[64], buf[200];
	long fd, n;
	int seen = 0;

	SYS(mkdir, DIR "/many", 0755);
	for (int i = 0; i < 50; i++) {
		format(name, sizeof(name), DIR "/many/file-%d", i);
		spit(name, "");
	}
	fd = SYS(open, DIR "/many", O_RDONLY | O_DIRECTORY);
	while ((n = SYS(getdents64, fd, buf, sizeof(buf))) > 0)
		for (long at = 0; at < n; at += *(u16 *)(buf + at + 16))
			seen += buf[at + 19] == 'f';
	CHECK_EQ(n, 0);
	CHECK_EQ(seen, 50);
	CHECK_EQ(SYS(getdents64, fd, buf, 5), 0);
	CHECK_EQ(SYS(read, fd, buf, 5), -EISDIR);
	SYS(close, fd);
	for (int i = 0; i < 50; i++) {
		format(name, sizeof(name), DIR "/many/file-%d", i);
		CHECK_EQ(SYS(unlink, name), 0);
	}
	CHECK_EQ(SYS(rmdir, DIR "/many"), 0);
}

/* Descriptors: the lowest free, shared offsets after dup and fork, limits, flags? */
TEST(files, descriptors)
{
	long a = SYS(open, "/dev/zero", O_RDWR), b, c;
	char buf[4];

	b = SYS(dup, a);
	CHECK_EQ(b, a + 1);
	SYS(close, a);
	CHECK_EQ(SYS(dup, b), a);
	CHECK_EQ(SYS(dup2, b, b), b);
	CHECK_EQ(SYS(dup3, b, b, 0), -EINVAL);
	CHECK_EQ(SYS(dup2, b, 5000), -EBADF);
	CHECK_EQ(SYS(fcntl64, b, F_DUPFD, 30), 30);
	CHECK_EQ(SYS(fcntl64, 30, F_SETFD, FD_CLOEXEC), 0);
	CHECK_EQ(SYS(fcntl64, 30, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(SYS(fcntl64, b, F_GETFD), 0);
	CHECK_EQ(SYS(close, 30), 0);
	CHECK_EQ(SYS(close, 30), -EBADF);
	CHECK_EQ(SYS(close, -1), -EBADF);
	SYS(close, a);
	SYS(close, b);
	spit(DIR "/shared", "abcdef");
	a = SYS(open, DIR "/shared", O_RDONLY);
	b = SYS(dup, a);
	SYS(read, a, buf, 2);
	SYS(read, b, buf, 1);
	CHECK_EQ(buf[0], 'c');
	c = fork();
	if (!c) {
		SYS(read, a, buf, 1);
		exit(buf[0] == 'd' ? 0 : 1);
	}
	CHECK_EQ(wait_for((int)c), 0);
	SYS(read, b, buf, 1);
	CHECK_EQ(buf[0], 'e');
	SYS(close, a);
	SYS(close, b);
	SYS(unlink, DIR "/shared");
}

/* The devices: what do they give and take? */
TEST(files, devices)
{
	u32 a[4] = { 0 }, b[4] = { 0 };
	char buf[64];
	long fd = SYS(open, "/dev/null", O_RDWR);

	CHECK_EQ(SYS(read, fd, buf, 64), 0);
	CHECK_EQ(SYS(write, fd, buf, 64), 64);
	SYS(close, fd);
	fd = SYS(open, "/dev/zero", O_RDWR);
	memset(buf, 1, 64);
	CHECK_EQ(SYS(read, fd, buf, 64), 64);
	CHECK_EQ(buf[0] | buf[63], 0);
	SYS(close, fd);
	fd = SYS(open, "/dev/full", O_RDWR);
	CHECK_EQ(SYS(write, fd, buf, 64), -ENOSPC);
	CHECK_EQ(SYS(read, fd, buf, 64), 64);
	SYS(close, fd);
	fd = SYS(open, "/dev/urandom", O_RDONLY);
	CHECK_EQ(SYS(read, fd, a, 16), 16);
	SYS(close, fd);
	CHECK_EQ(SYS(getrandom, b, 16, 0), 16);
	CHECK(memcmp(a, b, 16) != 0);
	CHECK(a[0] | a[1]);
}

/* Vectors: are all parts read and written in order? */
TEST(files, vectors)
{
	char a[4] = "", b[8] = "";
	struct iovec out[3] = { { "ab", 2 }, { "", 0 }, { "cdefgh", 6 } }, in[2] = { { a, 3 }, { b, 5 } };
	long fd = SYS(open, DIR "/v", O_RDWR | O_CREAT | O_TRUNC, 0600);

	CHECK_EQ(SYS(writev, fd, out, 3), 8);
	SYS(lseek, fd, 0, SEEK_SET);
	CHECK_EQ(SYS(readv, fd, in, 2), 8);
	CHECK(!memcmp(a, "abc", 3) && !memcmp(b, "defgh", 5));
	SYS(close, fd);
	SYS(unlink, DIR "/v");
}

static int pipe_writer(void *fd)
{
	static char chunk[5000];

	for (int i = 0; i < 100; i++) {
		memset(chunk, i, sizeof(chunk));
		if (SYS(write, (long)fd, chunk, sizeof(chunk)) != sizeof(chunk))
			return 1;
	}
	return 0;
}

/* Half a megabyte through a pipe between two processes: all there, in order, and then the end? */
TEST(files, pipe)
{
	int fds[2], pid, bad = 0;
	size_t total = 0;
	u8 buf[3000];
	long n;

	NEED(SYS(pipe, fds) == 0);
	pid = fork();
	if (!pid) {
		SYS(close, fds[0]);
		exit(pipe_writer((void *)(long)fds[1]));
	}
	SYS(close, fds[1]);
	while ((n = SYS(read, fds[0], buf, sizeof(buf))) > 0)
		for (long i = 0; i < n; i++, total++)
			bad += buf[i] != total / 5000;
	CHECK_EQ(n, 0);
	CHECK_EQ(total, 500000);
	CHECK_EQ(bad, 0);
	CHECK_EQ(wait_for(pid), 0);
	SYS(close, fds[0]);
}

static volatile int sigpipes;

static void on_sigpipe(int sig)
{
	sigpipes++;
}

/* A pipe's ends: full, empty, broken; what do write, read and poll say? */
TEST(files, pipe_ends)
{
	struct pollfd p[2];
	int fds[2];
	long n, total = 0;
	char buf[4096];

	CHECK_EQ(SYS(pipe2, fds, O_NONBLOCK | O_CLOEXEC), 0);
	CHECK_EQ(SYS(fcntl64, fds[0], F_GETFD), FD_CLOEXEC);
	CHECK_EQ(SYS(lseek, fds[0], 0, SEEK_CUR), -ESPIPE);
	CHECK_EQ(SYS(read, fds[0], buf, 10), -EAGAIN);
	p[0] = (struct pollfd){ fds[0], POLLIN, 0 };
	p[1] = (struct pollfd){ fds[1], POLLOUT, 0 };
	CHECK_EQ(SYS(poll, p, 2, 0), 1);
	CHECK_EQ(p[1].revents, POLLOUT);
	while ((n = SYS(write, fds[1], buf, sizeof(buf))) > 0)
		total += n;
	CHECK_EQ(n, -EAGAIN);
	CHECK_EQ(total, 65536);
	CHECK_EQ(SYS(poll, p, 2, 0), 1);
	CHECK_EQ(p[0].revents, POLLIN);
	CHECK_EQ(SYS(read, fds[0], buf, sizeof(buf)), 4096);
	SYS(close, fds[0]);
	on_signal(SIGPIPE, on_sigpipe, 0);
	CHECK_EQ(SYS(write, fds[1], "x", 1), -EPIPE);
	CHECK_EQ(sigpipes, 1);
	CHECK_EQ(SYS(poll, p + 1, 1, 0), 1);
	CHECK(p[1].revents & POLLERR);
	SYS(close, fds[1]);
	p[0].fd = fds[0];
	CHECK_EQ(SYS(poll, p, 1, 0), 1);
	CHECK_EQ(p[0].revents, POLLNVAL);
	on_signal(SIGPIPE, SIG_DFL, 0);
}

/* Does poll wait for as long as it is told, and no longer than there is nothing? */
TEST(files, poll_waits)
{
	struct pollfd p;
	int fds[2], pid;
	u64 start;

	SYS(pipe, fds);
	p = (struct pollfd){ fds[0], POLLIN, 0 };
	start = now();
	CHECK_EQ(SYS(poll, &p, 1, 30), 0);
	CHECK(now() - start >= 29000000);
	pid = fork();
	if (!pid) {
		pause_ms(20);
		SYS(write, fds[1], "x", 1);
		exit(0);
	}
	CHECK_EQ(SYS(poll, &p, 1, 10000), 1);
	CHECK_EQ(p.revents, POLLIN);
	CHECK_EQ(wait_for(pid), 0);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	SYS(rmdir, DIR);
}

/* Does RENAME_NOREPLACE refuse a name that is there, the same one included? */
TEST(files, rename_noreplace)
{
	CHECK_EQ(spit("/tmp/one", "1"), 1);
	CHECK_EQ(spit("/tmp/two", "2"), 1);
	CHECK_EQ(SYS(renameat2, AT_FDCWD, "/tmp/one", AT_FDCWD, "/tmp/two", 1), -EEXIST);
	CHECK_EQ(SYS(renameat2, AT_FDCWD, "/tmp/one", AT_FDCWD, "/tmp/one", 1), -EEXIST);
	CHECK_EQ(SYS(renameat2, AT_FDCWD, "/tmp/one", AT_FDCWD, "/tmp/one", 0), 0);
	CHECK_EQ(SYS(renameat2, AT_FDCWD, "/tmp/one", AT_FDCWD, "/tmp/three", 1), 0);
	SYS(unlink, "/tmp/two");
	SYS(unlink, "/tmp/three");
}

/* Is it said of extended attributes that the file system has none, and not that the kernel doesn't know the calls? */
TEST(files, extended_attributes)
{
	static char name[300] = "user.";
	char buf[16];
	long fd;

	CHECK_EQ(spit("/tmp/plain", "1"), 1);
	CHECK_EQ(SYS(symlink, "plain", "/tmp/link"), 0);
	fd = SYS(open, "/tmp/plain", O_RDWR);
	CHECK_EQ(SYS(getxattr, "/tmp/plain", "user.x", buf, sizeof(buf)), -EOPNOTSUPP);
	CHECK_EQ(SYS(getxattr, "/tmp/link", "user.x", buf, sizeof(buf)), -EOPNOTSUPP);
	CHECK_EQ(SYS(lgetxattr, "/tmp/link", "user.x", buf, sizeof(buf)), -ENODATA);
	CHECK_EQ(SYS(fgetxattr, fd, "user.x", buf, sizeof(buf)), -EOPNOTSUPP);
	CHECK_EQ(SYS(setxattr, "/tmp/link", "user.x", "v", 1, 0), -EOPNOTSUPP);
	CHECK_EQ(SYS(lsetxattr, "/tmp/link", "user.x", "v", 1, 0), -EPERM);
	CHECK_EQ(SYS(fsetxattr, fd, "user.x", "v", 1, 0), -EOPNOTSUPP);
	CHECK_EQ(SYS(fsetxattr, fd, "user.x", "v", 1, 4), -EINVAL);
	CHECK_EQ(SYS(fsetxattr, fd, "user.x", "v", 65537, 0), -E2BIG);
	CHECK_EQ(SYS(removexattr, "/tmp/link", "user.x"), -EOPNOTSUPP);
	CHECK_EQ(SYS(lremovexattr, "/tmp/link", "user.x"), -EPERM);
	CHECK_EQ(SYS(fremovexattr, fd, "user.x"), -EOPNOTSUPP);
	CHECK_EQ(SYS(listxattr, "/tmp/link", buf, sizeof(buf)), 0);
	CHECK_EQ(SYS(llistxattr, "/tmp/link", buf, sizeof(buf)), 0);
	CHECK_EQ(SYS(flistxattr, fd, NULL, 0), 0);

	CHECK_EQ(SYS(getxattr, "/tmp/nothing", "user.x", buf, sizeof(buf)), -ENOENT);
	CHECK_EQ(SYS(fgetxattr, -1, "user.x", buf, sizeof(buf)), -EBADF);
	CHECK_EQ(SYS(listxattr, "/tmp/nothing", buf, sizeof(buf)), -ENOENT);
	CHECK_EQ(SYS(flistxattr, -1, buf, sizeof(buf)), -EBADF);
	CHECK_EQ(SYS(fgetxattr, fd, "", buf, sizeof(buf)), -ERANGE);
	CHECK_EQ(SYS(fgetxattr, fd, NULL, buf, sizeof(buf)), -EFAULT);
	memset(name + 5, 'x', 250);
	CHECK_EQ(SYS(fgetxattr, fd, name, buf, sizeof(buf)), -EOPNOTSUPP);
	name[255] = 'x';
	CHECK_EQ(SYS(fgetxattr, fd, name, buf, sizeof(buf)), -ERANGE);
	SYS(close, fd);
	SYS(unlink, "/tmp/link");
	SYS(unlink, "/tmp/plain");
}
