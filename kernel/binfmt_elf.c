/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ELF: how a file becomes the VMAs of an address space (article 3.3.3).
 *
 * Idea.  Nothing is read but the headers.  Each PT_LOAD segment is a private mapping of the file,
 * and its pages arrive by faults; what the segment has in memory beyond the file (bss) is
 * anonymous, but for the rest of the file's last page, which is cleared by hand.
 *
 *        file                            memory
 *     p_offset +--------+   p_vaddr     +--------+   elf_map: text r-x
 *              |  text  | ------------> |  text  |
 *              +--------+               +--------+
 *              |  data  | ------------> |  data  |   elf_map: data rw-, private
 *              +--------+ p_filesz      +--------+
 *                                       |000     |   padzero: to the end of the page
 *                                       | bss    |   set_brk: anonymous
 *                         p_memsz       +--------+
 *                                         (gap)      arch_randomize_brk
 *                                       | heap   |   start_brk, brk
 *
 * A program with PT_INTERP doesn't start itself: its interpreter (ld.so) is mapped, too, and gets
 * control.  What both need to know stands on the stack (create_elf_tables):
 *
 *     bprm->p      strings of argv, envp, filename        (kernel/exec.c)
 *                  "v7l", 16 random bytes
 *                  auxv: pairs, the last is AT_NULL
 *                  envp[0] ... NULL
 *                  argv[0] ... NULL
 *     sp, 16       argc
 *
 * Invariants
 *   B1  each number of the file is checked before it is used: segments lie in user space, sizes
 *       don't wrap, the tables have a bound
 *   B2  until flush_old_exec() an error is the caller's: ENOEXEC, EINVAL, ENOMEM, EIO
 *   B3  the last VMA of a program is never closer to the heap than the end of its page
 *
 * Context: process, may sleep.  Different from Linux: no core dumps, no library format.
 * Tests: tests/user/{elf,layout}.c.
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/elf.h>

#define ELF_MIN_ALIGN		PAGE_SIZE
#define ELF_PAGESTART(v)	((v) & ~(unsigned long)(ELF_MIN_ALIGN - 1))
#define ELF_PAGEOFFSET(v)	((v) & (ELF_MIN_ALIGN - 1))
#define ELF_PAGEALIGN(v)	(((v) + ELF_MIN_ALIGN - 1) & ~(ELF_MIN_ALIGN - 1))

#define ELF_MAX_PHDRS_SIZE	(64 * 1024)
#define STACK_RND_MASK		0x7ff		/* pages: 8 MiB */

#define BAD_ADDR(x)		((unsigned long)(x) >= TASK_SIZE)

int randomize_va_space = 2;

static int __init disable_randmaps(char *s)
{
	randomize_va_space = 0;
	return 1;
}
__setup("norandmaps", disable_randmaps);

/* One file to be mapped: the program, or its interpreter */
struct elf_file {
	struct file *file;
	struct elfhdr hdr;
	struct elf_phdr *phdrs;		/* kmalloc'ed */
};

/* Where it came to lie */
struct elf_image {
	unsigned long load_addr;	/* of the file's first byte */
	unsigned long load_bias;	/* what is added to the addresses of the file */
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long elf_bss, elf_brk;	/* end of the file's part, end of the memory's */
	int bss_prot;
};

/* ------------------------------------------------------------------ headers */

/* Exactly @size bytes from @pos of the file.  0, -EIO when it ends before. */
static int elf_read(struct file *file, void *buf, size_t size, loff_t pos)
{
	int ret = kernel_read(file, pos, buf, size);

	if (ret == (int)size)
		return 0;
	return ret < 0 ? ret : -EIO;
}

/* Is it an ELF program for this machine?  0, -ENOEXEC. */
static int elf_check_header(const struct elf_file *elf)
{
	const struct elfhdr *hdr = &elf->hdr;

	if (memcmp(hdr->e_ident, ELFMAG, SELFMAG) || hdr->e_ident[EI_CLASS] != ELFCLASS32 ||
	    hdr->e_ident[EI_DATA] != ELFDATA2LSB)
		return -ENOEXEC;
	if (hdr->e_type != ET_EXEC && hdr->e_type != ET_DYN)
		return -ENOEXEC;
	if (!elf_check_arch(hdr) || !elf->file->f_op->mmap)
		return -ENOEXEC;
	if (hdr->e_phentsize != sizeof(struct elf_phdr) || hdr->e_phnum < 1 ||
	    hdr->e_phnum > ELF_MAX_PHDRS_SIZE / sizeof(struct elf_phdr))
		return -ENOEXEC;
	return 0;
}

