/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel command line: to the kernel what it knows, the rest to the first program.
 *
 *   mem=512M foo HOME=/root "a b"  x.y=1  --  c d=e
 *   |        |   |          |      |          |
 *   early_param or __setup: the kernel's own; their function may refuse the value, which is said
 *            |   |          |      |          |
 *            |   envp_init: replaces the variable of that name, or is a new one
 *            argv_init:     a word; rdinit= and init= forget those before them
 *                                  a module's parameter, as the dot says: nobody's
 *                                             argv_init, whatever it looks like
 *
 * As on Linux, '-' and '_' are the same in a name, double quotes keep spaces, and there is room for MAX_INIT_ARGS
 * arguments and MAX_INIT_ENVS variables besides the two that are always there.  What nobody knows but looks like a typing
 * mistake in an option's name is passed on all the same, with a warning that names both.
 *
 * Context: boot, one thread, before the allocators.  argv_init[] and envp_init[] point into the command line's copy.
 * Tests: tests/host/bootargs.t, tests/user/args.c.
 */
#include <linux/ctype.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/setup.h>

#define MAX_INIT_ARGS	32
#define MAX_INIT_ENVS	32

extern const struct obs_kernel_param __setup_start[], __setup_end[];

const char *argv_init[MAX_INIT_ARGS + 2] = { "init", NULL };
const char *envp_init[MAX_INIT_ENVS + 2] = { "HOME=/", "TERM=linux", NULL };

static char unknown[COMMAND_LINE_SIZE] __initdata;	/* the arguments nobody knew, for a message */

/* Cuts the argument at *@args off and moves *@args behind it.  *@value: what stands behind '=', NULL without one. */
static char * __init next_arg(char **args, char **value)
{
	char *p = skip_spaces(*args), *name = p, *end;
	bool quoted = *p == '"', whole = quoted;

	*value = NULL;
	if (whole)
		name = ++p;
	for (; *p && (quoted || !isspace(*p)); p++) {
		if (*p == '"')
			quoted = !quoted;
		if (*p == '=' && !*value)
			*value = p + 1;
	}
	end = p;
	if (*p)
		*p++ = '\0';
	*args = p;
	if (*value) {
		(*value)[-1] = '\0';
		if (**value == '"') {
			(*value)++;
			whole = true;
		}
	}
	if (whole && end > (*value ?: name) && end[-1] == '"')
		end[-1] = '\0';
	return name;
}

/* Undoes what next_arg() did to "name=value"; the quote before the value stays away */
static void __init rejoin(char *name, char *value)
{
	char *equals = name + strlen(name);

	if (!value)
		return;
	*equals = '=';
	memmove(equals + 1, value, strlen(value) + 1);
}

static bool __init parameq(const char *a, const char *b)
{
	while (*a && (*a == *b || (*a == '-' && *b == '_') || (*a == '_' && *b == '-')))
		a++, b++;
	return *a == *b;
}

/* Is @a made of @b by at most @n typing mistakes: a letter too many, one too few, a wrong one, two swapped? */
static bool __init resembles(const char *a, const char *b, int n)
{
	while (*a && *a == *b)
		a++, b++;
	if (!*a && !*b)
		return true;
	if (!n--)
		return false;
	return (*a && resembles(a + 1, b, n)) || (*b && resembles(a, b + 1, n)) ||
	       (*a && *b && resembles(a + 1, b + 1, n)) ||
	       (*a && a[1] == b[0] && a[0] == b[1] && resembles(a + 2, b + 2, n));
}

/* Says which option may have been meant; of a short name one letter may be wrong, of others two. */
static void __init warn_if_misspelt(const char *name)
{
	const struct obs_kernel_param *p;
	int mistakes;

	for (mistakes = 1; mistakes <= (strlen(name) < 6 ? 1 : 2); mistakes++)
		for (p = __setup_start; p < __setup_end; p++)
			if (resembles(name, p->str, mistakes)) {
				pr_warn("Unknown boot argument '%s': did you mean '%s'?\n", name, p->str);
				return;
			}
}

static void __init set_init_arg(char *arg)
{
	unsigned int i;

	for (i = 0; argv_init[i]; i++)
		if (i == MAX_INIT_ARGS)
			panic("Too many boot init vars at `%s'", arg);
	argv_init[i] = arg;
}

/* @var is "NAME=VALUE", @len the length of "NAME=" */
static void __init set_init_env(char *var, size_t len)
{
	unsigned int i;

	for (i = 0; envp_init[i]; i++) {
		if (!strncmp(var, envp_init[i], len))
			break;
		if (i == MAX_INIT_ENVS)
			panic("Too many boot env vars at `%s'", var);
	}
	envp_init[i] = var;
}

static void __init unknown_bootoption(char *name, char *value)
{
	size_t len = strlen(name);

	warn_if_misspelt(name);
	rejoin(name, value);
	snprintf(unknown + strlen(unknown), sizeof(unknown) - strlen(unknown), " %s", name);
	if (strnchr(name, len, '.'))
		return;
	if (value)
		set_init_env(name, len + 1);
	else
		set_init_arg(name);
}

/* forget_init_args - what stands before rdinit= or init= isn't for the program that they name */
void __init forget_init_args(void)
{
	memset(argv_init + 1, 0, sizeof(argv_init) - sizeof(argv_init[0]));
}

/* Gives an argument to those who asked for it at this time.  False: nobody knows it, at any time. */
static bool __init do_setup(char *name, char *value, int early)
{
	const struct obs_kernel_param *p;
	bool known = false;

	for (p = __setup_start; p < __setup_end; p++) {
		if (!parameq(name, p->str))
			continue;
		known = true;
		if (p->early == early && p->setup_func(value ?: name + strlen(name)) < 0)
			pr_warn("Malformed boot argument '%s%s%s' is ignored\n", name, value ? "=" : "", value ?: "");
	}
	return known;
}

/*
 * parse_args - hands the arguments in @args, which it cuts into pieces that stay in use, to those who asked for them
 * by early_param (@early) or __setup (not @early; then unknown ones go to the first program).
 *
 * Too many for the first program are a panic.
 */
void __init parse_args(char *args, int early)
{
	char *name, *value;

	while (*skip_spaces(args)) {
		name = next_arg(&args, &value);
		if (!value && !strcmp(name, "--"))
			break;
		if (!do_setup(name, value, early) && !early)
			unknown_bootoption(name, value);
	}
	while (!early && *skip_spaces(args)) {
		name = next_arg(&args, &value);
		rejoin(name, value);
		set_init_arg(name);
	}
}

void __init parse_early_param(void)
{
	static char copy[COMMAND_LINE_SIZE] __initdata;

	strlcpy(copy, boot_command_line, sizeof(copy));
	parse_args(copy, 1);
}

/* warn_unknown_bootoptions - names what would have been for a first program, when there is none */
void __init warn_unknown_bootoptions(void)
{
	if (unknown[0])
		pr_warn("Unknown kernel command line parameters \"%s\": there is no init to take them\n", unknown + 1);
}
