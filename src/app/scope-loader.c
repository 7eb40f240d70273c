/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-loader.h"

#include "scope-error.h"
#include "scope-facts.h"
#include "scope-netcdf.h"
#include "scope-reader.h"
#include "scope-recipe-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* No JSON that Keras writes comes near. */
#define MAX_JSON_BYTES (64 * 1024 * 1024)

typedef struct
{
  GPtrArray *files;
  ScopeModel *open_model;
  GFile *open_file;
  guint hard_sigmoid;
  ScopeRecipe *recipe; /* nullable: as if it were among the files */
  ScopeProgress *progress;
} LoadData;

typedef struct
{
  ScopeModel *model;
  ScopeNetwork *network;
  GFile *model_file;
  ScopeSeries *series;
  ScopeRecipe *recipe;
} JoinData;

static void
loaded_model_free (gpointer data)
{
  ScopeLoadedModel *loaded = data;

  g_clear_object (&loaded->file);
  g_clear_pointer (&loaded->model, scope_model_unref);
  g_clear_pointer (&loaded->network, scope_network_unref);
  g_clear_error (&loaded->network_error);
  g_free (loaded);
}

static void
loaded_table_free (gpointer data)
{
  ScopeLoadedTable *loaded = data;

  g_clear_object (&loaded->file);
  g_clear_pointer (&loaded->series, scope_series_unref);
  g_free (loaded);
}

static void
loaded_architecture_free (gpointer data)
{
  ScopeLoadedArchitecture *loaded = data;

  g_clear_object (&loaded->file);
  g_free (loaded->text);
  g_free (loaded);
}

static void
load_failure_free (gpointer data)
{
  ScopeLoadFailure *failure = data;

  g_clear_object (&failure->file);
  g_clear_error (&failure->error);
  g_free (failure);
}

static ScopeLoaded *
loaded_new (void)
{
  ScopeLoaded *self = g_new0 (ScopeLoaded, 1);

  self->models = g_ptr_array_new_with_free_func (loaded_model_free);
  self->tables = g_ptr_array_new_with_free_func (loaded_table_free);
  self->recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_recipe_unref);
  self->architectures = g_ptr_array_new_with_free_func (loaded_architecture_free);
  self->failures = g_ptr_array_new_with_free_func (load_failure_free);
  return self;
}

void
scope_loaded_free (ScopeLoaded *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->recipes);
  g_ptr_array_unref (self->architectures);
  g_ptr_array_unref (self->failures);
  g_free (self);
}

static void
load_data_free (gpointer user_data)
{
  LoadData *data = user_data;

  g_clear_pointer (&data->files, g_ptr_array_unref);
  g_clear_pointer (&data->open_model, scope_model_unref);
  g_clear_object (&data->open_file);
  g_clear_pointer (&data->recipe, scope_recipe_unref);
  g_clear_object (&data->progress);
  g_free (data);
}

static void
join_data_free (gpointer user_data)
{
  JoinData *data = user_data;

  g_clear_pointer (&data->model, scope_model_unref);
  g_clear_pointer (&data->network, scope_network_unref);
  g_clear_object (&data->model_file);
  g_clear_pointer (&data->series, scope_series_unref);
  g_clear_pointer (&data->recipe, scope_recipe_unref);
  g_free (data);
}

/* Of many files the progress is theirs, of a few that of the one under way. */
#define FEW_FILES 4

/* When a kind of file has its turn: a recipe says how tables are read. */
typedef enum
{
  TURN_RECIPES,
  TURN_TABLES,
  TURN_MODELS,
  N_TURNS,
} Turn;

