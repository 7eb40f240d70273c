/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-views.h"

#include "scope-accessible.h"
#include "scope-choice.h"
#include "scope-compare-view.h"
#include "scope-spectrum-view.h"
#include "scope-step-store.h"
#include "scope-training-view.h"
#include "scope-words.h"

#include <glib/gi18n.h>

struct _ScopeLayerViews
{
  AdwBin parent_instance;

  GtkToggleButton *weights;
  GtkToggleButton *spectrum;
  GtkToggleButton *training;
  GtkToggleButton *compare;
  GtkWidget *choices;
  GtkDropDown *layer_choice;
  GtkDropDown *gate_choice;
  GtkStack *stack;
  ScopeSpectrumView *spectrum_view;
  ScopeTrainingView *training_view;
  ScopeCompareView *compare_view;

  ScopeSession *session;
  GCancellable *job; /* that reads how long a step is */
  gboolean synchronising;
};

enum
{
  PROP_0,
  PROP_SHOWS_WEIGHTS,
  N_PROPS
};

enum
{
  OPENED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeLayerViews, scope_layer_views, ADW_TYPE_BIN)

static const char *const names[] = { "weights", "spectrum", "training", "compare" };

static GtkToggleButton *
get_button (ScopeLayerViews *self, guint index)
{
  GtkToggleButton *buttons[] = { self->weights, self->spectrum, self->training, self->compare };

  return buttons[index];
}

const char *
scope_layer_views_get_shown (ScopeLayerViews *self)
{
  g_return_val_if_fail (SCOPE_IS_LAYER_VIEWS (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (gtk_toggle_button_get_active (get_button (self, i)))
      return names[i];
  return names[0];
}

static gboolean
shows_weights (ScopeLayerViews *self)
{
  return gtk_toggle_button_get_active (self->weights);
}

static void
update_choices (ScopeLayerViews *self)
{
  const char *shown = scope_layer_views_get_shown (self);
  ScopeGates *gates = self->session != NULL ? scope_session_get_gates (self->session) : NULL;

  /* The weights have choices of their own, and the comparison says more with its. */
  gtk_widget_set_visible (self->choices, !shows_weights (self));
  gtk_widget_set_visible (GTK_WIDGET (self->gate_choice),
                          !g_str_equal (shown, "compare") && gates != NULL
                              && scope_gates_get_n_gates (gates) > 1);
}

static void
toggled_cb (ScopeLayerViews *self, GtkToggleButton *button)
{
  /* The one that was left says so, too. */
  if (!gtk_toggle_button_get_active (button))
    return;
  if (!shows_weights (self))
    gtk_stack_set_visible_child_name (self->stack, scope_layer_views_get_shown (self));
  gtk_widget_set_visible (GTK_WIDGET (self->stack), !shows_weights (self));
  update_choices (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_WEIGHTS]);
}

static void
layer_chosen_cb (ScopeLayerViews *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self->layer_choice);

  if (!self->synchronising && self->session != NULL && chosen != NULL)
    scope_session_set_layer (self->session, gtk_string_object_get_string (chosen));
}

static void
gate_chosen_cb (ScopeLayerViews *self)
{
  guint chosen = gtk_drop_down_get_selected (self->gate_choice);

  if (!self->synchronising && self->session != NULL && chosen != GTK_INVALID_LIST_POSITION)
    scope_session_set_gate (self->session, (int) chosen - 1);
}

static void
opened_cb (ScopeLayerViews *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
follow_gate (ScopeLayerViews *self)
{
  self->synchronising = TRUE;
  gtk_drop_down_set_selected (self->gate_choice,
                              (guint) (scope_session_get_gate (self->session) + 1));
  self->synchronising = FALSE;
}

static void
fill_gate_choice (ScopeLayerViews *self)
{
  ScopeGates *gates = scope_session_get_gates (self->session);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("all"));
  for (guint gate = 0; gates != NULL && gate < scope_gates_get_n_gates (gates); gate++)
    gtk_string_list_take (list, scope_words_dup_gate (gates, gate));
  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->gate_choice, G_LIST_MODEL (list));
  self->synchronising = FALSE;
  follow_gate (self);
  update_choices (self);
}

