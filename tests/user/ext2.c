/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What does the kernel say to an ext2 image that is nonsense?  /dev/vda and /dev/vdb, which are read-only, are images
 * that are all right, with blocks of 1 and 4 KiB, and /dev/vdc is scratch (tests/host/ext2-corrupt.t); without them there is
 * nothing to test.
 *
 * Each corruption is a few bytes of an image that are others: it is mounted, all of it is read, changed, and unmounted.
 * Any errno that a disk may be a reason for is right, and any contents; but memory is as before, it can be unmounted,
 * and the kernel has no other word to say than "EXT2-fs error", which the host looks for.
 */
#include "user.h"

enum {
	BLKFLSBUF = 0x1261, EUCLEAN = 117, EMLINK = 31, MAX_IMAGE = 512 * 1024, MAX_BLOCK = 4096, ROOT_INO = 2,
	S_IFBLK = 060000, S_IFSOCK = 0140000,
};

#define SCRATCH	"/dev/vdc"
#define M	"/tmp/m"		/* where it is mounted */
#define INTERVAL "/proc/sys/vm/dirty_writeback_centisecs"

/* Of the super block, a group's descriptor, and an inode */
enum {
	S_OFFSET = 1024, S_INODES = 0, S_BLOCKS = 4, S_INODES_PER_GROUP = 40, S_LOG_BLOCK = 24, S_ERRORS = 60, S_INODE_SIZE = 88,
	G_BLOCK_BITMAP = 0, G_INODE_BITMAP = 4, G_INODE_TABLE = 8,
	I_MODE = 0, I_SIZE = 4, I_DTIME = 20, I_LINKS = 26, I_BLOCKS = 28, I_FLAGS = 32, I_BLOCK = 40, I_FILE_ACL = 104,
	I_SIZE_HIGH = 108, IND = 12, DIND = 13, TIND = 14,
};

static u8 good[MAX_IMAGE], now_there[MAX_IMAGE];
static u8 buf[4 * PAGE];
static ulong image_size, block_size;
static int scratch = -1, cases;

static u32 get32(ulong at)
{
	u32 value;

	memcpy(&value, good + at, 4);
	return value;
}

/* Where things are */
static ulong group(void)
{
	return block_size == 1024 ? 2 * block_size : block_size;
}

static ulong inode(u32 ino)
{
	return get32(group() + G_INODE_TABLE) * block_size + (ino - 1) * (get32(S_OFFSET + S_INODE_SIZE) & 0xffff);
}

/* Block @n of those that inode @ino points to itself: where its first byte is */
static ulong block_of(u32 ino, int n)
{
	return get32(inode(ino) + I_BLOCK + 4 * (ulong)n) * block_size;
}

/* ------------------------------------------------------------------ the disk */

/* The scratch disk has what @image has, from now on or again: all but what it has already */
static void restore(void)
{
	CHECK_EQ(SYS(fsync, scratch), 0);
	CHECK_EQ(SYS(ioctl, scratch, BLKFLSBUF, 0), 0);
	CHECK_EQ(SYS(pread64, scratch, now_there, image_size, 0, 0, 0), image_size);
	for (ulong at = 0; at < image_size; at += 1024)
		if (memcmp(now_there + at, good + at, 1024))
			CHECK_EQ(SYS(pwrite64, scratch, good + at, 1024, 0, at, 0), 1024);
}

static u32 ino_of(const char *path)
{
	struct stat64 st = { 0 };

	CHECK_EQ(SYS(lstat64, path, &st), 0);
	return (u32)st.ino;
}

/* The inodes of the image's files */
static struct {
	u32 root, dir, deep, small, longlink, shortlink, device, sub;
} ino;

