/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * setup_arch: from a device tree to memory that is mapped (article 3.2.3).
 *
 *   setup_machine_fdt      the tree is good
 *   early_init_dt_*        memory, command line, initrd -> memblock.memory
 *   parse_early_param      mem=, vmalloc=, console options
 *   arm_memblock_init      the image, the tree, the initrd, reserved memory -> memblock.reserved
 *   adjust_lowmem_bounds   where lowmem ends
 *   paging_init            arch/arm/mm/mmu.c
 *
 * What the kernel can't run with ends in one line here, before anything depends on it.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/of.h>
#include <linux/pl011.h>
#include <linux/ptdump.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/cp15.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/system_misc.h>
#include <libfdt.h>
#include "../mm/mm.h"

unsigned int __atags_pointer __section(".data");
unsigned int processor_id __section(".data");
unsigned long __pv_phys_pfn_offset __section(".data");
phys_addr_t early_console_phys;
int console_node __initdata = -1;
unsigned long initrd_start, initrd_end;

char boot_command_line[COMMAND_LINE_SIZE];
static char cmd_line[COMMAND_LINE_SIZE];

/* ------------------------------------------------------------------ the early console */

static bool __init early_console_move(phys_addr_t phys)
{
	set_fixmap_io(FIX_EARLYCON, phys);
	return early_print_init((void __iomem *)fix_to_virt(FIX_EARLYCON));
}

/* The UART at @phys takes over.  False: it isn't one, or doesn't work, and all is as before. */
static bool __init early_console_at(phys_addr_t phys, phys_addr_t size)
{
	if (!pl011_probe(phys, size))
		return false;
	if (early_console_move(phys)) {
		early_console_phys = phys;
		return true;
	}
	if (early_console_phys)
		early_console_move(early_console_phys);
	return false;
}

/*
 * Before the device tree has been read, the machine is guessed by where its RAM begins, so
 * that even "no device tree" can be said.
 */
void __init early_console_init(void)
{
	static const struct {
		phys_addr_t ram, uart;
	} known[] __initconst = {
		{ 0x40000000, 0x09000000 },	/* virt */
		{ 0x80000000, 0x1c090000 },	/* vexpress-a15 */
	};
	unsigned int i;

	early_fixmap_init();
	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i].ram == PHYS_OFFSET)
			early_console_at(known[i].uart, SZ_4K);
}

/* The same for a node of the tree */
static bool __init early_console_at_node(int node)
{
	phys_addr_t phys, size;

	if (of_address(node, 0, &phys, &size))
		return false;
	if (phys == early_console_phys || early_console_at(phys, size)) {
		console_node = node;
		return true;
	}
	pr_warn("%s at 0x%08lx is no PL011 that works: not used as console\n",
		fdt_get_name(initial_boot_params, node, NULL), (unsigned long)phys);
	return false;
}

/* The tree knows better: the node that it names, or else the first one that works */
static void __init early_console_from_fdt(void)
{
	int named = of_stdout("arm,pl011"), node = named;

	if (named < 0 || early_console_at_node(named))
		return;
	for (node = of_find_compatible("arm,pl011"); node >= 0;
	     node = of_find_compatible_from(node, "arm,pl011"))
		if (node != named && early_console_at_node(node))
			return;
}

/* ------------------------------------------------------------------ memory */

static u64 ram_above_4g __initdata;

/*
 * One piece of memory, as the tree has it.  What lies above 4 GiB can't be reached by a 32-bit
 * physical address; what lies below the image's start of RAM has no linear address.
 */
static void __init arm_add_memory(u64 start, u64 size)
{
	u64 end = start + size;

	if (end < start)
		end = ~0ULL & PAGE_MASK;
	if (end > 1ULL << 32) {
		ram_above_4g += end - max(start, 1ULL << 32);
		end = 1ULL << 32;
	}
	start = (start + PAGE_SIZE - 1) & ~(u64)(PAGE_SIZE - 1);
	/* The end of the last page isn't a 32-bit number: Linux leaves that page out, too */
	end = min(end, (1ULL << 32) - PAGE_SIZE) & ~(u64)(PAGE_SIZE - 1);
	if (start < PHYS_OFFSET && start < end) {
		pr_warn("Ignoring RAM at 0x%08llx-0x%08llx: it lies below the kernel\n", start,
			min(end, (u64)PHYS_OFFSET));
		start = PHYS_OFFSET;
	}
	if (start < end)
		memblock_add((phys_addr_t)start, (phys_addr_t)(end - start));
}