/* elf->phdrs from the file.  0, -ENOMEM, -ENOEXEC: they aren't all there. */
static int load_elf_phdrs(struct elf_file *elf)
{
	size_t size = sizeof(struct elf_phdr) * elf->hdr.e_phnum;
	int ret;

	elf->phdrs = kmalloc(size, GFP_KERNEL);
	if (!elf->phdrs)
		return -ENOMEM;
	ret = elf_read(elf->file, elf->phdrs, size, elf->hdr.e_phoff);
	if (!ret)
		return 0;
	kfree(elf->phdrs);
	elf->phdrs = NULL;
	return -ENOEXEC;
}

#define for_each_phdr(ph, elf)						\
	for ((ph) = (elf)->phdrs; (ph) < (elf)->phdrs + (elf)->hdr.e_phnum; (ph)++)

/* Does a segment lie in user space, file part first?  0, -EINVAL (B1). */
static int elf_check_segment(const struct elf_phdr *ph, unsigned long bias)
{
	unsigned long start = ph->p_vaddr + bias;

	if (BAD_ADDR(start) || ph->p_filesz > ph->p_memsz || ph->p_memsz > TASK_SIZE ||
	    TASK_SIZE - ph->p_memsz < start)
		return -EINVAL;
	return 0;
}

/* The name in PT_INTERP: NULL if there is none; ERR_PTR */
static char *elf_interpreter_name(struct elf_file *elf)
{
	struct elf_phdr *ph;
	char *name;
	int ret;

	for_each_phdr(ph, elf) {
		if (ph->p_type != PT_INTERP)
			continue;
		if (ph->p_filesz > PATH_MAX || ph->p_filesz < 2)
			return ERR_PTR(-ENOEXEC);
		name = kmalloc(ph->p_filesz, GFP_KERNEL);
		if (!name)
			return ERR_PTR(-ENOMEM);
		ret = elf_read(elf->file, name, ph->p_filesz, ph->p_offset);
		if (!ret && name[ph->p_filesz - 1])
			ret = -ENOEXEC;
		if (!ret)
			return name;
		kfree(name);
		return ERR_PTR(ret);
	}
	return NULL;
}

/* Opens the interpreter @name and reads its headers.  0, or an error of execve(2). */
static int elf_open_interpreter(struct elf_file *interp, const char *name)
{
	struct file *file = open_exec(name);
	int ret;

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	interp->file = file;
	ret = elf_read(file, &interp->hdr, sizeof(interp->hdr), 0);
	if (!ret)
		ret = elf_check_header(interp) ?: load_elf_phdrs(interp);
	return ret == -ENOEXEC ? -ELIBBAD : ret;
}

static void elf_close_interpreter(struct elf_file *interp)
{
	if (!interp->file)
		return;
	kfree(interp->phdrs);
	allow_write_access(interp->file);
	fput(interp->file);
}

/* What PT_GNU_STACK says */
static int elf_executable_stack(struct elf_file *elf)
{
	struct elf_phdr *ph;

	for_each_phdr(ph, elf)
		if (ph->p_type == PT_GNU_STACK)
			return ph->p_flags & PF_X ? EXSTACK_ENABLE_X : EXSTACK_DISABLE_X;
	return EXSTACK_DEFAULT;
}

/* ------------------------------------------------------------------ segments */

