/* SPDX-License-Identifier: GPL-2.0-only */
/* tmpfs and memfd: limits, what each refuses, and that what is refused leaves no trace. */
#include "user.h"

#define MNT "/tmp/tmpfs"

enum { FALLOC_FL_KEEP_SIZE = 1, FALLOC_FL_PUNCH_HOLE = 2, MADV_REMOVE = 9, F_ADD_SEALS = 1033, F_GET_SEALS = 1034,
       F_SEAL_SEAL = 1, F_SEAL_SHRINK = 2, F_SEAL_GROW = 4, F_SEAL_WRITE = 8, MFD_ALLOW_SEALING = 2,
       TMPFS_MAGIC = 0x01021994,
       MS_REMOUNT = 32, MS_NOATIME = 1024, MS_NODIRATIME = 2048, MS_STRICTATIME = 1 << 24, O_NOATIME = 01000000,
       UTIME_OMIT = (1 << 30) - 2 };

struct statfs64 {
	u32 type, bsize;
	u64 blocks, bfree, bavail, files, ffree;
	u32 fsid[2], namelen, frsize, flags, spare[4];
} __attribute__((packed, aligned(4)));

static char page[PAGE];

static long mount_tmpfs(const char *options)
{
	SYS(mkdir, MNT, 0755);
	return SYS(mount, "none", MNT, "tmpfs", 0, options);
}

/* The line of /proc/mounts for MNT, in a buffer that the next call uses again; NULL: there's none */
static char *mount_line(void)
{
	static char line[128];
	char *text = slurp("/proc/mounts"), *at = text ? strstr(text, " " MNT " ") : NULL, *end;

	if (!at)
		return NULL;
	while (at > text && at[-1] != '\n')
		at--;
	end = strchr(at, '\n');
	if (!end || end - at >= (long)sizeof(line))
		return NULL;
	memcpy(line, at, end - at);
	line[end - at] = 0;
	return line;
}

static long fallocate(long fd, int mode, u64 offset, u64 len)
{
	return SYS(fallocate, fd, mode, (u32)offset, (u32)(offset >> 32), (u32)len, (u32)(len >> 32));
}

static u64 blocks_of(long fd)
{
	struct stat64 st = { 0 };

	SYS(fstat64, fd, &st);
	return st.blocks;
}

static u64 size_of(long fd)
{
	struct stat64 st = { 0 };

	SYS(fstat64, fd, &st);
	return (u64)st.size;
}

