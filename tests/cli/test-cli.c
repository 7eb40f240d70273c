/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the real gatescope-cli as a script would: words, files, columns and exit statuses are a promise (its manual page).
 */
#include "scope-npy.h"
#include "scope-test.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  int status;
  char *out;
  char *err;
} Answer;

static void
answer_clear (Answer *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

/* gatescope-cli with the given words. */
static Answer
ask (const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Answer answer = { 0 };
  va_list args;
  int wait_status;

  g_ptr_array_add (words, (gpointer) g_getenv ("GATESCOPE_CLI"));
  va_start (args, first);
  for (const char *word = first; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (words, (gpointer) word);
  va_end (args);
  g_ptr_array_add (words, NULL);

  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &answer.out,
                &answer.err, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  answer.status = WEXITSTATUS (wait_status);
  return answer;
}

static JsonObject *
parse_object (JsonParser *parser, const char *text)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_calls (void)
{
  static const char *const wrong[][4] = {
    { "lookback", "a.h5", "b.csv", "--tolerance=-1" },
    { "lookback", "a.h5", "b.csv", "--tolerance=nan" },
    { "lookback", "a.h5", "b.csv", "--target=-1" },
    { NULL },
    { "nonsense" },
    { "info" },
    { "info", "--nonsense", "x.h5" },
    { "info", "a.h5", "b.h5" },
    { "predict", "a.h5", "b.npy" },
    { "run", "a.h5", "b.csv", "--shard=3/2" },
    { "heatmap", "a.h5", "lstm" },
    { "compare", "a.h5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (Answer) answer = ask (wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3], NULL);

      g_assert_cmpint (answer.status, ==, 2);
      g_assert_cmpstr (answer.out, ==, "");
      g_assert_cmpstr (answer.err, !=, "");
    }
}

static void
test_help (void)
{
  static const char *const commands[] = { "info",    "tree",   "weights", "stats",   "heatmap",
                                          "predict", "verify", "run",     "lookback" };
  g_auto (Answer) version = ask ("--version", NULL);
  g_auto (Answer) help = ask ("--help", NULL);

  g_assert_cmpint (version.status, ==, 0);
  g_assert_true (g_str_has_prefix (version.out, "gatescope-cli "));
  g_assert_cmpint (help.status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (Answer) answer = ask (commands[i], "--help", NULL);

      g_assert_nonnull (strstr (help.out, commands[i]));
      g_assert_cmpint (answer.status, ==, 0);
      g_assert_nonnull (strstr (answer.out, "--"));
    }
}

static void
test_missing_and_folder (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *missing = g_build_filename (folder, "nowhere.h5", NULL);
  g_auto (Answer) none = ask ("info", missing, NULL);
  g_auto (Answer) a_folder = ask ("info", folder, NULL);

  g_assert_cmpint (none.status, ==, 1);
  g_assert_nonnull (strstr (none.err, "nowhere.h5"));
  g_assert_cmpint (a_folder.status, ==, 1);
  g_assert_nonnull (strstr (a_folder.err, folder));
  g_assert_cmpstr (a_folder.out, ==, "");
  scope_test_remove_folder (folder);
}

/* Every damaged or foreign file ends in one clear line that names it, never in a crash. Where a layer's weights are not there
 * or are no numbers, the rest may be looked at, and what cannot be run is named. The one that is whole all the same (a
 * group that holds itself) opens. */
static void
test_bad_files (void)
{
  g_autofree char *path = scope_test_fixture_path ("bad");
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!g_str_has_suffix (name, ".h5") && !g_str_has_suffix (name, ".keras"))
        continue;
      if (strcmp (name, "group-loop.h5") == 0)
        continue;

      {
        g_auto (Answer) answer = ask ("info", file, NULL);

        g_test_message ("%s: %s", name, answer.err);
        n++;
        if (answer.status == 0)
          {
            g_auto (Answer) json = ask ("info", file, "--json", NULL);
            g_autoptr (JsonParser) parser = json_parser_new ();
            JsonObject *object = parse_object (parser, json.out);

            g_assert_cmpuint (
                json_array_get_length (json_object_get_array_member (object, "cannot_run")), >, 0);
            continue;
          }
        g_assert_cmpint (answer.status, ==, 1);
        g_assert_cmpstr (answer.out, ==, "");
        g_assert_nonnull (strstr (answer.err, name));
      }
    }
  g_assert_cmpuint (n, >, 20);
}

static void
test_info (void)
{
  static const char *const members[] = { "container", "keras_version", "inputs",    "outputs",
                                         "layers",    "gates",         "cannot_run" };
  g_autofree char *path = scope_test_fixture_path ("keras2/gates-keras2.h5");
  g_auto (Answer) plain = ask ("info", path, NULL);
  g_auto (Answer) answer = ask ("info", path, "--json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;
  JsonArray *layers;

  g_assert_cmpint (plain.status, ==, 0);
  g_assert_cmpint (answer.status, ==, 0);
  object = parse_object (parser, answer.out);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (json_object_has_member (object, members[i]));
  layers = json_object_get_array_member (object, "layers");
  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      JsonObject *layer = json_array_get_object_element (layers, i);

      g_assert_true (json_object_has_member (layer, "name"));
      g_assert_true (json_object_has_member (layer, "class"));
      g_assert_true (json_object_has_member (layer, "output_shape"));
      g_assert_true (json_object_has_member (layer, "units"));
      g_assert_true (json_object_has_member (layer, "parameters"));
    }
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "cannot_run")), ==,
                    0);
}

