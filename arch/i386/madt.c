// SPDX-License-Identifier: MIT
/*
 * arch/i386/madt.c - the firmware's list of CPUs and interrupt controllers
 *
 *   MADT ──> local APICs, one a CPU        cpuid_to_apicid[], cpu_possible_mask
 *        ──> IO-APICs and their GSIs       ioapics[]
 *        ──> lines that lie elsewhere      isa_irqs[]
 *        ──> pin of the NMI                apic_nmi_lint
 *
 * nosmp, maxcpus=N: fewer CPUs; the others stay as the firmware left them.
 *
 * Tests: tests/boot/smp_cases.py, with tables that lie
 * Linux: arch/x86/kernel/acpi/boot.c. ACPI specification 6.5, 5.2.12. Left out: x2APIC, SAPIC.
 */
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <asm/acpi.h>
#include <asm/apic.h>

enum { MADT_LOCAL_APIC, MADT_IO_APIC, MADT_OVERRIDE, MADT_LOCAL_NMI = 4, MADT_ADDRESS };

#define MADT_ENABLED 1 /* flag of a CPU */
#define MADT_ACTIVE_LOW 3
#define MADT_LEVEL (3 << 2)

struct madt {
	struct acpi_table_header header;
	u32 local_apic, flags;
} __packed;

struct madt_entry {
	u8 type, length;
	union {
		struct {
			u8 acpi_id, apic_id;
			u32 flags;
		} __packed cpu;
		struct {
			u8 id, reserved;
			u32 phys, gsi_base;
		} __packed ioapic;
		struct {
			u8 bus, source;
			u32 gsi;
			u16 flags;
		} __packed override;
		struct {
			u8 acpi_id;
			u16 flags;
			u8 lint;
		} __packed nmi;
		struct {
			u16 reserved;
			u64 phys;
		} __packed address;
	};
} __packed;

/* Bytes that an entry of a type must have. */
static const u8 entry_size[] __initconst = {
	[MADT_LOCAL_APIC] = 8, [MADT_IO_APIC] = 12, [MADT_OVERRIDE] = 10,
	[MADT_LOCAL_NMI] = 6,  [MADT_ADDRESS] = 12,
};

u8 cpuid_to_apicid[NR_CPUS] __ro_after_init;
struct isa_irq isa_irqs[NR_ISA_IRQS] __ro_after_init;
struct ioapic ioapics[MAX_IO_APICS] __ro_after_init;
unsigned int nr_ioapics __ro_after_init;
int apic_nmi_lint __ro_after_init = -1;
u32 apic_phys __ro_after_init;

/* Local APICs of CPUs that are there; the table may list CPUs twice, and more than we have room for. */
static unsigned long listed[256 / BITS_PER_LONG] __initdata;

/* CPUs that the command line allows. */
static unsigned int max_cpus __initdata = NR_CPUS;

early_param_set("nosmp", max_cpus, 0);

static int __init parse_maxcpus(char *val)
{
	return val ? kstrtouint(val, 0, &max_cpus) : -EINVAL;
}
early_param("maxcpus", parse_maxcpus);

static void __init read_override(const struct madt_entry *entry)
{
	struct isa_irq *irq = &isa_irqs[entry->override.source];

	if (entry->override.bus || entry->override.source >= NR_ISA_IRQS)
		return;
	irq->gsi = entry->override.gsi;
	irq->active_low = (entry->override.flags & MADT_ACTIVE_LOW) == MADT_ACTIVE_LOW;
	irq->level = (entry->override.flags & MADT_LEVEL) == MADT_LEVEL;
}

static void __init read_entry(const struct madt_entry *entry)
{
	switch (entry->type) {
	case MADT_LOCAL_APIC:
		if (entry->cpu.flags & MADT_ENABLED && entry->cpu.apic_id != 0xff)
			__set_bit(entry->cpu.apic_id, listed);
		break;
	case MADT_IO_APIC:
		if (nr_ioapics < MAX_IO_APICS)
			ioapics[nr_ioapics++] =
				(struct ioapic){ entry->ioapic.phys, entry->ioapic.gsi_base };
		break;
	case MADT_OVERRIDE:
		read_override(entry);
		break;
	case MADT_LOCAL_NMI:
		apic_nmi_lint = entry->nmi.lint & 1;
		break;
	case MADT_ADDRESS:
		if (entry->address.phys >> 32 == 0)
			apic_phys = entry->address.phys;
	}
}

static int __init read_madt(struct acpi_table_header *table, u32 length)
{
	const struct madt *madt = (void *)table;
	u32 pos = sizeof(*madt);

	if (length < sizeof(*madt))
		return -EINVAL;
	apic_phys = madt->local_apic;
	while (pos + 2 <= length) {
		const struct madt_entry *entry = (void *)table + pos;

		if (entry->length < 2 || pos + entry->length > length) {
			pr_warn("ACPI: MADT: entry at %#x has a length of %u, the rest is ignored\n",
				pos, entry->length);
			break;
		}
		if (entry->type < ARRAY_SIZE(entry_size) &&
		    entry->length >= entry_size[entry->type])
			read_entry(entry);
		pos += entry->length;
	}
	return 0;
}

bool __init madt_parse(void)
{
	unsigned int irq;

	for (irq = 0; irq < NR_ISA_IRQS; irq++)
		isa_irqs[irq].gsi = irq;
	return !acpi_table_parse("APIC", read_madt);
}

void __init madt_number_cpus(u32 boot_apicid)
{
	unsigned int apicid, nr = 1, nr_listed = 1;

	/* As in Linux, nosmp keeps the IO-APIC out too. */
	if (!max_cpus)
		nr_ioapics = 0;
	cpuid_to_apicid[0] = boot_apicid;
	__clear_bit(boot_apicid, listed);
	for_each_set_bit(apicid, listed, 256) {
		nr_listed++;
		if (nr >= min(max_cpus, (unsigned int)NR_CPUS))
			continue;
		cpuid_to_apicid[nr] = apicid;
		set_cpu_possible(nr, true);
		set_cpu_present(nr++, true);
	}
	nr_cpu_ids = nr;
	pr_info("smpboot: %u CPUs in the MADT, %u allowed; %u IO-APICs\n", nr_listed, nr,
		nr_ioapics);
}
