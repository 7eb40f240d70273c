/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-reader.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

gboolean
scope_cli_parse (const ScopeCommand *command, int *argc, char ***argv, const GOptionEntry *options,
                 int min, int max, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (GError) local_error = NULL;

  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, &local_error))
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE, "%s: %s", command->name,
                   local_error->message);
      return FALSE;
    }

  /* A "--" that kept a file's name from being an option has done its duty. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (*argv + 1, *argv + 2, (*argc - 1) * sizeof **argv);
      (*argc)--;
    }

  if (*argc - 1 < min || (max >= 0 && *argc - 1 > max))
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE, _ ("%s takes %s, not %d arguments."),
                   command->name, command->arguments, *argc - 1);
      return FALSE;
    }
  return TRUE;
}

void
scope_cli_reading_clear (ScopeCliReading *self)
{
  g_clear_pointer (&self->architecture, g_free);
  g_clear_pointer (&self->hard_sigmoid, g_free);
}

static ScopeModel *
read_model (ScopeImage *image, const char *architecture, GError **error)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) local_error = NULL;

  if (architecture == NULL)
    return scope_model_new (image, error);

  if (!g_file_get_contents (architecture, &json, NULL, &local_error))
    {
      g_autofree char *name = g_filename_display_name (architecture);

      scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, local_error->message,
                       _ ("the JSON text that model.to_json() gives"), NULL);
      return NULL;
    }
  return scope_model_new_with_architecture (image, json, error);
}

ScopeModel *
scope_cli_open_model (const char *path, const ScopeCliReading *reading, GError **error)
{
  const char *rule = reading->hard_sigmoid;
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;

  if (rule != NULL && strcmp (rule, "2") != 0 && strcmp (rule, "3") != 0)
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                   _ ("--hard-sigmoid takes 2 or 3, not “%s”."), rule);
      return NULL;
    }

  image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, error);
  if (image == NULL)
    return NULL;
  model = read_model (image, reading->architecture, error);
  if (model == NULL || rule == NULL)
    return g_steal_pointer (&model);
  return scope_model_with_hard_sigmoid (model, (guint) (rule[0] - '0'), error);
}

static char *
join_names (char **names)
{
  return names[0] != NULL ? g_strjoinv (", ", names) : g_strdup (_ ("none"));
}

ScopeLayer *
scope_cli_find_layer (ScopeModel *model, const char *path, GError **error)
{
  ScopeLayer *layer = scope_model_find_layer (model, path);
  g_autoptr (GStrvBuilder) names = NULL;
  g_auto (GStrv) list = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  if (layer != NULL)
    return layer;

  names = g_strv_builder_new ();
  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    g_strv_builder_add (names, scope_layer_get_name (scope_model_get_layer (model, i)));
  list = g_strv_builder_end (names);
  joined = join_names (list);
  found = g_strdup_printf (_ ("no layer “%s”"), path);
  expected = g_strdup_printf (_ ("one of %s"), joined);
  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (model), found,
                   expected, NULL);
  return NULL;
}

ScopeLayer *
scope_cli_find_recurrent (ScopeModel *model, const char *path, GError **error)
{
  ScopeLayer *layer = scope_cli_find_layer (model, path, error);
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  if (layer == NULL)
    return NULL;
  /* An RNN around one cell is called by its own name as well. */
  while (scope_layer_get_n_children (layer) == 1 && !scope_layer_is_model (layer))
    layer = scope_layer_get_child (layer, 0);
  if (scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer))
    return layer;

  names = scope_model_dup_recurrent_paths (model);
  joined = join_names (names);
  found = g_strdup_printf (_ ("“%s”, a %s layer, which has no gates"), path,
                           scope_layer_get_class (layer));
  expected = g_strdup_printf (_ ("a recurrent layer (here: %s)"), joined);
  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (model), found,
                   expected, NULL);
  return NULL;
}

