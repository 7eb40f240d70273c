/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-memory-strip.h"

#include "scope-format.h"
#include "scope-memory-plot.h"
#include "scope-number.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeMemoryStrip
{
  ScopePlot parent_instance;

  ScopeMemory *memory;
  double *steps;
  guint *order; /* units, shortest memory first */
  char *untrained_label;
  ScopeMemoryPlot plot;
  ScopeMemoryLayout *layout;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeMemoryStrip, scope_memory_strip, SCOPE_TYPE_PLOT)

static void
scope_memory_strip_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);

  g_clear_pointer (&self->layout, scope_memory_layout_free);
  self->layout = scope_memory_layout_new (&self->plot, style, width, height);
}

static void
scope_memory_strip_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                          double height)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);

  scope_memory_plot_paint (&self->plot, self->layout, style, cr);
}

static void
scope_memory_strip_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr,
                                  double width, double height)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);

  scope_memory_plot_paint_overlay (&self->plot, self->layout, style, cr);
}

static gboolean
scope_memory_strip_point (ScopePlot *plot, double x, double y)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);
  guint unit;

  if (self->layout == NULL || !scope_memory_layout_hit (self->layout, &self->plot, x, y, &unit))
    return FALSE;
  self->plot.cursor_unit = (int) unit;
  return TRUE;
}

static int
find_place (ScopeMemoryStrip *self, int unit)
{
  for (guint place = 0; unit >= 0 && place < self->plot.n_units; place++)
    if (self->order[place] == (guint) unit)
      return (int) place;
  return -1;
}

static gboolean
scope_memory_strip_move (ScopePlot *plot, ScopeMove move)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);
  int n = (int) self->plot.n_units;
  int place = find_place (self, self->plot.cursor_unit);
  int to = place;

  if (n == 0)
    return FALSE;
  if (place < 0)
    {
      self->plot.cursor_unit =
          self->plot.chosen_unit >= 0 ? self->plot.chosen_unit : (int) self->order[n - 1];
      return TRUE;
    }
  switch (move)
    {
    case SCOPE_MOVE_LEFT:
    case SCOPE_MOVE_DOWN:
      to--;
      break;
    case SCOPE_MOVE_RIGHT:
    case SCOPE_MOVE_UP:
      to++;
      break;
    case SCOPE_MOVE_PAGE_LEFT:
    case SCOPE_MOVE_PAGE_DOWN:
      to -= 10;
      break;
    case SCOPE_MOVE_PAGE_RIGHT:
    case SCOPE_MOVE_PAGE_UP:
      to += 10;
      break;
    case SCOPE_MOVE_ROW_START:
    case SCOPE_MOVE_START:
      to = 0;
      break;
    default:
      to = n - 1;
      break;
    }
  to = CLAMP (to, 0, n - 1);
  self->plot.cursor_unit = (int) self->order[to];
  return to != place;
}

static void
scope_memory_strip_leave (ScopePlot *plot)
{
  SCOPE_MEMORY_STRIP (plot)->plot.cursor_unit = -1;
}

static void
scope_memory_strip_choose (ScopePlot *plot)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);

  if (self->plot.cursor_unit >= 0)
    g_signal_emit (self, signals[CHOSEN], 0, (guint) self->plot.cursor_unit);
}

static char *
dup_steps (ScopeMemoryStrip *self, double steps)
{
  g_autofree char *number = scope_format_number (steps, 3);
  g_autofree char *time = NULL;

  if (isinf (steps))
    return g_strdup (_ ("for ever"));
  if (self->plot.step_seconds <= 0)
    return g_strdup_printf (_ ("%s steps"), number);
  time = scope_format_duration (steps * self->plot.step_seconds);
  /* Translators: a number of time steps, and how long they are on the clock: "3.5 steps (3.5 h)" */
  return g_strdup_printf (_ ("%s steps (%s)"), number, time);
}

static char *
describe_unit (ScopeMemoryStrip *self, guint unit)
{
  const ScopeMemoryUnit *memory = scope_memory_get_unit (self->memory, unit);
  g_autofree char *steps = dup_steps (self, memory->steps);
  g_autofree char *run = NULL;

  if (isnan (memory->run_steps))
    /* Translators: a unit and how long it remembers: "3.5 steps (3.5 h)" */
    return g_strdup_printf (_ ("Unit %u: by its bias %s"), unit, steps);
  run = dup_steps (self, memory->run_steps);
  return g_strdup_printf (_ ("Unit %u: by its bias %s, in the run %s"), unit, steps, run);
}

static char *
scope_memory_strip_describe (ScopePlot *plot)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);

  return self->plot.cursor_unit >= 0 ? describe_unit (self, (guint) self->plot.cursor_unit) : NULL;
}

static char *
scope_memory_strip_summarize (ScopePlot *plot)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autofree char *chosen = NULL;

  if (self->plot.n_units == 0)
    return NULL;
  least = dup_steps (self, self->steps[self->order[0]]);
  most = dup_steps (self, self->steps[self->order[self->plot.n_units - 1]]);
  if (self->plot.chosen_unit >= 0 && (guint) self->plot.chosen_unit < self->plot.n_units)
    chosen = describe_unit (self, (guint) self->plot.chosen_unit);
  /* Translators: the memories of a layer's units, from the shortest to the longest; then the selected unit's */
  return g_strdup_printf (_ ("Memories from %s to %s. %s"), least, most,
                          chosen != NULL ? chosen : "");
}

