/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"

G_BEGIN_DECLS

/**
 * scope_turns_find_obstacle:
 * @path: of a recurrent layer of @model
 * @gates: of that layer
 *
 * Why a unit that answers the opposite is not the same unit in disguise: its candidate and its state go through a function that is not odd,
 * or what it answers does, before weights read it.
 *
 * Returns: (nullable): a sentence, static and translated; %NULL where nothing stands against it
 */
const char *scope_turns_find_obstacle (ScopeModel *model, const char *path, ScopeGates *gates);

G_END_DECLS
