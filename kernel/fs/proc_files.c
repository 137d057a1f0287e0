/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of /proc say: the tables, and the text of those that aren't about one address space */
#include <linux/binfmts.h>
#include <linux/blkdev.h>
#include <linux/fault-inject.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/oom.h>
#include <linux/ptdump.h>
#include <linux/shm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/sysinfo.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include <asm/elf.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include "proc.h"

#define K(pages)	((unsigned long)(pages) << (PAGE_SHIFT - 10))

static unsigned long ns_to_ticks(u64 ns)
{
	return (unsigned long)div_u64(ns, NSEC_PER_SEC / USER_HZ);
}

/* ------------------------------------------------------------------ memory */

/* What could be had without swapping: free, less the reserves, and half of the page cache */
static unsigned long available_pages(unsigned long free)
{
	struct zone *zone;
	unsigned long reserve = 0;

	for_each_populated_zone(zone)
		reserve += low_wmark_pages(zone);
	return free > reserve ? free - reserve : 0;
}

static int show_meminfo(struct seq_file *m, struct task_struct *task)
{
	struct sysinfo i = { };
	unsigned long lru[5];
	int n;

	si_meminfo(&i);
	si_swapinfo(&i);
	for (n = 0; n < 5; n++)
		lru[n] = global_page_state((enum zone_stat_item)(NR_LRU_BASE + n));
	seq_printf(m, "MemTotal:       %8lu kB\n", K(i.totalram));
	seq_printf(m, "MemFree:        %8lu kB\n", K(i.freeram));
	seq_printf(m, "MemAvailable:   %8lu kB\n", K(available_pages(i.freeram)));
	seq_printf(m, "Buffers:        %8lu kB\n", K(i.bufferram));
	seq_printf(m, "Cached:         %8lu kB\n", K(global_page_state(NR_FILE_PAGES) - total_swapcache_pages()));
	seq_printf(m, "SwapCached:     %8lu kB\n", K(total_swapcache_pages()));
	seq_printf(m, "Active:         %8lu kB\n", K(lru[1] + lru[3]));
	seq_printf(m, "Inactive:       %8lu kB\n", K(lru[0] + lru[2]));
	seq_printf(m, "Active(anon):   %8lu kB\n", K(lru[1]));
	seq_printf(m, "Inactive(anon): %8lu kB\n", K(lru[0]));
	seq_printf(m, "Active(file):   %8lu kB\n", K(lru[3]));
	seq_printf(m, "Inactive(file): %8lu kB\n", K(lru[2]));
	seq_printf(m, "Unevictable:    %8lu kB\n", K(lru[4]));
	seq_printf(m, "Mlocked:        %8lu kB\n", K(global_page_state(NR_MLOCK)));
	seq_printf(m, "HighTotal:      %8lu kB\n", K(i.totalhigh));
	seq_printf(m, "HighFree:       %8lu kB\n", K(i.freehigh));
	seq_printf(m, "LowTotal:       %8lu kB\n", K(i.totalram - i.totalhigh));
	seq_printf(m, "LowFree:        %8lu kB\n", K(i.freeram - i.freehigh));
	seq_printf(m, "SwapTotal:      %8lu kB\n", K(i.totalswap));
	seq_printf(m, "SwapFree:       %8lu kB\n", K(i.freeswap));
	seq_printf(m, "Dirty:          %8lu kB\n", K(global_page_state(NR_FILE_DIRTY)));
	seq_printf(m, "Writeback:      %8lu kB\n", K(global_page_state(NR_WRITEBACK)));
	seq_printf(m, "AnonPages:      %8lu kB\n", K(global_page_state(NR_ANON_PAGES)));
	seq_printf(m, "Mapped:         %8lu kB\n", K(global_page_state(NR_FILE_MAPPED)));
	seq_printf(m, "Shmem:          %8lu kB\n", K(i.sharedram));
	seq_printf(m, "Slab:           %8lu kB\n", K(global_page_state(NR_SLAB_RECLAIMABLE) +
						     global_page_state(NR_SLAB_UNRECLAIMABLE)));
	seq_printf(m, "SReclaimable:   %8lu kB\n", K(global_page_state(NR_SLAB_RECLAIMABLE)));
	seq_printf(m, "SUnreclaim:     %8lu kB\n", K(global_page_state(NR_SLAB_UNRECLAIMABLE)));
	seq_printf(m, "KernelStack:    %8lu kB\n", global_page_state(NR_KERNEL_STACK) * THREAD_SIZE / 1024);
	seq_printf(m, "PageTables:     %8lu kB\n", K(global_page_state(NR_PAGETABLE)));
	seq_printf(m, "NFS_Unstable:   %8lu kB\n", 0UL);
	seq_printf(m, "Bounce:         %8lu kB\n", 0UL);
	seq_printf(m, "WritebackTmp:   %8lu kB\n", 0UL);
	seq_printf(m, "CommitLimit:    %8lu kB\n", K(vm_commit_limit()));
	seq_printf(m, "Committed_AS:   %8lu kB\n", K(atomic_long_read(&vm_committed_as)));
	seq_printf(m, "VmallocTotal:   %8lu kB\n", (unsigned long)(VMALLOC_END - VMALLOC_START) >> 10);
	seq_printf(m, "VmallocUsed:    %8lu kB\n", 0UL);
	seq_printf(m, "VmallocChunk:   %8lu kB\n", 0UL);
	return 0;
}

