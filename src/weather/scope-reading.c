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
