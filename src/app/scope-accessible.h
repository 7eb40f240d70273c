/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * scope_accessible_track:
 * @widget: a child of a stack, a revealer's content, a pane that can be closed
 *
 * Keeps @widget hidden for assistive technologies for as long as it is not on screen. GTK 4.8 tells them only of widgets
 * that are made invisible, not of those that their stack does not show.
 */
void scope_accessible_track (GtkWidget *widget);

/* The same for every page of @stack that is there now. */
void scope_accessible_track_stack (GtkStack *stack);

G_END_DECLS
