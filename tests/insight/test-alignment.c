/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two symmetries of a recurrent layer: units have no order, and one that is turned answers the opposite. A model against a
 * shuffled, turned copy of itself must come out equal to the last bit, and answer the same: float32 sums in another order
 * differ by some 1e-6 of the largest answer.
 */
#include "scope-alignment.h"
#include "scope-assignment.h"
#include "scope-network.h"
#include "scope-reader.h"
#include "scope-test.h"
#include "scope-turns.h"
#include "shuffled-model.h"
#include "small-model.h"

#include <math.h>
#include <string.h>

#define SAME_ANSWER 2e-5
#define N_SHUFFLES 3

/* A seeded order and signs of @n units. */
static void
shuffle (GRand *rand, guint n, gboolean turns, guint *others, int *signs)
{
  for (guint i = 0; i < n; i++)
    {
      guint k = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);

      others[i] = others[k];
      others[k] = i;
    }
  for (guint i = 0; i < n; i++)
    signs[i] = turns && g_rand_boolean (rand) ? -1 : 1;
}

static ScopeArray *
answer (ScopeNetwork *network)
{
  const gsize steps =
      scope_network_get_window (network) > 0 ? scope_network_get_window (network) : 5;
  const gsize dims[] = { 2 * steps, scope_network_get_row_size (network, 0) };
  g_autoptr (ScopeArray) rows = scope_array_new (2, dims);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GError) error = NULL;
  const gsize starts[] = { 0, steps };
  ScopeArray *inputs[] = { rows };
  ScopeArray *outputs[1];
  ScopeBatch batch = {
    .inputs = inputs, .n_inputs = 1, .starts = starts, .n_windows = 2, .window = steps
  };

  for (gsize i = 0; i < dims[0] * dims[1]; i++)
    scope_array_get_writable (rows)[i] = (float) g_rand_double_range (rand, -1, 1);
  if (!scope_network_run (network, &batch, NULL, outputs, NULL, &error))
    return NULL;
  return outputs[0];
}

static void
check_answers (ScopeModel *model, ScopeModel *shuffled)
{
  g_autoptr (ScopeNetwork) one = scope_network_new (model, NULL);
  g_autoptr (ScopeNetwork) other = scope_network_new (shuffled, NULL);
  g_autoptr (ScopeArray) expected = NULL;
  g_autoptr (ScopeArray) actual = NULL;
  float largest = 0;

  if (one == NULL || scope_network_get_n_inputs (one) != 1
      || scope_network_get_n_outputs (one) != 1)
    return;
  g_assert_nonnull (other);
  expected = answer (one);
  actual = answer (other);
  g_assert_true ((expected == NULL) == (actual == NULL));
  if (expected == NULL)
    return;
  for (gsize i = 0; i < scope_array_get_size (expected); i++)
    largest = MAX (largest, fabsf (scope_array_get_data (expected)[i]));
  scope_assert_floats (scope_array_get_data (actual), scope_array_get_data (expected),
                       scope_array_get_size (expected), SAME_ANSWER * MAX (largest, 1));
}

/* No difference anywhere: neither of a unit nor of a weight. */
static void
check_equal (ScopeAlignment *alignment)
{
  ScopeGates *gates = scope_alignment_get_gates_a (alignment);
  const ScopeAlignedUnit *units = scope_alignment_get_units (alignment);
  guint n = scope_alignment_get_n_units (alignment);

  g_assert_cmpfloat (scope_alignment_get_distance (alignment), ==, 0);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (units[i].unit, ==, i);
      g_assert_cmpfloat (units[i].distance, ==, 0);
      g_assert_cmpfloat (units[i].relative, ==, 0);
      g_assert_cmpuint (scope_alignment_get_ranking (alignment)[i], ==, i);
    }
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
      {
        g_autoptr (ScopeArray) difference =
            scope_alignment_dup_matrix (alignment, gate, matrix, SCOPE_ALIGNMENT_DIFFERENCE);
        g_autoptr (ScopeArray) b =
            scope_alignment_dup_matrix (alignment, gate, matrix, SCOPE_ALIGNMENT_B);
        ScopeMatrixView view = scope_gates_get_view (gates, gate, matrix);

        g_assert_true ((difference == NULL) == (view.data == NULL));
        for (gsize row = 0; difference != NULL && row < view.n_rows; row++)
          for (guint unit = 0; unit < n; unit++)
            {
              g_assert_cmpfloat (scope_array_get_data (difference)[row * n + unit], ==, 0);
              g_assert_cmpfloat (scope_array_get_data (b)[row * n + unit], ==,
                                 view.data[row * view.row_stride + unit]);
            }
      }
}

