/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-color-bar.h"

#include "scope-color-bar-plot.h"
#include "scope-format.h"
#include "scope-number.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Label, distribution, bar and numbers, each with its room. */
#define HEIGHT 62

struct _ScopeColorBar
{
  ScopePlot parent_instance;

  guint bins[SCOPE_COLOR_BAR_BINS];
  gboolean clipped;
  char *unit;
  ScopeLabels *note; /* instead of a scale */
  int cursor;        /* part of the range, or -1 */
  double marker;
  ScopeColormap *colormap;
  ScopeColorBarPlot plot;
  ScopeColorBarLayout *layout;
};

G_DEFINE_FINAL_TYPE (ScopeColorBar, scope_color_bar, SCOPE_TYPE_PLOT)

static void
scope_color_bar_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);

  g_clear_pointer (&self->layout, scope_color_bar_layout_free);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  self->colormap = scope_colormap_new_diverging (scope_style_get_palette (style));
  self->plot.colormap = self->colormap;
  self->layout = scope_color_bar_layout_new (&self->plot, style, width, height);
  g_clear_pointer (&self->note, scope_labels_free);
  if (self->plot.counts == NULL && self->unit != NULL)
    {
      self->note = scope_labels_new (style);
      scope_labels_add (self->note, self->unit, width / 2, height / 2, 0.5, 0.5, width, FALSE,
                        SCOPE_TONE_DIM);
    }
}

static void
scope_color_bar_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                       double height)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);

  if (self->plot.counts != NULL)
    scope_color_bar_plot_paint (&self->plot, self->layout, style, cr);
  else if (self->note != NULL)
    scope_labels_paint (self->note, cr);
}

static double
get_bin_start (ScopeColorBar *self, int bin)
{
  return self->plot.min + (self->plot.max - self->plot.min) * bin / SCOPE_COLOR_BAR_BINS;
}

static void
scope_color_bar_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                               double height)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);

  if (self->plot.counts == NULL)
    return;
  self->plot.marker =
      self->cursor >= 0
          ? (get_bin_start (self, self->cursor) + get_bin_start (self, self->cursor + 1)) / 2
          : self->marker;
  scope_color_bar_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_color_bar_point (ScopePlot *plot, double x, double y)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);
  double value, share;

  if (self->layout == NULL || self->plot.counts == NULL
      || !scope_color_bar_layout_hit (self->layout, x, y, &value))
    return FALSE;
  share = (value - self->plot.min) / (self->plot.max - self->plot.min);
  self->cursor = CLAMP ((int) floor (share * SCOPE_COLOR_BAR_BINS), 0, SCOPE_COLOR_BAR_BINS - 1);
  return TRUE;
}

static gboolean
scope_color_bar_move (ScopePlot *plot, ScopeMove move)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);
  int to;

  if (self->plot.counts == NULL)
    return FALSE;
  if (self->cursor < 0)
    {
      self->cursor = SCOPE_COLOR_BAR_BINS / 2;
      return TRUE;
    }
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
    case SCOPE_MOVE_DOWN:
      to = self->cursor - 1;
      break;
    case SCOPE_MOVE_RIGHT:
    case SCOPE_MOVE_UP:
      to = self->cursor + 1;
      break;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_DOWN:
      to = self->cursor - 10;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_UP:
      to = self->cursor + 10;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      to = 0;
      break;
    default:
      to = SCOPE_COLOR_BAR_BINS - 1;
      break;
    }
  to = CLAMP (to, 0, SCOPE_COLOR_BAR_BINS - 1);
  if (to == self->cursor)
    return FALSE;
  self->cursor = to;
  return TRUE;
}

static void
scope_color_bar_leave (ScopePlot *plot)
{
  SCOPE_COLOR_BAR (plot)->cursor = -1;
}

