#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Does GDB say what docs/article.md has it say?
#
# In the page, a session is what stands behind "$ make debug ARGS=...": a command behind (gdb), and lines that it is
# to print, in order, "..." for anything.  Each session is a run of its own, of the image for stepping; its clock counts
# instructions, so that it is the same run however busy the host is.

use strict;
use warnings;
use FindBin;
use Test::More;

chdir "$FindBin::Bin/../..";
my ($section, @sessions);

open my $page, '<', 'docs/article.md' or die;
while (<$page>) {
	chomp;
	$section = $1 if /^#+ (.*)/;
	if (/^    \$ make debug ARGS="(.*)"$/) {
		push @sessions, { section => $section, args => $1, commands => [] };
	} elsif (/^    \(gdb\) (.*)/) {
		push @{$sessions[-1]{commands}}, { command => $1, lines => [] };
	} elsif (/^    (.*)/ && @sessions && @{$sessions[-1]{commands}}) {
		push @{$sessions[-1]{commands}[-1]{lines}}, $1;
	}
}
delete @ENV{qw(MAKEFLAGS MAKELEVEL MFLAGS)};
is(system('make STEP=1 image >/dev/null 2>&1'), 0, 'the image for stepping builds');
cmp_ok(scalar @sessions, '>=', 15, 'the page has a session for nearly each section');

my $script = "/tmp/article.$$";
END { unlink $script if $script }
for my $session (@sessions) {
	my ($n, @wrong) = 0;

	open my $out, '>', $script or die;
	print $out "set width 0\n", map { "echo (gdb) $_->{command}\\n\n$_->{command}\n" } @{$session->{commands}};
	close $out;
	my $said = `PAGEWALK_CONSOLE=/dev/null scripts/debug-qemu --batch $script --icount --image build/step/Image --append "$session->{args}" 2>&1`;
	# What the commands said, one after the other
	my (undef, @said) = split /^\(gdb\) .*\n/m, $said;

	for my $c (@{$session->{commands}}) {
		my $answer = $said[$n++] // '';
		my $rest = $answer;

		for my $line (@{$c->{lines}}) {
			my $pattern = join '[^\n]*', map { quotemeta } split /\.\.\./, $line, -1;
			$rest =~ s/\A.*?^$pattern$//ms or push @wrong, "$c->{command} was to say: $line\n$answer";
		}
	}
	ok(!@wrong, "$session->{section}: $session->{args}") or diag @wrong ? $wrong[0] : $said;
}
done_testing();
