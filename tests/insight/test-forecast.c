/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-facts.h"
#include "scope-forecast.h"
#include "scope-test.h"
#include "small-model.h"

#include <math.h>

#define N_ROWS 30
#define WINDOW 4

static const char recipe[] =
    "{\"features\": [{\"column\": \"a\", \"scaling\": {\"kind\": \"standard\", \"mean\": 10, "
    "\"scale\": 5}}, {\"column\": \"b\", \"scaling\": {\"kind\": \"none\"}}],"
    " \"window\": 4, \"stride\": 1, \"lead_steps\": 2,"
    " \"targets\": [{\"output\": 0, \"output_index\": 0, \"column\": \"a\", \"lead_steps\": 2,"
    "  \"inverse\": {\"kind\": \"standard\", \"mean\": 10, \"scale\": 5}}],"
    " \"primary_target\": 0}";

typedef struct
{
  double a[N_ROWS];
  double b[N_ROWS];
  ScopeModel *model;
  ScopeNetwork *network;
  ScopeFeed *feed;
} Fixture;

static void
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  const double *columns[] = { fixture->a, fixture->b };

  for (guint i = 0; i < N_ROWS; i++)
    {
      fixture->a[i] = 10 + 6 * sin (0.7 * i);
      fixture->b[i] = i;
    }
  fixture->model = small_model_new_leaky (WINDOW, 1, 0.5);
  fixture->network = scope_network_new (fixture->model, &error);
  g_assert_no_error (error);
  fixture->feed = small_feed_new (fixture->model, fixture->network, columns, 2, N_ROWS, recipe);
}

static void
tear_down (Fixture *fixture)
{
  scope_feed_unref (fixture->feed);
  scope_network_unref (fixture->network);
  scope_model_unref (fixture->model);
}

/* The leaky integrator in double precision; the network's float32 keeps six digits of it. */
static double
leaky (const Fixture *fixture, gsize start)
{
  double f = 1 / (1 + exp (-1)), c = 0;

  for (gsize row = start; row < start + WINDOW; row++)
    c = f * c + tanh (0.5 * (fixture->a[row] - 10) / 5);
  return 10 + 5 * tanh (c);
}

static void
test_closed_form (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeForecast) forecast = NULL;
  ScopeScores scores;
  double square = 0, reference = 0;
  gsize n;

  set_up (&fixture);
  forecast = scope_forecast_new (fixture.network, fixture.feed, 0, NULL, NULL, &error);
  g_assert_no_error (error);

  /* Starts 0 … 24 have an observation two rows after their last; 25 and 26 are run all the same. */
  n = scope_feed_get_n_windows (fixture.feed);
  g_assert_cmpuint (n, ==, 25);
  g_assert_cmpuint (scope_forecast_get_n_windows (forecast), ==, 27);
  for (gsize i = 0; i < 27; i++)
    {
      gsize start = scope_feed_get_starts (fixture.feed)[i];

      scope_assert_close (scope_forecast_get_forecast (forecast, 0)[i], leaky (&fixture, start),
                          2e-5);
      g_assert_cmpint (scope_forecast_is_scored (forecast, i, 0), ==, i < n);
      if (i >= n)
        {
          g_assert_true (isnan (scope_forecast_get_observed (forecast, 0)[i]));
          continue;
        }
      scope_assert_close (scope_forecast_get_observed (forecast, 0)[i],
                          fixture.a[start + WINDOW + 1], 0);
      scope_assert_close (scope_forecast_get_persistence (forecast, 0)[i],
                          fixture.a[start + WINDOW - 1], 0);
      square += pow (leaky (&fixture, start) - fixture.a[start + WINDOW + 1], 2);
      reference += pow (fixture.a[start + WINDOW - 1] - fixture.a[start + WINDOW + 1], 2);
    }

  scope_forecast_get_scores (forecast, 0, &scores);
  g_assert_cmpuint (scores.n, ==, 25);
  scope_assert_close (scores.rmse, sqrt (square / 25), 1e-5);
  scope_assert_close (scores.skill_vs_persistence, 1 - square / reference, 1e-5);
  tear_down (&fixture);
}