/* Makes an entry's show() of a function that doesn't ask for a task */
#define SHOW(name, function)						\
	static int show_##name(struct seq_file *m, struct task_struct *task) \
	{								\
		function(m);						\
		return 0;						\
	}

SHOW(buddyinfo, buddyinfo_show)
SHOW(zoneinfo, zoneinfo_show)
SHOW(vmstat, vmstat_show)
SHOW(slabinfo, slabinfo_show)
SHOW(swaps, swaps_show)
SHOW(vmallocinfo, vmallocinfo_show)
SHOW(kernel_page_tables, ptdump_show)
SHOW(invariants, invariants_show)
#ifdef CONFIG_LOCKDEP
SHOW(lockdep, lockdep_show)
#endif

static int show_iomem(struct seq_file *m, struct task_struct *task)
{
	struct memblock_region *r;
	phys_addr_t code = __pa(_stext), data = __pa(_sdata);

	for_each_memblock(memory, r) {
		seq_printf(m, "%08x-%08x : System RAM\n", r->base, r->base + r->size - 1);
		if (code < r->base || code >= r->base + r->size)
			continue;
		seq_printf(m, "  %08x-%08lx : Kernel code\n", code, __pa(_etext) - 1UL);
		seq_printf(m, "  %08x-%08lx : Kernel data\n", data, __pa(_end) - 1UL);
	}
	return 0;
}

/* ------------------------------------------------------------------ the machine */

static int show_uptime(struct seq_file *m, struct task_struct *task)
{
	u32 rem;
	u64 sec = div_u64_rem(sched_clock(), NSEC_PER_SEC, &rem);

	seq_printf(m, "%llu.%02u %lu.%02lu\n", sec, rem / 10000000,
		   ns_to_ticks(init_task.stime) / 100, ns_to_ticks(init_task.stime) % 100);
	return 0;
}

static int show_loadavg(struct seq_file *m, struct task_struct *task)
{
	unsigned int threads = 0;
	struct task_struct *p;

	spin_lock(&tasklist_lock);
	for_each_process(p)
		threads += (unsigned int)p->signal->nr_threads;
	spin_unlock(&tasklist_lock);
	seq_printf(m, "0.00 0.00 0.00 %u/%u %d\n", nr_running() + 1, threads, last_pid);
	return 0;
}

