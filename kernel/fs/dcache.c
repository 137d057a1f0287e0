/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names: the tree of directories as far as it is known.
 *
 *   "/" --- "etc" --- "passwd"          each dentry refers to its parent, so that a name's way up
 *    |                                  exists as long as the name does
 *    +----- "proc" = = "/" --- "1"      d_mounted, d_covers: another file system's root
 *
 * A dentry is there while somebody refers to it: an open file, a working directory, a child, a
 * mount; and, on a file system that lives in memory, the file system itself.  Nothing is kept just
 * because it might be asked for again, and names that don't exist aren't remembered.
 *
 * Locking.  dentry_lock for the hash, the links, d_parent and d_name; a reference taken under it is
 * good for as long as it is held.  Different from Linux: no LRU of unused names, no negative ones,
 * no RCU walk, one mount for each root.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define D_HASH_SIZE	1024

static struct list_head dentry_hashtable[D_HASH_SIZE];
static struct kmem_cache *dentry_cachep;
static DEFINE_SPINLOCK(dentry_lock);

void __init dcache_init(void)
{
	int i;

	for (i = 0; i < D_HASH_SIZE; i++)
		INIT_LIST_HEAD(&dentry_hashtable[i]);
	dentry_cachep = kmem_cache_create("dentry", sizeof(struct dentry), 0, SLAB_PANIC, NULL);
}

static struct list_head *d_hash(const struct dentry *parent, const char *name, size_t len)
{
	u32 hash = (u32)(unsigned long)parent / sizeof(struct dentry);

	while (len--)
		hash = hash * 31 + (u8)*name++;
	return &dentry_hashtable[(hash ^ hash >> 10) % D_HASH_SIZE];
}

/*
 * d_alloc - a name in @parent that can't be found yet: d_add() makes it so.
 *
 * One reference for the caller; NULL without memory.
 */
struct dentry *d_alloc(struct dentry *parent, const char *name, size_t len)
{
	struct dentry *dentry = kmem_cache_zalloc(dentry_cachep, GFP_KERNEL);

	if (!dentry)
		return NULL;
	dentry->d_name = kmalloc(len + 1, GFP_KERNEL);
	if (!dentry->d_name) {
		kmem_cache_free(dentry_cachep, dentry);
		return NULL;
	}
	memcpy(dentry->d_name, name, len);
	dentry->d_name[len] = '\0';
	atomic_set(&dentry->d_count, 1);
	dentry->d_unhashed = true;
	INIT_LIST_HEAD(&dentry->d_hash);
	INIT_LIST_HEAD(&dentry->d_child);
	INIT_LIST_HEAD(&dentry->d_subdirs);
	dentry->d_parent = parent ? dget(parent) : dentry;
	dentry->d_sb = parent ? parent->d_sb : NULL;
	return dentry;
}

/* d_alloc_root - the root of @sb; takes over the reference of @inode.  NULL: it is given up. */
struct dentry *d_alloc_root(struct super_block *sb, struct inode *inode)
{
	struct dentry *dentry = inode ? d_alloc(NULL, "/", 1) : NULL;

	if (!dentry) {
		iput(inode);
		return NULL;
	}
	dentry->d_sb = sb;
	dentry->d_inode = inode;
	dentry->d_unhashed = false;
	return dentry;
}

/* d_instantiate - @dentry means @inode, whose reference it takes over. */
void d_instantiate(struct dentry *dentry, struct inode *inode)
{
	dentry->d_inode = inode;
}

/* d_add - and from now on it is found.  The directory's i_mutex is held. */
void d_add(struct dentry *dentry, struct inode *inode)
{
	struct dentry *parent = dentry->d_parent;

	dentry->d_inode = inode;
	spin_lock(&dentry_lock);
	dentry->d_unhashed = false;
	list_add(&dentry->d_hash, d_hash(parent, dentry->d_name, strlen(dentry->d_name)));
	list_add_tail(&dentry->d_child, &parent->d_subdirs);
	spin_unlock(&dentry_lock);
}

/* d_drop - it isn't found any more; who refers to it goes on doing so. */
void d_drop(struct dentry *dentry)
{
	spin_lock(&dentry_lock);
	dentry->d_unhashed = true;
	list_del_init(&dentry->d_hash);
	list_del_init(&dentry->d_child);
	spin_unlock(&dentry_lock);
}

/* d_lookup - the name in @parent, with a reference; NULL: it isn't known. */
struct dentry *d_lookup(struct dentry *parent, const char *name, size_t len)
{
	struct dentry *dentry, *found = NULL;

