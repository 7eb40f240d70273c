/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-influence-map.h"

#include "scope-format.h"
#include "scope-heatmap-plot.h"
#include "scope-number.h"

#include <glib/gi18n.h>
#include <math.h>

#define ROW_HEIGHT 18
#define ROOM_FOR_AXES 64

struct _ScopeInfluenceMap
{
  ScopePlot parent_instance;

  ScopeInfluence *cells;
  gboolean one_window;
  double step_seconds;
  char **names;
  char *title;
  float *values; /* (features, lags), the farthest lag first */
  ScopeHeatmapPlot plot;
  ScopeColormap *colormap;
  ScopeHeatmapLayout *layout;
};

G_DEFINE_FINAL_TYPE (ScopeInfluenceMap, scope_influence_map, SCOPE_TYPE_PLOT)

static void
scope_influence_map_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);

  g_clear_pointer (&self->layout, scope_heatmap_layout_free);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  self->colormap = scope_colormap_new_accent (scope_style_get_palette (style));
  self->plot.colormap = self->colormap;
  self->layout = scope_heatmap_layout_new (&self->plot, style, width, height);
}

static void
scope_influence_map_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                           double height)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);

  scope_heatmap_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_influence_map_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                   double width, double height)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);

  scope_heatmap_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_influence_map_point (ScopePlot *plot, double x, double y)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);
  gsize row;
  gsize column;

  if (self->cells == NULL || self->layout == NULL
      || !scope_heatmap_layout_hit (self->layout, x, y, &row, &column))
    return FALSE;
  self->plot.cursor_row = (int) row;
  self->plot.cursor_column = (int) column;
  return TRUE;
}

static gboolean
scope_influence_map_move (ScopePlot *plot, ScopeMove move)
{
  static const int steps[][2] = {
    [SCOPE_MOVE_LEFT] = { 0, -1 },       [SCOPE_MOVE_RIGHT] = { 0, 1 },
    [SCOPE_MOVE_UP] = { -1, 0 },         [SCOPE_MOVE_DOWN] = { 1, 0 },
    [SCOPE_MOVE_PAGE_LEFT] = { 0, -10 }, [SCOPE_MOVE_PAGE_RIGHT] = { 0, 10 },
    [SCOPE_MOVE_PAGE_UP] = { -10, 0 },   [SCOPE_MOVE_PAGE_DOWN] = { 10, 0 },
  };
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);
  int rows = (int) self->plot.cells.rows;
  int columns = (int) self->plot.cells.cols;
  int row = self->plot.cursor_row;
  int column = self->plot.cursor_column;

  if (self->cells == NULL || rows == 0 || columns == 0)
    return FALSE;
  if (row < 0)
    {
      self->plot.cursor_row = 0;
      self->plot.cursor_column = columns - 1;
      return TRUE;
    }

  if (move == SCOPE_MOVE_ROW_START || move == SCOPE_MOVE_START)
    column = 0;
  else if (move == SCOPE_MOVE_ROW_END || move == SCOPE_MOVE_END)
    column = columns - 1;
  else
    {
      row = CLAMP (row + steps[move][0], 0, rows - 1);
      column = CLAMP (column + steps[move][1], 0, columns - 1);
    }
  if (row == self->plot.cursor_row && column == self->plot.cursor_column)
    return FALSE;
  self->plot.cursor_row = row;
  self->plot.cursor_column = column;
  return TRUE;
}

static void
scope_influence_map_leave (ScopePlot *plot)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);

  self->plot.cursor_row = self->plot.cursor_column = -1;
}

static char *
describe_cell (ScopeInfluenceMap *self, gsize row, gsize column)
{
  const char *unit = scope_influence_get_unit (self->cells);
  guint lag = (guint) (self->plot.cells.cols - column);
  g_autofree char *name = scope_format_lag (lag);
  g_autofree char *change =
      scope_format_quantity (scope_cells_get (&self->plot.cells, row, column), 3, unit);

  /* Translators: a variable at a lag: how far it moves the forecast */
  return g_strdup_printf (_ ("%s at %s: %s"), self->names[row], name, change);
}

static char *
scope_influence_map_describe (ScopePlot *plot)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);

  if (self->cells == NULL || self->plot.cursor_row < 0)
    return NULL;
  return describe_cell (self, (gsize) self->plot.cursor_row, (gsize) self->plot.cursor_column);
}

static char *
scope_influence_map_summarize (ScopePlot *plot)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);
  gsize best_row = 0;
  gsize best_column = 0;
  g_autofree char *best = NULL;

  if (self->cells == NULL || self->plot.cells.rows == 0 || self->plot.cells.cols == 0)
    return NULL;
  for (gsize row = 0; row < self->plot.cells.rows; row++)
    for (gsize column = 0; column < self->plot.cells.cols; column++)
      if (scope_cells_get (&self->plot.cells, row, column)
          > scope_cells_get (&self->plot.cells, best_row, best_column))
        {
          best_row = row;
          best_column = column;
        }
  best = describe_cell (self, best_row, best_column);
  return g_strdup_printf (_ ("Largest: %s"), best);
}

