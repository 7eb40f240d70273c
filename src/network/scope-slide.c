/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-slide.h"

#include "scope-axes.h"
#include "scope-layer-step.h"

#include <glib/gi18n.h>
#include <string.h>

guint
scope_slide_get_space (ScopeLayer *layer)
{
  const char *digit = strpbrk (scope_layer_get_class (layer), "123");

  return digit != NULL ? (guint) (*digit - '0') : 1;
}

/* Places before the first of the input that the first window looks at. TensorFlow shares what is missing out evenly; Theano
 * fills up by the window alone (K@1.2.2 theano_backend.py conv2d and pool2d, border_mode "half" and padding). */
static gint64
get_left (const ScopeSlide *self, ScopeLayer *layer, ScopeSlideKind kind, guint axis)
{
  const char *padding = scope_layer_get_string (layer, "padding", "valid");
  gint64 span = (self->size[axis] - 1) * self->dilation[axis] + 1;

  if (strcmp (padding, "causal") == 0 || strcmp (padding, "full") == 0)
    return span - 1;
  if (strcmp (padding, "same") != 0)
    return 0;
  if (scope_layer_is_theano (layer) && kind == SCOPE_SLIDE_CONVOLUTION)
    return span / 2;
  if (scope_layer_is_theano (layer) && kind == SCOPE_SLIDE_POOL)
    return MAX (0, span % 2 == 1 ? span - 2 : span - 1);
  return MAX (0, (self->out[axis] - 1) * self->stride[axis] + span - self->in[axis]) / 2;
}

void
scope_slide_init (ScopeSlide *self, ScopeLayer *layer, ScopeSlideKind kind, const ScopeShape *input,
                  const ScopeShape *output)
{
  const char *key = kind == SCOPE_SLIDE_POOL ? "pool_size" : "kernel_size";
  gboolean first = scope_layer_has_channels_first (layer);
  gsize in_strides[SCOPE_ARRAY_MAX_DIMS];
  gsize out_strides[SCOPE_ARRAY_MAX_DIMS];
  guint channels = first ? 1 : input->n_dims - 1;
  gint64 strides[SCOPE_SLIDE_MAX_SPACE];

  *self = (ScopeSlide){ .space = input->n_dims - 2 };
  scope_layer_get_sizes (layer, key, self->space, kind == SCOPE_SLIDE_POOL ? 2 : 1, self->size);
  scope_layer_get_sizes (layer, "strides", self->space, SCOPE_DIM_FREE, strides);
  scope_layer_get_sizes (layer, "dilation_rate", self->space, 1, self->dilation);
  scope_shape_get_strides (input, in_strides);
  scope_shape_get_strides (output, out_strides);

  for (guint i = 0; i < self->space; i++)
    {
      guint dim = first ? i + 2 : i + 1;

      self->in[i] = input->dims[dim];
      self->out[i] = output->dims[dim];
      self->in_step[i] = in_strides[dim];
      self->out_step[i] = out_strides[dim];
      /* A pool without strides moves by its own size; a convolution by one. */
      self->stride[i] = strides[i] != SCOPE_DIM_FREE ? strides[i]
                        : kind == SCOPE_SLIDE_POOL   ? self->size[i]
                                                     : 1;
      self->left[i] = get_left (self, layer, kind, i);
    }
  self->n_channels = (gsize) input->dims[channels];
  self->n_made = (gsize) output->dims[channels];
  self->in_channel_step = in_strides[channels];
  self->out_channel_step = out_strides[channels];
}

gboolean
scope_slide_check_sizes (ScopeLayer *layer, const char *key, char **why)
{
  gint64 sizes[SCOPE_SLIDE_MAX_SPACE];
  guint space = scope_slide_get_space (layer);
  gint64 product = 1;

  scope_layer_get_sizes (layer, key, space, 2, sizes);
  for (guint i = 0; i < space; i++)
    {
      if (sizes[i] < 1 || sizes[i] > G_MAXINT32 / product)
        {
          *why = g_strdup_printf (_ ("Its %s holds no size or too large a one."), key);
          return FALSE;
        }
      product *= sizes[i];
    }
  return TRUE;
}

static gsize
count (const gint64 *lengths, guint n)
{
  gsize product = 1;

  for (guint i = 0; i < n; i++)
    product *= (gsize) lengths[i];
  return product;
}

gsize
scope_slide_count_places (const ScopeSlide *self)
{
  return count (self->out, self->space);
}

gsize
scope_slide_count_looks (const ScopeSlide *self)
{
  return count (self->size, self->space);
}

/* A number in row-major order as coordinates. */
static void
split (const gint64 *lengths, guint n, gsize number, gint64 *place)
{
  for (guint i = n; i-- > 0;)
    {
      place[i] = (gint64) (number % (gsize) lengths[i]);
      number /= (gsize) lengths[i];
    }
}

gsize
scope_slide_get_place (const ScopeSlide *self, gsize place)
{
  gint64 at[SCOPE_SLIDE_MAX_SPACE];
  gsize offset = 0;

  split (self->out, self->space, place, at);
  for (guint i = 0; i < self->space; i++)
    offset += (gsize) at[i] * self->out_step[i];
  return offset;
}

