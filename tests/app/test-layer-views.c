/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-layer-views.h"

#include "app-test.h"
#include "scope-compare-chart.h"
#include "scope-compare-view.h"
#include "scope-distribution-chart.h"
#include "scope-export.h"
#include "scope-format.h"
#include "scope-spectrum-chart.h"
#include "scope-spectrum-view.h"
#include "scope-step-entry.h"
#include "scope-training-view.h"
#include "scope-value-table.h"
#include "scope-view-frame.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ScopeSession *session;
  GtkWidget *window;
  ScopeLayerViews *views;
} Fixture;

static void
set_up (Fixture *fixture, const char *model)
{
  fixture->session = app_test_open (model, NULL);
  fixture->views = g_object_new (SCOPE_TYPE_LAYER_VIEWS, NULL);
  scope_layer_views_set_session (fixture->views, fixture->session);
  fixture->window = app_test_present (GTK_WIDGET (fixture->views), 900, 700);
}

static void
tear_down (Fixture *fixture)
{
  app_test_wait_until (!scope_session_get_busy (fixture->session), 30);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->session);
}

/* Shows a view and waits for what it computes. */
static GtkWidget *
show (Fixture *fixture, const char *name, GType type, const char *state)
{
  GtkWidget *view = app_test_find (GTK_WIDGET (fixture->views), type);
  ScopeViewFrame *frame = SCOPE_VIEW_FRAME (app_test_find (view, SCOPE_TYPE_VIEW_FRAME));

  scope_layer_views_show (fixture->views, name);
  app_test_wait_until (g_str_equal (scope_view_frame_get_state (frame), state), 60);
  app_test_draw (view);
  g_assert_true (gtk_widget_get_mapped (view));
  return view;
}

