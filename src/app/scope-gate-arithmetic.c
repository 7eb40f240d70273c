/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-arithmetic.h"

#include "scope-accessible.h"
#include "scope-format.h"
#include "scope-gate-dot.h"
#include "scope-gate-sum.h"
#include "scope-parts-chart.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Parts that are drawn; all of them are in a sum. */
#define MOST_PARTS 7

struct _ScopeGateArithmetic
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *place;
  GtkBox *buttons;
  GtkStack *stack;
  GtkLabel *from_inputs;
  GtkLabel *from_units_name;
  GtkLabel *from_units;
  GtkLabel *bias;
  GtkLabel *sum;
  GtkLabel *result_name;
  GtkLabel *result;
  GtkLabel *fault;
  GtkBox *parts_menu;
  ScopePartsChart *parts;

  GtkToggleButton *toggles[SCOPE_MAX_GATES];
  ScopeModel *model;
  ScopeTrace *trace;
  ScopeGates *gates;
  char **input_names;
  int unit;
  int step;
  int gate;
};

enum
{
  PROP_0,
  PROP_GATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeGateArithmetic, scope_gate_arithmetic, ADW_TYPE_BIN)

/* With its sign, to the same place as the others of the sum. */
static void
set_number (GtkLabel *label, double value, guint decimals)
{
  g_autofree char *number = scope_format_fixed (value, decimals);
  g_autofree char *text = value > 0 ? g_strconcat ("+", number, NULL) : g_strdup (number);

  gtk_label_set_label (label, text);
}

/* Three decimals for numbers around one. */
static guint
get_decimals (const ScopeGateSum *sum)
{
  double largest = MAX (MAX (fabs (sum->from_inputs), fabs (sum->from_units)),
                        MAX (fabs (sum->bias), fabs (sum->sum)));

  return (guint) CLAMP (3 - floor (log10 (MAX (largest, 1e-3))), 0, 5);
}

static char *
dup_part_name (ScopeGateArithmetic *self, const ScopeGateProduct *part)
{
  if (part->matrix == SCOPE_MATRIX_W && self->input_names != NULL
      && part->index < g_strv_length (self->input_names))
    return g_strdup (self->input_names[part->index]);
  if (part->matrix == SCOPE_MATRIX_V)
    return g_strdup (_ ("cell state"));
  /* Translators: a feature, or a unit of the same layer, by its number */
  return part->matrix == SCOPE_MATRIX_W ? g_strdup_printf (_ ("feature %u"), part->index)
                                        : g_strdup_printf (_ ("unit %u"), part->index);
}

static void
show_parts (ScopeGateArithmetic *self, ScopeGateSum *sum)
{
  guint n = sum != NULL ? MIN (sum->n_parts, MOST_PARTS) : 0;
  char *names[MOST_PARTS] = { NULL };
  double values[MOST_PARTS] = { 0 };

  for (guint i = 0; i < n; i++)
    {
      names[i] = dup_part_name (self, &sum->parts[i]);
      values[i] = sum->parts[i].product;
    }
  scope_parts_chart_set (self->parts, MOST_PARTS, n, (const char *const *) names, values,
                         self->gates != NULL && self->gate >= 0
                             ? scope_gate_dot_find_hue (self->gates, (guint) self->gate)
                             : SCOPE_HUE_NONE);
  for (guint i = 0; i < n; i++)
    g_free (names[i]);
}

