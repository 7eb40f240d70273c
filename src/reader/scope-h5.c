/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-h5.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIGNATURE "\x89HDF\r\n\x1a\n"

void
scope_h5_prepare (void)
{
  /* The process ends without clearing up. */
  H5dont_atexit ();
  H5open ();
  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  /* No code from files: neither filters nor anything else is loaded. */
  H5PLset_loading_state (0);
}

/* The file image is ours and is only read, so every copy that HDF5 asks for is the image itself. */
static void *
image_malloc (size_t size, H5FD_file_image_op_t op, void *data)
{
  return (void *) g_bytes_get_data (data, NULL);
}

static void *
image_memcpy (void *to, const void *from, size_t size, H5FD_file_image_op_t op, void *data)
{
  return to;
}

static void *
image_realloc (void *from, size_t size, H5FD_file_image_op_t op, void *data)
{
  return NULL;
}

static herr_t
image_free (void *from, H5FD_file_image_op_t op, void *data)
{
  return 0;
}

static void *
data_copy (void *data)
{
  return data;
}

static herr_t
data_free (void *data)
{
  return 0;
}

static guint64
get_number (const guint8 *at, guint n_bytes)
{
  guint64 number = 0;

  for (guint i = n_bytes; i-- > 0;)
    number = number << 8 | at[i];
  return number;
}

/* Where the file must end by its own word: the superblock, HDF5 file format specification II.A. 0 where it
 * does not say. */
static guint64
find_stated_end (const guint8 *data, gsize n_bytes)
{
  for (gsize at = 0; at + 64 <= n_bytes; at = at == 0 ? 512 : 2 * at)
    {
      const guint8 *block = data + at;
      guint8 version;
      guint address_bytes;
      guint end_at;

      if (memcmp (block, SIGNATURE, 8) != 0)
        continue;

      version = block[8];
      address_bytes = version < 2 ? block[13] : block[9];
      if (version > 3 || (address_bytes != 4 && address_bytes != 8))
        return 0;
      if (version < 2)
        end_at = (version == 0 ? 24 : 28) + 2 * address_bytes;
      else
        end_at = 12 + 2 * address_bytes;
      return get_number (block + end_at, address_bytes);
    }
  return 0;
}

hid_t
scope_h5_open (GBytes *image, const char *name, GError **error)
{
  H5FD_file_image_callbacks_t callbacks = {
    .image_malloc = image_malloc,
    .image_memcpy = image_memcpy,
    .image_realloc = image_realloc,
    .image_free = image_free,
    .udata_copy = data_copy,
    .udata_free = data_free,
    .udata = image,
  };
  SCOPE_H5_AUTO (list) access = H5Pcreate (H5P_FILE_ACCESS);
  gsize n_bytes;
  const void *data = g_bytes_get_data (image, &n_bytes);
  guint64 stated_end = find_stated_end (data, n_bytes);
  static guint n_opened;
  g_autofree char *path = NULL;
  hid_t file;

  if (stated_end > n_bytes || n_bytes < 64)
    {
      g_autofree char *found =
          g_strdup_printf (ngettext ("an HDF5 file of %" G_GSIZE_FORMAT " byte",
                                     "an HDF5 file of %" G_GSIZE_FORMAT " bytes", n_bytes),
                           n_bytes);
      g_autofree char *expected = NULL;

      if (stated_end > 0)
        expected = g_strdup_printf (
            _ ("%" G_GUINT64_FORMAT " bytes, as it says itself: the end is missing"), stated_end);
      scope_error_set (error, SCOPE_ERROR_DAMAGED, name, found,
                       expected != NULL ? expected : _ ("more: the end is missing"),
                       _ ("Copy or download it again."));
      return H5I_INVALID_HID;
    }

  if (H5Pset_fapl_core (access, 1024 * 1024, 0) < 0
      || H5Pset_file_image_callbacks (access, &callbacks) < 0
      || H5Pset_file_image (access, (void *) data, n_bytes) < 0)
    {
      scope_h5_fail (error, name, _ ("a file that HDF5 cannot read from memory"));
      return H5I_INVALID_HID;
    }

  /* The name must not exist; an absolute one saves HDF5 from asking for the current folder; and two of one name
   * would be one file to HDF5. */
  path = g_strdup_printf ("/gatescope-image-%u", n_opened++);
  file = H5Fopen (path, H5F_ACC_RDONLY, access);
  if (file < 0)
    scope_h5_fail (error, name, _ ("an HDF5 file that cannot be opened"));
  return file;
}