/* Does a file system of 64 KiB take 64 KiB, say so, and take more when some is gone? */
TEST(tmpfs, size)
{
	struct statfs64 st;
	long fd, n = 0;

	CHECK_EQ(mount_tmpfs("size=64k"), 0);
	fd = SYS(open, MNT "/f", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	while (n < 100 && SYS(write, fd, page, PAGE) == PAGE)
		n++;
	CHECK_EQ(n, 16);
	CHECK_EQ(SYS(write, fd, page, 1), -ENOSPC);
	CHECK_EQ(blocks_of(fd), 128);
	CHECK_EQ(SYS(statfs64, MNT, sizeof(st), &st), 0);
	CHECK_EQ(st.type, TMPFS_MAGIC);
	CHECK_EQ(st.bsize, PAGE);
	CHECK_EQ(st.blocks, 16);
	CHECK_EQ(st.bfree, 0);
	CHECK_EQ(SYS(ftruncate, fd, 3 * PAGE + 1), 0);
	CHECK_EQ(blocks_of(fd), 32);
	CHECK_EQ(SYS(fstatfs64, fd, sizeof(st), &st), 0);
	CHECK_EQ(st.bfree, 12);
	/* Across the last page that there is and one that there isn't */
	CHECK_EQ(SYS(lseek, fd, 15 * PAGE, SEEK_SET), 15 * PAGE);
	CHECK_EQ(SYS(write, fd, page, PAGE), PAGE);
	CHECK_EQ(fallocate(fd, 0, 0, 15 * PAGE), 0);
	CHECK_EQ(SYS(pwrite64, fd, page, 100, 0, 16 * PAGE - 50, 0), 50);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, MNT "/f"), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* Is a shared mapping's page that the limit refuses SIGBUS, and one that comes from elsewhere not? */
TEST(tmpfs, mapping)
{
	struct fault f;
	char *p, *q;
	long fd;

	CHECK_EQ(mount_tmpfs("nr_blocks=2"), 0);
	fd = SYS(open, MNT "/f", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	CHECK_EQ(SYS(ftruncate, fd, 4 * PAGE), 0);
	p = map_at(NULL, 4 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	q = map_at(NULL, 4 * PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	NEED(!IS_ERR(p) && !IS_ERR(q));
	CHECK_EQ(poke(p + 3 * PAGE, 1).sig, 0);
	CHECK_EQ(touch(p).sig, 0);
	f = poke(p + PAGE, 1);
	CHECK_EQ(f.sig, SIGBUS);
	CHECK_EQ(f.code, BUS_ADRERR);
	CHECK_EQ(f.addr, p + PAGE);
	CHECK_EQ(touch(p + 2 * PAGE).sig, SIGBUS);
	CHECK_EQ(touch(q + 2 * PAGE).sig, SIGBUS);
	CHECK_EQ(poke(q + 3 * PAGE, 2).sig, 0);
	CHECK_EQ(p[3 * PAGE], 1);
	/* read(2) needs no page for a hole; into the mapping it does */
	CHECK_EQ(SYS(pread64, fd, page, PAGE, 0, PAGE, 0), PAGE);
	CHECK_EQ(SYS(pread64, fd, p + PAGE, 1, 0, 0, 0), -EFAULT);
	CHECK_EQ(blocks_of(fd), 16);
	CHECK_EQ(SYS(ftruncate, fd, 0), 0);
	CHECK_EQ(SYS(ftruncate, fd, 4 * PAGE), 0);
	CHECK_EQ(poke(p + PAGE, 1).sig, 0);
	unmap(p, 4 * PAGE);
	unmap(q, 4 * PAGE);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, MNT "/f"), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* Does nr_inodes= count files, directories, symbolic links and second names? */
TEST(tmpfs, inodes)
{
	struct statfs64 st;
	long fd;

	CHECK_EQ(mount_tmpfs("nr_inodes=4"), 0);
	CHECK_EQ(SYS(statfs64, MNT, sizeof(st), &st), 0);
	CHECK_EQ(st.files, 4);
	CHECK_EQ(st.ffree, 3);
	fd = SYS(open, MNT "/f", O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0);
	SYS(close, fd);
	CHECK_EQ(SYS(mkdir, MNT "/d", 0755), 0);
	CHECK_EQ(SYS(link, MNT "/f", MNT "/g"), 0);
	CHECK_EQ(SYS(link, MNT "/f", MNT "/h"), -ENOSPC);
	CHECK_EQ(SYS(symlink, "f", MNT "/s"), -ENOSPC);
	CHECK_EQ(SYS(mkdir, MNT "/e", 0755), -ENOSPC);
	CHECK_EQ(SYS(open, MNT "/n", O_RDWR | O_CREAT, 0600), -ENOSPC);
	CHECK_EQ(SYS(mknod, MNT "/p", S_IFIFO | 0600, 0), -ENOSPC);
	CHECK_EQ(SYS(unlink, MNT "/g"), 0);
	CHECK_EQ(SYS(symlink, "f", MNT "/s"), 0);
	CHECK_EQ(SYS(rename, MNT "/s", MNT "/f"), 0);
	CHECK_EQ(SYS(statfs64, MNT, sizeof(st), &st), 0);
	CHECK_EQ(st.ffree, 1);
	CHECK_EQ(SYS(unlink, MNT "/f"), 0);
	CHECK_EQ(SYS(rmdir, MNT "/d"), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* Does an fallocate() that can't be leave what was there, and a good one what is zero? */
TEST(tmpfs, fallocate)
{
	long fd;

	CHECK_EQ(mount_tmpfs("size=8k,nr_inodes=0"), 0);
	fd = SYS(open, MNT "/f", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	CHECK_EQ(fallocate(fd, 0, 0, 0), -EINVAL);
	CHECK_EQ(fallocate(fd, 0, 0, 3 * PAGE), -ENOSPC);
	CHECK_EQ(fallocate(fd, 0, 0, 1ull << 62), -EFBIG);
	CHECK_EQ(blocks_of(fd), 0);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 5 * PAGE, 0), 1);
	CHECK_EQ(fallocate(fd, 0, 0, 2 * PAGE), -ENOSPC);
	CHECK_EQ(blocks_of(fd), 8);
	CHECK_EQ(size_of(fd), 5 * PAGE + 1);
	CHECK_EQ(fallocate(fd, FALLOC_FL_KEEP_SIZE, 6 * PAGE, 1), 0);
	CHECK_EQ(size_of(fd), 5 * PAGE + 1);
	CHECK_EQ(blocks_of(fd), 16);
	page[0] = 1;
	CHECK_EQ(SYS(ftruncate, fd, 7 * PAGE), 0);
	CHECK_EQ(SYS(pread64, fd, page, 1, 0, 6 * PAGE, 0), 1);
	CHECK_EQ(page[0], 0);
	/* Truncation to the size that it has takes away what lies beyond */
	CHECK_EQ(SYS(ftruncate, fd, 5 * PAGE + 1), 0);
	CHECK_EQ(fallocate(fd, FALLOC_FL_KEEP_SIZE, 6 * PAGE, 1), 0);
	CHECK_EQ(blocks_of(fd), 16);
	CHECK_EQ(SYS(ftruncate, fd, 5 * PAGE + 1), 0);
	CHECK_EQ(blocks_of(fd), 8);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, MNT "/f"), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* fallocate(): what is refused, and in which order? */
TEST(tmpfs, fallocate_errors)
{
	long fd = SYS(memfd_create, "errors", 0), other;
	int fds[2];

	NEED(fd >= 0);
	CHECK_EQ(fallocate(fd, 0, -1ull, PAGE), -EINVAL);
	CHECK_EQ(fallocate(fd, 64, 0, PAGE), -EOPNOTSUPP);
	CHECK_EQ(fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, PAGE), -EOPNOTSUPP);
	CHECK_EQ(fallocate(fd, 64, 0, 0), -EINVAL);
	SYS(close, fd);
	CHECK_EQ(fallocate(fd, 0, 0, PAGE), -EBADF);
	spit("/tmp/tmpfs.f", "x");
	other = SYS(open, "/tmp/tmpfs.f", O_RDONLY);
	CHECK_EQ(fallocate(other, 0, 0, PAGE), -EBADF);
	SYS(close, other);
	SYS(unlink, "/tmp/tmpfs.f");
	CHECK_EQ(SYS(pipe, fds), 0);
	CHECK_EQ(fallocate(fds[1], 0, 0, PAGE), -ESPIPE);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	other = SYS(open, "/dev/null", O_RDWR);
	CHECK_EQ(fallocate(other, 0, 0, PAGE), -ENODEV);
	SYS(close, other);
}

/* A hole: are its bytes zero for file and mappings, its pages free, and private copies what they were? */
TEST(tmpfs, punch_hole)
{
	long fd = SYS(memfd_create, "hole", 0);
	char *p, *q;

	NEED(fd >= 0);
	CHECK_EQ(SYS(ftruncate, fd, 8 * PAGE), 0);
	p = map_at(NULL, 8 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	q = map_at(NULL, 8 * PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	memset(p, 1, 8 * PAGE);
	q[2 * PAGE] = 2;
	CHECK_EQ(q[3 * PAGE], 1);
	CHECK_EQ(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, PAGE + 5, 4 * PAGE), 0);
	CHECK_EQ(blocks_of(fd), 5 * 8);
	CHECK_EQ(size_of(fd), 8 * PAGE);
	CHECK(p[PAGE + 4] == 1 && !p[PAGE + 5]);
	CHECK(!p[5 * PAGE + 4] && p[5 * PAGE + 5] == 1);
	CHECK(!p[2 * PAGE] && q[2 * PAGE] == 2);
	CHECK_EQ(q[3 * PAGE], 0);
	p[3 * PAGE] = 9;
	CHECK_EQ(q[3 * PAGE], 9);
	unmap(p, 8 * PAGE);
	unmap(q, 8 * PAGE);
	SYS(close, fd);
}

/* MADV_REMOVE: is it the same for shared memory, and refused where there is none of one's own to write to? */
TEST(tmpfs, madvise_remove)
{
	char *p = map_shared(4 * PAGE), *q = map(2 * PAGE);
	u8 there[4] = { 0 };
	long fd;

	memset(p, 1, 4 * PAGE);
	q[0] = 1;
	CHECK_EQ(SYS(madvise, p + PAGE, 2 * PAGE, MADV_REMOVE), 0);
	CHECK_EQ(SYS(mincore, p, 4 * PAGE, there), 0);
	CHECK(there[0] & 1 && !(there[1] & 1) && !(there[2] & 1) && there[3] & 1);
	CHECK(p[0] == 1 && !p[PAGE] && !p[2 * PAGE] && p[3 * PAGE] == 1);
	CHECK_EQ(SYS(madvise, q, PAGE, MADV_REMOVE), -EINVAL);
	CHECK_EQ(q[0], 1);
	CHECK_EQ(SYS(madvise, p + 1, PAGE, MADV_REMOVE), -EINVAL);
	CHECK_EQ(SYS(mlock, p, PAGE), 0);
	CHECK_EQ(SYS(madvise, p, PAGE, MADV_REMOVE), -EINVAL);
	CHECK_EQ(SYS(munlock, p, PAGE), 0);
	/* A hole in the address space: what is behind it goes, too */
	unmap(p + PAGE, PAGE);
	p[2 * PAGE] = 1;
	CHECK_EQ(SYS(madvise, p, 4 * PAGE, MADV_REMOVE), -ENOMEM);
	CHECK(!p[0] && !p[2 * PAGE] && !p[3 * PAGE]);
	unmap(p, 4 * PAGE);
	unmap(q, 2 * PAGE);
	spit("/tmp/tmpfs.f", "x");
	fd = SYS(open, "/tmp/tmpfs.f", O_RDWR);
	p = map_at(NULL, PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	CHECK_EQ(SYS(madvise, p, PAGE, MADV_REMOVE), -EACCES);
	unmap(p, PAGE);
	SYS(close, fd);
	SYS(unlink, "/tmp/tmpfs.f");
}

static long add_seals(long fd, int seals)
{
	return SYS(fcntl64, fd, F_ADD_SEALS, seals);
}

/* Seals on the size: what may still be done, and what not? */
TEST(tmpfs, seals_size)
{
	long fd = SYS(memfd_create, "sealed", MFD_ALLOW_SEALING), plain = SYS(memfd_create, "plain", 0), file;
	int fds[2];

	NEED(fd >= 0 && plain >= 0);
	CHECK_EQ(SYS(memfd_create, "flags", 0x80), -EINVAL);
	CHECK_EQ(SYS(fcntl64, fd, F_GET_SEALS), 0);
	CHECK_EQ(SYS(fcntl64, plain, F_GET_SEALS), F_SEAL_SEAL);
	CHECK_EQ(add_seals(plain, F_SEAL_GROW), -EPERM);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE), 0);
	CHECK_EQ(add_seals(fd, F_SEAL_GROW), 0);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE + 1), -EPERM);
	CHECK_EQ(SYS(pwrite64, fd, "xxxx", 4, 0, 2 * PAGE - 2, 0), 2);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 2 * PAGE, 0), -EPERM);
	CHECK_EQ(fallocate(fd, 0, PAGE, PAGE), 0);
	CHECK_EQ(fallocate(fd, 0, PAGE, PAGE + 1), -EPERM);
	CHECK_EQ(add_seals(fd, F_SEAL_SHRINK), 0);
	CHECK_EQ(SYS(ftruncate, fd, PAGE), -EPERM);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE), 0);
	CHECK_EQ(add_seals(fd, 0x100), -EINVAL);
	CHECK_EQ(add_seals(fd, F_SEAL_SEAL), 0);
	CHECK_EQ(add_seals(fd, F_SEAL_SEAL), -EPERM);
	CHECK_EQ(SYS(fcntl64, fd, F_GET_SEALS), F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW);
	SYS(close, fd);
	SYS(close, plain);
	CHECK_EQ(SYS(pipe, fds), 0);
	CHECK_EQ(SYS(fcntl64, fds[0], F_GET_SEALS), -EINVAL);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	spit("/tmp/tmpfs.f", "x");
	file = SYS(open, "/tmp/tmpfs.f", O_RDONLY);
	CHECK_EQ(SYS(fcntl64, file, F_GET_SEALS), F_SEAL_SEAL);
	CHECK_EQ(add_seals(file, F_SEAL_GROW), -EPERM);
	SYS(close, file);
	SYS(unlink, "/tmp/tmpfs.f");
}

