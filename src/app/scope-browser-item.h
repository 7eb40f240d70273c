/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-browser-rails.h"
#include "scope-model.h"
#include "scope-palette.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_BROWSER_ITEM (scope_browser_item_get_type ())
G_DECLARE_FINAL_TYPE (ScopeBrowserItem, scope_browser_item, SCOPE, BROWSER_ITEM, GObject)

/**
 * ScopeBrowserItem:
 *
 * A row of the model browser: a layer, one of its matrices, or one gate of a matrix. Immutable, no widget.
 */
ScopeBrowserItem *scope_browser_item_new (ScopeModel *model, guint layer) G_GNUC_WARN_UNUSED_RESULT;
/* All layers of @model at once, with the lines of its graph. (element-type ScopeBrowserItem) */
GPtrArray *scope_browser_item_list (ScopeModel *model) G_GNUC_WARN_UNUSED_RESULT;

/* The row that it is under; NULL for a layer of the model itself. */
ScopeBrowserItem *scope_browser_item_get_parent (ScopeBrowserItem *self);
/* The lines beside a layer of a graph, how many are side by side there; NULL and 0 for other rows and in a plain row of layers. */
const ScopeRails *scope_browser_item_get_rails (ScopeBrowserItem *self);
guint scope_browser_item_get_n_lanes (ScopeBrowserItem *self);

/* As the session has it: path of the layer, matrix and gate or -1. */
const char *scope_browser_item_get_path (ScopeBrowserItem *self);
int scope_browser_item_get_matrix (ScopeBrowserItem *self);
int scope_browser_item_get_gate (ScopeBrowserItem *self);
gboolean scope_browser_item_is_layer (ScopeBrowserItem *self);
/* The layer of a layer's row, else NULL. The item keeps it. */
ScopeLayer *scope_browser_item_get_layer (ScopeBrowserItem *self);
/* Shown texts, all of them translated: what it is called ("lstm", "W", "forget f"), what stands beside it ("LSTM · 32
 * units", "14 × 128"), and for a layer what stands under it ("→ 24 × 32 · 6 144 parameters", in a graph with what feeds it before the arrow); NULL for none. */
const char *scope_browser_item_get_title (ScopeBrowserItem *self);
const char *scope_browser_item_get_detail (ScopeBrowserItem *self);
const char *scope_browser_item_get_subtitle (ScopeBrowserItem *self);
/* All in one sentence, for those who hear it. */
const char *scope_browser_item_get_words (ScopeBrowserItem *self);
ScopeHue scope_browser_item_get_hue (ScopeBrowserItem *self);
/* Rows under it, made at the first call; NULL for none. */
GListModel *scope_browser_item_get_children (ScopeBrowserItem *self);
/* Whether a layer here or under it has @text in its name or class, in any case. */
gboolean scope_browser_item_matches (ScopeBrowserItem *self, const char *text);

/* "24 × 32": a shape without the batch; free dimensions as "any". */
char *scope_browser_item_dup_shape (ScopeLayer *layer);

G_END_DECLS
