/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ScopeTick:
 * @value: where it stands
 * @label: its text
 * @context: the second line under it: of times the date or the year, at the first tick and wherever
 *   it changes; else %NULL
 */
typedef struct
{
  double value;
  char *label;
  char *context;
} ScopeTick;

/**
 * ScopeTicks:
 *
 * The ticks of an axis, ascending.
 */
typedef struct
{
  guint n_ticks;
  ScopeTick *ticks;
  double step;
} ScopeTicks;

/* Multiples of 1, 2 or 5 times a power of ten that lie within @min and @max, at most @max_ticks
 * (2 or more) of them, all with as many decimals as the step needs. */
ScopeTicks *
scope_ticks_new_linear (double min, double max, guint max_ticks) G_GNUC_WARN_UNUSED_RESULT;

/* The same for what is counted: the step is never under 1. */
ScopeTicks *
scope_ticks_new_integer (double min, double max, guint max_ticks) G_GNUC_WARN_UNUSED_RESULT;

/* Ticks at round times of a clock: @min and @max are seconds since 1970-01-01 00:00 of the table's
 * own clock, no zone is added. Steps are 1, 2, 5, 10, 15, 30 seconds or minutes, 1, 2, 3, 6, 12
 * hours, 1, 2, 5, 10 days of a month, 1, 2, 3, 6 months, and 1, 2, 5 times a power of ten years. */
ScopeTicks *
scope_ticks_new_time (double min, double max, guint max_ticks) G_GNUC_WARN_UNUSED_RESULT;

void scope_ticks_free (ScopeTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeTicks, scope_ticks_free)

G_END_DECLS