static int show_stat(struct seq_file *m, struct task_struct *task)
{
	u64 user = 0, system = 0;
	struct task_struct *p;

	spin_lock(&tasklist_lock);
	for_each_process(p) {
		user += p->utime + p->signal->utime + p->signal->cutime;
		system += p->stime + p->signal->stime + p->signal->cstime;
	}
	spin_unlock(&tasklist_lock);
	seq_printf(m, "cpu  %lu 0 %lu %lu 0 0 0 0 0 0\n", ns_to_ticks(user), ns_to_ticks(system),
		   ns_to_ticks(init_task.stime));
	seq_printf(m, "cpu0 %lu 0 %lu %lu 0 0 0 0 0 0\n", ns_to_ticks(user), ns_to_ticks(system),
		   ns_to_ticks(init_task.stime));
	seq_printf(m, "ctxt %lu\nbtime 0\nprocesses %lu\nprocs_running %u\nprocs_blocked 0\n",
		   nr_context_switches(), total_forks, nr_running() + 1);
	return 0;
}

static int show_version(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%s version %s (gcc version %s) %s\n", init_uts.sysname, init_uts.release,
		   __VERSION__, init_uts.version);
	return 0;
}

static int show_cpuinfo(struct seq_file *m, struct task_struct *task)
{
	static const struct { unsigned int bit; const char *name; } features[] = {
		{ HWCAP_HALF, "half" }, { HWCAP_THUMB, "thumb" }, { HWCAP_FAST_MULT, "fastmult" },
		{ HWCAP_VFP, "vfp" }, { HWCAP_EDSP, "edsp" }, { HWCAP_NEON, "neon" },
		{ HWCAP_VFPv3, "vfpv3" }, { HWCAP_TLS, "tls" }, { HWCAP_VFPv4, "vfpv4" },
		{ HWCAP_IDIVA, "idiva" }, { HWCAP_IDIVT, "idivt" }, { HWCAP_VFPD32, "vfpd32" },
	};
	unsigned int i;

	seq_printf(m, "processor\t: 0\nmodel name\t: ARMv7 Processor rev %u (v7l)\n", processor_id & 15);
	seq_puts(m, "Features\t: ");
	for (i = 0; i < ARRAY_SIZE(features); i++)
		if (elf_hwcap & features[i].bit)
			seq_printf(m, "%s ", features[i].name);
	seq_printf(m, "\nCPU implementer\t: 0x%02x\nCPU architecture: 7\nCPU variant\t: 0x%x\n"
		   "CPU part\t: 0x%03x\nCPU revision\t: %u\n\nHardware\t: %s\n", processor_id >> 24,
		   processor_id >> 20 & 15, processor_id >> 4 & 0xfff, processor_id & 15, machine_name);
	return 0;
}

static int show_filesystems(struct seq_file *m, struct task_struct *task)
{
	show_file_systems(m);
	return 0;
}

static int show_partition(struct block_device *bdev, void *m)
{
	seq_printf(m, "%4u  %7u %10llu %s\n", MAJOR(bdev->bd_dev), MINOR(bdev->bd_dev),
		   (unsigned long long)bdev->bd_nr_sectors / 2, bdev->bd_name);
	return 0;
}

/* Disks, in KiB */
static int show_partitions(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "major minor  #blocks  name\n\n");
	return for_each_disk(show_partition, m);
}

static int show_mounts(struct seq_file *m, struct task_struct *task)
{
	return show_mount_table(m);
}

static int show_cmdline(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%s\n", boot_command_line);
	return 0;
}

/* ------------------------------------------------------------------ a process */

