/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-page.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_RUN_PAGE (scope_run_page_get_type ())
G_DECLARE_FINAL_TYPE (ScopeRunPage, scope_run_page, SCOPE, RUN_PAGE, ScopePage)

G_END_DECLS
