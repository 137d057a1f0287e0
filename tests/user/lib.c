/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every test program is linked with: start-up, TAP, signals and children, strings.
 *
 * TAP goes to stdout line by line with one write() each, so that the lines of a program that dies are there.
 * Under /init, TAP_INDENT is set and a program's lines are the subtests of init's own line for it.
 */
#include "user.h"

int argc, failures;
char **argv, **environ;
ulong *auxv, *start_sp;
static const char *indent = "";
static const char *skipped;

extern const struct test __start_tests[] __attribute__((weak));
extern const struct test __stop_tests[] __attribute__((weak));

/* ---- start-up ---- */

void user_start(ulong *sp) __attribute__((noreturn));

void user_start(ulong *sp)
{
	start_sp = sp;
	argc = (int)sp[0];
	argv = (char **)(sp + 1);
	environ = argv + argc + 1;
	auxv = (ulong *)environ;
	while (*auxv++)
		;
	if (getenv("TAP_INDENT"))
		indent = "    ";
	exit(main());
}

void exit(int status)
{
	for (;;)
		SYS(exit_group, status);
}

ulong aux(ulong type)
{
	for (ulong *a = auxv; a[0] != AT_NULL; a += 2)
		if (a[0] == type)
			return a[1];
	return -1ul;
}

char *getenv(const char *name)
{
	size_t len = strlen(name);

	for (char **e = environ; *e; e++)
		if (!strncmp(*e, name, len) && (*e)[len] == '=')
			return *e + len + 1;
	return NULL;
}

/* ---- TAP ---- */

void failed(const char *file, int line, const char *what, long got, long wanted, int has_values)
{
	failures++;
	if (has_values)
		print("%s# %s:%d: %s: got %ld (0x%lx), wanted %ld (0x%lx)\n", indent, file, line, what,
		      got, (ulong)got, wanted, (ulong)wanted);
	else
		print("%s# %s:%d: not so: %s\n", indent, file, line, what);
}

void skip(const char *why)
{
	skipped = why;
}

int run_tests(void)
{
	int total = __stop_tests - __start_tests, bad = 0;

	print("%s1..%d\n", indent, total);
	for (int i = 0; i < total; i++) {
		const struct test *t = &__start_tests[i];

		failures = 0;
		skipped = NULL;
		if (getenv("TAP_VERBOSE"))
			print("%s# %s.%s\n", indent, t->subject, t->name);
		t->fn();
		print("%s%sok %d - %s.%s%s%s\n", indent, failures ? "not " : "", i + 1, t->subject,
		      t->name, skipped && !failures ? " # SKIP " : "", skipped && !failures ? skipped : "");
		bad += failures != 0;
	}
	return bad != 0;
}

__attribute__((weak)) int main(void)
{
	return run_tests();
}

/* ---- signals and faults ---- */

long on_signal(int sig, void *handler, ulong flags)
{
	struct sigaction sa = { handler, flags, restore_rt, 0 };

	/* The other kind of frame goes back by the kernel's own code. */
	if (flags & SA_SIGINFO)
		sa.flags |= SA_RESTORER;
	return SYS(rt_sigaction, sig, &sa, NULL, 8);
}

u64 block(int how, u64 set)
{
	u64 old = 0;

	SYS(rt_sigprocmask, how, &set, &old, 8);
	return old;
}

static struct context fault_context;
static struct fault fault;

static void fault_handler(int sig, struct siginfo *info, struct ucontext *uc)
{
	fault = (struct fault){ sig, info->code, (ulong)info->fault.addr, uc->mc.trap_no, uc->mc.error_code,
				uc->mc.fault_address, uc->mc.r[15] };
	restore_context(&fault_context, 1);
}

static const int fault_signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP };

struct fault catch_fault(void (*fn)(void *), void *arg)
{
	struct sigaction old[ARRAY_SIZE(fault_signals)];

	fault = (struct fault){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(fault_signals); i++) {
		SYS(rt_sigaction, fault_signals[i], NULL, &old[i], 8);
		on_signal(fault_signals[i], fault_handler, SA_SIGINFO | SA_NODEFER);
	}
	if (!save_context(&fault_context))
		fn(arg);
	for (size_t i = 0; i < ARRAY_SIZE(fault_signals); i++)
		SYS(rt_sigaction, fault_signals[i], &old[i], NULL, 8);
	return fault;
}

static void do_touch(void *p)
{
	(void)*(volatile char *)p;
}

static char poke_value;

static void do_poke(void *p)
{
	*(volatile char *)p = poke_value;
}

