/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The library of the test programs: the Linux/ARM EABI as they need it, and TAP.  It knows nothing of the
 * kernel's sources, so that a program also runs on a real Linux and can tell which of the two is wrong.
 *
 *     TEST(cow, child_sees_parent)     a test; the comment above it is the question that it answers
 *     {
 *             CHECK(cond);             records a failure and goes on
 *             CHECK_EQ(got, wanted);
 *             NEED(cond);              leaves the test
 *     }
 *
 * System calls are SYS(name, arguments...); the result is the kernel's, -errno for an error.
 */
#ifndef TESTS_USER_H
#define TESTS_USER_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;
typedef unsigned long ulong;
typedef __SIZE_TYPE__ size_t;
#define NULL ((void *)0)
#define offsetof(t, m) __builtin_offsetof(t, m)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define noinline __attribute__((noinline))
#define barrier() __asm__ volatile("" : : : "memory")
#define PAGE 4096ul
#define MiB (1ul << 20)

/* System calls: numbers, and one macro for all of them */
enum {
	NR_exit = 1, NR_fork = 2, NR_read = 3, NR_write = 4, NR_open = 5, NR_close = 6, NR_creat = 8,
	NR_link = 9, NR_unlink = 10, NR_execve = 11, NR_chdir = 12, NR_mknod = 14, NR_chmod = 15,
	NR_lseek = 19, NR_getpid = 20, NR_mount = 21, NR_pause = 29, NR_access = 33, NR_sync = 36,
	NR_kill = 37, NR_rename = 38, NR_mkdir = 39, NR_rmdir = 40, NR_dup = 41, NR_pipe = 42,
	NR_times = 43, NR_brk = 45, NR_umount2 = 52, NR_ioctl = 54, NR_setpgid = 57, NR_umask = 60,
	NR_dup2 = 63, NR_getppid = 64, NR_setsid = 66, NR_sethostname = 74, NR_setrlimit = 75,
	NR_getrusage = 77, NR_gettimeofday = 78, NR_symlink = 83, NR_readlink = 85, NR_reboot = 88,
	NR_munmap = 91, NR_truncate = 92, NR_ftruncate = 93, NR_fchmod = 94, NR_statfs = 99,
	NR_setitimer = 104, NR_getitimer = 105, NR_wait4 = 114, NR_sysinfo = 116, NR_fsync = 118,
	NR_sigreturn = 119, NR_clone = 120, NR_uname = 122, NR_mprotect = 125, NR_getpgid = 132,
	NR_fchdir = 133, NR_personality = 136, NR__llseek = 140, NR__newselect = 142, NR_flock = 143,
	NR_msync = 144, NR_readv = 145, NR_writev = 146, NR_getsid = 147, NR_mlock = 150,
	NR_munlock = 151, NR_mlockall = 152, NR_munlockall = 153, NR_fdatasync = 148, NR_sched_getparam = 155, NR_sched_getscheduler = 157, NR_sched_yield = 158,
	NR_nanosleep = 162, NR_mremap = 163, NR_poll = 168, NR_prctl = 172, NR_rt_sigreturn = 173,
	NR_rt_sigaction = 174, NR_rt_sigprocmask = 175, NR_rt_sigpending = 176,
	NR_rt_sigtimedwait = 177, NR_rt_sigqueueinfo = 178, NR_rt_sigsuspend = 179, NR_pread64 = 180,
	NR_pwrite64 = 181, NR_chown32 = 212, NR_getcwd = 183, NR_sigaltstack = 186, NR_vfork = 190,
	NR_ugetrlimit = 191, NR_mmap2 = 192, NR_truncate64 = 193, NR_ftruncate64 = 194,
	NR_stat64 = 195, NR_lstat64 = 196, NR_fstat64 = 197, NR_getuid32 = 199, NR_mincore = 219,
	NR_madvise = 220, NR_fcntl64 = 221, NR_gettid = 224, NR_tkill = 238, NR_sendfile64 = 239,
	NR_futex = 240, NR_sched_setaffinity = 241, NR_sched_getaffinity = 242, NR_exit_group = 248, NR_getdents64 = 217,
	NR_remap_file_pages = 253, NR_set_tid_address = 256, NR_timer_create = 257,
	NR_timer_settime = 258, NR_timer_gettime = 259, NR_timer_getoverrun = 260, NR_timer_delete = 261, NR_clock_settime = 262,
	NR_clock_gettime = 263, NR_clock_getres = 264, NR_clock_nanosleep = 265, NR_statfs64 = 266, NR_tgkill = 268,
	NR_openat = 322, NR_mkdirat = 323, NR_fstatat64 = 327, NR_unlinkat = 328, NR_renameat = 329,
	NR_linkat = 330, NR_symlinkat = 331, NR_readlinkat = 332, NR_faccessat = 334,
	NR_pselect6 = 335, NR_ppoll = 336, NR_set_robust_list = 338, NR_get_robust_list = 339,
	NR_utimensat = 348, NR_fallocate = 352, NR_dup3 = 358, NR_pipe2 = 359, NR_preadv = 361,
	NR_prlimit64 = 369, NR_process_vm_readv = 376, NR_renameat2 = 382, NR_getrandom = 384,
	NR_memfd_create = 385, NR_execveat = 387, NR_mlock2 = 390, NR_statx = 397,
	NR_waitid = 280, NR_fstatfs64 = 267, NR_select = 142, NR_shmat = 305, NR_shmdt = 306, NR_shmget = 307, NR_shmctl = 308, NR_setuid32 = 213, NR_readahead = 225, NR_arm_fadvise64_64 = 270,
	NR_getcpu = 345,
	NR_setxattr = 226, NR_lsetxattr = 227, NR_fsetxattr = 228, NR_getxattr = 229, NR_lgetxattr = 230,
	NR_fgetxattr = 231, NR_listxattr = 232, NR_llistxattr = 233, NR_flistxattr = 234, NR_removexattr = 235,
	NR_lremovexattr = 236, NR_fremovexattr = 237,
	NR_swapon = 87, NR_swapoff = 115, NR_finit_module = 379,
	NR_ARM_breakpoint = 0xf0001, NR_ARM_cacheflush = 0xf0002, NR_ARM_set_tls = 0xf0005,
};

