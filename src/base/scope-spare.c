/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-spare.h"

#include "scope-reader-protocol.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static GMutex mutex;
static GSubprocess *waiting;
static char *waiting_program;
static int waiting_socket = -1;
static gboolean is_starting;

GSubprocessLauncher *
scope_spare_new_launcher (void)
{
  /* Everything here is closed on exec, and the child closes what else comes along before it looks at the file; with this word GLib
   * has no need to copy this program's memory first, which may be large. */
  GSubprocessFlags silence = G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_INHERIT_FDS;
  GSubprocessLauncher *launcher;

  /* What libraries print as they die helps nobody but whoever looks for the fault. */
  if (g_getenv ("G_MESSAGES_DEBUG") == NULL)
    silence |= G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  launcher = g_subprocess_launcher_new (silence);
  /* HDF5 loads code that these name. "::" is its word for "load none". */
  g_subprocess_launcher_setenv (launcher, "HDF5_PLUGIN_PRELOAD", "::", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "HDF5_PLUGIN_PATH");
  g_subprocess_launcher_unsetenv (launcher, "HDF5_DRIVER");
  g_subprocess_launcher_unsetenv (launcher, "HDF5_VOL_CONNECTOR");
  return launcher;
}

static void
put_away (GSubprocess *child, int socket, char *program)
{
  close (socket);
  g_object_unref (child);
  g_free (program);
}

static gpointer
start_thread (gpointer data)
{
  g_autofree char *program = data;
  g_autoptr (GSubprocessLauncher) launcher = scope_spare_new_launcher ();
  GSubprocess *child = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0)
    {
      g_subprocess_launcher_take_fd (launcher, ends[1], SCOPE_READER_FD_FILE);
      child = g_subprocess_launcher_spawn (launcher, NULL, program, "--wait", NULL);
      if (child == NULL)
        close (ends[0]);
    }

  g_mutex_lock (&mutex);
  is_starting = FALSE;
  if (child != NULL)
    {
      if (waiting != NULL)
        put_away (waiting, waiting_socket, waiting_program);
      waiting = child;
      waiting_socket = ends[0];
      waiting_program = g_steal_pointer (&program);
    }
  g_mutex_unlock (&mutex);
  return NULL;
}

void
scope_spare_prepare (const char *program)
{
  g_return_if_fail (program != NULL);

  g_mutex_lock (&mutex);
  if (!is_starting && (waiting == NULL || !g_str_equal (waiting_program, program)))
    {
      is_starting = TRUE;
      g_thread_unref (g_thread_new ("reader-spare", start_thread, g_strdup (program)));
    }
  g_mutex_unlock (&mutex);
}

/* One message: the words, each with its NUL, and the descriptors beside them. */
static gboolean
send_call (int socket, char **command, const int *descriptors, guint n_descriptors)
{
  g_autoptr (GByteArray) words = g_byte_array_new ();
  gsize room = CMSG_SPACE (n_descriptors * sizeof (int));
  g_autofree char *control = g_malloc0 (room);
  struct iovec part;
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  struct cmsghdr *head;
  gssize n;

  for (guint i = 0; command[i] != NULL; i++)
    g_byte_array_append (words, (const guint8 *) command[i], (guint) strlen (command[i]) + 1);
  if (n_descriptors > SCOPE_READER_MAX_HANDED || words->len > SCOPE_READER_MAX_CALL)
    return FALSE;

  part = (struct iovec){ words->data, words->len };
  message.msg_control = control;
  message.msg_controllen = room;
  head = CMSG_FIRSTHDR (&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN (n_descriptors * sizeof (int));
  memcpy (CMSG_DATA (head), descriptors, n_descriptors * sizeof (int));
  do
    n = sendmsg (socket, &message, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == (gssize) words->len;
}

GSubprocess *
scope_spare_take (char **command, const int *descriptors, guint n_descriptors)
{
  g_autoptr (GSubprocess) child = NULL;
  int socket = -1;
  gboolean done;

  g_return_val_if_fail (command != NULL && command[0] != NULL, NULL);

  g_mutex_lock (&mutex);
  if (waiting != NULL && g_str_equal (waiting_program, command[0]))
    {
      child = g_steal_pointer (&waiting);
      socket = waiting_socket;
      g_clear_pointer (&waiting_program, g_free);
    }
  g_mutex_unlock (&mutex);
  if (child == NULL)
    return NULL;

  done = send_call (socket, command, descriptors, n_descriptors);
  close (socket);
  return done ? g_steal_pointer (&child) : NULL;
}
