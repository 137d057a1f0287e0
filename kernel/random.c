/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Random numbers for the layout of address spaces: xorshift over a state that the clock
 * disturbs at each call.  Not for secrets.
 */
#include <linux/random.h>
#include <linux/time.h>
#include <linux/mm.h>
#include <linux/types.h>

unsigned int get_random_int(void)
{
	static u32 state = 0x2545f491;

	state ^= (u32)sched_clock();
	state |= !state;
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

void get_random_bytes(void *buf, int nbytes)
{
	unsigned char *p = buf;

	while (nbytes-- > 0)
		*p++ = (unsigned char)(get_random_int() >> 11);
}

unsigned long randomize_range(unsigned long start, unsigned long end, unsigned long len)
{
	if (end <= start + len)
		return 0;
	return PAGE_ALIGN(get_random_int() % (end - len - start) + start);
}
