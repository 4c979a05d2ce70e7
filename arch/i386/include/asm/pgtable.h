// SPDX-License-Identifier: MIT
/*
 * asm/pgtable.h - page-table entries, two-level and PAE, and the tables of the kernel
 *
 *   no PAE                                         PAE
 *   kernel_pmds[1024] = the page directory         kernel_pmds[2048] = four page directories in a row,
 *     one entry: 4 MiB page or a page table          which the four entries of swapper_pg_dir point at
 *     of 1024 PTEs                                   one entry: 2 MiB page or a page table of 512 PTEs
 *
 * There is one address space. Both modes look the same from here: the flat array kernel_pmds is indexed by
 * vaddr >> PMD_SHIFT, and each entry holds a large page, a page table, or nothing.
 *
 * Bits: Intel SDM vol. 3, 4.3 (32-bit paging) and 4.4 (PAE).
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <linux/types.h>
#include <asm/page.h>

#ifdef CONFIG_X86_PAE
typedef u64 pteval_t;
#define PMD_SHIFT 21
#define PTRS_PER_PTE 512
#define PTRS_PER_PMDS 2048
#else
typedef u32 pteval_t;
#define PMD_SHIFT 22
#define PTRS_PER_PTE 1024
#define PTRS_PER_PMDS 1024
#endif

#define PMD_SIZE (UL(1) << PMD_SHIFT)
#define PMD_MASK (~(PMD_SIZE - 1))

typedef struct {
	pteval_t pte;
} pte_t;

typedef struct {
	pteval_t pmd;
} pmd_t;

typedef struct {
	pteval_t pgprot;
} pgprot_t;

#define _PAGE_PRESENT 0x001
#define _PAGE_RW 0x002
#define _PAGE_USER 0x004
#define _PAGE_PWT 0x008
#define _PAGE_PCD 0x010
#define _PAGE_ACCESSED 0x020
#define _PAGE_DIRTY 0x040
#define _PAGE_PSE 0x080
#define _PAGE_GLOBAL 0x100
#ifdef CONFIG_X86_PAE
#define _PAGE_NX (1ULL << 63)
#else
#define _PAGE_NX 0
#endif

#define PTE_PFN_MASK ((pteval_t)((1ULL << MAX_PHYSMEM_BITS) - 1) & ~(pteval_t)(PAGE_SIZE - 1))

/* Accessed and dirty are set beforehand: the CPU need not write them, and nobody reads them. */
#define __PAGE_KERNEL_ROX (_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL)
#define __PAGE_KERNEL_RO (__PAGE_KERNEL_ROX | _PAGE_NX)
#define __PAGE_KERNEL (__PAGE_KERNEL_RO | _PAGE_RW)
#define __PAGE_KERNEL_EXEC (__PAGE_KERNEL_ROX | _PAGE_RW)
#define __PAGE_KERNEL_NOCACHE (__PAGE_KERNEL | _PAGE_PCD | _PAGE_PWT)

/* In an entry that points at a page table; the PTEs decide about the pages. */
#define __PAGE_TABLE (_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED)

#define __pgprot(x) ((pgprot_t){ (x) })
#define pgprot_val(prot) ((prot).pgprot)
#define PAGE_NONE __pgprot(0)
#define PAGE_KERNEL __pgprot(__PAGE_KERNEL)
#define PAGE_KERNEL_RO __pgprot(__PAGE_KERNEL_RO)
#define PAGE_KERNEL_ROX __pgprot(__PAGE_KERNEL_ROX)
#define PAGE_KERNEL_EXEC __pgprot(__PAGE_KERNEL_EXEC)
#define pgprot_nx(prot) __pgprot(pgprot_val(prot) | _PAGE_NX)
#define PAGE_KERNEL_NOCACHE __pgprot(__PAGE_KERNEL_NOCACHE)

/* Bits that this CPU knows: cpu_detect() takes out _PAGE_GLOBAL and _PAGE_NX where they do not exist. */
extern pteval_t __supported_pte_mask;

extern pmd_t kernel_pmds[PTRS_PER_PMDS];

static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return (pte_t){ ((pteval_t)pfn << PAGE_SHIFT) | (prot.pgprot & __supported_pte_mask) };
}

static inline pmd_t pfn_pmd(unsigned long pfn, pgprot_t prot)
{
	return (pmd_t){ pfn_pte(pfn, prot).pte | _PAGE_PSE };
}

static __always_inline pteval_t pte_val(pte_t pte)
{
	return pte.pte;
}

static inline bool pte_present(pte_t pte)
{
	return pte.pte & _PAGE_PRESENT;
}

