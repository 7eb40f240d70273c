/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-accessible.h"

static void
mapped_cb (GtkWidget *widget)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !gtk_widget_get_mapped (widget), -1);
}

static void
unmapped_cb (GtkWidget *widget)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

void
scope_accessible_track (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect_after (widget, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect_after (widget, "unmap", G_CALLBACK (unmapped_cb), NULL);
  mapped_cb (widget);
}

void
scope_accessible_track_stack (GtkStack *stack)
{
  g_return_if_fail (GTK_IS_STACK (stack));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    scope_accessible_track (child);
}