void
scope_slide_list (const ScopeSlide *self, gsize place, gsize *offsets)
{
  gint64 at[SCOPE_SLIDE_MAX_SPACE];
  gint64 look[SCOPE_SLIDE_MAX_SPACE] = { 0 };
  gsize n = scope_slide_count_looks (self);

  split (self->out, self->space, place, at);
  for (gsize k = 0; k < n; k++)
    {
      gsize offset = 0;

      for (guint i = 0; i < self->space; i++)
        {
          gint64 x = at[i] * self->stride[i] - self->left[i] + look[i] * self->dilation[i];

          if (x < 0 || x >= self->in[i])
            {
              offset = G_MAXSIZE;
              break;
            }
          offset += (gsize) x * self->in_step[i];
        }
      offsets[k] = offset;

      for (guint i = self->space; i-- > 0;)
        {
          if (++look[i] < self->size[i])
            break;
          look[i] = 0;
        }
    }
}

/* Classes whose kernels Theano turns round, K@2.3.1 saving.py. */
static gboolean
is_turned (ScopeLayer *layer)
{
  static const char *const names[] = { "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose",
                                       "ConvLSTM2D" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], scope_layer_get_class (layer)) == 0)
      return scope_layer_is_theano (layer);
  return FALSE;
}

/* Which axis of the file's array each axis of Keras 2's kernel is; as many as that has. Keras 1 keeps a Conv1D's in two dimensions of
 * space, filters first up to 1.0.8, and others' filters first where channels are. */
static guint
find_order (ScopeLayer *layer, const ScopeArray *kernel, guint n_spatial, guint *order)
{
  guint n_dims = scope_array_get_n_dims (kernel);
  gboolean old = scope_layer_get_keras (layer) < SCOPE_KERAS (2, 0, 0);
  gboolean first = scope_layer_has_channels_first (layer);
  gint64 size = 0;

  if (old && strcmp (scope_layer_get_class (layer), "Conv1D") == 0 && n_dims == 4)
    {
      gsize filters = scope_layer_get_units (layer);

      scope_layer_get_sizes (layer, "kernel_size", 1, 0, &size);
      if (scope_array_get_dim (kernel, 0) == (gsize) size && scope_array_get_dim (kernel, 1) == 1
          && scope_array_get_dim (kernel, 3) == filters)
        memcpy (order, (guint[]){ 0, 2, 3 }, 3 * sizeof *order);
      else
        memcpy (order, (guint[]){ 2, 1, 0 }, 3 * sizeof *order);
      return 3;
    }

  for (guint i = 0; i < n_dims; i++)
    order[i] = i;
  if (!old || n_dims != n_spatial + 2
      || g_str_has_prefix (scope_layer_get_class (layer), "ConvLSTM"))
    return n_dims;

  if (strcmp (scope_layer_get_class (layer), "Conv2DTranspose") == 0)
    memcpy (order, first ? (guint[]){ 2, 3, 0, 1 } : (guint[]){ 0, 1, 3, 2 }, 4 * sizeof *order);
  else if (first)
    {
      for (guint i = 0; i < n_spatial; i++)
        order[i] = i + 2;
      order[n_spatial] = 1;
      order[n_spatial + 1] = 0;
    }
  return n_dims;
}

float *
scope_slide_dup_kernel (ScopeLayer *layer, const ScopeArray *kernel, guint n_spatial, gsize *dims,
                        char **why)
{
  guint order[SCOPE_ARRAY_MAX_DIMS];
  guint n_dims = find_order (layer, kernel, n_spatial, order);
  gboolean turned = is_turned (layer);
  gsize strides[SCOPE_ARRAY_MAX_DIMS];
  gsize place[SCOPE_ARRAY_MAX_DIMS] = { 0 };
  gsize stride = 1;
  gsize n = scope_array_get_size (kernel);
  float *numbers;

  if (n_dims != n_spatial + 2 || n == 0)
    {
      g_autofree char *text = scope_array_dup_shape_text (kernel);

      *why = g_strdup_printf (_ ("Its kernel has the shape %s, where %u dimensions are expected."),
                              text, n_spatial + 2);
      return NULL;
    }

  for (guint i = scope_array_get_n_dims (kernel); i-- > 0;)
    {
      strides[i] = stride;
      stride *= scope_array_get_dim (kernel, i);
    }
  for (guint i = 0; i < n_dims; i++)
    dims[i] = scope_array_get_dim (kernel, order[i]);

  numbers = g_try_new (float, n);
  if (numbers == NULL)
    {
      *why = g_strdup (_ ("Its kernel is larger than this machine has memory for."));
      return NULL;
    }
  for (gsize k = 0; k < n; k++)
    {
      gsize from = 0;

      for (guint i = 0; i < n_dims; i++)
        from += (turned && i < n_spatial ? dims[i] - 1 - place[i] : place[i]) * strides[order[i]];
      numbers[k] = scope_array_get_data (kernel)[from];

      for (guint i = n_dims; i-- > 0;)
        {
          if (++place[i] < dims[i])
            break;
          place[i] = 0;
        }
    }
  return numbers;
}
