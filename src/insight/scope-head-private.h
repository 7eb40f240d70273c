/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"

G_BEGIN_DECLS

/**
 * ScopeHeadSource: where a recurrent layer's units stand in what its top layer answers.
 * @layer: index of the layer of the model that is, or holds, the recurrent layer
 * @n_units: of the recurrent layer
 * @first: place of its first unit
 * @width: of all that is answered
 * @factor: what each is multiplied with on the way: 1, or a half
 */
typedef struct
{
  guint layer;
  guint n_units;
  guint first;
  guint width;
  double factor;
} ScopeHeadSource;

/* FALSE where the units have no place of their own (merged by "mul", nested deeper). */
gboolean scope_head_find_source (ScopeModel *model, const char *path, ScopeHeadSource *source);

G_END_DECLS
