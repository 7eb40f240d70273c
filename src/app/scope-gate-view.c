/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-view.h"

#include "scope-format.h"
#include "scope-gate-cursor.h"
#include "scope-gate-dot.h"
#include "scope-gate-headings.h"
#include "scope-gate-plot.h"
#include "scope-gate-words.h"
#include "scope-weights.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Rows with names that the picture is at least as high for; beyond, names are thinned. */
#define MOST_NAMED_ROWS 64
/* What U gets of the height where W's names need more than their share. */
#define LEAST_U_HEIGHT 72
#define LEAST_GATE_WIDTH 96
#define LABEL_ROOM 120

struct _ScopeGateView
{
  ScopePlot parent_instance;

  ScopeSession *session;
  ScopeUnitData *data;
  ScopeGates *gates; /* those of the data */
  char **names;      /* of W's rows */
  guint *order;
  int order_by;
  char *order_title;
  double share;
  guint first_gate;         /* of those that are shown */
  int heading;              /* gate whose heading is under the pointer, or -1 */
  GtkAdjustment *scrolling; /* of the place that the picture scrolls in, or NULL */
  ScopeColormap *colormap;
  ScopeGatePlot plot;
  ScopeGateLayout *layout;
};

enum
{
  CURSOR_MOVED,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeGateView, scope_gate_view, SCOPE_TYPE_PLOT)

static void
drop_layout (ScopeGateView *self)
{
  g_clear_pointer (&self->layout, scope_gate_layout_free);
}

static void
scope_gate_view_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  drop_layout (self);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  self->colormap = scope_colormap_new_diverging (scope_style_get_palette (style));
  self->plot.colormap = self->colormap;
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
  scope_gate_headings_paint (&self->plot, self->layout, get_top (self), style, cr, width);
}

static void
set_heading (ScopeGateView *self, int heading)
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
    self->plot.cursor = cell;
  set_heading (self, heading);
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
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
  set_heading (self, -1);
  if (!self->plot.has_cursor)
    {
      scope_gate_cursor_begin (self->layout, &self->plot.cursor, self->plot.chosen_unit);
      self->plot.has_cursor = TRUE;
    }
  else if (!scope_gate_cursor_move (self->layout, &self->plot.cursor, move))
    return FALSE;
  scroll_to_cursor (self);
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
  return TRUE;
}

static void
scope_gate_view_leave (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);

  self->plot.has_cursor = FALSE;
  set_heading (self, -1);
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
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
        g_signal_emit (self, signals[OPENED], 0);
      else
        scope_session_set_unit (self->session, (int) self->plot.cursor.unit);
    }
}

static void
scope_gate_view_open (ScopePlot *plot)
{
  if (SCOPE_GATE_VIEW (plot)->plot.has_cursor)
    g_signal_emit (plot, signals[OPENED], 0);
}

static float
get_weight (ScopeGateView *self, const ScopeGateCell *cell)
{
  return scope_weights_get (self->gates, self->first_gate + cell->gate, (ScopeMatrix) cell->part,
                            cell->row, cell->unit);
}

static char *
describe_weight (ScopeGateView *self, const ScopeWeightPlace *place)
{
  return scope_weights_dup_words (self->gates, (const char *const *) self->names, place);
}

char *
scope_gate_view_dup_cursor_words (ScopeGateView *self)
{
  const ScopeGateCell *cell;
  ScopeWeightPlace place;

  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), NULL);

  if (self->gates == NULL)
    return NULL;
  if (self->heading >= 0)
    return g_strdup (
        scope_gate_words_get_sentence (self->gates, self->first_gate + (guint) self->heading));
  if (!self->plot.has_cursor)
    return NULL;
  cell = &self->plot.cursor;
  place = (ScopeWeightPlace){ self->first_gate + cell->gate, (ScopeMatrix) cell->part, cell->row,
                              cell->unit, get_weight (self, cell) };
  return describe_weight (self, &place);
}

/* The layer whose gates are shown. */
static ScopeLayer *
get_layer (ScopeGateView *self)
{
  return scope_model_find_layer (scope_session_get_model (self->session),
                                 scope_session_get_gates_layer (self->session));
}