/* Upwards from where it went wrong: the first description is the most exact one. */
static herr_t
keep_first (unsigned n, const H5E_error2_t *item, void *data)
{
  char **kept = data;

  if (*kept == NULL && item->desc != NULL && *item->desc != '\0')
    *kept = g_utf8_make_valid (item->desc, -1);
  return 0;
}

gboolean
scope_h5_fail (GError **error, const char *place, const char *what)
{
  g_autofree char *reason = NULL;
  g_autofree char *found = NULL;

  ScopeError code = SCOPE_ERROR_DAMAGED;
  const char *advice = _ ("The file is probably damaged: copy or download it again.");

  H5Ewalk2 (H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &reason);
  H5Eclear2 (H5E_DEFAULT);
  if (reason != NULL && strstr (reason, "version") != NULL)
    {
      code = SCOPE_ERROR_UNSUPPORTED;
      advice =
          _ ("It is damaged, or in a form that only newer versions of HDF5 know: save it again "
             "without libver=\"latest\".");
    }

  /* Translators: what was found (the reason that HDF5 gives, in English) */
  found = reason != NULL ? g_strdup_printf (_ ("%s (HDF5: %s)"), what, reason) : g_strdup (what);
  scope_error_set (error, code, place, found, NULL, advice);
  return FALSE;
}

static char *
dup_float_text (hid_t type)
{
  gsize size = H5Tget_size (type);
  size_t sign;
  size_t exponent_at;
  size_t exponent_bits = 0;
  size_t mantissa_at;
  size_t mantissa_bits = 0;

  H5Tget_fields (type, &sign, &exponent_at, &exponent_bits, &mantissa_at, &mantissa_bits);
  if (size == 2 && exponent_bits == 8)
    return g_strdup ("bfloat16");
  if (size == 1)
    return g_strdup_printf ("float8 e%" G_GSIZE_FORMAT "m%" G_GSIZE_FORMAT, exponent_bits,
                            mantissa_bits);
  return g_strdup_printf ("float%" G_GSIZE_FORMAT, 8 * size);
}

/* h5py keeps NumPy's booleans as an enumeration of FALSE and TRUE. */
static gboolean
is_bool (hid_t type)
{
  gboolean found = FALSE;

  if (H5Tget_nmembers (type) == 2)
    {
      char *first = H5Tget_member_name (type, 0);

      found = g_strcmp0 (first, "FALSE") == 0;
      H5free_memory (first);
    }
  return found;
}

char *
scope_h5_dup_type_text (hid_t type)
{
  g_autofree char *text = NULL;
  gsize size = H5Tget_size (type);

  switch (H5Tget_class (type))
    {
    case H5T_INTEGER:
      text = g_strdup_printf ("%s%" G_GSIZE_FORMAT,
                              H5Tget_sign (type) == H5T_SGN_NONE ? "uint" : "int", 8 * size);
      break;
    case H5T_FLOAT:
      text = dup_float_text (type);
      break;
    case H5T_STRING:
      return g_strdup ("string");
    case H5T_OPAQUE:
      return g_strdup_printf ("opaque %" G_GSIZE_FORMAT, size);
    case H5T_ENUM:
      return g_strdup (is_bool (type) ? "bool" : "enumeration");
    case H5T_COMPOUND:
      return g_strdup ("compound");
    case H5T_REFERENCE:
      return g_strdup ("reference");
    case H5T_VLEN:
      return g_strdup ("list");
    case H5T_ARRAY:
      return g_strdup ("array");
    case H5T_BITFIELD:
      return g_strdup_printf ("bits %" G_GSIZE_FORMAT, 8 * size);
    default:
      return g_strdup ("other");
    }

  if (size > 1 && H5Tget_order (type) == H5T_ORDER_BE)
    return g_strconcat (text, " big-endian", NULL);
  return g_steal_pointer (&text);
}
