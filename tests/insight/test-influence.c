/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-forecast.h"
#include "scope-influence.h"
#include "scope-test.h"
#include "small-model.h"

#include <math.h>
#include <string.h>

#define WINDOW 8
#define N_ROWS 120
#define N_FITTED 40

/* In the first 40 rows, on which the scaling is fitted, column a is −1 and 1 by turns: its mean is 0. After them every row is
 * 1, the baseline plus one constant. Column b goes its own way and leads nowhere. */
static const char recipe[] =
    "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"none\"}},"
    " {\"column\": \"b\", \"scaling\": {\"kind\": \"none\"}}],"
    " \"window\": 8, \"stride\": 1, \"lead_steps\": 1,"
    " \"targets\": [{\"output\": 0, \"output_index\": 0, \"column\": \"a\", \"lead_steps\": 1,"
    "  \"inverse\": {\"kind\": \"standard\", \"mean\": 50, \"scale\": 20}}],"
    " \"primary_target\": 0, \"fitted_rows\": [0, 39]}";

typedef struct
{
  ScopeModel *model;
  ScopeNetwork *network;
  ScopeFeed *feed;
  ScopeInfluence *influence;
  gsize window; /* wholly after the fitted rows */
} Fixture;

static void
set_up (Fixture *fixture, double forget_bias, double scale, ScopeInfluenceParts parts)
{
  g_autoptr (GError) error = NULL;
  double a[N_ROWS], b[N_ROWS];
  const double *columns[] = { a, b };

  for (guint i = 0; i < N_ROWS; i++)
    {
      a[i] = i < N_FITTED ? (i % 2 == 0 ? -1 : 1) : 1;
      b[i] = sin (i);
    }
  fixture->model = small_model_new_leaky (WINDOW, forget_bias, scale);
  fixture->network = scope_network_new (fixture->model, &error);
  g_assert_no_error (error);
  fixture->feed = small_feed_new (fixture->model, fixture->network, columns, 2, N_ROWS, recipe);
  fixture->window = 60;
  fixture->influence = scope_influence_new (fixture->network, fixture->feed, &fixture->window, 1, 0,
                                            parts, 2, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  scope_influence_unref (fixture->influence);
  scope_feed_unref (fixture->feed);
  scope_network_unref (fixture->network);
  scope_model_unref (fixture->model);
}

/* What the leaky integrator forecasts when lag k's input is x[k − 1], in the target's unit. */
static double
leaky (double f, double scale, const double *x)
{
  double c = 0;

  for (guint lag = WINDOW; lag >= 1; lag--)
    c = f * c + tanh (scale * x[lag - 1]);
  return 50 + 20 * tanh (c);
}

static void
test_leaky (void)
{
  Fixture fixture;
  double f = 0.8, scale = 1e-3;
  double whole[WINDOW];

  set_up (&fixture, log (f / (1 - f)), scale, SCOPE_INFLUENCE_ALL);
  for (guint i = 0; i < WINDOW; i++)
    whole[i] = 1;

  /* Float32 keeps seven digits of a forecast of 0.004, of which a change of 0.001 to 0.0002 is left. */
  for (guint lag = 1; lag <= WINDOW; lag++)
    {
      double changed[WINDOW], first, change;

      for (guint i = 0; i < WINDOW; i++)
        changed[i] = i + 1 == lag ? 0 : 1;
      first = scope_influence_get_change (fixture.influence, 0, 1);
      change = scope_influence_get_change (fixture.influence, 0, lag);
      scope_assert_close (change / first, pow (f, lag - 1), 1e-3);
      scope_assert_close (change, leaky (f, scale, whole) - leaky (f, scale, changed),
                          1e-4 * fabs (first));

      /* Feature a does it all, and b, whose weights are 0, nothing. */
      scope_assert_close (scope_influence_get_cell_change (fixture.influence, 0, lag, 0), change,
                          0);
      scope_assert_close (scope_influence_get_cell_change (fixture.influence, 0, lag, 1), 0, 0);
    }

  for (guint k = 0; k <= WINDOW; k++)
    {
      double cut[WINDOW];

      for (guint i = 0; i < WINDOW; i++)
        cut[i] = i < k ? 1 : 0;
      scope_assert_close (scope_influence_get_truncation_change (fixture.influence, 0, k),
                          leaky (f, scale, whole) - leaky (f, scale, cut), 1e-6);
    }
  scope_assert_close (scope_influence_get_truncation_change (fixture.influence, 0, WINDOW), 0, 0);
  scope_assert_close (scope_influence_get_forecast (fixture.influence, 0), leaky (f, scale, whole),
                      1e-5);

  /* Of one window both are its own. */
  for (guint lag = 1; lag <= WINDOW; lag++)
    {
      double size = fabs (scope_influence_get_change (fixture.influence, 0, lag));

      scope_assert_close (scope_influence_get_median (fixture.influence)[lag - 1], size, 0);
      scope_assert_close (scope_influence_get_p95 (fixture.influence)[lag - 1], size, 0);
    }
  tear_down (&fixture);
}

static void
test_shut (void)
{
  Fixture fixture;

  set_up (&fixture, -60, 0.5, SCOPE_INFLUENCE_ALL);
  scope_assert_close (scope_influence_get_change (fixture.influence, 0, 1), 20 * tanh (tanh (0.5)),
                      1e-5);
  for (guint lag = 2; lag <= WINDOW; lag++)
    {
      scope_assert_close (scope_influence_get_change (fixture.influence, 0, lag), 0, 0);
      scope_assert_close (scope_influence_get_cell_change (fixture.influence, 0, lag, 0), 0, 0);
    }
  for (guint k = 1; k <= WINDOW; k++)
    scope_assert_close (scope_influence_get_truncation_change (fixture.influence, 0, k), 0, 0);
  tear_down (&fixture);
}

/* The last step is lag 1 whatever the lead, and parts that were not asked for are not there. */
static void
test_parts (void)
{
  Fixture fixture;

  set_up (&fixture, 1, 0.5, SCOPE_INFLUENCE_LAGS);
  g_assert_nonnull (scope_influence_get_median (fixture.influence));
  g_assert_null (scope_influence_get_cell_median (fixture.influence));
  g_assert_null (scope_influence_get_truncation_p95 (fixture.influence));
  g_assert_true (isnan (scope_influence_get_cell_change (fixture.influence, 0, 1, 0)));
  g_assert_true (isnan (scope_influence_get_truncation_change (fixture.influence, 0, 1)));
  g_assert_cmpuint (scope_influence_get_n_lags (fixture.influence), ==, WINDOW);
  g_assert_cmpuint (scope_influence_get_n_features (fixture.influence), ==, 2);
  g_assert_nonnull (strstr (scope_influence_get_baseline_text (fixture.influence), "fitted"));
  tear_down (&fixture);
}

/* Lags in steps of the window, over windows whose answers are known: the unit forgets at once, so lag 1's
 * change is 20 · (tanh tanh (0.5 a) − 0), a the last row's. */
static void
test_many (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeInfluence) influence = NULL;
  g_autoptr (GArray) windows = NULL;
  double one = 20 * tanh (tanh (0.5));

  set_up (&fixture, -60, 0.5, SCOPE_INFLUENCE_LAGS);
  windows = scope_influence_choose_windows (fixture.feed, 50);
  g_assert_cmpuint (windows->len, ==, 50);
  g_assert_cmpuint (g_array_index (windows, gsize, 0), ==, 0);
  g_assert_cmpuint (g_array_index (windows, gsize, 49), ==,
                    scope_feed_get_n_windows (fixture.feed) - 1);
  for (guint i = 1; i < windows->len; i++)
    g_assert_cmpuint (g_array_index (windows, gsize, i), >, g_array_index (windows, gsize, i - 1));

  influence = scope_influence_new (fixture.network, fixture.feed, (gsize *) windows->data,
                                   windows->len, 0, SCOPE_INFLUENCE_LAGS, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_influence_get_n_windows (influence), ==, 50);
  for (guint i = 0; i < windows->len; i++)
    {
      gsize start = scope_feed_get_starts (fixture.feed)[g_array_index (windows, gsize, i)];
      double a = scope_feed_get_feature_value (fixture.feed, 0, start + WINDOW - 1);

      scope_assert_close (scope_influence_get_change (influence, i, 1), a * one, 1e-5);
      scope_assert_close (scope_influence_get_change (influence, i, 2), 0, 0);
    }
  scope_assert_close (scope_influence_get_median (influence)[0], one, 1e-5);
  scope_assert_close (scope_influence_get_p95 (influence)[0], one, 1e-5);
  scope_assert_close (scope_influence_get_p95 (influence)[1], 0, 0);
  tear_down (&fixture);
}

