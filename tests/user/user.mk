# SPDX-License-Identifier: GPL-2.0-only
#
# The programs of tests/user and what is made of them: build/user/NAME, and the initrds build/user.cpio (all
# tests, with init), build/shell.cpio (busybox), build/bench.cpio, build/mallocmix.cpio and build/curves.cpio.
#
#   tests/user/NAME.c         freestanding, by the kernel's compiler
#   tests/user/libc/NAME.c    NAME-hf and NAME-sf by glibc, hard and soft float, static; NAME-exe and
#                             NAME-pie dynamic, the latter position independent; NAME-musl by musl, static

HF := arm-linux-gnueabihf-
SF := arm-linux-gnueabi-
user := $(build)/user
debian := $(build)/debian
debian-packages := busybox-static coreutils libc6

user-flags := -std=gnu11 -O2 -g -marm -march=armv7-a -ffreestanding -fno-common -fno-toplevel-reorder -fno-strict-aliasing \
	      -fno-tree-loop-distribute-patterns -fno-stack-protector -fno-short-enums --param=min-pagesize=0 \
	      -ffile-prefix-map=$(CURDIR)=. $(warnings) -Wno-unused-parameter
user-ldflags := -nostdlib -static -Wl,-T,tests/user/user.ld -Wl,-z,max-page-size=4096 \
		-Wl,-z,noexecstack -Wl,--build-id=none -Wl,--no-warn-rwx-segments -Wl,--no-enum-size-warning