static int elf_prot(const struct elf_phdr *ph)
{
	return (ph->p_flags & PF_R ? PROT_READ : 0) | (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	       (ph->p_flags & PF_X ? PROT_EXEC : 0);
}

/* From the first segment's page to the end of the last one; 0 without segments */
static unsigned long total_mapping_size(struct elf_file *elf)
{
	unsigned long first = 0, end = 0;
	struct elf_phdr *ph;
	bool any = false;

	for_each_phdr(ph, elf) {
		if (ph->p_type != PT_LOAD)
			continue;
		if (!any)
			first = ELF_PAGESTART(ph->p_vaddr);
		any = true;
		end = ph->p_vaddr + ph->p_memsz;
	}
	return any && end > first ? end - first : 0;
}

/*
 * Maps the file's part of @ph at @addr.  @total_size, of the first segment only: so much is looked
 * for together, so that the others have their place behind it.  The address, or an error.
 */
static unsigned long elf_map(struct file *file, unsigned long addr, const struct elf_phdr *ph,
			     int type, unsigned long total_size)
{
	unsigned long size = ph->p_filesz + ELF_PAGEOFFSET(ph->p_vaddr);
	unsigned long off = ph->p_offset - ELF_PAGEOFFSET(ph->p_vaddr), map_addr;

	addr = ELF_PAGESTART(addr);
	size = ELF_PAGEALIGN(size);
	if (!size)
		return addr;
	if (!total_size)
		return vm_mmap(file, addr, size, (unsigned long)elf_prot(ph), (unsigned long)type,
			       off);
	total_size = ELF_PAGEALIGN(total_size);
	map_addr = vm_mmap(file, addr, total_size, (unsigned long)elf_prot(ph),
			   (unsigned long)type, off);
	if (!BAD_ADDR(map_addr) && total_size > size)
		vm_munmap(map_addr + size, total_size - size);
	return map_addr;
}

/* Anonymous memory for the pages that are bss alone.  0, -ENOMEM. */
static int set_brk(unsigned long start, unsigned long end)
{
	unsigned long addr;

	start = ELF_PAGEALIGN(start);
	end = ELF_PAGEALIGN(end);
	if (end > start) {
		addr = vm_brk(start, end - start);
		if (BAD_ADDR(addr))
			return (int)addr;
	}
	return 0;
}

/* Clears from the end of the file's part to the end of its page */
static int padzero(unsigned long elf_bss)
{
	unsigned long nbyte = ELF_PAGEOFFSET(elf_bss);

	if (nbyte && clear_user((void __user *)elf_bss, ELF_MIN_ALIGN - nbyte))
		return -EFAULT;
	return 0;
}

/* The bss of a segment that another one follows */
static int elf_inner_bss(struct elf_image *img)
{
	int ret = set_brk(img->elf_bss, img->elf_brk);

	/* A segment that can't be written has nothing to be cleared in it */
	if (!ret && img->elf_brk > img->elf_bss)
		padzero(img->elf_bss);
	return ret;
}

/* Notes what @ph, mapped now, adds to the picture */
static void elf_note_segment(struct elf_image *img, const struct elf_phdr *ph)
{
	unsigned long start = ph->p_vaddr + img->load_bias;
	unsigned long file_end = start + ph->p_filesz, mem_end = start + ph->p_memsz;

	if (start < img->start_code)
		img->start_code = start;
	if (start > img->start_data)
		img->start_data = start;
	if (ph->p_flags & PF_X && file_end > img->end_code)
		img->end_code = file_end;
	if (file_end > img->end_data)
		img->end_data = file_end;
	if (file_end > img->elf_bss)
		img->elf_bss = file_end;
	if (mem_end > img->elf_brk)
		img->elf_brk = mem_end;
}

/*
 * Maps all segments of @elf.  A file of ET_DYN goes to @dyn_base, or, when that is 0, to where
 * there is room.  0, or an error; what is mapped then stays.
 */
static int elf_map_segments(struct elf_file *elf, struct elf_image *img, unsigned long dyn_base)
{
	unsigned long total = total_mapping_size(elf), addr;
	struct elf_phdr *ph;
	bool first = true;
	int ret;

	*img = (struct elf_image) { .start_code = ~0UL };
	if (!total)
		return -EINVAL;
	for_each_phdr(ph, elf) {
		bool dyn = first && elf->hdr.e_type == ET_DYN;
		int type = MAP_PRIVATE | MAP_DENYWRITE;

		if (ph->p_type != PT_LOAD)
			continue;
		if (img->elf_brk > img->elf_bss) {
			ret = elf_inner_bss(img);
			if (ret)
				return ret;
		}
		if (dyn && dyn_base)
			img->load_bias = ELF_PAGESTART(dyn_base - ph->p_vaddr);
		if (!dyn)
			type |= MAP_FIXED;
		if (!dyn || dyn_base) {
			ret = elf_check_segment(ph, img->load_bias);
			if (ret)
				return ret;
		}
		addr = elf_map(elf->file, img->load_bias + (dyn && !dyn_base ? 0 : ph->p_vaddr), ph,
			       type, dyn ? total : 0);
		if (BAD_ADDR(addr))
			return IS_ERR_VALUE(addr) ? (int)addr : -EINVAL;
		if (dyn)
			img->load_bias = addr - ELF_PAGESTART(ph->p_vaddr);
		if (first)
			img->load_addr = ph->p_vaddr - ph->p_offset + img->load_bias;
		first = false;
		ret = elf_check_segment(ph, img->load_bias);
		if (ret)
			return ret;
		elf_note_segment(img, ph);
	}
	ret = set_brk(img->elf_bss, img->elf_brk);
	if (!ret && img->elf_brk > img->elf_bss)
		ret = padzero(img->elf_bss);
	return ret;
}

/* ------------------------------------------------------------------ the stack's contents */

/* The auxiliary vector, in mm->saved_auxv.  Returns how many words. */
static int elf_fill_auxv(struct mm_struct *mm, const struct elf_file *elf,
			 const struct elf_image *img, unsigned long interp_load_addr,
			 const unsigned long *u)
{
	unsigned long *aux = mm->saved_auxv;
	const struct cred *cred = &current->cred;
	int n = 0;

#define NEW_AUX_ENT(id, val) (aux[n++] = (id), aux[n++] = (unsigned long)(val))
	NEW_AUX_ENT(AT_HWCAP, ELF_HWCAP);
	NEW_AUX_ENT(AT_PAGESZ, PAGE_SIZE);
	NEW_AUX_ENT(AT_CLKTCK, USER_HZ);
	NEW_AUX_ENT(AT_PHDR, img->load_addr + elf->hdr.e_phoff);
	NEW_AUX_ENT(AT_PHENT, sizeof(struct elf_phdr));
	NEW_AUX_ENT(AT_PHNUM, elf->hdr.e_phnum);
	NEW_AUX_ENT(AT_BASE, interp_load_addr);
	NEW_AUX_ENT(AT_FLAGS, 0);
	NEW_AUX_ENT(AT_ENTRY, elf->hdr.e_entry + img->load_bias);
	NEW_AUX_ENT(AT_UID, cred->uid);
	NEW_AUX_ENT(AT_EUID, cred->euid);
	NEW_AUX_ENT(AT_GID, cred->gid);
	NEW_AUX_ENT(AT_EGID, cred->egid);
	NEW_AUX_ENT(AT_SECURE, 0);
	NEW_AUX_ENT(AT_RANDOM, u[0]);
	NEW_AUX_ENT(AT_HWCAP2, ELF_HWCAP2);
	NEW_AUX_ENT(AT_EXECFN, u[2]);
	NEW_AUX_ENT(AT_PLATFORM, u[1]);
#undef NEW_AUX_ENT
	memset(aux + n, 0, sizeof(mm->saved_auxv) - (unsigned int)n * sizeof(*aux));
	return n + 2;
}

/* Pointers to @n strings that lie one behind the other from *@p, and the NULL; 0, -EFAULT, -EINVAL */
static int put_string_pointers(unsigned long __user *sp, int n, unsigned long *p)
{
	long len;

	for (; n > 0; n--) {
		if (put_user(*p, sp++))
			return -EFAULT;
		len = strnlen_user((const char __user *)*p, MAX_ARG_STRLEN);
		if (!len || len > (long)MAX_ARG_STRLEN)
			return -EINVAL;
		*p += (unsigned long)len;
	}
	return put_user(0UL, sp) ? -EFAULT : 0;
}

/*
 * create_elf_tables - argc, argv, envp and auxv below bprm->p, which is the new stack pointer then
 *
 * 0, -EFAULT when the stack can't grow so far, -EINVAL.
 */
static int create_elf_tables(struct linux_binprm *bprm, const struct elf_file *elf,
			     const struct elf_image *img, unsigned long interp_load_addr)
{
	static const char platform[] = ELF_PLATFORM;
	struct mm_struct *mm = current->mm;
	unsigned long p = bprm->p & ~15UL, u[3], str = mm->arg_start;
	unsigned long __user *sp;
	u8 random[16];
	int ei, items;

	p -= sizeof(platform);
	u[1] = p;
	if (copy_to_user((void __user *)p, platform, sizeof(platform)))
		return -EFAULT;
	get_random_bytes(random, sizeof(random));
	p -= sizeof(random);
	u[0] = p;
	if (copy_to_user((void __user *)p, random, sizeof(random)))
		return -EFAULT;
	u[2] = bprm->exec;

	ei = elf_fill_auxv(mm, elf, img, interp_load_addr, u);
	items = 1 + bprm->argc + 1 + bprm->envc + 1;
	sp = (unsigned long __user *)((p - (unsigned long)(items + ei) * sizeof(long)) & ~15UL);
	bprm->p = mm->start_stack = (unsigned long)sp;
	down_write(&mm->mmap_sem);
	ei = find_extend_vma(mm, bprm->p) ? ei : -EFAULT;
	up_write(&mm->mmap_sem);
	if (ei < 0 || put_user((unsigned long)bprm->argc, sp++))
		return -EFAULT;
	if (put_string_pointers(sp, bprm->argc, &str))
		return -EFAULT;
	mm->arg_end = mm->env_start = str;
	if (put_string_pointers(sp + bprm->argc + 1, bprm->envc, &str))
		return -EFAULT;
	mm->env_end = str;
	if (copy_to_user(sp + items - 1, mm->saved_auxv, (unsigned int)ei * sizeof(long)))
		return -EFAULT;
	return 0;
}

/* ------------------------------------------------------------------ load */

/* randomize_stack_top - up to 8 MiB below @stack_top.  Article 3.3.3. */
static unsigned long randomize_stack_top(unsigned long stack_top)
{
	unsigned long random_variable = 0;

	if (current->flags & PF_RANDOMIZE)
		random_variable = (unsigned long)(get_random_int() & STACK_RND_MASK) << PAGE_SHIFT;
	return PAGE_ALIGN(stack_top) - random_variable;
}

/* Personality: as the file wants it, before the layout is chosen */
static void elf_set_personality(struct linux_binprm *bprm, int executable_stack)
{
	current->personality = (current->personality & ~(unsigned int)(PER_MASK | READ_IMPLIES_EXEC)) |
			       PER_LINUX_32BIT;
	if (arm_elf_read_implies_exec(executable_stack))
		current->personality |= READ_IMPLIES_EXEC;
	if (!(current->personality & ADDR_NO_RANDOMIZE) && randomize_va_space)
		current->flags |= PF_RANDOMIZE;
}

/* The first address of a program of ET_DYN without an interpreter's choice */
static unsigned long elf_dyn_base(void)
{
	unsigned long base = ELF_ET_DYN_BASE;

	if (current->flags & PF_RANDOMIZE)
		base += (unsigned long)(get_random_int() & 0xff) << PAGE_SHIFT;
	return base;
}

/* Where the heap begins (article 3.3.3) */
static void elf_set_heap(struct mm_struct *mm, const struct elf_image *img)
{
	mm->start_brk = mm->brk = ELF_PAGEALIGN(img->elf_brk);
	if (current->flags & PF_RANDOMIZE && randomize_va_space > 1)
		mm->start_brk = mm->brk = arch_randomize_brk(mm);
}

/* From here on there is no way back: the VMAs, the stack, and the first instruction */
static int elf_start(struct linux_binprm *bprm, struct elf_file *elf, struct elf_file *interp,
		     int executable_stack)
{
	struct elf_image img, interp_img = { .load_bias = 0 };
	struct mm_struct *mm;
	unsigned long entry;
	int ret;

	elf_set_personality(bprm, executable_stack);
	setup_new_exec(bprm);
	mm = current->mm;
	ret = setup_arg_pages(bprm, randomize_stack_top(STACK_TOP), executable_stack);
	if (!ret)
		ret = elf_map_segments(elf, &img, elf_dyn_base());
	if (ret)
		return ret;
	mm->start_code = img.start_code;
	mm->end_code = img.end_code;
	mm->start_data = img.start_data;
	mm->end_data = img.end_data;
	elf_set_heap(mm, &img);

	entry = elf->hdr.e_entry + img.load_bias;
	if (interp->file) {
		ret = elf_map_segments(interp, &interp_img, 0);
		if (ret)
			return ret;
		entry = interp->hdr.e_entry + interp_img.load_bias;
	}
	if (BAD_ADDR(entry))
		return -EINVAL;
	ret = arch_setup_additional_pages(bprm, interp->file != NULL);
	if (!ret)
		ret = create_elf_tables(bprm, elf, &img, interp_img.load_addr);
	if (!ret)
		start_thread(task_pt_regs(current), entry, bprm->p);
	return ret;
}

/*
 * load_elf_binary - start the ELF program bprm->file
 *
 * 0: start_thread() has set the registers.  -ENOEXEC: it isn't one; other errors of execve(2).
 */
int load_elf_binary(struct linux_binprm *bprm)
{
	struct elf_file elf = { .file = bprm->file }, interp = { };
	int ret, executable_stack;
	char *name;

	memcpy(&elf.hdr, bprm->buf, sizeof(elf.hdr));
	ret = elf_check_header(&elf);
	if (ret)
		return ret;
	ret = load_elf_phdrs(&elf);
	if (ret)
		return ret;
	name = elf_interpreter_name(&elf);
	if (IS_ERR(name)) {
		ret = (int)PTR_ERR(name);
	} else if (name) {
		ret = elf_open_interpreter(&interp, name);
		kfree(name);
	}
	executable_stack = elf_executable_stack(&elf);
	if (!ret)
		ret = flush_old_exec(bprm);
	if (!ret)
		ret = elf_start(bprm, &elf, &interp, executable_stack);
	elf_close_interpreter(&interp);
	kfree(elf.phdrs);
	return ret;
}