/* The name of the first recurrent layer, as info gives it. */
static char *
find_recurrent (const char *path)
{
  g_auto (Answer) answer = ask ("info", path, "--json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *gates;

  g_assert_cmpint (answer.status, ==, 0);
  gates = json_object_get_array_member (parse_object (parser, answer.out), "gates");
  g_assert_cmpuint (json_array_get_length (gates), >, 0);
  return g_strdup (
      json_object_get_string_member (json_array_get_object_element (gates, 0), "layer"));
}

/* The same weights, stored by Keras 1 (twelve arrays), 2 and 3: every slice is the same to the bit. */
static void
test_weights_same (void)
{
  static const char *const files[] = { "keras1/gates-keras1.h5", "keras1/gates-keras1-gpu.h5",
                                       "keras2/gates-keras2.h5", "keras2/gates-keras2.3.h5",
                                       "keras3/gates-keras3.keras" };
  static const char *const gates[] = { "i", "f", "c", "o" };
  static const char *const matrices[] = { "W", "U", "b" };
  g_autofree char *folder = scope_test_make_folder ();

  for (guint m = 0; m < G_N_ELEMENTS (matrices); m++)
    for (guint g = 0; g < G_N_ELEMENTS (gates); g++)
      {
        g_autoptr (ScopeArray) first = NULL;

        for (guint f = 0; f < G_N_ELEMENTS (files); f++)
          {
            g_autofree char *path = scope_test_fixture_path (files[f]);
            g_autofree char *layer = find_recurrent (path);
            g_autofree char *output = g_build_filename (folder, "slice.npy", NULL);
            g_auto (Answer) answer = ask ("weights", path, layer, "--matrix", matrices[m], "--gate",
                                          gates[g], "--output", output, NULL);
            g_autoptr (ScopeArray) slice = NULL;
            g_autoptr (GError) error = NULL;

            g_assert_cmpint (answer.status, ==, 0);
            slice = scope_npy_read (output, &error);
            g_assert_no_error (error);
            if (first == NULL)
              first = g_steal_pointer (&slice);
            else
              scope_assert_array (slice, scope_array_get_n_dims (first),
                                  scope_array_get_dims (first), scope_array_get_data (first), 0);
          }
      }
  scope_test_remove_folder (folder);
}

static void
test_stats (void)
{
  g_autofree char *path = scope_test_fixture_path ("keras3/gates-keras3.keras");
  g_autofree char *layer = find_recurrent (path);
  g_auto (Answer) gates = ask ("stats", path, layer, "--csv", NULL);
  g_auto (Answer) units = ask ("stats", path, layer, "--units", "--csv", NULL);
  g_auto (Answer) wrong = ask ("stats", path, "nowhere", "--csv", NULL);

  g_assert_cmpint (gates.status, ==, 0);
  g_assert_true (g_str_has_prefix (
      gates.out,
      "unit,gate,matrix,n,mean,sd,min,q25,median,q75,max,l1,l2,near_zero,kurtosis\n0,i,W,"));
  g_assert_cmpint (units.status, ==, 0);
  g_assert_true (g_str_has_prefix (units.out, "unit,w_norm,u_in_norm,u_out_norm,head_norm,"
                                              "forget_bias,memory_steps,flags\n0,"));
  g_assert_cmpint (wrong.status, ==, 1);
  g_assert_nonnull (strstr (wrong.err, layer));
}

/* Number @index of line @line, from 0, of a table in CSV. */
static double
field_of (const char *csv, guint line, guint index)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_auto (GStrv) fields = NULL;

  g_assert_cmpuint (g_strv_length (lines), >, line);
  fields = g_strsplit (lines[line], ",", -1);
  g_assert_cmpuint (g_strv_length (fields), >, index);
  return g_ascii_strtod (fields[index], NULL);
}

