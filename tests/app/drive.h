/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atspi/atspi.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Drives the real program as a person does: keys and clicks through the X server (xdotool), what is on screen read from the
 * accessibility tree (AT-SPI). One program at a time, its window at the display's top left: there is no
 * window manager.
 */
typedef struct _Drive Drive;

/* Whether this machine has what driving needs; else why not (static). */
const char *drive_check (void);

/**
 * drive_start:
 * @arguments: (array zero-terminated=1): of the program; --size is added where it is not among them
 *
 * Starts the program in folders of its own (nothing is remembered from test to test) and waits until it is in the tree.
 */
Drive *drive_start (const char *const *arguments) G_GNUC_WARN_UNUSED_RESULT;
/* Closes the window with Ctrl+Q and asserts that the program ends by itself, with status 0. */
void drive_stop (Drive *self);

/**
 * drive_find:
 * @role: ATSPI_ROLE_INVALID for any
 * @name: (nullable): a part of its name or, for a label, its text; %NULL for any
 * @seconds: how long to wait for it
 *
 * Returns: (transfer full): the first that is showing; the test ends where there is none in time
 */
AtspiAccessible *drive_find (Drive *self, AtspiRole role, const char *name, guint seconds);
/* The same at once, or NULL. */
AtspiAccessible *drive_look (Drive *self, AtspiRole role, const char *name);
void drive_wait_gone (Drive *self, AtspiRole role, const char *name, guint seconds);
/* How many are showing. */
guint drive_count (Drive *self, AtspiRole role, const char *name);

/* As xdotool spells them: "ctrl+o", "Return". They go to the window under the pointer. */
void drive_key (Drive *self, const char *keys);
void drive_type (Drive *self, const char *text);
/* What a click on it would do. */
void drive_press (AtspiAccessible *accessible);
/* A real click, at a share of its width and height (0.5, 0.5 for its middle). */
void drive_click (Drive *self, AtspiAccessible *accessible, double x, double y);
void drive_move_pointer (Drive *self, int x, int y);

/* The picture of the window as NAME.png (NAME may begin with a folder's) in the folder that GATESCOPE_SCREENSHOTS names; nothing
 * where it names none. */
void drive_screenshot (Drive *self, const char *name);
/* Until the program has had nothing to do for a moment. */
void drive_settle (Drive *self);

/* All that is showing, a line each, for the log of a test that failed. */
void drive_print_tree (Drive *self);

G_END_DECLS
