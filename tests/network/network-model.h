/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"

G_BEGIN_DECLS

/*
 * Models put together in memory as a Keras 2 file keeps them, for tests and for the benchmark.
 */

/* One weight: its name in the file without the layer's ("kernel:0"), shape and numbers. */
typedef struct
{
  const char *name;
  guint n_dims;
  gsize dims[5];
  const float *values;
} NetworkWeight;

/* One layer: @config are the members of its configuration but for the name, without braces. */
typedef struct
{
  const char *class_name;
  const char *name;
  char *config;
  NetworkWeight weights[8];
} NetworkLayer;

/* A Sequential model; the first layer's configuration has a batch_input_shape. */
ScopeModel *network_model_new (const NetworkLayer *layers, guint n_layers);

/* The same as another Keras left it. @backend: nullable: as Keras 1, which does not say. */
ScopeModel *network_model_new_of (const NetworkLayer *layers, guint n_layers, const char *keras,
                                  const char *backend);

/* LSTM with the given members besides units and (first layer) batch_input_shape: W (n, 4u), U (u, 4u), b (4u), columns
 * i, f, c, o; the numbers are not copied before network_model_new(). @window: 0: free; G_MAXSIZE: not the first layer. */
NetworkLayer
network_lstm (const char *name, gsize window, gsize n_features, gsize n_units, const char *members,
              const float *kernel, const float *recurrent, const float *bias);
NetworkLayer network_dense (const char *name, gsize n_features, gsize n_units,
                            const char *activation, const float *kernel, const float *bias);

/* @n numbers, evenly spread over ±@scale, the same for the same seed. */
float *network_random (guint32 seed, gsize n, double scale);

/* The one output of a network with one input, for the given windows; the test ends on an error. */
ScopeArray *
network_run (ScopeNetwork *network, ScopeArray *rows, const gsize *starts, gsize n_windows,
             gsize window, const ScopeRunOptions *options, GPtrArray **traces);
/* (n_rows, n_features) of a copy of @values. */
ScopeArray *network_rows (gsize n_rows, gsize n_features, const float *values);
ScopeNetwork *network_compile (ScopeModel *model);

G_END_DECLS