static void
test_stats_more (void)
{
  static const struct
  {
    const char *option;
    const char *heading;
  } tables[] = {
    { "--spectrum", "gate,index,real,imaginary,modulus,period_steps,decay_steps\ni,0," },
    { "--training", "gate,matrix,initializer,n,distance,critical,mean,sd,shift\ni,W," },
    { "--singular", "index,value,initial\n0," },
    { "--memory", "unit,bias,keep,steps,half_life_steps\n0," },
    { "--clusters", "a,b,height,size\n" },
  };
  g_autofree char *path = scope_test_fixture_path ("insight/untrained-keras3.keras");

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_auto (Answer) answer = ask ("stats", path, "lstm", tables[i].option, "--csv", NULL);
      g_auto (Answer) people = ask ("stats", path, "lstm", tables[i].option, NULL);

      g_assert_cmpint (answer.status, ==, 0);
      g_assert_cmpstr (answer.err, ==, "");
      g_assert_true (g_str_has_prefix (answer.out, tables[i].heading));
      g_assert_cmpint (people.status, ==, 0);
    }

  {
    g_auto (Answer) hours =
        ask ("stats", path, "lstm", "--memory", "--step-hours=6", "--csv", NULL);
    g_auto (Answer) effect = ask ("stats", path, "both/backward", "--effect", "--csv", NULL);
    g_auto (Answer) none = ask ("stats", path, "lstm", "--effect", "--csv", NULL);
    g_auto (Answer) no_gate = ask ("stats", path, "rnn", "--memory", NULL);
    g_auto (Answer) gate = ask ("stats", path, "gru", "--spectrum", "--gate=z", "--csv", NULL);
    g_auto (Answer) wrong = ask ("stats", path, "gru", "--spectrum", "--gate=f", NULL);
    g_auto (Answer) two = ask ("stats", path, "gru", "--spectrum", "--memory", NULL);
    g_auto (Answer) alone = ask ("stats", path, "gru", "--step-hours=1", NULL);

    /* As Keras leaves it: f = σ(1), 3.19 steps of 6 hours. */
    g_assert_true (g_str_has_prefix (
        hours.out, "unit,bias,keep,steps,half_life_steps,hours,half_life_hours\n0,1,"));
    g_assert_cmpfloat (ABS (field_of (hours.out, 1, 5) - 6 * 3.1922192845297395), <, 1e-12);
    g_assert_cmpint (effect.status, ==, 0);
    g_assert_true (g_str_has_prefix (effect.out, "unit,output,effect\n0,0,"));
    g_assert_cmpint (none.status, ==, 1);
    g_assert_nonnull (strstr (none.err, "linear layers"));
    g_assert_cmpint (no_gate.status, ==, 1);
    g_assert_cmpint (gate.status, ==, 0);
    g_assert_null (strstr (gate.out, "\nr,"));
    g_assert_cmpint (wrong.status, ==, 2);
    g_assert_cmpint (two.status, ==, 2);
    g_assert_cmpint (alone.status, ==, 2);
  }
}

