/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A function for GNU make, which loads this: $(exit-status N) ends make at once with status N, unless N is 0.
 * What make itself would end with is 2, whatever the status of the command that failed.
 */
#include <gnumake.h>
#include <stdlib.h>

int plugin_is_GPL_compatible;
int exit_status_gmk_setup(void);

static char *exit_status(const char *name, unsigned int argc, char **argv)
{
	int status = atoi(argv[0]);

	(void)name;
	(void)argc;
	if (status)
		exit(status);
	return NULL;
}

/* make calls the function that is named after the file */
int exit_status_gmk_setup(void)
{
	gmk_add_function("exit-status", exit_status, 1, 1, GMK_FUNC_DEFAULT);
	return 1;
}
