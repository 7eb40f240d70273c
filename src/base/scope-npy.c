/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-npy.h"

#include "scope-error.h"
#include "scope-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_BYTES 6
/* NumPy itself refuses longer headers of plain types: 10 000 characters (numpy.lib.format). */
#define MAX_HEADER_BYTES 65536

typedef struct
{
  char kind; /* 'f' or 'i' */
  guint item_bytes;
  gboolean swapped;
  gboolean fortran;
  guint n_dims;
  gsize dims[SCOPE_ARRAY_MAX_DIMS];
  gsize data_start;
} Header;

static const struct
{
  const char *name;
  char kind;
  guint item_bytes;
  gboolean big_endian;
} numbers[] = {
  { "<f4", 'f', 4, FALSE }, { ">f4", 'f', 4, TRUE },  { "<f8", 'f', 8, FALSE },
  { ">f8", 'f', 8, TRUE },  { "<i4", 'i', 4, FALSE }, { ">i4", 'i', 4, TRUE },
  { "<i8", 'i', 8, FALSE }, { ">i8", 'i', 8, TRUE },
};

static gboolean
fail (GError **error, const char *path, const char *found, const char *expected)
{
  g_autofree char *name = g_filename_display_name (path);

  scope_error_set (error, SCOPE_ERROR_DAMAGED, name, found, expected,
                   _ ("Save the array again with numpy.save()."));
  return FALSE;
}

/* What stands behind 'KEY': in the header, a Python dictionary; NULL where it is missing. */
static const char *
find_value (const char *header, const char *key)
{
  g_autofree char *quoted = g_strdup_printf ("'%s'", key);
  const char *value = strstr (header, quoted);

  if (value == NULL)
    return NULL;
  value += strlen (quoted);
  while (*value == ' ')
    value++;
  if (*value != ':')
    return NULL;
  value++;
  while (*value == ' ')
    value++;
  return value;
}

static gboolean
parse_type (const char *path, const char *value, Header *header, GError **error)
{
  g_autofree char *found = NULL;
  gsize length;

  if (value != NULL && *value == '\'')
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      if (strncmp (value + 1, numbers[i].name, 3) == 0 && value[4] == '\'')
        {
          header->kind = numbers[i].kind;
          header->item_bytes = numbers[i].item_bytes;
          header->swapped = numbers[i].big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN);
          return TRUE;
        }

  length = value != NULL ? strcspn (value, ",}") : 0;
  found = g_strdup_printf (_ ("numbers of type %.*s"), (int) MIN (length, 60),
                           value != NULL ? value : "");
  return fail (error, path, found, _ ("float32, float64, int32 or int64"));
}

static gboolean
parse_shape (const char *path, const char *value, Header *header, GError **error)
{
  const char *at = value;

  if (at == NULL || *at++ != '(')
    return fail (error, path, _ ("no shape"), _ ("a shape such as (4, 24, 3)"));

  for (;;)
    {
      char *end;
      guint64 length;

      while (*at == ' ' || *at == ',')
        at++;
      if (*at == ')')
        return TRUE;
      if (!g_ascii_isdigit (*at))
        return fail (error, path, _ ("a shape that cannot be read"),
                     _ ("a shape such as (4, 24, 3)"));

      errno = 0;
      length = g_ascii_strtoull (at, &end, 10);
      if (errno != 0 || length > G_MAXSSIZE)
        return fail (error, path, _ ("a dimension beyond all memory"), NULL);
      if (header->n_dims == SCOPE_ARRAY_MAX_DIMS)
        return fail (error, path, _ ("too many dimensions"), _ ("eight at most"));
      header->dims[header->n_dims++] = length;
      at = *end == 'L' ? end + 1 : end; /* Python 2 wrote long numbers so */
    }
}

static gboolean
parse_header (const char *path, const guint8 *data, gsize n_bytes, Header *header, GError **error)
{
  g_autofree char *text = NULL;
  gsize prefix;
  gsize length;
  const char *order;

  if (n_bytes < MAGIC_BYTES + 4 || memcmp (data, MAGIC, MAGIC_BYTES) != 0)
    return fail (error, path, n_bytes == 0 ? _ ("an empty file") : _ ("other bytes"),
                 _ ("a NumPy array (.npy)"));

  if (data[6] < 1 || data[6] > 3)
    {
      g_autofree char *found = g_strdup_printf (_ ("format version %u"), data[6]);

      return fail (error, path, found, _ ("version 1, 2 or 3"));
    }

  prefix = data[6] == 1 ? MAGIC_BYTES + 4 : MAGIC_BYTES + 6;
  if (n_bytes < prefix)
    return fail (error, path, _ ("the end of the file in its header"), NULL);
  length = (gsize) data[8] | (gsize) data[9] << 8;
  if (data[6] > 1)
    length |= (gsize) data[10] << 16 | (gsize) data[11] << 24;
  if (length > MAX_HEADER_BYTES || length > n_bytes - prefix)
    return fail (error, path, _ ("the end of the file in its header"), NULL);

  text = g_strndup ((const char *) data + prefix, length);
  header->data_start = prefix + length;

  order = find_value (text, "fortran_order");
  if (order == NULL || !(g_str_has_prefix (order, "True") || g_str_has_prefix (order, "False")))
    return fail (error, path, _ ("a header without 'fortran_order'"), NULL);
  header->fortran = *order == 'T';

  return parse_type (path, find_value (text, "descr"), header, error)
         && parse_shape (path, find_value (text, "shape"), header, error);
}