struct fault touch(const volatile void *p)
{
	return catch_fault(do_touch, (void *)p);
}

struct fault poke(volatile void *p, char value)
{
	poke_value = value;
	return catch_fault(do_poke, (void *)p);
}

/* ---- processes ---- */

int wait_for(int pid)
{
	int status = 0;
	long r;

	do
		r = SYS(wait4, pid, &status, 0, NULL);
	while (r == -EINTR);
	return r < 0 ? (int)r : status;
}

int in_child(int (*fn)(void *), void *arg)
{
	int pid = fork();

	if (!pid)
		exit(fn(arg));
	return pid < 0 ? pid : wait_for(pid);
}

int run(const char *path, char *const args[], char *const envp[])
{
	int pid = fork();

	if (!pid)
		exit(100 - (int)SYS(execve, path, args, envp));
	return pid < 0 ? pid : wait_for(pid);
}

long rlimit(int which, ulong cur)
{
	struct rlimit r = { 0, 0 };
	long error = SYS(ugetrlimit, which, &r);

	if (error)
		return error;
	r.cur = cur < r.max ? cur : r.max;
	return SYS(setrlimit, which, &r);
}

void pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	while (SYS(nanosleep, &t, &t) == -EINTR)
		;
}

u64 now(void)
{
	struct timespec t;

	SYS(clock_gettime, CLOCK_MONOTONIC, &t);
	return t.sec * 1000000000ull + t.nsec;
}

u32 rnd(void)
{
	static u32 state = 2463534242u;

	state ^= state << 13;
	state ^= state >> 17;
	return state ^= state << 5;
}

#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |	\
			 CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)
#define THREAD_STACK	(16 * PAGE)

int thread_start(struct thread *t, int (*fn)(void *), void *arg)
{
	t->stack = map(THREAD_STACK);
	if (IS_ERR(t->stack))
		return (int)(long)t->stack;
	t->alive = 1;
	return (int)clone_thread(THREAD_FLAGS, t->stack + THREAD_STACK, &t->tid, NULL, &t->alive, fn, arg);
}

void thread_join(struct thread *t)
{
	int alive;

	while ((alive = *(volatile int *)&t->alive) != 0)
		SYS(futex, &t->alive, FUTEX_WAIT, alive, NULL);
	unmap(t->stack, THREAD_STACK);
}

/* ---- files ---- */

char *slurp(const char *path)
{
	static char *buf;
	const size_t size = 4 * MiB;
	size_t have = 0;
	long n, fd = SYS(open, path, O_RDONLY);

	if (fd < 0)
		return NULL;
	if (!buf)
		buf = map_at(NULL, size, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0);
	while (have < size - 1 && (n = SYS(read, fd, buf + have, size - 1 - have)) > 0)
		have += n;
	SYS(close, fd);
	buf[have] = 0;
	return buf;
}

long spit(const char *path, const char *text)
{
	long r, fd = SYS(open, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0)
		return fd;
	r = SYS(write, fd, text, strlen(text));
	SYS(close, fd);
	return r;
}

void load_modules(void)
{
	char name[32];
	long fd;

	for (int i = 0; i < 10; i++) {
		format(name, sizeof(name), "/modules/%d.ko", i);
		fd = SYS(open, name, O_RDONLY);
		if (fd < 0)
			return;
		SYS(finit_module, fd, "", 0);
		SYS(close, fd);
	}
}

long field(const char *path, const char *name)
{
	const char *text = slurp(path);
	size_t len = strlen(name);

	for (; text && *text; text = strchr(text, '\n') + 1) {
		if (!strncmp(text, name, len) && (text[len] == ':' || text[len] == ' ')) {
			text += len + 1;
			while (*text == ' ' || *text == '\t')
				text++;
			return (long)number(&text, 10);
		}
		if (!strchr(text, '\n'))
			break;
	}
	return -1;
}

static const char *parse_area(const char *line, struct area *a)
{
	size_t n = 0;

	a->start = number(&line, 16);
	line++;
	a->end = number(&line, 16);
	memcpy(a->perms, line + 1, 4);
	a->perms[4] = 0;
	line += 6;
	a->offset = number(&line, 16);
	while (*line && *line != '\n' && *line != '/' && *line != '[')
		line++;
	for (; *line && *line != '\n'; line++)
		if (n < sizeof(a->name) - 1)
			a->name[n++] = *line;
	a->name[n] = 0;
	return *line ? line + 1 : line;
}

