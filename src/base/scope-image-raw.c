/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-image-raw.h"

#include "scope-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PART_BYTES (4 * 1024 * 1024)
#define MAX_THREADS 4

typedef struct
{
  guint file;
  guint64 offset;
  guint64 n_bytes;
  gsize place;
} Wanted;

struct _ScopeImageRaw
{
  const ScopeImageFiles *files;
  GArray *wanted;      /* of Wanted */
  GHashTable *by_name; /* "FILE OFFSET LENGTH" → index + 1 */
  guint64 n_bytes;
  guint64 most;
};

ScopeImageRaw *
scope_image_raw_new (const ScopeImageFiles *files)
{
  ScopeImageRaw *self = g_new0 (ScopeImageRaw, 1);

  self->files = files;
  self->wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; files != NULL && i < files->n_files; i++)
    self->most += files->sizes[i];
  return self;
}

void
scope_image_raw_free (ScopeImageRaw *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->wanted);
  g_hash_table_unref (self->by_name);
  g_free (self);
}

gboolean
scope_image_raw_add (ScopeImageRaw *self, guint file, guint64 offset, guint64 n_bytes, guint *index)
{
  g_autofree char *name = NULL;
  Wanted wanted = { .file = file, .offset = offset, .n_bytes = n_bytes };
  guint known;

  if (self->files == NULL || file >= self->files->n_files || offset > self->files->sizes[file]
      || n_bytes > self->files->sizes[file] - offset)
    return FALSE;

  name = g_strdup_printf ("%u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, file, offset, n_bytes);
  known = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, name));
  if (known == 0)
    {
      if (n_bytes > self->most - self->n_bytes)
        return FALSE;
      self->n_bytes += n_bytes;
      if (self->wanted->len > 0)
        {
          const Wanted *last = &g_array_index (self->wanted, Wanted, self->wanted->len - 1);

          wanted.place = last->place + last->n_bytes;
          wanted.place =
              (wanted.place + SCOPE_IMAGE_ALIGNMENT - 1) & ~(gsize) (SCOPE_IMAGE_ALIGNMENT - 1);
        }
      g_array_append_val (self->wanted, wanted);
      known = self->wanted->len;
      g_hash_table_insert (self->by_name, g_steal_pointer (&name), GUINT_TO_POINTER (known));
    }
  *index = known - 1;
  return TRUE;
}

gsize
scope_image_raw_get_place (ScopeImageRaw *self, guint index)
{
  return g_array_index (self->wanted, Wanted, index).place;
}

typedef struct
{
  void *start;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->start, mapping->size);
  g_free (mapping);
}

/* Fresh memory in large pages, where the system has them: it takes less time to come by. */
static GBytes *
make_room (gsize n_bytes, char **data)
{
  void *start = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  Mapping *mapping;

  if (start == MAP_FAILED)
    return NULL;
  madvise (start, n_bytes, MADV_HUGEPAGE);
  mapping = g_new (Mapping, 1);
  mapping->start = start;
  mapping->size = n_bytes;
  *data = start;
  return g_bytes_new_with_free_func (start, n_bytes, mapping_free, mapping);
}

static gboolean
read_part (int file, char *to, gsize n_bytes, guint64 offset, const char *name, GError **error)
{
  gsize done = 0;

  while (done < n_bytes)
    {
      gssize n = pread (file, to + done, n_bytes - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          scope_error_set (
              error, SCOPE_ERROR_UNREADABLE, name,
              n < 0 ? g_strerror (errno) : _ ("a file that became shorter while it was read"), NULL,
              n < 0 ? _ ("Check the disk or the network that the file is on.")
                    : _ ("Wait until whatever writes it has finished."));
          return FALSE;
        }
      done += (gsize) n;
    }
  return TRUE;
}

/* A part of what is wanted. */
typedef struct
{
  const Wanted *wanted;
  guint64 at;
} Part;

/* Several threads read, each the next part that none has taken: copying, and the zeroing of fresh pages before it, is what takes the
 * time, and one processor alone does not use all of the memory's width. */
