/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-export.h"

#include "scope-number.h"

#include <math.h>

static void
append_heading (GString *text, int gate)
{
  g_string_append (text, gate < 0 ? "unit" : "unit,gate,matrix");
  for (guint i = 0; gate < 0 && i < SCOPE_N_UNIT_COLUMNS; i++)
    g_string_append_printf (text, ",%s", scope_unit_column_get_name ((ScopeUnitColumn) i));
  for (guint i = 0; gate >= 0 && i < SCOPE_N_STATS; i++)
    g_string_append_printf (text, ",%s", scope_stat_get_name ((ScopeStat) i));
  g_string_append (text, gate < 0 ? ",flags\n" : "\n");
}

/* No forget gate: empty, as in `stats --units`. */
static void
append_norm (GString *text, ScopeUnitRow *row, ScopeUnitColumn column)
{
  double value = scope_unit_row_get (row, column);
  char buffer[SCOPE_NUMBER_SIZE];

  g_string_append_c (text, ',');
  if (!isnan (value)
      || (column != SCOPE_UNIT_FORGET_BIAS && column != SCOPE_UNIT_MEMORY_STEPS
          && column != SCOPE_UNIT_HEAD_NORM))
    g_string_append (text, scope_number_write (value, buffer));
}

char *
scope_unit_export_dup_csv (GListModel *rows, ScopeGates *gates, int gate, ScopeMatrix matrix)
{
  g_autoptr (GString) text = NULL;
  char buffer[SCOPE_NUMBER_SIZE];

  g_return_val_if_fail (G_IS_LIST_MODEL (rows) && gates != NULL, NULL);
  g_return_val_if_fail (gate < (int) scope_gates_get_n_gates (gates), NULL);

  text = g_string_new (NULL);
  append_heading (text, gate);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ScopeUnitRow) row = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "%u", scope_unit_row_get_unit (row));
      if (gate < 0)
        {
          g_autofree char *flags = scope_unit_row_dup_flag_names (row);

          for (guint column = 0; column < SCOPE_N_UNIT_COLUMNS; column++)
            append_norm (text, row, (ScopeUnitColumn) column);
          g_string_append_printf (text, ",%s\n", flags);
          continue;
        }
      g_string_append_printf (text, ",%s,%s", scope_gates_get_letter (gates, (guint) gate),
                              scope_matrix_get_letter (matrix));
      for (guint stat = 0; stat < SCOPE_N_STATS; stat++)
        g_string_append_printf (
            text, ",%s",
            scope_number_write (
                scope_unit_row_get_stat (row, (guint) gate, matrix, (ScopeStat) stat), buffer));
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
