/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-reader.h"
#include "scope-verify.h"

#include <glib/gi18n.h>
#include <string.h>

static void
append_line (GString *text, const ScopeVerifyLine *line)
{
  char buffer[SCOPE_NUMBER_SIZE];

  g_string_append (text, line->name);
  if (line->status == SCOPE_VERIFY_NOT_COMPARED)
    g_string_append_printf (text, "  %s", _ ("not compared"));
  else
    {
      g_string_append_printf (text, "  %s", scope_number_write (line->difference, buffer));
      g_string_append_printf (text, "  %s", scope_number_write (line->allowed, buffer));
      if (line->status == SCOPE_VERIFY_OVER)
        g_string_append_printf (text, "  %s", _ ("over"));
    }
  if (line->note != NULL)
    g_string_append_printf (text, "  (%s)", line->note);
  g_string_append_c (text, '\n');
}

/* A golden file of weights alone says which architecture was used with them. One that the call names comes first. */
static gboolean
give_architecture (ScopeModel **model, ScopeImage *golden, const ScopeCliReading *reading,
                   GError **error)
{
  const char *text = scope_image_get_string (golden, "/", "architecture");
  g_autoptr (ScopeModel) whole = NULL;

  if (text == NULL || reading->architecture != NULL || !scope_model_is_weights_only (*model))
    return TRUE;

  whole = scope_model_with_architecture (*model, text, error);
  if (whole == NULL)
    return FALSE;
  scope_model_unref (*model);
  *model = g_steal_pointer (&whole);
  return TRUE;
}

static gboolean
run (int argc, char **argv, GError **error)
{
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry options[] = {
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeImage) golden = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GString) text = NULL;
  guint n_over = 0;

  if (!scope_cli_parse (&scope_command_verify, &argc, &argv, options, 2, 2, error))
    return FALSE;

  golden = scope_reader_open (argv[2], SCOPE_READER_WHOLE, NULL, NULL, error);
  if (golden == NULL)
    return FALSE;
  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL || !give_architecture (&model, golden, &reading, error))
    return FALSE;
  network = scope_network_new (model, error);
  if (network == NULL)
    return FALSE;
  lines = scope_network_verify (network, golden, NULL, error);
  if (lines == NULL)
    return FALSE;

  text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      const ScopeVerifyLine *line = g_ptr_array_index (lines, i);

      append_line (text, line);
      n_over += line->status == SCOPE_VERIFY_OVER;
    }
  if (!scope_cli_print (text->str, error))
    return FALSE;
  if (n_over == 0)
    return TRUE;

  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_CONTRADICTION,
               g_dngettext (GETTEXT_PACKAGE, "%s: %u answer is farther from Keras’s than allowed.",
                            "%s: %u answers are farther from Keras’s than allowed.", n_over),
               argv[1], n_over);
  return FALSE;
}

const ScopeCommand scope_command_verify = {
  .name = "verify",
  .arguments = "MODEL GOLDEN.h5",
  .summary = N_ ("Runs stored inputs and compares with the stored answers of Keras"),
  .run = run,
};
