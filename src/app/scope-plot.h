/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-array.h"
#include "scope-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_PLOT (scope_plot_get_type ())
G_DECLARE_DERIVABLE_TYPE (ScopePlot, scope_plot, SCOPE, PLOT, GtkWidget)

/* How a key moves the cursor. */
typedef enum
{
  SCOPE_MOVE_LEFT,
  SCOPE_MOVE_RIGHT,
  SCOPE_MOVE_UP,
  SCOPE_MOVE_DOWN,
  SCOPE_MOVE_PAGE_LEFT,  /* ten columns: Ctrl+Left */
  SCOPE_MOVE_PAGE_RIGHT, /* Ctrl+Right */
  SCOPE_MOVE_PAGE_UP,    /* ten rows: Page Up */
  SCOPE_MOVE_PAGE_DOWN,
  SCOPE_MOVE_ROW_START, /* Home */
  SCOPE_MOVE_ROW_END,   /* End */
  SCOPE_MOVE_START,     /* Ctrl+Home */
  SCOPE_MOVE_END,       /* Ctrl+End */
} ScopeMove;

/**
 * ScopePlotClass:
 * @lay_out: make the picture's layout for this size and keep it. @style is the widget's own, or that of an
 *     export. Comes before @paint whenever style, size or data have changed.
 * @paint: the picture without cursor and selection, by the layout of the last @lay_out. It is kept as a render node: it runs
 *     once for any number of moves of the pointer.
 * @paint_overlay: what follows pointer, cursor and selection. It runs on every frame that draws the widget: quick things only.
 * @legend: what an exported picture has above it and the page beside it: what it is, its scale of colours. Paints it, unless @cr is
 *     %NULL, and returns how high it is.
 * @point: the pointer is at (@x, @y), in the widget's pixels: move the cursor there. %FALSE where there is nothing:
 *     the cursor then goes away.
 * @move: a key moves the cursor, or puts it in its first place where there is none. %FALSE at the edge.
 * @leave: the pointer has left, or Escape was pressed: no cursor any more.
 * @choose: a click, or Enter: what is under the cursor becomes the session's selection.
 * @open: a second click, or Enter on what is chosen already: go into it.
 * @zoom: + and - keys, or the wheel with Ctrl: @factor above 1 goes in, around @x (the cursor's place, or NaN). %FALSE: not zoomable.
 * @zoom_at: the same for a picture that is zoomed both ways, around (@x, @y); it has this instead of @zoom, and its @pan is asked for
 *     both directions of the wheel.
 * @fit: the 0 key: all of it is seen again. %FALSE: it is already.
 * @pan: drag or wheel: by @dx, @dy pixels. %FALSE: not pannable (a scrolled window around it then scrolls).
 * @describe: what is under the cursor in words with its unit ("W, forget: T (degC) to unit 12: −0.41"); %NULL without a cursor.
 *     It is the tooltip and the accessible description.
 * @summarize: what the picture says as a whole, in one sentence, for those who do not see it; %NULL: nothing to add to the label.
 * @dup_csv: its numbers as a comma-separated table with a heading, locale-free; %NULL: there are none
 * @dup_array: its numbers as an array; %NULL: they have no such form
 * @dup_numpy: what is shown as lines of Python that make NumPy arrays of it; %NULL with or without an error
 *
 * All may be left out but @paint.
 */
struct _ScopePlotClass
{
  GtkWidgetClass parent_class;

  void (*lay_out) (ScopePlot *self, const ScopeStyle *style, double width, double height);
  void (*paint) (ScopePlot *self, const ScopeStyle *style, cairo_t *cr, double width,
                 double height);
  void (*paint_overlay) (ScopePlot *self, const ScopeStyle *style, cairo_t *cr, double width,
                         double height);
  double (*legend) (ScopePlot *self, const ScopeStyle *style, cairo_t *cr, double width);
  gboolean (*point) (ScopePlot *self, double x, double y);
  gboolean (*move) (ScopePlot *self, ScopeMove move);
  void (*leave) (ScopePlot *self);
  void (*choose) (ScopePlot *self);
  void (*open) (ScopePlot *self);
  gboolean (*zoom) (ScopePlot *self, double factor, double x);
  gboolean (*zoom_at) (ScopePlot *self, double factor, double x, double y);
  gboolean (*fit) (ScopePlot *self);
  gboolean (*pan) (ScopePlot *self, double dx, double dy);
  char *(*describe) (ScopePlot *self);
  char *(*summarize) (ScopePlot *self);
  char *(*dup_csv) (ScopePlot *self);
  ScopeArray *(*dup_array) (ScopePlot *self);
  char *(*dup_numpy) (ScopePlot *self, GError **error);

  gpointer padding[2];
};

/**
 * ScopePlot:
 *
 * A picture of src/draw as a widget: colours and type from the widget's style, the picture kept as a render node, cursor by
 * pointer and by keys, words for those who hear it, a menu to copy and export it. Pages subclass it and hold the
 * picture's data; GtkWidget's measure is theirs to override (the default is 120 × 80, natural 320 × 200).
 *
 * Properties: "label" (string): what it is, one phrase, the accessible label and the title of exports ("Weights of lstm by gate");
 * "file-name" (string): the exported file's name without ending ("lstm-gates").
 */

/* The picture has changed (data, range, colours): lay out and paint anew. */
void scope_plot_queue_paint (ScopePlot *self);
/* Only cursor or selection have changed: picture stays, overlay is drawn, words are read anew. */
void scope_plot_queue_overlay (ScopePlot *self);

void scope_plot_set_label (ScopePlot *self, const char *label);
const char *scope_plot_get_label (ScopePlot *self);
void scope_plot_set_file_name (ScopePlot *self, const char *file_name);
const char *scope_plot_get_file_name (ScopePlot *self);

/* In (@factor above 1) or out around the cursor, as the + and - keys do, and back to all of it. For buttons. */
gboolean scope_plot_zoom (ScopePlot *self, double factor);
gboolean scope_plot_fit (ScopePlot *self);

/* What is drawn with just now: for measure(), which may run before the first frame. The plot owns it. */
const ScopeStyle *scope_plot_get_style (ScopePlot *self);
/* Whether the pointer or the keyboard is in the picture and set its cursor. */
gboolean scope_plot_get_has_cursor (ScopePlot *self);

/* More rows for the context menu, above the exporting ones. */
void scope_plot_set_extra_menu (ScopePlot *self, GMenuModel *menu);
/* A flat button with the same menu, for a picture's heading. Its accessible name is "Export" and the label. */
GtkWidget *scope_plot_create_menu_button (ScopePlot *self);

/* The picture as a file's bytes, in the light palette, as large as on screen, in @format's way. For export and tests. */
GBytes *scope_plot_export (ScopePlot *self, int format, GError **error);

G_END_DECLS
