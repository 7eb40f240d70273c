/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drive.h"

#include "scope-test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

struct _Drive
{
  GSubprocess *process;
  char *folder; /* its home */
  char *log;    /* what it says to standard error */
  int width;    /* as asked for, GTK's own frame around the window included */
  int height;
  AtspiAccessible *application;
};

const char *
drive_check (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  if (g_getenv ("DISPLAY") == NULL)
    return "there is no X display; build-aux/test has one of its own";
  if (g_getenv ("DBUS_SESSION_BUS_ADDRESS") == NULL)
    return "there is no session bus; build-aux/test has one of its own";
  if (xdotool == NULL)
    return "xdotool is not installed";
  return NULL;
}

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

/* libatspi hears of what has gone through the main context. */
static void
pump (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static AtspiAccessible *
find_application (guint pid)
{
  AtspiAccessible *desktop = atspi_get_desktop (0);
  int n = atspi_accessible_get_child_count (desktop, NULL);

  for (int i = 0; i < n; i++)
    {
      AtspiAccessible *child = atspi_accessible_get_child_at_index (desktop, i, NULL);

      if (child != NULL && atspi_accessible_get_process_id (child, NULL) == pid)
        return child;
      g_clear_object (&child);
    }
  return NULL;
}

/* A test that fails ends at once; so then does its program. */
static void
child_setup (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

Drive *
drive_start (const char *const *arguments)
{
  Drive *self = g_new0 (Drive, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint pid;

  g_strv_builder_add (builder, g_getenv ("GATESCOPE_PROGRAM"));
  if (!g_strv_contains (arguments, "--size"))
    g_strv_builder_add_many (builder, "--size", "1280x800", NULL);
  self->width = 1280;
  self->height = 800;
  for (guint i = 0; arguments[i] != NULL; i++)
    {
      g_strv_builder_add (builder, arguments[i]);
      if (i > 0 && g_strcmp0 (arguments[i - 1], "--size") == 0)
        g_assert_cmpint (sscanf (arguments[i], "%dx%d", &self->width, &self->height), ==, 2);
    }
  argv = g_strv_builder_end (builder);

  self->folder = scope_test_make_folder ();
  g_subprocess_launcher_setenv (launcher, "HOME", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", self->folder, TRUE);
  self->log = g_build_filename (self->folder, "log", NULL);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->log);
  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);

  /* Keys go to the window under the pointer. */
  drive_move_pointer (self, 300, 420);
  pid = (guint) g_ascii_strtoull (g_subprocess_get_identifier (self->process), NULL, 10);
  while ((self->application = find_application (pid)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (20000);
      pump ();
    }
  g_object_unref (drive_find (self, ATSPI_ROLE_INVALID, "Gatescope", 10));
  drive_settle (self);
  return self;
}

/* Whatever GLib, GTK or the program itself complained about. */
static void
check_log (Drive *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (self->log, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "-CRITICAL") != NULL || strstr (lines[i], "-WARNING") != NULL
        || strstr (lines[i], "-ERROR") != NULL)
      g_error ("the program said: %s", lines[i]);
}

static void
print_log (Drive *self)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents (self->log, &text, NULL, NULL))
    g_printerr ("# %s\n", text);
}

void
drive_stop (Drive *self)
{
  g_autoptr (GError) error = NULL;

  drive_key (self, "ctrl+q");
  g_clear_object (&self->application);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_object_unref (self->process);
  check_log (self);
  scope_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->log);
  g_free (self);
}

static gboolean
is_showing (AtspiAccessible *accessible)
{
  AtspiStateSet *states = atspi_accessible_get_state_set (accessible);
  gboolean showing = states != NULL
                     && (atspi_state_set_contains (states, ATSPI_STATE_SHOWING)
                         || atspi_state_set_contains (states, ATSPI_STATE_VISIBLE));

  g_clear_object (&states);
  return showing;
}

