/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-stats-tables.h"

#include "scope-cli-table.h"
#include "scope-effect.h"
#include "scope-error.h"
#include "scope-initial.h"
#include "scope-linkage.h"
#include "scope-spectrum.h"

#include <glib/gi18n.h>

char *
scope_stats_table_spectrum (ScopeGates *gates, int gate, gboolean csv, GError **error)
{
  ScopeCliTable table;

  scope_cli_table_init (&table, csv, "gate,index,real,imaginary,modulus,period_steps,decay_steps");
  for (guint g = 0; g < scope_gates_get_n_gates (gates); g++)
    {
      g_autoptr (ScopeSpectrum) spectrum = NULL;

      if (gate >= 0 && gate != (int) g)
        continue;
      spectrum = scope_spectrum_new (gates, g, NULL, error);
      if (spectrum == NULL)
        {
          g_free (scope_cli_table_finish (&table));
          return NULL;
        }
      for (guint i = 0; i < scope_spectrum_get_n_values (spectrum); i++)
        {
          const ScopeEigenvalue *value = &scope_spectrum_get_values (spectrum)[i];

          scope_cli_table_put_word (&table, scope_gates_get_letter (gates, g));
          scope_cli_table_put_count (&table, i);
          scope_cli_table_put_number (&table, value->real);
          scope_cli_table_put_number (&table, value->imaginary);
          scope_cli_table_put_number (&table, value->modulus);
          scope_cli_table_put_number (&table, value->period);
          scope_cli_table_put_number (&table, value->decay);
          scope_cli_table_end_line (&table);
        }
    }
  return scope_cli_table_finish (&table);
}

char *
scope_stats_table_training (ScopeLayer *layer, gboolean csv, GError **error)
{
  g_autoptr (ScopeInitial) initial = scope_initial_new (layer, error);
  ScopeGates *gates;
  ScopeCliTable table;

  if (initial == NULL)
    return NULL;
  gates = scope_initial_get_gates (initial);
  scope_cli_table_init (&table, csv, "gate,matrix,initializer,n,distance,critical,mean,sd,shift");
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        const ScopeInitialPart *part = scope_initial_get_part (initial, gate, matrix);

        if (part == NULL)
          continue;
        scope_cli_table_put_word (&table, scope_gates_get_letter (gates, gate));
        scope_cli_table_put_word (&table, scope_matrix_get_letter (matrix));
        scope_cli_table_put_word (&table, part->initialiser.name);
        scope_cli_table_put_count (&table, part->n);
        scope_cli_table_put_number (&table, part->distance);
        scope_cli_table_put_number (&table, part->critical);
        scope_cli_table_put_number (&table, part->mean);
        scope_cli_table_put_number (&table, part->sd);
        scope_cli_table_put_number (&table, part->shift);
        scope_cli_table_end_line (&table);
      }
  return scope_cli_table_finish (&table);
}

char *
scope_stats_table_singular (ScopeLayer *layer, gboolean csv, GError **error)
{
  g_autoptr (ScopeInitial) initial = scope_initial_new (layer, error);
  g_autofree double *values = NULL;
  double expected;
  ScopeCliTable table;
  guint n;

  if (initial == NULL)
    return NULL;
  values = scope_initial_dup_singular_values (initial, &n, &expected, NULL, error);
  if (values == NULL)
    return NULL;
  scope_cli_table_init (&table, csv, "index,value,initial");
  for (guint i = 0; i < n; i++)
    {
      scope_cli_table_put_count (&table, i);
      scope_cli_table_put_number (&table, values[i]);
      scope_cli_table_put_number (&table, expected);
      scope_cli_table_end_line (&table);
    }
  return scope_cli_table_finish (&table);
}

char *
scope_stats_table_effect (ScopeModel *model, const char *path, gboolean csv, GError **error)
{
  g_autoptr (ScopeEffect) effect = scope_effect_find (model, path);
  ScopeCliTable table;

  if (effect == NULL)
    {
      g_autofree char *found = g_strdup_printf (
          _ ("more than linear layers, or nothing, between “%s” and the outputs"), path);

      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (model), found,
                       NULL, NULL);
      return NULL;
    }
  scope_cli_table_init (&table, csv, "unit,output,effect");
  for (guint unit = 0; unit < scope_effect_get_n_units (effect); unit++)
    for (guint value = 0; value < scope_effect_get_n_values (effect); value++)
      {
        scope_cli_table_put_count (&table, unit);
        scope_cli_table_put_count (&table, value);
        scope_cli_table_put_number (&table, scope_effect_get (effect, unit, value));
        scope_cli_table_end_line (&table);
      }
  return scope_cli_table_finish (&table);
}

char *
scope_stats_table_clusters (ScopeGates *gates, int gate, gboolean csv, GError **error)
{
  const guint matrices = (1u << SCOPE_N_MATRICES_AND_V) - 1;
  g_autoptr (ScopeLinkage) linkage = scope_linkage_new_weights (
      gates, SCOPE_LINKAGE_COLUMNS, matrices, gate, FALSE, SCOPE_LEAF_ORDER_PLAIN, NULL, error);
  ScopeCliTable table;

  if (linkage == NULL)
    return NULL;
  scope_cli_table_init (&table, csv, "a,b,height,size");
  for (guint k = 0; k + 1 < scope_linkage_get_n_items (linkage); k++)
    {
      const ScopeMerge *merge = &scope_linkage_get_merges (linkage)[k];

      scope_cli_table_put_count (&table, merge->a);
      scope_cli_table_put_count (&table, merge->b);
      scope_cli_table_put_number (&table, merge->height);
      scope_cli_table_put_count (&table, merge->size);
      scope_cli_table_end_line (&table);
    }
  return scope_cli_table_finish (&table);
}