static char *
scope_gate_view_describe (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  g_autofree char *words = scope_gate_view_dup_cursor_words (self);
  ScopeLayer *layer = words != NULL && self->heading >= 0 ? get_layer (self) : NULL;
  g_autofree char *equation = NULL;
  g_autofree char *name = NULL;

  if (layer == NULL)
    return g_steal_pointer (&words);
  name = scope_words_dup_gate (self->gates, self->first_gate + (guint) self->heading);
  equation =
      scope_gate_words_dup_equation (self->gates, layer, self->first_gate + (guint) self->heading);
  return g_strdup_printf ("%s\n%s\n%s", name, words, equation);
}

static int
get_shown_gate (ScopeGateView *self)
{
  int gate = scope_session_get_gate (self->session);

  return gate < (int) scope_gates_get_n_gates (self->gates) ? gate : -1;
}

static char *
scope_gate_view_summarize (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  ScopeWeightPlace place;
  g_autofree char *largest = NULL;
  int unit;
  g_autofree char *chosen = NULL;

  if (self->data == NULL
      || !scope_unit_data_find_largest (self->data, get_shown_gate (self),
                                        scope_session_get_matrix (self->session), &place))
    return NULL;
  largest = describe_weight (self, &place);
  unit = scope_session_get_unit (self->session);
  if (unit >= 0)
    chosen = g_strdup_printf (_ ("Unit %d is selected."), unit);
  /* Translators: the picture of the gates in words: numbers of gates, features and units; its largest weight; which unit
   * is selected */
  return g_strdup_printf (_ ("Gates: %u, features: %u, units: %u. Largest weight: %s. %s"),
                          self->plot.n_gates, scope_gates_get_n_features (self->gates),
                          scope_gates_get_n_units (self->gates), largest,
                          chosen != NULL ? chosen : "");
}

static gboolean
is_shown (ScopeGateView *self, guint matrix)
{
  int shown = scope_session_get_matrix (self->session);

  return shown < 0 || (guint) shown == matrix;
}

static char *
scope_gate_view_dup_csv (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  g_autoptr (GString) text = NULL;

  if (self->gates == NULL)
    return NULL;
  text = g_string_new ("matrix,gate,from,unit,weight\n");
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
    for (guint gate = 0; is_shown (self, matrix) && gate < self->plot.n_gates; gate++)
      scope_weights_append_csv (self->gates, (const char *const *) self->names,
                                self->first_gate + gate, (ScopeMatrix) matrix, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of one matrix; several have no common shape. */
static ScopeArray *
scope_gate_view_dup_array (ScopePlot *plot)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (plot);
  int matrix = self->gates != NULL ? scope_session_get_matrix (self->session) : -1;

  return matrix >= 0 ? scope_weights_dup_array (self->gates, self->first_gate, self->plot.n_gates,
                                                (ScopeMatrix) matrix)
                     : NULL;
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
  w = (double) MIN (count_rows (self, SCOPE_GATE_PART_W), MOST_NAMED_ROWS) * line;
  u = (double) count_rows (self, SCOPE_GATE_PART_U) * line;
  u = MIN (u, MAX (LEAST_U_HEIGHT, w / 2));
  *minimum = (int) ceil (w + u + 8 * line);
  *natural =
      MAX (*minimum, MIN ((int) scope_gate_plot_get_natural_height (&self->plot, style), 900));
}

static void
update_chosen (ScopeGateView *self)
{
  self->plot.chosen_unit = scope_session_get_unit (self->session);
  self->plot.chosen_row = -1;
  /* The unit's number is bold in the picture itself. */
  scope_plot_queue_paint (SCOPE_PLOT (self));
}

static void
fill_gate (ScopeGateView *self, guint place)
{
  ScopeGatePlotGate *shown = &self->plot.gates[place];
  guint gate = self->first_gate + place;

  *shown = (ScopeGatePlotGate){ 0 };
  shown->symbol = scope_words_get_gate_sign (self->gates, gate);
  shown->name = scope_gates_get_title (self->gates, gate);
  shown->hue = scope_gate_dot_find_hue (self->gates, gate);
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
    {
      ScopeMatrixView view = scope_gates_get_view (self->gates, gate, matrix);

      if (view.data == NULL)
        continue;
      scope_cells_init (&shown->cells[matrix], view.data, view.n_rows, view.n_columns);
      shown->cells[matrix].row_stride = view.row_stride;
    }
}

/* The feature that is the forecast's target is bold among the names. */
static int
find_target_feature (ScopeGateView *self)
{
  ScopeRecipe *recipe = scope_session_get_recipe (self->session);
  const char *column;

  if (recipe == NULL || scope_recipe_get_n_targets (recipe) == 0)
    return -1;
  column = scope_recipe_get_target (recipe, scope_recipe_get_primary_target (recipe))->column;
  for (guint i = 0; self->names[i] != NULL && i < scope_recipe_get_n_features (recipe); i++)
    {
      const ScopeFeature *feature = scope_recipe_get_feature (recipe, i);

      if (g_strcmp0 (feature->column, column) == 0
          && g_strcmp0 (feature->name, self->names[i]) == 0)
        return (int) i;
    }
  return -1;
}

/* Everything that the picture is made of, but for colours. */
static void
update (ScopeGateView *self)
{
  int gate, matrix;
  double extent;

  drop_layout (self);
  scope_gate_plot_init (&self->plot);
  set_heading (self, -1);
  if (self->data != NULL)
    {
      gate = get_shown_gate (self);
      matrix = scope_session_get_matrix (self->session);
      self->first_gate = gate >= 0 ? (guint) gate : 0;
      self->plot.n_gates = gate >= 0 ? 1 : scope_gates_get_n_gates (self->gates);
      for (guint place = 0; place < self->plot.n_gates; place++)
        fill_gate (self, place);
      for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
        self->plot.show[part] = is_shown (self, part);
      extent = scope_unit_data_get_extent (self->data, gate, matrix, self->share);
      /* All zeros: any range shows them in the middle's colour. */
      self->plot.max = extent > 0 ? extent : 1;
      self->plot.min = -self->plot.max;
      self->plot.feature_labels = (const char *const *) self->names;
      self->plot.unit_order = self->order;
      self->plot.unit_title = self->order_title;
      self->plot.bold_feature = find_target_feature (self);
      self->plot.chosen_unit = scope_session_get_unit (self->session);
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CURSOR_MOVED], 0);
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
  update (self);
}

