/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-progress.h"

typedef struct
{
  GThread *main_thread;
  guint n_notified;
  gboolean done;
} Seen;

static void
fraction_changed_cb (ScopeProgress *progress, GParamSpec *pspec, gpointer data)
{
  Seen *seen = data;

  g_assert_true (g_thread_self () == seen->main_thread);
  seen->n_notified++;
  seen->done = scope_progress_get_fraction (progress) >= 1;
}

static gpointer
work (gpointer data)
{
  for (guint i = 1; i <= 100000; i++)
    scope_progress_report (data, i, 100000);
  return NULL;
}

/* Whatever the worker's pace, the main loop hears of it seldom, on its own thread, and of the end. */
static void
test_thread (void)
{
  g_autoptr (ScopeProgress) progress = scope_progress_new ();
  Seen seen = { .main_thread = g_thread_self () };
  GThread *thread;

  g_assert_cmpfloat (scope_progress_get_fraction (progress), <, 0);
  g_signal_connect (progress, "notify::fraction", G_CALLBACK (fraction_changed_cb), &seen);
  thread = g_thread_new ("work", work, progress);
  scope_test_wait (&seen.done, 30);
  g_thread_join (thread);

  g_assert_cmpuint (scope_progress_get_done (progress), ==, 100000);
  g_assert_cmpuint (scope_progress_get_total (progress), ==, 100000);
  g_assert_cmpuint (seen.n_notified, >=, 1);
  g_assert_cmpuint (seen.n_notified, <, 10000);
}

static void
test_unknown_total (void)
{
  g_autoptr (ScopeProgress) progress = scope_progress_new ();

  scope_progress_report (progress, 5, 0);
  g_assert_cmpfloat (scope_progress_get_fraction (progress), <, 0);
  scope_progress_report (progress, 5, 20);
  scope_assert_close (scope_progress_get_fraction (progress), 0.25, 0);
  scope_progress_report (NULL, 1, 2);
}

static void
test_rate (void)
{
  g_autoptr (ScopeProgress) progress = scope_progress_new ();
  gint64 start = g_get_monotonic_time ();
  double rate;
  double slowest;

  scope_progress_report (progress, 100, 1000);
  g_usleep (20000);
  scope_progress_report (progress, 300, 1000);
  rate = scope_progress_get_rate (progress);
  slowest = 200.0 * G_USEC_PER_SEC / (double) (g_get_monotonic_time () - start);

  /* 200 in at least 20 ms and at most what has passed here. */
  g_assert_cmpfloat (rate, <=, 10000);
  g_assert_cmpfloat (rate, >=, slowest);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/progress/thread", test_thread);
  g_test_add_func ("/progress/unknown-total", test_unknown_total);
  g_test_add_func ("/progress/rate", test_rate);
  return g_test_run ();
}
