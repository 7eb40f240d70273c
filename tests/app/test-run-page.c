/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-run-page.h"

#include "app-test.h"
#include "scope-forecast-chart.h"
#include "scope-gate-sum.h"
#include "scope-overview-strip.h"
#include "scope-parts-chart.h"
#include "scope-score-cards.h"
#include "scope-trace-table.h"
#include "scope-window-chart.h"
#include "scope-window-view.h"

#include <math.h>

static ScopeSession *
open_sample (void)
{
  return app_test_open ("../../data/sample/sample.keras", "../../data/sample/EWR-2013.csv",
                        "../../data/sample/sample.recipe.json", NULL);
}

static ScopeRunPage *
present_page (ScopeSession *session, GtkWidget **window)
{
  ScopeRunPage *page = g_object_new (SCOPE_TYPE_RUN_PAGE, NULL);

  scope_page_set_session (SCOPE_PAGE (page), session);
  *window = app_test_present (GTK_WIDGET (page), 900, 900);
  return page;
}

static void
run (ScopeRunPage *page)
{
  ScopeSession *session = scope_page_get_session (SCOPE_PAGE (page));

  scope_page_start (SCOPE_PAGE (page));
  app_test_wait_until (scope_session_get_forecast (session) != NULL, 60);
}

static gboolean
shows (ScopeRunPage *page, const char *text)
{
  GtkWidget *label = app_test_find_label (GTK_WIDGET (page), text);

  return label != NULL && gtk_widget_get_mapped (label);
}

/* Whatever is missing is named, with the step that leads on; a model that cannot be run says which
 * layer and why. */
