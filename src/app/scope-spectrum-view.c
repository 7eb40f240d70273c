/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-spectrum-view.h"

#include "scope-format.h"
#include "scope-spectrum-chart.h"
#include "scope-step-entry.h"
#include "scope-unit-words.h"
#include "scope-value-table.h"
#include "scope-view-frame.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* A row's id says which gate's eigenvalue it is. */
#define GATE_SHIFT 24

struct _ScopeSpectrumView
{
  AdwBin parent_instance;

  ScopeViewFrame *frame;
  ScopeSpectrumChart *chart;
  ScopeValueTable *table;

  ScopeSession *session;
  ScopeGates *gates;  /* whose spectra are computed, or shown */
  GPtrArray *spectra; /* ScopeSpectrum, of all gates; as many as there are so far */
  GCancellable *job;
};

G_DEFINE_FINAL_TYPE (ScopeSpectrumView, scope_spectrum_view, ADW_TYPE_BIN)

static double
get_step_seconds (ScopeSpectrumView *self)
{
  return scope_unit_words_get_step_seconds (self->session);
}

static void
stop_job (ScopeSpectrumView *self)
{
  if (self->job == NULL)
    return;
  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
}

enum
{
  COLUMN_GATE,
  COLUMN_REAL,
  COLUMN_IMAGINARY,
  COLUMN_MODULUS,
  COLUMN_PERIOD,
  COLUMN_PERIOD_TIME,
  COLUMN_DECAY,
  COLUMN_DECAY_TIME,
  N_COLUMNS
};

static void
set_columns (ScopeSpectrumView *self)
{
  gboolean timed = get_step_seconds (self) > 0;
  const ScopeValueColumn columns[N_COLUMNS] = {
    { _ ("Gate"), "gate", NULL, TRUE, FALSE },
    { _ ("Real"), "real", _ ("Real part of the eigenvalue; no unit."), FALSE, FALSE },
    { _ ("Imaginary"), "imaginary",
      _ ("Imaginary part; of a pair, which is one row here, both signs."), FALSE, FALSE },
    { _ ("Modulus"), "modulus",
      _ ("Distance from zero: under 1 what the units say fades, above 1 it grows."), FALSE, FALSE },
    { _ ("Period, steps"), "period_steps",
      _ ("2π over the angle: after so many steps a pair is back where it was. A negative number "
         "has 2 steps, a positive one no period."),
      FALSE, FALSE },
    { _ ("Period"), "period_seconds", _ ("The same on the clock."), FALSE, !timed },
    { _ ("Fading, steps"), "decay_steps",
      _ ("−1/ln modulus: after so many steps 37 % are left; negative: it grows to 272 %."), FALSE,
      FALSE },
    { _ ("Fading"), "decay_seconds", _ ("The same on the clock."), FALSE, !timed },
  };

  scope_value_table_set_columns (self->table, columns, N_COLUMNS);
}

static void
set_time (ScopeValueRow *row, guint column, double steps, double step_seconds)
{
  g_autofree char *text = isfinite (steps) && step_seconds > 0
                              ? scope_format_duration (fabs (steps) * step_seconds)
                              : NULL;
  g_autofree char *grows = text != NULL && steps < 0 ? g_strconcat ("−", text, NULL) : NULL;

  scope_value_row_set_number (row, column, steps * step_seconds, grows != NULL ? grows : text);
}

/* Steps span orders of magnitude: each with its own digits. */
static void
set_steps (ScopeValueRow *row, guint column, double steps)
{
  g_autofree char *text = scope_format_number (steps, 3);

  scope_value_row_set_number (row, column, steps, text);
}

