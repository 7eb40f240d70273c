/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-look-back-page.h"

#include "app-test.h"
#include "scope-facts.h"
#include "scope-influence-map.h"
#include "scope-lag-chart.h"
#include "scope-page.h"
#include "scope-truncation-chart.h"

#include <string.h>

/* The sample, run, as the run page leaves it. */
static ScopeSession *
open_sample (void)
{
  ScopeSession *session =
      app_test_open ("../../data/sample/sample.keras", "../../data/sample/EWR-2013.csv",
                     "../../data/sample/sample.recipe.json", NULL);
  ScopeNetwork *network = scope_session_get_network (session);
  g_autoptr (ScopeFacts) facts = scope_facts_new (scope_session_get_model (session), network);
  g_autoptr (ScopeFeed) feed = NULL;
  g_autoptr (ScopeForecast) forecast = NULL;
  g_autoptr (GError) error = NULL;

  feed = scope_feed_new (scope_session_get_series (session), scope_session_get_recipe (session),
                         scope_facts_get (facts), &error);
  g_assert_no_error (error);
  forecast = scope_forecast_new (network, feed, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  scope_session_set_feed (session, feed);
  scope_session_set_forecast (session, forecast);
  return session;
}

static ScopeLookBackPage *
present_page (ScopeSession *session, GtkWidget **window)
{
  ScopeLookBackPage *page = g_object_new (SCOPE_TYPE_LOOK_BACK_PAGE, NULL);

  scope_page_set_session (SCOPE_PAGE (page), session);
  *window = app_test_present (GTK_WIDGET (page), 1000, 700);
  return page;
}

/* The k-th line of a plot's numbers. */
static char *
dup_line (ScopePlot *plot, guint k)
{
  g_autofree char *csv = SCOPE_PLOT_GET_CLASS (plot)->dup_csv (plot);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >, k);
  return g_strdup (lines[k]);
}

static void
assert_lag (ScopePlot *chart, guint lag, double median, double p95, double tolerance)
{
  g_autofree char *line = dup_line (chart, lag);
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);

  scope_assert_close (g_ascii_strtod (fields[0], NULL), lag, 0);
  scope_assert_close (g_ascii_strtod (fields[1], NULL), median, tolerance);
  scope_assert_close (g_ascii_strtod (fields[2], NULL), p95, tolerance);
}

/* Without anything open the page names the next step. */
static void
test_empty (void)
{
  ScopeSession *session = scope_session_new ();
  GtkWidget *window;
  ScopeLookBackPage *page = present_page (session, &window);

  g_assert_nonnull (app_test_find_label (GTK_WIDGET (page), "No model is open"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/*
 * The sentence, and the numbers behind it, which data/sample/evaluate.py worked out with numpy alone (data/sample/README.md); the
 * tolerance is half of the last digit given there.
 */
static void
test_sample (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *window;
  ScopeLookBackPage *page = present_page (session, &window);
  ScopePlot *chart = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_LAG_CHART));
  ScopePlot *map = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_INFLUENCE_MAP));
  ScopePlot *curve = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_TRUNCATION_CHART));
  ScopeArray *array;

  app_test_wait_until (SCOPE_PLOT_GET_CLASS (map)->dup_array (map) != NULL, 60);
  g_assert_nonnull (scope_session_get_influence (session));
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (page), "t−5 still counts"));
  assert_lag (chart, 1, 5.88, 15.4, 0.05);
  assert_lag (chart, 5, 0.52, 1.23, 0.005);
  assert_lag (chart, 18, 0.03, 0.19, 0.005);

  array = SCOPE_PLOT_GET_CLASS (map)->dup_array (map);
  g_assert_cmpuint (scope_array_get_dim (array, 0), ==, 6);
  g_assert_cmpuint (scope_array_get_dim (array, 1), ==, 24);
  scope_array_unref (array);

  /* All steps kept: nothing has changed. */
  {
    g_autofree char *last = dup_line (curve, 25);

    g_assert_cmpstr (last, ==, "24,0,0");
  }
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Influence by lag");
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* A lag that is chosen by the keyboard's way is the one that the sentence speaks of; Escape lets it go. */
static void
test_choose (void)
{
  ScopeSession *session = open_sample ();
  GtkWidget *window;
  ScopeLookBackPage *page = present_page (session, &window);
  ScopePlot *chart = SCOPE_PLOT (app_test_find (GTK_WIDGET (page), SCOPE_TYPE_LAG_CHART));

  app_test_wait_until (scope_session_get_influence (session) != NULL, 60);
  scope_lag_chart_set_lag (SCOPE_LAG_CHART (chart), 12);
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (page), "t−12 is irrelevant"));
  g_assert_true (scope_page_go_back (SCOPE_PAGE (page)));
  g_assert_cmpuint (scope_lag_chart_get_lag (SCOPE_LAG_CHART (chart)), ==, 0);
  g_assert_false (scope_page_go_back (SCOPE_PAGE (page)));
  /* The page is held by its job. */
  app_test_wait_until (!scope_session_get_busy (session), 60);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

/* A new run empties the page at once: what is drawn meanwhile borrows nothing of the answer that went (its unit would be
 * scrambled by MALLOC_PERTURB_, which Pango warns of). */
static void
test_again (void)
{
  ScopeSession *session = open_sample ();
  ScopeFeed *feed = scope_session_get_feed (session);
  GtkWidget *window;
  ScopeLookBackPage *page = present_page (session, &window);

  app_test_wait_until (scope_session_get_influence (session) != NULL, 60);
  app_test_wait_until (!scope_session_get_busy (session), 60);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeForecast) forecast =
          scope_forecast_new (scope_session_get_network (session), feed, 0, NULL, NULL, &error);

      g_assert_no_error (error);
      scope_session_set_forecast (session, forecast);
      app_test_draw (GTK_WIDGET (page));
    }
  app_test_wait_until (scope_session_get_influence (session) != NULL, 60);
  app_test_wait_until (!scope_session_get_busy (session), 60);
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (page), "t−5 still counts"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

int
main (int argc, char **argv)
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/look-back-page/empty", test_empty);
  g_test_add_func ("/look-back-page/sample", test_sample);
  g_test_add_func ("/look-back-page/choose", test_choose);
  g_test_add_func ("/look-back-page/again", test_again);

  return g_test_run ();
}
