/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-reader.h"

#include "scope-bundle.h"
#include "scope-error.h"
#include "scope-file.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#define HEAD_BYTES 4096
#define HDF5_SIGNATURE "\x89HDF\r\n\x1a\n"
#define LFS_BEGINNING "version https://git-lfs"

static gboolean
begins_with (const guint8 *head, gsize n, const char *with, gsize n_with)
{
  return n >= n_with && memcmp (head, with, n_with) == 0;
}

/* HDF5 may stand behind a block of the user's own, of 512 · 2^k bytes. */
static gboolean
is_hdf5 (int fd, guint64 n_bytes)
{
  for (guint64 at = 0; at < n_bytes; at = at == 0 ? 512 : 2 * at)
    {
      guint8 signature[8];

      if (pread (fd, signature, 8, (off_t) at) == 8 && memcmp (signature, HDF5_SIGNATURE, 8) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Text in any encoding that leaves ASCII where it is, or UTF-16 with its mark. */
static gboolean
is_text (const guint8 *head, gsize n)
{
  if (begins_with (head, n, "\xff\xfe", 2) || begins_with (head, n, "\xfe\xff", 2))
    return TRUE;

  for (gsize i = 0; i < n; i++)
    if (head[i] < 0x20 && strchr ("\t\n\r\f", head[i]) == NULL)
      return FALSE;
    else if (head[i] == 0 || head[i] == 0x7f)
      return FALSE;
  return TRUE;
}

static ScopeFileKind
judge (int fd, guint64 n_bytes, const guint8 *head, gsize n)
{
  gsize at = 0;

  if (n == 0)
    return SCOPE_FILE_EMPTY;
  if (begins_with (head, n, "PK\x03\x04", 4))
    return SCOPE_FILE_ARCHIVE;
  if (begins_with (head, n, "\x93NUMPY", 6))
    return SCOPE_FILE_NPY;
  if (n >= 4 && memcmp (head, "CDF", 3) == 0 && (head[3] == 1 || head[3] == 2 || head[3] == 5))
    return SCOPE_FILE_NETCDF;
  if (is_hdf5 (fd, n_bytes))
    return SCOPE_FILE_HDF5;
  if (begins_with (head, n, LFS_BEGINNING, strlen (LFS_BEGINNING)))
    return SCOPE_FILE_LFS;
  if (!is_text (head, n))
    return SCOPE_FILE_UNKNOWN;

  if (begins_with (head, n, "\xef\xbb\xbf", 3))
    at = 3;
  while (at < n && g_ascii_isspace (head[at]))
    at++;
  return at < n && (head[at] == '{' || head[at] == '[') ? SCOPE_FILE_JSON : SCOPE_FILE_TEXT;
}

gboolean
scope_reader_sniff (const char *path, ScopeFileKind *kind, GError **error)
{
  guint8 head[HEAD_BYTES];
  guint64 n_bytes;
  gssize n;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  if (scope_bundle_is_several (path))
    {
      *kind = SCOPE_FILE_SEVERAL;
      return TRUE;
    }
  if (scope_bundle_is_saved_model (path))
    {
      g_autofree char *name = g_filename_display_basename (path);

      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name,
                       _ ("a folder that TensorFlow wrote (SavedModel)"),
                       _ ("a model that Keras wrote (.keras, .h5, .hdf5)"),
                       _ ("Load it with Keras and save it with model.save(\"NAME.keras\")."));
      return FALSE;
    }

  fd = scope_file_open (path, &n_bytes, error);
  if (fd < 0)
    return FALSE;

  n = pread (fd, head, sizeof head, 0);
  if (n < 0)
    {
      g_autofree char *name = g_filename_display_name (path);

      scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, g_strerror (errno), NULL,
                       _ ("Check the disk or the network that the file is on."));
      close (fd);
      return FALSE;
    }

  *kind = judge (fd, n_bytes, head, (gsize) n);
  close (fd);
  return TRUE;
}
