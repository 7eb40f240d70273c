/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_APPLICATION (scope_application_get_type ())
G_DECLARE_FINAL_TYPE (ScopeApplication, scope_application, SCOPE, APPLICATION, AdwApplication)

ScopeApplication *scope_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The pictures, texts and templates that are linked into the program; the application and every test that makes
 * a widget call it first. */
void scope_application_register_resources (void);

G_END_DECLS