/* "−0.12 to −0.10: 345 weights" */
static char *
scope_color_bar_describe (ScopePlot *plot)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  g_autofree char *count = NULL;
  gulong n;

  if (self->cursor < 0)
    return NULL;
  start = scope_format_number (get_bin_start (self, self->cursor), 2);
  end = scope_format_number (get_bin_start (self, self->cursor + 1), 2);
  n = self->bins[self->cursor];
  count = scope_words_dup_count ((gint64) n);
  if (self->clipped && self->cursor == 0)
    return g_strdup_printf (ngettext ("under %s: %s weight", "under %s: %s weights", n), end,
                            count);
  if (self->clipped && self->cursor == SCOPE_COLOR_BAR_BINS - 1)
    return g_strdup_printf (ngettext ("over %s: %s weight", "over %s: %s weights", n), start,
                            count);
  /* Translators: how many weights lie between two values */
  return g_strdup_printf (ngettext ("%s to %s: %s weight", "%s to %s: %s weights", n), start, end,
                          count);
}

static char *
scope_color_bar_summarize (ScopePlot *plot)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  if (self->plot.counts == NULL)
    return g_strdup (self->unit);
  start = scope_format_number (self->plot.min, 2);
  end = scope_format_number (self->plot.max, 2);
  /* Translators: the ends of a colour scale */
  return g_strdup_printf (_ ("Colours from %s to %s, zero in the middle"), start, end);
}

static char *
scope_color_bar_dup_csv (ScopePlot *plot)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (plot);
  g_autoptr (GString) text = NULL;
  char start[SCOPE_NUMBER_SIZE];
  char end[SCOPE_NUMBER_SIZE];

  if (self->plot.counts == NULL)
    return NULL;
  text = g_string_new ("from,to,weights\n");
  for (int bin = 0; bin < SCOPE_COLOR_BAR_BINS; bin++)
    g_string_append_printf (
        text, "%s,%s,%u\n", scope_number_write (get_bin_start (self, bin), start),
        scope_number_write (get_bin_start (self, bin + 1), end), self->bins[bin]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_color_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : HEIGHT;
}

static void
scope_color_bar_finalize (GObject *object)
{
  ScopeColorBar *self = SCOPE_COLOR_BAR (object);

  g_clear_pointer (&self->layout, scope_color_bar_layout_free);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  g_clear_pointer (&self->note, scope_labels_free);
  g_free (self->unit);

  G_OBJECT_CLASS (scope_color_bar_parent_class)->finalize (object);
}

static void
scope_color_bar_class_init (ScopeColorBarClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_color_bar_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_color_bar_measure;
  plot_class->lay_out = scope_color_bar_lay_out;
  plot_class->paint = scope_color_bar_paint;
  plot_class->paint_overlay = scope_color_bar_paint_overlay;
  plot_class->point = scope_color_bar_point;
  plot_class->move = scope_color_bar_move;
  plot_class->leave = scope_color_bar_leave;
  plot_class->describe = scope_color_bar_describe;
  plot_class->summarize = scope_color_bar_summarize;
  plot_class->dup_csv = scope_color_bar_dup_csv;
}

static void
scope_color_bar_init (ScopeColorBar *self)
{
  scope_color_bar_plot_init (&self->plot);
  self->cursor = -1;
  self->marker = NAN;
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Colour scale and distribution"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "weights");
}

void
scope_color_bar_set (ScopeColorBar *self, double extent, const guint *bins, gboolean clipped,
                     const char *unit)
{
  g_return_if_fail (SCOPE_IS_COLOR_BAR (self));

  self->cursor = -1;
  self->clipped = clipped;
  self->plot.counts = NULL;
  g_free (self->unit);
  self->unit = g_strdup (unit);
  if (extent > 0 && bins != NULL)
    {
      for (guint i = 0; i < SCOPE_COLOR_BAR_BINS; i++)
        self->bins[i] = bins[i];
      self->plot.min = -extent;
      self->plot.max = extent;
      self->plot.counts = self->bins;
      self->plot.n_counts = SCOPE_COLOR_BAR_BINS;
      self->plot.label = self->unit;
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

void
scope_color_bar_set_marker (ScopeColorBar *self, double value)
{
  g_return_if_fail (SCOPE_IS_COLOR_BAR (self));

  if (self->marker == value || (isnan (self->marker) && isnan (value)))
    return;
  self->marker = value;
  scope_plot_queue_overlay (SCOPE_PLOT (self));
}
