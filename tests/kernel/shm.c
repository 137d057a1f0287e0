/* SPDX-License-Identifier: GPL-2.0-only */
/* System V shared memory: that what fails leaves no segment, page or charge, and how identifiers are given */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/shm.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/shmparam.h>
#include "user_mm.h"

asmlinkage long sys_shmget(int key, size_t size, int shmflg);
asmlinkage long sys_shmat(int shmid, unsigned long shmaddr, int shmflg);
asmlinkage long sys_shmdt(unsigned long shmaddr);
asmlinkage long sys_shmctl(int shmid, int cmd, void __user *buf);

static long rmid(long id)
{
	return sys_shmctl((int)id, IPC_RMID, NULL);
}

/* shmctl() with a structure of the kernel's */
static long ctl(long id, int cmd, void *buf)
{
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_shmctl((int)id, cmd, (__force void __user *)buf);
	set_fs(old);
	return ret;
}

static struct shm_info info(void)
{
	struct shm_info in = { };

	EXPECT(ctl(0, SHM_INFO, &in) >= 0);
	return in;
}

static long nattch(long id)
{
	struct shmid64_ds ds;
	long err = ctl(id, IPC_STAT | IPC_64, &ds);

	return err ?: (long)ds.shm_nattch;
}

static long charged(void)
{
	return atomic_long_read(&vm_committed_as);
}

/* When a segment can't be made: is nothing counted or charged? */
SELFTEST(shm, get_fails)
{
	struct shm_info before = info();
	int mode = sysctl_overcommit_memory;
	long commit = charged(), id;

	EXPECT_EQ(sys_shmget(IPC_PRIVATE, 3 * PAGE_SIZE, SHM_HUGETLB), -EINVAL);
	shm_ctlmni = before.used_ids;
	EXPECT_EQ(sys_shmget(IPC_PRIVATE, 3 * PAGE_SIZE, 0), -ENOSPC);
	shm_ctlmni = 4096;
	shm_ctlall = before.shm_tot + 2;
	EXPECT_EQ(sys_shmget(IPC_PRIVATE, 2 * PAGE_SIZE + 1, 0), -ENOSPC);
	shm_ctlall = ULONG_MAX - (1UL << 24);
	sysctl_overcommit_memory = OVERCOMMIT_NEVER;
	EXPECT_EQ(sys_shmget(IPC_PRIVATE, 0xf0000000, 0), -ENOMEM);
	EXPECT_EQ(charged(), commit);
	/* Here SHM_NORESERVE is asked for in vain */
	EXPECT_EQ(sys_shmget(IPC_PRIVATE, 0xf0000000, SHM_NORESERVE), -ENOMEM);
	id = sys_shmget(IPC_PRIVATE, 2 * PAGE_SIZE + 1, SHM_NORESERVE);
	sysctl_overcommit_memory = mode;
	EXPECT_EQ(charged(), commit + 3);
	EXPECT_EQ(info().shm_tot, before.shm_tot + 3);
	EXPECT_EQ(rmid(id), 0);
	EXPECT_EQ(charged(), commit);
	EXPECT_EQ(info().shm_tot, before.shm_tot);
	EXPECT_EQ(info().used_ids, before.used_ids);
}

/* Is the number of pages that segments have together limited, also where it would wrap? */
SELFTEST(shm, total_wraps)
{
	static long ids[5000];
	unsigned int i, n;

	shm_ctlall = ULONG_MAX;
	shm_ctlmni = IPCMNI;
	for (n = 0; n < ARRAY_SIZE(ids); n++) {
		ids[n] = sys_shmget(IPC_PRIVATE, 0xff000000 - PAGE_SIZE, SHM_NORESERVE);
		if (ids[n] < 0)
			break;
	}
	/* 0xfefff pages each */
	EXPECT_EQ(n, 4112);
	EXPECT_EQ(ids[n], -ENOSPC);
	for (i = 0; i < n; i++)
		EXPECT_EQ(rmid(ids[i]), 0);
	shm_ctlmni = 4096;
	shm_ctlall = ULONG_MAX - (1UL << 24);
	EXPECT_EQ(info().shm_tot, 0);
}

/* Many segments: is each found by its key and its id, the lowest free index given, and an id of the past not again? */
SELFTEST(shm, identifiers)
{
	static long ids[200];
	long used = info().used_ids, again;
	struct shmid64_ds ds;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		ids[i] = sys_shmget((int)i + 1000, (i + 1) * PAGE_SIZE, IPC_CREAT | SHM_NORESERVE | 0600);
		EXPECT(ids[i] >= 0);
		EXPECT_EQ(ids[i] % IPCMNI, used + (long)i);
	}
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		EXPECT_EQ(sys_shmget((int)i + 1000, 0, 0), ids[i]);
		EXPECT_EQ(ctl(ids[i], IPC_STAT | IPC_64, &ds), 0);
		EXPECT(ds.shm_segsz == (i + 1) * PAGE_SIZE && ds.shm_perm.seq == ids[i] / IPCMNI);
		EXPECT_EQ(ctl(ids[i] % IPCMNI, SHM_STAT | IPC_64, &ds), ids[i]);
	}
	EXPECT_EQ(ctl(0, SHM_INFO, &(struct shm_info){ }), ids[i - 1] % IPCMNI);
	EXPECT_EQ(rmid(ids[150]), 0);
	EXPECT_EQ(rmid(ids[50]), 0);
	again = sys_shmget(1050, PAGE_SIZE, IPC_CREAT);
	EXPECT_EQ(again % IPCMNI, ids[50] % IPCMNI);
	EXPECT(again != ids[50]);
	ids[50] = again;
	ids[150] = sys_shmget(1150, PAGE_SIZE, IPC_CREAT);
	for (i = 0; i < ARRAY_SIZE(ids); i++)
		EXPECT_EQ(rmid(ids[i]), 0);
	EXPECT_EQ(info().used_ids, used);
}

/* Where shmat() fails after it has counted itself: is the count put right; does a marked segment go with the mm? */
SELFTEST(shm, attach_fails)
{
	long id = sys_shmget(IPC_PRIVATE, 4 * PAGE_SIZE, 0600), before;
	struct mm_struct *mm = user_mm_create();

	ASSERT(mm && id >= 0);
	before = charged();
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(sys_shmat((int)id, USER_ADDR, 0), USER_ADDR);
	EXPECT_EQ(nattch(id), 1);
	EXPECT_EQ(sys_shmat((int)id, USER_ADDR, 0), -EINVAL);
	EXPECT_EQ(nattch(id), 1);
	sysctl_max_map_count = 0;
	EXPECT_EQ(sys_shmat((int)id, USER_ADDR + SHMLBA, 0), -ENOMEM);
	sysctl_max_map_count = DEFAULT_MAX_MAP_COUNT;
	EXPECT_EQ(nattch(id), 1);
	EXPECT_EQ(user_write(USER_ADDR, 5), 0);
	EXPECT_EQ(sys_shmat((int)id, USER_ADDR + SHMLBA, SHM_RDONLY), USER_ADDR + SHMLBA);
	EXPECT_EQ(user_read(USER_ADDR + SHMLBA), 5);
	EXPECT_EQ(charged(), before);
	EXPECT_EQ(rmid(id), 0);
	EXPECT_EQ(sys_shmdt(USER_ADDR), 0);
	EXPECT_EQ(nattch(id), 1);
	user_mm_leave(mm);
	user_mm_destroy(mm);
	EXPECT_EQ(nattch(id), -EINVAL);
	EXPECT_EQ(charged(), before - 4);
}
