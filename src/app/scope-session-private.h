/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"

G_BEGIN_DECLS

/* What scope-session.c (the object), scope-session-open.c (what is open) and scope-session-selection.c (what is
 * selected) know of each other. */
struct _ScopeSession
{
  GObject parent_instance;

  ScopeModel *model;
  GFile *model_file;
  ScopeNetwork *network;
  GError *network_error;
  GPtrArray *obstacles;
  ScopeSeries *series;
  GFile *series_file;
  ScopeRecipe *recipe;
  GError *recipe_error;
  GPtrArray *undo;
  GPtrArray *redo;
  ScopeFeed *feed;
  ScopeForecast *forecast;
  ScopePass *pass;
  ScopeInfluence *influence;

  ScopeModel *other;
  GFile *other_file;
  double typed_step; /* seconds; 0: not said */

  char *layer;
  char *gates_layer;
  ScopeGates *gates;
  int gate;
  int matrix;
  int unit;
  int step;
  gint64 window;
  guint target;

  GPtrArray *jobs;
};

typedef enum
{
  PROP_0,
  PROP_MODEL,
  PROP_NETWORK,
  PROP_SERIES,
  PROP_RECIPE,
  PROP_RECIPE_ERROR,
  PROP_FEED,
  PROP_FORECAST,
  PROP_PASS,
  PROP_INFLUENCE,
  PROP_OTHER,
  PROP_TYPED_STEP,
  PROP_LAYER,
  PROP_GATE,
  PROP_MATRIX,
  PROP_UNIT,
  PROP_STEP,
  PROP_WINDOW,
  PROP_TARGET,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_BUSY,
  N_PROPS
} ScopeSessionProperty;

void scope_session_notify (ScopeSession *self, ScopeSessionProperty property);
/* Selects what a model that was just opened shows first, and notifies the whole selection. */
void scope_session_select_first (ScopeSession *self);

G_END_DECLS