	spin_lock(&dentry_lock);
	list_for_each_entry(dentry, d_hash(parent, name, len), d_hash) {
		if (dentry->d_parent == parent && !memcmp(dentry->d_name, name, len) &&
		    !dentry->d_name[len]) {
			found = dget(dentry);
			break;
		}
	}
	spin_unlock(&dentry_lock);
	return found;
}

/* d_move - @dentry is now @name (kmalloc'ed, taken over) in @parent.  Both i_mutexes are held. */
void d_move(struct dentry *dentry, struct dentry *parent, char *name)
{
	struct dentry *old_parent = dentry->d_parent;
	char *old_name = dentry->d_name;

	dget(parent);
	spin_lock(&dentry_lock);
	list_del(&dentry->d_hash);
	list_del(&dentry->d_child);
	dentry->d_parent = parent;
	dentry->d_name = name;
	list_add(&dentry->d_hash, d_hash(parent, name, strlen(name)));
	list_add_tail(&dentry->d_child, &parent->d_subdirs);
	spin_unlock(&dentry_lock);
	kfree(old_name);
	dput(old_parent);
}

/* dput - one reference less; after the last one the name goes, and its own of the parent.  May sleep. */
void dput(struct dentry *dentry)
{
	struct dentry *parent;

	while (dentry) {
		spin_lock(&dentry_lock);
		if (!atomic_dec_and_test(&dentry->d_count)) {
			spin_unlock(&dentry_lock);
			return;
		}
		list_del_init(&dentry->d_hash);
		list_del_init(&dentry->d_child);
		parent = dentry->d_parent == dentry ? NULL : dentry->d_parent;
		spin_unlock(&dentry_lock);
		iput(dentry->d_inode);
		kfree(dentry->d_name);
		kmem_cache_free(dentry_cachep, dentry);
		dentry = parent;
	}
}

/* ------------------------------------------------------------------ mounts */

/* d_follow_mounts - the root of what is mounted on @dentry, or itself; takes over the reference. */
struct dentry *d_follow_mounts(struct dentry *dentry)
{
	struct dentry *root = dentry;

	spin_lock(&dentry_lock);
	while (root->d_mounted)
		root = root->d_mounted;
	dget(root);
	spin_unlock(&dentry_lock);
	dput(dentry);
	return root;
}

/* d_mount - @root covers @dentry, or what covers that already; takes over the reference of @dentry. */
void d_mount(struct dentry *root, struct dentry *dentry)
{
	dentry = d_follow_mounts(dentry);
	spin_lock(&dentry_lock);
	root->d_covers = dentry;
	dentry->d_mounted = root;
	spin_unlock(&dentry_lock);
}

/* The name after @dentry in the tree of @root, a directory before what is in it; NULL: that was the last */
static struct dentry *d_next(struct dentry *dentry, struct dentry *root)
{
	if (!list_empty(&dentry->d_subdirs))
		return list_first_entry(&dentry->d_subdirs, struct dentry, d_child);
	while (dentry != root && list_is_last(&dentry->d_child, &dentry->d_parent->d_subdirs))
		dentry = dentry->d_parent;
	return dentry == root ? NULL : list_next_entry(dentry, d_child);
}

/* References of @dentry by the names in it */
static int d_children(const struct dentry *dentry)
{
	struct dentry *child;
	int n = 0;

	list_for_each_entry(child, &dentry->d_subdirs, d_child)
		n++;
	return n;
}

/*
 * d_umount - @root covers nothing any more, if nobody uses a name below it: no file, no directory of a process, no
 * mount.
 *
 * Who uses one has a reference, and so have names that were removed and are still open, of their directory.
 * @pinned: the file system itself has one of each name (in_dcache).  The caller has one of @root.
 * What it covered, with a reference; ERR_PTR(-EBUSY).
 */
struct dentry *d_umount(struct dentry *root, bool pinned)
{
	struct dentry *dentry, *covered;
	int wanted = 2;			/* the instance's and the caller's */

	spin_lock(&dentry_lock);
	covered = root->d_covers;
	for (dentry = root; dentry && covered; dentry = d_next(dentry, root), wanted = pinned)
		if (atomic_read(&dentry->d_count) != wanted + d_children(dentry))
			covered = NULL;
	if (covered) {
		covered->d_mounted = NULL;
		root->d_covers = NULL;
	}
	spin_unlock(&dentry_lock);
	return covered ?: ERR_PTR(-EBUSY);
}

/* d_genocide - gives up the file system's own references of all names below @root, to which nobody else refers. */
void d_genocide(struct dentry *root)
{
	struct dentry *dentry = root, *parent;

	for (;;) {
		while (!list_empty(&dentry->d_subdirs))
			dentry = list_first_entry(&dentry->d_subdirs, struct dentry, d_child);
		if (dentry == root)
			break;
		parent = dentry->d_parent;
		dput(dentry);
		dentry = parent;
		cond_resched();
	}
}

