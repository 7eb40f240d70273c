/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-trace-private.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ScopeTrace
{
  gatomicrefcount ref_count;
  char *layer;
  gboolean backwards;
  guint n_tracks;
  const char *names[SCOPE_MAX_TRACKS];
  ScopeArray *arrays[SCOPE_MAX_TRACKS + 1]; /* the input behind the tracks */
  gsize n_windows;
  gsize n_steps;
  gsize run_length; /* steps */
  gsize n_units;
};

G_DEFINE_BOXED_TYPE (ScopeTrace, scope_trace, scope_trace_ref, scope_trace_unref)

ScopeTrace *
scope_trace_new (const char *layer, gboolean backwards, const char *const *names, guint n_tracks,
                 gsize n_windows, gsize n_steps, gsize n_units, gsize n_features, GError **error)
{
  g_autoptr (ScopeTrace) self = g_new0 (ScopeTrace, 1);

  g_return_val_if_fail (n_tracks <= SCOPE_MAX_TRACKS, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->layer = g_strdup (layer);
  self->backwards = backwards;
  self->n_tracks = n_tracks;
  self->n_windows = n_windows;
  self->n_steps = n_steps;
  self->run_length = n_steps;
  self->n_units = n_units;

  for (guint i = 0; i <= n_tracks; i++)
    {
      gsize dims[] = { n_windows, n_steps, i < n_tracks ? n_units : n_features };

      if (i < n_tracks)
        self->names[i] = names[i];
      self->arrays[i] = scope_array_new (G_N_ELEMENTS (dims), dims);
      if (self->arrays[i] == NULL)
        {
          g_autofree char *found = g_strdup_printf (_ ("%zu windows of %zu steps of %zu numbers"),
                                                    dims[0], dims[1], dims[2]);

          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, layer, found,
                           _ ("fewer than this machine has memory for"),
                           _ ("Trace fewer windows at once."));
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

ScopeTrace *
scope_trace_ref (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_trace_unref (ScopeTrace *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i <= self->n_tracks; i++)
    g_clear_pointer (&self->arrays[i], scope_array_unref);
  g_free (self->layer);
  g_free (self);
}

void
scope_trace_set_run_length (ScopeTrace *self, gsize n_steps)
{
  self->run_length = n_steps;
}

float *
scope_trace_get_writable (ScopeTrace *self, guint track, gsize window)
{
  const gsize *dims = scope_array_get_dims (self->arrays[track]);

  return scope_array_get_writable (self->arrays[track]) + window * self->run_length * dims[2];
}

const char *
scope_trace_get_layer (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->layer;
}

gboolean
scope_trace_get_backwards (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->backwards;
}

guint
scope_trace_get_n_tracks (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_tracks;
}

const char *
scope_trace_get_track_name (ScopeTrace *self, guint track)
{
  g_return_val_if_fail (self != NULL && track < self->n_tracks, NULL);
  return self->names[track];
}

ScopeArray *
scope_trace_get_track (ScopeTrace *self, guint track)
{
  g_return_val_if_fail (self != NULL && track < self->n_tracks, NULL);
  return self->arrays[track];
}

ScopeArray *
scope_trace_find (ScopeTrace *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->n_tracks; i++)
    if (strcmp (self->names[i], name) == 0)
      return self->arrays[i];
  return NULL;
}

ScopeArray *
scope_trace_get_input (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->arrays[self->n_tracks];
}

gsize
scope_trace_get_n_windows (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_windows;
}

gsize
scope_trace_get_n_steps (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_steps;
}

gsize
scope_trace_get_run_length (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->run_length;
}

gsize
scope_trace_get_n_units (ScopeTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_units;
}
