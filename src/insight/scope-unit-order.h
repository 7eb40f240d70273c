/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-linkage.h"
#include "scope-unit-stats.h"

G_BEGIN_DECLS

/**
 * ScopeUnitOrder: in which order the units of a layer are shown. All but the first two put the largest value first, undefined
 * ones last, equal ones as the file has them.
 * @SCOPE_UNIT_ORDER_BY_INDEX: as the file has them
 * @SCOPE_UNIT_ORDER_BY_CLUSTER: units with similar incoming weights side by side (#ScopeLinkage)
 * @SCOPE_UNIT_ORDER_BY_NORM: √(w_norm² + u_in_norm²), the L2 norm of all that leads into a unit but the bias
 * @SCOPE_UNIT_ORDER_BY_FORGET_BIAS: forget_bias
 * @SCOPE_UNIT_ORDER_BY_MEMORY: memory_steps
 * @SCOPE_UNIT_ORDER_BY_HEAD: head_norm
 */
typedef enum
{
  SCOPE_UNIT_ORDER_BY_INDEX,
  SCOPE_UNIT_ORDER_BY_CLUSTER,
  SCOPE_UNIT_ORDER_BY_NORM,
  SCOPE_UNIT_ORDER_BY_FORGET_BIAS,
  SCOPE_UNIT_ORDER_BY_MEMORY,
  SCOPE_UNIT_ORDER_BY_HEAD,
  SCOPE_N_UNIT_ORDERS
} ScopeUnitOrder;

/* "index", "cluster", "norm", "forget-bias", "memory", "head": for programs, not translated. Static. */
const char *scope_unit_order_get_name (ScopeUnitOrder order);
/* For people, and what it goes by as a sentence. Static, translated. */
const char *scope_unit_order_get_title (ScopeUnitOrder order);
const char *scope_unit_order_get_explanation (ScopeUnitOrder order);
/* By its name; FALSE for another word. */
gboolean scope_unit_order_parse (const char *name, ScopeUnitOrder *order);

/* Whether units have something to be ordered by there: not memory without a forget gate, nor head without one. */
gboolean scope_unit_order_exists (ScopeUnitOrder order, ScopeUnitStats *stats);

/**
 * scope_unit_order_dup:
 * @stats: of the layer
 * @clusters: (nullable): of its units, for SCOPE_UNIT_ORDER_BY_CLUSTER, which without them is that by index
 *
 * Returns: (array length=n_units): the unit at each place
 */
guint *scope_unit_order_dup (ScopeUnitOrder order, ScopeUnitStats *stats,
                             ScopeLinkage *clusters) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
