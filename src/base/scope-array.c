/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-array.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ScopeArray
{
  gatomicrefcount ref_count;
  guint n_dims;
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  gsize size;
  const float *data;
  float *own; /* NULL for a view */
  GBytes *owner;
  const char *stored_type; /* interned */
};

G_DEFINE_BOXED_TYPE (ScopeArray, scope_array, scope_array_ref, scope_array_unref)

gboolean
scope_array_count (guint n_dims, const gsize *dims, gsize *count)
{
  gsize product = 1;
  gsize n_bytes;

  if (n_dims > SCOPE_ARRAY_MAX_DIMS)
    return FALSE;

  for (guint i = 0; i < n_dims; i++)
    if (!g_size_checked_mul (&product, product, dims[i]))
      return FALSE;

  if (!g_size_checked_mul (&n_bytes, product, sizeof (float)) || n_bytes > G_MAXSSIZE)
    return FALSE;

  *count = product;
  return TRUE;
}

static ScopeArray *
array_alloc (guint n_dims, const gsize *dims)
{
  ScopeArray *self;
  gsize size;

  if (!scope_array_count (n_dims, dims, &size))
    return NULL;

  self = g_new0 (ScopeArray, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_dims = n_dims;
  for (guint i = 0; i < n_dims; i++)
    self->dims[i] = dims[i];
  self->size = size;
  self->stored_type = "float32";
  return self;
}

ScopeArray *
scope_array_new (guint n_dims, const gsize *dims)
{
  g_autoptr (ScopeArray) self = array_alloc (n_dims, dims);

  if (self == NULL)
    return NULL;

  self->own = g_try_new0 (float, MAX (self->size, 1));
  if (self->own == NULL)
    return NULL;

  self->data = self->own;
  return g_steal_pointer (&self);
}

ScopeArray *
scope_array_new_wrap (guint n_dims, const gsize *dims, const float *data, const char *stored_type,
                      GBytes *owner)
{
  g_autoptr (ScopeArray) self = array_alloc (n_dims, dims);
  const char *start;
  gsize n_bytes;
  gsize offset;

  g_return_val_if_fail (owner != NULL, NULL);

  start = g_bytes_get_data (owner, &n_bytes);
  if (self == NULL || (const char *) data < start || ((gsize) data) % sizeof (float) != 0)
    return NULL;

  offset = (gsize) ((const char *) data - start);
  if (offset > n_bytes || self->size > (n_bytes - offset) / sizeof (float))
    return NULL;

  self->data = data;
  self->owner = g_bytes_ref (owner);
  if (stored_type != NULL)
    self->stored_type = g_intern_string (stored_type);
  return g_steal_pointer (&self);
}

ScopeArray *
scope_array_ref (ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_array_unref (ScopeArray *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->own);
  g_clear_pointer (&self->owner, g_bytes_unref);
  g_free (self);
}

guint
scope_array_get_n_dims (const ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_dims;
}

gsize
scope_array_get_dim (const ScopeArray *self, guint dim)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (dim < self->n_dims, 0);

  return self->dims[dim];
}

const gsize *
scope_array_get_dims (const ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->dims;
}

gsize
scope_array_get_size (const ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

const float *
scope_array_get_data (const ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

float *
scope_array_get_writable (ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->own != NULL, NULL);

  return self->own;
}

const char *
scope_array_get_stored_type (const ScopeArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->stored_type;
}

gboolean
scope_array_has_shape (const ScopeArray *self, guint n_dims, const gsize *dims)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_dims == n_dims && memcmp (self->dims, dims, n_dims * sizeof *dims) == 0;
}

char *
scope_array_dup_shape_text (const ScopeArray *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_dims == 0)
    return g_strdup (_ ("scalar"));

  for (guint i = 0; i < self->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? " × " : "", self->dims[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
