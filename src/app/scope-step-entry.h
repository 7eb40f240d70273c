/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_STEP_ENTRY (scope_step_entry_get_type ())
G_DECLARE_FINAL_TYPE (ScopeStepEntry, scope_step_entry, SCOPE, STEP_ENTRY, AdwBin)

/**
 * ScopeStepEntry:
 *
 * "One step is 1 h": how long a step of the model is, for times on the clock, where no table says so. What is typed goes into the
 * session and is remembered for this model. Not shown while a recipe knows the step.
 */
GtkWidget *scope_step_entry_new (ScopeSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