static void
test_choose (void)
{
  Fixture fixture;
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) all = NULL;

  set_up (&fixture, 1, 0.5, SCOPE_INFLUENCE_LAGS);
  one = scope_influence_choose_windows (fixture.feed, 1);
  g_assert_cmpuint (one->len, ==, 1);
  all = scope_influence_choose_windows (fixture.feed, 100000);
  g_assert_cmpuint (all->len, ==, scope_feed_get_n_windows (fixture.feed));
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpuint (g_array_index (all, gsize, i), ==, i);
  tear_down (&fixture);
}

/* What is in a lot, and how many threads run it, does not matter to the last bit. */
static void
test_same_alone (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeInfluence) together = NULL;
  g_autoptr (GArray) windows = NULL;

  set_up (&fixture, 1, 0.7, SCOPE_INFLUENCE_LAGS);
  windows = scope_influence_choose_windows (fixture.feed, 37);
  together = scope_influence_new (fixture.network, fixture.feed, (gsize *) windows->data,
                                  windows->len, 0, SCOPE_INFLUENCE_LAGS, 2, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < windows->len; i++)
    {
      g_autoptr (ScopeInfluence) alone =
          scope_influence_new (fixture.network, fixture.feed, &g_array_index (windows, gsize, i), 1,
                               0, SCOPE_INFLUENCE_LAGS, 1, NULL, NULL, &error);

      g_assert_no_error (error);
      for (guint lag = 1; lag <= WINDOW; lag++)
        scope_assert_close (scope_influence_get_change (together, i, lag),
                            scope_influence_get_change (alone, 0, lag), 0);
    }
  tear_down (&fixture);
}

