/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-plot.h"

#include "scope-export.h"
#include "scope-plot-private.h"
#include "scope-settings.h"
#include "scope-widget-style.h"

#include <adwaita.h>
#include <math.h>

/* Presses that move further than this are drags, not clicks: GTK's own threshold. */
#define DRAG_THRESHOLD 8

typedef struct
{
  char *label;
  char *file_name;
  GMenuModel *extra_menu;
  GtkWidget *popover;
  ScopeStyle *style;
  GskRenderNode *picture; /* of the size below */
  int picture_width;
  int picture_height;
  gboolean laid_out;
  gboolean has_cursor;
  gboolean dragged;
  double drag_x;
  double drag_y;
  gboolean by_keys; /* the cursor is where keys have put it, the pointer rests here: */
  double pointer_x;
  double pointer_y;
  guint words_id;
} ScopePlotPrivate;

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_FILE_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ScopePlot, scope_plot, GTK_TYPE_WIDGET)

#define PRIVATE(self) ((ScopePlotPrivate *) scope_plot_get_instance_private (self))
#define CLASS(self) SCOPE_PLOT_GET_CLASS (self)

static void
drop_picture (ScopePlot *self)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  g_clear_pointer (&priv->picture, gsk_render_node_unref);
  priv->laid_out = FALSE;
}

/* A style that is not there is made by whoever needs it next. */
static void
drop_style (ScopePlot *self)
{
  drop_picture (self);
  g_clear_pointer (&PRIVATE (self)->style, scope_style_unref);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* GTK says so for every change of state (a window that comes to the front); most change nothing that is
 * drawn. */
static void
check_style (ScopePlot *self)
{
  ScopePlotPrivate *priv = PRIVATE (self);
  g_autoptr (ScopeStyle) style = NULL;

  if (priv->style == NULL)
    return;
  style = scope_widget_create_style (GTK_WIDGET (self));
  if (!scope_palette_equal (scope_style_get_palette (style), scope_style_get_palette (priv->style))
      || scope_style_get_line_height (style) != scope_style_get_line_height (priv->style))
    drop_style (self);
}

/* Label, summary and what the cursor is on, told to those who do not see the picture. */
static gboolean
update_words_cb (gpointer user_data)
{
  ScopePlot *self = user_data;
  ScopePlotPrivate *priv = PRIVATE (self);
  g_autofree char *summary = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *text = NULL;

  priv->words_id = 0;
  summary = CLASS (self)->summarize != NULL ? CLASS (self)->summarize (self) : NULL;
  cursor = CLASS (self)->describe != NULL ? CLASS (self)->describe (self) : NULL;
  /* The cursor first: it is what has just changed. */
  if (cursor != NULL && summary != NULL)
    text = g_strdup_printf ("%s. %s", cursor, summary);
  else
    text = g_strdup (cursor != NULL ? cursor : summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
  return G_SOURCE_REMOVE;
}

/* Coalesced: a pointer moves more often than anybody can read. */
static void
queue_words (ScopePlot *self)
{
  if (PRIVATE (self)->words_id == 0)
    PRIVATE (self)->words_id = g_idle_add (update_words_cb, self);
}

static void
ensure_layout (ScopePlot *self, double width, double height)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  if (priv->laid_out || width < 1 || height < 1)
    return;
  if (CLASS (self)->lay_out != NULL)
    CLASS (self)->lay_out (self, scope_plot_get_style (self), width, height);
  priv->laid_out = TRUE;
}

static void
scope_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ScopePlot *self = SCOPE_PLOT (widget);
  ScopePlotPrivate *priv = PRIVATE (self);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (width < 1 || height < 1)
    return;

  if (priv->picture == NULL || priv->picture_width != width || priv->picture_height != height)
    {
      if (priv->picture_width != width || priv->picture_height != height)
        drop_picture (self);
      ensure_layout (self, width, height);
      priv->picture = scope_plot_create_picture (self, width, height);
      priv->picture_width = width;
      priv->picture_height = height;
    }
  gtk_snapshot_append_node (snapshot, priv->picture);

  if (CLASS (self)->paint_overlay != NULL)
    scope_plot_snapshot_overlay (self, snapshot, width, height);
}

static void
scope_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 80;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 200;
}

static void
scope_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ScopePlotPrivate *priv = PRIVATE (SCOPE_PLOT (widget));

  if (width != priv->picture_width || height != priv->picture_height)
    drop_picture (SCOPE_PLOT (widget));
  if (priv->popover != NULL)
    gtk_popover_present (GTK_POPOVER (priv->popover));
}

