/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-panel.h"

#include "scope-browser-item.h"
#include "scope-facts-list.h"
#include "scope-number-card.h"
#include "scope-words.h"

#include <glib/gi18n.h>

struct _ScopeLayerPanel
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *class_label;
  GtkWidget *obstacle_card;
  GtkLabel *obstacle;
  ScopeNumberCard *parameters;
  ScopeNumberCard *output;
  GtkWidget *gates_box;
  GtkLabel *storage;
  GtkWidget *settings_box;
  ScopeFactsList *settings;
  GtkWidget *weights_box;
  ScopeFactsList *weights;

  ScopeSession *session;
};

G_DEFINE_FINAL_TYPE (ScopeLayerPanel, scope_layer_panel, ADW_TYPE_BIN)

/* Why the layer cannot be run: what its file lacks, else what the network has not learned. */
static const char *
find_obstacle (ScopeLayerPanel *self, ScopeLayer *layer)
{
  GPtrArray *obstacles = scope_session_get_obstacles (self->session);
  const char *path = scope_session_get_layer (self->session);

  if (scope_layer_get_obstacle (layer) != NULL)
    return scope_layer_get_obstacle (layer);
  for (guint i = 0; i < obstacles->len; i++)
    {
      ScopeObstacle *obstacle = g_ptr_array_index (obstacles, i);

      if (g_strcmp0 (obstacle->layer, path) == 0
          || g_strcmp0 (obstacle->layer, scope_layer_get_name (layer)) == 0)
        return obstacle->why;
    }
  return NULL;
}

static void
add_activation (ScopeLayerPanel *self, ScopeLayer *layer, const char *key, const char *name)
{
  ScopeActivation activation;
  g_autofree char *text = NULL;

  if (!scope_layer_get_activation (layer, key, &activation))
    {
      scope_facts_list_add (self->settings, name, scope_layer_get_string (layer, key, NULL));
      return;
    }
  text = scope_activation_dup_description (&activation);
  scope_facts_list_add (self->settings, name, text);
}

static void
add_share (ScopeLayerPanel *self, ScopeLayer *layer, const char *key, const char *name)
{
  double share = scope_layer_get_double (layer, key, 0);
  g_autofree char *text = NULL;

  if (!(share > 0))
    return;
  text = g_strdup_printf ("%.3g", share);
  scope_facts_list_add (self->settings, name, text);
}

static void
add_flag (ScopeLayerPanel *self, ScopeLayer *layer, const char *key, const char *name)
{
  if (scope_layer_get_boolean (layer, key, FALSE))
    scope_facts_list_add (self->settings, name, _ ("yes"));
}

