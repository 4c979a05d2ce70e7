// SPDX-License-Identifier: MIT
/*
 * e820_replay.c - the kernel's memory map code as a program, on the map of any machine
 *
 *   NAME.e820 ──> the machine of e820_machine.h ──> what the kernel would log
 *
 * Built twice, as e820-replay-i386 and e820-replay-pae (tests/host/e820.inc); e820-replay starts one of them.
 *
 * Usage: e820-replay-pae [--append='mem=1G memmap=... vmalloc=...'] FILE
 * Tests: tests/host/e820_replay_test.py
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e820_machine.h"

/* Types as tests/data/e820/README.md has them. */
static unsigned int type_number(const char *name)
{
	static const struct {
		const char *name;
		unsigned int type;
	} names[] = {
		{ "usable", 1 },      { "reserved", 2 }, { "acpi-data", 3 },
		{ "acpi-nvs", 4 },    { "unusable", 5 }, { "persistent7", 7 },
		{ "persistent", 12 }, { "type-20", 20 }, { "soft-reserved", 0xefffffff },
	};
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i].name))
			return names[i].type;
	return strtoul(name, NULL, 0);
}

static int read_map(const char *name)
{
	FILE *file = strcmp(name, "-") ? fopen(name, "r") : stdin;
	char line[1024], type[32];
	int number = 0;

	if (!file) {
		perror(name);
		return 2;
	}
	while (fgets(line, sizeof(line), file)) {
		unsigned long long start, end;

		number++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (sscanf(line, "%llx %llx %31s", &start, &end, type) != 3) {
			fprintf(stderr, "%s:%d: not \"START END TYPE\": %s", name, number, line);
			return 2;
		}
		machine_entry(start, end - start + 1, type_number(type));
	}
	fclose(file);
	return 0;
}

int main(int argc, char **argv)
{
	const char *append = "";

	if (argc > 1 && !strncmp(argv[1], "--append=", 9)) {
		append = argv[1] + 9;
		argc--;
		argv++;
	}
	if (argc != 2) {
		fprintf(stderr,
			"usage: e820-replay-... [--append='mem=... memmap=... vmalloc=...'] FILE\n");
		return 2;
	}
	machine_reset();
	if (read_map(argv[1]))
		return 2;
	machine_boot(append);
	machine_report();
	return 0;
}
