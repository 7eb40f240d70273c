/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-shape.h"

#include <glib/gi18n.h>

gint64
scope_shape_get_last (const ScopeShape *self)
{
  return self->n_dims == 0 ? SCOPE_DIM_FREE : self->dims[self->n_dims - 1];
}

ScopeShape
scope_shape_with_last (const ScopeShape *self, gint64 last)
{
  ScopeShape shape = *self;

  if (shape.n_dims == 0)
    return shape;

  shape.n_dims--;
  scope_shape_append (&shape, last);
  return shape;
}

void
scope_shape_append (ScopeShape *self, gint64 dim)
{
  if (self->n_dims >= SCOPE_ARRAY_MAX_DIMS || dim < SCOPE_DIM_FREE || dim > SCOPE_SHAPE_MAX_DIM)
    self->n_dims = 0;
  else
    self->dims[self->n_dims++] = dim;
}

ScopeShape
scope_shape_without (const ScopeShape *self, guint dim)
{
  ScopeShape shape = { 0 };

  for (guint i = 0; i < self->n_dims; i++)
    if (i != dim)
      shape.dims[shape.n_dims++] = self->dims[i];
  return shape;
}

ScopeShape
scope_shape_insert (const ScopeShape *self, guint place, gint64 dim)
{
  ScopeShape shape = { 0 };

  if (self->n_dims == 0 || self->n_dims >= SCOPE_ARRAY_MAX_DIMS || place > self->n_dims)
    return shape;

  for (guint i = 0; i <= self->n_dims; i++)
    if (i == place)
      shape.dims[i] = dim;
    else
      shape.dims[i] = self->dims[i < place ? i : i - 1];
  shape.n_dims = self->n_dims + 1;
  if (dim < SCOPE_DIM_FREE || dim > SCOPE_SHAPE_MAX_DIM)
    shape.n_dims = 0;
  return shape;
}

gint64
scope_shape_product (const ScopeShape *self, guint first)
{
  gint64 product = 1;

  for (guint i = first; i < self->n_dims; i++)
    {
      if (self->dims[i] == SCOPE_DIM_FREE)
        return SCOPE_DIM_FREE;
      product *= self->dims[i];
      if (product > SCOPE_SHAPE_MAX_DIM)
        return SCOPE_DIM_FREE;
    }
  return product;
}

gboolean
scope_shape_fits (const ScopeShape *self, const ScopeArray *array)
{
  if (scope_array_get_n_dims (array) != self->n_dims)
    return FALSE;

  for (guint i = 0; i < self->n_dims; i++)
    if (self->dims[i] != SCOPE_DIM_FREE
        && (guint64) self->dims[i] != (guint64) scope_array_get_dim (array, i))
      return FALSE;
  return TRUE;
}

char *
scope_shape_dup_array_text (const ScopeShape *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->n_dims == 0)
    return g_strdup (_ ("scalar"));

  for (guint i = 0; i < self->n_dims; i++)
    {
      if (i > 0)
        g_string_append (text, " × ");
      if (self->dims[i] == SCOPE_DIM_FREE)
        /* Translators: stands for a length in a shape, "any × 128" */
        g_string_append (text, C_ ("length", "any"));
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, self->dims[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
scope_shape_dup_text (const ScopeShape *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->n_dims == 0)
    return g_strdup ("?");

  for (guint i = 0; i < self->n_dims; i++)
    {
      g_string_append (text, i == 0 ? "(" : ", ");
      if (self->dims[i] == SCOPE_DIM_FREE)
        g_string_append_c (text, '?');
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, self->dims[i]);
    }
  g_string_append_c (text, ')');
  return g_string_free (g_steal_pointer (&text), FALSE);
}
