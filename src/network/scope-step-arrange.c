/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers that compute nothing and put numbers elsewhere: Flatten, Reshape, Permute, RepeatVector, cropping, padding with zeros,
 * upsampling. Each is a list that says for every place of the output which place of the input it comes from; pieces that stay
 * together are one entry. The facts are K@v2.15.0 keras/layers/{reshaping,core} and KM keras/src/layers/reshaping.
 */
#include "scope-layer-step.h"

#include "scope-axes.h"
#include "scope-class-spatial.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nothing of the input: a zero. */
#define NOWHERE G_MAXSIZE

/* One axis of the output: place o takes ⌊(o + shift) / divide⌋ on axis @from of the input, zeros where there is no such place. */
typedef struct
{
  gint64 length;
  guint from; /* 0: the same for all places */
  gint64 shift;
  gint64 divide;
} Axis;

typedef struct
{
  guint n_axes;
  Axis axes[SCOPE_ARRAY_MAX_DIMS];
} Arrangement;

typedef struct
{
  gsize n_pieces;
  gsize piece; /* numbers in each */
  gsize *from;
} State;

static void
add_axis (Arrangement *self, gint64 length, guint from)
{
  self->axes[self->n_axes++] = (Axis){ .length = length, .from = from, .divide = 1 };
}

/* The axes of a window of the input, in their order. */
static void
keep_axes (Arrangement *self, const ScopeShape *input)
{
  for (guint i = 1; i < input->n_dims; i++)
    add_axis (self, input->dims[i], i);
}

static void
arrange_flatten (ScopeLayer *layer, const ScopeShape *input, Arrangement *self)
{
  gboolean first = scope_layer_has_channels_first (layer) && input->n_dims > 2;

  for (guint i = first ? 2 : 1; i < input->n_dims; i++)
    add_axis (self, input->dims[i], i);
  if (first)
    add_axis (self, input->dims[1], 1);
}

static void
arrange_permute (ScopeLayer *layer, const ScopeShape *input, Arrangement *self)
{
  gint64 dims[SCOPE_ARRAY_MAX_DIMS];
  guint n = scope_layer_get_ints (layer, "dims", dims, G_N_ELEMENTS (dims));

  for (guint i = 0; i < n; i++)
    add_axis (self, input->dims[dims[i]], (guint) dims[i]);
}

static void
arrange_repeat (ScopeLayer *layer, const ScopeShape *input, Arrangement *self)
{
  add_axis (self, scope_layer_get_int (layer, "n", 1), 0);
  keep_axes (self, input);
}

/* Cropping, padding and upsampling: the same axes, with other lengths. */
static void
arrange_space (ScopeLayer *layer, const ScopeShape *input, Arrangement *self)
{
  ScopeSpaceChange change;

  scope_layer_get_space_change (layer, &change);
  keep_axes (self, input);
  for (guint i = 0; i < change.n_axes; i++)
    {
      Axis *axis = &self->axes[change.first - 1 + i];

      axis->length = scope_space_change_apply (&change, i, axis->length);
      axis->shift = -change.before[i];
      axis->divide = change.times[i];
    }
}

static const struct
{
  const char *class_name;
  void (*arrange) (ScopeLayer *layer, const ScopeShape *input, Arrangement *self);
} kinds[] = {
  { "Flatten", arrange_flatten },     { "Reshape", arrange_flatten },
  { "Permute", arrange_permute },     { "RepeatVector", arrange_repeat },
  { "Cropping1D", arrange_space },    { "Cropping2D", arrange_space },
  { "Cropping3D", arrange_space },    { "ZeroPadding1D", arrange_space },
  { "ZeroPadding2D", arrange_space }, { "ZeroPadding3D", arrange_space },
  { "UpSampling1D", arrange_space },  { "UpSampling2D", arrange_space },
  { "UpSampling3D", arrange_space },
};
