/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-order.h"

#include "scope-linkage.h"

#include <glib/gi18n.h>

typedef struct
{
  int order;
  const char *name;
  const char *title;
} OrderWords;

static const OrderWords order_words[] = {
  { SCOPE_UNIT_ORDER_INDEX, N_ ("number"), N_ ("unit, in the order of the file") },
  { SCOPE_UNIT_ORDER_CLUSTERED, N_ ("likeness"), N_ ("unit, like ones side by side") },
  { SCOPE_UNIT_MEMORY_STEPS, N_ ("memory"), N_ ("unit, longest memory first") },
  { SCOPE_UNIT_FORGET_BIAS, N_ ("forget bias"), N_ ("unit, largest forget bias first") },
  { SCOPE_UNIT_W_NORM, N_ ("norm of W"), N_ ("unit, largest norm of W first") },
  { SCOPE_UNIT_U_IN_NORM, N_ ("norm of U in"), N_ ("unit, largest norm of U (driven) first") },
  { SCOPE_UNIT_U_OUT_NORM, N_ ("norm of U out"), N_ ("unit, largest norm of U (drives) first") },
  { SCOPE_UNIT_HEAD_NORM, N_ ("next layer"), N_ ("unit, most read by the next layer first") },
};

static gboolean
has_order (ScopeUnitData *data, int order)
{
  guint n = scope_gates_get_n_units (scope_unit_data_get_gates (data));

  if (order == SCOPE_UNIT_ORDER_CLUSTERED)
    return n > 1 && n <= SCOPE_LINKAGE_MAX_ITEMS;
  return scope_unit_data_has_order (data, order);
}

GtkStringList *
scope_gate_order_list (ScopeUnitData *data, GArray *orders)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  g_array_set_size (orders, 0);
  for (guint i = 0; i < G_N_ELEMENTS (order_words); i++)
    if (has_order (data, order_words[i].order))
      {
        gtk_string_list_append (names, _ (order_words[i].name));
        g_array_append_val (orders, order_words[i].order);
      }
  return names;
}

const char *
scope_gate_order_get_title (int order)
{
  for (guint i = 0; i < G_N_ELEMENTS (order_words); i++)
    if (order_words[i].order == order)
      return _ (order_words[i].title);
  return NULL;
}
