/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Domains: sixteen classes of first-level entries, each with two bits of the DACR that can
 * take away access at once.  User tables are in a domain of their own, which the kernel closes
 * except inside the uaccess routines (article 3.5.1; ARM ARM B3.7.3).
 */
#ifndef _ASM_DOMAIN_H
#define _ASM_DOMAIN_H

#define DOMAIN_KERNEL		0
#define DOMAIN_USER		1
#define DOMAIN_IO		2

#define DOMAIN_NOACCESS		0
#define DOMAIN_CLIENT		1	/* the permissions of the entries count */
#define DOMAIN_MANAGER		3	/* they don't: never used */

#define domain_val(dom, type)	((type) << (2 * (dom)))
#define domain_mask(dom)	(3 << (2 * (dom)))

/*
 * While the kernel runs, and while user code or a uaccess routine does.  A debugger sees what the processor
 * may access: in the image for stepping user memory is always open, and a domain that nothing is in tells
 * the two apart.
 */
#ifdef CONFIG_STEP
#define DOMAIN_OPENED		3	/* the one that nothing is in */
#define USER_IN_KERNEL		DOMAIN_CLIENT
#else
#define DOMAIN_OPENED		DOMAIN_USER
#define USER_IN_KERNEL		DOMAIN_NOACCESS
#endif
#define DACR_KERNEL							\
	(domain_val(DOMAIN_KERNEL, DOMAIN_CLIENT) |			\
	 domain_val(DOMAIN_IO, DOMAIN_CLIENT) |				\
	 domain_val(DOMAIN_USER, USER_IN_KERNEL))
#define DACR_UACCESS							\
	(DACR_KERNEL | domain_val(DOMAIN_OPENED, DOMAIN_CLIENT))

#ifndef __ASSEMBLY__

static inline unsigned int get_domain(void)
{
	unsigned int domain;

	__asm__("mrc p15, 0, %0, c3, c0, 0	@ DACR" : "=r" (domain));
	return domain;
}

static inline void set_domain(unsigned int val)
{
	__asm__ __volatile__("mcr p15, 0, %0, c3, c0, 0	@ DACR\n	isb"
			     : : "r" (val) : "memory");
}

#endif
#endif
