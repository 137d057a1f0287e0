/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slab caches with checks: red zones, poison, owners, and the reports when one of them tells of
 * a mistake.
 *
 * Idea.  Memory that nobody should write is filled with known bytes, and looked at when the
 * object next changes hands.  A wrong byte is too late to stop the culprit, but it says what
 * happened, and the dump and the two owners of the object nearly always say who.
 *
 *   an object of 60 bytes, in use (left) and free (right), each line one region_of():
 *
 *     Redzone   cc cc cc cc cc cc cc cc     bb bb bb bb bb bb bb bb     a write before it
 *     Object    .. the user's .........     6b 6b 6b 6b ... 6b a5       a write after free
 *     Redzone   cc cc cc cc                 bb bb bb bb                 a write past the end
 *     (free pointer, two tracks)
 *     Padding   5a 5a 5a 5a                 5a 5a 5a 5a                 a write far past it
 *
 *   what is done wrong            is found                 report
 *   write before, past the end    when it is freed         Redzone overwritten
 *   write after free              when it is next used     Poison overwritten
 *   second free                   at once                  Object already free
 *   free of a wrong address       at once                  Invalid object pointer
 *   free into another cache       at once, in every build  Wrong slab cache
 *   never freed                   at kmem_cache_destroy    Objects remaining
 *
 * After the report the bytes are put right and work goes on; nr_slab_errors counts.  Linux 4.x
 * sets a damaged object aside for ever; here it is used again, so that a test that provokes a
 * report leaves memory as it found it.  Linux may keep a backtrace of each owner, here it is the
 * calling function alone.
 *
 * Switched on for each cache by its flags, for all in the debug build, and by boot argument:
 * slub_debug=FZPU,kmalloc-64 (F consistency, Z red zones, P poison, U users; no letters: all;
 * "-": none; no name: all caches; a name may end in *).
 *
 * Locking.  Caller holds list_lock with interrupts off, or is the only one who knows the slab.
 *
 * Read alloc_debug_processing() and free_debug_processing(), then check_object().
 * Tests: tests/kernel/slab_debug.c (slab_debug.redzone, .poison, ...), tests/host/slab.t.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/poison.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "slab.h"

enum track_item { TRACK_ALLOC, TRACK_FREE };

struct track {
	unsigned long addr;	/* called from; 0: never */
	unsigned long when;	/* jiffies */
	int pid;
	unsigned int cpu;
};

/* Bytes of a slab that must all have one value */
struct region {
	const char *what;
	u8 *start;
	unsigned int bytes;
	u8 fill;
};

enum { LEFT_REDZONE, RIGHT_REDZONE, POISON_BODY, POISON_LAST, PADDING, NR_REGIONS };

/* How to read a dump */
static const struct {
	u8 fill;
	const char *name;
} slab_fills[] = {
	{ POISON_INUSE,		"never used" },
	{ POISON_FREE,		"free or fresh object" },
	{ POISON_END,		"its last byte" },
	{ SLUB_RED_INACTIVE,	"red zone of a free object" },
	{ SLUB_RED_ACTIVE,	"red zone of one in use" },
};

unsigned long nr_slab_errors;

#ifdef CONFIG_SLUB_DEBUG_ON
static unsigned long slub_debug = SLAB_DEBUG_FLAGS;
#else
static unsigned long slub_debug;
#endif
static char slub_debug_slabs[32];	/* which caches; empty: all */

/* --- Which caches -------------------------------------------------------------------------- */

static int __init setup_slub_debug(char *str)
{
	static const struct {
		char letter;
		unsigned long flag;
	} letters[] = {
		{ 'f', SLAB_CONSISTENCY_CHECKS },
		{ 'z', SLAB_RED_ZONE },
		{ 'p', SLAB_POISON },
		{ 'u', SLAB_STORE_USER },
	};
	unsigned int i;

	slub_debug = (*str && *str != ',') ? 0 : SLAB_DEBUG_FLAGS;
	for (; *str && *str != ','; str++) {
		for (i = 0; i < ARRAY_SIZE(letters) && (*str | 0x20) != letters[i].letter; i++)
			;
		if (i < ARRAY_SIZE(letters))
			slub_debug |= letters[i].flag;
		else
			pr_warn("slub_debug option '%c' unknown: skipped\n", *str);
	}
	snprintf(slub_debug_slabs, sizeof(slub_debug_slabs), "%s", *str == ',' ? str + 1 : "");
	return 0;
}
early_param("slub_debug", setup_slub_debug);

