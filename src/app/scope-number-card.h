/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_NUMBER_CARD (scope_number_card_get_type ())
G_DECLARE_FINAL_TYPE (ScopeNumberCard, scope_number_card, SCOPE, NUMBER_CARD, GtkWidget)

/**
 * ScopeNumberCard:
 *
 * One number that stands for itself: a caption over it, a note under it. It keeps its size while its value is not there
 * yet ("–"), so that nothing jumps when it arrives.
 *
 * Properties: "caption", "value", "note" (strings, plain text; nullable).
 */
GtkWidget *scope_number_card_new (const char *caption) G_GNUC_WARN_UNUSED_RESULT;
/* @value NULL: a dash; @note NULL: an empty line. */
void scope_number_card_set (ScopeNumberCard *self, const char *value, const char *note);

G_END_DECLS