/* mem=SIZE: pretend that there is no more */
static int __init early_mem(char *arg)
{
	char *end;
	unsigned long long size = memparse(arg, &end);

	if (*end || !size)
		return -EINVAL;
	if (size < 1ULL << 32)
		memblock_enforce_memory_limit((phys_addr_t)size & PAGE_MASK);
	return 0;
}
early_param("mem", early_mem);

static void __init check_memory(void)
{
	phys_addr_t image = __pa(_text), image_size = (phys_addr_t)(_end - _text);

	if (ram_above_4g)
		pr_warn("Ignoring %llu MiB of RAM above 4 GiB: the page tables' addresses have 32 bits\n",
			ram_above_4g >> 20);
	if (!memblock_phys_mem_size())
		panic("the device tree names no memory that the kernel can use");
	if (!memblock_is_region_memory(image, image_size))
		panic("the kernel at 0x%08lx isn't inside the memory that the device tree names",
		      (unsigned long)image);
	if (memblock_phys_mem_size() < LEAST_RAM)
		panic("too little memory: %luK of RAM, the kernel needs %luK",
		      (unsigned long)memblock_phys_mem_size() >> 10, LEAST_RAM >> 10);
}

/* The initrd must be RAM that nobody else uses, in lowmem */
static void __init reserve_initrd(void)
{
	u64 start = of_initrd_start, end = of_initrd_end;

	if (!start && !end)
		return;
	if (end <= start)
		panic("initrd: it ends at 0x%08llx, before it begins at 0x%08llx", end, start);
	if (end >> 32 || !memblock_is_region_memory((phys_addr_t)start, (phys_addr_t)(end - start)))
		panic("initrd at 0x%08llx-0x%08llx isn't inside memory", start, end);
	if (memblock_is_region_reserved((phys_addr_t)start, (phys_addr_t)(end - start)))
		panic("initrd at 0x%08llx-0x%08llx lies over the kernel or other reserved memory",
		      start, end);
	if (end > arm_lowmem_limit)
		panic("initrd at 0x%08llx-0x%08llx lies above lowmem, which ends at 0x%08lx",
		      start, end, (unsigned long)arm_lowmem_limit);
	memblock_reserve((phys_addr_t)start, (phys_addr_t)(end - start));
	initrd_start = __phys_to_virt((phys_addr_t)start);
	initrd_end = __phys_to_virt((phys_addr_t)end);
}

/* What is in use already, from the first page directory to the end of bss, and the tree */
static void __init arm_memblock_init(void)
{
	memblock_reserve(__pa(swapper_pg_dir), (phys_addr_t)(_end - (char *)swapper_pg_dir));
	reserve_initrd();
	memblock_reserve(__atags_pointer, fdt_totalsize(initial_boot_params));
	early_init_dt_scan_reserved_mem();
}

/* ------------------------------------------------------------------ setup_arch */

static void __init setup_processor(void)
{
	cpu_init();
	pr_info("CPU: ARMv7 Processor [%08x] revision %u, cr=%08x\n", processor_id,
		processor_id & 15, get_cr());
}

/*
 * setup_arch - memory and page tables, from the device tree
 *
 * Boot only, interrupts off.  @cmdline_p: gets the command line to parse.  Article 3.2.3.
 */
void __init setup_arch(char **cmdline_p)
{
	setup_processor();
	setup_machine_fdt(__atags_pointer);
	early_console_from_fdt();
	pr_info("Machine model: %s\n", machine_name);

	init_mm.start_code = (unsigned long)_text;
	init_mm.end_code = (unsigned long)_etext;
	init_mm.end_data = (unsigned long)_edata;
	init_mm.brk = (unsigned long)_end;

	early_init_dt_scan_chosen(boot_command_line, COMMAND_LINE_SIZE);
	strlcpy(cmd_line, boot_command_line, COMMAND_LINE_SIZE);
	*cmdline_p = cmd_line;
	early_init_dt_scan_memory(arm_add_memory);
	parse_early_param();
	check_memory();
	adjust_lowmem_bounds();
	arm_memblock_init();
	memblock_dump_all();
	ptdump_stage("head.S");
	paging_init();
	ptdump_stage("paging_init");
}