static bool name_selected(const char *name)
{
	size_t len = strlen(slub_debug_slabs);

	if (!len)
		return true;
	if (slub_debug_slabs[len - 1] == '*')
		return !strncmp(name, slub_debug_slabs, len - 1);
	return !strcmp(name, slub_debug_slabs);
}

/* The flags of a new cache: those that its maker asked for, and the boot arguments' */
unsigned long kmem_cache_flags(unsigned long flags, const char *name)
{
	return name_selected(name) ? flags | slub_debug : flags;
}

/* --- Where things stand -------------------------------------------------------------------- */

/* What the checks need of each object's slot behind the free pointer */
unsigned int debug_metadata_size(const struct kmem_cache *s)
{
	return (s->flags & SLAB_STORE_USER) ? 2 * sizeof(struct track) : 0;
}

/* Behind the object, its red zone and a free pointer of its own */
static unsigned int metadata_offset(const struct kmem_cache *s)
{
	return s->offset ? s->offset + sizeof(void *) : s->inuse;
}

static struct track *get_track(struct kmem_cache *s, void *object, enum track_item which)
{
	return (struct track *)((char *)object + metadata_offset(s)) + which;
}

static void set_track(struct kmem_cache *s, void *object, enum track_item which,
		      unsigned long addr)
{
	struct track *t = get_track(s, object, which);

	t->addr = addr;
	t->when = jiffies;
	t->pid = current->pid;
	t->cpu = smp_processor_id();
}

/* Is it the address of an object of this slab, or NULL? */
bool check_valid_pointer(const struct kmem_cache *s, const struct page *page, const void *object)
{
	size_t offset = (size_t)((const char *)object - (char *)slab_first_object(s, page));

	return !object || (offset < (size_t)page->objects * s->size && offset % s->size == 0);
}

/* The @i'th region of an object and the byte that fills it.  No bytes: the cache has no such. */
static struct region region_of(struct kmem_cache *s, void *object, unsigned int i, bool in_use)
{
	u8 red = in_use ? SLUB_RED_ACTIVE : SLUB_RED_INACTIVE;
	bool poisoned = (s->flags & __OBJECT_POISON) && !in_use;
	unsigned int end = metadata_offset(s) + debug_metadata_size(s);
	u8 *p = object;

	switch (i) {
	case LEFT_REDZONE:
		return (struct region){ "Redzone", p - s->red_left_pad, s->red_left_pad, red };
	case RIGHT_REDZONE:
		if (s->flags & SLAB_RED_ZONE)
			return (struct region){ "Redzone", p + s->object_size,
						s->inuse - s->object_size, red };
		break;
	case POISON_BODY:
		if (poisoned)
			return (struct region){ "Poison", p, s->object_size - 1, POISON_FREE };
		break;
	case POISON_LAST:
		if (poisoned)
			return (struct region){ "Poison", p + s->object_size - 1, 1, POISON_END };
		break;
	case PADDING:
		if (s->flags & SLAB_POISON)
			return (struct region){ "Object padding", p + end,
						s->size - s->red_left_pad - end, POISON_INUSE };
		break;
	}
	return (struct region){ NULL, p, 0, 0 };
}

/* The bytes of the slab behind its last object */
static struct region slab_padding(struct kmem_cache *s, struct page *page)
{
	unsigned int length = (unsigned int)PAGE_SIZE << compound_order(page);
	unsigned int used = page->objects * s->size;

	return (struct region){ "Padding", (u8 *)lowmem_page_address(page) + used,
				(s->flags & SLAB_POISON) ? length - used : 0, POISON_INUSE };
}

/* The first byte of @r that isn't what it should be, or NULL */
static u8 *region_damage(const struct region *r)
{
	unsigned int i;

	for (i = 0; i < r->bytes; i++)
		if (r->start[i] != r->fill)
			return r->start + i;
	return NULL;
}

