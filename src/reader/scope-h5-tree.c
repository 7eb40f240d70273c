/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-h5-tree.h"

#include "scope-error.h"
#include "scope-h5-attributes.h"
#include "scope-h5-dataset.h"
#include "scope-limits.h"
#include "scope-messenger.h"

#include <glib/gi18n.h>
#include <string.h>

#define RAW_BYTES (16 * 1024)

/* A dataset whose numbers are read once all is laid out. */
typedef struct
{
  hid_t file;
  const char *name; /* of the file */
  char *raw_path;   /* as the file spells it, whether it is UTF-8 or not */
  char *path;
  ScopeH5Dataset description;
} Wanted;

struct _ScopeH5Tree
{
  hid_t file; /* that is walked */
  guint64 file_bytes;
  int source; /* where it lies as it is, or -1 */
  guint64 source_offset;
  guint64 n_raw_bytes_left; /* that may be left to whoever asked */
  char *name;
  GPtrArray *names; /* of all files, for as long as messages need them */
  guint64 n_bytes;
  gboolean with_arrays;
  const char *only; /* as the one who asked spells it */
  char **without;
  ScopeImageWriter *writer;
  GPtrArray *wanted;
  GHashTable *groups; /* address → path of those above where the walk is */
  GHashTable *shared; /* paths of the groups of the files before this one */
  GPtrArray *own;     /* paths of the groups of this one */
  guint64 n_text_bytes_left;
  gsize n_exact_left;
  guint n_nodes;
  guint64 n_array_bytes;
  guint64 n_array_bytes_done;
};

typedef ScopeH5Tree Walk;

static gboolean walk_group (Walk *walk, hid_t group, const char *raw_path, const char *path,
                            guint depth, GError **error);

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  scope_h5_dataset_clear (&wanted->description);
  g_free (wanted->raw_path);
  g_free (wanted->path);
  g_free (wanted);
}

static char *
dup_place (const Walk *walk, const char *path)
{
  return g_strdup_printf ("%s, %s", walk->name, path);
}

static char *
join (const char *path, const char *name)
{
  return g_str_equal (path, "/") ? g_strconcat ("/", name, NULL)
                                 : g_strconcat (path, "/", name, NULL);
}

static gboolean
fail_node (const Walk *walk, const char *path, const char *found, const char *expected,
           GError **error)
{
  g_autofree char *place = dup_place (walk, path);

  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, found, expected, NULL);
  return FALSE;
}

static gboolean
fail_name (const Walk *walk, const char *path, GError **error)
{
  g_autofree char *place = dup_place (walk, path);

  scope_error_set (error, SCOPE_ERROR_DAMAGED, place, _ ("a name that is empty or occurs twice"),
                   _ ("names that differ"),
                   _ ("The file is probably damaged: copy or download it again."));
  return FALSE;
}

typedef struct
{
  GPtrArray *names;
  guint most;
} Names;

static herr_t
collect_name (hid_t group, const char *name, const H5L_info_t *info, void *data)
{
  Names *names = data;

  scope_messenger_alive ();
  if (names->names->len >= names->most)
    return 1;
  g_ptr_array_add (names->names, g_strdup (name));
  return 0;
}

static gboolean
add_link (Walk *walk, hid_t group, const char *raw_name, const char *path, const H5L_info_t *info,
          GError **error)
{
  gsize size = MIN (info->u.val_size, 4096);
  g_autofree char *value = g_malloc0 (size + 1);
  g_autofree char *target = NULL;
  const char *kind;

  if (H5Lget_val (group, raw_name, value, size, H5P_DEFAULT) < 0)
    size = 0;
  value[size] = '\0';

  if (info->type == H5L_TYPE_EXTERNAL)
    {
      const char *file = NULL;
      const char *object = NULL;
      unsigned flags;

      kind = "external";
      if (size > 0 && H5Lunpack_elink_val (value, size, &flags, &file, &object) >= 0)
        {
          g_autofree char *both = g_strdup_printf ("%s:%s", file, object);

          target = g_utf8_make_valid (both, -1);
        }
    }
  else
    {
      kind = info->type == H5L_TYPE_SOFT ? "soft" : "user-defined";
      if (info->type == H5L_TYPE_SOFT)
        target = g_utf8_make_valid (value, -1);
    }
  H5Eclear2 (H5E_DEFAULT);

  if (!scope_image_writer_add_link (walk->writer, path, kind, target != NULL ? target : ""))
    return fail_name (walk, path, error);
  return TRUE;
}

