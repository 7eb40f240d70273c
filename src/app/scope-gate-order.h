/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gate-picture.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In which orders the units of a layer can be seen: SCOPE_UNIT_ORDER_INDEX, SCOPE_UNIT_ORDER_CLUSTERED or a ScopeUnitColumn. */

/* Those that this layer has, their names as rows of a choice; @orders: (element-type int): what each row stands for. */
GtkStringList *
scope_gate_order_list (ScopeUnitData *data, GArray *orders) G_GNUC_WARN_UNUSED_RESULT;
/* What stands under the units' numbers: "unit, longest memory first". Translated. */
const char *scope_gate_order_get_title (int order);

G_END_DECLS
