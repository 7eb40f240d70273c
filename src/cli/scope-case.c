/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-case.h"

#include "scope-cli.h"
#include "scope-facts.h"

#include <glib/gi18n.h>

static ScopeFeed *
open_feed (ScopeModel *model, ScopeNetwork *network, const char *table_path,
           const char *recipe_path, GError **error)
{
  g_autoptr (ScopeFacts) facts = scope_facts_new (model, network);
  g_autoptr (ScopeRecipe) recipe = NULL;
  g_autoptr (ScopeSeries) series = NULL;

  recipe = recipe_path != NULL ? scope_recipe_load (recipe_path, error) : scope_recipe_new ();
  if (recipe == NULL)
    return NULL;
  series = scope_series_read (table_path, scope_recipe_get_reading (recipe), NULL, NULL, error);
  if (series == NULL)
    return NULL;
  if (!scope_recipe_complete (recipe, series, scope_facts_get (facts), error))
    return NULL;
  return scope_feed_new (series, recipe, scope_facts_get (facts), error);
}

ScopeCase *
scope_case_open (const char *model_path, const char *table_path, const char *recipe_path,
                 const ScopeCliReading *reading, GError **error)
{
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autoptr (ScopeFeed) feed = NULL;
  const char *const *remarks;
  ScopeCase *self;

  model = scope_cli_open_model (model_path, reading, error);
  if (model == NULL)
    return NULL;
  network = scope_network_new (model, error);
  if (network == NULL)
    return NULL;
  feed = open_feed (model, network, table_path, recipe_path, error);
  if (feed == NULL)
    return NULL;

  remarks = scope_feed_get_remarks (feed);
  for (guint i = 0; remarks != NULL && remarks[i] != NULL; i++)
    scope_cli_remark (remarks[i]);

  self = g_new0 (ScopeCase, 1);
  self->network = g_steal_pointer (&network);
  self->feed = g_steal_pointer (&feed);
  return self;
}

void
scope_case_free (ScopeCase *self)
{
  g_clear_pointer (&self->network, scope_network_unref);
  g_clear_pointer (&self->feed, scope_feed_unref);
  g_free (self);
}
