/* SPDX-License-Identifier: GPL-2.0-only */
/* Does every call about files, file systems and what is in them survive that one of its allocations fails? */
#include "failnth.h"

/* ------------------------------------------------------------------ files */

#define NEW	DIR "/a-new-name"
#define OTHER	DIR "/another-name"

static char data[16 * PAGE];

static void nothing_there(void)
{
	SYS(unlink, NEW);
	SYS(rmdir, NEW);
	SYS(unlink, OTHER);
}

static void make_empty(const char *path)
{
	long made = SYS(open, path, O_WRONLY | O_CREAT, 0600);

	CHECK_EQ(SYS(close, made), 0);
}

static void file_there(void)
{
	nothing_there();
	make_empty(NEW);
}

static void dir_there(void)
{
	nothing_there();
	CHECK_EQ(SYS(mkdir, NEW, 0700), 0);
}

static void remove_new(long unused)
{
	nothing_there();
}

static void close_result(long result)
{
	if (result >= 0)
		SYS(close, result);
	nothing_there();
}

static long file_create(void)
{
	return SYS(open, NEW, O_RDWR | O_CREAT | O_EXCL, 0600);
}

static long file_open(void)
{
	return SYS(open, NEW, O_RDWR);
}

static long file_mkdir(void)
{
	return SYS(mkdir, NEW, 0700);
}

static long file_rmdir(void)
{
	return SYS(rmdir, NEW);
}

static long file_mkfifo(void)
{
	return SYS(mknod, NEW, S_IFIFO | 0600, 0);
}

/* Longer than an inode has room for */
#define LONG_NAME	"/a-name-of-more-than-sixty-bytes/so-that-it-does-not-fit-into-the-inode-but-needs-a-block"

static long file_symlink(void)
{
	return SYS(symlink, LONG_NAME, NEW);
}

static void link_there(void)
{
	nothing_there();
	CHECK_EQ(file_symlink(), 0);
}

static long file_readlink(void)
{
	return SYS(readlink, NEW, data, sizeof(data));
}

static long file_link(void)
{
	return SYS(link, NEW, OTHER);
}

static long file_rename(void)
{
	return SYS(rename, NEW, OTHER);
}

static void two_there(void)
{
	file_there();
	make_empty(OTHER);
}

static long file_unlink(void)
{
	return SYS(unlink, NEW);
}

static long file_stat(void)
{
	struct stat64 st;

	return SYS(stat64, NEW, &st);
}

static long file_access(void)
{
	return SYS(access, NEW, 0);
}

static long file_chmod(void)
{
	return SYS(chmod, NEW, 0640);
}

static long file_utimens(void)
{
	return SYS(utimensat, AT_FDCWD, NEW, NULL, 0);
}

static long file_statfs(void)
{
	char buf[128];

	return SYS(statfs64, DIR, 88, buf);
}

static void dir_open(void)
{
	two_there();
	fd = SYS(open, DIR, O_RDONLY | O_DIRECTORY);
}

static long file_getdents(void)
{
	SYS(lseek, fd, 0, SEEK_SET);
	return SYS(getdents64, fd, data, sizeof(data)) > 0 ? 0 : -ENOMEM;
}

static void dir_close(long unused)
{
	SYS(close, fd);
	nothing_there();
}

static long file_chdir(void)
{
	return SYS(chdir, DIR);
}

static void chdir_back(long unused)
{
	CHECK_EQ(SYS(chdir, "/"), 0);
}

static long file_getcwd(void)
{
	return SYS(getcwd, data, sizeof(data));
}

static void make_new_file(void)
{
	fd = SYS(open, FILE, O_RDWR | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0);
}

/* 16 pages, of which each byte has its page's number; from @offset on */
static long write_at(ulong offset)
{
	for (ulong i = 0; i < sizeof(data); i++)
		data[i] = (char)(i / PAGE);
	return SYS(pwrite64, fd, data, sizeof(data), 0, offset, 0);
}

static long file_write(void)
{
	return write_at(0);
}

static long file_write_far(void)
{
	return write_at(2 * MiB + 100);
}

/* What was written is there, up to where write() says it came */
static void check_written(long result)
{
	ulong offset = 0;
	static char back[PAGE];
	struct stat64 st;

	SYS(fstat64, fd, &st);
	if (st.size > (s64)sizeof(data))
		offset = 2 * MiB + 100;
	for (long at = 0; at < result; at += (long)PAGE) {
		long n = result - at < (long)PAGE ? result - at : (long)PAGE;

		CHECK_EQ(SYS(pread64, fd, back, n, 0, offset + (ulong)at, 0), n);
		CHECK(!memcmp(back, data + at, n));
	}
	close_file(0);
}

