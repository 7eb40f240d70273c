/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-predict.h"

#include "scope-error.h"

#include <glib/gi18n.h>

/* Rows of a window of @array: 1 where a window is one row, dimension 1 where it has time steps; 0 where its rows have not
 * the size that the input asks for. */
static gsize
find_window (ScopeNetwork *self, guint input, const ScopeArray *array)
{
  gsize n = scope_array_get_n_dims (array) > 0 ? scope_array_get_dim (array, 0) : 0;
  gsize row_size = scope_network_get_row_size (self, input);
  gsize size = n > 0 ? scope_array_get_size (array) / n : 0;

  if (n == 0 || size == 0 || row_size == 0 || size % row_size != 0)
    return 0;
  if (scope_network_get_window (self) == 1 && size == row_size)
    return 1;
  if (scope_array_get_n_dims (array) < 2 || scope_array_get_dim (array, 1) != size / row_size)
    return 0;
  return size / row_size;
}

static void
set_shape_error (ScopeNetwork *self, guint input, const ScopeArray *array, GError **error)
{
  ScopeModel *model = scope_network_get_model (self);
  const ScopeTensor *tensor = scope_model_get_input (model, input);
  ScopeLayer *layer = scope_model_get_layer (model, tensor->layer);
  g_autofree char *place =
      g_strdup_printf (_ ("%s, input %u (“%s”)"), scope_model_get_file_name (model), input,
                       scope_layer_get_name (layer));
  g_autofree char *shape = scope_array_dup_shape_text (array);
  g_autofree char *found = g_strdup_printf (_ ("an array of shape %s"), shape);
  g_autofree char *expected = scope_layer_dup_output_text (layer);

  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, place, found, expected,
                   _ ("Give an array whose first dimension counts the windows."));
}

/* The array as (windows · window, numbers of a row). Shares the numbers. */
static ScopeArray *
make_rows (ScopeArray *array, gsize window)
{
  gsize n_rows = scope_array_get_dim (array, 0) * window;
  gsize dims[2] = { n_rows, scope_array_get_size (array) / n_rows };
  g_autoptr (GBytes) owner = g_bytes_new_with_free_func (
      scope_array_get_data (array), scope_array_get_size (array) * sizeof (float),
      (GDestroyNotify) scope_array_unref, scope_array_ref (array));

  return scope_array_new_wrap (2, dims, scope_array_get_data (array), NULL, owner);
}

gboolean
scope_network_predict (ScopeNetwork *self, ScopeArray *const *inputs, guint n_inputs,
                       const ScopeRunOptions *options, ScopeArray **outputs, GPtrArray **traces,
                       GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree gsize *starts = NULL;
  gsize n = 0;
  gsize window = 0;
  ScopeBatch batch = { 0 };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (inputs != NULL && outputs != NULL, FALSE);

  if (n_inputs != scope_network_get_n_inputs (self))
    {
      g_autofree char *found = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u array", "%u arrays", n_inputs), n_inputs);
      guint expected_n = scope_network_get_n_inputs (self);
      g_autofree char *expected =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "one for the model’s %u input",
                                        "one for each of the model’s %u inputs", expected_n),
                           expected_n);

      scope_error_set (error, SCOPE_ERROR_CONTRADICTION,
                       scope_model_get_file_name (scope_network_get_model (self)), found, expected,
                       NULL);
      return FALSE;
    }

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);
  for (guint i = 0; i < n_inputs; i++)
    {
      gsize found = find_window (self, i, inputs[i]);
      ScopeArray *made;

      if (found == 0 || (i > 0 && (found != window || scope_array_get_dim (inputs[i], 0) != n)))
        {
          set_shape_error (self, i, inputs[i], error);
          return FALSE;
        }
      window = found;
      n = scope_array_get_dim (inputs[i], 0);
      made = make_rows (inputs[i], window);
      if (made == NULL)
        {
          set_shape_error (self, i, inputs[i], error);
          return FALSE;
        }
      g_ptr_array_add (rows, made);
    }

  starts = g_new (gsize, n);
  for (gsize i = 0; i < n; i++)
    starts[i] = i * window;

  batch.inputs = (ScopeArray *const *) rows->pdata;
  batch.n_inputs = n_inputs;
  batch.starts = starts;
  batch.n_windows = n;
  batch.window = window;
  return scope_network_run (self, &batch, options, outputs, traces, error);
}