static ScopeValueRow *
create_row (ScopeSpectrumView *self, ScopeSpectrum *spectrum, guint index)
{
  const ScopeEigenvalue *value = &scope_spectrum_get_values (spectrum)[index];
  guint gate = scope_spectrum_get_gate (spectrum);
  double seconds = get_step_seconds (self);
  ScopeValueRow *row = scope_value_row_new (gate << GATE_SHIFT | index, N_COLUMNS);
  g_autofree char *name = scope_words_dup_gate (self->gates, gate);
  g_autofree char *pair = NULL;

  if (!scope_eigenvalue_is_complex (value))
    pair = g_strdup ("0");
  else
    {
      g_autofree char *size = scope_format_fixed (fabs (value->imaginary), 3);

      pair = g_strdup_printf ("± %s", size);
    }
  scope_value_row_set_text (row, COLUMN_GATE, name);
  scope_value_row_set_number (row, COLUMN_REAL, value->real, NULL);
  scope_value_row_set_number (row, COLUMN_IMAGINARY, value->imaginary, pair);
  scope_value_row_set_number (row, COLUMN_MODULUS, value->modulus, NULL);
  set_steps (row, COLUMN_PERIOD, value->period);
  set_time (row, COLUMN_PERIOD_TIME, value->period, seconds);
  set_steps (row, COLUMN_DECAY, value->decay);
  set_time (row, COLUMN_DECAY_TIME, value->decay, seconds);
  return row;
}

/* Those of the session's gate, or all. */
static GPtrArray *
find_shown (ScopeSpectrumView *self)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_spectrum_unref);
  int gate = scope_session_get_gate (self->session);

  for (guint i = 0; i < self->spectra->len; i++)
    {
      ScopeSpectrum *spectrum = g_ptr_array_index (self->spectra, i);

      if (gate < 0 || (guint) gate == scope_spectrum_get_gate (spectrum))
        g_ptr_array_add (shown, scope_spectrum_ref (spectrum));
    }
  return shown;
}

/* The gate with the largest radius has the word. */
static char *
dup_sentence (ScopeSpectrumView *self, GPtrArray *shown)
{
  ScopeSpectrum *widest = NULL;
  g_autofree char *text = NULL;
  g_autofree char *gate = NULL;

  for (guint i = 0; i < shown->len; i++)
    {
      ScopeSpectrum *spectrum = g_ptr_array_index (shown, i);

      if (widest == NULL
          || scope_spectrum_get_radius (spectrum) > scope_spectrum_get_radius (widest))
        widest = spectrum;
    }
  if (widest == NULL)
    return NULL;
  text = scope_spectrum_dup_text (widest, get_step_seconds (self) / 3600);
  gate = scope_words_dup_gate (self->gates, scope_spectrum_get_gate (widest));
  if (shown->len == 1)
    return g_steal_pointer (&text);
  /* Translators: the gate with the largest spectral radius, and sentences about it */
  return g_strdup_printf (_ ("Widest is %s. %s"), gate, text);
}

static void
show (ScopeSpectrumView *self)
{
  g_autoptr (GPtrArray) shown = find_shown (self);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *sentence = dup_sentence (self, shown);

  for (guint i = 0; i < shown->len; i++)
    {
      ScopeSpectrum *spectrum = g_ptr_array_index (shown, i);

      /* A pair is one row, that of the one above the axis. */
      for (guint v = 0; v < scope_spectrum_get_n_values (spectrum); v++)
        if (scope_spectrum_get_values (spectrum)[v].imaginary >= 0)
          g_ptr_array_add (rows, create_row (self, spectrum, v));
    }
  set_columns (self);
  scope_value_table_set_rows (self->table, rows);
  scope_spectrum_chart_set (self->chart, self->gates, shown, get_step_seconds (self));
  scope_view_frame_set_sentence (self->frame, sentence);
  scope_view_frame_show_content (self->frame);
}

/* All gates at once: each takes long where there are many units. */
typedef struct
{
  ScopeSpectrumView *view;
  GCancellable *job;
} Loading;

static void
say_progress (ScopeSpectrumView *self)
{
  guint n = scope_gates_get_n_gates (self->gates);
  g_autofree char *doing = NULL;

  if (self->spectra->len == 0)
    doing = g_strdup_printf (
        ngettext ("Finding the eigenvalues of %u gate", "Finding the eigenvalues of %u gates", n),
        n);
  else
    doing = g_strdup_printf (_ ("Finding the eigenvalues: %u of %u gates are done"),
                             self->spectra->len, n);
  scope_view_frame_show_busy (self->frame, doing);
}

