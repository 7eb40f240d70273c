/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * How long a step of each model is (known by its content) where the person said so, in the user's data folder: a model's file does
 * not say it, and it stays the same.
 */

/* Reads it on another thread. */
void scope_step_store_load_async (ScopeModel *model, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
/* Seconds; 0: not said, or cancelled. */
double scope_step_store_load_finish (GAsyncResult *result);
/* Keeps it, on another thread; that it could not be kept is a line in the log. 0: forgets it. */
void scope_step_store_save (ScopeModel *model, double seconds);

G_END_DECLS
