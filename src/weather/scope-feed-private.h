/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-rows.h"

G_BEGIN_DECLS

typedef struct
{
  const ScopeTarget *target; /* the recipe's */
  const double *values;      /* by rows in use */
} FeedTarget;

typedef struct
{
  const ScopeFeature *feature; /* the recipe's */
  const double *values;        /* by rows in use, without lag */
} FeedFeature;

struct _ScopeFeed
{
  gatomicrefcount ref_count;
  ScopeSeries *series;
  ScopeRecipe *recipe;
  GPtrArray *remarks; /* NULL-terminated when built */

  ScopeRows *rows;
  ScopeStep step;
  guint8 *consecutive; /* whether the next row follows */
  gsize *run_first;    /* first row of the run of consecutive rows that a row is in */
  gsize *run_last;
  gsize n_gaps;

  GHashTable *columns; /* column's name or a feature's index to its numbers by rows in use */
  guint n_features;
  FeedFeature *features;
  guint n_targets;
  FeedTarget *targets;
  guint longest_lead;

  ScopeArray *inputs;
  gsize n_missing_rows;

  gsize window;
  gsize n_windows;
  gsize n_all;
  gsize *starts;
  gsize *order;
  ScopeLeftOut left_out;

  float *baseline;
  gboolean baseline_on_fitted_rows;
};

G_END_DECLS