static int
compare_gates (gconstpointer a, gconstpointer b)
{
  guint one = scope_spectrum_get_gate (*(ScopeSpectrum *const *) a);
  guint other = scope_spectrum_get_gate (*(ScopeSpectrum *const *) b);

  return one < other ? -1 : one > other;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr (ScopeSpectrumView) self = loading->view;
  g_autoptr (GCancellable) job = loading->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSpectrum) spectrum = scope_spectrum_load_finish (result, &error);

  if (self->session != NULL)
    scope_session_end_job (self->session, job);
  /* Another layer has been asked for in the meantime. */
  if (self->job != job)
    return;
  if (spectrum == NULL)
    {
      stop_job (self);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        scope_view_frame_show_message (self->frame, error->message, NULL);
      return;
    }
  g_ptr_array_add (self->spectra, g_steal_pointer (&spectrum));
  if (self->spectra->len < scope_gates_get_n_gates (self->gates))
    {
      say_progress (self);
      return;
    }
  g_clear_object (&self->job);
  g_ptr_array_sort (self->spectra, compare_gates);
  show (self);
}

static void
start (ScopeSpectrumView *self)
{
  ScopeGates *gates = scope_session_get_gates (self->session);

  if (gates == NULL)
    return;
  stop_job (self);
  scope_gates_ref (gates);
  g_clear_pointer (&self->gates, scope_gates_unref);
  self->gates = gates;
  g_ptr_array_set_size (self->spectra, 0);
  scope_view_frame_set_sentence (self->frame, NULL);
  say_progress (self);
  self->job = g_cancellable_new ();
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    {
      Loading *loading = g_new (Loading, 1);

      *loading = (Loading){ g_object_ref (self), g_object_ref (self->job) };
      scope_session_begin_job (self->session, self->job);
      scope_spectrum_load_async (gates, gate, self->job, loaded_cb, loading);
    }
}

static void
follow_layer (ScopeSpectrumView *self)
{
  const char *layer = scope_session_get_gates_layer (self->session);
  g_autofree char *title = NULL;

  if (scope_session_get_gates (self->session) == self->gates && self->gates != NULL)
    return;
  stop_job (self);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_ptr_array_set_size (self->spectra, 0);
  scope_spectrum_chart_set (self->chart, NULL, NULL, 0);
  if (layer == NULL)
    return;
  /* Translators: %s is a layer's name */
  title = g_strdup_printf (scope_gates_get_n_gates (scope_session_get_gates (self->session)) > 1
                               ? _ ("Eigenvalues of U of %s, by gate")
                               : _ ("Eigenvalues of U of %s"),
                           layer);
  scope_view_frame_set_title (self->frame, title);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start (self);
}

/* A long search is only begun where it is looked at. */
static void
scope_spectrum_view_map (GtkWidget *widget)
{
  ScopeSpectrumView *self = SCOPE_SPECTRUM_VIEW (widget);

  GTK_WIDGET_CLASS (scope_spectrum_view_parent_class)->map (widget);
  if (self->session != NULL && self->gates == NULL)
    start (self);
}

static gboolean
is_complete (ScopeSpectrumView *self)
{
  return self->gates != NULL && self->spectra->len == scope_gates_get_n_gates (self->gates);
}

static void
follow_choice (ScopeSpectrumView *self)
{
  if (is_complete (self))
    show (self);
}

static void
cancelled_cb (ScopeSpectrumView *self)
{
  stop_job (self);
  scope_view_frame_show_message (self->frame, _ ("The eigenvalues have not been found yet."),
                                 _ ("Find Eigenvalues"));
}

static void
point_chosen_cb (ScopeSpectrumView *self, guint gate, guint value)
{
  for (guint i = 0; i < self->spectra->len; i++)
    {
      ScopeSpectrum *spectrum = g_ptr_array_index (self->spectra, i);

      /* Of a pair the table has the one above the axis, which comes first. */
      if (scope_spectrum_get_gate (spectrum) == gate && value > 0
          && scope_spectrum_get_values (spectrum)[value].imaginary < 0)
        value--;
    }
  scope_value_table_select (self->table, TRUE, gate << GATE_SHIFT | value);
  scope_spectrum_chart_select (self->chart, (int) gate, value);
}

