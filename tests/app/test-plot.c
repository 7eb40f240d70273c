/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-plot.h"

#include "app-test.h"
#include "scope-export.h"

#include <string.h>

/* A plot of three columns that counts how often it is painted. */
#define TEST_TYPE_PLOT (test_plot_get_type ())
G_DECLARE_FINAL_TYPE (TestPlot, test_plot, TEST, PLOT, ScopePlot)

struct _TestPlot
{
  ScopePlot parent_instance;

  int n_layouts;
  int n_paints;
  int n_overlays;
  int column;
  int chosen;
  int opened;
  ScopePalette palette;
};

G_DEFINE_FINAL_TYPE (TestPlot, test_plot, SCOPE_TYPE_PLOT)

static void
test_plot_lay_out (ScopePlot *plot, const ScopeStyle *style, double width, double height)
{
  TEST_PLOT (plot)->n_layouts++;
}

static void
test_plot_paint (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width, double height)
{
  TEST_PLOT (plot)->n_paints++;
  TEST_PLOT (plot)->palette = *scope_style_get_palette (style);
  scope_color_set_source (&TEST_PLOT (plot)->palette.foreground, cr);
  cairo_rectangle (cr, 0, 0, width / 2, height);
  cairo_fill (cr);
}

static void
test_plot_paint_overlay (ScopePlot *plot, const ScopeStyle *style, cairo_t *cr, double width,
                         double height)
{
  TEST_PLOT (plot)->n_overlays++;
}

static gboolean
test_plot_point (ScopePlot *plot, double x, double y)
{
  TEST_PLOT (plot)->column = (int) (3 * x / gtk_widget_get_width (GTK_WIDGET (plot)));
  return TRUE;
}

static gboolean
test_plot_move (ScopePlot *plot, ScopeMove move)
{
  TestPlot *self = TEST_PLOT (plot);
  int column = self->column + (move == SCOPE_MOVE_RIGHT) - (move == SCOPE_MOVE_LEFT);

  if (column < 0 || column > 2)
    return FALSE;
  self->column = column;
  return TRUE;
}

static void
test_plot_leave (ScopePlot *plot)
{
  TEST_PLOT (plot)->column = -1;
}

static void
test_plot_choose (ScopePlot *plot)
{
  TEST_PLOT (plot)->chosen = TEST_PLOT (plot)->column;
}

static char *
test_plot_describe (ScopePlot *plot)
{
  return TEST_PLOT (plot)->column >= 0 ? g_strdup_printf ("column %d", TEST_PLOT (plot)->column)
                                       : NULL;
}

static char *
test_plot_summarize (ScopePlot *plot)
{
  return g_strdup ("Three columns");
}

static char *
test_plot_dup_csv (ScopePlot *plot)
{
  return g_strdup ("column,value\n0,1.5\n");
}

static void
test_plot_class_init (TestPlotClass *klass)
{
  ScopePlotClass *plot_class = SCOPE_PLOT_CLASS (klass);

  plot_class->lay_out = test_plot_lay_out;
  plot_class->paint = test_plot_paint;
  plot_class->paint_overlay = test_plot_paint_overlay;
  plot_class->point = test_plot_point;
  plot_class->move = test_plot_move;
  plot_class->leave = test_plot_leave;
  plot_class->choose = test_plot_choose;
  plot_class->describe = test_plot_describe;
  plot_class->summarize = test_plot_summarize;
  plot_class->dup_csv = test_plot_dup_csv;
}

static void
test_plot_init (TestPlot *self)
{
  self->column = self->chosen = self->opened = -1;
}

static TestPlot *
create_plot (void)
{
  return g_object_new (TEST_TYPE_PLOT, "label", "A test", "hexpand", TRUE, "vexpand", TRUE, NULL);
}