/* The seal on writing: refused while there is a shared mapping, and what does it refuse itself? */
TEST(tmpfs, seals_write)
{
	long fd = SYS(memfd_create, "sealed", MFD_ALLOW_SEALING);
	char *p, *q, *anon = map(PAGE), buf[4] = "";

	NEED(fd >= 0);
	CHECK_EQ(SYS(pwrite64, fd, "abc", 3, 0, 0, 0), 3);
	p = map_at(NULL, 2 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	q = map_at(NULL, PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	CHECK_EQ(p[1], 'b');
	CHECK_EQ(q[1], 'b');
	CHECK_EQ(add_seals(fd, F_SEAL_WRITE), -EBUSY);
	unmap(p, PAGE);
	CHECK_EQ(add_seals(fd, F_SEAL_WRITE), -EBUSY);
	CHECK_EQ(SYS(fcntl64, fd, F_GET_SEALS), 0);
	CHECK_EQ(SYS(pwrite64, fd, "A", 1, 0, 0, 0), 1);
	unmap(p + PAGE, PAGE);
	p = map_at(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK_EQ(add_seals(fd, F_SEAL_WRITE), -EBUSY);
	unmap(p, PAGE);
	CHECK_EQ(add_seals(fd, F_SEAL_WRITE), 0);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 0, 0), -EPERM);
	CHECK_EQ(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE), -EPERM);
	CHECK_EQ(map_at(NULL, PAGE, PROT_RW, MAP_SHARED, fd, 0), -EPERM);
	/* ... and what was there before stays */
	anon[0] = 'o';
	CHECK_EQ(map_at(anon, PAGE, PROT_RW, MAP_SHARED | MAP_FIXED, fd, 0), -EPERM);
	CHECK_EQ(touch(anon).sig, 0);
	CHECK_EQ(anon[0], 'o');
	CHECK_EQ(SYS(pread64, fd, buf, 3, 0, 0, 0), 3);
	CHECK(!strcmp(buf, "Abc"));
	CHECK_EQ(q[0], 'A');
	q[0] = 'z';
	CHECK_EQ(SYS(ftruncate, fd, 2), 0);
	CHECK_EQ(SYS(pread64, fd, buf, 3, 0, 0, 0), 2);
	CHECK_EQ(buf[0], 'A');
	unmap(q, PAGE);
	unmap(anon, PAGE);
	SYS(close, fd);
}