static char *
scope_memory_strip_dup_csv (ScopePlot *plot)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (plot);
  g_autoptr (GString) text =
      g_string_new ("unit,bias,keep,memory_steps,half_life_steps,run_steps,gradient_steps\n");
  char buffer[SCOPE_NUMBER_SIZE];

  if (self->memory == NULL)
    return NULL;
  for (guint unit = 0; unit < self->plot.n_units; unit++)
    {
      const ScopeMemoryUnit *memory = scope_memory_get_unit (self->memory, unit);
      const double numbers[] = { memory->bias,      memory->keep,      memory->steps,
                                 memory->half_life, memory->run_steps, memory->gradient_steps };

      g_string_append_printf (text, "%u", unit);
      for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        g_string_append_printf (text, ",%s", scope_number_write (numbers[i], buffer));
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
scope_memory_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = 260;
      return;
    }
  *minimum = *natural = (int) ceil (scope_memory_plot_get_natural_height (
      &self->plot, scope_plot_get_style (SCOPE_PLOT (widget))));
}

static void
scope_memory_strip_finalize (GObject *object)
{
  ScopeMemoryStrip *self = SCOPE_MEMORY_STRIP (object);

  g_clear_pointer (&self->layout, scope_memory_layout_free);
  g_clear_pointer (&self->memory, scope_memory_unref);
  g_free (self->steps);
  g_free (self->order);
  g_free (self->untrained_label);

  G_OBJECT_CLASS (scope_memory_strip_parent_class)->finalize (object);
}

static void
scope_memory_strip_class_init (ScopeMemoryStripClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scope_memory_strip_finalize;
  GTK_WIDGET_CLASS (klass)->measure = scope_memory_strip_measure;
  plot_class->lay_out = scope_memory_strip_lay_out;
  plot_class->paint = scope_memory_strip_paint;
  plot_class->paint_overlay = scope_memory_strip_paint_overlay;
  plot_class->point = scope_memory_strip_point;
  plot_class->move = scope_memory_strip_move;
  plot_class->leave = scope_memory_strip_leave;
  plot_class->choose = scope_memory_strip_choose;
  plot_class->describe = scope_memory_strip_describe;
  plot_class->summarize = scope_memory_strip_summarize;
  plot_class->dup_csv = scope_memory_strip_dup_csv;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
scope_memory_strip_init (ScopeMemoryStrip *self)
{
  scope_memory_plot_init (&self->plot);
  scope_plot_set_label (SCOPE_PLOT (self), _ ("Memories of the units"));
  scope_plot_set_file_name (SCOPE_PLOT (self), "memories");
}

static int
compare_memories (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *steps = user_data;
  double one = steps[*(const guint *) a], other = steps[*(const guint *) b];

  if (isnan (one) || isnan (other))
    return (isnan (other) ? 1 : 0) - (isnan (one) ? 1 : 0);
  return (one > other) - (one < other);
}

static void
update_chosen (ScopeMemoryStrip *self)
{
  int unit = self->plot.chosen_unit;

  self->plot.run_steps = self->memory != NULL && unit >= 0 && (guint) unit < self->plot.n_units
                             ? scope_memory_get_unit (self->memory, (guint) unit)->run_steps
                             : NAN;
  /* What a run measured may lie beyond the axis. */
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

void
scope_memory_strip_set (ScopeMemoryStrip *self, ScopeMemory *memory, double step_seconds)
{
  int chosen;
  double keep, untrained;

  g_return_if_fail (SCOPE_IS_MEMORY_STRIP (self));

  if (memory != NULL)
    scope_memory_ref (memory);
  g_clear_pointer (&self->memory, scope_memory_unref);
  g_clear_pointer (&self->steps, g_free);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->untrained_label, g_free);
  chosen = self->plot.chosen_unit;
  self->memory = memory;
  scope_memory_plot_init (&self->plot);
  self->plot.chosen_unit = chosen;
  self->plot.step_seconds = step_seconds;
  if (memory != NULL)
    {
      guint n = scope_memory_get_n_units (memory);

      self->steps = g_new (double, MAX (n, 1));
      self->order = g_new (guint, MAX (n, 1));
      for (guint unit = 0; unit < n; unit++)
        {
          self->steps[unit] = scope_memory_get_unit (memory, unit)->steps;
          self->order[unit] = unit;
        }
      g_qsort_with_data (self->order, (int) n, sizeof *self->order, compare_memories, self->steps);
      self->plot.n_units = n;
      self->plot.steps = self->steps;
      if (scope_memory_get_untrained (memory, &keep, &untrained))
        {
          g_autofree char *gate = scope_format_number (keep, 3);
          g_autofree char *steps = scope_format_number (untrained, 2);

          /* Translators: the mark of a unit before training: its forget gate and its memory */
          self->untrained_label = g_strdup_printf (_ ("untrained: f = %s, %s steps"), gate, steps);
          self->plot.untrained = untrained;
          self->plot.untrained_label = self->untrained_label;
        }
    }
  update_chosen (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
scope_memory_strip_select (ScopeMemoryStrip *self, int unit)
{
  g_return_if_fail (SCOPE_IS_MEMORY_STRIP (self));

  self->plot.chosen_unit = unit;
  update_chosen (self);
}
