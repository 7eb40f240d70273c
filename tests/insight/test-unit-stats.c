/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"
#include "scope-unit-stats.h"
#include "small-model.h"

#include <math.h>

#define E(x) ((x) / 8.0f)

/* LSTM(2) of two features, columns in the order i, f, c, o; all multiples of 1/8. */
static const float kernel[] = { E (1), E (-2), E (3), E (0),  E (2), E (1), E (-1), E (4),
                                E (0), E (1),  E (2), E (-3), E (1), E (0), E (5),  E (-2) };
static const float recurrent[] = { E (2), E (-1), E (0),  E (1), E (3), E (-4), E (1),  E (2),
                                   E (1), E (1),  E (-2), E (0), E (0), E (2),  E (-3), E (1) };
static const float bias[] = { E (1), E (-1), E (8), E (16), E (0), E (2), E (-2), E (3) };
static const float head[] = { E (3), E (-4), E (0), E (1), E (2), E (-2) };
static const float zeros[8] = { 0 };

#define LSTM_CONFIG(inner)                                                                         \
  "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, 3, "  \
  "2], "                                                                                           \
  "\"units\": 2, \"activation\": \"tanh\", \"recurrent_activation\": \"" inner "\", "              \
  "\"use_bias\": true}}"
#define DROPOUT_CONFIG                                                                             \
  "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"dropout\", \"rate\": 0.2}}"
#define DENSE_CONFIG                                                                               \
  "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 3, \"activation\": "   \
  "\"linear\", \"use_bias\": true}}"

static ScopeModel *
make_model (const char *lstm_config)
{
  const SmallLayer layers[] = {
    { "lstm",
      lstm_config,
      { { "kernel:0", 2, { 2, 8 }, kernel },
        { "recurrent_kernel:0", 2, { 2, 8 }, recurrent },
        { "bias:0", 1, { 8 }, bias } } },
    { "dropout", DROPOUT_CONFIG, { { NULL } } },
    { "dense", DENSE_CONFIG, { { "kernel:0", 2, { 2, 3 }, head }, { "bias:0", 1, { 3 }, zeros } } },
    { NULL },
  };

  return small_model_new (layers);
}

static ScopeUnitStats *
make_stats (const char *lstm_config)
{
  g_autoptr (ScopeModel) model = make_model (lstm_config);
  g_autoptr (GError) error = NULL;
  ScopeUnitStats *stats = scope_unit_stats_new (model, "lstm", &error);

  g_assert_no_error (error);
  return stats;
}

static void
test_numpy (void)
{
  g_autoptr (ScopeUnitStats) stats = make_stats (LSTM_CONFIG ("sigmoid"));
  /* numpy 2.4.6, float64: norms of the columns and rows above, −1/ln (1/(1 + e^−b)). */
  static const double expected[2][SCOPE_N_UNIT_COLUMNS] = {
    { 0.8385254915624212, 0.6614378277661477, 0.75, 0.625, 1, 3.1922192845297395 },
    { 0.739509972887452, 0.6614378277661477, 0.5590169943749475, 0.375, 2, 7.8784816037292265 },
  };

  g_assert_cmpuint (scope_unit_stats_get_n_units (stats), ==, 2);
  for (guint unit = 0; unit < 2; unit++)
    for (guint column = 0; column < SCOPE_N_UNIT_COLUMNS; column++)
      scope_assert_close (scope_unit_stats_get (stats, unit, column), expected[unit][column],
                          1e-14);
}

/* Keras 2's hard sigmoid of 1 is 0.7, of 2 is 0.9. */
static void
test_own_activation (void)
{
  g_autoptr (ScopeUnitStats) stats = make_stats (LSTM_CONFIG ("hard_sigmoid"));

  scope_assert_close (scope_unit_stats_get (stats, 0, SCOPE_UNIT_MEMORY_STEPS), -1 / log (0.7),
                      1e-14);
  scope_assert_close (scope_unit_stats_get (stats, 1, SCOPE_UNIT_MEMORY_STEPS), -1 / log (0.9),
                      1e-14);
}

static void
test_head (void)
{
  g_autoptr (ScopeUnitStats) stats = make_stats (LSTM_CONFIG ("sigmoid"));
  ScopeHead *reader = scope_unit_stats_get_head (stats);
  g_autofree char *title = NULL;

  g_assert_nonnull (reader);
  g_assert_cmpstr (scope_head_get_layer (reader), ==, "dense");
  g_assert_cmpuint (scope_head_get_n_values (reader), ==, 3);
  for (guint unit = 0; unit < 2; unit++)
    for (guint value = 0; value < 3; value++)
      scope_assert_close (scope_head_get (reader, unit, value), head[unit * 3 + value], 0);
  title = scope_head_dup_value_title (reader, 2);
  g_assert_cmpstr (title, ==, "output 2");
}

