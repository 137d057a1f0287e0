/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes to a disk until the power goes (tests/host/powercut.t): init of an ext2 disk that is its root.
 *
 * Files f0 to f9 are records of 512 bytes, each with its file, its number, its version and a sum.  A round takes one of
 * the files, gives all its records the next version, and brings it to the disk in one of the ways that promise so; then
 * it says "synced FILE VERSION RECORDS FIRST".  Between rounds other files come and go and nobody syncs them.
 * The host kills the machine some time, and whatever was said then must be there: each record of that version or of a later one.
 *
 *     seed=N in the environment: another run
 */
#include "user.h"

enum { FILES = 10, MAX_RECORDS = 96, O_DSYNC = 010000, O_SYNC = 04010000 };

struct record {
	u32 file, number, version, words[124], sum;
};

static struct record records[MAX_RECORDS];
static u32 versions[FILES], sizes[FILES];
static u32 state;

static u32 random_below(u32 n)
{
	state = state * 1664525 + 1013904223;
	return (u32)(((u64)(state ^ state >> 16) * n) >> 32);
}

static void die(const char *what, long err)
{
	print("failed: %s: %d\n", what, (int)err);
	exit(1);
}

static void fill(u32 file, u32 n)
{
	const u32 *word;
	u32 i, sum;

	for (i = 0; i < n; i++) {
		struct record *r = &records[i];

		r->file = file;
		r->number = i;
		r->version = versions[file];
		memset(r->words, (int)(versions[file] * 31 + i), sizeof(r->words));
		sum = 1;
		for (word = (const u32 *)r; word < &r->sum; word++)
			sum = sum * 31 + *word;
		r->sum = sum;
	}
}

/* By write() and one of the calls that wait for the disk; O_SYNC needs none */
static void by_write(const char *name, u32 n, int flags, long (*sync)(long fd))
{
	long fd = SYS(open, name, O_RDWR | O_CREAT | flags, 0644), done = 0, len = (long)(n * sizeof(records[0])), k;

	if (fd < 0)
		die("open", fd);
	while (done < len) {
		/* Whole records: with O_SYNC each piece is on the disk before the next one */
		k = (long)((1 + random_below(12)) * sizeof(records[0]));
		if (k > len - done)
			k = len - done;
		k = SYS(write, fd, (char *)records + done, k);
		if (k <= 0)
			die("write", k);
		done += k;
	}
	k = sync ? sync(fd) : 0;
	if (k)
		die("sync", k);
	SYS(close, fd);
}

static long call_fsync(long fd)
{
	return SYS(fsync, fd);
}

static long call_fdatasync(long fd)
{
	return SYS(fdatasync, fd);
}

static long call_sync(long fd)
{
	return SYS(sync);
}

/* By a shared mapping and msync() */
static void by_mapping(const char *name, u32 n)
{
	size_t len = n * sizeof(records[0]), mapped = (len + PAGE - 1) & ~(PAGE - 1);
	long fd = SYS(open, name, O_RDWR | O_CREAT, 0644), err;
	struct stat64 st;
	char *p;

	if (fd < 0)
		die("open", fd);
	SYS(fstat64, fd, &st);
	if (st.size < (s64)len)
		SYS(ftruncate, fd, len);
	p = map_at(NULL, mapped, PROT_RW, MAP_SHARED, (int)fd, 0);
	if (IS_ERR(p))
		die("mmap", (long)p);
	memcpy(p, records, len);
	err = SYS(msync, p, mapped, MS_SYNC);
	if (err)
		die("msync", err);
	unmap(p, mapped);
	SYS(close, fd);
}

static void round(void)
{
	u32 file = random_below(FILES), n = 1 + random_below(MAX_RECORDS), way = random_below(6);
	char name[32];

	format(name, sizeof(name), "/f%d", (int)file);
	/* A file only grows, so that all of its records have the newest version */
	if (n < sizes[file])
		n = sizes[file];
	sizes[file] = n;
	versions[file]++;
	fill(file, n);
	switch (way) {
	case 0:
		by_write(name, n, 0, call_fsync);
		break;
	case 1:
		by_write(name, n, 0, call_fdatasync);
		break;
	case 2:
		by_write(name, n, O_SYNC, NULL);
		break;
	case 3:
		by_write(name, n, O_DSYNC, NULL);
		break;
	case 4:
		by_write(name, n, 0, call_sync);
		break;
	default:
		by_mapping(name, n);
	}
	print("synced %d %d %d way %d\n", (int)file, (int)versions[file], (int)n, (int)way);
}

/* What nobody waits for: files and directories that are made, written, renamed, truncated and removed */
static void churn(void)
{
	char name[32], other[32];
	u32 i;

	for (i = 0; i < 6; i++) {
		long fd;

		format(name, sizeof(name), "/junk/d%d/j%d", (int)random_below(4), (int)random_below(12));
		format(other, sizeof(other), "/junk/d%d/j%d", (int)random_below(4), (int)random_below(12));
		switch (random_below(5)) {
		case 0:
			SYS(unlink, name);
			break;
		case 1:
			SYS(rename, name, other);
			break;
		case 2:
			SYS(link, name, other);
			break;
		default:
			fd = SYS(open, name, O_RDWR | O_CREAT, 0644);
			if (fd < 0)
				break;
			SYS(ftruncate, fd, random_below(200000));
			SYS(lseek, fd, random_below(100000), SEEK_SET);
			SYS(write, fd, records, random_below(sizeof(records)));
			SYS(close, fd);
		}
	}
}

int main(void)
{
	const char *seed = getenv("seed");
	char name[32];
	u32 i;

	state = seed ? (u32)number(&seed, 10) : 1;
	SYS(mkdir, "/junk", 0755);
	for (i = 0; i < 4; i++) {
		format(name, sizeof(name), "/junk/d%d", (int)i);
		SYS(mkdir, name, 0755);
	}
	for (;;) {
		round();
		churn();
	}
}
