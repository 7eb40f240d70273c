/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer-type.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_MERGE_ADD,
  SCOPE_MERGE_SUBTRACT,
  SCOPE_MERGE_MULTIPLY,
  SCOPE_MERGE_AVERAGE,
  SCOPE_MERGE_MAXIMUM,
  SCOPE_MERGE_MINIMUM,
} ScopeMergeKind;

/* The shape of several tensors joined number by number; %FALSE where they do not fit each other. */
gboolean scope_merge_broadcast (const ScopeShape *inputs, guint n_inputs, ScopeShape *output);

/* Joins values number by number, with broadcasting. */
gboolean scope_merge_add (ScopePlan *plan, const char *path, ScopeMergeKind kind,
                          const guint *inputs, guint n_inputs, GArray *outputs, char **why);

/* Puts values behind each other along @axis (0: the batch). */
gboolean scope_merge_concatenate (ScopePlan *plan, const char *path, guint axis,
                                  const guint *inputs, guint n_inputs, GArray *outputs, char **why);

G_END_DECLS
