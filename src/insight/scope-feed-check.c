/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-feed-check.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>

static gboolean
fail (ScopeFeed *feed, GError **error, char *found, char *expected, const char *advice)
{
  scope_error_set (error, SCOPE_ERROR_RECIPE, scope_series_get_name (scope_feed_get_series (feed)),
                   found, expected, advice);
  g_free (found);
  g_free (expected);
  return FALSE;
}

static gboolean
check_target (ScopeFeed *feed, ScopeNetwork *network, guint target, GError **error)
{
  guint output = scope_feed_get_target_output (feed, target);
  gsize index = scope_feed_get_target_output_index (feed, target);
  gsize dims[SCOPE_ARRAY_MAX_DIMS], size;
  guint n_dims;

  if (output >= scope_network_get_n_outputs (network))
    return fail (feed, error,
                 g_strdup_printf (_ ("target “%s” is number %u of the outputs"),
                                  scope_feed_get_target_name (feed, target), output),
                 g_strdup_printf (_ ("at most %u"), scope_network_get_n_outputs (network) - 1),
                 _ ("correct the recipe’s targets"));

  n_dims = scope_network_get_output_dims (network, output, scope_feed_get_window (feed), dims);
  if (!scope_array_count (n_dims, dims, &size) || index >= size)
    return fail (feed, error,
                 g_strdup_printf (_ ("target “%s” is number %" G_GSIZE_FORMAT " of an output"),
                                  scope_feed_get_target_name (feed, target), index),
                 g_strdup_printf (_ ("at most %" G_GSIZE_FORMAT), size - 1),
                 _ ("correct the recipe’s targets"));
  return TRUE;
}

gboolean
scope_feed_check_network (ScopeFeed *feed, ScopeNetwork *network, GError **error)
{
  guint n_features, window;

  g_return_val_if_fail (feed != NULL, FALSE);
  g_return_val_if_fail (network != NULL, FALSE);

  if (scope_network_get_n_inputs (network) != 1)
    {
      g_autofree char *found =
          g_strdup_printf (ngettext ("the model has %u input", "the model has %u inputs",
                                     scope_network_get_n_inputs (network)),
                           scope_network_get_n_inputs (network));

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED,
                       scope_model_get_file_name (scope_network_get_model (network)), found,
                       _ ("one input, as one table can feed one"),
                       _ ("run it on arrays with gatescope-cli predict"));
      return FALSE;
    }

  n_features = scope_feed_get_n_features (feed);
  if (scope_network_get_row_size (network, 0) != n_features)
    return fail (feed, error, g_strdup_printf (_ ("the recipe has %u features"), n_features),
                 g_strdup_printf ("%" G_GSIZE_FORMAT, scope_network_get_row_size (network, 0)),
                 _ ("give every feature of the model a column"));

  window = scope_network_get_window (network);
  if (window != 0 && scope_feed_get_window (feed) != window)
    return fail (feed, error,
                 g_strdup_printf (_ ("the recipe’s window has %" G_GSIZE_FORMAT " rows"),
                                  scope_feed_get_window (feed)),
                 g_strdup_printf ("%u", window), _ ("correct the recipe’s window"));

  for (guint target = 0; target < scope_feed_get_n_targets (feed); target++)
    if (!check_target (feed, network, target, error))
      return FALSE;
  return TRUE;
}

float
scope_feed_read_output (ScopeFeed *feed, guint target, ScopeArray *const *outputs, gsize index)
{
  ScopeArray *output;
  gsize size;

  g_return_val_if_fail (feed != NULL, NAN);
  g_return_val_if_fail (outputs != NULL, NAN);

  output = outputs[scope_feed_get_target_output (feed, target)];
  size = scope_array_get_size (output) / scope_array_get_dim (output, 0);
  return scope_array_get_data (
      output)[index * size + scope_feed_get_target_output_index (feed, target)];
}

double
scope_feed_read_target (ScopeFeed *feed, guint target, ScopeArray *const *outputs, gsize index)
{
  return scope_feed_invert (feed, target, scope_feed_read_output (feed, target, outputs, index));
}
