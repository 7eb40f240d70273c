/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-scaling.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_SCALING_EDITOR (scope_scaling_editor_get_type ())
G_DECLARE_FINAL_TYPE (ScopeScalingEditor, scope_scaling_editor, SCOPE, SCALING_EDITOR, AdwBin)

/**
 * ScopeScalingEditor:
 *
 * How one column is scaled, typed in: none, standard (mean and scale), min–max (least and greatest
 * value, and what they become).
 */
GtkWidget *scope_scaling_editor_new (void) G_GNUC_WARN_UNUSED_RESULT;
void scope_scaling_editor_set (ScopeScalingEditor *self, const ScopeScaling *scaling);
/* Whether the person has changed anything since scope_scaling_editor_set(). */
gboolean scope_scaling_editor_get_changed (ScopeScalingEditor *self);

/**
 * scope_scaling_editor_get:
 * @scaling: (out): what is typed
 * @error: SCOPE_ERROR_RECIPE: which number, what was found, what was expected
 */
gboolean scope_scaling_editor_get (ScopeScalingEditor *self, ScopeScaling *scaling, GError **error);

G_END_DECLS
