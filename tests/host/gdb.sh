# SPDX-License-Identifier: GPL-2.0-only
#
# What tests/host/gdb-mm.t and gdb-linux.t have in common: sessions of GDB with a guest whose first program is
# gdb-mm.c, and comparing what the two say.  Sourced after lib.sh.

HF=arm-linux-gnueabihf-
$HF""gcc -std=gnu11 -O2 -g -Wall -Wextra -Werror -static -o "$tmp/init" tests/host/gdb-mm.c || exit 1
scripts/mkinitrd "$tmp/initrd" init="$tmp/init" || exit 1
stop=0x$($HF""nm "$tmp/init" | awk '$3 == "stop_here" { print $1 }')

# A session: lines of GDB's; `try COMMAND` shows the command, what it says and its error, and goes on; `until TEXT N`
# waits until the guest's console has the text N times.  GDB's words go to $tmp/gdb, the guest's to $tmp/console.
preamble() {
	cat <<-END
	set width 0
	set logging file $tmp/gdb
	set logging redirect on
	set logging enabled on
	python
	import time
	def attempt(command):
	    print("(gdb) " + command)
	    try:
	        print(gdb.execute(command, to_string=True).rstrip("\\n"))
	    except gdb.error as error:
	        print("error: %s" % error)
	    print("(end)")
	def until(text, times):
	    for second in range(600):
	        if open("$tmp/console.raw", errors="replace").read().count(text) >= times:
	            return
	        time.sleep(0.1)
	    raise gdb.GdbError("the guest never said " + text)
	end
	END
}

# gdb_script <LINES: makes $tmp/script of them.
gdb_script() {
	{ preamble; sed "s/^\( *\)try \(.*\)/\1python attempt(r'''\2''')/"; } >"$tmp/script"
	rm -f "$tmp/gdb"
}

# gdb_said STATUS NAME: a session is over; sorts out what was said.
gdb_said() {
	is "$1" 0 "$2: GDB comes to the end of the session" || tail_of "$tmp/errors"
	cat "$tmp/gdb" >>"$tmp/errors"
	unlike "$tmp/errors" 'Traceback|Python Exception|Error while executing Python' "$2: no tracebacks"
	# The program says everything twice; the second time counts
	tr -d '\r' <"$tmp/console.raw" | awk '/^== start/ { n++ } n > 1' >"$tmp/console"
}

# said COMMAND [N]: what GDB said to it (the Nth time), in $said
said=$tmp/said
said() {
	awk -v command="(gdb) $1" -v n="${2:-1}" '
	$0 == "(end)" { on = 0 }
	on { print }
	$0 == command && ++seen == n { on = 1 }' "$tmp/gdb" >"$said"
}

# kernel_says FILE: what the program read there, in $kernel
kernel=$tmp/kernel
kernel_says() {
	awk -v name="== $1" '/^== / { on = $0 == name; next } on' "$tmp/console" >"$kernel"
}

# shown WHAT N FIELD: of the program's line "WHAT N addr ADDR pfn PFN"
shown() {
	awk -v what="$1" -v n="$2" -v field="$3" \
		'$1 == what && $2 == n && $3 == "addr" { print field == "addr" ? $4 : $6; exit }' "$tmp/console"
}

# same NAME: GDB and the kernel say the same
same() {
	diff -u "$kernel" "$said" >"$tmp/diff" && [ -s "$kernel" ]
	ok $? "$1" || diag "$(cat "$tmp/diff")"
}
