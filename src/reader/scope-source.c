/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-source.h"

#include "scope-error.h"
#include "scope-limits.h"
#include "scope-messenger.h"
#include "scope-reader-protocol.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* keras/src/saving/saving_lib.py: the members of a .keras archive. */
#define CONFIG "config.json"
#define METADATA "metadata.json"
#define WEIGHTS "model.weights.h5"
/* K@v2.11: what it was called at first. */
#define OLD_WEIGHTS "variables.h5"
#define WEIGHTS_NPZ "model.weights.npz"
#define WEIGHTS_MAP "model.weights.json"

typedef struct
{
  const char *name;
  GBytes *archive;
  guint64 n_bytes; /* of it */
  ScopeSource *source;
  GString *others; /* the first names that are no members of a .keras archive */
  guint n_others;
  gboolean is_pytorch;
  gboolean has_npz;
  gboolean has_pieces;
} Unpacking;

/* A member's bytes: a copy, or, where it is not packed and nothing lies between, a part of the archive itself. */
typedef struct
{
  guint8 *data;
  gsize n_bytes;
  gsize room;
  const guint8 *stored; /* NULL: a copy */
} Buffer;

static void
tree_free (gpointer data)
{
  ScopeSourceTree *tree = data;

  g_bytes_unref (tree->hdf5);
  g_free (tree->name);
  g_free (tree);
}

/* Takes @hdf5. */
static void
add_tree (ScopeSource *self, const char *name, GBytes *hdf5, int file, guint64 offset)
{
  ScopeSourceTree *tree = g_new0 (ScopeSourceTree, 1);

  tree->name = g_strdup (name);
  tree->hdf5 = hdf5;
  tree->file = file;
  tree->offset = offset;
  g_ptr_array_add (self->trees, tree);
}

void
scope_source_free (ScopeSource *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->trees);
  g_hash_table_unref (self->texts);
  g_free (self);
}

static int
get_descriptor (guint index)
{
  return index == 0 ? SCOPE_READER_FD_FILE : SCOPE_READER_FD_MORE + (int) index - 1;
}

guint64 *
scope_source_measure (guint n_files)
{
  g_autofree guint64 *sizes = g_new0 (guint64, n_files);

  for (guint i = 0; i < n_files; i++)
    {
      struct stat status;

      if (fstat (get_descriptor (i), &status) != 0)
        return NULL;
      sizes[i] = (guint64) status.st_size;
    }
  return g_steal_pointer (&sizes);
}

typedef struct
{
  void *start;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->start, mapping->size);
  g_free (mapping);
}

/* The file as it is on the disk; what of it is never looked at is never read. Where it becomes shorter meanwhile, the system ends
 * this process, which the program has words for. */
static GBytes *
map_file (int file, const char *name, guint64 n_bytes, guint64 limit, GError **error)
{
  void *start = MAP_FAILED;
  Mapping *mapping;

  if (n_bytes == 0)
    return g_bytes_new_static ("", 0);
  if (n_bytes <= limit)
    start = mmap (NULL, n_bytes, PROT_READ, MAP_PRIVATE, file, 0);
  if (start == MAP_FAILED)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, name, _ ("a file that memory cannot hold"),
                       NULL, NULL);
      return NULL;
    }
  mapping = g_new (Mapping, 1);
  mapping->start = start;
  mapping->size = n_bytes;
  return g_bytes_new_with_free_func (start, n_bytes, mapping_free, mapping);
}

static gboolean
fail_damaged (const Unpacking *unpacking, const char *member, const char *found, GError **error)
{
  g_autofree char *place = member != NULL ? g_strdup_printf ("%s, %s", unpacking->name, member)
                                          : g_strdup (unpacking->name);

  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, found, _ ("a .keras archive"),
                   _ ("Copy or download it again."));
  return FALSE;
}

static gboolean
fail_too_large (const Unpacking *unpacking, const char *member, guint64 limit, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s, %s", unpacking->name, member);
  g_autofree char *size = g_format_size (limit);
  g_autofree char *packed = g_format_size (unpacking->n_bytes);
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  found = g_strdup_printf (_ ("a member that unpacks to more than %s"), size);
  expected = g_strdup_printf (_ ("what an archive of %s can honestly hold"), packed);
  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, found, expected,
                   _ ("Open it only if you trust it: unpack it and open the weights alone."));
  return FALSE;
}

