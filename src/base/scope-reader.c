/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-reader.h"

#include "config.h"
#include "scope-bundle.h"
#include "scope-error.h"
#include "scope-reader-protocol.h"
#include "scope-spare.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "gatescope-reader"
#define STALL_SECONDS 20
/* A minute, and what a slow disk takes. */
#define TOTAL_SECONDS(n_bytes) (60 + (n_bytes) / (2 * 1024 * 1024))
/* A killed child that does not go (a dead network disk holds it) is left to the system. */
#define FAREWELL_SECONDS 2

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

typedef struct
{
  const char *name;
  GSubprocess *child;
  ScopeProgress *progress; /* may be NULL */

  int messages;
  gboolean messages_open;
  GString *line;
  gboolean done;
  GError *error; /* the child's own word, or why it was killed */

  gboolean exited;
  gboolean killed;
  gint64 last_sign;
  gint64 end;      /* when it must have finished */
  gint64 farewell; /* when a killed child is given up */
  guint stall_seconds;
} Talk;

static GMutex program_mutex;
static char *program_override;
static guint stall_override;
static gint is_prepared; /* atomic */

void
scope_reader_set_program (const char *program, guint stall_seconds)
{
  g_mutex_lock (&program_mutex);
  g_free (program_override);
  program_override = g_strdup (program);
  stall_override = stall_seconds;
  g_mutex_unlock (&program_mutex);
}

/* The program of this build stands beside the running one's folder, the installed one in libexecdir. */
static char *
find_program (guint *stall_seconds, GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *near = NULL;
  g_autofree char *found = NULL;

  g_mutex_lock (&program_mutex);
  found = g_strdup (program_override);
  *stall_seconds = stall_override > 0 ? stall_override : STALL_SECONDS;
  g_mutex_unlock (&program_mutex);
  if (found != NULL)
    return g_steal_pointer (&found);

  if (self != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (self);

      near = g_build_filename (folder, "..", "reader", PROGRAM, NULL);
      if (g_file_test (near, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&near);
    }

  if (g_file_test (LIBEXECDIR "/" PROGRAM, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (LIBEXECDIR "/" PROGRAM);

  scope_error_set (error, SCOPE_ERROR_READER, LIBEXECDIR, _ ("no program gatescope-reader"),
                   _ ("the part of Gatescope that opens files"), _ ("Install Gatescope again."));
  return NULL;
}

/* What can be told without the child. */
static gboolean
check_kind (const char *path, const char *name, ScopeFileKind *kind, GError **error)
{
  const char *model = _ ("a model that Keras wrote (.keras, .h5, .hdf5)");

  if (!scope_reader_sniff (path, kind, error))
    return FALSE;

  switch (*kind)
    {
    case SCOPE_FILE_HDF5:
    case SCOPE_FILE_ARCHIVE:
    case SCOPE_FILE_SEVERAL:
      return TRUE;
    case SCOPE_FILE_LFS:
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name,
                       _ ("a pointer of Git LFS, a few lines that stand for a file kept elsewhere"),
                       _ ("the model itself"),
                       _ ("Run “git lfs pull” in the repository, or download the file itself."));
      return FALSE;
    case SCOPE_FILE_EMPTY:
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name, _ ("an empty file (0 bytes)"), model,
                       _ ("Copy or download it again."));
      return FALSE;
    case SCOPE_FILE_NPY:
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name, _ ("a NumPy array"), model, NULL);
      return FALSE;
    case SCOPE_FILE_NETCDF:
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name, _ ("a netCDF file"), model, NULL);
      return FALSE;
    case SCOPE_FILE_JSON:
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name, _ ("JSON text"), model,
                       _ ("Open the file with the weights."));
      return FALSE;
    case SCOPE_FILE_TEXT:
      scope_error_set (
          error, SCOPE_ERROR_NOT_A_MODEL, name, _ ("text"), model,
          _ ("If it was downloaded, fetch the file itself instead of the page about it."));
      return FALSE;
    case SCOPE_FILE_UNKNOWN:
    default:
      scope_error_set (error, SCOPE_ERROR_NOT_A_MODEL, name,
                       _ ("bytes that are neither HDF5 nor a .keras archive"), model,
                       _ ("Save the model again with model.save()."));
      return FALSE;
    }
}

