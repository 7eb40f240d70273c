/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model-facts.h"
#include "scope-network.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_FACTS (scope_facts_get_type ())

/**
 * ScopeFacts:
 *
 * What a recipe must know of a model, taken from the model: the joint between src/weather and src/model. Refcounted,
 * immutable.
 */
typedef struct _ScopeFacts ScopeFacts;

GType scope_facts_get_type (void);

/**
 * scope_facts_new:
 * @model: any model
 * @network: (nullable): the same, compiled; without it the shapes are those that the file states
 */
ScopeFacts *scope_facts_new (ScopeModel *model, ScopeNetwork *network) G_GNUC_WARN_UNUSED_RESULT;
ScopeFacts *scope_facts_ref (ScopeFacts *self);
void scope_facts_unref (ScopeFacts *self);

/* For scope_recipe_new_guess(), scope_recipe_complete() and scope_feed_new(). */
const ScopeModelFacts *scope_facts_get (ScopeFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeFacts, scope_facts_unref)

G_END_DECLS