static void
test_cancelled (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ScopeInfluence) influence = NULL;

  set_up (&fixture, 1, 0.5, SCOPE_INFLUENCE_LAGS);
  g_cancellable_cancel (cancellable);
  influence = scope_influence_new (fixture.network, fixture.feed, &fixture.window, 1, 0,
                                   SCOPE_INFLUENCE_ALL, 0, cancellable, NULL, &error);
  g_assert_null (influence);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tear_down (&fixture);
}

static void
test_progress (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeProgress) progress = scope_progress_new ();
  g_autoptr (ScopeInfluence) influence = NULL;
  gsize windows[] = { 0, 50, 100 };

  set_up (&fixture, 1, 0.5, SCOPE_INFLUENCE_LAGS);
  influence = scope_influence_new (fixture.network, fixture.feed, windows, 3, 0,
                                   SCOPE_INFLUENCE_ALL, 0, NULL, progress, &error);
  g_assert_no_error (error);
  /* The window itself, its lags, its cells, and k = 0 … 8. */
  g_assert_cmpuint (scope_progress_get_total (progress), ==, 3 * (1 + 8 + 16 + 9));
  g_assert_cmpuint (scope_progress_get_done (progress), ==, scope_progress_get_total (progress));
  tear_down (&fixture);
}

#define LONG_WINDOW 80
#define LONG_ROWS 400
#define UNITS 6

/* Evenly spread over ±@scale, the same for the same seed. */
static float *
make_numbers (guint32 seed, guint n, double scale)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *numbers = g_new (float, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = (float) g_rand_double_range (rand, -scale, scale);
  return numbers;
}

/* Two LSTMs, one on the other, whose forget gates are about σ(@forget). */
static ScopeModel *
make_stack (float forget)
{
  g_autofree float *w = make_numbers (1, 2 * 4 * UNITS, 0.5);
  g_autofree float *u = make_numbers (2, UNITS * 4 * UNITS, 0.3);
  g_autofree float *w2 = make_numbers (3, UNITS * 4 * UNITS, 0.5);
  g_autofree float *u2 = make_numbers (4, UNITS * 4 * UNITS, 0.3);
  g_autofree float *head = make_numbers (5, UNITS, 1);
  float bias[4 * UNITS] = { 0 };
  const float zero[] = { 0 };

  for (guint unit = 0; unit < UNITS; unit++)
    bias[UNITS + unit] = forget;

  {
    const SmallLayer layers[] = {
      { "one",
        "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"one\", \"batch_input_shape\": [null, "
        "80, 2], \"units\": 6, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\", "
        "\"use_bias\": true, \"return_sequences\": true}}",
        { { "kernel:0", 2, { 2, 4 * UNITS }, w },
          { "recurrent_kernel:0", 2, { UNITS, 4 * UNITS }, u },
          { "bias:0", 1, { 4 * UNITS }, bias } } },
      { "two",
        "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"two\", \"units\": 6, \"activation\": "
        "\"tanh\", \"recurrent_activation\": \"sigmoid\", \"use_bias\": true, "
        "\"return_sequences\": false}}",
        { { "kernel:0", 2, { UNITS, 4 * UNITS }, w2 },
          { "recurrent_kernel:0", 2, { UNITS, 4 * UNITS }, u2 },
          { "bias:0", 1, { 4 * UNITS }, bias } } },
      { "dense",
        "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 1, "
        "\"activation\": "
        "\"linear\", \"use_bias\": true}}",
        { { "kernel:0", 2, { UNITS, 1 }, head }, { "bias:0", 1, { 1 }, zero } } },
      { NULL },
    };

    return small_model_new (layers);
  }
}