/* The layer that has @layer in it; NULL for one of the model's own layers, or one that is not found. */
static ScopeLayer *
find_holder (ScopeLayer *holder, ScopeLayer *layer)
{
  for (guint i = 0; i < scope_layer_get_n_children (holder); i++)
    {
      ScopeLayer *child = scope_layer_get_child (holder, i);
      ScopeLayer *found = child == layer ? holder : find_holder (child, layer);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The layers beside @layer, itself among them. */
static GPtrArray *
list_siblings (ScopeModel *model, ScopeLayer *layer)
{
  GPtrArray *layers = g_ptr_array_new ();
  ScopeLayer *holder = NULL;

  for (guint i = 0; i < scope_model_get_n_layers (model) && holder == NULL; i++)
    holder = find_holder (scope_model_get_layer (model, i), layer);
  if (holder == NULL)
    for (guint i = 0; i < scope_model_get_n_layers (model); i++)
      g_ptr_array_add (layers, scope_model_get_layer (model, i));
  /* What a layer wraps is fed by that layer. */
  else if (scope_layer_is_model (holder))
    for (guint i = 0; i < scope_layer_get_n_children (holder); i++)
      g_ptr_array_add (layers, scope_layer_get_child (holder, i));
  return layers;
}

static void
add_feeds (ScopeLayerPanel *self, ScopeLayer *layer)
{
  g_autoptr (GPtrArray) layers = list_siblings (scope_session_get_model (self->session), layer);
  ScopeLayer *const *siblings = (ScopeLayer *const *) layers->pdata;
  g_autofree char *feeds = NULL;
  g_autofree char *takers = NULL;
  guint index;

  if (!g_ptr_array_find (layers, layer, &index))
    return;
  feeds = scope_browser_rails_dup_feeds (siblings, layers->len, index);
  takers = scope_browser_rails_dup_takers (siblings, layers->len, index);
  scope_facts_list_add (self->settings, _ ("Fed by"), feeds);
  scope_facts_list_add (self->settings, _ ("Feeds"), takers);
}

static void
update_settings (ScopeLayerPanel *self, ScopeLayer *layer)
{
  const char *class_name = scope_layer_get_class (layer);
  gboolean is_recurrent = scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer);
  g_autofree char *units = scope_layer_get_units (layer) > 0
                               ? scope_words_dup_count (scope_layer_get_units (layer))
                               : NULL;

  scope_facts_list_clear (self->settings);
  scope_facts_list_add (self->settings, _ ("Units"), units);
  if (is_recurrent || scope_layer_get_string (layer, "activation", NULL) != NULL
      || g_strcmp0 (class_name, "Dense") == 0 || g_strcmp0 (class_name, "Activation") == 0)
    add_activation (self, layer, "activation",
                    is_recurrent ? _ ("Activation of the candidate") : _ ("Activation"));
  if (is_recurrent && !g_str_has_prefix (class_name, "SimpleRNN"))
    add_activation (self, layer, "recurrent_activation", _ ("Activation of the gates"));
  /* What a cell gives is up to the RNN around it. */
  if (scope_layer_is_recurrent (layer))
    scope_facts_list_add (self->settings, _ ("Gives"),
                          scope_layer_get_boolean (layer, "return_sequences", FALSE)
                              ? _ ("every step")
                              : _ ("the last step"));
  add_share (self, layer, "rate", _ ("Rate"));
  add_share (self, layer, "dropout", _ ("Dropout of the inputs"));
  add_share (self, layer, "recurrent_dropout", _ ("Dropout of the units"));
  add_flag (self, layer, "stateful", _ ("Stateful"));
  add_flag (self, layer, "go_backwards", _ ("Runs backwards"));
  add_flag (self, layer, "reset_after", _ ("Resets after the product"));
  add_feeds (self, layer);
  gtk_widget_set_visible (self->settings_box, scope_facts_list_get_size (self->settings) > 0);
}

static void
update_weights (ScopeLayerPanel *self, ScopeLayer *layer)
{
  scope_facts_list_clear (self->weights);
  for (guint i = 0; i < scope_layer_get_n_weights (layer); i++)
    {
      const ScopeWeight *weight = scope_layer_get_weight (layer, i);
      g_autofree char *shape = scope_words_dup_dims (scope_array_get_dims (weight->array),
                                                     scope_array_get_n_dims (weight->array));
      g_autofree char *value =
          g_strdup_printf ("%s · %s%s%s", *shape != '\0' ? shape : _ ("one number"),
                           scope_array_get_stored_type (weight->array),
                           weight->trainable ? "" : " · ", weight->trainable ? "" : _ ("frozen"));

      scope_facts_list_add (self->weights, weight->role, value);
    }
  gtk_widget_set_visible (self->weights_box, scope_facts_list_get_size (self->weights) > 0);
}

static void
update (ScopeLayerPanel *self)
{
  ScopeLayer *layer = scope_session_get_layer_object (self->session);
  g_autoptr (ScopeGates) gates = NULL;
  g_autofree char *parameters = NULL;
  g_autofree char *shape = NULL;
  const gint64 *dims;
  const char *obstacle;

  gtk_widget_set_visible (GTK_WIDGET (self), layer != NULL);
  if (layer == NULL)
    return;

  gtk_label_set_label (self->title, scope_layer_get_name (layer));
  gtk_label_set_label (self->class_label, scope_layer_get_class (layer));

  obstacle = find_obstacle (self, layer);
  gtk_widget_set_visible (self->obstacle_card, obstacle != NULL);
  gtk_label_set_label (self->obstacle, obstacle);

  parameters = scope_words_dup_count ((gint64) scope_layer_get_n_parameters (layer));
  scope_number_card_set (self->parameters, parameters, NULL);
  shape = scope_browser_item_dup_shape (layer);
  scope_number_card_set (self->output, shape,
                         scope_layer_get_output_dims (layer, &dims) > 2 ? _ ("steps × units")
                                                                        : NULL);

  if (scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer))
    gates = scope_gates_new (layer, NULL);
  gtk_widget_set_visible (self->gates_box, gates != NULL);
  gtk_label_set_label (self->storage, gates != NULL ? scope_gates_get_storage (gates) : NULL);

  update_settings (self, layer);
  update_weights (self, layer);
}

static void
scope_layer_panel_dispose (GObject *object)
{
  ScopeLayerPanel *self = SCOPE_LAYER_PANEL (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (scope_layer_panel_parent_class)->dispose (object);
}

static void
scope_layer_panel_class_init (ScopeLayerPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_layer_panel_dispose;

  g_type_ensure (SCOPE_TYPE_FACTS_LIST);
  g_type_ensure (SCOPE_TYPE_NUMBER_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-layer-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, class_label);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, obstacle_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, obstacle);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, parameters);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, output);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, gates_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, storage);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, settings_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, settings);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, weights_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeLayerPanel, weights);
}

static void
scope_layer_panel_init (ScopeLayerPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
scope_layer_panel_set_session (ScopeLayerPanel *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_LAYER_PANEL (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
