// SPDX-License-Identifier: MIT
#define SMP_CACHE_BYTES 64
