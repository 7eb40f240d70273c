/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Enters the reader's own sandbox and tries one thing. Exit status: 0 it worked, 1 it was refused with EPERM or
 * EACCES, 2 it failed in another way. Linked with the same object as gatescope-reader.
 */
#include "scope-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
try_open (void)
{
  return open ("/etc/passwd", O_RDONLY);
}

static int
try_create (void)
{
  return open ("/tmp/gatescope-probe-was-here", O_WRONLY | O_CREAT, 0600);
}

static int
try_stat (void)
{
  struct stat status;

  return stat ("/etc/passwd", &status);
}

static int
try_unlink (void)
{
  return unlink ("/tmp/gatescope-probe-was-here");
}

static int
try_inet (void)
{
  return socket (AF_INET, SOCK_STREAM, 0);
}

static int
try_unix (void)
{
  return socket (AF_UNIX, SOCK_STREAM, 0);
}

static int
try_exec (void)
{
  return execl ("/bin/true", "true", NULL);
}

static int
try_fork (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  return pid;
}

static int
try_code (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                 == MAP_FAILED
             ? -1
             : 0;
}

static int
try_code_later (void)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    exit (2);
  return mprotect (memory, 4096, PROT_READ | PROT_EXEC);
}

static int
try_kill_parent (void)
{
  return kill (getppid (), 0);
}

static int
try_ptrace (void)
{
  return (int) ptrace (PTRACE_TRACEME, 0, NULL, NULL);
}

static int
try_more_limits (void)
{
  struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

  return setrlimit (RLIMIT_AS, &limit);
}

static int
try_truncate_other (void)
{
  return ftruncate (1, 0);
}

static int
try_io_uring (void)
{
  return (int) syscall (425, 1, NULL); /* io_uring_setup: does what the filter cannot see */
}

/* What reading needs must go on working. */
static int
try_memory (void)
{
  gsize n = 64 * 1024 * 1024;
  void *volatile memory = malloc (n);

  if (memory == NULL)
    return -1;
  memset (memory, 1, n);
  free (memory);
  return 0;
}

/* The limit for a file of no size is 1 GiB; errno is ENOMEM then, and status 2. */
static int
try_much_memory (void)
{
  /* A compiler may leave out a malloc() whose memory nobody uses. */
  void *volatile memory = malloc (2048UL * 1024 * 1024);

  return memory == NULL ? -1 : 0;
}

/* Says that it is there, then waits on its standard input, so that its limits can be looked at. */
static int
try_wait (void)
{
  char byte;

  if (write (1, "ready\n", 6) != 6)
    return -1;
  return read (0, &byte, 1) < 0 ? -1 : 0;
}

static const struct
{
  const char *name;
  int (*function) (void);
} actions[] = {
  { "open", try_open },
  { "create", try_create },
  { "stat", try_stat },
  { "unlink", try_unlink },
  { "inet", try_inet },
  { "unix", try_unix },
  { "exec", try_exec },
  { "fork", try_fork },
  { "code", try_code },
  { "code-later", try_code_later },
  { "kill-parent", try_kill_parent },
  { "ptrace", try_ptrace },
  { "more-limits", try_more_limits },
  { "truncate-other", try_truncate_other },
  { "io-uring", try_io_uring },
  { "memory", try_memory },
  { "much-memory", try_much_memory },
  { "wait", try_wait },
};

int
main (int argc, char **argv)
{
  ScopeGuards guards;

  if (argc != 2)
    return 3;

  guards = scope_sandbox_enter (0, 1, TRUE);
  if (strcmp (argv[1], "guards") == 0)
    {
      g_autofree char *words = scope_sandbox_describe (guards);

      dprintf (1, "%s\n", words);
      _exit (0);
    }

  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (argv[1], actions[i].name) == 0)
      {
        errno = 0;
        if (actions[i].function () >= 0)
          _exit (0);
        _exit (errno == EPERM || errno == EACCES ? 1 : 2);
      }
  _exit (3);
}
