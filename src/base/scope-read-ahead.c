/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-read-ahead.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* Smaller files are read before a thread has started; of larger ones the start of a program is no part worth saving, and their memory
 * would be taken without need where they hold more than weights. */
#define MIN_BYTES (4 * 1024 * 1024)
#define MAX_BYTES (512 * 1024 * 1024)
#define PART_BYTES (2 * 1024 * 1024)

struct _ScopeReadAhead
{
  int file;
  gsize n_bytes;
  char *data;
  GThread *thread;
  gint next;  /* part that nobody has taken; atomic */
  gint ended; /* whether the rest is not read: atomic */
};

/* Unmapped when nobody has it any more. */
typedef struct
{
  char *data;
  gsize n_bytes;
} Mapping;

static void
mapping_free (gpointer user_data)
{
  Mapping *mapping = user_data;

  munmap (mapping->data, mapping->n_bytes);
  g_free (mapping);
}

static gboolean
read_part (ScopeReadAhead *self, gsize at)
{
  gsize n = MIN (PART_BYTES, self->n_bytes - at);
  gsize done = 0;

  while (done < n)
    {
      gssize got = pread (self->file, self->data + at + done, n - done, (off_t) (at + done));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      done += (gsize) got;
    }
  return TRUE;
}

static void
read_parts (ScopeReadAhead *self, GCancellable *cancellable)
{
  gsize n_parts = (self->n_bytes + PART_BYTES - 1) / PART_BYTES;

  while (!g_atomic_int_get (&self->ended))
    {
      gsize part = (gsize) g_atomic_int_add (&self->next, 1);

      if (part >= n_parts)
        return;
      if (g_cancellable_is_cancelled (cancellable) || !read_part (self, part * PART_BYTES))
        g_atomic_int_set (&self->ended, 1);
    }
}

static gpointer
thread_main (gpointer data)
{
  read_parts (data, NULL);
  return NULL;
}

ScopeReadAhead *
scope_read_ahead_start (int file, guint64 n_bytes)
{
  ScopeReadAhead *self;
  void *data;

  if (n_bytes < MIN_BYTES || n_bytes > MAX_BYTES)
    return NULL;
  data = mmap (NULL, (gsize) n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED)
    return NULL;
  /* In large pages, where the system has them, fresh memory takes less time to come by. */
  madvise (data, (gsize) n_bytes, MADV_HUGEPAGE);

  self = g_new0 (ScopeReadAhead, 1);
  self->file = file;
  self->n_bytes = (gsize) n_bytes;
  self->data = data;
  self->thread = g_thread_try_new ("gatescope-ahead", thread_main, self, NULL);
  if (self->thread == NULL)
    g_clear_pointer (&self, scope_read_ahead_free);
  return self;
}

GBytes *
scope_read_ahead_finish (ScopeReadAhead *self, GCancellable *cancellable)
{
  Mapping *mapping;

  g_return_val_if_fail (self != NULL && self->thread != NULL, NULL);

  read_parts (self, cancellable);
  g_thread_join (g_steal_pointer (&self->thread));
  if (g_atomic_int_get (&self->ended))
    return NULL;

  mapping = g_new (Mapping, 1);
  mapping->data = g_steal_pointer (&self->data);
  mapping->n_bytes = self->n_bytes;
  return g_bytes_new_with_free_func (mapping->data, mapping->n_bytes, mapping_free, mapping);
}

void
scope_read_ahead_free (ScopeReadAhead *self)
{
  if (self == NULL)
    return;

  g_atomic_int_set (&self->ended, 1);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  if (self->data != NULL)
    munmap (self->data, self->n_bytes);
  g_free (self);
}
