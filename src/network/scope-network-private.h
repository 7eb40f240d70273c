/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-network.h"
#include "scope-plan.h"

G_BEGIN_DECLS

/* What scope-network.c compiles and scope-run.c runs. */
struct _ScopeNetwork
{
  gatomicrefcount ref_count;
  ScopeModel *model;
  ScopePlan *plan;
  gboolean whole;
};

/* The shape of input @input as the model has it, with the batch. */
const ScopeShape *scope_network_get_input_shape (ScopeNetwork *self, guint input);
/* Rows of a window of input @input, where input 0's has @window. */
gsize scope_network_get_input_window (ScopeNetwork *self, guint input, gsize window);

G_END_DECLS
