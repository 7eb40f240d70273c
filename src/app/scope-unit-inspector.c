/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-inspector.h"

#include "scope-accessible.h"
#include "scope-format.h"
#include "scope-gate-dot.h"
#include "scope-gate-help.h"
#include "scope-unit-bars.h"
#include "scope-unit-effect.h"
#include "scope-unit-memory.h"
#include "scope-unit-words.h"
#include "scope-weights.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Rows that are shown at once; of more, the strongest SOME, and the rest when asked for. */
#define MOST_ROWS 24
#define SOME_ROWS 16
/* Units that are named in each direction. */
#define N_LINKS 6

struct _ScopeUnitInspector
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkButton *first;
  ScopeGateHelp *help;
  GtkLabel *title;
  GtkLabel *layer_name;
  GtkLabel *story;
  ScopeUnitMemory *memory;
  GtkLabel *remarks;
  ScopeUnitBars *inputs;
  GtkBox *inputs_menu;
  GtkToggleButton *all_inputs;
  GtkBox *biases;
  GtkWidget *biases_box;
  GtkFlowBox *drivers;
  GtkFlowBox *driven;
  GtkWidget *head_box;
  GtkBox *head_menu;
  GtkLabel *head_title;
  GtkLabel *head_note;
  ScopeUnitBars *head;
  GtkWidget *effect_box;
  GtkBox *effect_menu;
  GtkLabel *effect_sentence;
  GtkLabel *effect_note;
  ScopeUnitBars *effect;

  ScopeSession *session;
  ScopeUnitData *data;
  char **names;
};

G_DEFINE_FINAL_TYPE (ScopeUnitInspector, scope_unit_inspector, ADW_TYPE_BIN)

static ScopeUnitStats *
get_stats (ScopeUnitInspector *self)
{
  return scope_unit_data_get_stats (self->data);
}

static ScopeGates *
get_gates (ScopeUnitInspector *self)
{
  return scope_unit_data_get_gates (self->data);
}

/* Which unit it repeats, as a link, and how closely. */
static void
tell_redundant (ScopeUnitInspector *self, guint unit, GString *text)
{
  g_autofree char *correlation = NULL;
  g_autofree char *link = NULL;
  double r;
  guint other;
  int sign;

  if (!scope_unit_stats_get_redundant (get_stats (self), unit, &other, &sign, &r))
    return;
  correlation = scope_format_fixed (r, 3);
  link = g_strdup_printf (_ ("unit %u"), other);
  /* Translators: a remark goes on: the unit that this one repeats (a link) and the correlation of their weights */
  g_string_append_printf (text,
                          sign < 0 ? _ (" It is <a href=\"unit:%u\">%s</a> turned, r = %s.")
                                   : _ (" It is <a href=\"unit:%u\">%s</a>, r = %s."),
                          other, link, correlation);
}

/* Every remark with its rule, as a line. */
static void
update_remarks (ScopeUnitInspector *self, guint unit)
{
  ScopeUnitFlags flags = scope_unit_stats_get_flags (get_stats (self), unit);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    if (flags & (1u << i))
      {
        const char *title = scope_unit_flag_get_title ((ScopeUnitFlags) (1u << i));
        const char *rule = scope_unit_flag_get_rule ((ScopeUnitFlags) (1u << i));
        g_autofree char *line = g_strdup_printf (
            /* Translators: a remark on a unit and its rule */
            _ ("%s%s: %s"), text->len > 0 ? "\n" : "", title, rule);
        g_autofree char *escaped = g_markup_escape_text (line, -1);

        g_string_append (text, escaped);
      }
  tell_redundant (self, unit, text);
  gtk_label_set_markup (self->remarks, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), text->len > 0);
}