static void
kill_child (Talk *talk)
{
  if (talk->killed)
    return;

  talk->killed = TRUE;
  talk->farewell = g_get_monotonic_time () + FAREWELL_SECONDS * G_USEC_PER_SEC;
  g_subprocess_force_exit (talk->child);
}

/* The child's last word, where it is one that a person can read. */
static void
take_error (Talk *talk, const char *text)
{
  char *end;
  guint64 code = g_ascii_strtoull (text, &end, 10);
  g_autofree char *valid = NULL;

  if (end == text || *end != ' ' || code > SCOPE_ERROR_USAGE || end[1] == '\0'
      || talk->error != NULL)
    return;

  valid = g_utf8_make_valid (end + 1, -1);
  g_set_error_literal (&talk->error, SCOPE_ERROR, (int) code, valid);
}

static void
take_line (Talk *talk, const char *line)
{
  guint64 done;
  guint64 total;
  char *end;

  /* Everything is a sign of life. */
  talk->last_sign = g_get_monotonic_time ();

  if (!g_utf8_validate (line, -1, NULL))
    return;
  if (g_str_equal (line, "done"))
    talk->done = TRUE;
  else if (g_str_has_prefix (line, "error "))
    take_error (talk, line + strlen ("error "));
  else if (g_str_has_prefix (line, "guards "))
    g_debug ("%s: guards of gatescope-reader: %s", talk->name, line + strlen ("guards "));
  else if (g_str_has_prefix (line, "progress "))
    {
      done = g_ascii_strtoull (line + strlen ("progress "), &end, 10);
      total = g_ascii_strtoull (end, NULL, 10);
      /* The other half is the program's own. */
      scope_progress_report (talk->progress, done, 2 * total);
    }
}

static gboolean
messages_cb (int fd, GIOCondition condition, gpointer data)
{
  Talk *talk = data;
  char buffer[4096];
  gssize n = read (fd, buffer, sizeof buffer);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0)
    {
      talk->messages_open = FALSE;
      return G_SOURCE_REMOVE;
    }

  for (gssize i = 0; i < n; i++)
    if (buffer[i] == '\n')
      {
        take_line (talk, talk->line->str);
        g_string_truncate (talk->line, 0);
      }
    else if (talk->line->len < SCOPE_READER_MAX_LINE)
      g_string_append_c (talk->line, buffer[i]);
  return G_SOURCE_CONTINUE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Talk *talk = data;

  kill_child (talk);
  return G_SOURCE_REMOVE;
}

static gboolean
clock_cb (gpointer data)
{
  Talk *talk = data;
  gint64 now = g_get_monotonic_time ();
  g_autofree char *found = NULL;

  if (talk->killed || talk->exited)
    return G_SOURCE_CONTINUE;

  if (now - talk->last_sign > (gint64) talk->stall_seconds * G_USEC_PER_SEC)
    found = g_strdup_printf (ngettext ("a file on which gatescope-reader stalled (no sign of life "
                                       "for %u second)",
                                       "a file on which gatescope-reader stalled (no sign of life "
                                       "for %u seconds)",
                                       talk->stall_seconds),
                             talk->stall_seconds);
  else if (now > talk->end)
    found = g_strdup (_ ("a file on which gatescope-reader met its limit of time"));
  else
    return G_SOURCE_CONTINUE;

  g_clear_error (&talk->error);
  scope_error_set (&talk->error, SCOPE_ERROR_READER, talk->name, found, NULL,
                   _ ("It is probably damaged: copy or download it again."));
  kill_child (talk);
  return G_SOURCE_CONTINUE;
}

static void
exited_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Talk *talk = data;

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  talk->exited = TRUE;
}

