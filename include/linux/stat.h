// SPDX-License-Identifier: MIT
/*
 * linux/stat.h - permissions, which module_param() takes and nobody looks at
 */
#ifndef LINUX_STAT_H
#define LINUX_STAT_H

#define S_IRUSR 00400
#define S_IWUSR 00200
#define S_IRGRP 00040
#define S_IROTH 00004
#define S_IRUGO (S_IRUSR | S_IRGRP | S_IROTH)
#define S_IWUGO 00222

#endif
