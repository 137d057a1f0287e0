# SPDX-License-Identifier: GPL-2.0-only
#
# TAP for shell tests.  A test file sources this, makes statements, and ends with done_testing:
#
#     . "$(dirname "$0")/lib.sh"
#     boot virt-1G --memory 1G                # runs the kernel: $status, $console (a file)
#     is "$status" 0 "ends with 0"
#     like "$console" 'Memory: ' "says how much memory there is"
#     done_testing
#
# Every file may use $tmp, a directory of its own that goes at the end.

cd "$(dirname "$0")/../.." || exit 1
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES
CC=${PAGEWALK_CC:-arm-none-eabi-gcc}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
tap_count=0 tap_failed=0

# diag TEXT: a remark, shown by prove only when something is wrong.
diag() {
	printf '%s\n' "$*" | sed 's/^/#   /' >&2
}

# ok STATUS NAME: passes when STATUS is 0.
ok() {
	tap_count=$((tap_count + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' $tap_count "$2"
	else
		tap_failed=$((tap_failed + 1))
		printf 'not ok %d - %s\n' $tap_count "$2"
		diag "failed: $2"
	fi
	return "$1"
}

# is GOT WANTED NAME
is() {
	[ "$1" = "$2" ]
	ok $? "$3" || { diag "     got: $1" "  wanted: $2"; return 1; }
}

# like FILE PATTERN NAME: a line of FILE matches the extended regular expression, in either case.
like() {
	grep -Eiq -- "$2" "$1"
	ok $? "$3" || { diag "no line matches: $2"; tail_of "$1"; return 1; }
}

# unlike FILE PATTERN NAME
unlike() {
	! grep -Eiq -- "$2" "$1"
	ok $? "$3" || { diag "there should be no line like:"; diag "$(grep -Ei -m 3 -- "$2" "$1")"; return 1; }
}

# tail_of FILE: its end; for a console also how QEMU was started and what it said.
tail_of() {
	[ "$1" != "${console:-}" ] || diag "$(cat "$launcher")"
	diag "the last lines of $(basename "$1"):"
	diag "$(tail -n 25 "$1")"
}

skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

done_testing() {
	printf '1..%d\n' $tap_count
	[ $tap_failed = 0 ]
	exit $?
}

# boot NAME RUN-QEMU-OPTION...: one run, in which the guest's clock counts its instructions, bounded by
# $TIMEOUT seconds of QEMU's CPU time, so that a busy host changes nothing.  With an empty $clock the guest's clock is
# the host's.  Sets $status, $console, a file with what the guest said,
# without carriage returns, and $launcher, a file with what QEMU and run-qemu said.
boot() {
	console=$tmp/$1.console launcher=$tmp/$1.launcher
	shift
	scripts/run-qemu ${clock---icount} --timeout "${TIMEOUT:-200}" "$@" </dev/null >"$console.raw" 2>"$launcher"
	status=$?
	tr -d '\r' <"$console.raw" >"$console"
}

# vmemmap_images: the kernels with VMEMMAP=1, which `make test` has built before, in build/vmemmap and build/vmemmap/debug.
vmemmap_images() {
	mkdir -p build/vmemmap
	flock build/vmemmap make --no-print-directory VMEMMAP=1 image >"$tmp/make" 2>&1 &&
		flock build/vmemmap make --no-print-directory VMEMMAP=1 DEBUG=1 image >"$tmp/make" 2>&1
	ok $? "the kernels with VMEMMAP=1 build" || tail_of "$tmp/make"
}

# tap_complete FILE: says what is wrong with the guest's TAP stream, or nothing.  There must be one
# plan, each of its tests once and passed, and a summary behind them.
tap_complete() {
	awk '
	/^1\.\.[0-9]+/      { plans++; plan = substr($1, 4) + 0 }
	/^Bail out!/        { print "the run was given up: " $0 }
	/^not ok/           { print $0 }
	/^(not )?ok [0-9]+/ { n = ($1 == "not" ? $3 : $2) + 0; seen[n]++; last = NR }
	/^# .*pass/         { summary = NR }
	END {
		if (plans != 1) { print plans + 0 " plans instead of one"; exit }
		if (plan == 0) print "the plan is empty"
		for (i = 1; i <= plan; i++)
			if (seen[i] != 1) print "test " i " was reported " seen[i] + 0 " times"
		for (n in seen)
			if (n + 0 < 1 || n + 0 > plan) print "test " n " is not in the plan"
		if (summary < last || !summary) print "no summary after the last test"
	}' "$1"
}

# all_passed NAME: what a good run looks like; uses $status and $console.
all_passed() {
	complaint=$(tap_complete "$console")
	if [ "$status" = 0 ] && [ -z "$complaint" ] && ! grep -q '^BUG: ' "$console"; then
		ok 0 "$1 ($(grep -c '^ok ' "$console") self-tests)"
		return 0
	fi
	ok 1 "$1"
	diag "exit status $status"
	diag "$complaint"
	tail_of "$console"
	return 1
}

trouble='(^|\] )(BUG|WARNING|Internal error|Oops|Unable to handle)|[^a-z]bad page'

# programs_pass NAME BUILD-DIRECTORY WORDS OPTION...: init of tests/user runs the programs that WORDS say.
# The programs' own tests are indented; init's lines are the plan.
programs_pass() {
	pp_name=$1 pp_dir=$2 pp_words=$3
	shift 3
	boot "$pp_name" --image "$pp_dir/Image" --initrd build/user.cpio \
		--append "selftest=none init.exit loglevel=7 -- $pp_words" "$@"
	complaint=$(tap_complete "$console")
	if [ "$status" = 0 ] && [ -z "$complaint" ]; then
		ok 0 "$pp_name: $(grep -c '^ok ' "$console") programs, $(grep -c '^    ok ' "$console") tests"
	else
		ok 1 "$pp_name"
		diag "exit status $status" "$complaint" "$(grep -E '^ *(not ok|# tests/|# [a-z-]*: )' "$console" | head -n 40)"
		tail_of "$console"
	fi
	unlike "$console" "$trouble" "nothing that a program does is the kernel's fault"
}