static guint64
member_limit (const Unpacking *unpacking, gboolean is_text)
{
  guint64 limit = SCOPE_LIMIT_MEMBER (unpacking->n_bytes);

  if (is_text)
    return SCOPE_LIMIT_TEXT;
  if (limit > SCOPE_LIMIT_BOMB_BYTES)
    limit =
        MIN (limit, MAX (SCOPE_LIMIT_BOMB_BYTES, SCOPE_LIMIT_MEMBER_RATIO * unpacking->n_bytes));
  return limit;
}

/* Makes room for @n bytes more; what the archive says of itself is only a hint. */
static gboolean
make_room (Buffer *buffer, gsize n, guint64 hint)
{
  gsize wanted = MAX (buffer->n_bytes + n, hint);
  guint8 *larger;

  if (wanted + 1 <= buffer->room)
    return TRUE;

  wanted = MAX (wanted + 1, buffer->room + buffer->room / 2);
  larger = g_try_realloc (buffer->data, wanted);
  if (larger == NULL)
    return FALSE;
  buffer->data = larger;
  buffer->room = wanted;
  return TRUE;
}

/* Whether the next part of a member lies behind the last one in the archive's own memory. */
static gboolean
is_stored (const Unpacking *unpacking, const Buffer *buffer, const guint8 *part, gsize n)
{
  gsize size;
  const guint8 *start = g_bytes_get_data (unpacking->archive, &size);

  if (buffer->n_bytes > 0)
    return buffer->stored != NULL && part == buffer->stored + buffer->n_bytes
           && n <= size - (gsize) (part - start);
  return part >= start && part < start + size && n <= size - (gsize) (part - start);
}

/* From here on it is a copy. */
static gboolean
copy_stored (Buffer *buffer)
{
  const guint8 *stored = buffer->stored;
  gsize n = buffer->n_bytes;

  if (stored == NULL)
    return TRUE;
  buffer->stored = NULL;
  buffer->n_bytes = 0;
  if (!make_room (buffer, n, 0))
    return FALSE;
  memcpy (buffer->data, stored, n);
  buffer->n_bytes = n;
  return TRUE;
}

/* The bytes of the member at which @archive stands, within @limit. */
static gboolean
unpack_member (Unpacking *unpacking, struct archive *archive, struct archive_entry *entry,
               const char *member, guint64 limit, Buffer *buffer, GError **error)
{
  guint64 hint = archive_entry_size_is_set (entry) ? (guint64) archive_entry_size (entry) : 0;
  const void *part;
  size_t n;
  la_int64_t offset;
  int status;

  if (archive_entry_is_encrypted (entry))
    return fail_damaged (unpacking, member, _ ("an encrypted member"), error);
  if (hint > limit)
    return fail_too_large (unpacking, member, limit, error);

  while ((status = archive_read_data_block (archive, &part, &n, &offset)) == ARCHIVE_OK)
    {
      if (n > limit - buffer->n_bytes)
        return fail_too_large (unpacking, member, limit, error);
      if (offset != (la_int64_t) buffer->n_bytes)
        return fail_damaged (unpacking, member, _ ("a member with holes"), error);
      if (n == 0)
        continue;
      if (is_stored (unpacking, buffer, part, n))
        {
          if (buffer->stored == NULL)
            buffer->stored = part;
        }
      else
        {
          if (!copy_stored (buffer) || !make_room (buffer, n, hint))
            return fail_too_large (unpacking, member, limit, error);
          memcpy (buffer->data + buffer->n_bytes, part, n);
        }
      buffer->n_bytes += n;
      scope_messenger_alive ();
    }

  if (status != ARCHIVE_EOF)
    {
      const char *why = archive_error_string (archive);
      g_autofree char *found = NULL;

      found =
          g_strdup_printf (_ ("a member that cannot be unpacked (%s)"), why != NULL ? why : "?");
      return fail_damaged (unpacking, member, found, error);
    }
  return TRUE;
}

