/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-file-chooser.h"
#include "scope-messages.h"
#include "scope-recipe-store.h"
#include "scope-sample.h"
#include "scope-window-private.h"

#include <glib/gi18n.h>

static void
files_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeWindow) self = SCOPE_WINDOW (user_data);
  g_autoptr (GPtrArray) files = scope_file_chooser_open_finish (result, NULL);

  if (files != NULL)
    scope_window_open (self, files);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeWindow) self = SCOPE_WINDOW (user_data);
  g_autoptr (GPtrArray) files = scope_file_chooser_open_finish (result, NULL);

  if (files != NULL)
    scope_window_compare (self, g_ptr_array_index (files, 0));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeFiles what = SCOPE_FILES_ALL;

  if (g_strcmp0 (name, "win.open-table") == 0)
    what = SCOPE_FILES_TABLES;
  else if (g_strcmp0 (name, "win.open-recipe") == 0)
    what = SCOPE_FILES_RECIPES;
  else if (g_strcmp0 (name, "win.open-architecture") == 0)
    what = SCOPE_FILES_ARCHITECTURES;
  scope_file_chooser_open_async (GTK_WINDOW (widget), what, what == SCOPE_FILES_ALL,
                                 files_chosen_cb, g_object_ref (widget));
}

static void
hard_sigmoid_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_window_change_rule (SCOPE_WINDOW (widget), g_variant_get_uint32 (parameter));
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, g_file_new_for_uri (g_variant_get_string (parameter, NULL)));
  scope_window_open (SCOPE_WINDOW (widget), files);
}

static void
open_sample_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GPtrArray) files = scope_sample_find ();

  if (files->len > 0)
    scope_window_open (SCOPE_WINDOW (widget), files);
  else
    scope_messages_show (widget, _ ("The sample is not installed"));
}

static void
recipe_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeWindow) self = SCOPE_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = scope_file_chooser_save_finish (result, &error);
  ScopeRecipe *recipe = scope_session_get_recipe (self->session);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (ScopeRecipe) copy = NULL;

  if (path == NULL || recipe == NULL)
    return;
  copy = scope_recipe_copy (recipe);
  scope_recipe_set_model_name (copy,
                               scope_model_get_file_name (scope_session_get_model (self->session)));
  scope_recipe_set_table_name (copy,
                               scope_series_get_name (scope_session_get_series (self->session)));
  if (scope_recipe_save (copy, path, &error))
    scope_messages_show (GTK_WIDGET (self), _ ("Recipe saved"));
  else
    scope_messages_show_error (GTK_WIDGET (self), _ ("The recipe could not be saved"), error);
}

static void
save_recipe_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeWindow *self = SCOPE_WINDOW (widget);
  g_autofree char *file_name = scope_recipe_store_dup_file_name (
      scope_session_get_model (self->session), scope_session_get_series (self->session));

  scope_file_chooser_save_async (GTK_WINDOW (self), SCOPE_FILES_RECIPES, _ ("Save Recipe"),
                                 file_name, recipe_saved_cb, g_object_ref (self));
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_file_chooser_open_async (GTK_WINDOW (widget), SCOPE_FILES_MODELS, FALSE, compared_cb,
                                 g_object_ref (widget));
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_window_show_page (SCOPE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeWindow *self = SCOPE_WINDOW (widget);

  g_object_set (self, "show-browser", TRUE, NULL);
  scope_browser_search (self->browser);
}

static ScopePage *
get_front_page (ScopeWindow *self)
{
  return SCOPE_PAGE (adw_view_stack_get_visible_child (self->pages));
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeWindow *self = SCOPE_WINDOW (widget);
  const char *page = scope_window_get_page (self);

  /* Where there is nothing to start, running the table is what is meant. */
  if (g_strcmp0 (page, "model") == 0 || g_strcmp0 (page, "gates") == 0)
    scope_window_show_page (self, "run");
  scope_page_start (get_front_page (self));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!scope_window_leave_structure (SCOPE_WINDOW (widget)))
    scope_page_go_back (get_front_page (SCOPE_WINDOW (widget)));
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_session_undo (SCOPE_WINDOW (widget)->session);
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_session_redo (SCOPE_WINDOW (widget)->session);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_window_cancel_opening (SCOPE_WINDOW (widget));
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (SCOPE_WINDOW (widget)->menu_button);
}

void
scope_window_class_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-table", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-recipe", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-architecture", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.hard-sigmoid", "u", hard_sigmoid_action);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (widget_class, "win.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "win.open-sample", NULL, open_sample_action);
  gtk_widget_class_install_action (widget_class, "win.save-recipe", NULL, save_recipe_action);
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_property_action (widget_class, "win.browser", "show-browser");
  gtk_widget_class_install_property_action (widget_class, "win.inspector", "show-inspector");

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}

void
scope_window_update_actions (ScopeWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_model = scope_session_get_model (self->session) != NULL;
  gboolean has_network = scope_session_get_network (self->session) != NULL;
  gboolean has_series = scope_session_get_series (self->session) != NULL;
  gboolean has_recipe = scope_session_get_recipe (self->session) != NULL;
  gboolean can_undo, can_redo;

  g_object_get (self->session, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  gtk_widget_action_set_enabled (widget, "win.search", has_model);
  gtk_widget_action_set_enabled (widget, "win.browser", has_model || has_series);
  gtk_widget_action_set_enabled (widget, "win.page", has_model || has_series);
  gtk_widget_action_set_enabled (widget, "win.compare",
                                 scope_session_get_gates (self->session) != NULL);
  gtk_widget_action_set_enabled (widget, "win.start", has_network && has_recipe);
  gtk_widget_action_set_enabled (widget, "win.save-recipe", has_recipe);
  gtk_widget_action_set_enabled (widget, "win.undo", can_undo);
  gtk_widget_action_set_enabled (widget, "win.redo", can_redo);
  gtk_widget_action_set_enabled (widget, "win.cancel", self->loading_cancellable != NULL);
}