static void
test_empty (void)
{
  ScopeSession *session = scope_session_new ();
  GtkWidget *window;
  ScopeRunPage *page = present_page (session, &window);

  g_assert_true (shows (page, "No model is open"));
  g_assert_true (shows (page, "Open Model"));
  g_assert_null (scope_page_get_inspector (SCOPE_PAGE (page)));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);

  session = app_test_open ("keras3/compiled-keras3.keras", NULL);
  page = present_page (session, &window);
  g_assert_true (shows (page, "No table is open"));
  g_assert_true (shows (page, "Open Table"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);

  session = app_test_open ("later/keras3/with-lambda-keras3.keras", NULL);
  page = present_page (session, &window);
  g_assert_true (shows (page, "This model cannot be run"));
  g_assert_true (shows (page, "Lambda"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);

  /* A table would lead nowhere. */
  session = app_test_open ("layers/keras3/attention-lstm-keras3.keras", NULL);
  page = present_page (session, &window);
  g_assert_true (shows (page, "This model takes more than a table"));
  g_assert_true (shows (page, "It has 2 inputs"));
  g_assert_true (shows (page, "Show Layers"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* A table that cannot feed the model: what was found and expected, and two ways on. */
static void
test_recipe_error (void)
{
  ScopeSession *session = app_test_open ("../../data/sample/sample.keras", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("t\n1\n2\n3\n", 8);
  g_autoptr (ScopeSeries) series =
      scope_series_read_bytes (bytes, "one.csv", NULL, NULL, NULL, &error);
  GtkWidget *window;
  ScopeRunPage *page;

  g_assert_no_error (error);
  scope_session_set_series (session, series, NULL);
  scope_error_set (&error, SCOPE_ERROR_RECIPE, "one.csv", "1 column of numbers",
                   "6, one for each of the model's features", NULL);
  scope_session_set_recipe_error (session, error);
  page = present_page (session, &window);
  g_assert_true (shows (page, "The table does not fit the model"));
  g_assert_true (shows (page, "1 column of numbers"));
  g_assert_true (shows (page, "Open Another Table"));
  g_assert_true (shows (page, "Open a Recipe"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* A table whose windows of 24 rows all touch a gap, and one that is shorter than a window: that is
 * said at once, with the way to the recipe; a table that has windows is ready again. */
static void
test_no_window (void)
{
  static const struct
  {
    guint n_rows;
    guint step_hours;
    const char *found;
  } cases[] = {
    { 40, 2, "no run of 24 rows without a gap in time" },
    { 23, 1, "23 rows in use" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ScopeSession *session = app_test_open ("lookback/leaky.h5", "lookback/leaky-rows.csv",
                                             "lookback/leaky.recipe.json", NULL);
      g_autoptr (ScopeSeries) whole = scope_series_ref (scope_session_get_series (session));
      g_autoptr (ScopeRecipe) recipe = scope_recipe_copy (scope_session_get_recipe (session));
      g_autoptr (ScopeRecipe) of_few = scope_recipe_copy (recipe);
      g_autoptr (GString) text = g_string_new ("time,x0,observed\n");
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (ScopeSeries) series = NULL;
      g_autoptr (GError) error = NULL;
      GtkWidget *window;
      ScopeRunPage *page;

      for (guint row = 0; row < cases[i].n_rows; row++)
        g_string_append_printf (text, "2021-01-%02u %02u:00,%u,%u\n",
                                1 + row * cases[i].step_hours / 24, row * cases[i].step_hours % 24,
                                row % 7, row % 5);
      bytes = g_bytes_new (text->str, text->len);
      series = scope_series_read_bytes (bytes, "few.csv", NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      page = present_page (session, &window);
      g_assert_true (shows (page, "Ready to run"));

      scope_recipe_set_fitted_rows (of_few, 0, 9);
      scope_session_set_series (session, series, NULL);
      scope_session_set_recipe (session, of_few);
      app_test_wait_until (shows (page, "The table cannot be run by this recipe"), 30);
      g_assert_false (shows (page, "Ready to run"));
      g_assert_true (shows (page, "few.csv"));
      g_assert_true (shows (page, cases[i].found));
      g_assert_true (shows (page, "24 consecutive rows at least"));
      g_assert_true (shows (page, "Change the Recipe…"));
      scope_page_start (SCOPE_PAGE (page));
      g_assert_true (shows (page, "The table cannot be run by this recipe"));
      g_assert_false (scope_session_get_busy (session));

      scope_session_set_series (session, whole, NULL);
      scope_session_set_recipe (session, recipe);
      g_assert_true (shows (page, "Ready to run"));
      run (page);
      gtk_window_destroy (GTK_WINDOW (window));
      app_test_wait_until (!scope_session_get_busy (session), 30);
      g_assert_finalize_object (session);
    }
}

/* A recipe that was guessed says so before it is run. */
static void
test_guess (void)
{
  ScopeSession *session = app_test_open ("lookback/leaky.h5", "lookback/leaky-rows.csv", NULL);
  GtkWidget *window;
  ScopeRunPage *page = present_page (session, &window);

  g_assert_true (shows (page, "Ready to run"));
  g_assert_true (shows (page, "What was guessed"));
  g_assert_true (shows (page, "mean and standard deviation"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* The scores of data/sample/README.md, which numpy worked out, to as many figures as the cards
 * have. */
static void
test_scores (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *window;
  ScopeRunPage *page = present_page (session, &window);
  GtkWidget *cards;

  g_assert_true (shows (page, "Ready to run"));
  g_assert_false (shows (page, "What was guessed"));
  run (page);
  cards = app_test_find (GTK_WIDGET (page), SCOPE_TYPE_SCORE_CARDS);
  g_assert_nonnull (app_test_find_label (cards, "4.47\302\240°F"));
  g_assert_nonnull (app_test_find_label (cards, "3.33\302\240°F"));
  g_assert_nonnull (app_test_find_label (cards, "+0.65\302\240°F"));
  g_assert_nonnull (app_test_find_label (cards, "0.643"));
  g_assert_nonnull (app_test_find_label (cards, "persistence 7.47"));
  g_assert_nonnull (app_test_find_label (cards, "2\u202f688"));
  g_assert_true (shows (page, "Click a forecast to open its window"));

  scope_session_set_target (session, 2);
  g_assert_nonnull (app_test_find_label (cards, "11.3\302\240%"));
  g_assert_nonnull (app_test_find_label (cards, "8.7\302\240%"));
  g_assert_nonnull (app_test_find_label (cards, "0.577"));
  g_assert_nonnull (app_test_find_label (cards, "persistence 17.4"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* The keyboard's way: a cursor in the chart, Enter opens, the window's picture and its arithmetic
 * are there; Escape goes back. */
static void
test_window (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *window;
  ScopeRunPage *page = present_page (session, &window);
  ScopePlot *chart, *window_chart;
  g_autoptr (ScopeGateSum) sum = NULL;
  GtkWidget *inspector, *view, *table;
  ScopePass *pass;
  int unit;

  run (page);
  chart = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_FORECAST_CHART));
  app_test_draw (GTK_WIDGET (chart));
  g_assert_true (SCOPE_PLOT_GET_CLASS (chart)->move (chart, SCOPE_MOVE_RIGHT));
  SCOPE_PLOT_GET_CLASS (chart)->choose (chart);
  g_assert_cmpint (scope_session_get_window (session), >=, 0);
  g_assert_cmpint (scope_session_get_window (session), ==,
                   scope_forecast_chart_get_window (SCOPE_FORECAST_CHART (chart)));
  app_test_wait_until (scope_session_get_pass (session) != NULL, 30);
  pass = scope_session_get_pass (session);
  scope_assert_close (scope_pass_get_forecast (pass, 0),
                      scope_forecast_get_forecast (scope_session_get_forecast (session),
                                                   0)[scope_session_get_window (session)],
                      1e-4);

  /* What was not chosen is chosen for a beginning: the newest step, and a unit. */
  g_assert_cmpint (scope_session_get_step (session), ==, 23);
  unit = scope_session_get_unit (session);
  g_assert_cmpint (unit, >=, 0);
  window_chart = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_WINDOW_CHART));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window_chart)));

  /* The arithmetic of the forget gate there, as the inspector has it. */
  inspector = scope_page_get_inspector (SCOPE_PAGE (page));
  sum = scope_gate_sum_new (scope_session_get_model (session), scope_pass_get_trace (pass, 0), 0,
                            23, 1, (guint) unit, NULL);
  {
    g_autofree char *heading = g_strdup_printf ("forget f of unit %d", unit);
    g_autofree char *result = g_strdup_printf ("%.3g", sum->result);

    g_assert_nonnull (app_test_find_label (inspector, heading));
    g_assert_nonnull (app_test_find_label (inspector, "f = σ(sum)"));
    g_assert_nonnull (app_test_find_label (inspector, result));
  }

  /* One step to the left of the chosen one: the arithmetic follows the cursor, a click chooses. */
  app_test_draw (GTK_WIDGET (window_chart));
  g_assert_true (SCOPE_PLOT_GET_CLASS (window_chart)->move (window_chart, SCOPE_MOVE_LEFT));
  g_assert_true (SCOPE_PLOT_GET_CLASS (window_chart)->move (window_chart, SCOPE_MOVE_LEFT));
  g_assert_nonnull (app_test_find_label (inspector, "at t−2"));
  g_assert_cmpint (scope_session_get_step (session), ==, 23);
  SCOPE_PLOT_GET_CLASS (window_chart)->choose (window_chart);
  g_assert_cmpint (scope_session_get_step (session), ==, 22);

  /* The same as a table: the trace's own numbers, and a row is a step. */
  view = app_test_find (GTK_WIDGET (page), SCOPE_TYPE_WINDOW_VIEW);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (gtk_widget_get_template_child (view, SCOPE_TYPE_WINDOW_VIEW, "as_table")),
      TRUE);
  table = app_test_find (view, SCOPE_TYPE_TRACE_TABLE);
  app_test_draw (table);
  {
    ScopeArray *forget = scope_trace_find (scope_pass_get_trace (pass, 0), "forget");
    g_autofree char *value = g_strdup_printf (
        "%.4f", scope_array_get_data (forget)[22 * 16 + scope_session_get_unit (session)]);

    g_assert_true (gtk_widget_get_mapped (table));
    g_assert_nonnull (app_test_find_label (table, "t−2"));
    g_assert_nonnull (app_test_find_label (table, value));
  }
  g_signal_emit_by_name (table, "step-chosen", 3);
  g_assert_cmpint (scope_session_get_step (session), ==, 3);

  g_assert_true (scope_page_go_back (SCOPE_PAGE (page)));
  g_assert_cmpint (scope_session_get_window (session), ==, -1);
  g_assert_true (shows (page, "Click a forecast to open its window"));
  g_assert_false (scope_page_go_back (SCOPE_PAGE (page)));
  gtk_window_destroy (GTK_WINDOW (window));
  app_test_wait_until (!scope_session_get_busy (session), 30);
  g_assert_finalize_object (session);
}

/* Zoom goes in around the middle, stops at both ends, and Escape leaves it; the strip's brush is
 * the chart's view. */
static void
test_zoom (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *window;
  ScopeRunPage *page = present_page (session, &window);
  ScopeForecastChart *chart;
  ScopePlot *strip;
  double first, last, from, to;

  run (page);
  chart = SCOPE_FORECAST_CHART (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_FORECAST_CHART));
  strip = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_OVERVIEW_STRIP));
  app_test_draw (GTK_WIDGET (chart));
  g_assert_false (scope_forecast_chart_is_zoomed (chart));
  g_assert_true (scope_forecast_chart_get_view (chart, &first, &last));
  /* 2013-01-01 06:00, the first row; six hours after 2013-12-30 23:00, the last. */
  scope_assert_close (first, 1357020000, 0);
  scope_assert_close (last, 1388444400 + 6 * 3600, 0);

  scope_forecast_chart_zoom (chart, 4);
  g_assert_true (scope_forecast_chart_get_view (chart, &from, &to));
  scope_assert_close (to - from, (last - first) / 4, 1);
  scope_assert_close (from + to, first + last, 1);
  g_assert_true (SCOPE_PLOT_GET_CLASS (strip)->move (strip, SCOPE_MOVE_END));
  g_assert_true (scope_forecast_chart_get_view (chart, &from, &to));
  scope_assert_close (to, last, 1);
  scope_forecast_chart_zoom (chart, 1e9);
  g_assert_true (scope_forecast_chart_get_view (chart, &from, &to));
  g_assert_cmpfloat (to - from, >, 3600);
  g_assert_true (scope_page_go_back (SCOPE_PAGE (page)));
  g_assert_false (scope_forecast_chart_is_zoomed (chart));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* A changed recipe is run by itself once the person has run; undoing it brings the first scores
 * back. */
static void
test_change (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *window;
  ScopeRunPage *page = present_page (session, &window);
  GtkWidget *cards;
  g_autoptr (ScopeRecipe) changed = NULL;

  run (page);
  cards = app_test_find (GTK_WIDGET (page), SCOPE_TYPE_SCORE_CARDS);
  changed = scope_recipe_copy (scope_session_get_recipe (session));
  scope_recipe_set_scored (changed, NAN, NAN);
  scope_session_change_recipe (session, changed);
  g_assert_null (scope_session_get_forecast (session));
  app_test_wait_until (scope_session_get_forecast (session) != NULL, 60);
  /* All that count: data/sample/README.md. */
  g_assert_nonnull (app_test_find_label (cards, "8\u202f255"));
  scope_session_undo (session);
  app_test_wait_until (scope_session_get_forecast (session) != NULL, 60);
  g_assert_nonnull (app_test_find_label (cards, "2\u202f688"));
  g_assert_nonnull (app_test_find_label (cards, "4.47\302\240°F"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/run-page/empty", test_empty);
  g_test_add_func ("/run-page/recipe-error", test_recipe_error);
  g_test_add_func ("/run-page/no-window", test_no_window);
  g_test_add_func ("/run-page/guess", test_guess);
  g_test_add_func ("/run-page/scores", test_scores);
  g_test_add_func ("/run-page/window", test_window);
  g_test_add_func ("/run-page/zoom", test_zoom);
  g_test_add_func ("/run-page/change", test_change);
  return g_test_run ();
}
