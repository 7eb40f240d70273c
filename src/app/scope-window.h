/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_WINDOW (scope_window_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWindow, scope_window, SCOPE, WINDOW, AdwApplicationWindow)

/**
 * ScopeWindow:
 *
 * The frame: header bar, model browser on the left, the page in front, its inspector on the right.
 *
 * Its actions, which any widget in it may name: win.open, win.open-table, win.open-recipe, win.save-recipe,
 * win.open-sample, win.open-uri (s), win.page (s: "model", "gates", "run", "look-back"), win.browser, win.inspector,
 * win.search, win.start, win.undo, win.redo, win.cancel, win.close.
 */
ScopeWindow *scope_window_new (GtkApplication *application) G_GNUC_WARN_UNUSED_RESULT;

ScopeSession *scope_window_get_session (ScopeWindow *self);

/**
 * scope_window_open:
 * @files: (element-type GFile): models, tables and recipes in any order
 *
 * Opens them here; of several models or several tables all but the first in windows of their own.
 */
void scope_window_open (ScopeWindow *self, GPtrArray *files);

/* "model", "gates", "run" or "look-back". FALSE for any other name. */
gboolean scope_window_show_page (ScopeWindow *self, const char *name);
const char *scope_window_get_page (ScopeWindow *self);
/* The same, and what is opened next does not lead to another page (command line). */
void scope_window_set_first_page (ScopeWindow *self, const char *name);

G_END_DECLS
