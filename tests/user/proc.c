/* SPDX-License-Identifier: GPL-2.0-only */
/* /proc: is what it says about this process and the machine true? */
#include "user.h"

static char *exe(void)
{
	static char path[100];
	long n = SYS(readlink, "/proc/self/exe", path, sizeof(path) - 1);

	path[n > 0 ? n : 0] = 0;
	return path;
}

static int same_pid(const char *path)
{
	const char *text = slurp(path);

	return text && number(&text, 10) == (ulong)getpid();
}

/* self, its links and names */
TEST(proc, self)
{
	char path[40], text[40];

	CHECK(SYS(readlink, "/proc/self", text, sizeof(text)) > 0);
	CHECK(same_pid("/proc/self/stat"));
	format(path, sizeof(path), "/proc/%d/stat", getpid());
	CHECK(same_pid(path));
	CHECK(strstr(exe(), "/tests/proc") != NULL);
	CHECK(!strncmp(slurp("/proc/self/comm"), "proc", 4));
	CHECK(!strcmp(slurp("/proc/self/cmdline"), argv[0]));
	CHECK(strchr(slurp("/proc/self/environ"), '=') != NULL);
	CHECK_EQ(SYS(open, "/proc/99999999", O_RDONLY), -ENOENT);
}

static noinline void use_stack(void)
{
	volatile char frame[MiB];

	frame[0] = frame[MiB - 1] = 1;
}

/* Does status count data, stack, locked pages and page tables apart? */
TEST(proc, status_parts)
{
	long data = field("/proc/self/status", "VmData"), locked = field("/proc/self/status", "VmLck");
	long tables = field("/proc/self/status", "VmPTE");
	char *p = map(16 * MiB);

	CHECK_EQ(field("/proc/self/status", "VmData"), data + 16384);
	for (ulong at = 0; at < 16 * MiB; at += 2 * MiB)
		p[at] = 1;
	/*
	 * Seven tables, at least, cover nothing but this; those at both ends may be needed by others, too.  A table is
	 * counted by its 512 entries of 4 bytes: the hardware's copy behind them isn't.
	 */
	CHECK(field("/proc/self/status", "VmPTE") >= tables + 14);
	CHECK(field("/proc/self/status", "VmPTE") <= tables + 18);
	CHECK_EQ(SYS(mlock, p + 3 * PAGE, 8 * PAGE), 0);
	CHECK_EQ(field("/proc/self/status", "VmLck"), locked + 32);
	CHECK_EQ(SYS(munlock, p + 5 * PAGE, 2 * PAGE), 0);
	CHECK_EQ(field("/proc/self/status", "VmLck"), locked + 24);
	unmap(p, 16 * MiB);
	CHECK_EQ(field("/proc/self/status", "VmData"), data);
	CHECK_EQ(field("/proc/self/status", "VmLck"), locked);
	CHECK(field("/proc/self/status", "VmPTE") <= tables + 4);
	CHECK(field("/proc/self/status", "VmStk") < 1024);
	use_stack();
	CHECK(field("/proc/self/status", "VmStk") >= 1024);
}

/* Does status count what is mapped and resident, now and at most? */
TEST(proc, status)
{
	long size = field("/proc/self/status", "VmSize"), rss = field("/proc/self/status", "VmRSS");
	char *p = map(4 * MiB);

	CHECK_EQ(field("/proc/self/status", "VmSize"), size + 4096);
	memset(p, 1, 2 * MiB);
	CHECK(field("/proc/self/status", "VmRSS") >= rss + 2048 - 512);
	CHECK(field("/proc/self/status", "VmPeak") >= size + 4096);
	CHECK_EQ(field("/proc/self/status", "Pid"), getpid());
	CHECK_EQ(field("/proc/self/status", "Threads"), 1);
	unmap(p, 4 * MiB);
	CHECK_EQ(field("/proc/self/status", "VmSize"), size);
	/* The peaks stay, and aren't passed by less. */
	CHECK(field("/proc/self/status", "VmHWM") >= rss + 2048 - 512);
	CHECK(field("/proc/self/status", "VmPeak") >= size + 4096);
	size = field("/proc/self/status", "VmPeak");
	p = map(MiB);
	CHECK_EQ(field("/proc/self/status", "VmPeak"), size);
	unmap(p, MiB);
}

static long status(const char *name)
{
	return field("/proc/self/status", name);
}

