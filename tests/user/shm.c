/* SPDX-License-Identifier: GPL-2.0-only */
/* System V shared memory: segments, attachments and what counts them, limits, and each way to be refused. */
#include "user.h"

enum { IPC_CREAT = 01000, IPC_EXCL = 02000, SHM_HUGETLB = 04000, SHM_NORESERVE = 010000,
       SHM_RDONLY = 010000, SHM_RND = 020000, SHM_REMAP = 040000, SHM_EXEC = 0100000,
       IPC_RMID = 0, IPC_SET = 1, IPC_STAT = 2, IPC_INFO = 3, SHM_LOCK = 11, SHM_UNLOCK = 12, SHM_STAT = 13,
       SHM_INFO = 14, IPC_64 = 0x100, SHM_DEST = 01000, SHM_LOCKED = 02000, MADV_REMOVE = 9 };
#define SHMLBA (4 * PAGE)
#define KEY 0x5057414c

struct shmid64_ds {
	int key;
	u32 uid, gid, cuid, cgid;
	u16 mode, pad1, seq, pad2;
	u32 unused[2];
	u32 segsz, atime, atime_high, dtime, dtime_high, ctime, ctime_high;
	int cpid, lpid;
	u32 nattch, more[2];
};
struct shminfo64 { u32 max, min, mni, seg, all, unused[4]; };
struct shm_info { int used_ids; u32 tot, rss, swp, attempts, successes; };

static long get(int key, size_t size, int flags) { return SYS(shmget, key, size, flags); }
static long rmid(long id) { return SYS(shmctl, id, IPC_RMID | IPC_64, NULL); }
static char *attach(long id, ulong at, int flags) { return (char *)SYS(shmat, id, at, flags); }
static long detach(const void *at) { return SYS(shmdt, at); }

/* Its state; the mode is 0xffff if there is no such segment */
static struct shmid64_ds stat_of(long id)
{
	struct shmid64_ds ds = { 0 };

	if (SYS(shmctl, id, IPC_STAT | IPC_64, &ds))
		ds.mode = 0xffff;
	return ds;
}

static long exists(long id) { return stat_of(id).mode != 0xffff; }
static ulong nattch(long id) { return stat_of(id).nattch; }

/* Room for @size bytes that nobody uses, at a multiple of SHMLBA */
static ulong room(size_t size)
{
	char *p = map(size + SHMLBA);

	unmap(p, size + SHMLBA);
	return ((ulong)p + SHMLBA - 1) & ~(SHMLBA - 1);
}

/* Are keys, flags and sizes understood as open(2) understands names? */
TEST(shm, get)
{
	long id = get(KEY, 5000, IPC_CREAT | IPC_EXCL | 0640), other;
	struct shmid64_ds ds;

	NEED(id >= 0);
	CHECK_EQ(get(KEY, 5000, 0), id);
	CHECK_EQ(get(KEY, 0, 0), id);
	CHECK_EQ(get(KEY, 1, IPC_CREAT), id);
	CHECK_EQ(get(KEY, 5001, 0), -EINVAL);
	CHECK_EQ(get(KEY, 5001, IPC_CREAT), -EINVAL);
	CHECK_EQ(get(KEY, 5001, IPC_CREAT | IPC_EXCL), -EEXIST);
	CHECK_EQ(get(KEY, 0, IPC_CREAT | IPC_EXCL), -EEXIST);
	CHECK_EQ(get(KEY + 1, 5000, 0), -ENOENT);
	CHECK_EQ(get(KEY + 1, 5000, IPC_EXCL), -ENOENT);
	CHECK_EQ(get(KEY + 1, 0, IPC_CREAT), -EINVAL);
	CHECK_EQ(get(0, 0, 0600), -EINVAL);
	CHECK_EQ(get(0, 4 * MiB, SHM_HUGETLB | 31 << 26 | 0600), -EINVAL);
	/* More than shmmax lets, whatever memory there is */
	CHECK_EQ(get(0, 0xffffffff, 0600), -EINVAL);
	ds = stat_of(id);
	CHECK_EQ(ds.key, KEY);
	CHECK_EQ(ds.mode, 0640);
	CHECK_EQ(ds.segsz, 5000);
	CHECK_EQ(ds.cpid, getpid());
	CHECK_EQ(ds.lpid, 0);
	CHECK_EQ(ds.nattch, 0);
	CHECK(!ds.atime && !ds.dtime && ds.uid == ds.cuid && ds.gid == ds.cgid);
	/* A private one each time */
	other = get(0, 1, 0600);
	CHECK(other >= 0 && other != id);
	ds = stat_of(other);
	CHECK_EQ(ds.key, 0);
	CHECK_EQ(rmid(other), 0);
	CHECK_EQ(rmid(other), -EINVAL);
	CHECK_EQ(rmid(id), 0);
	CHECK_EQ(get(KEY, 0, 0), -ENOENT);
	CHECK(!exists(id));
}