static void
scope_plot_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (scope_plot_parent_class)->css_changed (widget, change);
  check_style (SCOPE_PLOT (widget));
}

static void
scope_plot_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (scope_plot_parent_class)->system_setting_changed (widget, setting);
  drop_style (SCOPE_PLOT (widget));
}

static void
set_cursor (ScopePlot *self, gboolean has_cursor)
{
  PRIVATE (self)->has_cursor = has_cursor;
  scope_plot_queue_overlay (self);
}

static void
leave (ScopePlot *self)
{
  if (!PRIVATE (self)->has_cursor)
    return;
  if (CLASS (self)->leave != NULL)
    CLASS (self)->leave (self);
  set_cursor (self, FALSE);
}

static void
point (ScopePlot *self, double x, double y)
{
  if (CLASS (self)->point == NULL)
    return;
  ensure_layout (self, gtk_widget_get_width (GTK_WIDGET (self)),
                 gtk_widget_get_height (GTK_WIDGET (self)));
  if (CLASS (self)->point (self, x, y))
    set_cursor (self, TRUE);
  else
    leave (self);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, ScopePlot *self)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  /* A tooltip or a new layout says "motion" of a pointer that rests; keys have moved the cursor on from there. */
  if (priv->by_keys && x == priv->pointer_x && y == priv->pointer_y)
    return;
  priv->by_keys = FALSE;
  priv->pointer_x = x;
  priv->pointer_y = y;
  point (self, x, y);
}

static void
left_cb (GtkEventControllerMotion *controller, ScopePlot *self)
{
  /* A keyboard cursor stays where it is. */
  if (!PRIVATE (self)->by_keys)
    leave (self);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, ScopePlot *self)
{
  if (PRIVATE (self)->dragged)
    return;
  point (self, x, y);
  if (!PRIVATE (self)->has_cursor)
    return;
  if (n_press == 1 && CLASS (self)->choose != NULL)
    CLASS (self)->choose (self);
  else if (n_press == 2 && CLASS (self)->open != NULL)
    CLASS (self)->open (self);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, ScopePlot *self)
{
  PRIVATE (self)->dragged = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, ScopePlot *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  scope_plot_popup_menu (self, x, y);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, ScopePlot *self)
{
  PRIVATE (self)->drag_x = PRIVATE (self)->drag_y = 0;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, ScopePlot *self)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  if (CLASS (self)->pan == NULL || (!priv->dragged && hypot (x, y) < DRAG_THRESHOLD))
    return;
  if (CLASS (self)->pan (self, x - priv->drag_x, y - priv->drag_y))
    priv->dragged = TRUE;
  priv->drag_x = x;
  priv->drag_y = y;
}

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ScopePlot *self = SCOPE_PLOT (widget);
  int move = g_variant_get_int32 (args);
  gboolean moved;

  if (CLASS (self)->move == NULL)
    return FALSE;
  ensure_layout (self, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  moved = CLASS (self)->move (self, move);
  PRIVATE (self)->by_keys = TRUE;
  if (moved)
    set_cursor (self, TRUE);
  /* At the edge an arrow stays in the picture: only Tab leaves it. */
  return TRUE;
}

static gboolean
choose_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ScopePlot *self = SCOPE_PLOT (widget);

  if (!PRIVATE (self)->has_cursor || CLASS (self)->choose == NULL)
    return FALSE;
  CLASS (self)->choose (self);
  return TRUE;
}

static gboolean
open_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ScopePlot *self = SCOPE_PLOT (widget);

  if (!PRIVATE (self)->has_cursor || CLASS (self)->open == NULL)
    return FALSE;
  CLASS (self)->open (self);
  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ScopePlot *self = SCOPE_PLOT (widget);

  if (!PRIVATE (self)->has_cursor)
    return FALSE;
  /* Nor does a pointer that rests bring it back. */
  PRIVATE (self)->by_keys = TRUE;
  leave (self);
  return TRUE;
}

static gboolean
menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  scope_plot_popup_menu (SCOPE_PLOT (widget), gtk_widget_get_width (widget) / 2.0,
                         gtk_widget_get_height (widget) / 2.0);
  return TRUE;
}

