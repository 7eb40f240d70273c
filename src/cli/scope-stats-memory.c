/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-stats-tables.h"

#include "scope-cli-table.h"
#include "scope-fading.h"
#include "scope-memory.h"
#include "scope-npy.h"
#include "scope-predict.h"

#include <glib/gi18n.h>
#include <math.h>

/* Runs the model, or as much of it as the layer needs, on arrays. */
static ScopeTrace *
run_layer (ScopeModel *model, const char *path, char **inputs, GError **error)
{
  g_autoptr (ScopeNetwork) network = scope_network_new_partial (model, error);
  g_autoptr (GPtrArray) arrays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);
  g_autoptr (GPtrArray) traces = NULL;
  g_autofree ScopeArray **outputs = NULL;
  const char *const layers[] = { path, NULL };
  const ScopeRunOptions options = { .trace_layers = layers };

  if (network == NULL)
    return NULL;
  for (guint i = 0; inputs[i] != NULL; i++)
    {
      ScopeArray *array = scope_npy_read (inputs[i], error);

      if (array == NULL)
        return NULL;
      g_ptr_array_add (arrays, array);
    }

  outputs = g_new0 (ScopeArray *, scope_network_get_n_outputs (network) + 1);
  if (!scope_network_predict (network, (ScopeArray *const *) arrays->pdata, arrays->len, &options,
                              outputs, &traces, error))
    return NULL;
  for (guint i = 0; i < scope_network_get_n_outputs (network); i++)
    scope_array_unref (outputs[i]);
  return scope_trace_ref (g_ptr_array_index (traces, 0));
}

/* Multiplications that the gradient may take: some minutes of one core. */
#define MOST_COST 2e11

/* The memory with its gradient over as many of the trace's windows as can be afforded; says where those are not all. */
static ScopeMemory *
add_gradient (ScopeMemory *memory, ScopeLayer *layer, ScopeTrace *trace)
{
  g_autoptr (ScopeGates) gates = scope_gates_new (layer, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeFading) fading = gates != NULL ? scope_fading_new (gates, &error) : NULL;
  gsize length = scope_trace_get_run_length (trace);
  gsize n_runs =
      scope_trace_get_n_windows (trace) * scope_trace_get_n_steps (trace) / MAX (length, 1);
  double most;

  if (fading == NULL)
    {
      if (error != NULL)
        g_printerr ("%s\n", error->message);
      return scope_memory_ref (memory);
    }
  most = MAX (1, floor (MOST_COST / scope_fading_get_cost (fading, length)));
  if (!scope_fading_add (fading, trace, (gsize) MIN (most, (double) n_runs), NULL))
    return scope_memory_ref (memory);
  if (scope_fading_get_n_runs (fading) < n_runs)
    g_printerr (_ ("The gradient stands on %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " runs.\n"),
                scope_fading_get_n_runs (fading), n_runs);
  return scope_memory_with_fading (memory, fading);
}

static char *
write_table (ScopeMemory *memory, double step_hours, gboolean csv)
{
  g_autoptr (GString) heading = g_string_new ("unit,bias,keep,steps,half_life_steps");
  gboolean has_run = scope_memory_has_run (memory);
  ScopeCliTable table;

  if (has_run)
    g_string_append (heading, ",run_steps,disagrees");
  if (step_hours > 0)
    g_string_append (heading,
                     has_run ? ",hours,half_life_hours,run_hours" : ",hours,half_life_hours");
  if (has_run)
    g_string_append (heading,
                     step_hours > 0 ? ",gradient_steps,gradient_hours" : ",gradient_steps");
  scope_cli_table_init (&table, csv, heading->str);
  for (guint i = 0; i < scope_memory_get_n_units (memory); i++)
    {
      const ScopeMemoryUnit *unit = scope_memory_get_unit (memory, i);

      scope_cli_table_put_count (&table, i);
      scope_cli_table_put_number (&table, unit->bias);
      scope_cli_table_put_number (&table, unit->keep);
      scope_cli_table_put_number (&table, unit->steps);
      scope_cli_table_put_number (&table, unit->half_life);
      if (has_run)
        {
          scope_cli_table_put_number (&table, unit->run_steps);
          scope_cli_table_put_count (&table, unit->disagrees);
        }
      if (step_hours > 0)
        {
          scope_cli_table_put_number (&table, unit->steps * step_hours);
          scope_cli_table_put_number (&table, unit->half_life * step_hours);
          if (has_run)
            scope_cli_table_put_number (&table, unit->run_steps * step_hours);
        }
      if (has_run)
        scope_cli_table_put_number (&table, unit->gradient_steps);
      if (has_run && step_hours > 0)
        scope_cli_table_put_number (&table, unit->gradient_steps * step_hours);
      scope_cli_table_end_line (&table);
    }
  return scope_cli_table_finish (&table);
}

char *
scope_stats_table_memory (ScopeModel *model, const char *path, ScopeLayer *layer, char **inputs,
                          double step_hours, gboolean csv, GError **error)
{
  g_autoptr (ScopeMemory) memory = scope_memory_new (layer, error);

  if (memory == NULL)
    return NULL;
  if (inputs != NULL)
    {
      g_autoptr (ScopeTrace) trace = run_layer (model, path, inputs, error);
      ScopeMemory *with_run;

      if (trace == NULL)
        return NULL;
      with_run = scope_memory_with_trace (memory, trace);
      g_return_val_if_fail (with_run != NULL, NULL);
      scope_memory_unref (memory);
      memory = add_gradient (with_run, layer, trace);
      scope_memory_unref (with_run);
    }
  return write_table (memory, step_hours, csv);
}
