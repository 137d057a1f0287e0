# SPDX-License-Identifier: GPL-2.0-only
#
# Boots with a device tree of tests/host/dts, on QEMU's virt machine.  shim.S enters the kernel with it, since QEMU
# itself would repair or refuse many.  A test sources this behind lib.sh, and says before, if it wants, with how much
# RAM ($RAM, 128M) and which image ($IMAGE, build/Image).

# Physical addresses; RAM starts at 40000000.
ENTRY=0x40010000
TREE=0x42000000
INITRD=0x43000000
SHIM=0x43800000
SOURCE=0x43900000
UART=0x47800000

# An archive with nothing in it.
{
	printf '0707010000000000000000000000000000000000000001000000000000000000000000'
	printf '00000000000000000000000000000000000000000000000B00000000TRAILER!!!\0\0\0\0'
} >"$tmp/initrd"

: >"$tmp/uart"

# compile NAME [FLAG]: $tmp/NAME.dtb from dts/NAME.dts; FLAG is the preprocessor's
compile() {
	$CC -E -P -undef -x assembler-with-cpp ${2:+"$2"} "tests/host/dts/$1.dts" |
		dtc -q -I dts -O dtb -o "$tmp/$1.dtb" ||
		{ diag "cannot compile $1.dts"; return 1; }
}

# enter NAME DTB: boots with this tree, or with none when DTB is empty.
enter() {
	enter_name=$1 tree=0 enter_image=${IMAGE:-build/Image}
	set -- $2
	if [ -n "$1" ]; then
		tree=$TREE
		set -- -device "loader,file=$1,addr=$TREE,force-raw=on"
	fi
	$CC -nostdlib -Wl,-n,-Ttext=$SHIM,--build-id=none -march=armv7-a -marm -o "$tmp/shim.elf" \
		-DENTRY=$ENTRY -DSOURCE=$SOURCE -DTREE=$tree \
		-DLENGTH="$(wc -c <"$enter_image" | tr -d ' ')" tests/host/shim.S
	boot "$enter_name" --memory "${RAM:-128M}" --no-image --timeout "${TIMEOUT:-60}" -- "$@" \
		-device "loader,file=$tmp/initrd,addr=$INITRD,force-raw=on" \
		-device "loader,file=$tmp/uart,addr=$UART,force-raw=on" \
		-device "loader,file=$enter_image,addr=$SOURCE,force-raw=on" \
		-device "loader,file=$tmp/shim.elf,cpu-num=0"
}