static int set_up(const char *image)
{
	long fd = SYS(open, image, O_RDONLY);
	char label[13];

	if (scratch >= 0)
		SYS(close, scratch);
	scratch = (int)SYS(open, SCRATCH, O_RDWR);
	if (fd < 0 || scratch < 0 || SYS(pread64, scratch, label, 12, 0, 0, 0) != 12 || memcmp(label, "ext2 scratch", 12)) {
		skip("there are no images, or no scratch disk");
		return 0;
	}
	image_size = (ulong)SYS(pread64, fd, good, sizeof(good), 0, 0, 0);
	memcpy(good, "ext2 scratch", 12);	/* the first sectors are nobody's */
	SYS(close, fd);
	block_size = 1024ul << get32(S_OFFSET + S_LOG_BLOCK);
	restore();
	SYS(mkdir, M, 0755);
	CHECK_EQ(SYS(mount, image, M, "ext2", 1, ""), 0);
	ino.root = ino_of(M);
	ino.dir = ino_of(M "/dir");
	ino.sub = ino_of(M "/dir/sub");
	ino.deep = ino_of(M "/deep");
	ino.small = ino_of(M "/small");
	ino.longlink = ino_of(M "/long");
	ino.shortlink = ino_of(M "/short");
	ino.device = ino_of(M "/null");
	CHECK_EQ(SYS(umount2, M, 0), 0);
	return ino.root == ROOT_INO;
}

/* ------------------------------------------------------------------ everything that can be done with it */

/* An answer that a disk may be the reason for; returned again */
static long may(const char *what, long result)
{
	static const u8 fine[] = {
		ENOENT, EIO, EUCLEAN, ENOSPC, ENOTEMPTY, EEXIST, ENOTDIR, EISDIR, EINVAL, ELOOP, EFBIG, EMLINK, ENAMETOOLONG,
		EROFS, ENXIO, ENODEV, EPERM, EACCES, EXDEV, EOVERFLOW, ESPIPE, EAGAIN, EBUSY,
	};

	if (!IS_ERR(result))
		return result;
	for (size_t i = 0; i < sizeof(fine); i++)
		if (result == -(long)fine[i])
			return result;
	failed(__FILE__, __LINE__, what, result, 0, 1);
	return result;
}
#define MAY(name, ...) may(#name, SYS(name, ##__VA_ARGS__))

/* The pages of the file that are looked at: where it has blocks, and where it may have */
static int places(ulong at[8])
{
	ulong n = block_size / 4;
	int count = 0;

	at[count++] = 0;
	at[count++] = 13 * block_size;
	at[count++] = (12 + n + 3) * block_size;
	if (block_size == 1024)
		at[count++] = (12 + n + n * n + 1) * block_size;
	at[count++] = 100 * block_size;
	return count;
}

static void read_file(const char *path)
{
	long fd = MAY(open, path, O_RDONLY | O_NONBLOCK);
	ulong at[8];
	int n = places(at);
	struct stat64 st;
	char *p;

	if (fd < 0)
		return;
	for (int i = 0; i < 4 && MAY(read, fd, buf, sizeof(buf)) > 0; i++)
		;
	MAY(fstat64, fd, &st);
	for (int i = 0; i < n; i++)
		MAY(pread64, fd, buf, PAGE, 0, at[i], 0);
	for (int i = 0; i < n; i++) {
		p = map_at(NULL, 2 * PAGE, PROT_READ, i & 1 ? MAP_SHARED : MAP_PRIVATE, (int)fd, at[i] & ~(PAGE - 1));
		if (IS_ERR(may("mmap2", (long)p)))
			break;
		for (int page = 0; page < 2; page++) {
			int sig = touch(p + (ulong)page * PAGE).sig;

			CHECK(sig == 0 || sig == SIGBUS);
		}
		unmap(p, 2 * PAGE);
	}
	SYS(close, fd);
}

struct dirent64 { u64 ino; s64 off; u16 len; u8 type; char name[]; } __attribute__((packed));

/* Reads all that is below @path, of which there may be no end */
static void read_tree(const char *path, int depth, int *budget)
{
	long fd = MAY(open, path, O_RDONLY | O_DIRECTORY), got;
	char names[1024], below[300], text[300];
	struct stat64 st;
	int files = 0;

	if (fd < 0)
		return;
	while (*budget > 0 && (got = MAY(getdents64, fd, names, sizeof(names))) > 0) {
		for (long at = 0; at < got && *budget > 0; (*budget)--) {
			struct dirent64 *d = (void *)(names + at);

			at += d->len;
			if (!strcmp(d->name, ".") || !strcmp(d->name, "..") || strlen(path) + strlen(d->name) > 280)
				continue;
			format(below, sizeof(below), "%s/%s", path, d->name);
			if (MAY(lstat64, below, &st) < 0)
				continue;
			if ((st.mode & S_IFMT) == S_IFDIR && depth < 4)
				read_tree(below, depth + 1, budget);
			else if ((st.mode & S_IFMT) == S_IFLNK)
				MAY(readlink, below, text, sizeof(text));
			else if ((st.mode & S_IFMT) == S_IFREG && files++ < 2)
				read_file(below);
		}
	}
	SYS(close, fd);
}

