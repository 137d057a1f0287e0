/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about user memory (article 3.5.1): does every routine do what it says, to the byte, and
 * does it survive every bad pointer?
 *
 *   USER_ADDR  page 0, 1: read and write | page 2: nothing | page 3: read only | page 4: PROT_NONE
 */
#include <linux/sched.h>
#include <asm/domain.h>
#include "user_mm.h"

#define P(n)		(USER_ADDR + (n) * PAGE_SIZE)
#define HOLE		P(2)
#define RDONLY		P(3)
#define NOACCESS	P(4)

static struct mm_struct *mm;
static u8 kbuf[3 * PAGE_SIZE];

static bool enter(void)
{
	mm = user_mm_create();
	if (!EXPECT(mm))
		return false;
	if (EXPECT(user_mm_map(mm, P(0), 2 * PAGE_SIZE, VM_READ | VM_WRITE)) &&
	    EXPECT(user_mm_map(mm, RDONLY, PAGE_SIZE, VM_READ)) &&
	    EXPECT(user_mm_map(mm, NOACCESS, PAGE_SIZE, 0))) {
		user_mm_enter(mm);
		return true;
	}
	user_mm_destroy(mm);
	return false;
}

static void leave(void)
{
	EXPECT_EQ(get_domain(), DACR_KERNEL);
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

/* Addresses at which @size bytes can be neither read nor written */
static const unsigned long bad[] = {
	0, 4, PAGE_SIZE - 4, HOLE, HOLE + 100, NOACCESS, NOACCESS + PAGE_SIZE,
	TASK_SIZE - 4, TASK_SIZE, PAGE_OFFSET, (unsigned long)kbuf, 0xffff0000, 0xfffffffc, 0xffffffff,
};

/* Do get_user and put_user move values of every size, and nothing beside them? */
SELFTEST(uaccess, values)
{
	u8 b = 0;
	u16 h = 0;
	u32 w = 0;
	u64 d = 0;

	if (!enter())
		return;
	EXPECT_EQ(put_user(~0ULL, (u64 __user *)P(0)), 0);
	EXPECT_EQ(put_user((u8)0x12, (u8 __user *)(P(0) + 1)), 0);
	EXPECT_EQ(get_user(w, (u32 __user *)P(0)), 0);
	EXPECT_EQ(w, 0xffff12ff);
	EXPECT_EQ(put_user((u16)0x3456, (u16 __user *)(P(0) + 4)), 0);
	EXPECT_EQ(get_user(d, (u64 __user *)P(0)), 0);
	EXPECT(d == 0xffff3456ffff12ffULL);
	EXPECT_EQ(put_user(0x123456789abcdef0ULL, (u64 __user *)(P(0) + 8)), 0);
	EXPECT_EQ(get_user(b, (u8 __user *)(P(0) + 8)), 0);
	EXPECT_EQ(get_user(h, (u16 __user *)(P(0) + 10)), 0);
	EXPECT_EQ(b, 0xf0);
	EXPECT_EQ(h, 0x9abc);
	EXPECT_EQ(__put_user(7u, (u32 __user *)P(1)), 0);
	EXPECT_EQ(__get_user(w, (u32 __user *)P(1)), 0);
	EXPECT_EQ(w, 7);
	leave();
}

/* Are values read and written at odd addresses, and across the border of two pages? */
SELFTEST(uaccess, unaligned_values)
{
	unsigned long at;
	u16 h;
	u32 w;
	u64 d;

	if (!enter())
		return;
	for (at = P(1) - 9; at < P(1) + 3; at++) {
		EXPECT_EQ(put_user(0x01020304u, (u32 __user *)at), 0);
		EXPECT(get_user(w, (u32 __user *)at) == 0 && w == 0x01020304);
		EXPECT_EQ(put_user((u16)0xabcd, (u16 __user *)at), 0);
		EXPECT(get_user(h, (u16 __user *)at) == 0 && h == 0xabcd);
		EXPECT_EQ(put_user(0x1122334455667788ULL, (u64 __user *)at), 0);
		EXPECT(get_user(d, (u64 __user *)at) == 0 && d == 0x1122334455667788ULL);
	}
	leave();
}

/* Is -EFAULT the answer, and 0 the value, for every bad pointer and size? */
SELFTEST(uaccess, bad_values)
{
	unsigned int i;

	if (!enter())
		return;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		u8 b = 1;
		u16 h = 1;
		u32 w = 1;
		u64 d = 1;

		EXPECT_EQ(get_user(b, (u8 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(get_user(h, (u16 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(get_user(w, (u32 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(get_user(d, (u64 __user *)bad[i]), -EFAULT);
		EXPECT(!b && !h && !w);
		EXPECT_EQ(put_user((u8)1, (u8 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(put_user((u16)1, (u16 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(put_user(1u, (u32 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(put_user(1ULL, (u64 __user *)bad[i]), -EFAULT);
		EXPECT_EQ(get_domain(), DACR_KERNEL);
	}
	leave();
}

/* Is read-only memory read but not written, and a value half outside refused? */
SELFTEST(uaccess, half_bad_values)
{
	u32 w = 1;
	u64 d;

	if (!enter())
		return;
	EXPECT_EQ(get_user(w, (u32 __user *)RDONLY), 0);
	EXPECT_EQ(w, 0);
	EXPECT_EQ(put_user(1u, (u32 __user *)RDONLY), -EFAULT);
	EXPECT_EQ(get_user(w, (u32 __user *)(HOLE - 2)), -EFAULT);
	EXPECT_EQ(put_user(1u, (u32 __user *)(HOLE - 2)), -EFAULT);
	EXPECT_EQ(get_user(d, (u64 __user *)(HOLE - 4)), -EFAULT);
	EXPECT_EQ(get_user(d, (u64 __user *)(TASK_SIZE - 4)), -EFAULT);
	EXPECT_EQ(get_user(w, (u32 __user *)0xfffffffe), -EFAULT);
	leave();
}

/* Does access_ok say yes to exactly what lies below the limit and doesn't wrap? */
SELFTEST(uaccess, access_ok)
{
	mm_segment_t old = get_fs();

	set_fs(USER_DS);
	EXPECT(access_ok(VERIFY_READ, uptr(0), 0));
	EXPECT(access_ok(VERIFY_READ, uptr(0), TASK_SIZE));
	EXPECT(!access_ok(VERIFY_READ, uptr(0), TASK_SIZE + 1));
	EXPECT(!access_ok(VERIFY_READ, uptr(1), TASK_SIZE));
	EXPECT(access_ok(VERIFY_WRITE, uptr(TASK_SIZE - 1), 1));
	EXPECT(!access_ok(VERIFY_WRITE, uptr(TASK_SIZE - 1), 2));
	EXPECT(!access_ok(VERIFY_WRITE, uptr(TASK_SIZE), 1));
	EXPECT(!access_ok(VERIFY_READ, uptr(0xffffffff), 1));
	EXPECT(!access_ok(VERIFY_READ, uptr(0xffffffff), 2));
	EXPECT(!access_ok(VERIFY_READ, uptr(PAGE_SIZE), 0xffffffff));
	set_fs(KERNEL_DS);
	EXPECT(access_ok(VERIFY_READ, uptr(PAGE_OFFSET), PAGE_SIZE));
	EXPECT(access_ok(VERIFY_READ, uptr(0xffffffff), 1));
	set_fs(old);
}

/* Do copies there and back give the same bytes, for every length, alignment and page border? */
SELFTEST(uaccess, copies)
{
	unsigned int round, i;

	if (!enter())
		return;
	for (round = 0; round < 300; round++) {
		unsigned int n = selftest_random_below(round & 1 ? 80 : PAGE_SIZE - 8);
		unsigned int ko = selftest_random_below(8);
		unsigned long at = P(0) + selftest_random_below(2 * PAGE_SIZE - n);
		u8 seed = (u8)selftest_random(), *back = kbuf + PAGE_SIZE + 64;

		for (i = 0; i < n; i++)
			kbuf[ko + i] = (u8)(seed + i * 7);
		EXPECT_EQ(copy_to_user(uptr(at), kbuf + ko, n), 0);
		memset(kbuf + PAGE_SIZE, 0xaa, PAGE_SIZE + 128);
		EXPECT_EQ(copy_from_user(back + (round & 7), uptr(at), n), 0);
		EXPECT(!memcmp(back + (round & 7), kbuf + ko, n));
		EXPECT_EQ(back[(round & 7) - 1], 0xaa);
		EXPECT_EQ(back[(round & 7) + n], 0xaa);
	}
	leave();
}

#define HALF	700		/* more than two of the largest rounds of a copy */

/* What a byte of user memory or of the kernel's buffer is in a round */
static void fill(u8 *p, unsigned int n, unsigned int round)
{
	while (n--)
		p[n] = (u8)(n * 7 + round);
}

/* The last HALF bytes before the hole: those in front of the last @good are @before's, these are @after's, or 0 */
static bool user_has(unsigned int good, const u8 *before, const u8 *after)
{
	static u8 got[HALF];

	if (copy_from_user(got, uptr(HOLE - HALF), HALF) || memcmp(got, before, HALF - good))
		return false;
	return after ? !memcmp(got + HALF - good, after, good) : !memchr_inv(got + HALF - good, 0, good);
}

/* Is the count of what is left exact, what was copied right, and the rest of the buffer zero, wherever the fault is? */
SELFTEST(uaccess, half_copies)
{
	static u8 user[HALF];
	unsigned int round;

	if (!enter())
		return;
	for (round = 0; round < 300; round++) {
		unsigned int good = selftest_random_below(HALF), beyond = 1 + selftest_random_below(HALF);
		unsigned int ko = selftest_random_below(8);
		u8 *k;

		if (round & 1) {		/* by bursts of words */
			good &= ~3u;
			ko &= 4;
		}
		k = kbuf + ko;
		fill(user, HALF, round);
		EXPECT_EQ(copy_to_user(uptr(HOLE - HALF), user, HALF), 0);
		memset(kbuf, 0x11, sizeof(kbuf));
		EXPECT_EQ(copy_from_user(k, uptr(HOLE - good), good + beyond), beyond);
		EXPECT(!memcmp(k, user + HALF - good, good));
		EXPECT(!memchr_inv(k + good, 0, beyond));
		EXPECT_EQ(k[good + beyond], 0x11);
		fill(k, good + beyond, ~round);
		EXPECT_EQ(copy_to_user(uptr(HOLE - good), k, good + beyond), beyond);
		EXPECT(user_has(good, user, k));
		EXPECT_EQ(clear_user(uptr(HOLE - good), good + beyond), beyond);
		EXPECT(user_has(good, user, NULL));
	}
	leave();
}

/* Do copies and clear_user return the whole length for every bad pointer? */
SELFTEST(uaccess, bad_copies)
{
	static const unsigned int lengths[] = { 1, 3, 4, 31, 32, 100, PAGE_SIZE };
	unsigned int i, j;

	if (!enter())
		return;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		for (j = 0; j < ARRAY_SIZE(lengths); j++) {
			unsigned int n = lengths[j];

			memset(kbuf, 0x11, n + 1);
			EXPECT_EQ(copy_from_user(kbuf, uptr(bad[i]), n), n);
			EXPECT(!kbuf[0] && !kbuf[n - 1] && kbuf[n] == 0x11);
			EXPECT_EQ(copy_to_user(uptr(bad[i]), kbuf, n), n);
			EXPECT_EQ(clear_user(uptr(bad[i]), n), n);
		}
	EXPECT_EQ(copy_to_user(uptr(RDONLY), kbuf, 8), 8);
	EXPECT_EQ(clear_user(uptr(RDONLY), 8), 8);
	EXPECT_EQ(copy_from_user(kbuf, uptr(RDONLY), 8), 0);
	EXPECT_EQ(copy_from_user(kbuf, uptr(0), 0), 0);
	leave();
}

/* Does clear_user clear exactly what it is asked to? */
SELFTEST(uaccess, clear)
{
	unsigned int from, n, i;

	if (!enter())
		return;
	for (from = 0; from < 9; from++)
		for (n = 0; n < 70; n += 1 + n / 8) {
			memset(kbuf, 0x77, 96);
			EXPECT_EQ(copy_to_user(uptr(P(0)), kbuf, 96), 0);
			EXPECT_EQ(clear_user(uptr(P(0) + from), n), 0);
			EXPECT_EQ(copy_from_user(kbuf, uptr(P(0)), 96), 0);
			for (i = 0; i < 96; i++)
				EXPECT_EQ(kbuf[i], i >= from && i < from + n ? 0 : 0x77);
		}
	leave();
}

/* Does strncpy_from_user stop at the NUL, at the bound and at a fault? */
SELFTEST(uaccess, strncpy)
{
	char name[16];

	if (!enter())
		return;
	EXPECT_EQ(copy_to_user(uptr(HOLE - 6), "hello", 6), 0);
	memset(name, 'x', sizeof(name));
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), sizeof(name)), 5);
	EXPECT_STREQ(name, "hello");
	EXPECT_EQ(name[6], 'x');
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), 5), 5);
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), 6), 5);
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), 3), 3);
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), 0), 0);
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 1), 4), 0);
	EXPECT_EQ(put_user('!', (char __user *)(HOLE - 1)), 0);
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), 6), 6);
	EXPECT_EQ(strncpy_from_user(name, uptr(HOLE - 6), 7), -EFAULT);
	EXPECT_EQ(strncpy_from_user(name, uptr(0), 7), -EFAULT);
	EXPECT_EQ(strncpy_from_user(name, uptr(TASK_SIZE), 7), -EFAULT);
	EXPECT_EQ(strncpy_from_user(name, uptr(PAGE_OFFSET), 7), -EFAULT);
	EXPECT_EQ(strncpy_from_user(name, (char __user *)"kernel", 7), -EFAULT);
	leave();
}

