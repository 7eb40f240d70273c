/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-parts-chart.h"

#include "scope-bar-plot.h"
#include "scope-format.h"
#include "scope-number.h"

#include <glib/gi18n.h>

struct _ScopePartsChart
{
  ScopePlot parent_instance;

  guint n_rows; /* that there is room for */
  char **names;
  double *values;
  ScopeBarPlot plot;
  ScopeBarLayout *layout;
};

G_DEFINE_FINAL_TYPE (ScopePartsChart, scope_parts_chart, SCOPE_TYPE_PLOT)

static void
scope_parts_chart_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);
  double used = height;

  g_clear_pointer (&self->layout, scope_bar_layout_free);
  /* Few parts keep the height of their rows. */
  if (self->plot.n_rows < self->n_rows)
    used = scope_bar_plot_get_natural_height (&self->plot, style);
  self->layout = scope_bar_layout_new (&self->plot, style, width, MIN (used, height));
}

static void
scope_parts_chart_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                         double height)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);

  scope_bar_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_parts_chart_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                 double width, double height)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);

  scope_bar_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_parts_chart_point (ScopePlot *plot, double x, double y)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);
  guint row, bar;

  if (self->layout == NULL || !scope_bar_layout_hit (self->layout, x, y, &row, &bar))
    return FALSE;
  self->plot.cursor_row = (int) row;
  return TRUE;
}

static gboolean
scope_parts_chart_move (ScopePlot *plot, ScopeMove move)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);
  int row = self->plot.cursor_row;
  int last = (int) self->plot.n_rows - 1;

  if (last < 0)
    return FALSE;
  switch (move)
    {
    case SCOPE_MOVE_UP:
      row = row < 0 ? last : row - 1;
      break;
    case SCOPE_MOVE_DOWN:
      row++;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
    case SCOPE_MOVE_PAGE_UP:
      row = 0;
      break;
    case SCOPE_MOVE_ROW_END:
    case SCOPE_MOVE_END:
    case SCOPE_MOVE_PAGE_DOWN:
      row = last;
      break;
    default:
      return FALSE;
    }
  row = CLAMP (row, 0, last);
  if (row == self->plot.cursor_row)
    return FALSE;
  self->plot.cursor_row = row;
  return TRUE;
}

static void
scope_parts_chart_leave (ScopePlot *plot)
{
  SCOPE_PARTS_CHART (plot)->plot.cursor_row = -1;
}

static char *
dup_row_text (ScopePartsChart *self, int row)
{
  g_autofree char *value = scope_format_signed (self->values[row], 3);

  return g_strdup_printf ("%s: %s", self->names[row], value);
}

static char *
scope_parts_chart_describe (ScopePlot *plot)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);

  return self->plot.cursor_row >= 0 ? dup_row_text (self, self->plot.cursor_row) : NULL;
}

static char *
scope_parts_chart_summarize (ScopePlot *plot)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);
  g_autofree char *first = NULL;

  if (self->plot.n_rows == 0)
    return NULL;
  first = dup_row_text (self, 0);
  /* Translators: the largest part of a sum, by name and value */
  return g_strdup_printf (_ ("The largest is %s"), first);
}

static char *
scope_parts_chart_dup_csv (ScopePlot *plot)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (plot);
  g_autoptr (GString) text = NULL;
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->plot.n_rows == 0)
    return NULL;
  text = g_string_new ("part,product\n");
  for (guint i = 0; i < self->plot.n_rows; i++)
    {
      g_auto (GStrv) parts = g_strsplit (self->names[i], "\"", -1);
      g_autofree char *name = g_strjoinv ("\"\"", parts);

      g_string_append_printf (text, "\"%s\",%s\n", name,
                              scope_number_write (self->values[i], buffer));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_parts_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 160;
      *natural = 240;
      return;
    }
  else
    {
      ScopeBarPlot plot = self->plot;

      plot.n_rows = self->n_rows;
      *minimum = *natural =
          (int) scope_bar_plot_get_natural_height (&plot, scope_plot_get_style (SCOPE_PLOT (self)));
    }
}

static void
scope_parts_chart_finalize (GObject *object)
{
  ScopePartsChart *self = SCOPE_PARTS_CHART (object);

  g_clear_pointer (&self->layout, scope_bar_layout_free);
  g_strfreev (self->names);
  g_free (self->values);
  G_OBJECT_CLASS (scope_parts_chart_parent_class)->finalize (object);
}

static void
scope_parts_chart_class_init (ScopePartsChartClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_parts_chart_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_parts_chart_measure;
  plot_class->lay_out = scope_parts_chart_lay_out;
  plot_class->paint = scope_parts_chart_paint;
  plot_class->paint_overlay = scope_parts_chart_paint_overlay;
  plot_class->point = scope_parts_chart_point;
  plot_class->move = scope_parts_chart_move;
  plot_class->leave = scope_parts_chart_leave;
  plot_class->describe = scope_parts_chart_describe;
  plot_class->summarize = scope_parts_chart_summarize;
  plot_class->dup_csv = scope_parts_chart_dup_csv;
}

static void
scope_parts_chart_init (ScopePartsChart *self)
{
  scope_bar_plot_init (&self->plot);
  self->plot.show_values = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "outlined-outside");
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Largest parts of the sum"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "gate-parts");
}

void
scope_parts_chart_set (ScopePartsChart *self, guint n_rows, guint n, const char *const *names,
                       const double *values, ScopeHue hue)
{
  g_return_if_fail (SCOPE_IS_PARTS_CHART (self));
  g_return_if_fail (n == 0 || (names != NULL && values != NULL));

  n = MIN (n, n_rows);
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->values, g_free);
  self->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->names[i] = g_strdup (names[i]);
  self->values = g_memdup2 (values, n * sizeof (double));
  self->plot.n_rows = n;
  self->plot.labels = (const char *const *) self->names;
  self->plot.values = self->values;
  self->plot.hues[0] = hue;
  if (self->plot.cursor_row >= (int) n)
    self->plot.cursor_row = -1;
  if (self->n_rows != n_rows)
    {
      self->n_rows = n_rows;
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
}
