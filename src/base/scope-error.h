/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCOPE_ERROR (scope_error_quark ())

/**
 * ScopeError:
 * @SCOPE_ERROR_UNREADABLE: missing, a folder, no permission, an input/output fault
 * @SCOPE_ERROR_NOT_A_MODEL: readable, but no file that Keras wrote
 * @SCOPE_ERROR_DAMAGED: the format is known, its bytes contradict it
 * @SCOPE_ERROR_CONTRADICTION: two parts of the input do not fit each other (a shape and a configuration)
 * @SCOPE_ERROR_UNSUPPORTED: understood, but cannot be read or run by Gatescope
 * @SCOPE_ERROR_TABLE: a table that cannot serve as one
 * @SCOPE_ERROR_RECIPE: a recipe that does not fit its model or its table
 * @SCOPE_ERROR_READER: gatescope-reader died, stalled or broke its limits
 * @SCOPE_ERROR_USAGE: the call is at fault, not the input
 *
 * A cancelled job ends in G_IO_ERROR_CANCELLED instead.
 */
typedef enum
{
  SCOPE_ERROR_UNREADABLE,
  SCOPE_ERROR_NOT_A_MODEL,
  SCOPE_ERROR_DAMAGED,
  SCOPE_ERROR_CONTRADICTION,
  SCOPE_ERROR_UNSUPPORTED,
  SCOPE_ERROR_TABLE,
  SCOPE_ERROR_RECIPE,
  SCOPE_ERROR_READER,
  SCOPE_ERROR_USAGE,
} ScopeError;

GQuark scope_error_quark (void);

/**
 * scope_error_set:
 * @error: (out) (optional): where the error goes
 * @code: what kind
 * @place: which file, and where in it: a layer, an array, a row
 * @found: what was found there
 * @expected: (nullable): what was expected instead
 * @advice: (nullable): what the person can do
 *
 * Sets an error whose message answers, in this order: where, what was found, what was expected, what to do.
 * What is quoted need be no text: invalid UTF-8 and control characters are replaced. All texts come translated. Every error that a person can meet is made here, so that all read alike.
 */
void scope_error_set (GError **error, ScopeError code, const char *place, const char *found,
                      const char *expected, const char *advice);

/* The first @n characters of a text from a file, for a message; whole where it is not longer. Invalid UTF-8 is mended, and
 * control characters are replaced, but for new lines and tabs. */
char *scope_error_dup_short (const char *text, guint n);

G_END_DECLS
