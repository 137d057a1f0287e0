/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Draws arm64's address space as tests/host/arm64/memory.h computes it: scripts/arm64-layout.
 *
 * Arguments: --values or --draw, VA_BITS, PAGE_SHIFT, 1 with KASAN, and where RAM begins.  Status 1 when an area isn't
 * where the one before it ends, which would be a mistake in the header; 2 for a combination that Linux doesn't have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int va_bits, page_shift, kasan;
static unsigned long memstart_addr;

#define CONFIG_ARM64_VA_BITS	va_bits
#define CONFIG_ARM64_PAGE_SHIFT	page_shift
#define CONFIG_KASAN		kasan

#include "memory.h"

/* What Linux 4.x can be configured for */
static const struct { int va_bits, page_shift; } configurations[] = {
	{ 39, 12 }, { 48, 12 }, { 36, 14 }, { 47, 14 }, { 48, 14 }, { 42, 16 }, { 48, 16 },
};

/* From the top down; each begins where the one after it ends.  @start: the macro that has the address */
struct area {
	unsigned long address;
	const char *start, *name;
};

static int areas(struct area *a)
{
	int n = 0;

	a[n++] = (struct area){ PAGE_OFFSET, "PAGE_OFFSET", "RAM, linear" };
	a[n++] = (struct area){ VMEMMAP_START, "VMEMMAP_START", "vmemmap" };
	a[n++] = (struct area){ PCI_IO_END, "PCI_IO_END", "-" };
	a[n++] = (struct area){ PCI_IO_START, "PCI_IO_START", "PCI I/O" };
	a[n++] = (struct area){ FIXADDR_TOP, "FIXADDR_TOP", "-" };
	a[n++] = (struct area){ VMALLOC_END, "VMALLOC_END", "fixmap, from its top down" };
	a[n++] = (struct area){ VMALLOC_START, "VMALLOC_START, KIMAGE_VADDR, MODULES_END", "vmalloc, the kernel's image" };
	a[n++] = (struct area){ MODULES_VADDR, kasan ? "MODULES_VADDR" : "MODULES_VADDR, VA_START", "modules" };
	if (kasan)
		a[n++] = (struct area){ VA_START, "VA_START", "KASAN's shadow" };
	a[n++] = (struct area){ TASK_SIZE_64, "TASK_SIZE_64", "no addresses" };
	a[n++] = (struct area){ 0, "", "user space" };
	return n;
}

/* @size rounded down to whole units, as people say it */
static const char *human(unsigned long size)
{
	static const char * const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB" };
	static char text[32];
	unsigned int unit = 0;

	for (size >>= 10; size >= 1024 && unit < 4 && (size >= 10240 || size % 1024 == 0); size >>= 10)
		unit++;
	snprintf(text, sizeof(text), "%lu %s", size, units[unit]);
	return text;
}

static int draw(void)
{
	struct area a[16];
	unsigned long end = 0;		/* 2^64 */
	int n = areas(a), i;

	printf("VA_BITS %d, pages of %lu KiB, %d levels of tables%s\n\n", va_bits, 1UL << (page_shift - 10), PGTABLE_LEVELS,
	       kasan ? ", KASAN" : "");
	printf("ffffffffffffffff\n");
	for (i = 0; i < n; i++) {
		if (end - 1 < a[i].address) {
			fprintf(stderr, "%s: %016lx isn't below %016lx\n", a[i].name, a[i].address, end);
			return 1;
		}
		printf("                  | %-28s%10s\n", strcmp(a[i].name, "-") ? a[i].name : "", human(end - a[i].address));
		printf("%016lx  +%s%s\n", a[i].address, *a[i].start ? "-- " : "", a[i].start);
		end = a[i].address;
	}
	printf("\nthe struct page of pfn %lx, the first of RAM: %016lx; vmemmap: %016lx\n", memstart_addr >> page_shift,
	       (unsigned long)__pfn_to_page(memstart_addr >> page_shift), (unsigned long)vmemmap);
	return 0;
}

#define VALUE(name)	printf("%s %016lx\n", #name, (unsigned long)(name))

static int values(void)
{
	VALUE(TASK_SIZE_64);
	VALUE(VA_START);
	VALUE(KASAN_SHADOW_SIZE);
	VALUE(MODULES_VADDR);
	VALUE(MODULES_VSIZE);
	VALUE(MODULES_END);
	VALUE(KIMAGE_VADDR);
	VALUE(VMALLOC_START);
	VALUE(VMALLOC_END);
	VALUE(FIXADDR_TOP);
	VALUE(PCI_IO_START);
	VALUE(PCI_IO_END);
	VALUE(VMEMMAP_START);
	VALUE(VMEMMAP_SIZE);
	VALUE(PAGE_OFFSET);
	VALUE(PUD_SIZE);
	VALUE(PGTABLE_LEVELS);
	VALUE(vmemmap);
	VALUE(vmemmap_by_section);
	VALUE(__page_to_pfn((struct page *)VMEMMAP_START));
	return 0;
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc != 6)
		return 2;
	va_bits = atoi(argv[2]);
	page_shift = atoi(argv[3]);
	kasan = atoi(argv[4]);
	memstart_addr = strtoul(argv[5], NULL, 16);
	for (i = 0; i < sizeof(configurations) / sizeof(configurations[0]); i++)
		if (configurations[i].va_bits == va_bits && configurations[i].page_shift == page_shift)
			return strcmp(argv[1], "--values") ? draw() : values();
	fprintf(stderr, "Linux has no VA_BITS %d with a PAGE_SHIFT of %d; it has", va_bits, page_shift);
	for (i = 0; i < sizeof(configurations) / sizeof(configurations[0]); i++)
		fprintf(stderr, " %d with %d%s", configurations[i].va_bits, configurations[i].page_shift,
			i + 1 < sizeof(configurations) / sizeof(configurations[0]) ? "," : "\n");
	return 2;
}
