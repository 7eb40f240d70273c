/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_FACTS_LIST (scope_facts_list_get_type ())
G_DECLARE_FINAL_TYPE (ScopeFactsList, scope_facts_list, SCOPE, FACTS_LIST, GtkWidget)

/**
 * ScopeFactsList:
 *
 * Names and values under each other in a card: what a file says of itself, what a layer was configured with. Values can be
 * selected and break where they are long. Property "stacked" (boolean): values under their names, for a narrow place.
 */
GtkWidget *scope_facts_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void scope_facts_list_clear (ScopeFactsList *self);
/* A row; none where @value is NULL or empty. Plain texts. */
void scope_facts_list_add (ScopeFactsList *self, const char *name, const char *value);
guint scope_facts_list_get_size (ScopeFactsList *self);

G_END_DECLS
