# SPDX-License-Identifier: GPL-2.0-only
#
## Pagewalk: an ARMv7-A kernel about memory management
##
## Usage: make [TARGET] [VARIABLE=VALUE ...]
##
## Targets

.DEFAULT_GOAL := all
SHELL         := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += -rR

# ---- variables ---------------------------------------------------------------------------------

DEBUG      ?= 0
VMEMMAP    ?= 0
COVERAGE   ?= 0
STEP       ?= $(if $(filter debug debug-server tour tours,$(MAKECMDGOALS)),1,0)
AUTO       ?=
N          ?=
ANSWER     ?=
SHOW       ?=
AGAIN      ?=
GDB        ?= 1234
REVERSE    ?=
V          ?= 0
MACHINE    ?= virt
MEM        ?= 1G
CPU        ?= cortex-a15
ARGS       ?=
INITRD     ?=
DISK       ?=
PACKAGES   ?= bash coreutils gawk sqlite3
SIZE       ?=
PROG       ?=
T          ?=
LIBFDT_SRC ?=

# What is drawn runs in the image for stepping
ifneq (,$(filter figures map,$(MAKECMDGOALS)))
STEP := 1
endif

build := build
O     ?= $(build)$(if $(filter 1,$(VMEMMAP)),/vmemmap)$(if $(filter 1,$(COVERAGE)),/coverage)$(if $(filter 1,$(DEBUG)),/debug)$(if $(filter 1,$(STEP)),/step)

CROSS   ?= arm-none-eabi-
CC      := $(CROSS)gcc
LD      := $(CROSS)ld
NM      := $(CROSS)nm
OBJCOPY := $(CROSS)objcopy
SPARSE  ?= sparse
DTC     ?= dtc

# $(call once,NAME,COMMAND): a variable that runs COMMAND at its first use and keeps the answer, because
# the compiler may not be installed yet when this file is read.
once = $(eval $(1) = $$(eval $(1) := $$(shell $(2)))$$($(1)))
$(call once,GCC_INCLUDE,$(CC) -print-file-name=include)
# The multilib of ARM (not Thumb) code that has CLZ: the kernel stays in one instruction set.
$(call once,LIBGCC,$(CC) -marm -march=armv5te+fp -mfloat-abi=softfp -print-libgcc-file-name)
$(call once,LIBGCOV,$(CC) -marm -march=armv5te+fp -mfloat-abi=softfp -print-file-name=libgcov.a)
$(call once,NPROC,nproc 2>/dev/null || echo 2)

# `make` alone uses all processors.  Output is kept together per target, except where a target talks to
# the terminal.  `make clean all` stays in order.
ifeq (0,$(MAKELEVEL)$(filter -j% --jobserver%,$(MAKEFLAGS))$(filter clean,$(MAKECMDGOALS)))
MAKEFLAGS += -j$(NPROC)
endif
ifeq (,$(filter run shell debug debug-server tour test quick try compare bench exercise exercises,$(MAKECMDGOALS)))
MAKEFLAGS += -Otarget
endif

ifeq ($(V),1)
Q   :=
say := @:
else
Q   := @
say := @printf '  %-8s%s\n'
endif

# ---- sources -----------------------------------------------------------------------------------

