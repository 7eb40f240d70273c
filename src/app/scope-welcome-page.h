/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_WELCOME_PAGE (scope_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (ScopeWelcomePage, scope_welcome_page, SCOPE, WELCOME_PAGE, AdwBin)

/* Reads the list of recent files anew. */
void scope_welcome_page_refresh (ScopeWelcomePage *self);

G_END_DECLS