/* Is an identifier that was removed refused, also when its place is another segment's? */
TEST(shm, stale_id)
{
	long id = get(0, PAGE, 0600), next;
	struct shmid64_ds ds;

	NEED(id >= 0);
	CHECK_EQ(rmid(id), 0);
	next = get(0, PAGE, 0600);
	CHECK(next >= 0 && next != id);
	CHECK_EQ((long)attach(id, 0, 0), -EINVAL);
	CHECK_EQ(SYS(shmctl, id, IPC_STAT | IPC_64, &ds), -EINVAL);
	CHECK_EQ(SYS(shmctl, id, IPC_SET | IPC_64, &ds), -EINVAL);
	CHECK_EQ(SYS(shmctl, id, SHM_LOCK | IPC_64, NULL), -EINVAL);
	CHECK_EQ(rmid(id), -EINVAL);
	CHECK_EQ((long)attach(-1, 0, 0), -EINVAL);
	CHECK_EQ((long)attach(next + 12345, 0, 0), -EINVAL);
	CHECK_EQ(rmid(next), 0);
}

/* Is memory shared between two attachments, and there again after both have gone? */
TEST(shm, attach)
{
	long id = get(0, 3 * PAGE + 100, 0600);
	char *a = attach(id, 0, 0), *b = attach(id, 0, 0);
	struct shmid64_ds ds;

	NEED(!IS_ERR(a) && !IS_ERR(b) && a != b);
	CHECK_EQ(nattch(id), 2);
	CHECK(!a[0] && !a[4 * PAGE - 1]);
	a[0] = 1;
	b[4 * PAGE - 1] = 2;	/* beyond the size, but of the last page */
	CHECK(b[0] == 1 && a[4 * PAGE - 1] == 2);
	CHECK_EQ(detach(a), 0);
	CHECK_EQ(touch(a).sig, SIGSEGV);
	CHECK_EQ(detach(a), -EINVAL);
	CHECK_EQ(detach(b + PAGE), -EINVAL);
	CHECK_EQ(detach(b + 1), -EINVAL);
	CHECK_EQ(detach(b), 0);
	ds = stat_of(id);
	CHECK_EQ(ds.nattch, 0);
	CHECK_EQ(ds.lpid, getpid());
	CHECK(ds.atime && ds.dtime >= ds.atime && ds.ctime <= ds.atime);
	a = attach(id, 0, 0);
	NEED(!IS_ERR(a));
	CHECK(a[0] == 1 && a[4 * PAGE - 1] == 2);
	CHECK_EQ(detach(a), 0);
	CHECK_EQ(rmid(id), 0);
	/* Memory of other kinds is no attachment */
	a = map_shared(PAGE);
	CHECK_EQ(detach(a), -EINVAL);
	CHECK_EQ(touch(a).sig, 0);
	unmap(a, PAGE);
}