static void
show_sum (ScopeGateArithmetic *self, ScopeGateSum *sum)
{
  const char *symbol = scope_activation_get_symbol (&sum->activation);
  const char *sign = scope_words_get_gate_sign (self->gates, (guint) self->gate);
  gboolean has_reset =
      scope_gates_find (self->gates, "r") >= 0
      && strcmp (scope_gates_get_letter (self->gates, (guint) self->gate), "h") == 0;
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  g_autofree char *value = scope_format_number (sum->result, 3);
  guint decimals = get_decimals (sum);

  set_number (self->from_inputs, sum->from_inputs, decimals);
  /* Peepholes are so rare that they have no row of their own. */
  set_number (self->from_units, sum->from_units + sum->from_cell, decimals);
  set_number (self->bias, sum->bias, decimals);
  set_number (self->sum, sum->sum, decimals);
  gtk_label_set_label (self->from_units_name, has_reset ? "r ∘ U·h"
                                              : scope_gates_has_peepholes (self->gates)
                                                  ? "U·h + V·c"
                                                  : "U·h");
  /* A symbol of several words is no name of a function. */
  if (strchr (symbol, ' ') != NULL)
    symbol = scope_activation_get_name (&sum->activation);
  name = g_strdup_printf ("%s = %s(%s)", sign, symbol, _ ("sum"));
  description = scope_activation_dup_description (&sum->activation);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->result_name), description);
  gtk_label_set_label (self->result_name, name);
  gtk_label_set_label (self->result, value);
}

static void
update (ScopeGateArithmetic *self)
{
  g_autoptr (ScopeGateSum) sum = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *gate = NULL;
  g_autofree char *heading = NULL;
  gsize step;

  if (self->trace == NULL || self->unit < 0 || self->step < 0 || self->gate < 0
      || (gsize) self->step >= scope_trace_get_n_steps (self->trace)
      || (gsize) self->unit >= scope_trace_get_n_units (self->trace))
    {
      gtk_label_set_label (self->heading, _ ("A gate’s arithmetic"));
      gtk_label_set_label (self->fault, _ ("Click a unit’s row at a step."));
      gtk_stack_set_visible_child_name (self->stack, "fault");
      show_parts (self, NULL);
      return;
    }

  gate = scope_words_dup_gate (self->gates, (guint) self->gate);
  /* Translators: a gate with its sign, and the number of a unit: "forget f of unit 6" */
  heading = g_strdup_printf (_ ("%s of unit %d"), gate, self->unit);
  gtk_label_set_label (self->heading, heading);
  step = (gsize) self->step;
  if (scope_trace_get_backwards (self->trace))
    step = scope_trace_get_n_steps (self->trace) - 1 - step;
  sum = scope_gate_sum_new (self->model, self->trace, 0, step, (guint) self->gate,
                            (guint) self->unit, &error);
  show_parts (self, sum);
  if (sum == NULL)
    {
      gtk_label_set_label (self->fault, error->message);
      gtk_stack_set_visible_child_name (self->stack, "fault");
      return;
    }
  show_sum (self, sum);
  gtk_stack_set_visible_child_name (self->stack, "sum");
}

static void
toggled_cb (GtkToggleButton *button, ScopeGateArithmetic *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (int gate = 0; gate < SCOPE_MAX_GATES; gate++)
    if (self->toggles[gate] == button)
      scope_gate_arithmetic_set_gate (self, gate);
}

/* A toggle for each gate, in its hue, as the trace's headings have it. */
static void
create_toggles (ScopeGateArithmetic *self)
{
  GtkWidget *child;
  guint n = self->gates != NULL ? scope_gates_get_n_gates (self->gates) : 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    gtk_box_remove (self->buttons, child);
  memset (self->toggles, 0, sizeof self->toggles);
  for (guint gate = 0; gate < n; gate++)
    {
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *sign = gtk_label_new (scope_words_get_gate_sign (self->gates, gate));
      g_autofree char *name = scope_words_dup_gate (self->gates, gate);

      gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box),
                      scope_gate_dot_new (scope_gate_dot_find_hue (self->gates, gate)));
      gtk_box_append (GTK_BOX (box), sign);
      gtk_button_set_child (GTK_BUTTON (button), box);
      gtk_widget_set_hexpand (button, TRUE);
      gtk_widget_set_tooltip_text (button, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      if (gate > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->toggles[0]);
      self->toggles[gate] = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_active (self->toggles[gate], (int) gate == self->gate);
      g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
      gtk_box_append (self->buttons, button);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), n > 1);
}

