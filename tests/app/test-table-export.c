/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-table-export.h"

#include "app-test.h"

/* RFC 4180's quotes go, tabs stand for commas, and what is in a field cannot break its line. */
static void
test_tsv (void)
{
  g_autofree char *tsv =
      scope_table_export_dup_tsv ("unit,name,value\n0,\"T, dry\",1.5\n1,\"a \"\"b\"\"\",-2\n"
                                  "2,\"two\nlines\tand a tab\",\n");

  g_assert_cmpstr (tsv, ==,
                   "unit\tname\tvalue\n0\tT, dry\t1.5\n1\ta \"b\"\t-2\n2\ttwo lines and a tab\t\n");
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/table-export/tsv", test_tsv);
  return g_test_run ();
}
