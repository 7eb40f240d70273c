/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plot.h"
#include "scope-session.h"

G_BEGIN_DECLS

/* What the tests of the gates page share: the page with what stands beside it, in a window. */
typedef struct
{
  ScopeSession *session;
  GtkWidget *window;
  GtkWidget *page;
  GtkWidget *inspector;
  ScopePlot *view;
  GtkWidget *table;
} GatesTest;

/* @table, @recipe: (nullable) */
void
gates_test_set_up (GatesTest *fixture, const char *model, const char *table, const char *recipe);
void gates_test_tear_down (GatesTest *fixture);

gboolean gates_test_move (GatesTest *fixture, ScopeMove direction);
void gates_test_choose (GatesTest *fixture);
/* Moves the pointer over the picture until it is on a weight whose words begin so; FALSE where none does. */
gboolean gates_test_point_at (GatesTest *fixture, const char *words);
/* The weight as Keras stores it: a column block for each gate in the order i, f, c, o (K@3 lstm.py, build()). */
float
gates_test_stored_weight (GatesTest *fixture, const char *role, guint row, guint gate, guint unit);

gboolean gates_test_is_shown (GtkWidget *root, const char *text);
GtkWidget *gates_test_find_button (GtkWidget *root, const char *label);
/* The other views of a layer have widgets of the same types, which are not shown. */
GtkWidget *gates_test_find_mapped (GtkWidget *root, GType type);
/* By what assistive technologies call it. */
GtkWidget *gates_test_find_by_name (GtkWidget *root, GType type, const char *name);

G_END_DECLS
