/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-sample.h"

#include "config.h"

#include "scope-settings.h"

static char *
find_folder (void)
{
  const char *named = g_getenv ("GATESCOPE_SAMPLE");
  char *built;

  if (named != NULL && *named != '\0')
    return g_strdup (named);
  built = scope_settings_find_in_build ("../../data/sample");
  return built != NULL ? built : g_strdup (PKGDATADIR "/sample");
}

static gboolean
is_sample_file (const char *name)
{
  return g_str_has_suffix (name, ".keras") || g_str_has_suffix (name, ".csv")
         || g_str_has_suffix (name, ".recipe.json");
}

GPtrArray *
scope_sample_find (void)
{
  g_autofree char *folder = find_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_sample_file (name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_ptr_array_add (files, g_file_new_for_path (path));
      }
  return files;
}
