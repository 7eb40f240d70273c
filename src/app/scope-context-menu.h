/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A menu that a secondary click on @widget opens where it was. @menu's actions are looked for from @widget upwards. */
void scope_context_menu_attach (GtkWidget *widget, GMenuModel *menu);

G_END_DECLS