/* Name, description and text of it together. */
static gboolean
says (AtspiAccessible *accessible, const char *words)
{
  g_autofree char *name = atspi_accessible_get_name (accessible, NULL);
  g_autofree char *description = NULL;
  AtspiText *text;
  gboolean found = FALSE;

  if (words == NULL || (name != NULL && strstr (name, words) != NULL))
    return TRUE;
  description = atspi_accessible_get_description (accessible, NULL);
  if (description != NULL && strstr (description, words) != NULL)
    return TRUE;
  text = atspi_accessible_get_text_iface (accessible);
  if (text != NULL)
    {
      int length = atspi_text_get_character_count (text, NULL);
      g_autofree char *content = length > 0 ? atspi_text_get_text (text, 0, length, NULL) : NULL;

      found = content != NULL && strstr (content, words) != NULL;
      g_object_unref (text);
    }
  return found;
}

typedef struct
{
  AtspiRole role;
  const char *name;
  AtspiAccessible *found;
  guint count;
  gboolean all;
} Search;

static void
search (AtspiAccessible *accessible, Search *what, gboolean is_root)
{
  int n;

  /* What is hidden hides all that is in it. */
  if (!is_root && !is_showing (accessible))
    return;
  if (!is_root
      && (what->role == ATSPI_ROLE_INVALID
          || atspi_accessible_get_role (accessible, NULL) == what->role)
      && says (accessible, what->name))
    {
      what->count++;
      if (what->found == NULL)
        what->found = g_object_ref (accessible);
      if (!what->all)
        return;
    }
  n = atspi_accessible_get_child_count (accessible, NULL);
  for (int i = 0; i < n && (what->all || what->found == NULL); i++)
    {
      AtspiAccessible *child;

      /* Asked for a window that has gone since they were counted, GTK 4.8 answers with one that was never shown, without
       * a path, and is not heard of again. */
      if (is_root)
        {
          atspi_accessible_clear_cache (accessible);
          if (i >= atspi_accessible_get_child_count (accessible, NULL))
            break;
        }
      child = atspi_accessible_get_child_at_index (accessible, i, NULL);

      if (child != NULL)
        search (child, what, FALSE);
      g_clear_object (&child);
    }
}

/* The tree changes while it is read: nothing of it is kept. */
static void
prepare (Drive *self)
{
  drive_settle (self);
  atspi_accessible_clear_cache (self->application);
}

AtspiAccessible *
drive_look (Drive *self, AtspiRole role, const char *name)
{
  Search what = { role, name, NULL, 0, FALSE };

  prepare (self);
  search (self->application, &what, TRUE);
  return what.found;
}

guint
drive_count (Drive *self, AtspiRole role, const char *name)
{
  Search what = { role, name, NULL, 0, TRUE };

  prepare (self);
  search (self->application, &what, TRUE);
  g_clear_object (&what.found);
  return what.count;
}

AtspiAccessible *
drive_find (Drive *self, AtspiRole role, const char *name, guint seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  AtspiAccessible *found;

  while ((found = drive_look (self, role, name)) == NULL)
    {
      if (g_get_monotonic_time () > end)
        {
          drive_print_tree (self);
          drive_screenshot (self, "failed");
          g_error ("waited %u seconds for “%s”", seconds, name != NULL ? name : "anything");
        }
      g_usleep (30000);
    }
  return found;
}

void
drive_wait_gone (Drive *self, AtspiRole role, const char *name, guint seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  AtspiAccessible *found;

  while ((found = drive_look (self, role, name)) != NULL)
    {
      g_object_unref (found);
      if (g_get_monotonic_time () > end)
        {
          drive_print_tree (self);
          g_error ("“%s” is still there after %u seconds", name, seconds);
        }
      g_usleep (30000);
    }
}

void
drive_key (Drive *self, const char *keys)
{
  run ((const char *const[]){ "xdotool", "key", "--clearmodifiers", keys, NULL });
  drive_settle (self);
}

void
drive_type (Drive *self, const char *text)
{
  run ((const char *const[]){ "xdotool", "type", "--delay", "4", text, NULL });
  drive_settle (self);
}