static char *
scope_influence_map_dup_csv (ScopePlot *plot)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);
  g_autoptr (GString) text = g_string_new ("lag,feature,change\n");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->cells == NULL)
    return NULL;
  for (gsize lag = 1; lag <= self->plot.cells.cols; lag++)
    for (gsize row = 0; row < self->plot.cells.rows; row++)
      {
        float value = scope_cells_get (&self->plot.cells, row, self->plot.cells.cols - lag);

        g_string_append_printf (text, "%" G_GSIZE_FORMAT ",", lag);
        scope_number_append_field (text, self->names[row]);
        g_string_append_printf (text, ",%s\n", scope_number_write_float (value, buffer));
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static ScopeArray *
scope_influence_map_dup_array (ScopePlot *plot)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (plot);
  gsize dims[2] = { self->plot.cells.rows, self->plot.cells.cols };
  ScopeArray *array;

  if (self->cells == NULL)
    return NULL;
  array = scope_array_new (2, dims);
  if (array != NULL)
    memcpy (scope_array_get_writable (array), self->values, dims[0] * dims[1] * sizeof (float));
  return array;
}

static void
scope_influence_map_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  gsize rows = SCOPE_INFLUENCE_MAP (widget)->plot.cells.rows;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 320;
      *natural = 640;
    }
  else
    *minimum = *natural = (int) MAX (rows, 4) * ROW_HEIGHT + ROOM_FOR_AXES;
}

static void
clear (ScopeInfluenceMap *self)
{
  g_clear_pointer (&self->cells, scope_influence_unref);
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->layout, scope_heatmap_layout_free);
}

static void
scope_influence_map_finalize (GObject *object)
{
  ScopeInfluenceMap *self = SCOPE_INFLUENCE_MAP (object);

  clear (self);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  G_OBJECT_CLASS (scope_influence_map_parent_class)->finalize (object);
}

static void
scope_influence_map_class_init (ScopeInfluenceMapClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_influence_map_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_influence_map_measure;
  plot_class->lay_out = scope_influence_map_lay_out;
  plot_class->paint = scope_influence_map_paint;
  plot_class->paint_overlay = scope_influence_map_paint_overlay;
  plot_class->point = scope_influence_map_point;
  plot_class->move = scope_influence_map_move;
  plot_class->leave = scope_influence_map_leave;
  plot_class->describe = scope_influence_map_describe;
  plot_class->summarize = scope_influence_map_summarize;
  plot_class->dup_csv = scope_influence_map_dup_csv;
  plot_class->dup_array = scope_influence_map_dup_array;
}

static void
scope_influence_map_init (ScopeInfluenceMap *self)
{
  scope_heatmap_plot_init (&self->plot);
  self->plot.column_lags = TRUE;
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Influence by lag and variable"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "influence-by-variable");
}

/* Names with their units: "temp (°F)"; a name that says its unit already is left as it is. */
static char **
dup_names (ScopeFeed *feed)
{
  guint n = scope_feed_get_n_features (feed);
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const char *name = scope_feed_get_feature_name (feed, i);
      const char *unit = scope_feed_get_feature_unit (feed, i);

      names[i] = unit != NULL && *unit != '\0' && strstr (name, unit) == NULL
                     ? g_strdup_printf ("%s (%s)", name, unit)
                     : g_strdup (name);
    }
  return names;
}

void
scope_influence_map_set (ScopeInfluenceMap *self, ScopeInfluence *cells, ScopeFeed *feed,
                         guint target, gboolean one_window, double step_seconds)
{
  double largest = 0;
  guint n_lags = 0;
  guint n_features = 0;

  g_return_if_fail (SCOPE_IS_INFLUENCE_MAP (self));

  if (cells != NULL)
    scope_influence_ref (cells);
  clear (self);
  self->cells = cells;
  self->one_window = one_window;
  self->plot.step_seconds = step_seconds;
  self->plot.cursor_row = self->plot.cursor_column = -1;

  if (cells != NULL && feed != NULL)
    {
      const double *median = scope_influence_get_cell_median (cells);
      const char *unit = scope_influence_get_unit (cells);

      n_lags = scope_influence_get_n_lags (cells);
      n_features = scope_influence_get_n_features (cells);
      self->names = dup_names (feed);
      self->values = g_new (float, (gsize) n_lags *n_features);
      for (guint feature = 0; feature < n_features; feature++)
        for (guint lag = 1; lag <= n_lags; lag++)
          {
            double value = median[(gsize) (lag - 1) * n_features + feature];

            self->values[(gsize) feature * n_lags + (n_lags - lag)] = (float) value;
            if (value > largest)
              largest = value;
          }
      self->title =
          g_strdup_printf (one_window ? _ ("size of the change (%s)") : _ ("median change (%s)"),
                           *unit != '\0' ? unit : _ ("no unit"));
    }
  scope_cells_init (&self->plot.cells, self->values, n_features, n_lags);
  self->plot.row_labels = (const char *const *) self->names;
  self->plot.row_title = self->title;
  self->plot.min = 0;
  self->plot.max = largest > 0 ? largest : 1;
  if (self->plot.chosen_column >= (int) n_lags)
    self->plot.chosen_column = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

double
scope_influence_map_measure_left (ScopeInfluenceMap *self)
{
  g_return_val_if_fail (SCOPE_IS_INFLUENCE_MAP (self), 0);

  return scope_heatmap_plot_measure_left (&self->plot, scope_plot_get_style (SCOPE_PLOT (self)),
                                          MAX (gtk_widget_get_width (GTK_WIDGET (self)), 320));
}

void
scope_influence_map_set_lag (ScopeInfluenceMap *self, guint lag)
{
  int n_lags;

  g_return_if_fail (SCOPE_IS_INFLUENCE_MAP (self));

  n_lags = (int) self->plot.cells.cols;
  self->plot.chosen_column = lag > 0 && (int) lag <= n_lags ? n_lags - (int) lag : -1;
  scope_plot_queue_overlay (SCOPE_PLOT (self));
}
