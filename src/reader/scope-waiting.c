/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-waiting.h"

#include "scope-reader-protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Above all descriptors that a call has. */
#define ASIDE 512

/* Puts the k-th to descriptor 3 + k. First all aside: a number that one of them has may be another one's place. */
static gboolean
place (const int *received, guint n)
{
  g_autofree int *aside = g_new (int, n);

  for (guint i = 0; i < n; i++)
    {
      aside[i] = fcntl (received[i], F_DUPFD, ASIDE);
      if (aside[i] < 0)
        return FALSE;
      close (received[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      if (dup2 (aside[i], SCOPE_READER_FD_FILE + (int) i) < 0)
        return FALSE;
      close (aside[i]);
    }
  return TRUE;
}

char **
scope_waiting_receive (int *n_words)
{
  const gsize room = CMSG_SPACE (SCOPE_READER_MAX_HANDED * sizeof (int));
  g_autofree char *words = g_malloc0 (SCOPE_READER_MAX_CALL + 1);
  g_autofree char *control = g_malloc0 (room);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  struct iovec part = { words, SCOPE_READER_MAX_CALL };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = room
  };
  struct cmsghdr *head;
  gssize n;

  do
    n = recvmsg (SCOPE_READER_FD_FILE, &message, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  head = n > 0 ? CMSG_FIRSTHDR (&message) : NULL;
  if (head == NULL || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0
      || head->cmsg_type != SCM_RIGHTS || head->cmsg_len < CMSG_LEN (0)
      || !place ((const int *) (const void *) CMSG_DATA (head),
                 (guint) ((head->cmsg_len - CMSG_LEN (0)) / sizeof (int))))
    return NULL;

  *n_words = 0;
  for (const char *word = words; word < words + n; word += strlen (word) + 1)
    {
      g_strv_builder_add (builder, word);
      (*n_words)++;
    }
  return g_strv_builder_end (builder);
}
