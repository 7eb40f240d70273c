/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-stats-tables.h"

#include "scope-effect.h"
#include "scope-error.h"
#include "scope-initial.h"
#include "scope-linkage.h"
#include "scope-memory.h"
#include "scope-number.h"
#include "scope-spectrum.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A line that is being written: fields with commas between, or columns for people. */
typedef struct
{
  GString *text;
  gboolean csv;
  gboolean first; /* of the line */
} Table;

static void
table_init (Table *table, gboolean csv, const char *heading)
{
  g_auto (GStrv) names = g_strsplit (heading, ",", -1);

  table->text = g_string_new (NULL);
  table->csv = csv;
  table->first = TRUE;
  if (csv)
    g_string_append (table->text, heading);
  else
    for (guint i = 0; names[i] != NULL; i++)
      g_string_append_printf (table->text, i == 0 ? "%-12s" : " %14s", names[i]);
  g_string_append_c (table->text, '\n');
}

static void
put_word (Table *table, const char *word)
{
  if (table->csv && !table->first)
    g_string_append_c (table->text, ',');
  if (table->csv)
    scope_number_append_field (table->text, word);
  else
    g_string_append_printf (table->text, table->first ? "%-12s" : " %14s", word);
  table->first = FALSE;
}

static void
put_count (Table *table, gsize count)
{
  g_autofree char *word = g_strdup_printf ("%" G_GSIZE_FORMAT, count);

  put_word (table, word);
}

static void
put_number (Table *table, double value)
{
  char buffer[SCOPE_NUMBER_SIZE];

  if (table->csv)
    scope_number_write (value, buffer);
  else
    g_snprintf (buffer, sizeof buffer, "%.6g", value);
  put_word (table, buffer);
}

static void
end_line (Table *table)
{
  g_string_append_c (table->text, '\n');
  table->first = TRUE;
}

static char *
table_finish (Table *table)
{
  return g_string_free (table->text, FALSE);
}

char *
scope_stats_table_spectrum (ScopeGates *gates, int gate, gboolean csv, GError **error)
{
  Table table;

  table_init (&table, csv, "gate,index,real,imaginary,modulus,period_steps,decay_steps");
  for (guint g = 0; g < scope_gates_get_n_gates (gates); g++)
    {
      g_autoptr (ScopeSpectrum) spectrum = NULL;

      if (gate >= 0 && gate != (int) g)
        continue;
      spectrum = scope_spectrum_new (gates, g, NULL, error);
      if (spectrum == NULL)
        {
          g_free (table_finish (&table));
          return NULL;
        }
      for (guint i = 0; i < scope_spectrum_get_n_values (spectrum); i++)
        {
          const ScopeEigenvalue *value = &scope_spectrum_get_values (spectrum)[i];

          put_word (&table, scope_gates_get_letter (gates, g));
          put_count (&table, i);
          put_number (&table, value->real);
          put_number (&table, value->imaginary);
          put_number (&table, value->modulus);
          put_number (&table, value->period);
          put_number (&table, value->decay);
          end_line (&table);
        }
    }
  return table_finish (&table);
}

char *
scope_stats_table_training (ScopeLayer *layer, gboolean csv, GError **error)
{
  g_autoptr (ScopeInitial) initial = scope_initial_new (layer, error);
  ScopeGates *gates;
  Table table;

  if (initial == NULL)
    return NULL;
  gates = scope_initial_get_gates (initial);
  table_init (&table, csv, "gate,matrix,initializer,n,distance,critical,mean,sd,shift");
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        const ScopeInitialPart *part = scope_initial_get_part (initial, gate, matrix);

        if (part == NULL)
          continue;
        put_word (&table, scope_gates_get_letter (gates, gate));
        put_word (&table, scope_matrix_get_letter (matrix));
        put_word (&table, part->initialiser.name);
        put_count (&table, part->n);
        put_number (&table, part->distance);
        put_number (&table, part->critical);
        put_number (&table, part->mean);
        put_number (&table, part->sd);
        put_number (&table, part->shift);
        end_line (&table);
      }
  return table_finish (&table);
}

char *
scope_stats_table_singular (ScopeLayer *layer, gboolean csv, GError **error)
{
  g_autoptr (ScopeInitial) initial = scope_initial_new (layer, error);
  g_autofree double *values = NULL;
  double expected;
  Table table;
  guint n;

  if (initial == NULL)
    return NULL;
  values = scope_initial_dup_singular_values (initial, &n, &expected, NULL, error);
  if (values == NULL)
    return NULL;
  table_init (&table, csv, "index,value,initial");
  for (guint i = 0; i < n; i++)
    {
      put_count (&table, i);
      put_number (&table, values[i]);
      put_number (&table, expected);
      end_line (&table);
    }
  return table_finish (&table);
}

char *
scope_stats_table_memory (ScopeLayer *layer, double step_hours, gboolean csv, GError **error)
{
  g_autoptr (ScopeMemory) memory = scope_memory_new (layer, error);
  Table table;

  if (memory == NULL)
    return NULL;
  table_init (&table, csv,
              step_hours > 0 ? "unit,bias,keep,steps,half_life_steps,hours,half_life_hours"
                             : "unit,bias,keep,steps,half_life_steps");
  for (guint i = 0; i < scope_memory_get_n_units (memory); i++)
    {
      const ScopeMemoryUnit *unit = scope_memory_get_unit (memory, i);

      put_count (&table, i);
      put_number (&table, unit->bias);
      put_number (&table, unit->keep);
      put_number (&table, unit->steps);
      put_number (&table, unit->half_life);
      if (step_hours > 0)
        {
          put_number (&table, unit->steps * step_hours);
          put_number (&table, unit->half_life * step_hours);
        }
      end_line (&table);
    }
  return table_finish (&table);
}

char *
scope_stats_table_effect (ScopeModel *model, const char *path, gboolean csv, GError **error)
{
  g_autoptr (ScopeEffect) effect = scope_effect_find (model, path);
  Table table;

  if (effect == NULL)
    {
      g_autofree char *found = g_strdup_printf (
          _ ("more than linear layers, or nothing, between “%s” and the outputs"), path);

      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (model), found,
                       NULL, NULL);
      return NULL;
    }
  table_init (&table, csv, "unit,output,effect");
  for (guint unit = 0; unit < scope_effect_get_n_units (effect); unit++)
    for (guint value = 0; value < scope_effect_get_n_values (effect); value++)
      {
        put_count (&table, unit);
        put_count (&table, value);
        put_number (&table, scope_effect_get (effect, unit, value));
        end_line (&table);
      }
  return table_finish (&table);
}

char *
scope_stats_table_clusters (ScopeGates *gates, int gate, gboolean csv, GError **error)
{
  const guint matrices = (1u << SCOPE_N_MATRICES_AND_V) - 1;
  g_autoptr (ScopeLinkage) linkage = scope_linkage_new_weights (
      gates, SCOPE_LINKAGE_COLUMNS, matrices, gate, FALSE, SCOPE_LEAF_ORDER_PLAIN, NULL, error);
  Table table;

  if (linkage == NULL)
    return NULL;
  table_init (&table, csv, "a,b,height,size");
  for (guint k = 0; k + 1 < scope_linkage_get_n_items (linkage); k++)
    {
      const ScopeMerge *merge = &scope_linkage_get_merges (linkage)[k];

      put_count (&table, merge->a);
      put_count (&table, merge->b);
      put_number (&table, merge->height);
      put_count (&table, merge->size);
      end_line (&table);
    }
  return table_finish (&table);
}
