/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-reader.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static char *user_folder;

static void
remove_user_folder (void)
{
  scope_test_remove_folder (user_folder);
  g_clear_pointer (&user_folder, g_free);
}

/* A test neither sees nor changes what the person who runs it has. G_TEST_OPTION_ISOLATE_DIRS would do, but
 * leaks, which a sanitizer counts against us. */
static void
isolate_folders (void)
{
  static const char *const names[] = { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                       "XDG_STATE_HOME" };

  user_folder = scope_test_make_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = g_build_filename (user_folder, names[i], NULL);

      g_setenv (names[i], folder, TRUE);
    }
  atexit (remove_user_folder);
}

void
scope_test_init (int *argc, char ***argv)
{
  /* Messages are compared as they are written in the source. */
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_unsetenv ("LANGUAGE");
  isolate_folders ();
  g_test_init (argc, argv, NULL);
  scope_reader_set_program (g_getenv ("GATESCOPE_READER"), 0);
}

char *
scope_test_fixture_path (const char *relative)
{
  const char *folder = g_getenv ("GATESCOPE_FIXTURES");

  if (folder == NULL)
    g_error ("GATESCOPE_FIXTURES is not set: run the tests with meson test, or in meson devenv");
  return g_build_filename (folder, relative, NULL);
}

char *
scope_test_corpus_path (const char *relative)
{
  const char *folder = g_getenv ("GATESCOPE_CORPUS");

  if (folder == NULL || *folder == '\0')
    return NULL;
  return g_build_filename (folder, relative, NULL);
}

GBytes *
scope_test_load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize n_bytes;

  if (!g_file_get_contents (path, &data, &n_bytes, &error))
    g_error ("%s", error->message);
  return g_bytes_new_take (data, n_bytes);
}

char *
scope_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("gatescope-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
scope_test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        scope_test_remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

char *
scope_test_write (const char *folder, const char *name, const void *data, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, data, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return path;
}

static double
difference (double actual, double expected)
{
  if (actual == expected || (isnan (actual) && isnan (expected)))
    return 0;
  if (isnan (actual) || isnan (expected))
    return INFINITY;
  return fabs (actual - expected);
}

double
scope_test_largest_difference (const float *actual, const float *expected, gsize n)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, difference (actual[i], expected[i]));
  return largest;
}

void
scope_test_wait (const gboolean *done, guint seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;

  while (!*done)
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited %u seconds for nothing", seconds);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

void
scope_test_assert_close_at (const char *file, int line, double actual, double expected,
                            double tolerance)
{
  g_autofree char *text = NULL;

  if (difference (actual, expected) <= tolerance)
    return;

  text = g_strdup_printf ("got %.9g, expected %.9g within %.3g, is off by %.3g", actual, expected,
                          tolerance, difference (actual, expected));
  g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, text);
}

void
scope_test_assert_floats_at (const char *file, int line, const float *actual, const float *expected,
                             gsize n, double tolerance)
{
  for (gsize i = 0; i < n; i++)
    if (!(difference (actual[i], expected[i]) <= tolerance))
      {
        g_autofree char *text = NULL;

        text = g_strdup_printf ("number %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                                ": got %.9g, expected %.9g within %.3g; largest difference %.3g",
                                i, n, (double) actual[i], (double) expected[i], tolerance,
                                scope_test_largest_difference (actual, expected, n));
        g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, text);
      }
}

void
scope_test_assert_array_at (const char *file, int line, const ScopeArray *array, guint n_dims,
                            const gsize *dims, const float *expected, double tolerance)
{
  if (array == NULL)
    g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, "there is no array");

  if (!scope_array_has_shape (array, n_dims, dims))
    {
      g_autofree char *shape = scope_array_dup_shape_text (array);
      g_autofree char *text = g_strdup_printf ("the array's shape is %s", shape);

      g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, text);
    }

  scope_test_assert_floats_at (file, line, scope_array_get_data (array), expected,
                               scope_array_get_size (array), tolerance);
}

void
scope_test_assert_error_at (const char *file, int line, const GError *error, GQuark domain,
                            int code, const char *const *words)
{
  if (error == NULL)
    g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, "there is no error");

  if (!g_error_matches (error, domain, code))
    {
      g_autofree char *text =
          g_strdup_printf ("error %s %d, expected %s %d: %s", g_quark_to_string (error->domain),
                           error->code, g_quark_to_string (domain), code, error->message);

      g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, text);
    }

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (error->message, words[i]) == NULL)
      {
        g_autofree char *text =
            g_strdup_printf ("\"%s\" is not in the message \"%s\"", words[i], error->message);

        g_assertion_message (G_LOG_DOMAIN, file, line, G_STRFUNC, text);
      }
}
