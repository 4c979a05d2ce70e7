// SPDX-License-Identifier: MIT
/*
 * arch/i386/cpu.c - what the boot CPU can do, and switching it on
 *
 * Tests: tests/boot/matrix.txt has CPUs from the 486 on; what each is found to be decides over paging_test.c, set_memory_test.c
 * Linux: arch/x86/kernel/cpu/common.c. Intel SDM vol. 2, CPUID; vol. 3, 2.5 (control registers).
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>
#include <asm/processor.h>

/* boot/entry.asm has filled in features, where there is CPUID. */
struct cpuinfo_x86 boot_cpu_data = { .family = 4, .x86_phys_bits = 32 };

pteval_t __supported_pte_mask = ~(pteval_t)0;

static void __init read_vendor(u32 *max_leaf)
{
	char *vendor = boot_cpu_data.vendor;

	cpuid_count(0, 0, max_leaf, (u32 *)vendor, (u32 *)(vendor + 8), (u32 *)(vendor + 4));
}

/*
 * Physical address width: what leaf 80000008 says; without it 36 bits with PSE36, else 32. A CPU may have PAE and 32
 * bits all the same, and then an access above 4 GiB faults with the reserved bit set.
 */
static u8 __init phys_bits(u32 max_extended, u32 features)
{
	u32 a = 0, b, c, d;

	if (max_extended >= 0x80000008)
		cpuid_count(0x80000008, 0, &a, &b, &c, &d);
	if (a & 0xff)
		return a & 0xff;
	return features & (1u << X86_FEATURE_PSE36) ? 36 : 32;
}

static void __init read_features(void)
{
	u32 max_leaf, max_extended, a, b, c, d;
	struct cpuinfo_x86 *cpu = &boot_cpu_data;

	read_vendor(&max_leaf);
	if (max_leaf < 1)
		return;
	cpuid_count(1, 0, &a, &b, &c, &d);
	cpu->family = (a >> 8) & 0xf;
	cpu->model = (a >> 4) & 0xf;
	cpu->stepping = a & 0xf;
	if (cpu->family == 0xf)
		cpu->family += (a >> 20) & 0xff;
	if (cpu->family >= 6)
		cpu->model |= (a >> 12) & 0xf0;

	cpu->features &= ~(1u << X86_FEATURE_NX);
	cpuid_count(0x80000000, 0, &max_extended, &b, &c, &d);
	if (max_extended < 0x80000000 || max_extended > 0x8000ffff)
		max_extended = 0;
	if (max_extended >= 0x80000001) {
		cpuid_count(0x80000001, 0, &a, &b, &c, &d);
		cpu->features |= d & (1u << X86_FEATURE_NX);
	}
	cpu->x86_phys_bits = phys_bits(max_extended, cpu->features);
}

/* A bit is set only when CPUID announces it: real CPUs answer others with #GP. */
static void __init enable_features(void)
{
	unsigned long cr4 = 0;

	write_cr0(read_cr0() | X86_CR0_WP);
	if (cpu_has(X86_FEATURE_PSE))
		cr4 |= X86_CR4_PSE;
	if (cpu_has(X86_FEATURE_PGE))
		cr4 |= X86_CR4_PGE;
	else
		__supported_pte_mask &= ~(pteval_t)_PAGE_GLOBAL;
	/* Without it a machine check is a reset, with it a report. */
	if (cpu_has(X86_FEATURE_MCE))
		cr4 |= X86_CR4_MCE;
	if (cr4)
		write_cr4(read_cr4() | cr4);
	if (IS_ENABLED(CONFIG_X86_PAE) && cpu_has(X86_FEATURE_NX))
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NX);
	else
		__supported_pte_mask &= ~(pteval_t)_PAGE_NX;
}

/* mem=nopentium: the direct map and the vmemmap go by 4 KiB pages. The other mem= are e820's. */
static int __init parse_nopentium(char *val)
{
	if (val && !strcmp(val, "nopentium")) {
		pr_info("mem=nopentium: no large pages\n");
		boot_cpu_data.features &= ~(1u << X86_FEATURE_PSE);
	}
	return 0;
}
early_param("mem", parse_nopentium);

void __init cpu_detect(void)
{
	if (boot_cpu_data.features)
		read_features();
	enable_features();
	pr_info("CPU: %s family %u model %u stepping %u, %u address bits:%s%s%s%s%s\n",
		boot_cpu_data.vendor[0] ? boot_cpu_data.vendor : "486 without CPUID",
		boot_cpu_data.family, boot_cpu_data.model, boot_cpu_data.stepping,
		boot_cpu_data.x86_phys_bits, cpu_has(X86_FEATURE_PSE) ? " PSE" : "",
		cpu_has(X86_FEATURE_PAE) ? " PAE" : "", cpu_has(X86_FEATURE_PGE) ? " PGE" : "",
		cpu_has(X86_FEATURE_NX) ? " NX" : "", cpu_has(X86_FEATURE_TSC) ? " TSC" : "");
}
