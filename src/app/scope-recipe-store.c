/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-store.h"

#include <string.h>

char *
scope_recipe_store_dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "gatescope", "recipes", NULL);
}

static char *
dup_path (ScopeModel *model, ScopeSeries *series)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *folder = scope_recipe_store_dup_folder ();
  g_autofree char *name = NULL;

  g_checksum_update (checksum, (const guchar *) scope_model_get_digest (model), -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) scope_series_get_name (series), -1);
  for (guint i = 0; i < scope_series_get_n_columns (series); i++)
    {
      g_checksum_update (checksum, (const guchar *) "\n", 1);
      g_checksum_update (checksum, (const guchar *) scope_series_get_column_name (series, i), -1);
    }
  name = g_strdup_printf ("%s.recipe.json", g_checksum_get_string (checksum));
  return g_build_filename (folder, name, NULL);
}

ScopeRecipe *
scope_recipe_store_load (ScopeModel *model, ScopeSeries *series)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  ScopeRecipe *recipe;

  g_return_val_if_fail (model != NULL && series != NULL, NULL);

  path = dup_path (model, series);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  recipe = scope_recipe_load (path, &error);
  if (recipe == NULL)
    g_message ("%s", error->message);
  return recipe;
}

typedef struct
{
  char *path;
  ScopeRecipe *recipe;
} SaveData;

static void
save_data_free (gpointer user_data)
{
  SaveData *data = user_data;

  g_free (data->path);
  scope_recipe_unref (data->recipe);
  g_free (data);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  SaveData *data = task_data;
  g_autoptr (GError) error = NULL;

  if (!scope_recipe_save (data->recipe, data->path, &error))
    g_message ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

void
scope_recipe_store_save (ScopeModel *model, ScopeSeries *series, ScopeRecipe *recipe)
{
  g_autoptr (GTask) task = NULL;
  SaveData *data;

  g_return_if_fail (model != NULL && series != NULL && recipe != NULL);

  data = g_new0 (SaveData, 1);
  data->path = dup_path (model, series);
  /* A recipe is for one thread at a time. */
  data->recipe = scope_recipe_copy (recipe);
  scope_recipe_set_model_name (data->recipe, scope_model_get_file_name (model));
  scope_recipe_set_table_name (data->recipe, scope_series_get_name (series));
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, data, save_data_free);
  g_task_run_in_thread (task, save_thread);
}

/* "a.b.keras" is "a.b". */
static char *
dup_stem (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

char *
scope_recipe_store_dup_file_name (ScopeModel *model, ScopeSeries *series)
{
  g_autofree char *model_stem = NULL;
  g_autofree char *table_stem = NULL;

  g_return_val_if_fail (model != NULL && series != NULL, NULL);

  model_stem = dup_stem (scope_model_get_file_name (model));
  table_stem = dup_stem (scope_series_get_name (series));
  return g_strdup_printf ("%s.%s.recipe.json", model_stem, table_stem);
}