/* Are all fill bytes of @object as they should be?  Changes and reports nothing. */
bool slab_object_intact(struct kmem_cache *s, struct page *page, void *object, bool in_use)
{
	struct region r;
	unsigned int i;

	for (i = 0; i < NR_REGIONS; i++) {
		r = region_of(s, object, i, in_use);
		if (region_damage(&r))
			return false;
	}
	return true;
}

/* --- Reports ------------------------------------------------------------------------------- */

/* @bytes from @start as "LABEL ADDRESS: 16 hex bytes  16 characters" */
static void print_section(const char *label, const u8 *start, unsigned int bytes)
{
	unsigned int i, j, n;
	char hex[16 * 3 + 1], text[17];

	for (i = 0; i < bytes; i += 16) {
		n = min(bytes - i, 16U);
		for (j = 0; j < n; j++) {
			snprintf(hex + 3 * j, 4, " %02x", start[i + j]);
			text[j] = start[i + j] >= ' ' && start[i + j] <= '~' ? start[i + j] : '.';
		}
		text[n] = '\0';
		pr_err("%-8s %p:%-48s  %s\n", label, start + i, hex, text);
	}
}

static void print_track(const char *what, const struct track *t)
{
	if (t->addr)
		pr_err("INFO: %s in %pS age=%lu cpu=%u pid=%d\n", what, (void *)t->addr,
		       jiffies - t->when, t->cpu, t->pid);
}

static void print_tracking(struct kmem_cache *s, void *object)
{
	if (!(s->flags & SLAB_STORE_USER))
		return;
	print_track("Allocated", get_track(s, object, TRACK_ALLOC));
	print_track("Freed", get_track(s, object, TRACK_FREE));
}

static void print_page_info(const struct page *page)
{
	pr_err("INFO: Slab %p objects=%u used=%u fp=%p flags=0x%04lx\n", page, page->objects,
	       page->inuse, page->freelist, page->flags);
}

/* The first line of a report; the caller prints the rest.  Counts it. */
__printf(2, 3)
static void slab_bug(struct kmem_cache *s, const char *fmt, ...)
{
	static const char line[] =
		"=============================================================================";
	__builtin_va_list args;
	char what[96];

	nr_slab_errors++;
	__builtin_va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	__builtin_va_end(args);
	pr_err("%s\n", line);
	pr_err("BUG %s (Not tainted): %s\n", s->name, what);
	pr_err("-----------------------------------------------------------------------------\n\n");
}

/* What was done about it */
__printf(2, 3)
static void slab_fix(struct kmem_cache *s, const char *fmt, ...)
{
	__builtin_va_list args;
	char what[96];

	__builtin_va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	__builtin_va_end(args);
	pr_err("FIX %s: %s\n\n", s->name, what);
}

/* Owners, slab and bytes of @object, and what the fill bytes mean. */
static void print_trailer(struct kmem_cache *s, struct page *page, void *object)
{
	unsigned int end = metadata_offset(s) + debug_metadata_size(s);
	u8 *p = object;
	unsigned int i;

	print_tracking(s, object);
	print_page_info(page);
	pr_err("INFO: Object %p @offset=%zu fp=%p\n\n", object,
	       (size_t)(p - (u8 *)lowmem_page_address(page)), get_freepointer(s, object));
	print_section("Redzone", p - s->red_left_pad, s->red_left_pad);
	print_section("Object", p, min(s->object_size, (unsigned int)PAGE_SIZE));
	if (s->flags & SLAB_RED_ZONE)
		print_section("Redzone", p + s->object_size, s->inuse - s->object_size);
	print_section("Padding", p + end, s->size - s->red_left_pad - end);
	for (i = 0; i < ARRAY_SIZE(slab_fills); i++)
		pr_err("Fill %02x: %s\n", slab_fills[i].fill, slab_fills[i].name);
}

/* Reports damage of @r, whose first wrong byte is @damage, and puts the bytes right. */
static void report_and_restore(struct kmem_cache *s, struct page *page, void *object,
			       const struct region *r, const u8 *damage)
{
	const u8 *end = r->start + r->bytes;

	while (end > damage && end[-1] == r->fill)
		end--;
	slab_bug(s, "%s overwritten", r->what);
	pr_err("INFO: %p-%p. First byte 0x%x instead of 0x%x\n", damage, end - 1, *damage,
	       r->fill);
	if (object)
		print_trailer(s, page, object);
	else
		print_section("Padding", r->start, r->bytes);
	slab_fix(s, "Restoring %p-%p=0x%x", damage, end - 1, r->fill);
	memset(r->start, r->fill, r->bytes);
}

