/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-messenger.h"

#include "scope-error.h"
#include "scope-reader-protocol.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 20)

static guint64 last_done;
static guint64 last_total;
static gint64 last_time;

static void
send_line (const char *line)
{
  gsize n = strlen (line);

  while (n > 0)
    {
      gssize sent = write (SCOPE_READER_FD_MESSAGES, line, n);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent < 0)
        _exit (1); /* nobody listens any more */
      line += sent;
      n -= (gsize) sent;
    }
}

void
scope_messenger_guards (const char *words)
{
  g_autofree char *line = g_strdup_printf ("guards %s\n", words);

  send_line (line);
}

void
scope_messenger_progress (guint64 done, guint64 total)
{
  last_done = done;
  last_total = total;
  scope_messenger_alive ();
}

void
scope_messenger_alive (void)
{
  gint64 now = g_get_monotonic_time ();
  char line[64];

  if (now - last_time < INTERVAL)
    return;

  last_time = now;
  g_snprintf (line, sizeof line, "progress %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
              last_done, last_total);
  send_line (line);
}

void
scope_messenger_error (const GError *error)
{
  int code = error->domain == SCOPE_ERROR ? error->code : SCOPE_ERROR_READER;
  g_autofree char *text = g_utf8_make_valid (error->message, -1);
  g_autofree char *line = NULL;

  g_strdelimit (text, "\n\r", ' ');
  if (strlen (text) > SCOPE_READER_MAX_LINE - 32)
    *g_utf8_find_prev_char (text, text + SCOPE_READER_MAX_LINE - 32) = '\0';
  line = g_strdup_printf ("error %d %s\n", code, text);
  send_line (line);
}

void
scope_messenger_done (void)
{
  send_line ("done\n");
}
