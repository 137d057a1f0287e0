/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing to what is mapped read-only: by a second mapping, for as long as it takes.
 *
 *   c0021234   text, r-x        the page
 *   FIX_TEXT_POKE0, rw-         the same page: the word is written here
 *
 * No page is ever writable and executable at one address.  The data cache is physically tagged, so that what was written
 * through one address is cleaned for both; instructions are fetched past it, so the line is cleaned to where they come
 * from and dropped from the instruction cache and the branch predictor (ARM ARM B2.2.9).
 * Tests: trace.nops, trace.call
 */
#include <linux/mm.h>
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/patch.h>

void patch_text(unsigned long addr, u32 word)
{
	unsigned long window = __fix_to_virt(FIX_TEXT_POKE0) + offset_in_page(addr);

	set_fixmap(FIX_TEXT_POKE0, __pa(addr) & PAGE_MASK);
	WRITE_ONCE(*(u32 *)window, word);
	v7_flush_kern_dcache_area((void *)window, sizeof(word));
	clear_fixmap(FIX_TEXT_POKE0);
	flush_icache_range(addr, addr + sizeof(word));
}
