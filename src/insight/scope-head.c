/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-head.h"

#include "scope-gates.h"
#include "scope-head-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Longest chain of layers that is followed: a graph with a circle in it ends the search. */
#define MAX_STEPS 1000

/* One block of the row: a kernel, or one gate's W of one direction. */
typedef struct
{
  ScopeMatrixView view;
  guint gate;
  gboolean is_gate;
  const char *direction; /* NULL, or "forward", "backward" */
} Part;

struct _ScopeHead
{
  gatomicrefcount ref_count;
  ScopeModel *model; /* owns all arrays but those of gates */
  GPtrArray *gates;
  char *layer;
  GArray *parts;   /* of Part */
  guint width;     /* rows of a reader's matrix: all that the layer answers */
  guint first_row; /* of its units */
  guint n_units;
  guint n_values;
};

G_DEFINE_BOXED_TYPE (ScopeHead, scope_head, scope_head_ref, scope_head_unref)

/* Layers that hand each unit on by itself, with its place among the units. */
static gboolean
passes_units_on (ScopeLayer *layer)
{
  static const char *const classes[] = {
    "Dropout",
    "SpatialDropout1D",
    "GaussianDropout",
    "GaussianNoise",
    "AlphaDropout",
    "ActivityRegularization",
    "BatchNormalization",
    "LayerNormalization",
    "LeakyReLU",
    "ReLU",
    "ELU",
    "PReLU",
    "ThresholdedReLU",
    "RepeatVector",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
    "AveragePooling1D",
    "MaxPooling1D",
    "Masking",
    "Identity",
    NULL,
  };
  const char *name = scope_layer_get_class (layer);

  if (g_strv_contains (classes, name))
    return TRUE;

  if (g_str_equal (name, "Activation"))
    {
      ScopeActivation activation;

      return scope_layer_get_activation (layer, "activation", &activation)
             && scope_activation_is_elementwise (&activation);
    }

  if (g_str_equal (name, "Flatten"))
    {
      const gint64 *dims;
      guint n_dims = scope_layer_get_input_dims (layer, &dims);

      /* (batch, units), or a single step: flattened, a unit keeps its place. */
      return n_dims == 2 || (n_dims == 3 && dims[1] == 1);
    }
  return FALSE;
}

/* Whether @source's answer is what @layer is given; its states, given as first states, are not. */
static gboolean
reads (ScopeLayer *layer, guint source)
{
  for (guint call = 0; call < scope_layer_get_n_calls (layer); call++)
    if (scope_layer_get_n_feeds (layer, call) > 0)
      {
        const ScopeTensor *feed = scope_layer_get_feed (layer, call, 0);

        if (feed->layer == source && feed->tensor == 0)
          return TRUE;
      }
  return FALSE;
}

static gboolean
add_part (ScopeHead *self, ScopeMatrixView view, gboolean is_gate, guint gate,
          const char *direction)
{
  Part part = { view, gate, is_gate, direction };

  if (view.data == NULL || view.n_rows != self->width)
    return FALSE;
  g_array_append_val (self->parts, part);
  self->n_values += view.n_columns;
  return TRUE;
}

static gboolean
add_recurrent (ScopeHead *self, ScopeLayer *layer, const char *direction)
{
  g_autoptr (ScopeGates) gates = scope_gates_new (layer, NULL);

  if (gates == NULL)
    return FALSE;
  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    if (!add_part (self, scope_gates_get_view (gates, gate, SCOPE_MATRIX_W), TRUE, gate, direction))
      return FALSE;
  g_ptr_array_add (self->gates, g_steal_pointer (&gates));
  return TRUE;
}

static gboolean
add_dense (ScopeHead *self, ScopeLayer *layer)
{
  ScopeArray *kernel = scope_layer_get_array (layer, "kernel");
  ScopeMatrixView view = { 0 };

  if (kernel == NULL || scope_array_get_n_dims (kernel) != 2)
    return FALSE;
  view.data = scope_array_get_data (kernel);
  view.n_rows = scope_array_get_dim (kernel, 0);
  view.n_columns = scope_array_get_dim (kernel, 1);
  view.row_stride = view.n_columns;
  return add_part (self, view, FALSE, 0, NULL);
}

/* Fills the parts from a layer with weights; FALSE where it has no plain row for a unit. */
static gboolean
add_reader (ScopeHead *self, ScopeLayer *layer)
{
  const char *name = scope_layer_get_class (layer);

  if (g_str_equal (name, "Dense"))
    return add_dense (self, layer);
  if (scope_layer_is_recurrent (layer))
    return add_recurrent (self, layer, NULL);
  if (g_str_equal (name, "Bidirectional") && scope_layer_get_n_children (layer) == 2)
    return add_recurrent (self, scope_layer_get_child (layer, 0), "forward")
           && add_recurrent (self, scope_layer_get_child (layer, 1), "backward");
  if (g_str_equal (name, "TimeDistributed") && scope_layer_get_n_children (layer) == 1)
    return add_reader (self, scope_layer_get_child (layer, 0));
  return FALSE;
}

