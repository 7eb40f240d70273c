/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recurrent layers: which cell, how it is taken along the window, and what feeds it. LSTM, GRU and SimpleRNN are layers and cells
 * in one; an RNN has a cell, or a stack of them of which each takes what the one below it answers at the same step. A stack is
 * run as a pile of layers: a cell sees nothing of the cells above it.
 */
#include "scope-recurrence.h"

#include "scope-activate.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *class_name;
  guint n_gates;
  guint n_states;
  ScopeStepNewFunc new;
} Cell;

static const Cell cells[] = {
  { "LSTM", 4, 2, scope_step_lstm_new },
  { "LSTMCell", 4, 2, scope_step_lstm_new },
  { "CuDNNLSTM", 4, 2, scope_step_lstm_new },
  { "PeepholeLSTMCell", 4, 2, scope_step_peephole_new },
  { "GRU", 3, 1, scope_step_gru_new },
  { "GRUCell", 3, 1, scope_step_gru_new },
  { "CuDNNGRU", 3, 1, scope_step_gru_new },
  { "SimpleRNN", 1, 1, scope_step_simple_rnn_new },
  { "SimpleRNNCell", 1, 1, scope_step_simple_rnn_new },
};

static const Cell *
find_cell (ScopeLayer *layer)
{
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    if (strcmp (cells[i].class_name, scope_layer_get_class (layer)) == 0)
      return &cells[i];
  return NULL;
}

static ScopeStep *
make_step (ScopePlan *plan, ScopeLayer *layer, const Cell *cell, ScopeRecurrence *how,
           const char *path, char **why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeGates) gates = scope_gates_new (layer, &error);
  ScopeStep *step = NULL;

  if (gates != NULL)
    {
      how->n_features = scope_gates_get_n_features (gates);
      how->n_units = scope_gates_get_n_units (gates);
      how->n_states = cell->n_states;
      if (scope_gates_get_n_gates (gates) != cell->n_gates || how->n_units == 0
          || how->n_features == 0)
        {
          *why = g_strdup (_ ("It has no units, or takes no features."));
          return NULL;
        }
      for (guint g = 0; g < cell->n_gates; g++)
        if (scope_activate_get_width (scope_gates_get_activation (gates, g), 2) != 2)
          {
            *why =
                g_strdup (_ ("An activation that halves the number of units cannot be a gate's."));
            return NULL;
          }
      step = cell->new (plan, gates, how, path, &error);
    }
  if (step == NULL)
    {
      *why = g_strdup (error->message);
      return NULL;
    }

  step->backwards = how->backwards;
  step->n_outputs = how->return_state ? 1 + cell->n_states : 1;
  return step;
}

/* A cell that would begin at zero, in a plan that can be taken up: begins with inputs of the plan, and hands its states to the
 * plan's outputs. */
static gboolean
add_resumable_cell (ScopePlan *plan, ScopeLayer *layer, const Cell *cell, ScopeRecurrence how,
                    const char *path, guint input, GArray *outputs, char **why)
{
  static const char *const state_tracks[] = { "hidden", "cell" };
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));
  guint inputs[SCOPE_STEP_MAX_INPUTS] = { input };
  gboolean return_state = how.return_state;
  ScopeStep *step;

  how.n_initial = cell->n_states;
  how.return_state = TRUE;
  step = make_step (plan, layer, cell, &how, path, why);
  if (step == NULL)
    return FALSE;
  for (guint i = 0; i < cell->n_states; i++)
    inputs[1 + i] = scope_plan_add_state (plan, how.n_units);
  if (!scope_plan_add (plan, step, inputs, 1 + cell->n_states, made, why))
    return FALSE;

  for (guint i = 0; i < cell->n_states; i++)
    {
      ScopePlanState state = { step, inputs[1 + i], g_array_index (made, guint, 1 + i),
                               state_tracks[i] };

      g_array_append_val (plan->states, state);
    }
  g_array_append_vals (outputs, made->data, return_state ? made->len : 1);
  return TRUE;
}

/* One cell along the window: @states: (nullable): as many values as it has states. */
static gboolean
add_cell (ScopePlan *plan, ScopeLayer *layer, const Cell *cell, ScopeRecurrence how,
          const char *path, guint input, const guint *states, guint mask, GArray *outputs,
          char **why)
{
  guint inputs[SCOPE_STEP_MAX_INPUTS] = { input };
  guint n_inputs = 1;
  ScopeStep *step;

  if (plan->states != NULL && states == NULL && mask == SCOPE_NO_MASK && !how.backwards
      && plan->fold == SCOPE_NO_VALUE)
    return add_resumable_cell (plan, layer, cell, how, path, input, outputs, why);
  if (states != NULL)
    {
      how.n_initial = cell->n_states;
      for (guint i = 0; i < cell->n_states; i++)
        inputs[n_inputs++] = states[i];
    }
  if (mask != SCOPE_NO_MASK)
    {
      how.masked = TRUE;
      inputs[n_inputs++] = mask;
    }
  step = make_step (plan, layer, cell, &how, path, why);
  return step != NULL && scope_plan_add (plan, step, inputs, n_inputs, outputs, why);
}

