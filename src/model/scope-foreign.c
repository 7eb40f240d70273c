/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-foreign.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Attributes that other programs leave in their HDF5 files. */
static const struct
{
  const char *attribute;
  const char *found;
  const char *advice;
} signs[] = {
  { "PYTABLES_FORMAT_VERSION", N_ ("a table of PyTables or pandas"),
    N_ ("Write the table as CSV and open that as data.") },
  { "pandas_version", N_ ("a table of pandas"),
    N_ ("Write the table as CSV and open that as data.") },
  { "_NCProperties", N_ ("a netCDF-4 file"), N_ ("Open it as data, not as a model.") },
  { "MATLAB_version", N_ ("a MATLAB file"), NULL },
  { "pytorch-lightning_version", N_ ("a PyTorch file"), NULL },
};

/* What a dimension scale of netCDF-4 says of itself, where the root has no sign. */
#define DIMENSION_CLASS "DIMENSION_SCALE"

static gboolean
find_sign (ScopeImage *image, const ScopeImageNode *node, guint *sign)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (scope_image_get_attribute (image, node->path, signs[i].attribute) != NULL)
      {
        *sign = i;
        return TRUE;
      }
  if (g_strcmp0 (scope_image_get_string (image, node->path, "CLASS"), DIMENSION_CLASS) == 0)
    {
      *sign = 2;
      return TRUE;
    }
  return FALSE;
}

static char *
dup_contents (ScopeImage *image)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_groups = 0;
  guint n_datasets = 0;
  guint n_named = 0;
  g_autofree char *groups = NULL;
  g_autofree char *datasets = NULL;

  for (guint i = 1; i < scope_image_get_n_nodes (image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);

      if (node->kind == SCOPE_NODE_GROUP)
        n_groups++;
      else if (node->kind == SCOPE_NODE_DATASET)
        n_datasets++;
      if (strchr (node->path + 1, '/') == NULL && n_named < 5)
        g_string_append_printf (text, "%s%s", n_named++ > 0 ? ", " : "", node->path + 1);
    }
  if (n_groups + n_datasets == 0)
    return g_strdup (_ ("an HDF5 file with nothing in it"));

  groups = g_strdup_printf (ngettext ("%u group", "%u groups", n_groups), n_groups);
  datasets = g_strdup_printf (ngettext ("%u array", "%u arrays", n_datasets), n_datasets);
  /* Translators: "2 groups", "6 arrays", and the first names at the top of the file */
  return g_strdup_printf (_ ("an HDF5 file with %s and %s (%s)"), groups, datasets, text->str);
}

void
scope_foreign_set_error (ScopeImage *image, GError **error)
{
  const char *expected =
      _ ("what Keras writes: a model_config, a list layer_names, or a group “layers”");
  g_autofree char *contents = NULL;
  guint sign;

  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    if (find_sign (image, scope_image_get_node (image, i), &sign))
      {
        scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, scope_image_get_name (image),
                         _ (signs[sign].found), expected,
                         signs[sign].advice != NULL ? _ (signs[sign].advice) : NULL);
        return;
      }

  contents = dup_contents (image);
  scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, scope_image_get_name (image), contents, expected,
                   _ ("Open the file that model.save() or save_weights() of Keras wrote; "
                      "gatescope-cli tree shows what is in this one."));
}