/* Text from [start, end) of the task's memory, NULs and all */
static int show_user_range(struct seq_file *m, struct task_struct *task, bool environment)
{
	struct mm_struct *mm = get_task_mm(task);
	unsigned long start, end;
	size_t len;
	int n;

	if (!mm)
		return 0;
	start = environment ? mm->env_start : mm->arg_start;
	end = environment ? mm->env_end : mm->arg_end;
	len = end - start;
	if (start && end > start) {
		if (len >= m->size - m->count) {
			m->count = m->size;	/* again, with a larger buffer */
		} else {
			n = access_process_vm(task, start, m->buf + m->count, (int)len, 0);
			m->count += n > 0 ? (size_t)n : 0;
		}
	}
	mmput(mm);
	return 0;
}

static int show_task_cmdline(struct seq_file *m, struct task_struct *task)
{
	return show_user_range(m, task, false);
}

static int show_environ(struct seq_file *m, struct task_struct *task)
{
	return show_user_range(m, task, true);
}

static int show_auxv(struct seq_file *m, struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);
	unsigned int n = 0;

	if (!mm)
		return 0;
	do {
		n += 2;
	} while (mm->saved_auxv[n - 2]);
	if (n * sizeof(long) >= m->size - m->count) {
		m->count = m->size;
	} else {
		memcpy(m->buf + m->count, mm->saved_auxv, n * sizeof(long));
		m->count += n * sizeof(long);
	}
	mmput(mm);
	return 0;
}

static int show_comm(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%s\n", task->comm);
	return 0;
}

static ssize_t write_comm(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos)
{
	char comm[TASK_COMM_LEN] = "";

	if (copy_from_user(comm, buf, min(count, sizeof(comm) - 1)))
		return -EFAULT;
	comm[strcspn(comm, "\n")] = '\0';
	set_task_comm(task, comm);
	return (ssize_t)count;
}

static const char *task_state(const struct task_struct *t)
{
	if (t->exit_state == EXIT_ZOMBIE)
		return "Z (zombie)";
	if (t->exit_state)
		return "X (dead)";
	if (t->state & __TASK_STOPPED)
		return "T (stopped)";
	if (t->state & TASK_UNINTERRUPTIBLE)
		return "D (disk sleep)";
	return t->state & TASK_INTERRUPTIBLE ? "S (sleeping)" : "R (running)";
}

static void show_sigset(struct seq_file *m, const char *name, const sigset_t *set)
{
	seq_printf(m, "%s:\t%08lx%08lx\n", name, set->sig[1], set->sig[0]);
}

/* Signals that are ignored, and those that are caught */
static void collect_actions(struct task_struct *task, sigset_t *ign, sigset_t *cgt)
{
	int i;

	sigemptyset(ign);
	sigemptyset(cgt);
	if (!task->sighand)
		return;
	for (i = 1; i <= _NSIG; i++) {
		__sighandler_t h = task->sighand->action[i - 1].sa.sa_handler;

		if (h == SIG_IGN)
			sigaddset(ign, i);
		else if (h != SIG_DFL)
			sigaddset(cgt, i);
	}
}

static int show_status(struct seq_file *m, struct task_struct *task)
{
	const struct cred *c = &task->cred;
	struct mm_struct *mm = get_task_mm(task);
	sigset_t ign, cgt;

	seq_printf(m, "Name:\t%s\nState:\t%s\nTgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n",
		   task->comm, task_state(task), task->tgid, task->pid, task->real_parent->tgid);
	seq_printf(m, "Uid:\t%u\t%u\t%u\t%u\nGid:\t%u\t%u\t%u\t%u\n", c->uid, c->euid, c->suid, c->fsuid,
		   c->gid, c->egid, c->sgid, c->fsgid);
	seq_printf(m, "FDSize:\t%u\nGroups:\t \n", task->files ? task->files->max_fds : 0);
	if (mm) {
		task_mem(m, mm);
		mmput(mm);
	}
	seq_printf(m, "Threads:\t%d\nSigQ:\t0/%lu\n", task->signal->nr_threads,
		   task->signal->rlim[RLIMIT_NPROC].rlim_cur);
	show_sigset(m, "SigPnd", &task->pending.signal);
	show_sigset(m, "ShdPnd", &task->signal->shared_pending.signal);
	show_sigset(m, "SigBlk", &task->blocked);
	collect_actions(task, &ign, &cgt);
	show_sigset(m, "SigIgn", &ign);
	show_sigset(m, "SigCgt", &cgt);
	seq_puts(m, "CapInh:\t0000000000000000\nCapPrm:\t0000003fffffffff\nCapEff:\t0000003fffffffff\n"
		 "CapBnd:\t0000003fffffffff\nCapAmb:\t0000000000000000\nSeccomp:\t0\n"
		 "Cpus_allowed:\t1\nCpus_allowed_list:\t0\n");
	seq_printf(m, "voluntary_ctxt_switches:\t%lu\nnonvoluntary_ctxt_switches:\t%lu\n", task->nvcsw,
		   task->nivcsw);
	return 0;
}

