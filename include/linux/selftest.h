/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SELFTEST_H
#define _LINUX_SELFTEST_H

#include <linux/types.h>

/* Do selftest= or bench= ask for a run?  Then it takes the place of the first program.  tests/kernel/selftest.c */
bool selftests_asked(void);

/* Runs what they ask for; @otherwise is the default of selftest=.  Returns the status to end the machine with. */
int run_selftests(const char *otherwise);

#endif
