/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"
#include "scope-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What every test program shares. A test's main() begins with scope_test_init(), which also tells
 * the library where this build's gatescope-reader is (the environment names it, see meson.build).
 */
void scope_test_init (int *argc, char ***argv);

/* tests/fixtures/@relative. Free with g_free(). */
char *scope_test_fixture_path (const char *relative);
/* The same in the corpus that GATESCOPE_CORPUS names; NULL where there is none. */
char *scope_test_corpus_path (const char *relative);
/* The whole file, or the test ends. */
GBytes *scope_test_load (const char *path);

/* An empty folder for this test's files; scope_test_remove_folder() removes it with all that is in it. */
char *scope_test_make_folder (void);
void scope_test_remove_folder (const char *folder);
/* @folder/@name with @n_bytes of @data; the path. */
char *scope_test_write (const char *folder, const char *name, const void *data, gsize n_bytes);

/* Largest |actual - expected| of @n numbers, where both are not NaN; infinity where only one is. */
double scope_test_largest_difference (const float *actual, const float *expected, gsize n);

/* Runs the default main context until @done is TRUE; the test ends after @seconds. */
void scope_test_wait (const gboolean *done, guint seconds);

void scope_test_assert_close_at (const char *file, int line, double actual, double expected,
                                 double tolerance);
void scope_test_assert_floats_at (const char *file, int line, const float *actual,
                                  const float *expected, gsize n, double tolerance);
void scope_test_assert_array_at (const char *file, int line, const ScopeArray *array, guint n_dims,
                                 const gsize *dims, const float *expected, double tolerance);
void scope_test_assert_error_at (const char *file, int line, const GError *error, GQuark domain,
                                 int code, const char *const *words);

/* |actual - expected| <= tolerance; NaN equals NaN, an infinity equals itself. */
#define scope_assert_close(actual, expected, tolerance)                                            \
  scope_test_assert_close_at (__FILE__, __LINE__, (actual), (expected), (tolerance))

/* The same for @n floats each. */
#define scope_assert_floats(actual, expected, n, tolerance)                                        \
  scope_test_assert_floats_at (__FILE__, __LINE__, (actual), (expected), (n), (tolerance))

/* Shape and numbers of a ScopeArray. */
#define scope_assert_array(array, n_dims, dims, expected, tolerance)                               \
  scope_test_assert_array_at (__FILE__, __LINE__, (array), (n_dims), (dims), (expected),           \
                              (tolerance))

/* @error is a SCOPE_ERROR of @code whose message holds each of the given words. */
#define scope_assert_error(error, code, ...)                                                       \
  scope_test_assert_error_at (__FILE__, __LINE__, (error), SCOPE_ERROR, (code),                    \
                              (const char *const[]){ __VA_ARGS__, NULL })

G_END_DECLS
