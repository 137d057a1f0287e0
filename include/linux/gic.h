/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_GIC_H
#define _LINUX_GIC_H

int gic_of_init(void);

/* Makes the software-generated interrupt @irq, 0 to 15, pending on this processor. */
void gic_send_sgi(unsigned int irq);

#endif
