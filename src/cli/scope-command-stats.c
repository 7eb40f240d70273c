/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-gate-stats.h"
#include "scope-stats-tables.h"
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

/* Which table was asked for; none: that of the gates. */
typedef struct
{
  gboolean units;
  gboolean spectrum;
  gboolean training;
  gboolean singular;
  gboolean memory;
  gboolean effect;
  gboolean clusters;
  gboolean csv;
  char *gate;
  char **inputs;
  double step_hours;
} Choice;

static void
choice_clear (Choice *self)
{
  g_clear_pointer (&self->gate, g_free);
  g_clear_pointer (&self->inputs, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

static gboolean
check_choice (const Choice *choice, GError **error)
{
  if (choice->units + choice->spectrum + choice->training + choice->singular + choice->memory
          + choice->effect + choice->clusters
      > 1)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("Only one of --units, --spectrum, --training, --singular, --memory, "
                              "--effect and --clusters can be given."));
      return FALSE;
    }
  if (choice->gate != NULL && !choice->spectrum && !choice->clusters)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("--gate goes with --spectrum or --clusters."));
      return FALSE;
    }
  if (choice->inputs != NULL && !choice->memory)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("--input goes with --memory."));
      return FALSE;
    }
  if (choice->step_hours != 0
      && (!choice->memory || !(choice->step_hours > 0) || !isfinite (choice->step_hours)))
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("--step-hours is a number above 0, and goes with --memory."));
      return FALSE;
    }
  return TRUE;
}

static char *
make_table (const Choice *choice, ScopeModel *model, const char *path, GError **error)
{
  g_autoptr (ScopeGates) gates = scope_cli_find_gates (model, path, error);
  ScopeLayer *layer;
  int gate;

  if (gates == NULL || !scope_cli_parse_gate (gates, choice->gate, &gate, error))
    return NULL;
  layer = scope_cli_find_recurrent (model, path, error);

  if (choice->spectrum)
    return scope_stats_table_spectrum (gates, gate, choice->csv, error);
  if (choice->training)
    return scope_stats_table_training (layer, choice->csv, error);
  if (choice->singular)
    return scope_stats_table_singular (layer, choice->csv, error);
  if (choice->memory)
    return scope_stats_table_memory (model, path, layer, choice->inputs, choice->step_hours,
                                     choice->csv, error);
  if (choice->effect)
    return scope_stats_table_effect (model, path, choice->csv, error);
  if (choice->clusters)
    return scope_stats_table_clusters (gates, gate, choice->csv, error);
  if (choice->units)
    {
      g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, path, error);

      return stats != NULL ? unit_table (stats, choice->csv) : NULL;
    }
  return gate_table (gates, choice->csv);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  g_auto (Choice) choice = { 0 };
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry options[] = {
    { "units", 0, 0, G_OPTION_ARG_NONE, &choice.units,
      N_ ("A row for each unit: norms, memory, flags (default: for each unit, gate and matrix)"),
      NULL },
    { "spectrum", 0, 0, G_OPTION_ARG_NONE, &choice.spectrum, N_ ("Eigenvalues of U, gate by gate"),
      NULL },
    { "training", 0, 0, G_OPTION_ARG_NONE, &choice.training,
      N_ ("Each matrix beside what it was before training"), NULL },
    { "singular", 0, 0, G_OPTION_ARG_NONE, &choice.singular, N_ ("Singular values of U"), NULL },
    { "memory", 0, 0, G_OPTION_ARG_NONE, &choice.memory,
      N_ ("How long each unit remembers by its bias"), NULL },
    { "effect", 0, 0, G_OPTION_ARG_NONE, &choice.effect,
      N_ ("What each unit does to each output, where only linear layers lie between"), NULL },
    { "clusters", 0, 0, G_OPTION_ARG_NONE, &choice.clusters,
      N_ ("Units joined by the likeness of their incoming weights"), NULL },
    { "gate", 0, 0, G_OPTION_ARG_STRING, &choice.gate,
      N_ ("Of this gate alone: for --spectrum and --clusters"), "i|f|c|o|z|r|h" },
    { "step-hours", 0, 0, G_OPTION_ARG_DOUBLE, &choice.step_hours,
      N_ ("Hours from one row to the next: for --memory"), "X" },
    { "input", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &choice.inputs,
      N_ ("Run the model on this array: for --memory; repeated for each of its inputs"),
      "FILE.npy" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &choice.csv, N_ ("Answer in CSV, with full precision"),
      NULL },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autofree char *text = NULL;

  if (!scope_cli_parse (&scope_command_stats, &argc, &argv, options, 2, 2, error)
      || !check_choice (&choice, error))
    return FALSE;

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL)
    return FALSE;
  text = make_table (&choice, model, argv[2], error);
  return text != NULL && scope_cli_print (text, error);
}

const ScopeCommand scope_command_stats = {
  .name = "stats",
  .arguments = "MODEL LAYER",
  .summary = N_ ("Statistics of a recurrent layer’s weights, by gate or by unit"),
  .run = run,
};