static gboolean
says_bfloat16 (GVariant *attributes)
{
  const char *text = NULL;

  return g_variant_lookup (attributes, "dtype", "&s", &text) && g_str_equal (text, "bfloat16");
}

static gboolean
is_wanted (const Walk *walk, const char *path)
{
  if (!walk->with_arrays || (walk->only != NULL && !g_str_equal (path, walk->only)))
    return FALSE;
  for (guint i = 0; walk->without != NULL && walk->without[i] != NULL; i++)
    {
      gsize length = strlen (walk->without[i]);

      if (strncmp (path, walk->without[i], length) == 0 && path[length] == '/')
        return FALSE;
    }
  return TRUE;
}

/* Numbers that lie in the file just as they are wanted are left there: whoever asked has the file too. Only large ones, which
 * are worth a call of their own. */
static gboolean
is_left (Walk *walk, hid_t dataset, const ScopeH5Dataset *description, guint64 *offset)
{
  guint64 n_bytes;
  guint64 place;

  if (walk->source < 0 || !scope_h5_find_raw (dataset, description, &place, &n_bytes)
      || n_bytes < RAW_BYTES || place > walk->file_bytes || n_bytes > walk->file_bytes - place
      || n_bytes > walk->n_raw_bytes_left)
    return FALSE;
  walk->n_raw_bytes_left -= n_bytes;
  *offset = walk->source_offset + place;
  return TRUE;
}

/* As CF conventions have it: "seconds since 1970-01-01". */
static gboolean
counts_time (GVariant *attributes)
{
  const char *text = NULL;

  return g_variant_lookup (attributes, "units", "&s", &text) && strstr (text, " since ") != NULL;
}

/* A moment that lost its last digits is a wrong one. Where there are more than anybody's table has, they are not given. */
static gboolean
add_exact (Walk *walk, hid_t dataset, const ScopeH5Dataset *description, const char *path,
           GVariant *attributes, GError **error)
{
  g_autofree char *place = dup_place (walk, path);
  g_autofree double *numbers = NULL;
  gsize n = description->dims[0];

  if (description->n_dims != 1 || n == 0 || n > walk->n_exact_left
      || !scope_h5_may_round (description) || !counts_time (attributes))
    return TRUE;

  numbers = g_try_new (double, n);
  if (numbers == NULL)
    return fail_node (walk, path, _ ("a dataset that memory cannot hold"), NULL, error);
  if (!scope_h5_read_exact (dataset, description, place, numbers, error))
    return FALSE;

  walk->n_exact_left -= n;
  scope_image_writer_set_exact (walk->writer, path, numbers, n);
  scope_messenger_alive ();
  return TRUE;
}

static gboolean
add_dataset (Walk *walk, hid_t dataset, const char *raw_path, const char *path,
             GVariant *attributes, GError **error)
{
  g_autofree char *place = dup_place (walk, path);
  Wanted *wanted = g_new0 (Wanted, 1);
  ScopeH5Dataset *description = &wanted->description;
  gboolean with_array;
  gboolean done;
  guint64 limit = SCOPE_LIMIT_ANSWER (walk->n_bytes);
  guint64 offset;

  wanted->file = walk->file;
  wanted->name = walk->name;
  wanted->raw_path = g_strdup (raw_path);
  wanted->path = g_strdup (path);
  g_ptr_array_add (walk->wanted, wanted);

  with_array = is_wanted (walk, path);
  if (!scope_h5_describe_dataset (dataset, says_bfloat16 (attributes), place, with_array,
                                  description, error))
    return FALSE;

  with_array = with_array && description->numbers != SCOPE_NUMBERS_NONE;
  if (with_array && is_left (walk, dataset, description, &offset))
    {
      with_array = FALSE;
      done = scope_image_writer_add_raw (
          walk->writer, path, description->stored_type, description->storage, description->n_dims,
          description->dims, (guint) walk->source, offset, attributes);
    }
  else
    done = scope_image_writer_add_dataset (walk->writer, path, description->stored_type,
                                           description->storage, description->n_dims,
                                           description->dims, with_array, attributes);
  if (!done)
    return fail_name (walk, path, error);

  if (scope_image_writer_get_array_bytes (walk->writer) > limit)
    {
      g_autofree char *size = g_format_size (limit);
      g_autofree char *expected =
          g_strdup_printf (_ ("%s in all at most, for a file of this size"), size);

      return fail_node (walk, path, _ ("more numbers than the file can honestly hold"), expected,
                        error);
    }

  if (with_array && !add_exact (walk, dataset, description, path, attributes, error))
    return FALSE;
  if (!with_array)
    g_ptr_array_remove_index (walk->wanted, walk->wanted->len - 1);
  return TRUE;
}