static void
assert_same_changes (const double *replayed, const double *whole, gsize n, gsize n_exact,
                     double tolerance)
{
  for (gsize i = 0; i < n; i++)
    scope_assert_close (replayed[i], whole[i], i < n_exact ? 0 : tolerance);
}

/*
 * Changes that are replayed from where they begin against runs of whole windows. A lag within the last sixteen steps runs to the
 * end: the same bits. Of the others one that rounding has swallowed is 0: states apart by 2^-20 of the largest (under 1 where the
 * gates forget) make at most that times the head's weights (6, of up to 1) times 20 of the target's scale: 1.2e-4; the forecasts
 * themselves are some tens, of which a float32 keeps 4e-6. With gates that do not forget nothing is swallowed.
 */
static void
test_replay (void)
{
  static const float forgets[] = { -1, 1, 4 };
  static const char text[] =
      "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"none\"}},"
      " {\"column\": \"b\", \"scaling\": {\"kind\": \"none\"}}],"
      " \"window\": 80, \"lead_steps\": 1,"
      " \"targets\": [{\"column\": \"a\", \"inverse\": {\"kind\": \"standard\", \"mean\": 50, "
      "\"scale\": 20}}], \"fitted_rows\": [0, 99]}";
  double a[LONG_ROWS], b[LONG_ROWS];
  const double *columns[] = { a, b };

  for (guint i = 0; i < LONG_ROWS; i++)
    {
      a[i] = sin (i / 3.0) + i % 7 / 7.0;
      b[i] = cos (i / 5.0);
    }

  for (guint k = 0; k < G_N_ELEMENTS (forgets); k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeModel) model = make_stack (forgets[k]);
      g_autoptr (ScopeNetwork) network = scope_network_new (model, &error);
      g_autoptr (ScopeFeed) feed = small_feed_new (model, network, columns, 2, LONG_ROWS, text);
      g_autoptr (GArray) windows = scope_influence_choose_windows (feed, 60);
      const gsize *numbers = (const gsize *) (gpointer) windows->data;
      g_autoptr (ScopeInfluence) replayed = NULL;
      g_autoptr (ScopeInfluence) whole = NULL;

      g_assert_no_error (error);
      replayed = scope_influence_new (network, feed, numbers, windows->len, 0, SCOPE_INFLUENCE_ALL,
                                      2, NULL, NULL, &error);
      g_assert_no_error (error);
      whole =
          scope_influence_new (network, feed, numbers, windows->len, 0,
                               SCOPE_INFLUENCE_ALL | SCOPE_INFLUENCE_WHOLE, 2, NULL, NULL, &error);
      g_assert_no_error (error);

      g_assert_cmpfloat (scope_influence_get_p95 (whole)[0], >, 0.1);
      assert_same_changes (scope_influence_get_p95 (replayed), scope_influence_get_p95 (whole),
                           LONG_WINDOW, 16, 1.2e-4);
      assert_same_changes (scope_influence_get_median (replayed),
                           scope_influence_get_median (whole), LONG_WINDOW, 16, 1.2e-4);
      assert_same_changes (scope_influence_get_cell_p95 (replayed),
                           scope_influence_get_cell_p95 (whole), LONG_WINDOW * 2, 32, 1.2e-4);
      assert_same_changes (scope_influence_get_truncation_p95 (replayed),
                           scope_influence_get_truncation_p95 (whole), LONG_WINDOW + 1, 17, 1.2e-4);
      for (guint lag = 1; lag <= LONG_WINDOW && forgets[k] > 3; lag++)
        scope_assert_close (scope_influence_get_change (replayed, 0, lag),
                            scope_influence_get_change (whole, 0, lag), 0);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/influence/leaky", test_leaky);
  g_test_add_func ("/insight/influence/shut", test_shut);
  g_test_add_func ("/insight/influence/parts", test_parts);
  g_test_add_func ("/insight/influence/many", test_many);
  g_test_add_func ("/insight/influence/replay", test_replay);
  g_test_add_func ("/insight/influence/choose", test_choose);
  g_test_add_func ("/insight/influence/same-alone", test_same_alone);
  g_test_add_func ("/insight/influence/cancelled", test_cancelled);
  g_test_add_func ("/insight/influence/progress", test_progress);
  return g_test_run ();
}