/* A bar for each gate in each feature's row. */
static void
update_inputs (ScopeUnitInspector *self, guint unit)
{
  ScopeGates *gates = get_gates (self);
  guint n_gates = scope_gates_get_n_gates (gates);
  guint n = scope_gates_get_n_features (gates);
  gboolean many = n > MOST_ROWS;
  gboolean all = !many || gtk_toggle_button_get_active (self->all_inputs);
  guint n_rows = all ? n : SOME_ROWS;
  g_autofree ScopeUnitLink *links = g_new (ScopeUnitLink, MAX (n, 1));
  g_autofree double *values = g_new0 (double, (gsize) MAX (n_rows, 1) * n_gates);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_auto (GStrv) gate_names = g_new0 (char *, n_gates + 1);
  const char *signs[SCOPE_MAX_GATES + 1] = { NULL };
  ScopeHue hues[SCOPE_MAX_GATES];

  if (!all)
    n_rows = scope_unit_stats_rank (get_stats (self), unit, SCOPE_UNIT_LISTENS, links, n_rows);
  for (guint row = 0; row < n_rows; row++)
    {
      guint feature = all ? row : links[row].index;

      g_ptr_array_add (labels, self->names[feature]);
      for (guint gate = 0; gate < n_gates; gate++)
        {
          ScopeMatrixView view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_W);

          values[row * n_gates + gate] =
              view.data != NULL ? view.data[feature * view.row_stride + unit] : NAN;
        }
    }
  g_ptr_array_add (labels, NULL);
  for (guint gate = 0; gate < n_gates; gate++)
    {
      gate_names[gate] = scope_words_dup_gate (gates, gate);
      signs[gate] = scope_words_get_gate_sign (gates, gate);
      hues[gate] = scope_gate_dot_find_hue (gates, gate);
    }
  scope_unit_bars_set (self->inputs, (const char *const *) labels->pdata, values, n_gates, hues,
                       (const char *const *) gate_names, n_gates > 1 ? signs : NULL, -1);

  gtk_widget_set_visible (GTK_WIDGET (self->all_inputs), many);
  if (many)
    {
      g_autofree char *label = all ? g_strdup_printf (_ ("Show the %u strongest"), SOME_ROWS)
                                   : g_strdup_printf (_ ("Show all %u"), n);

      gtk_button_set_label (GTK_BUTTON (self->all_inputs), label);
    }
}

/* Decimals with which the largest of a unit's biases has four digits: they stand under each other. */
static guint
find_bias_decimals (ScopeGates *gates, guint unit)
{
  double largest = 0;

  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      double bias = fabs (scope_weights_get (gates, gate, SCOPE_MATRIX_B, 0, unit));

      if (isfinite (bias))
        largest = MAX (largest, bias);
    }
  return largest > 0 ? (guint) CLAMP (3 - (int) floor (log10 (largest)), 0, 7) : 2;
}

static char *
format_bias (double bias, guint decimals)
{
  g_autofree char *number = scope_format_fixed (bias, decimals);

  return bias > 0 ? g_strconcat ("+", number, NULL) : g_steal_pointer (&number);
}

static void
update_biases (ScopeUnitInspector *self, guint unit)
{
  ScopeGates *gates = get_gates (self);
  guint decimals = find_bias_decimals (gates, unit);
  gboolean has_any = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->biases))) != NULL)
    gtk_box_remove (self->biases, child);
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      ScopeMatrixView view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_B);
      g_autofree char *name = scope_words_dup_gate (gates, gate);
      g_autofree char *value = NULL;
      GtkWidget *line, *label;

      if (view.data == NULL)
        continue;
      has_any = TRUE;
      line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_box_append (GTK_BOX (line), scope_gate_dot_new (scope_gate_dot_find_hue (gates, gate)));
      label = gtk_label_new (name);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (GTK_BOX (line), label);
      value = format_bias (view.data[unit], decimals);
      label = gtk_label_new (value);
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (line), label);
      gtk_box_append (self->biases, line);
    }
  gtk_widget_set_visible (self->biases_box, has_any);
}

static void
link_clicked_cb (GtkButton *button, ScopeUnitInspector *self)
{
  scope_session_set_unit (self->session,
                          GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "unit")));
}

/* "unit 7, strongest in its forget f: −0.41" */
static GtkWidget *
create_link (ScopeUnitInspector *self, const ScopeUnitLink *link)
{
  ScopeGates *gates = get_gates (self);
  g_autofree char *number = g_strdup_printf ("%u", link->index);
  g_autofree char *gate = scope_words_dup_gate (gates, link->gate);
  g_autofree char *weight = scope_format_signed (link->weight, 3);
  g_autofree char *words = NULL;
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (number);

  /* Translators: a link between two units: the other unit, the gate with the largest weight, that weight */
  words = g_strdup_printf (_ ("Unit %u, largest weight in %s: %s"), link->index, gate, weight);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), scope_gate_dot_new (scope_gate_dot_find_hue (gates, link->gate)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data (G_OBJECT (button), "unit", GINT_TO_POINTER ((int) link->index));
  g_signal_connect (button, "clicked", G_CALLBACK (link_clicked_cb), self);
  return button;
}

