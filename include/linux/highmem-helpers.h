// SPDX-License-Identifier: MIT
/*
 * linux/highmem-helpers.h - fill and copy pages and folios of any zone, mapped for as long as it takes
 *
 *   page     offset and length lie in the one page; to go past its end is a BUG
 *   folio    the same page by page; to go past the folio's end is a BUG
 *
 * Context of all: any, interrupt handlers included. Each needs room for one mapping; memcpy_page() and copies of pages: two.
 *
 * Tests: tests/kernel/highmem_helpers_test.c
 * Linux: include/linux/highmem.h, which this is a part of. Left out: what is about pages of users or of a page cache.
 */
#ifndef LINUX_HIGHMEM_HELPERS_H
#define LINUX_HIGHMEM_HELPERS_H

#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/minmax.h>
#include <linux/string.h>

struct vm_area_struct;

#define offset_in_folio(folio, p) ((unsigned long)(p) & (folio_size(folio) - 1))

#define BUG_ON_OUTSIDE(offset, len, size) BUG_ON((len) > (size) || (offset) > (size) - (len))

static inline void memset_page(struct page *page, size_t offset, int val, size_t len)
{
	char *addr = kmap_local_page(page);

	BUG_ON_OUTSIDE(offset, len, PAGE_SIZE);
	memset(addr + offset, val, len);
	kunmap_local(addr);
}

static inline void memzero_page(struct page *page, size_t offset, size_t len)
{
	memset_page(page, offset, 0, len);
}

static inline void memcpy_from_page(char *to, struct page *page, size_t offset, size_t len)
{
	const char *from = kmap_local_page(page);

	BUG_ON_OUTSIDE(offset, len, PAGE_SIZE);
	memcpy(to, from + offset, len);
	kunmap_local(from);
}

static inline void memcpy_to_page(struct page *page, size_t offset, const char *from, size_t len)
{
	char *to = kmap_local_page(page);

	BUG_ON_OUTSIDE(offset, len, PAGE_SIZE);
	memcpy(to + offset, from, len);
	kunmap_local(to);
}

static inline void memcpy_page(struct page *dst_page, size_t dst_off, struct page *src_page,
			       size_t src_off, size_t len)
{
	char *dst = kmap_local_page(dst_page);

	BUG_ON_OUTSIDE(dst_off, len, PAGE_SIZE);
	memcpy_from_page(dst + dst_off, src_page, src_off, len);
	kunmap_local(dst);
}

static __always_inline void clear_highpage(struct page *page)
{
	void *addr = kmap_local_page(page);

	memset(addr, 0, PAGE_SIZE);
	kunmap_local(addr);
}

static inline void copy_highpage(struct page *to, struct page *from)
{
	memcpy_page(to, 0, from, 0, PAGE_SIZE);
}

/* The user's address matters where caches are told apart by it. */
static inline void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	clear_highpage(page);
}

static inline void copy_user_highpage(struct page *to, struct page *from, unsigned long vaddr,
				      struct vm_area_struct *vma)
{
	copy_highpage(to, from);
}

/* Bytes from an offset to the end of its page, but len at most. */
static inline size_t len_in_page(size_t offset, size_t len)
{
	return min(len, (size_t)(PAGE_SIZE - offset_in_page(offset)));
}

static inline void memcpy_from_folio(char *to, struct folio *folio, size_t offset, size_t len)
{
	BUG_ON_OUTSIDE(offset, len, folio_size(folio));
	for (size_t n; len; offset += n, to += n, len -= n) {
		n = len_in_page(offset, len);
		memcpy_from_page(to, folio_page(folio, offset >> PAGE_SHIFT),
				 offset_in_page(offset), n);
	}
}

static inline void memcpy_to_folio(struct folio *folio, size_t offset, const char *from, size_t len)
{
	BUG_ON_OUTSIDE(offset, len, folio_size(folio));
	for (size_t n; len; offset += n, from += n, len -= n) {
		n = len_in_page(offset, len);
		memcpy_to_page(folio_page(folio, offset >> PAGE_SHIFT), offset_in_page(offset),
			       from, n);
	}
}

static inline void folio_zero_range(struct folio *folio, size_t start, size_t length)
{
	BUG_ON_OUTSIDE(start, length, folio_size(folio));
	for (size_t n; length; start += n, length -= n) {
		n = len_in_page(start, length);
		memzero_page(folio_page(folio, start >> PAGE_SHIFT), offset_in_page(start), n);
	}
}

/* Ends are those of [start, end); one that does not lie behind its start: nothing. */
static inline void folio_zero_segment(struct folio *folio, size_t start, size_t xend)
{
	if (xend > start)
		folio_zero_range(folio, start, xend - start);
}

static inline void folio_zero_segments(struct folio *folio, size_t start1, size_t xend1,
				       size_t start2, size_t xend2)
{
	folio_zero_segment(folio, start1, xend1);
	folio_zero_segment(folio, start2, xend2);
}

/* By the first page of a block, compound or single. */
static inline void zero_user_segments(struct page *page, unsigned int start1, unsigned int end1,
				      unsigned int start2, unsigned int end2)
{
	folio_zero_segments((struct folio *)page, start1, end1, start2, end2);
}

static inline void zero_user_segment(struct page *page, unsigned int start, unsigned int end)
{
	folio_zero_segment((struct folio *)page, start, end);
}

static inline void zero_user(struct page *page, unsigned int start, unsigned int size)
{
	folio_zero_range((struct folio *)page, start, size);
}

/**
 * folio_zero_tail - zero a folio from an offset to its end
 * @kaddr: where the byte at @offset is mapped; by kmap_local_page() if the folio is in HIGHMEM
 *
 * Return: an address for kunmap_local() in place of @kaddr, whose mapping may have given way to that of the last page.
 */
static inline void *folio_zero_tail(struct folio *folio, size_t offset, void *kaddr)
{
	size_t n = len_in_page(offset, folio_size(folio) - offset);

	if (offset >= folio_size(folio))
		return kaddr;
	memset(kaddr, 0, n);
	for (offset += n; offset < folio_size(folio); offset += PAGE_SIZE) {
		kunmap_local(kaddr);
		kaddr = kmap_local_page(folio_page(folio, offset >> PAGE_SHIFT));
		memset(kaddr, 0, PAGE_SIZE);
	}
	return kaddr;
}

/* Copies to an offset of a folio, and zeroes what lies behind, to its end. */
static inline void folio_fill_tail(struct folio *folio, size_t offset, const char *from, size_t len)
{
	memcpy_to_folio(folio, offset, from, len);
	folio_zero_range(folio, offset + len, folio_size(folio) - offset - len);
}

/**
 * memcpy_from_file_folio - copy what a folio has of a file
 * @pos: in the file; the folio, which begins at a multiple of its size, holds this place
 * @len: bytes wanted
 *
 * Return: bytes copied: as far as the page goes, in a HIGHMEM folio; as the folio goes, in another.
 */
static inline size_t memcpy_from_file_folio(char *to, struct folio *folio, loff_t pos, size_t len)
{
	size_t offset = offset_in_folio(folio, pos);

	len = PageHighMem(&folio->page) ? len_in_page(offset, len)
					: min(len, folio_size(folio) - offset);
	memcpy_from_folio(to, folio, offset, len);
	return len;
}

/* kunmap_local(), and one reference less. */
static inline void folio_release_kmap(struct folio *folio, void *addr)
{
	kunmap_local(addr);
	folio_put(folio);
}

static inline void unmap_and_put_page(struct page *page, void *addr)
{
	folio_release_kmap(page_folio(page), addr);
}

#endif
