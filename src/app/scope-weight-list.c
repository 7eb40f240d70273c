/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-weight-list.h"

#include "scope-weight-row.h"

struct _ScopeWeightList
{
  GObject parent_instance;

  guint rows[SCOPE_N_MATRICES_AND_V]; /* of each matrix; 0: it is not in the list */
  guint n_units;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ScopeWeightList, scope_weight_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SCOPE_TYPE_WEIGHT_ROW;
}

static guint
get_n_items (GListModel *model)
{
  ScopeWeightList *self = SCOPE_WEIGHT_LIST (model);
  guint n = 0;

  for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
    n += self->rows[matrix] * self->n_units;
  return n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ScopeWeightList *self = SCOPE_WEIGHT_LIST (model);

  for (guint matrix = 0; matrix < SCOPE_N_MATRICES_AND_V; matrix++)
    {
      guint size = self->rows[matrix] * self->n_units;

      if (position < size)
        return scope_weight_row_new ((ScopeMatrix) matrix, position % self->rows[matrix],
                                     position / self->rows[matrix]);
      position -= size;
    }
  return NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
scope_weight_list_class_init (ScopeWeightListClass *klass)
{
}

static void
scope_weight_list_init (ScopeWeightList *self)
{
}

ScopeWeightList *
scope_weight_list_new (ScopeGates *gates, int matrix)
{
  ScopeWeightList *self;
  guint64 n = 0;

  g_return_val_if_fail (gates != NULL, NULL);

  self = g_object_new (SCOPE_TYPE_WEIGHT_LIST, NULL);
  self->n_units = scope_gates_get_n_units (gates);
  for (guint m = 0; m < SCOPE_N_MATRICES_AND_V; m++)
    {
      ScopeMatrixView view = scope_gates_get_view (gates, 0, m);

      if (view.data == NULL || (matrix >= 0 && (guint) matrix != m))
        continue;
      /* A list has room for 2^32 rows; what lies beyond is not listed. */
      n += (guint64) view.n_rows * self->n_units;
      if (n < G_MAXUINT)
        self->rows[m] = (guint) view.n_rows;
    }
  return self;
}

guint
scope_weight_list_find (ScopeWeightList *self, ScopeMatrix matrix, guint unit)
{
  guint start = 0;

  g_return_val_if_fail (SCOPE_IS_WEIGHT_LIST (self), G_MAXUINT);
  g_return_val_if_fail ((guint) matrix < SCOPE_N_MATRICES_AND_V, G_MAXUINT);

  if (self->rows[matrix] == 0 || unit >= self->n_units)
    return G_MAXUINT;
  for (guint m = 0; m < (guint) matrix; m++)
    start += self->rows[m] * self->n_units;
  return start + unit * self->rows[matrix];
}
