/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2 on the disk and in memory.
 *
 *   | boot | group 0                                                     | group 1 ...
 *   | 1 KiB| super block | descriptors of all groups | bitmap  | bitmap  | inode table | blocks ...
 *                                                    | blocks  | inodes  |
 *
 *   inode: i_block[0..11]   its first blocks
 *          i_block[12]      a block of pointers to blocks (indirect)
 *          i_block[13]      a block of pointers to those (double indirect)
 *          i_block[14]      triple indirect
 *
 *   directory: a file of entries | inode | rec_len | name_len | type | name ... |, none of which crosses a block
 *
 * All numbers are little-endian, as is the processor.  What a disk says is believed by nobody: each number that leads
 * somewhere is checked where it is read (ext2_block_ok(), ext2_iget(), ext2_check_page()), and what is wrong gives
 * EUCLEAN or EIO, and a line by ext2_error().
 *
 * Lock order: i_mutex, page lock of a file, truncate_mutex, s_lock, page lock of the device (sb_bread()).
 */
#ifndef _EXT2_H
#define _EXT2_H

#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/types.h>

#define EXT2_SUPER_MAGIC	0xef53
#define EXT2_ROOT_INO		2
#define EXT2_GOOD_OLD_FIRST_INO	11
#define EXT2_GOOD_OLD_INODE_SIZE 128
#define EXT2_MIN_BLOCK_SIZE	1024
#define EXT2_SB_OFFSET		1024

#define EXT2_NDIR_BLOCKS	12
#define EXT2_IND_BLOCK		12
#define EXT2_N_BLOCKS		15

#define EXT2_VALID_FS		1	/* s_state: unmounted in order */
#define EXT2_ERROR_FS		2	/* something is wrong with it */

#define EXT2_ERRORS_CONTINUE	1	/* s_errors */
#define EXT2_ERRORS_RO		2
#define EXT2_ERRORS_PANIC	3

#define EXT2_DYNAMIC_REV	1
#define EXT2_FEATURE_INCOMPAT_FILETYPE	2
#define EXT2_FEATURE_RO_COMPAT_SPARSE_SUPER 1
#define EXT2_FEATURE_RO_COMPAT_LARGE_FILE 2
#define EXT2_FEATURE_INCOMPAT_SUPP	EXT2_FEATURE_INCOMPAT_FILETYPE
#define EXT2_FEATURE_RO_COMPAT_SUPP	(EXT2_FEATURE_RO_COMPAT_SPARSE_SUPER | EXT2_FEATURE_RO_COMPAT_LARGE_FILE)

#define EXT2_INDEX_FL		0x1000	/* i_flags: a directory has a hash tree, which is given up by a change */

struct ext2_super_block {
	u32 s_inodes_count, s_blocks_count, s_r_blocks_count, s_free_blocks_count, s_free_inodes_count;
	u32 s_first_data_block, s_log_block_size, s_log_frag_size;
	u32 s_blocks_per_group, s_frags_per_group, s_inodes_per_group;
	u32 s_mtime, s_wtime;
	u16 s_mnt_count, s_max_mnt_count, s_magic, s_state, s_errors, s_minor_rev_level;
	u32 s_lastcheck, s_checkinterval, s_creator_os, s_rev_level;
	u16 s_def_resuid, s_def_resgid;
	u32 s_first_ino;
	u16 s_inode_size, s_block_group_nr;
	u32 s_feature_compat, s_feature_incompat, s_feature_ro_compat;
	u8 s_uuid[16];
	char s_volume_name[16];
	u8 s_reserved[1024 - 136];
};
static_assert(sizeof(struct ext2_super_block) == 1024);

struct ext2_group_desc {
	u32 bg_block_bitmap, bg_inode_bitmap, bg_inode_table;	/* blocks */
	u16 bg_free_blocks_count, bg_free_inodes_count, bg_used_dirs_count, bg_pad;
	u32 bg_reserved[3];
};
static_assert(sizeof(struct ext2_group_desc) == 32);

struct ext2_inode {
	u16 i_mode, i_uid;
	u32 i_size, i_atime, i_ctime, i_mtime, i_dtime;	/* seconds since 1970 */
	u16 i_gid, i_links_count;
	u32 i_blocks;				/* of 512 bytes */
	u32 i_flags, i_reserved1;
	u32 i_block[EXT2_N_BLOCKS];
	u32 i_generation, i_file_acl, i_size_high, i_faddr;
	u8 i_frag, i_fsize;
	u16 i_pad1, i_uid_high, i_gid_high;
	u32 i_reserved2;
};
static_assert(sizeof(struct ext2_inode) == 128);

