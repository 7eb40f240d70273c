/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-h5-dataset.h"

#include "scope-error.h"
#include "scope-limits.h"

#include <glib/gi18n.h>
#include <string.h>

#define PART_NUMBERS (4 * 1024 * 1024)

void
scope_h5_dataset_clear (ScopeH5Dataset *self)
{
  g_clear_pointer (&self->stored_type, g_free);
  g_clear_pointer (&self->storage, g_free);
}

/* What h5py makes of ml_dtypes' bfloat16: two bytes, and no word about them. Whoever made another type says so in a tag. */
static gboolean
has_tag (hid_t type)
{
  char *tag = H5Tget_tag (type);
  gboolean found = tag != NULL && *tag != '\0';

  H5free_memory (tag);
  return found;
}

static ScopeNumbers
judge_type (hid_t type, gboolean is_bfloat16)
{
  gsize size = H5Tget_size (type);

  switch (H5Tget_class (type))
    {
    case H5T_FLOAT:
      return size <= 4 ? SCOPE_NUMBERS_DIRECT : SCOPE_NUMBERS_DOUBLE;
    case H5T_INTEGER:
      if (size <= 2)
        return SCOPE_NUMBERS_DIRECT;
      return H5Tget_sign (type) == H5T_SGN_NONE ? SCOPE_NUMBERS_UINT64 : SCOPE_NUMBERS_INT64;
    case H5T_ENUM:
      return size == 1 ? SCOPE_NUMBERS_ENUM : SCOPE_NUMBERS_NONE;
    case H5T_OPAQUE:
      return size == 2 && (is_bfloat16 || !has_tag (type)) ? SCOPE_NUMBERS_BFLOAT16
                                                           : SCOPE_NUMBERS_NONE;
    default:
      return SCOPE_NUMBERS_NONE;
    }
}

static gboolean
fail_unsupported (GError **error, const char *place, const char *found, const char *expected)
{
  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, found, expected,
                   _ ("Load the model where it was made and save it again."));
  return FALSE;
}

/* "gzip", or the name that the file gives a filter that only plugins know. */
static char *
dup_filter_name (H5Z_filter_t filter, const char *stored_name)
{
  static const char *const names[] = { "",     "gzip", "shuffle",         "checksum",
                                       "szip", "nbit", "scale and offset" };

  if (filter > 0 && filter < (int) G_N_ELEMENTS (names))
    return g_strdup (names[filter]);
  if (*stored_name != '\0')
    return g_utf8_make_valid (stored_name, -1);
  return g_strdup_printf (_ ("filter %d"), filter);
}

static gboolean
describe_filters (hid_t list, const char *place, gboolean for_reading, GString *storage,
                  GError **error)
{
  int n_filters = H5Pget_nfilters (list);

  for (int i = 0; i < n_filters; i++)
    {
      unsigned flags;
      unsigned config;
      size_t n_values = 0;
      char stored_name[64] = "";
      H5Z_filter_t filter;
      g_autofree char *name = NULL;

      filter = H5Pget_filter2 (list, (unsigned) i, &flags, &n_values, NULL, sizeof stored_name - 1,
                               stored_name, &config);
      name = dup_filter_name (filter, stored_name);
      g_string_append_printf (storage, ", %s", name);

      if (for_reading && H5Zfilter_avail (filter) <= 0)
        {
          g_autofree char *found =
              g_strdup_printf (_ ("numbers compressed by “%s”, which is not here"), name);

          return fail_unsupported (error, place, found, _ ("gzip or no compression"));
        }
    }
  return TRUE;
}