static long file_read(void)
{
	long n = SYS(pread64, fd, data, sizeof(data), 0, 0, 0);

	for (long i = 0; i < n; i += (long)PAGE)
		if (data[i] != i / (long)PAGE)
			return -EIO;
	return n;
}

static void make_file_cold(void)
{
	make_file();
	CHECK_EQ(SYS(fsync, fd), 0);
	CHECK(spit("/proc/sys/vm/drop_caches", "1") > 0);
}

static void make_sparse_file(void)
{
	make_new_file();
	CHECK_EQ(SYS(ftruncate, fd, sizeof(data)), 0);
}

static long file_read_hole(void)
{
	return SYS(pread64, fd, data, sizeof(data), 0, 0, 0);
}

static long file_grow(void)
{
	return SYS(ftruncate, fd, 4 * MiB);
}

static long file_shrink(void)
{
	return SYS(ftruncate, fd, PAGE + 5);
}

static long file_truncate(void)
{
	return SYS(truncate, FILE, 5 * PAGE + 100);
}

static long file_allocate(void)
{
	return SYS(fallocate, fd, 0, 0, 0, 16 * PAGE, 0);
}

static void make_dirty_file(void)
{
	make_new_file();
	CHECK_EQ(write_at(0), sizeof(data));
}

/* A page whose blocks, of 1 KiB, are with holes between them */
static void make_file_of_pieces(void)
{
	make_new_file();
	CHECK_EQ(SYS(pwrite64, fd, "a", 1, 0, 100, 0), 1);
	CHECK_EQ(SYS(pwrite64, fd, "b", 1, 0, 2100, 0), 1);
}

/* Those two, on the disk, whether fsync() has failed or will succeed now */
static void check_pieces(long unused)
{
	CHECK_EQ(SYS(fsync, fd), 0);
	CHECK(spit("/proc/sys/vm/drop_caches", "1") > 0);
	CHECK_EQ(SYS(pread64, fd, data, 4096, 0, 0, 0), 2101);
	CHECK_EQ(data[100], 'a');
	CHECK_EQ(data[2100], 'b');
	close_file(0);
}

static long file_fsync(void)
{
	return SYS(fsync, fd);
}

static long file_sync(void)
{
	return SYS(sync);
}

static long file_sendfile(void)
{
	long to = SYS(open, NEW, O_RDWR | O_CREAT, 0600), r;

	if (to < 0)
		return to;
	SYS(lseek, fd, 0, SEEK_SET);
	r = SYS(sendfile64, to, fd, NULL, 3 * PAGE);
	SYS(close, to);
	return r;
}

static void close_both(long unused)
{
	nothing_there();
	close_file(0);
}

static long file_setxattr(void)
{
	return SYS(setxattr, NEW, "trusted.of-the-test", data, 300, 0);
}

static long file_flock(void)
{
	return SYS(flock, fd, 2);
}

struct flock64 {
	short type, whence;
	s64 start __attribute__((aligned(8)));
	s64 len;
	int pid;
};

static long file_setlk(void)
{
	struct flock64 l = { .type = 1, .start = 10, .len = 10 }, middle = { .type = 2, .start = 14, .len = 2 };
	long r = SYS(fcntl64, fd, 13, &l);	/* F_SETLK64 */

	return r ?: SYS(fcntl64, fd, 13, &middle);
}

static long file_readahead(void)
{
	return SYS(readahead, fd, 0, 0, 0, 16 * PAGE);
}

static const struct op file_ops[] = {
	{ "open, creating", file_create, nothing_there, close_result, { ENOMEM, ENOSPC } },
	{ "open", file_open, file_there, close_result },
	{ "mkdir", file_mkdir, nothing_there, remove_new, { ENOMEM, ENOSPC } },
	{ "rmdir", file_rmdir, dir_there, remove_new },
	{ "mknod", file_mkfifo, nothing_there, remove_new, { ENOMEM, ENOSPC } },
	{ "symlink", file_symlink, nothing_there, remove_new, { ENOMEM, ENOSPC } },
	{ "readlink", file_readlink, link_there, remove_new },
	{ "link", file_link, file_there, remove_new },
	{ "rename", file_rename, file_there, remove_new },
	{ "rename over another", file_rename, two_there, remove_new },
	{ "unlink", file_unlink, file_there, remove_new },
	{ "stat", file_stat, file_there, remove_new },
	{ "access", file_access, file_there, remove_new },
	{ "chmod", file_chmod, file_there, remove_new },
	{ "utimensat", file_utimens, file_there, remove_new },
	{ "statfs", file_statfs, NULL, NULL },
	{ "getdents", file_getdents, dir_open, dir_close },
	{ "chdir", file_chdir, NULL, chdir_back },
	{ "getcwd", file_getcwd, NULL, NULL },
	{ "write", file_write, make_new_file, check_written },
	{ "write behind the end", file_write_far, make_new_file, check_written },
	{ "write again", file_write, make_dirty_file, check_written },
	{ "read", file_read, make_file, close_file },
	{ "read from the disk", file_read, make_file_cold, close_file },
	{ "read of a hole", file_read_hole, make_sparse_file, close_file },
	{ "ftruncate that grows", file_grow, make_file, close_file },
	{ "ftruncate that shrinks", file_shrink, make_file, close_file },
	{ "truncate", file_truncate, make_file, close_file },
	{ "fallocate", file_allocate, make_new_file, close_file },
	{ "fsync", file_fsync, make_dirty_file, close_file },
	{ "fsync of pieces", file_fsync, make_file_of_pieces, check_pieces },
	{ "sync", file_sync, make_dirty_file, close_file },
	{ "sendfile", file_sendfile, make_file, close_both, { ENOMEM, ENOSPC } },
	{ "setxattr", file_setxattr, file_there, remove_new },
	{ "flock", file_flock, make_new_file, close_file, { ENOLCK, ENOMEM } },
	{ "a lock that is cut in two", file_setlk, make_new_file, close_file, { ENOLCK } },
	{ "readahead", file_readahead, make_file_cold, close_file },
};