/* A moving cursor draws the overlay and leaves the picture. */
static void
test_cache (void)
{
  TestPlot *plot = create_plot ();
  GtkWidget *window = app_test_present (GTK_WIDGET (plot), 400, 300);
  int n_paints = plot->n_paints;
  int n_overlays = plot->n_overlays;

  g_assert_cmpint (n_paints, >=, 1);
  for (int i = 0; i < 20; i++)
    {
      scope_plot_queue_overlay (SCOPE_PLOT (plot));
      app_test_draw (GTK_WIDGET (plot));
    }
  g_assert_cmpint (plot->n_paints, ==, n_paints);
  g_assert_cmpint (plot->n_overlays, >=, n_overlays + 20);

  scope_plot_queue_paint (SCOPE_PLOT (plot));
  app_test_draw (GTK_WIDGET (plot));
  g_assert_cmpint (plot->n_paints, ==, n_paints + 1);
  g_assert_cmpint (plot->n_layouts, ==, plot->n_paints);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Light and dark have their own palettes, and the change is drawn at once. */
static void
test_style (void)
{
  TestPlot *plot = create_plot ();
  GtkWidget *window;
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  window = app_test_present (GTK_WIDGET (plot), 400, 300);
  g_assert_false (plot->palette.is_dark);
  g_assert_cmpfloat (scope_color_contrast (&plot->palette.foreground, &plot->palette.background),
                     >=, 7);
  g_assert_cmpfloat (plot->palette.foreground.alpha, ==, 1);

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  app_test_draw (GTK_WIDGET (plot));
  g_assert_true (plot->palette.is_dark);
  g_assert_cmpfloat (scope_color_contrast (&plot->palette.foreground, &plot->palette.background),
                     >=, 7);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Names and words for those who do not see the picture. */
static void
test_words (void)
{
  TestPlot *plot = create_plot ();
  GtkWidget *window = app_test_present (GTK_WIDGET (plot), 400, 300);

  gtk_test_accessible_assert_role (plot, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_LABEL, "A test");
  plot->column = 1;
  scope_plot_queue_overlay (SCOPE_PLOT (plot));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "column 1. Three columns");
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (plot)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The bytes are of their format; the layout on screen is made anew afterwards. */
static void
test_export (void)
{
  TestPlot *plot = create_plot ();
  GtkWidget *window = app_test_present (GTK_WIDGET (plot), 400, 300);
  int n_paints = plot->n_paints;
  static const struct
  {
    ScopeExportFormat format;
    const char *start;
  } cases[] = {
    { SCOPE_EXPORT_PNG, "\x89PNG" },
    { SCOPE_EXPORT_SVG, "<?xml" },
    { SCOPE_EXPORT_PDF, "%PDF" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
          scope_plot_export (SCOPE_PLOT (plot), (int) cases[i].format, &error);

      g_assert_no_error (error);
      g_assert_cmpint (
          memcmp (g_bytes_get_data (bytes, NULL), cases[i].start, strlen (cases[i].start)), ==, 0);
      g_assert_false (plot->palette.is_dark);
    }
  app_test_draw (GTK_WIDGET (plot));
  g_assert_cmpint (plot->n_layouts, ==, plot->n_paints);
  g_assert_cmpint (plot->n_paints, ==, n_paints + 3 + 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Its menu names only what there is to export; the button's actions are the plot's. */
static void
test_menu (void)
{
  TestPlot *plot = create_plot ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = scope_plot_create_menu_button (SCOPE_PLOT (plot));
  GtkWidget *window;
  GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  g_autoptr (GMenuModel) section =
      g_menu_model_get_item_link (menu, g_menu_model_get_n_items (menu) - 1, G_MENU_LINK_SECTION);

  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (plot));
  window = app_test_present (box, 400, 300);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==, 3);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Export: A test");
  g_assert_true (gtk_widget_activate_action (button, "plot.copy", NULL));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/plot/cache", test_cache);
  g_test_add_func ("/plot/style", test_style);
  g_test_add_func ("/plot/words", test_words);
  g_test_add_func ("/plot/export", test_export);
  g_test_add_func ("/plot/menu", test_menu);
  return g_test_run ();
}