/* A group that holds itself is named as a link, or the walk would never end. One that can be reached on two
 * ways is there twice, as HDF5 means it. Addresses are unique in a file, which is all there is here. */
static gboolean
add_group (Walk *walk, hid_t group, haddr_t address, const char *raw_path, const char *path,
           GVariant *attributes, guint depth, GError **error)
{
  guint64 key = address;
  const char *above = g_hash_table_lookup (walk->groups, &key);
  gboolean done;

  if (above != NULL)
    {
      if (!scope_image_writer_add_link (walk->writer, path, "hard", above))
        return fail_name (walk, path, error);
      return TRUE;
    }
  if (!g_hash_table_contains (walk->shared, path)
      && !scope_image_writer_add_group (walk->writer, path, attributes))
    return fail_name (walk, path, error);

  g_ptr_array_add (walk->own, g_strdup (path));
  g_hash_table_insert (walk->groups, g_memdup2 (&key, sizeof key), g_strdup (path));
  done = walk_group (walk, group, raw_path, path, depth + 1, error);
  g_hash_table_remove (walk->groups, &key);
  return done;
}

static gboolean
add_object (Walk *walk, hid_t object, const char *raw_path, const char *path, guint depth,
            GError **error)
{
  g_autoptr (GVariant) attributes = NULL;
  g_autofree char *place = dup_place (walk, path);
  H5O_info_t info;

  if (object < 0 || H5Oget_info2 (object, &info, H5O_INFO_BASIC) < 0)
    return scope_h5_fail (error, place, _ ("an object that cannot be read"));

  attributes = scope_h5_read_attributes (object, place, &walk->n_text_bytes_left, error);
  if (attributes == NULL)
    return FALSE;

  switch (info.type)
    {
    case H5O_TYPE_GROUP:
      return add_group (walk, object, info.addr, raw_path, path, attributes, depth, error);
    case H5O_TYPE_DATASET:
      return add_dataset (walk, object, raw_path, path, attributes, error);
    default:
      if (!scope_image_writer_add_dataset (walk->writer, path, "named type", "", 0, NULL, FALSE,
                                           attributes))
        return fail_name (walk, path, error);
      return TRUE;
    }
}

static gboolean
add_member (Walk *walk, hid_t group, const char *raw_name, const char *raw_group_path,
            const char *group_path, guint depth, GError **error)
{
  g_autofree char *name = g_utf8_make_valid (raw_name, -1);
  g_autofree char *path = join (group_path, name);
  g_autofree char *raw_path = join (raw_group_path, raw_name);
  g_autofree char *place = dup_place (walk, path);
  H5L_info_t info;
  gboolean done;
  hid_t object;

  scope_messenger_alive ();
  if (++walk->n_nodes >= SCOPE_IMAGE_MAX_NODES)
    return fail_node (walk, path, _ ("too many groups and datasets"), NULL, error);
  if (H5Lget_info (group, raw_name, &info, H5P_DEFAULT) < 0)
    return scope_h5_fail (error, place, _ ("a link that cannot be read"));
  if (info.type != H5L_TYPE_HARD)
    return add_link (walk, group, raw_name, path, &info, error);

  object = H5Oopen (group, raw_name, H5P_DEFAULT);
  done = add_object (walk, object, raw_path, path, depth, error);
  if (object >= 0)
    H5Oclose (object);
  return done;
}