static int show_task_stat(struct seq_file *m, struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);
	struct signal_struct *sig = task->signal;
	unsigned long min_flt = sig->min_flt, maj_flt = sig->maj_flt;
	u64 utime = sig->utime, stime = sig->stime;
	sigset_t ign, cgt;
	struct task_struct *t;

	/* All threads, those that have ended and those that haven't */
	spin_lock(&tasklist_lock);
	for_each_thread(task, t) {
		min_flt += t->min_flt;
		maj_flt += t->maj_flt;
		utime += t->utime;
		stime += t->stime;
	}
	spin_unlock(&tasklist_lock);
	collect_actions(task, &ign, &cgt);
	seq_printf(m, "%d (%s) %c %d %d %d 0 -1 %u %lu %lu %lu %lu ", task->pid, task->comm,
		   task_state(task)[0], task->real_parent->tgid, sig->pgrp, sig->session, task->flags,
		   min_flt, sig->cmin_flt, maj_flt, sig->cmaj_flt);
	seq_printf(m, "%lu %lu %lu %lu 20 0 %d 0 %lu ", ns_to_ticks(utime), ns_to_ticks(stime), ns_to_ticks(sig->cutime),
		   ns_to_ticks(sig->cstime), sig->nr_threads, ns_to_ticks(task->start_time));
	seq_printf(m, "%lu %lu %lu %lu %lu %lu 0 0 ", mm ? mm->total_vm << PAGE_SHIFT : 0,
		   mm ? get_mm_rss(mm) : 0, sig->rlim[RLIMIT_RSS].rlim_cur, mm ? mm->start_code : 0,
		   mm ? mm->end_code : 0, mm ? mm->start_stack : 0);
	seq_printf(m, "%lu %lu %lu %lu 0 0 0 %d 0 0 0 0 0 0 ", task->pending.signal.sig[0],
		   task->blocked.sig[0], ign.sig[0], cgt.sig[0], task->exit_signal);
	seq_printf(m, "%lu %lu %lu %lu %lu %lu %lu %ld\n", mm ? mm->start_data : 0, mm ? mm->end_data : 0,
		   mm ? mm->start_brk : 0, mm ? mm->arg_start : 0, mm ? mm->arg_end : 0,
		   mm ? mm->env_start : 0, mm ? mm->env_end : 0, task->exit_code);
	if (mm)
		mmput(mm);
	return 0;
}