/* Which addresses may be asked for? */
TEST(shm, address)
{
	long id = get(0, 2 * PAGE, 0600);
	ulong at = room(8 * SHMLBA);
	char *p;

	CHECK_EQ((long)attach(id, at, 0), (long)at);
	CHECK_EQ((long)attach(id, at, 0), -EINVAL);
	CHECK_EQ((long)attach(id, at + PAGE, 0), -EINVAL);
	CHECK_EQ((long)attach(id, at + SHMLBA + PAGE, 0), -EINVAL);
	CHECK_EQ((long)attach(id, at + SHMLBA + PAGE + 7, SHM_RND), (long)(at + SHMLBA));
	CHECK_EQ((long)attach(id, at + SHMLBA - 1, SHM_RND), -EINVAL);
	CHECK_EQ(nattch(id), 2);
	CHECK_EQ(detach((char *)at), 0);
	CHECK_EQ(detach((char *)at + SHMLBA), 0);
	/* The second page would be another's */
	p = map_at((void *)(at + PAGE), PAGE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0);
	*p = 5;
	CHECK_EQ((long)attach(id, at, 0), -EINVAL);
	CHECK_EQ(*p, 5);
	CHECK_EQ((long)attach(id, at, SHM_REMAP), (long)at);
	CHECK_EQ(*p, 0);
	/* ... of the same segment */
	((char *)at)[3] = 9;
	CHECK_EQ((long)attach(id, at, SHM_REMAP), (long)at);
	CHECK_EQ(((char *)at)[3], 9);
	CHECK_EQ(nattch(id), 1);
	CHECK_EQ((long)attach(id, 0, SHM_REMAP), -EINVAL);
	CHECK_EQ((long)attach(id, 100, SHM_RND | SHM_REMAP), -EINVAL);
	CHECK(IS_ERR(attach(id, 100, SHM_RND)));
	CHECK(IS_ERR(attach(id, 0xbf000000, 0)));
	CHECK(IS_ERR(attach(id, 0xc0000000, 0)));
	CHECK(IS_ERR(attach(id, 0xffffc000, SHM_REMAP)));
	CHECK_EQ(nattch(id), 1);
	CHECK_EQ(detach((char *)at), 0);
	CHECK_EQ(rmid(id), 0);
}

/* What do SHM_RDONLY and SHM_EXEC allow, and for good? */
TEST(shm, access)
{
	long id = get(0, PAGE, 0600);
	char *rw = attach(id, 0, 0), *ro = attach(id, 0, SHM_RDONLY), *x = attach(id, 0, SHM_EXEC);
	struct area area;

	NEED(!IS_ERR(rw) && !IS_ERR(ro) && !IS_ERR(x));
	CHECK(area_at((ulong)rw, &area) && !strcmp(area.perms, "rw-s"));
	CHECK(area_at((ulong)x, &area) && !strcmp(area.perms, "rwxs"));
	CHECK(area_at((ulong)ro, &area) && !strcmp(area.perms, "r--s"));
	*rw = 7;
	CHECK_EQ(*ro, 7);
	CHECK_EQ(poke(ro, 8).code, SEGV_ACCERR);
	CHECK_EQ(SYS(mprotect, ro, PAGE, PROT_RW), -EACCES);
	CHECK_EQ(SYS(mprotect, ro, PAGE, PROT_READ | PROT_EXEC), 0);
	CHECK_EQ(SYS(mprotect, rw, PAGE, PROT_NONE), 0);
	CHECK_EQ(touch(rw).code, SEGV_ACCERR);
	CHECK_EQ(*x, 7);
	CHECK_EQ(nattch(id), 3);
	CHECK_EQ(detach(rw), 0);
	CHECK_EQ(detach(ro), 0);
	CHECK_EQ(detach(x), 0);
	CHECK_EQ(rmid(id), 0);
}

static int child_of(void *arg)
{
	long id = *(long *)arg;

	return nattch(id) == 2 ? 5 : 1;
}

static int child_detaches(void *p)
{
	*(char *)p = 42;
	return detach(p) ? 1 : 5;
}

static int child_execs(void *unused)
{
	SYS(execve, "/proc/self/exe", ((char *[]){ "shm", "leave", NULL }), NULL);
	return 1;
}

