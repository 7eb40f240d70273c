/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gates-page.h"

#include "app-test.h"
#include "gates-test.h"
#include "scope-color-bar.h"
#include "scope-format.h"
#include "scope-gate-view.h"
#include "scope-gate-words.h"
#include "scope-matrix-table.h"
#include "scope-unit-bars.h"
#include "scope-unit-inspector.h"
#include "scope-unit-row.h"
#include "scope-unit-table.h"
#include "scope-weight-row.h"

#include <math.h>
#include <string.h>

/* What the pointer is on is what the file has there, by the name of its feature; a click selects its unit. */
static void
test_point (void)
{
  GatesTest fixture;
  g_autofree char *value = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *words = NULL;

  gates_test_set_up (&fixture, "pairs/models/months.keras", "pairs/tables/rain-by-month.csv",
                     "pairs/months.json");
  /* months.json's second feature */
  {
    g_auto (GStrv) names = scope_session_dup_input_names (fixture.session);
    g_autofree char *prefix = g_strdup_printf ("W, forget f: %s to unit 3", names[1]);

    g_assert_cmpstr (names[1], !=, "feature 1");
    g_assert_true (gates_test_point_at (&fixture, prefix));
    value = scope_format_signed (gates_test_stored_weight (&fixture, "kernel", 1, 1, 3), 3);
    expected = g_strdup_printf ("%s: %s", prefix, value);
  }
  words = scope_gate_view_dup_cursor_words (SCOPE_GATE_VIEW (fixture.view));
  g_assert_cmpstr (words, ==, expected);
  g_assert_cmpfloat (scope_gate_view_get_cursor_weight (SCOPE_GATE_VIEW (fixture.view)), ==,
                     gates_test_stored_weight (&fixture, "kernel", 1, 1, 3));
  g_assert_nonnull (app_test_find_label (fixture.page, expected));

  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, -1);
  gates_test_choose (&fixture);
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, 3);
  g_assert_true (gates_test_is_shown (fixture.inspector, "Unit 3"));

  /* A heading says what its gate does; a click shows that gate alone, another one all of them. */
  {
    ScopeGates *gates = scope_session_get_gates (fixture.session);

    g_assert_true (gates_test_point_at (&fixture, scope_gate_words_get_sentence (gates, 1)));
    gates_test_choose (&fixture);
    g_assert_cmpint (scope_session_get_gate (fixture.session), ==, 1);
    app_test_draw (fixture.page);
    g_assert_false (gates_test_point_at (&fixture, "W, input i"));
    g_assert_true (gates_test_point_at (&fixture, scope_gate_words_get_sentence (gates, 1)));
    gates_test_choose (&fixture);
    g_assert_cmpint (scope_session_get_gate (fixture.session), ==, -1);
  }
  gates_test_tear_down (&fixture);
}

/* By keys alone: through the matrices and gates, Enter, Escape. */
static void
test_keys (void)
{
  GatesTest fixture;
  g_autofree char *corner = NULL;
  g_autofree char *last = NULL;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (fixture.view)));
  g_assert_true (
      gates_test_move (&fixture, SCOPE_MOVE_DOWN)); /* shows the cursor in the first place */
  corner = scope_gate_view_dup_cursor_words (SCOPE_GATE_VIEW (fixture.view));
  g_assert_true (g_str_has_prefix (corner, "W, input i: feature 0 to unit 0: "));
  g_assert_false (gates_test_move (&fixture, SCOPE_MOVE_LEFT));
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_ROW_END));
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_RIGHT));
  g_assert_cmpfloat (scope_gate_view_get_cursor_weight (SCOPE_GATE_VIEW (fixture.view)), ==,
                     gates_test_stored_weight (&fixture, "kernel", 0, 1, 0));
  /* Three features, then U: unit 0 to unit 2 of the forget gate. */
  for (guint i = 0; i < 3; i++)
    g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_DOWN));
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_RIGHT));
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_RIGHT));
  g_assert_cmpfloat (scope_gate_view_get_cursor_weight (SCOPE_GATE_VIEW (fixture.view)), ==,
                     gates_test_stored_weight (&fixture, "recurrent_kernel", 0, 1, 2));
  gates_test_choose (&fixture);
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, 2);
  g_assert_true (gates_test_move (&fixture, SCOPE_MOVE_END));
  last = scope_gate_view_dup_cursor_words (SCOPE_GATE_VIEW (fixture.view));
  g_assert_true (g_str_has_prefix (last, "b, output o: unit 3: "));

  /* Escape: unit, gate, matrix, and then it is not the page's. */
  scope_session_set_gate (fixture.session, 0);
  scope_session_set_matrix (fixture.session, SCOPE_MATRIX_U);
  g_assert_true (scope_page_go_back (SCOPE_PAGE (fixture.page)));
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, -1);
  g_assert_true (scope_page_go_back (SCOPE_PAGE (fixture.page)));
  g_assert_cmpint (scope_session_get_gate (fixture.session), ==, -1);
  g_assert_true (scope_page_go_back (SCOPE_PAGE (fixture.page)));
  g_assert_cmpint (scope_session_get_matrix (fixture.session), ==, -1);
  g_assert_false (scope_page_go_back (SCOPE_PAGE (fixture.page)));
  gates_test_tear_down (&fixture);
}