static gboolean
query_tooltip_cb (ScopePlot *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *text = NULL;

  if (CLASS (self)->describe == NULL || !PRIVATE (self)->has_cursor)
    return FALSE;
  text = CLASS (self)->describe (self);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
scope_plot_constructed (GObject *object)
{
  G_OBJECT_CLASS (scope_plot_parent_class)->constructed (object);
  /* Not in init, where the class is still that of a plot without numbers. */
  scope_plot_add_actions (SCOPE_PLOT (object));
}

static void
scope_plot_dispose (GObject *object)
{
  ScopePlotPrivate *priv = PRIVATE (SCOPE_PLOT (object));

  g_clear_handle_id (&priv->words_id, g_source_remove);
  g_clear_pointer (&priv->popover, gtk_widget_unparent);
  g_clear_object (&priv->extra_menu);

  G_OBJECT_CLASS (scope_plot_parent_class)->dispose (object);
}

static void
scope_plot_finalize (GObject *object)
{
  ScopePlotPrivate *priv = PRIVATE (SCOPE_PLOT (object));

  g_clear_pointer (&priv->picture, gsk_render_node_unref);
  g_clear_pointer (&priv->style, scope_style_unref);
  g_clear_pointer (&priv->label, g_free);
  g_clear_pointer (&priv->file_name, g_free);

  G_OBJECT_CLASS (scope_plot_parent_class)->finalize (object);
}

static void
scope_plot_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ScopePlot *self = SCOPE_PLOT (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, scope_plot_get_label (self));
      break;
    case PROP_FILE_NAME:
      g_value_set_string (value, scope_plot_get_file_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_plot_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ScopePlot *self = SCOPE_PLOT (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      scope_plot_set_label (self, g_value_get_string (value));
      break;
    case PROP_FILE_NAME:
      scope_plot_set_file_name (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The key and its twin on the number pad. */
static void
bind_move (GtkWidgetClass *klass, guint key, guint pad_key, GdkModifierType modifiers,
           ScopeMove move)
{
  gtk_widget_class_add_binding (klass, key, modifiers, move_cb, "i", move);
  gtk_widget_class_add_binding (klass, pad_key, modifiers, move_cb, "i", move);
}

static void
bind_keys (GtkWidgetClass *klass)
{
  bind_move (klass, GDK_KEY_Left, GDK_KEY_KP_Left, 0, SCOPE_MOVE_LEFT);
  bind_move (klass, GDK_KEY_Right, GDK_KEY_KP_Right, 0, SCOPE_MOVE_RIGHT);
  bind_move (klass, GDK_KEY_Up, GDK_KEY_KP_Up, 0, SCOPE_MOVE_UP);
  bind_move (klass, GDK_KEY_Down, GDK_KEY_KP_Down, 0, SCOPE_MOVE_DOWN);
  bind_move (klass, GDK_KEY_Left, GDK_KEY_KP_Left, GDK_CONTROL_MASK, SCOPE_MOVE_PAGE_LEFT);
  bind_move (klass, GDK_KEY_Right, GDK_KEY_KP_Right, GDK_CONTROL_MASK, SCOPE_MOVE_PAGE_RIGHT);
  bind_move (klass, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, SCOPE_MOVE_PAGE_UP);
  bind_move (klass, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, SCOPE_MOVE_PAGE_DOWN);
  bind_move (klass, GDK_KEY_Home, GDK_KEY_KP_Home, 0, SCOPE_MOVE_ROW_START);
  bind_move (klass, GDK_KEY_End, GDK_KEY_KP_End, 0, SCOPE_MOVE_ROW_END);
  bind_move (klass, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, SCOPE_MOVE_START);
  bind_move (klass, GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, SCOPE_MOVE_END);

  gtk_widget_class_add_binding (klass, GDK_KEY_space, 0, choose_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, choose_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, choose_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, GDK_CONTROL_MASK, open_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Menu, 0, menu_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
}

static void
scope_plot_class_init (ScopePlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = scope_plot_constructed;
  object_class->dispose = scope_plot_dispose;
  object_class->finalize = scope_plot_finalize;
  object_class->get_property = scope_plot_get_property;
  object_class->set_property = scope_plot_set_property;
  widget_class->snapshot = scope_plot_snapshot;
  widget_class->measure = scope_plot_measure;
  widget_class->size_allocate = scope_plot_size_allocate;
  widget_class->css_changed = scope_plot_css_changed;
  widget_class->system_setting_changed = scope_plot_system_setting_changed;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", flags);
  properties[PROP_FILE_NAME] = g_param_spec_string ("file-name", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_keys (widget_class);
  scope_plot_zoom_bind_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_click (ScopePlot *self, guint button, GCallback pressed, GCallback released)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), button);
  g_signal_connect (gesture, "pressed", pressed, self);
  if (released != NULL)
    g_signal_connect (gesture, "released", released, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

static void
scope_plot_init (ScopePlot *self)
{
  GtkEventController *controller;

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  scope_plot_zoom_add_controllers (self);
  controller = GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ());
  g_signal_connect (controller, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (controller, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  add_click (self, GDK_BUTTON_PRIMARY, G_CALLBACK (pressed_cb), G_CALLBACK (released_cb));
  add_click (self, GDK_BUTTON_SECONDARY, G_CALLBACK (menu_pressed_cb), NULL);

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (drop_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (drop_style), self, G_CONNECT_SWAPPED);
  if (scope_settings_get () != NULL)
    g_signal_connect_object (scope_settings_get (), "changed::colors", G_CALLBACK (drop_style),
                             self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (drop_style), NULL);
}

void
scope_plot_queue_paint (ScopePlot *self)
{
  g_return_if_fail (SCOPE_IS_PLOT (self));

  drop_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  queue_words (self);
}

void
scope_plot_queue_overlay (ScopePlot *self)
{
  g_return_if_fail (SCOPE_IS_PLOT (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
  queue_words (self);
}

void
scope_plot_set_label (ScopePlot *self, const char *label)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  g_return_if_fail (SCOPE_IS_PLOT (self));

  if (g_strcmp0 (priv->label, label) == 0)
    return;
  g_free (priv->label);
  priv->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
  queue_words (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

const char *
scope_plot_get_label (ScopePlot *self)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);
  return PRIVATE (self)->label != NULL ? PRIVATE (self)->label : "";
}

void
scope_plot_set_file_name (ScopePlot *self, const char *file_name)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  g_return_if_fail (SCOPE_IS_PLOT (self));

  if (g_strcmp0 (priv->file_name, file_name) == 0)
    return;
  g_free (priv->file_name);
  priv->file_name = g_strdup (file_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_NAME]);
}

const char *
scope_plot_get_file_name (ScopePlot *self)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);
  return PRIVATE (self)->file_name != NULL ? PRIVATE (self)->file_name : "";
}

const ScopeStyle *
scope_plot_get_style (ScopePlot *self)
{
  ScopePlotPrivate *priv = PRIVATE (self);

  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);

  if (priv->style == NULL)
    priv->style = scope_widget_create_style (GTK_WIDGET (self));
  return priv->style;
}

gboolean
scope_plot_get_has_cursor (ScopePlot *self)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), FALSE);
  return PRIVATE (self)->has_cursor;
}

