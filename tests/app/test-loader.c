/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-loader.h"

#include "app-test.h"
#include "scope-recipe-store.h"

#include <string.h>

typedef struct
{
  gboolean done;
  ScopeLoaded *loaded;
  ScopeRecipe *recipe;
  GError *error;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->loaded = scope_loader_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->recipe = scope_loader_join_finish (result, &answer->error);
  answer->done = TRUE;
}

static ScopeLoaded *
load (GPtrArray *files)
{
  Answer answer = { FALSE };

  scope_loader_load_async (files, NULL, NULL, NULL, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  return answer.loaded;
}

static GPtrArray *
list (const char *first, ...)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  va_list paths;

  va_start (paths, first);
  for (const char *path = first; path != NULL; path = va_arg (paths, const char *))
    g_ptr_array_add (files, app_test_get_file (path));
  va_end (paths);
  return files;
}

/* Every kind in one go, in any order. */
static void
test_several (void)
{
  g_autoptr (GPtrArray) files = list ("sample/EWR-2013.csv", "keras2/gates-keras2.h5",
                                      "pairs/sample.json", "keras3/gates-keras3.keras", NULL);
  g_autoptr (ScopeLoaded) loaded = load (files);
  ScopeLoadedModel *first;

  g_assert_cmpint (loaded->models->len, ==, 2);
  g_assert_cmpint (loaded->tables->len, ==, 1);
  g_assert_cmpint (loaded->recipes->len, ==, 1);
  g_assert_cmpint (loaded->failures->len, ==, 0);
  first = g_ptr_array_index (loaded->models, 0);
  g_assert_true (g_file_equal (first->file, g_ptr_array_index (files, 1)));
  g_assert_nonnull (first->network);
}

/* The bytes decide: a table that is called a model, and the other way round. */
static void
test_bytes_decide (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *model_path = scope_test_fixture_path ("keras3/gates-keras3.keras");
  g_autoptr (GBytes) model = scope_test_load (model_path);
  static const char table[] = "time,T (degC)\n2020-01-01 00:00,1.5\n2020-01-01 01:00,2.5\n";
  g_autofree char *as_table = scope_test_write (folder, "model.csv", g_bytes_get_data (model, NULL),
                                                g_bytes_get_size (model));
  g_autofree char *as_model = scope_test_write (folder, "table.h5", table, sizeof table - 1);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ScopeLoaded) loaded = NULL;

  g_ptr_array_add (files, g_file_new_for_path (as_table));
  g_ptr_array_add (files, g_file_new_for_path (as_model));
  loaded = load (files);
  g_assert_cmpint (loaded->models->len, ==, 1);
  g_assert_cmpint (loaded->tables->len, ==, 1);
  scope_test_remove_folder (folder);
}

/* netCDF-4 is HDF5 by its bytes and a table by what is in it. A classic one says what to do with it. */
static void
test_netcdf (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *classic = scope_test_write (folder, "old.nc", "CDF\001rest", 8);
  g_autoptr (GPtrArray) files = list ("netcdf/two-places.nc", NULL);
  g_autoptr (ScopeLoaded) loaded = NULL;
  ScopeLoadedTable *table;
  ScopeLoadFailure *failure;

  g_ptr_array_add (files, g_file_new_for_path (classic));
  loaded = load (files);
  g_assert_cmpint (loaded->models->len, ==, 0);
  g_assert_cmpint (loaded->tables->len, ==, 1);
  table = g_ptr_array_index (loaded->tables, 0);
  g_assert_cmpstr (scope_series_get_name (table->series), ==, "two-places.nc");
  g_assert_cmpuint (scope_series_get_n_rows (table->series), ==, 4);
  g_assert_cmpstr (scope_series_get_column_name (table->series, 1), ==, "air");
  scope_assert_close (scope_series_get_values (table->series, 1)[2], 2.5, 0);

  g_assert_cmpint (loaded->failures->len, ==, 1);
  failure = g_ptr_array_index (loaded->failures, 0);
  g_assert_nonnull (strstr (failure->error->message, "nccopy"));
  scope_test_remove_folder (folder);
}