/* The gates of a run, which predict writes: −1 over the mean of their logarithms. Those are float32, written with all digits. */
static void
test_memory_of_run (void)
{
  const gsize dims[] = { 3, 8, 6 };
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_fixture_path ("insight/untrained-keras3.keras");
  g_autofree char *input = g_build_filename (folder, "x.npy", NULL);
  g_autofree char *gates = g_build_filename (folder, "trace", "lstm", "forget.npy", NULL);
  g_autoptr (ScopeArray) array = scope_array_new (3, dims);
  g_autoptr (ScopeArray) forget = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < scope_array_get_size (array); i++)
    scope_array_get_writable (array)[i] = (float) g_rand_double_range (rand, -3, 3);
  g_assert_true (scope_npy_write (input, array, &error));
  {
    g_auto (Answer) memory =
        ask ("stats", path, "lstm", "--memory", "--input", input, "--step-hours=2", "--csv", NULL);
    g_auto (Answer) predict =
        ask ("predict", path, input, "--output", folder, "--trace", "lstm", NULL);
    g_auto (Answer) missing = ask ("stats", path, "lstm", "--memory", "--input=none.npy", NULL);
    g_auto (Answer) alone = ask ("stats", path, "lstm", "--input", input, NULL);

    g_assert_cmpint (memory.status, ==, 0);
    g_assert_cmpint (predict.status, ==, 0);
    g_assert_true (g_str_has_prefix (memory.out, "unit,bias,keep,steps,half_life_steps,run_steps,"
                                                 "disagrees,hours,half_life_hours,run_hours,"
                                                 "gradient_steps,gradient_hours\n"));
    forget = scope_npy_read (gates, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (scope_array_get_size (forget), ==, 3 * 8 * 16);
    for (guint unit = 0; unit < 16; unit++)
      {
        double sum = 0, steps;

        for (gsize i = unit; i < scope_array_get_size (forget); i += 16)
          sum += log ((double) scope_array_get_data (forget)[i]);
        steps = -24 / sum;
        g_assert_cmpfloat (ABS (field_of (memory.out, unit + 1, 5) - steps), <, 1e-10 * steps);
        g_assert_cmpfloat (field_of (memory.out, unit + 1, 9), ==,
                           2 * field_of (memory.out, unit + 1, 5));
        g_assert_cmpfloat (field_of (memory.out, unit + 1, 10), >, 0);
        g_assert_cmpfloat (field_of (memory.out, unit + 1, 11), ==,
                           2 * field_of (memory.out, unit + 1, 10));
      }
    g_assert_cmpint (missing.status, ==, 1);
    g_assert_cmpint (alone.status, ==, 2);
  }
  scope_test_remove_folder (folder);
}