static gboolean
walk_group (Walk *walk, hid_t group, const char *raw_path, const char *path, guint depth,
            GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *place = dup_place (walk, path);
  Names names = { .names = list, .most = SCOPE_IMAGE_MAX_NODES };
  hsize_t position = 0;

  if (depth > SCOPE_LIMIT_DEPTH)
    return fail_node (walk, path, _ ("groups nested too deep"), NULL, error);
  if (H5Literate (group, H5_INDEX_NAME, H5_ITER_INC, &position, collect_name, &names) < 0)
    return scope_h5_fail (error, place, _ ("a group that cannot be read"));

  for (guint i = 0; i < list->len; i++)
    if (!add_member (walk, group, g_ptr_array_index (list, i), raw_path, path, depth, error))
      return FALSE;
  return TRUE;
}

static void
report_part (gsize n, gpointer data)
{
  Walk *walk = data;
  double fraction;

  walk->n_array_bytes_done += n * sizeof (float);
  fraction = (double) walk->n_array_bytes_done / (double) MAX (walk->n_array_bytes, 1);
  scope_messenger_progress ((guint64) (fraction * (double) walk->n_bytes), walk->n_bytes);
}

static gboolean
read_wanted (Walk *walk, const Wanted *wanted, GError **error)
{
  SCOPE_H5_AUTO (list) access = H5Pcreate (H5P_DATASET_ACCESS);
  g_autofree char *place = g_strdup_printf ("%s, %s", wanted->name, wanted->path);
  gboolean done;
  hid_t dataset;

  /* A cache that holds one row of chunks, where chunks are of a size that anybody would choose. */
  H5Pset_chunk_cache (access, 12421, 64 * SCOPE_MIB, 1.0);
  dataset = H5Dopen2 (wanted->file, wanted->raw_path, access);
  if (dataset < 0)
    return scope_h5_fail (error, place, _ ("a dataset that cannot be read"));

  done = scope_h5_read_numbers (dataset, &wanted->description, place,
                                scope_image_writer_get_array (walk->writer, wanted->path),
                                report_part, walk, error);
  H5Dclose (dataset);
  return done;
}

ScopeH5Tree *
scope_h5_tree_new (ScopeImageWriter *writer, guint64 n_bytes, gboolean with_arrays,
                   const char *only, char **without)
{
  ScopeH5Tree *self = g_new0 (ScopeH5Tree, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->n_bytes = n_bytes;
  self->n_raw_bytes_left = n_bytes;
  self->with_arrays = with_arrays;
  self->only = only;
  self->without = without;
  self->writer = writer;
  self->wanted = g_ptr_array_new_with_free_func (wanted_free);
  self->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->own = g_ptr_array_new_with_free_func (g_free);
  self->n_text_bytes_left = SCOPE_LIMIT_TEXTS;
  self->n_exact_left = SCOPE_LIMIT_EXACT;
  return self;
}

void
scope_h5_tree_free (ScopeH5Tree *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->wanted);
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->shared);
  g_ptr_array_unref (self->own);
  g_free (self);
}

gboolean
scope_h5_tree_add (ScopeH5Tree *self, hid_t file, const char *name, guint64 n_bytes, int source,
                   guint64 offset, GError **error)
{
  hid_t root = H5Oopen (file, "/", H5P_DEFAULT);
  gboolean done;

  for (guint i = 0; i < self->own->len; i++)
    g_hash_table_add (self->shared, g_strdup (g_ptr_array_index (self->own, i)));
  g_ptr_array_set_size (self->own, 0);

  self->file = file;
  self->file_bytes = n_bytes;
  self->source = source;
  self->source_offset = offset;
  self->name = g_strdup (name);
  g_ptr_array_add (self->names, self->name);
  done = add_object (self, root, "/", "/", 0, error);
  if (root >= 0)
    H5Oclose (root);
  return done;
}

gboolean
scope_h5_tree_read (ScopeH5Tree *self, int fd, GError **error)
{
  self->n_array_bytes = scope_image_writer_get_array_bytes (self->writer);
  if (!scope_image_writer_lay_out (self->writer, fd, error))
    return FALSE;

  for (guint i = 0; i < self->wanted->len; i++)
    if (!read_wanted (self, g_ptr_array_index (self->wanted, i), error))
      return FALSE;
  return TRUE;
}
