/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feature-row.h"

#include "scope-recipe-words.h"
#include "scope-scaling-editor.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ScopeFeatureRow
{
  AdwExpanderRow parent_instance;

  ScopeRecipeChoices *choices; /* the dialog's, which outlives its rows */
  guint number;
  guint selected; /* at first */
  ScopeScaling scaling;
  gboolean is_derived;
  GtkDropDown *column;
  ScopeScalingEditor *editor; /* NULL until the row was opened */
};

G_DEFINE_FINAL_TYPE (ScopeFeatureRow, scope_feature_row, ADW_TYPE_EXPANDER_ROW)

/* Most rows are never opened, and a model may have a hundred inputs. */
static void
expanded_cb (ScopeFeatureRow *self)
{
  GtkWidget *row;

  if (self->editor != NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  row = adw_action_row_new ();
  self->editor = SCOPE_SCALING_EDITOR (scope_scaling_editor_new ());
  scope_scaling_editor_set (self->editor, &self->scaling);
  gtk_widget_set_valign (GTK_WIDGET (self->editor), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Scaling"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->editor));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
scope_feature_row_class_init (ScopeFeatureRowClass *klass)
{
}

static void
scope_feature_row_init (ScopeFeatureRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
scope_feature_row_new (ScopeRecipeChoices *choices, ScopeRecipe *recipe, guint number)
{
  const ScopeFeature *feature;
  ScopeFeatureRow *self;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (choices != NULL && recipe != NULL, NULL);

  feature = scope_recipe_get_feature (recipe, number);
  self = g_object_new (SCOPE_TYPE_FEATURE_ROW, NULL);
  self->choices = choices;
  self->number = number;
  self->scaling = feature->scaling;
  self->is_derived = feature->column == NULL;
  self->selected = scope_recipe_choices_find (choices, feature);
  /* Translators: an input of the model, by its number */
  title = g_strdup_printf (_ ("Input %u"), number);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  if (feature->lag_rows > 0)
    subtitle = g_strdup_printf (
        ngettext ("%u row before the step", "%u rows before the step", feature->lag_rows),
        feature->lag_rows);
  else if (feature->column != NULL)
    subtitle = g_strdup (scope_recipe_words_get_scaling (feature->scaling.kind));
  else
    subtitle = g_strdup (_ ("made of the time"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  self->column = scope_recipe_choices_create_drop_down (choices->features, self->selected, title);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->column));
  return GTK_WIDGET (self);
}

/* A target of the same column that was scaled the same way goes along. */
static void
take_targets_along (ScopeFeatureRow *self, ScopeRecipe *recipe, const ScopeScaling *scaling)
{
  const char *column = scope_recipe_get_feature (recipe, self->number)->column;

  for (guint i = 0; column != NULL && i < scope_recipe_get_n_targets (recipe); i++)
    {
      const ScopeTarget *target = scope_recipe_get_target (recipe, i);

      if (g_strcmp0 (target->column, column) == 0
          && memcmp (&target->inverse, &self->scaling, sizeof self->scaling) == 0)
        scope_recipe_set_target_inverse (recipe, i, scaling);
    }
}

/* Of the first input that is a column. */
static ScopeScaling
get_usual_scaling (ScopeRecipe *recipe)
{
  ScopeScaling none = { SCOPE_SCALING_NONE, 0, 1, 0, 1, 0, 1 };

  for (guint i = 0; i < scope_recipe_get_n_features (recipe); i++)
    if (scope_recipe_get_feature (recipe, i)->column != NULL)
      return scope_recipe_get_feature (recipe, i)->scaling;
  return none;
}

gboolean
scope_feature_row_apply (ScopeFeatureRow *self, ScopeRecipe *recipe, GError **error)
{
  guint selected;
  ScopeScaling scaling;

  g_return_val_if_fail (SCOPE_IS_FEATURE_ROW (self) && recipe != NULL, FALSE);

  selected = gtk_drop_down_get_selected (self->column);
  if (selected != self->selected && selected != GTK_INVALID_LIST_POSITION)
    {
      /* Sine and cosine are not scaled, a column is: as the others are, on its own numbers, which
       * the change of the column has found anew. */
      if (self->is_derived)
        {
          scaling = get_usual_scaling (recipe);
          scope_recipe_set_feature_scaling (recipe, self->number, &scaling);
        }
      scope_recipe_choices_apply (self->choices, selected, recipe, self->number);
    }
  if (self->editor == NULL || !scope_scaling_editor_get_changed (self->editor))
    return TRUE;
  if (!scope_scaling_editor_get (self->editor, &scaling, error))
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
      return FALSE;
    }
  take_targets_along (self, recipe, &scaling);
  scope_recipe_set_feature_scaling (recipe, self->number, &scaling);
  return TRUE;
}
