/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli-table.h"

#include "scope-number.h"

void
scope_cli_table_init (ScopeCliTable *table, gboolean csv, const char *heading)
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

void
scope_cli_table_put_word (ScopeCliTable *table, const char *word)
{
  if (table->csv && !table->first)
    g_string_append_c (table->text, ',');
  if (table->csv)
    scope_number_append_field (table->text, word);
  else
    g_string_append_printf (table->text, table->first ? "%-12s" : " %14s", word);
  table->first = FALSE;
}

void
scope_cli_table_put_count (ScopeCliTable *table, gsize count)
{
  g_autofree char *word = g_strdup_printf ("%" G_GSIZE_FORMAT, count);

  scope_cli_table_put_word (table, word);
}

void
scope_cli_table_put_number (ScopeCliTable *table, double value)
{
  char buffer[SCOPE_NUMBER_SIZE];

  if (table->csv)
    scope_number_write (value, buffer);
  else
    g_snprintf (buffer, sizeof buffer, "%.6g", value);
  scope_cli_table_put_word (table, buffer);
}

void
scope_cli_table_end_line (ScopeCliTable *table)
{
  g_string_append_c (table->text, '\n');
  table->first = TRUE;
}

char *
scope_cli_table_finish (ScopeCliTable *table)
{
  return g_string_free (table->text, FALSE);
}