# fsr-2level.c is included by fault.c; asm-offsets.c is never linked, its assembly becomes a header.
not-linked := arch/arm/mm/fsr-2level.c arch/arm/kernel/asm-offsets.c
vmemmap-only := mm/sparse.c mm/sparse-vmemmap.c tests/kernel/sparsemem.c
src-S := $(wildcard boot/*.S arch/arm/kernel/*.S arch/arm/mm/*.S arch/arm/lib/*.S)
coverage-only := kernel/coverage.c
src-c := $(filter-out $(not-linked) $(if $(filter 1,$(COVERAGE)),,$(coverage-only)) $(if $(filter 1,$(VMEMMAP)),,$(vmemmap-only)),$(wildcard arch/arm/kernel/*.c arch/arm/mm/*.c arch/arm/lib/*.c \
	   mm/*.c kernel/*.c kernel/lib/*.c kernel/fs/*.c kernel/fs/ext2/*.c kernel/posix/*.c kernel/drivers/*.c tests/kernel/*.c))
# head.o comes first; the linker script orders everything by section, this keeps `nm -n` readable.
objs := $(addprefix $(O)/,$(patsubst %,%.o,$(basename $(filter boot/%,$(src-S)) \
	  $(filter-out boot/%,$(src-S)) $(src-c))))
# What the self-tests ask, from the comments above them.
objs += $(O)/generated/selftests.o
libfdt := $(build)/libfdt/lib/libfdt.a

# ---- flags -------------------------------------------------------------------------------------

arch-flags := -marm -march=armv7-a -mfloat-abi=soft -mno-unaligned-access

cppflags = -nostdinc -isystem $(GCC_INCLUDE) -D__KERNEL__ -include include/linux/kconfig.h \
	   -Iarch/arm/include -Iinclude -I$(O)/generated -isystem $(build)/libfdt/include \
	   $(if $(filter 1,$(DEBUG)),-DCONFIG_DEBUG_KERNEL=1) $(if $(filter 1,$(STEP)),-DCONFIG_STEP=1) \
	   $(if $(filter 1,$(VMEMMAP)),-DCONFIG_SPARSEMEM_VMEMMAP=1) \
	   $(if $(filter 1,$(COVERAGE)),-DCONFIG_COVERAGE=1) $(if $(filter tests/kernel/%,$<),-Itests/kernel)

# -Wno-dangling-pointer: who waits stands in a list, from its own stack; gcc 14 doesn't see that it leaves it again.
warnings := -Wall -Wextra -Werror -Wmissing-prototypes -Wstrict-prototypes -Wshadow -Wundef \
	    -Wpointer-arith -Wvla -Wno-unused-parameter -Wno-sign-compare \
	    -Wno-missing-field-initializers -Wno-dangling-pointer

# The image for stepping: every function is one, nothing is reordered, and the debugger knows the macros.
optimize = $(if $(filter 1,$(STEP)),-Og -g3 -fno-inline -Wno-maybe-uninitialized,$(if $(filter 1,$(COVERAGE)),-O1 -g -Wno-maybe-uninitialized,-O2 -g))
# The image for coverage: what mm/ and arch/arm/mm have run counts, line by line.
counting = $(if $(and $(filter 1,$(COVERAGE)),$(filter mm/% arch/arm/mm/%,$<)),-fprofile-arcs -ftest-coverage -fprofile-info-section)

# -funwind-tables: the backtrace reads the EHABI tables, so no frame pointers are needed.
# -fno-short-enums: libfdt.a is built for Linux/ARM, whose enums are ints.
CFLAGS = -std=gnu11 $(optimize) $(arch-flags) -ffreestanding -fno-short-enums -fno-strict-aliasing \
	 -fno-common -fno-pic -fno-strict-overflow -fno-delete-null-pointer-checks \
	 -fstack-protector-strong -funwind-tables -ffile-prefix-map=$(CURDIR)=. \
	 $(warnings) $(counting) $(cflags-$<)
AFLAGS = -g -marm -march=armv7-a -mfloat-abi=soft -D__ASSEMBLY__ -ffile-prefix-map=$(CURDIR)=.

# These define memcpy and memset: loops in them must not become calls to themselves.
string-files := $(wildcard kernel/lib/string*.c arch/arm/lib/*.c)
$(foreach f,$(string-files),$(eval cflags-$(f) := -fno-tree-loop-distribute-patterns))

depflags = -MMD -MP -MF $(@:.o=.d) -MT $@

LDFLAGS := -EL --no-undefined --build-id=none -z noexecstack -z max-page-size=4096 --fatal-warnings --no-enum-size-warning

# ---- what one calls ----------------------------------------------------------------------------

image := $(O)/Image
dtb   := $(build)/vexpress-v2p-ca15.dtb
debian-disk := $(build)/disk.img

board = --machine '$(MACHINE)' --memory '$(MEM)' --cpu '$(CPU)' --image $(image) $(foreach d,$(DISK),--disk '$(d)')
run-options = $(board) $(if $(INITRD),--initrd '$(INITRD)') $(if $(append),--append '$(append)')
# An initrd below build/ is built, and so is the one that has PROG in it.
initrd := $(filter $(build)/%,$(INITRD))
append = $(ARGS)
# Without PROG, make map draws the program of the figures
ifneq (,$(filter map,$(MAKECMDGOALS)))
PROG := $(or $(PROG),figure)
endif
ifneq (,$(and $(PROG),$(filter run debug debug-server map,$(MAKECMDGOALS))))
INITRD := $(build)/prog.cpio
initrd := $(build)/prog.cpio
append = $(strip $(ARGS) norandmaps selftest=none init.exit -- exec /bin/$(notdir $(PROG)))
endif

.PHONY: all run test quick try shell disk debug debug-server tour tours names story exercise exercises compare bench bench-disk bench-swap profile profiles doctor check compile_commands clean help deps
.PHONY: image debug-image step-image vmemmap-images test-images test-tools guest-run guest-shell try-images force

# Some words are looked at before anything is built.
ifneq (,$(filter test,$(MAKECMDGOALS)))
no-test := $(strip $(foreach t,$(TESTS),$(if $(wildcard $(t)),,$(t))))
$(if $(no-test),$(error TESTS: there is no $(no-test); tests/host/*.t are the tests))
endif
ifneq (,$(filter run debug shell,$(MAKECMDGOALS)))
$(if $(filter-out virt virt-% vexpress-a15,$(MACHINE)),$(error MACHINE=$(MACHINE): there is no such machine here; \
the two are virt and vexpress-a15))
endif
ifneq (,$(filter shell,$(MAKECMDGOALS)))
$(if $(and $(DISK),$(PROG)),$(error make shell: PROG is put in the initrd, instead of which DISK is taken))
endif

all: image ## build the kernel: build/Image, build/vmlinux, the device tree of vexpress-a15

image: $(image) $(O)/vmlinux $(dtb)

run: guest-run ## boot it in QEMU: boot messages, memory map, zones, self-tests; ends with the guest's status
	$(end-as-guest)

guest-run: image $(initrd)
	@scripts/run-qemu $(run-options); echo $$? >$(status)

test: test-tools test-images step-image vmemmap-images ## everything: both builds, both machines, several memory sizes; TAP under prove
	@scripts/sizes
	@$(prove) $(if $(TESTS),$(TESTS),$(all-tests))

quick: test-images check ## both builds, sparse, all self-tests once, host tests of what changed since main
	@$(prove) $(quick-tests) $$(scripts/changed-tests $(quick-tests))

try: try-images ## the self-tests and test programs that T names, on both builds: T='vma.* mmap'
	@scripts/try '$(try-patterns)' '$(try-programs)'

SEEDS ?= 1-200
OPS   ?= 5000
compare-initrd := $(build)/$(if $(PROG),compare,user).cpio
compare-more := $(if $(PROG),,accounts randops)
ifneq (,$(filter command line,$(origin SEEDS)))
compare-initrd :=
compare-more := randops
endif
compare: image $(compare-initrd) $(compare-more:%=$(build)/%.cpio) ## programs, the numbers of /proc and random memory calls here and on Debian's Linux for armhf; PROG=, or SEEDS= and OPS=
	@scripts/compare --image $(image) $(foreach m,$(compare-more),--$(m) $(build)/$(m).cpio) --seeds '$(SEEDS)' --ops '$(OPS)' $(compare-initrd)

shell: guest-shell ## busybox's shell on this kernel, interactive (Ctrl-A x ends QEMU); DISK=build/disk.img: bash, from a disk
	$(end-as-guest)

# From a disk, or from an initrd
shell-initrd := $(if $(DISK),,$(build)/$(if $(PROG),prog-)shell.cpio)
guest-shell: image $(shell-initrd) $(filter $(debian-disk),$(DISK))
	@scripts/run-qemu $(board) --timeout 0 $(if $(DISK),,--initrd $(shell-initrd)) \
	    --append 'quiet selftest=none init.exit $(if $(DISK),root=/dev/vda rw )$(ARGS)'; echo $$? >$(status)

disk: | deps ## an ext2 disk with packages of Debian's for armhf, for make shell DISK=build/disk.img; PACKAGES=, SIZE=, DISK=
	@scripts/debian-disk '$(or $(DISK),$(debian-disk))' '$(SIZE)' $(PACKAGES)

# When it is named and isn't there.  One that is there has a session's files.
$(debian-disk): | deps
	@scripts/debian-disk $@ '$(SIZE)' $(PACKAGES)

debug: image $(initrd) ## QEMU stopped at the first instruction, GDB attached; the kernel's symbols, and those of PROG
	@scripts/debug-qemu $(if $(PROG),--program $(prog)) $(if $(REVERSE),--reverse) $(run-options)

debug-server: image $(initrd) ## QEMU stopped at the first instruction, waiting for a debugger or an editor at port GDB
	@echo 'gdb-multiarch $(O)/vmlinux -ex "target remote :$(GDB)"'
	@scripts/run-qemu $(run-options) --timeout 0 -- -S -gdb tcp::$(GDB)

tour: image $(build)/tour.cpio $(build)/tour.img ## a mechanism of memory management stop by stop, in GDB: T=cow; without T it lists them
	@scripts/tour $(if $(AUTO),--auto) $(if $(T),$(T) --machine '$(MACHINE)' --image $(image))

.PHONY: figures map
figures: image $(build)/figure.cpio ## draw the figures of docs/figures anew, from a running machine
	@scripts/figures docs/figures

map: image $(initrd) ## draw the address space of the kernel and of PROG, at its end, from a running machine: build/map.svg
	@scripts/figures --map $(build)/map.svg --program $(prog) $(run-options)

# Tests that run at once find built what more than one of them needs
quick: step-image
test quick: $(build)/figure.cpio

tours: image $(build)/tour.cpio $(build)/tour.img ## write the transcripts of all tours anew: docs/tours
	@mkdir -p docs/tours
	@for t in $$(scripts/tour | awk '{ print $$1 }'); do scripts/tour --transcript $$t >docs/tours/$$t.txt; done

names: | deps ## write the index of the article's names and its errors anew: docs/names.md, docs/errata.md
	@scripts/article-names >docs/names.md
	@scripts/article-claims >docs/errata.md

# A browser, which only the tests need
test-tools: | deps
	@scripts/deps scripts/tools-test.tsv

story-initrd := $(build)/$(if $(PROG),prog,tour).cpio
story: image $(story-initrd) ## the faults and memory calls of PROG, or of a tour of all of them, step by step in HTML: build/story.html
	@scripts/story --image $(image) --machine '$(MACHINE)' --memory '$(MEM)' --initrd $(story-initrd) \
	    $(if $(PROG),/bin/$(notdir $(PROG)),/bin/tour story)

exercise: ## an exercise of docs/exercises, set up or judged: N=3.4.4-1, ANSWER="vma.find ..."; without N it lists them
	@scripts/exercise $(if $(N),'$(N)' $(if $(ANSWER),--answer '$(ANSWER)',$(if $(SHOW),--show,$(if $(AGAIN),--again))))

exercises: ## are all exercises what their files say?  Builds and boots a kernel for each, which takes minutes
	@scripts/exercise --check $(if $(N),$(N),all)

bench: image $(build)/bench.cpio ## instructions per operation, counted by QEMU, here and on Linux, beside the number to reach; UPDATE=, BASE=, PLOTS=
	@scripts/bench --image $(image)

bench-swap: image $(build)/swapbench.cpio ## programs that need more than the memory, MEM=128M, in wall time, here and on Linux in the same QEMU
	@scripts/bench-swap $(image) $(patsubst %M,%,$(if $(filter %M,$(MEM)),$(MEM),128M))

bench-disk: image $(build)/diskbench.cpio ## a 64 MiB file on an ext2 disk in wall time, here and on Linux in the same QEMU
	@scripts/bench-disk $(image)

BENCH ?=
profile: image $(build)/bench.cpio ## where an operation of make bench spends its instructions: a table, and build/profile.svg; BENCH=
	@scripts/profile --image $(image) '$(BENCH)'

profiles: image $(build)/bench.cpio ## draw the flame graphs of docs/bench.md anew: docs/profile
	@scripts/profile --image $(image) --docs docs/profile

# Both builds, so that code of only one of them counts, too
coverage-images: | deps
	+@$(MAKE) --no-print-directory COVERAGE=1 DEBUG=0 STEP=0 VMEMMAP=0 O=$(build)/coverage image
	+@$(MAKE) --no-print-directory COVERAGE=1 DEBUG=1 STEP=0 VMEMMAP=0 O=$(build)/coverage/debug image

.PHONY: coverage coverage-images
coverage: coverage-images $(build)/user.cpio ## which lines of mm/ and arch/arm/mm the self-tests run, and programs: a table, and build/coverage.html
	@scripts/coverage --programs --html $(build)/coverage.html

check: ## sparse over all C sources: __user, __iomem and __bitwise are kept apart
check: $(addprefix $(O)/,$(addsuffix .sparse,$(src-c)))

doctor: ## the version of each tool, found and needed
	@scripts/doctor

compile_commands: compile_commands.json ## compile_commands.json, for clangd and editors

clean: ## remove what was built (what was fetched stays, and what was written in exercises and on build/disk.img; rm -rf build removes all)
	$(Q)if [ -d $(O) ]; then find $(O) -mindepth 1 -maxdepth 1 ! -name libfdt ! -name debian ! -name musl ! -name linux ! -name packages ! -name disk.img ! -name exercise -exec rm -rf {} +; fi

help: ## this text
	@sed -n -e 's/^## \{0,1\}//p' -e 's/^\([a-z_-]*\): .*## \(.*\)/  make \1\t\2/p' \
	        -e 's/^\([a-z_-]*\): ## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | \
	    expand -t 26

##
## Variables
##   DEBUG=1                 the debug build, below build/debug: poison, red zones, invariants, ...
##   VMEMMAP=1               another memory model, below build/vmemmap: struct pages in vmemmap, none for holes in RAM;
##                           with DEBUG=1 below build/vmemmap/debug
##   STEP=1                  the image for stepping, below build/step: no function inlined; make debug uses it
##   MACHINE=virt            or vexpress-a15
##   MEM=1G                  RAM, 16M and more
##   CPU=cortex-a15          or cortex-a7 (on virt)
##   ARGS="..."              kernel command line: selftest=vmalloc.*, ptdump, trace=*, loglevel=8, mem=, vmalloc=
##   INITRD=FILE             initial RAM disk; build/user.cpio (the test programs) is built when named
##   DISK="FILE ..."         disks, raw images: /dev/vda, /dev/vdb ...; FILE,readonly=on is one that isn't written;
##                           make shell: the first is the root; make disk: what it writes instead of build/disk.img
##   PACKAGES="bash ..."     make disk: of which packages, with what they depend on (bash coreutils gawk sqlite3)
##   SIZE=200M               make disk: how large; without it 64 MiB stay free
##   PROG=PROGRAM            make run, debug, story: the first program, any of ARM Linux or one of tests/user;
##                           make compare: only this one; make shell: is in /bin
##   SEEDS=7, SEEDS=1-200    make compare: only memory calls at random, of these seeds
##   OPS=5000                make compare: how many calls of each seed
##   TESTS="FILE ..."        make test: only these, e.g. TESTS=tests/host/vma.t
##   T="WORD ..."            make try: self-tests (vma.*), those of a section (3.4.4), programs of tests/user (mmap);
##                           make tour: which
##   N=3.4.4-1               make exercise: which; make exercises: only these
##   ANSWER="TEST ..."       make exercise: the tests that go red, as you predict
##   SHOW=1, AGAIN=1         make exercise: the solution; set it up anew
##   UPDATE=1                make bench: writes what it measured into scripts/bench.tsv, with which it compares, and docs/bench.md
##   BASE=REV                make bench: the kernel of that commit before, this one after
##   PLOTS=1                 make bench: draws how costs grow with size into docs/bench
##   BENCH="read() of"       make profile: the operation, or a part of its name; without it they are listed
##   AUTO=1                  make tour: without asking for Enter
##   GDB=1234                make debug-server: the port
##   REVERSE=1               make debug: the run is recorded first, so that GDB can go back (reverse-stepi)
##   LIBFDT_SRC=DIR          build libfdt from a dtc source tree instead of fetching Debian's for armel
##   V=1                     show the commands
##
## Self-tests end QEMU with 0 (all passed), 1 (one failed), 2 (panic or Oops); 124 is a hang and 125 a
## QEMU that did not start.  make run and make shell end with the same status.

# ---- how it is built ---------------------------------------------------------------------------

# Installs what is missing; costs nothing when nothing is.
deps:
	@LIBFDT_SRC='$(LIBFDT_SRC)' CC='$(CC)' AR='$(CROSS)ar' scripts/deps

$(libfdt): | deps ;

# Both builds at once; the second is this Makefile again, since a variable tells them apart.
debug-image: image
	+@$(if $(filter 1,$(DEBUG)),:,$(MAKE) --no-print-directory DEBUG=1 O=$(build)/debug image)

step-image: image
	+@$(if $(filter 1,$(STEP)),:,$(MAKE) --no-print-directory STEP=1 O=$(build)/step image)

vmemmap-images: image
	+@$(if $(filter 1,$(VMEMMAP)),:,$(MAKE) --no-print-directory VMEMMAP=1 DEBUG=0 STEP=0 O=$(build)/vmemmap image)
	+@$(if $(filter 1,$(VMEMMAP)),:,$(MAKE) --no-print-directory VMEMMAP=1 DEBUG=1 STEP=0 O=$(build)/vmemmap/debug image)

test-images: debug-image user-images

# What T names: a word without a dot or a star is a program.
try-programs := $(strip $(foreach w,$(T),$(if $(findstring .,$(w))$(findstring *,$(w)),,$(w))))
try-patterns := $(filter-out $(try-programs),$(T))
try-images: debug-image $(if $(try-programs),$(build)/try.cpio)

# GNU make ends with 2 whatever the status of a recipe was.  scripts/exit_status.c gives it a function that
# ends with the guest's; where make can't load it, the recipe fails and make says "Error" and the status.
ifneq (,$(filter run shell,$(MAKECMDGOALS)))
-load $(build)/host/exit_status.so
endif
# Several of them may run at once, so the file has make's process number.
$(call once,status,echo $(O)/.status.$$PPID)
$(call once,guest-status,cat $(status); rm -f $(status))
end-as-guest = @exit $(exit-status $(guest-status))$(guest-status)

$(build)/host/exit_status.so: scripts/exit_status.c | deps
	@mkdir -p $(@D)
	$(Q)gcc -shared -fPIC -O1 -Wall -o $@ $<

# The longest come first, so that both processors have something to do until the end.
long-tests := coverage user-debug user-virt user-64M boot-debug user-vexpress holes vmemmap boot-vexpress boot-virt user-a7 dt sqlite shell disk-shell sparse make
all-tests := $(patsubst %,tests/host/%.t,$(long-tests))
all-tests += $(filter-out $(all-tests),$(wildcard tests/host/*.t))
quick-tests := tests/host/selftests-debug.t tests/host/selftests.t tests/host/heads.t
prove = PAGEWALK_CC='$(CC)' prove -j$(NPROC) --timer

# Flags live in a file that changes only when they do, so that objects are rebuilt when they should be.  The
# name of this directory isn't among them: a copied tree is built already.
flags = $(subst $(CURDIR),.,$(CC) $(cppflags) $(CFLAGS) $(AFLAGS))
$(O)/.flags: force | deps
	@mkdir -p $(@D)
	@printf '%s\n' '$(flags)' | cmp -s - $@ || printf '%s\n' '$(flags)' > $@

offsets := $(if $(wildcard arch/arm/kernel/asm-offsets.c),$(O)/generated/asm-offsets.h)

$(O)/%.o: %.c $(O)/.flags | deps
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(cppflags) $(CFLAGS) $(depflags) -c -o $@ $<

$(O)/%.o: %.S $(O)/.flags $(offsets) | deps
	$(say) AS $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(cppflags) $(AFLAGS) $(depflags) -c -o $@ $<

# After the object, whose headers are known: when one changes, sparse looks again.
$(O)/%.c.sparse: %.c $(O)/%.o | deps
	$(say) SPARSE $<
	@mkdir -p $(@D)
	$(Q)scripts/sparse-file $< $(SPARSE) -D__CHECKER__ $(cppflags) $(CFLAGS)
	@touch $@

# The file's "->NAME value" lines in the compiler's assembly become #defines.
$(O)/arch/arm/kernel/asm-offsets.s: arch/arm/kernel/asm-offsets.c $(O)/.flags | deps
	$(say) OFFSETS $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(cppflags) $(CFLAGS) -MMD -MP -MF $@.d -MT $@ -S -o $@ $<

$(O)/generated/asm-offsets.h: $(O)/arch/arm/kernel/asm-offsets.s
	@mkdir -p $(@D)
	$(Q)awk 'BEGIN { print "/* Made from arch/arm/kernel/asm-offsets.c */" } \
	     /^->/ { sub(/^->/, ""); name = $$1; value = $$2; sub(/^#/, "", value); $$1 = $$2 = ""; \
	             printf "#define %-24s %s /*%s */\n", name, value, $$0 }' $< > $@

index-sources := $(src-S) $(src-c) $(not-linked)
$(O)/generated/selftests.S: $(index-sources) scripts/selftest-index scripts/heads.pm $(O)/.objects | deps
	@mkdir -p $(@D)
	$(Q)scripts/selftest-index $(index-sources) > $@

$(O)/generated/%.o: $(O)/generated/%.S $(O)/.flags
	$(Q)$(CC) $(AFLAGS) -c -o $@ $<

$(O)/linker.lds: linker.ld $(O)/.flags | deps
	@mkdir -p $(@D)
	$(Q)$(CC) -E -P -x assembler-with-cpp -D__ASSEMBLY__ -DLINKER_SCRIPT $(cppflags) \
	    -MMD -MP -MF $@.d -MT $@ -o $@ $<

# The table of symbols is part of the image that it describes.  vmlinux0 has none, vmlinux1 has one of
# the right size, so in vmlinux every address is right; that the table then made is the same proves it.
link = $(LD) $(LDFLAGS) -T $(O)/linker.lds -o $@ $(objs) $(1) --start-group $(libfdt) $(LIBGCC) $(if $(filter 1,$(COVERAGE)),$(LIBGCOV)) --end-group

# A source file that is gone must go from the image, too.
$(O)/.objects: force
	@mkdir -p $(@D)
	@printf '%s\n' $(objs) | cmp -s - $@ || printf '%s\n' $(objs) > $@

$(O)/vmlinux0: $(objs) $(libfdt) $(O)/linker.lds $(O)/.objects
	$(Q)$(call link)

$(O)/kallsyms1.S: $(O)/vmlinux0 scripts/kallsyms
	$(Q)$(NM) -n $< | scripts/kallsyms > $@

$(O)/vmlinux1: $(O)/vmlinux0 $(O)/kallsyms1.o
	$(Q)$(call link,$(O)/kallsyms1.o)

$(O)/kallsyms.S: $(O)/vmlinux1 scripts/kallsyms
	$(Q)$(NM) -n $< | scripts/kallsyms > $@

$(O)/kallsyms%.o: $(O)/kallsyms%.S
	$(Q)$(CC) $(AFLAGS) -c -o $@ $<

$(O)/kallsyms.o: $(O)/kallsyms.S
	$(Q)$(CC) $(AFLAGS) -c -o $@ $<

$(O)/vmlinux: $(O)/vmlinux1 $(O)/kallsyms.o
	$(say) LD $@
	$(Q)$(call link,$(O)/kallsyms.o)
	$(Q)$(NM) -n $@ | scripts/kallsyms | cmp -s - $(O)/kallsyms.S || \
	    { echo "$@: the symbol table does not describe this image; it moved between links" >&2; exit 1; }

$(O)/Image: $(O)/vmlinux
	$(say) IMAGE $@
	$(Q)$(OBJCOPY) -O binary $< $@

$(dtb): boot/vexpress-v2p-ca15.dts | deps
	$(say) DTC $@
	@mkdir -p $(@D)
	$(Q)$(DTC) -q -I dts -O dtb -o $@ $<

include tests/user/user.mk

ifneq (,$(filter try,$(MAKECMDGOALS)))
$(if $(T),,$(error make try: name self-tests and programs, as in T='vma.* mmap'))
$(if $(filter-out $(user-progs),$(try-programs)),$(error T: there is no test program \
$(filter-out $(user-progs),$(try-programs)); there are $(user-progs); self-tests are named as in vma.*))
endif

compile_commands.json: $(O)/.flags Makefile
	$(Q)scripts/compile-commands '$(CURDIR)' '$(CC) $(cppflags) $(CFLAGS)' $(src-c) > $@

-include $(wildcard $(objs:.o=.d) $(O)/linker.lds.d $(O)/arch/arm/kernel/asm-offsets.s.d)
