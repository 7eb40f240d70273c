/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The same as bench-heatmap in a window, on whatever display there is: how long each of GTK's frames takes, from the layout to the
 * picture that is handed to the renderer, while the picture of a model's first recurrent layer is zoomed and panned.
 *
 *     bench-gate-view MODEL [WIDTH HEIGHT]
 */

#include "scope-gate-view.h"
#include "scope-loader.h"

#include "app-test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_FRAMES 200

typedef struct
{
  gboolean done;
  ScopeLoaded *loaded;
  ScopeUnitData *data;
  GError *error;
} Answer;

typedef struct
{
  double start;
  double cpu_start;
  guint n;
  double wall[N_FRAMES];
  double cpu[N_FRAMES];
} Frames;

static double
get_ms (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->loaded = scope_loader_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
data_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->data = scope_unit_data_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
before_cb (GdkFrameClock *clock, gpointer user_data)
{
  Frames *frames = user_data;

  frames->start = get_ms (CLOCK_MONOTONIC);
  frames->cpu_start = get_ms (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_cb (GdkFrameClock *clock, gpointer user_data)
{
  Frames *frames = user_data;

  if (frames->n >= N_FRAMES)
    return;
  frames->wall[frames->n] = get_ms (CLOCK_MONOTONIC) - frames->start;
  frames->cpu[frames->n++] = get_ms (CLOCK_THREAD_CPUTIME_ID) - frames->cpu_start;
}

static int
compare (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static void
report (const char *what, Frames *frames)
{
  int p99 = (int) ceil (0.99 * frames->n) - 1;

  qsort (frames->wall, frames->n, sizeof (double), compare);
  qsort (frames->cpu, frames->n, sizeof (double), compare);
  printf ("%-18s %3u frames: median %6.2f, 99 %% %6.2f ms; of the processor %6.2f, %6.2f ms\n",
          what, frames->n, frames->wall[frames->n / 2], frames->wall[p99],
          frames->cpu[frames->n / 2], frames->cpu[p99]);
  frames->n = 0;
}

static void
frame (ScopePlot *view, Frames *frames)
{
  guint n = frames->n;

  app_test_wait_until (frames->n > n || frames->n >= N_FRAMES, 10);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ScopeSession) session = scope_session_new ();
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  Answer answer = { FALSE };
  ScopeLoadedModel *model;
  ScopePlotClass *klass;
  ScopePlot *view;
  Frames frames = { 0 };
  GtkWidget *window;
  GdkFrameClock *clock;

  if (argc < 2)
    {
      fprintf (stderr, "bench-gate-view MODEL [WIDTH HEIGHT]\n");
      return 2;
    }
  {
    char *arguments[] = { argv[0], NULL };
    char **rest = arguments;
    int n = 1;

    app_test_init (&n, &rest);
  }
  g_ptr_array_add (files, g_file_new_for_commandline_arg (argv[1]));
  scope_loader_load_async (files, NULL, NULL, NULL, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 60);
  g_assert_no_error (answer.error);
  model = g_ptr_array_index (answer.loaded->models, 0);
  scope_session_set_model (session, model->model, model->file, model->network,
                           model->network_error);
  answer.done = FALSE;
  scope_unit_data_load_async (scope_session_get_model (session),
                              scope_session_get_gates_layer (session), NULL, data_cb, &answer);
  scope_test_wait (&answer.done, 120);
  g_assert_no_error (answer.error);

  view = g_object_new (SCOPE_TYPE_GATE_VIEW, NULL);
  klass = SCOPE_PLOT_GET_CLASS (view);
  scope_gate_view_set_session (SCOPE_GATE_VIEW (view), session);
  scope_gate_view_set_data (SCOPE_GATE_VIEW (view), answer.data);
  app_test_wait_until (scope_gate_view_get_extent (SCOPE_GATE_VIEW (view)) > 0, 60);
  window = app_test_present (GTK_WIDGET (view), argc > 3 ? atoi (argv[2]) : 1900,
                             argc > 3 ? atoi (argv[3]) : 1060);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), &frames);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), &frames);
  printf ("%d × %d\n", gtk_widget_get_width (GTK_WIDGET (view)),
          gtk_widget_get_height (GTK_WIDGET (view)));

  for (guint i = 0; i < N_FRAMES; i++)
    {
      klass->zoom_at (view, i < N_FRAMES / 2 ? 1.04 : 1 / 1.04, 600, 300);
      gtk_widget_queue_draw (GTK_WIDGET (view));
      frame (view, &frames);
    }
  report ("zoom in and out", &frames);
  klass->zoom_at (view, 1.1, 600, 300);
  for (guint i = 0; i < N_FRAMES; i++)
    {
      klass->pan (view, i / 20 % 2 == 0 ? -3 : 3, i / 10 % 2 == 0 ? -2 : 2);
      gtk_widget_queue_draw (GTK_WIDGET (view));
      frame (view, &frames);
    }
  report ("pan, 90 % seen", &frames);
  klass->zoom_at (view, 4, 600, 300);
  for (guint i = 0; i < N_FRAMES; i++)
    {
      klass->pan (view, i / 50 % 2 == 0 ? -9 : 9, i / 25 % 2 == 0 ? -5 : 5);
      gtk_widget_queue_draw (GTK_WIDGET (view));
      frame (view, &frames);
    }
  report ("pan, 1 / 4 seen", &frames);
  for (guint i = 0; i < N_FRAMES; i++)
    {
      klass->move (view, i % 60 < 50 ? SCOPE_MOVE_RIGHT : SCOPE_MOVE_PAGE_DOWN);
      scope_plot_queue_overlay (view);
      frame (view, &frames);
    }
  report ("keys", &frames);

  gtk_window_destroy (GTK_WINDOW (window));
  scope_unit_data_unref (answer.data);
  scope_loaded_free (answer.loaded);
  return 0;
}