static void
test_rank (void)
{
  g_autoptr (ScopeUnitStats) stats = make_stats (LSTM_CONFIG ("sigmoid"));
  ScopeUnitLink links[4];

  /* Into unit 1: feature 0 by −2, 0, 1, 4 eighths, feature 1 by 1, −3, 0, −2. */
  g_assert_cmpuint (scope_unit_stats_rank (stats, 1, SCOPE_UNIT_LISTENS, links, 4), ==, 2);
  g_assert_cmpuint (links[0].index, ==, 0);
  scope_assert_close (links[0].strength, sqrt (21) / 8, 1e-15);
  g_assert_cmpuint (links[0].gate, ==, 3);
  scope_assert_close (links[0].weight, 0.5, 0);
  g_assert_cmpuint (links[1].index, ==, 1);

  /* Into unit 0: from itself 2, 0, 3, 1, from unit 1 1, −2, 0, −3. */
  g_assert_cmpuint (scope_unit_stats_rank (stats, 0, SCOPE_UNIT_DRIVEN_BY, links, 4), ==, 2);
  g_assert_cmpuint (links[0].index, ==, 0);
  scope_assert_close (links[0].strength, sqrt (14) / 8, 1e-15);
  g_assert_cmpuint (links[1].index, ==, 1);
  scope_assert_close (links[1].strength, sqrt (14) / 8, 1e-15);
  g_assert_cmpuint (links[1].gate, ==, 3);
  scope_assert_close (links[1].weight, -0.375, 0);

  /* Out of unit 0: to itself the same, to unit 1 −1, 1, −4, 2; room for one only. */
  g_assert_cmpuint (scope_unit_stats_rank (stats, 0, SCOPE_UNIT_DRIVES, links, 1), ==, 1);
  g_assert_cmpuint (links[0].index, ==, 1);
  scope_assert_close (links[0].strength, sqrt (22) / 8, 1e-15);
  g_assert_cmpuint (links[0].gate, ==, 2);
}

#define N_UNITS 10

/* Ten units that differ a little, and what a test does to them. */
static ScopeModel *
make_wide (void (*change) (float *w, float *u, float *b, float *d), const char *inner)
{
  float w[4 * N_UNITS], u[N_UNITS * 4 * N_UNITS], b[4 * N_UNITS], d[N_UNITS];
  g_autofree char *config = g_strdup_printf ("{\"class_name\": \"LSTM\", \"config\": {\"name\": "
                                             "\"lstm\", \"batch_input_shape\": [null, 3, "
                                             "1], \"units\": %d, \"activation\": \"tanh\", "
                                             "\"recurrent_activation\": \"%s\", \"use_bias\": "
                                             "true}}",
                                             N_UNITS, inner);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const SmallLayer layers[] = {
    { "lstm",
      config,
      { { "kernel:0", 2, { 1, 4 * N_UNITS }, w },
        { "recurrent_kernel:0", 2, { N_UNITS, 4 * N_UNITS }, u },
        { "bias:0", 1, { 4 * N_UNITS }, b } } },
    { "dense",
      "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 1, \"activation\": "
      "\"linear\", \"use_bias\": true}}",
      { { "kernel:0", 2, { N_UNITS, 1 }, d }, { "bias:0", 1, { 1 }, zeros } } },
    { NULL },
  };

  /* Either sign, so that their sizes are alike and they are not. */
  for (guint i = 0; i < G_N_ELEMENTS (w); i++)
    w[i] = (0.5f + 0.01f * (float) (i % 7)) * (g_rand_boolean (rand) ? 1 : -1);
  for (guint i = 0; i < G_N_ELEMENTS (u); i++)
    u[i] = (0.2f + 0.01f * (float) (i % 11)) * (g_rand_boolean (rand) ? 1 : -1);
  for (guint i = 0; i < G_N_ELEMENTS (b); i++)
    b[i] = 0.1f;
  for (guint i = 0; i < G_N_ELEMENTS (d); i++)
    d[i] = 0.3f + 0.01f * (float) (i % 5);
  change (w, u, b, d);
  return small_model_new (layers);
}

static void
change_units (float *w, float *u, float *b, float *d)
{
  /* 0: nothing reads it. 1: only the head reads it. */
  for (guint i = 0; i < 4 * N_UNITS; i++)
    {
      u[0 * 4 * N_UNITS + i] = 1e-4f;
      u[1 * 4 * N_UNITS + i] = 1e-4f;
    }
  d[0] = -1e-4f;
  for (guint gate = 0; gate < 4; gate++)
    {
      w[gate * N_UNITS + 2] = 1e-4f; /* 2 hears nothing */
      w[gate * N_UNITS + 6] = 30;    /* 6 shouts */
    }
  b[N_UNITS + 3] = 5;       /* 3: σ = 0.9933 */
  b[N_UNITS + 4] = -5;      /* 4 */
  b[3 * N_UNITS + 5] = -5;  /* 5: its output gate is shut */
  b[2 * N_UNITS + 7] = 50;  /* 7: the candidate is no gate of 0 to 1 */
  b[0 * N_UNITS + 8] = NAN; /* 8 */
}

