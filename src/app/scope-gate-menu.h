/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-view.h"

G_BEGIN_DECLS

/* Puts what concerns all of the picture and is not chosen often into @view's menu, above its exports: the order of its rows, its
 * colours. The actions are in @page's group "gates"; the caller owns what is returned. */
GSimpleActionGroup *
scope_gate_menu_set_up (ScopeGateView *view, GtkWidget *page) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
