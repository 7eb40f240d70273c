/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gatescope-reader cannot do: a probe goes into the same sandbox and tries. */
#include "scope-test.h"

#include <string.h>
#include <sys/wait.h>

#define PROBE g_getenv ("GATESCOPE_SANDBOX_PROBE")

static char *guards;

static int
run_probe (const char *action, char **output)
{
  const char *argv[] = { PROBE, action, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, output, NULL, &status,
                &error);
  g_assert_no_error (error);
  if (!WIFEXITED (status))
    g_error ("%s: the probe died of signal %d", action, WTERMSIG (status));
  return WEXITSTATUS (status);
}

static gboolean
has_guard (const char *word)
{
  if (strstr (guards, word) != NULL)
    return TRUE;
  g_autofree char *reason = g_strdup_printf ("this system does not give it: %s", word);
  g_test_skip (reason);
  return FALSE;
}

static void
test_refused (gconstpointer data)
{
  if (has_guard ("filter"))
    g_assert_cmpint (run_probe (data, NULL), ==, 1);
}

static void
test_allowed (void)
{
  g_assert_cmpint (run_probe ("memory", NULL), ==, 0);
}

static void
test_memory (void)
{
  if (has_guard ("memory"))
    g_assert_cmpint (run_probe ("much-memory", NULL), ==, 2);
}

/* What /proc says of a probe that waits: the limits of a file of no size, and that its filter is on. */
static void
test_limits (void)
{
  static const char *const words[] = { "Max cpu time              8                    13",
                                       "Max core file size        0                    0",
                                       "Max processes             0                    0",
                                       "Max open files            6                    6" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) probe = NULL;
  g_autofree char *limits_path = NULL;
  g_autofree char *status_path = NULL;
  g_autofree char *limits = NULL;
  g_autofree char *status = NULL;
  char ready[8];
  gsize n;

  if (!has_guard ("limits"))
    return;

  probe = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                            PROBE, "wait", NULL);
  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (probe), ready, 6, &n, NULL, &error);
  g_assert_no_error (error);

  limits_path = g_strdup_printf ("/proc/%s/limits", g_subprocess_get_identifier (probe));
  status_path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (probe));
  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, &error));
  g_assert_true (g_file_get_contents (status_path, &status, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (limits, words[i]) == NULL)
      g_error ("\"%s\" is not among the limits:\n%s", words[i], limits);

  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1"));
  if (strstr (guards, "filter") != NULL)
    g_assert_nonnull (strstr (status, "Seccomp:\t2"));

  g_output_stream_close (g_subprocess_get_stdin_pipe (probe), NULL, NULL);
  g_assert_true (g_subprocess_wait_check (probe, NULL, &error));
}

/* Which guards there are depends on the kernel; here is where a person can read it. */
static void
test_guards (void)
{
  g_test_message ("guards: %s", guards);
  g_assert_nonnull (strstr (guards, "no new privileges"));
  g_assert_nonnull (strstr (guards, "limits"));
}

int
main (int argc, char **argv)
{
  static const char *const refused[] = { "open",           "create",   "stat",
                                         "unlink",         "inet",     "unix",
                                         "exec",           "fork",     "code",
                                         "code-later",     "ptrace",   "more-limits",
                                         "truncate-other", "io-uring", "kill-parent" };
  int status;

  scope_test_init (&argc, &argv);
  g_assert_nonnull (PROBE);
  g_assert_cmpint (run_probe ("guards", &guards), ==, 0);

  g_test_add_func ("/sandbox/guards", test_guards);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/refused/%s", refused[i]);

      g_test_add_data_func (path, refused[i], test_refused);
    }
  g_test_add_func ("/sandbox/allowed", test_allowed);
  g_test_add_func ("/sandbox/memory", test_memory);
  g_test_add_func ("/sandbox/limits", test_limits);
  status = g_test_run ();
  g_free (guards);
  return status;
}