/* Does a child have the attachment, and does it go with shmdt, exit and exec? */
TEST(shm, fork)
{
	long id = get(0, PAGE, 0600);
	char *p = attach(id, 0, 0);

	NEED(!IS_ERR(p));
	CHECK_EQ(exited(in_child(child_of, &id)), 5);
	CHECK_EQ(nattch(id), 1);
	CHECK_EQ(exited(in_child(child_detaches, p)), 5);
	CHECK_EQ(nattch(id), 1);
	CHECK_EQ(*p, 42);
	/* Marked, it lives until nobody has it */
	CHECK_EQ(rmid(id), 0);
	CHECK_EQ(exited(in_child(child_execs, NULL)), 23);
	CHECK_EQ(nattch(id), 1);
	CHECK_EQ(*p, 42);
	CHECK_EQ(detach(p), 0);
	CHECK(!exists(id));
}

/* Does a segment marked for removal hide its key, take new attachments by its id, and go with the last? */
TEST(shm, removed)
{
	long id = get(KEY, PAGE, IPC_CREAT | 0600), other;
	char *a = attach(id, 0, 0), *b;

	NEED(!IS_ERR(a));
	*a = 1;
	CHECK_EQ(rmid(id), 0);
	CHECK_EQ(stat_of(id).mode, SHM_DEST | 0600);
	CHECK_EQ(stat_of(id).key, 0);
	CHECK_EQ(get(KEY, PAGE, 0), -ENOENT);
	other = get(KEY, PAGE, IPC_CREAT | IPC_EXCL | 0600);
	CHECK(other >= 0 && other != id);
	CHECK_EQ(rmid(id), 0);
	b = attach(id, 0, 0);
	NEED(!IS_ERR(b));
	CHECK_EQ(*b, 1);
	CHECK_EQ(detach(a), 0);
	CHECK(exists(id));
	CHECK_EQ(unmap(b, PAGE), 0);
	CHECK(!exists(id));
	CHECK_EQ((long)attach(id, 0, 0), -EINVAL);
	CHECK_EQ(rmid(other), 0);
}

/* Cut to pieces, moved, partly gone: does each piece count, and does shmdt take what lies where it was attached? */
TEST(shm, pieces)
{
	long id = get(0, 8 * PAGE, 0600);
	char *p = attach(id, 0, 0), *moved, *other;

	NEED(!IS_ERR(p));
	for (int i = 0; i < 8; i++)
		p[i * PAGE] = (char)i;
	CHECK_EQ(SYS(mprotect, p + 2 * PAGE, PAGE, PROT_READ), 0);
	CHECK_EQ(nattch(id), 3);
	CHECK_EQ(SYS(mprotect, p + 2 * PAGE, PAGE, PROT_RW), 0);
	CHECK_EQ(nattch(id), 3);	/* what has close() isn't joined again */
	CHECK_EQ(unmap(p, PAGE), 0);
	CHECK_EQ(nattch(id), 3);
	CHECK_EQ(unmap(p + 5 * PAGE, PAGE), 0);
	CHECK_EQ(nattch(id), 4);
	CHECK_EQ(p[7 * PAGE], 7);
	/* A piece elsewhere isn't what shmdt finds, nor is another attachment */
	moved = (char *)SYS(mremap, p + 2 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, room(PAGE), 0);
	NEED(!IS_ERR(moved));
	CHECK_EQ(*moved, 2);
	CHECK_EQ(nattch(id), 4);
	other = attach(id, 0, 0);
	CHECK_EQ(nattch(id), 5);
	CHECK_EQ(detach(p + PAGE), -EINVAL);
	CHECK_EQ(detach(p), 0);
	CHECK_EQ(nattch(id), 2);
	CHECK_EQ(touch(p + PAGE).sig, SIGSEGV);
	CHECK_EQ(touch(p + 7 * PAGE).sig, SIGSEGV);
	CHECK_EQ(detach(p), -EINVAL);
	CHECK(*moved == 2 && other[3 * PAGE] == 3);
	/* It lies where its page would be if it were attached there */
	CHECK_EQ(detach(moved - 2 * PAGE), 0);
	CHECK_EQ(detach(other), 0);
	CHECK_EQ(nattch(id), 0);
	CHECK_EQ(rmid(id), 0);
}

