/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-view.h"

#include "scope-gate-cursor.h"
#include "scope-gate-headings.h"
#include "scope-gate-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Rows with names that the picture is at least as high for; beyond, names are thinned until the picture is zoomed. */
#define MOST_NAMED_ROWS 24
#define LEAST_ROWS 10
/* What U gets of the height where W's names need more than their share. */
#define LEAST_U_HEIGHT 72
#define LEAST_GATE_WIDTH 96
#define LABEL_ROOM 120

guint scope_gate_view_signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeGateView, scope_gate_view, SCOPE_TYPE_PLOT)

void
scope_gate_view_drop_layout (ScopeGateView *self)
{
  g_clear_pointer (&self->layout, scope_gate_layout_free);
}

/* Neither colours nor the widest name change while the picture is panned: a frame has no time to look for them. */
static void
prepare (ScopeGateView *self, const ScopeStyle *style, double width)
{
  const ScopePalette *palette = scope_style_get_palette (style);

  if (self->colormap == NULL || !scope_palette_equal (palette, &self->palette))
    {
      g_clear_pointer (&self->colormap, scope_colormap_unref);
      self->colormap = scope_colormap_new_diverging (palette);
      self->palette = *palette;
    }
  if (self->plot.left <= 0 || self->left_style != style || self->left_width != width)
    {
      self->plot.left = scope_gate_plot_measure_left (&self->plot, style, width);
      self->left_style = style;
      self->left_width = width;
    }
  self->plot.colormap = self->colormap;
  self->plot.seen_units = self->zoom.units;
  for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
    self->plot.seen_rows[part] = self->zoom.rows[part];
}

static void
scope_gate_view_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  scope_gate_view_drop_layout (self);
  prepare (self, style, width);
  self->layout = scope_gate_layout_new (&self->plot, style, width, height);
}

static void
scope_gate_view_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                       double height)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  scope_gate_plot_paint (&self->plot, self->layout, style, cr);
}

/* How far the picture has been scrolled down. */
static double
get_top (ScopeGateView *self)
{
  return self->scrolling != NULL ? gtk_adjustment_get_value (self->scrolling) : 0;
}

static void
scope_gate_view_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                               double height)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  scope_gate_plot_paint_overlay (&self->plot, self->layout, style, cr);
  scope_gate_zoom_paint (&self->zoom, self->layout, style, cr);
  scope_gate_headings_paint (&self->plot, self->layout, get_top (self), style, cr, width);
}

void
scope_gate_view_set_heading (ScopeGateView *self, int heading)
{
  self->heading = heading;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), heading >= 0 ? "pointer" : NULL);
}

static gboolean
scope_gate_view_point (ScopePlot *plot, double x, double y)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  ScopeGateCell cell;
  int heading;

  if (self->layout == NULL || self->plot.n_gates == 0)
    return FALSE;
  /* Headings that stay while the picture scrolls lie over its cells. */
  heading =
      scope_gate_headings_find (self->layout, get_top (self), scope_plot_get_style (plot), x, y);
  if (heading < 0 && !scope_gate_layout_hit (self->layout, x, y, &cell))
    return FALSE;
  self->plot.has_cursor = heading < 0;
  if (heading < 0)
    {
      self->plot.cursor = cell;
      self->pan_part = cell.part;
    }
  scope_gate_view_set_heading (self, heading);
  g_signal_emit (self, scope_gate_view_signals[CURSOR_MOVED], 0);
  return TRUE;
}

static void
zoom_changed (ScopeGateView *self)
{
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

static gboolean
scope_gate_view_zoom_at (ScopePlot *plot, double factor, double x, double y)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  ScopeGatePart part = self->pan_part;
  cairo_rectangle_t rect;

  if (self->layout == NULL)
    return FALSE;
  /* Keys and buttons zoom around the cursor. */
  if (isnan (x) && self->plot.has_cursor
      && scope_gate_layout_get_cell (self->layout, &self->plot.cursor, &rect))
    {
      x = rect.x + rect.width / 2;
      y = rect.y + rect.height / 2;
    }
  if (self->layout->rows[part] <= 1)
    part = self->layout->rows[SCOPE_GATE_PART_W] > 0 ? SCOPE_GATE_PART_W : SCOPE_GATE_PART_U;
  if (!scope_gate_zoom_scale (&self->zoom, self->layout, factor, x, y, part))
    return FALSE;
  zoom_changed (self);
  return TRUE;
}