/* Sets storage and chunk_rows. */
static gboolean
describe_storage (hid_t dataset, const char *place, gboolean for_reading,
                  ScopeH5Dataset *description, GError **error)
{
  SCOPE_H5_AUTO (list) list = H5Dget_create_plist (dataset);
  g_autoptr (GString) storage = g_string_new (NULL);
  hsize_t chunk[H5S_MAX_RANK] = { 1 };

  if (list < 0)
    return scope_h5_fail (error, place, _ ("a dataset that cannot be read"));

  description->chunk_rows = 1;
  switch (H5Pget_layout (list))
    {
    case H5D_COMPACT:
      g_string_assign (storage, "compact");
      break;
    case H5D_CONTIGUOUS:
      g_string_assign (storage, "contiguous");
      if (H5Pget_external_count (list) > 0)
        {
          g_string_assign (storage, "external");
          if (for_reading)
            return fail_unsupported (error, place, _ ("numbers that lie in another file"),
                                     _ ("numbers in the file itself"));
        }
      break;
    case H5D_CHUNKED:
      g_string_assign (storage, "chunked");
      if (H5Pget_chunk (list, H5S_MAX_RANK, chunk) > 0)
        description->chunk_rows = (gsize) MAX (chunk[0], 1);
      if (!describe_filters (list, place, for_reading, storage, error))
        return FALSE;
      break;
    case H5D_VIRTUAL:
      g_string_assign (storage, "virtual");
      if (for_reading)
        return fail_unsupported (error, place, _ ("a virtual dataset, whose numbers lie elsewhere"),
                                 _ ("numbers in the file itself"));
      break;
    default:
      return scope_h5_fail (error, place, _ ("a dataset of unknown storage"));
    }

  description->storage = g_string_free (g_steal_pointer (&storage), FALSE);
  return TRUE;
}

/* Refuses what is out of all proportion, before anything of its size is made. */
static gboolean
check_size (hid_t dataset, hid_t type, const ScopeH5Dataset *description, const char *place,
            GError **error)
{
  guint64 stored = H5Dget_storage_size (dataset);
  g_autofree char *declared_text = NULL;
  g_autofree char *stored_text = NULL;
  g_autofree char *found = NULL;
  guint64 declared;
  gsize count;

  if (!scope_array_count (description->n_dims, description->dims, &count)
      || !g_uint64_checked_mul (&declared, count, MAX (H5Tget_size (type), sizeof (float))))
    return fail_unsupported (error, place, _ ("a dataset larger than all memory"), NULL);

  if (declared <= SCOPE_LIMIT_BOMB_BYTES || declared / SCOPE_LIMIT_DATASET_RATIO <= stored)
    return TRUE;

  declared_text = g_format_size (declared);
  stored_text = g_format_size (stored);
  found =
      g_strdup_printf (_ ("a dataset that claims %s but stores %s"), declared_text, stored_text);
  return fail_unsupported (error, place, found, _ ("about as much stored as claimed"));
}

gboolean
scope_h5_describe_dataset (hid_t dataset, gboolean is_bfloat16, const char *place,
                           gboolean for_reading, ScopeH5Dataset *description, GError **error)
{
  SCOPE_H5_AUTO (type) type = H5Dget_type (dataset);
  SCOPE_H5_AUTO (space) space = H5Dget_space (dataset);
  hsize_t dims[H5S_MAX_RANK];
  int n_dims;

  memset (description, 0, sizeof *description);
  if (type < 0 || space < 0 || (n_dims = H5Sget_simple_extent_ndims (space)) < 0
      || H5Sget_simple_extent_dims (space, dims, NULL) < 0)
    return scope_h5_fail (error, place, _ ("a dataset that cannot be read"));

  description->numbers = judge_type (type, is_bfloat16);
  description->stored_type = description->numbers == SCOPE_NUMBERS_BFLOAT16 && is_bfloat16
                                 ? g_strdup ("bfloat16")
                                 : scope_h5_dup_type_text (type);
  if (!describe_storage (dataset, place, for_reading && description->numbers != SCOPE_NUMBERS_NONE,
                         description, error))
    return FALSE;

  if (H5Sget_simple_extent_type (space) == H5S_NULL)
    {
      g_free (description->storage);
      description->storage = g_strdup ("empty");
      description->numbers = SCOPE_NUMBERS_NONE;
      return TRUE;
    }
  if (n_dims > SCOPE_ARRAY_MAX_DIMS)
    {
      g_autofree char *plain = g_steal_pointer (&description->stored_type);

      description->stored_type = g_strdup_printf (_ ("%s, %d dimensions"), plain, n_dims);
      description->numbers = SCOPE_NUMBERS_NONE;
      return TRUE;
    }

  description->n_dims = (guint) n_dims;
  for (int i = 0; i < n_dims; i++)
    {
      if (dims[i] > G_MAXSSIZE)
        return fail_unsupported (error, place, _ ("a dataset larger than all memory"), NULL);
      description->dims[i] = (gsize) dims[i];
    }

  if (!for_reading || description->numbers == SCOPE_NUMBERS_NONE)
    return TRUE;
  return check_size (dataset, type, description, place, error);
}

