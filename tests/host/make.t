#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is the Makefile the manual it claims to be, is a build repeatable, and what happens without tools?
. "$(dirname "$0")/lib.sh"

make -s help >"$tmp/help"
for target in $(sed -n 's/^\.PHONY: //p' Makefile | tr ' ' '\n' |
		grep -Ev '^(deps|image|test-tools|guest-.*|.*-images?|force)$'); do
	like "$tmp/help" "^  make $target " "make help tells of $target"
done
for variable in DEBUG VMEMMAP MACHINE MEM CPU ARGS INITRD DISK PACKAGES SIZE TESTS T UPDATE BASE PLOTS LIBFDT_SRC V; do
	like "$tmp/help" "^  $variable=" "make help tells of $variable="
done

for file in $(grep -Eo '(tests|scripts|docs)/[A-Za-z0-9_./-]+' "$tmp/help"); do
	[ -e "$file" ]
	ok $? "$file, which it names, is there"
done

# ends STATUS WHAT ARGUMENT...: how make ends, and $tmp/said.
ends() {
	wanted=$1 what=$2
	shift 2
	make "$@" </dev/null >"$tmp/said" 2>&1
	is $? "$wanted" "$what" || tail_of "$tmp/said"
}
ends 0 "make run ends with the guest's status: all passed" run MEM=64M ARGS=selftest=vma.find
ends 1 "one failed" run MEM=64M ARGS=selftest=broken.fail
ends 125 "QEMU did not start" run MEM=1M
like "$tmp/said" 'MEM=1M is too little' "and says why"
ends 0 "an initrd below build/ is built" run MEM=64M INITRD=build/mini.cpio ARGS='init.exit -- hello'
ends 2 "a machine that isn't one" run MACHINE=raspi2b
like "$tmp/said" 'no such machine.*virt and vexpress-a15' "is answered with those that are"
ends 2 "a disk and an initrd for a program" shell DISK=build/disk.img PROG=hello
like "$tmp/said" 'PROG is put in the initrd' "is one too many"
ends 2 "a test that isn't there" test TESTS=tests/host/boot.t
like "$tmp/said" 'there is no tests/host/boot.t' "is said at once"
ends 2 "one among others" -n test TESTS='tests/host/rbtree.t tests/host/boot.t tests/host/vma.t'
like "$tmp/said" 'there is no tests/host/boot.t;' "is said, too"
ends 0 "several that are there" -n test TESTS='tests/host/rbtree.t tests/host/vma.t'
ends 0 "make try runs self-tests and programs on both builds" try T='vma.find hello'
is "$(grep -c '^ok 1 - \(vma.find\|hello\)' "$tmp/said")" 4 "each of them twice"
ends 2 "a program that isn't there" try T='hello nosuch'
like "$tmp/said" 'no test program nosuch' "is named"
ends 2 "make try without a word" try
like "$tmp/said" "T='vma" "is shown how"
! scripts/try broken.fail '' >"$tmp/said" 2>&1
ok $? "a self-test that fails makes make try fail"
like "$tmp/said" '^not ok' "and all is shown"

make -s doctor >"$tmp/doctor"
is $? 0 "make doctor is content"
like "$tmp/doctor" '^qemu-system-arm +[0-9]' "and prints versions"

scripts/run-qemu --dry-run --memory 64M --append "it's two words" >"$tmp/line"
like "$tmp/line" "qemu-system-arm -M virt .*-m 64M .*-nic none" "the launcher prints its QEMU line"
eval "set -- $(sed 's/.*-append \(.*\) -nographic.*/\1/' "$tmp/line")"
is "$1" "it's two words" "which a shell reads back as it was meant"

# The same sources give the same image, wherever it is built.
make -s O="$tmp/again" image >"$tmp/build" 2>&1
is $? 0 "the kernel builds below another directory" || tail_of "$tmp/build"
cmp -s build/Image "$tmp/again/Image"
ok $? "and gives the same Image to the byte"
make image >"$tmp/second"
is "$(cat "$tmp/second")" '' "a second make has nothing to do"
mkdir "$tmp/copy"
tar -c --exclude=.git --exclude=build/debug --exclude=build/debian --exclude=build/packages --exclude=build/linux --exclude=build/musl . |
	tar -x -C "$tmp/copy"
make -C "$tmp/copy" --no-print-directory image >"$tmp/second"
is "$(cat "$tmp/second")" '' "nor has one in a copy of the tree"

# A machine that has nothing but a shell and these.
mkdir "$tmp/bin"
for tool in sh dirname cat id sed grep basename env; do
	ln -s "$(command -v $tool)" "$tmp/bin/$tool"
done
(PATH=$tmp/bin && export PATH && exec sh scripts/deps) >"$tmp/deps" 2>&1
is $? 1 "without apt: stops"
like "$tmp/deps" 'gcc-arm-none-eabi .*qemu-system-arm .*gdb-multiarch .*device-tree-compiler .*sparse' \
	"and names what to install"

# Where there is an apt, it is asked for what is missing, and for nothing else.
cat >"$tmp/bin/apt-get" <<END
#!/bin/sh
echo "apt-get \$*" >>$tmp/apt.log
case " \$* " in *' install '*) exit 9 ;; esac
END
printf '#!/bin/sh\necho 0\n' >"$tmp/bin/id.0"
chmod +x "$tmp/bin/apt-get" "$tmp/bin/id.0"
mv "$tmp/bin/id.0" "$tmp/bin/id"
for tool in arm-none-eabi-gcc arm-none-eabi-ld gcc gdb-multiarch dtc sparse prove timeout awk; do
	printf '#!/bin/sh\n' >"$tmp/bin/$tool"
	chmod +x "$tmp/bin/$tool"
done
(PATH=$tmp/bin && export PATH && exec sh scripts/deps) >"$tmp/deps" 2>&1
like "$tmp/deps" 'installing: qemu-system-arm' "with apt: says what it installs"
like "$tmp/apt.log" 'install -y .*qemu-system-arm' "and installs that"
unlike "$tmp/deps" 'sudo' "without sudo when it is root"

# Not root: through sudo.
printf '#!/bin/sh\necho 1000\n' >"$tmp/bin/id.0"
printf '#!/bin/sh\necho "sudo $*" >>%s\nexit 9\n' "$tmp/apt.log" >"$tmp/bin/sudo"
chmod +x "$tmp/bin/id.0" "$tmp/bin/sudo"
mv "$tmp/bin/id.0" "$tmp/bin/id"
(PATH=$tmp/bin && export PATH && exec sh scripts/deps) >"$tmp/deps" 2>&1
like "$tmp/apt.log" '^sudo apt-get' "not root: through sudo"

done_testing