static gboolean
scope_gate_view_pan (ScopePlot *plot, double dx, double dy)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  if (self->layout == NULL
      || !scope_gate_zoom_pan (&self->zoom, self->layout, dx, dy, self->pan_part))
    return FALSE;
  zoom_changed (self);
  return TRUE;
}

static gboolean
scope_gate_view_fit (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  if (scope_gate_zoom_is_whole (&self->zoom))
    return FALSE;
  scope_gate_zoom_init (&self->zoom);
  zoom_changed (self);
  return TRUE;
}

/* A picture that is higher than its place scrolls after its cursor. */
static void
scroll_to_cursor (ScopeGateView *self)
{
  double line = scope_style_get_line_height (scope_plot_get_style (SCOPE_PLOT (self)));
  cairo_rectangle_t rect;

  if (self->scrolling == NULL
      || !scope_gate_layout_get_cell (self->layout, &self->plot.cursor, &rect))
    return;
  /* Under the headings, which lie over the first line of what is seen. */
  gtk_adjustment_clamp_page (self->scrolling, MAX (0, rect.y - 2 * line - rect.height),
                             rect.y + rect.height + 3 * line);
}

static gboolean
scope_gate_view_move (ScopePlot *plot, ScopeMove move)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  if (self->layout == NULL || self->layout->units == 0 || self->plot.n_gates == 0)
    return FALSE;
  scope_gate_view_set_heading (self, -1);
  if (!self->plot.has_cursor)
    {
      scope_gate_cursor_begin (self->layout, &self->plot.cursor, self->plot.chosen_unit);
      self->plot.has_cursor = TRUE;
    }
  else if (!scope_gate_cursor_move (self->layout, &self->plot.cursor, move))
    return FALSE;
  self->pan_part = self->plot.cursor.part;
  if (scope_gate_zoom_reveal (&self->zoom, self->layout, &self->plot.cursor))
    zoom_changed (self);
  scroll_to_cursor (self);
  g_signal_emit (self, scope_gate_view_signals[CURSOR_MOVED], 0);
  return TRUE;
}

static void
scope_gate_view_leave (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  self->plot.has_cursor = FALSE;
  scope_gate_view_set_heading (self, -1);
  g_signal_emit (self, scope_gate_view_signals[CURSOR_MOVED], 0);
}

static void
scope_gate_view_choose (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  if (self->heading >= 0)
    {
      int gate = (int) self->first_gate + self->heading;

      /* The heading of the only one leads back to all. */
      scope_session_set_gate (self->session,
                              scope_session_get_gate (self->session) == gate ? -1 : gate);
    }
  else if (self->plot.has_cursor)
    {
      /* Enter on what is chosen already goes into it. */
      if (scope_session_get_unit (self->session) == (int) self->plot.cursor.unit)
        g_signal_emit (self, scope_gate_view_signals[OPENED], 0);
      else
        scope_session_set_unit (self->session, (int) self->plot.cursor.unit);
    }
}

static void
scope_gate_view_open (ScopePlot *plot)
{
  if (SCOPE_GATE_VIEW (plot)->plot.has_cursor)
    g_signal_emit (plot, scope_gate_view_signals[OPENED], 0);
}

static gsize
count_rows (ScopeGateView *self, ScopeGatePart part)
{
  return self->plot.n_gates > 0 && self->plot.show[part] ? self->plot.gates[0].cells[part].rows : 0;
}

