/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-context-menu.h"

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkWidget *popover)
{
  GdkRectangle place = { (int) x, (int) y, 1, 1 };

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* The widget that a popover hangs on must not go before it. */
static void
destroyed_cb (GtkWidget *widget, GtkWidget *popover)
{
  if (gtk_widget_get_parent (popover) == widget)
    gtk_widget_unparent (popover);
}

void
scope_context_menu_attach (GtkWidget *widget, GMenuModel *menu)
{
  GtkGesture *gesture;
  GtkWidget *popover;

  g_return_if_fail (GTK_IS_WIDGET (widget) && G_IS_MENU_MODEL (menu));

  popover = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_set_parent (popover, widget);
  g_signal_connect_object (widget, "destroy", G_CALLBACK (destroyed_cb), popover, 0);

  gesture = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (pressed_cb), popover);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));
}
