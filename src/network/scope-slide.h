/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"

G_BEGIN_DECLS

#define SCOPE_SLIDE_MAX_SPACE 3

/**
 * ScopeSlide: a window that moves over one to three axes of a tensor: where place @o of the output begins to look along axis i is
 * @o · stride[i] - left[i], and its j-th look is dilation[i] further on.
 * @space: number of axes
 * @in: their lengths
 * @out: numbers of places
 * @size: looks
 * @in_step, @out_step: how far apart neighbours on an axis are in a window of the input and of the output
 * @n_channels, @n_made: channels of the input and of the output
 * @in_channel_step, @out_channel_step: how far apart neighbouring channels are
 */
typedef struct
{
  guint space;
  gint64 in[SCOPE_SLIDE_MAX_SPACE];
  gint64 out[SCOPE_SLIDE_MAX_SPACE];
  gint64 size[SCOPE_SLIDE_MAX_SPACE];
  gint64 stride[SCOPE_SLIDE_MAX_SPACE];
  gint64 dilation[SCOPE_SLIDE_MAX_SPACE];
  gint64 left[SCOPE_SLIDE_MAX_SPACE];
  gsize in_step[SCOPE_SLIDE_MAX_SPACE];
  gsize out_step[SCOPE_SLIDE_MAX_SPACE];
  gsize n_channels;
  gsize n_made;
  gsize in_channel_step;
  gsize out_channel_step;
} ScopeSlide;

typedef enum
{
  SCOPE_SLIDE_CONVOLUTION,
  SCOPE_SLIDE_POOL,
} ScopeSlideKind;

/**
 * scope_slide_init:
 * @layer: kernel_size or pool_size, strides, dilation_rate, padding, data_format
 * @input: (batch, axes…, channels) or channels first, nothing free but the batch
 * @output: the same, as the class makes it
 *
 * What a transposed convolution does is what a convolution of its output into its input would see: it passes them the other way
 * round.
 */
void scope_slide_init (ScopeSlide *self, ScopeLayer *layer, ScopeSlideKind kind,
                       const ScopeShape *input, const ScopeShape *output);

/* Whether the sizes of @key are such that their product can be counted with. */
gboolean scope_slide_check_sizes (ScopeLayer *layer, const char *key, char **why);

/* Number of places of the output, and of looks of each. */
gsize scope_slide_count_places (const ScopeSlide *self);
gsize scope_slide_count_looks (const ScopeSlide *self);

/**
 * scope_slide_list:
 * @place: number of a place, in row-major order
 * @offsets: (out) (array): for each look in row-major order where in a window of the input it is; G_MAXSIZE: outside
 */
void scope_slide_list (const ScopeSlide *self, gsize place, gsize *offsets);

/* Where in a window of the output a place is. */
gsize scope_slide_get_place (const ScopeSlide *self, gsize place);

/* Axes that the class moves over: the digit in its name. */
guint scope_slide_get_space (ScopeLayer *layer);

/**
 * scope_slide_dup_kernel:
 * @kernel: as the file has it
 * @n_spatial: axes of the window
 * @dims: (out): lengths of the answer's axes: the window's, then two more
 * @why: (out): where the array is of another shape
 *
 * Returns: the kernel as Keras 2 keeps it, (window…, channels, filters): Keras 1's order of axes undone, and for a file of
 *     Theano's turned round (K@2.0.0 topology.py preprocess_weights_for_loading and K@2.3.1 saving.py)
 */
float *scope_slide_dup_kernel (ScopeLayer *layer, const ScopeArray *kernel, guint n_spatial,
                               gsize *dims, char **why) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
