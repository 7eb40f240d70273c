/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-number.h"

#include "scope-test.h"

#include <locale.h>
#include <math.h>

/* The texts are what Python's repr() and NumPy's float32 printing give for the same numbers: the shortest that reads back,
 * where no more than 15 (6) digits are given to begin with. */
static void
test_double (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0.1, "0.1" },
    { 1.0 / 3.0, "0.3333333333333333" },
    { 31.08, "31.08" },
    { 3.252029048924216, "3.252029048924216" },
    { -0.03388047851207521, "-0.03388047851207521" },
    { 5e-324, "4.94065645841247e-324" },
    { 1e22, "1e+22" },
    { 0, "0" },
    { NAN, "nan" },
    { INFINITY, "inf" },
    { -INFINITY, "-inf" },
  };
  char buffer[SCOPE_NUMBER_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (scope_number_write (cases[i].value, buffer), ==, cases[i].text);
}

/* Every text reads back as the same bits, of numbers from all over the range. */
static void
test_reads_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20130101);
  char buffer[SCOPE_NUMBER_SIZE];

  for (guint i = 0; i < 200000; i++)
    {
      union
      {
        guint64 bits;
        double value;
      } wide = { .bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand) };
      union
      {
        guint32 bits;
        float value;
      } narrow = { .bits = g_rand_int (rand) };

      if (isfinite (wide.value))
        g_assert_true (g_ascii_strtod (scope_number_write (wide.value, buffer), NULL)
                       == wide.value);
      if (isfinite (narrow.value))
        g_assert_true (
            (float) g_ascii_strtod (scope_number_write_float (narrow.value, buffer), NULL)
            == narrow.value);
    }
}

static void
test_float (void)
{
  char buffer[SCOPE_NUMBER_SIZE];

  g_assert_cmpstr (scope_number_write_float (0.1f, buffer), ==, "0.1");
  g_assert_cmpstr (scope_number_write_float (16777216.0f, buffer), ==, "16777216");
  g_assert_cmpstr (scope_number_write_float (1.0f / 3.0f, buffer), ==, "0.33333334");
  g_assert_cmpstr (scope_number_write_float (NAN, buffer), ==, "nan");
}

/* A comma for the decimal sign is for people only. */
static void
test_locale (void)
{
  char buffer[SCOPE_NUMBER_SIZE];

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_message ("de_DE.UTF-8 is not on this machine; the C locale is tested alone");
  g_assert_cmpstr (scope_number_write (0.5, buffer), ==, "0.5");
  setlocale (LC_NUMERIC, "C");
}

/* RFC 4180, section 2, rules 5 to 7. */
static void
test_fields (void)
{
  static const char *const cases[][2] = {
    { "temp", "temp" },
    { "T (degC)", "T (degC)" },
    { "a,b", "\"a,b\"" },
    { "say \"x\"", "\"say \"\"x\"\"\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      scope_number_append_field (line, cases[i][0]);
      g_assert_cmpstr (line->str, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/number/double", test_double);
  g_test_add_func ("/number/float", test_float);
  g_test_add_func ("/number/reads-back", test_reads_back);
  g_test_add_func ("/number/locale", test_locale);
  g_test_add_func ("/number/fields", test_fields);

  return g_test_run ();
}
