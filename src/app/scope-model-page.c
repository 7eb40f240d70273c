/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-model-page.h"

#include "scope-accessible.h"
#include "scope-browser-item.h"
#include "scope-facts-list.h"
#include "scope-layer-panel.h"
#include "scope-layer-table.h"
#include "scope-number-card.h"
#include "scope-words.h"

#include <glib/gi18n.h>

struct _ScopeModelPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  GtkLabel *subtitle;
  ScopeNumberCard *window_card;
  ScopeNumberCard *features_card;
  ScopeNumberCard *outputs_card;
  ScopeNumberCard *parameters_card;
  GtkWidget *time_steps_card;
  GtkLabel *time_steps;
  GtkWidget *obstacles_card;
  GtkLabel *obstacles;
  GtkWidget *architecture;
  GtkWidget *rule_card;
  GtkLabel *rule;
  GtkToggleButton *rule_2;
  GtkToggleButton *rule_3;
  GtkWidget *gates_box;
  ScopeFactsList *gates;
  ScopeFactsList *file;
  GtkWidget *remarks_box;
  GtkLabel *remarks;
  ScopeLayerTable *table;
  ScopeLayerPanel *panel;

  GFile *shown;      /* the file whose card it is */
  gboolean updating; /* what is on screen follows the model, and not the other way round */
};

G_DEFINE_FINAL_TYPE (ScopeModelPage, scope_model_page, SCOPE_TYPE_PAGE)

static void
update_heading (ScopeModelPage *self, ScopeModel *model)
{
  g_autoptr (GString) text = g_string_new (scope_model_get_class (model));

  g_string_append_printf (text, " · %s", scope_model_get_container (model));
  if (scope_model_get_keras_version (model) != NULL)
    g_string_append_printf (text, " · Keras %s", scope_model_get_keras_version (model));
  gtk_label_set_label (self->title, scope_model_get_file_name (model));
  gtk_label_set_label (self->subtitle, text->str);
}

/* Numbers of the model's answer to one window: "24 × 5". */
static char *
dup_outputs (ScopeModel *model)
{
  if (scope_model_get_n_outputs (model) == 0)
    return NULL;
  return scope_browser_item_dup_shape (
      scope_model_get_layer (model, scope_model_get_output (model, 0)->layer));
}

static char *
dup_first_layers (ScopeModel *model)
{
  guint n = scope_model_get_n_layers (model);

  return g_strdup_printf (ngettext ("in %u layer", "in %u layers", n), n);
}

static void
update_cards (ScopeModelPage *self, ScopeModel *model)
{
  guint steps = scope_model_get_time_steps (model);
  guint features = scope_model_get_n_features (model);
  guint n_outputs = scope_model_get_n_outputs (model);
  g_autofree char *steps_text = steps > 0 ? scope_words_dup_count (steps) : NULL;
  g_autofree char *features_text = features > 0 ? scope_words_dup_count (features) : NULL;
  g_autofree char *outputs_text = dup_outputs (model);
  g_autofree char *outputs_note = NULL;
  g_autofree char *parameters =
      scope_words_dup_count ((gint64) scope_model_get_n_parameters (model));
  g_autofree char *layers = dup_first_layers (model);

  if (!scope_model_has_time_axis (model))
    scope_number_card_set (self->window_card, _ ("none"), _ ("the input is one row"));
  else if (steps > 0)
    scope_number_card_set (self->window_card, steps_text, _ ("rows in a window"));
  else
    scope_number_card_set (self->window_card, _ ("free"), _ ("any length"));

  scope_number_card_set (self->features_card, features_text, _ ("numbers in a row"));
  if (n_outputs > 1)
    outputs_note = g_strdup_printf (
        ngettext ("first of %u output", "first of %u outputs", n_outputs), n_outputs);
  scope_number_card_set (self->outputs_card, outputs_text,
                         outputs_note != NULL ? outputs_note : _ ("forecast at once"));
  scope_number_card_set (self->parameters_card, parameters, layers);
}

static void
update_obstacles (ScopeModelPage *self, ScopeSession *session)
{
  GPtrArray *obstacles = scope_session_get_obstacles (session);
  const GError *error = scope_session_get_network_error (session);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < obstacles->len; i++)
    {
      ScopeObstacle *obstacle = g_ptr_array_index (obstacles, i);

      g_string_append_printf (text, "%s%s (%s): %s", i > 0 ? "\n" : "", obstacle->layer,
                              obstacle->class_name, obstacle->why);
    }
  if (text->len == 0 && error != NULL)
    g_string_append (text, error->message);
  gtk_label_set_label (self->obstacles, text->str);
  gtk_widget_set_visible (self->obstacles_card, text->len > 0);
  gtk_widget_set_visible (self->architecture,
                          scope_model_is_weights_only (scope_session_get_model (session)));
}

static void
update_rule (ScopeModelPage *self, ScopeModel *model)
{
  g_autofree char *text = scope_model_dup_hard_sigmoid_text (model);
  guint rule = scope_model_get_hard_sigmoid (model);

  self->updating = TRUE;
  gtk_label_set_label (self->rule, text != NULL ? text : "");
  gtk_toggle_button_set_active (rule == 3 ? self->rule_3 : self->rule_2, TRUE);
  gtk_widget_set_visible (self->rule_card, text != NULL);
  self->updating = FALSE;
}

static void
rule_toggled_cb (ScopeModelPage *self, GtkToggleButton *button)
{
  ScopeModel *model = scope_session_get_model (scope_page_get_session (SCOPE_PAGE (self)));
  guint rule = button == self->rule_3 ? 3 : 2;
  guint own = MAX (scope_model_get_keras_major (model), 2);

  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.hard-sigmoid", "u", rule == own ? 0 : rule);
}

