/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * scope_decimal_read:
 * @text: not necessarily terminated, without blanks around it
 * @length: bytes of @text
 * @decimal: the sign before the fraction, '.' or ','
 * @value: (out): the nearest double
 *
 * An optional sign, digits with at most one @decimal among, before or after them, and an optional
 * exponent; whatever the locale. Words (nan, inf), other bases and signs between thousands are no
 * numbers, and neither is what no double can hold.
 */
gboolean scope_decimal_read (const char *text, gsize length, char decimal, double *value);

G_END_DECLS
