/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-bars.h"

#include "scope-bar-plot.h"
#include "scope-format.h"
#include "scope-number.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeUnitBars
{
  ScopePlot parent_instance;

  char **labels;
  double *values;
  char **bar_names;
  char **signs;
  ScopeBarPlot plot;
  ScopeBarLayout *layout;
};

G_DEFINE_FINAL_TYPE (ScopeUnitBars, scope_unit_bars, SCOPE_TYPE_PLOT)

static void
scope_unit_bars_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);

  g_clear_pointer (&self->layout, scope_bar_layout_free);
  self->layout = scope_bar_layout_new (&self->plot, style, width, height);
}

static void
scope_unit_bars_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                       double height)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);

  scope_bar_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_unit_bars_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                               double height)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);

  scope_bar_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_unit_bars_point (ScopePlot *plot, double x, double y)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);
  guint row;

  if (self->layout == NULL || !scope_bar_layout_hit (self->layout, x, y, &row, NULL))
    return FALSE;
  self->plot.cursor_row = (int) row;
  return TRUE;
}

static gboolean
scope_unit_bars_move (ScopePlot *plot, ScopeMove move)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);
  int row = self->plot.cursor_row;
  int n = (int) self->plot.n_rows;
  int to;

  if (n == 0)
    return FALSE;
  switch (move)
    {
    case SCOPE_MOVE_UP:
      to = row < 0 ? 0 : row - 1;
      break;
    case SCOPE_MOVE_DOWN:
      to = row + 1;
      break;
    case SCOPE_MOVE_PAGE_UP:
      to = row - 10;
      break;
    case SCOPE_MOVE_PAGE_DOWN:
      to = row + 10;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      to = 0;
      break;
    case SCOPE_MOVE_ROW_END:
    case SCOPE_MOVE_END:
      to = n - 1;
      break;
    default:
      /* Bars have no columns; the first key shows the cursor all the same. */
      to = MAX (row, 0);
      break;
    }
  to = CLAMP (to, 0, n - 1);
  self->plot.cursor_row = to;
  return to != row;
}

static void
scope_unit_bars_leave (ScopePlot *plot)
{
  SCOPE_UNIT_BARS (plot)->plot.cursor_row = -1;
}

/* "T (degC): input i +0.12, forget f −0.41" */
static char *
describe_row (ScopeUnitBars *self, guint row)
{
  g_autoptr (GString) text = g_string_new (self->labels[row]);

  g_string_append (text, ": ");
  for (guint bar = 0; bar < self->plot.n_bars; bar++)
    {
      g_autofree char *value = scope_format_signed (self->values[row * self->plot.n_bars + bar], 3);

      g_string_append_printf (text, "%s%s%s%s", bar > 0 ? ", " : "",
                              self->bar_names != NULL ? self->bar_names[bar] : "",
                              self->bar_names != NULL ? " " : "", value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
scope_unit_bars_describe (ScopePlot *plot)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);

  return self->plot.cursor_row >= 0 ? describe_row (self, (guint) self->plot.cursor_row) : NULL;
}

/* The row with the longest bar. */
static char *
scope_unit_bars_summarize (ScopePlot *plot)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);
  g_autofree char *row = NULL;
  guint longest = 0;
  double most = -1;

  for (guint i = 0; i < self->plot.n_rows * self->plot.n_bars; i++)
    if (fabs (self->values[i]) > most)
      {
        most = fabs (self->values[i]);
        longest = i / self->plot.n_bars;
      }
  if (most < 0)
    return NULL;
  row = describe_row (self, longest);
  /* Translators: %s is the row with the longest bar */
  return g_strdup_printf (_ ("Largest: %s"), row);
}

static char *
scope_unit_bars_dup_csv (ScopePlot *plot)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (plot);
  g_autoptr (GString) text = g_string_new ("name");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->plot.n_rows == 0)
    return NULL;
  for (guint bar = 0; bar < self->plot.n_bars; bar++)
    g_string_append_printf (text, ",%s", self->signs != NULL ? self->signs[bar] : "weight");
  g_string_append_c (text, '\n');
  for (guint row = 0; row < self->plot.n_rows; row++)
    {
      g_auto (GStrv) parts = g_strsplit (self->labels[row], "\"", -1);
      g_autofree char *escaped = g_strjoinv ("\"\"", parts);

      g_string_append_printf (text, "\"%s\"", escaped);
      for (guint bar = 0; bar < self->plot.n_bars; bar++)
        g_string_append_printf (
            text, ",%s", scope_number_write (self->values[row * self->plot.n_bars + bar], buffer));
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_unit_bars_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = 260;
      return;
    }
  *minimum = *natural = (int) scope_bar_plot_get_natural_height (
      &self->plot, scope_plot_get_style (SCOPE_PLOT (widget)));
}

static void
scope_unit_bars_finalize (GObject *object)
{
  ScopeUnitBars *self = SCOPE_UNIT_BARS (object);

  g_clear_pointer (&self->layout, scope_bar_layout_free);
  g_strfreev (self->labels);
  g_strfreev (self->bar_names);
  g_strfreev (self->signs);
  g_free (self->values);

  G_OBJECT_CLASS (scope_unit_bars_parent_class)->finalize (object);
}

static void
scope_unit_bars_class_init (ScopeUnitBarsClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_unit_bars_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_unit_bars_measure;
  plot_class->lay_out = scope_unit_bars_lay_out;
  plot_class->paint = scope_unit_bars_paint;
  plot_class->paint_overlay = scope_unit_bars_paint_overlay;
  plot_class->point = scope_unit_bars_point;
  plot_class->move = scope_unit_bars_move;
  plot_class->leave = scope_unit_bars_leave;
  plot_class->describe = scope_unit_bars_describe;
  plot_class->summarize = scope_unit_bars_summarize;
  plot_class->dup_csv = scope_unit_bars_dup_csv;
}

static void
scope_unit_bars_init (ScopeUnitBars *self)
{
  scope_bar_plot_init (&self->plot);
}

static char **
copy_names (const char *const *names)
{
  return names != NULL ? g_strdupv ((char **) names) : NULL;
}

void
scope_unit_bars_set (ScopeUnitBars *self, const char *const *labels, const double *values,
                     guint n_bars, const ScopeHue *hues, const char *const *bar_names,
                     const char *const *signs, int bold_row)
{
  guint n_rows;

  g_return_if_fail (SCOPE_IS_UNIT_BARS (self));
  g_return_if_fail (labels != NULL && (values != NULL || labels[0] == NULL));
  g_return_if_fail (n_bars > 0 && n_bars <= SCOPE_BAR_PLOT_MAX_BARS);

  n_rows = g_strv_length ((char **) labels);
  g_strfreev (self->labels);
  g_strfreev (self->bar_names);
  g_strfreev (self->signs);
  g_free (self->values);
  self->labels = copy_names (labels);
  self->bar_names = copy_names (bar_names);
  self->signs = copy_names (signs);
  self->values = g_memdup2 (values, (gsize) n_rows * n_bars * sizeof *values);

  scope_bar_plot_init (&self->plot);
  self->plot.n_rows = n_rows;
  self->plot.n_bars = n_bars;
  self->plot.values = self->values;
  self->plot.labels = (const char *const *) self->labels;
  self->plot.bar_names = (const char *const *) self->signs;
  self->plot.show_values = n_bars == 1;
  self->plot.bold_row = bold_row;
  for (guint bar = 0; hues != NULL && bar < n_bars; bar++)
    self->plot.hues[bar] = hues[bar];
  scope_plot_queue_paint (SCOPE_PLOT (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
