/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-h5-attributes.h"

#include "scope-error.h"
#include "scope-limits.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  char *place; /* file, path and attribute */
  guint64 *n_bytes_left;
  hid_t id;
  hid_t type;
  gsize n;          /* elements */
  gboolean is_list; /* one-dimensional or more, rather than a scalar */
} Attribute;

static herr_t
collect_name (hid_t object, const char *name, const H5A_info_t *info, void *data)
{
  GPtrArray *names = data;

  if (names->len >= SCOPE_LIMIT_LIST)
    return -1;
  g_ptr_array_add (names, g_strdup (name));
  return 0;
}

static gboolean
charge (const Attribute *attribute, guint64 n_bytes, GError **error)
{
  if (n_bytes > SCOPE_LIMIT_TEXT || n_bytes > *attribute->n_bytes_left)
    {
      g_autofree char *limit = g_format_size (SCOPE_LIMIT_TEXT);
      g_autofree char *expected = g_strdup_printf (_ ("%s at most"), limit);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, attribute->place,
                       _ ("an attribute that is too large"), expected, NULL);
      return FALSE;
    }
  *attribute->n_bytes_left -= n_bytes;
  return TRUE;
}

static GVariant *
pack_strings (const Attribute *attribute, char **strings)
{
  if (attribute->is_list)
    return g_variant_new_strv ((const char *const *) strings, (gssize) attribute->n);
  return g_variant_new_string (strings[0]);
}

/* Fixed length: cut at the first zero; one that fills its place has none. */
static GVariant *
read_fixed_strings (const Attribute *attribute, GError **error)
{
  SCOPE_H5_AUTO (type) memory_type = H5Tcopy (attribute->type);
  gsize width = H5Tget_size (attribute->type);
  gboolean spaces = H5Tget_strpad (attribute->type) == H5T_STR_SPACEPAD;
  g_autofree char *data = NULL;
  g_auto (GStrv) strings = NULL;
  gsize n_bytes;

  if (!g_size_checked_mul (&n_bytes, attribute->n, width + 8))
    n_bytes = G_MAXSIZE;
  if (!charge (attribute, n_bytes, error))
    return NULL;

  data = g_try_malloc0 (n_bytes);
  if (data == NULL || H5Aread (attribute->id, memory_type, data) < 0)
    {
      scope_h5_fail (error, attribute->place, _ ("an attribute that cannot be read"));
      return NULL;
    }

  strings = g_new0 (char *, attribute->n + 1);
  for (gsize i = 0; i < attribute->n; i++)
    {
      const char *start = data + i * width;
      gsize length = strnlen (start, width);

      while (spaces && length > 0 && start[length - 1] == ' ')
        length--;
      strings[i] = g_utf8_make_valid (start, (gssize) length);
    }
  return pack_strings (attribute, strings);
}

static GVariant *
read_variable_strings (const Attribute *attribute, GError **error)
{
  SCOPE_H5_AUTO (type) memory_type = H5Tcopy (H5T_C_S1);
  g_autofree char **data = NULL;
  g_auto (GStrv) strings = NULL;
  guint64 n_bytes = attribute->n * 8;

  if (!charge (attribute, n_bytes, error))
    return NULL;

  /* The file's own character set: HDF5 converts from none to another. Which it is says nothing, files
   * marked ASCII hold UTF-8. */
  H5Tset_size (memory_type, H5T_VARIABLE);
  H5Tset_cset (memory_type, H5Tget_cset (attribute->type));
  data = g_new0 (char *, attribute->n + 1);
  if (H5Aread (attribute->id, memory_type, data) < 0)
    {
      scope_h5_fail (error, attribute->place, _ ("an attribute that cannot be read"));
      return NULL;
    }

  n_bytes = 0;
  for (gsize i = 0; i < attribute->n; i++)
    n_bytes += data[i] != NULL ? strlen (data[i]) : 0;
  if (!charge (attribute, n_bytes, error))
    return NULL;

  strings = g_new0 (char *, attribute->n + 1);
  for (gsize i = 0; i < attribute->n; i++)
    {
      strings[i] = g_utf8_make_valid (data[i] != NULL ? data[i] : "", -1);
      H5free_memory (data[i]);
    }
  return pack_strings (attribute, strings);
}

/* @memory_type: eight bytes each. */
static gpointer
read_numbers (const Attribute *attribute, hid_t memory_type, GError **error)
{
  g_autofree gpointer data = NULL;

  if (!charge (attribute, attribute->n * 8, error))
    return NULL;

  data = g_malloc0_n (attribute->n + 1, 8);
  if (H5Aread (attribute->id, memory_type, data) < 0)
    {
      scope_h5_fail (error, attribute->place, _ ("an attribute that cannot be read"));
      return NULL;
    }
  return g_steal_pointer (&data);
}

static GVariant *
read_floats (const Attribute *attribute, GError **error)
{
  g_autofree double *numbers = read_numbers (attribute, H5T_NATIVE_DOUBLE, error);

  if (numbers == NULL)
    return NULL;
  if (!attribute->is_list)
    return g_variant_new_double (numbers[0]);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, numbers, attribute->n, sizeof (double));
}

