/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-cli.h"
#include "scope-feed.h"
#include "scope-network.h"

G_BEGIN_DECLS

/**
 * ScopeCase: a model, a table and the recipe that joins them, ready to run.
 */
typedef struct
{
  ScopeNetwork *network;
  ScopeFeed *feed;
} ScopeCase;

/**
 * scope_case_open:
 * @model_path: a model that can be run
 * @table_path: a table
 * @recipe_path: (nullable): what it leaves open, or all, is found and said on standard error
 * @reading: how the model is read
 */
ScopeCase *
scope_case_open (const char *model_path, const char *table_path, const char *recipe_path,
                 const ScopeCliReading *reading, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scope_case_free (ScopeCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeCase, scope_case_free)

G_END_DECLS
