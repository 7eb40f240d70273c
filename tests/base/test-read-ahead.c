/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file's bytes read on two threads are the file's bytes; one that is shorter than it was gives none. */
#include "scope-read-ahead.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Not a multiple of any page or part. */
#define N_BYTES (9 * 1024 * 1024 + 12345)

typedef struct
{
  char *path;
  guint8 *bytes;
  int file;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  int file = g_file_open_tmp ("ahead-XXXXXX", &self->path, &error);

  g_assert_no_error (error);
  close (file);
  self->bytes = g_malloc (N_BYTES);
  for (gsize i = 0; i < N_BYTES; i++)
    self->bytes[i] = (guint8) g_rand_int (random);
  g_file_set_contents (self->path, (const char *) self->bytes, N_BYTES, &error);
  g_assert_no_error (error);
  self->file = open (self->path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (self->file, >=, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close (self->file);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self->bytes);
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (ScopeReadAhead) ahead = scope_read_ahead_start (self->file, N_BYTES);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_nonnull (ahead);
  bytes = scope_read_ahead_finish (ahead, NULL);
  g_assert_nonnull (bytes);
  /* What was handed out stays. */
  g_clear_pointer (&ahead, scope_read_ahead_free);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), self->bytes, N_BYTES);
}

static void
test_ends (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ScopeReadAhead) dropped = scope_read_ahead_start (self->file, N_BYTES);
  g_autoptr (ScopeReadAhead) longer = scope_read_ahead_start (self->file, N_BYTES + 1);
  g_autoptr (ScopeReadAhead) cancelled = NULL;
  /* Cannot be read through before it is cancelled. */
  guint64 most = G_GUINT64_CONSTANT (512) * 1024 * 1024;

  g_assert_nonnull (dropped);
  g_assert_nonnull (longer);
  g_assert_null (scope_read_ahead_finish (longer, NULL));

  g_assert_true (truncate (self->path, (off_t) most) == 0);
  cancelled = scope_read_ahead_start (self->file, most);
  g_assert_nonnull (cancelled);
  g_cancellable_cancel (cancellable);
  g_assert_null (scope_read_ahead_finish (cancelled, cancellable));
}

static void
test_sizes (Fixture *self, gconstpointer data)
{
  g_assert_null (scope_read_ahead_start (self->file, 0));
  g_assert_null (scope_read_ahead_start (self->file, 100000));
  g_assert_null (scope_read_ahead_start (self->file, G_MAXUINT64));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/base/read-ahead/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/base/read-ahead/ends", Fixture, NULL, set_up, test_ends, tear_down);
  g_test_add ("/base/read-ahead/sizes", Fixture, NULL, set_up, test_sizes, tear_down);
  return g_test_run ();
}
