/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast.h"
#include "scope-gates.h"
#include "scope-influence.h"
#include "scope-network.h"
#include "scope-pass.h"
#include "scope-recipe.h"
#include "scope-series.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_SESSION (scope_session_get_type ())
G_DECLARE_FINAL_TYPE (ScopeSession, scope_session, SCOPE, SESSION, GObject)

/**
 * ScopeSession:
 *
 * What is open in a window and what is selected in it: the only state that its widgets share. A widget reads it
 * by the getters, hears of changes by "notify::…", and says what the person chose by the setters; it knows no
 * other widget. Main thread only.
 *
 * A setter that changes nothing notifies nothing. What depends on something else goes with it: a new
 * model or table takes the recipe away and all that came of it; a new recipe takes feed, forecast, window, pass and
 * influence away; a new forecast takes window, pass and influence away; another window takes the pass away and keeps the step;
 * another layer takes gate, matrix and unit away. A new model selects its first recurrent layer.
 *
 * Properties (all notify, all can be read and written but for the last three): boxed and nullable "model" (ScopeModel), "network"
 * (ScopeNetwork), "series" (ScopeSeries), "recipe" (ScopeRecipe), "feed" (ScopeFeed), "forecast" (ScopeForecast), "pass"
 * (ScopePass), "influence" (ScopeInfluence), "other" (ScopeModel); "typed-step" (double); "layer" (string, nullable);
 * "gate", "matrix", "unit", "step" (int, -1 for
 * none), "window" (int64, -1 for none), "target" (uint); "can-undo", "can-redo", "busy" (boolean). By g_object_set() nothing can be
 * set but the selection.
 */
ScopeSession *scope_session_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* What is open. */

/**
 * scope_session_set_model:
 * @model: (nullable): %NULL closes it
 * @file: (nullable): where it came from
 * @network: (nullable): compiled from @model
 * @network_error: (nullable): why there is no network
 */
void scope_session_set_model (ScopeSession *self, ScopeModel *model, GFile *file,
                              ScopeNetwork *network, const GError *network_error);
ScopeModel *scope_session_get_model (ScopeSession *self);
GFile *scope_session_get_model_file (ScopeSession *self);
/* NULL where there is no model, or one that cannot be run: scope_session_get_network_error() says why, and
 * scope_session_get_obstacles() (element-type ScopeObstacle, never NULL) names every layer that stands against it. */
ScopeNetwork *scope_session_get_network (ScopeSession *self);
const GError *scope_session_get_network_error (ScopeSession *self);
GPtrArray *scope_session_get_obstacles (ScopeSession *self);

/* A second model, beside which the first is looked at; it goes with the first. @other NULL: none. */
void scope_session_set_other (ScopeSession *self, ScopeModel *other, GFile *file);
ScopeModel *scope_session_get_other (ScopeSession *self);
GFile *scope_session_get_other_file (ScopeSession *self);

/* How long a step of the model is, in seconds, where no table says so: what the person typed; 0: not known. Another model takes it
 * away. */
void scope_session_set_typed_step (ScopeSession *self, double seconds);
double scope_session_get_typed_step (ScopeSession *self);

void scope_session_set_series (ScopeSession *self, ScopeSeries *series, GFile *file);
ScopeSeries *scope_session_get_series (ScopeSession *self);
GFile *scope_session_get_series_file (ScopeSession *self);

/* The session's recipe is not changed in place: copy it, change the copy, hand that in. A change by the person
 * (change_recipe) can be undone and is kept for the next time; one by the program (guessed, opened) begins a new history. */
void scope_session_set_recipe (ScopeSession *self, ScopeRecipe *recipe);
void scope_session_change_recipe (ScopeSession *self, ScopeRecipe *recipe);
ScopeRecipe *scope_session_get_recipe (ScopeSession *self);
/* NULL, or why no recipe could be made for this model and this table. */
const GError *scope_session_get_recipe_error (ScopeSession *self);
void scope_session_set_recipe_error (ScopeSession *self, const GError *error);
void scope_session_undo (ScopeSession *self);
void scope_session_redo (ScopeSession *self);

/* What recipe and table gave. */
void scope_session_set_feed (ScopeSession *self, ScopeFeed *feed);
ScopeFeed *scope_session_get_feed (ScopeSession *self);
void scope_session_set_forecast (ScopeSession *self, ScopeForecast *forecast);
ScopeForecast *scope_session_get_forecast (ScopeSession *self);
/* The opened window's way through the network; that of another window than the selected one is refused. */
void scope_session_set_pass (ScopeSession *self, ScopePass *pass);
ScopePass *scope_session_get_pass (ScopeSession *self);
void scope_session_set_influence (ScopeSession *self, ScopeInfluence *influence);
ScopeInfluence *scope_session_get_influence (ScopeSession *self);

/* What is selected. */

/* As scope_model_find_layer() takes it; also layers without gates can be selected. */
void scope_session_set_layer (ScopeSession *self, const char *path);
const char *scope_session_get_layer (ScopeSession *self);
/* The selected layer itself, or NULL. The session owns it. */
ScopeLayer *scope_session_get_layer_object (ScopeSession *self);
/* The gates of the selected layer, where it is recurrent; else those of the last recurrent one that was selected, so
 * that a click on a Dense layer does not empty the gates page; NULL where the model has none. The session owns them. */
ScopeGates *scope_session_get_gates (ScopeSession *self);
/* The path of the layer whose gates those are, or NULL. */
const char *scope_session_get_gates_layer (ScopeSession *self);

/* In canonical order (i, f, c, o); -1: all. */
void scope_session_set_gate (ScopeSession *self, int gate);
int scope_session_get_gate (ScopeSession *self);
/* A ScopeMatrix; -1: all. */
void scope_session_set_matrix (ScopeSession *self, int matrix);
int scope_session_get_matrix (ScopeSession *self);
void scope_session_set_unit (ScopeSession *self, int unit);
int scope_session_get_unit (ScopeSession *self);
/* Row of the opened window, 0 for its oldest; -1: none. */
void scope_session_set_step (ScopeSession *self, int step);
int scope_session_get_step (ScopeSession *self);
/* Index of the opened window in the forecast; -1: none. */
void scope_session_set_window (ScopeSession *self, gint64 window);
gint64 scope_session_get_window (ScopeSession *self);
/* Index of the recipe's target that charts and scores show. */
void scope_session_set_target (ScopeSession *self, guint target);
guint scope_session_get_target (ScopeSession *self);

/**
 * scope_session_dup_input_names:
 *
 * Names for the rows of W of the layer whose gates are shown: the features' names from the recipe where that layer
 * reads the model's input, else the units of the layer before it ("lstm · 3"); numbered inputs where nothing is known.
 *
 * Returns: (transfer full): %NULL-terminated, one for each row of W; empty without gates
 */
char **scope_session_dup_input_names (ScopeSession *self);

/* Jobs on other threads: closing the window cancels every one that is under way, and the program
 * stays until the last has returned. Each begin wants its end. */
void scope_session_begin_job (ScopeSession *self, GCancellable *cancellable);
void scope_session_end_job (ScopeSession *self, GCancellable *cancellable);
void scope_session_cancel_jobs (ScopeSession *self);
gboolean scope_session_get_busy (ScopeSession *self);

G_END_DECLS
