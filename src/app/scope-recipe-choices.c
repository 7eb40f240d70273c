/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-choices.h"

#include "scope-format.h"

#include <glib/gi18n.h>

/* Lists longer than this can be searched. */
#define SHORT_LIST 8

static const char *
get_part_of_clock (ScopeDerivedOf of)
{
  switch (of)
    {
    case SCOPE_DERIVED_OF_MONTH:
      return _ ("month");
    case SCOPE_DERIVED_OF_DAY_OF_YEAR:
      return _ ("day of the year");
    case SCOPE_DERIVED_OF_HOUR:
    default:
      return _ ("hour");
    }
}

/* After how many of its kind it begins again. */
static double
get_usual_period (ScopeDerivedOf of)
{
  return of == SCOPE_DERIVED_OF_HOUR ? 24 : of == SCOPE_DERIVED_OF_MONTH ? 12 : 365.25;
}

static char *
dup_derived_name (const ScopeFeature *feature)
{
  const char *part = get_part_of_clock (feature->of);
  g_autofree char *period = scope_format_short (feature->period, 6);
  g_autofree char *name = feature->function == SCOPE_DERIVED_COS
                              /* Translators: a number made of the time: the cosine of the hour */
                              ? g_strdup_printf (_ ("cosine of the %s"), part)
                              : g_strdup_printf (_ ("sine of the %s"), part);

  if (feature->period == get_usual_period (feature->of))
    return g_steal_pointer (&name);
  /* Translators: "sine of the hour, period 12" */
  return g_strdup_printf (_ ("%s, period %s"), name, period);
}

static void
add_column (ScopeRecipeChoices *self, const char *name)
{
  ScopeFeature feature = { .column = g_strdup (name) };

  gtk_string_list_append (self->features, name);
  g_array_append_val (self->derived, feature);
}

static void
add_derived (ScopeRecipeChoices *self, ScopeDerivedFunction function, ScopeDerivedOf of,
             double period)
{
  ScopeFeature feature = { .function = function, .of = of, .period = period };
  g_autofree char *name = dup_derived_name (&feature);

  gtk_string_list_append (self->features, name);
  g_array_append_val (self->derived, feature);
}

static void
clear_feature (gpointer data)
{
  g_free (((ScopeFeature *) data)->column);
}

ScopeRecipeChoices *
scope_recipe_choices_new (ScopeSeries *series, ScopeRecipe *recipe)
{
  ScopeRecipeChoices *self;

  g_return_val_if_fail (series != NULL && recipe != NULL, NULL);

  self = g_new0 (ScopeRecipeChoices, 1);
  self->series = scope_series_ref (series);
  self->columns = gtk_string_list_new (NULL);
  self->features = gtk_string_list_new (NULL);
  self->derived = g_array_new (FALSE, FALSE, sizeof (ScopeFeature));
  g_array_set_clear_func (self->derived, clear_feature);

  for (guint i = 0; i < scope_series_get_n_columns (series); i++)
    if (scope_series_is_numeric (series, i))
      {
        gtk_string_list_append (self->columns, scope_series_get_column_name (series, i));
        add_column (self, scope_series_get_column_name (series, i));
      }
  if (scope_recipe_get_time_columns (recipe) != NULL
      && scope_recipe_get_time_columns (recipe)[0] != NULL)
    {
      add_derived (self, SCOPE_DERIVED_SIN, SCOPE_DERIVED_OF_HOUR, 24);
      add_derived (self, SCOPE_DERIVED_COS, SCOPE_DERIVED_OF_HOUR, 24);
      add_derived (self, SCOPE_DERIVED_SIN, SCOPE_DERIVED_OF_DAY_OF_YEAR, 365.25);
      add_derived (self, SCOPE_DERIVED_COS, SCOPE_DERIVED_OF_DAY_OF_YEAR, 365.25);
      add_derived (self, SCOPE_DERIVED_SIN, SCOPE_DERIVED_OF_MONTH, 12);
      add_derived (self, SCOPE_DERIVED_COS, SCOPE_DERIVED_OF_MONTH, 12);
    }
  for (guint i = 0; i < scope_recipe_get_n_features (recipe); i++)
    {
      const ScopeFeature *feature = scope_recipe_get_feature (recipe, i);

      if (scope_recipe_choices_find (self, feature) != GTK_INVALID_LIST_POSITION)
        continue;
      if (feature->column != NULL)
        add_column (self, feature->column);
      else
        add_derived (self, feature->function, feature->of, feature->period);
    }
  for (guint i = 0; i < scope_recipe_get_n_targets (recipe); i++)
    {
      const char *column = scope_recipe_get_target (recipe, i)->column;

      if (scope_recipe_choices_find_column (self, column) == GTK_INVALID_LIST_POSITION)
        gtk_string_list_append (self->columns, column);
    }
  return self;
}

void
scope_recipe_choices_free (ScopeRecipeChoices *self)
{
  if (self == NULL)
    return;
  scope_series_unref (self->series);
  g_object_unref (self->columns);
  g_object_unref (self->features);
  g_array_unref (self->derived);
  g_free (self);
}

guint
scope_recipe_choices_find (ScopeRecipeChoices *self, const ScopeFeature *feature)
{
  g_return_val_if_fail (self != NULL && feature != NULL, GTK_INVALID_LIST_POSITION);

  for (guint i = 0; i < self->derived->len; i++)
    {
      const ScopeFeature *choice = &g_array_index (self->derived, ScopeFeature, i);

      if (feature->column != NULL || choice->column != NULL)
        {
          if (g_strcmp0 (feature->column, choice->column) == 0)
            return i;
        }
      else if (feature->function == choice->function && feature->of == choice->of
               && feature->period == choice->period)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

guint
scope_recipe_choices_find_column (ScopeRecipeChoices *self, const char *column)
{
  guint n;

  g_return_val_if_fail (self != NULL, GTK_INVALID_LIST_POSITION);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (gtk_string_list_get_string (self->columns, i), column) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

void
scope_recipe_choices_apply (ScopeRecipeChoices *self, guint position, ScopeRecipe *recipe,
                            guint feature)
{
  const ScopeFeature *choice;

  g_return_if_fail (self != NULL && recipe != NULL);
  g_return_if_fail (position < self->derived->len);

  choice = &g_array_index (self->derived, ScopeFeature, position);
  if (choice->column != NULL)
    scope_recipe_set_feature_column (recipe, feature, choice->column);
  else
    scope_recipe_set_feature_derived (recipe, feature, choice->function, choice->of,
                                      choice->period);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (user_data));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *object = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (object));
}

static GtkListItemFactory *
create_factory (int max_chars)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (max_chars));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}

GtkDropDown *
scope_recipe_choices_create_drop_down (GtkStringList *list, guint selected, const char *label)
{
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkDropDown *self =
      GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (list)), expression));
  g_autoptr (GtkListItemFactory) factory = create_factory (28);
  g_autoptr (GtkListItemFactory) list_factory = create_factory (48);

  gtk_drop_down_set_factory (self, factory);
  gtk_drop_down_set_list_factory (self, list_factory);
  gtk_drop_down_set_enable_search (self,
                                   g_list_model_get_n_items (G_LIST_MODEL (list)) > SHORT_LIST);
  gtk_drop_down_set_selected (self, selected);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return self;
}
