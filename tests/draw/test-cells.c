/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-cells.h"

#include "scope-test.h"

#include <math.h>

static const float numbers[6] = { 1, 2, 3, 4, NAN, -6 };

static void
test_views (void)
{
  static const guint rows[] = { 1, 0 }, columns[] = { 2, 0, 1 };
  ScopeCells cells;
  ScopeCells transposed = { numbers, 3, 2, 1, 3, NULL, NULL };

  scope_cells_init (&cells, numbers, 2, 3);
  scope_assert_close (scope_cells_get (&cells, 0, 2), 3, 0);
  scope_assert_close (scope_cells_get (&transposed, 2, 0), 3, 0);
  scope_assert_close (scope_cells_get (&transposed, 0, 1), 4, 0);
  cells.row_order = rows;
  cells.col_order = columns;
  /* Place (0, 0) shows row 1, column 2. */
  scope_assert_close (scope_cells_get (&cells, 0, 0), -6, 0);
  scope_assert_close (scope_cells_get (&cells, 1, 1), 1, 0);
}

static void
test_range (void)
{
  ScopeCells cells;
  double min = INFINITY, max = -INFINITY;

  scope_cells_init (&cells, numbers, 2, 3);
  g_assert_cmpuint (scope_cells_extend_range (&cells, &min, &max), ==, 5);
  scope_assert_close (min, -6, 0);
  scope_assert_close (max, 4, 0);
  cells.data = NULL;
  g_assert_cmpuint (scope_cells_extend_range (&cells, &min, &max), ==, 0);
}

static void
test_counts (void)
{
  ScopeCells cells;
  guint bins[4] = { 0 };

  scope_cells_init (&cells, numbers, 2, 3);
  /* Quarters of -4 to 4: -6 goes to the first, 1 to the third, 2, 3 and 4 to the last. */
  scope_cells_count (&cells, -4, 4, bins, 4);
  g_assert_cmpuint (bins[0], ==, 1);
  g_assert_cmpuint (bins[1], ==, 0);
  g_assert_cmpuint (bins[2], ==, 1);
  g_assert_cmpuint (bins[3], ==, 3);
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/cells/views", test_views);
  g_test_add_func ("/cells/range", test_range);
  g_test_add_func ("/cells/counts", test_counts);
  return g_test_run ();
}
