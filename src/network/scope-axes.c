/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-axes.h"

#include "scope-error.h"

#include <glib/gi18n.h>

void
scope_shape_get_strides (const ScopeShape *self, gsize *strides)
{
  gsize stride = 1;

  for (guint i = self->n_dims; i-- > 0;)
    {
      strides[i] = stride;
      if (i > 0)
        stride *= (gsize) self->dims[i];
    }
}

gsize *
scope_axes_list (guint n_dims, const gint64 *dims, const gsize *strides, gsize *n, GError **error)
{
  gint64 place[SCOPE_ARRAY_MAX_DIMS] = { 0 };
  gsize offset = 0;
  gsize *list;

  *n = 1;
  for (guint i = 0; i < n_dims; i++)
    *n *= (gsize) dims[i];

  list = g_try_new (gsize, MAX (1, *n));
  if (list == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("a tensor of %zu numbers"), *n);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, NULL, found,
                       _ ("fewer than this machine has memory for"), NULL);
      return NULL;
    }

  for (gsize i = 0; i < *n; i++)
    {
      list[i] = offset;
      /* The last axis runs fastest. */
      for (guint d = n_dims; d-- > 0;)
        {
          offset += strides[d];
          if (++place[d] < dims[d])
            break;
          offset -= (gsize) dims[d] * strides[d];
          place[d] = 0;
        }
    }
  return list;
}

ScopeAxes *
scope_axes_new (const ScopeShape *shape, const gboolean *inside, GError **error)
{
  g_autoptr (ScopeAxes) self = g_new0 (ScopeAxes, 1);
  gsize strides[SCOPE_ARRAY_MAX_DIMS];
  gint64 dims[2][SCOPE_ARRAY_MAX_DIMS];
  gsize steps[2][SCOPE_ARRAY_MAX_DIMS];
  guint n[2] = { 0, 0 };

  scope_shape_get_strides (shape, strides);
  for (guint i = 1; i < shape->n_dims; i++)
    {
      guint side = inside[i] ? 1 : 0;

      dims[side][n[side]] = shape->dims[i];
      steps[side][n[side]++] = strides[i];
    }

  self->groups = scope_axes_list (n[0], dims[0], steps[0], &self->n_groups, error);
  if (self->groups == NULL)
    return NULL;
  self->members = scope_axes_list (n[1], dims[1], steps[1], &self->n_members, error);
  if (self->members == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
scope_axes_free (ScopeAxes *self)
{
  g_free (self->groups);
  g_free (self->members);
  g_free (self);
}