static void
attach (GSource *source, GSourceFunc function, Talk *talk, GMainContext *context)
{
  g_source_set_callback (source, function, talk, NULL);
  g_source_attach (source, context);
}

/* Listens until the child is gone; every source lives in a context of this call alone. */
static void
listen_to_child (Talk *talk, GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) wait_cancellable = g_cancellable_new ();
  g_autoptr (GSource) messages = g_unix_fd_source_new (talk->messages, G_IO_IN | G_IO_HUP);
  g_autoptr (GSource) clock = g_timeout_source_new (100);
  g_autoptr (GSource) cancelled = NULL;

  g_main_context_push_thread_default (context);
  attach (messages, G_SOURCE_FUNC (messages_cb), talk, context);
  attach (clock, clock_cb, talk, context);
  if (cancellable != NULL)
    {
      cancelled = g_cancellable_source_new (cancellable);
      attach (cancelled, G_SOURCE_FUNC (cancelled_cb), talk, context);
    }
  g_subprocess_wait_async (talk->child, wait_cancellable, exited_cb, talk);

  while (!talk->exited)
    {
      if (talk->killed && g_get_monotonic_time () > talk->farewell)
        g_cancellable_cancel (wait_cancellable);
      g_main_context_iteration (context, TRUE);
    }
  /* What it said last is still in the pipe. */
  while (talk->messages_open && !talk->killed && g_main_context_iteration (context, FALSE))
    ;

  g_source_destroy (messages);
  g_source_destroy (clock);
  if (cancelled != NULL)
    g_source_destroy (cancelled);
  g_main_context_pop_thread_default (context);
}

static char *
describe_end (GSubprocess *child)
{
  int number;

  if (g_subprocess_get_if_exited (child))
    return g_strdup_printf (
        _ ("a file on which gatescope-reader ended with status %d and without an answer"),
        g_subprocess_get_exit_status (child));

  number = g_subprocess_get_term_sig (child);
  switch (number)
    {
    case SIGXCPU:
      return g_strdup (_ ("a file on which gatescope-reader met its limit of computing time"));
    case SIGXFSZ:
      return g_strdup (_ ("a file on which gatescope-reader met its limit of memory"));
    case SIGBUS:
      return g_strdup (_ ("a file that became shorter while gatescope-reader read it"));
    case SIGSYS:
      return g_strdup (
          _ ("a file on which gatescope-reader died, as it tried what it is not allowed to do"));
    case SIGKILL:
      return g_strdup (
          _ ("that gatescope-reader was ended from outside, perhaps for want of memory"));
    default:
      return g_strdup_printf (_ ("a file on which gatescope-reader died (signal %d: %s)"), number,
                              g_strsignal (number));
    }
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

/* @answer is ours alone from here on: nobody can change what is checked. */
static GBytes *
map_answer (int answer, const char *name, GError **error)
{
  struct stat status;
  Mapping *mapping;
  void *start = MAP_FAILED;

  fcntl (answer, F_ADD_SEALS, SEALS);
  if ((fcntl (answer, F_GET_SEALS) & SEALS) == SEALS && fstat (answer, &status) == 0
      && status.st_size > 0)
    start = mmap (NULL, (gsize) status.st_size, PROT_READ, MAP_PRIVATE, answer, 0);

  if (start == MAP_FAILED)
    {
      scope_error_set (error, SCOPE_ERROR_READER, name,
                       _ ("an answer of gatescope-reader that is missing or not sealed"), NULL,
                       _ ("Try again; free some memory first."));
      return NULL;
    }

  mapping = g_new (Mapping, 1);
  mapping->start = start;
  mapping->size = (gsize) status.st_size;
  return g_bytes_new_with_free_func (start, mapping->size, mapping_free, mapping);
}

/* What Keras keeps to go on training: K@v2.15.0 hdf5_format.py, KM saving_lib.py. */
static const char *const training[] = { "/optimizer_weights", "/optimizer" };

/* @only: (nullable): the one dataset whose numbers are wanted. */
static char **
make_command (const char *program, const ScopeBundle *bundle, ScopeReaderFlags flags,
              const char *only)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add_many (builder, program, "--name", bundle->name, NULL);
  if ((flags & SCOPE_READER_TREE_ONLY) != 0)
    g_strv_builder_add (builder, "--tree-only");
  if (only != NULL)
    g_strv_builder_add_many (builder, "--only", only, NULL);
  else
    for (guint i = 0; i < G_N_ELEMENTS (training); i++)
      g_strv_builder_add_many (builder, "--without", training[i], NULL);
  if (bundle->container != NULL)
    g_strv_builder_add_many (builder, "--container", bundle->container, NULL);
  for (guint i = 0; i < bundle->members->len; i++)
    g_strv_builder_add_many (builder, "--member", g_ptr_array_index (bundle->members, i), NULL);
  return g_strv_builder_end (builder);
}