/* High enough for a name at every row of W; where U has more units than there is room for, their numbers are thinned. */
static void
scope_gate_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (widget);
  const ScopeStyle *style;
  double line, w, u;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LABEL_ROOM + (int) MAX (self->plot.n_gates, 1) * LEAST_GATE_WIDTH;
      *natural = MAX (*minimum, 720);
      return;
    }
  style = scope_plot_get_style (SCOPE_PLOT (widget));
  line = ceil (scope_style_get_line_height (style));
  w = (double) count_rows (self, SCOPE_GATE_PART_W);
  w = line * (w > MOST_NAMED_ROWS ? LEAST_ROWS : w);
  u = (double) count_rows (self, SCOPE_GATE_PART_U) * line;
  u = MIN (u, MAX (LEAST_U_HEIGHT, w / 2));
  *minimum = (int) ceil (w + u + 8 * line + scope_gate_plot_get_above_height (&self->plot));
  *natural =
      MAX (*minimum, MIN ((int) scope_gate_plot_get_natural_height (&self->plot, style), 900));
}

static void
update_chosen (ScopeGateView *self)
{
  self->plot.chosen_unit = scope_session_get_unit (self->session);
  self->plot.chosen_row = -1;
  if (self->layout != NULL && self->plot.chosen_unit >= 0)
    scope_gate_zoom_reveal_unit (&self->zoom, self->layout, (guint) self->plot.chosen_unit);
  /* The unit's number is bold in the picture itself. */
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

/* Names of the session's layer; while another one's data are on their way, the old ones stay. */
static void
update_names (ScopeGateView *self)
{
  g_auto (GStrv) names = scope_session_dup_input_names (self->session);

  if (self->gates == NULL || g_strv_length (names) != scope_gates_get_n_features (self->gates))
    return;
  g_strfreev (self->names);
  self->names = g_steal_pointer (&names);
}

/* Other names: those of another table. */
static void
recipe_changed_cb (ScopeGateView *self)
{
  if (self->data == NULL)
    return;
  update_names (self);
  scope_gate_view_update (self);
}

static void
set_scrolling (ScopeGateView *self, GtkAdjustment *scrolling)
{
  if (self->scrolling != NULL)
    g_signal_handlers_disconnect_by_data (self->scrolling, self);
  g_set_object (&self->scrolling, scrolling);
  if (scrolling != NULL)
    g_signal_connect_swapped (scrolling, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self);
}

static void
scope_gate_view_root (GtkWidget *widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (scope_gate_view_parent_class)->root (widget);
  set_scrolling (SCOPE_GATE_VIEW (widget), scroller != NULL ? gtk_scrolled_window_get_vadjustment (
                                               GTK_SCROLLED_WINDOW (scroller))
                                                            : NULL);
}

static void
scope_gate_view_unroot (GtkWidget *widget)
{
  set_scrolling (SCOPE_GATE_VIEW (widget), NULL);
  GTK_WIDGET_CLASS (scope_gate_view_parent_class)->unroot (widget);
}

static void
scope_gate_view_dispose (GObject *object)
{
  set_scrolling (SCOPE_GATE_VIEW (object), NULL);
  scope_gate_view_stop_job (SCOPE_GATE_VIEW (object));

  G_OBJECT_CLASS (scope_gate_view_parent_class)->dispose (object);
}

static void
scope_gate_view_finalize (GObject *object)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (object);

  scope_gate_view_drop_layout (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->data, scope_unit_data_unref);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  g_clear_pointer (&self->picture, scope_gate_picture_unref);
  g_strfreev (self->names);
  g_free (self->order_title);

  G_OBJECT_CLASS (scope_gate_view_parent_class)->finalize (object);
}

