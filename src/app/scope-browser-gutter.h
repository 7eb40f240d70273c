/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-browser-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_BROWSER_GUTTER (scope_browser_gutter_get_type ())
G_DECLARE_FINAL_TYPE (ScopeBrowserGutter, scope_browser_gutter, SCOPE, BROWSER_GUTTER, GtkWidget)

/**
 * ScopeBrowserGutter: the lines of the graph beside a row of the browser: which tensor comes from which layer above and goes on to
 * which below. As wide as there are lines; nothing for a model whose layers are a row.
 */
GtkWidget *scope_browser_gutter_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @item: (nullable) */
void scope_browser_gutter_set_item (ScopeBrowserGutter *self, ScopeBrowserItem *item);

G_END_DECLS
