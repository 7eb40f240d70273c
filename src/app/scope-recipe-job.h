/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"
#include "scope-recipe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * scope_recipe_job_start:
 * @network: the model
 * @series: the table
 * @recipe: as the person changed it; copied
 * @fits: whether all scalings are computed anew, as @kind
 *
 * Checks a changed recipe against model and table on another thread, and finds what it leaves open.
 */
void scope_recipe_job_start (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe,
                             gboolean fits, ScopeScalingKind kind, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
/* @error: as scope_recipe_complete() and scope_recipe_fit_scaling(), and where no window comes of
 * it */
ScopeRecipe *
scope_recipe_job_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