/* What may be done with the mapping: grown beyond the segment, replaced in place, given back, locked? */
TEST(shm, mapping)
{
	long id = get(0, 4 * PAGE, 0600);
	char *p = attach(id, 0, 0), *q;
	struct shm_info info;
	u32 rss;

	NEED(!IS_ERR(p));
	for (int i = 0; i < 4; i++)
		p[i * PAGE] = (char)(10 + i);
	q = (char *)SYS(mremap, p, 4 * PAGE, 6 * PAGE, MREMAP_MAYMOVE, 0, 0);
	NEED(!IS_ERR(q));
	CHECK_EQ(q[3 * PAGE], 13);
	CHECK_EQ(touch(q + 4 * PAGE).sig, SIGBUS);
	CHECK_EQ(SYS(mremap, q, 6 * PAGE, 4 * PAGE, 0, 0, 0), (long)q);
	CHECK_EQ(nattch(id), 1);
	CHECK_EQ(SYS(remap_file_pages, q, PAGE, 0, 3, 0), 0);
	CHECK_EQ(q[0], 13);
	CHECK_EQ(nattch(id), 2);
	CHECK(SYS(shmctl, 0, SHM_INFO | IPC_64, &info) >= 0);
	rss = info.rss;
	CHECK_EQ(SYS(madvise, q + PAGE, PAGE, MADV_REMOVE), 0);
	CHECK(SYS(shmctl, 0, SHM_INFO | IPC_64, &info) >= 0);
	CHECK_EQ(info.rss, rss - 1);
	CHECK_EQ(q[PAGE], 0);
	CHECK_EQ(SYS(msync, q, 4 * PAGE, MS_SYNC), 0);
	CHECK_EQ(SYS(mlock, q, 4 * PAGE), 0);
	CHECK_EQ(SYS(munlock, q, 4 * PAGE), 0);
	CHECK_EQ(unmap(q, 4 * PAGE), 0);
	CHECK_EQ(nattch(id), 0);
	/* Replaced by itself, a marked segment has gone before it can come back */
	q = attach(id, 0, 0);
	NEED(!IS_ERR(q));
	CHECK_EQ(rmid(id), 0);
	CHECK_EQ(SYS(remap_file_pages, q, 4 * PAGE, 0, 0, 0), -EINVAL);
	CHECK(!exists(id));
	CHECK_EQ(touch(q).sig, SIGSEGV);
}

/* Is it shown under its name, with its id as the inode's number, and counted in /proc/sysvipc/shm? */
TEST(shm, proc)
{
	long id = get(KEY, 2 * PAGE, IPC_CREAT | 0644);
	char *p = attach(id, 0, 0), *text, want[80];
	ulong ino = 0;

	NEED(!IS_ERR(p));
	p[0] = 1;
	text = slurp("/proc/self/maps");
	format(want, sizeof(want), "%lx-%lx rw-s 00000000 ", (ulong)p, (ulong)p + 2 * PAGE);
	text = text ? strstr(text, want) : NULL;
	NEED(text);
	for (text += strlen(want); *text && *text != ' '; text++)
		;
	text++;
	ino = number((const char **)&text, 10);
	CHECK_EQ(ino, id);
	format(want, sizeof(want), "/SYSV%x (deleted)\n", KEY);
	for (; *text == ' '; text++)
		;
	CHECK(!strncmp(text, want, strlen(want)));
	text = slurp("/proc/sysvipc/shm");
	NEED(text);
	CHECK(!strncmp(text, "       key      shmid perms       size  cpid  lpid nattch   uid   gid  cuid  cgid      atime"
			     "      dtime      ctime        rss       swap\n", 134));
	format(want, sizeof(want), "%10d %10d   644 %10d %5d %5d      1     0     0     0     0 ", KEY, (int)id,
	       (int)(2 * PAGE), getpid(), getpid());
	text = strstr(text, want);
	CHECK(text);
	text = text ? strchr(text, '\n') : NULL;
	CHECK(text && !strncmp(text - 21, "      4096          0", 21));	/* rss, swap */
	CHECK_EQ(detach(p), 0);
	CHECK_EQ(rmid(id), 0);
}

