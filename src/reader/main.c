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

#include <archive.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *file_name;
static gboolean tree_only;
static gboolean show_version;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &file_name, N_ ("Name of the file, for messages"),
    N_ ("NAME") },
  { "tree-only", 0, 0, G_OPTION_ARG_NONE, &tree_only, N_ ("Leave out the numbers"), NULL },
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

static gboolean
read_all (const char *name, guint64 n_bytes, GError **error)
{
  g_autoptr (ScopeSource) source = scope_source_read (name, n_bytes, error);
  g_autoptr (ScopeImageWriter) writer = NULL;
  g_autofree char *weights_name = NULL;
  GHashTableIter iter;
  gpointer member;
  gpointer text;
  hid_t file;

  if (source == NULL)
    return FALSE;

  writer = scope_image_writer_new (source->container);
  g_hash_table_iter_init (&iter, source->texts);
  while (g_hash_table_iter_next (&iter, &member, &text))
    scope_image_writer_add_text (writer, member, text);

  weights_name = g_hash_table_size (source->texts) > 0
                     ? g_strdup_printf ("%s, model.weights.h5", name)
                     : g_strdup (name);
  file = scope_h5_open (source->hdf5, weights_name, error);
  if (file < 0
      || !scope_h5_add_tree (file, weights_name, MAX (n_bytes, g_bytes_get_size (source->hdf5)),
                             !tree_only, writer, SCOPE_READER_FD_ANSWER, error))
    return FALSE;

  /* Unmapped here, so that the answer can be sealed there. */
  scope_image_writer_finish (writer);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  struct stat status;

  load_all ();
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
  if (file_name == NULL || fstat (SCOPE_READER_FD_FILE, &status) != 0
      || fcntl (SCOPE_READER_FD_ANSWER, F_GETFD) < 0
      || fcntl (SCOPE_READER_FD_MESSAGES, F_GETFD) < 0)
    {
      g_printerr ("%s\n", _ ("gatescope-reader is started by Gatescope, not by hand."));
      return 2;
    }

  words = scope_sandbox_describe (scope_sandbox_enter ((guint64) status.st_size));
  scope_messenger_guards (words);

  /* Without clearing up: HDF5 has been seen to crash there, and there is nothing to save. */
  if (!read_all (file_name, (guint64) status.st_size, &error))
    {
      scope_messenger_error (error);
      _exit (EXIT_FAILURE);
    }
  scope_messenger_done ();
  _exit (EXIT_SUCCESS);
}