void
drive_press (AtspiAccessible *accessible)
{
  g_autoptr (GError) error = NULL;
  AtspiAction *action = atspi_accessible_get_action_iface (accessible);

  g_assert_nonnull (action);
  atspi_action_do_action (action, 0, &error);
  g_assert_no_error (error);
  g_object_unref (action);
  /* GTK shows a button pressed for a quarter of a second before it is clicked. */
  g_usleep (350000);
}

void
drive_move_pointer (Drive *self, int x, int y)
{
  g_autofree char *x_text = g_strdup_printf ("%d", x);
  g_autofree char *y_text = g_strdup_printf ("%d", y);

  run ((const char *const[]){ "xdotool", "mousemove", x_text, y_text, NULL });
}

void
drive_click (Drive *self, AtspiAccessible *accessible, double x, double y)
{
  AtspiComponent *component = atspi_accessible_get_component_iface (accessible);
  g_autoptr (GError) error = NULL;
  AtspiRect *rect;

  g_assert_nonnull (component);
  rect = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, &error);
  g_assert_no_error (error);
  drive_move_pointer (self, rect->x + (int) (x * rect->width), rect->y + (int) (y * rect->height));
  drive_settle (self);
  run ((const char *const[]){ "xdotool", "click", "1", NULL });
  drive_settle (self);
  g_free (rect);
  g_object_unref (component);
}

/* Processor time that the program has used, in clock ticks (proc(5): fields 14 and 15 of stat). */
static guint64
read_ticks (Drive *self)
{
  g_autofree char *path =
      g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  const char *after_name;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  after_name = strrchr (text, ')');
  fields = g_strsplit (after_name + 2, " ", 16);
  return g_ascii_strtoull (fields[11], NULL, 10) + g_ascii_strtoull (fields[12], NULL, 10);
}

void
drive_settle (Drive *self)
{
  gint64 end = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  guint quiet = 0;
  guint64 last = 0;

  while (quiet < 3 && g_get_monotonic_time () < end
         && g_subprocess_get_identifier (self->process) != NULL)
    {
      guint64 now = read_ticks (self);

      quiet = now <= last + 1 ? quiet + 1 : 0;
      last = now;
      g_usleep (30000);
      pump ();
    }
}

void
drive_screenshot (Drive *self, const char *name)
{
  const char *folder = g_getenv ("GATESCOPE_SCREENSHOTS");
  g_autofree char *file_name = g_strdup_printf ("%s.png", name);
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *import = g_find_program_in_path ("import");
  AtspiAccessible *window;
  AtspiComponent *component;
  AtspiRect *rect;
  g_autofree char *crop = NULL;

  if (folder == NULL || *folder == '\0' || import == NULL)
    return;
  path = g_build_filename (folder, file_name, NULL);
  parent = g_path_get_dirname (path);
  g_mkdir_with_parents (parent, 0755);
  window = atspi_accessible_get_child_at_index (self->application, 0, NULL);
  component = atspi_accessible_get_component_iface (window);
  rect = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  drive_settle (self);
  crop = g_strdup_printf ("%dx%d+%d+%d", rect->width, rect->height,
                          MAX (0, self->width - rect->width) / 2,
                          MAX (0, self->height - rect->height) / 2);
  run ((const char *const[]){ import, "-window", "root", "-crop", crop, "+repage", path, NULL });
  g_free (rect);
  g_object_unref (component);
  g_object_unref (window);
}

static void
print (AtspiAccessible *accessible, guint depth)
{
  g_autofree char *name = atspi_accessible_get_name (accessible, NULL);
  g_autofree char *role = atspi_accessible_get_role_name (accessible, NULL);
  int n = atspi_accessible_get_child_count (accessible, NULL);

  g_printerr ("# %*s%s “%s”%s\n", (int) (2 * depth), "", role, name,
              is_showing (accessible) ? "" : " (hidden)");
  for (int i = 0; i < n && depth < 40; i++)
    {
      AtspiAccessible *child = atspi_accessible_get_child_at_index (accessible, i, NULL);

      if (child != NULL)
        print (child, depth + 1);
      g_clear_object (&child);
    }
}

void
drive_print_tree (Drive *self)
{
  print (self->application, 0);
  print_log (self);
}