/* Calls about files, on the root file system */
TEST(failnth, root_files)
{
	SYS(mkdir, DIR, 0700);
	run_ops(file_ops, ARRAY_SIZE(file_ops));
	SYS(rmdir, DIR);
}

/* The same on a tmpfs */
TEST(failnth, tmpfs_files)
{
	SYS(mkdir, DIR, 0700);
	CHECK_EQ(SYS(mount, "nth", DIR, "tmpfs", 0, ""), 0);
	run_ops(file_ops, ARRAY_SIZE(file_ops));
	CHECK_EQ(SYS(umount2, DIR, 0), 0);
	SYS(rmdir, DIR);
}

/* ------------------------------------------------------------------ what else there is to call */

static int fds[2];

static long op_pipe(void)
{
	return SYS(pipe, fds);
}

static void close_pipe(long result)
{
	if (result >= 0) {
		SYS(close, fds[0]);
		SYS(close, fds[1]);
	}
}

static void close_pipe_after(long unused)
{
	close_pipe(0);
}

static void with_pipe(void)
{
	CHECK_EQ(SYS(pipe, fds), 0);
}

static long pipe_write(void)
{
	return SYS(write, fds[1], data, 3 * PAGE);
}

static long pipe_read(void)
{
	return SYS(read, fds[0], data, sizeof(data));
}

static void with_full_pipe(void)
{
	with_pipe();
	CHECK_EQ(pipe_write(), 3 * PAGE);
}

/* In a child, for a table of descriptors doesn't become smaller again */
static int n_here;

static int in_child_dup(void *unused)
{
	long r;

	fail_nth_fd = SYS(open, "/proc/self/fail-nth", O_RDWR);
	set_nth(n_here);
	r = SYS(dup2, 0, 700);
	return get_nth() ? (r == 700 ? 0 : 1) : r == 700 || r == -ENOMEM || r == -EMFILE ? 2 : 1;
}

/* Does a table of descriptors that can't grow stay as it is? */
TEST(failnth, dup2)
{
	int status = -1;

	if (!can_fail())
		return;
	for (n_here = 1; n_here < 50 && status; n_here++) {
		status = in_child(in_child_dup, NULL);
		CHECK(exited(status) == 0 || exited(status) == 2);
	}
	CHECK_EQ(status, 0);
	check_invariants("dup2");
}

static long op_select(void)
{
	static ulong in[1024 / 32];
	struct timeval none = { 0, 0 };

	memset(in, 0, sizeof(in));
	in[0] = 1;
	return SYS(_newselect, 1024, in, NULL, NULL, &none);
}

static long op_poll(void)
{
	static struct pollfd polled[200];

	for (size_t i = 0; i < ARRAY_SIZE(polled); i++)
		polled[i] = (struct pollfd){ 0, POLLIN, 0 };
	return SYS(poll, polled, ARRAY_SIZE(polled), 0);
}

static long op_memfd(void)
{
	return SYS(memfd_create, "nth", 0);
}

static long op_sysctl(void)
{
	long to = SYS(open, "/proc/sys/vm/max_map_count", O_RDWR), r;

	if (to < 0)
		return to;
	r = SYS(write, to, "65530", 5);
	SYS(close, to);
	return r;
}

static const char *proc_file;

static long op_proc(void)
{
	long from = SYS(open, proc_file, O_RDONLY), r;

	if (from < 0)
		return from;
	r = SYS(read, from, data, sizeof(data));
	SYS(close, from);
	return r;
}

static long op_proc_dir(void)
{
	long from = SYS(open, "/proc/self/fd", O_RDONLY | O_DIRECTORY), r;

	if (from < 0)
		return from;
	r = SYS(getdents64, from, data, sizeof(data));
	SYS(close, from);
	return r;
}

