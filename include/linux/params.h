// SPDX-License-Identifier: MIT
/*
 * linux/params.h - the command line, in two passes
 *
 *   parse_early_param()    in setup_arch(): early_param()s, before the memory map is final
 *   parse_command_line()   in start_kernel(): __setup()s, and a list of what nobody knows
 *
 * Words are name or name=value; quotes keep spaces together: foo="a b". In names, - and _ are the same. Behind a word
 * "--" nothing is looked at.
 *
 * Linux: names of both registrations as in <linux/init.h>.
 */
#ifndef LINUX_PARAMS_H
#define LINUX_PARAMS_H

/**
 * parse_command_line - hand each word of boot_command_line to its __setup()
 *
 * Context: boot CPU, once, after parse_early_param().
 */
void parse_command_line(void);

#endif