static void
follow_layer (ScopeLayerViews *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  const char *layer = scope_session_get_gates_layer (self->session);
  g_auto (GStrv) paths = model != NULL ? scope_model_dup_recurrent_paths (model) : NULL;
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) paths);
  guint n = paths != NULL ? g_strv_length (paths) : 0;

  self->synchronising = TRUE;
  gtk_drop_down_set_model (self->layer_choice, G_LIST_MODEL (list));
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (paths[i], layer) == 0)
      gtk_drop_down_set_selected (self->layer_choice, i);
  self->synchronising = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->layer_choice), n > 1);
  fill_gate_choice (self);
}

static void
stop_job (ScopeLayerViews *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

static void
step_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeLayerViews) self = user_data;
  GCancellable *job = g_task_get_cancellable (G_TASK (result));
  double seconds = scope_step_store_load_finish (result);

  if (self->session != NULL)
    scope_session_end_job (self->session, job);
  if (self->job != job)
    return;
  g_clear_object (&self->job);
  /* What was typed in the meantime counts for more. */
  if (seconds > 0 && scope_session_get_typed_step (self->session) == 0)
    scope_session_set_typed_step (self->session, seconds);
}

static void
follow_model (ScopeLayerViews *self)
{
  ScopeModel *model = scope_session_get_model (self->session);

  stop_job (self);
  follow_layer (self);
  if (model == NULL)
    return;
  self->job = g_cancellable_new ();
  scope_session_begin_job (self->session, self->job);
  scope_step_store_load_async (model, self->job, step_loaded_cb, g_object_ref (self));
}

/* Who puts a model beside this one wants to see it there. */
static void
follow_other (ScopeLayerViews *self)
{
  if (scope_session_get_other (self->session) != NULL)
    scope_layer_views_show (self, "compare");
}

static void
scope_layer_views_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SHOWS_WEIGHTS:
      g_value_set_boolean (value, shows_weights (SCOPE_LAYER_VIEWS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_layer_views_dispose (GObject *object)
{
  ScopeLayerViews *self = SCOPE_LAYER_VIEWS (object);

  stop_job (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (scope_layer_views_parent_class)->dispose (object);
}

static void
scope_layer_views_class_init (ScopeLayerViewsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = scope_layer_views_dispose;
  object_class->get_property = scope_layer_views_get_property;

  properties[PROP_SHOWS_WEIGHTS] = g_param_spec_boolean ("shows-weights", NULL, NULL, TRUE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SCOPE_TYPE_SPECTRUM_VIEW);
  g_type_ensure (SCOPE_TYPE_TRAINING_VIEW);
  g_type_ensure (SCOPE_TYPE_COMPARE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-layer-views.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, weights);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, spectrum);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, training);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, compare);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, choices);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, layer_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, gate_choice);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, spectrum_view);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, training_view);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerViews, compare_view);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, layer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, gate_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
}

static void
scope_layer_views_init (ScopeLayerViews *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  scope_choice_set_up (self->layer_choice, "%s");
  /* Translators: which gates are shown, "Gates: all" */
  scope_choice_set_up (self->gate_choice, _ ("Gates: %s"));
  update_choices (self);
}

void
scope_layer_views_set_session (ScopeLayerViews *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_LAYER_VIEWS (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  scope_spectrum_view_set_session (self->spectrum_view, session);
  scope_training_view_set_session (self->training_view, session);
  scope_compare_view_set_session (self->compare_view, session);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_model), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (follow_gate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::other", G_CALLBACK (follow_other), self,
                           G_CONNECT_SWAPPED);
  follow_model (self);
}

void
scope_layer_views_show (ScopeLayerViews *self, const char *name)
{
  g_return_if_fail (SCOPE_IS_LAYER_VIEWS (self) && name != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      gtk_toggle_button_set_active (get_button (self, i), TRUE);
}
