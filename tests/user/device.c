/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ways in which a driver's mmap can work, each by a small device of this kernel: pages at the first
 * touch, pages inserted by mmap, frames that the driver has, and those at the first touch.  Another kernel
 * hasn't got them.
 */
#include "user.h"

#define DEVICE_PAGES 8

static char *p;

static int touch_in_child(void *unused)
{
	if (p[0] != 'a')
		return 1;
	p[PAGE] = 'c';
	return 0;
}

/* What all have in common.  @keeps: the device has contents that outlive a mapping. */
static void check_device(int minor, int keeps)
{
	long fd;
	char path[32];

	format(path, sizeof(path), "/tmp/device-%d", minor);
	SYS(mknod, path, S_IFCHR | 0600, 240 << 8 | minor);
	fd = SYS(open, path, O_RDWR);
	SYS(unlink, path);
	if (fd < 0) {
		skip("this kernel hasn't got the device");
		return;
	}
	p = map_at(NULL, 4 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(p[3 * PAGE], 0);
	p[0] = 'a';
	CHECK_EQ(in_child(touch_in_child, NULL), 0);
	CHECK_EQ(p[PAGE], 'c');
	if (keeps) {
		char *q = map_at(NULL, PAGE, PROT_READ, MAP_SHARED, fd, PAGE);

		NEED(!IS_ERR(q));
		CHECK_EQ(q[0], 'c');
		unmap(q, PAGE);
		CHECK_EQ((long)map_at(NULL, (DEVICE_PAGES + 1) * PAGE, PROT_READ, MAP_SHARED, fd, 0), -EINVAL);
	}
	/* Such an area doesn't grow, but moves. */
	CHECK_EQ(SYS(mremap, p, 4 * PAGE, 5 * PAGE, MREMAP_MAYMOVE), -EFAULT);
	CHECK_EQ(unmap(p + 2 * PAGE, PAGE), 0);
	CHECK_EQ(p[0], 'a');
	p[0] = p[PAGE] = 0;
	CHECK_EQ(unmap(p, 4 * PAGE), 0);
	SYS(close, fd);
}

/* Pages that come by fault()? */
TEST(device, by_fault)
{
	check_device(0, 1);
}

/* Pages that mmap() puts there? */
TEST(device, by_insert)
{
	check_device(1, 0);
}

/* Frames of the driver's? */
TEST(device, by_remap)
{
	check_device(2, 1);
}

/* The same, one by one when they are touched: uncounted, counted? */
TEST(device, by_pfn)
{
	check_device(3, 1);
}

TEST(device, by_mixed)
{
	check_device(4, 1);
}
