/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-session.h"
#include "scope-test.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the tests of src/app share. */

/* scope_test_init(), GTK, libadwaita and the program's resources. Where there is no display, the program ends here as skipped:
 * build-aux/test has one of its own. */
void app_test_init (int *argc, char ***argv);

/* The same for a test that shows nothing. */
void app_test_init_displayless (int *argc, char ***argv);

/* Waits, at most @seconds, until @condition (which may use any variable) holds, running the main context. */
#define app_test_wait_until(condition, seconds)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_ = g_get_monotonic_time () + (gint64) (seconds) *G_USEC_PER_SEC;                    \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        if (g_get_monotonic_time () > end_)                                                        \
          g_error ("waited %d seconds for: %s", (int) (seconds), #condition);                      \
        if (!g_main_context_iteration (NULL, FALSE))                                               \
          g_usleep (1000);                                                                         \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/* A session with the fixtures of these paths open (models, tables, recipes; NULL-terminated), joined as the window would. */
ScopeSession *app_test_open (const char *first_path, ...) G_GNUC_NULL_TERMINATED;
GFile *app_test_get_file (const char *path);

/* The first widget of @type under @root, itself included, or NULL. */
GtkWidget *app_test_find (GtkWidget *root, GType type);
/* The first label under @root whose text holds @text. */
GtkWidget *app_test_find_label (GtkWidget *root, const char *text);

/* A window with @child, presented and drawn once; destroy it. */
GtkWidget *app_test_present (GtkWidget *child, int width, int height);
/* Runs the main context until the next frame has been drawn. */
void app_test_draw (GtkWidget *widget);

G_END_DECLS
