/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-error.h"
#include "scope-loader.h"
#include "scope-messages.h"
#include "scope-recent.h"
#include "scope-recipe-store.h"
#include "scope-window-private.h"

#include <glib/gi18n.h>

/* What is read sooner than this needs no notice. */
#define NOTICE_DELAY_MS 250

#define MAX_RECENT 8
/* Messages in one dialog. */
#define MAX_FAILURES 12

static void join (ScopeWindow *self, gboolean show_run);

/* The middle of a long name gives way: its end says what it is. */
static char *
shorten (const char *name)
{
  glong length = g_utf8_strlen (name, -1);
  const glong half = 20;

  if (length <= 2 * half + 1)
    return g_strdup (name);
  return g_strdup_printf ("%.*s…%s", (int) (g_utf8_offset_to_pointer (name, half) - name), name,
                          g_utf8_offset_to_pointer (name, length - half));
}

static void
fill_recent_menu (ScopeWindow *self)
{
  g_autoptr (GPtrArray) files = scope_recent_list (MAX_RECENT);
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = g_file_get_basename (g_ptr_array_index (files, i));
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *uri = g_file_get_uri (g_ptr_array_index (files, i));
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *shortened = shorten (shown);
      g_auto (GStrv) parts = g_strsplit (shortened, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);

      /* An underline in a menu's label would be a mnemonic. */
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "win.open-uri", "s", uri);
      g_menu_append_item (section, item);
    }

  while (g_menu_model_get_n_items (G_MENU_MODEL (self->open_menu)) > 1)
    g_menu_remove (self->open_menu, 0);
  if (files->len > 0)
    g_menu_prepend_section (self->open_menu, _ ("Recent"), G_MENU_MODEL (section));
  scope_welcome_page_refresh (self->welcome);
}

static void
progress_cb (ScopeWindow *self)
{
  double fraction = scope_progress_get_fraction (self->loading_progress);

  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->loading_bar, fraction);
}

static gboolean
notice_cb (gpointer user_data)
{
  ScopeWindow *self = user_data;

  self->loading_delay_id = 0;
  gtk_revealer_set_reveal_child (self->loading, TRUE);
  return G_SOURCE_REMOVE;
}

static void
end_loading (ScopeWindow *self)
{
  g_clear_handle_id (&self->loading_delay_id, g_source_remove);
  gtk_revealer_set_reveal_child (self->loading, FALSE);
  if (self->loading_progress != NULL)
    g_signal_handlers_disconnect_by_func (self->loading_progress, progress_cb, self);
  g_clear_object (&self->loading_progress);
  g_clear_object (&self->loading_cancellable);
  self->was_shown = TRUE;
  scope_window_update_body (self);
  scope_window_update_actions (self);
}

static void
begin_loading (ScopeWindow *self, GPtrArray *files)
{
  g_autofree char *name = g_file_get_basename (g_ptr_array_index (files, 0));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  scope_window_cancel_opening (self);
  self->loading_cancellable = g_cancellable_new ();
  self->loading_progress = scope_progress_new ();
  g_signal_connect_swapped (self->loading_progress, "notify::fraction", G_CALLBACK (progress_cb),
                            self);
  if (files->len > 1)
    text =
        g_strdup_printf (ngettext ("Reading %u file", "Reading %u files", files->len), files->len);
  else
    /* Translators: %s is a file's name */
    text = g_strdup_printf (_ ("Reading %s"), shown);
  gtk_label_set_label (self->loading_label, text);
  gtk_progress_bar_set_fraction (self->loading_bar, 0);
  self->loading_delay_id = g_timeout_add (NOTICE_DELAY_MS, notice_cb, self);
  self->was_shown |= gtk_widget_get_mapped (GTK_WIDGET (self->welcome));
  scope_window_update_body (self);
  scope_window_update_actions (self);
}