/* One number of the file, rounded to the nearest float32. */
static float
get_number (const Header *header, const guint8 *at)
{
  guint32 word;
  guint64 longword;

  if (header->item_bytes == 4)
    {
      float value;

      memcpy (&word, at, 4);
      if (header->swapped)
        word = GUINT32_SWAP_LE_BE (word);
      if (header->kind == 'i')
        return (float) (gint32) word;
      memcpy (&value, &word, 4);
      return value;
    }
  else
    {
      double value;

      memcpy (&longword, at, 8);
      if (header->swapped)
        longword = GUINT64_SWAP_LE_BE (longword);
      if (header->kind == 'i')
        return (float) (gint64) longword;
      memcpy (&value, &longword, 8);
      return (float) value;
    }
}

/* Where the next element in row-major order stands in the file; @index counts up like a clock. */
static gsize
next_in_fortran_order (const Header *header, gsize *index)
{
  gsize position = 0;

  for (guint i = header->n_dims; i-- > 0;)
    {
      if (++index[i] < header->dims[i])
        break;
      index[i] = 0;
    }
  for (guint i = header->n_dims; i-- > 0;)
    position = position * header->dims[i] + index[i];
  return position;
}

ScopeArray *
scope_npy_read (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (ScopeArray) array = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = NULL;
  Header header = { 0 };
  const guint8 *data;
  gsize n_bytes;
  gsize size;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_name (path);
  fd = scope_file_open (path, NULL, error);
  if (fd < 0)
    return NULL;

  file = g_mapped_file_new_from_fd (fd, FALSE, &local_error);
  close (fd);
  if (file == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, local_error->message, NULL, NULL);
      return NULL;
    }

  data = (const guint8 *) g_mapped_file_get_contents (file);
  n_bytes = g_mapped_file_get_length (file);
  if (!parse_header (path, data, n_bytes, &header, error))
    return NULL;

  if (!scope_array_count (header.n_dims, header.dims, &size)
      || size > (n_bytes - header.data_start) / header.item_bytes)
    {
      g_autofree char *found =
          g_strdup_printf (_ ("%" G_GSIZE_FORMAT " bytes of numbers"), n_bytes - header.data_start);

      fail (error, path, found, _ ("as many as the array's shape asks for"));
      return NULL;
    }

  array = scope_array_new (header.n_dims, header.dims);
  if (array == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, name, _ ("an array that memory cannot hold"),
                       NULL, NULL);
      return NULL;
    }

  {
    gsize index[SCOPE_ARRAY_MAX_DIMS] = { 0 };
    float *values = scope_array_get_writable (array);
    gsize position = 0;

    data += header.data_start;
    for (gsize i = 0; i < size; i++)
      {
        values[i] = get_number (&header, data + position * header.item_bytes);
        position = header.fortran ? next_in_fortran_order (&header, index) : i + 1;
      }
  }
  return g_steal_pointer (&array);
}

/* 'descr', 'fortran_order' and 'shape', padded so that the numbers begin at a multiple of 64 bytes
 * (numpy.lib.format, version 1.0). */
static GString *
make_header (const ScopeArray *array)
{
  GString *header = g_string_new (NULL);
  guint n_dims = scope_array_get_n_dims (array);
  gsize length;

  g_string_append_len (header, MAGIC "\x01\x00\x00\x00", MAGIC_BYTES + 4);
  g_string_append (header, "{'descr': '<f4', 'fortran_order': False, 'shape': (");
  for (guint i = 0; i < n_dims; i++)
    g_string_append_printf (header, "%s%" G_GSIZE_FORMAT, i > 0 ? ", " : "",
                            scope_array_get_dim (array, i));
  g_string_append (header, n_dims == 1 ? ",), }" : "), }");

  while ((header->len + 1) % 64 != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');

  length = header->len - MAGIC_BYTES - 4;
  header->str[8] = (char) (length & 0xff);
  header->str[9] = (char) (length >> 8);
  return header;
}

static gboolean
write_all (FILE *stream, const ScopeArray *array)
{
  g_autoptr (GString) header = make_header (array);
  const float *values = scope_array_get_data (array);
  gsize size = scope_array_get_size (array);

  if (fwrite (header->str, 1, header->len, stream) != header->len)
    return FALSE;

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  if (fwrite (values, sizeof (float), size, stream) != size)
    return FALSE;
#else
  for (gsize i = 0; i < size; i++)
    {
      guint32 word;

      memcpy (&word, &values[i], 4);
      word = GUINT32_TO_LE (word);
      if (fwrite (&word, 4, 1, stream) != 1)
        return FALSE;
    }
#endif
  return fflush (stream) == 0 && fsync (fileno (stream)) == 0;
}

gboolean
scope_npy_write (const char *path, const ScopeArray *array, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *name = NULL;
  FILE *stream = NULL;
  gboolean written;
  int saved_errno;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (array != NULL, FALSE);

  folder = g_path_get_dirname (path);
  draft = g_strdup_printf ("%s.XXXXXX", path);
  name = g_filename_display_name (path);

  /* Written beside its place and moved there, so that nobody ever sees half a file. */
  fd = g_mkdir_with_parents (folder, 0777) == 0 ? g_mkstemp_full (draft, O_RDWR | O_CLOEXEC, 0666)
                                                : -1;
  written = fd >= 0 && (stream = fdopen (fd, "wb")) != NULL && write_all (stream, array);
  saved_errno = errno;
  if (stream == NULL && fd >= 0)
    close (fd);
  if (stream != NULL && fclose (stream) != 0 && written)
    {
      saved_errno = errno;
      written = FALSE;
    }
  if (written && g_rename (draft, path) != 0)
    {
      saved_errno = errno;
      written = FALSE;
    }
  if (written)
    return TRUE;

  if (fd >= 0)
    g_unlink (draft);
  scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, g_strerror (saved_errno),
                   _ ("a place where a file can be written"),
                   _ ("Check the folder's permissions and the space on its disk."));
  return FALSE;
}
