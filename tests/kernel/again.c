/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a self-test that failed is repeated: the make command that builds such a kernel and boots such a machine, and the
 * same in GDB, with a breakpoint on the test.
 *
 *   # again: make run DEBUG=1 MEM=128M ARGS="norandmaps selftest=vma.fixed selftest.seed=1"
 *   # in GDB: make debug DEBUG=1 MEM=128M ARGS="norandmaps selftest=vma.fixed selftest.seed=1"
 *   #         break selftest_vma_fixed
 *
 * What is as the Makefile has it without being told isn't said.
 */
#include <linux/ctype.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/sizes.h>
#include <asm/setup.h>
#include <libfdt.h>
#include "selftest.h"

#define MIDR_PART(id)	((id) >> 4 & 0xfff)
#define PART_CORTEX_A7	0xc07

/* Bytes of RAM in the device tree, whatever mem= leaves of it */
static u64 ram_of_the_machine(void)
{
	int node, len, address_cells = fdt_address_cells(initial_boot_params, 0);
	int cells = address_cells + fdt_size_cells(initial_boot_params, 0);
	u64 sum = 0;

	fdt_for_each_subnode(node, initial_boot_params, 0) {
		const char *type = of_get_property(node, "device_type", NULL);
		const __be32 *reg = of_get_property(node, "reg", &len);

		if (!type || strcmp(type, "memory") || !reg)
			continue;
		for (; len >= cells * 4; len -= cells * 4, reg += cells)
			sum += of_read_number(reg + address_cells, cells - address_cells);
	}
	return sum;
}

/* The Makefile's variables for this kernel and this machine, each with a space before it */
static void print_variables(bool stepping)
{
	u64 ram = ram_of_the_machine();

	if (IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP))
		selftest_print(" VMEMMAP=1");
	if (IS_ENABLED(CONFIG_DEBUG_KERNEL))
		selftest_print(" DEBUG=1");
	if (stepping && IS_ENABLED(CONFIG_STEP))
		selftest_print(" STEP=1");
	if (!fdt_node_check_compatible(initial_boot_params, 0, "arm,vexpress,v2p-ca15"))
		selftest_print(" MACHINE=vexpress-a15");
	if (MIDR_PART(processor_id) == PART_CORTEX_A7)
		selftest_print(" CPU=cortex-a7");
	if (ram != SZ_1G)
		selftest_print(" MEM=%lluM", (unsigned long long)(ram >> 20));
}

/* Does the argument at @arg choose tests or benchmarks? */
static bool chooses(const char *arg)
{
	static const char * const names[] = { "selftest=", "selftest.seed=", "bench=" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strncmp(arg, names[i], strlen(names[i])))
			return true;
	return false;
}

/* The kernel's arguments that didn't choose tests.  What has quotes was the first program's. */
static void print_other_args(void)
{
	const char *p = boot_command_line, *arg;
	bool quoted, quotes;

	for (;;) {
		p = skip_spaces(p);
		if (!*p || (p[0] == '-' && p[1] == '-' && (!p[2] || isspace(p[2]))))
			return;
		quoted = quotes = false;
		for (arg = p; *p && (quoted || !isspace(*p)); p++)
			if (*p == '"') {
				quoted = !quoted;
				quotes = true;
			}
		if (!quotes && !chooses(arg))
			selftest_print("%.*s ", (int)(p - arg), arg);
	}
}

static void print_command(const char *what, const char *target, const char *name, u32 seed)
{
	selftest_print("# %s: make %s", what, target);
	print_variables(!strcmp(target, "run"));
	selftest_print(" ARGS=\"");
	print_other_args();
	selftest_print("selftest=%s selftest.seed=%u\"\n", name, seed);
}

void selftest_print_again(const char *name, u32 seed)
{
	size_t subject = strcspn(name, ".");

	print_command("again", "run", name, seed);
	print_command("in GDB", "debug", name, seed);
	selftest_print("#         break selftest_%.*s_%s\n", (int)subject, name, name + subject + 1);
}
