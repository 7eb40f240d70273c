/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-gate-stats.h"
#include "scope-unit-stats.h"

#include <glib/gi18n.h>
#include <math.h>

/* Figures for people: enough to compare by eye. */
#define PEOPLE_FORMAT "%10.4g"

static void
append_gate_header (GString *text, gboolean csv)
{
  g_string_append (text, csv ? "unit,gate,matrix" : "unit gate matrix");
  for (guint stat = 0; stat < SCOPE_N_STATS; stat++)
    if (csv)
      g_string_append_printf (text, ",%s", scope_stat_get_name (stat));
    else
      g_string_append_printf (text, " %10s", scope_stat_get_name (stat));
  g_string_append_c (text, '\n');
}

static char *
gate_table (ScopeGates *gates, gboolean csv)
{
  g_autoptr (GArray) list = scope_gate_stats_list (gates);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[SCOPE_NUMBER_SIZE];

  append_gate_header (text, csv);
  for (guint i = 0; i < list->len; i++)
    {
      const ScopeGateStats *row = &g_array_index (list, ScopeGateStats, i);

      g_string_append_printf (text, csv ? "%u,%s,%s" : "%4u %4s %6s", row->unit,
                              scope_gates_get_letter (gates, row->gate),
                              scope_matrix_get_letter (row->matrix));
      for (guint stat = 0; stat < SCOPE_N_STATS; stat++)
        if (csv)
          g_string_append_printf (text, ",%s", scope_number_write (row->values[stat], buffer));
        else
          g_string_append_printf (text, " " PEOPLE_FORMAT, row->values[stat]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A value that does not exist for this layer (no reader of its units, no forget gate) is an empty field. */
static gboolean
column_exists (ScopeUnitStats *stats, ScopeUnitColumn column)
{
  switch (column)
    {
    case SCOPE_UNIT_HEAD_NORM:
      return scope_unit_stats_get_head (stats) != NULL;
    case SCOPE_UNIT_FORGET_BIAS:
    case SCOPE_UNIT_MEMORY_STEPS:
      return scope_gates_get_forget (scope_unit_stats_get_gates (stats)) >= 0;
    default:
      return TRUE;
    }
}

static char *
unit_table (ScopeUnitStats *stats, gboolean csv)
{
  g_autoptr (GString) text = g_string_new (csv ? "unit" : "unit");
  char buffer[SCOPE_NUMBER_SIZE];

  for (guint column = 0; column < SCOPE_N_UNIT_COLUMNS; column++)
    g_string_append_printf (text, csv ? ",%s" : " %12s", scope_unit_column_get_name (column));
  g_string_append (text, csv ? ",flags\n" : "  flags\n");

  for (guint unit = 0; unit < scope_unit_stats_get_n_units (stats); unit++)
    {
      g_autofree char *flags = scope_unit_stats_dup_flag_names (stats, unit);

      g_string_append_printf (text, csv ? "%u" : "%4u", unit);
      for (guint column = 0; column < SCOPE_N_UNIT_COLUMNS; column++)
        {
          double value = scope_unit_stats_get (stats, unit, column);

          if (!column_exists (stats, column))
            g_string_append_printf (text, csv ? "," : " %12s", "");
          else if (csv)
            g_string_append_printf (text, ",%s", scope_number_write (value, buffer));
          else
            g_string_append_printf (text, " %12.5g", value);
        }
      g_string_append_printf (text, csv ? ",%s\n" : "  %s\n", flags);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean csv = FALSE;
  gboolean units = FALSE;
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry options[] = {
    { "units", 0, 0, G_OPTION_ARG_NONE, &units,
      N_ ("A row for each unit: norms, memory, flags (default: for each unit, gate and matrix)"),
      NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Answer in CSV, with full precision"), NULL },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeGates) gates = NULL;
  g_autofree char *text = NULL;

  if (!scope_cli_parse (&scope_command_stats, &argc, &argv, options, 2, 2, error))
    return FALSE;

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL)
    return FALSE;
  gates = scope_cli_find_gates (model, argv[2], error);
  if (gates == NULL)
    return FALSE;

  if (units)
    {
      g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, argv[2], error);

      if (stats == NULL)
        return FALSE;
      text = unit_table (stats, csv);
    }
  else
    text = gate_table (gates, csv);
  return scope_cli_print (text, error);
}

const ScopeCommand scope_command_stats = {
  .name = "stats",
  .arguments = "MODEL LAYER",
  .summary = N_ ("Statistics of a recurrent layer’s weights, by gate or by unit"),
  .run = run,
};