/* Takes @answer and @messages. */
static GSubprocess *
start_child (char **command, ScopeBundle *bundle, int answer, int messages, GError **error)
{
  g_autoptr (GArray) descriptors = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) local_error = NULL;
  GSubprocess *child;

  for (guint i = 0; i < bundle->descriptors->len; i++)
    {
      g_array_append_vals (descriptors, &g_array_index (bundle->descriptors, int, i), 1);
      if (i > 0)
        continue;
      g_array_append_val (descriptors, answer);
      g_array_append_val (descriptors, messages);
    }
  child = scope_spare_take (command, (const int *) (gpointer) descriptors->data, descriptors->len);
  if (child != NULL)
    {
      close (answer);
      close (messages);
      return child;
    }

  launcher = scope_spare_new_launcher ();
  g_subprocess_launcher_take_fd (launcher, answer, SCOPE_READER_FD_ANSWER);
  g_subprocess_launcher_take_fd (launcher, messages, SCOPE_READER_FD_MESSAGES);
  for (guint i = 0; i < bundle->descriptors->len; i++)
    g_subprocess_launcher_take_fd (
        launcher, fcntl (g_array_index (bundle->descriptors, int, i), F_DUPFD_CLOEXEC, 3),
        i == 0 ? SCOPE_READER_FD_FILE : SCOPE_READER_FD_MORE + (int) i - 1);

  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) command, &local_error);
  if (child == NULL)
    scope_error_set (error, SCOPE_ERROR_READER, command[0], local_error->message,
                     _ ("the part of Gatescope that opens files"), _ ("Install Gatescope again."));
  return child;
}