static gboolean
says (GtkWidget *root, const char *text)
{
  GtkWidget *label = app_test_find_label (root, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

static char *
dup_csv (GtkWidget *view, GType type)
{
  ScopePlot *plot = SCOPE_PLOT (app_test_find (view, type));

  return SCOPE_PLOT_GET_CLASS (plot)->dup_csv (plot);
}

/* The first view is what stands below; the others take its place. */
static void
test_switch (void)
{
  Fixture fixture;
  gboolean shown;

  set_up (&fixture, "keras3/gates-keras3.keras");
  g_object_get (fixture.views, "shows-weights", &shown, NULL);
  g_assert_true (shown);
  g_assert_cmpstr (scope_layer_views_get_shown (fixture.views), ==, "weights");
  show (&fixture, "spectrum", SCOPE_TYPE_SPECTRUM_VIEW, "content");
  g_object_get (fixture.views, "shows-weights", &shown, NULL);
  g_assert_false (shown);
  scope_layer_views_show (fixture.views, "weights");
  g_object_get (fixture.views, "shows-weights", &shown, NULL);
  g_assert_true (shown);
  tear_down (&fixture);
}

/* The eigenvalues of a matrix add up to its trace, and complex ones come in pairs. */
static void
test_spectrum (void)
{
  static const char letters[] = "ifco";
  Fixture fixture;
  GtkWidget *view;
  ScopeValueTable *table;
  ScopeArray *recurrent;
  double real[4] = { 0 }, imaginary[4] = { 0 };
  g_autofree char *csv = NULL;
  g_autofree char *one = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_below = 0;

  set_up (&fixture, "keras3/gates-keras3.keras");
  view = show (&fixture, "spectrum", SCOPE_TYPE_SPECTRUM_VIEW, "content");
  recurrent =
      scope_layer_get_array (scope_session_get_layer_object (fixture.session), "recurrent_kernel");
  csv = dup_csv (view, SCOPE_TYPE_SPECTRUM_CHART);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 * 4 + 1);
  for (guint i = 1; i <= 16; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
      guint gate = (guint) (strchr (letters, fields[0][0]) - letters);

      real[gate] += g_ascii_strtod (fields[1], NULL);
      imaginary[gate] += g_ascii_strtod (fields[2], NULL);
      n_below += g_ascii_strtod (fields[2], NULL) < 0;
    }
  for (guint gate = 0; gate < 4; gate++)
    {
      double trace = 0;

      for (guint unit = 0; unit < 4; unit++)
        trace += scope_array_get_data (recurrent)[(unit * 4 + gate) * 4 + unit];
      /* Eigenvalues of a 4 × 4 matrix in double precision. */
      g_assert_cmpfloat_with_epsilon (real[gate], trace, 1e-12);
      g_assert_cmpfloat_with_epsilon (imaginary[gate], 0, 1e-12);
    }
  /* A pair is one row. */
  table = SCOPE_VALUE_TABLE (app_test_find (view, SCOPE_TYPE_VALUE_TABLE));
  g_assert_cmpuint (scope_value_table_get_n_rows (table), ==, 16 - n_below);

  /* The session's gate alone. */
  scope_session_set_gate (fixture.session, 2);
  g_clear_pointer (&lines, g_strfreev);
  one = dup_csv (view, SCOPE_TYPE_SPECTRUM_CHART);
  lines = g_strsplit (one, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 + 1);
  g_assert_true (g_str_has_prefix (lines[1], "c,"));
  tear_down (&fixture);
}

/* Keys go from eigenvalue to eigenvalue and say what each means; Enter chooses its row. */
static void
test_spectrum_keys (void)
{
  Fixture fixture;
  GtkWidget *view;
  ScopePlot *chart;
  ScopePlotClass *klass;
  g_autofree char *first = NULL;
  g_autofree char *next = NULL;

  set_up (&fixture, "keras3/gates-keras3.keras");
  view = show (&fixture, "spectrum", SCOPE_TYPE_SPECTRUM_VIEW, "content");
  chart = SCOPE_PLOT (app_test_find (view, SCOPE_TYPE_SPECTRUM_CHART));
  klass = SCOPE_PLOT_GET_CLASS (chart);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (chart)));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Eigenvalues of U by gate");
  g_assert_true (klass->move (chart, SCOPE_MOVE_RIGHT));
  first = klass->describe (chart);
  g_assert_true (g_str_has_prefix (first, "input i: "));
  g_assert_true (klass->move (chart, SCOPE_MOVE_DOWN));
  next = klass->describe (chart);
  g_assert_true (g_str_has_prefix (next, "forget f: "));
  g_assert_false (klass->move (chart, SCOPE_MOVE_ROW_START));
  klass->choose (chart);
  klass->leave (chart);
  g_assert_null (klass->describe (chart));
  tear_down (&fixture);
}

/* How long a step is: typed, and then all times stand on the clock. */
static void
test_step (void)
{
  Fixture fixture;
  GtkWidget *view, *entry, *text;
  ScopePlot *chart;
  g_autofree char *words = NULL;

  set_up (&fixture, "keras3/gates-keras3.keras");
  view = show (&fixture, "spectrum", SCOPE_TYPE_SPECTRUM_VIEW, "content");
  entry = app_test_find (view, SCOPE_TYPE_STEP_ENTRY);
  text = app_test_find (entry, GTK_TYPE_ENTRY);
  g_assert_true (gtk_widget_get_mapped (text));
  scope_session_set_typed_step (fixture.session, 0);
  gtk_editable_set_text (GTK_EDITABLE (text), "six");
  g_signal_emit_by_name (text, "activate");
  g_assert_cmpfloat (scope_session_get_typed_step (fixture.session), ==, 0);
  g_assert_true (gtk_widget_has_css_class (text, "error"));
  gtk_editable_set_text (GTK_EDITABLE (text), "6");
  g_signal_emit_by_name (text, "activate");
  g_assert_cmpfloat (scope_session_get_typed_step (fixture.session), ==, 6 * 3600);

  chart = SCOPE_PLOT (app_test_find (view, SCOPE_TYPE_SPECTRUM_CHART));
  SCOPE_PLOT_GET_CLASS (chart)->move (chart, SCOPE_MOVE_RIGHT);
  words = SCOPE_PLOT_GET_CLASS (chart)->describe (chart);
  g_assert_nonnull (strstr (words, "steps ("));
  tear_down (&fixture);
}

