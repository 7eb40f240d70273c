/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-browser-gutter.h"

/* Between two lines; the first and the last have half of it beside them. */
#define PITCH 10
#define GAP 4
#define DOT 3.5
/* A row's padding, over which its lines go on to those of its neighbours. */
#define OVERHANG 4

struct _ScopeBrowserGutter
{
  GtkWidget parent_instance;

  ScopeBrowserItem *item;
};

G_DEFINE_FINAL_TYPE (ScopeBrowserGutter, scope_browser_gutter, GTK_TYPE_WIDGET)

/* The width of the graph that @item is in. */
static int
get_width (ScopeBrowserItem *item)
{
  guint n_lanes = scope_browser_item_get_n_lanes (item);

  return n_lanes > 0 ? (int) n_lanes * PITCH + GAP : 0;
}

static void
scope_browser_gutter_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for (ScopeBrowserItem *item = SCOPE_BROWSER_GUTTER (widget)->item; item != NULL;
         item = scope_browser_item_get_parent (item))
      *minimum = *natural += get_width (item);
}

static void
draw_line (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  if (x0 == x1)
    cairo_line_to (cr, x1, y1);
  else
    cairo_curve_to (cr, x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, x1, y1);
  cairo_stroke (cr);
}

/* The lines at @left; where the row is the layer's own, its dot as well, else what goes on under it. */
static void
draw_rails (cairo_t *cr, const ScopeRails *rails, gboolean is_own, double left, double height)
{
  double top = -OVERHANG;
  double bottom = height + OVERHANG;
  double node = left + (rails->node + 0.5) * PITCH;

  for (guint lane = 0; lane < SCOPE_RAILS_MAX_LANES; lane++)
    {
      guint bit = 1U << lane;
      double x = left + (lane + 0.5) * PITCH;
      gboolean goes_on = (rails->after & bit) != 0;

      if (!is_own)
        {
          if (goes_on)
            draw_line (cr, x, top, x, bottom);
          continue;
        }
      if ((rails->in & bit) != 0)
        draw_line (cr, x, top, node, height / 2);
      if (lane == rails->node && goes_on)
        draw_line (cr, x, height / 2, x, bottom);
      else if ((rails->before & bit) != 0 && goes_on)
        draw_line (cr, x, top, x, bottom);
    }
  if (is_own)
    {
      cairo_arc (cr, node, height / 2, DOT, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_levels (cairo_t *cr, ScopeBrowserItem *item, gboolean is_own, double *left, double height)
{
  const ScopeRails *rails = scope_browser_item_get_rails (item);
  ScopeBrowserItem *parent = scope_browser_item_get_parent (item);

  if (parent != NULL)
    draw_levels (cr, parent, FALSE, left, height);
  if (rails != NULL)
    draw_rails (cr, rails, is_own, *left, height);
  *left += get_width (item);
}

static void
scope_browser_gutter_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ScopeBrowserGutter *self = SCOPE_BROWSER_GUTTER (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;
  GdkRGBA color;
  double left = 0;

  if (self->item == NULL || width == 0)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, -OVERHANG, (float) width, (float) height + 2 * OVERHANG));
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }
  cairo_set_source_rgba (cr, (double) color.red, (double) color.green, (double) color.blue,
                         (double) color.alpha * 0.55);
  cairo_set_line_width (cr, 1.5);
  draw_levels (cr, self->item, scope_browser_item_is_layer (self->item), &left, height);
  cairo_destroy (cr);
}

static void
scope_browser_gutter_dispose (GObject *object)
{
  g_clear_object (&SCOPE_BROWSER_GUTTER (object)->item);

  G_OBJECT_CLASS (scope_browser_gutter_parent_class)->dispose (object);
}

static void
scope_browser_gutter_class_init (ScopeBrowserGutterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_browser_gutter_dispose;
  widget_class->measure = scope_browser_gutter_measure;
  widget_class->snapshot = scope_browser_gutter_snapshot;
  /* The row's text says what feeds it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
scope_browser_gutter_init (ScopeBrowserGutter *self)
{
}

GtkWidget *
scope_browser_gutter_new (void)
{
  return g_object_new (SCOPE_TYPE_BROWSER_GUTTER, NULL);
}

void
scope_browser_gutter_set_item (ScopeBrowserGutter *self, ScopeBrowserItem *item)
{
  g_return_if_fail (SCOPE_IS_BROWSER_GUTTER (self));
  g_return_if_fail (item == NULL || SCOPE_IS_BROWSER_ITEM (item));

  if (g_set_object (&self->item, item))
    gtk_widget_queue_resize (GTK_WIDGET (self));
}