static void
test_compare (void)
{
  g_autofree char *one = scope_test_fixture_path ("keras2/gates-keras2.h5");
  g_autofree char *other = scope_test_fixture_path ("keras1/gates-keras1.h5");
  g_autofree char *many = scope_test_fixture_path ("insight/untrained-keras3.keras");
  g_auto (Answer) same = ask ("compare", one, one, "--csv", NULL);
  g_auto (Answer) people = ask ("compare", one, one, NULL);
  g_auto (Answer) old = ask ("compare", one, other, "--json", NULL);
  g_auto (Answer) which = ask ("compare", many, many, NULL);
  g_auto (Answer) named =
      ask ("compare", many, many, "both/forward", "both/backward", "--csv", NULL);
  g_auto (Answer) classes = ask ("compare", many, many, "lstm", "gru", NULL);
  g_auto (Answer) units = ask ("compare", many, many, "lstm", "others", NULL);
  g_auto (Answer) nowhere = ask ("compare", many, many, "nowhere", NULL);
  g_auto (Answer) formats = ask ("compare", one, one, "--csv", "--json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;

  g_assert_cmpint (same.status, ==, 0);
  g_assert_cmpstr (same.err, ==, "");
  g_assert_true (g_str_has_prefix (same.out, "unit,other,sign,distance,relative\n0,0,1,0,0\n"));
  g_assert_cmpint (people.status, ==, 0);
  g_assert_nonnull (strstr (people.out, "equal up to the order"));

  /* The same network as Keras 1 keeps it. */
  g_assert_cmpint (old.status, ==, 0);
  object = parse_object (parser, old.out);
  g_assert_cmpfloat (json_object_get_double_member (object, "distance"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (object, "n_units"), ==,
                   json_array_get_length (json_object_get_array_member (object, "units")));
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (object, "b"), "file"), ==,
      "gates-keras1.h5");

  g_assert_cmpint (which.status, ==, 2);
  g_assert_nonnull (strstr (which.err, "both/forward"));
  g_assert_cmpint (named.status, ==, 0);
  g_assert_cmpfloat (field_of (named.out, 1, 3), >, 0);
  g_assert_cmpint (classes.status, ==, 1);
  g_assert_nonnull (strstr (classes.err, "GRU"));
  g_assert_cmpint (units.status, ==, 1);
  g_assert_nonnull (strstr (units.err, "12 units"));
  g_assert_nonnull (strstr (units.err, "16 as in"));
  g_assert_cmpint (nowhere.status, ==, 1);
  g_assert_cmpint (formats.status, ==, 2);
}

static void
test_pictures (void)
{
  static const char *const names[] = { "gates.png", "gates.svg", "gates.pdf" };
  static const char *const starts[] = { "\x89PNG", "<?xml", "%PDF" };
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_fixture_path ("keras3/gates-keras3.keras");
  g_autofree char *layer = find_recurrent (path);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *output = g_build_filename (folder, "made", names[i], NULL);
      g_auto (Answer) answer = ask ("heatmap", path, layer, "--output", output, NULL);
      g_autoptr (GBytes) bytes = NULL;

      g_assert_cmpint (answer.status, ==, 0);
      bytes = scope_test_load (output);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), strlen (starts[i]), starts[i],
                       strlen (starts[i]));
    }
  scope_test_remove_folder (folder);
}

/* What is no number goes through and is counted: the whole of a window's answers is NaN, the other window's are numbers. */
static void
test_predict_without_numbers (void)
{
  const gsize dims[] = { 2, 8, 3 };
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_fixture_path ("keras3/gates-keras3.keras");
  g_autofree char *input = g_build_filename (folder, "x.npy", NULL);
  g_autofree char *output = g_build_filename (folder, "y", NULL);
  g_autofree char *made = g_build_filename (output, "y0.npy", NULL);
  g_autoptr (ScopeArray) array = scope_array_new (3, dims);
  g_autoptr (ScopeArray) answers = NULL;
  g_autoptr (GError) error = NULL;
  float *values = scope_array_get_writable (array);

  for (guint i = 0; i < 48; i++)
    values[i] = 0.5f;
  values[3] = NAN;
  values[7] = INFINITY;
  g_assert_true (scope_npy_write (input, array, &error));
  g_assert_no_error (error);

  {
    g_auto (Answer) answer = ask ("predict", path, input, "--output", output, NULL);

    g_assert_cmpint (answer.status, ==, 0);
    g_assert_cmpstr (answer.out, ==, "");
    g_assert_nonnull (strstr (answer.err, "x.npy: 2 of 48 values"));
    g_assert_nonnull (strstr (answer.err, "y0.npy: 3 of 6 answers"));
  }
  answers = scope_npy_read (made, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 6; i++)
    g_assert_true (isfinite (scope_array_get_data (answers)[i]) == (i >= 3));
  scope_test_remove_folder (folder);
}

