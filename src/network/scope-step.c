/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-step.h"

gpointer
scope_step_new (gsize size, const ScopeStepClass *class, const ScopeKernels *kernels,
                const char *path)
{
  ScopeStep *self = g_malloc0 (size);

  self->class = class;
  self->kernels = kernels;
  self->path = g_strdup (path);
  self->fold = SCOPE_NO_VALUE;
  self->n_outputs = 1;
  return self;
}

void
scope_step_free (ScopeStep *self)
{
  g_return_if_fail (self != NULL);

  if (self->class->free != NULL)
    self->class->free (self);
  g_free (self->path);
  g_free (self);
}

gsize
scope_value_get_run (const ScopeValue *self, gsize window, gsize n_windows)
{
  gsize n = 1;

  if (self->starts == NULL)
    return n_windows - window;

  while (window + n < n_windows
         && (self->starts[window + n] - self->starts[window]) * self->row_size == n * self->size)
    n++;
  return n;
}
