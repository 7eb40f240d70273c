/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drive.h"

#include "scope-test.h"

/*
 * The whole line as a person goes it, in the real program with its sample: a unit by click and by keys, the run, a window,
 * the look-back. The figures are those of data/sample/README.md, which were worked out with numpy alone.
 */

static void
expect (Drive *drive, AtspiRole role, const char *name)
{
  g_object_unref (drive_find (drive, role, name, 20));
}

/* A click on a column of the picture chooses its unit; so do arrows and Enter. */
static void
test_unit (void)
{
  static const char *const arguments[] = { "--sample", "--page", "gates", NULL };
  Drive *drive = drive_start (arguments);
  AtspiAccessible *picture;

  expect (drive, ATSPI_ROLE_INVALID, "No unit is selected");
  picture = drive_find (drive, ATSPI_ROLE_IMAGE, "Weights of lstm", 20);
  drive_click (drive, picture, 0.2, 0.4);
  drive_wait_gone (drive, ATSPI_ROLE_INVALID, "No unit is selected", 10);
  expect (drive, ATSPI_ROLE_INVALID, "Listens to");
  drive_screenshot (drive, "steps/unit-by-click");

  /* The cursor goes to the first column, where Enter chooses unit 0. */
  drive_key (drive, "Home");
  drive_key (drive, "Return");
  expect (drive, ATSPI_ROLE_LABEL, "Unit 0");
  drive_key (drive, "Right");
  drive_key (drive, "Right");
  drive_key (drive, "Return");
  expect (drive, ATSPI_ROLE_LABEL, "Unit 2");
  drive_screenshot (drive, "steps/unit-by-keys");
  g_object_unref (picture);
  drive_stop (drive);
}

/* Every window of the year, the scores, a window with its gates, and how far back. */
static void
test_run (void)
{
  static const char *const arguments[] = { "--sample", "--page", "run", NULL };
  Drive *drive = drive_start (arguments);
  AtspiAccessible *button;

  expect (drive, ATSPI_ROLE_INVALID, "Ready to run");
  drive_key (drive, "F5");
  expect (drive, ATSPI_ROLE_INVALID, "4.47");
  expect (drive, ATSPI_ROLE_INVALID, "3.33");
  expect (drive, ATSPI_ROLE_INVALID, "0.643");
  drive_screenshot (drive, "steps/run");

  button = drive_find (drive, ATSPI_ROLE_PUSH_BUTTON, "Open the Largest Miss", 20);
  drive_press (button);
  g_object_unref (button);
  expect (drive, ATSPI_ROLE_INVALID, "W·x");
  expect (drive, ATSPI_ROLE_INVALID, "U·h");
  expect (drive, ATSPI_ROLE_INVALID, "Largest parts");
  drive_screenshot (drive, "steps/window");

  drive_key (drive, "alt+4");
  expect (drive, ATSPI_ROLE_INVALID, "t−5 still counts");
  expect (drive, ATSPI_ROLE_INVALID, "t−5 is not irrelevant");
  drive_settle (drive);
  drive_screenshot (drive, "steps/look-back");
  drive_stop (drive);
}

/* Whether a dialog of that title is still there a moment later. */
static gboolean
is_open (Drive *drive, const char *title)
{
  for (guint i = 0; i < 10; i++)
    {
      AtspiAccessible *dialog = drive_look (drive, ATSPI_ROLE_FILLER, title);

      if (dialog == NULL)
        return FALSE;
      g_object_unref (dialog);
      g_usleep (200000);
    }
  return TRUE;
}

/* What else a layer tells: its spectrum, what training changed, and itself beside a second model that the file dialog opens. */
static void
test_views (void)
{
  static const char *const arguments[] = { "--sample", "--page", "gates", NULL };
  g_autofree char *path = g_build_filename (g_getenv ("GATESCOPE_SAMPLE"), "sample.keras", NULL);
  Drive *drive = drive_start (arguments);
  AtspiAccessible *button;

  expect (drive, ATSPI_ROLE_INVALID, "No unit is selected");
  button = drive_find (drive, ATSPI_ROLE_PUSH_BUTTON, "Spectrum", 20);
  drive_press (button);
  g_object_unref (button);
  expect (drive, ATSPI_ROLE_IMAGE, "Eigenvalues of U by gate");
  expect (drive, ATSPI_ROLE_INVALID, "The largest eigenvalue has size");
  drive_settle (drive);
  drive_screenshot (drive, "steps/spectrum");

  button = drive_find (drive, ATSPI_ROLE_PUSH_BUTTON, "Training", 20);
  drive_press (button);
  g_object_unref (button);
  expect (drive, ATSPI_ROLE_INVALID, "The forget biases moved from 1 to a median of");
  drive_settle (drive);
  drive_screenshot (drive, "steps/training");

  button = drive_find (drive, ATSPI_ROLE_PUSH_BUTTON, "Compare", 20);
  drive_press (button);
  g_object_unref (button);
  expect (drive, ATSPI_ROLE_INVALID, "Put a second model beside this one");
  drive_key (drive, "ctrl+shift+c");
  g_object_unref (drive_find (drive, ATSPI_ROLE_FILLER, "Compare With", 10));
  /* The dialog is at the top left as well. */
  drive_move_pointer (drive, 60, 60);
  drive_key (drive, "ctrl+l");
  drive_type (drive, path);
  drive_key (drive, "Return");
  /* While it still reads the folder, the dialog takes no answer. */
  for (guint i = 0; i < 3 && is_open (drive, "Compare With"); i++)
    drive_key (drive, "Return");
  expect (drive, ATSPI_ROLE_INVALID, "are equal, to the last bit");
  drive_settle (drive);
  drive_screenshot (drive, "steps/compare");

  /* Escape leads back to the weights. */
  drive_key (drive, "Escape");
  drive_wait_gone (drive, ATSPI_ROLE_INVALID, "are equal, to the last bit", 10);
  expect (drive, ATSPI_ROLE_IMAGE, "Weights of lstm by gate");
  drive_stop (drive);
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
  g_test_add_func ("/drive-sample/unit", test_unit);
  g_test_add_func ("/drive-sample/views", test_views);
  g_test_add_func ("/drive-sample/run", test_run);
  return g_test_run ();
}
