/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-file.h"

#include "scope-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
set_error (GError **error, const char *path, int error_number)
{
  g_autofree char *name = g_filename_display_name (path);
  const char *found;
  const char *advice;

  switch (error_number)
    {
    case ENOENT:
    case ENOTDIR:
      found = _ ("no such file");
      advice = _ ("Check the name and the folder.");
      break;
    case EACCES:
    case EPERM:
      found = _ ("a file that may not be read");
      advice = _ ("Change its permissions, or copy it to a folder of your own.");
      break;
    default:
      found = g_strerror (error_number);
      advice = NULL;
    }
  scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, found, _ ("a file to read"), advice);
}

static const char *
describe (mode_t mode)
{
  if (S_ISDIR (mode))
    return _ ("a folder");
  if (S_ISFIFO (mode))
    return _ ("a pipe");
  if (S_ISSOCK (mode))
    return _ ("a socket");
  return _ ("a device");
}

int
scope_file_open (const char *path, guint64 *n_bytes, GError **error)
{
  struct stat status;
  int fd;

  g_return_val_if_fail (path != NULL, -1);

  /* Asked before opening, as opening a device may do something. The answer that counts comes from
   * the descriptor. Without O_NONBLOCK a pipe that nobody writes to would hold us here for ever. */
  if (stat (path, &status) != 0)
    {
      set_error (error, path, errno);
      return -1;
    }

  fd = S_ISREG (status.st_mode) ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
  if (S_ISREG (status.st_mode) && (fd < 0 || fstat (fd, &status) != 0))
    {
      set_error (error, path, errno);
      if (fd >= 0)
        close (fd);
      return -1;
    }

  if (!S_ISREG (status.st_mode))
    {
      g_autofree char *name = g_filename_display_name (path);

      scope_error_set (error, SCOPE_ERROR_UNREADABLE, name, describe (status.st_mode),
                       _ ("a file to read"), _ ("Choose a single file."));
      if (fd >= 0)
        close (fd);
      return -1;
    }

  if (n_bytes != NULL)
    *n_bytes = (guint64) status.st_size;
  return fd;
}

int
scope_file_open_beneath (int folder, const char *name, int flags)
{
  struct open_how how = { .flags = (guint64) flags,
                          .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };

  return (int) syscall (SYS_openat2, folder, name, &how, sizeof how);
}
