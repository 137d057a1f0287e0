/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel asks the device tree.  The tree stays as the loader gave it; each question
 * walks it by libfdt, so an answer costs time but no memory.
 *
 * The tree was checked as a whole before (devtree.c), so a malformed property means one that
 * has the wrong length: it is reported and passed over, or boot stops where it matters.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/of.h>
#include <linux/string.h>
#include <libfdt.h>

#define MAX_CELLS	2	/* of an address or a size: 64 bits */
#define MAX_DEPTH	16	/* of buses above a device */

const void *initial_boot_params;
u64 of_initrd_start, of_initrd_end;

const void *of_get_property(int node, const char *name, int *len)
{
	return fdt_getprop(initial_boot_params, node, name, len);
}

u64 of_read_number(const __be32 *p, int cells)
{
	u64 n = 0;

	while (cells--)
		n = n << 32 | fdt32_to_cpu((__force fdt32_t)*p++);
	return n;
}

static u32 of_read_u32(int node, const char *name, u32 otherwise)
{
	int len;
	const __be32 *p = of_get_property(node, name, &len);

	return p && len == 4 ? (u32)of_read_number(p, 1) : otherwise;
}

static bool of_available(int node)
{
	const char *status = of_get_property(node, "status", NULL);

	return !status || !strcmp(status, "okay") || !strcmp(status, "ok");
}

int of_find_compatible_from(int from, const char *compat)
{
	int node = from;

	do {
		node = fdt_node_offset_by_compatible(initial_boot_params, node, compat);
	} while (node >= 0 && !of_available(node));
	return node;
}

/* ------------------------------------------------------------------ addresses */

struct of_cells {
	int addr, size;
};

/* How many cells the children of @node use.  Returns whether the kernel can read them. */
static bool of_get_cells(int node, struct of_cells *c)
{
	c->addr = (int)of_read_u32(node, "#address-cells", 2);
	c->size = (int)of_read_u32(node, "#size-cells", 1);
	return c->addr >= 1 && c->addr <= MAX_CELLS && c->size >= 0 && c->size <= MAX_CELLS;
}

/*
 * The node above @node; negative: there is none.  The flat tree has no way up but a walk from its start, twice; so who
 * asks for one sibling after the other, as for the many slots of virtio, gets the same answer again.
 */
static int of_parent(int node)
{
	static int last = -1, parent = -1;

	if (last < 0 || (node != last && fdt_next_subnode(initial_boot_params, last) != node))
		parent = fdt_parent_offset(initial_boot_params, node);
	last = parent < 0 ? -1 : node;
	return parent;
}

/* *@addr on the bus @bus becomes an address on the bus above it.  0, -EINVAL, -ERANGE. */
static int of_translate_one(int bus, const struct of_cells *below, u64 *addr)
{
	int len, parent = fdt_parent_offset(initial_boot_params, bus);
	const __be32 *ranges = of_get_property(bus, "ranges", &len);
	struct of_cells above;
	int entry;

	if (!ranges)
		return -ERANGE;
	if (len == 0)
		return 0;
	if (parent < 0 || !of_get_cells(parent, &above))
		return -EINVAL;
	entry = below->addr + above.addr + below->size;
	for (; len >= entry * 4; len -= entry * 4, ranges += entry) {
		u64 child = of_read_number(ranges, below->addr);
		u64 size = of_read_number(ranges + below->addr + above.addr, below->size);

		if (*addr >= child && *addr - child < size) {
			*addr = *addr - child + of_read_number(ranges + below->addr, above.addr);
			return 0;
		}
	}
	return -ERANGE;
}

int of_address(int node, int index, phys_addr_t *base, phys_addr_t *size)
{
	int len, depth, err, bus = of_parent(node);
	const __be32 *reg = of_get_property(node, "reg", &len);
	struct of_cells c;
	u64 addr, bytes;

	if (bus < 0 || !reg)
		return -ENODEV;
	if (!of_get_cells(bus, &c))
		return -EINVAL;
	if ((index + 1) * (c.addr + c.size) * 4 > len)
		return -ENODEV;
	reg += index * (c.addr + c.size);
	addr = of_read_number(reg, c.addr);
	bytes = of_read_number(reg + c.addr, c.size);

	for (depth = 0; bus > 0; depth++) {
		err = depth < MAX_DEPTH ? of_translate_one(bus, &c, &addr) : -EINVAL;
		if (err)
			return err;
		bus = fdt_parent_offset(initial_boot_params, bus);
		if (bus < 0 || !of_get_cells(bus, &c))
			return -EINVAL;
	}
	if (addr + bytes > 1ULL << 32 || addr + bytes < addr)
		return -ERANGE;
	*base = (phys_addr_t)addr;
	*size = (phys_addr_t)bytes;
	return 0;
}

