/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-color-bar-plot.h"
#include "scope-error.h"
#include "scope-export.h"
#include "scope-gate-plot.h"
#include "scope-heatmap-options.h"
#include "scope-linkage.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#define MARGIN 18.0
#define BAR_HEIGHT 44.0
#define BAR_WIDTH 320.0
#define N_BINS 64
/* The widest and the highest picture that is still of use; more units share a pixel. */
#define MAX_SIDE 4000.0
#define MIN_WIDTH 900.0
#define CELL 12.0

/* What the picture is made of; all of it lives as long as the painting. */
typedef struct
{
  ScopeGatePlot plot;
  ScopeColorBarPlot bar;
  guint counts[N_BINS];
  guint gate_counts[SCOPE_GATE_PLOT_MAX_GATES][N_BINS];
  guint *units;
  guint *features;
  ScopeDendrogram unit_tree;
  ScopeDendrogram feature_tree;
  char *unit_title;
  ScopeStyle *style;
  ScopeColormap *colormap;
} Picture;

static void
picture_clear (Picture *self)
{
  g_clear_pointer (&self->units, g_free);
  g_clear_pointer (&self->features, g_free);
  g_clear_pointer (&self->unit_tree.merges, g_free);
  g_clear_pointer (&self->feature_tree.merges, g_free);
  g_clear_pointer (&self->unit_title, g_free);
  g_clear_pointer (&self->style, scope_style_unref);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

/* With a range for each gate each has its own scale. */
static double
bar_height (const Picture *picture)
{
  return picture->bar.colormap != NULL ? BAR_HEIGHT : 0;
}

static void
paint (cairo_t *cr, double width, double height, gpointer user_data)
{
  Picture *picture = user_data;

  if (picture->bar.colormap != NULL)
    {
      cairo_save (cr);
      cairo_translate (cr, width - MARGIN - BAR_WIDTH, MARGIN / 2);
      scope_color_bar_plot_draw (&picture->bar, picture->style, cr, BAR_WIDTH, BAR_HEIGHT);
      cairo_restore (cr);
    }

  cairo_translate (cr, MARGIN, MARGIN + bar_height (picture));
  scope_gate_plot_draw (&picture->plot, picture->style, cr, width - 2 * MARGIN,
                        height - 2 * MARGIN - bar_height (picture));
}

static void
fill_cells (Picture *picture, ScopeGates *gates, const ScopeHeatmapOptions *options)
{
  ScopeGatePlot *plot = &picture->plot;

  scope_gate_plot_init (plot);
  plot->colormap = picture->colormap;
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      ScopeGatePlotGate *shown = &plot->gates[plot->n_gates];

      if (options->gate >= 0 && options->gate != (int) gate)
        continue;
      plot->n_gates++;
      shown->symbol = scope_gates_get_sign (gates, gate);
      shown->name = scope_gates_get_title (gates, gate);
      shown->hue = gate;
      for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
        {
          ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);

          if (view.data == NULL)
            continue;
          scope_cells_init (&shown->cells[matrix], view.data, view.n_rows, view.n_columns);
          shown->cells[matrix].row_stride = view.row_stride;
        }
    }
  for (guint matrix = 0; matrix < SCOPE_N_GATE_PARTS; matrix++)
    plot->show[matrix] = options->matrix < 0 || options->matrix == (int) matrix;
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float left = *(const float *) a, right = *(const float *) b;

  return left < right ? -1 : left > right;
}

/* The size that @share of the weights shown do not exceed. */
static double
find_percentile (const ScopeGatePlot *plot, double share)
{
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (float));
  double place;

  for (guint gate = 0; gate < plot->n_gates; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      {
        const ScopeCells *cells = &plot->gates[gate].cells[part];

        for (gsize row = 0; plot->show[part] && cells->data != NULL && row < cells->rows; row++)
          for (gsize column = 0; column < cells->cols; column++)
            {
              float size = fabsf (cells->data[row * cells->row_stride + column]);

              if (isfinite (size))
                g_array_append_val (sizes, size);
            }
      }
  if (sizes->len == 0)
    return 0;
  qsort (sizes->data, sizes->len, sizeof (float), compare_floats);
  place = ceil (share * sizes->len) - 1;
  return g_array_index (sizes, float, (guint) CLAMP (place, 0, sizes->len - 1.0));
}

static double
find_extent (const ScopeGatePlot *plot, const ScopeHeatmapOptions *options)
{
  switch (options->range)
    {
    case SCOPE_HEATMAP_LIMIT:
      return options->bound;
    case SCOPE_HEATMAP_PERCENTILE:
      {
        double extent = find_percentile (plot, options->bound / 100);

        /* Where nearly all are 0. */
        return extent > 0 ? extent : scope_gate_plot_get_extent (plot);
      }
    default:
      return scope_gate_plot_get_extent (plot);
    }
}

