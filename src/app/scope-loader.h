/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"
#include "scope-recipe.h"
#include "scope-series.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* As many windows as one opening makes: a folder of models that was selected whole by mistake stays a mistake that can be closed. */
#define SCOPE_LOADER_MAX_WINDOWS 24

/**
 * ScopeLoadedModel:
 * @file: where it came from
 * @model: as its file has it
 * @network: (nullable): compiled; else @network_error says why not
 */
typedef struct
{
  GFile *file;
  ScopeModel *model;
  ScopeNetwork *network;
  GError *network_error;
} ScopeLoadedModel;

/* A table and where it came from. */
typedef struct
{
  GFile *file;
  ScopeSeries *series;
} ScopeLoadedTable;

/* The architecture of a model, for one whose file holds weights alone. */
typedef struct
{
  GFile *file;
  char *text; /* JSON */
} ScopeLoadedArchitecture;

/* A file that could not be opened and why. */
typedef struct
{
  GFile *file;
  GError *error;
} ScopeLoadFailure;

/**
 * ScopeLoaded:
 * @models: (element-type ScopeLoadedModel):
 * @tables: (element-type ScopeLoadedTable):
 * @recipes: (element-type ScopeRecipe): not yet completed for a model and a table
 * @architectures: (element-type ScopeLoadedArchitecture): those that went into one of @models
 * @failures: (element-type ScopeLoadFailure):
 * @n_left_out: files that were not read, because SCOPE_LOADER_MAX_WINDOWS models or tables were
 *
 * What became of some files, each kind in the order in which the files were given.
 */
typedef struct
{
  GPtrArray *models;
  GPtrArray *tables;
  GPtrArray *recipes;
  GPtrArray *architectures;
  GPtrArray *failures;
  guint n_left_out;
} ScopeLoaded;

void scope_loaded_free (ScopeLoaded *self);

/**
 * scope_loader_load_async:
 * @files: (element-type GFile): models, tables, recipes and architectures in any order; their bytes decide which is what
 * @open_model: (nullable): the model that is open already, for an architecture that comes alone
 * @open_file: (nullable): where that came from
 * @progress: (nullable): of the file under way, or of all files where there are many
 * @cancellable: (nullable): ends the reader at once
 *
 * Reads on another thread: recipes first, because they say how a table is read, then tables, then
 * models. One file's fault does not keep the others from being opened. An architecture makes of a model whose file holds weights
 * alone a new one: of those among @files, else of @open_model, which then is among the models that come back.
 */
void scope_loader_load_async (GPtrArray *files, ScopeModel *open_model, GFile *open_file,
                              ScopeProgress *progress, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);

/* One table, read as @recipe says, which comes back with it. */
void scope_loader_load_table_async (GFile *file, ScopeRecipe *recipe, ScopeProgress *progress,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * scope_loader_change_rule_async:
 * @model: an open model
 * @file: (nullable): where it came from
 * @hard_sigmoid: as scope_model_with_hard_sigmoid() takes it
 *
 * Makes the model anew with that rule, compiled; scope_loader_load_finish() has it.
 */
void scope_loader_change_rule_async (ScopeModel *model, GFile *file, guint hard_sigmoid,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
/* @error: only that it was cancelled. */
ScopeLoaded *
scope_loader_load_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_loader_join_async:
 * @model: a model
 * @network: (nullable): the same, compiled
 * @model_file: (nullable): where it came from
 * @series: a table
 * @recipe: (nullable): what the person opened for the two; %NULL: the one that was kept for them, else the one beside the
 *     model's file, else a guess
 *
 * Makes on another thread a recipe that joins model and table and leaves nothing open; one that was kept and for which the table has
 * to be read otherwise comes back as it is (see scope_loader_is_read_as_said()).
 */
void scope_loader_join_async (ScopeModel *model, ScopeNetwork *network, GFile *model_file,
                              ScopeSeries *series, ScopeRecipe *recipe, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
/* @error: SCOPE_ERROR_RECIPE as scope_recipe_complete() and scope_recipe_new_guess() set it */
ScopeRecipe *
scope_loader_join_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @series was read as @recipe says. */
gboolean scope_loader_is_read_as_said (ScopeSeries *series, ScopeRecipe *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeLoaded, scope_loaded_free)

G_END_DECLS
