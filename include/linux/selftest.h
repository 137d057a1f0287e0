/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SELFTEST_H
#define _LINUX_SELFTEST_H

/*
 * Runs what selftest= and bench= ask for; @otherwise is the default of selftest=.  Returns
 * the status to end the machine with, or -1 when nothing was asked for.  tests/kernel.
 */
int run_selftests(const char *otherwise);

#endif