/* Parts put together are the whole, to the last bit, however they are cut. */
static void
test_shards (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeForecast) whole = NULL;

  set_up (&fixture);
  whole = scope_forecast_new (fixture.network, fixture.feed, 2, NULL, NULL, &error);
  g_assert_no_error (error);

  for (gsize n_shards = 1; n_shards <= 26; n_shards++)
    {
      gsize next = 0, largest = 0, smallest = G_MAXSIZE;

      for (gsize shard = 0; shard < n_shards; shard++)
        {
          g_autoptr (ScopeForecast) part = NULL;
          gsize first, count;

          scope_forecast_get_shard (25, shard, n_shards, &first, &count);
          g_assert_cmpuint (first, ==, next);
          next += count;
          largest = MAX (largest, count);
          smallest = MIN (smallest, count);

          part = scope_forecast_new_range (fixture.network, fixture.feed, first, count, 1, NULL,
                                           NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (scope_forecast_get_n_windows (part), ==, count);
          g_assert_cmpuint (scope_forecast_get_first (part), ==, first);
          for (gsize i = 0; i < count; i++)
            scope_assert_close (scope_forecast_get_forecast (part, 0)[i],
                                scope_forecast_get_forecast (whole, 0)[first + i], 0);
        }
      g_assert_cmpuint (next, ==, 25);
      g_assert_cmpuint (largest - smallest, <=, 1);
    }
  tear_down (&fixture);
}

static void
test_other_network (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) longer = small_model_new_leaky (WINDOW + 1, 1, 0.5);
  g_autoptr (ScopeNetwork) network = scope_network_new (longer, &error);
  g_autoptr (ScopeForecast) forecast = NULL;

  g_assert_no_error (error);
  set_up (&fixture);
  forecast = scope_forecast_new (network, fixture.feed, 0, NULL, NULL, &error);
  g_assert_null (forecast);
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "small.csv", "window", "4", "5");
  tear_down (&fixture);
}

static void
test_facts (void)
{
  Fixture fixture;
  g_autoptr (ScopeFacts) of_model = NULL;
  g_autoptr (ScopeFacts) of_network = NULL;

  set_up (&fixture);
  of_model = scope_facts_new (fixture.model, NULL);
  of_network = scope_facts_new (fixture.model, fixture.network);
  for (guint i = 0; i < 2; i++)
    {
      const ScopeModelFacts *facts = scope_facts_get (i == 0 ? of_model : of_network);

      g_assert_cmpuint (facts->n_inputs, ==, 1);
      g_assert_cmpuint (facts->n_features, ==, 2);
      g_assert_cmpuint (facts->window, ==, WINDOW);
      g_assert_true (facts->has_time_axis);
      g_assert_cmpuint (facts->n_outputs, ==, 1);
      g_assert_cmpuint (facts->outputs[0].steps, ==, 1);
      g_assert_cmpuint (facts->outputs[0].numbers, ==, 1);
    }
  tear_down (&fixture);
}

/* A free window and an output that grows with it. */
static void
test_facts_of_free_window (void)
{
  const float kernel[8] = { 0 };
  const float recurrent[4] = { 0 };
  const float bias[4] = { 0 };
  const SmallLayer layers[] = {
    { "lstm",
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, "
      "null, "
      "2], \"units\": 1, \"return_sequences\": true}}",
      { { "kernel:0", 2, { 2, 4 }, kernel },
        { "recurrent_kernel:0", 2, { 1, 4 }, recurrent },
        { "bias:0", 1, { 4 }, bias } } },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = small_model_new (layers);
  g_autoptr (ScopeNetwork) network = scope_network_new (model, &error);
  g_autoptr (ScopeFacts) of_model = scope_facts_new (model, NULL);
  g_autoptr (ScopeFacts) of_network = scope_facts_new (model, network);

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      const ScopeModelFacts *facts = scope_facts_get (i == 0 ? of_model : of_network);

      g_assert_cmpuint (facts->window, ==, 0);
      g_assert_cmpuint (facts->outputs[0].steps, ==, 0);
      g_assert_cmpuint (facts->outputs[0].numbers, ==, 1);
    }
}

static void
test_cancelled (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  set_up (&fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (scope_forecast_new (fixture.network, fixture.feed, 0, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/forecast/closed-form", test_closed_form);
  g_test_add_func ("/insight/forecast/shards", test_shards);
  g_test_add_func ("/insight/forecast/other-network", test_other_network);
  g_test_add_func ("/insight/forecast/facts", test_facts);
  g_test_add_func ("/insight/forecast/facts-of-free-window", test_facts_of_free_window);
  g_test_add_func ("/insight/forecast/cancelled", test_cancelled);
  return g_test_run ();
}