static Turn
get_turn (ScopeFileKind kind)
{
  switch (kind)
    {
    case SCOPE_FILE_JSON:
      return TURN_RECIPES;
    case SCOPE_FILE_TEXT:
    case SCOPE_FILE_NETCDF: /* a classic one, for which the table's reading has the advice */
      return TURN_TABLES;
    case SCOPE_FILE_HDF5:
    case SCOPE_FILE_ARCHIVE:
    case SCOPE_FILE_SEVERAL:
    case SCOPE_FILE_LFS:
    case SCOPE_FILE_NPY:
    case SCOPE_FILE_EMPTY:
    case SCOPE_FILE_UNKNOWN:
    default:
      /* The reader has the words for what none of Keras's files is. */
      return TURN_MODELS;
    }
}

/* The recipe that was opened together with the table: the one made for a table of its name, else the
 * first. */
static ScopeRecipe *
find_recipe (ScopeLoaded *loaded, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  for (guint i = 0; i < loaded->recipes->len; i++)
    {
      ScopeRecipe *recipe = g_ptr_array_index (loaded->recipes, i);

      if (g_strcmp0 (scope_recipe_get_table_name (recipe), name) == 0)
        return recipe;
    }
  return loaded->recipes->len > 0 ? g_ptr_array_index (loaded->recipes, 0) : NULL;
}

/* The text where it is an architecture; NULL where it is something else, or cannot be read. */
static char *
read_architecture (const char *path)
{
  GStatBuf status;
  g_autofree char *text = NULL;
  gsize n_bytes;

  if (g_stat (path, &status) != 0 || status.st_size > MAX_JSON_BYTES
      || !g_file_get_contents (path, &text, &n_bytes, NULL)
      || !scope_model_is_architecture (text, (gssize) n_bytes))
    return NULL;
  return g_steal_pointer (&text);
}

static gboolean
load_json (ScopeLoaded *loaded, GFile *file, const char *path, GError **error)
{
  char *text = read_architecture (path);
  ScopeRecipe *recipe;

  if (text != NULL)
    {
      ScopeLoadedArchitecture *architecture = g_new0 (ScopeLoadedArchitecture, 1);

      architecture->file = g_object_ref (file);
      architecture->text = text;
      g_ptr_array_add (loaded->architectures, architecture);
      return TRUE;
    }

  recipe = scope_recipe_load (path, error);
  if (recipe == NULL)
    return FALSE;
  g_ptr_array_add (loaded->recipes, recipe);
  return TRUE;
}

static void
add_table (ScopeLoaded *loaded, GFile *file, ScopeSeries *series)
{
  ScopeLoadedTable *table = g_new0 (ScopeLoadedTable, 1);

  table->file = g_object_ref (file);
  table->series = series;
  g_ptr_array_add (loaded->tables, table);
}

static const ScopeReading *
find_reading (ScopeLoaded *loaded, GFile *file)
{
  ScopeRecipe *recipe = find_recipe (loaded, file);

  return recipe != NULL ? scope_recipe_get_reading (recipe) : NULL;
}

static gboolean
load_table (ScopeLoaded *loaded, GFile *file, const char *path, ScopeProgress *progress,
            GCancellable *cancellable, GError **error)
{
  ScopeSeries *series =
      scope_series_read (path, find_reading (loaded, file), cancellable, progress, error);

  if (series == NULL)
    return FALSE;
  add_table (loaded, file, series);
  return TRUE;
}

static ScopeLoadedModel *
loaded_model_new (GFile *file, ScopeModel *model)
{
  ScopeLoadedModel *loaded = g_new0 (ScopeLoadedModel, 1);

  g_set_object (&loaded->file, file);
  loaded->model = scope_model_ref (model);
  loaded->network = scope_network_new (model, &loaded->network_error);
  return loaded;
}

static gboolean
load_model (ScopeLoaded *loaded, GFile *file, const char *path, ScopeProgress *progress,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;

  image = scope_reader_open (path, SCOPE_READER_WHOLE, cancellable, progress, error);
  if (image == NULL)
    return FALSE;
  /* netCDF-4 is HDF5, too. */
  if (scope_netcdf_is_table (image))
    {
      ScopeSeries *series = scope_netcdf_read_image (image, find_reading (loaded, file), error);

      if (series == NULL)
        return FALSE;
      add_table (loaded, file, series);
      return TRUE;
    }
  model = scope_model_new (image, error);
  if (model == NULL)
    return FALSE;
  g_ptr_array_add (loaded->models, loaded_model_new (file, model));
  return TRUE;
}

