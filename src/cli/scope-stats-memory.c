/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-stats-tables.h"

#include "scope-cli-table.h"
#include "scope-memory.h"
#include "scope-npy.h"
#include "scope-predict.h"

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
      memory = with_run;
    }
  return write_table (memory, step_hours, csv);
}
