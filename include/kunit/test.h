// SPDX-License-Identifier: MIT
/*
 * kunit/test.h - tests that run inside the kernel: suites, cases, parameters
 *
 *   suite_init()                            once a suite
 *     init()                                before each case (and before each parameter of a case)
 *       run_case()                          a failed KUNIT_ASSERT or kunit_skip() leaves from here
 *     exit()                                always, even when init() failed
 *     actions, last added first             kunit_add_action()
 *     kunit_settle(), then compare:         free pages, warnings, preemption, interrupts
 *   suite_exit()                            always, even when suite_init() failed
 *
 * A suite in 15 lines:
 *
 *	static void sum_of_two(struct kunit *test)
 *	{
 *		KUNIT_EXPECT_EQ(test, 2 + 2, 4);
 *	}
 *
 *	static struct kunit_case sum_cases[] = {
 *		KUNIT_CASE(sum_of_two),
 *		{}
 *	};
 *
 *	static struct kunit_suite sum_suite = {
 *		.name = "sum",
 *		.test_cases = sum_cases,
 *	};
 *	kunit_test_suite(sum_suite);
 *
 * Linux: include/kunit/test.h and Documentation/dev-tools/kunit. Left out: attributes, resources,
 *stubs.
 */
#ifndef KUNIT_TEST_H
#define KUNIT_TEST_H

#include <linux/module.h>
#include <linux/slab.h>
#include <linux/types.h>
#include <kunit/assert.h>

/* A generator writes at most this many bytes, the terminating 0 included. */
#define KUNIT_PARAM_DESC_SIZE 128
#define KUNIT_STATUS_COMMENT_SIZE 128
#define KUNIT_OWN_ACTIONS 32

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

/* run_case, init and exit may assert and skip; suite_init and suite_exit have no test to do that
 * with. */
struct kunit_suite {
	const char *name;
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases; /* ends with an empty one */
};

typedef void(kunit_action_t)(void *ctx);

struct kunit_action {
	struct kunit_action *next;
	kunit_action_t *func; /* NULL: not in use */
	void *ctx;
};

/* Where results go. kunit_run_all_tests() has one that writes to the console; the tests of this
 * framework have others. */
struct kunit_run {
	void (*emit)(struct kunit_run *run, const char *line); /* line ends with \n */
	int depth;					       /* of nesting */
	bool muted;					       /* nothing is said */
	bool with_faults; /* each case also with its allocations failing: tests/kunit/kunit_faults.c */
	char text[384], line[448]; /* what is said, and one line of it with indentation */
};

/* One run of one case, with one parameter if it has any. */
struct kunit {
	void *priv; /* the test's own, usually set by init() */
	const char *name;
	const void *param_value;
	int param_index;

	/* private */
	enum kunit_status status;
	char status_comment[KUNIT_STATUS_COMMENT_SIZE]; /* why it was skipped */
	int expected_warnings;
	struct kunit_action *actions;			    /* last added first */
	struct kunit_action own_actions[KUNIT_OWN_ACTIONS]; /* further ones are of kmalloc() */
	void *leave[5]; /* where kunit_abort() goes: __builtin_setjmp */
	struct kunit_run *run;
	struct kunit_suite *suite;
	struct kunit_case *test_case;
};

#define KUNIT_CASE(test_name)                                                                      \
	{                                                                                          \
		.run_case = test_name, .name = #test_name                                          \
	}

/* Runs test_name once for each value that gen_params gives; test->param_value points at it. */
#define KUNIT_CASE_PARAM(test_name, gen_params)                                                    \
	{                                                                                          \
		.run_case = test_name, .name = #test_name, .generate_params = gen_params           \
	}

/* Defines name_gen_params() over the elements of array; get_desc(element, desc) names each, if it
 * is not NULL. */
#define KUNIT_ARRAY_PARAM(name, array, get_desc)                                                   \
	static const void *name##_gen_params(const void *prev, char *desc)                         \
	{                                                                                          \
		__typeof__(&(array)[0]) elem = prev ? (__typeof__(elem))prev + 1 : (array);        \
		void (*describe)(__typeof__(elem), char *) = get_desc;                             \
                                                                                                   \
		if (elem == (array) + sizeof(array) / sizeof((array)[0]))                          \
			return NULL;                                                               \
		if (describe)                                                                      \
			describe(elem, desc);                                                      \
		return elem;                                                                       \
	}

