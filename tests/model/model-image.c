/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-image.h"

#include "scope-image-writer.h"

#include <string.h>

struct _ModelImage
{
  char *container;
  GPtrArray *texts;   /* name, text */
  GVariantDict *root; /* attributes */
  GPtrArray *layers;  /* names */
  GPtrArray *lists;   /* for each layer its weights' names (GPtrArray) */
  GPtrArray *groups;  /* paths */
  GPtrArray *arrays;  /* path, shape; a path that begins with "+" is relative to the layers' root */
};

ModelImage *
model_image_new (const char *container)
{
  ModelImage *self = g_new0 (ModelImage, 1);

  self->container = g_strdup (container);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->root = g_variant_dict_new (NULL);
  self->layers = g_ptr_array_new_with_free_func (g_free);
  self->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->groups = g_ptr_array_new_with_free_func (g_free);
  self->arrays = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
model_image_free (ModelImage *self)
{
  g_free (self->container);
  g_ptr_array_unref (self->texts);
  g_variant_dict_unref (self->root);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

void
model_image_set_text (ModelImage *self, const char *name, const char *text)
{
  g_ptr_array_add (self->texts, g_strdup (name));
  g_ptr_array_add (self->texts, g_strdup (text));
}

void
model_image_set_root_string (ModelImage *self, const char *name, const char *value)
{
  g_variant_dict_insert (self->root, name, "s", value);
}

static void
begin_layer (ModelImage *self, const char *name)
{
  g_ptr_array_add (self->layers, g_strdup (name));
  g_ptr_array_add (self->lists, g_ptr_array_new_with_free_func (g_free));
}

static void
add_weight (ModelImage *self, const char *name, const char *shape)
{
  const char *layer = g_ptr_array_index (self->layers, self->layers->len - 1);

  g_ptr_array_add (g_ptr_array_index (self->lists, self->lists->len - 1), g_strdup (name));
  g_ptr_array_add (self->arrays, g_strdup_printf ("+/%s/%s", layer, name));
  g_ptr_array_add (self->arrays, g_strdup (shape));
}

void
model_image_add_layer (ModelImage *self, const char *name, ...)
{
  va_list args;
  const char *weight;

  begin_layer (self, name);
  va_start (args, name);
  while ((weight = va_arg (args, const char *)) != NULL)
    add_weight (self, weight, va_arg (args, const char *));
  va_end (args);
}

void
model_image_add_group (ModelImage *self, const char *path)
{
  g_ptr_array_add (self->groups, g_strdup (path));
}

void
model_image_add_array (ModelImage *self, const char *path, const char *shape)
{
  g_ptr_array_add (self->arrays, g_strdup (path));
  g_ptr_array_add (self->arrays, g_strdup (shape));
}

static void
write_array (ScopeImageWriter *writer, const char *path, const char *shape)
{
  g_auto (GStrv) parts = g_strsplit (shape, "x", -1);
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  guint n_dims = 0;
  gsize n = 1;
  g_autofree float *values = NULL;

  for (; parts[n_dims] != NULL && *parts[n_dims] != '\0'; n_dims++)
    {
      dims[n_dims] = (gsize) g_ascii_strtoull (parts[n_dims], NULL, 10);
      n *= dims[n_dims];
    }
  values = g_new (float, n + 1);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) i / 1000;
  g_assert_true (scope_image_writer_add_values (writer, path, n_dims, dims, values, NULL));
}

static GVariant *
list_of (const char *name, GPtrArray *strings)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (
      &dict, name, g_variant_new_strv ((const char *const *) strings->pdata, strings->len));
  return g_variant_dict_end (&dict);
}

static void
write_layers (ModelImage *self, ScopeImageWriter *writer, const char *root)
{
  if (*root != '\0' && self->layers->len > 0)
    g_assert_true (
        scope_image_writer_add_group (writer, root, list_of ("layer_names", self->layers)));
  for (guint i = 0; i < self->layers->len; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("%s/%s", root, (const char *) g_ptr_array_index (self->layers, i));

      g_assert_true (scope_image_writer_add_group (
          writer, path, list_of ("weight_names", g_ptr_array_index (self->lists, i))));
    }
}

ScopeImage *
model_image_finish (ModelImage *self, gboolean weights_only)
{
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new (self->container);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) block = NULL;
  const char *root = weights_only ? "" : "/model_weights";
  ScopeImage *image;

  for (guint i = 0; i < self->texts->len; i += 2)
    g_assert_true (scope_image_writer_add_text (writer, g_ptr_array_index (self->texts, i),
                                                g_ptr_array_index (self->texts, i + 1)));
  if (weights_only && self->layers->len > 0)
    g_variant_dict_insert_value (
        self->root, "layer_names",
        g_variant_new_strv ((const char *const *) self->layers->pdata, self->layers->len));
  g_assert_true (scope_image_writer_add_group (writer, "/", g_variant_dict_end (self->root)));
  write_layers (self, writer, root);
  for (guint i = 0; i < self->groups->len; i++)
    g_assert_true (
        scope_image_writer_add_group (writer, g_ptr_array_index (self->groups, i), NULL));
  for (guint i = 0; i < self->arrays->len; i += 2)
    {
      const char *path = g_ptr_array_index (self->arrays, i);
      g_autofree char *absolute =
          *path == '+' ? g_strconcat (root, path + 1, NULL) : g_strdup (path);

      write_array (writer, absolute, g_ptr_array_index (self->arrays, i + 1));
    }

  g_assert_true (scope_image_writer_lay_out (writer, -1, &error));
  g_assert_no_error (error);
  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, "test.h5", &error);
  g_assert_no_error (error);
  model_image_free (self);
  return image;
}

ScopeImage *
model_image_legacy (const char *version, const char *config, const char *const *layers)
{
  ModelImage *self = model_image_new ("hdf5");

  if (version != NULL)
    model_image_set_root_string (self, "keras_version", version);
  if (config != NULL)
    model_image_set_root_string (self, "model_config", config);
  for (guint i = 0; layers[i] != NULL; i++)
    {
      begin_layer (self, layers[i]);
      for (i++; layers[i] != NULL; i += 2)
        add_weight (self, layers[i], layers[i + 1]);
    }
  return model_image_finish (self, config == NULL);
}
