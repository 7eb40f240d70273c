/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-reading.h"

G_BEGIN_DECLS

/**
 * scope_csv_guess:
 * @data: text in UTF-8
 * @length: its bytes
 * @name: stands for the file in messages
 * @reading: what is known; what is open is filled in
 * @remarks: (element-type utf8): gets a sentence on what a person may want to check
 * @error: SCOPE_ERROR_TABLE: no header, nothing at all
 *
 * Separator: the one that gives most records of the beginning the same number of fields. Decimal
 * sign: what the cells have. Header: the first line with as many fields as the rows.
 */
gboolean scope_csv_guess (const char *data, gsize length, const char *name, ScopeReading *reading,
                          GPtrArray *remarks, GError **error);

/* The texts that count as "no value" where the recipe names none, NULL-terminated; an empty cell is
 * the first. */
const char *const *scope_csv_get_usual_missing (void);

G_END_DECLS
