/* SPDX-License-Identifier: GPL-2.0-only */
/* System V shared memory (kernel/posix/shm.c): what programs, the rest of the kernel and /proc know of it */
#ifndef _LINUX_SHM_H
#define _LINUX_SHM_H

#include <linux/list.h>
#include <linux/types.h>

struct seq_file;
struct task_struct;

/* shmget(2): what may be or-ed to the permissions; IPC_PRIVATE is a key */
#define IPC_PRIVATE	0
#define IPC_CREAT	01000
#define IPC_EXCL	02000
#define SHM_HUGETLB	04000
#define SHM_NORESERVE	010000

/* shmat(2) */
#define SHM_RDONLY	010000
#define SHM_RND		020000		/* the address is rounded down to a multiple of SHMLBA */
#define SHM_REMAP	040000		/* what is mapped there goes */
#define SHM_EXEC	0100000

/* shmctl(2) */
#define IPC_RMID	0
#define IPC_SET		1
#define IPC_STAT	2
#define IPC_INFO	3
#define SHM_LOCK	11
#define SHM_UNLOCK	12
#define SHM_STAT	13
#define SHM_INFO	14
#define SHM_STAT_ANY	15
#define IPC_64		0x0100		/* with the structures below, not those of old */

/* ... and in shm_perm.mode, beside the permissions */
#define SHM_DEST	01000		/* goes with its last attachment */
#define SHM_LOCKED	02000

struct ipc64_perm {
	s32 key;
	u32 uid, gid;
	u32 cuid, cgid;			/* the creator's */
	u16 mode, pad1;
	u16 seq, pad2;
	u32 unused[2];
};

struct shmid64_ds {
	struct ipc64_perm shm_perm;
	u32 shm_segsz;			/* bytes */
	u32 shm_atime, shm_atime_high;
	u32 shm_dtime, shm_dtime_high;
	u32 shm_ctime, shm_ctime_high;
	s32 shm_cpid, shm_lpid;		/* who made it; who attached or detached it last */
	u32 shm_nattch;
	u32 unused[2];
};

struct shminfo64 {
	u32 shmmax, shmmin, shmmni, shmseg, shmall;
	u32 unused[4];
};

struct shm_info {
	s32 used_ids;
	u32 shm_tot, shm_rss, shm_swp;	/* pages */
	u32 swap_attempts, swap_successes;
};

/* Of a task */
struct sysv_shm {
	struct list_head shm_clist;	/* the segments that it has made */
};

/* kernel.shmmax, shmall, shmmni, shm_rmid_forced */
#define IPCMNI	32768			/* identifiers there can be */
extern unsigned long shm_ctlmax, shm_ctlall;
extern int shm_ctlmni, shm_rmid_forced;
void shm_destroy_orphaned(void);

void shm_init_task(struct task_struct *task);
void exit_shm(struct task_struct *task);
int show_sysvipc_shm(struct seq_file *m, struct task_struct *task);

#endif
