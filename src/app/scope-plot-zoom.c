/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-plot-private.h"

#include <math.h>

#define CLASS(self) SCOPE_PLOT_GET_CLASS (self)

/* By how much a key, and a notch of the wheel, zooms. */
#define KEY_FACTOR 1.5
#define WHEEL_FACTOR 1.2
/* Pixels that a notch of the wheel moves. */
#define WHEEL_STEP 40.0

static gboolean
zoom_at (ScopePlot *self, double factor, double x, double y)
{
  if (CLASS (self)->zoom_at != NULL)
    return CLASS (self)->zoom_at (self, factor, x, y);
  return CLASS (self)->zoom != NULL && CLASS (self)->zoom (self, factor, x);
}

gboolean
scope_plot_zoom (ScopePlot *self, double factor)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), FALSE);

  return zoom_at (self, factor, NAN, NAN);
}

gboolean
scope_plot_fit (ScopePlot *self)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), FALSE);

  return CLASS (self)->fit != NULL && CLASS (self)->fit (self);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, ScopePlot *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double x = NAN;
  double y = NAN;
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  double native_x, native_y;

  if (state & GDK_CONTROL_MASK)
    {
      if (CLASS (self)->zoom == NULL && CLASS (self)->zoom_at == NULL)
        return FALSE;
      if (gdk_event_get_position (event, &x, &y))
        {
          gtk_native_get_surface_transform (native, &native_x, &native_y);
          gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - native_x,
                                            y - native_y, &x, &y);
        }
      /* At the end of the zoom the page does not begin to scroll. */
      zoom_at (self, pow (WHEEL_FACTOR, -dy), x, y);
      return TRUE;
    }
  if (state & GDK_SHIFT_MASK && dx == 0)
    {
      dx = dy;
      dy = 0;
    }
  /* An upright wheel scrolls the page, unless the picture has more rows than are seen; a sideways one moves along its axis. */
  if (CLASS (self)->zoom_at == NULL)
    dy = 0;
  return CLASS (self)->pan != NULL && (dx != 0 || dy != 0)
         && CLASS (self)->pan (self, -WHEEL_STEP * dx, -WHEEL_STEP * dy);
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, double *last)
{
  *last = 1;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, double *last)
{
  ScopePlot *self = SCOPE_PLOT (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
  double x = NAN;
  double y = NAN;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  if (scale > 0 && zoom_at (self, scale / *last, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  *last = scale > 0 ? scale : *last;
}

static gboolean
zoom_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return scope_plot_zoom (SCOPE_PLOT (widget), g_variant_get_double (args));
}

static gboolean
fit_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return scope_plot_fit (SCOPE_PLOT (widget));
}

void
scope_plot_zoom_bind_keys (GtkWidgetClass *klass)
{
  static const guint in[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint out[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };
  static const guint fit[] = { GDK_KEY_0, GDK_KEY_KP_0, GDK_KEY_KP_Insert };

  for (guint i = 0; i < G_N_ELEMENTS (in); i++)
    gtk_widget_class_add_binding (klass, in[i], 0, zoom_cb, "d", KEY_FACTOR);
  for (guint i = 0; i < G_N_ELEMENTS (out); i++)
    gtk_widget_class_add_binding (klass, out[i], 0, zoom_cb, "d", 1 / KEY_FACTOR);
  for (guint i = 0; i < G_N_ELEMENTS (fit); i++)
    gtk_widget_class_add_binding (klass, fit[i], 0, fit_cb, NULL);
}

void
scope_plot_zoom_add_controllers (ScopePlot *self)
{
  GtkEventController *controller =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  double *last = g_new (double, 1);

  g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = GTK_EVENT_CONTROLLER (gtk_gesture_zoom_new ());
  *last = 1;
  g_signal_connect (controller, "begin", G_CALLBACK (pinch_begin_cb), last);
  g_signal_connect_data (controller, "scale-changed", G_CALLBACK (pinch_cb), last,
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