/* Does strnlen_user count the NUL, say "more" at the bound, and 0 for a fault? */
SELFTEST(uaccess, strnlen)
{
	if (!enter())
		return;
	EXPECT_EQ(copy_to_user(uptr(HOLE - 6), "hello", 6), 0);
	EXPECT_EQ(strnlen_user(uptr(HOLE - 6), 100), 6);
	EXPECT_EQ(strnlen_user(uptr(HOLE - 6), 6), 6);
	EXPECT(strnlen_user(uptr(HOLE - 6), 5) > 5);
	EXPECT_EQ(strlen_user(uptr(HOLE - 1)), 1);
	EXPECT_EQ(strlen_user(uptr(HOLE - 6)), 6);
	EXPECT_EQ(put_user('!', (char __user *)(HOLE - 1)), 0);
	EXPECT_EQ(strlen_user(uptr(HOLE - 6)), 0);
	EXPECT_EQ(strnlen_user(uptr(0), 7), 0);
	EXPECT_EQ(strnlen_user(uptr(TASK_SIZE - 1), 7), 0);
	EXPECT_EQ(strnlen_user(uptr(TASK_SIZE), 7), 0);
	EXPECT_EQ(strnlen_user(uptr(PAGE_OFFSET), 7), 0);
	EXPECT_EQ(strnlen_user(uptr(P(0)), 0), 0);
	leave();
}