/* The same, where desc_member of each element is its name. */
#define KUNIT_ARRAY_PARAM_DESC(name, array, desc_member)                                           \
	static void name##_get_desc(const __typeof__((array)[0]) *elem, char *desc)                \
	{                                                                                          \
		kunit_copy_desc(desc, elem->desc_member);                                          \
	}                                                                                          \
	KUNIT_ARRAY_PARAM(name, array, name##_get_desc)

#if defined(HIMEM_HOST)
#define __kunit_section                                                                            \
	"kunit_test_suites" /* so that ld makes the __start_ and __stop_ symbols                   \
			     */
#else
#define __kunit_section ".kunit_test_suites"
#endif

#define __kunit_test_suites(id, ...)                                                               \
	static struct kunit_suite *const id[] __used __section(__kunit_section) = { __VA_ARGS__ }

/* Makes suites known to kunit_run_all_tests(), by address. */
#define kunit_test_suites(...) __kunit_test_suites(__UNIQUE_ID(kunit_suites), __VA_ARGS__)
/* The same for one suite, by name. */
#define kunit_test_suite(suite) kunit_test_suites(&suite)

/* How many cases (each parameter counts as one) ended how. */
struct kunit_stats {
	unsigned int passed, failed, skipped;
};

/**
 * kunit_run_all_tests - run what kunit.filter_glob= selects of all registered suites
 *
 * Writes KTAP version 1 to the console. The filter is SUITE or SUITE.CASE, each a glob with * and
 * ?; all if not given. That nothing matches counts as a failure: a misspelt filter must not look
 * like a passed run.
 *
 * Context: thread, interrupts on, everything the suites use initialised. May be called again, not
 * nested. Return:  number of cases that failed; 0 is success.
 */
int kunit_run_all_tests(void);

/**
 * kunit_run_tests_matching - run what filter selects of all registered suites
 * @filter: as kunit.filter_glob=; NULL for all
 *
 * Context and return value of kunit_run_all_tests().
 */
int kunit_run_tests_matching(const char *filter);

/**
 * kunit_settle - finish what has been put off, so that all free memory is counted as free
 *
 * The runner compares free pages before and after each case; both counts are taken after a call of
 * this.
 *
 * Context: thread, interrupts on, no locks.
 */
void kunit_settle(void);

/**
 * kunit_expect_warnings - say that this case makes the kernel WARN
 * @test: the case
 * @nr:   how many more warnings belong to the test
 *
 * A case fails when the number of its warnings differs from what it announced, which is 0 at first.
 */
void kunit_expect_warnings(struct kunit *test, int nr);

/**
 * kunit_mark_skipped - have the case reported as skipped, and go on
 *
 * A case that has failed stays failed.
 */
void kunit_mark_skipped(struct kunit *test, const char *fmt, ...) __printf(2, 3);

/* Reports the case as skipped, and leaves it at once. */
#define kunit_skip(test, fmt, ...)                                                                 \
	do {                                                                                       \
		kunit_mark_skipped(test, fmt, ##__VA_ARGS__);                                      \
		kunit_abort(test);                                                                 \
	} while (0)

/**
 * kunit_log - write a diagnostic line, "# case: ...", into the results
 *
 * Several lines may be given at once; the end of the last one may be left out. What is longer than
 * a few lines is cut.
 */
void kunit_log(struct kunit *test, const char *fmt, ...) __printf(2, 3);

/* More lines of the same diagnostic, "# ...", without the name of the case. */
void kunit_log_more(struct kunit *test, const char *fmt, ...) __printf(2, 3);

/* One form for all three: a result file has no levels. */
#define kunit_info(test, fmt, ...) kunit_log(test, fmt, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...) kunit_log(test, fmt, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...) kunit_log(test, fmt, ##__VA_ARGS__)

/* A kunit_action_t that calls orig(), which wants another type of pointer. */
#define KUNIT_DEFINE_ACTION_WRAPPER(wrapper, orig, arg_type)                                       \
	static void wrapper(void *ctx)                                                             \
	{                                                                                          \
		orig((arg_type)ctx);                                                               \
	}

/**
 * kunit_add_action - have func(ctx) called when the case is over, however it ends
 *
 * Actions run after the suite's exit(), last added first.
 *
 * Return: 0, or -ENOMEM without memory, which the first KUNIT_OWN_ACTIONS do not need; func is then not called.
 */
int __must_check kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx);

/* As kunit_add_action(), but calls func(ctx) at once if there is no room. */
int __must_check kunit_add_action_or_reset(struct kunit *test, kunit_action_t *func, void *ctx);

/* Forgets the action that was added last with this func and ctx; nothing happens if there is none.
 */
void kunit_remove_action(struct kunit *test, kunit_action_t *func, void *ctx);

/* As kunit_remove_action(), and calls it. */
void kunit_release_action(struct kunit *test, kunit_action_t *func, void *ctx);

/* Memory that is given back when the case is over, at the latest. Return: NULL on failure. */
void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp);
void kunit_kfree(struct kunit *test, const void *ptr);

static inline void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, 1, size, gfp);
}

static inline void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc(test, size, gfp | __GFP_ZERO);
}

static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, n, size, gfp | __GFP_ZERO);
}

/* Copies a name into the buffer that a generator got; what is too long is cut off. */
void kunit_copy_desc(char *desc, const char *name);

/**
 * kunit_glob_match - does str match a pattern in which * is any text and ? any one character?
 *
 * Context: any; needs no memory; time at most length of pattern times length of str.
 */
bool kunit_glob_match(const char *pattern, const char *str);

/**
 * kunit_run_suite - run the cases of one suite that match a glob
 * @run:       where the results go; run->depth levels of indentation
 * @suite:     registered or not
 * @number:    of its result line, from 1
 * @case_glob: NULL for all cases
 * @stats:     the counts are added to these
 *
 * Return: KUNIT_FAILURE if anything failed, suite_init() included.
 */
enum kunit_status kunit_run_suite(struct kunit_run *run, struct kunit_suite *suite,
				  unsigned int number, const char *case_glob,
				  struct kunit_stats *stats);

#endif
