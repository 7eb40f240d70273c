/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-export.h"

#include "app-test.h"
#include "scope-unit-filter.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gboolean done;
  ScopeUnitData *data;
  GError *error;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->data = scope_unit_data_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static ScopeUnitData *
load (ScopeSession *session)
{
  Answer answer = { FALSE };

  scope_unit_data_load_async (scope_session_get_model (session),
                              scope_session_get_gates_layer (session), NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_no_error (answer.error);
  return answer.data;
}

static GListStore *
create_rows (ScopeUnitData *data)
{
  GListStore *rows = g_list_store_new (SCOPE_TYPE_UNIT_ROW);

  for (guint i = 0; i < scope_unit_stats_get_n_units (scope_unit_data_get_stats (data)); i++)
    {
      g_autoptr (ScopeUnitRow) row = scope_unit_row_new (i, data);

      g_list_store_append (rows, row);
    }
  return rows;
}

/* The words of the manual page for `stats --units` and `stats`; the numbers of the file. */
static void
test_csv (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("keras3/gates-keras3.keras", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  g_autoptr (GListStore) rows = create_rows (data);
  ScopeGates *gates = scope_session_get_gates (session);
  ScopeArray *kernel = scope_layer_get_array (scope_session_get_layer_object (session), "kernel");
  g_autofree char *units =
      scope_unit_export_dup_csv (G_LIST_MODEL (rows), gates, -1, SCOPE_MATRIX_W);
  g_autofree char *stats =
      scope_unit_export_dup_csv (G_LIST_MODEL (rows), gates, 1, SCOPE_MATRIX_W);
  g_auto (GStrv) lines = g_strsplit (units, "\n", -1);
  g_auto (GStrv) stat_lines = g_strsplit (stats, "\n", -1);

  g_assert_cmpstr (lines[0], ==,
                   "unit,w_norm,u_in_norm,u_out_norm,head_norm,forget_bias,memory_steps,flags");
  g_assert_cmpstr (stat_lines[0], ==,
                   "unit,gate,matrix,n,mean,sd,min,q25,median,q75,max,l1,l2,near_zero,kurtosis");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 + 1);
  g_assert_cmpuint (g_strv_length (stat_lines), ==, 1 + 4 + 1);
  for (guint unit = 0; unit < 4; unit++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[1 + unit], ",", -1);
      g_auto (GStrv) of_gate = g_strsplit (stat_lines[1 + unit], ",", -1);
      double square = 0, sum = 0;

      /* (3 features, 4 gates × 4 units). */
      for (guint feature = 0; feature < 3; feature++)
        for (guint gate = 0; gate < 4; gate++)
          {
            double weight = scope_array_get_data (kernel)[(feature * 4 + gate) * 4 + unit];

            square += weight * weight;
            sum += gate == 1 ? weight : 0;
          }
      g_assert_cmpuint (g_strv_length (fields), ==, 8);
      g_assert_cmpuint (g_ascii_strtoull (fields[0], NULL, 10), ==, unit);
      /* Sums of twelve squares in double precision, in another order. */
      scope_assert_close (g_ascii_strtod (fields[1], NULL), sqrt (square), 1e-12);
      g_assert_cmpuint (g_strv_length (of_gate), ==, 15);
      g_assert_cmpstr (of_gate[1], ==, "f");
      g_assert_cmpstr (of_gate[2], ==, "W");
      g_assert_cmpstr (of_gate[3], ==, "3");
      scope_assert_close (g_ascii_strtod (of_gate[4], NULL), sum / 3, 1e-12);
    }
}

static guint
count_matches (ScopeUnitFilter *filter, GListStore *rows)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (ScopeUnitRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      n += gtk_filter_match (GTK_FILTER (filter), row);
    }
  return n;
}

/* A number finds its unit, a word the remarks; choices count what they show. */
static void
test_filter (void)
{
  g_autoptr (ScopeSession) session = app_test_open ("pairs/models/newark-autumn.h5", NULL);
  g_autoptr (ScopeUnitData) data = load (session);
  g_autoptr (GListStore) rows = create_rows (data);
  g_autoptr (ScopeUnitFilter) filter = scope_unit_filter_new ();
  g_autoptr (GArray) flags = NULL;
  g_autoptr (GtkStringList) choices = scope_unit_filter_list_choices (data, &flags);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows));

  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (count_matches (filter, rows), ==, n);
  scope_unit_filter_set_text (filter, " 2 ");
  g_assert_cmpuint (count_matches (filter, rows), ==, 1);
  scope_unit_filter_set_text (filter, "no unit is called so");
  g_assert_cmpuint (count_matches (filter, rows), ==, 0);
  scope_unit_filter_set_text (filter, NULL);
  g_assert_cmpuint (count_matches (filter, rows), ==, n);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (choices)), ==, flags->len);
  g_assert_cmpuint (g_array_index (flags, guint, 0), ==, 0);
  for (guint i = 1; i < flags->len; i++)
    {
      const char *text = gtk_string_list_get_string (choices, i);

      scope_unit_filter_set_flags (filter, (ScopeUnitFlags) g_array_index (flags, guint, i));
      g_assert_cmpuint (count_matches (filter, rows), ==,
                        g_ascii_strtoull (strrchr (text, ' ') + 1, NULL, 10));
    }
}

int
main (int argc, char *argv[])
{
  app_test_init_displayless (&argc, &argv);
  g_test_add_func ("/unit-export/csv", test_csv);
  g_test_add_func ("/unit-export/filter", test_filter);
  return g_test_run ();
}
