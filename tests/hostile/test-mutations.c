/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damaged copies of real files, through the real gatescope-reader: each must end in a model or in a message within its limits, and
 * this program must live. A mutation is a number of bytes turned over, a run of zeros or ones, a piece copied from elsewhere
 * in the file, or an end cut off.
 *
 *   GATESCOPE_MUTATIONS=N    how many (300 where it is not set); with thousands, files of GATESCOPE_CORPUS too
 *   GATESCOPE_SEED=S         another sequence; each file that is opened is named with its number, and the same
 *                            seed gives the same bytes
 *   GATESCOPE_KEEP=FOLDER    keeps the last file there, for looking at one that was fatal
 */
#include "scope-test.h"

#include "scope-gates.h"
#include "scope-network.h"
#include "scope-reader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define DEFAULT_SEED 20240511
#define DEFAULT_MUTATIONS 300
/* Larger files would only make it slow. */
#define MAX_BYTES (1024 * 1024)
/* No file here is worth more: gatescope-reader has 8 seconds of computing for small ones, and 20 without a sign of life. */
#define MAX_SECONDS 45
/* The child's limit of address space, SCOPE_LIMIT_MEMORY, for a file of MAX_BYTES, in KiB. */
#define MAX_KILOBYTES (1024 * 1024 + 20 * 1024)

typedef struct
{
  char *path;
  GBytes *bytes;
} Base;

static void
base_free (gpointer data)
{
  Base *base = data;

  g_free (base->path);
  g_bytes_unref (base->bytes);
  g_free (base);
}

static gboolean
has_suffix (const char *name)
{
  static const char *const suffixes[] = { ".h5", ".hdf5", ".keras", ".nc" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
collect (const char *folder, GPtrArray *bases)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  /* The same sequence wherever it runs. */
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      char *data;
      gsize n_bytes;
      Base *base;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          collect (path, bases);
          continue;
        }
      if (!has_suffix (path) || strstr (path, ".golden.") != NULL
          || !g_file_get_contents (path, &data, &n_bytes, NULL))
        continue;
      if (n_bytes == 0 || n_bytes > MAX_BYTES)
        {
          g_free (data);
          continue;
        }
      base = g_new0 (Base, 1);
      base->path = g_steal_pointer (&path);
      base->bytes = g_bytes_new_take (data, n_bytes);
      g_ptr_array_add (bases, base);
    }
}

/* A place in the file; more often near its beginning, where HDF5 keeps what matters most. */
static gsize
choose (GRand *random, gsize n)
{
  double share = g_rand_double (random);

  if (g_rand_boolean (random))
    share *= share * share;
  return MIN ((gsize) (share * (double) n), n - 1);
}

static gsize
mutate (GRand *random, guint8 *data, gsize n)
{
  guint n_mutations = 1 + (guint) g_rand_int_range (random, 0, 8);

  for (guint i = 0; i < n_mutations; i++)
    {
      gsize at = choose (random, n);
      gsize longest = (gsize) 1 << g_rand_int_range (random, 0, 10);
      gsize length = MIN (longest, n - at);
      gsize from;

      switch (g_rand_int_range (random, 0, 6))
        {
        case 0:
          data[at] = (guint8) g_rand_int (random);
          break;
        case 1:
          data[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
          break;
        case 2:
          memset (data + at, 0x00, length);
          break;
        case 3:
          memset (data + at, 0xff, length);
          break;
        case 4:
          from = choose (random, n);
          memmove (data + at, data + from, MIN (length, n - from));
          break;
        default:
          /* Now and then the end is missing. */
          if (g_rand_int_range (random, 0, 4) == 0)
            n = at + 1;
          break;
        }
    }
  return n;
}

/* Everything that the program does with a file before anybody asks it to run. */
static gboolean
open_all (const char *path, GError **error)
{
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, error);
  g_autoptr (ScopeModel) model = image != NULL ? scope_model_new (image, error) : NULL;
  g_autoptr (GError) network_error = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) paths = NULL;

  if (model == NULL)
    return FALSE;

  text = scope_model_dup_time_steps_text (model);
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (scope_model_get_digest (model));
  paths = scope_model_dup_recurrent_paths (model);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      ScopeLayer *layer = scope_model_find_layer (model, paths[i]);
      g_autoptr (ScopeGates) gates = layer != NULL ? scope_gates_new (layer, NULL) : NULL;

      g_assert_true (gates == NULL || scope_gates_get_n_units (gates) > 0);
    }
  network = scope_network_new (model, &network_error);
  g_assert_true (network != NULL || network_error != NULL);
  return TRUE;
}

static guint
get_number (const char *name, guint fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) strtoul (text, NULL, 10) : fallback;
}

static void
test_mutations (void)
{
  g_autoptr (GPtrArray) bases = g_ptr_array_new_with_free_func (base_free);
  guint n = get_number ("GATESCOPE_MUTATIONS", DEFAULT_MUTATIONS);
  guint seed = get_number ("GATESCOPE_SEED", DEFAULT_SEED);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *fixtures = scope_test_fixture_path ("");
  g_autofree char *corpus = scope_test_corpus_path ("");
  g_autofree char *folder = scope_test_make_folder ();
  const char *keep = g_getenv ("GATESCOPE_KEEP");
  guint n_models = 0;
  struct rusage usage;

  collect (fixtures, bases);
  if (corpus != NULL)
    collect (corpus, bases);
  g_assert_cmpuint (bases->len, >, 0);
  g_test_message ("seed %u, %u mutations of %u files", seed, n, bases->len);

  for (guint i = 0; i < n; i++)
    {
      const Base *base =
          g_ptr_array_index (bases, (guint) g_rand_int_range (random, 0, (gint32) bases->len));
      gsize n_bytes;
      g_autofree guint8 *data =
          g_memdup2 (g_bytes_get_data (base->bytes, &n_bytes), g_bytes_get_size (base->bytes));
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;
      gint64 start = g_get_monotonic_time ();
      gboolean opened;

      n_bytes = mutate (random, data, n_bytes);
      path = scope_test_write (keep != NULL ? keep : folder, "mutated", data, n_bytes);
      opened = open_all (path, &error);
      g_test_message ("%u, %s: %s", i, base->path, opened ? "a model" : error->message);
      g_assert_cmpint (g_get_monotonic_time () - start, <, MAX_SECONDS * G_USEC_PER_SEC);
      if (opened)
        n_models++;
      else
        {
          g_assert_true (error->domain == SCOPE_ERROR);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          g_assert_nonnull (strstr (error->message, "mutated"));
        }
    }

  /* Otherwise nothing of this would have been tested. */
  g_test_message ("%u of %u were models", n_models, n);
  g_assert_cmpuint (n_models, >, n / 20);
  g_assert_cmpuint (n_models, <, n);
  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);
  g_test_message ("the largest gatescope-reader took %ld KiB", usage.ru_maxrss);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (usage.ru_maxrss, <, MAX_KILOBYTES);
#endif
  scope_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/mutations", test_mutations);
  return g_test_run ();
}
