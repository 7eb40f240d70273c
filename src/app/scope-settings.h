/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What the program remembers: data/io.github.gatescope.Gatescope.gschema.xml. The schema is looked for where the
 * system has its own, then in the build folder that the running program lies in.
 */

/* The one settings object; NULL where no schema is installed (then nothing is remembered). Not to be freed. */
GSettings *scope_settings_get (void);

/* The same with the schema's defaults given here, for a program without a schema. */
int scope_settings_get_int (const char *key, int fallback);
gboolean scope_settings_get_boolean (const char *key, gboolean fallback);
char *scope_settings_dup_string (const char *key, const char *fallback);
void scope_settings_set_int (const char *key, int value);
void scope_settings_set_boolean (const char *key, gboolean value);
void scope_settings_set_string (const char *key, const char *value);

/* A file of the build folder that the running program lies in, seen from the program's own folder ("../../data"); NULL
 * where there is none such: the program is installed. */
char *scope_settings_find_in_build (const char *relative);

G_END_DECLS