int area_at(ulong addr, struct area *a)
{
	const char *text = slurp("/proc/self/maps");

	while (text && *text) {
		text = parse_area(text, a);
		if (a->end > addr)
			return 1;
	}
	return 0;
}

int area_named(const char *name, struct area *a)
{
	const char *text = slurp("/proc/self/maps");

	while (text && *text) {
		text = parse_area(text, a);
		if (!strcmp(a->name, name))
			return 1;
	}
	return 0;
}

int count_areas(void)
{
	const char *text = slurp("/proc/self/maps");
	int n = 0;

	for (; text && *text; text++)
		n += *text == '\n';
	return n;
}

/* ---- strings ---- */

void *memset(void *p, int c, size_t n)
{
	u8 *d = p;

	while (n && ((ulong)d & 3))
		*d++ = (u8)c, n--;
	for (; n >= 4; n -= 4, d += 4)
		*(volatile u32 *)d = (u8)c * 0x01010101u;
	while (n--)
		*d++ = (u8)c;
	return p;
}

void *memcpy(void *to, const void *from, size_t n)
{
	u8 *d = to;
	const u8 *s = from;

	while (n--)
		*d++ = *s++;
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	u8 *d = to;
	const u8 *s = from;

	if (d <= s)
		return memcpy(to, from, n);
	while (n--)
		d[n] = s[n];
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

size_t strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, (size_t)-1);
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n--; a++, b++) {
		if (*a != *b)
			return (u8)*a - (u8)*b;
		if (!*a)
			break;
	}
	return 0;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

char *strstr(const char *s, const char *what)
{
	size_t n = strlen(what);

	for (; *s; s++)
		if (!strncmp(s, what, n))
			return (char *)s;
	return n ? NULL : (char *)s;
}

ulong number(const char **text, int base)
{
	ulong value = 0;

	for (;; (*text)++) {
		int c = **text;
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;

		if (digit >= base)
			return value;
		value = value * base + digit;
	}
}

struct out { char *buf; size_t size, len; };

static void put(struct out *o, char c)
{
	if (o->len + 1 < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void put_number(struct out *o, u64 value, int base, int width, char fill, int negative)
{
	char digits[24];
	int n = 0;

	do {
		u64 rest = value / base;

		digits[n++] = "0123456789abcdef"[value - rest * base];
		value = rest;
	} while (value);
	if (negative)
		digits[n++] = '-';
	while (width-- > n)
		put(o, fill);
	while (n)
		put(o, digits[--n]);
}

static void vformat(struct out *o, const char *fmt, __builtin_va_list args)
{
	for (; *fmt; fmt++) {
		char fill = ' ';
		int width = 0, longs = 0;
		s64 value;

		if (*fmt != '%') {
			put(o, *fmt);
			continue;
		}
		if (*++fmt == '0')
			fill = *fmt++;
		while (*fmt >= '0' && *fmt <= '9')
			width = width * 10 + *fmt++ - '0';
		while (*fmt == 'l')
			longs++, fmt++;
		switch (*fmt) {
		case 'd':
			value = longs == 2 ? __builtin_va_arg(args, s64) : __builtin_va_arg(args, long);
			put_number(o, value < 0 ? -value : value, 10, width, fill, value < 0);
			break;
		case 'u':
		case 'x':
			value = longs == 2 ? __builtin_va_arg(args, u64) : __builtin_va_arg(args, ulong);
			put_number(o, value, *fmt == 'u' ? 10 : 16, width, fill, 0);
			break;
		case 'p':
			put_number(o, __builtin_va_arg(args, ulong), 16, 8, '0', 0);
			break;
		case 'c':
			put(o, (char)__builtin_va_arg(args, int));
			break;
		case 's':
			for (const char *s = __builtin_va_arg(args, const char *); *s; s++, width--)
				put(o, *s);
			while (width-- > 0)
				put(o, ' ');
			break;
		default:
			put(o, *fmt);
		}
	}
	if (o->size)
		o->buf[o->len < o->size ? o->len : o->size - 1] = 0;
}

int format(char *buf, size_t size, const char *fmt, ...)
{
	struct out o = { buf, size, 0 };
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vformat(&o, fmt, args);
	__builtin_va_end(args);
	return (int)o.len;
}

void print(const char *fmt, ...)
{
	char buf[400];
	struct out o = { buf, sizeof(buf), 0 };
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vformat(&o, fmt, args);
	__builtin_va_end(args);
	SYS(write, 1, buf, o.len < sizeof(buf) ? o.len : sizeof(buf) - 1);
}