/* Waits for what is told to those who do not see the picture. */
static gboolean
describes (ScopePlot *plot, const char *text)
{
  g_autofree char *difference = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);

  return difference == NULL;
}

static void
test_accessible (void)
{
  GatesTest fixture;
  g_autofree char *weight = NULL;
  g_autofree char *description = NULL;
  g_autofree char *summary = NULL;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture.view), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture.view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Weights of lstm_1 by gate");
  summary = SCOPE_PLOT_GET_CLASS (fixture.view)->summarize (fixture.view);
  g_assert_true (g_str_has_prefix (summary, "Gates: 4, features: 3, units: 4. Largest weight: "));
  app_test_wait_until (describes (fixture.view, summary), 5);

  gates_test_move (&fixture, SCOPE_MOVE_DOWN);
  scope_plot_queue_overlay (fixture.view);
  weight = scope_gate_view_dup_cursor_words (SCOPE_GATE_VIEW (fixture.view));
  description = g_strdup_printf ("%s. %s", weight, summary);
  app_test_wait_until (describes (fixture.view, description), 5);

  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (app_test_find (fixture.table, GTK_TYPE_COLUMN_VIEW)),
      GTK_ACCESSIBLE_PROPERTY_LABEL, "Units of the layer");
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (gates_test_find_mapped (fixture.page, SCOPE_TYPE_COLOR_BAR)),
      GTK_ACCESSIBLE_PROPERTY_LABEL, "Colour scale and distribution");
  gates_test_tear_down (&fixture);
}