/* What is resident: is it counted by its kind? */
TEST(proc, resident_kinds)
{
	long anon = status("RssAnon"), file = status("RssFile"), shmem = status("RssShmem");
	char *p = map(64 * PAGE), *s = map_shared(64 * PAGE);

	CHECK_EQ(anon + file + shmem, status("VmRSS"));
	memset(p, 1, 32 * PAGE);
	memset(s, 1, 16 * PAGE);
	/* A fault that isn't counted yet is, when a page goes */
	unmap(p + 31 * PAGE, PAGE);
	CHECK(status("RssAnon") >= anon + 31 * 4 && status("RssAnon") < anon + 40 * 4);
	CHECK_EQ(status("RssShmem"), shmem + 16 * 4);
	CHECK_EQ(status("RssFile"), file);
	unmap(p, 64 * PAGE);
	unmap(s, 64 * PAGE);
	CHECK_EQ(status("RssShmem"), shmem);
}

static volatile int stored, leave;

static int stores(void *p)
{
	memset(p, 1, 64 * PAGE);
	stored = 1;
	SYS(futex, &stored, FUTEX_WAKE, 1);
	while (!leave)
		SYS(futex, &leave, FUTEX_WAIT, 0, NULL);
	return 0;
}

/* The number @n of /proc/self/stat, from 1 on */
static long stat_field(int n)
{
	const char *text = slurp("/proc/self/stat");

	while (--n)
		text = strchr(text, ' ') + 1;
	return (long)number(&text, 10);
}

/* Has smaps all that maps has, and limits what Linux starts with? */
TEST(proc, limits_and_vectors)
{
	const char *text = slurp("/proc/self/smaps");

	text = strstr(text, " [vectors]\n");
	CHECK(text != NULL);
	CHECK(text && strstr(text, "VmFlags: rd ex mr me \n") != NULL);
	text = slurp("/proc/self/limits");
	CHECK(strstr(text, "Max msgqueue size         819200               819200               bytes     \n") != NULL);
	CHECK(strstr(text, "Max nice priority         0                    0                    \n") != NULL);
	CHECK(strstr(text, "Max realtime priority     0                    0                    \n") != NULL);
}

static int before(const char *text, const char *first, const char *second)
{
	const char *a = text ? strstr(text, first) : NULL;

	return a && strstr(a, second) != NULL;
}

/* What later kernels have moved, removed or widened: is it as 4.x has it? */
TEST(proc, as_in_4x)
{
	const char *smaps;

	CHECK(before(slurp("/proc/self/status"), "VmPTE:\t", "VmPMD:\t       0 kB\nVmSwap:\t"));
	CHECK(strstr(slurp("/proc/self/status"), "CapEff:\t0000003fffffffff\n") != NULL);
	smaps = slurp("/proc/self/smaps");
	CHECK(before(smaps, "SwapPss:               0 kB\nKernelPageSize:        4 kB\n", "MMUPageSize:           4 kB\nLocked:"));
	CHECK(strstr(smaps, "VmFlags: rd ex mr mw me dw \n") != NULL);
	CHECK(before(slurp("/proc/self/limits"), "Max locked memory ", "65536                65536 "));
	CHECK(!strncmp(slurp("/proc/swaps"), "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n", 38));
	CHECK(before(slurp("/proc/zoneinfo"), "pages free ", "\n    nr_free_pages "));
	CHECK(before(slurp("/proc/vmstat"), "\npgscan_kswapd_normal ", "\nallocstall "));
}

/* Does stat count the faults of all threads, of those that run and of those that have ended? */
TEST(proc, faults_of_threads)
{
	long before = stat_field(10);
	char *p = map(64 * PAGE);
	struct thread t;

	CHECK(thread_start(&t, stores, p) > 0);
	while (!stored)
		SYS(futex, &stored, FUTEX_WAIT, 0, NULL);
	CHECK_EQ(stat_field(20), 2);
	CHECK(stat_field(10) >= before + 64);
	leave = 1;
	SYS(futex, &leave, FUTEX_WAKE, 1);
	thread_join(&t);
	CHECK(stat_field(10) >= before + 64);
	unmap(p, 64 * PAGE);
}