/* Do IPC_INFO, SHM_INFO and SHM_STAT tell what there is? */
TEST(shm, info)
{
	struct shm_info before, after;
	struct shminfo64 limits;
	long id, other, max, found = 0;
	struct shmid64_ds ds;
	char *p;

	CHECK(SYS(shmctl, 0, SHM_INFO | IPC_64, &before) >= 0);
	id = get(0, 3 * PAGE + 1, 0600);
	other = get(0, PAGE, 0600);
	p = attach(id, 0, 0);
	NEED(!IS_ERR(p));
	p[0] = p[2 * PAGE] = 1;
	max = SYS(shmctl, 0, SHM_INFO | IPC_64, &after);
	CHECK_EQ(after.used_ids, before.used_ids + 2);
	CHECK_EQ(after.tot, before.tot + 5);
	CHECK_EQ(after.rss, before.rss + 2);
	CHECK_EQ(after.swp, 0);
	CHECK_EQ(SYS(shmctl, 0, IPC_INFO | IPC_64, &limits), max);
	CHECK_EQ(limits.min, 1);
	CHECK_EQ(limits.mni, 4096);
	CHECK_EQ(limits.seg, limits.mni);
	CHECK_EQ(limits.max, 0xfeffffff);
	CHECK_EQ(limits.all, 0xfeffffff);
	for (long i = 0; i <= max; i++) {
		long r = SYS(shmctl, i, SHM_STAT | IPC_64, &ds);

		found += (r == id && ds.segsz == 3 * PAGE + 1) || (r == other && ds.segsz == PAGE);
	}
	CHECK_EQ(found, 2);
	CHECK_EQ(SYS(shmctl, max + 1, SHM_STAT | IPC_64, &ds), -EINVAL);
	/* Commands that there aren't, and bad addresses */
	CHECK_EQ(SYS(shmctl, id, 99 | IPC_64, &ds), -EINVAL);
	CHECK_EQ(SYS(shmctl, id, -1, &ds), -EINVAL);
	CHECK_EQ(SYS(shmctl, -1, IPC_STAT | IPC_64, &ds), -EINVAL);
	CHECK_EQ(SYS(shmctl, -1, IPC_INFO | IPC_64, &limits), -EINVAL);
	CHECK_EQ(SYS(shmctl, id, IPC_STAT | IPC_64, NULL), -EFAULT);
	CHECK_EQ(SYS(shmctl, id, IPC_SET | IPC_64, 1), -EFAULT);
	CHECK_EQ(SYS(shmctl, 0, IPC_INFO | IPC_64, 1), -EFAULT);
	CHECK_EQ(SYS(shmctl, 0, SHM_INFO | IPC_64, 0xc0000000), -EFAULT);
	CHECK_EQ(detach(p), 0);
	CHECK_EQ(rmid(id), 0);
	CHECK_EQ(rmid(other), 0);
	CHECK(SYS(shmctl, 0, SHM_INFO | IPC_64, &after) >= 0);
	CHECK(after.used_ids == before.used_ids && after.tot == before.tot && after.rss == before.rss);
}

