/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *   fuzz-NAME [--runs N] [--seconds S] [--seed S] [--keep FILE] [SEED FILE OR FOLDER]…
 *   fuzz-NAME --write-seeds FOLDER
 *   fuzz-NAME --once FILE
 *
 * Feeds a fuzz target its seeds and mutations of them; the same seed gives the same inputs. The input that is fatal stays in
 * the file of --keep. Answers in TAP.
 */
#include "fuzz.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Longer seeds only make it slow. */
#define MAX_SEED_BYTES (64 * 1024)
#define MAX_BYTES (128 * 1024)

static int runs = 20000;
static int seconds;
static int seed = 20240511;
static char *write_folder;
static char *keep;
static char *once;
static char **paths;

static const GOptionEntry options[] = {
  { "runs", 0, 0, G_OPTION_ARG_INT, &runs, "How many inputs (default: 20000)", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "How long at most (default: as long as it takes)",
    "S" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Another sequence", "S" },
  { "keep", 0, 0, G_OPTION_ARG_FILENAME, &keep, "Where a fatal input is written", "FILE" },
  { "once", 0, 0, G_OPTION_ARG_FILENAME, &once, "Only this input", "FILE" },
  { "write-seeds", 0, 0, G_OPTION_ARG_FILENAME, &write_folder, "Only write the seeds", "FOLDER" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "SEEDS" },
  { NULL },
};

/* For the handler of the fatal signal. */
static const guint8 *current;
static gsize current_bytes;

static void
save_current (int number)
{
  FILE *file = keep != NULL ? fopen (keep, "wb") : NULL;

  if (file != NULL)
    {
      fwrite (current, 1, current_bytes, file);
      fclose (file);
    }
  signal (number, SIG_DFL);
  raise (number);
}

static void
feed (const guint8 *data, gsize n_bytes)
{
  current = data;
  current_bytes = n_bytes;
  LLVMFuzzerTestOneInput (data, n_bytes);
}

static void
collect (const char *path, GPtrArray *seeds)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  char *data;
  gsize n_bytes;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      collect (below, seeds);
    }
  if (dir != NULL || !g_file_get_contents (path, &data, &n_bytes, NULL))
    return;
  if (n_bytes > MAX_SEED_BYTES)
    g_free (data);
  else
    g_ptr_array_add (seeds, g_bytes_new_take (data, n_bytes));
}

static int
compare_bytes (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

/* Words of the formats, which chance would take long to find. */
static const char *const words[] = {
  "[",
  "]",
  "{",
  "}",
  "\"",
  "\\u0000",
  "\\ud800",
  "null",
  "NaN",
  "-Infinity",
  "1e999",
  "-1",
  "4294967296",
  "99999999999999999999",
  "\"class_name\":",
  "\"config\":",
  "\"units\":",
  "\"layers\":",
  "\"inbound_nodes\":",
  "\"LSTM\"",
  "\"Bidirectional\"",
  "\"Functional\"",
  "\"weight_map\"",
  ".weights.h5",
  "../",
  "PK\x03\x04",
  "PK\x01\x02",
  "PK\x05\x06",
};

static void
mutate (GRand *random, GByteArray *input, GPtrArray *seeds)
{
  guint n = 1 + (guint) g_rand_int_range (random, 0, 6);

  for (guint i = 0; i < n; i++)
    {
      guint at = input->len > 0 ? (guint) g_rand_int_range (random, 0, (gint32) input->len) : 0;
      guint longest = 1u << g_rand_int_range (random, 0, 9);
      guint length = MIN (longest, input->len - at);
      const char *word = words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))];
      GBytes *other =
          g_ptr_array_index (seeds, (guint) g_rand_int_range (random, 0, (gint32) seeds->len));
      gsize n_other;
      const guint8 *other_data = g_bytes_get_data (other, &n_other);
      g_autofree guint8 *tail = NULL;
      guint n_tail;

      switch (input->len > 0 ? g_rand_int_range (random, 0, 8) : 6)
        {
        case 0:
          input->data[at] = (guint8) g_rand_int (random);
          break;
        case 1:
          input->data[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
          break;
        case 2:
          memset (input->data + at, g_rand_boolean (random) ? 0xff : 0, length);
          break;
        case 3:
          g_byte_array_remove_range (input, at, length);
          break;
        case 4:
          /* A piece twice. */
          tail = g_memdup2 (input->data + at, length);
          g_byte_array_append (input, tail, length);
          break;
        case 5:
          g_byte_array_set_size (input, at);
          break;
        case 6:
          /* A word between. */
          n_tail = input->len - at;
          tail = g_memdup2 (input->data + at, n_tail);
          g_byte_array_set_size (input, at);
          g_byte_array_append (input, (const guint8 *) word, (guint) strlen (word));
          g_byte_array_append (input, tail, n_tail);
          break;
        default:
          /* The end of another one. */
          g_byte_array_set_size (input, at);
          if (n_other > 0)
            {
              gsize from = (gsize) g_rand_int_range (random, 0, (gint32) n_other);

              g_byte_array_append (input, other_data + from, (guint) (n_other - from));
            }
          break;
        }
    }
  if (input->len > MAX_BYTES)
    g_byte_array_set_size (input, MAX_BYTES);
}

static int
write_seeds (GPtrArray *seeds)
{
  g_mkdir_with_parents (write_folder, 0777);
  for (guint i = 0; i < seeds->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("seed-%u", i);
      g_autofree char *path = g_build_filename (write_folder, name, NULL);
      gsize n_bytes;
      const char *data = g_bytes_get_data (g_ptr_array_index (seeds, i), &n_bytes);

      if (!g_file_set_contents (path, data, (gssize) n_bytes, NULL))
        return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) seeds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = NULL;
  gint64 end;
  int i;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_ERROR);
  signal (SIGABRT, save_current);
  signal (SIGSEGV, save_current);
  signal (SIGTRAP, save_current);

  seeds = fuzz_dup_seeds ();
  g_ptr_array_set_free_func (seeds, (GDestroyNotify) g_bytes_unref);
  if (once != NULL)
    {
      g_ptr_array_set_size (seeds, 0);
      collect (once, seeds);
    }
  for (i = 0; paths != NULL && paths[i] != NULL; i++)
    collect (paths[i], seeds);
  /* Folders list their files in any order. */
  g_ptr_array_sort (seeds, compare_bytes);
  if (write_folder != NULL)
    return write_seeds (seeds);

  for (guint k = 0; k < seeds->len; k++)
    {
      gsize n_bytes;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (seeds, k), &n_bytes);

      feed (data, n_bytes);
    }
  if (once != NULL)
    return EXIT_SUCCESS;

  random = g_rand_new_with_seed ((guint32) seed);
  end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  for (i = 0; i < runs && (seconds == 0 || g_get_monotonic_time () < end); i++)
    {
      GBytes *base =
          g_ptr_array_index (seeds, (guint) g_rand_int_range (random, 0, (gint32) seeds->len));
      g_autoptr (GByteArray) input = g_byte_array_new ();
      gsize n_bytes;
      const guint8 *data = g_bytes_get_data (base, &n_bytes);

      g_byte_array_append (input, data, (guint) n_bytes);
      mutate (random, input, seeds);
      feed (input->data, input->len);
    }
  printf ("1..1\nok 1 %d mutations of %u seeds\n", i, seeds->len);
  return EXIT_SUCCESS;
}
