/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

G_BEGIN_DECLS

/**
 * ScopeV3Tree: the groups of Keras 3's weights by path, whichever system wrote them: Keras 2.12 to 2.15 on Windows made one
 * link named "layers\lstm\cell" where others have three groups.
 */
typedef struct _ScopeV3Tree ScopeV3Tree;

ScopeV3Tree *scope_v3_tree_new (ScopeImage *image) G_GNUC_WARN_UNUSED_RESULT;
void scope_v3_tree_free (ScopeV3Tree *self);

gboolean scope_v3_tree_has (ScopeV3Tree *self, const char *path);
/* (element-type utf8): names of the groups in @path, in the file's order; %NULL where there is no such group. */
GPtrArray *scope_v3_tree_list (ScopeV3Tree *self, const char *path);
/* (element-type ScopeImageNode): the datasets 0, 1, 2 … of @path's "vars" in order of number; %NULL where there are none. */
GPtrArray *scope_v3_tree_dup_vars (ScopeV3Tree *self, const char *path);
/* Whether there is a dataset anywhere below @path. */
gboolean scope_v3_tree_has_arrays (ScopeV3Tree *self, const char *path);

/* The number at the end of "lstm_12", 0 for "lstm"; -1 where @name is not @base with or without one. */
gint64 scope_v3_tree_number (const char *name, const char *base);
char *scope_v3_tree_join (const char *path, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeV3Tree, scope_v3_tree_free)

G_END_DECLS