user-not-tests := lib init bench curves tour figure powercut diskbench swapbench swapcounts randops accounts crt0
user-names := $(filter-out $(user-not-tests),$(basename $(notdir $(wildcard tests/user/*.c))))
libc-not-tests := mallocmix
libc-names := $(filter-out $(libc-not-tests),$(basename $(notdir $(wildcard tests/user/libc/*.c))))
libc-kinds := hf sf musl exe pie
libc-progs := $(foreach n,$(libc-names),$(foreach k,$(libc-kinds),$(n)-$(k)))
user-progs := $(user-names) $(libc-progs)

libc-flags := -std=gnu11 -O2 --param=min-pagesize=0 -g -Wall -Wextra -Werror -ffile-prefix-map=$(CURDIR)=. -Wl,--build-id=none
musl := $(build)/musl/root/usr
musl-lib := $(musl)/lib/arm-linux-musleabihf

$(user)/lib.o: tests/user/lib.c tests/user/user.h $(O)/.flags | deps
	@mkdir -p $(@D)
	$(Q)$(CC) $(user-flags) -mfloat-abi=soft -c -o $@ $<

$(user)/crt0.o: tests/user/crt0.S | deps
	@mkdir -p $(@D)
	$(Q)$(CC) -marm -march=armv7-a -c -o $@ $<

$(user)/init: user-ldflags := -Wl,--defsym=first_address=0x800000 $(user-ldflags)
$(addprefix $(user)/,$(user-names) init bench curves tour figure powercut diskbench swapbench swapcounts randops accounts): $(user)/%: tests/user/%.c $(wildcard tests/user/*.h) tests/user/user.mk tests/user/user.ld \
						$(user)/lib.o $(user)/crt0.o
	$(say) USER $<
	$(Q)$(CC) $(user-flags) -mfloat-abi=soft $(user-ldflags) -o $@ \
	    $(user)/crt0.o $< $(user)/lib.o $(LIBGCC)

$(user)/%-hf: tests/user/libc/%.c tests/user/user.mk | deps
	$(say) HF $@
	@mkdir -p $(@D)
	$(Q)$(HF)gcc $(libc-flags) -static -pthread -o $@ $<

$(user)/%-sf: tests/user/libc/%.c tests/user/user.mk | deps
	$(say) SF $@
	@mkdir -p $(@D)
	$(Q)$(SF)gcc $(libc-flags) -static -pthread -o $@ $<

$(user)/%-exe: tests/user/libc/%.c tests/user/user.mk | deps
	$(say) EXE $@
	@mkdir -p $(@D)
	$(Q)$(HF)gcc $(libc-flags) -no-pie -pthread -o $@ $<

$(user)/%-pie: tests/user/libc/%.c tests/user/user.mk | deps
	$(say) PIE $@
	@mkdir -p $(@D)
	$(Q)$(HF)gcc $(libc-flags) -pie -fPIE -pthread -o $@ $<

musl-build = $(HF)gcc $(libc-flags) $(1) -nostdinc -isystem $(musl)/include/arm-linux-musleabihf \
	     -isystem $(shell $(HF)gcc -print-file-name=include) -nostdlib -o $@ $(musl-lib)/$(2) $(musl-lib)/crti.o $< \
	     -Wl,--start-group $(musl-lib)/libc.a -lgcc -lgcc_eh -Wl,--end-group $(musl-lib)/crtn.o

$(user)/%-musl: tests/user/libc/%.c tests/user/user.mk $(build)/musl/fetched | deps
	$(say) MUSL $@
	@mkdir -p $(@D)
	$(Q)$(call musl-build,-static,crt1.o)

$(debian)/fetched: scripts/fetch-debs tests/user/user.mk | deps
	@scripts/fetch-debs armhf $(debian) $(debian-packages)
	@touch $@

# Its headers and its libc.a are all that is used: not the compiler that it depends on.
$(build)/musl/fetched: scripts/fetch-debs tests/user/user.mk | deps
	@scripts/fetch-debs --alone armhf $(build)/musl musl-dev
	@touch $@

# $(call dyn-files,PROGRAM...): the loader and the libraries that they need, from the very packages that
# programs of Debian come with.
dyn-files = $$(scripts/elf-libs $(debian)/root $(1))
dev-files := dev/console:c:5:1 dev/null:c:1:3 dev/zero:c:1:5 dev/full:c:1:7 dev/random:c:1:8 dev/urandom:c:1:9 \
	     dev/tty:c:5:0 1777:tmp/ 1777:dev/shm/ proc/
coreutils := cat cp dd ls mkdir mv rm sort uname wc

$(build)/user.cpio: scripts/mkinitrd scripts/elf-libs $(user)/init $(addprefix $(user)/,$(user-progs)) $(debian)/fetched
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/init $(foreach p,$(user-progs),tests/$(p)=$(user)/$(p)) \
	    "tests/list==$(user-progs)" $(dev-files) $(call dyn-files,$(addprefix $(user)/,$(user-progs)))

# What `make try` runs: the programs named, and what they need.
$(build)/try.cpio: force scripts/mkinitrd scripts/elf-libs $(user)/init $(addprefix $(user)/,$(try-programs)) \
		   $(if $(filter %-exe %-pie,$(try-programs)),$(debian)/fetched)
	$(Q)scripts/mkinitrd $@ init=$(user)/init $(foreach p,$(try-programs),tests/$(p)=$(user)/$(p)) \
	    "tests/list==$(try-programs)" $(dev-files) \
	    $(call dyn-files,$(addprefix $(user)/,$(try-programs)))

# PROG: a file, or the name of a test program
prog := $(if $(PROG),$(if $(filter $(PROG),$(user-progs) init bench tour figure),$(user)/$(PROG),$(PROG)))
prog-file = $(if $(prog),bin/$(notdir $(prog))=$(prog) $(call dyn-files,$(prog)))

$(build)/prog.cpio: force scripts/mkinitrd scripts/elf-libs $(user)/init $(prog) $(debian)/fetched
	$(Q)scripts/mkinitrd $@ init=$(user)/init $(prog-file) $(dev-files)

# What make compare runs: PROG under init, as one test
$(build)/compare.cpio: force scripts/mkinitrd scripts/elf-libs $(user)/init $(prog) $(debian)/fetched
	$(Q)scripts/mkinitrd $@ init=$(user)/init tests/$(notdir $(prog))=$(prog) "tests/list==$(notdir $(prog))" $(dev-files) \
	    $(call dyn-files,$(prog))

# What it compares of /proc
$(build)/accounts.cpio: scripts/mkinitrd $(user)/accounts
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/accounts $(dev-files)

# scripts/compare makes its initrd, with what Linux needs for a disk
compare: $(user)/swapcounts

# What the tours watch
$(build)/tour.img: scripts/mkdisk tests/user/user.mk | deps
	$(say) DISK $@
	$(Q)rm -rf $@.d && mkdir -p $@.d && head -c 65536 /dev/zero | tr '\0' f >$@.d/file && scripts/mkdisk $@ 1M $@.d && rm -rf $@.d

$(build)/tour.cpio: scripts/mkinitrd $(user)/init $(user)/tour
	$(Q)scripts/mkinitrd $@ init=$(user)/init bin/tour=$(user)/tour $(dev-files)

# What the figures are drawn from
$(build)/figure.cpio: scripts/mkinitrd $(user)/init $(user)/figure
	$(Q)scripts/mkinitrd $@ init=$(user)/init bin/figure=$(user)/figure $(dev-files)

# No C library of Debian's, no network: for the kernel's own runs.
$(build)/mini.cpio: scripts/mkinitrd $(user)/init $(addprefix $(user)/,$(user-names))
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/init $(foreach p,$(user-names),tests/$(p)=$(user)/$(p)) \
	    "tests/list==$(user-names)" $(dev-files)

$(build)/bench.cpio: scripts/mkinitrd $(user)/bench
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/bench $(dev-files)

# Its own, so that the other's first program finds as little memory used as before
$(user)/mallocmix-hf: tests/user/window.h
$(build)/mallocmix.cpio: scripts/mkinitrd $(user)/mallocmix-hf
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/mallocmix-hf $(dev-files)

bench profile profiles: $(build)/mallocmix.cpio

$(build)/curves.cpio: scripts/mkinitrd $(user)/curves
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/curves $(dev-files)

shell-files = 755:init=tests/user/shell/init bin/busybox=$(debian)/root/bin/busybox "bin/sh->busybox" $(dev-files) \
	      $(foreach c,$(coreutils),usr/coreutils/$(c)=$(debian)/root/bin/$(c)) \
	      $(call dyn-files,$(addprefix $(debian)/root/bin/,$(coreutils)))

$(build)/shell.cpio: scripts/mkinitrd scripts/elf-libs tests/user/shell/init $(debian)/fetched
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ $(shell-files)

$(build)/prog-shell.cpio: force scripts/mkinitrd scripts/elf-libs tests/user/shell/init $(prog) $(debian)/fetched
	$(Q)scripts/mkinitrd $@ $(shell-files) $(prog-file)

.PHONY: user-images
user-images: $(build)/user.cpio $(build)/bench.cpio $(build)/mallocmix.cpio $(build)/shell.cpio $(user)/powercut $(user)/swapcounts $(build)/randops.cpio

# A disk in wall time, here and on Linux
$(build)/randops.cpio: scripts/mkinitrd $(user)/randops
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/randops $(dev-files)

$(build)/swapbench.cpio: scripts/mkinitrd $(user)/swapbench
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/swapbench $(dev-files)

$(build)/diskbench.cpio: scripts/mkinitrd $(user)/diskbench
	$(say) INITRD $@
	$(Q)scripts/mkinitrd $@ init=$(user)/diskbench $(dev-files)
