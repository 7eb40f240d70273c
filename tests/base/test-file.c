/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-file.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = scope_test_make_folder ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  scope_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
test_opens (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = scope_test_write (fixture->folder, "some", "abc", 3);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  guint64 n_bytes = 0;
  char text[4] = "";
  int fd;

  /* A link that a person names is theirs to follow. */
  g_assert_cmpint (symlink (path, link), ==, 0);
  fd = scope_file_open (link, &n_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpuint (n_bytes, ==, 3);
  g_assert_cmpint (read (fd, text, 4), ==, 3);
  g_assert_cmpstr (text, ==, "abc");
  close (fd);
}

static void
check_refused (const char *path, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (scope_file_open (path, NULL, &error), ==, -1);
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, path, word);
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe_path = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", NULL);
  g_autofree char *locked = scope_test_write (fixture->folder, "locked", "abc", 3);

  /* Opening a pipe that nobody writes to must not wait. */
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  check_refused (pipe_path, "a pipe");
  check_refused (fixture->folder, "a folder");
  check_refused (nowhere, "no such file");
  check_refused ("/dev/null", "a device");

  if (geteuid () == 0)
    {
      g_test_message ("root may read everything: permissions are not tested");
      return;
    }
  g_assert_cmpint (g_chmod (locked, 0), ==, 0);
  check_refused (locked, "may not be read");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add ("/file/opens", Fixture, NULL, set_up, test_opens, tear_down);
  g_test_add ("/file/refuses", Fixture, NULL, set_up, test_refuses, tear_down);
  return g_test_run ();
}