gboolean
scope_h5_find_raw (hid_t dataset, const ScopeH5Dataset *description, guint64 *offset,
                   guint64 *n_bytes)
{
  SCOPE_H5_AUTO (type) type = H5Dget_type (dataset);
  SCOPE_H5_AUTO (list) list = H5Dget_create_plist (dataset);
  haddr_t place;
  gsize count;

  if (description->numbers != SCOPE_NUMBERS_DIRECT || type < 0 || list < 0
      || H5Tequal (type, H5T_NATIVE_FLOAT) <= 0 || H5Pget_layout (list) != H5D_CONTIGUOUS
      || H5Pget_external_count (list) != 0
      || !scope_array_count (description->n_dims, description->dims, &count))
    return FALSE;

  *n_bytes = (guint64) count * sizeof (float);
  /* Nothing stored: all is the fill value. */
  place = H5Dget_offset (dataset);
  if (place == HADDR_UNDEF || H5Dget_storage_size (dataset) != *n_bytes)
    {
      H5Eclear2 (H5E_DEFAULT);
      return FALSE;
    }
  *offset = place;
  return TRUE;
}

static hid_t
make_memory_type (hid_t dataset, ScopeNumbers numbers)
{
  SCOPE_H5_AUTO (type) type = H5I_INVALID_HID;

  switch (numbers)
    {
    case SCOPE_NUMBERS_DIRECT:
      return H5Tcopy (H5T_NATIVE_FLOAT);
    case SCOPE_NUMBERS_DOUBLE:
      return H5Tcopy (H5T_NATIVE_DOUBLE);
    case SCOPE_NUMBERS_INT64:
      return H5Tcopy (H5T_NATIVE_INT64);
    case SCOPE_NUMBERS_UINT64:
      return H5Tcopy (H5T_NATIVE_UINT64);
    case SCOPE_NUMBERS_ENUM:
    case SCOPE_NUMBERS_BFLOAT16:
    case SCOPE_NUMBERS_NONE:
    default:
      type = H5Dget_type (dataset);
      return H5Tcopy (type);
    }
}

/* @raw: @n values of the memory type; where they are doubles or int64, eight bytes each. */
static void
round_numbers (ScopeNumbers numbers, gboolean is_signed, const void *raw, gsize n, float *to)
{
  switch (numbers)
    {
    case SCOPE_NUMBERS_DOUBLE:
      for (gsize i = 0; i < n; i++)
        to[i] = (float) ((const double *) raw)[i];
      break;
    case SCOPE_NUMBERS_INT64:
      for (gsize i = 0; i < n; i++)
        to[i] = (float) ((const gint64 *) raw)[i];
      break;
    case SCOPE_NUMBERS_UINT64:
      for (gsize i = 0; i < n; i++)
        to[i] = (float) ((const guint64 *) raw)[i];
      break;
    case SCOPE_NUMBERS_ENUM:
      for (gsize i = 0; i < n; i++)
        to[i] = is_signed ? ((const gint8 *) raw)[i] : ((const guint8 *) raw)[i];
      break;
    case SCOPE_NUMBERS_BFLOAT16:
      for (gsize i = 0; i < n; i++)
        {
          const guint8 *bytes = (const guint8 *) raw + 2 * i;
          guint32 word = (guint32) bytes[0] << 16 | (guint32) bytes[1] << 24;

          memcpy (&to[i], &word, sizeof word);
        }
      break;
    case SCOPE_NUMBERS_DIRECT:
    case SCOPE_NUMBERS_NONE:
    default:
      break;
    }
}