static void
scope_gate_view_class_init (ScopeGateViewClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_gate_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = scope_gate_view_finalize;
  GTK_WIDGET_CLASS (klass)->root = scope_gate_view_root;
  GTK_WIDGET_CLASS (klass)->unroot = scope_gate_view_unroot;
  GTK_WIDGET_CLASS (klass)->measure = scope_gate_view_measure;
  plot_class->lay_out = scope_gate_view_lay_out;
  plot_class->paint = scope_gate_view_paint;
  plot_class->paint_overlay = scope_gate_view_paint_overlay;
  plot_class->legend = scope_gate_view_legend;
  plot_class->point = scope_gate_view_point;
  plot_class->move = scope_gate_view_move;
  plot_class->leave = scope_gate_view_leave;
  plot_class->choose = scope_gate_view_choose;
  plot_class->open = scope_gate_view_open;
  plot_class->describe = scope_gate_view_describe;
  plot_class->summarize = scope_gate_view_summarize;
  plot_class->dup_csv = scope_gate_view_dup_csv;
  plot_class->dup_array = scope_gate_view_dup_array;
  plot_class->dup_numpy = scope_gate_view_dup_numpy;
  plot_class->zoom_at = scope_gate_view_zoom_at;
  plot_class->pan = scope_gate_view_pan;
  plot_class->fit = scope_gate_view_fit;

  scope_gate_view_signals[CURSOR_MOVED] =
      g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  scope_gate_view_signals[OPENED] = g_signal_new (
      "opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  scope_gate_view_signals[BUSY_CHANGED] =
      g_signal_new ("busy-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  scope_gate_view_signals[ORDER_FAILED] =
      g_signal_new ("order-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
scope_gate_view_init (ScopeGateView *self)
{
  scope_gate_plot_init (&self->plot);
  scope_gate_zoom_init (&self->zoom);
  self->order_by = SCOPE_UNIT_ORDER_INDEX;
  self->range = (ScopeGateRange){ SCOPE_RANGE_SHARED, 1, 1 };
  self->heading = -1;
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Weights by gate"));
}

void
scope_gate_view_set_session (ScopeGateView *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (scope_gate_view_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::matrix", G_CALLBACK (scope_gate_view_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (update_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (recipe_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
scope_gate_view_set_data (ScopeGateView *self, ScopeUnitData *data)
{
  ScopeUnitData *old;

  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));
  g_return_if_fail (self->session != NULL);

  old = self->data;
  self->data = data != NULL ? scope_unit_data_ref (data) : NULL;
  self->gates = data != NULL ? scope_unit_data_get_gates (data) : NULL;
  if (data != NULL)
    {
      const char *layer = scope_session_get_gates_layer (self->session);
      g_autofree char *stem = g_strdelimit (g_strdup (layer), "/", '-');
      g_autofree char *file_name = g_strdup_printf ("%s-gates", stem);
      /* Translators: %s is a layer's name */
      g_autofree char *label = g_strdup_printf (_ ("Weights of %s by gate"), layer);

      scope_plot_set_label (SCOPE_PLOT (self), label);
      scope_plot_set_file_name (SCOPE_PLOT (self), file_name);
    }
  update_names (self);
  /* Another layer is seen as a whole first. */
  scope_gate_zoom_init (&self->zoom);
  if (data == NULL
      || (self->order_by != SCOPE_UNIT_ORDER_CLUSTERED
          && !scope_unit_data_has_order (data, self->order_by)))
    {
      self->order_by = SCOPE_UNIT_ORDER_INDEX;
      g_clear_pointer (&self->order_title, g_free);
    }
  scope_gate_view_update (self);
  g_clear_pointer (&old, scope_unit_data_unref);
}

void
scope_gate_view_set_order (ScopeGateView *self, int order, const char *title)
{
  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));

  self->order_by = order;
  g_free (self->order_title);
  self->order_title = g_strdup (title);
  scope_gate_view_update (self);
}

void
scope_gate_view_set_cluster_rows (ScopeGateView *self, gboolean cluster)
{
  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));

  self->cluster_rows = cluster;
  scope_gate_view_update (self);
}

void
scope_gate_view_set_range (ScopeGateView *self, const ScopeGateRange *range)
{
  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));
  g_return_if_fail (range != NULL && range->share > 0 && range->extent > 0);

  self->range = *range;
  scope_gate_view_update (self);
}

gboolean
scope_gate_view_get_busy (ScopeGateView *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), FALSE);

  return self->job != NULL;
}

gboolean
scope_gate_view_get_whole (ScopeGateView *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), TRUE);

  return scope_gate_zoom_is_whole (&self->zoom);
}

double
scope_gate_view_get_extent (ScopeGateView *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), 0);

  return self->picture != NULL ? self->plot.max : 0;
}

double
scope_gate_view_get_cursor_weight (ScopeGateView *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), NAN);

  return self->gates != NULL && self->plot.has_cursor
             ? scope_gate_view_get_weight (self, &self->plot.cursor)
             : NAN;
}