static void
count_gate (const ScopeGatePlot *plot, guint gate, double extent, guint *counts)
{
  for (guint part = 0; extent > 0 && part < SCOPE_N_GATE_PARTS; part++)
    if (plot->show[part] && plot->gates[gate].cells[part].data != NULL)
      scope_cells_count (&plot->gates[gate].cells[part], -extent, extent, counts, N_BINS);
}

static void
fill_ranges (Picture *picture, const ScopeHeatmapOptions *options)
{
  ScopeGatePlot *plot = &picture->plot;
  double extent = find_extent (plot, options);

  plot->min = -extent;
  plot->max = extent;
  if (options->range == SCOPE_HEATMAP_GATE)
    {
      for (guint gate = 0; gate < plot->n_gates; gate++)
        {
          ScopeGatePlot alone = *plot;

          alone.n_gates = 1;
          alone.gates[0] = plot->gates[gate];
          plot->gates[gate].extent = scope_gate_plot_get_extent (&alone);
          count_gate (plot, gate, plot->gates[gate].extent, picture->gate_counts[gate]);
          plot->gates[gate].counts = picture->gate_counts[gate];
          plot->gates[gate].n_counts = N_BINS;
        }
      return;
    }

  for (guint gate = 0; gate < plot->n_gates; gate++)
    count_gate (plot, gate, extent, picture->counts);
  scope_color_bar_plot_init (&picture->bar);
  picture->bar.colormap = picture->colormap;
  picture->bar.min = -extent;
  picture->bar.max = extent;
  picture->bar.counts = picture->counts;
  picture->bar.n_counts = N_BINS;
  picture->bar.label = _ ("weight (no unit)");
}

static guint *
take_order (ScopeLinkage *linkage, ScopeDendrogram *tree)
{
  guint n = scope_linkage_get_n_items (linkage);

  tree->n_leaves = n;
  tree->height = scope_linkage_get_height (linkage);
  tree->merges = g_new0 (ScopeDendrogramMerge, n);
  for (guint i = 0; i + 1 < n; i++)
    {
      ScopeDendrogramMerge *merge = &tree->merges[i];

      scope_linkage_get_span (linkage, i, &merge->low, &merge->high, &merge->low_height,
                              &merge->high_height);
      merge->height = scope_linkage_get_merges (linkage)[i].height;
    }
  return g_memdup2 (scope_linkage_get_leaves (linkage), sizeof (guint) * n);
}

/* Units by the weights that are shown; rows of W by where they lead. */
static gboolean
fill_clusters (Picture *picture, ScopeGates *gates, const ScopeHeatmapOptions *options,
               GError **error)
{
  if (options->order == SCOPE_UNIT_ORDER_BY_CLUSTER)
    {
      guint matrices =
          options->matrix >= 0 ? 1u << options->matrix : (1u << SCOPE_N_MATRICES_AND_V) - 1;
      g_autoptr (ScopeLinkage) linkage =
          scope_linkage_new_weights (gates, SCOPE_LINKAGE_COLUMNS, matrices, options->gate, FALSE,
                                     SCOPE_LEAF_ORDER_OPTIMAL, NULL, error);

      if (linkage == NULL)
        return FALSE;
      picture->units = take_order (linkage, &picture->unit_tree);
      picture->plot.unit_tree = &picture->unit_tree;
    }
  if (options->cluster_rows)
    {
      g_autoptr (ScopeLinkage) linkage =
          scope_linkage_new_weights (gates, SCOPE_LINKAGE_ROWS, 1u << SCOPE_MATRIX_W, options->gate,
                                     FALSE, SCOPE_LEAF_ORDER_OPTIMAL, NULL, error);

      if (linkage == NULL)
        return FALSE;
      picture->features = take_order (linkage, &picture->feature_tree);
      picture->plot.feature_order = picture->features;
      picture->plot.feature_tree = &picture->feature_tree;
    }
  return TRUE;
}

