/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drive.h"

#include "scope-test.h"

static void
expect (Drive *drive, AtspiRole role, const char *name)
{
  g_object_unref (drive_find (drive, role, name, 20));
}

static void
open_by_dialog (Drive *drive, const char *path)
{
  AtspiAccessible *dialog;

  drive_key (drive, "ctrl+o");
  expect (drive, ATSPI_ROLE_INVALID, "Open Model or Table");
  /* Keys go to the window under the pointer. */
  drive_move_pointer (drive, 200, 200);
  drive_settle (drive);
  drive_key (drive, "ctrl+l");
  drive_type (drive, path);
  drive_key (drive, "Return");
  /* Where the dialog has just offered a completion, the first Return takes that. */
  dialog = drive_look (drive, ATSPI_ROLE_INVALID, "Open Model or Table");
  if (dialog != NULL)
    drive_key (drive, "Return");
  g_clear_object (&dialog);
}

/* A table that is opened while a model is open leads to the run page with the recipe that was
 * guessed, and one button runs it. */
static void
test_table (void)
{
  g_autofree char *model = scope_test_fixture_path ("lookback/leaky.h5");
  g_autofree char *table = scope_test_fixture_path ("lookback/leaky-rows.csv");
  const char *const arguments[] = { model, NULL };
  Drive *drive = drive_start (arguments);
  AtspiAccessible *button;

  expect (drive, ATSPI_ROLE_INVALID, "Where is time_steps");
  open_by_dialog (drive, table);
  expect (drive, ATSPI_ROLE_INVALID, "Ready to run");
  expect (drive, ATSPI_ROLE_INVALID, "What was guessed");
  drive_screenshot (drive, "steps/guessed");
  button = drive_find (drive, ATSPI_ROLE_PUSH_BUTTON, "Run", 5);
  drive_press (button);
  g_object_unref (button);
  expect (drive, ATSPI_ROLE_INVALID, "Click a forecast to open its window");
  drive_stop (drive);
}

/* A click on the chart opens the window there, a click on the gates chooses a step, Escape closes
 * the window. */
static void
test_clicks (void)
{
  static const char *const arguments[] = { "--sample", "--page", "run", NULL };
  Drive *drive = drive_start (arguments);
  AtspiAccessible *picture;

  expect (drive, ATSPI_ROLE_INVALID, "Ready to run");
  drive_key (drive, "F5");
  expect (drive, ATSPI_ROLE_INVALID, "Click a forecast to open its window");
  picture = drive_find (drive, ATSPI_ROLE_IMAGE, "Forecast and observation", 10);
  drive_click (drive, picture, 0.5, 0.5);
  g_object_unref (picture);
  expect (drive, ATSPI_ROLE_LABEL, "Window ");
  expect (drive, ATSPI_ROLE_LABEL, "f = σ(sum)");
  expect (drive, ATSPI_ROLE_LABEL, "at t−1,");

  picture = drive_find (drive, ATSPI_ROLE_IMAGE, "The opened window", 10);
  drive_click (drive, picture, 0.5, 0.5);
  g_object_unref (picture);
  drive_wait_gone (drive, ATSPI_ROLE_LABEL, "at t−1,", 10);
  drive_screenshot (drive, "steps/step");

  /* The first takes the keyboard's cursor away, the second closes the window. */
  drive_key (drive, "Escape");
  drive_key (drive, "Escape");
  expect (drive, ATSPI_ROLE_INVALID, "Click a forecast to open its window");
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
  g_test_add_func ("/drive-run/table", test_table);
  g_test_add_func ("/drive-run/clicks", test_clicks);
  return g_test_run ();
}
