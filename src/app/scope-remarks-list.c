/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-remarks-list.h"

void
scope_remarks_list_fill (GtkBox *box, const char *const *remarks)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (box));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; remarks != NULL && remarks[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (remarks[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_can_focus (label, FALSE);
      gtk_box_append (box, label);
    }
}