static void
update_links (ScopeUnitInspector *self, guint unit, ScopeUnitDirection direction, GtkFlowBox *box)
{
  ScopeUnitLink links[N_LINKS];
  guint n = scope_unit_stats_rank (get_stats (self), unit, direction, links, N_LINKS);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_flow_box_remove (box, child);
  for (guint i = 0; i < n; i++)
    gtk_flow_box_append (box, create_link (self, &links[i]));
  if (n == 0)
    {
      GtkWidget *none = gtk_label_new (_ ("none"));

      gtk_label_set_xalign (GTK_LABEL (none), 0);
      gtk_widget_add_css_class (none, "dim-label");
      gtk_flow_box_append (box, none);
    }
}

typedef struct
{
  guint value;
  double weight;
} HeadWeight;

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  double one = fabs (((const HeadWeight *) a)->weight);
  double other = fabs (((const HeadWeight *) b)->weight);

  return one < other ? 1 : one > other ? -1 : 0;
}

/* The unit's row in the layer that reads it; of a long one the strongest weights. */
static void
update_head (ScopeUnitInspector *self, guint unit)
{
  ScopeHead *head = scope_unit_stats_get_head (get_stats (self));
  guint n = head != NULL ? scope_head_get_n_values (head) : 0;
  guint n_rows = n > MOST_ROWS ? SOME_ROWS : n;
  g_autofree HeadWeight *weights = g_new0 (HeadWeight, MAX (n, 1));
  g_autofree double *values = g_new0 (double, MAX (n, 1));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;

  gtk_widget_set_visible (self->head_box, n > 0);
  if (n == 0)
    return;
  for (guint value = 0; value < n; value++)
    weights[value] = (HeadWeight){ value, scope_head_get (head, unit, value) };
  if (n_rows < n)
    qsort (weights, n, sizeof *weights, compare_weights);
  for (guint row = 0; row < n_rows; row++)
    {
      g_autofree char *label =
          scope_unit_words_dup_head_title (self->session, head, weights[row].value);

      g_strv_builder_add (builder, label);
      values[row] = weights[row].weight;
    }
  labels = g_strv_builder_end (builder);
  scope_unit_bars_set (self->head, (const char *const *) labels, values, 1, NULL, NULL, NULL, -1);

  /* Translators: %s is the name of the layer that reads a unit */
  title = g_strdup_printf (_ ("Read by %s"), scope_head_get_layer (head));
  gtk_label_set_label (self->head_title, title);
  if (n_rows < n)
    note = g_strdup_printf (_ ("the %u strongest of %u weights"), n_rows, n);
  gtk_label_set_label (self->head_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->head_note), note != NULL);
}

/* Whether the layer that reads the unit makes the forecast: its weights are then the unit's effect. */
static gboolean
is_effect (ScopeHead *head, ScopeEffect *effect, guint unit)
{
  if (scope_head_get_n_values (head) != scope_effect_get_n_values (effect))
    return FALSE;
  for (guint value = 0; value < scope_head_get_n_values (head); value++)
    if ((double) scope_head_get (head, unit, value) != scope_effect_get (effect, unit, value))
      return FALSE;
  return TRUE;
}