static void write_file(const char *path, int flags)
{
	struct stat64 st;
	ulong at[8];
	int n = places(at);
	long fd;
	char *p;

	if (!SYS(lstat64, path, &st) && (st.mode & S_IFMT) != S_IFREG)
		return;
	fd = MAY(open, path, O_RDWR | O_NONBLOCK | flags, 0644);
	if (fd < 0)
		return;
	for (int i = 0; i < n; i++) {
		MAY(pwrite64, fd, buf, 10, 0, at[i] + 5, 0);
		MAY(pwrite64, fd, buf, block_size, 0, at[i] + block_size, 0);
	}
	p = map_at(NULL, 4 * PAGE, PROT_RW, MAP_SHARED, (int)fd, 0);
	if (!IS_ERR(may("mmap2", (long)p))) {
		for (int page = 0; page < 4; page++) {
			int sig = poke(p + (ulong)page * PAGE + 100, 'm').sig;

			CHECK(sig == 0 || sig == SIGBUS);
		}
		unmap(p, 4 * PAGE);
	}
	MAY(fsync, fd);
	MAY(ftruncate, fd, 5000);
	SYS(close, fd);
	fd = MAY(open, path, O_WRONLY | O_NONBLOCK | O_APPEND);
	if (fd < 0)
		return;
	MAY(write, fd, buf, 3000);
	MAY(write, fd, buf, 9000);
	SYS(close, fd);
}

static void change_tree(void)
{
	static const char *const names[] = { M "/dir/sub2", M "/new-dir/a", M "/new-dir", M "/dir/a/b", M "/dir/new", M "/deep",
					     M "/long", M "/short", M "/null", M "/a", M "/dir/sub/c", M "/small" };

	write_file(M "/deep", 0);
	write_file(M "/small", 0);
	write_file(M "/a", O_CREAT);
	MAY(mknod, M "/dir/new", S_IFREG | 0644, 0);
	MAY(mkdir, M "/new-dir", 0755);
	MAY(mkdir, M "/dir/a", 0755);
	MAY(symlink, "target", M "/new-dir/a");
	MAY(symlink, buf, M "/dir/a/b");
	MAY(link, M "/small", M "/dir/sub/c");
	MAY(rename, M "/dir/sub", M "/new-dir/sub");
	MAY(rename, M "/a", M "/dir/sub2");
	MAY(rename, M "/dir/new", M "/deep");
	MAY(rename, M "/dir/a", M "/a");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (MAY(unlink, names[i]) < 0)
			MAY(rmdir, names[i]);
	MAY(rmdir, M "/new-dir/sub");
	MAY(rmdir, M "/dir/sub");
	MAY(rmdir, M "/dir");
	MAY(rmdir, M "/lost+found");
	MAY(mkdir, M "/last", 0755);
}

/* Everything.  What mount() says. */
static long use(const char *options)
{
	long err = MAY(mount, SCRATCH, M, "ext2", 0, options);
	int budget = 30;
	char stat[100];

	if (err)
		return err;
	MAY(statfs64, M, 88, stat);
	read_tree(M, 0, &budget);
	change_tree();
	budget = 20;
	read_tree(M, 0, &budget);
	CHECK_EQ(SYS(umount2, M, 0), 0);
	return 0;
}

/* The number behind "ext2.every=" on the kernel's command line: of so many cases, one is tried */
static int every(void)
{
	const char *text = slurp("/proc/cmdline");
	int n;

	text = text ? strstr(text, "ext2.every=") : NULL;
	text = text ? text + 11 : "8";
	n = (int)number(&text, 10);
	return n ? n : 1;
}

/* Is the next case one that is tried?  Of the second image, which differs in its block size alone, there are fewer. */
static int its_turn(void)
{
	static int n, step;

	if (!step)
		step = every();
	if (n++ % (block_size > 1024 ? 4 * step : step))
		return 0;
	cases++;
	return 1;
}

