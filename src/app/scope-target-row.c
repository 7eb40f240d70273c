/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-target-row.h"

#include "scope-entry-check.h"
#include "scope-error.h"
#include "scope-recipe-words.h"
#include "scope-scaling-editor.h"

#include <glib/gi18n.h>

struct _ScopeTargetRow
{
  AdwExpanderRow parent_instance;

  ScopeRecipeChoices *choices; /* the dialog's, which outlives its rows */
  guint number;
  guint selected; /* at first */
  char *unit_at_first;
  guint lead_at_first;
  ScopeScaling inverse;
  GtkDropDown *column;
  GtkEditable *lead; /* NULL until the row was opened, like the next two */
  GtkEditable *unit;
  ScopeScalingEditor *editor;
};

G_DEFINE_FINAL_TYPE (ScopeTargetRow, scope_target_row, ADW_TYPE_EXPANDER_ROW)

static void
lead_changed_cb (ScopeTargetRow *self)
{
  guint64 lead;

  scope_entry_check_count (self->lead, 1, &lead);
}

static GtkEditable *
add_entry (ScopeTargetRow *self, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return GTK_EDITABLE (row);
}

static void
expanded_cb (ScopeTargetRow *self)
{
  g_autofree char *lead = NULL;
  GtkWidget *row;

  if (self->editor != NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  lead = g_strdup_printf ("%u", self->lead_at_first);
  self->lead = add_entry (self, _ ("Rows ahead of the last input row"), lead);
  g_signal_connect_swapped (self->lead, "changed", G_CALLBACK (lead_changed_cb), self);
  self->unit = add_entry (self, _ ("Unit"), self->unit_at_first);

  row = adw_action_row_new ();
  self->editor = SCOPE_SCALING_EDITOR (scope_scaling_editor_new ());
  scope_scaling_editor_set (self->editor, &self->inverse);
  gtk_widget_set_valign (GTK_WIDGET (self->editor), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Undone"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->editor));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
scope_target_row_finalize (GObject *object)
{
  g_free (SCOPE_TARGET_ROW (object)->unit_at_first);
  G_OBJECT_CLASS (scope_target_row_parent_class)->finalize (object);
}

static void
scope_target_row_class_init (ScopeTargetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scope_target_row_finalize;
}

static void
scope_target_row_init (ScopeTargetRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
scope_target_row_new (ScopeRecipeChoices *choices, ScopeRecipe *recipe, guint number)
{
  const ScopeTarget *target;
  ScopeTargetRow *self;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (choices != NULL && recipe != NULL, NULL);

  target = scope_recipe_get_target (recipe, number);
  self = g_object_new (SCOPE_TYPE_TARGET_ROW, NULL);
  self->choices = choices;
  self->number = number;
  self->lead_at_first = target->lead_steps;
  self->inverse = target->inverse;
  self->unit_at_first = g_strdup (scope_recipe_get_unit (recipe, choices->series, target->column));
  self->selected = scope_recipe_choices_find_column (choices, target->column);
  /* Translators: one number of the model's answer, by its number there */
  title = g_strdup_printf (_ ("Output %u"), (guint) target->output_index);
  subtitle = scope_recipe_words_dup_lead (recipe, target->lead_steps);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  self->column = scope_recipe_choices_create_drop_down (choices->columns, self->selected, title);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->column));
  return GTK_WIDGET (self);
}

gboolean
scope_target_row_apply (ScopeTargetRow *self, ScopeRecipe *recipe, GError **error)
{
  guint selected;
  guint64 lead;
  ScopeScaling inverse;
  const char *unit;

  g_return_val_if_fail (SCOPE_IS_TARGET_ROW (self) && recipe != NULL, FALSE);

  selected = gtk_drop_down_get_selected (self->column);
  if (selected != self->selected && selected != GTK_INVALID_LIST_POSITION)
    scope_recipe_set_target_column (recipe, self->number,
                                    gtk_string_list_get_string (self->choices->columns, selected));
  if (self->editor == NULL)
    return TRUE;

  lead = self->lead_at_first;
  if (!scope_entry_check_count (self->lead, 1, &lead))
    {
      g_autofree char *found = g_strdup_printf (_ ("“%s”"), gtk_editable_get_text (self->lead));

      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
      scope_error_set (error, SCOPE_ERROR_RECIPE, _ ("Rows ahead of the last input row"), found,
                       _ ("a whole number from 1 on: 1 is the row after the last input"), NULL);
      return FALSE;
    }
  if (lead != self->lead_at_first)
    scope_recipe_set_target_lead (recipe, self->number, (guint) lead);
  unit = gtk_editable_get_text (self->unit);
  if (g_strcmp0 (unit, self->unit_at_first) != 0)
    scope_recipe_set_unit (recipe, scope_recipe_get_target (recipe, self->number)->column, unit);
  if (!scope_scaling_editor_get_changed (self->editor))
    return TRUE;
  if (!scope_scaling_editor_get (self->editor, &inverse, error))
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
      return FALSE;
    }
  scope_recipe_set_target_inverse (recipe, self->number, &inverse);
  return TRUE;
}
