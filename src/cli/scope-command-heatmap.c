/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-color-bar-plot.h"
#include "scope-error.h"
#include "scope-export.h"
#include "scope-gate-plot.h"

#include <glib/gi18n.h>

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
  ScopeStyle *style;
} Picture;

static void
paint (cairo_t *cr, double width, double height, gpointer user_data)
{
  Picture *picture = user_data;

  cairo_save (cr);
  cairo_translate (cr, width - MARGIN - BAR_WIDTH, MARGIN / 2);
  scope_color_bar_plot_draw (&picture->bar, picture->style, cr, BAR_WIDTH, BAR_HEIGHT);
  cairo_restore (cr);

  cairo_translate (cr, MARGIN, MARGIN + BAR_HEIGHT);
  scope_gate_plot_draw (&picture->plot, picture->style, cr, width - 2 * MARGIN,
                        height - 2 * MARGIN - BAR_HEIGHT);
}

static void
fill_plot (Picture *picture, ScopeGates *gates, ScopeColormap *colormap)
{
  double extent;

  scope_gate_plot_init (&picture->plot);
  picture->plot.n_gates = scope_gates_get_n_gates (gates);
  picture->plot.colormap = colormap;
  for (guint gate = 0; gate < picture->plot.n_gates; gate++)
    {
      ScopeGatePlotGate *shown = &picture->plot.gates[gate];

      shown->symbol = scope_gates_get_sign (gates, gate);
      shown->name = scope_gates_get_title (gates, gate);
      shown->hue = gate;
      for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
        {
          ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);

          if (view.data == NULL)
            continue;
          scope_cells_init (&shown->cells[matrix], view.data, view.n_rows, view.n_columns);
          shown->cells[matrix].row_stride = view.row_stride;
        }
    }

  extent = scope_gate_plot_get_extent (&picture->plot);
  picture->plot.min = -extent;
  picture->plot.max = extent;

  for (guint gate = 0; extent > 0 && gate < picture->plot.n_gates; gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      if (picture->plot.gates[gate].cells[matrix].data != NULL)
        scope_cells_count (&picture->plot.gates[gate].cells[matrix], -extent, extent,
                           picture->counts, N_BINS);

  scope_color_bar_plot_init (&picture->bar);
  picture->bar.colormap = colormap;
  picture->bar.min = -extent;
  picture->bar.max = extent;
  picture->bar.counts = picture->counts;
  picture->bar.n_counts = N_BINS;
  picture->bar.label = _ ("weight (no unit)");
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean dark = FALSE;
  g_autofree char *output = NULL;
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry options[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write the picture"),
      "FILE.png|svg|pdf" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, N_ ("Light on dark"), NULL },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeGates) gates = NULL;
  g_autoptr (ScopeColormap) colormap = NULL;
  g_autoptr (ScopeStyle) style = NULL;
  g_autoptr (GError) format_error = NULL;
  ScopeExportFormat format;
  ScopePalette palette;
  Picture picture = { 0 };
  double width;
  double height;

  if (!scope_cli_parse (&scope_command_heatmap, &argc, &argv, options, 2, 2, error))
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

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL)
    return FALSE;
  gates = scope_cli_find_gates (model, argv[2], error);
  if (gates == NULL)
    return FALSE;

  scope_palette_init_default (&palette, dark, FALSE);
  colormap = scope_colormap_new_diverging (&palette);
  style = scope_style_new (&palette, NULL);
  picture.style = style;
  fill_plot (&picture, gates, colormap);

  width = CELL * scope_gates_get_n_units (gates) * picture.plot.n_gates + 200;
  width = CLAMP (width, MIN_WIDTH, MAX_SIDE);
  height = scope_gate_plot_get_natural_height (&picture.plot, style) + BAR_HEIGHT + 2 * MARGIN;
  height = MIN (height, MAX_SIDE);
  if (!scope_cli_make_folder (output, error))
    return FALSE;
  return scope_export_to_file (output, format, width, height, 1, &palette.background, paint,
                               &picture, error);
}

const ScopeCommand scope_command_heatmap = {
  .name = "heatmap",
  .arguments = "MODEL LAYER",
  .summary = N_ ("The picture of a recurrent layer’s weights by gate"),
  .run = run,
};