/* Is what mount() says to this one @err, or, if the disk can be mounted, what @fn() says then? */
static void expect(const char *name, ulong at, int width, u32 value, long err, long (*fn)(void))
{
	long got;

	print("# case %s\n", name);
	CHECK_EQ(SYS(pwrite64, scratch, &value, width, 0, at, 0), width);
	CHECK_EQ(SYS(fsync, scratch), 0);
	got = SYS(mount, SCRATCH, M, "ext2", 0, "errors=continue");
	if (!got) {
		got = fn ? fn() : 0;
		CHECK_EQ(SYS(umount2, M, 0), 0);
	}
	print("# end\n");
	if (got != err)
		print("# %s: %ld\n", name, got);
	CHECK_EQ(got, err);
	restore();
}

/* One corruption: @width bytes (1, 2 or 4) at @at are @value.  What it is is said for who finds an Oops behind it. */
static void corrupt(const char *what, ulong at, int width, u32 value)
{
	if (at + (ulong)width > image_size || !memcmp(good + at, &value, (size_t)width) || !its_turn())
		return;
	print("# case %s: %d bytes at %lx are %x\n", what, width, at, value);
	CHECK_EQ(SYS(pwrite64, scratch, &value, width, 0, at, 0), width);
	CHECK_EQ(SYS(fsync, scratch), 0);
	use("errors=continue");
	restore();
}

/* ------------------------------------------------------------------ what there was before is there afterwards */

struct stock {
	long free, dirty, writeback, files, slab;
	char caches[80][24];
	long in_use[80];
	int n;
};

static void word(const char **text, char *out, size_t size)
{
	size_t n = 0;

	while (**text == ' ')
		++*text;
	while (**text && **text != ' ' && **text != '\n' && n < size - 1)
		out[n++] = *(*text)++;
	out[n] = 0;
}

/*
 * The flusher sleeps, until INTERVAL is set again.  When it is at work it keeps the super block that it was at until it is
 * done with the next one, whether that is still mounted or not.
 */
static void stop_flusher(void)
{
	const char *text = NULL;
	char path[32];

	CHECK(spit(INTERVAL, "0") > 0);
	for (int pid = 2; !text && pid < 32; pid++) {
		format(path, sizeof(path), "/proc/%d/stat", pid);
		text = slurp(path);
		text = text ? strstr(text, " (flush) ") : NULL;
	}
	NEED(text);
	while (!strstr(slurp(path), " (flush) S "))
		pause_ms(1);
}

static void take_stock(struct stock *s)
{
	struct sysinfo info;
	const char *text;

	SYS(sync);
	CHECK_EQ(SYS(ioctl, scratch, BLKFLSBUF, 0), 0);
	stop_flusher();
	s->dirty = field("/proc/meminfo", "Dirty");
	s->writeback = field("/proc/meminfo", "Writeback");
	text = slurp("/proc/slabinfo");
	for (s->n = 0; text && s->n < (int)ARRAY_SIZE(s->caches); ) {
		text = strchr(text, '\n');
		if (!text || !*++text)
			break;
		word(&text, s->caches[s->n], sizeof(s->caches[0]));
		while (*text == ' ')
			text++;
		s->in_use[s->n] = (long)number(&text, 10);
		s->n++;
	}
	s->free = SYS(sysinfo, &info) ? 0 : (long)(info.freeram / PAGE * info.mem_unit);
}

static void compare(const struct stock *before, const struct stock *after)
{
	CHECK_EQ(after->dirty, before->dirty);
	CHECK_EQ(after->writeback, before->writeback);
	CHECK_EQ(after->n, before->n);
	CHECK(after->n > 10);
	for (int i = 1; i < before->n; i++) {
		if (after->in_use[i] == before->in_use[i])
			continue;
		print("# %s: %ld objects before, %ld after\n", before->caches[i], before->in_use[i], after->in_use[i]);
		CHECK_EQ(after->in_use[i], before->in_use[i]);
	}
	/* Caches keep a few slabs that are empty */
	CHECK(after->free >= before->free - 32);
}

/* Runs @fn for both images, and demands that all that was used is given back */
static void with_images(void (*fn)(void))
{
	static const char *const images[] = { "/dev/vda", "/dev/vdb" };
	static struct stock before, after;
	static const struct itimerval no_limit;
	char interval[16];
	u64 start = now();

	/* There is much to try, on a host that may be busy: whoever started QEMU says how long */
	SYS(setitimer, ITIMER_REAL, &no_limit, NULL);
	format(interval, sizeof(interval), "%s", slurp(INTERVAL));
	cases = 0;
	for (int i = 0; i < 2; i++) {
		if (!set_up(images[i]))
			return;
		CHECK_EQ(use("errors=continue"), 0);
		restore();
		take_stock(&before);
		/* From now on the flusher is at it all the time */
		CHECK(spit(INTERVAL, "1") > 0);
		fn();
		take_stock(&after);
		compare(&before, &after);
		CHECK(spit(INTERVAL, interval) > 0);
	}
	print("# %d corruptions, %d ms\n", cases, (int)((now() - start) / 1000000));
	SYS(close, scratch);
	scratch = -1;
}

