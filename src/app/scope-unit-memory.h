/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"
#include "scope-unit-data.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_MEMORY (scope_unit_memory_get_type ())
G_DECLARE_FINAL_TYPE (ScopeUnitMemory, scope_unit_memory, SCOPE, UNIT_MEMORY, AdwBin)

/**
 * ScopeUnitMemory:
 *
 * How long the session's unit remembers: by the bias of the gate that keeps, beside all units of its layer and untrained ones, and as
 * the session's run measured it, with a warning where the two disagree. Of a cell without such a gate, how strongly it hears.
 */
void scope_unit_memory_set_session (ScopeUnitMemory *self, ScopeSession *session);
/* The layer's; NULL: none. */
void scope_unit_memory_set_data (ScopeUnitMemory *self, ScopeUnitData *data);

G_END_DECLS
