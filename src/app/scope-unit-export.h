/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-unit-row.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * scope_unit_export_dup_csv:
 * @rows: of ScopeUnitRow, in the order in which they are written
 * @gates: of the layer
 * @gate: -1: the columns of `stats --units`; else those of `stats`, of this gate and @matrix
 *
 * The table of units as lines with a heading, locale-free, as gatescope-cli writes them.
 */
char *scope_unit_export_dup_csv (GListModel *rows, ScopeGates *gates, int gate,
                                 ScopeMatrix matrix) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