/* Does IPC_SET change owner and permissions, and nothing else; and do locks show? */
TEST(shm, set)
{
	long id = get(0, PAGE, 0600);
	struct shmid64_ds ds = stat_of(id);

	ds.uid = 7;
	ds.gid = 8;
	ds.cuid = 9;
	ds.segsz = 99;
	ds.mode = 07777;
	CHECK_EQ(SYS(shmctl, id, IPC_SET | IPC_64, &ds), 0);
	ds = stat_of(id);
	CHECK(ds.uid == 7 && ds.gid == 8 && !ds.cuid && !ds.cgid);
	CHECK_EQ(ds.mode, 0777);
	CHECK_EQ(ds.segsz, PAGE);
	ds.uid = 0xffffffff;
	CHECK_EQ(SYS(shmctl, id, IPC_SET | IPC_64, &ds), -EINVAL);
	CHECK_EQ(stat_of(id).uid, 7);
	CHECK_EQ(SYS(shmctl, id, SHM_LOCK | IPC_64, NULL), 0);
	CHECK_EQ(SYS(shmctl, id, SHM_LOCK | IPC_64, NULL), 0);
	CHECK_EQ(stat_of(id).mode, SHM_LOCKED | 0777);
	CHECK_EQ(SYS(shmctl, id, SHM_UNLOCK | IPC_64, NULL), 0);
	CHECK_EQ(SYS(shmctl, id, SHM_UNLOCK | IPC_64, NULL), 0);
	CHECK_EQ(stat_of(id).mode, 0777);
	CHECK_EQ(SYS(shmctl, id, SHM_LOCK | IPC_64, NULL), 0);
	CHECK_EQ(rmid(id), 0);
}

/* As somebody else than root, with @limit bytes that may be locked: two segments of two pages, one after the other */
static int locks(void *limit)
{
	long id, other, r;

	if (rlimit(RLIMIT_MEMLOCK, (ulong)limit) || SYS(setuid32, 1000))
		return 1;
	id = get(0, 2 * PAGE, 0600);
	other = get(0, PAGE + 1, 0600);
	r = SYS(shmctl, id, SHM_LOCK | IPC_64, NULL);
	if (!r && SYS(shmctl, other, SHM_LOCK | IPC_64, NULL) != -ENOMEM)
		r = -99;
	if (SYS(shmctl, id, SHM_UNLOCK | IPC_64, NULL))
		r = -98;
	if (!r && SYS(shmctl, other, SHM_LOCK | IPC_64, NULL))
		r = -97;
	return rmid(id) || rmid(other) ? 96 : (int)-r;
}

/* Is what others than root lock in segments limited, and counted back when they go? */
TEST(shm, memlock)
{
	CHECK_EQ(exited(in_child(locks, (void *)0)), EPERM);
	CHECK_EQ(exited(in_child(locks, (void *)PAGE)), ENOMEM);
	CHECK_EQ(exited(in_child(locks, (void *)(3 * PAGE))), 0);
	CHECK_EQ(exited(in_child(locks, (void *)(3 * PAGE))), 0);
}

static long committed(void) { return field("/proc/meminfo", "Committed_AS"); }

/* Is a segment charged when it is made, and given back when it goes; page by page with SHM_NORESERVE? */
TEST(shm, charge)
{
	long before = committed(), id = get(0, 16 * MiB, 0600);
	char *p;

	NEED(id >= 0);
	CHECK(committed() >= before + 15000);
	CHECK_EQ(rmid(id), 0);
	CHECK(committed() < before + 5000);
	id = get(0, 64 * MiB, SHM_NORESERVE | 0600);
	NEED(id >= 0);
	CHECK(committed() < before + 5000);
	p = attach(id, 0, 0);
	NEED(!IS_ERR(p));
	for (ulong i = 0; i < 8 * MiB; i += PAGE)
		p[i] = 1;
	CHECK(committed() >= before + 8000);
	CHECK_EQ(rmid(id), 0);
	CHECK_EQ(detach(p), 0);
	CHECK(committed() < before + 5000);
}

/* Sets kernel.@name: 0, -errno */
static long sysctl(const char *name, const char *value)
{
	char path[64];
	long r;

	format(path, sizeof(path), "/proc/sys/kernel/%s", name);
	r = spit(path, value);
	return r < 0 ? r : 0;
}

static int sysctl_is(const char *name, const char *value)
{
	char path[64], *text;

	format(path, sizeof(path), "/proc/sys/kernel/%s", name);
	text = slurp(path);
	return text && !strncmp(text, value, strlen(value)) && text[strlen(value)] == '\n';
}

