/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-settings.h"

#include "config.h"

static GSettings *
create_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *folder = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE);
  if (schema == NULL)
    folder = scope_settings_find_in_build ("../../data/gschemas.compiled");
  if (folder != NULL)
    {
      g_autofree char *data = g_path_get_dirname (folder);

      own = g_settings_schema_source_new_from_directory (data, source, TRUE, NULL);
      if (own != NULL)
        schema = g_settings_schema_source_lookup (own, SCHEMA_ID, TRUE);
    }
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GSettings *
scope_settings_get (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      settings = create_settings ();
      if (settings == NULL)
        g_message ("no schema " SCHEMA_ID " found; nothing will be remembered");
      g_once_init_leave (&once, 1);
    }
  return settings;
}

int
scope_settings_get_int (const char *key, int fallback)
{
  GSettings *settings = scope_settings_get ();

  return settings != NULL ? g_settings_get_int (settings, key) : fallback;
}

gboolean
scope_settings_get_boolean (const char *key, gboolean fallback)
{
  GSettings *settings = scope_settings_get ();

  return settings != NULL ? g_settings_get_boolean (settings, key) : fallback;
}

char *
scope_settings_dup_string (const char *key, const char *fallback)
{
  GSettings *settings = scope_settings_get ();

  return settings != NULL ? g_settings_get_string (settings, key) : g_strdup (fallback);
}

void
scope_settings_set_int (const char *key, int value)
{
  if (scope_settings_get () != NULL)
    g_settings_set_int (scope_settings_get (), key, value);
}

void
scope_settings_set_boolean (const char *key, gboolean value)
{
  if (scope_settings_get () != NULL)
    g_settings_set_boolean (scope_settings_get (), key, value);
}

void
scope_settings_set_string (const char *key, const char *value)
{
  if (scope_settings_get () != NULL)
    g_settings_set_string (scope_settings_get (), key, value);
}

char *
scope_settings_find_in_build (const char *relative)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (relative != NULL, NULL);

  if (folder == NULL)
    return NULL;
  path = g_canonicalize_filename (relative, folder);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}
