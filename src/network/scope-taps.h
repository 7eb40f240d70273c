/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-shape.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TAPS_MAX_SPACE 3

/* A tap that lies outside: a zero. */
#define SCOPE_TAP_NOWHERE G_MAXSIZE

/**
 * ScopeTaps: which places of a grid a convolution looks at for each place of what it gives.
 * @n_space: axes of the grid
 * @sizes: (array length=n_space): of the grid
 * @kernel: (array length=n_space): of the window that moves over it
 * @strides: (array length=n_space)
 * @dilations: (array length=n_space)
 * @same: pads with zeros so that as many places come out as strides leave; otherwise nothing is padded
 */
typedef struct
{
  guint n_space;
  gint64 sizes[SCOPE_TAPS_MAX_SPACE];
  gint64 kernel[SCOPE_TAPS_MAX_SPACE];
  gint64 strides[SCOPE_TAPS_MAX_SPACE];
  gint64 dilations[SCOPE_TAPS_MAX_SPACE];
  gboolean same;
} ScopeTaps;

/* Length of what comes out along an axis; SCOPE_DIM_FREE where the grid's is free, 0 where there is no room. TensorFlow's rule
 * (K@v2.15.0 conv_utils.py conv_output_length). */
gint64 scope_taps_get_length (const ScopeTaps *self, guint axis);

/* Places of the window, and of what comes out; the latter's lengths must be known. */
gsize scope_taps_get_n_taps (const ScopeTaps *self);
gsize scope_taps_get_n_places (const ScopeTaps *self);

/* (n_places, n_taps): places of the grid, row-major in all three. NULL where there is no memory. */
gsize *scope_taps_list (const ScopeTaps *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
