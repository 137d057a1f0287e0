/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scripts: a file that begins with "#!" names the program that reads it.
 *
 *   #! /bin/sh -e        execve("/x", {"/x", "a"})  becomes  {"/bin/sh", "-e", "/x", "a"}
 *
 * The whole rest of the line is one argument.  The name is cut off at BINPRM_BUF_SIZE.
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/string.h>

/* Puts a new first argument before those that are there */
static int push_arg(const char *arg, struct linux_binprm *bprm)
{
	int ret = copy_strings_kernel(1, &arg, bprm);

	if (!ret)
		bprm->argc++;
	return ret;
}

/* Cuts the first line of bprm->buf into *@name and *@arg, NULL without one.  0, -ENOEXEC. */
static int parse_first_line(char *buf, char **name, char **arg)
{
	char *end = strchr(buf, '\n'), *p;

	if (!end)
		end = buf + strlen(buf);
	while (end > buf && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = '\0';
	p = buf + strspn(buf, " \t");
	if (!*p)
		return -ENOEXEC;
	*name = p;
	p += strcspn(p, " \t");
	*arg = NULL;
	if (*p) {
		*p++ = '\0';
		*arg = p + strspn(p, " \t");
	}
	return 0;
}

/* As load_elf_binary() */
int load_script(struct linux_binprm *bprm)
{
	char *name, *arg;
	struct file *file;
	int ret;

	if (bprm->buf[0] != '#' || bprm->buf[1] != '!')
		return -ENOEXEC;
	bprm->buf[BINPRM_BUF_SIZE - 1] = '\0';
	ret = parse_first_line(bprm->buf + 2, &name, &arg);
	if (ret)
		return ret;
	ret = remove_arg_zero(bprm);
	if (!ret)
		ret = push_arg(bprm->interp, bprm);
	if (!ret && arg)
		ret = push_arg(arg, bprm);
	if (!ret)
		ret = push_arg(name, bprm);
	if (!ret)
		ret = bprm_change_interp(name, bprm);
	if (ret)
		return ret;

	file = open_exec(bprm->interp);
	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	allow_write_access(bprm->file);
	fput(bprm->file);
	bprm->file = file;
	ret = prepare_binprm(bprm);
	return ret ?: search_binary_handler(bprm);
}