/* A layer that stops the model keeps the traces before it from nobody; the answers it does. */
static void
test_predict_in_part (void)
{
  const gsize dims[] = { 2, 6, 2 };
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_fixture_path ("cannot/keras3/custom-keras3.keras");
  g_autofree char *input = g_build_filename (folder, "x.npy", NULL);
  g_autofree char *output = g_build_filename (folder, "y", NULL);
  g_autofree char *made = g_build_filename (output, "trace", "lstm", "hidden.npy", NULL);
  g_autoptr (ScopeArray) array = scope_array_new (3, dims);
  g_autoptr (ScopeArray) hidden = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (scope_npy_write (input, array, &error));
  {
    g_auto (Answer) traced =
        ask ("predict", path, input, "--output", output, "--trace", "lstm", NULL);
    g_auto (Answer) whole = ask ("predict", path, input, "--output", output, NULL);

    g_assert_cmpint (traced.status, ==, 0);
    g_assert_nonnull (strstr (traced.err, "own"));
    g_assert_cmpint (whole.status, ==, 1);
    g_assert_nonnull (strstr (whole.err, "own"));
  }
  hidden = scope_npy_read (made, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_array_get_size (hidden), ==, 2 * 6 * 3);
  scope_test_remove_folder (folder);
}

/* What bad.py wrote there: arange (10) in rows of two. */
static void
test_tree_values (void)
{
  g_autofree char *path = scope_test_fixture_path ("bad/no-model.h5");
  g_auto (Answer) rows = ask ("tree", path, "--values", "/weather/block0_values", NULL);
  g_auto (Answer) json = ask ("tree", path, "--values", "/weather/axis1", "--json", NULL);
  g_auto (Answer) nothing = ask ("tree", path, "--values", "/weather/nothing", NULL);
  g_auto (Answer) text = ask ("tree", path, "--values", "/weather/axis0", NULL);

  g_assert_cmpstr (rows.out, ==, "0,1\n2,3\n4,5\n6,7\n8,9\n");
  g_assert_nonnull (strstr (json.out, "\"type\" : \"int64\""));
  g_assert_cmpint (nothing.status, ==, 1);
  g_assert_nonnull (strstr (nothing.err, "/weather/nothing"));
  g_assert_cmpint (text.status, ==, 1);
  g_assert_nonnull (strstr (text.err, "string"));
}

