/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"
#include "scope-unit-data.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_INSPECTOR (scope_unit_inspector_get_type ())
G_DECLARE_FINAL_TYPE (ScopeUnitInspector, scope_unit_inspector, SCOPE, UNIT_INSPECTOR, AdwBin)

/**
 * ScopeUnitInspector:
 *
 * The session's unit: in a sentence, its memory and bias, what it listens to, which units drive it and which it drives, and how
 * the layer after it reads it. Without a unit it names the next step and says what the gates do.
 */
void scope_unit_inspector_set_session (ScopeUnitInspector *self, ScopeSession *session);
/* Of the layer whose gates the session has; NULL while it is computed. */
void scope_unit_inspector_set_data (ScopeUnitInspector *self, ScopeUnitData *data);

G_END_DECLS