/* --- Checks -------------------------------------------------------------------------------- */

static void init_object(struct kmem_cache *s, void *object, bool in_use)
{
	struct region r;
	unsigned int i;

	/* What comes out of the cache looks like what went in: freed memory, not zeros. */
	if (s->flags & __OBJECT_POISON) {
		memset(object, POISON_FREE, s->object_size - 1);
		((u8 *)object)[s->object_size - 1] = POISON_END;
	}
	for (i = LEFT_REDZONE; i <= RIGHT_REDZONE; i++) {
		r = region_of(s, object, i, in_use);
		if (s->flags & SLAB_RED_ZONE)
			memset(r.start, r.fill, r.bytes);
	}
}

static bool check_slab(struct kmem_cache *s, struct page *page)
{
	struct region r = slab_padding(s, page);
	u8 *damage;

	if (!PageSlab(page) || page->slab_cache != s) {
		slab_bug(s, "Not a valid slab page");
		print_page_info(page);
		return false;
	}
	if (page->inuse > page->objects) {
		slab_bug(s, "inuse %u > max %u", page->inuse, page->objects);
		print_page_info(page);
		return false;
	}
	damage = region_damage(&r);
	if (damage)
		report_and_restore(s, page, NULL, &r, damage);
	return true;
}

/* Reports and repairs each damaged region of an object. */
static void check_object(struct kmem_cache *s, struct page *page, void *object, bool in_use)
{
	struct region r;
	unsigned int i;
	u8 *damage;

	for (i = 0; i < NR_REGIONS; i++) {
		r = region_of(s, object, i, in_use);
		damage = region_damage(&r);
		if (damage)
			report_and_restore(s, page, object, &r, damage);
	}
}

/*
 * The free list can't be trusted: makes it anew.  The byte of its red zone tells whether an object
 * is free; without red zones nothing does, and all count as in use.
 */
static void rebuild_freelist(struct kmem_cache *s, struct page *page)
{
	void *p, *start = slab_first_object(s, page);
	struct region r;

	page->freelist = NULL;
	page->inuse = page->objects;
	if (s->flags & SLAB_RED_ZONE) {
		for_each_object(p, s, start, page->objects) {
			r = region_of(s, p, LEFT_REDZONE, false);
			if (region_damage(&r))
				continue;
			set_freepointer(s, p, page->freelist);
			page->freelist = p;
			page->inuse--;
		}
	}
	slab_fix(s, "Free list made anew, %u objects in use", page->inuse);
}

/* Is @object in the slab's free list?  Reports and repairs a broken list or a wrong count. */
static bool on_freelist(struct kmem_cache *s, struct page *page, const void *object)
{
	bool found = false;
	unsigned int nr = 0;
	void *fp;

	for (fp = page->freelist; fp; fp = get_freepointer(s, fp), nr++) {
		if (nr == page->objects || !check_valid_pointer(s, page, fp)) {
			slab_bug(s, "Freechain corrupt after %u objects", nr);
			print_page_info(page);
			rebuild_freelist(s, page);
			return on_freelist(s, page, object);
		}
		found |= fp == object;
	}
	if (page->inuse != page->objects - nr) {
		slab_bug(s, "Wrong object count. Counter is %u but counted were %u", page->inuse,
			 page->objects - nr);
		page->inuse = page->objects - nr;
		slab_fix(s, "Object count adjusted");
	}
	return found;
}

/* --- What slab.c calls --------------------------------------------------------------------- */

/* A new slab: all its bytes are padding until objects are made of them. */
void setup_slab_debug(struct kmem_cache *s, struct page *page)
{
	if (s->flags & SLAB_POISON)
		memset(lowmem_page_address(page), POISON_INUSE, PAGE_SIZE << compound_order(page));
}

/* A new object, before its constructor runs */
void setup_object_debug(struct kmem_cache *s, struct page *page, void *object)
{
	init_object(s, object, false);
	if (s->flags & SLAB_STORE_USER)
		memset(get_track(s, object, TRACK_ALLOC), 0, debug_metadata_size(s));
}