/* One file's fault is said, and the others are opened all the same. */
static void
test_failures (void)
{
  g_autoptr (GPtrArray) files =
      list ("bad/truncated.h5", "keras3/gates-keras3.keras", "bad/git-lfs-pointer.h5",
            "bad/nothing-there.h5", "bad/no-model.h5", NULL);
  g_autoptr (ScopeLoaded) loaded = load (files);

  g_assert_cmpint (loaded->models->len, ==, 1);
  g_assert_cmpint (loaded->failures->len, ==, 4);
  for (guint i = 0; i < loaded->failures->len; i++)
    {
      ScopeLoadFailure *failure = g_ptr_array_index (loaded->failures, i);
      g_autofree char *name = g_file_get_basename (failure->file);

      g_assert_true (failure->error->domain == SCOPE_ERROR);
      g_assert_nonnull (strstr (failure->error->message, name));
    }
}

/* A whole folder at once: as many as may have windows, and the rest is counted. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ScopeLoaded) loaded = NULL;

  for (guint i = 0; i < SCOPE_LOADER_MAX_WINDOWS + 6; i++)
    g_ptr_array_add (files, app_test_get_file ("keras3/act-elu-keras3.h5"));
  g_ptr_array_add (files, app_test_get_file ("sample/EWR-2013.csv"));
  loaded = load (files);
  g_assert_cmpint (loaded->models->len, ==, SCOPE_LOADER_MAX_WINDOWS);
  g_assert_cmpint (loaded->tables->len, ==, 1);
  g_assert_cmpint (loaded->failures->len, ==, 0);
  g_assert_cmpuint (loaded->n_left_out, ==, 6);
}

/* JSON that is an architecture goes into the weights that come with it, whichever came first. */
static void
test_architecture (void)
{
  g_autoptr (GPtrArray) files = list ("several/architecture.json", "keras3/gates-keras3.keras",
                                      "several/alone.weights.h5", NULL);
  g_autoptr (ScopeLoaded) loaded = load (files);
  ScopeLoadedModel *model;

  g_assert_cmpint (loaded->failures->len, ==, 0);
  g_assert_cmpint (loaded->recipes->len, ==, 0);
  g_assert_cmpint (loaded->models->len, ==, 2);
  model = g_ptr_array_index (loaded->models, 1);
  g_assert_cmpstr (scope_model_get_name (model->model), ==, "several");
  g_assert_nonnull (scope_model_find_layer (model->model, "memory"));
  g_assert_nonnull (model->network);
  g_assert_true (g_file_equal (model->file, g_ptr_array_index (files, 2)));
}