gboolean
scope_head_find_source (ScopeModel *model, const char *path, ScopeHeadSource *source)
{
  ScopeLayer *layer = scope_model_find_layer (model, path);

  if (layer == NULL || scope_layer_get_units (layer) == 0)
    return FALSE;
  source->n_units = scope_layer_get_units (layer);
  source->width = source->n_units;
  source->first = 0;
  source->factor = 1;

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    {
      ScopeLayer *top = scope_model_get_layer (model, i);
      const char *name = scope_layer_get_class (top);

      source->layer = i;
      if (top == layer)
        return TRUE;

      for (guint k = 0; k < scope_layer_get_n_children (top); k++)
        if (scope_layer_get_child (top, k) == layer)
          {
            const char *mode;

            if (g_str_equal (name, "RNN") || g_str_equal (name, "TimeDistributed"))
              return TRUE;
            if (!g_str_equal (name, "Bidirectional"))
              return FALSE;
            mode = scope_layer_get_string (top, "merge_mode", "concat");
            if (g_str_equal (mode, "concat"))
              {
                source->first = k * source->n_units;
                source->width = 2 * source->n_units;
                return TRUE;
              }
            source->factor = g_str_equal (mode, "ave") ? 0.5 : 1;
            return g_str_equal (mode, "sum") || g_str_equal (mode, "ave");
          }
    }
  return FALSE;
}

/* The first layer after @source, in the model's order, that reads it with weights. */
static gboolean
follow (ScopeHead *self, guint source, guint depth)
{
  if (depth > MAX_STEPS)
    return FALSE;

  for (guint i = 0; i < scope_model_get_n_layers (self->model); i++)
    {
      ScopeLayer *layer = scope_model_get_layer (self->model, i);

      if (!reads (layer, source))
        continue;
      if (passes_units_on (layer))
        {
          if (follow (self, i, depth + 1))
            return TRUE;
          continue;
        }
      if (add_reader (self, layer))
        {
          self->layer = g_strdup (scope_layer_get_name (layer));
          return TRUE;
        }
      g_array_set_size (self->parts, 0);
      g_ptr_array_set_size (self->gates, 0);
      self->n_values = 0;
    }
  return FALSE;
}

ScopeHead *
scope_head_find (ScopeModel *model, const char *layer)
{
  g_autoptr (ScopeHead) self = NULL;
  ScopeHeadSource source;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  self = g_new0 (ScopeHead, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->model = scope_model_ref (model);
  self->gates = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_gates_unref);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));

  if (!scope_head_find_source (model, layer, &source))
    return NULL;
  self->n_units = source.n_units;
  self->first_row = source.first;
  self->width = source.width;
  if (!follow (self, source.layer, 0))
    return NULL;
  return g_steal_pointer (&self);
}

ScopeHead *
scope_head_ref (ScopeHead *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_head_unref (ScopeHead *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  scope_model_unref (self->model);
  g_ptr_array_unref (self->gates);
  g_array_unref (self->parts);
  g_free (self->layer);
  g_free (self);
}

const char *
scope_head_get_layer (ScopeHead *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->layer;
}

gboolean
scope_head_is_recurrent (ScopeHead *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->gates->len > 0;
}

guint
scope_head_get_n_units (ScopeHead *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

guint
scope_head_get_n_values (ScopeHead *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_values;
}

/* The part that holds value @value of a row, and its column there. */
static const Part *
find_part (ScopeHead *self, guint value, guint *part_index, guint *column)
{
  *column = value;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      *part_index = i;
      if (*column < part->view.n_columns)
        return part;
      *column -= part->view.n_columns;
    }
  g_assert_not_reached ();
}

float
scope_head_get (ScopeHead *self, guint unit, guint value)
{
  const Part *part;
  guint index, column;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (unit < self->n_units && value < self->n_values, NAN);

  part = find_part (self, value, &index, &column);
  return part->view.data[(self->first_row + unit) * part->view.row_stride + column];
}

char *
scope_head_dup_value_title (ScopeHead *self, guint value)
{
  const Part *part;
  const char *letter;
  ScopeGates *gates;
  guint index, column;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (value < self->n_values, NULL);

  part = find_part (self, value, &index, &column);
  if (!part->is_gate)
    return g_strdup_printf (_ ("output %u"), column);

  gates = g_ptr_array_index (
      self->gates, part->direction == NULL ? 0 : g_str_equal (part->direction, "backward"));
  letter = scope_gates_get_letter (gates, part->gate);
  if (part->direction == NULL)
    /* Translators: a gate's letter and the number of a unit. */
    return g_strdup_printf (_ ("%s, unit %u"), letter, column);
  if (g_str_equal (part->direction, "forward"))
    /* Translators: of the half of a bidirectional layer that goes forward; a gate's letter and a unit. */
    return g_strdup_printf (_ ("forward %s, unit %u"), letter, column);
  return g_strdup_printf (_ ("backward %s, unit %u"), letter, column);
}

double
scope_head_get_norm (ScopeHead *self, guint unit)
{
  double sum = 0;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (unit < self->n_units, NAN);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      const float *row = part->view.data + (self->first_row + unit) * part->view.row_stride;

      for (gsize column = 0; column < part->view.n_columns; column++)
        sum += (double) row[column] * row[column];
    }
  return sqrt (sum);
}