/* What heatmap's options ask for: the size is in the picture's head, and each other choice makes another picture. */
static void
test_picture_options (void)
{
  static const char *const choices[][5] = {
    { "--width=640", "--height=480", NULL },
    { "--width=640", "--height=480", "--matrix=U", NULL },
    { "--width=640", "--height=480", "--gate=f", NULL },
    { "--width=640", "--height=480", "--order=cluster", NULL },
    { "--width=640", "--height=480", "--order=forget-bias", NULL },
    { "--width=640", "--height=480", "--rows=cluster", NULL },
    { "--width=640", "--height=480", "--range=gate", NULL },
    { "--width=640", "--height=480", "--range=90%", NULL },
    { "--width=640", "--height=480", "--range=0.125", NULL },
    { "--width=640", "--height=480", "--colors=pink-green", NULL },
    { "--width=640", "--height=480", "--dark", NULL },
  };
  static const char *const wrong[] = { "--range=0",     "--range=101%", "--range=wide",
                                       "--order=size",  "--rows=up",    "--matrix=X",
                                       "--gate=z",      "--colors=red", "--width=-1",
                                       "--height=99999" };
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = scope_test_fixture_path ("insight/untrained-keras3.keras");
  g_autofree char *output = g_build_filename (folder, "picture.png", NULL);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_auto (Answer) answer = ask ("heatmap", path, "lstm", "--output", output, choices[i][0],
                                    choices[i][1], choices[i][2], NULL);
      g_autoptr (GBytes) bytes = NULL;
      const guint8 *head;

      g_assert_cmpstr (answer.err, ==, "");
      g_assert_cmpint (answer.status, ==, 0);
      bytes = scope_test_load (output);
      head = g_bytes_get_data (bytes, NULL);
      /* IHDR: width and height from byte 16 on. */
      g_assert_cmpmem (head + 16, 8, "\0\0\x02\x80\0\0\x01\xe0", 8);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&bytes)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (Answer) answer = ask ("heatmap", path, "lstm", "--output", output, wrong[i], NULL);

      g_assert_cmpint (answer.status, ==, 2);
    }
  {
    g_auto (Answer) no_matrix =
        ask ("heatmap", path, "lstm", "--output", output, "--matrix=V", NULL);
    g_auto (Answer) no_order =
        ask ("heatmap", path, "rnn", "--output", output, "--order=memory", NULL);

    g_assert_cmpint (no_matrix.status, ==, 1);
    g_assert_cmpint (no_order.status, ==, 1);
    g_assert_nonnull (strstr (no_order.err, "--order memory"));
  }
  scope_test_remove_folder (folder);
}

/* Keras's own inputs through verify: every line within what is allowed. */
static void
test_verify (void)
{
  g_autofree char *path = scope_test_fixture_path ("keras3/gates-keras3.keras");
  g_autofree char *golden = scope_test_fixture_path ("golden/gates-keras3.keras.golden.h5");
  g_autofree char *other = scope_test_fixture_path ("golden/hard-keras3.keras.golden.h5");
  g_auto (Answer) good = ask ("verify", path, golden, NULL);
  g_auto (Answer) bad = ask ("verify", path, other, NULL);

  g_test_message ("%s", good.out);
  g_assert_cmpint (good.status, ==, 0);
  g_assert_nonnull (strstr (good.out, "y/0"));
  g_assert_nonnull (strstr (good.out, "not compared"));
  /* Another network's answers must not pass. */
  g_assert_cmpint (bad.status, ==, 1);
}

/* The two files hold the same weights; the rules of hard_sigmoid are all that differs, so that with the other one's rule each
 * answers as Keras answered for the other. */
static void
test_hard_sigmoid (void)
{
  g_autofree char *two = scope_test_fixture_path ("keras2/hard-keras2.h5");
  g_autofree char *three = scope_test_fixture_path ("keras3/hard-keras3.keras");
  g_autofree char *of_two = scope_test_fixture_path ("golden/hard-keras2.h5.golden.h5");
  g_autofree char *of_three = scope_test_fixture_path ("golden/hard-keras3.keras.golden.h5");
  g_auto (Answer) as_is = ask ("verify", two, of_three, NULL);
  g_auto (Answer) upwards = ask ("verify", two, of_three, "--hard-sigmoid", "3", NULL);
  g_auto (Answer) downwards = ask ("verify", three, of_two, "--hard-sigmoid", "2", NULL);
  g_auto (Answer) wrong = ask ("verify", three, of_two, "--hard-sigmoid", "1", NULL);

  g_assert_cmpint (as_is.status, ==, 1);
  g_assert_cmpint (upwards.status, ==, 0);
  g_assert_cmpint (downwards.status, ==, 0);
  g_assert_cmpint (wrong.status, ==, 2);
}

