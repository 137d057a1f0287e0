/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * PL011, ARM's UART (ARM DDI 0183): the console of both machines.
 *
 * Early, its registers are mapped by the caller and it is used as the firmware left it; when
 * the device tree is read and ioremap() works, it is set up and takes over as ttyAMA0.
 * Output polls: a message must come out even with interrupts off.
 *
 * A tree may name as the console what is none.  Whoever is to be one must identify itself first
 * (pl011_probe()), and one whose queue stays full for TX_POLLS looks is given up: it isn't written to any
 * more, the log keeps what it would have shown, and boot goes on.
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/of.h>
#include <linux/pl011.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/tty.h>
#include <linux/sizes.h>
#include <asm/io.h>

#define UART_DR		0x00
#define UART_FR		0x18
#define UART_LCR_H	0x2c
#define UART_CR		0x30
#define UART_IMSC	0x38
#define UART_ICR	0x44
#define UART_FR_RXFE	(1u << 4)	/* nothing was received */
#define INT_RX		(1u << 4)
#define INT_RT		(1u << 6)	/* fewer than half a queue, for a while */

#define FR_TXFF		(1u << 5)	/* no room in the transmit queue */
#define LCR_H_WLEN_8	(3u << 5)
#define LCR_H_FEN	(1u << 4)	/* queues on */
#define CR_UARTEN	(1u << 0)
#define CR_TXE		(1u << 8)
#define CR_RXE		(1u << 9)

/* PrimeCell identification, one byte in each word (table 3-1) */
#define UART_PERIPH_ID	0xfe0		/* part 011 by ARM, then the revision, which may be any */
#define UART_PCELL_ID	0xff0
#define PERIPH_ID	0x00041011
#define PERIPH_ID_MASK	0x000fffff
#define PCELL_ID	0xb105f00d
#define UART_SIZE	SZ_4K

/* Looks at a full queue: more than a character takes at 1200 baud, on the fastest bus */
#define TX_POLLS	(1u << 20)

static int pl011_irq = -1;

static u32 __init read_id(u8 __iomem *base)
{
	u32 id = 0;
	int i;

	for (i = 3; i >= 0; i--)
		id = id << 8 | (readl(base + i * 4) & 0xff);
	return id;
}

/*
 * pl011_probe - are the registers at [@phys, @phys + @size) those of a PL011?
 *
 * Boot only, while early_ioremap() works.  Where nothing answers at all, the access is an abort.
 */
bool __init pl011_probe(phys_addr_t phys, phys_addr_t size)
{
	u8 __iomem *base;
	bool found;

	if (!IS_ALIGNED(phys, UART_SIZE) || size < UART_SIZE)
		return false;
	base = early_ioremap(phys, UART_SIZE);
	if (!base)
		return false;
	found = read_id(base + UART_PCELL_ID) == PCELL_ID &&
		(read_id(base + UART_PERIPH_ID) & PERIPH_ID_MASK) == PERIPH_ID;
	early_iounmap(base, UART_SIZE);
	return found;
}

/* False: the queue stays full */
static bool pl011_putc(u8 __iomem *base, char c)
{
	unsigned int polls = TX_POLLS;

	while (readl(base + UART_FR) & FR_TXFF)
		if (!--polls)
			return false;
	writel((u32)(unsigned char)c, base + UART_DR);
	return true;
}

static void pl011_write(struct console *con, const char *s, unsigned int n)
{
	u8 __iomem *base = (u8 __iomem __force *)con->data;

	for (; n--; s++) {
		if ((*s == '\n' && !pl011_putc(base, '\r')) || !pl011_putc(base, *s)) {
			con->flags &= ~CON_ENABLED;
			return;
		}
	}
}

static struct console early_console = {
	.name = "pl11",
	.write = pl011_write,
	.flags = CON_PRINTBUFFER | CON_BOOT,
};

static struct console pl011_console = {
	.name = "ttyAMA0",
	.write = pl011_write,
	.flags = CON_PRINTBUFFER,
};

/* False: it took none of what there was to say, or not all, and isn't used */
bool __init early_print_init(void __iomem *base)
{
	unregister_console(&early_console);
	early_console.data = (__force void *)base;
	register_console(&early_console);
	return early_console.flags & CON_ENABLED;
}

/*
 * pl011_console_init - the UART of the device tree's node @node becomes the console; the baud
 * rate stays the firmware's.  0, or what the tree or ioremap() failed with.  May sleep.
 */
int __init pl011_console_init(int node)
{
	phys_addr_t phys, size;
	u8 __iomem *base;
	int err;

	err = of_address(node, 0, &phys, &size);
	if (err)
		return err;
	base = ioremap(phys, size);
	if (!base)
		return -ENOMEM;
	writel(0, base + UART_IMSC);
	writel(0x7ff, base + UART_ICR);
	writel(LCR_H_WLEN_8 | LCR_H_FEN, base + UART_LCR_H);
	writel(CR_UARTEN | CR_TXE | CR_RXE, base + UART_CR);
	pl011_console.data = (__force void *)base;
	register_console(&pl011_console);
	pl011_irq = of_irq(node, 0);
	return 0;
}

/* What was typed goes to the terminal */
static irqreturn_t pl011_interrupt(int irq, void *data)
{
	u8 __iomem *base = (u8 __iomem __force *)pl011_console.data;

	writel(INT_RX | INT_RT, base + UART_ICR);
	while (!(readl(base + UART_FR) & UART_FR_RXFE))
		tty_receive_char((u8)readl(base + UART_DR));
	return IRQ_HANDLED;
}

/* Input, as far as the tree says how.  After interrupts work. */
static int __init pl011_input_init(void)
{
	u8 __iomem *base = (u8 __iomem __force *)pl011_console.data;
	int err;

	if (!base || pl011_irq < 0)
		return 0;
	err = request_irq((unsigned int)pl011_irq, pl011_interrupt, IRQF_TRIGGER_NONE, "uart-pl011",
			  NULL);
	if (err)
		return err;
	writel(INT_RX | INT_RT, base + UART_IMSC);
	return 0;
}
device_initcall(pl011_input_init);

/* console=ttyAMA0[,OPTIONS]: the console that there is */
static int __init console_setup(char *str)
{
	size_t len = strcspn(str, ",");

	return len == strlen(pl011_console.name) && !strncmp(str, pl011_console.name, len) ? 0 : -EINVAL;
}
__setup("console", console_setup);