static void
test_flags (void)
{
  g_autoptr (ScopeModel) model = make_wide (change_units, "sigmoid");
  g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, "lstm", NULL);
  static const ScopeUnitFlags expected[N_UNITS] = {
    SCOPE_UNIT_FLAG_DEAD | SCOPE_UNIT_FLAG_OUTLIER,
    SCOPE_UNIT_FLAG_OUTLIER,
    SCOPE_UNIT_FLAG_DEAF | SCOPE_UNIT_FLAG_OUTLIER,
    SCOPE_UNIT_FLAG_NEVER_FORGETS,
    SCOPE_UNIT_FLAG_FORGETS_AT_ONCE,
    SCOPE_UNIT_FLAG_SATURATED,
    SCOPE_UNIT_FLAG_OUTLIER,
    0,
    SCOPE_UNIT_FLAG_NOT_FINITE,
    0,
  };
  g_autofree char *names =
      scope_unit_flags_dup_names (SCOPE_UNIT_FLAG_DEAD | SCOPE_UNIT_FLAG_OUTLIER);
  g_autofree char *none = scope_unit_flags_dup_names (0);

  for (guint unit = 0; unit < N_UNITS; unit++)
    {
      g_test_message ("unit %u", unit);
      g_assert_cmpuint (scope_unit_stats_get_flags (stats, unit), ==, expected[unit]);
    }
  g_assert_cmpstr (names, ==, "dead;outlier");
  g_assert_cmpstr (none, ==, "");
  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    {
      g_assert_nonnull (scope_unit_flag_get_title (1u << i));
      g_assert_nonnull (scope_unit_flag_get_rule (1u << i));
    }
}

static void
change_ends (float *w, float *u, float *b, float *d)
{
  b[N_UNITS + 0] = 100;
  b[N_UNITS + 1] = -100;
  b[N_UNITS + 2] = 0;
}

/* Keras 2's hard sigmoid reaches 1 and 0. */
static void
test_ends_of_memory (void)
{
  g_autoptr (ScopeModel) model = make_wide (change_ends, "hard_sigmoid");
  g_autoptr (ScopeUnitStats) stats = scope_unit_stats_new (model, "lstm", NULL);

  scope_assert_close (scope_unit_stats_get (stats, 0, SCOPE_UNIT_MEMORY_STEPS), INFINITY, 0);
  scope_assert_close (scope_unit_stats_get (stats, 1, SCOPE_UNIT_MEMORY_STEPS), 0, 0);
  scope_assert_close (scope_unit_stats_get (stats, 2, SCOPE_UNIT_MEMORY_STEPS), -1 / log (0.5),
                      1e-14);
}

/* A layer that feeds another LSTM: its row of that one's W, gate by gate. */
static void
test_next_is_recurrent (void)
{
  const SmallLayer layers[] = {
    { "first",
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"first\", \"batch_input_shape\": [null, "
      "3, "
      "2], \"units\": 2, \"return_sequences\": true, \"recurrent_activation\": \"sigmoid\"}}",
      { { "kernel:0", 2, { 2, 8 }, kernel },
        { "recurrent_kernel:0", 2, { 2, 8 }, recurrent },
        { "bias:0", 1, { 8 }, bias } } },
    { "second",
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"second\", \"units\": 2, "
      "\"recurrent_activation\": \"sigmoid\"}}",
      { { "kernel:0", 2, { 2, 8 }, kernel },
        { "recurrent_kernel:0", 2, { 2, 8 }, recurrent },
        { "bias:0", 1, { 8 }, bias } } },
    { NULL },
  };
  g_autoptr (ScopeModel) model = small_model_new (layers);
  g_autoptr (ScopeHead) reader = scope_head_find (model, "first");
  g_autoptr (ScopeHead) none = scope_head_find (model, "second");
  g_autoptr (ScopeUnitStats) last = scope_unit_stats_new (model, "second", NULL);
  g_autofree char *title = NULL;

  g_assert_nonnull (reader);
  g_assert_cmpstr (scope_head_get_layer (reader), ==, "second");
  g_assert_cmpuint (scope_head_get_n_values (reader), ==, 8);
  for (guint value = 0; value < 8; value++)
    scope_assert_close (scope_head_get (reader, 1, value), kernel[8 + value], 0);
  title = scope_head_dup_value_title (reader, 3);
  g_assert_cmpstr (title, ==, "f, unit 1");

  g_assert_null (none);
  g_assert_null (scope_unit_stats_get_head (last));
  g_assert_true (isnan (scope_unit_stats_get (last, 0, SCOPE_UNIT_HEAD_NORM)));
}

