# SPDX-License-Identifier: GPL-2.0-only
#
# What files' heads and self-tests say of themselves, for scripts/check-heads and scripts/selftest-index.
#
# A file's head is its first comment of more than one line.  Its words "Tests: vma.*, .find, tests/user/mmap.c" name
# tests, and "Article 3.3.4, 3.4.1 to 3.4.3" sections of the article.  "brk.* (3.3.5)" belong to that section alone.

package heads;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(slurp plain head braces selftests tests_named sections_named @sections);

our @sections = qw(3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.5 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5
		   3.4.1 3.4.2 3.4.3 3.4.4 3.5.1);

sub slurp {
	my ($name) = @_;
	local $/;
	open my $f, '<', $name or die "$name: $!\n";
	return <$f>;
}

# A comment's words without the stars, one paragraph a line: drawings stay lines of their own
sub plain {
	my ($c) = @_;
	$c =~ s{^/\*+|\*/$}{}g;
	$c =~ s{^[ \t]*\* ?}{}mg;
	return $c;
}

# The head in the text of a file, plain; '' when there is none
sub head {
	my ($text) = @_;
	my ($first) = $text =~ m{\A(?:/\*[^\n]*\*/\n|\n|\#[^\n]*\n)*(/\*\n.*?\*/)}s;
	return plain($first // '');
}

# "tests/user/{mmap,brk}.c" is two names
sub braces {
	my ($name) = @_;
	return $name =~ /^(.*)\{([^}]*)\}(.*)$/ ? map { "$1$_$3" } split /,/, $2 : $name;
}

# The self-tests in the text of a file: name, line, and the comment that stands directly above, '' when none does
sub selftests {
	my ($text) = @_;
	my @tests;

	while ($text =~ m{^SELFTEST\w*\((\w+), (\w+)\)}mg) {
		my ($subject, $name, $before) = ($1, "$1.$2", substr($text, 0, $-[0]));
		my ($comment) = $before =~ m{(/\*(?:(?!\*/).)*\*/)\n\z}s;
		push @tests, { subject => $subject, name => $name, line => 1 + ($before =~ tr/\n//),
			       comment => plain($comment // '') =~ s/\s+/ /gr =~ s/^ | $//gr };
	}
	return @tests;
}

# What the "Tests:" of a head name: patterns of self-tests, with their subject and, if they have any, their own sections,
# and all else as it stands
sub tests_named {
	my ($head) = @_;
	my $flat = $head =~ s/\s+/ /gr;
	my @named;

	while ($flat =~ /Tests: (.*?)(?:[.;:] |\.?\s*$)/g) {
		my $subject = '';

		for my $item (split /,\s+(?![^(]*\))/, $1) {
			my ($own) = $item =~ /\((\d[^)]*)\)/;

			$item =~ s/^\s*(?:and |in )?\s*(\S+).*$/$1/s;
			if ($item =~ /^(\w*)(\.[\w*]+)$/) {
				$subject = $1 if $1;
				push @named, { pattern => "$subject$2", regex => "$subject$2" =~ s/\./\\./r =~ s/\*/.*/gr,
					       sections => $own ? [sections_named("article $own")] : undef };
			} else {
				push @named, { other => $item };
			}
		}
	}
	return @named;
}

# The sections that a comment names, "3.4.1 to 3.4.3" taken for what lies between, too
sub sections_named {
	my ($comment) = @_;
	my @named;

	while ($comment =~ /\barticle\s+((?:\d[\d.]*\d)(?:(?:,|\s+and|\s+to)\s+(?:\d[\d.]*\d))*)/ig) {
		my $list = $1;

		while ($list =~ /(\d[\d.]*\d)(?:\s+to\s+(\d[\d.]*\d))?/g) {
			my ($from, $to) = ($1, $2);

			push @named, $from;
			push @named, grep { $_ gt $from && $_ lt $to } @sections if $to;
			push @named, $to if $to;
		}
	}
	return @named;
}

1;