/* VmData is what is private and can be written to, VmLib what is executable and can't, whatever is mapped there */
TEST(proc, kinds_of_mappings)
{
	long data = status("VmData"), lib = status("VmLib"), fd = SYS(open, "/tmp/kinds", O_RDWR | O_CREAT, 0600);
	char *p = map(4 * MiB), *f;

	SYS(ftruncate, fd, 4 * MiB);
	CHECK_EQ(status("VmData"), data + 4096);
	SYS(mprotect, p, MiB, PROT_READ);
	CHECK_EQ(status("VmData"), data + 3072);
	SYS(mprotect, p, MiB, PROT_READ | PROT_EXEC);
	CHECK_EQ(status("VmLib"), lib + 1024);
	f = map_at(NULL, 4 * MiB, PROT_RW, MAP_PRIVATE, (int)fd, 0);
	CHECK_EQ(status("VmData"), data + 3072 + 4096);
	SYS(mprotect, f, 2 * MiB, PROT_READ | PROT_EXEC);
	CHECK_EQ(status("VmData"), data + 3072 + 2048);
	CHECK_EQ(status("VmLib"), lib + 1024 + 2048);
	unmap(f, 4 * MiB);
	f = map_at(NULL, 4 * MiB, PROT_RW, MAP_SHARED, (int)fd, 0);
	CHECK_EQ(status("VmData"), data + 3072);
	unmap(f, 4 * MiB);
	unmap(p, 4 * MiB);
	CHECK_EQ(status("VmData"), data);
	CHECK_EQ(status("VmLib"), lib);
	SYS(close, fd);
	SYS(unlink, "/tmp/kinds");
}

/* smaps and pagemap: do they tell touched from untouched? */
TEST(proc, pagemap)
{
	char *p = map(4 * PAGE);
	long fd = SYS(open, "/proc/self/pagemap", O_RDONLY);
	ulong at = (ulong)p / PAGE * 8;
	u64 entry[4];

	NEED(fd >= 0);
	p[PAGE] = 1;
	CHECK_EQ(SYS(pread64, fd, entry, 32, 0, at, 0), 32);
	CHECK_EQ(entry[0] >> 63, 0);
	CHECK_EQ(entry[1] >> 63, 1);
	CHECK_EQ(entry[2] >> 63, 0);
	CHECK_EQ(SYS(pread64, fd, entry, 31, 0, at, 0), -EINVAL);
	SYS(close, fd);
	CHECK(strstr(slurp("/proc/self/smaps"), "Private_Dirty:") != NULL);
	CHECK(strstr(slurp("/proc/self/smaps"), "Rss:") != NULL);
	unmap(p, 4 * PAGE);
}

/* maps in small pieces, while VMAs come and go before and behind the reader: each that stays is there once, whole? */
TEST(proc, maps_in_pieces)
{
	static char text[64 * 1024];
	char *p = map(400 * PAGE), line[20];
	long fd = SYS(open, "/proc/self/maps", O_RDONLY), n;
	size_t have = 0;
	int i, found = 0;

	NEED(fd >= 0);
	for (i = 0; i < 400; i += 2)
		SYS(mprotect, p + i * PAGE, PAGE, PROT_READ);
	while (have < 9000 && (n = SYS(read, fd, text + have, 97)) > 0)
		have += (size_t)n;
	/* The reader is in the middle of them */
	SYS(mprotect, p, PAGE, PROT_RW);
	unmap(p + 398 * PAGE, 2 * PAGE);
	while (have < sizeof(text) - 1 && (n = SYS(read, fd, text + have, 97)) > 0)
		have += (size_t)n;
	text[have] = 0;
	for (i = 2; i < 398; i++) {
		const char *at;

		format(line, sizeof(line), "%08lx-%08lx ", (ulong)p + i * PAGE, (ulong)p + (i + 1) * PAGE);
		at = strstr(text, line);
		found += at && (at == text || at[-1] == '\n') && !strstr(at + 1, line);
	}
	CHECK_EQ(found, 396);
	format(line, sizeof(line), "%08lx-", (ulong)p + 398 * PAGE);
	CHECK(!strstr(text, line));
	CHECK(strstr(text, "[vectors]\n") && !strcmp(strstr(text, "[vectors]\n"), "[vectors]\n"));
	/* From the beginning again, and in the middle */
	CHECK(SYS(pread64, fd, line, 8, 0, 0, 0) == 8 && !strncmp(line, text, 8));
	CHECK(SYS(pread64, fd, line, 8, 0, 50, 0) == 8 && SYS(pread64, fd, line, 1, 0, 10 * MiB, 0) == 0);
	SYS(close, fd);
	unmap(p, 398 * PAGE);
}