static inline bool pte_none(pte_t pte)
{
	return !pte.pte;
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return (pte.pte & PTE_PFN_MASK) >> PAGE_SHIFT;
}

static inline bool pmd_present(pmd_t pmd)
{
	return pmd.pmd & _PAGE_PRESENT;
}

/* The entry is a large page. */
static inline bool pmd_leaf(pmd_t pmd)
{
	return (pmd.pmd & (_PAGE_PRESENT | _PAGE_PSE)) == (_PAGE_PRESENT | _PAGE_PSE);
}

static inline unsigned long pmd_pfn(pmd_t pmd)
{
	return (pmd.pmd & PTE_PFN_MASK) >> PAGE_SHIFT;
}

/*
 * A PAE entry is two words, and the CPU may walk the table between the two stores: it must never see half of the old
 * entry and half of the new. The present bit is in the low word, so that goes to 0 first and is written last. In between
 * nothing is mapped, which is right for slots of the fixmap, PKMAP and vmalloc: nobody may touch what is being changed.
 */
static __always_inline void __set_entry(pteval_t *entry, pteval_t val)
{
#ifdef CONFIG_X86_PAE
	volatile u32 *word = (volatile u32 *)entry;

	word[0] = 0;
	word[1] = val >> 32;
	if (!__builtin_constant_p(val) || val)
		word[0] = (u32)val;
#else
	*(volatile pteval_t *)entry = val;
#endif
}

/*
 * The same in one piece, for an entry in use, as those of code, stack and page tables are: an interrupt that flushes the
 * TLB at any moment finds the old entry or the new one. The entry code has asked for CX8.
 */
static inline void __xchg_entry(pteval_t *entry, pteval_t val)
{
#ifdef CONFIG_X86_PAE
	pteval_t seen = *entry;

	__asm__ __volatile__("1: lock cmpxchg8b %0\n\tjne 1b"
			     : "+m"(*entry), "+A"(seen)
			     : "b"((u32)val), "c"((u32)(val >> 32))
			     : "memory", "cc");
#else
	__set_entry(entry, val);
#endif
}

static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	__set_entry(&ptep->pte, pte.pte);
}

/* Maps one page of kernel space: ptep is the entry of vaddr. The caller flushes where there was a mapping before. */
static __always_inline void set_kernel_pte(unsigned long vaddr, pte_t *ptep, pte_t pte)
{
	set_pte(ptep, pte);
}

/* set_pte() for a page that may be in use. */
static inline void xchg_pte(pte_t *ptep, pte_t pte)
{
	__xchg_entry(&ptep->pte, pte.pte);
}

static inline void set_pmd(pmd_t *pmdp, pmd_t pmd)
{
	__xchg_entry(&pmdp->pmd, pmd.pmd);
}

static inline pmd_t *pmd_off_k(unsigned long vaddr)
{
	return &kernel_pmds[vaddr >> PMD_SHIFT];
}

static inline unsigned long pte_index(unsigned long vaddr)
{
	return (vaddr >> PAGE_SHIFT) & (PTRS_PER_PTE - 1);
}

/* The PTE of vaddr in the page table that pmdp points at; page tables always lie in LOWMEM. */
static inline pte_t *pte_offset_kernel(pmd_t *pmdp, unsigned long vaddr)
{
	return (pte_t *)__va(pmdp->pmd & PTE_PFN_MASK) + pte_index(vaddr);
}

enum pg_level { PG_LEVEL_NONE, PG_LEVEL_4K, PG_LEVEL_LARGE };

/**
 * lookup_address - the entry that maps a kernel address
 * @vaddr: any address
 * @level: receives PG_LEVEL_4K or PG_LEVEL_LARGE; PG_LEVEL_NONE where there is not even a page table
 *
 * Context: any; reads the tables without a lock.
 * Return:  the PTE, or the PMD cast to one when @level is PG_LEVEL_LARGE; it may be not present. NULL with PG_LEVEL_NONE.
 */
pte_t *lookup_address(unsigned long vaddr, enum pg_level *level);

/**
 * kernel_page_present - may this address be read?
 * @vaddr: any address
 */
bool kernel_page_present(unsigned long vaddr);

/**
 * populate_pte - the PTE of a kernel address, with a page table put under it if there is none
 * @vaddr: not inside a large page
 *
 * Context: boot, while memblock lives: the table comes from it, cleared; panics when there is no memory.
 */
pte_t *populate_pte(unsigned long vaddr);

/* A page table for vaddr from memblock, cleared, not hung in yet; panics when there is no memory. */
pte_t *alloc_page_table(unsigned long vaddr);

/* Switches the kernel image's .data..ro_after_init to read-only. */
void mark_rodata_ro(void);

#include <asm/pgtable_areas.h>

#endif
