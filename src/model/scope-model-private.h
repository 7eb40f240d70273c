/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-keras-config.h"
#include "scope-layer-private.h"
#include "scope-model.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_CONTAINER_HDF5,
  SCOPE_CONTAINER_HDF5_WEIGHTS,
  SCOPE_CONTAINER_KERAS,
  SCOPE_CONTAINER_FOLDER,
  SCOPE_CONTAINER_WEIGHTS_V3,
  SCOPE_CONTAINER_SHARDS,
} ScopeContainer;

struct _ScopeModel
{
  gatomicrefcount ref_count;
  ScopeImage *image;
  ScopeContainer container;
  const char *root;   /* group that lists the layers, in the older format */
  ScopeLayer *layers; /* the model itself: its children are the layers */
  char *class_name;   /* NULL where the file has weights alone */
  char *keras_version;
  char *backend;
  guint keras_major;
  guint hard_sigmoid; /* as ScopeKeras has it */
  char *architecture; /* that was given, or NULL */
  char *loss;
  char *optimizer;
  GPtrArray *remarks;
  gboolean time_major; /* arrays have time first, where the layers here have the windows */
  char *digest;        /* made when first asked for */
};

/* Fills in everything of a model whose image and remarks are set, and what was asked for. */
gboolean scope_model_build (ScopeModel *self, GError **error);

/* Makes a model of layers that take time first one of layers that take the windows first; %FALSE where it is none, or cannot be. */
gboolean scope_time_major_undo (const ScopeKerasContext *context, ScopeLayer *model);

G_END_DECLS