struct ext2_dir_entry_2 {
	u32 inode;				/* 0: unused */
	u16 rec_len;				/* bytes to the next one */
	u8 name_len, file_type;
	char name[];
};

#define EXT2_DIR_REC_LEN(name_len)	(((unsigned int)(name_len) + 8 + 3) & ~3u)

/* ------------------------------------------------------------------ in memory */

struct ext2_sb_info {
	struct buffer_head s_sbh;		/* the super block, for as long as it is mounted */
	struct ext2_super_block *s_es;
	struct buffer_head *s_group_desc;	/* blocks of descriptors */
	unsigned int s_gdb_count;		/* ... so many */
	unsigned int s_groups_count;
	/* As they were when they were checked, whatever becomes of the block */
	u32 s_inodes_count, s_blocks_count, s_first_data_block, s_blocks_per_group, s_inodes_per_group;
	unsigned int s_inode_size;		/* bytes on the disk */
	unsigned int s_inodes_per_block, s_desc_per_block;
	unsigned int s_itb_per_group;		/* blocks of a group's inode table */
	u32 s_first_ino;
	unsigned int s_errors;			/* EXT2_ERRORS_* */
	struct mutex s_lock;			/* bitmaps, descriptors, the super block */
	unsigned int s_last_dir_group;		/* s_lock */
};

struct ext2_inode_info {
	u32 i_data[EXT2_N_BLOCKS];		/* truncate_mutex */
	u32 i_flags, i_file_acl, i_dtime;
	u32 i_last_alloc;			/* block that was given last: the next one goes behind it */
	bool i_new;				/* not on the disk yet */
	struct mutex truncate_mutex;
	struct inode vfs_inode;
};

static inline struct ext2_sb_info *EXT2_SB(const struct super_block *sb)
{
	return sb->s_fs_info;
}

static inline struct ext2_inode_info *EXT2_I(struct inode *inode)
{
	return container_of(inode, struct ext2_inode_info, vfs_inode);
}

/* The first block of group @group */
static inline u32 ext2_group_first_block(const struct super_block *sb, unsigned int group)
{
	return EXT2_SB(sb)->s_first_data_block + group * EXT2_SB(sb)->s_blocks_per_group;
}

/* super.c */
__printf(3, 4) void ext2_error(struct super_block *sb, const char *function, const char *fmt, ...);
int ext2_bread(struct super_block *sb, sector_t block, struct buffer_head *bh);
void ext2_write_super(struct super_block *sb);
extern const struct super_operations ext2_sops;

/* balloc.c: blocks */
struct ext2_group_desc *ext2_get_group_desc(struct super_block *sb, unsigned int group, struct buffer_head **bh);
bool ext2_block_ok(struct super_block *sb, u32 block);
int ext2_new_block(struct inode *inode, u32 goal, u32 *block);
void ext2_free_block(struct inode *inode, u32 block);
u32 ext2_count_free_blocks(struct super_block *sb);
int ext2_check_descriptors(struct super_block *sb);

/* ialloc.c: inodes */
struct inode *ext2_new_inode(struct inode *dir, umode_t mode);
void ext2_free_inode(struct inode *inode);
u32 ext2_count_free_inodes(struct super_block *sb);

/* inode.c: one inode, and where its blocks are */
struct inode *ext2_iget(struct super_block *sb, unsigned long ino);
int ext2_check_free(struct super_block *sb, unsigned long ino);
int ext2_write_inode(struct inode *inode, struct writeback_control *wbc);
void ext2_evict_inode(struct inode *inode);
int ext2_get_block(struct inode *inode, sector_t iblock, bool create, sector_t *phys, bool *fresh);
int ext2_setattr(struct dentry *dentry, struct iattr *attr);
int ext2_fsync(struct file *file, loff_t start, loff_t end, int datasync);
void ext2_set_inode_ops(struct inode *inode);
bool ext2_fast_symlink(struct inode *inode);
loff_t ext2_max_size(const struct super_block *sb);
extern const struct address_space_operations ext2_aops;

/* dir.c: entries of a directory, whose i_mutex is held */
int ext2_find_entry(struct inode *dir, const char *name, size_t len, u32 *ino);
int ext2_add_link(struct inode *dir, const char *name, size_t len, struct inode *inode);
int ext2_delete_entry(struct inode *dir, const char *name, size_t len);
int ext2_set_link(struct inode *dir, const char *name, size_t len, struct inode *inode);
int ext2_make_empty(struct inode *dir, struct inode *parent);
int ext2_empty_dir(struct inode *dir);
extern const struct file_operations ext2_dir_operations;

/* namei.c: names */
extern const struct inode_operations ext2_dir_inode_operations;
extern const struct inode_operations ext2_symlink_inode_operations;

#endif
