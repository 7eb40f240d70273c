/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gates-test.h"

#include "app-test.h"
#include "scope-gate-view.h"
#include "scope-gates-page.h"
#include "scope-unit-table.h"

#include <string.h>

void
gates_test_set_up (GatesTest *fixture, const char *model, const char *table, const char *recipe)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->session = app_test_open (model, table, recipe, NULL);
  fixture->page = g_object_new (SCOPE_TYPE_GATES_PAGE, NULL);
  scope_page_set_session (SCOPE_PAGE (fixture->page), fixture->session);
  fixture->inspector = scope_page_get_inspector (SCOPE_PAGE (fixture->page));
  gtk_widget_set_hexpand (fixture->page, TRUE);
  gtk_box_append (GTK_BOX (box), fixture->page);
  if (fixture->inspector != NULL)
    gtk_box_append (GTK_BOX (box), fixture->inspector);
  fixture->window = app_test_present (box, 1100, 800);
  fixture->view = SCOPE_PLOT (app_test_find (fixture->page, SCOPE_TYPE_GATE_VIEW));
  fixture->table = app_test_find (fixture->page, SCOPE_TYPE_UNIT_TABLE);
  if (fixture->inspector != NULL)
    app_test_wait_until (scope_gate_view_get_extent (SCOPE_GATE_VIEW (fixture->view)) > 0, 10);
  app_test_draw (fixture->page);
}

void
gates_test_tear_down (GatesTest *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->session);
}

gboolean
gates_test_move (GatesTest *fixture, ScopeMove direction)
{
  return SCOPE_PLOT_GET_CLASS (fixture->view)->move (fixture->view, direction);
}

void
gates_test_choose (GatesTest *fixture)
{
  SCOPE_PLOT_GET_CLASS (fixture->view)->choose (fixture->view);
}

/* Moves the pointer over the picture until it is on a weight whose words begin so; FALSE where none does. */
gboolean
gates_test_point_at (GatesTest *fixture, const char *words)
{
  int width = gtk_widget_get_width (GTK_WIDGET (fixture->view));
  int height = gtk_widget_get_height (GTK_WIDGET (fixture->view));

  for (int y = 1; y < height; y += 3)
    for (int x = 1; x < width; x += 3)
      if (SCOPE_PLOT_GET_CLASS (fixture->view)->point (fixture->view, x, y))
        {
          g_autofree char *found =
              scope_gate_view_dup_cursor_words (SCOPE_GATE_VIEW (fixture->view));

          if (g_str_has_prefix (found, words))
            return TRUE;
        }
  return FALSE;
}

/* The weight as Keras stores it: a column block for each gate in the order i, f, c, o (K@3 lstm.py, build()). */
float
gates_test_stored_weight (GatesTest *fixture, const char *role, guint row, guint gate, guint unit)
{
  ScopeLayer *layer = scope_session_get_layer_object (fixture->session);
  ScopeArray *array = scope_layer_get_array (layer, role);
  guint units = scope_layer_get_units (layer);

  return scope_array_get_data (array)[(row * 4 + gate) * units + unit];
}

gboolean
gates_test_is_shown (GtkWidget *root, const char *text)
{
  GtkWidget *label = app_test_find_label (root, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

GtkWidget *
gates_test_find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root) && gtk_button_get_label (GTK_BUTTON (root)) != NULL
      && strcmp (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gates_test_find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The other views of a layer have widgets of the same types, which are not shown. */
GtkWidget *
gates_test_find_mapped (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gates_test_find_mapped (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* By what assistive technologies call it. */
GtkWidget *
gates_test_find_by_name (GtkWidget *root, GType type, const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    {
      g_autofree char *difference = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

      if (difference == NULL)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gates_test_find_by_name (child, type, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}