/* A path on this machine, also for places that GVfs mounts. */
static char *
get_path (GFile *file, GError **error)
{
  g_autofree char *name = NULL;
  char *path = g_file_get_path (file);

  if (path != NULL)
    return path;
  name = g_file_get_parse_name (file);
  scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, _ ("a place that is not on this computer"),
                   _ ("a file on this computer"), _ ("copy it into a folder first"));
  return NULL;
}

static gboolean
load_file (ScopeLoaded *loaded, GFile *file, Turn turn, ScopeProgress *progress,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *path = get_path (file, error);

  if (path == NULL)
    return FALSE;
  if (turn == TURN_RECIPES)
    return load_json (loaded, file, path, error);
  if (turn == TURN_TABLES)
    return load_table (loaded, file, path, progress, cancellable, error);
  return load_model (loaded, file, path, progress, cancellable, error);
}

static void
add_failure (ScopeLoaded *loaded, GFile *file, GError *error)
{
  ScopeLoadFailure *failure = g_new0 (ScopeLoadFailure, 1);

  failure->file = g_object_ref (file);
  failure->error = error;
  g_ptr_array_add (loaded->failures, failure);
}

/* Puts @architecture into the model at @index, which may be the open one. */
static gboolean
use_architecture (ScopeLoaded *loaded, guint index, const ScopeLoadedArchitecture *architecture,
                  GError **error)
{
  ScopeLoadedModel *bare = g_ptr_array_index (loaded->models, index);
  g_autoptr (ScopeModel) model =
      scope_model_with_architecture (bare->model, architecture->text, error);
  ScopeLoadedModel *whole;

  if (model == NULL)
    return FALSE;
  whole = loaded_model_new (bare->file, model);
  loaded_model_free (bare);
  g_ptr_array_index (loaded->models, index) = whole;
  return TRUE;
}

/* The k-th architecture goes to the k-th model that holds weights alone; where the files bring no model, to the open one. */
static void
use_architectures (ScopeLoaded *loaded, const LoadData *data)
{
  guint next = 0;

  if (loaded->architectures->len == 0)
    return;
  if (loaded->models->len == 0 && data->open_model != NULL)
    {
      ScopeLoadedModel *open = g_new0 (ScopeLoadedModel, 1);

      g_set_object (&open->file, data->open_file);
      open->model = scope_model_ref (data->open_model);
      g_ptr_array_add (loaded->models, open);
    }

  for (guint i = 0; i < loaded->architectures->len; i++)
    {
      const ScopeLoadedArchitecture *architecture = g_ptr_array_index (loaded->architectures, i);
      g_autofree char *name = g_file_get_parse_name (architecture->file);
      GError *error = NULL;
      gboolean done = FALSE;

      while (next < loaded->models->len
             && !scope_model_is_weights_only (
                 ((ScopeLoadedModel *) g_ptr_array_index (loaded->models, next))->model))
        next++;
      if (next < loaded->models->len)
        done = use_architecture (loaded, next++, architecture, &error);
      else
        scope_error_set (&error, SCOPE_ERROR_NOT_A_MODEL, name,
                         _ ("the architecture of a model, without weights"),
                         _ ("a file of weights alone to which it belongs"),
                         _ ("Open that file first, or both together."));
      if (!done)
        {
          add_failure (loaded, architecture->file, error);
          g_ptr_array_remove_index (loaded->architectures, i--);
        }
    }

  /* The open model, of which nothing became. */
  for (guint i = 0; i < loaded->models->len; i++)
    if (((ScopeLoadedModel *) g_ptr_array_index (loaded->models, i))->model == data->open_model)
      g_ptr_array_remove_index (loaded->models, i--);
}