/* Both halves of a bidirectional layer have rows of their own, one half after the other; where they are added up, the same. */
static ScopeModel *
make_bidirectional (const char *merge_mode, const float *rows, gsize n_rows)
{
  g_autofree char *config = g_strdup_printf (
      "{\"class_name\": \"Bidirectional\", \"config\": {\"name\": \"both\", "
      "\"batch_input_shape\": [null, 3, 2], \"merge_mode\": \"%s\", \"layer\": {\"class_name\": "
      "\"LSTM\", \"config\": {\"name\": \"lstm\", \"units\": 2, \"recurrent_activation\": "
      "\"sigmoid\"}}}}",
      merge_mode);
  const SmallLayer layers[] = {
    { "both",
      config,
      { { "forward_lstm/kernel:0", 2, { 2, 8 }, kernel },
        { "forward_lstm/recurrent_kernel:0", 2, { 2, 8 }, recurrent },
        { "forward_lstm/bias:0", 1, { 8 }, bias },
        { "backward_lstm/kernel:0", 2, { 2, 8 }, kernel },
        { "backward_lstm/recurrent_kernel:0", 2, { 2, 8 }, recurrent },
        { "backward_lstm/bias:0", 1, { 8 }, bias } } },
    { "dropout", DROPOUT_CONFIG, { { NULL } } },
    { "dense",
      DENSE_CONFIG,
      { { "kernel:0", 2, { n_rows, 3 }, rows }, { "bias:0", 1, { 3 }, zeros } } },
    { NULL },
  };

  return small_model_new (layers);
}

static void
test_bidirectional (void)
{
  float rows[12];
  g_autoptr (ScopeModel) joined = NULL;
  g_autoptr (ScopeModel) added = NULL;
  g_autoptr (ScopeModel) multiplied = NULL;
  g_autoptr (ScopeHead) forward = NULL;
  g_autoptr (ScopeHead) backward = NULL;
  g_autoptr (ScopeHead) of_sum = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i] = (float) i;
  joined = make_bidirectional ("concat", rows, 4);
  added = make_bidirectional ("sum", rows, 2);
  multiplied = make_bidirectional ("mul", rows, 2);

  forward = scope_head_find (joined, "both/forward");
  backward = scope_head_find (joined, "both/backward");
  of_sum = scope_head_find (added, "both/backward");
  g_assert_nonnull (forward);
  g_assert_nonnull (backward);
  g_assert_nonnull (of_sum);
  for (guint value = 0; value < 3; value++)
    {
      scope_assert_close (scope_head_get (forward, 1, value), 3 + value, 0);
      scope_assert_close (scope_head_get (backward, 1, value), 9 + value, 0);
      scope_assert_close (scope_head_get (of_sum, 1, value), 3 + value, 0);
    }
  g_assert_null (scope_head_find (multiplied, "both/forward"));
}

static void
test_no_such_layer (void)
{
  g_autoptr (ScopeModel) model = make_model (LSTM_CONFIG ("sigmoid"));
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_unit_stats_new (model, "lstm_7", &error));
  scope_assert_error (error, SCOPE_ERROR_USAGE, "lstm_7", "small.h5");
}

static void
test_names (void)
{
  g_autoptr (GString) names = g_string_new ("unit");

  for (guint column = 0; column < SCOPE_N_UNIT_COLUMNS; column++)
    {
      g_string_append_printf (names, ",%s", scope_unit_column_get_name (column));
      g_assert_nonnull (scope_unit_column_get_title (column));
      g_assert_nonnull (scope_unit_column_get_explanation (column));
    }
  g_assert_cmpstr (names->str, ==,
                   "unit,w_norm,u_in_norm,u_out_norm,head_norm,forget_bias,memory_steps");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/unit-stats/numpy", test_numpy);
  g_test_add_func ("/insight/unit-stats/own-activation", test_own_activation);
  g_test_add_func ("/insight/unit-stats/head", test_head);
  g_test_add_func ("/insight/unit-stats/rank", test_rank);
  g_test_add_func ("/insight/unit-stats/flags", test_flags);
  g_test_add_func ("/insight/unit-stats/ends-of-memory", test_ends_of_memory);
  g_test_add_func ("/insight/unit-stats/next-is-recurrent", test_next_is_recurrent);
  g_test_add_func ("/insight/unit-stats/bidirectional", test_bidirectional);
  g_test_add_func ("/insight/unit-stats/no-such-layer", test_no_such_layer);
  g_test_add_func ("/insight/unit-stats/names", test_names);
  return g_test_run ();
}