/* What the unit does to each number of the forecast. */
static void
update_effect (ScopeUnitInspector *self, guint unit)
{
  ScopeEffect *effect = scope_unit_data_get_effect (self->data);
  ScopeHead *head = scope_unit_stats_get_head (get_stats (self));
  guint n = effect != NULL ? scope_effect_get_n_values (effect) : 0;
  guint n_rows = n > MOST_ROWS ? SOME_ROWS : n;
  g_autofree HeadWeight *weights = g_new0 (HeadWeight, MAX (n, 1));
  g_autofree double *values = g_new0 (double, MAX (n, 1));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *note = NULL;
  gboolean is_same;

  gtk_widget_set_visible (self->effect_box, n > 0);
  if (n == 0)
    return;
  /* Bars that stand under it already are not drawn twice. */
  is_same = head != NULL && is_effect (head, effect, unit);
  gtk_widget_set_visible (GTK_WIDGET (self->effect), !is_same);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_menu), !is_same);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_note), !is_same);
  for (guint value = 0; value < n; value++)
    weights[value] = (HeadWeight){ value, scope_effect_get (effect, unit, value) };
  if (n_rows < n)
    qsort (weights, n, sizeof *weights, compare_weights);
  for (guint row = 0; row < n_rows; row++)
    {
      g_autofree char *label =
          scope_unit_effect_dup_title (self->session, effect, weights[row].value);

      g_strv_builder_add (builder, label);
      values[row] = weights[row].weight;
    }
  labels = g_strv_builder_end (builder);
  scope_unit_bars_set (self->effect, (const char *const *) labels, values, 1, NULL, NULL, NULL, -1);
  sentence = scope_unit_effect_dup_sentence (self->session, effect, unit);
  gtk_label_set_label (self->effect_sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_sentence), sentence != NULL);
  note = n_rows < n
             ? g_strdup_printf (_ ("per 1 of its answer, in the model’s scaled values; the %u "
                                   "strongest of %u"),
                                n_rows, n)
             : g_strdup (_ ("per 1 of its answer, in the model’s scaled values"));
  gtk_label_set_label (self->effect_note, note);
}

static void
update_pictures_words (ScopeUnitInspector *self, guint unit)
{
  g_autofree char *effect = g_strdup_printf (_ ("Effect of unit %u on the forecast"), unit);
  g_autofree char *effect_file = g_strdup_printf ("unit-%u-effect", unit);
  g_autofree char *inputs = g_strdup_printf (_ ("Weights from the inputs to unit %u"), unit);
  g_autofree char *head = g_strdup_printf (_ ("Weights that read unit %u"), unit);
  g_autofree char *inputs_file = g_strdup_printf ("unit-%u-inputs", unit);
  g_autofree char *head_file = g_strdup_printf ("unit-%u-read", unit);

  scope_plot_set_label (SCOPE_PLOT (self->inputs), inputs);
  scope_plot_set_label (SCOPE_PLOT (self->head), head);
  scope_plot_set_label (SCOPE_PLOT (self->effect), effect);
  scope_plot_set_file_name (SCOPE_PLOT (self->effect), effect_file);
  scope_plot_set_file_name (SCOPE_PLOT (self->inputs), inputs_file);
  scope_plot_set_file_name (SCOPE_PLOT (self->head), head_file);
}

static void
update (ScopeUnitInspector *self)
{
  int unit = scope_session_get_unit (self->session);
  g_autofree char *title = NULL;
  g_autofree char *story = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->first), self->data != NULL);
  if (unit < 0 || self->data == NULL
      || (guint) unit >= scope_unit_stats_get_n_units (get_stats (self)))
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }

  title = g_strdup_printf (_ ("Unit %d"), unit);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->layer_name, scope_session_get_gates_layer (self->session));
  story = scope_unit_words_dup_story (self->session, get_stats (self), (guint) unit,
                                      (const char *const *) self->names);
  gtk_label_set_label (self->story, story);
  update_pictures_words (self, (guint) unit);
  update_remarks (self, (guint) unit);
  update_inputs (self, (guint) unit);
  update_biases (self, (guint) unit);
  update_links (self, (guint) unit, SCOPE_UNIT_DRIVEN_BY, self->drivers);
  update_links (self, (guint) unit, SCOPE_UNIT_DRIVES, self->driven);
  update_head (self, (guint) unit);
  update_effect (self, (guint) unit);
  gtk_stack_set_visible_child_name (self->stack, "unit");
}

static void
follow_recipe (ScopeUnitInspector *self)
{
  g_auto (GStrv) names = scope_session_dup_input_names (self->session);

  /* While another layer's data are on their way, nothing can be said. */
  if (self->data != NULL && g_strv_length (names) != scope_gates_get_n_features (get_gates (self)))
    g_clear_pointer (&self->data, scope_unit_data_unref);
  g_strfreev (self->names);
  self->names = g_steal_pointer (&names);
  update (self);
}

/* "unit:12": the unit that a remark names. */
static gboolean
remark_link_cb (ScopeUnitInspector *self, const char *uri)
{
  if (g_str_has_prefix (uri, "unit:"))
    scope_session_set_unit (self->session,
                            (int) g_ascii_strtoll (uri + strlen ("unit:"), NULL, 10));
  return TRUE;
}