/* The cells of a cell, from the bottom up, with their paths. */
static gboolean
list_cells (ScopeLayer *layer, const char *path, GPtrArray *list, GPtrArray *paths, char **why)
{
  if (find_cell (layer) != NULL)
    {
      g_ptr_array_add (list, layer);
      g_ptr_array_add (paths, g_strdup (path));
      return TRUE;
    }
  if (strcmp (scope_layer_get_class (layer), "StackedRNNCells") != 0
      || scope_layer_get_n_children (layer) == 0)
    {
      *why = g_strdup_printf (_ ("Gatescope cannot run cells of the class %s."),
                              scope_layer_get_class (layer));
      return FALSE;
    }

  for (guint i = 0; i < scope_layer_get_n_children (layer); i++)
    {
      ScopeLayer *child = scope_layer_get_child (layer, i);
      g_autofree char *below = g_strconcat (path, "/", scope_layer_get_name (child), NULL);

      if (!list_cells (child, below, list, paths, why))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_inputs (guint n_inputs, guint n_states, char **why)
{
  if (n_inputs == 1 || n_inputs == 1 + n_states)
    return TRUE;

  *why = g_strdup_printf (
      ngettext ("It is fed by %u tensor; expected its input, with or without the %u states that it "
                "begins with.",
                "It is fed by %u tensors; expected its input, with or without the %u states that "
                "it begins with.",
                n_inputs),
      n_inputs, n_states);
  return FALSE;
}

/* Steps that take the other steps' mask turned round; a reversed cell's answers stand in the order in which it took them. */
static gboolean
turn_mask (ScopePlan *plan, const char *path, guint *mask, char **why)
{
  g_autoptr (GArray) turned = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!scope_plan_add (plan, scope_step_turn_new (plan, path), mask, 1, turned, why))
    return FALSE;
  *mask = g_array_index (turned, guint, 0);
  return TRUE;
}

gboolean
scope_compile_recurrence (ScopePlan *plan, ScopeLayer *layer, const char *path,
                          const ScopeRecurrence *how, const guint *inputs, guint n_inputs,
                          GArray *outputs, char **why)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_states = 0;
  guint given = 1;
  guint value;
  guint mask;

  if (g_str_has_prefix (scope_layer_get_class (layer), "ConvLSTM"))
    return n_inputs > 0
           && scope_compile_conv_lstm (plan, layer, path, how, inputs, n_inputs, outputs, why);
  if (strcmp (scope_layer_get_class (layer), "RNN") == 0)
    {
      ScopeLayer *cell = scope_layer_get_child (layer, 0); /* always there */
      g_autofree char *below = g_strconcat (path, "/", scope_layer_get_name (cell), NULL);

      if (!list_cells (cell, below, list, paths, why))
        return FALSE;
    }
  else if (!list_cells (layer, path, list, paths, why))
    return FALSE;

  for (guint i = 0; i < list->len; i++)
    n_states += find_cell (list->pdata[i])->n_states;
  if (scope_layer_get_boolean (layer, "time_major", FALSE))
    {
      *why = g_strdup (_ ("It takes time as the first axis (time_major), where Gatescope has the "
                          "windows."));
      return FALSE;
    }
  if (n_inputs == 0 || !check_inputs (n_inputs, n_states, why))
    return FALSE;

  value = inputs[0];
  mask = scope_recurrence_find_mask (plan, layer, inputs, n_inputs);
  for (guint i = 0; i < list->len; i++)
    {
      ScopeLayer *layer_of_cell = list->pdata[i];
      const Cell *cell = find_cell (layer_of_cell);
      gboolean last = i + 1 == list->len;
      g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint));
      ScopeRecurrence own = *how;

      /* What a cell hands up at a masked step is never looked at. */
      own.return_sequences = how->return_sequences || !last;
      own.reversed = how->reversed && i == 0;
      if (i == 1 && how->reversed && mask != SCOPE_NO_MASK && !turn_mask (plan, path, &mask, why))
        return FALSE;
      if (!add_cell (plan, layer_of_cell, cell, own, paths->pdata[i], value,
                     n_inputs > 1 ? inputs + given : NULL, mask, made, why))
        return FALSE;
      given += cell->n_states;
      value = g_array_index (made, guint, 0);
      g_array_append_vals (states, &g_array_index (made, guint, 1), made->len - 1);
    }

  if (how->return_sequences)
    scope_plan_set_mask (plan, value, scope_plan_get_mask (plan, inputs[0]));
  g_array_append_val (outputs, value);
  g_array_append_vals (outputs, states->data, states->len);
  return TRUE;
}

gboolean
scope_compile_recurrent (ScopePlan *plan, ScopeLayer *layer, const char *path, const guint *inputs,
                         guint n_inputs, GArray *outputs, char **why)
{
  const ScopeRecurrence how = scope_recurrence_new (layer);

  return scope_compile_recurrence (plan, layer, path, &how, inputs, n_inputs, outputs, why);
}
