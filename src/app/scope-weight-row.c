/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-weight-row.h"

struct _ScopeWeightRow
{
  GObject parent_instance;

  ScopeMatrix matrix;
  guint row;
  guint unit;
};

G_DEFINE_FINAL_TYPE (ScopeWeightRow, scope_weight_row, G_TYPE_OBJECT)

static void
scope_weight_row_class_init (ScopeWeightRowClass *klass)
{
}

static void
scope_weight_row_init (ScopeWeightRow *self)
{
}

ScopeWeightRow *
scope_weight_row_new (ScopeMatrix matrix, guint row, guint unit)
{
  ScopeWeightRow *self = g_object_new (SCOPE_TYPE_WEIGHT_ROW, NULL);

  self->matrix = matrix;
  self->row = row;
  self->unit = unit;
  return self;
}

ScopeMatrix
scope_weight_row_get_matrix (ScopeWeightRow *self)
{
  g_return_val_if_fail (SCOPE_IS_WEIGHT_ROW (self), SCOPE_MATRIX_W);

  return self->matrix;
}

guint
scope_weight_row_get_row (ScopeWeightRow *self)
{
  g_return_val_if_fail (SCOPE_IS_WEIGHT_ROW (self), 0);

  return self->row;
}

guint
scope_weight_row_get_unit (ScopeWeightRow *self)
{
  g_return_val_if_fail (SCOPE_IS_WEIGHT_ROW (self), 0);

  return self->unit;
}