/* What a unit is first looked at for: how long it remembers, else how strongly it is read, else what it hears. */
static int
find_first_order (ScopeUnitInspector *self)
{
  if (scope_unit_data_has_order (self->data, SCOPE_UNIT_MEMORY_STEPS))
    return SCOPE_UNIT_MEMORY_STEPS;
  if (scope_unit_data_has_order (self->data, SCOPE_UNIT_HEAD_NORM))
    return SCOPE_UNIT_HEAD_NORM;
  return SCOPE_UNIT_W_NORM;
}

static void
first_cb (ScopeUnitInspector *self)
{
  g_autofree guint *order = NULL;

  if (self->data == NULL)
    return;
  order = scope_unit_data_dup_order (self->data, find_first_order (self));
  scope_session_set_unit (self->session, (int) order[0]);
}

static void
none_cb (ScopeUnitInspector *self)
{
  scope_session_set_unit (self->session, -1);
}

static void
all_inputs_cb (ScopeUnitInspector *self)
{
  int unit = scope_session_get_unit (self->session);

  if (self->data != NULL && unit >= 0)
    update_inputs (self, (guint) unit);
}

static void
scope_unit_inspector_dispose (GObject *object)
{
  ScopeUnitInspector *self = SCOPE_UNIT_INSPECTOR (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->data, scope_unit_data_unref);
  g_clear_pointer (&self->names, g_strfreev);

  G_OBJECT_CLASS (scope_unit_inspector_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, first);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, help);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, layer_name);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, story);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, remarks);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, memory);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, inputs);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, inputs_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, all_inputs);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, biases);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, biases_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, drivers);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, driven);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, head_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, head_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, head_title);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, head_note);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, head);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, effect_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, effect_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, effect_sentence);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, effect_note);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitInspector, effect);
  gtk_widget_class_bind_template_callback (widget_class, first_cb);
  gtk_widget_class_bind_template_callback (widget_class, remark_link_cb);
  gtk_widget_class_bind_template_callback (widget_class, none_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_inputs_cb);
}

static void
scope_unit_inspector_class_init (ScopeUnitInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_unit_inspector_dispose;

  g_type_ensure (SCOPE_TYPE_GATE_HELP);
  g_type_ensure (SCOPE_TYPE_UNIT_MEMORY);
  g_type_ensure (SCOPE_TYPE_UNIT_BARS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-unit-inspector.ui");
  bind_children (widget_class);
}

static void
scope_unit_inspector_init (ScopeUnitInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  scope_plot_set_label (SCOPE_PLOT (self->inputs), _ ("Weights from the inputs"));
  scope_plot_set_label (SCOPE_PLOT (self->head), _ ("Weights that read the unit"));
  gtk_box_append (self->inputs_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->inputs)));
  gtk_box_append (self->head_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->head)));
  scope_plot_set_label (SCOPE_PLOT (self->effect), _ ("Effect of the unit on the forecast"));
  gtk_box_append (self->effect_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->effect)));
}

void
scope_unit_inspector_set_session (ScopeUnitInspector *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_UNIT_INSPECTOR (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  scope_unit_memory_set_session (self->memory, session);
  g_signal_connect_object (session, "notify::typed-step", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (follow_recipe), self,
                           G_CONNECT_SWAPPED);
  follow_recipe (self);
}

void
scope_unit_inspector_set_data (ScopeUnitInspector *self, ScopeUnitData *data)
{
  ScopeUnitData *old;

  g_return_if_fail (SCOPE_IS_UNIT_INSPECTOR (self));
  g_return_if_fail (self->session != NULL);

  old = self->data;
  self->data = data != NULL ? scope_unit_data_ref (data) : NULL;
  scope_unit_memory_set_data (self->memory, data);
  if (data != NULL)
    {
      int order = find_first_order (self);

      scope_gate_help_set (self->help, get_gates (self),
                           scope_model_find_layer (scope_session_get_model (self->session),
                                                   scope_session_get_gates_layer (self->session)));
      gtk_button_set_label (self->first,
                            order == SCOPE_UNIT_MEMORY_STEPS ? _ ("Show Longest Memory")
                            : order == SCOPE_UNIT_HEAD_NORM  ? _ ("Show Most Read Unit")
                                                             : _ ("Show Best Listener"));
    }
  follow_recipe (self);
  g_clear_pointer (&old, scope_unit_data_unref);
}