/* One dialog, however many files could not be opened. */
static void
show_failures (ScopeWindow *self, GPtrArray *failures)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *heading = NULL;
  g_autoptr (GError) error = NULL;

  if (failures->len == 0)
    return;
  for (guint i = 0; i < MIN (failures->len, MAX_FAILURES); i++)
    {
      ScopeLoadFailure *failure = g_ptr_array_index (failures, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n\n" : "", failure->error->message);
    }
  if (failures->len > MAX_FAILURES)
    {
      guint n_more = failures->len - MAX_FAILURES;

      g_string_append_printf (text, ngettext ("\n\n… and %u more", "\n\n… and %u more", n_more),
                              n_more);
    }
  if (failures->len == 1)
    {
      ScopeLoadFailure *failure = g_ptr_array_index (failures, 0);
      g_autofree char *name = g_file_get_basename (failure->file);
      g_autofree char *shown = g_filename_display_name (name);

      /* Translators: %s is a file's name */
      heading = g_strdup_printf (_ ("“%s” could not be opened"), shown);
    }
  else
    heading = g_strdup_printf (
        ngettext ("%u file could not be opened", "%u files could not be opened", failures->len),
        failures->len);
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, text->str);
  scope_window_show_failure (
      self, heading, error,
      failures->len == 1 ? ((ScopeLoadFailure *) g_ptr_array_index (failures, 0))->file : NULL);
}

static void
take_model (ScopeWindow *self, ScopeLoadedModel *loaded)
{
  scope_session_set_model (self->session, loaded->model, loaded->file, loaded->network,
                           loaded->network_error);
}

static void
take_table (ScopeWindow *self, ScopeLoadedTable *loaded)
{
  scope_session_set_series (self->session, loaded->series, loaded->file);
}

/* Whether the window has been closed while its job was under way. */
static gboolean
is_closed (ScopeWindow *self)
{
  return self->body == NULL;
}

/* Files that wait for windows of their own. */
typedef struct
{
  ScopeWindow *first; /* weak: once it is closed, the others are not wanted */
  ScopeLoaded *loaded;
  guint next;
} Spread;

static void
spread_free (gpointer user_data)
{
  Spread *spread = user_data;

  g_clear_weak_pointer (&spread->first);
  scope_loaded_free (spread->loaded);
  g_free (spread);
}

/* Of several models or tables the k-th have the k-th window; the shorter list's last goes with all that are left over. */
static void
fill_window (ScopeWindow *self, ScopeLoaded *loaded, guint k)
{
  if (loaded->models->len > 0)
    take_model (self, g_ptr_array_index (loaded->models, MIN (k, loaded->models->len - 1)));
  if (loaded->tables->len > 0)
    take_table (self, g_ptr_array_index (loaded->tables, MIN (k, loaded->tables->len - 1)));
  if (loaded->recipes->len > 0)
    {
      g_clear_pointer (&self->opened_recipe, scope_recipe_unref);
      self->opened_recipe =
          scope_recipe_ref (g_ptr_array_index (loaded->recipes, MIN (k, loaded->recipes->len - 1)));
    }
}

static void
join_filled (ScopeWindow *self, ScopeLoaded *loaded)
{
  join (self, !self->keeps_page && (loaded->tables->len > 0 || loaded->recipes->len > 0));
  self->keeps_page = FALSE;
}

static guint
count_windows (ScopeLoaded *loaded)
{
  return MAX (loaded->models->len, loaded->tables->len);
}

static gboolean
spread_cb (gpointer user_data)
{
  Spread *spread = user_data;
  ScopeWindow *window;

  if (spread->first == NULL || is_closed (spread->first))
    return G_SOURCE_REMOVE;

  window = scope_window_new (gtk_window_get_application (GTK_WINDOW (spread->first)));
  fill_window (window, spread->loaded, spread->next);
  gtk_window_present (GTK_WINDOW (window));
  join_filled (window, spread->loaded);
  return ++spread->next < count_windows (spread->loaded) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The first files have this window; the others come one by one into new ones, each when those before it have been drawn, so
 * that the person can use the first one all the while. Takes @loaded. */
static void
spread_others (ScopeWindow *self, ScopeLoaded *loaded)
{
  Spread *data;

  if (count_windows (loaded) < 2)
    {
      scope_loaded_free (loaded);
      return;
    }

  data = g_new0 (Spread, 1);
  g_set_weak_pointer (&data->first, self);
  data->loaded = loaded;
  data->next = 1;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, spread_cb, data, spread_free);
}

