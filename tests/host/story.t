#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the story's page show what the kernel told, each fault of it, without an error, and without a network?
. "$(dirname "$0")/lib.sh"

[ -r build/Image ] || make image >/dev/null
make build/tour.cpio >"$tmp/make" 2>&1 || tail_of "$tmp/make"
scripts/story --out "$tmp/story" /bin/tour story >"$tmp/said" 2>&1
is "$?" 0 "the story is written" || tail_of "$tmp/said"
console=$tmp/story.log

# Of each abort: where, what the tables and the page are in the end, and how long it took; of each call how long
sed -n '/text="execve"/,$p' "$console" | tr -d '\r' | awk '
function value(name,    i, part) {
	for (i = 7; i <= NF; i++) if (split($i, part, "=") == 2 && part[1] == name) return part[2]
	return ""
}
/^trace: / {
	d = depth[$3]; id = open[$3, d]
	if ($6 == "abort_enter" || $6 == "call_enter") {
		depth[$3]++; id = n++; open[$3, depth[$3]] = id; begun[id] = $2
		where[id] = $6 == "call_enter" ? "call" : sprintf("%8s", value("address")); gsub(/ /, "0", where[id])
		pte[id] = hw[id] = pfn[id] = "-"; took[id] = 0
	} else if (d && $6 == "walk") {
		pte[id] = value("ptep") == "0" ? "-" : value("pte"); hw[id] = value("ptep") == "0" ? "-" : value("hw")
	} else if (d && $6 == "page") {
		pfn[id] = value("pfn")
	} else if ($6 == "abort_exit" || $6 == "call_exit") {
		took[id] = $2 - begun[id]; depth[$3]--
	}
}
function padded(v) { while (v != "-" && length(v) < 8) v = "0" v; return v }
END { for (i = 0; i < n; i++) print "shown", i, where[i], padded(pte[i]), padded(hw[i]), pfn[i], took[i] }' >"$tmp/told"
ok "$(($(grep -c . "$tmp/told") < 30))" "there are faults and calls to tell of ($(grep -c . "$tmp/told"))"

# Perfetto's file has the same
python3 - "$tmp/story.json" >"$tmp/perfetto" <<'END'
import json, sys
events = json.load(open(sys.argv[1]))["traceEvents"]
whole = [e for e in events if e["ph"] == "X"]
assert all(e["dur"] >= 0 and e["ts"] > 0 and e["pid"] == e["tid"] for e in whole)
assert all(e["ph"] in "XiM" for e in events)
print(len(whole), len({e["cat"] for e in whole}) > 8)
END
is "$(cat "$tmp/perfetto")" "$(grep -c . "$tmp/told") True" "the trace-event file has them, too, of many kinds"

is "$(grep -oE '(https?:)?//[a-z][a-z0-9.]*\.[a-z]+[^"]*"|src=|@import|<link' "$tmp/story.html" | grep -v '^http://www.w3.org/2000/svg"$')" "" \
	"the page asks nothing of a network"
unlike "$tmp/story.html" '@(DATA|PROGRAM)@' "nothing is left to be filled in"

# Every event has its words
for event in $(sed -n 's/^	E(\([a-z_]*\), .*/\1/p' include/linux/trace.h); do
	grep -qE "\"$event\"" scripts/story || wordless="$wordless $event"
done
is "$wordless" "" "every event of linux/trace.h is put into words"

command -v chromium >/dev/null || {
	diag "there is no chromium: the page was not opened (scripts/tools-test.tsv)"
	ok 1 "a browser is there"
	done_testing
}
{
	cat "$tmp/story.html"
	printf '<script>\n'
	cat tests/host/story-check.js
	printf '</script>\n'
} >"$tmp/check.html"
chromium --headless --no-sandbox --disable-gpu --user-data-dir="$tmp/profile" --virtual-time-budget=600000 --enable-logging=stderr \
	--dump-dom "file://$tmp/check.html" >"$tmp/dom" 2>"$tmp/browser"
sed -n '/<pre id="shown">/,/<\/pre>/p' "$tmp/dom" | grep -E '^(shown|steps|error) ' >"$tmp/shown"
is "$(grep -c CONSOLE "$tmp/browser") $(grep -c '^error' "$tmp/shown")" "0 0" "no error in the browser" ||
	diag "$(grep CONSOLE "$tmp/browser" | head -n 5; grep '^error' "$tmp/shown" | head -n 5)"
is "$(grep '^shown' "$tmp/shown" | diff - "$tmp/told")" "" "each fault and call is shown, with the numbers that were told"
is "$(sed -n 's/^steps //p' "$tmp/shown")" "$(sed -n 's/.*calls, \([0-9]*\) steps/\1/p' "$tmp/said")" "each of their steps is reached by the right arrow"

# A program of one's own, and one that there isn't
scripts/story --log "$console" --out "$tmp/again" /bin/tour story >"$tmp/said2" 2>&1
is "$? $(cmp "$tmp/again.html" "$tmp/story.html" && echo same)" "0 same" "it can be made again from what was told"
scripts/story --out "$tmp/ends" /bin/tour badly >"$tmp/said4" 2>&1
is "$? $(grep -c 'faults and calls' "$tmp/said4")" "0 1" "one that ends with an error has a story, too"
sed 's/^# trace: 0 events lost/# trace: 7 events lost/' "$console" >"$tmp/full.log"
scripts/story --log "$tmp/full.log" --out "$tmp/full" /bin/tour story >"$tmp/said5" 2>&1
is "$(grep -c 'no room for 7 more' "$tmp/said5") $(grep -c '"lost":7' "$tmp/full.html")" "1 1" "what is missing at the end is said"
scripts/story --log "$console" --out "$tmp/none" /bin/nothing >"$tmp/said3" 2>&1
is "$? $(grep -c "there is nothing of 'nothing'" "$tmp/said3")" "1 1" "a program of which nothing was told is named"
done_testing
