/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_PAGE (scope_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ScopePage, scope_page, SCOPE, PAGE, AdwBin)

/**
 * ScopePageClass:
 * @set_up: the session is there, once and for good: connect to its notifications (g_signal_connect_object())
 *     and show what it has. Chain up is not needed.
 * @start: do what the page is for (F5, Ctrl+R): run the windows, compute the influence. Does nothing where that is
 *     not possible or under way.
 * @go_back: Escape: undo the last step into something (close the opened window, leave a zoom, drop the selected
 *     unit). %FALSE where there was nothing to go back from.
 *
 * One page of the window: its content is the #AdwBin:child, what stands beside it #ScopePage:inspector.
 * Both are given in the page's template. A page's dispose must not call gtk_widget_dispose_template(): AdwBin lets its
 * child go by itself, and with it all that the template bound.
 */
struct _ScopePageClass
{
  AdwBinClass parent_class;

  void (*set_up) (ScopePage *self, ScopeSession *session);
  void (*start) (ScopePage *self);
  gboolean (*go_back) (ScopePage *self);

  gpointer padding[4];
};

/* Set once, by the window. */
void scope_page_set_session (ScopePage *self, ScopeSession *session);
ScopeSession *scope_page_get_session (ScopePage *self);

/* What the window shows on its right while this page is in front; NULL: nothing, and the pane is closed. The page
 * owns it; the window places it in a scrolled pane 304 pixels wide or more. */
void scope_page_set_inspector (ScopePage *self, GtkWidget *inspector);
GtkWidget *scope_page_get_inspector (ScopePage *self);

void scope_page_start (ScopePage *self);
gboolean scope_page_go_back (ScopePage *self);

/**
 * scope_page_set_empty:
 * @status: the page's empty state
 * @button: its button
 * @title: what is missing
 * @description: why it is needed, plain text
 * @label: the next step
 * @action: its action ("win.open-table")
 * @target: (nullable): the action's string
 *
 * Fills an empty state, so that all pages' read alike.
 */
void scope_page_set_empty (AdwStatusPage *status, GtkButton *button, const char *title,
                           const char *description, const char *label, const char *action,
                           const char *target);

G_END_DECLS
