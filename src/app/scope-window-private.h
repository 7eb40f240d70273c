/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-browser.h"
#include "scope-file-page.h"
#include "scope-page.h"
#include "scope-progress.h"
#include "scope-welcome-page.h"
#include "scope-window.h"

G_BEGIN_DECLS

/* What scope-window.c (the frame), scope-window-actions.c and scope-window-open.c know of each other. */
struct _ScopeWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *body;
  ScopeWelcomePage *welcome;
  AdwViewStack *pages;
  ScopeFilePage *file_page;
  AdwViewSwitcher *switcher;
  AdwViewSwitcherBar *switcher_bar;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *title_box;
  AdwSplitButton *open_button;
  GtkWidget *browser_toggle;
  GtkWidget *inspector_toggle;
  GtkMenuButton *menu_button;
  GtkPaned *browser_pane;
  GtkPaned *inspector_pane;
  ScopeBrowser *browser;
  GtkWidget *inspector_frame;
  AdwBin *inspector;
  GtkRevealer *drop_hint;
  GtkWidget *drop_open;
  GtkWidget *drop_compare;
  GtkRevealer *loading;
  GtkLabel *loading_label;
  GtkProgressBar *loading_bar;
  GMenu *open_menu;

  ScopeSession *session;
  gboolean is_narrow;     /* no room for both panes, nor for the page switcher above */
  gboolean is_tiny;       /* no room for the browser, unless it is asked for */
  gboolean wants_browser; /* what the person chose, which a narrow window may not be able to show */
  gboolean wants_inspector;
  gboolean remembers_browser; /* the same in a window with room for it */
  gboolean remembers_inspector;
  int inspector_width;

  /* Opening files. */
  GCancellable *loading_cancellable;
  ScopeProgress *loading_progress;
  guint loading_delay_id;
  gboolean was_shown; /* the welcome page, or what was opened */
  gboolean keeps_page;
  ScopeRecipe *opened_recipe; /* for the next pair of model and table */
};

/* scope-window.c */
/* Welcome, or the pages of what is open. */
void scope_window_update_body (ScopeWindow *self);
void scope_window_update_panes (ScopeWindow *self);
/* scope-window-actions.c */
void scope_window_class_install_actions (GtkWidgetClass *widget_class);
void scope_window_update_actions (ScopeWindow *self);
/* scope-window-file.c */
void scope_window_class_install_file_actions (GtkWidgetClass *widget_class);
/* From the page of a file's structure back to what is under it; %FALSE where it is not shown. */
gboolean scope_window_leave_structure (ScopeWindow *self);
/* The dialog for a file that could not be opened; of an HDF5 file the structure can be shown. @file: (nullable) */
void scope_window_show_failure (ScopeWindow *self, const char *heading, const GError *error,
                                GFile *file);
/* scope-window-open.c */
void scope_window_init_opening (ScopeWindow *self);
void scope_window_dispose_opening (ScopeWindow *self);
void scope_window_open_recipe (ScopeWindow *self, ScopeRecipe *recipe);
/* Puts the model of a file beside the open one. */
void scope_window_compare (ScopeWindow *self, GFile *file);
/* Makes the open model anew with another rule for hard_sigmoid: 2, 3, or 0 for its file's own. */
void scope_window_change_rule (ScopeWindow *self, guint hard_sigmoid);
/* Ends what is being opened. */
void scope_window_cancel_opening (ScopeWindow *self);

G_END_DECLS