/* Do shmmax, shmall and shmmni limit what is made from then on? */
TEST(shm, limits)
{
	struct shm_info info;
	char all[24], mni[24];
	long id;

	CHECK(sysctl_is("shmmax", "4278190079") && sysctl_is("shmall", "4278190079") && sysctl_is("shmmni", "4096"));
	CHECK(SYS(shmctl, 0, SHM_INFO | IPC_64, &info) >= 0);
	CHECK_EQ(sysctl("shmmax", "8192"), 0);
	CHECK(sysctl_is("shmmax", "8192"));
	CHECK_EQ(get(0, 8193, 0600), -EINVAL);
	format(all, sizeof(all), "%u", info.tot + 1);
	CHECK_EQ(sysctl("shmall", all), 0);
	CHECK_EQ(get(0, 8192, 0600), -ENOSPC);
	id = get(0, PAGE, 0600);
	CHECK(id >= 0);
	CHECK_EQ(get(0, 1, 0600), -ENOSPC);
	CHECK_EQ(sysctl("shmall", "4278190079"), 0);
	format(mni, sizeof(mni), "%d", info.used_ids + 1);
	CHECK_EQ(sysctl("shmmni", mni), 0);
	CHECK_EQ(get(0, PAGE, 0600), -ENOSPC);
	CHECK_EQ(sysctl("shmmni", "4096"), 0);
	CHECK_EQ(sysctl("shmmni", "32769"), -EINVAL);
	CHECK_EQ(sysctl("shmmni", "-1"), -EINVAL);
	CHECK_EQ(sysctl("shmmax", "4278190079"), 0);
	CHECK_EQ(sysctl("shmmax", "many"), -EINVAL);
	CHECK(sysctl_is("shmmax", "4278190079") && sysctl_is("shmmni", "4096"));
	CHECK_EQ(rmid(id), 0);
}

/* A child makes a segment, tells its id, and goes */
static int makes(void *id)
{
	*(volatile long *)id = get(0, PAGE, 0600);
	return 0;
}

/* With kernel.shm_rmid_forced: do segments go with their last attachment, or their maker if there is none? */
TEST(shm, rmid_forced)
{
	volatile long *shared = (volatile long *)map_shared(PAGE);
	long orphan, own, used;
	char *p;

	in_child(makes, (void *)shared);
	orphan = *shared;
	own = get(0, PAGE, 0600);
	used = get(0, PAGE, 0600);
	p = attach(used, 0, 0);
	NEED(orphan >= 0 && own >= 0 && !IS_ERR(p));
	CHECK(exists(orphan));
	CHECK_EQ(sysctl("shm_rmid_forced", "2"), -EINVAL);
	CHECK_EQ(sysctl("shm_rmid_forced", "1"), 0);
	CHECK(!exists(orphan));
	CHECK(exists(own) && exists(used));
	in_child(makes, (void *)shared);
	CHECK(*shared >= 0 && !exists(*shared));
	CHECK_EQ(detach(p), 0);
	CHECK(!exists(used));
	CHECK_EQ(sysctl("shm_rmid_forced", "0"), 0);
	CHECK(exists(own));
	CHECK_EQ(rmid(own), 0);
	unmap((char *)shared, PAGE);
}

/* The files of POSIX shared memory: is /dev/shm a place for them, and are they shared? */
TEST(shm, posix)
{
	long fd = SYS(open, "/dev/shm/test", O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	char *a, *b;

	NEED(fd >= 0);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE), 0);
	a = map_at(NULL, 2 * PAGE, PROT_RW, MAP_SHARED, (int)fd, 0);
	b = map_at(NULL, PAGE, PROT_RW, MAP_SHARED, (int)fd, PAGE);
	SYS(close, fd);
	NEED(!IS_ERR(a) && !IS_ERR(b));
	a[PAGE] = 3;
	CHECK_EQ(*b, 3);
	CHECK_EQ(SYS(unlink, "/dev/shm/test"), 0);
	unmap(a, 2 * PAGE);
	unmap(b, PAGE);
}

int main(void)
{
	/* What an attachment's process becomes */
	if (argc > 1 && !strcmp(argv[1], "leave"))
		exit(23);
	return run_tests();
}
