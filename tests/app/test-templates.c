/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"
#include "scope-browser.h"
#include "scope-gates-page.h"
#include "scope-layer-panel.h"
#include "scope-look-back-page.h"
#include "scope-model-page.h"
#include "scope-run-page.h"
#include "scope-welcome-page.h"

/* Every templated widget that can be made by itself. A new one belongs here. */
static GType
get_type (guint index)
{
  const GType types[] = {
    SCOPE_TYPE_BROWSER,        SCOPE_TYPE_GATES_PAGE, SCOPE_TYPE_LAYER_PANEL,
    SCOPE_TYPE_LOOK_BACK_PAGE, SCOPE_TYPE_MODEL_PAGE, SCOPE_TYPE_RUN_PAGE,
    SCOPE_TYPE_WELCOME_PAGE,
  };

  return index < G_N_ELEMENTS (types) ? types[index] : G_TYPE_INVALID;
}

/* Made and gone again, without a leak. */
static void
test_widgets (void)
{
  for (guint i = 0; get_type (i) != G_TYPE_INVALID; i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (get_type (i), NULL));

      g_test_message ("%s", G_OBJECT_TYPE_NAME (widget));
      g_assert_finalize_object (widget);
    }
}

/* Every template of the program is a type's. */
static void
test_resources (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children ("/io/github/gatescope/Gatescope/",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n = 0;

  for (guint i = 0; names[i] != NULL; i++)
    n += g_str_has_prefix (names[i], "scope-") && g_str_has_suffix (names[i], ".ui");
  g_assert_cmpuint (n, >=, 8);
}

/* Each page without a model has a next step, and its button leads to an action that exists. */
static void
test_empty_pages (void)
{
  const GType pages[] = { SCOPE_TYPE_GATES_PAGE, SCOPE_TYPE_RUN_PAGE, SCOPE_TYPE_LOOK_BACK_PAGE,
                          SCOPE_TYPE_MODEL_PAGE };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *page = g_object_ref_sink (g_object_new (pages[i], NULL));
      ScopeSession *session = scope_session_new ();
      GtkWidget *status, *button;

      scope_page_set_session (SCOPE_PAGE (page), session);
      status = app_test_find (page, ADW_TYPE_STATUS_PAGE);
      g_assert_nonnull (status);
      g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (status)), ==,
                       "No model is open");
      button = app_test_find (status, GTK_TYPE_BUTTON);
      g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.open");
      g_assert_finalize_object (page);
      g_assert_finalize_object (session);
    }
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/templates/widgets", test_widgets);
  g_test_add_func ("/templates/resources", test_resources);
  g_test_add_func ("/templates/empty-pages", test_empty_pages);
  return g_test_run ();
}
