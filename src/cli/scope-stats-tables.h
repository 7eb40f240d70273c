/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-model.h"

G_BEGIN_DECLS

/* The answers of `stats` beyond moments and units, as CSV or for people; NULL with an error. */

/* Eigenvalues of U, of one gate or (-1) of all. */
char *scope_stats_table_spectrum (ScopeGates *gates, int gate, gboolean csv, GError **error);
/* Each gate's matrices beside what they were before training. */
char *scope_stats_table_training (ScopeLayer *layer, gboolean csv, GError **error);
/* Singular values of U of all gates together. */
char *scope_stats_table_singular (ScopeLayer *layer, gboolean csv, GError **error);
/* How long each unit remembers by its bias, and by its gates where the model is run on @inputs. @path: of @layer, as it was
 * called. @inputs: (nullable): .npy files, one for each of the model's inputs. @step_hours: 0: not known. */
char *scope_stats_table_memory (ScopeModel *model, const char *path, ScopeLayer *layer,
                                char **inputs, double step_hours, gboolean csv, GError **error);
/* What each unit does to each output. */
char *scope_stats_table_effect (ScopeModel *model, const char *path, gboolean csv, GError **error);
/* Merges of the units by their incoming weights. */
char *scope_stats_table_clusters (ScopeGates *gates, int gate, gboolean csv, GError **error);

G_END_DECLS