/* All sizes lie within the scale or are told to lie beyond; zero is its middle. */
static void
test_scale (void)
{
  GatesTest fixture;
  GtkWidget *bar;
  const ScopeGateRange shared = { SCOPE_RANGE_SHARED, 1, 1 };
  const ScopeGateRange most = { SCOPE_RANGE_PERCENTILE, 0.9, 1 };
  double largest = 0, largest_w = 0;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 sum = 0;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  for (guint gate = 0; gate < 4; gate++)
    for (guint unit = 0; unit < 4; unit++)
      {
        for (guint row = 0; row < 4; row++)
          largest =
              MAX (largest,
                   fabs (gates_test_stored_weight (&fixture, "recurrent_kernel", row, gate, unit)));
        for (guint row = 0; row < 3; row++)
          largest_w = MAX (largest_w,
                           fabs (gates_test_stored_weight (&fixture, "kernel", row, gate, unit)));
        largest = MAX (largest, fabs (gates_test_stored_weight (&fixture, "bias", 0, gate, unit)));
      }
  largest = MAX (largest, largest_w);

  scope_gate_view_set_range (SCOPE_GATE_VIEW (fixture.view), &shared);
  g_assert_cmpfloat (scope_gate_view_get_extent (SCOPE_GATE_VIEW (fixture.view)), ==, largest);
  scope_session_set_matrix (fixture.session, SCOPE_MATRIX_W);
  g_assert_cmpfloat (scope_gate_view_get_extent (SCOPE_GATE_VIEW (fixture.view)), ==, largest_w);
  scope_session_set_matrix (fixture.session, -1);
  scope_gate_view_set_range (SCOPE_GATE_VIEW (fixture.view), &most);
  g_assert_cmpfloat (scope_gate_view_get_extent (SCOPE_GATE_VIEW (fixture.view)), <, largest);

  /* 4·(3·4 + 4² + 4) weights. */
  bar = gates_test_find_mapped (fixture.page, SCOPE_TYPE_COLOR_BAR);
  csv = SCOPE_PLOT_GET_CLASS (bar)->dup_csv (SCOPE_PLOT (bar));
  lines = g_strsplit (csv, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    sum += g_ascii_strtoull (strrchr (lines[i], ',') + 1, NULL, 10);
  g_assert_cmpuint (sum, ==, 128);
  gates_test_tear_down (&fixture);
}

/* Exported numbers are those of the file, of what is shown. */
static void
test_export (void)
{
  GatesTest fixture;
  g_autofree char *all = NULL;
  g_autofree char *biases = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (ScopeArray) array = NULL;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  all = SCOPE_PLOT_GET_CLASS (fixture.view)->dup_csv (fixture.view);
  lines = g_strsplit (all, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 128 + 1);
  g_assert_cmpstr (lines[0], ==, "matrix,gate,from,unit,weight");
  g_assert_true (g_str_has_prefix (lines[1], "W,i,\"feature 0\",0,"));
  g_assert_null (SCOPE_PLOT_GET_CLASS (fixture.view)->dup_array (fixture.view));

  scope_session_set_matrix (fixture.session, SCOPE_MATRIX_B);
  scope_session_set_gate (fixture.session, 1);
  biases = SCOPE_PLOT_GET_CLASS (fixture.view)->dup_csv (fixture.view);
  g_clear_pointer (&lines, g_strfreev);
  lines = g_strsplit (biases, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 + 1);
  g_assert_true (g_str_has_prefix (lines[3], "b,f,,2,"));
  g_assert_cmpfloat ((float) g_ascii_strtod (strrchr (lines[3], ',') + 1, NULL), ==,
                     gates_test_stored_weight (&fixture, "bias", 0, 1, 2));
  array = SCOPE_PLOT_GET_CLASS (fixture.view)->dup_array (fixture.view);
  g_assert_cmpuint (scope_array_get_n_dims (array), ==, 3);
  g_assert_cmpfloat (scope_array_get_data (array)[2], ==,
                     gates_test_stored_weight (&fixture, "bias", 0, 1, 2));
  gates_test_tear_down (&fixture);
}

static ScopeUnitRow *
get_row (GatesTest *fixture, guint position)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (app_test_find (fixture->table, GTK_TYPE_COLUMN_VIEW));
  g_autoptr (ScopeUnitRow) row =
      g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);

  return row;
}

static guint
count_columns (GtkWidget *root)
{
  GListModel *columns =
      gtk_column_view_get_columns (GTK_COLUMN_VIEW (app_test_find (root, GTK_TYPE_COLUMN_VIEW)));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n += gtk_column_view_column_get_visible (column);
    }
  return n;
}

/* The table: a row for each unit, sorted as it is told, the session's unit selected in it and by it. */
static void
test_table (void)
{
  GatesTest fixture;
  GtkSingleSelection *selection;
  ScopeUnitRow *row;
  double last = INFINITY;

  gates_test_set_up (&fixture, "pairs/models/newark-june.keras",
                     "pairs/tables/newark-2013-june.csv", "pairs/newark-june.json");
  selection = GTK_SINGLE_SELECTION (gtk_column_view_get_model (
      GTK_COLUMN_VIEW (app_test_find (fixture.table, GTK_TYPE_COLUMN_VIEW))));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 5);
  /* unit, six numbers, memory on the clock as the recipe's step is known, remarks */
  g_assert_cmpuint (count_columns (fixture.table), ==, 9);

  scope_unit_table_sort (SCOPE_UNIT_TABLE (fixture.table), SCOPE_UNIT_MEMORY_STEPS);
  for (guint i = 0; i < 5; i++)
    {
      double memory;

      row = get_row (&fixture, i);
      memory = scope_unit_row_get (row, SCOPE_UNIT_MEMORY_STEPS);
      g_assert_cmpfloat (memory, <=, last);
      /* −1/ln σ(b), by hand. */
      g_assert_cmpfloat_with_epsilon (
          memory,
          1
              / log1p (exp (-(double) gates_test_stored_weight (&fixture, "bias", 0, 1,
                                                                scope_unit_row_get_unit (row)))),
          1e-9 * memory);
      last = memory;
    }

  scope_session_set_unit (fixture.session, 2);
  row = gtk_single_selection_get_selected_item (selection);
  g_assert_cmpuint (scope_unit_row_get_unit (row), ==, 2);
  gtk_single_selection_set_selected (selection, 0);
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==,
                   (int) scope_unit_row_get_unit (get_row (&fixture, 0)));
  scope_session_set_unit (fixture.session, -1);
  g_assert_null (gtk_single_selection_get_selected_item (selection));

  /* What the browser selects is what the table describes: unit and twelve numbers. */
  scope_session_set_matrix (fixture.session, SCOPE_MATRIX_U);
  scope_session_set_gate (fixture.session, 2);
  g_assert_cmpuint (count_columns (fixture.table), ==, 13);
  row = get_row (&fixture, 0);
  {
    guint unit = scope_unit_row_get_unit (row);
    double sum = 0;

    for (guint from = 0; from < 5; from++)
      sum += gates_test_stored_weight (&fixture, "recurrent_kernel", from, 2, unit);
    /* A mean of five float32 in double precision. */
    g_assert_cmpfloat_with_epsilon (
        scope_unit_row_get_stat (row, 2, SCOPE_MATRIX_U, SCOPE_STAT_MEAN), sum / 5, 1e-12);
  }
  scope_session_set_gate (fixture.session, -1);
  g_assert_cmpuint (count_columns (fixture.table), ==, 9);
  gates_test_tear_down (&fixture);
}

