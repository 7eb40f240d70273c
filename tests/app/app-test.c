/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "scope-application.h"
#include "scope-loader.h"

#include <string.h>

void
app_test_init_displayless (int *argc, char ***argv)
{
  scope_test_init (argc, argv);
  scope_application_register_resources ();
}

void
app_test_init (int *argc, char ***argv)
{
  scope_test_init (argc, argv);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display; build-aux/test has one of its own\n");
      exit (0);
    }
  adw_init ();
  scope_application_register_resources ();
}

typedef struct
{
  gboolean done;
  ScopeLoaded *loaded;
  ScopeRecipe *recipe;
  GError *error;
} Answer;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->loaded = scope_loader_load_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->recipe = scope_loader_join_finish (result, &answer->error);
  answer->done = TRUE;
}

GFile *
app_test_get_file (const char *path)
{
  g_autofree char *full = scope_test_fixture_path (path);

  return g_file_new_for_path (full);
}

static void
join (ScopeSession *session, ScopeLoaded *loaded)
{
  Answer answer = { FALSE };

  scope_loader_join_async (scope_session_get_model (session), scope_session_get_network (session),
                           NULL, scope_session_get_series (session),
                           loaded->recipes->len > 0 ? g_ptr_array_index (loaded->recipes, 0) : NULL,
                           NULL, joined_cb, &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_no_error (answer.error);
  scope_session_set_recipe (session, answer.recipe);
  scope_recipe_unref (answer.recipe);
}

ScopeSession *
app_test_open (const char *first_path, ...)
{
  ScopeSession *session = scope_session_new ();
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  Answer answer = { FALSE };
  va_list paths;

  va_start (paths, first_path);
  for (const char *path = first_path; path != NULL; path = va_arg (paths, const char *))
    g_ptr_array_add (files, app_test_get_file (path));
  va_end (paths);

  scope_loader_load_async (files, NULL, NULL, NULL, NULL, loaded_cb, &answer);
  scope_test_wait (&answer.done, 30);
  g_assert_no_error (answer.error);
  for (guint i = 0; i < answer.loaded->failures->len; i++)
    {
      ScopeLoadFailure *failure = g_ptr_array_index (answer.loaded->failures, i);

      g_assert_no_error (failure->error);
    }

  if (answer.loaded->models->len > 0)
    {
      ScopeLoadedModel *model = g_ptr_array_index (answer.loaded->models, 0);

      scope_session_set_model (session, model->model, model->file, model->network,
                               model->network_error);
    }
  if (answer.loaded->tables->len > 0)
    {
      ScopeLoadedTable *table = g_ptr_array_index (answer.loaded->tables, 0);

      scope_session_set_series (session, table->series, table->file);
    }
  if (answer.loaded->models->len > 0 && answer.loaded->tables->len > 0)
    join (session, answer.loaded);
  scope_loaded_free (answer.loaded);
  return session;
}

GtkWidget *
app_test_find (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = app_test_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
app_test_find_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = app_test_find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
app_test_draw (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (widget);
  app_test_wait_until (painted, 10);
  g_signal_handler_disconnect (clock, id);
}

GtkWidget *
app_test_present (GtkWidget *child, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_until (gtk_widget_get_mapped (child) && gtk_widget_get_width (child) > 0, 10);
  app_test_draw (child);
  return window;
}
