/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gatescope-reader: opens one file for the program that started it, locked in so that a file which was made to
 * do harm, or which libhdf5 does not survive, harms nobody. See scope-reader-protocol.h.
 */
#include "config.h"
#include "scope-error.h"
#include "scope-h5-tree.h"
#include "scope-messenger.h"
#include "scope-reader-protocol.h"
#include "scope-sandbox.h"
#include "scope-source.h"
#include "scope-waiting.h"

#include <archive.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

static char *file_name;
static char *container;
static char **members;
static gboolean tree_only;
static char *only;
static char **without;
static gboolean show_version;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &file_name, N_ ("Name of the file, for messages"),
    N_ ("NAME") },
  { "tree-only", 0, 0, G_OPTION_ARG_NONE, &tree_only, N_ ("Leave out the numbers"), NULL },
  { "only", 0, 0, G_OPTION_ARG_STRING, &only, N_ ("The one dataset whose numbers are read"),
    N_ ("DATASET") },
  { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &without,
    N_ ("A group whose datasets’ numbers are left out"), N_ ("GROUP") },
  { "container", 0, 0, G_OPTION_ARG_STRING, &container, N_ ("What the members are together"),
    N_ ("WORD") },
  { "member", 0, 0, G_OPTION_ARG_STRING_ARRAY, &members, N_ ("Name of one of several files"),
    N_ ("NAME") },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, N_ ("Show the version and end"), NULL },
  { NULL },
};

/* Everything that is loaded from the disk later than this is not to be had. */
static void
load_all (void)
{
  setlocale (LC_ALL, "");
  /* Whatever the person's character set is, messages travel as UTF-8. */
  setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  (void) _ ("Copy or download it again.");
  (void) g_strerror (ENOENT);
  scope_h5_prepare ();
}

static void
print_version (void)
{
  unsigned major;
  unsigned minor;
  unsigned release;

  H5get_libversion (&major, &minor, &release);
  g_print ("gatescope-reader %s (HDF5 %u.%u.%u, %s)\n", GATESCOPE_VERSION, major, minor, release,
           archive_version_string ());
}

/* Opens every HDF5 file, and keeps it open: numbers are read once all is laid out. */
static gboolean
read_trees (ScopeSource *source, guint64 n_bytes, ScopeImageWriter *writer, GError **error)
{
  g_autoptr (ScopeH5Tree) tree = NULL;
  guint64 n_unpacked = 0;

  for (guint i = 0; i < source->trees->len; i++)
    n_unpacked +=
        g_bytes_get_size (((ScopeSourceTree *) g_ptr_array_index (source->trees, i))->hdf5);
  tree = scope_h5_tree_new (writer, MAX (n_bytes, n_unpacked), !tree_only, only, without);

  for (guint i = 0; i < source->trees->len; i++)
    {
      const ScopeSourceTree *item = g_ptr_array_index (source->trees, i);
      hid_t file = scope_h5_open (item->hdf5, item->name, error);

      if (file < 0
          || !scope_h5_tree_add (tree, file, item->name, g_bytes_get_size (item->hdf5), item->file,
                                 item->offset, error))
        return FALSE;
    }
  return scope_h5_tree_read (tree, SCOPE_READER_FD_ANSWER, error);
}

static gboolean
read_all (const char *name, const guint64 *sizes, guint64 n_bytes, GError **error)
{
  g_autoptr (ScopeSource) source = scope_source_read (name, container, members, sizes, error);
  g_autoptr (ScopeImageWriter) writer = NULL;
  GHashTableIter iter;
  gpointer member;
  gpointer text;

  if (source == NULL)
    return FALSE;

  writer = scope_image_writer_new (source->container);
  g_hash_table_iter_init (&iter, source->texts);
  while (g_hash_table_iter_next (&iter, &member, &text))
    scope_image_writer_add_text (writer, member, text);

  if (!read_trees (source, n_bytes, writer, error))
    return FALSE;

  /* Unmapped here, so that the answer can be sealed there. */
  scope_image_writer_finish (writer);
  return TRUE;
}

/* Whether this is how Gatescope starts it, the files apart. */
static gboolean
is_started_right (void)
{
  return file_name != NULL
         && (container == NULL
             || (members != NULL
                 && (g_str_equal (container, "folder") || g_str_equal (container, "shards"))))
         && fcntl (SCOPE_READER_FD_ANSWER, F_GETFD) >= 0
         && fcntl (SCOPE_READER_FD_MESSAGES, F_GETFD) >= 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  g_autofree guint64 *sizes = NULL;
  guint64 n_bytes = 0;
  guint n_files;
  gboolean waits = argc == 2 && g_str_equal (argv[1], "--wait");

  /* HDF5 asks for room for each chunk and gives it back; fresh pages each time would cost as much as the unpacking. */
  mallopt (M_MMAP_THRESHOLD, 1 << 25);
  mallopt (M_TRIM_THRESHOLD, 1 << 27);
  load_all ();
  if (waits)
    {
      /* Whoever started this may have gone; then the messages go nowhere, and that ends it as well. */
      argv = scope_waiting_receive (&argc);
      if (argv == NULL)
        _exit (EXIT_SUCCESS);
    }
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Reads one file for Gatescope, which starts this program."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (show_version)
    {
      print_version ();
      return EXIT_SUCCESS;
    }
  n_files = container != NULL && members != NULL ? g_strv_length (members) : 1;
  if (!is_started_right () || (sizes = scope_source_measure (n_files)) == NULL)
    {
      g_printerr ("%s\n", _ ("gatescope-reader is started by Gatescope, not by hand."));
      return 2;
    }

  for (guint i = 0; i < n_files; i++)
    n_bytes += sizes[i];
  words = scope_sandbox_describe (scope_sandbox_enter (n_bytes, n_files, !waits));
  scope_messenger_guards (words);

  /* Without clearing up: HDF5 has been seen to crash there, and there is nothing to save. */
  if (!read_all (file_name, sizes, n_bytes, &error))
    {
      scope_messenger_error (error);
      _exit (EXIT_FAILURE);
    }
  scope_messenger_done ();
  _exit (EXIT_SUCCESS);
}