/* A file's times, in nanoseconds */
struct times { u64 atime, mtime, ctime; };

static struct times times_of(const char *path)
{
	struct stat64 st = { 0 };

	SYS(lstat64, path, &st);
	return (struct times){ st.atime * 1000000000ull + st.atime_nsec, st.mtime * 1000000000ull + st.mtime_nsec,
			       st.ctime * 1000000000ull + st.ctime_nsec };
}

/* Is the time of access another one after read(2)?  The clock moves on before. */
static int read_moves_atime(int flags)
{
	u64 before = times_of(MNT "/f").atime;
	long fd = SYS(open, MNT "/f", O_RDWR | flags);
	char c;

	pause_ms(30);
	SYS(read, fd, &c, 1);
	SYS(close, fd);
	return times_of(MNT "/f").atime != before;
}

/* The time of access becomes @ago seconds before now */
static void set_atime(u32 ago)
{
	u32 ts[4] = { (u32)(times_of(MNT "/f").ctime / 1000000000) - ago, 0, 0, UTIME_OMIT };

	CHECK_EQ(SYS(utimensat, AT_FDCWD, MNT "/f", ts, 0), 0);
}

/* Do reading, mapping and listing move the time of access as the mount says: relatime, strictatime, noatime? */
TEST(tmpfs, atime)
{
	char buf[256];
	u64 before;
	long fd;
	char *p;

	CHECK_EQ(mount_tmpfs(NULL), 0);
	spit(MNT "/f", "text");
	/* Read after it was written, and again; a day later */
	CHECK_EQ(read_moves_atime(0), 1);
	CHECK_EQ(read_moves_atime(0), 0);
	spit(MNT "/f", "other");
	CHECK_EQ(read_moves_atime(0), 1);
	set_atime(30 * 3600);
	CHECK_EQ(times_of(MNT "/f").atime % 1000000000, 0);
	CHECK_EQ(read_moves_atime(O_NOATIME), 0);
	CHECK_EQ(read_moves_atime(0), 1);
	spit(MNT "/f", "third");
	before = times_of(MNT "/f").atime;
	pause_ms(30);
	fd = SYS(open, MNT "/f", O_RDONLY);
	p = map_at(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(times_of(MNT "/f").atime > before);
	unmap(p, PAGE);
	SYS(close, fd);

	CHECK_EQ(SYS(mount, "none", MNT, "tmpfs", MS_REMOUNT | MS_STRICTATIME, NULL), 0);
	CHECK(strstr(mount_line(), MNT " tmpfs rw") && !strstr(mount_line(), "relatime"));
	CHECK_EQ(read_moves_atime(0), 1);
	CHECK_EQ(read_moves_atime(0), 1);
	CHECK_EQ(read_moves_atime(O_NOATIME), 0);
	before = times_of(MNT).atime;
	fd = SYS(open, MNT, O_RDONLY | O_DIRECTORY);
	pause_ms(30);
	CHECK(SYS(getdents64, fd, buf, sizeof(buf)) > 0);
	CHECK(times_of(MNT).atime > before);
	SYS(symlink, "f", MNT "/s");
	before = times_of(MNT "/s").atime;
	pause_ms(30);
	CHECK_EQ(SYS(readlink, MNT "/s", buf, sizeof(buf)), 1);
	CHECK(times_of(MNT "/s").atime > before);

	CHECK_EQ(SYS(mount, "none", MNT, "tmpfs", MS_REMOUNT | MS_STRICTATIME | MS_NODIRATIME, NULL), 0);
	before = times_of(MNT).atime;
	SYS(lseek, fd, 0, SEEK_SET);
	pause_ms(30);
	CHECK(SYS(getdents64, fd, buf, sizeof(buf)) > 0);
	CHECK(times_of(MNT).atime == before);
	SYS(close, fd);
	CHECK_EQ(read_moves_atime(0), 1);

	CHECK_EQ(SYS(mount, "none", MNT, "tmpfs", MS_REMOUNT | MS_NOATIME, NULL), 0);
	CHECK(strstr(mount_line(), MNT " tmpfs rw,noatime"));
	CHECK_EQ(SYS(mount, "none", MNT, "tmpfs", MS_REMOUNT, NULL), 0);
	spit(MNT "/f", "text");
	CHECK_EQ(read_moves_atime(0), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* After the clock has moved on: does the call change the times of MNT "/f" that it should (1 atime, 2 mtime, 4 ctime)? */
#define CHANGES(call, which)							\
	do {									\
		struct times before_ = times_of(MNT "/f"), after_;		\
		pause_ms(30);							\
		CHECK((call) >= 0);						\
		after_ = times_of(MNT "/f");					\
		CHECK_EQ((after_.atime > before_.atime) | (after_.mtime > before_.mtime) << 1 |	\
			 (after_.ctime > before_.ctime) << 2, which);		\
	} while (0)

/* Which calls move the times of modification and of change? */
TEST(tmpfs, ctime)
{
	struct times parent, file;
	long fd;

	CHECK_EQ(mount_tmpfs(NULL), 0);
	fd = SYS(open, MNT "/f", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	CHANGES(SYS(write, fd, "ab", 2), 6);
	CHANGES(SYS(pread64, fd, page, 1, 0, 0, 0), 1);
	CHANGES(SYS(ftruncate, fd, 1), 6);
	CHANGES(SYS(chmod, MNT "/f", 0640), 4);
	CHANGES(SYS(chown32, MNT "/f", 5, 5), 4);
	CHANGES(SYS(link, MNT "/f", MNT "/g"), 4);
	CHANGES(SYS(unlink, MNT "/g"), 4);
	CHANGES(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE), 6);
	CHANGES(SYS(fsync, fd), 0);
	file = times_of(MNT "/f");
	parent = times_of(MNT);
	pause_ms(30);
	CHECK_EQ(fallocate(fd, 0, 0, PAGE), 0);
	CHECK(times_of(MNT "/f").ctime > file.ctime);
	file = times_of(MNT "/f");
	pause_ms(30);
	CHECK_EQ(SYS(rename, MNT "/f", MNT "/g"), 0);
	CHECK(times_of(MNT "/g").ctime > file.ctime && times_of(MNT "/g").mtime == file.mtime);
	CHECK(times_of(MNT).mtime > parent.mtime && times_of(MNT).ctime > parent.ctime);
	SYS(close, fd);
	CHECK_EQ(SYS(mkdir, MNT "/d", 0755), 0);
	parent = times_of(MNT);
	pause_ms(30);
	CHECK_EQ(SYS(rmdir, MNT "/d"), 0);
	CHECK(times_of(MNT).mtime > parent.mtime && times_of(MNT).ctime > parent.ctime);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* Bad options, and limits that change while the file system is used? */
TEST(tmpfs, options)
{
	long fd;

	CHECK_EQ(mount_tmpfs("size=1q"), -EINVAL);
	CHECK_EQ(mount_tmpfs("nr_inodes"), -EINVAL);
	CHECK_EQ(mount_tmpfs("colour=red"), -EINVAL);
	CHECK_EQ(mount_tmpfs("size=1m,mode=1770"), 0);
	fd = SYS(open, MNT "/f", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	CHECK_EQ(fallocate(fd, 0, 0, 3 * PAGE), 0);
	CHECK_EQ(SYS(mount, "none", MNT, "tmpfs", MS_REMOUNT, "size=8k"), -EINVAL);
	CHECK_EQ(SYS(mount, "none", MNT, "tmpfs", MS_REMOUNT, "size=16k"), 0);
	CHECK_EQ(fallocate(fd, 0, 0, 5 * PAGE), -ENOSPC);
	CHECK_EQ(fallocate(fd, 0, 0, 4 * PAGE), 0);
	CHECK_EQ(SYS(mount, "none", MNT "/f", "tmpfs", MS_REMOUNT, NULL), -EINVAL);
	CHECK_EQ(SYS(mount, "none", MNT, NULL, 0, NULL), -EINVAL);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, MNT "/f"), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
}

/* Is the memory of a file system back when it is unmounted, with files in it, and is one in use EBUSY? */
TEST(tmpfs, umount)
{
	long free, fd, other;
	char *p;

	CHECK_EQ(mount_tmpfs("size=16m"), 0);
	free = field("/proc/meminfo", "MemFree");
	CHECK_EQ(SYS(mkdir, MNT "/d", 0755), 0);
	CHECK_EQ(SYS(mkdir, MNT "/d/e", 0755), 0);
	fd = SYS(open, MNT "/d/e/f", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	CHECK_EQ(fallocate(fd, 0, 0, 8 * MiB), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), -EBUSY);
	p = map_at(NULL, PAGE, PROT_RW, MAP_SHARED, fd, 0);
	SYS(close, fd);
	CHECK_EQ(SYS(umount2, MNT, 0), -EBUSY);
	unmap(p, PAGE);
	CHECK_EQ(SYS(chdir, MNT "/d"), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), -EBUSY);
	SYS(chdir, "/");
	CHECK_EQ(SYS(mount, "none", MNT "/d/e", "tmpfs", 0, NULL), 0);
	CHECK_EQ(SYS(umount2, MNT, 0), -EBUSY);
	CHECK_EQ(SYS(umount2, MNT "/d/e", 0), 0);
	other = SYS(open, MNT "/d", O_RDONLY | O_DIRECTORY);
	CHECK_EQ(SYS(umount2, MNT, 0), -EBUSY);
	SYS(close, other);
	CHECK_EQ(SYS(umount2, MNT "/d/e", 0), -EINVAL);
	CHECK_EQ(SYS(umount2, MNT, 0x100), -EINVAL);
	CHECK_EQ(SYS(umount2, MNT "/none", 0), -ENOENT);
	CHECK(field("/proc/meminfo", "MemFree") < free - 7 * 1024);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
	CHECK(field("/proc/meminfo", "MemFree") > free - 1024);
	CHECK_EQ(SYS(umount2, MNT, 0), -EINVAL);
}

/* Does /proc/mounts show what is mounted, with those options that aren't as usual? */
TEST(tmpfs, mounts)
{
	char *line;

	CHECK(!mount_line());
	CHECK_EQ(mount_tmpfs("nr_blocks=25,nr_inodes=1k,uid=7,gid=8,mode=711"), 0);
	line = mount_line();
	NEED(line);
	CHECK(strstr(line, "none " MNT " tmpfs rw,relatime,size=100k,nr_inodes=1024,mode=711,uid=7,gid=8") == line);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
	CHECK_EQ(SYS(mkdir, MNT, 0755), -EEXIST);
	CHECK_EQ(SYS(mount, "a b\\c", MNT, "tmpfs", 0, NULL), 0);
	line = mount_line();
	NEED(line);
	CHECK(strstr(line, "a\\040b\\134c " MNT " tmpfs rw,relatime") == line);
	CHECK_EQ(SYS(umount2, MNT, 0), 0);
	CHECK(!mount_line());
	CHECK(strstr(slurp("/proc/filesystems"), "nodev\ttmpfs\n"));
	CHECK_EQ(SYS(rmdir, MNT), 0);
}

/* Pages */
static long committed(void)
{
	return field("/proc/meminfo", "Committed_AS") / 4;
}

/* What is charged: shared anonymous memory when it is mapped, without reserve or in a memfd page by page? */
TEST(tmpfs, commit_charge)
{
	long before = committed(), fd;
	char *p, *q;

	p = map_shared(100 * PAGE);
	CHECK_EQ(committed(), before + 100);
	p[0] = 1;
	CHECK_EQ(committed(), before + 100);
	q = map_at(NULL, 100 * PAGE, PROT_RW, MAP_SHARED | MAP_ANON | MAP_NORESERVE, -1, 0);
	CHECK_EQ(committed(), before + 100);
	q[5 * PAGE] = q[6 * PAGE] = 1;
	CHECK_EQ(committed(), before + 102);
	unmap(q, 100 * PAGE);
	CHECK_EQ(committed(), before + 100);
	unmap(p, 50 * PAGE);
	CHECK_EQ(committed(), before + 100);
	unmap(p + 50 * PAGE, 50 * PAGE);
	CHECK_EQ(committed(), before);
	fd = SYS(memfd_create, "charge", 0);
	CHECK_EQ(SYS(ftruncate, fd, 100 * PAGE), 0);
	CHECK_EQ(committed(), before);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 50 * PAGE, 0), 1);
	CHECK_EQ(committed(), before + 1);
	SYS(close, fd);
	CHECK_EQ(committed(), before);
}

/* A memfd: what does it look like? */
TEST(tmpfs, memfd)
{
	long fd = SYS(memfd_create, "name", 0);
	char link[64] = "", path[32], name[251];
	struct stat64 st = { 0 };
	long other;

	NEED(fd >= 0);
	memset(name, 'n', 250);
	name[250] = 0;
	CHECK_EQ(SYS(memfd_create, name, 0), -EINVAL);
	name[249] = 0;
	other = SYS(memfd_create, name, 0);
	CHECK(other >= 0);
	SYS(close, other);
	format(path, sizeof(path), "/proc/self/fd/%d", (int)fd);
	CHECK(SYS(readlink, path, link, sizeof(link) - 1) > 0);
	CHECK(!strcmp(link, "/memfd:name (deleted)"));
	CHECK_EQ(SYS(fstat64, fd, &st), 0);
	CHECK_EQ(st.mode, S_IFREG | 0777);
	CHECK_EQ(st.nlink, 0);
	CHECK_EQ(st.size, 0);
	CHECK_EQ(SYS(write, fd, "abc", 3), 3);
	CHECK_EQ(size_of(fd), 3);
	SYS(close, fd);
}
