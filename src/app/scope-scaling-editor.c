/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-scaling-editor.h"

#include "scope-entry-check.h"
#include "scope-error.h"
#include "scope-number.h"
#include "scope-recipe-words.h"

#include <glib/gi18n.h>

#define N_NUMBERS 4

struct _ScopeScalingEditor
{
  AdwBin parent_instance;

  GtkDropDown *kind;
  GtkLabel *labels[N_NUMBERS];
  GtkEditable *entries[N_NUMBERS];
  gboolean fills;
  gboolean changed;
};

G_DEFINE_FINAL_TYPE (ScopeScalingEditor, scope_scaling_editor, ADW_TYPE_BIN)

/* The order of the choices. */
static const ScopeScalingKind kinds[] = { SCOPE_SCALING_NONE, SCOPE_SCALING_STANDARD,
                                          SCOPE_SCALING_MINMAX };

static ScopeScalingKind
get_kind (ScopeScalingEditor *self)
{
  guint selected = gtk_drop_down_get_selected (self->kind);

  return kinds[MIN (selected, G_N_ELEMENTS (kinds) - 1)];
}

/* What the numbers of a kind are called; NULL: it has no such number. */
static const char *
get_label (ScopeScalingKind kind, guint number)
{
  static const char *const standard[N_NUMBERS] = { N_ ("mean"), N_ ("scale"), NULL, NULL };
  static const char *const minmax[N_NUMBERS] = { N_ ("least"), N_ ("greatest"), N_ ("become"),
                                                 N_ ("and") };
  const char *label = kind == SCOPE_SCALING_STANDARD ? standard[number]
                      : kind == SCOPE_SCALING_MINMAX ? minmax[number]
                                                     : NULL;

  return label != NULL ? _ (label) : NULL;
}

static double *
get_number (ScopeScaling *scaling, guint number)
{
  double *const standard[N_NUMBERS] = { &scaling->mean, &scaling->scale, NULL, NULL };
  double *const minmax[N_NUMBERS] = { &scaling->data_min, &scaling->data_max, &scaling->range_min,
                                      &scaling->range_max };

  return scaling->kind == SCOPE_SCALING_STANDARD ? standard[number]
         : scaling->kind == SCOPE_SCALING_MINMAX ? minmax[number]
                                                 : NULL;
}

static void
update_fields (ScopeScalingEditor *self)
{
  for (guint i = 0; i < N_NUMBERS; i++)
    {
      const char *label = get_label (get_kind (self), i);

      gtk_widget_set_visible (GTK_WIDGET (self->labels[i]), label != NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->entries[i]), label != NULL);
      if (label == NULL)
        continue;
      gtk_label_set_label (self->labels[i], label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entries[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

static void
show_numbers (ScopeScalingEditor *self, ScopeScaling *scaling)
{
  for (guint i = 0; i < N_NUMBERS; i++)
    {
      const double *number = get_number (scaling, i);
      char buffer[SCOPE_NUMBER_SIZE];

      if (number != NULL)
        gtk_editable_set_text (self->entries[i], scope_number_write (*number, buffer));
      scope_entry_mark (GTK_WIDGET (self->entries[i]), TRUE);
    }
}

static void
kind_changed_cb (ScopeScalingEditor *self)
{
  ScopeScaling usual = { get_kind (self), 0, 1, 0, 1, 0, 1 };

  if (self->fills)
    return;
  self->changed = TRUE;
  update_fields (self);
  self->fills = TRUE;
  show_numbers (self, &usual);
  self->fills = FALSE;
}

static void
entry_changed_cb (GtkEditable *entry, ScopeScalingEditor *self)
{
  double value;

  scope_entry_check_number (entry, &value);
  if (!self->fills)
    self->changed = TRUE;
}

static void
scope_scaling_editor_class_init (ScopeScalingEditorClass *klass)
{
}

static void
scope_scaling_editor_init (ScopeScalingEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (names, scope_recipe_words_get_scaling (kinds[i]));
  self->kind = GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kind), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Scaling"), -1);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (kind_changed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->kind));

  for (guint i = 0; i < N_NUMBERS; i++)
    {
      GtkWidget *label = gtk_label_new ("");
      GtkWidget *entry = gtk_entry_new ();

      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_margin_start (label, 6);
      gtk_widget_add_css_class (entry, "numeric");
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 9);
      gtk_widget_set_hexpand (entry, TRUE);
      gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
      g_signal_connect (entry, "changed", G_CALLBACK (entry_changed_cb), self);
      self->labels[i] = GTK_LABEL (label);
      self->entries[i] = GTK_EDITABLE (entry);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), entry);
    }
  adw_bin_set_child (ADW_BIN (self), box);
  update_fields (self);
}

GtkWidget *
scope_scaling_editor_new (void)
{
  return g_object_new (SCOPE_TYPE_SCALING_EDITOR, NULL);
}

void
scope_scaling_editor_set (ScopeScalingEditor *self, const ScopeScaling *scaling)
{
  ScopeScaling copy;

  g_return_if_fail (SCOPE_IS_SCALING_EDITOR (self));
  g_return_if_fail (scaling != NULL);

  copy = *scaling;
  self->fills = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] == scaling->kind)
      gtk_drop_down_set_selected (self->kind, i);
  update_fields (self);
  show_numbers (self, &copy);
  self->fills = FALSE;
  self->changed = FALSE;
}

gboolean
scope_scaling_editor_get_changed (ScopeScalingEditor *self)
{
  g_return_val_if_fail (SCOPE_IS_SCALING_EDITOR (self), FALSE);
  return self->changed;
}

gboolean
scope_scaling_editor_get (ScopeScalingEditor *self, ScopeScaling *scaling, GError **error)
{
  ScopeScaling typed = { get_kind (self), 0, 1, 0, 1, 0, 1 };

  g_return_val_if_fail (SCOPE_IS_SCALING_EDITOR (self) && scaling != NULL, FALSE);

  for (guint i = 0; i < N_NUMBERS; i++)
    {
      double *number = get_number (&typed, i);
      const char *text = gtk_editable_get_text (self->entries[i]);
      g_autofree char *found = NULL;

      if (number == NULL)
        continue;
      if (*text != '\0' && scope_entry_check_number (self->entries[i], number))
        continue;
      scope_entry_mark (GTK_WIDGET (self->entries[i]), FALSE);
      found = g_strdup_printf (_ ("“%s”"), text);
      scope_error_set (error, SCOPE_ERROR_RECIPE, get_label (typed.kind, i), found,
                       _ ("a number, such as 12.5"), NULL);
      return FALSE;
    }
  if (typed.kind == SCOPE_SCALING_MINMAX && !(typed.range_min < typed.range_max))
    {
      scope_entry_mark (GTK_WIDGET (self->entries[3]), FALSE);
      scope_error_set (error, SCOPE_ERROR_RECIPE, get_label (typed.kind, 3),
                       gtk_editable_get_text (self->entries[3]),
                       _ ("a number above what the least value becomes"), NULL);
      return FALSE;
    }
  *scaling = typed;
  return TRUE;
}