static GVariant *
read_integers (const Attribute *attribute, GError **error)
{
  /* A uint64 beyond int64 is given as a double, which all lists are. */
  gboolean is_wide =
      H5Tget_size (attribute->type) >= 8 && H5Tget_sign (attribute->type) == H5T_SGN_NONE;
  g_autofree gint64 *numbers = NULL;

  if (attribute->is_list || is_wide)
    return read_floats (attribute, error);

  numbers = read_numbers (attribute, H5T_NATIVE_INT64, error);
  return numbers != NULL ? g_variant_new_int64 (numbers[0]) : NULL;
}

/* Booleans of h5py, and other names for small numbers. */
static GVariant *
read_enumeration (const Attribute *attribute, GError **error)
{
  SCOPE_H5_AUTO (type) base = H5Tget_super (attribute->type);
  SCOPE_H5_AUTO (type) native = H5Tget_native_type (attribute->type, H5T_DIR_ASCEND);
  gsize size = native >= 0 ? H5Tget_size (native) : 0;
  gint64 number = 0;
  guint8 raw[8] = { 0 };

  if (attribute->is_list || size == 0 || size > 8 || (size & (size - 1)) != 0)
    return g_variant_new ("(s)", "enumeration");

  if (H5Aread (attribute->id, native, raw) < 0)
    {
      scope_h5_fail (error, attribute->place, _ ("an attribute that cannot be read"));
      return NULL;
    }
  memcpy (G_BYTE_ORDER == G_LITTLE_ENDIAN ? (guint8 *) &number
                                          : (guint8 *) &number + sizeof number - size,
          raw, size);
  if (size < 8 && H5Tget_sign (base) != H5T_SGN_NONE)
    number = (gint64) ((guint64) number << (64 - 8 * size)) >> (64 - 8 * size);
  return g_variant_new_int64 (number);
}

static GVariant *
read_value (const Attribute *attribute, GError **error)
{
  H5T_class_t class = H5Tget_class (attribute->type);
  g_autofree char *text = NULL;

  if (attribute->n == 0 && class == H5T_STRING)
    return g_variant_new_strv (NULL, 0);
  if (attribute->n == 0 && (class == H5T_FLOAT || class == H5T_INTEGER))
    return g_variant_new_array (G_VARIANT_TYPE_DOUBLE, NULL, 0);

  switch (class)
    {
    case H5T_STRING:
      return H5Tis_variable_str (attribute->type) > 0 ? read_variable_strings (attribute, error)
                                                      : read_fixed_strings (attribute, error);
    case H5T_FLOAT:
      return read_floats (attribute, error);
    case H5T_INTEGER:
      return read_integers (attribute, error);
    case H5T_ENUM:
      return read_enumeration (attribute, error);
    default:
      text = scope_h5_dup_type_text (attribute->type);
      return g_variant_new ("(s)", text);
    }
}

static GVariant *
read_attribute (hid_t object, const char *name, const char *place, guint64 *n_bytes_left,
                GError **error)
{
  SCOPE_H5_AUTO (attribute) id = H5Aopen (object, name, H5P_DEFAULT);
  SCOPE_H5_AUTO (type) type = id >= 0 ? H5Aget_type (id) : H5I_INVALID_HID;
  SCOPE_H5_AUTO (space) space = id >= 0 ? H5Aget_space (id) : H5I_INVALID_HID;
  g_autofree char *full_place = g_strdup_printf (_ ("%s, attribute %s"), place, name);
  Attribute attribute = {
    .place = full_place, .n_bytes_left = n_bytes_left, .id = id, .type = type
  };
  hssize_t n;

  if (type < 0 || space < 0 || (n = H5Sget_simple_extent_npoints (space)) < 0)
    {
      scope_h5_fail (error, full_place, _ ("an attribute that cannot be read"));
      return NULL;
    }
  if (n > SCOPE_LIMIT_LIST)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, full_place,
                       _ ("an attribute with more than a million elements"), NULL, NULL);
      return NULL;
    }

  attribute.n = H5Sget_simple_extent_type (space) == H5S_NULL ? 0 : (gsize) n;
  attribute.is_list = H5Sget_simple_extent_type (space) != H5S_SCALAR;
  return read_value (&attribute, error);
}

GVariant *
scope_h5_read_attributes (hid_t object, const char *place, guint64 *n_bytes_left, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  hsize_t position = 0;

  if (H5Aiterate2 (object, H5_INDEX_NAME, H5_ITER_INC, &position, collect_name, names) < 0)
    {
      scope_h5_fail (error, place, _ ("attributes that cannot be read"));
      return NULL;
    }

  for (guint i = 0; i < names->len; i++)
    {
      const char *raw = g_ptr_array_index (names, i);
      g_autofree char *name = g_utf8_make_valid (raw, -1);
      GVariant *value;

      /* Two that differ only in what is no UTF-8: nobody could tell them apart. */
      if (!g_hash_table_add (seen, g_strdup (name)))
        continue;

      value = read_attribute (object, raw, place, n_bytes_left, error);
      if (value == NULL)
        return NULL;
      g_variant_builder_add (&builder, "{sv}", name, value);
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
