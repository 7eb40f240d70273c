/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"

G_BEGIN_DECLS

/* Everything that the program does with a model before anybody asks it to run. */
void fuzz_use_model (ScopeModel *model);

/* A small image of a file: a layer's weights in the older layout, or with @v3 in the newer; no configuration of its own. */
GBytes *fuzz_dup_image (gboolean v3, const char *config);

G_END_DECLS
