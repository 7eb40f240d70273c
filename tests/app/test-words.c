/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-words.h"

#include "app-test.h"

/* Groups of three with a narrow no-break space (U+202F), a real minus (U+2212). */
static void
test_count (void)
{
  static const struct
  {
    gint64 count;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { 999, "999" },
    { 1984, "1\u202f984" },
    { 26115, "26\u202f115" },
    { 1000000, "1\u202f000\u202f000" },
    { -1234, "\u22121\u202f234" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = scope_words_dup_count (cases[i].count);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_dims (void)
{
  const gsize dims[] = { 14, 2048 };
  g_autofree char *two = scope_words_dup_dims (dims, 2);
  g_autofree char *none = scope_words_dup_dims (dims, 0);

  g_assert_cmpstr (two, ==, "14 × 2\u202f048");
  g_assert_cmpstr (none, ==, "");
}

/* The candidate has its tilde everywhere. */
static void
test_gates (void)
{
  ScopeSession *session = app_test_open ("keras3/gates-keras3.keras", NULL);
  ScopeGates *gates = scope_session_get_gates (session);
  g_autofree char *forget = scope_words_dup_gate (gates, 1);
  g_autofree char *candidate = scope_words_dup_gate (gates, 2);

  g_assert_cmpstr (forget, ==, "forget f");
  g_assert_cmpstr (candidate, ==, "candidate c\u0303");
  g_assert_finalize_object (session);
}

static void
test_contains (void)
{
  g_assert_true (scope_words_contains ("Bidirectional", "direct"));
  g_assert_true (scope_words_contains ("LSTM", "lstm"));
  g_assert_true (scope_words_contains ("ÄRA", "ära"));
  g_assert_false (scope_words_contains ("dense", "lstm"));
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/words/count", test_count);
  g_test_add_func ("/words/dims", test_dims);
  g_test_add_func ("/words/gates", test_gates);
  g_test_add_func ("/words/contains", test_contains);
  return g_test_run ();
}
