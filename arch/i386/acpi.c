// SPDX-License-Identifier: MIT
/*
 * arch/i386/acpi.c - find and keep the firmware's tables; power off
 *
 *   loader, EBDA or BIOS ROM ──> RSDP ──> RSDT (32-bit pointers) or XSDT (64-bit)
 *                                           ├──> FADT ──> DSDT, FACS, PM1 control registers
 *                                           └──> the others: acpi_table_parse() finds them again by their signature
 *
 * Tables may lie anywhere below 4 GiB (or above, where a kernel without PAE cannot follow), mostly in ranges that the
 * memory map keeps out of RAM. All but the RSDP is read through early_memremap() windows. A length or pointer that cannot be
 * is named, and what it belongs to ignored.
 *
 * Read first: acpi_boot_table_init().
 * Tests:      every guest with ACPI; tests/boot has isapc, which has none.
 * Linux:      drivers/acpi/tables.c, osl.c. Numbers from the ACPI specification 6.5, chapters 4 and 5.
 */
#include <asm/acpi.h>

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/string.h>

#include <asm/boot_info.h>
#include <asm/cpufeature.h>
#include <asm/e820.h>
#include <asm/early_ioremap.h>
#include <asm/io.h>
#include <asm/page.h>

/* What one early_memremap() window holds wherever the table starts in its page. */
#define WINDOW_MAX (EARLY_IOREMAP_MAX - PAGE_SIZE)
/* The longest DSDTs of real machines have less than 1 MiB; a length that lies must not reserve all RAM. */
#define LENGTH_MAX (16u << 20)
#define EBDA_SEGMENT 0x40e /* BIOS data area: real-mode segment of the EBDA */
#define EBDA_SEARCH 1024

/* Tables that are remembered; machines have some 30 in all, and those that are asked for lie among the first. */
#define NR_KNOWN_TABLES 64

#define SLEEP_TYPE_SHIFT 10
#define SLEEP_ENABLE (1 << 13)

struct acpi_rsdp {
	char signature[8];
	u8 checksum; /* of the first RSDP_V1_SIZE bytes */
	char oem_id[6];
	u8 revision;
	u32 rsdt_address;
	/* From revision 2 on: */
	u32 length;
	u64 xsdt_address;
	u8 extended_checksum; /* of all length bytes */
	u8 reserved[3];
} __packed;

#define RSDP_V1_SIZE offsetof(struct acpi_rsdp, length)

/* The part that we read. Tables of ACPI 1.0 end before the x_ fields. */
struct acpi_fadt {
	struct acpi_table_header header;
	u32 facs, dsdt;
	u8 unused[12];
	u32 pm1a_event, pm1b_event;
	u32 pm1a_control, pm1b_control;
} __packed;

_Static_assert(offsetof(struct acpi_fadt, pm1a_control) == 64, "FADT: PM1a_CNT_BLK is at 64");

/* Ports and what to write there to enter S5; a port of 0 does not exist. */
static struct {
	u16 port, value;
} s5_registers[2];

/* Good tables of the root table, in its order. */
static struct {
	u32 signature;
	u64 phys;
} known_tables[NR_KNOWN_TABLES] __initdata;
static unsigned int nr_known_tables __initdata;

static u8 __init checksum(const void *data, u32 size)
{
	const u8 *byte = data, *end = byte + size;
	u8 sum = 0;

	while (byte < end)
		sum += *byte++;
	return sum;
}

static bool __init rsdp_is_good(const struct acpi_rsdp *rsdp, u32 size)
{
	return size >= RSDP_V1_SIZE && !memcmp(rsdp->signature, "RSD PTR ", 8) &&
	       !checksum(rsdp, RSDP_V1_SIZE);
}