/* Is each name in maps whole, wherever in the kernel's buffer its line comes to lie? */
TEST(proc, maps_whole_names)
{
	char name[64] = "", *p[64];
	int cut = 0;

	for (int i = 0; i < 64; i++)
		p[i] = map_at(NULL, PAGE, i % 2 ? PROT_READ : PROT_RW, MAP_SHARED | MAP_ANON, -1, 0);
	for (int length = 1; length < 60; length++) {
		long fd;
		char *first;

		memset(name, 'x', (size_t)length);
		fd = SYS(memfd_create, name, 0);
		SYS(ftruncate, fd, PAGE);
		first = map_at(NULL, PAGE, PROT_READ, MAP_SHARED, (int)fd, 0);
		for (const char *line = slurp("/proc/self/maps"); (line = strstr(line, "/dev/zero")) != NULL; line++)
			cut += strncmp(line, "/dev/zero (deleted)\n", 20) != 0;
		unmap(first, PAGE);
		SYS(close, fd);
	}
	CHECK_EQ(cut, 0);
	for (int i = 0; i < 64; i++)
		unmap(p[i], PAGE);
}

/* An open maps: is it still the address space that it was opened on when its process has another one, or none? */
TEST(proc, maps_of_then)
{
	int pid = fork(), status;
	char path[40], c;
	long fd;

	if (!pid)
		for (;;)
			SYS(pause);
	format(path, sizeof(path), "/proc/%d/maps", pid);
	fd = SYS(open, path, O_RDONLY);
	NEED(fd >= 0);
	CHECK_EQ(SYS(read, fd, &c, 1), 1);
	SYS(kill, pid, SIGKILL);
	SYS(wait4, pid, &status, 0, NULL);
	CHECK_EQ(SYS(pread64, fd, &c, 1, 0, 0, 0), -ESRCH);
	SYS(close, fd);
}

/* The sum of @name over all of smaps, in kB */
static long smaps_sum(const char *name)
{
	const char *text = slurp("/proc/self/smaps");
	long sum = 0;

	for (; (text = strstr(text, name)) != NULL; text++)
		if (text[-1] == '\n') {
			const char *at = text + strlen(name);

			while (*at == ' ')
				at++;
			sum += (long)number(&at, 10);
		}
	return sum;
}

/* smaps_rollup: is each of its numbers the sum of smaps'? */
TEST(proc, smaps_rollup)
{
	static const char *const names[] = { "Rss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty",
					     "Referenced", "Anonymous", "Swap", "Locked" };
	char *p = map(64 * PAGE), name[32];

	memset(p, 1, 20 * PAGE);
	CHECK_EQ(SYS(mlock, p, 3 * PAGE), 0);
	slurp("/proc/self/smaps");		/* its buffer is there, and the code that is used */
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		format(name, sizeof(name), "%s:", names[i]);
		CHECK_EQ(field("/proc/self/smaps_rollup", names[i]), smaps_sum(name));
	}
	CHECK(field("/proc/self/smaps_rollup", "Locked") >= 12);
	CHECK(strstr(slurp("/proc/self/smaps_rollup"), "---p 00000000 00:00 0          [rollup]\n") != NULL);
	unmap(p, 64 * PAGE);
}

/* pagemap in one read: more than a table's worth, over a hole, and up to the end of user space */
TEST(proc, pagemap_long)
{
	char *p = map(1700 * PAGE);
	long fd = SYS(open, "/proc/self/pagemap", O_RDONLY);
	ulong at = (ulong)p / PAGE * 8;
	static u64 entry[1700];
	const ulong end = 0xbf000000UL / PAGE * 8;	/* of user space */
	ulong i, wrong = 0;

	NEED(fd >= 0);
	unmap(p + 900 * PAGE, 100 * PAGE);
	p[0] = p[511 * PAGE] = p[512 * PAGE] = p[899 * PAGE] = p[1000 * PAGE] = p[1699 * PAGE] = 1;
	CHECK_EQ(SYS(pread64, fd, entry, sizeof(entry), 0, at, 0), sizeof(entry));
	for (i = 0; i < 1700; i++)
		wrong += entry[i] >> 63 != (i == 0 || i == 511 || i == 512 || i == 899 || i == 1000 || i == 1699);
	CHECK_EQ(wrong, 0);
	CHECK_EQ(SYS(pread64, fd, entry, 16, 0, end - 8, 0), 8);
	CHECK_EQ(SYS(pread64, fd, entry, 16, 0, end, 0), 0);
	unmap(p, 1700 * PAGE);
	SYS(close, fd);
}