/* With page faults disabled, is what is mapped copied and what isn't -EFAULT, without a sleep? */
SELFTEST(uaccess, pagefault_disabled)
{
	if (!enter())
		return;
	EXPECT_EQ(user_write(P(0), 42), 0);
	pagefault_disable();
	EXPECT_EQ(__copy_from_user_inatomic(kbuf, uptr(P(0)), 4), 0);
	EXPECT_EQ(__copy_from_user_inatomic(kbuf + 4, uptr(P(1)), 4), 4);
	pagefault_enable();
	EXPECT_EQ(kbuf[0], 42);
	EXPECT(!user_mm_page(mm, P(1)));
	leave();
}

/* Does the limit of the whole address space let the kernel's own pointers through? */
SELFTEST(uaccess, kernel_ds)
{
	static u32 word = 0x600d;
	u32 v = 0;

	if (!enter())
		return;
	EXPECT_EQ(get_user(v, (u32 __user *)&word), -EFAULT);
	set_fs(KERNEL_DS);
	EXPECT_EQ(get_user(v, (u32 __user *)&word), 0);
	EXPECT_EQ(v, 0x600d);
	EXPECT_EQ(copy_from_user(kbuf, (void __user *)&word, 4), 0);
	EXPECT_EQ(get_user(v, (u32 __user *)0xffbadbe0), -EFAULT);
	set_fs(USER_DS);
	leave();
}

/* Reads user memory as if it were the kernel's */
static int stray(void *addr)
{
	user_mm_enter(mm);
	return *(volatile int *)addr;
}

/* Is a stray access to mapped user memory, past these routines, an Oops that says so? */
SELFTEST(uaccess, stray_access)
{
	if (IS_ENABLED(CONFIG_STEP))
		SELFTEST_SKIP("user memory is open to the debugger");
	if (!enter())
		return;
	EXPECT_EQ(user_write(P(0), 1), 0);
	user_mm_leave(mm);
	if (EXPECT_OOPS(stray, (void *)P(0)))
		EXPECT(strstr(last_oops.text, "outside the uaccess routines"));
	/* What isn't mapped isn't mapped for it, either */
	EXPECT_OOPS(stray, (void *)P(1));
	EXPECT(!user_mm_page(mm, P(1)));
	user_mm_enter(mm);
	leave();
}
