/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reader that dies, stalls, lies or is cancelled: shell scripts stand in for it. */
#include "scope-test.h"

#include "scope-reader.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  char *model;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = scope_test_make_folder ();
  fixture->model = scope_test_fixture_path ("hdf5/types.h5");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  scope_reader_set_program (g_getenv ("GATESCOPE_READER"), 0);
  scope_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->model);
}

static void
use_script (Fixture *fixture, const char *commands, guint stall_seconds)
{
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", commands);
  g_autofree char *path = scope_test_write (fixture->folder, "reader", text, strlen (text));

  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  scope_reader_set_program (path, stall_seconds);
}

static const struct
{
  const char *name;
  const char *commands;
  ScopeError code;
  const char *words;
} deaths[] = {
  { "segfault", "kill -SEGV $$", SCOPE_ERROR_READER, "died (signal 11" },
  { "abort", "kill -ABRT $$", SCOPE_ERROR_READER, "died (signal 6" },
  { "shorter", "kill -BUS $$", SCOPE_ERROR_READER, "became shorter" },
  { "time", "kill -XCPU $$", SCOPE_ERROR_READER, "limit of computing time" },
  { "memory", "kill -KILL $$", SCOPE_ERROR_READER, "want of memory" },
  { "forbidden", "kill -SYS $$", SCOPE_ERROR_READER, "not allowed" },
  { "status", "exit 3", SCOPE_ERROR_READER, "status 3" },
  { "silent", "exit 0", SCOPE_ERROR_READER, "without an answer" },
  { "late", "echo done >&5; kill -SEGV $$", SCOPE_ERROR_READER, "died (signal 11" },
  { "no-answer", "echo done >&5", SCOPE_ERROR_READER, "missing or not sealed" },
  { "garbage", "echo garbage >&4; echo done >&5", SCOPE_ERROR_READER, "contradicts itself" },
  { "error", "echo error 2 here: found dust. >&5; exit 1", SCOPE_ERROR_DAMAGED,
    "here: found dust." },
  { "error-then-death", "echo error 4 here: found dust. >&5; kill -SEGV $$",
    SCOPE_ERROR_UNSUPPORTED, "here: found dust." },
  { "false-code", "echo error 99 dust >&5; exit 1", SCOPE_ERROR_READER, "status 1" },
  { "no-words", "echo error 2 >&5; exit 1", SCOPE_ERROR_READER, "status 1" },
  { "not-utf8", "printf 'error 2 \\377\\n' >&5; exit 1", SCOPE_ERROR_READER, "status 1" },
  { "chatter", "head -c 300000 /dev/zero | tr '\\0' x >&5; echo >&5; exit 1", SCOPE_ERROR_READER,
    "status 1" },
  /* Nobody waits for what the reader leaves behind, and it cannot write into a sealed answer. */
  { "survivor", "(exec sleep 3) 5>&- & echo done >&5", SCOPE_ERROR_READER,
    "missing or not sealed" },
};

static void
test_dies (Fixture *fixture, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  use_script (fixture, deaths[i].commands, 30);
  g_assert_null (scope_reader_open (fixture->model, 0, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  if (deaths[i].code == SCOPE_ERROR_READER)
    scope_assert_error (error, SCOPE_ERROR_READER, "types.h5", deaths[i].words);
  else
    scope_assert_error (error, (int) deaths[i].code, deaths[i].words);
}

static void
test_stalls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  use_script (fixture, "exec sleep 60", 1);
  g_assert_null (scope_reader_open (fixture->model, 0, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_READER, "types.h5", "stalled", "1 second");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
}

/* Slow is not dead: each sign of life starts the clock anew. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  use_script (fixture,
              "for i in 1 2 3 4; do sleep 0.5; echo progress $i 4 >&5; done; echo error 2 slow >&5",
              1);
  g_assert_null (scope_reader_open (fixture->model, 0, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_DAMAGED, "slow");
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  scope_reader_set_program ("/nowhere/gatescope-reader", 0);
  g_assert_null (scope_reader_open (fixture->model, 0, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_READER, "/nowhere/gatescope-reader", "Install");
}

/* Whatever writes it may be in the middle of it. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = scope_test_load (fixture->model);
  g_autofree char *copy = scope_test_write (
      fixture->folder, "changing.h5", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *commands = g_strdup_printf ("touch -d 2001-02-03 '%s'\nexec '%s' \"$@\"", copy,
                                               g_getenv ("GATESCOPE_READER"));
  g_autoptr (GError) error = NULL;

  use_script (fixture, commands, 30);
  g_assert_null (scope_reader_open (copy, 0, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "changing.h5", "changed while it was read");
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (200000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second_error = NULL;
  gint64 start = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  use_script (fixture, "exec sleep 60", 50);
  g_assert_null (scope_reader_open (fixture->model, 0, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
  g_thread_join (thread);

  g_assert_null (scope_reader_open (fixture->model, 0, cancellable, NULL, &second_error));
  g_assert_error (second_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (deaths); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reader-fails/dies/%s", deaths[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_dies, tear_down);
    }
  g_test_add ("/reader-fails/stalls", Fixture, NULL, set_up, test_stalls, tear_down);
  g_test_add ("/reader-fails/slow", Fixture, NULL, set_up, test_slow, tear_down);
  g_test_add ("/reader-fails/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/reader-fails/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/reader-fails/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  return g_test_run ();
}
