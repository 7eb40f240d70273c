/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"
#include "scope-window-panel.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_RUN_RESULTS (scope_run_results_get_type ())
G_DECLARE_FINAL_TYPE (ScopeRunResults, scope_run_results, SCOPE, RUN_RESULTS, AdwBin)

/**
 * ScopeRunResults:
 *
 * What came of a run: scores, the chart of forecast and observation with its overview, and the
 * window that is opened in it. Keeps its layout while there is nothing yet.
 */

/* Once; @panel follows the cursor in the opened window. */
void scope_run_results_set_session (ScopeRunResults *self, ScopeSession *session,
                                    ScopeWindowPanel *panel);
/* Closes the opened window, else leaves the zoom; FALSE where there is neither. */
gboolean scope_run_results_go_back (ScopeRunResults *self);

G_END_DECLS
