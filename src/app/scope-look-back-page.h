/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-page.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_LOOK_BACK_PAGE (scope_look_back_page_get_type ())
G_DECLARE_FINAL_TYPE (ScopeLookBackPage, scope_look_back_page, SCOPE, LOOK_BACK_PAGE, ScopePage)

G_END_DECLS
