/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-unit-order.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  const char *name;
  const char *title;
  const char *explanation;
} Words;

static const Words words[SCOPE_N_UNIT_ORDERS] = {
  [SCOPE_UNIT_ORDER_BY_INDEX] = { "index", N_ ("Index"), N_ ("As the file has them.") },
  [SCOPE_UNIT_ORDER_BY_CLUSTER] = { "cluster", N_ ("Similarity"),
                                    N_ ("Units with similar incoming weights side by side: average "
                                        "linkage of their distances.") },
  [SCOPE_UNIT_ORDER_BY_NORM] = { "norm", N_ ("Incoming weights"),
                                 N_ ("The L2 norm of all weights that lead into a unit, from "
                                     "inputs and from units, largest first.") },
  [SCOPE_UNIT_ORDER_BY_FORGET_BIAS] = { "forget-bias", N_ ("Forget bias"),
                                        N_ ("The bias of the forget gate, largest first.") },
  [SCOPE_UNIT_ORDER_BY_MEMORY] = { "memory", N_ ("Memory"),
                                   N_ ("The memory that the forget bias alone gives, longest "
                                       "first.") },
  [SCOPE_UNIT_ORDER_BY_HEAD] = { "head", N_ ("Weight in the head"),
                                 N_ ("The L2 norm of a unit’s row in the next layer with weights, "
                                     "largest first.") },
};

const char *
scope_unit_order_get_name (ScopeUnitOrder order)
{
  g_return_val_if_fail ((guint) order < SCOPE_N_UNIT_ORDERS, NULL);

  return words[order].name;
}

const char *
scope_unit_order_get_title (ScopeUnitOrder order)
{
  g_return_val_if_fail ((guint) order < SCOPE_N_UNIT_ORDERS, NULL);

  return _ (words[order].title);
}

const char *
scope_unit_order_get_explanation (ScopeUnitOrder order)
{
  g_return_val_if_fail ((guint) order < SCOPE_N_UNIT_ORDERS, NULL);

  return _ (words[order].explanation);
}

gboolean
scope_unit_order_parse (const char *name, ScopeUnitOrder *order)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (order != NULL, FALSE);

  for (guint i = 0; i < SCOPE_N_UNIT_ORDERS; i++)
    if (g_str_equal (words[i].name, name))
      {
        *order = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
scope_unit_order_exists (ScopeUnitOrder order, ScopeUnitStats *stats)
{
  g_return_val_if_fail ((guint) order < SCOPE_N_UNIT_ORDERS, FALSE);
  g_return_val_if_fail (stats != NULL, FALSE);

  switch (order)
    {
    case SCOPE_UNIT_ORDER_BY_FORGET_BIAS:
    case SCOPE_UNIT_ORDER_BY_MEMORY:
      return scope_gates_get_forget (scope_unit_stats_get_gates (stats)) >= 0;
    case SCOPE_UNIT_ORDER_BY_HEAD:
      return scope_unit_stats_get_head (stats) != NULL;
    default:
      return TRUE;
    }
}

typedef struct
{
  guint unit;
  double key; /* smallest first */
} Place;

static double
key_of (ScopeUnitOrder order, ScopeUnitStats *stats, guint unit)
{
  switch (order)
    {
    case SCOPE_UNIT_ORDER_BY_NORM:
      return hypot (scope_unit_stats_get (stats, unit, SCOPE_UNIT_W_NORM),
                    scope_unit_stats_get (stats, unit, SCOPE_UNIT_U_IN_NORM));
    case SCOPE_UNIT_ORDER_BY_FORGET_BIAS:
      return scope_unit_stats_get (stats, unit, SCOPE_UNIT_FORGET_BIAS);
    case SCOPE_UNIT_ORDER_BY_MEMORY:
      return scope_unit_stats_get (stats, unit, SCOPE_UNIT_MEMORY_STEPS);
    case SCOPE_UNIT_ORDER_BY_HEAD:
      return scope_unit_stats_get (stats, unit, SCOPE_UNIT_HEAD_NORM);
    default:
      return 0;
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a, *right = b;

  if (isnan (left->key) != isnan (right->key))
    return isnan (left->key) ? 1 : -1;
  if (left->key != right->key && !isnan (left->key))
    return left->key > right->key ? -1 : 1;
  return left->unit < right->unit ? -1 : left->unit > right->unit;
}

guint *
scope_unit_order_dup (ScopeUnitOrder order, ScopeUnitStats *stats, ScopeLinkage *clusters)
{
  g_autofree Place *places = NULL;
  guint n_units;
  guint *units;

  g_return_val_if_fail ((guint) order < SCOPE_N_UNIT_ORDERS, NULL);
  g_return_val_if_fail (stats != NULL, NULL);

  n_units = scope_unit_stats_get_n_units (stats);
  g_return_val_if_fail (clusters == NULL || scope_linkage_get_n_items (clusters) == n_units, NULL);

  units = g_new (guint, n_units);
  places = g_new (Place, n_units);
  for (guint i = 0; i < n_units; i++)
    places[i] = (Place){ i, key_of (order, stats, i) };
  qsort (places, n_units, sizeof *places, compare_places);
  for (guint i = 0; i < n_units; i++)
    units[i] = order == SCOPE_UNIT_ORDER_BY_CLUSTER && clusters != NULL
                   ? scope_linkage_get_leaves (clusters)[i]
                   : places[i].unit;
  return units;
}