static void
say_left_out (ScopeWindow *self, guint n_left_out)
{
  g_autofree char *text = NULL;

  if (n_left_out == 0)
    return;
  text = g_strdup_printf (ngettext ("%u more file was not opened: %u at a time have windows",
                                    "%u more files were not opened: %u at a time have windows",
                                    n_left_out),
                          n_left_out, SCOPE_LOADER_MAX_WINDOWS);
  scope_messages_show (GTK_WIDGET (self), text);
}

static void
remember (ScopeLoaded *loaded)
{
  for (guint i = 0; i < loaded->models->len; i++)
    scope_recent_add (((ScopeLoadedModel *) g_ptr_array_index (loaded->models, i))->file);
  for (guint i = 0; i < loaded->tables->len; i++)
    scope_recent_add (((ScopeLoadedTable *) g_ptr_array_index (loaded->tables, i))->file);
}

/* What a loading or a joining that is under way knows. */
typedef struct
{
  ScopeWindow *window;
  GCancellable *cancellable;
  gboolean show_run;
  gboolean is_given; /* the recipe is what the person opened */
} Job;

static Job *
job_begin (ScopeWindow *window, GCancellable *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->window = g_object_ref (window);
  job->cancellable = g_object_ref (cancellable);
  scope_session_begin_job (window->session, cancellable);
  return job;
}

static void
job_end (Job *job)
{
  if (job->window->session != NULL)
    scope_session_end_job (job->window->session, job->cancellable);
  g_object_unref (job->cancellable);
  g_object_unref (job->window);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_end)

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  ScopeWindow *self = job->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeRecipe) recipe = scope_loader_join_finish (result, &error);

  if (is_closed (self) || g_cancellable_is_cancelled (job->cancellable))
    return;
  if (recipe != NULL && !job->is_given
      && !scope_loader_is_read_as_said (scope_session_get_series (self->session), recipe))
    {
      scope_window_open_recipe (self, recipe);
      return;
    }
  if (recipe != NULL)
    {
      scope_session_set_recipe (self->session, recipe);
      /* Inside a sandbox the file that it came from is not to be found the next time. */
      if (job->is_given)
        scope_recipe_store_save (scope_session_get_model (self->session),
                                 scope_session_get_series (self->session), recipe);
    }
  else
    {
      scope_session_set_recipe_error (self->session, error);
      if (job->is_given)
        scope_messages_show_error (GTK_WIDGET (self),
                                   _ ("The recipe does not fit the model and the table"), error);
    }
  if (job->show_run)
    scope_window_show_page (self, "run");
}

/* Finds the recipe for the model and the table that are open; none of both is no fault. */
static void
join (ScopeWindow *self, gboolean show_run)
{
  ScopeModel *model = scope_session_get_model (self->session);
  ScopeSeries *series = scope_session_get_series (self->session);
  g_autoptr (ScopeRecipe) opened = g_steal_pointer (&self->opened_recipe);
  g_autoptr (GCancellable) cancellable = NULL;
  Job *job;

  if (model == NULL || series == NULL)
    {
      /* A recipe waits for what it joins; a table alone has its place on the run page. */
      self->opened_recipe = g_steal_pointer (&opened);
      if (show_run && series != NULL)
        scope_window_show_page (self, "run");
      return;
    }
  cancellable = g_cancellable_new ();
  job = job_begin (self, cancellable);
  job->show_run = show_run;
  job->is_given = opened != NULL;
  scope_loader_join_async (model, scope_session_get_network (self->session),
                           scope_session_get_model_file (self->session), series, opened,
                           cancellable, joined_cb, job);
}

static gboolean
reading_differs (ScopeRecipe *recipe)
{
  return scope_recipe_get_reading (recipe) != NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  ScopeWindow *self = job->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeLoaded) loaded = scope_loader_load_finish (result, &error);
  gboolean is_wanted;

  if (is_closed (self))
    return;
  is_wanted = loaded != NULL && !g_cancellable_is_cancelled (job->cancellable);
  if (is_wanted && count_windows (loaded) > 0)
    {
      fill_window (self, loaded, 0);
      join_filled (self, loaded);
    }
  /* A newer loading has its own progress. */
  if (self->loading_cancellable == job->cancellable)
    end_loading (self);
  if (!is_wanted)
    return;

  if (count_windows (loaded) == 0 && loaded->recipes->len > 0)
    scope_window_open_recipe (self, g_ptr_array_index (loaded->recipes, 0));
  remember (loaded);
  fill_recent_menu (self);
  show_failures (self, loaded->failures);
  say_left_out (self, loaded->n_left_out);
  spread_others (self, g_steal_pointer (&loaded));
}

