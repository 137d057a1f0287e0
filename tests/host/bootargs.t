#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Who gets which boot argument, the kernel or its first program, as on Linux; and what is said of one that is wrong?
. "$(dirname "$0")/lib.sh"
TIMEOUT=30

scripts/mkinitrd "$tmp/args.cpio" init=build/user/args other=build/user/args
scripts/mkinitrd "$tmp/only.cpio" only=build/user/args

# given NAME APPEND WANTED: what the first program is given, words and variables, is WANTED
given() {
	boot "$1" --memory 64M --initrd "${initrd:-$tmp/args.cpio}" --append "init.exit $2"
	is "$status/$(sed -n -e 's/^argv\[[0-9]*\] //p' -e 's/^envp\[[0-9]*\] /$/p' "$console" | tr '\n' '|')" \
		"0/$3" "$1"
}

given nothing '' '/init|(NULL)|$HOME=/|$TERM=linux|'
given words 'one two -x' '/init|one|two|-x|(NULL)|$HOME=/|$TERM=linux|'
given 'variables' 'KEY=value HOME=/root A=' '/init|(NULL)|$HOME=/root|$TERM=linux|$KEY=value|$A=|'
given 'the last one of a name' 'TERM=vt100 K=1 K=2 TERMS=3' '/init|(NULL)|$HOME=/|$TERM=vt100|$K=2|$TERMS=3|'
given 'behind --' 'word K=1 -- -c K=2 mem=1 selftest=all x.y --' \
	'/init|word|-c|K=2|mem=1|selftest=all|x.y|--|(NULL)|$HOME=/|$TERM=linux|$K=1|'
given quotes '"two words" K="a  b" "L=c d" M="" -- "e f" N="g h" ""' \
	'/init|two words|e f|N=g h||(NULL)|$HOME=/|$TERM=linux|$K=a  b|$L=c d|$M=|'
given 'a parameter of a module' 'usb.debug x.y=1 K=1.5' '/init|(NULL)|$HOME=/|$TERM=linux|$K=1.5|'
given "the kernel's own" 'loglevel=7 norandmaps selftest.seed=5 printk.time=1 ignore-loglevel console=ttyAMA0,115200' \
	'/init|(NULL)|$HOME=/|$TERM=linux|'
unlike "$console" 'boot argument' "and none of these is complained of"
given 'rdinit=' 'before rdinit=/other after' '/other|after|(NULL)|$HOME=/|$TERM=linux|'
given 'init= beside the usual name' 'init=/other after' '/init|after|(NULL)|$HOME=/|$TERM=linux|'
initrd=$tmp/only.cpio
given 'init= without the usual name' 'before init=/only after' '/only|after|(NULL)|$HOME=/|$TERM=linux|'
initrd=

thirty='2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31'
given '32 arguments' "1 -- $thirty 32" "/init|1|$(echo $thirty | tr ' ' '|')|32|(NULL)|\$HOME=/|\$TERM=linux|"
variables=$(echo $thirty | sed 's/[0-9]*/K&=/g')
given '33 variables' "K1= $variables" "/init|(NULL)|\$HOME=/|\$TERM=linux|\$K1=|$(echo "$variables" | sed 's/ /|$/g; s/^/$/')|"

# panics NAME APPEND PATTERN
panics() {
	boot "$1" --memory 64M --initrd "${initrd:-$tmp/args.cpio}" --append "init.exit $2"
	is "$status" 2 "$1: a panic" || tail_of "$console"
	like "$console" "panic.*$3" "which says why"
}
panics '33 arguments' "1 -- $thirty 32 last" 'Too many boot init vars at .last'
panics '34 variables' "K1= K=2 $variables" 'Too many boot env vars at .K31='
panics 'rdinit= that is not there' rdinit=/nosuch 'Requested init /nosuch failed'
initrd=$tmp/only.cpio
panics 'init= that is not there' init=/nosuch 'Requested init /nosuch failed'
panics 'no first program' '' 'No working init found'
initrd=

