/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast.h"
#include "scope-influence.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScopeLookBackJob:
 * @forecast: whose network, table and recipe
 * @target: of the feed
 * @window: index of a window in @forecast; -1: many, evenly spaced
 * @parts: what to compute
 */
typedef struct
{
  ScopeForecast *forecast;
  guint target;
  gint64 window;
  ScopeInfluenceParts parts;
} ScopeLookBackJob;

/* Measures on another thread; the job is copied. */
void scope_look_back_job_start (const ScopeLookBackJob *job, ScopeProgress *progress,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
ScopeInfluence *
scope_look_back_job_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it was of a single window. */
gboolean scope_look_back_job_is_of_one (GAsyncResult *result);

G_END_DECLS