/* Whether two units of a layer cannot be told apart (all their incoming weights are the same, or opposite), so that the matching
 * need not be the one that was made. */
static gboolean
has_twins (ScopeGates *gates)
{
  ScopeMatrixView view = scope_gates_get_view (gates, 0, SCOPE_MATRIX_W);
  guint n = scope_gates_get_n_units (gates);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < i; k++)
      {
        gboolean same = TRUE;

        for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
          {
            view = scope_gates_get_view (gates, gate, SCOPE_MATRIX_W);
            for (gsize row = 0; row < view.n_rows; row++)
              same = same
                     && fabsf (view.data[row * view.row_stride + i])
                            == fabsf (view.data[row * view.row_stride + k]);
          }
        if (same)
          return TRUE;
      }
  return FALSE;
}

static guint
check_layer (ScopeModel *model, const char *layer)
{
  g_autoptr (ScopeGates) gates = scope_gates_new (scope_model_find_layer (model, layer), NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_str_hash (layer));
  g_autofree guint *others = NULL;
  g_autofree int *signs = NULL;
  guint n, n_checked = 0;
  gboolean turns;

  if (gates == NULL)
    return 0;
  n = scope_gates_get_n_units (gates);
  turns = scope_turns_find_obstacle (model, layer, gates) == NULL;
  others = g_new (guint, n);
  signs = g_new (int, n);

  for (guint i = 0; i < (n > 200 ? 1 : N_SHUFFLES); i++)
    {
      g_autoptr (ScopeModel) shuffled = NULL;
      g_autoptr (ScopeAlignment) alignment = NULL;
      g_autoptr (GError) error = NULL;
      gboolean whole = FALSE;

      shuffle (rand, n, turns, others, signs);
      shuffled = shuffled_model_new (model, layer, others, signs, &whole);
      if (shuffled == NULL)
        return 0;
      alignment = scope_alignment_new (model, layer, shuffled, layer, NULL, &error);
      g_assert_no_error (error);
      check_equal (alignment);
      g_assert_true ((scope_alignment_get_no_turns (alignment) == NULL) == turns);
      for (guint k = 0; k < n && !has_twins (gates); k++)
        {
          const ScopeAlignedUnit *unit = &scope_alignment_get_units (alignment)[others[k]];

          g_assert_cmpuint (unit->other, ==, k);
          g_assert_cmpint (unit->sign, ==, signs[k]);
        }
      if (whole && i == 0)
        check_answers (model, shuffled);
      n_checked++;
    }
  return n_checked;
}

static guint
check_file (const char *path)
{
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, NULL);
  g_autoptr (ScopeModel) model = image != NULL ? scope_model_new (image, NULL) : NULL;
  g_auto (GStrv) layers = model != NULL ? scope_model_dup_recurrent_paths (model) : NULL;
  guint n = 0;

  for (guint i = 0; layers != NULL && layers[i] != NULL; i++)
    {
      g_test_message ("%s %s", path, layers[i]);
      n += check_layer (model, layers[i]);
    }
  return n;
}

/* Every model of a folder. */
static guint
check_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !g_str_has_suffix (name, ".json"))
        n += check_file (path);
    }
  return n;
}

static void
test_fixtures (void)
{
  static const char *const folders[] = { "keras1", "keras2", "keras3", "layers/keras2", "pairs" };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = scope_test_fixture_path (folders[i]);

      n += check_folder (folder);
    }
  g_test_message ("%u shuffled copies", n);
  g_assert_cmpuint (n, >=, 100);
}

static void
test_corpus (void)
{
  g_autofree char *folder = scope_test_corpus_path ("real");
  guint n;

  if (folder == NULL)
    {
      g_test_skip ("no corpus");
      return;
    }
  n = check_folder (folder);
  g_test_message ("%u shuffled copies", n);
  g_assert_cmpuint (n, >=, 50);
}

#define LSTM(units, activation)                                                                    \
  "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, 3, "  \
  "1], "                                                                                           \
  "\"units\": " units ", \"activation\": \"" activation                                            \
  "\", \"recurrent_activation\": \"sigmoid\", \"use_bias\": true}}"