ScopeGates *
scope_cli_find_gates (ScopeModel *model, const char *path, GError **error)
{
  ScopeLayer *layer = scope_cli_find_recurrent (model, path, error);

  return layer != NULL ? scope_gates_new (layer, error) : NULL;
}

gboolean
scope_cli_parse_matrix (ScopeGates *gates, const char *text, const char *layer, ScopeMatrix *matrix,
                        GError **error)
{
  const char *why = scope_gates_get_peephole_text (gates);

  for (guint m = 0; m < SCOPE_N_MATRICES_AND_V; m++)
    if (text == NULL || strcmp (text, scope_matrix_get_letter (m)) == 0)
      {
        *matrix = m;
        if (m != SCOPE_MATRIX_V || scope_gates_has_peepholes (gates))
          return TRUE;
      }

  if (g_strcmp0 (text, "V") == 0)
    {
      g_autofree char *place = g_strdup_printf ("--matrix V, %s", layer);

      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place, _ ("no matrix V"), "W, U, b",
                       why != NULL ? why
                                   : _ ("V would be peephole weights, which only some LSTM cells "
                                        "have."));
      return FALSE;
    }
  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE, _ ("--matrix takes W, U, b or V, not “%s”."),
               text);
  return FALSE;
}

gboolean
scope_cli_parse_gate (ScopeGates *gates, const char *text, int *gate, GError **error)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  *gate = -1;
  if (text == NULL)
    return TRUE;

  *gate = scope_gates_find (gates, text);
  if (*gate >= 0)
    return TRUE;

  for (guint g = 0; g < scope_gates_get_n_gates (gates); g++)
    g_string_append_printf (letters, "%s%s", g > 0 ? ", " : "", scope_gates_get_letter (gates, g));
  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
               _ ("--gate takes one of %s for this layer, not “%s”."), letters->str, text);
  return FALSE;
}

gboolean
scope_cli_parse_shard (const char *text, gsize total, gsize *first, gsize *count,
                       gboolean *is_first, GError **error)
{
  g_auto (GStrv) parts = NULL;
  guint64 k = 1;
  guint64 n = 1;

  if (text != NULL)
    {
      parts = g_strsplit (text, "/", 3);
      if (g_strv_length (parts) != 2
          || !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXUINT32, &k, NULL)
          || !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT32, &n, NULL) || k > n)
        {
          g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                       _ ("--shard takes K/N with K from 1 to N, not “%s”."), text);
          return FALSE;
        }
    }

  /* The first total mod n parts have one item more. */
  *count = total / n + (k - 1 < total % n ? 1 : 0);
  *first = (k - 1) * (total / n) + MIN (k - 1, total % n);
  *is_first = k == 1;
  return TRUE;
}

gboolean
scope_cli_check_threads (int threads, GError **error)
{
  if (threads >= 0 && threads <= 1024)
    return TRUE;

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
               _ ("--threads takes a number from 0 to 1024, not %d."), threads);
  return FALSE;
}

gboolean
scope_cli_print (const char *text, GError **error)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return TRUE;

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_UNREADABLE,
               _ ("The answer could not be written to standard output: %s."), g_strerror (errno));
  return FALSE;
}

gboolean
scope_cli_print_json (JsonNode *node, GError **error)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, NULL);
  line = g_strconcat (text, "\n", NULL);
  return scope_cli_print (line, error);
}

void
scope_cli_add_number (JsonBuilder *builder, double value)
{
  if (value - value == 0)
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
scope_cli_remark (const char *text)
{
  g_printerr ("%s\n", text);
}

gboolean
scope_cli_make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_UNREADABLE, _ ("The folder %s cannot be made: %s."),
               folder, g_strerror (errno));
  return FALSE;
}

gboolean
scope_cli_save_text (const char *path, const char *text, gssize length, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!scope_cli_make_folder (path, error))
    return FALSE;
  if (g_file_set_contents (path, text, length, &local_error))
    return TRUE;

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_UNREADABLE, _ ("%s cannot be written: %s"), path,
               local_error->message);
  return FALSE;
}
