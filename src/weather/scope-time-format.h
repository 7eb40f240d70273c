/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * scope_time_format_check:
 * @format: strptime's letters: %Y %y %m %d %e %j %H %I %M %S %f %p %b %B %h %a %A %z %Z %T %D %F %R
 *     %s %%; a blank fits any blanks or none; anything else fits itself. %z and %Z are read and
 *     left out of account: the clock is the table's.
 * @unknown: (out) (optional): the first letter that is not known
 */
gboolean scope_time_format_check (const char *format, char *unknown);

/**
 * scope_time_format_read:
 * @format: as scope_time_format_check() takes it
 * @text: not necessarily terminated
 * @length: bytes of @text
 * @time: (out): the moment
 *
 * English names of months and days, whatever the locale. Numbers may lack leading zeros where
 * something that is no digit follows. The whole text must fit, and name a day and a time that there
 * are: hours go from 0 to 23.
 */
gboolean scope_time_format_read (const char *format, const char *text, gsize length, double *time);

/* Bytes at the beginning of @text that @format reads; 0 where it does not fit. */
gsize scope_time_format_measure (const char *format, const char *text, gsize length);

G_END_DECLS