void
scope_window_open (ScopeWindow *self, GPtrArray *files)
{
  g_return_if_fail (SCOPE_IS_WINDOW (self));
  g_return_if_fail (files != NULL);

  if (files->len == 0)
    return;
  begin_loading (self, files);
  scope_loader_load_async (files, scope_session_get_model (self->session),
                           scope_session_get_model_file (self->session), self->loading_progress,
                           self->loading_cancellable, loaded_cb,
                           job_begin (self, self->loading_cancellable));
}

/* What is selected and how the model was run stay: it is the same model. */
static void
rule_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  ScopeWindow *self = job->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeLoaded) loaded = scope_loader_load_finish (result, &error);
  ScopeRecipe *recipe;
  g_autofree char *layer = NULL;

  if (is_closed (self))
    return;
  if (self->loading_cancellable == job->cancellable)
    end_loading (self);
  if (g_cancellable_is_cancelled (job->cancellable))
    return;
  if (loaded == NULL)
    {
      scope_messages_show_error (GTK_WIDGET (self), _ ("The model could not be changed"), error);
      return;
    }

  recipe = scope_session_get_recipe (self->session);
  if (recipe != NULL)
    {
      g_clear_pointer (&self->opened_recipe, scope_recipe_unref);
      self->opened_recipe = scope_recipe_copy (recipe);
    }
  layer = g_strdup (scope_session_get_layer (self->session));
  take_model (self, g_ptr_array_index (loaded->models, 0));
  scope_session_set_layer (self->session, layer);
  join (self, FALSE);
}

void
scope_window_change_rule (ScopeWindow *self, guint hard_sigmoid)
{
  ScopeModel *model = scope_session_get_model (self->session);

  if (model == NULL)
    return;
  /* Whatever else was on its way would put the old model back. */
  scope_window_cancel_opening (self);
  self->loading_cancellable = g_cancellable_new ();
  scope_loader_change_rule_async (model, scope_session_get_model_file (self->session), hard_sigmoid,
                                  self->loading_cancellable, rule_changed_cb,
                                  job_begin (self, self->loading_cancellable));
}

/* Opened by itself: it is for the model and the table that are open. Where it says how a table is read, the table is read
 * again that way. */
void
scope_window_open_recipe (ScopeWindow *self, ScopeRecipe *recipe)
{
  GFile *file = scope_session_get_series_file (self->session);

  g_clear_pointer (&self->opened_recipe, scope_recipe_unref);
  self->opened_recipe = scope_recipe_ref (recipe);

  if (scope_session_get_model (self->session) == NULL
      || scope_session_get_series (self->session) == NULL)
    {
      scope_messages_show (GTK_WIDGET (self),
                           _ ("The recipe will be used for the model and the table that you open"));
      return;
    }
  if (file != NULL && reading_differs (recipe))
    {
      g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

      g_ptr_array_add (files, g_object_ref (file));
      begin_loading (self, files);
      scope_loader_load_table_async (file, recipe, self->loading_progress,
                                     self->loading_cancellable, loaded_cb,
                                     job_begin (self, self->loading_cancellable));
    }
  else
    join (self, TRUE);
}

void
scope_window_cancel_opening (ScopeWindow *self)
{
  if (self->loading_cancellable == NULL)
    return;
  g_cancellable_cancel (self->loading_cancellable);
  end_loading (self);
}

/* The first model of the file goes beside the open one; anything else is no model to compare with. */
static void
take_other (ScopeWindow *self, ScopeLoaded *loaded, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *heading = NULL;
  g_autoptr (GError) error = NULL;

  if (loaded->models->len > 0)
    {
      ScopeLoadedModel *other = g_ptr_array_index (loaded->models, 0);

      scope_session_set_other (self->session, other->model, other->file);
      scope_recent_add (other->file);
      fill_recent_menu (self);
      scope_window_show_page (self, "gates");
      return;
    }
  if (loaded->failures->len > 0)
    {
      show_failures (self, loaded->failures);
      return;
    }
  /* Translators: %s is a file's name */
  heading = g_strdup_printf (_ ("“%s” is no model"), shown);
  scope_error_set (&error, SCOPE_ERROR_NOT_A_MODEL, shown, _ ("it is a table or a recipe"),
                   _ ("a model that Keras wrote, to be compared with the open one"),
                   _ ("choose another file, or open this one with Open"));
  scope_messages_show_error (GTK_WIDGET (self), heading, error);
}