/* Without a unit the next step and what the gates do; with one, everything that it is made of. */
static void
test_inspector (void)
{
  GatesTest fixture;
  g_autofree char *bias = NULL;
  g_autofree char *inputs = NULL;
  GtkWidget *bars, *button;
  int first;

  gates_test_set_up (&fixture, "pairs/models/newark-june.keras",
                     "pairs/tables/newark-2013-june.csv", "pairs/newark-june.json");
  g_assert_true (gates_test_is_shown (fixture.inspector, "No unit is selected"));
  g_assert_true (gates_test_is_shown (fixture.inspector, "iₜ = σ(W xₜ + U hₜ₋₁ + b)"));
  g_assert_true (gates_test_is_shown (fixture.inspector, "candidate c̃"));

  button = gates_test_find_button (fixture.inspector, "Show Longest Memory");
  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
  first = scope_session_get_unit (fixture.session);
  g_assert_cmpint (first, >=, 0);
  app_test_draw (fixture.page);

  bias = scope_format_signed (gates_test_stored_weight (&fixture, "bias", 0, 1, (guint) first), 3);
  g_assert_true (gates_test_is_shown (fixture.inspector, bias));
  g_assert_true (gates_test_is_shown (fixture.inspector, "Read by dense"));
  bars = app_test_find (fixture.inspector, SCOPE_TYPE_UNIT_BARS);
  inputs = SCOPE_PLOT_GET_CLASS (bars)->dup_csv (SCOPE_PLOT (bars));
  g_assert_true (g_str_has_prefix (inputs, "name,i,f,c̃,o\n\"temp\","));
  g_assert_cmpfloat ((float) g_ascii_strtod (strchr (strchr (inputs, '\n'), ',') + 1, NULL), ==,
                     gates_test_stored_weight (&fixture, "kernel", 0, 0, (guint) first));

  /* A unit that drives this one is a button that leads to it. */
  button = app_test_find (app_test_find (fixture.inspector, GTK_TYPE_FLOW_BOX), GTK_TYPE_BUTTON);
  {
    GtkWidget *number = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button)));
    int unit = (int) g_ascii_strtoll (gtk_label_get_text (GTK_LABEL (number)), NULL, 10);
    double most = -1;
    int strongest = -1;

    /* The one whose weights over all gates are longest. */
    for (int from = 0; from < 5; from++)
      {
        double square = 0;

        for (guint gate = 0; gate < 4; gate++)
          {
            double weight = gates_test_stored_weight (&fixture, "recurrent_kernel", (guint) from,
                                                      gate, (guint) first);

            square += weight * weight;
          }
        if (square > most)
          {
            most = square;
            strongest = from;
          }
      }
    g_assert_cmpint (unit, ==, strongest);
    g_signal_emit_by_name (button, "clicked");
    g_assert_cmpint (scope_session_get_unit (fixture.session), ==, unit);
  }
  gates_test_tear_down (&fixture);
}

