/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory as rows of hexadecimal numbers, and as text beside them. */
#include <linux/kernel.h>
#include <linux/string.h>

#define ROW_MAX		32
#define LINE_MAX	(ROW_MAX * 3 + 2 + ROW_MAX + 1)

/* One row of @len bytes, in groups of @group bytes: numbers in our byte order. */
static void hex_row(char *line, const u8 *p, size_t len, int rowsize, int group, bool ascii)
{
	size_t at = 0, i;
	u32 word;

	for (i = 0; i < len; i += (size_t)group) {
		if (group == 4) {
			memcpy(&word, p + i, 4);
			at += (size_t)scnprintf(line + at, LINE_MAX - at, "%08x ", word);
		} else {
			at += (size_t)scnprintf(line + at, LINE_MAX - at, "%02x ", p[i]);
		}
	}
	if (!ascii)
		return;
	while (at < (size_t)rowsize / (size_t)group * ((size_t)group * 2 + 1) + 1)
		line[at++] = ' ';
	for (i = 0; i < len; i++)
		line[at++] = p[i] >= ' ' && p[i] < 0x7f ? (char)p[i] : '.';
	line[at] = '\0';
}

/*
 * print_hex_dump - log @len bytes at @buf in rows of @rowsize (16 or 32), as bytes or as words
 * (@groupsize 1 or 4; then @len is cut to whole words), each behind @level and @prefix_str.
 */
void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	const u8 *p = buf;
	char line[LINE_MAX];
	size_t i, n;

	rowsize = rowsize == ROW_MAX ? ROW_MAX : 16;
	groupsize = groupsize == 4 ? 4 : 1;
	len -= len % (size_t)groupsize;
	for (i = 0; i < len; i += n) {
		n = min_t(size_t, len - i, (size_t)rowsize);
		hex_row(line, p + i, n, rowsize, groupsize, ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			printk("%s%s%p: %s\n", level, prefix_str, p + i, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			printk("%s%s%.8x: %s\n", level, prefix_str, (unsigned int)i, line);
		else
			printk("%s%s%s\n", level, prefix_str, line);
	}
}
