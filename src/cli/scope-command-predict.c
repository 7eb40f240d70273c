/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-error.h"
#include "scope-npy.h"
#include "scope-predict.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/*
 * A layer's name as a folder below the answers: a "/" in it separates folders. Parts that are empty, "." or ".." would lead
 * elsewhere.
 */
static gboolean
check_layer_path (const char *layer, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (layer, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || strcmp (parts[i], ".") == 0 || strcmp (parts[i], "..") == 0)
      {
        g_autofree char *place = g_strdup_printf (_ ("layer “%s”"), layer);

        scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place,
                         _ ("a part of the name that is empty, “.” or “..”"),
                         _ ("names that can be folders"),
                         _ ("Its trace cannot be written; leave out --trace for it."));
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_layers (ScopeModel *model, char **layers, GError **error)
{
  for (guint i = 0; layers != NULL && layers[i] != NULL; i++)
    {
      g_autoptr (ScopeGates) gates = scope_cli_find_gates (model, layers[i], error);

      if (gates == NULL || !check_layer_path (layers[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Writes OUTPUT/trace/LAYER/TRACK.npy, each (windows, steps, units). */
static gboolean
save_trace (ScopeTrace *trace, const char *output, GError **error)
{
  for (guint track = 0; track < scope_trace_get_n_tracks (trace); track++)
    {
      g_autofree char *name = g_strconcat (scope_trace_get_track_name (trace, track), ".npy", NULL);
      g_autofree char *path =
          g_build_filename (output, "trace", scope_trace_get_layer (trace), name, NULL);

      if (!scope_npy_write (path, scope_trace_get_track (trace, track), error))
        return FALSE;
    }
  return TRUE;
}

static gsize
count_not_finite (ScopeArray *array)
{
  const float *values = scope_array_get_data (array);
  gsize size = scope_array_get_size (array);
  gsize n = 0;

  for (gsize i = 0; i < size; i++)
    n += !isfinite (values[i]);
  return n;
}

/* What is no number goes through as it is; whoever reads the answers should know where it came from. */
static void
remark_on_input (ScopeArray *array, const char *path)
{
  gsize n = count_not_finite (array);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  name = g_filename_display_name (path);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%s: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                                       " values is NaN, infinite or larger than a float32 holds.",
                                       "%s: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                                       " values are NaN, infinite or larger than a float32 holds.",
                                       n),
                          name, n, scope_array_get_size (array));
  scope_cli_remark (text);
}

static void
remark_on_output (ScopeArray *array, guint index)
{
  gsize n = count_not_finite (array);
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE,
          "y%u.npy: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " answers is NaN or infinite.",
          "y%u.npy: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " answers are NaN or infinite.", n),
      index, n, scope_array_get_size (array));
  scope_cli_remark (text);
}

static GPtrArray *
read_inputs (char **paths, int n, GError **error)
{
  g_autoptr (GPtrArray) inputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);

  for (int i = 0; i < n; i++)
    {
      ScopeArray *array = scope_npy_read (paths[i], error);

      if (array == NULL)
        return NULL;
      remark_on_input (array, paths[i]);
      g_ptr_array_add (inputs, array);
    }
  return g_steal_pointer (&inputs);
}

/* The whole network; or, where traces are asked for and a layer stops the model, as much of it as they need. */
static ScopeNetwork *
compile (ScopeModel *model, char **layers, GError **error)
{
  g_autoptr (GError) own = NULL;
  g_autoptr (ScopeNetwork) whole = scope_network_new (model, &own);
  g_autoptr (ScopeNetwork) part = NULL;

  if (whole != NULL)
    return g_steal_pointer (&whole);
  if (layers != NULL && g_error_matches (own, SCOPE_ERROR, SCOPE_ERROR_UNSUPPORTED))
    part = scope_network_new_partial (model, NULL);
  for (guint i = 0; part != NULL && layers[i] != NULL; i++)
    if (!scope_network_can_trace (part, layers[i]))
      g_clear_pointer (&part, scope_network_unref);
  if (part == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  scope_cli_remark (_ ("Only the traces are written, and no answers:"));
  scope_cli_remark (own->message);
  return g_steal_pointer (&part);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  g_autofree char *output = NULL;
  g_auto (ScopeCliReading) reading = { 0 };
  g_auto (GStrv) layers = NULL;
  int threads = 0;
  const GOptionEntry options[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where the answers go: y0.npy …"),
      "FOLDER" },
    { "trace", 0, 0, G_OPTION_ARG_STRING_ARRAY, &layers,
      N_ ("Write the gates and states of this recurrent layer as well; may be repeated"), "LAYER" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_ ("Threads (default: one a processor)"), "N" },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (ScopeNetwork) network = NULL;
  g_autoptr (GPtrArray) inputs = NULL;
  g_autoptr (GPtrArray) outputs = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  ScopeRunOptions run_options = { 0 };

  if (!scope_cli_parse (&scope_command_predict, &argc, &argv, options, 2, -1, error)
      || !scope_cli_check_threads (threads, error))
    return FALSE;
  if (output == NULL)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("--output FOLDER is missing: where the answers go."));
      return FALSE;
    }

  model = scope_cli_open_model (argv[1], &reading, error);
  if (model == NULL || !check_layers (model, layers, error))
    return FALSE;
  network = compile (model, layers, error);
  if (network == NULL)
    return FALSE;
  inputs = read_inputs (argv + 2, argc - 2, error);
  if (inputs == NULL)
    return FALSE;

  outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);
  g_ptr_array_set_size (outputs, (int) scope_network_get_n_outputs (network));
  run_options.n_threads = (guint) threads;
  run_options.trace_layers = (const char *const *) layers;
  if (!scope_network_predict (network, (ScopeArray *const *) inputs->pdata, inputs->len,
                              &run_options, (ScopeArray **) outputs->pdata,
                              layers != NULL ? &traces : NULL, error))
    {
      g_ptr_array_set_free_func (outputs, NULL);
      return FALSE;
    }

  for (guint i = 0; i < outputs->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("y%u.npy", i);
      g_autofree char *path = g_build_filename (output, name, NULL);

      if (!scope_npy_write (path, g_ptr_array_index (outputs, i), error))
        return FALSE;
      remark_on_output (g_ptr_array_index (outputs, i), i);
    }
  for (guint i = 0; traces != NULL && i < traces->len; i++)
    if (!save_trace (g_ptr_array_index (traces, i), output, error))
      return FALSE;
  return TRUE;
}

const ScopeCommand scope_command_predict = {
  .name = "predict",
  .arguments = "MODEL X0.npy [X1.npy …]",
  .summary = N_ ("The network’s answers to arrays, with gates and states if asked"),
  .run = run,
};