typedef struct
{
  const ScopeImageRaw *raw;
  const char *name;
  char *data;
  GArray *parts; /* of Part */
  GCancellable *cancellable;
  ScopeProgress *progress;
  GMutex mutex; /* of what follows */
  guint next;
  guint64 done;
  GError *error;
} Reading;

static gboolean
take_part (Reading *reading, Part *part)
{
  gboolean taken = FALSE;

  g_mutex_lock (&reading->mutex);
  if (reading->error == NULL && reading->next < reading->parts->len)
    {
      *part = g_array_index (reading->parts, Part, reading->next++);
      taken = TRUE;
    }
  g_mutex_unlock (&reading->mutex);
  return taken;
}

static gpointer
read_parts (gpointer data)
{
  Reading *reading = data;
  guint64 all = reading->raw->n_bytes;
  Part part;

  while (take_part (reading, &part))
    {
      const Wanted *wanted = part.wanted;
      gsize n = (gsize) MIN (PART_BYTES, wanted->n_bytes - part.at);
      g_autoptr (GError) error = NULL;

      if (!g_cancellable_set_error_if_cancelled (reading->cancellable, &error))
        read_part (reading->raw->files->descriptors[wanted->file],
                   reading->data + wanted->place + part.at, n, wanted->offset + part.at,
                   reading->name, &error);

      g_mutex_lock (&reading->mutex);
      if (error != NULL && reading->error == NULL)
        reading->error = g_steal_pointer (&error);
      reading->done += n;
      scope_progress_report (reading->progress, all + reading->done, 2 * all);
      g_mutex_unlock (&reading->mutex);
    }
  return NULL;
}

/* The first error of any thread. */
static GError *
read_all (Reading *reading)
{
  guint n_threads = MIN (MIN (g_get_num_processors (), MAX_THREADS), reading->parts->len);
  GThread *threads[MAX_THREADS] = { NULL };

  g_mutex_init (&reading->mutex);
  /* Where no thread is to be had this one reads it all. */
  for (guint i = 1; i < n_threads; i++)
    threads[i] = g_thread_try_new ("gatescope-raw", read_parts, reading, NULL);
  read_parts (reading);
  for (guint i = 1; i < n_threads; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
  g_mutex_clear (&reading->mutex);
  return reading->error;
}

/* Whether what was read ahead is as good: one file, most of which is wanted, where arrays lie as numbers do in memory. */
static gboolean
suits (const ScopeImageRaw *self)
{
  if (self->files->ahead == NULL || self->files->n_files != 1 || self->n_bytes < self->most / 2)
    return FALSE;
  for (guint i = 0; i < self->wanted->len; i++)
    if (g_array_index (self->wanted, Wanted, i).offset % sizeof (float) != 0)
      return FALSE;
  return TRUE;
}

GBytes *
scope_image_raw_read (ScopeImageRaw *self, const char *name, GCancellable *cancellable,
                      ScopeProgress *progress, GError **error)
{
  const Wanted *last;
  g_autoptr (GBytes) room = NULL;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  Reading reading = {
    .raw = self, .name = name, .parts = parts, .cancellable = cancellable, .progress = progress
  };
  GError *found;
  char *data;

  if (self->wanted->len == 0)
    return NULL;

  if (suits (self) && (room = scope_read_ahead_finish (self->files->ahead, cancellable)) != NULL)
    {
      for (guint i = 0; i < self->wanted->len; i++)
        {
          Wanted *wanted = &g_array_index (self->wanted, Wanted, i);

          wanted->place = (gsize) wanted->offset;
        }
      return g_steal_pointer (&room);
    }

  last = &g_array_index (self->wanted, Wanted, self->wanted->len - 1);
  room = make_room (MAX (last->place + last->n_bytes, 1), &data);
  if (room == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, name, _ ("a file that memory cannot hold"),
                       NULL, NULL);
      return NULL;
    }

  reading.data = data;
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Wanted *wanted = &g_array_index (self->wanted, Wanted, i);

      for (guint64 at = 0; at < wanted->n_bytes; at += PART_BYTES)
        g_array_append_val (parts, ((Part){ wanted, at }));
    }
  found = read_all (&reading);
  if (found != NULL)
    {
      g_propagate_error (error, found);
      return NULL;
    }
  return g_steal_pointer (&room);
}
