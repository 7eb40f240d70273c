/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "scope-labels.h"

G_BEGIN_DECLS

/**
 * ScopePanelHeading:
 * @symbol: "i", "f", "c̃", "o"; bold
 * @name: "input", "forget", "candidate", "output"; may be %NULL
 * @hue: of the dot before both
 *
 * What stands over a gate's part of a picture: "● forget f", or "● f" where that has no room.
 */
typedef struct
{
  const char *symbol;
  const char *name;
  ScopeHue hue;
} ScopePanelHeading;

/* In a line that begins at (@x, @y) and is @width wide. */
void scope_panel_heading_add (const ScopePanelHeading *heading, ScopeLabels *labels,
                              const ScopeStyle *style, double x, double y, double width);
/* The dot; the texts are among the labels. */
void scope_panel_heading_paint (const ScopePanelHeading *heading, const ScopeStyle *style,
                                cairo_t *cr, double x, double y);

G_END_DECLS
