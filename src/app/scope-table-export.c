/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-table-export.h"

#include "scope-file-chooser.h"
#include "scope-messages.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWidget *from;
  char *csv;
} Saving;

char *
scope_table_export_dup_tsv (const char *csv)
{
  g_autoptr (GString) tsv = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  g_return_val_if_fail (csv != NULL, NULL);

  for (const char *at = csv; *at != '\0'; at++)
    {
      if (*at == '"' && is_quoted && at[1] == '"')
        g_string_append_c (tsv, *++at);
      else if (*at == '"')
        is_quoted = !is_quoted;
      else if (is_quoted && (*at == '\t' || *at == '\n' || *at == '\r'))
        g_string_append_c (tsv, ' ');
      else
        g_string_append_c (tsv, *at == ',' && !is_quoted ? '\t' : *at);
    }
  return g_string_free (g_steal_pointer (&tsv), FALSE);
}

/* Lines after the heading. */
static guint
count_rows (const char *tsv)
{
  guint n = 0;

  for (const char *at = tsv; *at != '\0'; at++)
    n += *at == '\n';
  return n > 0 ? n - 1 : 0;
}

void
scope_table_export_copy (GtkWidget *from, const char *csv)
{
  g_autofree char *tsv = NULL;
  g_autofree char *text = NULL;
  guint n;

  g_return_if_fail (GTK_IS_WIDGET (from) && csv != NULL);

  tsv = scope_table_export_dup_tsv (csv);
  n = count_rows (tsv);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (from), tsv);
  text = g_strdup_printf (ngettext ("%u row copied", "%u rows copied", n), n);
  scope_messages_show (from, text);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = scope_file_chooser_save_finish (result, &error);

  if (file != NULL
      && g_file_replace_contents (file, saving->csv, strlen (saving->csv), NULL, FALSE,
                                  G_FILE_CREATE_NONE, NULL, NULL, &error))
    scope_messages_show (saving->from, _ ("Numbers saved"));
  else
    scope_messages_show_error (saving->from, _ ("The numbers could not be saved"), error);
  g_object_unref (saving->from);
  g_free (saving->csv);
  g_free (saving);
}

void
scope_table_export_save (GtkWidget *from, const char *stem, const char *csv)
{
  g_autofree char *name = NULL;
  Saving *saving;

  g_return_if_fail (GTK_IS_WIDGET (from) && stem != NULL && csv != NULL);

  name = g_strdup_printf ("%s.csv", stem);
  saving = g_new (Saving, 1);
  *saving = (Saving){ g_object_ref (from), g_strdup (csv) };
  scope_file_chooser_save_async (GTK_WINDOW (gtk_widget_get_root (from)), SCOPE_FILES_NUMBERS,
                                 _ ("Export Numbers"), name, chosen_cb, saving);
}
