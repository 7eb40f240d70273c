/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-buffer.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define SCOPE_BUFFER_ALIGNMENT 64

float *
scope_buffer_new (gsize n, gsize size, GError **error)
{
  float *self = NULL;
  gsize n_bytes;

  if (g_size_checked_mul (&n_bytes, n, size)
      && g_size_checked_mul (&n_bytes, n_bytes, sizeof (float))
      && g_size_checked_add (&n_bytes, n_bytes, SCOPE_BUFFER_ALIGNMENT) && n_bytes <= G_MAXSSIZE)
    {
      n_bytes -= n_bytes % SCOPE_BUFFER_ALIGNMENT;
      self = aligned_alloc (SCOPE_BUFFER_ALIGNMENT, n_bytes);
    }

  if (self == NULL)
    {
      g_autofree char *found = g_strdup_printf (_ ("%zu times %zu numbers"), n, size);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, _ ("Memory for a run"), found,
                       _ ("fewer than this machine has memory for"),
                       _ ("Take fewer windows, or trace fewer layers."));
      return NULL;
    }

  memset (self, 0, n_bytes);
  return self;
}

void
scope_buffer_free (float *self)
{
  free (self);
}
