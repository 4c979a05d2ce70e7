// SPDX-License-Identifier: MIT
/*
 * linux/threads.h - how many CPUs there can be
 */
#ifndef LINUX_THREADS_H
#define LINUX_THREADS_H

#define NR_CPUS CONFIG_NR_CPUS

#endif
