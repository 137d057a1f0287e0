/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The initrd: a cpio archive ("newc"), unpacked into the root file system at boot.
 *
 *   entry   "070701", 13 numbers of 8 hexadecimal digits | name\0, padded to 4 | contents, padded to 4
 *   end     an entry named "TRAILER!!!"; zeros, or another archive, may follow
 *
 * Of a file with several names only the last entry has the contents; entries before it with the same
 * inode number are made its links then.
 *
 * Nothing of the archive is trusted: a field that leads beyond its end, or isn't a number, ends the
 * unpacking with a message, and what was unpacked stays.  Context: boot, one thread, may sleep.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/inflate.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/setup.h>

#define N_ALIGN(len)	(((len) + 3) & ~3UL)
#define CPIO_HEADER	110

enum { F_INO, F_MODE, F_UID, F_GID, F_NLINK, F_MTIME, F_SIZE, F_MAJ, F_MIN, F_RMAJ, F_RMIN, F_NAMESIZE,
       F_CHECK, NR_FIELDS };

struct entry {
	u32 field[NR_FIELDS];
	const char *name;
	const char *data;
};

/* An entry of a file that will have its contents later */
struct hardlink {
	struct list_head list;
	u32 ino, maj, min;
	char name[];
};

static LIST_HEAD(hardlinks);

static int __init hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Eight hexadecimal digits.  False: they aren't. */
static bool __init parse_field(const char *s, u32 *value)
{
	int i;

	*value = 0;
	for (i = 0; i < 8; i++) {
		int digit = hex_digit(s[i]);

		if (digit < 0)
			return false;
		*value = *value << 4 | (u32)digit;
	}
	return true;
}

/* The entry at *@p, which moves behind it.  NULL, or what is wrong. */
static const char * __init parse_entry(const char **p, const char *end, struct entry *e)
{
	const char *s = *p;
	size_t left = (size_t)(end - s), need;
	int i;

	if (left < CPIO_HEADER)
		return "it ends within a header";
	if (!memcmp(s, "070707", 6))
		return "it is a cpio archive of another kind: 'cpio -H newc' makes the right one";
	if (memcmp(s, "070701", 6) && memcmp(s, "070702", 6))
		return "no cpio magic";
	for (i = 0; i < NR_FIELDS; i++)
		if (!parse_field(s + 6 + 8 * i, &e->field[i]))
			return "a header's field isn't a number";
	e->name = s + CPIO_HEADER;
	need = N_ALIGN(CPIO_HEADER + (size_t)e->field[F_NAMESIZE]);
	if (e->field[F_NAMESIZE] < 1 || e->field[F_NAMESIZE] > PATH_MAX - 2 || need > left)
		return "a name's length is wrong";
	if (e->name[e->field[F_NAMESIZE] - 1])
		return "a name has no end";
	e->data = s + need;
	if (e->field[F_SIZE] > left - need)
		return "it ends within a file";
	need += N_ALIGN(e->field[F_SIZE]);
	*p = s + min(need, left);
	return NULL;
}

/* Earlier names of the file that is at @path now */
static void __init make_links(const struct entry *e, const char *path)
{
	struct hardlink *h, *n;

	list_for_each_entry_safe(h, n, &hardlinks, list) {
		if (h->ino != e->field[F_INO] || h->maj != e->field[F_MAJ] || h->min != e->field[F_MIN])
			continue;
		path_link(path, h->name);
		list_del(&h->list);
		kfree(h);
	}
}

static void __init remember_link(const struct entry *e, const char *path)
{
	struct hardlink *h = kmalloc(sizeof(*h) + strlen(path) + 1, GFP_KERNEL);

	if (!h)
		panic("no memory to unpack the initrd");
	h->ino = e->field[F_INO];
	h->maj = e->field[F_MAJ];
	h->min = e->field[F_MIN];
	strcpy(h->name, path);
	list_add_tail(&h->list, &hardlinks);
}

/* A regular file with its contents.  0, or errno. */
static int __init make_file(const struct entry *e, const char *path)
{
	struct file *file = filp_open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
	ssize_t n = 0;

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	if (e->field[F_SIZE])
		n = kernel_write(file, e->data, e->field[F_SIZE], -1);
	fput(file);
	if (n != (ssize_t)e->field[F_SIZE])
		return n < 0 ? (int)n : -ENOSPC;
	make_links(e, path);
	return 0;
}

/* Mode, owner and time, as the archive says */
static void __init set_attributes(const struct entry *e, const char *path)
{
	struct iattr attr = {
		.ia_valid = ATTR_UID | ATTR_GID | ATTR_ATIME | ATTR_MTIME |
			    (S_ISLNK(e->field[F_MODE]) ? 0 : ATTR_MODE),
		.ia_mode = (umode_t)e->field[F_MODE],
		.ia_uid = e->field[F_UID],
		.ia_gid = e->field[F_GID],
		.ia_atime = e->field[F_MTIME] * 1000000000ULL,
		.ia_mtime = e->field[F_MTIME] * 1000000000ULL,
	};
	struct dentry *dentry = path_lookup(AT_FDCWD, path, 0);

	if (IS_ERR(dentry))
		return;
	notify_change(dentry, &attr);
	dput(dentry);
}