/* One that comes alone goes into what is open. */
static void
test_architecture_alone (void)
{
  g_autoptr (GPtrArray) weights = list ("several/alone.weights.h5", NULL);
  g_autoptr (GPtrArray) architecture = list ("several/architecture.json", NULL);
  g_autoptr (ScopeLoaded) open = load (weights);
  ScopeLoadedModel *bare = g_ptr_array_index (open->models, 0);
  ScopeLoadedModel *whole;
  Answer answer = { FALSE };

  g_assert_null (bare->network);
  scope_loader_load_async (architecture, bare->model, bare->file, NULL, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_cmpint (answer.loaded->models->len, ==, 1);
  g_assert_cmpint (answer.loaded->failures->len, ==, 0);
  whole = g_ptr_array_index (answer.loaded->models, 0);
  g_assert_nonnull (whole->network);
  g_assert_true (g_file_equal (whole->file, bare->file));
  g_assert_nonnull (scope_model_get_given_architecture (whole->model));
  scope_loaded_free (answer.loaded);
}

/* With a whole model open, or none, nobody knows what it is for. */
static void
test_architecture_for_nobody (void)
{
  g_autoptr (GPtrArray) architecture = list ("several/architecture.json", NULL);
  g_autoptr (GPtrArray) files = list ("keras3/gates-keras3.keras", NULL);
  g_autoptr (ScopeLoaded) alone = load (architecture);
  g_autoptr (ScopeLoaded) open = load (files);
  ScopeLoadedModel *model = g_ptr_array_index (open->models, 0);
  ScopeLoadFailure *failure;
  Answer answer = { FALSE };

  g_assert_cmpint (alone->failures->len, ==, 1);
  failure = g_ptr_array_index (alone->failures, 0);
  scope_assert_error (failure->error, SCOPE_ERROR_NOT_A_MODEL, "architecture.json", "weights");

  scope_loader_load_async (architecture, model->model, model->file, NULL, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_cmpint (answer.loaded->models->len, ==, 0);
  g_assert_cmpint (answer.loaded->failures->len, ==, 1);
  scope_loaded_free (answer.loaded);
}

static void
test_change_rule (void)
{
  g_autoptr (GPtrArray) files = list ("keras2/hard-keras2.h5", NULL);
  g_autoptr (ScopeLoaded) open = load (files);
  ScopeLoadedModel *model = g_ptr_array_index (open->models, 0);
  ScopeLoadedModel *other;
  Answer answer = { FALSE };

  scope_loader_change_rule_async (model->model, model->file, 3, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  other = g_ptr_array_index (answer.loaded->models, 0);
  g_assert_cmpuint (scope_model_get_hard_sigmoid (model->model), ==, 2);
  g_assert_cmpuint (scope_model_get_hard_sigmoid (other->model), ==, 3);
  g_assert_nonnull (other->network);
  g_assert_true (g_file_equal (other->file, model->file));
  scope_loaded_free (answer.loaded);
}

/* A folder is one model, by itself or by its config.json; so is a list of weights in pieces. */
static void
test_several_files (void)
{
  g_autoptr (GPtrArray) files = list ("several/folder", "several/folder/config.json",
                                      "several/pieces/model.weights.json", NULL);
  g_autoptr (ScopeLoaded) loaded = load (files);

  g_assert_cmpint (loaded->failures->len, ==, 0);
  g_assert_cmpint (loaded->models->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (scope_model_get_n_parameters (
                          ((ScopeLoadedModel *) g_ptr_array_index (loaded->models, i))->model),
                      ==, 48 + 36 + 3);
}

static void
test_cancel (void)
{
  g_autoptr (GPtrArray) files = list ("keras3/gates-keras3.keras", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { FALSE };

  g_cancellable_cancel (cancellable);
  scope_loader_load_async (files, NULL, NULL, NULL, cancellable, loaded_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_null (answer.loaded);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

static ScopeRecipe *
join (ScopeSession *session, ScopeRecipe *given)
{
  Answer answer = { FALSE };

  scope_loader_join_async (scope_session_get_model (session), scope_session_get_network (session),
                           NULL, scope_session_get_series (session), given, NULL, joined_cb,
                           &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  return answer.recipe;
}

/* What a person changed is there the next time that the same model and table are opened. */
static void
test_kept_recipe (void)
{
  ScopeSession *session = app_test_open ("sample/sample.keras", "sample/EWR-2013.csv", NULL);
  ScopeModel *model = scope_session_get_model (session);
  ScopeSeries *series = scope_session_get_series (session);
  g_autoptr (ScopeRecipe) guessed = join (session, NULL);
  g_autoptr (ScopeRecipe) changed = scope_recipe_copy (guessed);
  g_autoptr (ScopeRecipe) kept = NULL;
  g_autoptr (ScopeRecipe) next = NULL;
  g_autofree char *name = scope_recipe_store_dup_file_name (model, series);
  guint lead = scope_recipe_get_target (guessed, 0)->lead_steps;

  g_assert_cmpstr (name, ==, "sample.EWR-2013.recipe.json");
  g_assert_null (scope_recipe_store_load (model, series));
  scope_recipe_set_target_lead (changed, 0, lead + 5);
  scope_recipe_store_save (model, series, changed);
  app_test_wait_until ((kept = scope_recipe_store_load (model, series)) != NULL, 10);

  next = join (session, NULL);
  g_assert_cmpuint (scope_recipe_get_target (next, 0)->lead_steps, ==, lead + 5);
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/loader/several", test_several);
  g_test_add_func ("/loader/bytes-decide", test_bytes_decide);
  g_test_add_func ("/loader/netcdf", test_netcdf);
  g_test_add_func ("/loader/failures", test_failures);
  g_test_add_func ("/loader/many", test_many);
  g_test_add_func ("/loader/architecture", test_architecture);
  g_test_add_func ("/loader/architecture-alone", test_architecture_alone);
  g_test_add_func ("/loader/architecture-for-nobody", test_architecture_for_nobody);
  g_test_add_func ("/loader/change-rule", test_change_rule);
  g_test_add_func ("/loader/several-files", test_several_files);
  g_test_add_func ("/loader/cancel", test_cancel);
  g_test_add_func ("/loader/kept-recipe", test_kept_recipe);
  return g_test_run ();
}