static void
update_gates (ScopeModelPage *self, ScopeModel *model)
{
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
  const char *peepholes = NULL;

  scope_facts_list_clear (self->gates);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeGates) gates =
          scope_gates_new (scope_model_find_layer (model, paths[i]), &error);

      scope_facts_list_add (self->gates, paths[i],
                            gates != NULL ? scope_gates_get_storage (gates) : error->message);
      if (gates != NULL && scope_gates_get_peephole_text (gates) != NULL)
        peepholes = scope_gates_get_peephole_text (gates);
    }
  /* Once for all: no model has LSTMs of both kinds but one that was made to. */
  scope_facts_list_add (self->gates, _ ("Peepholes (V)"), peepholes);
  gtk_widget_set_visible (self->gates_box, scope_facts_list_get_size (self->gates) > 0);
}

/* "120 steps × 14 features", an input a line. */
static char *
dup_inputs (ScopeModel *model)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < scope_model_get_n_inputs (model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (model, scope_model_get_input (model, i)->layer);
      g_autofree char *shape = scope_browser_item_dup_shape (layer);
      const gint64 *dims;
      gboolean has_steps = scope_layer_get_output_dims (layer, &dims) == 3;

      if (shape == NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", shape);
      if (has_steps)
        g_string_append_printf (text, " (%s)", _ ("time steps × features"));
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
update_file (ScopeModelPage *self, ScopeSession *session, ScopeModel *model)
{
  GFile *file = scope_session_get_model_file (session);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *folder_text = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  g_autofree char *inputs = dup_inputs (model);
  g_autofree char *outputs = dup_outputs (model);
  const char *version = scope_model_get_keras_version (model);
  g_autofree char *guessed_version = NULL;

  /* Translators: a version of Keras that the file does not state */
  guessed_version =
      g_strdup_printf (_ ("%u, by the layout of the weights"), scope_model_get_keras_major (model));

  scope_facts_list_clear (self->file);
  scope_facts_list_add (self->file, _ ("Folder"), folder_text);
  scope_facts_list_add (self->file, _ ("Container"), scope_model_get_container (model));
  scope_facts_list_add (self->file, _ ("Keras"), version != NULL ? version : guessed_version);
  scope_facts_list_add (self->file, _ ("Backend"), scope_model_get_backend (model));
  scope_facts_list_add (self->file, _ ("Model"), scope_model_get_name (model));
  scope_facts_list_add (self->file, _ ("Kind"), scope_model_get_class (model));
  scope_facts_list_add (self->file, _ ("Input"), inputs);
  scope_facts_list_add (self->file, _ ("Output"), outputs);
  scope_facts_list_add (self->file, _ ("Loss"), scope_model_get_loss (model));
  scope_facts_list_add (self->file, _ ("Optimizer"), scope_model_get_optimizer (model));
}

static void
update_remarks (ScopeModelPage *self, ScopeModel *model)
{
  const char *const *remarks = scope_model_get_remarks (model);
  g_autofree char *text = g_strjoinv ("\n", (char **) remarks);

  gtk_label_set_label (self->remarks, text);
  gtk_widget_set_visible (self->remarks_box, *text != '\0');
}

static void
update (ScopeModelPage *self)
{
  ScopeSession *session = scope_page_get_session (SCOPE_PAGE (self));
  ScopeModel *model = scope_session_get_model (session);
  g_autofree char *time_steps = NULL;

  gtk_stack_set_visible_child_name (self->stack, model != NULL ? "card" : "empty");
  if (model == NULL)
    {
      scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                            _ ("Open the model that is to be run on this table."), _ ("Open Model"),
                            "win.open", NULL);
      return;
    }

  time_steps = scope_model_dup_time_steps_text (model);
  gtk_label_set_label (self->time_steps, time_steps);
  gtk_widget_set_visible (self->time_steps_card, time_steps != NULL && *time_steps != '\0');
  update_heading (self, model);
  update_cards (self, model);
  update_obstacles (self, session);
  update_rule (self, model);
  update_gates (self, model);
  update_file (self, session, model);
  update_remarks (self, model);
  /* Another rule for the same model moves nothing. */
  if (g_set_object (&self->shown, scope_session_get_model_file (session)))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
scope_model_page_set_up (ScopePage *page, ScopeSession *session)
{
  ScopeModelPage *self = SCOPE_MODEL_PAGE (page);

  scope_layer_panel_set_session (self->panel, session);
  scope_layer_table_set_session (self->table, session);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::network", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
scope_model_page_dispose (GObject *object)
{
  g_clear_object (&SCOPE_MODEL_PAGE (object)->shown);

  G_OBJECT_CLASS (scope_model_page_parent_class)->dispose (object);
}

static void
scope_model_page_class_init (ScopeModelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_model_page_dispose;

  SCOPE_PAGE_CLASS (klass)->set_up = scope_model_page_set_up;

  g_type_ensure (SCOPE_TYPE_FACTS_LIST);
  g_type_ensure (SCOPE_TYPE_LAYER_PANEL);
  g_type_ensure (SCOPE_TYPE_LAYER_TABLE);
  g_type_ensure (SCOPE_TYPE_NUMBER_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, next);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, window_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, features_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, outputs_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, parameters_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, time_steps_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, time_steps);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, obstacles_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, obstacles);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, architecture);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, rule_card);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, rule);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, rule_2);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, rule_3);
  gtk_widget_class_bind_template_callback (widget_class, rule_toggled_cb);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, gates_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, gates);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, file);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, remarks_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, remarks);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, table);
  gtk_widget_class_bind_template_child (widget_class, ScopeModelPage, panel);
}

static void
scope_model_page_init (ScopeModelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
}
