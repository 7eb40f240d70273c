/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-class.h"
#include "scope-json.h"
#include "scope-layer.h"
#include "scope-shape.h"

G_BEGIN_DECLS

/* Which Keras wrote a file: rules and defaults depend on it. */
typedef struct
{
  guint major;
  guint minor;
  guint patch;
  gboolean tensorflow; /* tf.keras of TensorFlow 2.0 and 2.1, "2.2.4-tf" */
  guint hard_sigmoid;  /* 2 or 3: whose rule a person asked for; 0: this Keras's */
  gboolean theano;     /* over Theano, whose convolutions turn their kernels round */
} ScopeKeras;

/* A tensor by name, as a configuration has it. */
typedef struct
{
  char *layer;
  guint node;
  guint tensor;
  char *argument;   /* name of the keyword that it is passed by; NULL: by position */
  ScopeShape shape; /* as Keras 3 writes it beside the name; not known elsewhere */
} ScopeReference;

/* One call of a layer: what feeds it and what comes out. */
typedef struct
{
  GArray *references;   /* of ScopeReference; empty once resolved */
  GArray *feeds;        /* of ScopeTensor */
  GArray *written;      /* of ScopeShape: what the configuration says of each feed */
  GPtrArray *arguments; /* of (nullable) char, one for each feed */
  JsonNode *operands;   /* nullable: what it is given by position, in Keras 3 */
  JsonObject *keywords; /* nullable: what it is given by keyword */
  GArray *outputs;      /* of ScopeShape */
  ScopeShape input;     /* of the first feed */
} ScopeCall;

struct _ScopeLayer
{
  gatomicrefcount ref_count;
  char *name;
  char *class_name;
  char *file_class;        /* as the file has it: what it names its groups after */
  const ScopeClass *class; /* NULL where the class is not known */
  ScopeKeras keras;
  JsonObject *config;
  ScopeShape built; /* input shape that it was built with, where Keras 3 says so */
  gboolean trainable;
  gboolean quantised; /* its arrays are not the numbers that it computes with */
  gboolean operation; /* a function of Keras 3, not a layer: has no group in the file */
  gboolean made;      /* an InputLayer that the file does not have */
  GArray *weights;    /* of ScopeWeight */
  GPtrArray *children;
  GPtrArray *calls;     /* of ScopeCall */
  GArray *inner_inputs; /* of ScopeTensor: a nested model's inputs among its children */
  GArray *inner_outputs;
  char *obstacle;
};

/* @config: (transfer none) (nullable): is kept, and may be changed by whoever builds the layer. */
ScopeLayer *scope_layer_new (const char *name, const char *class_name, JsonObject *config,
                             const ScopeKeras *keras) G_GNUC_WARN_UNUSED_RESULT;

/* The first obstacle stays. */
void scope_layer_set_obstacle (ScopeLayer *self, const char *obstacle);
ScopeCall *scope_layer_add_call (ScopeLayer *self);
/* @written: (nullable): the feed's shape, where the configuration has it. */
void scope_call_add_feed (ScopeCall *self, const ScopeTensor *tensor, const char *argument,
                          const ScopeShape *written);
void scope_call_add_reference (ScopeCall *self, const char *layer, guint node, guint tensor,
                               const char *argument, const ScopeShape *shape);
ScopeCall *scope_layer_get_call (ScopeLayer *self, guint call);
void scope_layer_add_weight (ScopeLayer *self, const char *role, const char *name, const char *path,
                             ScopeArray *array, gboolean trainable);
/* A list of lengths and nulls; not known where it is anything else. */
ScopeShape scope_shape_from_json (JsonArray *array);
/* A shape in the configuration ("batch_shape" …); not known where there is none. */
ScopeShape scope_layer_get_shape (ScopeLayer *self, const char *key);
void scope_layer_set_shape (ScopeLayer *self, const char *key, const ScopeShape *shape);

/* Whether its numbers may be bfloat16: the configuration says so, or does not say what they are. */
gboolean scope_layer_may_be_bfloat16 (ScopeLayer *self);

/* Version text as written ("2.2.4-tf"), or NULL. Returns FALSE where it says nothing. */
gboolean scope_keras_parse (const char *text, ScopeKeras *keras);
gboolean scope_keras_at_least (const ScopeKeras *self, guint major, guint minor);

G_END_DECLS
