# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel's sources, and arm64's header, define and where, for scripts/article-names and scripts/article-check: C by Universal
# Ctags, assembly and system calls by a look at the text.  Call it in the top directory.

package symbols;
use strict;
use warnings;
use heads;
use Exporter 'import';
our @EXPORT = qw(definitions);

# (name => file => " kind kind", struct => member => file => 1); the kinds are Ctags's, and "assembly"
sub definitions {
	my $find = q(find arch boot include kernel mm tests/host/arm64 -name '*.[chS]' | LC_ALL=C sort);
	my (%defined, %members);

	open my $tags, '-|', "$find | grep -v 'S\$' | ctags -f - --fields=+Ks --languages=C --langmap=C:.c.h --kinds-C=defgstuvm --sort=no -L -"
		or die "ctags: $!\n";
	while (<$tags>) {
		chomp;
		my ($name, $file, @rest) = split /\t/;
		my ($scope) = map { /^(?:struct|union):(\w+)/ } @rest;
		my ($kind) = grep { /^[a-z]+$/ } @rest;

		if ($kind eq 'member') {
			$members{$scope}{$name}{$file} = 1 if $scope;
		} else {
			$defined{$name}{$file} .= " $kind";
		}
	}
	close $tags or die "ctags failed\n";

	for my $file (split /\n/, `$find`) {
		my $text = slurp($file);

		$defined{"sys_$1"}{$file} .= ' function' while $text =~ /^SYSCALL_DEFINE\d\((\w+)/mg;
		next unless $file =~ /\.S$/;
		while ($text =~ /^(?:\s*\.macro\s+(\w+)|(?:ENTRY|SYM_\w+)\((\w+)|\s*(\w+):|\s*\.(?:equ|set)\s+(\w+)|(\w+) = |\s*vector_stub\s+(\w+))/mg) {
			$defined{$1 // $2 // $3 // $4 // $5 // "vector_$6"}{$file} .= ' assembly';
		}
	}
	return (\%defined, \%members);
}

1;