/* What Keras drew and nobody trained is told as untrained; every weight is counted. */
static void
test_training (void)
{
  Fixture fixture;
  GtkWidget *view;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 sum = 0, n = 0;
  ScopeGates *gates;

  set_up (&fixture, "insight/untrained-keras3.keras");
  view = show (&fixture, "training", SCOPE_TYPE_TRAINING_VIEW, "content");
  g_assert_true (says (view, "The forget biases are all still 1."));
  g_assert_true (says (view, "the layer looks untrained"));
  gates = scope_session_get_gates (fixture.session);
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      {
        ScopeMatrixView one = scope_gates_get_view (gates, gate, (ScopeMatrix) matrix);

        n += one.n_rows * one.n_columns;
      }
  csv = dup_csv (view, SCOPE_TYPE_DISTRIBUTION_CHART);
  lines = g_strsplit (csv, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      sum += g_ascii_strtoull (fields[4], NULL, 10);
    }
  g_assert_cmpuint (sum, ==, n);
  g_assert_cmpuint (scope_value_table_get_n_rows (
                        SCOPE_VALUE_TABLE (app_test_find (view, SCOPE_TYPE_VALUE_TABLE))),
                    ==, 3 * scope_gates_get_n_gates (gates));
  tear_down (&fixture);
}

static void
test_trained (void)
{
  Fixture fixture;
  GtkWidget *view;
  ScopePlot *chart;
  g_autofree char *words = NULL;

  set_up (&fixture, "pairs/models/newark-june.keras");
  view = show (&fixture, "training", SCOPE_TYPE_TRAINING_VIEW, "content");
  g_assert_true (says (view, "The forget biases moved from 1 to a median of "));
  g_assert_false (says (view, "untrained"));
  chart = SCOPE_PLOT (app_test_find (view, SCOPE_TYPE_DISTRIBUTION_CHART));
  SCOPE_PLOT_GET_CLASS (chart)->move (chart, SCOPE_MOVE_RIGHT);
  words = SCOPE_PLOT_GET_CLASS (chart)->describe (chart);
  g_assert_true (g_str_has_prefix (words, "W, input i, from "));
  g_assert_nonnull (strstr (words, "; the initialiser draws "));
  tear_down (&fixture);
}

/* Every picture as a file of each kind. */
static void
check_export (GtkWidget *view, GType type)
{
  static const struct
  {
    ScopeExportFormat format;
    const char *magic;
  } kinds[] = { { SCOPE_EXPORT_PNG, "\x89PNG" },
                { SCOPE_EXPORT_SVG, "<?xml" },
                { SCOPE_EXPORT_PDF, "%PDF" } };
  ScopePlot *plot = SCOPE_PLOT (app_test_find (view, type));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = scope_plot_export (plot, kinds[i].format, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), strlen (kinds[i].magic), kinds[i].magic,
                       strlen (kinds[i].magic));
    }
}

static void
test_export (void)
{
  Fixture fixture;
  GtkWidget *view;
  g_autoptr (ScopeSession) other = app_test_open ("pairs/models/newark-march.h5", NULL);

  set_up (&fixture, "pairs/models/newark-march.h5");
  view = show (&fixture, "spectrum", SCOPE_TYPE_SPECTRUM_VIEW, "content");
  check_export (view, SCOPE_TYPE_SPECTRUM_CHART);
  view = show (&fixture, "training", SCOPE_TYPE_TRAINING_VIEW, "content");
  check_export (view, SCOPE_TYPE_DISTRIBUTION_CHART);
  scope_session_set_other (fixture.session, scope_session_get_model (other), NULL);
  view = show (&fixture, "compare", SCOPE_TYPE_COMPARE_VIEW, "content");
  check_export (view, SCOPE_TYPE_COMPARE_CHART);
  tear_down (&fixture);
}

