#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does what the documents name exist: files, links, targets of the Makefile, tours?
. "$(dirname "$0")/lib.sh"

documents="README.md CONTRIBUTING.md $(find docs -name '*.md')"

# names PATTERN: what the documents have in backticks and looks like it, once each
names() {
	grep -ohE "\`$1\`" $documents | tr -d '`' | sort -u
}

for file in $(names '[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+\.[a-zA-Z]+'); do
	case $file in
	build/*) ;;
	*) [ -e "$file" ] || missing="$missing $file" ;;
	esac
done
is "$missing" "" "every file that is named is there"

missing=
for document in $documents; do
	for link in $(grep -oE '\]\([^)]+\)' "$document" | sed 's/^](//; s/)$//'); do
		file=${link%%#*} anchor=
		case $link in *#*) anchor=${link#*#} ;; esac
		case $link in http*) continue ;; esac
		[ -n "$file" ] || file=$document
		[ "$file" = "$document" ] || file=$(dirname "$document")/$file
		[ -e "$file" ] || { missing="$missing $document:$link"; continue; }
		[ -z "$anchor" ] || sed -n 's/^#* //p' "$file" | tr 'A-Z' 'a-z' | tr -d "\`(),.:'=?" | tr ' ' '-' | grep -qxF -- "$anchor" ||
			missing="$missing $document:$link"
	done
done
is "$missing" "" "every link leads somewhere"

missing=
for target in $(grep -ohE '(`|^    )make [a-z_-]+( |`|$)' $documents | sed "s,.*make ,,; s,[ \`]*$,," | sort -u); do
	grep -q "^$target:" Makefile || missing="$missing $target"
done
is "$missing" "" "every target that is named is one"

missing=
for tour in $(grep -ohE 'tours? (`[a-z-]+`(, | to )?)+' $documents | grep -oE '`[a-z-]+`' | tr -d '`') \
	    $(grep -ohE 'make tour T=[a-z-]+' $documents | sed 's/.*T=//'); do
	[ -e docs/tours/$tour.txt ] || missing="$missing $tour"
done
is "$missing" "" "every tour that is named is one"

missing=
for name in $(names '[a-z_0-9]+\(\)'); do
	grep -rqw --include='*.[chS]' "${name%??}" boot mm arch kernel include tests || missing="$missing $name"
done
is "$missing" "" "every function that is named is one"

# In the companion, what looks like subject.name is a self-test or a file
missing=
for name in $(grep -oE '`[a-z_]+\.(\*|[a-z_0-9]+)`' docs/article.md | tr -d '`' | grep -vE '\.(c|h|t)$' | sort -u); do
	subject=${name%%.*} test=${name#*.}
	[ "$test" != '*' ] || test='[a-z_0-9]+'
	grep -qE "^SELFTEST[A-Z_]*\($subject, $test\)" tests/kernel/*.c || missing="$missing $name"
done
is "$missing" "" "every self-test that is named is one"

# made SCRIPT PAGE: the page is what the script prints; $tmp/complaints has what it complains of
made() {
	$1 >$tmp/page 2>$tmp/complaints
	diff $tmp/page $2 >$tmp/diff
	ok $? "$2 is what 'make names' writes" || diag "$(head -n 20 $tmp/diff)"
}

made scripts/article-names docs/names.md
is "$(grep -cv '^#' docs/names.tsv)" 432 "all names of the article are in the list"
is "$(cat $tmp/complaints)" "" "every name is defined, and who is to show it does"

made scripts/article-claims docs/errata.md
is "$(cat $tmp/complaints)" "" "what shows an error of the article exists"

is "$(scripts/article-check $documents 2>&1)" "" "functions are in the files that are linked, questions are the self-tests', numbers of errors are right"

missing=
for exercise in docs/exercises/*-*.md; do
	grep -q "](exercises/$(basename "$exercise"))" docs/article.md || missing="$missing $exercise"
done
is "$missing" "" "the companion names each exercise"

like README.md 'Virtual Memory Management' "the article is named"

done_testing
