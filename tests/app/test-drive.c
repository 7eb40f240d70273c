/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drive.h"

#include "scope-test.h"

/* Through the real file dialog: Ctrl+O, Ctrl+L, the path, Return. */
static void
open_by_dialog (Drive *drive, const char *path)
{
  drive_key (drive, "ctrl+o");
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "Open Model or Table", 10));
  drive_key (drive, "ctrl+l");
  drive_type (drive, path);
  drive_key (drive, "Return");
}

/* A person starts the program, opens a model with the file dialog, and sees its layers, its gates and its card. */
static void
test_open (void)
{
  static const char *const arguments[] = { NULL };
  g_autofree char *path = scope_test_fixture_path ("keras3/gates-keras3.keras");
  Drive *drive = drive_start (arguments);

  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "See what your LSTM learned", 5));
  drive_screenshot (drive, "steps/welcome");
  open_by_dialog (drive, path);
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "gates-keras3.keras", 10));
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "Where is time_steps", 5));
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "in the order i, f, c, o", 5));
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "from the units before", 5));
  drive_screenshot (drive, "steps/opened");
  drive_stop (drive);
}

/* Pages, panes and search by their keys. */
static void
test_keys (void)
{
  g_autofree char *path = scope_test_fixture_path ("keras3/stacked-keras3.keras");
  const char *const arguments[] = { path, NULL };
  Drive *drive = drive_start (arguments);

  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "Where is time_steps", 10));
  drive_key (drive, "alt+3");
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "No table is open", 5));
  drive_wait_gone (drive, ATSPI_ROLE_INVALID, "Where is time_steps", 5);
  drive_key (drive, "alt+1");
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "Where is time_steps", 5));

  drive_key (drive, "F9");
  drive_wait_gone (drive, ATSPI_ROLE_INVALID, "from the units before", 5);
  drive_key (drive, "ctrl+f");
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "from the units before", 5));
  drive_type (drive, "nothing");
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "No layer found", 5));
  drive_stop (drive);
}

/* A file that is no model: where, what was found, what was expected, what to do; and the program goes on. */
static void
test_error (void)
{
  g_autofree char *path = scope_test_fixture_path ("bad/shape-contradicts.h5");
  const char *const arguments[] = { path, NULL };
  Drive *drive = drive_start (arguments);

  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "could not be opened", 10));
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "expected", 5));
  drive_screenshot (drive, "steps/error");
  drive_move_pointer (drive, 100, 100);
  drive_key (drive, "Escape");
  drive_wait_gone (drive, ATSPI_ROLE_INVALID, "could not be opened", 5);
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "See what your LSTM learned", 5));
  drive_stop (drive);
}

static void
press (Drive *drive, const char *name)
{
  AtspiAccessible *button = drive_find (drive, ATSPI_ROLE_PUSH_BUTTON, name, 20);

  drive_press (button);
  g_object_unref (button);
  drive_settle (drive);
}

/* The sample in one click. */
static void
test_sample (void)
{
  static const char *const arguments[] = { NULL };
  Drive *drive = drive_start (arguments);
  AtspiAccessible *button = drive_find (drive, ATSPI_ROLE_INVALID, "Try the Sample", 5);

  drive_click (drive, button, 0.5, 0.5);
  g_object_unref (button);
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "sample.keras", 10));
  g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "EWR-2013.csv", 10));
  drive_stop (drive);
}

/* Something to see on a page: a unit, an opened window, the answer. */
static void
fill_page (Drive *drive, const char *page)
{
  if (g_strcmp0 (page, "gates") == 0)
    {
      AtspiAccessible *picture = drive_find (drive, ATSPI_ROLE_IMAGE, "Weights of", 10);

      drive_click (drive, picture, 0.2, 0.4);
      drive_move_pointer (drive, 640, 90);
      g_object_unref (picture);
    }
  else if (g_strcmp0 (page, "run") == 0 || g_strcmp0 (page, "look-back") == 0)
    {
      drive_key (drive, "alt+3");
      drive_key (drive, "F5");
      press (drive, "Open the Largest Miss");
      if (g_strcmp0 (page, "look-back") == 0)
        {
          drive_key (drive, "alt+4");
          drive_key (drive, "F5");
          drive_settle (drive);
        }
    }
}

/* PAGE.png and PAGE-dark.png as the README has them; other sizes in a folder of their own. */
static char *
dup_picture_name (const char *page, const char *style, const char *size)
{
  gboolean is_dark = g_strcmp0 (style, "dark") == 0;

  if (g_strcmp0 (size, "1280x800") == 0)
    return g_strdup_printf ("%s%s", page, is_dark ? "-dark" : "");
  return g_strdup_printf ("sizes/%s%s-%s", page, is_dark ? "-dark" : "", size);
}

/* Each page in light and dark, in a narrow window and in a wide one, for a person to look at. */
static void
test_screenshots (void)
{
  static const char *const pages[] = { "model", "gates", "run", "look-back" };
  static const char *const styles[] = { "light", "dark" };
  static const char *const sizes[] = { "1000x700", "1280x800", "1920x1080" };

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (guint style = 0; style < G_N_ELEMENTS (styles); style++)
      for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
        {
          const char *const arguments[] = { "--sample",    "--size", sizes[size], "--style",
                                            styles[style], "--page", pages[page], NULL };
          g_autofree char *name = dup_picture_name (pages[page], styles[style], sizes[size]);
          Drive *drive = drive_start (arguments);

          g_object_unref (drive_find (drive, ATSPI_ROLE_INVALID, "sample.keras", 10));
          fill_page (drive, pages[page]);
          drive_screenshot (drive, name);
          drive_stop (drive);
        }
}

int
main (int argc, char *argv[])
{
  const char *missing;

  scope_test_init (&argc, &argv);
  missing = drive_check ();
  if (missing != NULL)
    {
      g_print ("1..0 # SKIP %s\n", missing);
      return 0;
    }
  /* libatspi warns of programs that it meets while they start. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_FATAL_MASK);
  atspi_init ();
  g_test_add_func ("/drive/open", test_open);
  g_test_add_func ("/drive/keys", test_keys);
  g_test_add_func ("/drive/error", test_error);
  g_test_add_func ("/drive/sample", test_sample);
  if (g_getenv ("GATESCOPE_SCREENSHOTS") != NULL)
    g_test_add_func ("/drive/screenshots", test_screenshots);
  return g_test_run ();
}