/* Does meminfo follow what is allocated? */
TEST(proc, meminfo)
{
	long free = field("/proc/meminfo", "MemFree"), total = field("/proc/meminfo", "MemTotal"), mapped;
	char *p = map(16 * MiB);

	CHECK(total > 16 * 1024 && free > 0 && free < total);
	memset(p, 1, 16 * MiB);
	mapped = field("/proc/meminfo", "MemFree");
	CHECK(mapped < free - 15 * 1024 && mapped > free - 20 * 1024);
	CHECK(field("/proc/meminfo", "AnonPages") >= 16 * 1024);
	unmap(p, 16 * MiB);
}

/* mem: can a process read its own memory there, and write read-only memory not elsewhere? */
TEST(proc, mem)
{
	static u32 secret = 0x5ec7e7;
	long fd = SYS(open, "/proc/self/mem", O_RDWR);
	u32 value = 0;

	NEED(fd >= 0);
	CHECK_EQ(SYS(pread64, fd, &value, 4, 0, &secret, 0), 4);
	CHECK_EQ(value, secret);
	CHECK(SYS(pread64, fd, &value, 4, 0, 16, 0) < 0);
	SYS(close, fd);
}

/* Are the other files there, with something in them? */
TEST(proc, files)
{
	static const char *const names[] = {
		"/proc/buddyinfo", "/proc/zoneinfo", "/proc/vmallocinfo", "/proc/slabinfo", "/proc/vmstat",
		"/proc/swaps", "/proc/iomem", "/proc/uptime", "/proc/loadavg", "/proc/stat", "/proc/version",
		"/proc/cpuinfo", "/proc/filesystems", "/proc/mounts", "/proc/cmdline", "/proc/self/statm",
		"/proc/self/limits", "/proc/self/auxv", "/proc/self/mounts", "/proc/self/maps",
		"/proc/sys/vm/overcommit_memory", "/proc/sys/vm/overcommit_ratio", "/proc/sys/vm/max_map_count",
		"/proc/sys/vm/mmap_min_addr", "/proc/sys/kernel/randomize_va_space", "/proc/sys/kernel/pid_max",
		"/proc/sys/kernel/ostype", "/proc/sys/kernel/osrelease", "/proc/sys/kernel/hostname",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *text = slurp(names[i]);

		if (!text || !*text) {
			print("    # %s: %s\n", names[i], text ? "empty" : "missing");
			failures++;
		}
	}
}

static int overcommit(void *unused)
{
	char *p;

	if (spit("/proc/sys/vm/overcommit_memory", "2") < 0)
		return 1;
	p = map(2048 * MiB);
	if (!IS_ERR(p))
		return 2;
	p = map_at(NULL, 512 * MiB, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0);
	return IS_ERR(p) ? 3 : 0;
}

/* Overcommit: does mode 2 refuse what mode 1 grants? */
TEST(proc, overcommit)
{
	char was[2] = { *slurp("/proc/sys/vm/overcommit_memory"), 0 };
	char *p;

	CHECK_EQ(exited(in_child(overcommit, NULL)), 0);
	CHECK(spit("/proc/sys/vm/overcommit_memory", "1") > 0);
	p = map(2048 * MiB);
	CHECK(!IS_ERR(p));
	unmap(p, 2048 * MiB);
	CHECK_EQ(spit("/proc/sys/vm/overcommit_memory", "9"), -EINVAL);
	CHECK(spit("/proc/sys/vm/overcommit_memory", was) > 0);
}

/* Does fd say what is open? */
TEST(proc, descriptors)
{
	char link[64] = "";
	long fd = SYS(open, "/dev/null", O_RDWR);
	char path[40];

	format(path, sizeof(path), "/proc/self/fd/%ld", fd);
	CHECK(SYS(readlink, path, link, sizeof(link) - 1) > 0);
	CHECK(!strcmp(link, "/dev/null"));
	SYS(close, fd);
}
