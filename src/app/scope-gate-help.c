/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-help.h"

#include "scope-gate-dot.h"
#include "scope-gate-words.h"
#include "scope-words.h"

#include <glib/gi18n.h>

struct _ScopeGateHelp
{
  AdwBin parent_instance;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (ScopeGateHelp, scope_gate_help, ADW_TYPE_BIN)

static GtkWidget *
add_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

/* An equation is copied more often than a sentence. */
static void
add_equation (GtkBox *box, const char *text)
{
  GtkWidget *label = add_label (box, text, "numeric");

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Not a stop on the way of the Tab key, as it does nothing. */
  gtk_widget_set_can_focus (label, FALSE);
}

static GtkBox *
add_section (ScopeGateHelp *self, const char *title, ScopeHue hue)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (hue != SCOPE_HUE_NONE)
    gtk_box_append (GTK_BOX (line), scope_gate_dot_new (hue));
  add_label (GTK_BOX (line), title, "heading");
  gtk_box_append (GTK_BOX (section), line);
  gtk_box_append (self->box, section);
  return GTK_BOX (section);
}

static void
scope_gate_help_class_init (ScopeGateHelpClass *klass)
{
}

static void
scope_gate_help_init (ScopeGateHelp *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

void
scope_gate_help_set (ScopeGateHelp *self, ScopeGates *gates, ScopeLayer *layer)
{
  GtkWidget *child;
  const char *sentence;

  g_return_if_fail (SCOPE_IS_GATE_HELP (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  if (gates == NULL || layer == NULL)
    return;

  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      g_autofree char *name = scope_words_dup_gate (gates, gate);
      g_autofree char *equation = scope_gate_words_dup_equation (gates, layer, gate);
      GtkBox *section = add_section (self, name, scope_gate_dot_find_hue (gates, gate));

      add_label (section, scope_gate_words_get_sentence (gates, gate), NULL);
      add_equation (section, equation);
    }

  sentence = scope_gate_words_get_cell_sentence (gates);
  if (sentence != NULL)
    {
      GtkBox *section = add_section (self, _ ("together"), SCOPE_HUE_NONE);

      add_label (section, sentence, NULL);
      add_equation (section, scope_gate_words_get_cell_equation (gates));
    }
  add_label (
      self->box,
      _ ("xₜ is what comes in at step t, hₜ₋₁ what all units said one step before; W, U and b "
         "are the gate’s own weights; ∘ multiplies unit by unit."),
      "dim-label");
}
