/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-view-private.h"

#include "scope-gate-dot.h"
#include "scope-messages.h"
#include "scope-words.h"

#include <glib/gi18n.h>

static void
fill_gate (ScopeGateView *self, guint place)
{
  ScopeGatePlotGate *shown = &self->plot.gates[place];
  guint gate = self->first_gate + place;

  *shown = (ScopeGatePlotGate){ 0 };
  shown->symbol = scope_words_get_gate_sign (self->gates, gate);
  shown->name = scope_gates_get_title (self->gates, gate);
  shown->hue = scope_gate_dot_find_hue (self->gates, gate);
  for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
    {
      ScopeMatrixView view = scope_gates_get_view (self->gates, gate, matrix);

      if (view.data == NULL)
        continue;
      scope_cells_init (&shown->cells[matrix], view.data, view.n_rows, view.n_columns);
      shown->cells[matrix].row_stride = view.row_stride;
      shown->pyramids[matrix] = scope_gate_picture_get_pyramid (self->picture, gate, matrix);
    }
  if (self->range.kind == SCOPE_RANGE_PER_GATE)
    {
      int shown_matrix = scope_session_get_matrix (self->session);

      shown->extent =
          scope_gate_range_get_extent (&self->range, self->data, (int) gate, shown_matrix);
      scope_unit_data_count (self->data, (int) gate, shown_matrix, shown->extent, self->bins[place],
                             SCOPE_GATE_BINS);
      shown->counts = self->bins[place];
      shown->n_counts = SCOPE_GATE_BINS;
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
fill_plot (ScopeGateView *self)
{
  int gate, matrix;

  scope_gate_view_drop_layout (self);
  scope_gate_plot_init (&self->plot);
  scope_gate_view_set_heading (self, -1);
  if (self->picture != NULL)
    {
      gate = scope_gate_view_get_shown_gate (self);
      matrix = scope_session_get_matrix (self->session);
      self->first_gate = gate >= 0 ? (guint) gate : 0;
      self->plot.n_gates = gate >= 0 ? 1 : scope_gates_get_n_gates (self->gates);
      for (guint place = 0; place < self->plot.n_gates; place++)
        fill_gate (self, place);
      for (guint part = 0; part < SCOPE_N_GATE_PARTS; part++)
        self->plot.show[part] = scope_gate_view_shows (self, part);
      self->plot.max = scope_gate_range_get_extent (&self->range, self->data, gate, matrix);
      self->plot.min = -self->plot.max;
      self->plot.feature_labels = (const char *const *) self->names;
      self->plot.feature_order = scope_gate_picture_get_features (self->picture);
      self->plot.unit_order = scope_gate_picture_get_units (self->picture);
      self->plot.unit_tree = scope_gate_picture_get_unit_tree (self->picture);
      self->plot.feature_tree = scope_gate_picture_get_feature_tree (self->picture);
      self->plot.unit_title = self->order_title;
      self->plot.bold_feature = find_target_feature (self);
      self->plot.chosen_unit = scope_session_get_unit (self->session);
    }
  scope_plot_queue_paint (SCOPE_PLOT (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, scope_gate_view_signals[CURSOR_MOVED], 0);
}

static ScopeGateArrangement
get_arrangement (ScopeGateView *self)
{
  ScopeGateArrangement arrangement = { self->order_by, self->cluster_rows, -1, -1 };

  /* Clusters are those of what is looked at. */
  if (self->order_by == SCOPE_UNIT_ORDER_CLUSTERED || self->cluster_rows)
    arrangement.gate = scope_gate_view_get_shown_gate (self);
  if (self->order_by == SCOPE_UNIT_ORDER_CLUSTERED)
    arrangement.matrix = scope_session_get_matrix (self->session);
  return arrangement;
}

void
scope_gate_view_stop_job (ScopeGateView *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
  g_signal_emit (self, scope_gate_view_signals[BUSY_CHANGED], 0);
}

static void
take_picture (ScopeGateView *self, ScopeGatePicture *picture)
{
  g_clear_pointer (&self->picture, scope_gate_picture_unref);
  self->picture = picture;
  fill_plot (self);
}

typedef struct
{
  ScopeGateView *view;
  GCancellable *job;
} Making;

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Making *making = user_data;
  g_autoptr (ScopeGateView) self = making->view;
  g_autoptr (GCancellable) job = making->job;
  g_autoptr (GError) error = NULL;
  ScopeGatePicture *picture = scope_gate_picture_new_finish (result, &error);

  scope_session_end_job (self->session, job);
  /* Another one has been asked for in the meantime. */
  if (self->job != job)
    {
      g_clear_pointer (&picture, scope_gate_picture_unref);
      return;
    }
  g_clear_object (&self->job);
  if (picture != NULL)
    take_picture (self, picture);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      scope_messages_show_error (GTK_WIDGET (self), _ ("The weights could not be clustered"),
                                 error);
      self->order_by = SCOPE_UNIT_ORDER_INDEX;
      self->cluster_rows = FALSE;
      g_clear_pointer (&self->order_title, g_free);
      g_signal_emit (self, scope_gate_view_signals[ORDER_FAILED], 0);
      scope_gate_view_update (self);
    }
  g_signal_emit (self, scope_gate_view_signals[BUSY_CHANGED], 0);
}

void
scope_gate_view_update (ScopeGateView *self)
{
  ScopeGateArrangement arrangement;
  const ScopeGateArrangement *made;
  Making *making;

  scope_gate_view_stop_job (self);
  if (self->picture != NULL && scope_gate_picture_get_data (self->picture) != self->data)
    g_clear_pointer (&self->picture, scope_gate_picture_unref);
  if (self->data == NULL)
    {
      fill_plot (self);
      return;
    }
  arrangement = get_arrangement (self);
  made = self->picture != NULL ? scope_gate_picture_get_arrangement (self->picture) : NULL;
  if (made != NULL && made->units == arrangement.units
      && made->cluster_rows == arrangement.cluster_rows && made->gate == arrangement.gate
      && made->matrix == arrangement.matrix)
    {
      fill_plot (self);
      return;
    }
  if (scope_gate_picture_is_quick (self->data, &arrangement))
    {
      take_picture (self, scope_gate_picture_new (self->data, &arrangement, NULL, NULL));
      return;
    }
  fill_plot (self);
  self->job = g_cancellable_new ();
  scope_session_begin_job (self->session, self->job);
  making = g_new (Making, 1);
  *making = (Making){ g_object_ref (self), g_object_ref (self->job) };
  scope_gate_picture_new_async (self->data, &arrangement, self->job, made_cb, making);
  g_signal_emit (self, scope_gate_view_signals[BUSY_CHANGED], 0);
}