/* Without a second model the view leads to one; the same weights in another form of file are equal. */
static void
test_equal (void)
{
  Fixture fixture;
  GtkWidget *view;
  g_autoptr (ScopeSession) other = app_test_open ("keras1/gates-keras1.h5", NULL);

  set_up (&fixture, "keras3/gates-keras3.keras");
  view = show (&fixture, "compare", SCOPE_TYPE_COMPARE_VIEW, "message");
  g_assert_true (says (view, "Put a second model beside this one"));
  scope_layer_views_show (fixture.views, "weights");
  scope_session_set_other (fixture.session, scope_session_get_model (other), NULL);
  g_assert_cmpstr (scope_layer_views_get_shown (fixture.views), ==, "compare");
  show (&fixture, "compare", SCOPE_TYPE_COMPARE_VIEW, "content");
  g_assert_true (says (view, "are equal, to the last bit"));
  g_assert_cmpfloat (scope_compare_chart_get_largest_difference (
                         SCOPE_COMPARE_CHART (app_test_find (view, SCOPE_TYPE_COMPARE_CHART))),
                     ==, 0);
  tear_down (&fixture);
}

/* One gate: A, B and A − B beside each other, in numbers as in pictures; a weight's unit is one click away. */
static void
test_difference (void)
{
  Fixture fixture;
  GtkWidget *view;
  ScopePlot *chart;
  ScopeSession *other = app_test_open ("pairs/models/newark-march.h5", NULL);
  g_autofree char *csv = NULL;
  g_autofree char *words = NULL;
  g_auto (GStrv) lines = NULL;

  set_up (&fixture, "pairs/models/newark-march.h5");
  /* The same file twice, read apart. */
  scope_session_set_other (fixture.session, scope_session_get_model (other), NULL);
  view = show (&fixture, "compare", SCOPE_TYPE_COMPARE_VIEW, "content");
  scope_session_set_gate (fixture.session, 1);
  chart = SCOPE_PLOT (app_test_find (view, SCOPE_TYPE_COMPARE_CHART));
  csv = dup_csv (view, SCOPE_TYPE_COMPARE_CHART);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "matrix,gate,from,unit,a,b,difference");
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      g_assert_cmpstr (fields[1], ==, "f");
      g_assert_cmpstr (fields[4], ==, fields[5]);
      g_assert_cmpstr (fields[6], ==, "0");
    }
  SCOPE_PLOT_GET_CLASS (chart)->move (chart, SCOPE_MOVE_DOWN);
  words = SCOPE_PLOT_GET_CLASS (chart)->describe (chart);
  g_assert_true (g_str_has_prefix (words, "W, forget f: "));
  g_assert_nonnull (strstr (words, "A − B 0"));
  SCOPE_PLOT_GET_CLASS (chart)->choose (chart);
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, 0);
  tear_down (&fixture);
  g_object_unref (other);
}

/* What cannot be compared says why, with both numbers. */
static void
test_refused (void)
{
  Fixture fixture;
  GtkWidget *view;
  g_autoptr (ScopeSession) other = app_test_open ("pairs/models/newark-march.h5", NULL);

  set_up (&fixture, "keras3/gates-keras3.keras");
  scope_session_set_other (fixture.session, scope_session_get_model (other), NULL);
  view = show (&fixture, "compare", SCOPE_TYPE_COMPARE_VIEW, "message");
  g_assert_true (says (view, "4"));
  g_assert_false (says (view, "Put a second model beside this one"));
  /* Another model takes the second one away. */
  scope_session_set_model (fixture.session, NULL, NULL, NULL, NULL);
  g_assert_null (scope_session_get_other (fixture.session));
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("gatescope-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  app_test_init (&argc, &argv);
  g_test_add_func ("/layer-views/switch", test_switch);
  g_test_add_func ("/layer-views/spectrum", test_spectrum);
  g_test_add_func ("/layer-views/spectrum-keys", test_spectrum_keys);
  g_test_add_func ("/layer-views/training", test_training);
  g_test_add_func ("/layer-views/trained", test_trained);
  g_test_add_func ("/layer-views/export", test_export);
  g_test_add_func ("/layer-views/equal", test_equal);
  g_test_add_func ("/layer-views/difference", test_difference);
  g_test_add_func ("/layer-views/refused", test_refused);
  g_test_add_func ("/layer-views/step", test_step);
  return g_test_run ();
}
