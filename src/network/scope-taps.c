/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-taps.h"

#include "scope-error.h"

#include <glib/gi18n.h>

/* What the window spans. */
static gint64
get_span (const ScopeTaps *self, guint axis)
{
  return (self->kernel[axis] - 1) * self->dilations[axis] + 1;
}

gint64
scope_taps_get_length (const ScopeTaps *self, guint axis)
{
  gint64 size = self->sizes[axis];
  gint64 stride = self->strides[axis];

  if (size == SCOPE_DIM_FREE)
    return SCOPE_DIM_FREE;
  if (self->same)
    return (size + stride - 1) / stride;
  return size < get_span (self, axis) ? 0 : (size - get_span (self, axis)) / stride + 1;
}

gsize
scope_taps_get_n_taps (const ScopeTaps *self)
{
  gsize n = 1;

  for (guint i = 0; i < self->n_space; i++)
    n *= (gsize) self->kernel[i];
  return n;
}

gsize
scope_taps_get_n_places (const ScopeTaps *self)
{
  gsize n = 1;

  for (guint i = 0; i < self->n_space; i++)
    n *= (gsize) scope_taps_get_length (self, i);
  return n;
}

/* Zeros before the grid: where their number is odd, one more stands behind it. */
static gint64
get_padding (const ScopeTaps *self, guint axis)
{
  gint64 length = scope_taps_get_length (self, axis);
  gint64 all = (length - 1) * self->strides[axis] + get_span (self, axis) - self->sizes[axis];

  return self->same ? MAX (all, 0) / 2 : 0;
}

/* Place and tap as numbers of their axes, row-major, to the place of the grid. */
static gsize
find_source (const ScopeTaps *self, gsize place, gsize tap)
{
  gsize source = 0;
  gsize pitch = 1;

  for (guint i = self->n_space; i-- > 0;)
    {
      gsize length = (gsize) scope_taps_get_length (self, i);
      gsize kernel = (gsize) self->kernel[i];
      gint64 at = (gint64) (place % length) * self->strides[i]
                  + (gint64) (tap % kernel) * self->dilations[i] - get_padding (self, i);

      if (at < 0 || at >= self->sizes[i])
        return SCOPE_TAP_NOWHERE;
      source += (gsize) at * pitch;
      pitch *= (gsize) self->sizes[i];
      place /= length;
      tap /= kernel;
    }
  return source;
}

gsize *
scope_taps_list (const ScopeTaps *self, GError **error)
{
  gsize n_taps = scope_taps_get_n_taps (self);
  gsize n_places = scope_taps_get_n_places (self);
  gsize n;
  gsize *list = NULL;

  if (g_size_checked_mul (&n, n_taps, n_places))
    list = g_try_new (gsize, MAX (1, n));
  if (list == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("%zu places of %zu numbers"), n_places, n_taps);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("Memory for a run"), found,
                       _ ("fewer than this machine has memory for"), NULL);
      return NULL;
    }

  for (gsize place = 0; place < n_places; place++)
    for (gsize tap = 0; tap < n_taps; tap++)
      list[place * n_taps + tap] = find_source (self, place, tap);
  return list;
}