static void
row_chosen_cb (ScopeSpectrumView *self, guint id)
{
  scope_spectrum_chart_select (self->chart, (int) (id >> GATE_SHIFT),
                               id & ((1u << GATE_SHIFT) - 1));
}

/* In words, for who goes by keys. */
static void
update_reading (ScopeSpectrumView *self)
{
  ScopePlot *plot = SCOPE_PLOT (self->chart);
  g_autofree char *words = SCOPE_PLOT_GET_CLASS (plot)->describe (plot);

  scope_view_frame_set_reading (self->frame, words);
}

static void
scope_spectrum_view_dispose (GObject *object)
{
  ScopeSpectrumView *self = SCOPE_SPECTRUM_VIEW (object);

  stop_job (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->gates, scope_gates_unref);

  G_OBJECT_CLASS (scope_spectrum_view_parent_class)->dispose (object);
}

static void
scope_spectrum_view_finalize (GObject *object)
{
  g_ptr_array_unref (SCOPE_SPECTRUM_VIEW (object)->spectra);

  G_OBJECT_CLASS (scope_spectrum_view_parent_class)->finalize (object);
}

static void
scope_spectrum_view_class_init (ScopeSpectrumViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_spectrum_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = scope_spectrum_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = scope_spectrum_view_map;
}

static void
scope_spectrum_view_init (ScopeSpectrumView *self)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);

  self->spectra = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_spectrum_unref);
  self->frame = SCOPE_VIEW_FRAME (scope_view_frame_new (
      _ ("U is what the units say to each other from one step to the next. If nothing else acted, "
         "what they say would be multiplied by U once a step, and its eigenvalues would say what "
         "becomes of it: one inside the circle fades, one outside grows, one away from the real "
         "axis turns, and comes round after its period.\n\n"
         "The network is not that simple: activations bound what grows, and the gates open and "
         "shut. So this tells which rhythms the weights favour, not what the network does in a "
         "given hour.\n\n"
         "All planes have one scale. A point is an eigenvalue; those away from the real axis come "
         "in pairs, which are one row of the table.")));
  self->chart = g_object_new (SCOPE_TYPE_SPECTRUM_CHART, NULL);
  self->table = SCOPE_VALUE_TABLE (scope_value_table_new ());
  scope_value_table_set_words (self->table, _ ("Eigenvalues of U"), "eigenvalues");
  gtk_widget_set_size_request (GTK_WIDGET (self->table), -1, 100);
  gtk_widget_set_margin_top (GTK_WIDGET (self->table), 6);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (self->chart));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->table));
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  scope_view_frame_set_content (self->frame, paned);
  scope_value_table_attach (self->table, SCOPE_PLOT (self->chart), GTK_WIDGET (self->frame));
  scope_view_frame_add_menu (self->frame, scope_plot_create_menu_button (SCOPE_PLOT (self->chart)));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->frame));
  g_signal_connect_swapped (self->frame, "cancelled", G_CALLBACK (cancelled_cb), self);
  g_signal_connect_swapped (self->frame, "next", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->chart, "cursor-moved", G_CALLBACK (update_reading), self);
  g_signal_connect_swapped (self->chart, "chosen", G_CALLBACK (point_chosen_cb), self);
  g_signal_connect_swapped (self->table, "chosen", G_CALLBACK (row_chosen_cb), self);
}

void
scope_spectrum_view_set_session (ScopeSpectrumView *self, ScopeSession *session)
{
  GtkWidget *entry;

  g_return_if_fail (SCOPE_IS_SPECTRUM_VIEW (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  entry = scope_step_entry_new (session);
  scope_view_frame_add_tool (self->frame, entry);
  g_signal_connect_object (session, "notify::model", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::layer", G_CALLBACK (follow_layer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::gate", G_CALLBACK (follow_choice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (follow_choice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::typed-step", G_CALLBACK (follow_choice), self,
                           G_CONNECT_SWAPPED);
  follow_layer (self);
}