/* The numbers of the picture as a table, a row for what leads to a unit. */
static void
test_numbers (void)
{
  GatesTest fixture;
  GtkWidget *numbers, *toggle;
  GListModel *list;

  gates_test_set_up (&fixture, "keras3/gates-keras3.keras", NULL, NULL);
  numbers = app_test_find (fixture.page, SCOPE_TYPE_MATRIX_TABLE);
  g_assert_false (gtk_widget_get_mapped (numbers));
  toggle = gates_test_find_by_name (fixture.page, GTK_TYPE_TOGGLE_BUTTON,
                                    "Numbers instead of the picture");
  g_assert_nonnull (toggle);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  app_test_wait_until (gtk_widget_get_mapped (numbers), 5);
  app_test_draw (numbers);
  list = G_LIST_MODEL (
      gtk_column_view_get_model (GTK_COLUMN_VIEW (app_test_find (numbers, GTK_TYPE_COLUMN_VIEW))));
  /* (3 + 4 + 1) rows to each of 4 units */
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 32);
  g_assert_cmpuint (count_columns (numbers), ==, 7);
  {
    g_autofree char *weight =
        scope_format_number (gates_test_stored_weight (&fixture, "kernel", 2, 3, 1), 4);

    g_assert_nonnull (app_test_find_label (numbers, weight));
  }
  scope_session_set_matrix (fixture.session, SCOPE_MATRIX_U);
  scope_session_set_gate (fixture.session, 3);
  list = G_LIST_MODEL (
      gtk_column_view_get_model (GTK_COLUMN_VIEW (app_test_find (numbers, GTK_TYPE_COLUMN_VIEW))));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 16);
  g_assert_cmpuint (count_columns (numbers), ==, 4);
  /* From unit 0 to unit 1 is the fifth. */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (list), 4);
  g_assert_cmpint (scope_session_get_unit (fixture.session), ==, 1);

  /* By the weights of the output gate: they rise, and the session's unit is found where it stands now. */
  {
    GtkColumnView *view = GTK_COLUMN_VIEW (app_test_find (numbers, GTK_TYPE_COLUMN_VIEW));
    g_autoptr (GtkColumnViewColumn) column =
        g_list_model_get_item (gtk_column_view_get_columns (view), 3 + 3);
    float last = -INFINITY;

    gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
    app_test_wait_until (gtk_sort_list_model_get_pending (GTK_SORT_LIST_MODEL (
                             gtk_single_selection_get_model (GTK_SINGLE_SELECTION (list))))
                             == 0,
                         10);
    for (guint i = 0; i < 16; i++)
      {
        g_autoptr (ScopeWeightRow) row = g_list_model_get_item (list, i);
        float weight =
            gates_test_stored_weight (&fixture, "recurrent_kernel", scope_weight_row_get_row (row),
                                      3, scope_weight_row_get_unit (row));

        g_assert_cmpfloat (weight, >=, last);
        last = weight;
      }
    for (guint unit = 0; unit < 4; unit++)
      {
        ScopeWeightRow *selected;

        scope_session_set_unit (fixture.session, (int) unit);
        selected = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (list));
        g_assert_cmpuint (scope_weight_row_get_unit (selected), ==, unit);
        g_assert_cmpint (scope_session_get_unit (fixture.session), ==, (int) unit);
      }
  }
  gates_test_tear_down (&fixture);
}

/* A layer without gates: whose are shown is said, and the way to them is a button. */
static void
test_other_layers (void)
{
  GatesTest fixture;
  GtkWidget *button;

  gates_test_set_up (&fixture, "keras3/stacked-keras3.keras", NULL, NULL);
  g_assert_cmpstr (scope_session_get_layer (fixture.session), ==, "first");
  g_assert_false (gates_test_is_shown (fixture.page, "has no gates"));
  scope_session_set_layer (fixture.session, "third");
  app_test_wait_until (scope_gate_view_get_extent (SCOPE_GATE_VIEW (fixture.view)) > 0, 10);
  scope_session_set_layer (fixture.session, "wide");
  app_test_draw (fixture.page);
  g_assert_true (
      gates_test_is_shown (fixture.page, "wide has no gates. Shown are those of third."));
  button = gates_test_find_button (fixture.page, "Select first");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (scope_session_get_layer (fixture.session), ==, "first");
  app_test_wait_until (scope_gate_view_get_extent (SCOPE_GATE_VIEW (fixture.view)) > 0, 10);
  app_test_draw (fixture.page);
  g_assert_false (gates_test_is_shown (fixture.page, "has no gates"));
  gates_test_tear_down (&fixture);
}

