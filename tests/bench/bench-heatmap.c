/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How long a frame of the gates' picture takes while a person pans and zooms it, off screen: W of 1024 features × 4096 columns
 * (four gates of 1024 units) above U of 1024 × 4096. A frame is what the widget does for it: lay out, a new surface, cells,
 * frames, names, the tree of the units, the chosen one. It prints milliseconds and ends with status 1 where the 99th percentile is over a display's 16.7.
 */

#include "scope-gate-plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_GATES 4
#define FEATURES 1024
#define UNITS 1024
#define N_FRAMES 240
#define FRAME_MS 16.7

typedef struct
{
  ScopeGatePlot plot;
  ScopeStyle *style;
  float *weights;
  char **names;
  guint order[UNITS];
  ScopeDendrogramMerge merges[UNITS - 1];
  ScopeDendrogram tree;
  int width;
  int height;
} Bench;

/* Pairs, pairs of pairs and so on. */
static void
fill_tree (Bench *bench)
{
  guint n = 0;

  for (guint size = 2; size <= UNITS; size *= 2)
    for (guint first = 0; first < UNITS; first += size)
      bench->merges[n++] =
          (ScopeDendrogramMerge){ first + size / 4.0 - 0.5, first + size * 3 / 4.0 - 0.5,
                                  log2 (size / 2), log2 (size / 2), log2 (size) };
  bench->tree = (ScopeDendrogram){ UNITS, bench->merges, log2 (UNITS) };
}

static void
fill (Bench *bench, ScopeColormap *map, gboolean with_u)
{
  static const char *const symbols[] = { "i", "f", "c̃", "o" };
  static const char *const names[] = { "input", "forget", "candidate", "output" };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  gsize stride = N_GATES * UNITS;
  gsize n = (FEATURES + UNITS + 1) * stride;
  gint64 start;

  bench->weights = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    bench->weights[i] = (float) g_rand_double_range (random, -1, 1);
  bench->names = g_new0 (char *, FEATURES + 1);
  for (guint i = 0; i < FEATURES; i++)
    bench->names[i] = g_strdup_printf ("feature %u (hPa)", i);
  for (guint i = 0; i < UNITS; i++)
    bench->order[i] = i * 389 % UNITS;

  fill_tree (bench);

  scope_gate_plot_init (&bench->plot);
  bench->plot.n_gates = N_GATES;
  bench->plot.colormap = map;
  bench->plot.feature_labels = (const char *const *) bench->names;
  bench->plot.unit_order = bench->order;
  bench->plot.unit_title = "unit, largest norm of W first";
  bench->plot.chosen_unit = 17;
  bench->plot.unit_tree = &bench->tree;
  bench->plot.show[SCOPE_GATE_PART_U] = with_u;
  start = g_get_monotonic_time ();
  for (guint gate = 0; gate < N_GATES; gate++)
    {
      ScopeGatePlotGate *shown = &bench->plot.gates[gate];
      const float *data = bench->weights + gate * UNITS;
      const gsize rows[] = { FEATURES, UNITS, 1 };

      shown->symbol = symbols[gate];
      shown->name = names[gate];
      shown->hue = (ScopeHue) gate;
      for (guint part = 0; part < G_N_ELEMENTS (rows); part++)
        {
          ScopeCells cells;

          shown->cells[part] = (ScopeCells){ data, rows[part], UNITS, stride, 1, NULL, NULL };
          cells = shown->cells[part];
          cells.col_order = bench->order;
          if (part == SCOPE_GATE_PART_U)
            cells.row_order = bench->order;
          shown->pyramids[part] = scope_pyramid_new (&cells);
          data += rows[part] * stride;
        }
    }
  printf ("pyramids          %8.1f ms once, not in the main loop\n",
          (double) (g_get_monotonic_time () - start) / 1000);
  bench->plot.left = scope_gate_plot_measure_left (&bench->plot, bench->style, bench->width);
}

static void
clear (Bench *bench)
{
  for (guint gate = 0; gate < N_GATES; gate++)
    for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
      g_clear_pointer (&bench->plot.gates[gate].pyramids[part], scope_pyramid_unref);
  g_clear_pointer (&bench->weights, g_free);
  g_clear_pointer (&bench->names, g_strfreev);
}

/* The time that this thread had: what others do on the machine meanwhile is not the picture's. */
static double
get_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static double
draw_frame (Bench *bench)
{
  double start = get_ms ();
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, bench->width, bench->height);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (ScopeGateLayout) layout =
      scope_gate_layout_new (&bench->plot, bench->style, bench->width, bench->height);

  scope_gate_plot_paint (&bench->plot, layout, bench->style, cr);
  scope_gate_plot_paint_overlay (&bench->plot, layout, bench->style, cr);
  cairo_surface_flush (surface);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return get_ms () - start;
}

static int
compare (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static gboolean
report (const char *what, double *times)
{
  double p99;

  qsort (times, N_FRAMES, sizeof *times, compare);
  p99 = times[(int) ceil (0.99 * N_FRAMES) - 1];
  printf ("%-18s median %6.2f  99 %% %6.2f  most %6.2f ms of the processor a frame\n", what,
          times[N_FRAMES / 2], p99, times[N_FRAMES - 1]);
  return p99 <= FRAME_MS;
}

static void
set_seen (Bench *bench, double x, double y, double size)
{
  ScopeSpan rows = { y * (1 - size), size };

  bench->plot.seen_units = (ScopeSpan){ x * (1 - size), size };
  bench->plot.seen_rows[SCOPE_GATE_PART_W] = rows;
  bench->plot.seen_rows[SCOPE_GATE_PART_U] = rows;
}

/* Over the whole matrix and back, at a zoom of its own. */
static gboolean
pan (Bench *bench, const char *what, double size)
{
  double times[N_FRAMES];

  for (int i = 0; i < N_FRAMES; i++)
    {
      double place = (double) i / (N_FRAMES - 1);

      set_seen (bench, 0.5 - 0.5 * cos (2 * G_PI * place), place, size);
      times[i] = draw_frame (bench);
    }
  return report (what, times);
}

/* From all to a few cells. */
static gboolean
zoom (Bench *bench)
{
  double times[N_FRAMES];

  for (int i = 0; i < N_FRAMES; i++)
    {
      set_seen (bench, 0.3, 0.7, pow (0.005, (double) i / (N_FRAMES - 1)));
      times[i] = draw_frame (bench);
    }
  return report ("zoom", times);
}

int
main (int argc, char *argv[])
{
  Bench bench = { .width = 1920, .height = 1080 };
  ScopePalette palette;
  g_autoptr (ScopeColormap) map = NULL;
  gboolean is_fast = TRUE;

  scope_palette_init_default (&palette, FALSE, FALSE);
  map = scope_colormap_new_diverging (&palette);
  bench.style = scope_style_new (&palette, NULL);
  for (int with_u = 1; with_u >= 0; with_u--)
    {
      printf ("%s, %d × %d pixels\n", with_u ? "W and U, 1024 × 4096 each" : "W, 1024 × 4096",
              bench.width, bench.height);
      fill (&bench, map, with_u);
      for (int i = 0; i < 10; i++)
        draw_frame (&bench);
      is_fast &= pan (&bench, "pan, 95 % seen", 0.95);
      is_fast &= pan (&bench, "pan, half seen", 0.5);
      is_fast &= pan (&bench, "pan, 1 / 10 seen", 0.1);
      is_fast &= pan (&bench, "pan, 1 / 50 seen", 0.02);
      is_fast &= zoom (&bench);
      clear (&bench);
    }
  scope_style_unref (bench.style);
  return is_fast ? 0 : 1;
}