/* A slab that goes back to the buddy allocator: the last chance to see a write after free */
void free_slab_debug(struct kmem_cache *s, struct page *page)
{
	void *p, *start = slab_first_object(s, page);

	check_slab(s, page);
	for_each_object(p, s, start, page->objects)
		check_object(s, page, p, false);
}

/* Can @object, the first of the free list, be taken?  Else repairs the list as far as that goes. */
static bool alloc_consistency_checks(struct kmem_cache *s, struct page *page, void *object)
{
	if (!check_slab(s, page)) {
		slab_fix(s, "Marking all objects used");
		page->freelist = NULL;
		return false;
	}
	if (!object || !check_valid_pointer(s, page, object) ||
	    !check_valid_pointer(s, page, get_freepointer(s, object))) {
		slab_bug(s, "Freepointer corrupt");
		print_page_info(page);
		rebuild_freelist(s, page);
		return false;
	}
	check_object(s, page, object, false);
	return true;
}

/*
 * @object, the first of the slab's free list, is about to be allocated by @addr.
 * False: the list was damaged; try again, if it is still not empty.
 */
bool alloc_debug_processing(struct kmem_cache *s, struct page *page, void *object,
			    unsigned long addr)
{
	if ((s->flags & SLAB_CONSISTENCY_CHECKS) && !alloc_consistency_checks(s, page, object))
		return false;
	if (s->flags & SLAB_STORE_USER)
		set_track(s, object, TRACK_ALLOC, addr);
	init_object(s, object, true);
	return true;
}

/* @object is about to be freed by @addr.  False: it may not be, which was reported. */
bool free_debug_processing(struct kmem_cache *s, struct page *page, void *object,
			   unsigned long addr)
{
	if (s->flags & SLAB_CONSISTENCY_CHECKS) {
		if (!check_slab(s, page))
			return false;
		if (!check_valid_pointer(s, page, object)) {
			slab_bug(s, "Invalid object pointer %p", object);
			print_page_info(page);
			slab_fix(s, "Object at %p not freed, by %pS", object, (void *)addr);
			return false;
		}
		if (on_freelist(s, page, object)) {
			slab_bug(s, "Object already free");
			print_trailer(s, page, object);
			slab_fix(s, "Object at %p not freed, by %pS", object, (void *)addr);
			return false;
		}
		check_object(s, page, object, true);
	}
	if (s->flags & SLAB_STORE_USER)
		set_track(s, object, TRACK_FREE, addr);
	init_object(s, object, false);
	return true;
}

/* kmem_cache_free() of an object that @s doesn't own: says so, whatever the cache's flags. */
void slab_wrong_cache(struct kmem_cache *s, struct page *page, const void *object)
{
	nr_slab_errors++;
	if (PageSlab(page))
		pr_err("BUG %s: Wrong slab cache. %s but object %p is from %s\n", s->name,
		       s->name, object, page->slab_cache->name);
	else
		pr_err("BUG %s: Wrong slab cache. %s but object %p is from no slab\n", s->name,
		       s->name, object);
}

static void list_slab_objects(struct kmem_cache *s, struct page *page)
{
	void *p, *start = slab_first_object(s, page);

	if (!slab_map_free(s, page, page->freelist))
		return;
	print_page_info(page);
	for_each_object(p, s, start, page->objects) {
		if (slab_object_is_free(s, page, p))
			continue;
		pr_err("INFO: Object %p @offset=%zu\n", p,
		       (size_t)((char *)p - (char *)lowmem_page_address(page)));
		print_tracking(s, p);
	}
}

/* Names each object that is still in use; the cache has no CPU slabs any more.  Counts one. */
void slab_leak_report(struct kmem_cache *s)
{
	struct page *page;
	unsigned long flags;

	spin_lock_irqsave(&slab_caches_lock, flags);
	spin_lock(&s->node.list_lock);
	slab_bug(s, "Objects remaining in %s on kmem_cache_close()", s->name);
	list_for_each_entry(page, &s->node.partial, lru)
		list_slab_objects(s, page);
	list_for_each_entry(page, &s->node.full, lru)
		list_slab_objects(s, page);
	spin_unlock(&s->node.list_lock);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
}