static int show_limits(struct seq_file *m, struct task_struct *task)
{
	static const struct { const char *name, *unit; } names[RLIM_NLIMITS] = {
		{ "Max cpu time", "seconds" }, { "Max file size", "bytes" }, { "Max data size", "bytes" },
		{ "Max stack size", "bytes" }, { "Max core file size", "bytes" },
		{ "Max resident set", "bytes" }, { "Max processes", "processes" },
		{ "Max open files", "files" }, { "Max locked memory", "bytes" },
		{ "Max address space", "bytes" }, { "Max file locks", "locks" },
		{ "Max pending signals", "signals" }, { "Max msgqueue size", "bytes" },
		{ "Max nice priority", "" }, { "Max realtime priority", "" }, { "Max realtime timeout", "us" },
	};
	const struct rlimit *rlim = task->signal->rlim;
	char soft[24], hard[24];
	int i;

	seq_printf(m, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
	for (i = 0; i < RLIM_NLIMITS; i++) {
		snprintf(soft, sizeof(soft), rlim[i].rlim_cur == RLIM_INFINITY ? "unlimited" : "%lu",
			 rlim[i].rlim_cur);
		snprintf(hard, sizeof(hard), rlim[i].rlim_max == RLIM_INFINITY ? "unlimited" : "%lu",
			 rlim[i].rlim_max);
		seq_printf(m, "%-25s %-20s %-20s ", names[i].name, soft, hard);
		seq_printf(m, *names[i].unit ? "%-10s\n" : "\n", names[i].unit);
	}
	return 0;
}

static int show_oom_score(struct seq_file *m, struct task_struct *task)
{
	const unsigned long totalpages = totalram_pages + total_swap_pages;

	spin_lock(&tasklist_lock);
	seq_printf(m, "%lu\n", oom_badness(task, totalpages) * 1000 / max(totalpages, 1UL));
	spin_unlock(&tasklist_lock);
	return 0;
}

static int show_oom_score_adj(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%d\n", task->signal->oom_score_adj);
	return 0;
}

static ssize_t write_oom_score_adj(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos)
{
	char text[16];
	int adj;

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, count))
		return -EFAULT;
	text[count] = '\0';
	if (kstrtoint(strim(text), 0, &adj) || adj < OOM_SCORE_ADJ_MIN || adj > OOM_SCORE_ADJ_MAX)
		return -EINVAL;
	if (adj < task->signal->oom_score_adj && !capable(CAP_SYS_RESOURCE))
		return -EACCES;
	task->signal->oom_score_adj = adj;
	return (ssize_t)count;
}

/* Without memory of its own, which would count */
static ssize_t read_fail_nth(struct task_struct *task, char __user *buf, size_t count, loff_t *pos)
{
	char text[16];
	loff_t len = snprintf(text, sizeof(text), "%u\n", task->fail_nth);

	if (*pos >= len)
		return 0;
	count = min(count, (size_t)(len - *pos));
	if (copy_to_user(buf, text + (size_t)*pos, count))
		return -EFAULT;
	*pos += count;
	return (ssize_t)count;
}

static ssize_t write_fail_nth(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos)
{
	char text[16];
	unsigned int n;
	int err;

	count = min(count, sizeof(text) - 1);
	if (copy_from_user(text, buf, count))
		return -EFAULT;
	text[count] = '\0';
	err = kstrtouint(strim(text), 0, &n);
	if (err)
		return err;
	set_fail_nth(task, n);
	return (ssize_t)count;
}

static struct dentry *exe_link(struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);
	struct dentry *dentry = mm && mm->exe_file ? dget(mm->exe_file->f_dentry) : NULL;

	if (mm)
		mmput(mm);
	return dentry;
}

static struct dentry *cwd_link(struct task_struct *task)
{
	return task->fs ? dget(task->fs->pwd) : NULL;
}

static struct dentry *root_link(struct task_struct *task)
{
	return task->fs ? dget(task->fs->root) : NULL;
}