/* Things that are zip archives as well, for a message that helps. */
static void
note_other (Unpacking *unpacking, const char *member)
{
  if (g_str_has_suffix (member, "data.pkl"))
    unpacking->is_pytorch = TRUE;
  if (g_str_equal (member, WEIGHTS_NPZ))
    unpacking->has_npz = TRUE;
  if (g_str_equal (member, WEIGHTS_MAP))
    unpacking->has_pieces = TRUE;

  if (unpacking->n_others++ < 4)
    {
      g_autofree char *shown = scope_error_dup_short (member, 64);

      g_string_append_printf (unpacking->others, "%s%s", unpacking->others->len > 0 ? ", " : "",
                              shown);
    }
}

static void
take_weights (Unpacking *unpacking, const char *name, Buffer *buffer)
{
  guint64 offset;

  if (buffer->stored == NULL)
    {
      add_tree (unpacking->source, name, g_bytes_new_take (buffer->data, buffer->n_bytes), -1, 0);
      return;
    }
  offset =
      (guint64) (buffer->stored - (const guint8 *) g_bytes_get_data (unpacking->archive, NULL));
  add_tree (unpacking->source, name,
            g_bytes_new_from_bytes (unpacking->archive, offset, buffer->n_bytes), 0, offset);
  g_free (buffer->data);
}

static char *
dup_text (const Buffer *buffer)
{
  const void *data = buffer->stored != NULL ? buffer->stored : buffer->data;

  return buffer->n_bytes > 0 ? g_utf8_make_valid (data, (gssize) buffer->n_bytes) : g_strdup ("");
}

static gboolean
take_member (Unpacking *unpacking, struct archive *archive, struct archive_entry *entry,
             GError **error)
{
  ScopeSource *source = unpacking->source;
  const char *raw = archive_entry_pathname_utf8 (entry);
  Buffer buffer = { 0 };
  g_autofree char *member = g_utf8_make_valid (raw != NULL ? raw : "?", -1);
  gboolean is_text = g_str_equal (member, CONFIG) || g_str_equal (member, METADATA);
  g_autofree char *name = NULL;

  if (!is_text && !g_str_equal (member, WEIGHTS) && !g_str_equal (member, OLD_WEIGHTS))
    {
      note_other (unpacking, member);
      return TRUE;
    }
  if (is_text ? g_hash_table_contains (source->texts, member) : source->trees->len > 0)
    return fail_damaged (unpacking, member, _ ("the same member twice"), error);

  if (!unpack_member (unpacking, archive, entry, member, member_limit (unpacking, is_text), &buffer,
                      error))
    {
      g_free (buffer.data);
      return FALSE;
    }

  if (!is_text)
    {
      name = g_strdup_printf ("%s, %s", unpacking->name, member);
      take_weights (unpacking, name, &buffer);
      return TRUE;
    }
  g_hash_table_insert (source->texts, g_strdup (member), dup_text (&buffer));
  g_free (buffer.data);
  return TRUE;
}

static gboolean
check_members (const Unpacking *unpacking, GError **error)
{
  const ScopeSource *source = unpacking->source;
  const char *expected = _ ("a model that Keras wrote (.keras, .h5, .hdf5)");
  g_autofree char *found = NULL;

  if (unpacking->is_pytorch && g_hash_table_size (source->texts) == 0)
    {
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, unpacking->name,
                       _ ("a PyTorch file, whatever its name says"), expected, NULL);
      return FALSE;
    }

  if (!g_hash_table_contains (source->texts, CONFIG))
    {
      found = g_strdup_printf (_ ("a zip archive without config.json (it holds %s%s)"),
                               unpacking->others->len > 0 ? unpacking->others->str : WEIGHTS,
                               unpacking->n_others > 4 ? " …" : "");
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, unpacking->name, found, expected, NULL);
      return FALSE;
    }

  if (source->trees->len == 0 && unpacking->has_npz)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, unpacking->name,
                       _ ("weights as Python objects in NumPy’s form, which hold program code"),
                       WEIGHTS,
                       _ ("Load the model where it was made and save it again with model.save()."));
      return FALSE;
    }
  if (source->trees->len == 0 && unpacking->has_pieces)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, unpacking->name,
                       _ ("weights in several pieces inside the archive"), WEIGHTS,
                       _ ("Unpack the archive and open its folder."));
      return FALSE;
    }
  if (source->trees->len == 0)
    return fail_damaged (unpacking, NULL, _ ("no member model.weights.h5"), error);
  if (g_bytes_get_size (((ScopeSourceTree *) g_ptr_array_index (source->trees, 0))->hdf5) == 0)
    return fail_damaged (unpacking, WEIGHTS, _ ("an empty member"), error);
  return TRUE;
}