static inline long syscall6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r7 __asm__("r7") = nr;
	register long r0 __asm__("r0") = a;
	register long r1 __asm__("r1") = b;
	register long r2 __asm__("r2") = c;
	register long r3 __asm__("r3") = d;
	register long r4 __asm__("r4") = e;
	register long r5 __asm__("r5") = f;

	__asm__ volatile("svc #0" : "+r" (r0) : "r" (r7), "r" (r1), "r" (r2), "r" (r3), "r" (r4), "r" (r5)
			 : "memory");
	return r0;
}

#define SYS(name, ...) SYS_(NR_##name, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define SYS_(nr, a, b, c, d, e, f, ...) \
	syscall6(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

enum {
	EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, ENXIO = 6, E2BIG = 7, ENOEXEC = 8, EBADF = 9, ECHILD = 10,
	EAGAIN = 11, ENOMEM = 12, EACCES = 13, EFAULT = 14, EBUSY = 16, EEXIST = 17, EXDEV = 18,
	ENODEV = 19, ENOTDIR = 20, EISDIR = 21, EINVAL = 22, EMFILE = 24, ENOTTY = 25, ETXTBSY = 26,
	EFBIG = 27, ENOSPC = 28, ESPIPE = 29, EROFS = 30, EPIPE = 32, ERANGE = 34, ENAMETOOLONG = 36, ENOSYS = 38,
	ENOTEMPTY = 39, ELOOP = 40, ENODATA = 61, EOVERFLOW = 75, EOPNOTSUPP = 95, ETIMEDOUT = 110,
};
#define IS_ERR(r) ((ulong)(r) > -4096ul)

/* Memory */
enum {
	PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, PROT_RW = 3,
	PROT_GROWSDOWN = 0x01000000, PROT_GROWSUP = 0x02000000,
	MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_FIXED = 0x10, MAP_ANON = 0x20, MAP_GROWSDOWN = 0x100,
	MAP_LOCKED = 0x2000, MAP_NORESERVE = 0x4000, MAP_POPULATE = 0x8000, MAP_HUGETLB = 0x40000,
	MREMAP_MAYMOVE = 1, MREMAP_FIXED = 2, MS_ASYNC = 1, MS_INVALIDATE = 2, MS_SYNC = 4,
	MADV_NORMAL = 0, MADV_RANDOM = 1, MADV_SEQUENTIAL = 2, MADV_WILLNEED = 3, MADV_DONTNEED = 4,
	MADV_DONTFORK = 10, MADV_DOFORK = 11, MCL_CURRENT = 1, MCL_FUTURE = 2,
};
static inline char *map_at(void *at, size_t len, int prot, int flags, int fd, ulong offset)
{
	return (char *)SYS(mmap2, at, len, prot, flags, fd, offset / PAGE);
}
static inline char *map(size_t len)
{
	return map_at(NULL, len, PROT_RW, MAP_PRIVATE | MAP_ANON, -1, 0);
}
static inline char *map_shared(size_t len)
{
	return map_at(NULL, len, PROT_RW, MAP_SHARED | MAP_ANON, -1, 0);
}
#define unmap(p, len) SYS(munmap, p, len)

/* Signals */
enum {
	SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGILL = 4, SIGTRAP = 5, SIGABRT = 6, SIGBUS = 7, SIGFPE = 8,
	SIGKILL = 9, SIGUSR1 = 10, SIGSEGV = 11, SIGUSR2 = 12, SIGPIPE = 13, SIGALRM = 14,
	SIGTERM = 15, SIGCHLD = 17, SIGCONT = 18, SIGSTOP = 19, SIGTSTP = 20, SIGURG = 23, SIGVTALRM = 26, SIGWINCH = 28,
	SIGRTMIN = 32,
	SA_NOCLDSTOP = 1, SA_NOCLDWAIT = 2, SA_SIGINFO = 4, SA_RESTORER = 0x04000000,
	SA_ONSTACK = 0x08000000, SA_RESTART = 0x10000000, SA_NODEFER = 0x40000000, SA_RESETHAND = 0x80000000,
	SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2,
	SEGV_MAPERR = 1, SEGV_ACCERR = 2, BUS_ADRALN = 1, BUS_ADRERR = 2, ILL_ILLOPC = 1, ILL_ILLTRP = 4, TRAP_BRKPT = 1,
	SI_USER = 0, SI_QUEUE = -1, SI_TIMER = -2, SI_TKILL = -6, CLD_EXITED = 1, CLD_KILLED = 2, SI_KERNEL = 0x80,
	SS_ONSTACK = 1, SS_DISABLE = 2, MINSIGSTKSZ = 2048,
};
#define SIG_DFL ((void *)0)
#define SIG_IGN ((void *)1)

struct siginfo {
	int signo, err, code;
	union {
		struct { void *addr; } fault;
		struct { int pid, uid; long value; } from;
		struct { int pid, uid, status; long utime, stime; } chld;
		struct { int tid, overrun; long value; } timer;
		int pad[29];
	};
};
struct stack { void *sp; int flags; size_t size; };
struct sigcontext {
	ulong trap_no, error_code, oldmask, r[16], cpsr, fault_address;
};
struct ucontext {
	ulong flags;
	struct ucontext *link;
	struct stack stack;
	struct sigcontext mc;
	u64 mask;
	int unused[30];
	ulong regspace[128] __attribute__((aligned(8)));
};
struct sigaction {
	void *handler;
	ulong flags;
	void *restorer;
	u64 mask;
} __attribute__((packed, aligned(4)));

typedef void handler_t(int, struct siginfo *, struct ucontext *);
long on_signal(int sig, void *handler, ulong flags);
static inline u64 sigbit(int sig) { return 1ull << (sig - 1); }
u64 block(int how, u64 set);
void restore_rt(void);

/* Processes */
enum {
	CLONE_VM = 0x100, CLONE_FS = 0x200, CLONE_FILES = 0x400, CLONE_SIGHAND = 0x800, CLONE_VFORK = 0x4000,
	CLONE_THREAD = 0x10000, CLONE_SETTLS = 0x80000, CLONE_PARENT_SETTID = 0x100000,
	CLONE_CHILD_CLEARTID = 0x200000, CLONE_CHILD_SETTID = 0x1000000,
	WNOHANG = 1, WUNTRACED = 2, WCONTINUED = 8,
	RLIMIT_CPU = 0, RLIMIT_FSIZE = 1, RLIMIT_DATA = 2, RLIMIT_STACK = 3, RLIMIT_NPROC = 6,
	RLIMIT_NOFILE = 7, RLIMIT_MEMLOCK = 8, RLIMIT_AS = 9, RLIMIT_SIGPENDING = 11,
	ADDR_NO_RANDOMIZE = 0x40000, ADDR_COMPAT_LAYOUT = 0x200000,
	FUTEX_WAIT = 0, FUTEX_WAKE = 1, FUTEX_REQUEUE = 3, FUTEX_CMP_REQUEUE = 4, FUTEX_WAKE_OP = 5,
	FUTEX_WAIT_BITSET = 9, FUTEX_WAKE_BITSET = 10, FUTEX_PRIVATE = 128,
	CLOCK_REALTIME = 0, CLOCK_MONOTONIC = 1, CLOCK_REALTIME_COARSE = 5, CLOCK_MONOTONIC_COARSE = 6, ITIMER_REAL = 0,
};
#define RLIM_INFINITY (~0ul)
struct rlimit { ulong cur, max; };
struct timespec { long sec, nsec; };
struct timeval { long sec, usec; };
struct itimerval { struct timeval interval, value; };
struct sysinfo {
	long uptime;
	ulong loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
	u16 procs, pad;
	ulong totalhigh, freehigh;
	u32 mem_unit;
	char fill[8];
};
struct context { ulong r[10]; };

long clone_thread(ulong flags, void *stack_top, int *ptid, void *tls, int *ctid, int (*fn)(void *), void *arg);
long vfork_call(int (*fn)(void *), void *arg);
int save_context(struct context *) __attribute__((returns_twice));
void restore_context(struct context *, int) __attribute__((noreturn));
void exit(int status) __attribute__((noreturn));
#define fork() ((int)SYS(fork))
static inline int getpid(void) { return (int)SYS(getpid); }
static inline int gettid(void) { return (int)SYS(gettid); }
/* Of a wait status: the exit status or -1; the signal or 0 */
static inline int exited(int status)
{
	return (status & 0x7f) == 0 && status >= 0 ? (status >> 8) & 0xff : -1;
}
static inline int killed(int status)
{
	return status >= 0 && (status & 0xff) != 0x7f ? status & 0x7f : 0;
}
/* Waits for child @pid; its status, or -errno */
int wait_for(int pid);
/* Runs fn(arg) in a child: its wait status */
int in_child(int (*fn)(void *), void *arg);
/* Starts a program and waits for it: its wait status; one that can't be started exits with its errno + 100 */
int run(const char *path, char *const argv[], char *const envp[]);
long rlimit(int which, ulong cur);
void pause_ms(int ms);
u64 now(void);
u32 rnd(void);

/* A thread that shares everything; join() waits for its end */
struct thread { int tid; int alive; char *stack; };
int thread_start(struct thread *t, int (*fn)(void *), void *arg);
void thread_join(struct thread *t);

/* What happened when fn(arg) ran: the signal that it caught, or sig 0 */
struct fault {
	int sig, code;
	ulong addr;				/* si_addr */
	ulong trap_no, error_code, address, pc;	/* of the frame's sigcontext */
};
struct fault catch_fault(void (*fn)(void *), void *arg);
struct fault touch(const volatile void *p);
struct fault poke(volatile void *p, char value);

/* Files */
enum {
	O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0100, O_EXCL = 0200, O_TRUNC = 01000, O_APPEND = 02000,
	O_NONBLOCK = 04000, O_DIRECTORY = 040000, O_NOFOLLOW = 0100000, O_CLOEXEC = 02000000, AT_FDCWD = -100,
	AT_REMOVEDIR = 0x200, AT_SYMLINK_NOFOLLOW = 0x100, SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2,
	F_DUPFD = 0, F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, FD_CLOEXEC = 1,
	S_IFMT = 0170000, S_IFDIR = 040000, S_IFREG = 0100000, S_IFLNK = 0120000, S_IFCHR = 020000, S_IFIFO = 010000,
	POLLIN = 1, POLLOUT = 4, POLLERR = 8, POLLHUP = 0x10, POLLNVAL = 0x20,
};
struct iovec { const void *base; size_t len; };
struct pollfd { int fd; short events, revents; };
struct stat64 {
	u64 dev;
	u32 pad0, ino32, mode, nlink, uid, gid;
	u64 rdev;
	u32 pad3[2];
	s64 size;
	u32 blksize, pad4;
	u64 blocks;
	u32 atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
	u64 ino;
};
/* The modules /modules/0.ko and so on, if there are any: what Linux needs for a disk */
void load_modules(void);
/* The whole text of a file, terminated, in a buffer that the next call uses again; NULL if there is none */
char *slurp(const char *path);
long spit(const char *path, const char *text);
/* The number behind "NAME:" in a file such as /proc/meminfo, or "NAME " as in /proc/vmstat; or -1 */
long field(const char *path, const char *name);

/* A line of /proc/self/maps */
struct area { ulong start, end, offset; char perms[5]; char name[64]; };
/* The area at or above @addr; 0 if there is none */
int area_at(ulong addr, struct area *area);
int area_named(const char *name, struct area *area);
int count_areas(void);

/* Strings */
void *memset(void *, int, size_t);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
int memcmp(const void *, const void *, size_t);
size_t strlen(const char *);
int strcmp(const char *, const char *);
int strncmp(const char *, const char *, size_t);
char *strstr(const char *, const char *);
char *strchr(const char *, int);
ulong number(const char **text, int base);
/* %d %u %x %lx %s %c %p, with widths */
int format(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What the program was started with */
extern int argc;
extern char **argv, **environ;
extern ulong *auxv;
extern ulong *start_sp;
enum {
	AT_NULL = 0, AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7, AT_FLAGS = 8, AT_ENTRY = 9,
	AT_UID = 11, AT_EUID = 12, AT_GID = 13, AT_EGID = 14, AT_PLATFORM = 15, AT_HWCAP = 16, AT_CLKTCK = 17,
	AT_SECURE = 23, AT_RANDOM = 25, AT_HWCAP2 = 26, AT_EXECFN = 31,
};
/* The auxiliary vector's entry, or -1 */
ulong aux(ulong type);
char *getenv(const char *name);

/* Tests */
struct test {
	const char *subject, *name;
	void (*fn)(void);
};
#define TEST(subject_, name_)							\
	static void test_##subject_##_##name_(void);				\
	static const struct test reg_##subject_##_##name_			\
	__attribute__((section("tests"), used)) = { #subject_, #name_, test_##subject_##_##name_ };	\
	static void test_##subject_##_##name_(void)

void failed(const char *file, int line, const char *what, long got, long wanted, int has_values);
void skip(const char *why);
extern int failures;
#define CHECK(cond)								\
	do {									\
		if (!(cond))							\
			failed(__FILE__, __LINE__, #cond, 0, 0, 0);		\
	} while (0)
#define CHECK_EQ(got, wanted)							\
	do {									\
		long got_ = (long)(got), wanted_ = (long)(wanted);		\
		if (got_ != wanted_)						\
			failed(__FILE__, __LINE__, #got " == " #wanted, got_, wanted_, 1);	\
	} while (0)
#define NEED(cond)								\
	do {									\
		if (!(cond)) {							\
			failed(__FILE__, __LINE__, #cond, 0, 0, 0);		\
			return;							\
		}								\
	} while (0)
/* Runs the program's tests; what main() does where a program has none of its own */
int run_tests(void);
int main(void);

#endif