/* Every kind of cell has its page: nothing of an LSTM is asked of a GRU. */
static void
test_cells (void)
{
  static const struct
  {
    const char *model;
    const char *equation;
    guint columns; /* without a recipe: unit, norms, [head], [forget bias, memory], remarks */
  } cases[] = {
    { "layers/keras3/gru-after-keras3.keras", "h̃ₜ = tanh(W xₜ + b + rₜ ∘ (U hₜ₋₁ + b′))", 6 },
    { "layers/keras3/gru-before-keras3.keras", "h̃ₜ = tanh(W xₜ + U (rₜ ∘ hₜ₋₁) + b)", 6 },
    { "layers/keras3/rnn-plain-keras3.keras", "hₜ = tanh(W xₜ + U hₜ₋₁ + b)", 6 },
    { "layers/keras3/both-lstm-keras3.keras", "fₜ = σ(W xₜ + U hₜ₋₁ + b)", 8 },
    { "keras3/no-bias-keras3.keras", "fₜ = σ(W xₜ + U hₜ₋₁)", 8 },
    { "layers/keras2/cudnn-lstm-keras2.h5", "fₜ = σ(W xₜ + U hₜ₋₁ + b)", 8 },
    { "layers/keras3/one-unit-keras3.keras", "fₜ = σ(W xₜ + U hₜ₋₁ + b)", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GatesTest fixture;
      guint n;

      g_test_message ("%s", cases[i].model);
      gates_test_set_up (&fixture, cases[i].model, NULL, NULL);
      g_assert_true (gates_test_is_shown (fixture.inspector, cases[i].equation));
      g_assert_cmpuint (count_columns (fixture.table), ==, cases[i].columns);
      n = scope_gates_get_n_units (scope_session_get_gates (fixture.session));
      for (guint unit = 0; unit < n; unit++)
        {
          scope_session_set_unit (fixture.session, (int) unit);
          app_test_draw (fixture.page);
        }
      for (int gate = -1;
           gate < (int) scope_gates_get_n_gates (scope_session_get_gates (fixture.session)); gate++)
        for (int matrix = -1; matrix < SCOPE_N_MATRICES; matrix++)
          {
            g_autoptr (GBytes) picture = NULL;
            g_autoptr (GError) error = NULL;

            scope_session_set_gate (fixture.session, gate);
            scope_session_set_matrix (fixture.session, matrix);
            app_test_draw (fixture.page);
            picture = scope_plot_export (fixture.view, 0, &error);
            g_assert_no_error (error);
          }
      gates_test_tear_down (&fixture);
    }
}

static void
test_empty (void)
{
  GatesTest fixture;

  gates_test_set_up (&fixture, "keras3/twelve-keras3.keras", NULL, NULL);
  g_assert_null (fixture.inspector);
  g_assert_true (gates_test_is_shown (fixture.page, "This model has no gates"));
  g_assert_nonnull (gates_test_find_button (fixture.page, "Show Layers"));
  scope_session_set_model (fixture.session, NULL, NULL, NULL, NULL);
  app_test_draw (fixture.page);
  g_assert_true (gates_test_is_shown (fixture.page, "No model is open"));
  gates_test_tear_down (&fixture);
}

/* Nothing is kept alive by what is under way. */
static void
test_release (void)
{
  ScopeSession *session = app_test_open ("keras3/gates-keras3.keras", NULL);
  GtkWidget *page = g_object_ref_sink (g_object_new (SCOPE_TYPE_GATES_PAGE, NULL));

  scope_page_set_session (SCOPE_PAGE (page), session);
  app_test_wait_until (!scope_session_get_busy (session), 10);
  g_assert_finalize_object (page);
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/gates-page/point", test_point);
  g_test_add_func ("/gates-page/keys", test_keys);
  g_test_add_func ("/gates-page/accessible", test_accessible);
  g_test_add_func ("/gates-page/scale", test_scale);
  g_test_add_func ("/gates-page/export", test_export);
  g_test_add_func ("/gates-page/table", test_table);
  g_test_add_func ("/gates-page/inspector", test_inspector);
  g_test_add_func ("/gates-page/numbers", test_numbers);
  g_test_add_func ("/gates-page/other-layers", test_other_layers);
  g_test_add_func ("/gates-page/cells", test_cells);
  g_test_add_func ("/gates-page/empty", test_empty);
  g_test_add_func ("/gates-page/release", test_release);
  return g_test_run ();
}
