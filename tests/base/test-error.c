/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

static void
test_words (void)
{
  g_autoptr (GError) error = NULL;

  scope_error_set (&error, SCOPE_ERROR_DAMAGED, "a.h5, /lstm", "two arrays", "three",
                   "Copy it again.");
  g_assert_error (error, SCOPE_ERROR, SCOPE_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==,
                   "a.h5, /lstm: found two arrays; expected three. Copy it again.");
}

static void
test_without_expectation (void)
{
  g_autoptr (GError) error = NULL;

  /* What is found may hold anything: it is no format. */
  scope_error_set (&error, SCOPE_ERROR_TABLE, "t.csv", "100 %s", NULL, NULL);
  g_assert_cmpstr (error->message, ==, "t.csv: found 100 %s.");
}

static void
test_nobody_asks (void)
{
  scope_error_set (NULL, SCOPE_ERROR_TABLE, "t.csv", "nothing", NULL, NULL);
}

/* Whole characters, and always UTF-8. */
static void
test_short (void)
{
  g_autofree char *cut = scope_error_dup_short ("°°°°", 3);
  g_autofree char *whole = scope_error_dup_short ("°C", 3);
  g_autofree char *mended = scope_error_dup_short ("a\xc2", 3);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (cut, ==, "°°°");
  g_assert_cmpstr (whole, ==, "°C");
  g_assert_cmpstr (mended, ==, "a\xef\xbf\xbd");
  scope_error_set (&error, SCOPE_ERROR_TABLE, "t\xff.csv", "nothing", NULL, NULL);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* A file's words move no cursor and ring no bell. */
static void
test_control (void)
{
  g_autofree char *cut = scope_error_dup_short ("a\x1b[2Jb", 3);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (cut, ==, "a\xef\xbf\xbd[");
  scope_error_set (&error, SCOPE_ERROR_TABLE, "t.csv", "\x02 \t\x7f \xc2\x9b", NULL, NULL);
  g_assert_cmpstr (error->message, ==, "t.csv: found \xef\xbf\xbd \t\xef\xbf\xbd \xef\xbf\xbd.");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/error/words", test_words);
  g_test_add_func ("/error/without-expectation", test_without_expectation);
  g_test_add_func ("/error/nobody-asks", test_nobody_asks);
  g_test_add_func ("/error/short", test_short);
  g_test_add_func ("/error/control", test_control);
  return g_test_run ();
}
