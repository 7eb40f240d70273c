/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast.h"
#include "scope-pass.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScopeRunResult:
 * @feed: what the network was given
 * @forecast: what it said
 * @seconds: that its windows took
 */
typedef struct
{
  ScopeFeed *feed;
  ScopeForecast *forecast;
  double seconds;
} ScopeRunResult;

void scope_run_result_free (ScopeRunResult *self);

/* Runs every window of @series by @recipe on another thread; @progress is in windows. */
void scope_run_job_start (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe,
                          ScopeProgress *progress, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
/* @error: as scope_feed_new() and scope_forecast_new() */
ScopeRunResult *
scope_run_job_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_run_job_check:
 *
 * Looks on another thread for the windows that a run would have, without running any.
 */
void
scope_run_job_check (ScopeNetwork *network, ScopeSeries *series, ScopeRecipe *recipe,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* @error: as scope_feed_new() */
gboolean scope_run_job_check_finish (GAsyncResult *result, GError **error);

/* Opens one window of @forecast (its index there), with all recurrent layers. */
void scope_run_job_open (ScopeForecast *forecast, gsize window, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
ScopePass *
scope_run_job_open_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeRunResult, scope_run_result_free)

G_END_DECLS