static long proc_readlink(void)
{
	return SYS(readlink, "/proc/self/exe", data, 100);
}

static long op_mount(void)
{
	return SYS(mount, "nth", DIR, "tmpfs", 0, "size=1m");
}

static long op_mount_proc(void)
{
	return SYS(mount, "nth", DIR, "proc", 0, "");
}

static void umount_after(long result)
{
	if (result >= 0)
		CHECK_EQ(SYS(umount2, DIR, 0), 0);
}

static void mount_before(void)
{
	CHECK_EQ(op_mount(), 0);
}

static long op_umount(void)
{
	return SYS(umount2, DIR, 0);
}

static void umount_unless(long result)
{
	if (result < 0)
		CHECK_EQ(SYS(umount2, DIR, 0), 0);
}

static long id;

static long op_shmget(void)
{
	return id = SYS(shmget, 0, 16 * PAGE, 0600);
}

static void shm_remove(long unused)
{
	if (id >= 0)
		CHECK_EQ(SYS(shmctl, id, 0, NULL), 0);
}

static void with_segment(void)
{
	CHECK(op_shmget() >= 0);
}

static long op_shmat(void)
{
	return mapped((char *)SYS(shmat, id, AREA, 0));
}

static void shm_detach(long result)
{
	if (result >= 0)
		CHECK_EQ(SYS(shmdt, AREA), 0);
	shm_remove(0);
}

static void with_attached(void)
{
	with_segment();
	CHECK_EQ(op_shmat(), 0);
	AREA[PAGE] = 1;
}

static long op_shmdt(void)
{
	return SYS(shmdt, AREA);
}

static void shm_gone(long result)
{
	if (result < 0)
		CHECK_EQ(SYS(shmdt, AREA), 0);
	shm_remove(0);
}

static long op_fault_shm(void)
{
	AREA[3 * PAGE] = 7;
	return reads(AREA + 3 * PAGE, 7);
}

static void shm_away(long unused)
{
	CHECK_EQ(SYS(shmdt, AREA), 0);
	shm_remove(0);
}

static long op_shm_lock(void)
{
	return SYS(shmctl, id, 11, NULL);
}

static long op_futex(void)
{
	static int word;
	struct timespec soon = { 0, 1000 };
	long r = SYS(futex, &word, FUTEX_WAIT, 0, &soon);

	return r == -ETIMEDOUT ? 0 : r;
}

static const struct op other_ops[] = {
	{ "pipe", op_pipe, NULL, close_pipe, { ENOMEM, ENFILE } },
	{ "write to a pipe", pipe_write, with_pipe, close_pipe_after },
	{ "read from a pipe", pipe_read, with_full_pipe, close_pipe_after },
	{ "select", op_select },
	{ "poll", op_poll },
	{ "memfd_create", op_memfd, NULL, close_result, { ENOMEM, ENOSPC, ENFILE } },
	{ "write of a sysctl", op_sysctl },
	{ "directory in /proc", op_proc_dir },
	{ "readlink in /proc", proc_readlink },
	{ "mount of a tmpfs", op_mount, NULL, umount_after },
	{ "mount of a proc", op_mount_proc, NULL, umount_after },
	{ "umount", op_umount, mount_before, umount_unless },
	{ "shmget", op_shmget, NULL, shm_remove, { ENOMEM, ENOSPC, ENFILE } },
	{ "shmat", op_shmat, with_segment, shm_detach },
	{ "shmdt", op_shmdt, with_attached, shm_gone },
	{ "SHM_LOCK", op_shm_lock, with_segment, shm_remove },
	{ "a fault on a segment", op_fault_shm, with_attached, shm_away },
	{ "futex", op_futex },
};

/* Pipes, select, mounts, segments */
TEST(failnth, others)
{
	SYS(mkdir, DIR, 0700);
	run_ops(other_ops, ARRAY_SIZE(other_ops));
	SYS(rmdir, DIR);
}

/* Is each file of /proc read in spite of all, or not at all? */
TEST(failnth, proc)
{
	static const char *const names[] = {
		"/proc/self/maps", "/proc/self/smaps", "/proc/self/status", "/proc/self/stat", "/proc/self/environ",
		"/proc/self/cmdline", "/proc/self/auxv", "/proc/self/mounts", "/proc/self/limits", "/proc/self/mem",
		"/proc/self/pagemap", "/proc/meminfo", "/proc/slabinfo", "/proc/vmallocinfo", "/proc/kernel_page_tables",
		"/proc/zoneinfo", "/proc/sysvipc/shm", "/proc/invariants",
	};
	static struct op op = { .call = op_proc, };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		op.name = proc_file = names[i];
		run_ops(&op, 1);
	}
}
