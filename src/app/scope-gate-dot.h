/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-palette.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_GATE_DOT (scope_gate_dot_get_type ())
G_DECLARE_FINAL_TYPE (ScopeGateDot, scope_gate_dot, SCOPE, GATE_DOT, GtkWidget)

/**
 * ScopeGateDot:
 *
 * A gate's colour as a dot beside its name: in headings, rows and legends. Property "hue" (int, a ScopeHue). It says nothing
 * that the name beside it does not say, so those who hear the window do not meet it.
 */
GtkWidget *scope_gate_dot_new (ScopeHue hue) G_GNUC_WARN_UNUSED_RESULT;
void scope_gate_dot_set_hue (ScopeGateDot *self, ScopeHue hue);

/* The hue of a cell's gate: i, f, c, o have their own; of a GRU, z is of f's kind (how much is kept), r of i's (what is let
 * in), h is the candidate. */
ScopeHue scope_gate_dot_find_hue (ScopeGates *gates, guint gate);

G_END_DECLS