/* The directory above, across mounts; itself at the very top.  Holds dentry_lock, or references. */
static struct dentry *d_up(struct dentry *dentry)
{
	while (dentry->d_parent == dentry && dentry->d_covers)
		dentry = dentry->d_covers;
	return dentry->d_parent;
}

/* d_parent_mounted - the same, with a reference, and of it what is mounted there. */
struct dentry *d_parent_mounted(struct dentry *dentry)
{
	spin_lock(&dentry_lock);
	dentry = dget(d_up(dentry));
	spin_unlock(&dentry_lock);
	return d_follow_mounts(dentry);
}

/* dget_parent - the directory that @dentry is in, within its file system, with a reference; itself: it is the root. */
struct dentry *dget_parent(struct dentry *dentry)
{
	struct dentry *parent;

	spin_lock(&dentry_lock);
	parent = dget(dentry->d_parent);
	spin_unlock(&dentry_lock);
	return parent;
}

/* Does @dentry lie below @ancestor, or is it that? */
bool d_is_below(struct dentry *dentry, struct dentry *ancestor)
{
	bool below = false;

	spin_lock(&dentry_lock);
	for (;; dentry = dentry->d_parent) {
		below = dentry == ancestor;
		if (below || dentry->d_parent == dentry)
			break;
	}
	spin_unlock(&dentry_lock);
	return below;
}

/*
 * d_path - where @dentry is, from the root on, at the end of @buf.
 *
 * The first character, or ERR_PTR(-ENAMETOOLONG): also when a name of no characters, removed, wouldn't fit.  A name that
 * was removed gets " (deleted)"; what never was in a directory (a pipe) is its name alone.
 */
char *d_path(struct dentry *dentry, char *buf, int buflen)
{
	char *p = buf + buflen - 1, *end = p;
	struct dentry *up;
	size_t len;

	if (buflen < (int)sizeof("/ (deleted)"))
		return ERR_PTR(-ENAMETOOLONG);
	*p = '\0';
	if (dentry->d_unhashed && dentry->d_parent != dentry) {
		p -= 10;
		memcpy(p, " (deleted)", 10);
		end = p;
	}
	spin_lock(&dentry_lock);
	if (dentry->d_parent == dentry && dentry->d_unhashed) {
		len = strlen(dentry->d_name);
		if ((size_t)(p - buf) < len) {
			spin_unlock(&dentry_lock);
			return ERR_PTR(-ENAMETOOLONG);
		}
		p -= len;
		memcpy(p, dentry->d_name, len);
	} else {
		for (;; dentry = up) {
			while (dentry->d_parent == dentry && dentry->d_covers)
				dentry = dentry->d_covers;
			up = d_up(dentry);
			if (up == dentry)
				break;
			len = strlen(dentry->d_name);
			if (p - buf < (int)len + 1) {
				spin_unlock(&dentry_lock);
				return ERR_PTR(-ENAMETOOLONG);
			}
			p -= len;
			memcpy(p, dentry->d_name, len);
			*--p = '/';
		}
		if (p == end)
			*--p = '/';
	}
	spin_unlock(&dentry_lock);
	return p;
}

/*
 * dcache_readdir - the entries of a directory all of whose names are here (file systems in memory).
 *
 * ctx->pos counts entries: 0 is ".", 1 "..".  A name that goes meanwhile may make another one be
 * passed over, as POSIX allows.  The directory's i_mutex is held.
 */
int dcache_readdir(struct file *file, struct dir_context *ctx)
{
	struct dentry *dir = file->f_dentry, *child;
	loff_t n = 2;

	if (ctx->pos == 0) {
		if (ctx->actor(ctx, ".", 1, 0, dir->d_inode->i_ino, mode_to_dt(S_IFDIR)))
			return 0;
		ctx->pos++;
	}
	if (ctx->pos == 1) {
		if (ctx->actor(ctx, "..", 2, 1, d_up(dir)->d_inode->i_ino, mode_to_dt(S_IFDIR)))
			return 0;
		ctx->pos++;
	}
	list_for_each_entry(child, &dir->d_subdirs, d_child) {
		if (n++ < ctx->pos)
			continue;
		if (ctx->actor(ctx, child->d_name, (int)strlen(child->d_name), ctx->pos,
			       child->d_inode->i_ino, mode_to_dt(child->d_inode->i_mode)))
			return 0;
		ctx->pos++;
	}
	return 0;
}
