/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-feed.h"
#include "scope-image.h"
#include "scope-network.h"

G_BEGIN_DECLS

/*
 * Networks of a few numbers, put together in memory as a Keras 2 file keeps them, and tables of a few columns: what closed
 * forms are held against.
 */

/* One weight: its name in the file without the layer's ("kernel:0"), shape and numbers. */
typedef struct
{
  const char *name;
  guint n_dims;
  gsize dims[2];
  const float *values;
} SmallWeight;

/* One layer: its name, its entry of the configuration's list, up to four weights. */
typedef struct
{
  const char *name;
  const char *config;
  SmallWeight weights[6];
} SmallLayer;

/* A Sequential model of layers up to one without a name. */
ScopeModel *small_model_new (const SmallLayer *layers);

/**
 * small_model_new_leaky:
 * @window: time steps
 * @forget_bias: of the one unit
 * @scale: weight from feature 0 into the candidate; feature 1 leads nowhere
 *
 * LSTM(1) → Dense(1), U = 0, i = o = 1, tanh: the forecast is tanh (Σ f^(k−1) tanh (scale · x[lag k])).
 */
ScopeModel *small_model_new_leaky (guint window, double forget_bias, double scale);

/**
 * small_feed_new:
 * @model: of one or more features
 * @columns: (array length=n_columns): their numbers, @n_rows each
 * @recipe: in the words of a recipe
 *
 * Columns are called a, b, c …
 */
ScopeFeed *small_feed_new (ScopeModel *model, ScopeNetwork *network, const double *const *columns,
                           guint n_columns, gsize n_rows, const char *recipe);

G_END_DECLS
