/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recent.h"

#include <gtk/gtk.h>

/* The name under which a GtkRecentManager knows who opened a file. */
#define APPLICATION_NAME "gatescope"

void
scope_recent_add (GFile *file)
{
  g_autofree char *uri = NULL;
  GtkRecentData data = {
    .mime_type = (char *) "application/octet-stream",
    .app_name = (char *) APPLICATION_NAME,
    .app_exec = (char *) "gatescope %u",
  };

  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  GtkRecentInfo *info_a = *(GtkRecentInfo *const *) a;
  GtkRecentInfo *info_b = *(GtkRecentInfo *const *) b;

  return g_date_time_compare (gtk_recent_info_get_modified (info_b),
                              gtk_recent_info_get_modified (info_a));
}

GPtrArray *
scope_recent_list (guint max)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  g_autoptr (GPtrArray) own =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *item = items; item != NULL; item = item->next)
    {
      if (gtk_recent_info_has_application (item->data, APPLICATION_NAME)
          && gtk_recent_info_is_local (item->data))
        g_ptr_array_add (own, item->data);
      else
        gtk_recent_info_unref (item->data);
    }
  g_list_free (items);

  g_ptr_array_sort (own, compare_newest_first);
  for (guint i = 0; i < own->len && files->len < max; i++)
    if (gtk_recent_info_exists (g_ptr_array_index (own, i)))
      g_ptr_array_add (files,
                       g_file_new_for_uri (gtk_recent_info_get_uri (g_ptr_array_index (own, i))));
  return files;
}