/* The first four characters of a signature as one number, which is all that the searches below compare at each place. */
static u32 __init word_at(const void *p)
{
	u32 word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/* Looks at every 16th byte of a range below 16 MiB, all of which the boot tables map. Return: NULL when it is not there. */
static const struct acpi_rsdp *__init search_rsdp(u32 start, u32 size)
{
	const char *pos = __va(start), *last = pos + size - sizeof(struct acpi_rsdp);

	for (; pos <= last; pos += 16)
		if (word_at(pos) == word_at("RSD ") &&
		    rsdp_is_good((void *)pos, sizeof(struct acpi_rsdp)))
			return (void *)pos;
	return NULL;
}

/* The loader's copy first; then where a BIOS may put it. The upper half of the ROM is where it mostly is. */
static const struct acpi_rsdp *__init find_rsdp(void)
{
	const struct acpi_rsdp *rsdp = (void *)boot_info.rsdp;
	u32 ebda = *(const u16 *)__va(EBDA_SEGMENT) << 4;

	if (rsdp_is_good(rsdp, boot_info.rsdp_size)) {
		pr_info("ACPI: RSDP from the boot loader (v%02d %-6.6s)\n", rsdp->revision,
			rsdp->oem_id);
		return rsdp;
	}
	rsdp = ebda >= 0x400 ? search_rsdp(ebda, EBDA_SEARCH) : NULL;
	if (!rsdp)
		rsdp = search_rsdp(0xf0000, 0x10000);
	if (!rsdp)
		rsdp = search_rsdp(0xe0000, 0x10000);
	if (rsdp)
		pr_info("ACPI: RSDP 0x%016X %06X (v%02d %-6.6s)\n", (u32)__pa(rsdp),
			rsdp->revision ? rsdp->length : (u32)RSDP_V1_SIZE, rsdp->revision,
			rsdp->oem_id);
	return rsdp;
}

/*
 * \_S5 in the DSDT: Name (_S5, Package () { SLP_TYPa, SLP_TYPb, ... }) (20.2). Only the package of plain numbers that
 * every firmware uses is understood.
 */
static void __init find_s5(const u8 *aml, u32 length, const struct acpi_fadt *fadt)
{
	enum { BYTE_PREFIX = 0x0a, PACKAGE_OP = 0x12 };
	const u8 *p = aml, *end = aml + length - 16;
	int i;

	/* By its last byte: in front of one that is not in the name, none can begin. A DSDT is long. */
	while (p < end && (p[3] != '_' || word_at(p) != word_at("_S5_")))
		p += p[3] < '5' ? 4 : p[3] == '_' ? 3 : p[3] == 'S' ? 2 : p[3] == '5' ? 1 : 4;
	if (p >= end || p[ACPI_NAMESEG_SIZE] != PACKAGE_OP)
		return;
	p += ACPI_NAMESEG_SIZE + 1;
	p += (*p >> 6) + 2; /* package length: 1 to 4 bytes; number of elements */
	s5_registers[0].port = fadt->pm1a_control;
	s5_registers[1].port = fadt->pm1b_control;
	for (i = 0; i < 2; i++) {
		u8 sleep_type = *p++;

		if (sleep_type == BYTE_PREFIX)
			sleep_type = *p++;
		s5_registers[i].value = sleep_type << SLEEP_TYPE_SHIFT | SLEEP_ENABLE;
	}
}

static void __init print_table(u64 phys, const struct acpi_table_header *header)
{
	if (word_at(header->signature) == word_at("FACS"))
		pr_info("ACPI: %-4.4s 0x%016llX %06X\n", header->signature, phys, header->length);
	else
		pr_info("ACPI: %-4.4s 0x%016llX %06X (v%02d %-6.6s %-8.8s %08X %-4.4s %08X)\n",
			header->signature, phys, header->length, header->revision, header->oem_id,
			header->oem_table_id, header->oem_revision, header->asl_compiler_id,
			header->asl_compiler_revision);
}

/* FACS has none. Nobody interprets the DSDT, and it is by far the longest: its sum is not worth the time. */
static bool __init has_checksum(const struct acpi_table_header *header)
{
	return word_at(header->signature) != word_at("FACS") &&
	       word_at(header->signature) != word_at("DSDT");
}

/*
 * Lists and reserves a table, and maps it, or as much of it as a window holds.
 * Return: NULL when there is no table there, or a broken one.
 */
static struct acpi_table_header *__init map_table(u64 phys, u32 *mapped)
{
	struct acpi_table_header *header;
	u32 length;
	u64 end = 1ULL << min_t(int, boot_cpu_data.x86_phys_bits, MAX_PHYSMEM_BITS);

	if (!phys || phys > end - WINDOW_MAX) {
		pr_warn("ACPI: table at %#llx is out of reach, ignored\n", phys);
		return NULL;
	}
	header = early_memremap(phys, sizeof(*header));
	length = header->length;
	if (length < sizeof(*header) || length > LENGTH_MAX) {
		pr_warn("ACPI: table at %#llx has a length of %u, ignored\n", phys, length);
		early_memunmap(header, sizeof(*header));
		return NULL;
	}
	print_table(phys, header);
	early_memunmap(header, sizeof(*header));
	if (e820__mapped_any(phys, phys + length, E820_TYPE_RAM))
		memblock_reserve(phys, length);

	*mapped = min_t(u32, length, WINDOW_MAX);
	header = early_memremap(phys, *mapped);
	if (*mapped == length && has_checksum(header) && checksum(header, length)) {
		pr_warn("ACPI: %-4.4s has a wrong checksum, ignored\n", header->signature);
		early_memunmap(header, *mapped);
		return NULL;
	}
	return header;
}

static void __init read_fadt(const struct acpi_fadt *fadt, u32 length)
{
	struct acpi_table_header *table;
	u32 mapped;

	if (length < sizeof(*fadt))
		return;
	table = fadt->dsdt ? map_table(fadt->dsdt, &mapped) : NULL;
	if (table) {
		find_s5((void *)table, mapped, fadt);
		early_memunmap(table, mapped);
	}
	table = fadt->facs ? map_table(fadt->facs, &mapped) : NULL;
	if (table)
		early_memunmap(table, mapped);
}

void __init acpi_boot_table_init(void)
{
	const struct acpi_rsdp *rsdp = find_rsdp();
	struct acpi_table_header *root, *table;
	u32 length, mapped, pos, pointer_size = sizeof(u32);

	if (!rsdp) {
		pr_info("ACPI: no RSDP found, no tables\n");
		return;
	}
	if (rsdp->revision >= 2 && rsdp->xsdt_address)
		pointer_size = sizeof(u64);
	root = map_table(pointer_size == sizeof(u64) ? rsdp->xsdt_address : rsdp->rsdt_address,
			 &length);
	if (!root)
		return;
	for (pos = sizeof(*root); pos + pointer_size <= length; pos += pointer_size) {
		u64 phys = 0;

		memcpy(&phys, (void *)root + pos, pointer_size);
		table = map_table(phys, &mapped);
		if (!table)
			continue;
		if (nr_known_tables < NR_KNOWN_TABLES) {
			known_tables[nr_known_tables].signature = word_at(table->signature);
			known_tables[nr_known_tables++].phys = phys;
		}
		if (word_at(table->signature) == word_at("FACP"))
			read_fadt((void *)table, mapped);
		early_memunmap(table, mapped);
	}
	early_memunmap(root, length);
}

int __init acpi_table_parse(const char *signature,
			    int (*handler)(struct acpi_table_header *table, u32 length))
{
	struct acpi_table_header *table;
	unsigned int i;
	u32 length;
	int err;

	for (i = 0; i < nr_known_tables; i++)
		if (known_tables[i].signature == word_at(signature))
			break;
	if (i == nr_known_tables)
		return -ENODEV;
	table = early_memremap(known_tables[i].phys, sizeof(*table));
	length = min_t(u32, table->length, WINDOW_MAX);
	early_memunmap(table, sizeof(*table));
	table = early_memremap(known_tables[i].phys, length);
	err = handler(table, length);
	early_memunmap(table, length);
	return err;
}

void acpi_power_off(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(s5_registers); i++)
		if (s5_registers[i].port)
			outw(s5_registers[i].value, s5_registers[i].port);
}