/* One entry becomes a file.  0, or errno. */
static int __init make_entry(const struct entry *e, const char *path)
{
	umode_t mode = (umode_t)e->field[F_MODE];
	char target[256];
	int err;

	if (!path[1])
		return 0;
	switch (mode & S_IFMT) {
	case S_IFREG:
		if (e->field[F_NLINK] > 1 && !e->field[F_SIZE]) {
			remember_link(e, path);
			return 0;
		}
		err = make_file(e, path);
		break;
	case S_IFLNK:
		if (e->field[F_SIZE] >= sizeof(target))
			return -ENAMETOOLONG;
		memcpy(target, e->data, e->field[F_SIZE]);
		target[e->field[F_SIZE]] = '\0';
		err = path_symlink(target, path);
		break;
	default:
		err = path_mknod(path, mode, MKDEV(e->field[F_RMAJ], e->field[F_RMIN]));
		if (err == -EEXIST && S_ISDIR(mode))
			err = 0;
	}
	if (!err)
		set_attributes(e, path);
	return err;
}

/* Files that had no contents in any entry: empty ones */
static void __init make_empty_links(void)
{
	struct hardlink *h;

	while (!list_empty(&hardlinks)) {
		struct entry e = { .field[F_MODE] = S_IFREG };

		h = list_first_entry(&hardlinks, struct hardlink, list);
		e.field[F_INO] = h->ino;
		e.field[F_MAJ] = h->maj;
		e.field[F_MIN] = h->min;
		list_del(&h->list);
		make_file(&e, h->name);
		kfree(h);
	}
}

/* Unpacks [@p, @end).  NULL, or what is wrong. */
static const char * __init unpack_cpio(const char *p, const char *end)
{
	static char path[PATH_MAX] __initdata;
	const char *wrong = "no cpio archive: nothing but zeros";
	struct entry e;
	int err;

	for (;;) {
		while (p < end && !*p)
			p++;
		if (p == end)
			break;
		wrong = parse_entry(&p, end, &e);
		if (wrong)
			break;
		if (!strcmp(e.name, "TRAILER!!!"))
			continue;
		wrong = "it ends without a trailer";
		snprintf(path, sizeof(path), "/%s", e.name[0] == '.' && !e.name[1] ? "" :
			 e.name + strspn(e.name, "/"));
		err = make_entry(&e, path);
		if (err)
			pr_warn("initrd: can't make %s: error %d\n", path, err);
	}
	make_empty_links();
	return wrong;
}

/* What is wrong when it is compressed, but not by gzip.  NULL: it isn't. */
static const char * __init other_compression(const u8 *in, size_t len)
{
#define ONLY_GZIP(how)	"it is compressed by " how ", and only gzip is understood"
	static const struct {
		const char *magic, *wrong;
	} others[] __initconst = {
		{ "\xfd" "7zXZ", ONLY_GZIP("xz") },
		{ "BZh", ONLY_GZIP("bzip2") },
		{ "\x28\xb5\x2f\xfd", ONLY_GZIP("zstd") },
		{ "\x02\x21\x4c\x18", ONLY_GZIP("lz4") },
		{ "\x04\x22\x4d\x18", ONLY_GZIP("lz4, in its newer format") },
		{ "\x89LZO", ONLY_GZIP("lzo") },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (len > 5 && !memcmp(in, others[i].magic, strlen(others[i].magic)))
			return others[i].wrong;
	return NULL;
}

/* If [*@start, *@end) is a gzip file: what is in it, vmalloc'ed.  NULL, or what is wrong. */
static const char * __init decompress_initrd(const char **start, const char **end)
{
	const u8 *in = (const u8 *)*start;
	size_t len = (size_t)(*end - *start), size = gunzip_size(in, len), written;
	const char *wrong;
	u8 *out;

	if (!size)
		return other_compression(in, len);
	/* A size that is nonsense (four bytes of damage) must not take all memory */
	if (size / 1100 > len)
		return "the size that it says is impossible: it may be cut off";
	out = vmalloc(size);
	if (!out)
		return "there isn't enough memory to decompress it";
	wrong = gunzip(in, len, out, size, &written);
	if (wrong) {
		vfree(out);
		return wrong;
	}
	*start = (const char *)out;
	*end = *start + written;
	return NULL;
}

/*
 * populate_rootfs - the initrd, if there is one, becomes files, and its memory is given back.
 *
 * Returns whether there was one.  What is wrong with it is said; files before that are there.
 */
bool __init populate_rootfs(void)
{
	const char *start = (const char *)initrd_start, *end = (const char *)initrd_end, *wrong;

	if (!initrd_start)
		return false;
	wrong = decompress_initrd(&start, &end);
	if (!wrong)
		wrong = unpack_cpio(start, end);
	if (wrong)
		pr_err("Initramfs unpacking failed: %s\n", wrong);
	if (start != (const char *)initrd_start)
		vfree(start);
	free_reserved_area((void *)initrd_start, (void *)PAGE_ALIGN(initrd_end), -1, "initrd");
	initrd_start = initrd_end = 0;
	return true;
}
