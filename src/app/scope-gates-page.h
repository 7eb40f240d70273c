/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-page.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_GATES_PAGE (scope_gates_page_get_type ())
G_DECLARE_FINAL_TYPE (ScopeGatesPage, scope_gates_page, SCOPE, GATES_PAGE, ScopePage)

G_END_DECLS