static ScopeModel *
make_lstm (const char *config, gsize n, const float *w, const float *u, const float *b)
{
  const SmallLayer layers[] = {
    { "lstm",
      config,
      { { "kernel:0", 2, { 1, 4 * n }, w },
        { "recurrent_kernel:0", 2, { n, 4 * n }, u },
        { "bias:0", 1, { 4 * n }, b } } },
    { NULL },
  };

  return small_model_new (layers);
}

/* One unit, and it turned by hand: c's weights, and what it tells i, f and o. Its own c hears −h and answers −c̃: stays. */
static void
test_one_unit (void)
{
  const float w[] = { 0.5f, -0.25f, 0.75f, 1 }, w_turned[] = { 0.5f, -0.25f, -0.75f, 1 };
  const float u[] = { 0.1f, 0.2f, 0.3f, 0.4f }, u_turned[] = { -0.1f, -0.2f, 0.3f, -0.4f };
  const float b[] = { 1, 2, 3, 4 }, b_turned[] = { 1, 2, -3, 4 };
  g_autoptr (ScopeModel) one = make_lstm (LSTM ("1", "tanh"), 1, w, u, b);
  g_autoptr (ScopeModel) other = make_lstm (LSTM ("1", "tanh"), 1, w_turned, u_turned, b_turned);
  g_autoptr (ScopeAlignment) alignment =
      scope_alignment_new (one, "lstm", other, "lstm", NULL, NULL);

  check_equal (alignment);
  g_assert_cmpint (scope_alignment_get_units (alignment)[0].sign, ==, -1);
  g_assert_cmpuint (scope_alignment_get_n_turned (alignment), ==, 1);
  g_assert_cmpuint (scope_alignment_get_n_moved (alignment), ==, 0);
  g_assert_null (scope_alignment_get_no_turns (alignment));
}

/* relu is not odd: what was turned stays another unit, as far off as its weights say. */
static void
test_not_odd (void)
{
  const float w[] = { 0.5f, -0.25f, 0.75f, 1 }, w_turned[] = { 0.5f, -0.25f, -0.75f, 1 };
  const float u[] = { 0, 0, 0, 0 }, b[] = { 1, 2, 0, 4 };
  g_autoptr (ScopeModel) one = make_lstm (LSTM ("1", "relu"), 1, w, u, b);
  g_autoptr (ScopeModel) other = make_lstm (LSTM ("1", "relu"), 1, w_turned, u, b);
  g_autoptr (ScopeAlignment) alignment =
      scope_alignment_new (one, "lstm", other, "lstm", NULL, NULL);
  const ScopeAlignedUnit *unit = scope_alignment_get_units (alignment);

  g_assert_nonnull (scope_alignment_get_no_turns (alignment));
  g_assert_cmpint (unit->sign, ==, 1);
  scope_assert_close (unit->distance, 1.5, 1e-15);
  scope_assert_close (scope_alignment_get_distance (alignment), 1.5, 1e-15);
  scope_assert_close (scope_alignment_get_norm (alignment),
                      sqrt (0.25 + 0.0625 + 0.5625 + 1 + 1 + 4 + 16), 1e-15);
  scope_assert_close (unit->relative, 1.5 / scope_alignment_get_norm (alignment), 1e-15);
}

#define DENSE                                                                                      \
  "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 1, \"activation\": "   \
  "\"relu\"}}"
#define BETWEEN(class_name, members)                                                               \
  "{\"class_name\": \"" class_name "\", \"config\": {\"name\": \"between\"" members "}}"

/* What stands between the units and the weights that read them: relu (−h) is not −relu (h), tanh (−h) is −tanh (h). What those
 * weights do then is no matter. */
static void
test_between (void)
{
  static const struct
  {
    const char *config;
    gboolean turns;
  } cases[] = {
    { BETWEEN ("Dropout", ", \"rate\": 0.5"), TRUE },
    { BETWEEN ("Activation", ", \"activation\": \"tanh\""), TRUE },
    { BETWEEN ("Activation", ", \"activation\": \"relu\""), FALSE },
    { BETWEEN ("LeakyReLU", ""), FALSE },
  };
  const float w[] = { 0.5f, -0.25f, 0.75f, 1 }, b[4] = { 0 }, one[] = { 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SmallLayer layers[] = {
        { "lstm",
          LSTM ("1", "tanh"),
          { { "kernel:0", 2, { 1, 4 }, w },
            { "recurrent_kernel:0", 2, { 1, 4 }, w },
            { "bias:0", 1, { 4 }, b } } },
        { "between", cases[i].config, { { NULL } } },
        { "dense", DENSE, { { "kernel:0", 2, { 1, 1 }, one }, { "bias:0", 1, { 1 }, b } } },
        { NULL },
      };
      g_autoptr (ScopeModel) model = small_model_new (layers);
      g_autoptr (ScopeGates) gates = scope_gates_new (scope_model_find_layer (model, "lstm"), NULL);

      g_test_message ("%s", cases[i].config);
      g_assert_true ((scope_turns_find_obstacle (model, "lstm", gates) == NULL) == cases[i].turns);
    }
}

