/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers for people: the locale's decimal sign, a real minus (U+2212), "–" for a missing value,
 * "∞" for an infinite one. Not for machine output. */

/* @digits significant digits, all digits of the whole part; powers of ten from 10^7 on and under
 * 10^-4 ("1.20×10⁻⁵"). A zero is "0". */
char *scope_format_number (double value, guint digits) G_GNUC_WARN_UNUSED_RESULT;

/* The same without zeros at the end of a fraction: "1", "0.25", for the ends of ranges. */
char *scope_format_short (double value, guint digits) G_GNUC_WARN_UNUSED_RESULT;

/* scope_format_number() with "+" before what is above zero. */
char *scope_format_signed (double value, guint digits) G_GNUC_WARN_UNUSED_RESULT;

/* @decimals digits after the decimal sign; never "−0.00". */
char *scope_format_fixed (double value, guint decimals) G_GNUC_WARN_UNUSED_RESULT;

/* A number and its unit with a no-break space between; none before "%" and "°" is left out: "3 °C",
 * "41 %". @unit may be %NULL or empty. */
char *
scope_format_quantity (double value, guint digits, const char *unit) G_GNUC_WARN_UNUSED_RESULT;

/* "t−3" for @lag 3, "t" for 0. */
char *scope_format_lag (guint lag) G_GNUC_WARN_UNUSED_RESULT;

/* A distance in time in its largest fitting unit: "10 min", "24 h", "3 d", "36 h", "2.5 d". */
char *scope_format_duration (double seconds) G_GNUC_WARN_UNUSED_RESULT;

/* A moment of the table's own clock (seconds since 1970-01-01 00:00 of that clock), "21 Jan 2013
 * 06:00" as the locale writes months. */
char *scope_format_time (double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