void
scope_plot_set_extra_menu (ScopePlot *self, GMenuModel *menu)
{
  g_return_if_fail (SCOPE_IS_PLOT (self));
  g_return_if_fail (menu == NULL || G_IS_MENU_MODEL (menu));

  g_set_object (&PRIVATE (self)->extra_menu, menu);
  g_clear_pointer (&PRIVATE (self)->popover, gtk_widget_unparent);
}

GMenuModel *
scope_plot_get_extra_menu (ScopePlot *self)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);
  return PRIVATE (self)->extra_menu;
}

void
scope_plot_popup_menu (ScopePlot *self, double x, double y)
{
  ScopePlotPrivate *priv = PRIVATE (self);
  GdkRectangle place = { (int) x, (int) y, 1, 1 };

  g_return_if_fail (SCOPE_IS_PLOT (self));

  if (priv->popover == NULL)
    {
      g_autoptr (GMenuModel) menu = scope_plot_create_menu (self);

      priv->popover = gtk_popover_menu_new_from_model (menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (priv->popover), FALSE);
      gtk_widget_set_halign (priv->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (priv->popover, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (priv->popover), &place);
  gtk_popover_popup (GTK_POPOVER (priv->popover));
}

double
scope_plot_get_legend_height (ScopePlot *self, const ScopeStyle *style, double width)
{
  g_return_val_if_fail (SCOPE_IS_PLOT (self), 0);

  return CLASS (self)->legend != NULL ? ceil (CLASS (self)->legend (self, style, NULL, width)) : 0;
}

void
scope_plot_paint_export (ScopePlot *self, const ScopeStyle *style, cairo_t *cr, double width,
                         double height)
{
  double legend;

  g_return_if_fail (SCOPE_IS_PLOT (self));

  legend = scope_plot_get_legend_height (self, style, width);
  if (legend > 0)
    {
      CLASS (self)->legend (self, style, cr, width);
      cairo_translate (cr, 0, legend);
      height -= legend;
    }
  if (CLASS (self)->lay_out != NULL)
    CLASS (self)->lay_out (self, style, width, height);
  CLASS (self)->paint (self, style, cr, width, height);
  if (CLASS (self)->paint_overlay != NULL)
    CLASS (self)->paint_overlay (self, style, cr, width, height);
  /* The layout is now that of the file. */
  drop_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
