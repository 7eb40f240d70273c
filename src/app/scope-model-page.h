/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-page.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_MODEL_PAGE (scope_model_page_get_type ())
G_DECLARE_FINAL_TYPE (ScopeModelPage, scope_model_page, SCOPE, MODEL_PAGE, ScopePage)

G_END_DECLS
