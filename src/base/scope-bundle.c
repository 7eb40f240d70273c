/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-bundle.h"

#include "scope-error.h"
#include "scope-file.h"
#include "scope-shards.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* keras/src/saving/saving_lib.py: what save_model (zipped=False) and save_weights (max_shard_size=…) write. */
#define CONFIG "config.json"
#define METADATA "metadata.json"
#define WEIGHTS "model.weights.h5"
#define WEIGHTS_MAP "model.weights.json"
#define WEIGHTS_NPZ "model.weights.npz"

#define HEAD_BYTES 4096
#define MAX_LIST_BYTES (64 * 1024 * 1024)

typedef struct
{
  int folder;
  char *name; /* of the folder, for messages */
} Place;

static void
place_clear (Place *place)
{
  if (place->folder >= 0)
    close (place->folder);
  g_free (place->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
close_descriptor (gpointer data)
{
  close (*(int *) data);
}

static ScopeBundle *
bundle_new (const char *path, const char *container)
{
  ScopeBundle *self = g_new0 (ScopeBundle, 1);

  self->name = g_filename_display_basename (path);
  self->container = container;
  self->members = g_ptr_array_new_with_free_func (g_free);
  self->descriptors = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_set_clear_func (self->descriptors, close_descriptor);
  self->sizes = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->stamps = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
scope_bundle_free (ScopeBundle *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_ptr_array_unref (self->members);
  g_array_unref (self->descriptors);
  g_array_unref (self->sizes);
  g_array_unref (self->stamps);
  g_free (self);
}

static gboolean
open_place (const char *folder, Place *place)
{
  place->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  place->name = g_filename_display_basename (folder);
  return place->folder >= 0;
}

static gboolean
is_there (const Place *place, const char *member)
{
  struct stat status;

  return fstatat (place->folder, member, &status, 0) == 0 && S_ISREG (status.st_mode);
}

/* No link out of the folder is followed: what came as one thing shall not read another. */
static int
open_below (int folder, const char *member)
{
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  int fd = scope_file_open_beneath (folder, member, flags);

  /* Kernels and containers that do not know the call: no link at all. */
  if (fd < 0 && (errno == ENOSYS || errno == EPERM))
    fd = openat (folder, member, flags | O_NOFOLLOW);
  return fd;
}

static gboolean
fail_member (const Place *place, const char *member, int error_number, GError **error)
{
  g_autofree char *where = g_strdup_printf ("%s, %s", place->name, member);
  const char *found = g_strerror (error_number);
  const char *advice = NULL;

  switch (error_number)
    {
    case ENOENT:
      found = _ ("no such file");
      advice = _ ("Copy all files of the model into one folder.");
      break;
    case EACCES:
    case EPERM:
      found = _ ("a file that may not be read");
      advice = _ ("Change its permissions, or copy it to a folder of your own.");
      break;
    case EXDEV:
    case ELOOP:
      found = _ ("a link that leads out of the folder, which is not followed");
      advice = _ ("Copy the file itself into the folder.");
      break;
    case EISDIR:
      found = _ ("a folder");
      break;
    case ENXIO:
    case EINVAL:
      found = _ ("something that is no regular file");
      break;
    default:
      break;
    }
  scope_error_set (error, SCOPE_ERROR_UNREADABLE, where, found, _ ("a file to read"), advice);
  return FALSE;
}

static gint64
get_stamp (const struct stat *status)
{
  return (gint64) status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

/* Takes @fd. */
static void
add_descriptor (ScopeBundle *self, int fd, const struct stat *status)
{
  guint64 size = (guint64) status->st_size;
  gint64 stamp = get_stamp (status);

  g_array_append_val (self->descriptors, fd);
  g_array_append_val (self->sizes, size);
  g_array_append_val (self->stamps, stamp);
  self->n_bytes += size;
}

gboolean
scope_bundle_check_unchanged (ScopeBundle *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->descriptors->len; i++)
    {
      struct stat status;
      g_autofree char *place = NULL;

      if (fstat (g_array_index (self->descriptors, int, i), &status) == 0
          && (guint64) status.st_size == g_array_index (self->sizes, guint64, i)
          && get_stamp (&status) == g_array_index (self->stamps, gint64, i))
        continue;
      place = i < self->members->len ? g_strdup_printf (
                  "%s, %s", self->name, (char *) g_ptr_array_index (self->members, i))
                                     : g_strdup (self->name);
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, place,
                       _ ("a file that changed while it was read"), NULL,
                       _ ("Wait until whatever writes it has finished."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
add_member (ScopeBundle *self, const Place *place, const char *member, GError **error)
{
  struct stat status;
  int fd = open_below (place->folder, member);
  int error_number = fd < 0 ? errno : 0;

  if (fd >= 0 && fstat (fd, &status) != 0)
    error_number = errno;
  else if (fd >= 0 && !S_ISREG (status.st_mode))
    error_number = S_ISDIR (status.st_mode) ? EISDIR : EINVAL;
  if (error_number != 0)
    {
      if (fd >= 0)
        close (fd);
      return fail_member (place, member, error_number, error);
    }

  add_descriptor (self, fd, &status);
  g_ptr_array_add (self->members, g_strdup (member));
  return TRUE;
}

/* The text of the file that was added last. */
static char *
read_last (const ScopeBundle *self, gsize max, gsize *n_bytes, const char *where, GError **error)
{
  int fd = g_array_index (self->descriptors, int, self->descriptors->len - 1);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 part[HEAD_BYTES];
  gssize n;

  while ((n = pread (fd, part, sizeof part, text->len)) > 0)
    {
      g_byte_array_append (text, part, (guint) n);
      if (text->len > max)
        {
          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, where, _ ("a list that is too long"),
                           _ ("a list of weights’ files"), NULL);
          return NULL;
        }
    }
  if (n < 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, where, g_strerror (errno), NULL,
                       _ ("Check the disk or the network that the file is on."));
      return NULL;
    }

  *n_bytes = text->len;
  g_byte_array_append (text, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&text), FALSE);
}

/* The list of weights' files and all that it names. */
static gboolean
add_shards (ScopeBundle *self, const Place *place, const char *list, GError **error)
{
  g_autofree char *where = g_strdup_printf ("%s, %s", place->name, list);
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;
  gsize n_bytes;

  if (!add_member (self, place, list, error))
    return FALSE;
  text = read_last (self, MAX_LIST_BYTES, &n_bytes, where, error);
  if (text == NULL)
    return FALSE;
  names = scope_shards_parse (text, n_bytes, where, error);
  if (names == NULL)
    return FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    if (!add_member (self, place, names[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
has_weights (const Place *place)
{
  return is_there (place, WEIGHTS) || is_there (place, WEIGHTS_MAP)
         || is_there (place, WEIGHTS_NPZ);
}

static ScopeBundle *
open_folder (const char *path, const Place *place, GError **error)
{
  g_autoptr (ScopeBundle) self = bundle_new (path, "folder");
  gboolean done;

  if (!add_member (self, place, CONFIG, error)
      || (is_there (place, METADATA) && !add_member (self, place, METADATA, error)))
    return NULL;

  if (is_there (place, WEIGHTS))
    done = add_member (self, place, WEIGHTS, error);
  else if (is_there (place, WEIGHTS_MAP))
    done = add_shards (self, place, WEIGHTS_MAP, error);
  else if (is_there (place, WEIGHTS_NPZ))
    {
      g_autofree char *where = g_strdup_printf ("%s, %s", place->name, WEIGHTS_NPZ);

      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, where,
                       _ ("weights as Python objects in NumPy’s form, which hold program code"),
                       WEIGHTS,
                       _ ("Load the model where it was made and save it again with model.save()."));
      return NULL;
    }
  else
    done = add_member (self, place, WEIGHTS, error);
  return done ? g_steal_pointer (&self) : NULL;
}

/* Whether the file at @path begins as a list of weights' files does. */
static gboolean
is_list (const char *path)
{
  int fd = scope_file_open (path, NULL, NULL);
  char head[HEAD_BYTES];
  gssize n;

  if (fd < 0)
    return FALSE;
  n = pread (fd, head, sizeof head, 0);
  close (fd);
  return n > 0 && scope_shards_is_list (head, (gsize) n) && memchr (head, '{', (gsize) n) != NULL;
}

static gboolean
is_folder (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

gboolean
scope_bundle_is_several (const char *path)
{
  g_autofree char *base = NULL;
  g_autofree char *folder = NULL;
  g_auto (Place) place = { .folder = -1 };

  g_return_val_if_fail (path != NULL, FALSE);

  if (is_folder (path))
    return open_place (path, &place) && is_there (&place, CONFIG) && has_weights (&place);

  base = g_path_get_basename (path);
  folder = g_path_get_dirname (path);
  if (g_str_equal (base, CONFIG) && open_place (folder, &place) && has_weights (&place))
    return TRUE;
  return g_str_has_suffix (base, ".json") && is_list (path);
}

gboolean
scope_bundle_is_saved_model (const char *path)
{
  g_auto (Place) place = { .folder = -1 };

  g_return_val_if_fail (path != NULL, FALSE);

  return is_folder (path) && open_place (path, &place) && is_there (&place, "saved_model.pb");
}

ScopeBundle *
scope_bundle_open (const char *path, GError **error)
{
  g_autoptr (ScopeBundle) self = NULL;
  g_autofree char *base = NULL;
  g_autofree char *folder = NULL;
  g_auto (Place) place = { .folder = -1 };
  struct stat status;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  if (scope_bundle_is_several (path))
    {
      base = g_path_get_basename (path);
      folder = is_folder (path) ? g_strdup (path) : g_path_get_dirname (path);
      if (!open_place (folder, &place))
        {
          fail_member (&place, base, errno, error);
          return NULL;
        }
      if (is_folder (path) || g_str_equal (base, CONFIG))
        return open_folder (folder, &place, error);

      self = bundle_new (path, "shards");
      return add_shards (self, &place, base, error) ? g_steal_pointer (&self) : NULL;
    }

  fd = scope_file_open (path, NULL, error);
  if (fd < 0)
    return NULL;
  self = bundle_new (path, NULL);
  if (fstat (fd, &status) != 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNREADABLE, self->name, g_strerror (errno), NULL, NULL);
      close (fd);
      return NULL;
    }
  add_descriptor (self, fd, &status);
  return g_steal_pointer (&self);
}