/* ------------------------------------------------------------------ some, and the very answer */

static long list_dir(void)
{
	long fd = SYS(open, M "/dir", O_RDONLY | O_DIRECTORY), got;

	if (fd < 0)
		return fd;
	while ((got = SYS(getdents64, fd, buf, sizeof(buf))) > 0)
		;
	SYS(close, fd);
	return got;
}

static long read_at(const char *path, ulong at)
{
	long fd = SYS(open, path, O_RDONLY), got;

	if (fd < 0)
		return fd;
	got = SYS(pread64, fd, buf, 1, 0, at, 0);
	SYS(close, fd);
	return got;
}

static long read_first(void)
{
	return read_at(M "/deep", 0);
}

static long read_second(void)
{
	return read_at(M "/deep", 13 * block_size);
}

static long read_long(void)
{
	return SYS(readlink, M "/long", buf, PAGE);
}

static long make_file(void)
{
	return SYS(mknod, M "/new", S_IFREG | 0644, 0);
}

static long look_at_sub(void)
{
	struct stat64 st;

	return SYS(lstat64, M "/dir/sub", &st);
}

/* The directory goes elsewhere */
static long move_sub(void)
{
	return SYS(rename, M "/dir/sub", M "/sub");
}

/* The entry of /dir/sub in its directory's first block: the third, as mke2fs makes it; 0: it isn't there */
static ulong entry_of(u32 dir, u32 n)
{
	ulong block = block_of(dir, 0), at = block;

	while (at < block + block_size && get32(at) != n)
		at += get32(at + 4) & 0xffff;
	return at < block + block_size ? at : 0;
}

static void answers(void)
{
	ulong super = S_OFFSET, dir = block_of(ino.dir, 0), sub = entry_of(ino.dir, ino.sub);

	NEED(sub);
	expect("nothing", super, 4, get32(super), 0, list_dir);
	expect("magic", super + 56, 2, 0, -EINVAL, NULL);
	expect("blocks", super + S_BLOCKS, 4, 0x7fffffff, -EINVAL, NULL);
	expect("bitmap in super block", group() + G_BLOCK_BITMAP, 4, 1, -EUCLEAN, NULL);
	expect("inode table outside", group() + G_INODE_TABLE, 4, 0xffffffff, -EUCLEAN, NULL);
	expect("root is a file", inode(ROOT_INO) + I_MODE, 2, S_IFREG, -EUCLEAN, NULL);
	expect("root is free", inode(ROOT_INO) + I_LINKS, 2, 0, -EUCLEAN, NULL);
	expect("directory's size", inode(ino.dir) + I_SIZE, 4, 1000, -EUCLEAN, list_dir);
	expect("entry of length 0", dir + 4, 2, 0, -EUCLEAN, list_dir);
	expect("entry without end", dir + 4, 2, 0xfffc, -EUCLEAN, list_dir);
	expect("name too long", dir + 6, 1, 255, -EUCLEAN, list_dir);
	expect("name with a slash", dir + 8, 1, '/', -EUCLEAN, list_dir);
	expect("inode that isn't", dir, 4, 0x7fffffff, -EUCLEAN, list_dir);
	expect("reserved inode", sub, 4, 5, -EUCLEAN, look_at_sub);
	expect("free inode", sub, 4, get32(S_OFFSET + S_INODES), -EUCLEAN, look_at_sub);
	expect("directory in itself", sub, 4, ino.dir, -EUCLEAN, look_at_sub);
	expect("directory above", sub, 4, ROOT_INO, -EUCLEAN, look_at_sub);
	expect("no parent", block_of(ino.sub, 0) + 12 + 8, 1, 'x', -EUCLEAN, move_sub);
	expect("block outside", inode(ino.deep) + I_BLOCK, 4, 0xffffffff, -EUCLEAN, read_first);
	expect("indirect block in a table", inode(ino.deep) + I_BLOCK + 4 * IND, 4, get32(group() + G_INODE_TABLE), -EUCLEAN,
	       read_second);
	expect("pointer to the super block", block_of(ino.deep, IND) + 4, 4, 1, -EUCLEAN, read_second);
	expect("file's size", inode(ino.deep) + I_SIZE_HIGH, 4, 0x80000000, -EUCLEAN, read_first);
	expect("link's size", inode(ino.longlink) + I_SIZE, 4, 5000, -EUCLEAN, read_long);
	expect("inode that is in use", get32(group() + G_INODE_BITMAP) * block_size + 1, 1, 0, -EUCLEAN, make_file);
}