const struct proc_entry proc_task_table[] = {
	PROC_SHOW("auxv", 0400, show_auxv),
	{ .name = "clear_refs", .mode = S_IFREG | 0200, .write = clear_refs_write },
	PROC_SHOW("cmdline", 0444, show_task_cmdline),
	{ .name = "comm", .mode = S_IFREG | 0644, .show = show_comm, .write = write_comm },
	{ .name = "cwd", .mode = S_IFLNK | 0777, .link = cwd_link },
	PROC_SHOW("environ", 0400, show_environ),
	{ .name = "exe", .mode = S_IFLNK | 0777, .link = exe_link },
	{ .name = "fail-nth", .mode = S_IFREG | 0644, .read = read_fail_nth, .write = write_fail_nth },
	PROC_SHOW("limits", 0444, show_limits),
	PROC_VMAS("maps", 0444, &proc_pid_maps_op),
	{ .name = "mem", .mode = S_IFREG | 0600, .read = mem_read, .write = mem_write },
	PROC_SHOW("mounts", 0444, show_mounts),
	PROC_SHOW("oom_score", 0444, show_oom_score),
	{ .name = "oom_score_adj", .mode = S_IFREG | 0644, .show = show_oom_score_adj, .write = write_oom_score_adj },
	{ .name = "pagemap", .mode = S_IFREG | 0400, .read = pagemap_read },
	{ .name = "root", .mode = S_IFLNK | 0777, .link = root_link },
	PROC_VMAS("smaps", 0444, &proc_pid_smaps_op),
	PROC_SHOW("smaps_rollup", 0444, show_smaps_rollup),
	PROC_SHOW("stat", 0444, show_task_stat),
	PROC_SHOW("statm", 0444, show_statm),
	PROC_SHOW("status", 0444, show_status),
};
const unsigned int proc_task_entries = ARRAY_SIZE(proc_task_table);

/* ------------------------------------------------------------------ sys */

static int show_ostype(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%s\n", init_uts.sysname);
	return 0;
}

static int show_osrelease(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%s\n", init_uts.release);
	return 0;
}

static int show_hostname(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%s\n", init_uts.nodename);
	return 0;
}

static int show_pid_max(struct seq_file *m, struct task_struct *task)
{
	seq_puts(m, "32768\n");
	return 0;
}

static int sysctl_mmap_min_addr_int(struct seq_file *m, struct task_struct *task)
{
	seq_printf(m, "%lu\n", mmap_min_addr);
	return 0;
}

static void shm_rmid_forced_changed(void)
{
	if (shm_rmid_forced)
		shm_destroy_orphaned();
}

/* Of a limit in per cent and the same in bytes, the one that was set last counts; the other one is 0 */
static void dirty_ratio_changed(void)
{
	vm_dirty_bytes = 0;
}

static void dirty_bytes_changed(void)
{
	vm_dirty_ratio = 0;
}

static void dirty_background_ratio_changed(void)
{
	dirty_background_bytes = 0;
}

static void dirty_background_bytes_changed(void)
{
	dirty_background_ratio = 0;
}

static void dirty_writeback_interval_changed(void)
{
	wakeup_flusher_threads(0);
}

#define SYSCTL_CHANGED(n, kind, var, hi, fn)				\
	{ .name = n, .mode = S_IFREG | 0644, .kind = &(var), .max = hi, .changed = fn }