/* ARM's GIC binding: three cells, the kind (0 shared, 1 private), the number, the flags */
int of_irq(int node, int index)
{
	int len;
	const __be32 *p = of_get_property(node, "interrupts", &len);
	u32 kind, number;

	if (!p || (index + 1) * 12 > len)
		return -ENODEV;
	kind = (u32)of_read_number(p + index * 3, 1);
	number = (u32)of_read_number(p + index * 3 + 1, 1);
	if (kind > 1 || number >= (kind ? 16 : 988))
		return -EINVAL;
	return (int)(number + (kind ? 16 : 32));
}

unsigned long of_irq_type(int node, int index)
{
	const __be32 *p = of_get_property(node, "interrupts", NULL);

	return (unsigned long)of_read_number(p + index * 3 + 2, 1) & IRQF_TRIGGER_MASK;
}

/* ------------------------------------------------------------------ the console */

/* A path or an alias, up to the ':' before its options */
static int of_find_path(const char *path)
{
	const char *end = strchr(path, ':');
	int len = (int)(end ? (size_t)(end - path) : strlen(path));

	return fdt_path_offset_namelen(initial_boot_params, path, len);
}

int of_stdout(const char *compat)
{
	static const char * const names[] = { "stdout-path", "linux,stdout-path" };
	int chosen = fdt_path_offset(initial_boot_params, "/chosen");
	unsigned int i;

	for (i = 0; chosen >= 0 && i < ARRAY_SIZE(names); i++) {
		const char *path = of_get_property(chosen, names[i], NULL);
		int node = path ? of_find_path(path) : -FDT_ERR_NOTFOUND;

		if (node >= 0 && !fdt_node_check_compatible(initial_boot_params, node, compat))
			return node;
	}
	return of_find_compatible(compat);
}

/* ------------------------------------------------------------------ memory */

static void __init scan_memory_node(int node, const struct of_cells *c,
				    void (*add)(u64 base, u64 size))
{
	int len;
	const __be32 *reg = of_get_property(node, "reg", &len);
	int entry = (c->addr + c->size) * 4;

	if (!reg || len % entry) {
		pr_warn("device tree: %s: malformed reg, ignored\n",
			fdt_get_name(initial_boot_params, node, NULL));
		return;
	}
	for (; len >= entry; len -= entry, reg += c->addr + c->size)
		add(of_read_number(reg, c->addr), of_read_number(reg + c->addr, c->size));
}

/* Hands each piece of each memory node to @add, as it stands: unsorted, maybe overlapping */
void __init early_init_dt_scan_memory(void (*add)(u64 base, u64 size))
{
	const void *fdt = initial_boot_params;
	struct of_cells c;
	int node;

	if (!of_get_cells(0, &c) || !c.size)
		panic("device tree: the root's #address-cells or #size-cells make no memory address");
	fdt_for_each_subnode(node, fdt, 0) {
		const char *type = of_get_property(node, "device_type", NULL);

		if (type && !strcmp(type, "memory") && of_available(node))
			scan_memory_node(node, &c, add);
	}
}

/* /memreserve/ entries, and the children of /reserved-memory that have a place */
void __init early_init_dt_scan_reserved_mem(void)
{
	const void *fdt = initial_boot_params;
	int i, node, parent = fdt_path_offset(fdt, "/reserved-memory");
	phys_addr_t base, size;
	u64 rsv_base, rsv_size;

	for (i = 0; i < fdt_num_mem_rsv(fdt); i++) {
		if (fdt_get_mem_rsv(fdt, i, &rsv_base, &rsv_size) || rsv_base >> 32)
			continue;
		memblock_reserve((phys_addr_t)rsv_base,
				 (phys_addr_t)min(rsv_size, (1ULL << 32) - 1 - rsv_base));
	}
	if (parent < 0)
		return;
	fdt_for_each_subnode(node, fdt, parent)
		for (i = 0; of_available(node) && !of_address(node, i, &base, &size); i++)
			memblock_reserve(base, size);
}

static u64 __init initrd_property(int chosen, const char *name)
{
	int len;
	const __be32 *p = of_get_property(chosen, name, &len);

	return p && (len == 4 || len == 8) ? of_read_number(p, len / 4) : 0;
}

/* bootargs into @cmdline, and where the initrd is */
void __init early_init_dt_scan_chosen(char *cmdline, size_t size)
{
	int chosen = fdt_path_offset(initial_boot_params, "/chosen");
	const char *args;

	if (chosen < 0)
		return;
	args = of_get_property(chosen, "bootargs", NULL);
	if (args && strlcpy(cmdline, args, size) >= size)
		pr_warn("device tree: bootargs cut to %zu characters\n", size - 1);
	of_initrd_start = initrd_property(chosen, "linux,initrd-start");
	of_initrd_end = initrd_property(chosen, "linux,initrd-end");
}