# warns NAME APPEND PATTERN...: a run of one self-test whose console has a line for each pattern
warns() {
	boot "$1" --memory 64M --append "$2 selftest=string.*"
	is "$status" 0 "$1: a run all the same" || tail_of "$console"
	shift 2
	for pattern do
		like "$console" "$pattern" "which says: $pattern"
	done
}
warns misspelt 'ptdumpp selftst=none selftest.sed=5 qiuet init.exti logleve=3' \
	"'ptdumpp': did you mean 'ptdump'" "'selftst': did you mean 'selftest'" \
	"'selftest.sed': did you mean 'selftest.seed'" "'qiuet': did you mean 'quiet'" \
	"'init.exti': did you mean 'init.exit'" "'logleve': did you mean 'loglevel'" \
	'parameters "ptdumpp selftst=none selftest.sed=5 qiuet init.exti logleve=3": there is no init'
warns unknown 'single KEY="a b" x.y=1 -- quite' 'parameters "single KEY=a b x.y=1": there is no init'
unlike "$console" 'did you mean' "and what resembles nothing is no mistake, nor what is behind --"
warns 'no number' 'mem=12q mem= vmalloc=lots loglevel=high panic=soon stack_guard_gap=4k fault_around_bytes=3 trace_buf_size=9G' \
	"argument 'mem=12q' is ignored" "argument 'mem=' is ignored" "argument 'vmalloc=lots' is ignored" \
	"argument 'loglevel=high' is ignored" "argument 'panic=soon' is ignored" \
	"argument 'stack_guard_gap=4k' is ignored" "argument 'fault_around_bytes=3' is ignored" \
	"argument 'trace_buf_size=9G' is ignored"
warns 'no such value' 'memblock=on ptdump=all printk.time=maybe console=tty0 slub_debug=FQ' \
	"argument 'memblock=on' is ignored" "argument 'ptdump=all' is ignored" "argument 'printk.time=maybe' is ignored" \
	"argument 'console=tty0' is ignored" "slub_debug option 'Q' unknown"
warns 'more than 4 GiB' 'mem=5G' 'Memory: [0-9]+K/65536K'
unlike "$console" 'boot argument' "is no mistake"

boot misspelt-init --memory 64M --initrd "$tmp/args.cpio" --append 'init.exit ptdumpp'
like "$console" "'ptdumpp': did you mean 'ptdump'" "a misspelt option is named beside a first program, too"
like "$console" '^argv\[1\] ptdumpp' "which gets it"
unlike "$console" 'there is no init' "since there is one"

warns 'no rule for failures' 'failslab=1,100,0 fail_page_alloc=1,100,0,-1,' "argument 'failslab=1,100,0' is ignored" \
	"argument 'fail_page_alloc=1,100,0,-1,' is ignored"
given 'failures that are far away' 'failslab=1,100,2000000000,-1 fail_page_alloc=1,0,0,-1' '/init|(NULL)|$HOME=/|$TERM=linux|'
panics 'no object of a slab cache' failslab=1,100,0,-1 ''
panics 'no page' fail_page_alloc=1,100,0,-1 ''

boot around --memory 64M --append 'selftest=shmem.map_pages fault_around_bytes=4096'
is "$status" 1 "with fault_around_bytes=4096 a read fault maps one page, where the test wants those around it"

for seed in lots 12q 0x100000000 ''; do
	boot seed --memory 64M --append "selftest.seed=$seed selftest=string.*"
	is "$status" 1 "selftest.seed=$seed is red"
	like "$console" "^Bail out! selftest.seed=$seed is no number" "and says why"
	unlike "$console" '^ok ' "and no test runs in an order that nobody asked for"
done
boot seed --memory 64M --append 'selftest.seed=0xffffffff selftest=string.*'
is "$status" 0 "the largest seed" || tail_of "$console"
like "$console" 'seed 4294967295' "is what it says"

# Every option of the README's table is one.
options=$(sed -n '/^### Kernel command line/,/^## /s/\\|/ /g; s/^| \(`[^|]*`\) |.*/\1/p' README.md | tr -d '`' | tr ',' '\n' |
	sed -n 's/^ *\([a-z_.]*\)\(=.*\)\{0,1\}$/\1/p' | grep -v '^$' | sort -u)
ok "$([ "$(echo "$options" | wc -l)" -ge 15 ]; echo $?)" "README's table has options ($(echo $options))"
boot table --memory 64M --append "$(echo $options) mem=64M"
unlike "$console" 'Unknown' "and the kernel knows each of them"

done_testing
