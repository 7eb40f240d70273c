/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-reading.h"

G_DEFINE_BOXED_TYPE (ScopeReading, scope_reading, scope_reading_copy, scope_reading_free)

ScopeReading *
scope_reading_new (void)
{
  return g_new0 (ScopeReading, 1);
}

ScopeReading *
scope_reading_copy (const ScopeReading *self)
{
  ScopeReading *copy = g_new (ScopeReading, 1);

  g_return_val_if_fail (self != NULL, NULL);

  *copy = *self;
  copy->encoding = g_strdup (self->encoding);
  copy->missing = g_strdupv (self->missing);
  copy->at_names = g_strdupv (self->at_names);
  copy->at_indices = g_memdup2 (self->at_indices, self->n_at * sizeof *self->at_indices);
  return copy;
}

void
scope_reading_free (ScopeReading *self)
{
  if (self == NULL)
    return;

  g_free (self->encoding);
  g_strfreev (self->missing);
  g_strfreev (self->at_names);
  g_free (self->at_indices);
  g_free (self);
}

static gboolean
takes_same_place (const ScopeReading *wanted, const ScopeReading *used, gsize index)
{
  for (gsize i = 0; i < used->n_at; i++)
    if (g_str_equal (used->at_names[i], wanted->at_names[index]))
      return used->at_indices[i] == wanted->at_indices[index];

  return TRUE; /* a dimension that no variable has */
}

gboolean
scope_reading_agrees (const ScopeReading *wanted, const ScopeReading *used)
{
  g_return_val_if_fail (wanted != NULL && used != NULL, FALSE);

  if (wanted->kind != used->kind)
    return FALSE;
  for (gsize i = 0; i < wanted->n_at; i++)
    if (!takes_same_place (wanted, used, i))
      return FALSE;
  if (wanted->kind == SCOPE_READING_NETCDF)
    return TRUE;

  return (wanted->encoding == NULL || g_strcmp0 (wanted->encoding, used->encoding) == 0)
         && (wanted->separator == 0 || wanted->separator == used->separator)
         && (wanted->decimal == 0 || wanted->decimal == used->decimal)
         && (wanted->header_line == 0
             || (wanted->header_line == used->header_line
                 && wanted->lines_skipped_after_header == used->lines_skipped_after_header))
         && (wanted->missing == NULL
             || (used->missing != NULL
                 && g_strv_equal ((const char *const *) wanted->missing,
                                  (const char *const *) used->missing)));
}