/* A few corruptions, the answer to each, and (on the host) the line? */
TEST(ext2, answers)
{
	with_images(answers);
}

/* ------------------------------------------------------------------ errors= */

/* With @options, of a disk whose super block has @errors: what making a file says once an error was met */
static long after_error(const char *options, u32 errors)
{
	ulong entry = block_of(ino.dir, 0) + 4;
	u32 zero = 0;
	long got;

	CHECK_EQ(SYS(pwrite64, scratch, &zero, 2, 0, entry, 0), 2);
	CHECK_EQ(SYS(pwrite64, scratch, &errors, 2, 0, S_OFFSET + S_ERRORS, 0), 2);
	CHECK_EQ(SYS(fsync, scratch), 0);
	CHECK_EQ(SYS(mount, SCRATCH, M, "ext2", 0, options), 0);
	CHECK_EQ(SYS(mknod, M "/before", S_IFREG | 0644, 0), 0);
	CHECK_EQ(list_dir(), -EUCLEAN);
	CHECK_EQ(list_dir(), -EUCLEAN);
	got = SYS(mknod, M "/after", S_IFREG | 0644, 0);
	CHECK_EQ(strstr(slurp("/proc/mounts"), M " ext2 ro") != NULL, got != 0);
	CHECK_EQ(SYS(umount2, M, 0), 0);
	/* e2fsck is to look at it */
	CHECK_EQ(SYS(fsync, scratch), 0);
	CHECK_EQ(SYS(pread64, scratch, buf, 1024, 0, S_OFFSET, 0), 1024);
	CHECK_EQ(buf[58] & 2, 2);
	restore();
	return got;
}

static void errors(void)
{
	CHECK_EQ(after_error("errors=continue", 1), 0);
	CHECK_EQ(after_error("errors=continue", 2), 0);
	CHECK_EQ(after_error("", 0), 0);
	CHECK_EQ(after_error("errors=remount-ro", 1), -EROFS);
	CHECK_EQ(after_error("", 2), -EROFS);
}

/* Does errors= do what it says, and else what the disk says? */
TEST(ext2, errors)
{
	with_images(errors);
}

/* ------------------------------------------------------------------ the corruptions */

/* Numbers that are wrong in the place of a field of @width bytes */
static void numbers(const char *what, ulong at, int width)
{
	static const u32 values[] = { 0, 1, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff };
	u32 mask = width == 4 ? ~0u : (1u << width * 8) - 1, old = get32(at) & mask;

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		if (values[i] <= mask)
			corrupt(what, at, width, values[i]);
	corrupt(what, at, width, (old + 1) & mask);
	corrupt(what, at, width, (old - 1) & mask);
	corrupt(what, at, width, (old << 1) & mask);
}

/* A pointer to a block leads to what it mustn't; @self: the block it is in, 0 for none */
static void pointers(const char *what, ulong at, u32 self)
{
	u32 table = get32(group() + G_INODE_TABLE), blocks = get32(S_OFFSET + S_BLOCKS);
	const u32 values[] = {
		0, 1, (u32)(group() / block_size), get32(group() + G_BLOCK_BITMAP), get32(group() + G_INODE_BITMAP), table,
		table + 1, (u32)(block_of(ino.dir, 0) / block_size), (u32)(block_of(ROOT_INO, 0) / block_size),
		(u32)(block_of(ino.deep, 0) / block_size), (u32)(block_of(ino.deep, IND) / block_size),
		(u32)(block_of(ino.deep, DIND) / block_size), (u32)(block_of(ino.deep, TIND) / block_size),
		(u32)(block_of(ino.longlink, 0) / block_size), blocks - 1, blocks, 0x80000000, 0xffffffff, self,
	};

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		corrupt(what, at, 4, values[i]);
}

