/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * User and group numbers, and capabilities.
 *
 * A process has numbers, can set them and is asked for them; RLIMIT_NPROC and RLIMIT_MEMLOCK look at them,
 * and files' permissions don't.  Everybody has all capabilities.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

SYSCALL_DEFINE0(getuid)
{
	return (long)current->cred.uid;
}

SYSCALL_DEFINE0(geteuid)
{
	return (long)current->cred.euid;
}

SYSCALL_DEFINE0(getgid)
{
	return (long)current->cred.gid;
}

SYSCALL_DEFINE0(getegid)
{
	return (long)current->cred.egid;
}

/* Real, effective and saved number; -1: as it is.  Who isn't root can only change them around. */
static int set_ids(unsigned int *id, unsigned int r, unsigned int e, unsigned int s)
{
	unsigned int new[] = { r, e, s };
	int i;

	for (i = 0; i < 3; i++)
		if (new[i] != -1U && current->cred.euid && new[i] != id[0] && new[i] != id[1] &&
		    new[i] != id[2])
			return -EPERM;
	if (r != -1U)
		id[0] = r;
	if (e != -1U)
		id[1] = id[3] = e;
	if (s != -1U)
		id[2] = s;
	return 0;
}

static_assert(offsetof(struct cred, fsuid) == 3 * sizeof(uid_t));
static_assert(offsetof(struct cred, fsgid) - offsetof(struct cred, gid) == 3 * sizeof(gid_t));

SYSCALL_DEFINE3(setresuid, uid_t, ruid, uid_t, euid, uid_t, suid)
{
	return set_ids(&current->cred.uid, ruid, euid, suid);
}

SYSCALL_DEFINE3(setresgid, gid_t, rgid, gid_t, egid, gid_t, sgid)
{
	return set_ids(&current->cred.gid, rgid, egid, sgid);
}

SYSCALL_DEFINE2(setreuid, uid_t, ruid, uid_t, euid)
{
	return set_ids(&current->cred.uid, ruid, euid, euid);
}

SYSCALL_DEFINE2(setregid, gid_t, rgid, gid_t, egid)
{
	return set_ids(&current->cred.gid, rgid, egid, egid);
}

/* Root's setuid() is for good; others change the effective number only */
SYSCALL_DEFINE1(setuid, uid_t, uid)
{
	return current->cred.euid ? set_ids(&current->cred.uid, -1U, uid, -1U) :
	       set_ids(&current->cred.uid, uid, uid, uid);
}

SYSCALL_DEFINE1(setgid, gid_t, gid)
{
	return current->cred.euid ? set_ids(&current->cred.gid, -1U, gid, -1U) :
	       set_ids(&current->cred.gid, gid, gid, gid);
}

SYSCALL_DEFINE1(setfsuid, uid_t, uid)
{
	uid_t old = current->cred.fsuid;

	if (uid != -1U)
		current->cred.fsuid = uid;
	return (long)old;
}

SYSCALL_DEFINE1(setfsgid, gid_t, gid)
{
	gid_t old = current->cred.fsgid;

	if (gid != -1U)
		current->cred.fsgid = gid;
	return (long)old;
}

static long put_ids(const unsigned int *id, uid_t __user *r, uid_t __user *e, uid_t __user *s)
{
	return put_user(id[0], r) || put_user(id[1], e) || put_user(id[2], s) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(getresuid, uid_t __user *, ruid, uid_t __user *, euid, uid_t __user *, suid)
{
	return put_ids(&current->cred.uid, ruid, euid, suid);
}

SYSCALL_DEFINE3(getresgid, gid_t __user *, rgid, gid_t __user *, egid, gid_t __user *, sgid)
{
	return put_ids(&current->cred.gid, rgid, egid, sgid);
}

/* Nobody is in any other group */
SYSCALL_DEFINE2(getgroups, int, size, gid_t __user *, list)
{
	return size < 0 ? -EINVAL : 0;
}

SYSCALL_DEFINE2(setgroups, int, size, gid_t __user *, list)
{
	return size ? -EINVAL : 0;
}

/* Capabilities: everybody has all of them */
struct cap_header {
	u32 version;
	int pid;
};

struct cap_data {
	u32 effective, permitted, inheritable;
};

#define CAP_VERSION_3	0x20080522
#define CAP_ALL_LOW	0xffffffff
#define CAP_ALL_HIGH	0x0000003f

SYSCALL_DEFINE2(capget, struct cap_header __user *, header, struct cap_data __user *, data)
{
	struct cap_data all[2] = {
		{ CAP_ALL_LOW, CAP_ALL_LOW, 0 }, { CAP_ALL_HIGH, CAP_ALL_HIGH, 0 },
	};
	u32 version;

	if (get_user(version, &header->version))
		return -EFAULT;
	if (version != CAP_VERSION_3) {
		if (put_user((u32)CAP_VERSION_3, &header->version))
			return -EFAULT;
		return data ? -EINVAL : 0;
	}
	return data && copy_to_user(data, all, sizeof(all)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(capset, struct cap_header __user *, header, const struct cap_data __user *, data)
{
	struct cap_data wanted[2];
	u32 version;

	if (get_user(version, &header->version) || copy_from_user(wanted, data, sizeof(wanted)))
		return -EFAULT;
	return version == CAP_VERSION_3 ? 0 : -EINVAL;
}
