/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-predict.h"

#include "scope-error.h"
#include "scope-exchange.h"
#include "scope-network-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* The array's dimensions as the input has them, the windows first: FALSE where they do not fit. */
static gboolean
find_dims (const ScopeArray *array, const ScopeShape *shape, gsize *dims)
{
  guint n_dims = scope_array_get_n_dims (array);
  gint64 size = scope_shape_product (shape, 1);
  gboolean one_feature = shape->n_dims == 3 && shape->dims[2] == 1;

  if (n_dims == 0 || scope_array_get_size (array) == 0)
    return FALSE;

  for (guint i = 0; i < n_dims; i++)
    dims[i] = scope_array_get_dim (array, i);
  if (n_dims == 2 && one_feature)
    dims[2] = 1;
  /* As many numbers, though their dimensions are written down otherwise. */
  else if (n_dims != shape->n_dims && size > 0
           && scope_array_get_size (array) / dims[0] == (gsize) size)
    for (guint i = 1; i < shape->n_dims; i++)
      dims[i] = (gsize) shape->dims[i];
  else if (n_dims != shape->n_dims)
    return FALSE;

  for (guint i = 1; i < shape->n_dims; i++)
    if (shape->dims[i] != SCOPE_DIM_FREE && (gsize) shape->dims[i] != dims[i])
      return FALSE;
  return TRUE;
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
                   _ ("Give each input an array whose first dimension counts the windows, the same "
                      "number for all."));
}

/* The windows as rows: window w begins at row w · @spacing, the longest window of any input; those of an input with shorter ones
 * have rows between them that nobody reads. Shares the numbers where there are none. */
static ScopeArray *
make_rows (ScopeArray *array, const gsize *dims, guint n_dims, gsize spacing)
{
  guint n_fixed = n_dims < 3 ? 1 : 2;
  gsize window = n_fixed > 1 ? dims[1] : 1;
  gsize row_dims[SCOPE_ARRAY_MAX_DIMS];
  gsize row = 1;
  ScopeArray *rows;

  if (!g_size_checked_mul (&row_dims[0], dims[0], spacing))
    return NULL;
  for (guint i = n_fixed; i < n_dims; i++)
    {
      row_dims[i - n_fixed + 1] = dims[i];
      row *= dims[i];
    }

  if (window == spacing)
    {
      g_autoptr (GBytes) owner = g_bytes_new_with_free_func (
          scope_array_get_data (array), scope_array_get_size (array) * sizeof (float),
          (GDestroyNotify) scope_array_unref, scope_array_ref (array));

      return scope_array_new_wrap (n_dims - n_fixed + 1, row_dims, scope_array_get_data (array),
                                   NULL, owner);
    }

  rows = scope_array_new (n_dims - n_fixed + 1, row_dims);
  for (gsize w = 0; rows != NULL && w < dims[0]; w++)
    memcpy (scope_array_get_writable (rows) + w * spacing * row,
            scope_array_get_data (array) + w * window * row, window * row * sizeof (float));
  return rows;
}

/* Fills @rows and @windows; the windows' number and distance come back. */
static gboolean
lay_out (ScopeNetwork *self, ScopeArray *const *inputs, GPtrArray *rows, gsize *windows,
         gsize *n_windows, gsize *spacing, GError **error)
{
  guint n_inputs = scope_network_get_n_inputs (self);
  g_autofree gsize *dims = g_new0 (gsize, n_inputs * SCOPE_ARRAY_MAX_DIMS);

  *spacing = 1;
  for (guint i = 0; i < n_inputs; i++)
    {
      gsize *own = dims + i * SCOPE_ARRAY_MAX_DIMS;
      const ScopeShape *shape = scope_network_get_input_shape (self, i);

      if (!find_dims (inputs[i], shape, own) || own[0] != scope_array_get_dim (inputs[0], 0))
        {
          set_shape_error (self, i, inputs[i], error);
          return FALSE;
        }
      windows[i] = shape->n_dims < 3 ? 1 : own[1];
      *spacing = MAX (*spacing, windows[i]);
    }
  *n_windows = scope_array_get_dim (inputs[0], 0);

  for (guint i = 0; i < n_inputs; i++)
    {
      ScopeArray *made = make_rows (inputs[i], dims + i * SCOPE_ARRAY_MAX_DIMS,
                                    scope_network_get_input_shape (self, i)->n_dims, *spacing);

      if (made == NULL)
        {
          set_shape_error (self, i, inputs[i], error);
          return FALSE;
        }
      g_ptr_array_add (rows, made);
    }
  return TRUE;
}

gboolean
scope_network_predict (ScopeNetwork *self, ScopeArray *const *inputs, guint n_inputs,
                       const ScopeRunOptions *options, ScopeArray **outputs, GPtrArray **traces,
                       GError **error)
{
  g_autoptr (GPtrArray) given = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree gsize *starts = NULL;
  g_autofree gsize *windows = NULL;
  gsize n = 0;
  gsize spacing = 1;
  ScopeBatch batch = { 0 };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (inputs != NULL, FALSE);
  g_return_val_if_fail (outputs != NULL || scope_network_get_n_outputs (self) == 0, FALSE);

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

  given = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);
  for (guint i = 0; i < n_inputs; i++)
    {
      ScopeArray *exchanged = scope_exchange_axes (self, inputs[i]);

      if (exchanged == NULL)
        {
          set_shape_error (self, i, inputs[i], error);
          return FALSE;
        }
      g_ptr_array_add (given, exchanged);
    }
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);
  windows = g_new0 (gsize, n_inputs + 1);
  if (!lay_out (self, (ScopeArray *const *) given->pdata, rows, windows, &n, &spacing, error))
    return FALSE;
  starts = g_new (gsize, n);
  for (gsize i = 0; i < n; i++)
    starts[i] = i * spacing;

  batch.inputs = (ScopeArray *const *) rows->pdata;
  batch.n_inputs = n_inputs;
  batch.starts = starts;
  batch.n_windows = n;
  batch.window = windows[0];
  batch.windows = windows;
  if (!scope_network_run (self, &batch, options, outputs, traces, error))
    return FALSE;
  for (guint i = 0; i < scope_network_get_n_outputs (self); i++)
    {
      g_autoptr (ScopeArray) made = outputs[i];

      outputs[i] = scope_exchange_axes (self, made);
      if (outputs[i] == NULL)
        outputs[i] = g_steal_pointer (&made);
    }
  return TRUE;
}