static void
change_rule (GTask *task, const LoadData *data)
{
  g_autoptr (ScopeLoaded) loaded = loaded_new ();
  GError *error = NULL;
  g_autoptr (ScopeModel) model =
      scope_model_with_hard_sigmoid (data->open_model, data->hard_sigmoid, &error);

  if (model == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_add (loaded->models, loaded_model_new (data->open_file, model));
  g_task_return_pointer (task, g_steal_pointer (&loaded), (GDestroyNotify) scope_loaded_free);
}

/* Each model has a window of its own, and so has each table where there are more of these. */
static gboolean
is_full (GPtrArray *loaded)
{
  return loaded->len >= SCOPE_LOADER_MAX_WINDOWS;
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  LoadData *data = task_data;
  g_autoptr (ScopeLoaded) loaded = NULL;
  g_autofree Turn *turns = NULL;
  gboolean many;
  guint n_done = 0;

  if (data->files == NULL)
    {
      change_rule (task, data);
      return;
    }

  many = data->files->len > FEW_FILES;
  loaded = loaded_new ();
  if (data->recipe != NULL)
    g_ptr_array_add (loaded->recipes, scope_recipe_ref (data->recipe));
  turns = g_new (Turn, data->files->len);
  for (guint i = 0; i < data->files->len; i++)
    {
      GFile *file = g_ptr_array_index (data->files, i);
      GError *error = NULL;
      g_autofree char *path = get_path (file, &error);
      ScopeFileKind kind;

      turns[i] = N_TURNS;
      if (path != NULL && scope_reader_sniff (path, &kind, &error))
        turns[i] = get_turn (kind);
      else
        add_failure (loaded, file, error);
    }

  for (Turn turn = 0; turn < N_TURNS; turn++)
    for (guint i = 0; i < data->files->len; i++)
      {
        GFile *file = g_ptr_array_index (data->files, i);
        GError *error = NULL;

        if (turns[i] != turn)
          continue;
        if (g_task_return_error_if_cancelled (task))
          return;
        if (is_full (turn == TURN_MODELS ? loaded->models : loaded->tables))
          {
            loaded->n_left_out++;
            continue;
          }
        if (!load_file (loaded, file, turn, many ? NULL : data->progress, cancellable, &error))
          add_failure (loaded, file, error);
        if (many)
          scope_progress_report (data->progress, ++n_done, data->files->len);
      }
  use_architectures (loaded, data);

  g_task_return_pointer (task, g_steal_pointer (&loaded), (GDestroyNotify) scope_loaded_free);
}

static void
start (LoadData *data, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, data, load_data_free);
  g_task_run_in_thread (task, load_thread);
}

void
scope_loader_load_async (GPtrArray *files, ScopeModel *open_model, GFile *open_file,
                         ScopeProgress *progress, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  LoadData *data;

  g_return_if_fail (files != NULL);

  data = g_new0 (LoadData, 1);
  data->files = g_ptr_array_ref (files);
  data->open_model = open_model != NULL ? scope_model_ref (open_model) : NULL;
  g_set_object (&data->open_file, open_file);
  g_set_object (&data->progress, progress);
  start (data, scope_loader_load_async, cancellable, callback, user_data);
}

void
scope_loader_load_table_async (GFile *file, ScopeRecipe *recipe, ScopeProgress *progress,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  LoadData *data;

  g_return_if_fail (G_IS_FILE (file) && recipe != NULL);

  data = g_new0 (LoadData, 1);
  data->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (data->files, g_object_ref (file));
  data->recipe = scope_recipe_ref (recipe);
  g_set_object (&data->progress, progress);
  start (data, scope_loader_load_table_async, cancellable, callback, user_data);
}

