/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-file-chooser.h"

#include <glib/gi18n.h>

/* The folder of the last file, for as long as the program runs. */
static GFile *last_folder;

static void
remember_folder (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_set_object (&last_folder, folder);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
add_filters (GtkFileChooser *chooser, ScopeFiles what)
{
  static const char *const all[] = { "*", NULL };
  static const char *const models[] = { "*.keras", "*.h5", "*.hdf5", "*.KERAS", "*.H5", NULL };
  static const char *const tables[] = { "*.csv", "*.tsv", "*.txt", "*.CSV", "*.TXT", NULL };
  static const char *const recipes[] = { "*.json", NULL };
  static const char *const png[] = { "*.png", NULL };
  static const char *const svg[] = { "*.svg", NULL };
  static const char *const pdf[] = { "*.pdf", NULL };
  static const char *const csv[] = { "*.csv", NULL };
  static const char *const npy[] = { "*.npy", NULL };

  switch (what)
    {
    case SCOPE_FILES_ALL:
      add_filter (chooser, _ ("All files"), all);
      add_filter (chooser, _ ("Models"), models);
      add_filter (chooser, _ ("Tables"), tables);
      break;
    case SCOPE_FILES_MODELS:
      add_filter (chooser, _ ("All files"), all);
      add_filter (chooser, _ ("Models"), models);
      break;
    case SCOPE_FILES_TABLES:
      add_filter (chooser, _ ("All files"), all);
      add_filter (chooser, _ ("Tables"), tables);
      break;
    case SCOPE_FILES_RECIPES:
      add_filter (chooser, _ ("Recipes"), recipes);
      add_filter (chooser, _ ("All files"), all);
      break;
    case SCOPE_FILES_ARCHITECTURES:
      add_filter (chooser, _ ("Architectures"), recipes);
      add_filter (chooser, _ ("All files"), all);
      break;
    case SCOPE_FILES_PICTURE:
      add_filter (chooser, _ ("PNG picture"), png);
      add_filter (chooser, _ ("SVG drawing"), svg);
      add_filter (chooser, _ ("PDF document"), pdf);
      break;
    case SCOPE_FILES_NUMBERS:
      add_filter (chooser, _ ("Table (CSV)"), csv);
      add_filter (chooser, _ ("NumPy array (NPY)"), npy);
      break;
    }
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      list = gtk_file_chooser_get_files (chooser);
      for (guint i = 0; i < g_list_model_get_n_items (list); i++)
        g_ptr_array_add (files, g_list_model_get_item (list, i));
    }

  if (files->len == 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
      return;
    }
  remember_folder (g_ptr_array_index (files, 0));
  g_task_return_pointer (task, g_steal_pointer (&files), (GDestroyNotify) g_ptr_array_unref);
}

/* GtkFileChooserNative belongs to whoever made it: the task keeps it for as long as it is open. */
static void
show (GtkWindow *parent, ScopeFiles what, const char *title, GtkFileChooserAction action,
      gboolean several, const char *suggested_name, GTask *task)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);

  add_filters (GTK_FILE_CHOOSER (dialog), what);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), several);
  if (last_folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), last_folder, NULL);
  if (suggested_name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggested_name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  g_task_set_task_data (task, dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
scope_file_chooser_open_async (GtkWindow *parent, ScopeFiles what, gboolean several,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, scope_file_chooser_open_async);
  show (parent, what,
        what == SCOPE_FILES_TABLES          ? _ ("Open Table")
        : what == SCOPE_FILES_MODELS        ? _ ("Compare With")
        : what == SCOPE_FILES_RECIPES       ? _ ("Open Recipe")
        : what == SCOPE_FILES_ARCHITECTURES ? _ ("Open Architecture")
                                            : _ ("Open Model or Table"),
        GTK_FILE_CHOOSER_ACTION_OPEN, several, NULL, task);
}

GPtrArray *
scope_file_chooser_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
scope_file_chooser_save_async (GtkWindow *parent, ScopeFiles what, const char *title,
                               const char *suggested_name, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, scope_file_chooser_save_async);
  show (parent, what, title, GTK_FILE_CHOOSER_ACTION_SAVE, FALSE, suggested_name, task);
}

GFile *
scope_file_chooser_save_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) files = NULL;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  files = g_task_propagate_pointer (G_TASK (result), error);
  return files != NULL ? g_object_ref (g_ptr_array_index (files, 0)) : NULL;
}
