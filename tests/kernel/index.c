/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The index of the self-tests: which of them selftest= names, and what they ask.
 *
 *   selftest=vma.*,brk.heap     patterns of names; "all" is each but those that are broken on purpose
 *   selftest=3.4.4,3.3          sections of the article, 3.3 with all of 3.3.x
 *   selftest=list,3.4.4         a line for each of them instead of a run; all of them when only "list" is said
 *
 * A word that names no test is an error, whatever else is named: a run that left out what one thought it had is green
 * for nothing.
 */
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/kernel.h>
#include <linux/sort.h>
#include "selftest.h"

extern const struct selftest __start_selftests[], __stop_selftests[];

/* "3.4.4", "3": what begins with a digit can't be a test's name */
static bool is_section(const char *word)
{
	return *word >= '0' && *word <= '9';
}

/* Is @section, or one below it, among those of @test? */
static bool in_section(const struct selftest *test, const char *section)
{
	const char *s = test->text->sections;
	size_t len = strlen(section);

	while (*s) {
		if (!strncmp(s, section, len) && (!s[len] || s[len] == ' ' || s[len] == '.'))
			return true;
		s += strcspn(s, " ");
		s += *s == ' ';
	}
	return false;
}

static bool names(const char *word, const struct selftest *test)
{
	if (is_section(word))
		return in_section(test, word);
	if (!strcmp(word, "all"))
		return !(test->flags & SELFTEST_BROKEN);
	return glob_match(word, test->name);
}

/* Adds the tests that @word names to @chosen.  How many it names. */
static unsigned int choose(const char *word, unsigned long *chosen)
{
	unsigned int i, n = 0, all = (unsigned int)(__stop_selftests - __start_selftests);

	for (i = 0; i < all; i++)
		if (names(word, &__start_selftests[i])) {
			__set_bit(i, chosen);
			n++;
		}
	return n;
}

static int refuse(const char *word)
{
	if (is_section(word))
		selftest_print("Bail out! selftest=%s: no self-test belongs to that section of the article; selftest=list shows which do to which\n",
			       word);
	else
		selftest_print("Bail out! selftest=%s: no self-test matches; selftest=list shows all\n", word);
	return -ENOENT;
}

int selftests_choose(char *words, const struct selftest **tests, bool *list)
{
	DECLARE_BITMAP(chosen, MAX_SELFTESTS) = { 0 };
	unsigned int i, n = 0, nr_words = 0;
	char *word;

	BUG_ON(__stop_selftests - __start_selftests > MAX_SELFTESTS);
	*list = false;
	while ((word = strsep(&words, ",")) != NULL) {
		if (!strcmp(word, "list")) {
			*list = true;
		} else if (*word) {
			nr_words++;
			if (!choose(word, chosen))
				return refuse(word);
		}
	}
	if (!nr_words && *list)
		choose("*", chosen);
	else if (!nr_words)
		return refuse("");
	for_each_set_bit(i, chosen, MAX_SELFTESTS)
		tests[n++] = &__start_selftests[i];
	return (int)n;
}

/* The texts lie in the order in which one reads them */
static int in_reading_order(const void *a, const void *b)
{
	const struct selftest_text *ta = (*(const struct selftest * const *)a)->text;
	const struct selftest_text *tb = (*(const struct selftest * const *)b)->text;

	return ta < tb ? -1 : ta > tb;
}

void selftests_list(const struct selftest **tests, unsigned int n)
{
	int name_width = 0, section_width = 0;
	unsigned int i;

	sort(tests, n, sizeof(*tests), in_reading_order, NULL);
	for (i = 0; i < n; i++) {
		name_width = max(name_width, (int)strlen(tests[i]->name));
		section_width = max(section_width, (int)strlen(tests[i]->text->sections));
	}
	for (i = 0; i < n; i++)
		selftest_print("%-*s  %-*s  %s\n", name_width, tests[i]->name, section_width,
			       tests[i]->text->sections, tests[i]->text->question);
}

/* Does a section's number name its tests, and those of the sections below it, and no other's? */
SELFTEST(index, sections)
{
	static const struct selftest_text text = { .question = "?", .sections = "3.1.10 3.4.4" };
	const struct selftest test = { .name = "subject.case", .text = &text };

	EXPECT(names("3.1.10", &test) && names("3.4.4", &test));
	EXPECT(names("3.1", &test) && names("3.4", &test) && names("3", &test));
	EXPECT(!names("3.1.1", &test) && !names("3.1.100", &test) && !names("4", &test));
	EXPECT(!names("1.10", &test) && !names("3.", &test));
}
