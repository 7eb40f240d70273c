/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-sandbox.h"

#include "scope-call-filter.h"
#include "scope-limits.h"
#include "scope-reader-protocol.h"

#include <errno.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

static int landlock_version;

/* Never above what the person's own limits allow. */
static gboolean
limit (__rlimit_resource_t resource, guint64 amount)
{
  struct rlimit current;

  if (getrlimit (resource, &current) != 0)
    return FALSE;
  current.rlim_max = MIN (current.rlim_max, (rlim_t) amount);
  current.rlim_cur = current.rlim_max;
  return setrlimit (resource, &current) == 0;
}

static gboolean
limit_time_and_files (guint64 n_bytes, guint n_files)
{
  struct rlimit seconds = { SCOPE_LIMIT_SECONDS (n_bytes), SCOPE_LIMIT_SECONDS (n_bytes) + 5 };

  /* The soft limit's signal says that it was the time; the hard one's would say nothing. */
  return setrlimit (RLIMIT_CPU, &seconds) == 0 && limit (RLIMIT_CORE, 0)
         && limit (RLIMIT_NOFILE, SCOPE_READER_FD_MORE + n_files - 1) && limit (RLIMIT_NPROC, 0)
         && limit (RLIMIT_FSIZE, SCOPE_LIMIT_ANSWER (n_bytes) + 2 * SCOPE_LIMIT_TEXTS + SCOPE_GIB);
}

/* As linux/landlock.h has it from version 6 on; older kernels are told the size that they know. */
typedef struct
{
  guint64 files;
  guint64 network;
  guint64 scopes;
} LandlockRules;

/* Every right that this kernel can withhold, and no exception. */
static gboolean
withhold_files (void)
{
  /* The number of file rights that each version knows: linux/landlock.h, ABI 1 to 5. */
  static const guint n_rights[] = { 13, 14, 15, 15, 16 };
  LandlockRules rules = { 0 };
  gsize size = sizeof rules.files;
  gboolean done;
  int ruleset;

  landlock_version = (int) syscall (SYS_landlock_create_ruleset, NULL, (size_t) 0,
                                    LANDLOCK_CREATE_RULESET_VERSION);
  if (landlock_version < 1)
    return FALSE;

  rules.files = (G_GUINT64_CONSTANT (1)
                 << n_rights[MIN (landlock_version, (int) G_N_ELEMENTS (n_rights)) - 1])
                - 1;
  if (landlock_version >= 4)
    {
      rules.network = 3; /* bind and connect, TCP */
      size = 2 * sizeof (guint64);
    }
  if (landlock_version >= 6)
    {
      rules.scopes = 3; /* abstract sockets and signals */
      size = 3 * sizeof (guint64);
    }

  ruleset = (int) syscall (SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset < 0)
    return FALSE;
  done = syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);
  return done;
}

ScopeGuards
scope_sandbox_enter (guint64 n_bytes, guint n_files, gboolean is_child)
{
  ScopeGuards guards = 0;

  /* Nothing that was left open by mistake comes along; and nobody is served by a reader whose
   * program is gone. */
  syscall (SYS_close_range, SCOPE_READER_FD_MORE + n_files - 1, ~0U, 0);
  if (is_child)
    prctl (PR_SET_PDEATHSIG, SIGKILL);

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    guards |= SCOPE_GUARD_NO_PRIVILEGES;
  if (withhold_files ())
    guards |= SCOPE_GUARD_LANDLOCK;
  if (limit_time_and_files (n_bytes, n_files))
    guards |= SCOPE_GUARD_LIMITS;
  if (!UNDER_ASAN && limit (RLIMIT_AS, SCOPE_LIMIT_MEMORY (n_bytes)))
    guards |= SCOPE_GUARD_MEMORY;
  if (scope_call_filter_load ())
    guards |= SCOPE_GUARD_FILTER;
  return guards;
}

char *
scope_sandbox_describe (ScopeGuards guards)
{
  GString *text = g_string_new (NULL);

  if ((guards & SCOPE_GUARD_NO_PRIVILEGES) != 0)
    g_string_append (text, "no new privileges, ");
  if ((guards & SCOPE_GUARD_LIMITS) != 0)
    g_string_append (text, "limits, ");
  if ((guards & SCOPE_GUARD_MEMORY) != 0)
    g_string_append (text, "memory, ");
  if ((guards & SCOPE_GUARD_LANDLOCK) != 0)
    g_string_append_printf (text, "landlock %d, ", landlock_version);
  if ((guards & SCOPE_GUARD_FILTER) != 0)
    g_string_append (text, "filter, ");

  if (text->len == 0)
    g_string_append (text, "none");
  else
    g_string_truncate (text, text->len - 2);
  return g_string_free (text, FALSE);
}