static const struct proc_entry sys_vm_table[] = {
	SYSCTL_CHANGED("dirty_background_bytes", sysctl_ulong, dirty_background_bytes, 0, dirty_background_bytes_changed),
	SYSCTL_CHANGED("dirty_background_ratio", sysctl, dirty_background_ratio, 100, dirty_background_ratio_changed),
	SYSCTL_CHANGED("dirty_bytes", sysctl_ulong, vm_dirty_bytes, 0, dirty_bytes_changed),
	PROC_SYSCTL("dirty_expire_centisecs", dirty_expire_interval, 0, 100000000),
	SYSCTL_CHANGED("dirty_ratio", sysctl, vm_dirty_ratio, 100, dirty_ratio_changed),
	{ .name = "dirty_writeback_centisecs", .mode = S_IFREG | 0644, .sysctl = &dirty_writeback_interval,
	  .max = 100000000, .changed = dirty_writeback_interval_changed },
	{ .name = "drop_caches", .mode = S_IFREG | 0644, .sysctl = &sysctl_drop_caches, .min = 1, .max = 3,
	  .changed = drop_caches },
	PROC_SYSCTL("legacy_va_layout", sysctl_legacy_va_layout, 0, 1),
	PROC_SYSCTL("max_map_count", sysctl_max_map_count, 0, INT_MAX),
	SYSCTL_CHANGED("min_free_kbytes", sysctl, min_free_kbytes, INT_MAX, setup_per_zone_wmarks),
	PROC_SHOW("mmap_min_addr", 0444, sysctl_mmap_min_addr_int),
	PROC_SYSCTL("overcommit_memory", sysctl_overcommit_memory, 0, 2),
	PROC_SYSCTL("overcommit_ratio", sysctl_overcommit_ratio, 0, INT_MAX),
	PROC_SYSCTL("page-cluster", page_cluster, 0, 10),
	PROC_SYSCTL("swappiness", vm_swappiness, 0, 100),
	PROC_SYSCTL("vfs_cache_pressure", sysctl_vfs_cache_pressure, 0, INT_MAX),
};

static const struct proc_entry sys_kernel_table[] = {
	PROC_SHOW("hostname", 0444, show_hostname),
	PROC_SHOW("osrelease", 0444, show_osrelease),
	PROC_SHOW("ostype", 0444, show_ostype),
	PROC_SHOW("pid_max", 0444, show_pid_max),
	PROC_SYSCTL("randomize_va_space", randomize_va_space, 0, 2),
	{ .name = "shm_rmid_forced", .mode = S_IFREG | 0644, .sysctl = &shm_rmid_forced, .max = 1,
	  .changed = shm_rmid_forced_changed },
	PROC_SYSCTL_ULONG("shmall", shm_ctlall),
	PROC_SYSCTL_ULONG("shmmax", shm_ctlmax),
	PROC_SYSCTL("shmmni", shm_ctlmni, 0, IPCMNI),
};

static const struct proc_entry sysvipc_table[] = {
	PROC_SHOW("shm", 0444, show_sysvipc_shm),
};

static const struct proc_entry sys_table[] = {
	PROC_DIR("kernel", sys_kernel_table),
	PROC_DIR("vm", sys_vm_table),
};

const struct proc_entry proc_root_table[] = {
	PROC_SHOW("buddyinfo", 0444, show_buddyinfo),
	PROC_SHOW("cmdline", 0444, show_cmdline),
	PROC_SHOW("cpuinfo", 0444, show_cpuinfo),
	PROC_SHOW("filesystems", 0444, show_filesystems),
	PROC_SHOW("invariants", 0400, show_invariants),
	PROC_SHOW("iomem", 0444, show_iomem),
	PROC_SHOW("kernel_page_tables", 0400, show_kernel_page_tables),
	PROC_SHOW("loadavg", 0444, show_loadavg),
#ifdef CONFIG_LOCKDEP
	PROC_SHOW("lockdep", 0400, show_lockdep),
#endif
	PROC_SHOW("meminfo", 0444, show_meminfo),
	PROC_SHOW("mounts", 0444, show_mounts),
	PROC_SHOW("partitions", 0444, show_partitions),
	PROC_SHOW("slabinfo", 0400, show_slabinfo),
	PROC_SHOW("stat", 0444, show_stat),
	PROC_SHOW("swaps", 0444, show_swaps),
	PROC_DIR("sys", sys_table),
	PROC_DIR("sysvipc", sysvipc_table),
	PROC_SHOW("uptime", 0444, show_uptime),
	PROC_SHOW("version", 0444, show_version),
	PROC_SHOW("vmallocinfo", 0400, show_vmallocinfo),
	PROC_SHOW("vmstat", 0444, show_vmstat),
	PROC_SHOW("zoneinfo", 0444, show_zoneinfo),
};
const unsigned int proc_root_entries = ARRAY_SIZE(proc_root_table);