static void
update_order (ScopeGateView *self)
{
  g_clear_pointer (&self->order, g_free);
  if (self->data != NULL)
    self->order = scope_unit_data_dup_order (self->data, self->order_by);
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

  G_OBJECT_CLASS (scope_gate_view_parent_class)->dispose (object);
}

static void
scope_gate_view_finalize (GObject *object)
{
  ScopeGateView *self = SCOPE_GATE_VIEW (object);

  drop_layout (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->data, scope_unit_data_unref);
  g_clear_pointer (&self->colormap, scope_colormap_unref);
  g_strfreev (self->names);
  g_free (self->order);
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
  plot_class->point = scope_gate_view_point;
  plot_class->move = scope_gate_view_move;
  plot_class->leave = scope_gate_view_leave;
  plot_class->choose = scope_gate_view_choose;
  plot_class->open = scope_gate_view_open;
  plot_class->describe = scope_gate_view_describe;
  plot_class->summarize = scope_gate_view_summarize;
  plot_class->dup_csv = scope_gate_view_dup_csv;
  plot_class->dup_array = scope_gate_view_dup_array;

  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
scope_gate_view_init (ScopeGateView *self)
{
  scope_gate_plot_init (&self->plot);
  self->order_by = SCOPE_UNIT_ORDER_INDEX;
  self->share = 1;
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
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::matrix", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
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
  if (data == NULL || !scope_unit_data_has_order (data, self->order_by))
    {
      self->order_by = SCOPE_UNIT_ORDER_INDEX;
      g_clear_pointer (&self->order_title, g_free);
    }
  update_order (self);
  update (self);
  g_clear_pointer (&old, scope_unit_data_unref);
}

void
scope_gate_view_set_order (ScopeGateView *self, int order, const char *title)
{
  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));

  self->order_by = order;
  g_free (self->order_title);
  self->order_title = g_strdup (title);
  update_order (self);
  update (self);
}

void
scope_gate_view_set_share (ScopeGateView *self, double share)
{
  g_return_if_fail (SCOPE_IS_GATE_VIEW (self));
  g_return_if_fail (share > 0 && share <= 1);

  self->share = share;
  update (self);
}

double
scope_gate_view_get_extent (ScopeGateView *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), 0);

  return self->data != NULL ? self->plot.max : 0;
}

double
scope_gate_view_get_cursor_weight (ScopeGateView *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (self), NAN);

  return self->gates != NULL && self->plot.has_cursor ? get_weight (self, &self->plot.cursor) : NAN;
}