/* The parts of a sharded run put together are the bytes of the whole. */
static void
test_shards (void)
{
  const char *model = g_getenv ("GATESCOPE_SAMPLE_MODEL");
  const char *table = g_getenv ("GATESCOPE_SAMPLE_TABLE");
  const char *recipe = g_getenv ("GATESCOPE_SAMPLE_RECIPE");
  g_auto (Answer) whole = ask ("run", model, table, "--recipe", recipe, "--csv", NULL);
  g_autoptr (GString) joined = g_string_new (NULL);

  g_assert_cmpint (whole.status, ==, 0);
  g_assert_true (g_str_has_prefix (whole.out, "start_row,start_time,valid_time,observed"));
  for (guint k = 1; k <= 7; k++)
    {
      g_autofree char *shard = g_strdup_printf ("--shard=%u/7", k);
      g_auto (Answer) part = ask ("run", model, table, "--recipe", recipe, "--csv", shard, NULL);

      g_assert_cmpint (part.status, ==, 0);
      g_string_append (joined, part.out);
    }
  g_assert_cmpstr (joined->str, ==, whole.out);
}

/* A model that got the number of a closed stream would be read as the answer's place. */
static void
test_closed_streams (void)
{
  g_autofree char *command =
      g_strdup_printf ("\"%s\" info \"%s\" <&- 2>&-; \"%s\" info \"%s\" >&-",
                       g_getenv ("GATESCOPE_CLI"), g_getenv ("GATESCOPE_SAMPLE_MODEL"),
                       g_getenv ("GATESCOPE_CLI"), g_getenv ("GATESCOPE_SAMPLE_MODEL"));
  const char *const words[] = { "/bin/sh", "-c", command, NULL };
  g_auto (Answer) answer = { 0 };
  g_auto (Answer) plain = ask ("info", g_getenv ("GATESCOPE_SAMPLE_MODEL"), NULL);
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_DEFAULT, NULL, NULL, &answer.out, &answer.err,
                &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  g_assert_cmpint (WEXITSTATUS (wait_status), ==, 1);
  g_assert_cmpstr (answer.out, ==, plain.out);
  g_assert_nonnull (strstr (answer.err, "standard output"));
}

static void
test_lookback (void)
{
  const char *model = g_getenv ("GATESCOPE_SAMPLE_MODEL");
  const char *table = g_getenv ("GATESCOPE_SAMPLE_TABLE");
  const char *recipe = g_getenv ("GATESCOPE_SAMPLE_RECIPE");
  g_auto (Answer) lags =
      ask ("lookback", model, table, "--recipe", recipe, "--csv", "--windows", "60", NULL);
  g_auto (Answer) curve = ask ("lookback", model, table, "--recipe", recipe, "--csv",
                               "--truncation", "--windows", "60", NULL);

  g_assert_cmpint (lags.status, ==, 0);
  g_assert_true (g_str_has_prefix (lags.out, "lag,feature,median,p95,n_windows\n1,,"));
  g_assert_cmpint (curve.status, ==, 0);
  g_assert_true (g_str_has_prefix (curve.out, "k,median,p95,n_windows\n0,"));
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/cli/calls", test_calls);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/missing-and-folder", test_missing_and_folder);
  g_test_add_func ("/cli/bad-files", test_bad_files);
  g_test_add_func ("/cli/info", test_info);
  g_test_add_func ("/cli/weights-same", test_weights_same);
  g_test_add_func ("/cli/stats", test_stats);
  g_test_add_func ("/cli/stats-more", test_stats_more);
  g_test_add_func ("/cli/memory-of-run", test_memory_of_run);
  g_test_add_func ("/cli/compare", test_compare);
  g_test_add_func ("/cli/pictures", test_pictures);
  g_test_add_func ("/cli/picture-options", test_picture_options);
  g_test_add_func ("/cli/predict-without-numbers", test_predict_without_numbers);
  g_test_add_func ("/cli/predict-in-part", test_predict_in_part);
  g_test_add_func ("/cli/tree-values", test_tree_values);
  g_test_add_func ("/cli/verify", test_verify);
  g_test_add_func ("/cli/hard-sigmoid", test_hard_sigmoid);
  g_test_add_func ("/cli/shards", test_shards);
  g_test_add_func ("/cli/closed-streams", test_closed_streams);
  g_test_add_func ("/cli/lookback", test_lookback);

  return g_test_run ();
}