/* Four units of which two are the same and two all zeros. */
static void
test_twins (void)
{
  float w[16] = { 0 }, u[64] = { 0 }, b[16] = { 0 };
  g_autoptr (ScopeModel) model = NULL;

  for (guint gate = 0; gate < 4; gate++)
    for (guint unit = 0; unit < 2; unit++)
      {
        w[gate * 4 + unit] = 0.25f * (float) (gate + 1);
        for (guint from = 0; from < 2; from++)
          u[from * 16 + gate * 4 + unit] = 0.125f * (float) (gate + 1);
      }
  model = make_lstm (LSTM ("4", "tanh"), 4, w, u, b);
  g_assert_cmpuint (check_layer (model, "lstm"), ==, N_SHUFFLES);
}

/* Weights next to nothing, and huge ones: a training that went wrong. */
static void
test_sizes (void)
{
  static const float sizes[] = { 1e-44f, 1e-38f, 1e30f, 3e38f };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      float w[16], u[64], b[16];
      g_autoptr (GRand) rand = g_rand_new_with_seed (8);
      g_autoptr (ScopeModel) model = NULL;

      for (guint k = 0; k < 64; k++)
        u[k] = sizes[i] * (float) g_rand_double_range (rand, -1, 1);
      for (guint k = 0; k < 16; k++)
        {
          w[k] = (float) g_rand_double_range (rand, -1, 1);
          b[k] = k == 3 ? sizes[i] : 0;
        }
      model = make_lstm (LSTM ("4", "tanh"), 4, w, u, b);
      g_assert_cmpuint (check_layer (model, "lstm"), ==, N_SHUFFLES);
    }
}

/* Moved by a known length: one weight of one unit. */
static void
test_moved (void)
{
  const guint n = 8;
  float w[32], u[8 * 32], b[32];
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (ScopeModel) one = NULL;
  g_autoptr (ScopeModel) changed = NULL;
  g_autoptr (ScopeModel) other = NULL;
  g_autoptr (ScopeAlignment) alignment = NULL;
  guint others[8];
  int signs[8];
  gboolean whole;

  for (guint i = 0; i < G_N_ELEMENTS (w); i++)
    w[i] = (float) g_rand_double_range (rand, -1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (u); i++)
    u[i] = (float) g_rand_double_range (rand, -1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (b); i++)
    b[i] = (float) g_rand_double_range (rand, -1, 1);
  one = make_lstm (LSTM ("8", "tanh"), n, w, u, b);
  w[n + 5] += 0.5f; /* f of unit 5 */
  changed = make_lstm (LSTM ("8", "tanh"), n, w, u, b);
  shuffle (rand, n, TRUE, others, signs);
  other = shuffled_model_new (changed, "lstm", others, signs, &whole);
  alignment = scope_alignment_new (one, "lstm", other, "lstm", NULL, NULL);

  for (guint k = 0; k < n; k++)
    {
      const ScopeAlignedUnit *unit = &scope_alignment_get_units (alignment)[others[k]];

      g_assert_cmpuint (unit->other, ==, k);
      g_assert_cmpint (unit->sign, ==, signs[k]);
      /* 0.5 as float32 added it. */
      scope_assert_close (unit->distance, others[k] == 5 ? 0.5 : 0, 1e-7);
    }
  g_assert_cmpuint (scope_alignment_get_ranking (alignment)[0], ==, 5);
  scope_assert_close (scope_alignment_get_distance (alignment), 0.5, 1e-7);
}

/* A whole training moves every weight: by a third of their size here, in another order and sign; and the two are as far apart as what was
 * added, W, U and b together. Both signs of noise, so that nothing is by chance at its place. */