static GBytes *
ask_child (char **command, ScopeBundle *bundle, guint stall_seconds, GCancellable *cancellable,
           ScopeProgress *progress, GError **error)
{
  const char *name = bundle->name;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  Talk talk = { .name = name, .line = line, .progress = progress, .messages_open = TRUE };
  int ends[2];
  int answer;

  answer = memfd_create ("gatescope-answer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (answer < 0 || !g_unix_open_pipe (ends, FD_CLOEXEC, NULL))
    {
      scope_error_set (error, SCOPE_ERROR_READER, name, g_strerror (errno),
                       _ ("memory for gatescope-reader's answer"), NULL);
      if (answer >= 0)
        close (answer);
      return NULL;
    }

  child = start_child (command, bundle, fcntl (answer, F_DUPFD_CLOEXEC, 3), ends[1], error);
  if (child != NULL)
    {
      g_unix_set_fd_nonblocking (ends[0], TRUE, NULL);
      talk.child = child;
      talk.messages = ends[0];
      talk.stall_seconds = stall_seconds;
      talk.last_sign = g_get_monotonic_time ();
      talk.end = talk.last_sign + (gint64) (TOTAL_SECONDS (bundle->n_bytes)) * G_USEC_PER_SEC;
      listen_to_child (&talk, cancellable);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        g_clear_error (&talk.error);
      else if (talk.error != NULL)
        g_propagate_error (error, talk.error);
      else if (talk.done && g_subprocess_get_successful (child))
        block = map_answer (answer, name, error);
      else
        {
          g_autofree char *found = describe_end (child);

          scope_error_set (error, SCOPE_ERROR_READER, name, found, NULL,
                           _ ("It is probably damaged: copy or download it again."));
        }
    }

  close (ends[0]);
  close (answer);
  return g_steal_pointer (&block);
}

/* Of the reader's answer, with the numbers that it left in the files. */
static ScopeImage *
make_image (ScopeBundle *bundle, GBytes *block, ScopeReadAhead *ahead, GCancellable *cancellable,
            ScopeProgress *progress, GError **error)
{
  ScopeImageFiles files = { (const int *) (gpointer) bundle->descriptors->data,
                            (const guint64 *) (gpointer) bundle->sizes->data,
                            bundle->descriptors->len, ahead };
  g_autoptr (ScopeImage) image =
      scope_image_new_with_files (block, bundle->name, &files, cancellable, progress, error);

  if (image == NULL || !scope_bundle_check_unchanged (bundle, error))
    return NULL;
  scope_progress_report (progress, bundle->n_bytes, bundle->n_bytes);
  return g_steal_pointer (&image);
}

static ScopeImage *
open_image (const char *path, ScopeReaderFlags flags, const char *only, GCancellable *cancellable,
            ScopeProgress *progress, GError **error)
{
  g_autoptr (ScopeBundle) bundle = NULL;
  g_autoptr (ScopeReadAhead) ahead = NULL;
  g_autoptr (GBytes) block = NULL;
  ScopeImage *image;
  g_autofree char *program = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) command = NULL;
  ScopeFileKind kind;
  guint stall_seconds;

  name = g_filename_display_basename (path);
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !check_kind (path, name, &kind, error))
    return NULL;

  program = find_program (&stall_seconds, error);
  if (program == NULL)
    return NULL;

  bundle = scope_bundle_open (path, error);
  if (bundle == NULL)
    return NULL;

  if (kind == SCOPE_FILE_HDF5 && (flags & SCOPE_READER_TREE_ONLY) == 0 && only == NULL)
    ahead = scope_read_ahead_start (g_array_index (bundle->descriptors, int, 0), bundle->n_bytes);
  command = make_command (program, bundle, flags, only);
  block = ask_child (command, bundle, stall_seconds, cancellable, progress, error);
  image = block != NULL ? make_image (bundle, block, ahead, cancellable, progress, error) : NULL;
  /* The next one starts when this one's numbers are there: it would be in their way. */
  if (g_atomic_int_get (&is_prepared))
    scope_spare_prepare (program);
  return image;
}

void
scope_reader_prepare (void)
{
  g_autofree char *program = NULL;
  guint stall_seconds;

  program = find_program (&stall_seconds, NULL);
  if (program == NULL)
    return;
  g_atomic_int_set (&is_prepared, TRUE);
  scope_spare_prepare (program);
}

ScopeImage *
scope_reader_open (const char *path, ScopeReaderFlags flags, GCancellable *cancellable,
                   ScopeProgress *progress, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return open_image (path, flags, NULL, cancellable, progress, error);
}

ScopeArray *
scope_reader_read_values (const char *path, const char *dataset, GCancellable *cancellable,
                          ScopeProgress *progress, GError **error)
{
  g_autoptr (ScopeImage) image = NULL;
  const ScopeImageNode *node;
  g_autofree char *place = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);

  image = open_image (path, SCOPE_READER_WHOLE, dataset, cancellable, progress, error);
  if (image == NULL)
    return NULL;
  node = scope_image_find (image, dataset);
  if (node != NULL && node->array != NULL)
    return scope_array_ref (node->array);

  place = g_strdup_printf ("%s, %s", scope_image_get_name (image), dataset);
  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place,
                   node == NULL ? _ ("nothing at that path") : node->stored_type, _ ("numbers"),
                   NULL);
  return NULL;
}