void
scope_loader_change_rule_async (ScopeModel *model, GFile *file, guint hard_sigmoid,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  LoadData *data;

  g_return_if_fail (model != NULL);

  data = g_new0 (LoadData, 1);
  data->open_model = scope_model_ref (model);
  g_set_object (&data->open_file, file);
  data->hard_sigmoid = hard_sigmoid;
  start (data, scope_loader_change_rule_async, cancellable, callback, user_data);
}

ScopeLoaded *
scope_loader_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The recipe that was saved beside the model's file, or NULL. */
static ScopeRecipe *
load_neighbour (JoinData *data)
{
  g_autofree char *name = scope_recipe_store_dup_file_name (data->model, data->series);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  folder = data->model_file != NULL ? g_file_get_parent (data->model_file) : NULL;
  if (folder == NULL)
    return NULL;
  file = g_file_get_child (folder, name);
  path = g_file_get_path (file);
  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  return scope_recipe_load (path, NULL);
}

gboolean
scope_loader_is_read_as_said (ScopeSeries *series, ScopeRecipe *recipe)
{
  g_return_val_if_fail (series != NULL && recipe != NULL, FALSE);

  return scope_recipe_get_reading (recipe) == NULL
         || scope_reading_agrees (scope_recipe_get_reading (recipe),
                                  scope_series_get_reading (series));
}

static ScopeRecipe *
complete (JoinData *data, ScopeRecipe *recipe, const ScopeModelFacts *facts, GError **error)
{
  g_autoptr (ScopeRecipe) copy = NULL;

  if (recipe == NULL)
    return NULL;
  copy = scope_recipe_copy (recipe);
  /* Nothing can be found in a table that was read otherwise. */
  if (!scope_loader_is_read_as_said (data->series, recipe))
    return g_steal_pointer (&copy);
  if (!scope_recipe_complete (copy, data->series, facts, error))
    return NULL;
  return g_steal_pointer (&copy);
}

static void
join_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  JoinData *data = task_data;
  g_autoptr (ScopeFacts) facts = scope_facts_new (data->model, data->network);
  g_autoptr (ScopeRecipe) found = NULL;
  ScopeRecipe *recipe = NULL;
  GError *error = NULL;

  if (data->recipe != NULL)
    {
      /* The table has just been read for it. */
      recipe = scope_recipe_copy (data->recipe);
      if (!scope_recipe_complete (recipe, data->series, scope_facts_get (facts), &error))
        g_clear_pointer (&recipe, scope_recipe_unref);
    }
  else
    {
      /* What was kept and does not fit any more is no reason to refuse the two files. */
      found = scope_recipe_store_load (data->model, data->series);
      recipe = complete (data, found, scope_facts_get (facts), NULL);
      if (recipe == NULL)
        {
          g_clear_pointer (&found, scope_recipe_unref);
          found = load_neighbour (data);
          recipe = complete (data, found, scope_facts_get (facts), NULL);
        }
      if (recipe == NULL)
        recipe = scope_recipe_new_guess (data->series, scope_facts_get (facts), &error);
    }

  if (recipe != NULL)
    g_task_return_pointer (task, recipe, (GDestroyNotify) scope_recipe_unref);
  else
    g_task_return_error (task, error);
}

void
scope_loader_join_async (ScopeModel *model, ScopeNetwork *network, GFile *model_file,
                         ScopeSeries *series, ScopeRecipe *recipe, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  JoinData *data;

  g_return_if_fail (model != NULL && series != NULL);

  data = g_new0 (JoinData, 1);
  data->model = scope_model_ref (model);
  data->network = network != NULL ? scope_network_ref (network) : NULL;
  g_set_object (&data->model_file, model_file);
  data->series = scope_series_ref (series);
  data->recipe = recipe != NULL ? scope_recipe_copy (recipe) : NULL;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_loader_join_async);
  g_task_set_task_data (task, data, join_data_free);
  g_task_run_in_thread (task, join_thread);
}

ScopeRecipe *
scope_loader_join_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
