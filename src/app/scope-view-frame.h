/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_VIEW_FRAME (scope_view_frame_get_type ())
G_DECLARE_FINAL_TYPE (ScopeViewFrame, scope_view_frame, SCOPE, VIEW_FRAME, AdwBin)

/**
 * ScopeViewFrame:
 *
 * What every view of a layer has around its pictures: a title, the answer as a sentence, a "?" and a place for tools; and in the place of the
 * pictures, of the same size, a spinner while they are computed, or a message where there are none.
 *
 * Signals: "cancelled" (): the person wants no more of what is computed; "next" (): pressed the message's button.
 */
GtkWidget *scope_view_frame_new (const char *help) G_GNUC_WARN_UNUSED_RESULT;

void scope_view_frame_set_content (ScopeViewFrame *self, GtkWidget *content);
void scope_view_frame_set_title (ScopeViewFrame *self, const char *title);
/* @sentence: (nullable): its room stays */
void scope_view_frame_set_sentence (ScopeViewFrame *self, const char *sentence);
/* What pointer or keys are on, in a line of its own; NULL: nothing. */
void scope_view_frame_set_reading (ScopeViewFrame *self, const char *reading);
/* Choices before the "?", and menus behind it. */
void scope_view_frame_add_tool (ScopeViewFrame *self, GtkWidget *tool);
void scope_view_frame_add_menu (ScopeViewFrame *self, GtkWidget *button);

/* What is shown. @doing: "Finding the eigenvalues of gate 2 of 4"; @next: (nullable): label of the message's button */
void scope_view_frame_show_busy (ScopeViewFrame *self, const char *doing);
void scope_view_frame_show_content (ScopeViewFrame *self);
void scope_view_frame_show_message (ScopeViewFrame *self, const char *message, const char *next);
/* "busy", "content" or "message". */
const char *scope_view_frame_get_state (ScopeViewFrame *self);

G_END_DECLS