static void
other_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  ScopeWindow *self = job->window;
  g_autoptr (ScopeLoaded) loaded = scope_loader_load_finish (result, NULL);
  gboolean is_wanted;

  if (is_closed (self))
    return;
  is_wanted = loaded != NULL && !g_cancellable_is_cancelled (job->cancellable)
              && scope_session_get_model (self->session) != NULL;
  if (self->loading_cancellable == job->cancellable)
    end_loading (self);
  if (is_wanted)
    take_other (self, loaded, g_object_get_data (G_OBJECT (job->cancellable), "file"));
}

void
scope_window_compare (ScopeWindow *self, GFile *file)
{
  g_autoptr (GPtrArray) files = NULL;

  g_return_if_fail (SCOPE_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  files = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (files, g_object_ref (file));
  begin_loading (self, files);
  g_object_set_data_full (G_OBJECT (self->loading_cancellable), "file", g_object_ref (file),
                          g_object_unref);
  scope_loader_load_async (files, NULL, NULL, self->loading_progress, self->loading_cancellable,
                           other_loaded_cb, job_begin (self, self->loading_cancellable));
}

/* The right half of the window compares, where there is something to compare with. */
static gboolean
is_to_compare (ScopeWindow *self, double x)
{
  return scope_session_get_gates (self->session) != NULL
         && x >= gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, ScopeWindow *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *list = g_value_get_boxed (value);

  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
  for (GSList *item = list; item != NULL; item = item->next)
    g_ptr_array_add (files, g_object_ref (item->data));
  if (files->len == 1 && is_to_compare (self, x))
    scope_window_compare (self, g_ptr_array_index (files, 0));
  else
    scope_window_open (self, files);
  return files->len > 0;
}

static void
show_drop_choice (ScopeWindow *self, double x)
{
  gboolean compares = is_to_compare (self, x);

  gtk_widget_set_visible (self->drop_compare, scope_session_get_gates (self->session) != NULL);
  if (compares)
    {
      gtk_widget_add_css_class (self->drop_open, "aside");
      gtk_widget_remove_css_class (self->drop_compare, "aside");
    }
  else
    {
      gtk_widget_remove_css_class (self->drop_open, "aside");
      gtk_widget_add_css_class (self->drop_compare, "aside");
    }
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, ScopeWindow *self)
{
  show_drop_choice (self, x);
  return GDK_ACTION_COPY;
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, ScopeWindow *self)
{
  show_drop_choice (self, x);
  gtk_revealer_set_reveal_child (self->drop_hint, TRUE);
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target, ScopeWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
}

/* What a person changed is there the next time. */
static void
recipe_changed_cb (ScopeWindow *self)
{
  gboolean can_undo;

  g_object_get (self->session, "can-undo", &can_undo, NULL);
  if (can_undo && scope_session_get_recipe (self->session) != NULL)
    scope_recipe_store_save (scope_session_get_model (self->session),
                             scope_session_get_series (self->session),
                             scope_session_get_recipe (self->session));
}

void
scope_window_init_opening (ScopeWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  g_signal_connect_object (self->session, "notify::recipe", G_CALLBACK (recipe_changed_cb), self,
                           G_CONNECT_SWAPPED);
  fill_recent_menu (self);
}

void
scope_window_dispose_opening (ScopeWindow *self)
{
  g_clear_handle_id (&self->loading_delay_id, g_source_remove);
  if (self->loading_progress != NULL)
    g_signal_handlers_disconnect_by_func (self->loading_progress, progress_cb, self);
  g_clear_object (&self->loading_progress);
  if (self->loading_cancellable != NULL)
    g_cancellable_cancel (self->loading_cancellable);
  g_clear_object (&self->loading_cancellable);
  g_clear_pointer (&self->opened_recipe, scope_recipe_unref);
}
