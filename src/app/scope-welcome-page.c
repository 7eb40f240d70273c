/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-welcome-page.h"

#include "scope-recent.h"
#include "scope-sample.h"

#include <string.h>

#define MAX_RECENT 5

struct _ScopeWelcomePage
{
  AdwBin parent_instance;

  GtkWidget *sample;
  AdwPreferencesGroup *recent;

  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (ScopeWelcomePage, scope_welcome_page, ADW_TYPE_BIN)

#define HOST_PATH "xattr::document-portal.host-path"

/* A file that a sandbox was handed lies in a folder of the document portal's, which says nothing to a person; newer portals say
 * where it is for everybody else. */
static char *
dup_host_folder (GFile *file)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, HOST_PATH, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  const char *path = info != NULL ? g_file_info_get_attribute_string (info, HOST_PATH) : NULL;

  return path != NULL ? g_path_get_dirname (path) : NULL;
}

static char *
dup_folder (GFile *file)
{
  g_autofree char *documents = g_build_filename (g_get_user_runtime_dir (), "doc/", NULL);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;
  const char *home = g_get_home_dir ();

  if (path != NULL && g_str_has_prefix (path, documents))
    {
      g_free (path);
      path = dup_host_folder (file);
    }
  if (path == NULL)
    return NULL;
  if (g_str_has_prefix (path, home) && (path[strlen (home)] == '/' || path[strlen (home)] == '\0'))
    return g_strdup_printf ("~%s", path + strlen (home));
  return g_steal_pointer (&path);
}

static GtkWidget *
create_row (GFile *file)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *folder = dup_folder (file);
  g_autofree char *uri = g_file_get_uri (file);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  if (folder != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), folder);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (row), g_variant_new_string (uri));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  return row;
}

static void
scope_welcome_page_dispose (GObject *object)
{
  ScopeWelcomePage *self = SCOPE_WELCOME_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (scope_welcome_page_parent_class)->dispose (object);
}

static void
scope_welcome_page_class_init (ScopeWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_welcome_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeWelcomePage, sample);
  gtk_widget_class_bind_template_child (widget_class, ScopeWelcomePage, recent);
}

static void
scope_welcome_page_init (ScopeWelcomePage *self)
{
  g_autoptr (GPtrArray) sample = scope_sample_find ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  gtk_widget_set_visible (self->sample, sample->len > 0);
  scope_welcome_page_refresh (self);
}

void
scope_welcome_page_refresh (ScopeWelcomePage *self)
{
  g_autoptr (GPtrArray) files = NULL;

  g_return_if_fail (SCOPE_IS_WELCOME_PAGE (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->recent, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  files = scope_recent_list (MAX_RECENT);
  for (guint i = 0; i < files->len; i++)
    {
      GtkWidget *row = create_row (g_ptr_array_index (files, i));

      adw_preferences_group_add (self->recent, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent), files->len > 0);
}
