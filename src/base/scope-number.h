/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Enough for any number that the functions below write. */
#define SCOPE_NUMBER_SIZE 32

/**
 * scope_number_write:
 * @buffer: (out): SCOPE_NUMBER_SIZE bytes
 *
 * The shortest of %.15g, %.16g and %.17g that reads back as the same double, whatever the locale; "nan", "inf" and "-inf" for what is
 * not finite. For programs: people are shown fewer digits.
 *
 * Returns: @buffer
 */
const char *scope_number_write (double value, char *buffer);

/* The same for a float32: the shortest of six to nine digits that reads back as the same float. */
const char *scope_number_write_float (float value, char *buffer);

/**
 * scope_number_append_field:
 *
 * Appends @text as a field of a CSV line: as it is, or in quotes where it holds a comma, a quote or a line's end (RFC 4180).
 */
void scope_number_append_field (GString *line, const char *text);

G_END_DECLS
