/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Symbols of the image.
 *
 *   kallsyms_addresses[]     c0010000  c0010034  ...        ascending
 *   kallsyms_name_offsets[]  0         6         ...        into
 *   kallsyms_names           stext\0   __leave_hyp\0 ...
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/sections.h>

extern const unsigned long kallsyms_addresses[] __weak, kallsyms_name_offsets[] __weak;
extern const unsigned long kallsyms_num_syms __weak;
extern const char kallsyms_names[] __weak;

static unsigned long num_syms(void)
{
	return kallsyms_names ? kallsyms_num_syms : 0;
}

static bool is_text(unsigned long addr)
{
	return (addr >= (unsigned long)_stext && addr < (unsigned long)_etext) ||
	       (addr >= (unsigned long)_sinittext && addr < (unsigned long)_einittext);
}

/* The last symbol at or before @addr; of several at one address the first */
static unsigned long find_symbol(unsigned long addr)
{
	unsigned long low = 0, high = num_syms();

	while (high - low > 1) {
		unsigned long mid = low + (high - low) / 2;

		if (kallsyms_addresses[mid] <= addr)
			low = mid;
		else
			high = mid;
	}
	while (low && kallsyms_addresses[low - 1] == kallsyms_addresses[low])
		low--;
	return low;
}

/* The next symbol, or the end of the section that @i is in */
static unsigned long symbol_end(unsigned long i)
{
	unsigned long start = kallsyms_addresses[i];
	unsigned long end = start < (unsigned long)_etext ? (unsigned long)_etext
							  : (unsigned long)_einittext;

	for (; i < num_syms(); i++)
		if (kallsyms_addresses[i] > start)
			return min(end, kallsyms_addresses[i]);
	return end;
}

const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset,
			    char *namebuf)
{
	unsigned long i;

	if (!num_syms() || !is_text(addr) || addr < kallsyms_addresses[0])
		return NULL;
	i = find_symbol(addr);
	*size = symbol_end(i) - kallsyms_addresses[i];
	*offset = addr - kallsyms_addresses[i];
	strlcpy(namebuf, kallsyms_names + kallsyms_name_offsets[i], KSYM_NAME_LEN);
	return namebuf;
}

unsigned long kallsyms_lookup_name(const char *name)
{
	unsigned long i;

	for (i = 0; i < num_syms(); i++)
		if (!strcmp(kallsyms_names + kallsyms_name_offsets[i], name))
			return kallsyms_addresses[i];
	return 0;
}

/* By the name of what is at @addr - @back */
static int __sprint_symbol(char *buf, unsigned long addr, unsigned long back)
{
	unsigned long size, offset;
	char name[KSYM_NAME_LEN];

	if (!kallsyms_lookup(addr - back, &size, &offset, name))
		return snprintf(buf, KSYM_SYMBOL_LEN, "0x%lx", addr);
	return snprintf(buf, KSYM_SYMBOL_LEN, "%s+0x%lx/0x%lx", name, offset + back, size);
}

int sprint_symbol(char *buf, unsigned long addr)
{
	return __sprint_symbol(buf, addr, 0);
}

int sprint_backtrace(char *buf, unsigned long addr)
{
	return __sprint_symbol(buf, addr, 1);
}

int sprint_symbol_no_offset(char *buf, unsigned long addr)
{
	unsigned long size, offset;
	char name[KSYM_NAME_LEN];

	if (!kallsyms_lookup(addr, &size, &offset, name))
		return snprintf(buf, KSYM_SYMBOL_LEN, "0x%lx", addr);
	return snprintf(buf, KSYM_SYMBOL_LEN, "%s", name);
}