static gboolean
unpack (Unpacking *unpacking, GBytes *bytes, GError **error)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  gboolean done = TRUE;
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);
  int status;

  if (archive == NULL || archive_read_support_format_zip (archive) != ARCHIVE_OK)
    g_error ("libarchive has no zip");

  status = archive_read_open_memory (archive, data, n);
  while (done && status == ARCHIVE_OK)
    {
      status = archive_read_next_header (archive, &entry);
      /* A warning is about names or dates, which do not matter here. */
      if (status == ARCHIVE_WARN)
        status = ARCHIVE_OK;
      if (status == ARCHIVE_OK)
        done = take_member (unpacking, archive, entry, error);
      scope_messenger_alive ();
    }

  if (done && status != ARCHIVE_EOF)
    {
      const char *why = archive_error_string (archive);
      g_autofree char *found = NULL;

      found = g_strdup_printf (_ ("a zip archive that breaks off (%s)"), why != NULL ? why : "?");
      done = fail_damaged (unpacking, NULL, found, error);
    }
  archive_read_free (archive);
  return done && check_members (unpacking, error);
}

static ScopeSource *
source_new (const char *container)
{
  ScopeSource *self = g_new0 (ScopeSource, 1);

  self->container = container;
  self->trees = g_ptr_array_new_with_free_func (tree_free);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

ScopeSource *
scope_source_unwrap (const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (ScopeSource) self = source_new ("hdf5");
  Unpacking unpacking = {
    .name = name, .archive = bytes, .n_bytes = g_bytes_get_size (bytes), .source = self
  };
  gboolean done;

  if (unpacking.n_bytes < 4 || memcmp (g_bytes_get_data (bytes, NULL), "PK\x03\x04", 4) != 0)
    {
      add_tree (self, name, g_bytes_ref (bytes), 0, 0);
      return g_steal_pointer (&self);
    }

  self->container = "keras";
  unpacking.others = g_string_new (NULL);
  done = unpack (&unpacking, bytes, error);
  g_string_free (unpacking.others, TRUE);
  return done ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_member (ScopeSource *self, const char *name, const char *member, guint file, guint64 size,
             GError **error)
{
  gboolean is_text = g_str_has_suffix (member, ".json");
  g_autofree char *place = g_strdup_printf ("%s, %s", name, member);
  g_autoptr (GBytes) bytes = NULL;
  gsize n_bytes;
  const char *data;

  bytes = map_file (get_descriptor (file), place, size, is_text ? SCOPE_LIMIT_TEXT : G_MAXUINT64,
                    error);
  if (bytes == NULL)
    return FALSE;
  if (!is_text)
    {
      add_tree (self, place, g_steal_pointer (&bytes), (int) file, 0);
      return TRUE;
    }
  data = g_bytes_get_data (bytes, &n_bytes);
  g_hash_table_replace (self->texts, g_strdup (member), g_utf8_make_valid (data, (gssize) n_bytes));
  return TRUE;
}

ScopeSource *
scope_source_read (const char *name, const char *container, char **members, const guint64 *sizes,
                   GError **error)
{
  g_autoptr (ScopeSource) self = NULL;
  guint n_files = container != NULL ? g_strv_length (members) : 1;

  if (container == NULL)
    {
      g_autoptr (GBytes) bytes =
          map_file (SCOPE_READER_FD_FILE, name, sizes[0], G_MAXUINT64, error);

      return bytes != NULL ? scope_source_unwrap (name, bytes, error) : NULL;
    }

  self = source_new (container);
  for (guint i = 0; i < n_files; i++)
    if (!read_member (self, name, members[i], i, sizes[i], error))
      return NULL;
  return g_steal_pointer (&self);
}