static void
scope_gate_arithmetic_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_GATE:
      g_value_set_int (value, SCOPE_GATE_ARITHMETIC (object)->gate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
scope_gate_arithmetic_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_GATE:
      scope_gate_arithmetic_set_gate (SCOPE_GATE_ARITHMETIC (object), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
clear (ScopeGateArithmetic *self)
{
  g_clear_pointer (&self->model, scope_model_unref);
  g_clear_pointer (&self->trace, scope_trace_unref);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->input_names, g_strfreev);
}

static void
scope_gate_arithmetic_finalize (GObject *object)
{
  clear (SCOPE_GATE_ARITHMETIC (object));
  G_OBJECT_CLASS (scope_gate_arithmetic_parent_class)->finalize (object);
}

static void
scope_gate_arithmetic_class_init (ScopeGateArithmeticClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = scope_gate_arithmetic_finalize;
  object_class->get_property = scope_gate_arithmetic_get_property;
  object_class->set_property = scope_gate_arithmetic_set_property;

  properties[PROP_GATE] =
      g_param_spec_int ("gate", NULL, NULL, -1, SCOPE_MAX_GATES - 1, -1,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SCOPE_TYPE_PARTS_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-gate-arithmetic.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, heading);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, place);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, buttons);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, from_inputs);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, from_units_name);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, from_units);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, bias);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, sum);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, result_name);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, result);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, fault);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, parts_menu);
  gtk_widget_class_bind_template_child (widget_class, ScopeGateArithmetic, parts);
}

static void
scope_gate_arithmetic_init (ScopeGateArithmetic *self)
{
  self->unit = self->step = self->gate = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  gtk_box_append (self->parts_menu, scope_plot_create_menu_button (SCOPE_PLOT (self->parts)));
  update (self);
}

void
scope_gate_arithmetic_set_trace (ScopeGateArithmetic *self, ScopeModel *model, ScopeTrace *trace,
                                 ScopeGates *gates, const char *const *input_names)
{
  gboolean other_gates;

  g_return_if_fail (SCOPE_IS_GATE_ARITHMETIC (self));
  g_return_if_fail (trace == NULL || (model != NULL && gates != NULL));

  if (trace != NULL)
    {
      scope_model_ref (model);
      scope_trace_ref (trace);
      scope_gates_ref (gates);
    }
  other_gates = self->gates != (trace != NULL ? gates : NULL);
  clear (self);
  if (trace != NULL)
    {
      self->model = model;
      self->trace = trace;
      self->gates = gates;
      self->input_names = g_strdupv ((char **) input_names);
      if (self->gate >= (int) scope_gates_get_n_gates (gates))
        self->gate = -1;
      if (self->gate < 0)
        self->gate = MAX (scope_gates_get_forget (gates), 0);
    }
  if (other_gates)
    create_toggles (self);
  update (self);
}

void
scope_gate_arithmetic_set_place (ScopeGateArithmetic *self, int unit, int step, const char *place)
{
  g_return_if_fail (SCOPE_IS_GATE_ARITHMETIC (self));

  self->unit = unit;
  self->step = step;
  gtk_label_set_label (self->place, place != NULL ? place : "");
  update (self);
}

void
scope_gate_arithmetic_set_gate (ScopeGateArithmetic *self, int gate)
{
  g_return_if_fail (SCOPE_IS_GATE_ARITHMETIC (self));
  g_return_if_fail (gate >= -1 && gate < SCOPE_MAX_GATES);

  if (self->gate == gate
      || (self->gates != NULL && gate >= (int) scope_gates_get_n_gates (self->gates)))
    return;
  self->gate = gate;
  if (gate >= 0 && self->toggles[gate] != NULL)
    gtk_toggle_button_set_active (self->toggles[gate], TRUE);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GATE]);
}

int
scope_gate_arithmetic_get_gate (ScopeGateArithmetic *self)
{
  g_return_val_if_fail (SCOPE_IS_GATE_ARITHMETIC (self), -1);
  return self->gate;
}