static void super_blocks(void)
{
	/* Sizes, counts and features; other fields are for people */
	static const u8 words[] = { 0, 4, 20, 24, 32, 40, 76, 84, 92, 96, 100 }, halves[] = { 56, 58, 60, 88 };

	for (ulong at = 0; at < 104; at += 4)
		corrupt("super", S_OFFSET + at, 4, ~0u);
	for (size_t i = 0; i < sizeof(words); i++)
		numbers("super", S_OFFSET + words[i], 4);
	for (size_t i = 0; i < sizeof(halves); i++)
		numbers("super", S_OFFSET + halves[i], 2);
}

/* Each field of the super block? */
TEST(ext2, super_block)
{
	with_images(super_blocks);
}

static void groups(void)
{
	for (ulong at = 0; at < 12; at += 4) {
		numbers("group", group() + at, 4);
		pointers("group", group() + at, 0);
	}
	for (ulong at = 12; at < 18; at += 2)
		numbers("group", group() + at, 2);
}

/* ... of a group's descriptor? */
TEST(ext2, group_descriptor)
{
	with_images(groups);
}

static void one_inode(u32 n)
{
	static const u16 types[] = { 0, S_IFIFO, S_IFCHR, 030000, S_IFDIR, 050000, S_IFBLK, 070000, S_IFREG, 0110000, S_IFLNK,
				     S_IFSOCK, 0170000 };
	static const u32 sizes[] = { 0, 1, 59, 60, 61, 1023, 1024, 2048, 4095, 4096, 4097, 1 << 20 };
	static const int blocks[] = { 0, IND, DIND, TIND };
	ulong at = inode(n);

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		corrupt("mode", at + I_MODE, 2, types[i] | 0755u);
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
		corrupt("size", at + I_SIZE, 4, sizes[i]);
	numbers("size", at + I_SIZE, 4);
	numbers("size_high", at + I_SIZE_HIGH, 4);
	numbers("blocks", at + I_BLOCKS, 4);
	numbers("links", at + I_LINKS, 2);
	corrupt("dtime", at + I_DTIME, 4, 1);
	corrupt("flags", at + I_FLAGS, 4, ~0u);
	if (n == ino.small || n == ino.longlink)
		pointers("acl", at + I_FILE_ACL, 0);
	for (size_t i = 0; i < (n == ino.deep ? ARRAY_SIZE(blocks) : 2); i++)
		pointers("block", at + I_BLOCK + 4 * (ulong)blocks[i], 0);
}

static void root_inode(void)
{
	one_inode(ROOT_INO);
}

static void dir_inodes(void)
{
	one_inode(ino.dir);
}

static void file_inode(void)
{
	one_inode(ino.deep);
	one_inode(ino.small);
}

static void link_inodes(void)
{
	one_inode(ino.longlink);
	one_inode(ino.shortlink);
}

/* ... of the inodes of the root, */
TEST(ext2, inode_of_root)
{
	with_images(root_inode);
}

/* ... a directory, */
TEST(ext2, inode_of_directory)
{
	with_images(dir_inodes);
}

/* ... a file, */
TEST(ext2, inode_of_file)
{
	with_images(file_inode);
}

/* ... links, with their text in the inode and in a block? */
TEST(ext2, inode_of_link)
{
	with_images(link_inodes);
}

static void one_indirect(ulong block)
{
	static const ulong entries[] = { 0, 3 };

	for (size_t i = 0; i < ARRAY_SIZE(entries); i++)
		pointers("indirect", block + 4 * entries[i], (u32)(block / block_size));
	corrupt("indirect", block + block_size - 4, 4, 0xffffffff);
}

static void indirects(void)
{
	ulong tind;

	one_indirect(block_of(ino.deep, IND));
	one_indirect(block_of(ino.deep, DIND));
	one_indirect(get32(block_of(ino.deep, DIND)) * block_size);
	tind = block_of(ino.deep, TIND);
	one_indirect(tind);
	one_indirect(get32(tind) * block_size);
}

/* ... each pointer of blocks of them, also to itself? */
TEST(ext2, indirect)
{
	with_images(indirects);
}

