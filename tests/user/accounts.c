/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What /proc says of memory, in numbers: a fixed series of memory calls, and after each what has changed.  The first
 * program of a machine, here or on Linux; `make compare` holds one's lines against the other's.
 *
 *     write 1024 pages: status.VmRSS +4096        the counter and by how much it has changed
 *     == /proc/self/status                        in the end the files themselves, for their format
 *
 * Counters that the kernel keeps for each processor, or for some faults of a process, are brought together before they
 * are read: on Linux they lag behind.
 */
#include "user.h"

enum { MAX_VALUES = 160, PAGES = 4096, MREMAP = MREMAP_MAYMOVE, IPC_PRIVATE = 0, IPC_CREAT = 01000, IPC_RMID = 0, IPC_64 = 0x100 };

#define ARENA	0x30000000ul

struct value { const char *file, *name; long now, before; };

static struct value values[MAX_VALUES];
static int nvalues;

/* The number behind @name at the beginning of a line, or the sum of all such lines; -1: there is none */
static long sum_of(const char *text, const char *name)
{
	size_t n = strlen(name);
	long sum = -1;

	while (text && *text) {
		if (!strncmp(text, name, n) && (text[n] == ':' || text[n] == ' ')) {
			const char *p = text + n + 1;

			while (*p == ' ' || *p == '\t')
				p++;
			sum = (sum < 0 ? 0 : sum) + (long)number(&p, 10);
		}
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	return sum;
}

static void set_value(int *i, const char *file, const char *name, long now)
{
	values[*i].file = file;
	values[*i].name = name;
	values[*i].before = values[*i].now;
	values[(*i)++].now = now;
}

static const char *const status_names[] = {
	"VmPeak", "VmSize", "VmLck", "VmPin", "VmHWM", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmData", "VmStk", "VmExe",
	"VmLib", "VmPTE", "VmSwap", "Threads",
};
static const char *const statm_names[] = { "size", "resident", "shared", "text", "lib", "data", "dt" };
static const char *const smaps_names[] = {
	"Size", "Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty", "Referenced", "Anonymous",
	"Swap", "SwapPss", "Locked",
};
static const char *const meminfo_names[] = {
	"Mlocked", "Unevictable", "Dirty", "Writeback", "AnonPages", "Mapped", "Shmem", "KernelStack", "PageTables", "Committed_AS",
	"SwapCached",
};
static const char *const vmstat_names[] = {
	"nr_mlock", "nr_anon_pages", "nr_mapped", "nr_file_pages", "nr_dirty", "nr_writeback", "nr_shmem", "nr_page_table_pages",
	"pgfault", "pgmajfault", "pswpin", "pswpout",
};

/* Fields of /proc/self/stat from the number @from on, counted from 1 */
static const struct { int field; const char *name; } stat_fields[] = {
	{ 10, "minflt" }, { 11, "cminflt" }, { 12, "majflt" }, { 13, "cmajflt" }, { 20, "threads" }, { 23, "vsize" }, { 24, "rss" },
};

static long stat_field(const char *text, int n)
{
	for (int i = 1; i < n && text; i++)
		text = strchr(text, ' ') ? strchr(text, ' ') + 1 : NULL;
	return text ? (long)number(&text, 10) : -1;
}

static u64 entry[PAGES];

/* Pages of the arena by what pagemap has of them */
static void pagemap_values(int *i)
{
	long fd = SYS(open, "/proc/self/pagemap", O_RDONLY), present = 0, swapped = 0, file = 0;

	SYS(pread64, fd, entry, sizeof(entry), 0, ARENA / PAGE * 8, 0);
	SYS(close, fd);
	for (int k = 0; k < PAGES; k++) {
		present += entry[k] >> 63 & 1;
		swapped += entry[k] >> 62 & 1;
		file += entry[k] >> 61 & 1;
	}
	set_value(i, "pagemap", "present", present);
	set_value(i, "pagemap", "swapped", swapped);
	set_value(i, "pagemap", "file or shared", file);
}

static void take(void)
{
	const char *text;
	int i = 0;

	/*
	 * What is written to below is written to before, so that looking costs the same faults on both.  A page that goes
	 * brings this process's counters together, mlock() the lists', stat_refresh the processor's.
	 */
	char *p = map(PAGE);

	memset(slurp("/proc/self/comm"), 0, MiB / 4);
	memset(entry, 0, sizeof(entry));
	SYS(mlock, p, PAGE);
	unmap(p, PAGE);
	spit("/proc/sys/vm/stat_refresh", "1");
	text = slurp("/proc/self/stat");
	for (size_t k = 0; k < ARRAY_SIZE(stat_fields); k++)
		set_value(&i, "stat", stat_fields[k].name, stat_field(text, stat_fields[k].field));
	text = slurp("/proc/self/status");
	for (size_t k = 0; k < ARRAY_SIZE(status_names); k++)
		set_value(&i, "status", status_names[k], sum_of(text, status_names[k]));
	text = slurp("/proc/self/statm");
	for (size_t k = 0; k < ARRAY_SIZE(statm_names); k++)
		set_value(&i, "statm", statm_names[k], stat_field(text, (int)k + 1));
	text = slurp("/proc/self/smaps");
	for (size_t k = 0; k < ARRAY_SIZE(smaps_names); k++)
		set_value(&i, "smaps", smaps_names[k], sum_of(text, smaps_names[k]));
	text = slurp("/proc/self/smaps_rollup");
	for (size_t k = 1; k < ARRAY_SIZE(smaps_names); k++)
		set_value(&i, "smaps_rollup", smaps_names[k], sum_of(text, smaps_names[k]));
	pagemap_values(&i);
	spit("/proc/sys/vm/stat_refresh", "1");
	text = slurp("/proc/meminfo");
	for (size_t k = 0; k < ARRAY_SIZE(meminfo_names); k++)
		set_value(&i, "meminfo", meminfo_names[k], sum_of(text, meminfo_names[k]));
	text = slurp("/proc/vmstat");
	for (size_t k = 0; k < ARRAY_SIZE(vmstat_names); k++)
		set_value(&i, "vmstat", vmstat_names[k], sum_of(text, vmstat_names[k]));
	nvalues = i;
}

static void step(const char *what)
{
	take();
	for (int i = 0; i < nvalues; i++)
		if (values[i].now != values[i].before)
			print("%s: %s.%s %s%ld\n", what, values[i].file, values[i].name, values[i].now > values[i].before ? "+" : "",
			      values[i].now - values[i].before);
}

/* ------------------------------------------------------------------ the series */

static char *at(ulong page)
{
	return (char *)(ARENA + page * PAGE);
}

static void store(ulong page, ulong n)
{
	for (ulong i = 0; i < n; i++)
		*(volatile char *)at(page + i) = (char)(i + 1);
}

static void load(ulong page, ulong n)
{
	for (ulong i = 0; i < n; i++)
		(void)*(volatile char *)at(page + i);
}

static long place(ulong page, ulong n, int prot, int flags, int fd, ulong offset)
{
	return (long)map_at(at(page), n * PAGE, prot, flags | MAP_FIXED, fd, offset);
}

#define ANON	(MAP_PRIVATE | MAP_ANON)

static void anonymous(void)
{
	place(0, PAGES, PROT_RW, ANON, -1, 0);
	step("mmap of 4096 pages, anonymous");
	store(0, 1024);
	step("1024 of them written");
	load(1024, 512);
	step("512 more read");
	store(1024, 256);
	step("256 of these written");
	SYS(mprotect, at(512), 512 * PAGE, PROT_READ);
	step("mprotect of 512 pages, read-only");
	SYS(mprotect, at(600), 100 * PAGE, PROT_NONE);
	step("of 100 of these, nothing");
	SYS(mprotect, at(512), 512 * PAGE, PROT_RW);
	step("of all of them, as before");
	SYS(madvise, at(100), 100 * PAGE, MADV_DONTNEED);
	step("MADV_DONTNEED of 100 pages");
	unmap(at(200), 300 * PAGE);
	step("munmap of 300 pages");
	SYS(mremap, at(1024), 512 * PAGE, 512 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at(4096 + 1024));
	step("mremap of 512 pages elsewhere");
	SYS(mremap, at(4096 + 1024), 512 * PAGE, 100 * PAGE, 0);
	step("... to 100 pages");
	SYS(mremap, at(4096 + 1024), 100 * PAGE, 300 * PAGE, 0);
	step("... to 300 pages");
	unmap(at(0), 2 * PAGES * PAGE);
	step("munmap of all");
	place(0, 1024, PROT_NONE, ANON, -1, 0);
	step("mmap of 1024 pages, nothing allowed");
	SYS(mprotect, at(0), 512 * PAGE, PROT_RW);
	step("half of them are made writable");
	SYS(mprotect, at(0), 512 * PAGE, PROT_NONE);
	step("and are nothing again");
	place(1024, 1024, PROT_READ, ANON, -1, 0);
	step("mmap of 1024 pages, read-only");
	SYS(mprotect, at(1024), 1024 * PAGE, PROT_READ | PROT_EXEC);
	step("made executable");
	place(2048, 1024, PROT_RW, ANON | MAP_NORESERVE, -1, 0);
	step("mmap of 1024 pages, MAP_NORESERVE");
	place(3072, 256, PROT_RW, ANON | MAP_POPULATE, -1, 0);
	step("mmap of 256 pages, MAP_POPULATE");
	unmap(at(0), PAGES * PAGE);
	step("munmap of all of these");
}

static void locked(void)
{
	place(0, 256, PROT_RW, ANON, -1, 0);
	store(0, 64);
	step("mmap of 256 pages, 64 written");
	SYS(mlock, at(32), 64 * PAGE);
	step("mlock of 64 pages");
	SYS(munlock, at(40), 8 * PAGE);
	step("munlock of 8 pages");
	SYS(mlock2, at(128), 32 * PAGE, 1);
	step("mlock2 of 32 pages, MLOCK_ONFAULT");
	store(128, 8);
	step("8 of them written");
	SYS(mlock, at(0), 256 * PAGE);
	step("mlock of all");
	SYS(madvise, at(0), 4 * PAGE, MADV_DONTNEED);
	step("MADV_DONTNEED of locked pages");
	place(256, 64, PROT_RW, ANON | MAP_LOCKED, -1, 0);
	step("mmap of 64 pages, MAP_LOCKED");
	unmap(at(128), 128 * PAGE);
	step("munmap of 128 locked pages");
	SYS(munlock, at(0), 128 * PAGE);
	step("munlock");
	unmap(at(0), PAGES * PAGE);
	step("munmap of all locked memory");
	SYS(mlockall, MCL_FUTURE);
	place(0, 64, PROT_RW, ANON, -1, 0);
	step("mlockall(MCL_FUTURE), mmap of 64 pages");
	SYS(munlockall);
	step("munlockall");
	unmap(at(0), PAGES * PAGE);
	step("munmap of these");
}

static int wait_here[2], go_on[2];

/* A child that runs @fn, and then waits until the parent has looked */
static int child_that(void (*fn)(void))
{
	char c;
	int pid;

	SYS(pipe, wait_here);
	SYS(pipe, go_on);
	pid = fork();
	if (!pid) {
		if (fn)
			fn();
		SYS(write, wait_here[1], "x", 1);
		SYS(read, go_on[0], &c, 1);
		exit(0);
	}
	SYS(read, wait_here[0], &c, 1);
	return pid;
}

static void let_go(int pid)
{
	SYS(write, go_on[1], "x", 1);
	wait_for(pid);
	for (int i = 0; i < 2; i++) {
		SYS(close, wait_here[i]);
		SYS(close, go_on[i]);
	}
}

static void child_writes(void) { store(0, 64); }
static void child_reads(void) { load(0, 64); }
static void child_unmaps(void) { unmap(at(0), 128 * PAGE); }

static void forks(void)
{
	int pid;

	place(0, 256, PROT_RW, ANON, -1, 0);
	place(256, 128, PROT_RW, MAP_SHARED | MAP_ANON, -1, 0);
	store(0, 128);
	store(256, 64);
	step("mmap of 256 private and 128 shared pages, half of each written");
	pid = child_that(NULL);
	step("fork");
	store(32, 32);
	step("the parent writes 32 pages");
	let_go(pid);
	step("the child ends");
	store(0, 128);
	step("the parent writes all");
	pid = child_that(child_writes);
	step("a child that writes 64 pages");
	let_go(pid);
	step("that child's end");
	pid = child_that(child_reads);
	step("a child that reads 64 pages");
	let_go(pid);
	step("its end, too");
	pid = child_that(child_unmaps);
	step("a child that unmaps 128 pages");
	let_go(pid);
	step("the end of that one");
	SYS(madvise, at(0), 256 * PAGE, MADV_DONTFORK);
	pid = child_that(NULL);
	step("MADV_DONTFORK, and a fork");
	let_go(pid);
	unmap(at(0), PAGES * PAGE);
	step("munmap of what was forked");
}

static void shared(void)
{
	long id, p, fd;

	place(0, 512, PROT_RW, MAP_SHARED | MAP_ANON, -1, 0);
	step("mmap of 512 pages, shared and anonymous");
	store(0, 256);
	step("256 shared pages written");
	load(256, 128);
	step("128 shared pages read");
	SYS(madvise, at(0), 128 * PAGE, MADV_DONTNEED);
	step("MADV_DONTNEED of shared pages");
	load(0, 64);
	step("64 of them read again");
	unmap(at(0), 512 * PAGE);
	step("munmap of shared memory");
	place(0, 512, PROT_RW, MAP_SHARED | MAP_ANON | MAP_NORESERVE, -1, 0);
	step("the same, MAP_NORESERVE");
	store(0, 16);
	step("16 pages of that written");
	unmap(at(0), 512 * PAGE);
	step("munmap of that");
	id = SYS(shmget, IPC_PRIVATE, 128 * PAGE, IPC_CREAT | 0600);
	step("shmget of 128 pages");
	p = SYS(shmat, id, at(0), 0);
	step("shmat");
	store(0, 32);
	step("32 pages of the segment written");
	SYS(shmctl, id, IPC_RMID | IPC_64, NULL);
	SYS(shmdt, p);
	step("shmdt and IPC_RMID");
	fd = SYS(memfd_create, "accounts", 0);
	SYS(ftruncate64, fd, 0, 128 * PAGE, 0);
	step("memfd_create of 128 pages");
	place(0, 128, PROT_RW, MAP_SHARED, (int)fd, 0);
	place(128, 128, PROT_RW, MAP_PRIVATE, (int)fd, 0);
	step("mmap of it, shared and private");
	store(0, 64);
	step("64 pages written through the shared one");
	load(128, 32);
	step("32 pages read through the private one");
	store(128, 48);
	step("48 pages written through that");
	SYS(ftruncate64, fd, 0, 16 * PAGE, 0);
	step("truncated to 16 pages");
	unmap(at(0), PAGES * PAGE);
	step("munmap of the memfd");
	SYS(close, fd);
	step("its end");
}

static void files(void)
{
	static char buf[64 * PAGE];
	long fd = SYS(open, "/tmp/file", O_RDWR | O_CREAT, 0600);

	for (size_t i = 0; i < sizeof(buf); i++)
		buf[i] = (char)i;
	step("a buffer filled");
	for (int i = 0; i < 4; i++)
		SYS(write, fd, buf, sizeof(buf));
	step("write of 256 pages to a file");
	place(0, 256, PROT_READ, MAP_SHARED, (int)fd, 0);
	step("mmap of it, read-only and shared");
	load(0, 1);
	step("one page read");
	load(0, 256);
	step("all pages read");
	place(256, 256, PROT_RW, MAP_SHARED, (int)fd, 0);
	step("mmap of it, writable and shared");
	store(256, 64);
	step("64 pages of the file written");
	place(512, 256, PROT_RW, MAP_PRIVATE, (int)fd, 0);
	step("mmap of it, private");
	load(512, 64);
	step("64 pages read privately");
	store(512, 128);
	step("128 pages written privately");
	SYS(msync, at(256), 256 * PAGE, MS_SYNC);
	step("msync");
	SYS(mprotect, at(512), 128 * PAGE, PROT_READ);
	step("mprotect of 128 private pages");
	place(768, 256, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0);
	step("mmap of it, private and executable");
	load(768, 256);
	step("all of that read");
	SYS(mlock, at(768), 64 * PAGE);
	step("mlock of 64 pages of the file");
	SYS(ftruncate64, fd, 0, 32 * PAGE, 0);
	step("the file cut to 32 pages");
	unmap(at(0), PAGES * PAGE);
	step("munmap of the file");
	SYS(close, fd);
	SYS(unlink, "/tmp/file");
	step("its end, unlinked");
}

static noinline void use_stack(void)
{
	volatile char frame[MiB] __attribute__((unused));

	for (ulong i = 0; i < MiB; i += PAGE)
		frame[i] = 1;
}

static void heap_and_stack(void)
{
	ulong start = (ulong)SYS(brk, 0);

	SYS(brk, start + 256 * PAGE);
	step("brk, 256 pages up");
	for (ulong i = 1; i < 128; i++)
		*(volatile char *)(start + i * PAGE) = 1;
	step("127 of them written");
	SYS(brk, start + 64 * PAGE);
	step("brk, 192 pages down");
	SYS(brk, start);
	step("brk, as it was");
	use_stack();
	step("a megabyte of stack");
}

static volatile int stored, go;

static void wait_until(volatile int *flag)
{
	while (!*flag)
		SYS(futex, flag, FUTEX_WAIT, 0, NULL);
}

static void tell(volatile int *flag)
{
	*flag = 1;
	SYS(futex, flag, FUTEX_WAKE, 1);
}

static int stores(void *unused)
{
	/* The last of them goes, and brings this thread's counters together */
	store(0, 33);
	unmap(at(32), PAGE);
	tell(&stored);
	wait_until(&go);
	return 0;
}

static void threads(void)
{
	static struct thread t;

	place(0, 64, PROT_RW, ANON, -1, 0);
	step("mmap of 64 pages");
	thread_start(&t, stores, NULL);
	wait_until(&stored);
	step("a thread that writes 32 pages");
	tell(&go);
	thread_join(&t);
	step("its end as well");
	unmap(at(0), 64 * PAGE);
	step("munmap of those 64 pages");
}

static int fails(void *unused)
{
	*(volatile char *)0x10 = 1;
	return 0;
}

static void faults(void)
{
	place(0, 16, PROT_READ, ANON, -1, 0);
	in_child(fails, NULL);
	step("a child that dies of a fault");
	poke(at(0), 1);
	step("a write to read-only memory");
	touch(at(100));
	step("a read of nothing");
	SYS(pread64, -1, at(0), 1, 0, 0, 0);
	SYS(uname, at(0));
	step("a system call that writes to read-only memory");
	unmap(at(0), 16 * PAGE);
	step("munmap of that memory");
}

static const char *const shown[] = {
	"/proc/self/status", "/proc/self/stat", "/proc/self/statm", "/proc/self/maps", "/proc/self/smaps", "/proc/self/smaps_rollup",
	"/proc/self/limits", "/proc/self/oom_score", "/proc/self/oom_score_adj",
	"/proc/self/comm", "/proc/self/cmdline", "/proc/self/mounts", "/proc/meminfo", "/proc/vmstat", "/proc/swaps", "/proc/zoneinfo",
	"/proc/buddyinfo", "/proc/slabinfo", "/proc/vmallocinfo", "/proc/stat", "/proc/uptime", "/proc/loadavg", "/proc/iomem",
	"/proc/sysvipc/shm",
};

static void show_all(void)
{
	char buf[512];

	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		long fd = SYS(open, shown[i], O_RDONLY), n;

		print("\n== %s\n", shown[i]);
		while ((n = SYS(read, fd, buf, sizeof(buf))) > 0)
			SYS(write, 1, buf, n);
		SYS(close, fd);
	}
	print("\n== \n");
}

int main(void)
{
	SYS(mkdir, "/proc", 0755);
	SYS(mkdir, "/tmp", 0755);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	SYS(mount, "tmp", "/tmp", "tmpfs", 0, NULL);
	/* What looking costs is there before it counts */
	take();
	take();
	step("nothing");
	anonymous();
	locked();
	forks();
	shared();
	files();
	heap_and_stack();
	threads();
	faults();
	show_all();
	SYS(reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	return 0;
}
