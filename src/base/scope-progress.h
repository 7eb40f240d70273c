/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_PROGRESS (scope_progress_get_type ())
G_DECLARE_FINAL_TYPE (ScopeProgress, scope_progress, SCOPE, PROGRESS, GObject)

/**
 * ScopeProgress:
 *
 * How far a job on another thread has come. The worker calls scope_progress_report() as often as it
 * likes; "notify" for #ScopeProgress:fraction comes on the main context of whoever made the object,
 * once for any number of reports in between, so a quick job never floods the main loop.
 */
ScopeProgress *scope_progress_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * scope_progress_report:
 * @self: (nullable): nobody is listening where %NULL
 * @done: units of work done
 * @total: units in all; 0 where that is not known
 *
 * Any thread.
 */
void scope_progress_report (ScopeProgress *self, guint64 done, guint64 total);

/* 0 to 1; negative while the total is unknown. */
double scope_progress_get_fraction (ScopeProgress *self);
guint64 scope_progress_get_done (ScopeProgress *self);
guint64 scope_progress_get_total (ScopeProgress *self);
/* Units of work in a second, since the first report. */
double scope_progress_get_rate (ScopeProgress *self);

G_END_DECLS
