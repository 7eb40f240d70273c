/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-forecast.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_SCORE_CARDS (scope_score_cards_get_type ())
G_DECLARE_FINAL_TYPE (ScopeScoreCards, scope_score_cards, SCOPE, SCORE_CARDS, AdwBin)

/**
 * ScopeScoreCards:
 *
 * How good a forecast is: RMSE, MAE, bias, skill against persistence, and on how many windows that
 * stands. The cards keep their size while there are no numbers yet.
 */

/* @forecast NULL: dashes. */
void scope_score_cards_set (ScopeScoreCards *self, ScopeForecast *forecast, guint target);

G_END_DECLS