/* @at: an entry of directory @dir */
static void one_entry(ulong at, u32 dir)
{
	const u32 inodes[] = { 0, 1, 2, 3, 10, 11, dir, ino.dir, ino.sub, ino.deep, ino.small, ino.longlink, ino.device,
			       get32(S_OFFSET + S_INODES), get32(S_OFFSET + S_INODES) + 1, get32(S_OFFSET + S_INODES) - 1,
			       0x80000000, 0xffffffff };
	u32 rec_len = get32(at + 4) & 0xffff;
	const u32 lengths[] = { 0, 1, 3, 4, 7, 8, 9, 11, 12, 13, 16, rec_len - 4, rec_len + 4, rec_len + 1, (u32)block_size,
				0x8000, 0xfffc, 0xffff };
	static const u8 names[] = { 0, 1, 2, 200, 255 }, bytes[] = { 0, '/', '.', 0xff };

	for (size_t i = 0; i < ARRAY_SIZE(inodes); i++)
		corrupt("entry inode", at, 4, inodes[i]);
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++)
		corrupt("rec_len", at + 4, 2, lengths[i] & 0xffff);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		corrupt("name_len", at + 6, 1, names[i]);
	corrupt("file_type", at + 7, 1, 2);
	corrupt("file_type", at + 7, 1, 255);
	for (size_t i = 0; i < ARRAY_SIZE(bytes); i++)
		corrupt("name", at + 8, 1, bytes[i]);
}

/* The entries of @dir's first block that matter: ".", "..", the next two, the last */
static void entries_of(u32 dir)
{
	ulong block = block_of(dir, 0), at = block, next;

	for (int i = 0; at < block + block_size; i++, at = next) {
		next = at + (get32(at + 4) & 0xffff);
		if (i < 4 || next == block + block_size)
			one_entry(at, dir);
	}
}

static void entries(void)
{
	entries_of(ROOT_INO);
	entries_of(ino.dir);
	entries_of(ino.sub);
}

/* ... each field of a directory's entries? */
TEST(ext2, entries)
{
	with_images(entries);
}

static void fill(const char *what, u32 block, u8 byte)
{
	if (!its_turn())
		return;
	print("# case %s: %x\n", what, byte);
	memset(buf, byte, sizeof(buf));
	CHECK_EQ(SYS(pwrite64, scratch, buf, block_size, 0, (ulong)block * block_size, 0), block_size);
	use("errors=continue");
	restore();
}

static void bitmaps(void)
{
	for (int byte = 0; byte < 256; byte += 51) {
		fill("block bitmap", get32(group() + G_BLOCK_BITMAP), (u8)byte);
		fill("inode bitmap", get32(group() + G_INODE_BITMAP), (u8)byte);
	}
	/* Nothing is in use but what each inode has */
	for (u32 n = 0; n < 4; n++) {
		corrupt("inode bitmap", get32(group() + G_INODE_BITMAP) * block_size + n, 1, 0);
		corrupt("block bitmap", get32(group() + G_BLOCK_BITMAP) * block_size + n, 1, 0);
	}
}

/* Bitmaps that say that all is free, or nothing, or every other one? */
TEST(ext2, bitmaps)
{
	with_images(bitmaps);
}

static u32 seed;

static u32 pick(u32 n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static void random_bytes(void)
{
	const ulong areas[] = {
		S_OFFSET, group(), get32(group() + G_BLOCK_BITMAP) * block_size, get32(group() + G_INODE_BITMAP) * block_size,
		inode(ROOT_INO), inode(ino.dir), inode(ino.deep), inode(ino.longlink), inode(ino.sub), block_of(ROOT_INO, 0),
		block_of(ino.dir, 0), block_of(ino.dir, 1), block_of(ino.sub, 0), block_of(ino.deep, IND),
		block_of(ino.deep, DIND), block_of(ino.deep, TIND), block_of(ino.longlink, 0),
	};

	seed = 1;
	for (int i = 0; i < 120; i++) {
		if (!its_turn())
			continue;
		print("# case random %d\n", i);
		for (u32 n = pick(4) + 1; n; n--) {
			ulong at = areas[pick(ARRAY_SIZE(areas))] + pick(128);
			u8 byte = (u8)(pick(2) ? pick(256) : good[at] ^ 1u << pick(8));

			CHECK_EQ(SYS(pwrite64, scratch, &byte, 1, 0, at, 0), 1);
		}
		CHECK_EQ(SYS(fsync, scratch), 0);
		use("errors=continue");
		restore();
	}
}

/* Up to four bytes anywhere that matters? */
TEST(ext2, random)
{
	with_images(random_bytes);
}