static void
test_all_moved (void)
{
  const guint n = 24;
  float w[96], u[24 * 96], b[96];
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (ScopeModel) one = NULL;
  g_autoptr (ScopeModel) changed = NULL;
  g_autoptr (ScopeModel) other = NULL;
  g_autoptr (ScopeAlignment) alignment = NULL;
  float *const matrices[] = { w, u, b };
  const guint sizes[] = { G_N_ELEMENTS (w), G_N_ELEMENTS (u), G_N_ELEMENTS (b) };
  guint others[24];
  int signs[24];
  gboolean whole;
  double square = 0;

  for (guint k = 0; k < 3; k++)
    for (guint i = 0; i < sizes[k]; i++)
      matrices[k][i] = (float) g_rand_double_range (rand, -1, 1);
  one = make_lstm (LSTM ("24", "tanh"), n, w, u, b);
  for (guint k = 0; k < 3; k++)
    for (guint i = 0; i < sizes[k]; i++)
      {
        float before = matrices[k][i];

        matrices[k][i] += (float) g_rand_double_range (rand, -0.33, 0.33);
        square += pow ((double) matrices[k][i] - before, 2);
      }
  changed = make_lstm (LSTM ("24", "tanh"), n, w, u, b);
  shuffle (rand, n, TRUE, others, signs);
  other = shuffled_model_new (changed, "lstm", others, signs, &whole);
  alignment = scope_alignment_new (one, "lstm", other, "lstm", NULL, NULL);
  for (guint k = 0; k < n; k++)
    {
      g_assert_cmpuint (scope_alignment_get_units (alignment)[others[k]].other, ==, k);
      g_assert_cmpint (scope_alignment_get_units (alignment)[others[k]].sign, ==, signs[k]);
    }
  scope_assert_close (scope_alignment_get_distance (alignment), sqrt (square), 1e-12);
}

static void
test_refuses (void)
{
  const float zeros[128] = { 0 };
  g_autoptr (ScopeModel) one = make_lstm (LSTM ("1", "tanh"), 1, zeros, zeros, zeros);
  g_autoptr (ScopeModel) two = make_lstm (LSTM ("2", "tanh"), 2, zeros, zeros, zeros);
  g_autoptr (ScopeModel) nan_model = NULL;
  g_autoptr (GError) error = NULL;
  const float nan_weights[] = { 0, NAN, 0, 0 };

  g_assert_null (scope_alignment_new (one, "lstm", two, "lstm", NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_CONTRADICTION, "2 units", "1 as in");
  g_clear_error (&error);

  g_assert_null (scope_alignment_new (one, "lstm", two, "gru", NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_USAGE, "gru");
  g_clear_error (&error);

  nan_model = make_lstm (LSTM ("1", "tanh"), 1, nan_weights, zeros, zeros);
  g_assert_null (scope_alignment_new (one, "lstm", nan_model, "lstm", NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "finite");
}

/* All 6! = 720 assignments of small whole numbers tried. */
static double
try_all (const double *costs, guint n, guint row, guint taken)
{
  double best = INFINITY;

  if (row == n)
    return 0;
  for (guint j = 0; j < n; j++)
    if (!(taken & (1u << j)))
      best = MIN (best, costs[row * n + j] + try_all (costs, n, row + 1, taken | (1u << j)));
  return best;
}

static void
test_assignment (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint trial = 0; trial < 200; trial++)
    {
      double costs[36];
      guint columns[6];
      const guint n = 1 + trial % 6;
      guint taken = 0;
      double sum = 0;

      /* Few values, so that there are ties; negative ones too. */
      for (guint i = 0; i < n * n; i++)
        costs[i] = g_rand_int_range (rand, -4, 8);
      g_assert_true (scope_assignment_find (costs, n, columns, NULL, NULL));
      for (guint row = 0; row < n; row++)
        {
          sum += costs[row * n + columns[row]];
          taken |= 1u << columns[row];
        }
      g_assert_cmpuint (taken, ==, (1u << n) - 1);
      g_assert_cmpfloat (sum, ==, try_all (costs, n, 0, 0));
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/alignment/assignment", test_assignment);
  g_test_add_func ("/insight/alignment/one-unit", test_one_unit);
  g_test_add_func ("/insight/alignment/not-odd", test_not_odd);
  g_test_add_func ("/insight/alignment/between", test_between);
  g_test_add_func ("/insight/alignment/twins", test_twins);
  g_test_add_func ("/insight/alignment/sizes", test_sizes);
  g_test_add_func ("/insight/alignment/moved", test_moved);
  g_test_add_func ("/insight/alignment/all-moved", test_all_moved);
  g_test_add_func ("/insight/alignment/refuses", test_refuses);
  g_test_add_func ("/insight/alignment/fixtures", test_fixtures);
  g_test_add_func ("/insight/alignment/corpus", test_corpus);
  return g_test_run ();
}