/* Rows of the first dimension to read at once: whole chunks, so that none is unpacked twice. */
static gsize
choose_rows (const ScopeH5Dataset *description, gsize row_numbers)
{
  gsize n_rows = description->n_dims > 0 ? description->dims[0] : 1;
  gsize rows = MAX (PART_NUMBERS / MAX (row_numbers, 1), 1);

  if (description->chunk_rows < rows)
    rows -= rows % description->chunk_rows;
  else
    rows = description->chunk_rows;
  return CLAMP (rows, 1, MAX (n_rows, 1));
}

/* Rows @first to @first + @rows, into @to; @file_space is the dataset's own. */
static gboolean
read_rows (hid_t dataset, const ScopeH5Dataset *description, hid_t memory_type, hid_t file_space,
           gsize first, gsize rows, void *to)
{
  SCOPE_H5_AUTO (space) memory_space = H5I_INVALID_HID;
  hsize_t start[SCOPE_ARRAY_MAX_DIMS] = { first };
  hsize_t count[SCOPE_ARRAY_MAX_DIMS];

  if (description->n_dims == 0)
    return H5Dread (dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, to) >= 0;

  for (guint i = 0; i < description->n_dims; i++)
    count[i] = description->dims[i];
  count[0] = rows;
  memory_space = H5Screate_simple ((int) description->n_dims, count, NULL);
  return memory_space >= 0
         && H5Sselect_hyperslab (file_space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0
         && H5Dread (dataset, memory_type, memory_space, file_space, H5P_DEFAULT, to) >= 0;
}

gboolean
scope_h5_read_numbers (hid_t dataset, const ScopeH5Dataset *description, const char *place,
                       float *numbers, ScopeH5ReadFunc function, gpointer data, GError **error)
{
  SCOPE_H5_AUTO (type) memory_type = make_memory_type (dataset, description->numbers);
  SCOPE_H5_AUTO (space) file_space = H5Dget_space (dataset);
  g_autofree void *raw = NULL;
  gboolean is_direct = description->numbers == SCOPE_NUMBERS_DIRECT;
  gboolean is_signed = TRUE;
  gsize n_rows = description->n_dims > 0 ? description->dims[0] : 1;
  gsize row_numbers = 1;
  gsize part;

  for (guint i = 1; i < description->n_dims; i++)
    row_numbers *= description->dims[i];
  if (n_rows == 0 || row_numbers == 0)
    return TRUE;

  if (memory_type < 0 || file_space < 0)
    return scope_h5_fail (error, place, _ ("a dataset that cannot be read"));

  if (description->numbers == SCOPE_NUMBERS_ENUM)
    {
      SCOPE_H5_AUTO (type) base = H5Tget_super (memory_type);

      is_signed = H5Tget_sign (base) != H5T_SGN_NONE;
    }

  part = choose_rows (description, row_numbers);
  if (!is_direct && (raw = g_try_malloc_n (part * row_numbers, H5Tget_size (memory_type))) == NULL)
    return fail_unsupported (error, place, _ ("a dataset that memory cannot hold"), NULL);

  for (gsize first = 0; first < n_rows; first += part)
    {
      gsize rows = MIN (part, n_rows - first);
      float *to = numbers + first * row_numbers;

      if (!read_rows (dataset, description, memory_type, file_space, first, rows,
                      is_direct ? (void *) to : raw))
        return scope_h5_fail (error, place, _ ("numbers that cannot be read"));
      round_numbers (description->numbers, is_signed, raw, rows * row_numbers, to);
      if (function != NULL)
        function (rows * row_numbers, data);
    }
  return TRUE;
}

gboolean
scope_h5_may_round (const ScopeH5Dataset *description)
{
  return description->numbers == SCOPE_NUMBERS_DOUBLE || description->numbers == SCOPE_NUMBERS_INT64
         || description->numbers == SCOPE_NUMBERS_UINT64;
}

gboolean
scope_h5_read_exact (hid_t dataset, const ScopeH5Dataset *description, const char *place,
                     double *numbers, GError **error)
{
  g_return_val_if_fail (scope_h5_may_round (description), FALSE);

  if (H5Dread (dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers) < 0)
    return scope_h5_fail (error, place, _ ("numbers that cannot be read"));
  return TRUE;
}
