/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-entry-check.h"

#include "scope-time-format.h"

#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"

void
scope_entry_mark (GtkWidget *entry, gboolean is_good)
{
  g_return_if_fail (GTK_IS_WIDGET (entry));

  if (is_good)
    gtk_widget_remove_css_class (entry, "error");
  else
    gtk_widget_add_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               is_good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

/* Without blanks around it, and with the hyphen that programs read. */
static char *
dup_text (GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  g_auto (GStrv) parts = g_strsplit (text, MINUS, -1);

  return g_strjoinv ("-", parts);
}

gboolean
scope_entry_check_number (GtkEditable *entry, double *value)
{
  g_autofree char *text = NULL;
  gboolean is_good;
  double typed;
  char *end;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry) && value != NULL, FALSE);

  text = dup_text (entry);
  typed = g_ascii_strtod (text, &end);
  if (*end != '\0')
    typed = g_strtod (text, &end);
  is_good = *text == '\0' || (*end == '\0' && isfinite (typed));
  scope_entry_mark (GTK_WIDGET (entry), is_good);
  if (is_good && *text != '\0')
    *value = typed;
  return is_good;
}

gboolean
scope_entry_check_count (GtkEditable *entry, guint64 least, guint64 *value)
{
  g_autofree char *text = NULL;
  gboolean is_good;
  guint64 typed = 0;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry) && value != NULL, FALSE);

  text = dup_text (entry);
  is_good = *text == '\0' || g_ascii_string_to_unsigned (text, 10, least, G_MAXINT32, &typed, NULL);
  scope_entry_mark (GTK_WIDGET (entry), is_good);
  if (is_good && *text != '\0')
    *value = typed;
  return is_good;
}

static gboolean
parse_time (const char *text, double *time)
{
  static const char *const formats[] = { "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
                                         "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (scope_time_format_read (formats[i], text, strlen (text), time))
      return TRUE;
  return FALSE;
}

gboolean
scope_entry_check_time (GtkEditable *entry, double *value)
{
  g_autofree char *text = NULL;
  gboolean is_good;
  double typed = NAN;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry) && value != NULL, FALSE);

  text = dup_text (entry);
  is_good = *text == '\0' || parse_time (text, &typed);
  scope_entry_mark (GTK_WIDGET (entry), is_good);
  if (is_good && *text != '\0')
    *value = typed;
  return is_good;
}