static gboolean
fill_orders (Picture *picture, ScopeModel *model, const char *path, ScopeGates *gates,
             const ScopeHeatmapOptions *options, GError **error)
{
  if (!fill_clusters (picture, gates, options, error))
    return FALSE;
  if (options->order != SCOPE_UNIT_ORDER_BY_INDEX && picture->units == NULL)
    {
      g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, path, error);

      if (stats == NULL)
        return FALSE;
      if (!scope_unit_order_exists (options->order, stats))
        {
          g_autofree char *found =
              g_strdup_printf (_ ("nothing that its units could be put in order by for --order %s"),
                               scope_unit_order_get_name (options->order));

          scope_error_set (error, SCOPE_ERROR_CONTRADICTION, path, found, NULL,
                           _ ("Choose another order."));
          return FALSE;
        }
      picture->units = scope_unit_order_dup (options->order, stats, NULL);
    }
  picture->plot.unit_order = picture->units;
  if (options->order != SCOPE_UNIT_ORDER_BY_INDEX)
    {
      /* Translators: under the units' numbers in a picture; in which order they stand: "by forget bias". */
      picture->unit_title = g_strdup_printf (_ ("unit, in the order: %s"),
                                             scope_unit_order_get_title (options->order));
      picture->plot.unit_title = picture->unit_title;
    }
  return TRUE;
}

static gboolean
draw (ScopeModel *model, const char *path, ScopeGates *gates, const ScopeHeatmapOptions *options,
      const char *output, ScopeExportFormat format, GError **error)
{
  g_auto (Picture) picture = { 0 };
  ScopePalette palette;
  double width, height;

  scope_palette_init_default (&palette, options->dark, FALSE);
  palette.diverging = options->colors;
  picture.colormap = scope_colormap_new_diverging (&palette);
  picture.style = scope_style_new (&palette, NULL);
  fill_cells (&picture, gates, options);
  fill_ranges (&picture, options);
  if (!fill_orders (&picture, model, path, gates, options, error))
    return FALSE;

  width = CELL * scope_gates_get_n_units (gates) * picture.plot.n_gates + 200;
  width = options->width > 0 ? options->width : CLAMP (width, MIN_WIDTH, MAX_SIDE);
  height = scope_gate_plot_get_natural_height (&picture.plot, picture.style) + bar_height (&picture)
           + 2 * MARGIN;
  height = options->height > 0 ? options->height : MIN (height, MAX_SIDE);
  return scope_export_to_file (output, format, width, height, 1, &palette.background, paint,
                               &picture, error);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  g_autofree char *output = NULL;
  g_auto (ScopeHeatmapWords) words = { 0 };
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry entries[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write the picture"),
      "FILE.png|svg|pdf" },
    { "matrix", 0, 0, G_OPTION_ARG_STRING, &words.matrix, N_ ("This matrix alone (default: all)"),
      "W|U|b|V" },
    { "gate", 0, 0, G_OPTION_ARG_STRING, &words.gate, N_ ("This gate alone (default: all)"),
      "i|f|c|o|z|r|h" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &words.order,
      N_ ("By what the units are put in order (default: index)"),
      "index|cluster|norm|forget-bias|memory|head" },
    { "rows", 0, 0, G_OPTION_ARG_STRING, &words.rows, N_ ("The order of W’s rows (default: given)"),
      "given|cluster" },
    { "range", 0, 0, G_OPTION_ARG_STRING, &words.range,
      N_ ("What the colours cover: the same for all gates (default), each gate’s own, so many per "
          "cent of the sizes, or a number"),
      "shared|gate|99%|LIMIT" },
    { "colors", 0, 0, G_OPTION_ARG_STRING, &words.colors, N_ ("The colours (default: blue-red)"),
      "blue-red|blue-olive|blue-green|pink-green" },
    { "width", 0, 0, G_OPTION_ARG_INT, &words.width, N_ ("Pixels (default: by the units)"), "N" },
    { "height", 0, 0, G_OPTION_ARG_INT, &words.height, N_ ("Pixels (default: by the rows)"), "N" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &words.dark, N_ ("Light on dark"), NULL },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeGates) gates = NULL;
  g_autoptr (GError) format_error = NULL;
  ScopeExportFormat format;
  ScopeHeatmapOptions options;

  if (!scope_cli_parse (&scope_command_heatmap, &argc, &argv, entries, 2, 2, error))
    return FALSE;
  if (output == NULL)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("--output is missing: a picture cannot go to standard output."));
      return FALSE;
    }
  if (!scope_export_format_from_path (output, &format, &format_error))
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE, format_error->message);
      return FALSE;
    }
  if (!scope_heatmap_options_parse (&options, &words, error))
    return FALSE;

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL)
    return FALSE;
  gates = scope_cli_find_gates (model, argv[2], error);
  if (gates == NULL || !scope_heatmap_options_choose (&options, &words, gates, argv[2], error)
      || !scope_cli_make_folder (output, error))
    return FALSE;
  return draw (model, argv[2], gates, &options, output, format, error);
}

const ScopeCommand scope_command_heatmap = {
  .name = "heatmap",
  .arguments = "MODEL LAYER",
  .summary = N_ ("The picture of a recurrent layer’s weights by gate"),
  .run = run,
};
