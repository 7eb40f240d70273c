/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"
#include "scope-head.h"
#include "scope-model.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_UNIT_STATS (scope_unit_stats_get_type ())

/**
 * ScopeUnitStats:
 *
 * What each unit of one recurrent layer is like, from its weights alone. Refcounted, immutable, any thread.
 */
typedef struct _ScopeUnitStats ScopeUnitStats;

/**
 * ScopeUnitColumn: the columns, in the order of `stats --units`.
 *
 * Norms are L2 over all gates together. w_norm: the unit's columns of W; u_in_norm: its columns of U (what other units
 * and itself feed it); u_out_norm: its row of U (what it feeds them); head_norm: its row in the next layer with
 * weights, NaN where there is none or no plain row (#ScopeHead); forget_bias: b of the forget gate, 0 where the cell
 * has no biases, NaN without a forget gate; memory_steps: −1/ln f, f the layer's own recurrent activation of the
 * forget bias: steps after which an untouched cell has faded to 1/e (f of 1 or more: infinity; of 0 or less: 0;
 * no forget gate: NaN).
 */
typedef enum
{
  SCOPE_UNIT_W_NORM,
  SCOPE_UNIT_U_IN_NORM,
  SCOPE_UNIT_U_OUT_NORM,
  SCOPE_UNIT_HEAD_NORM,
  SCOPE_UNIT_FORGET_BIAS,
  SCOPE_UNIT_MEMORY_STEPS,
  SCOPE_N_UNIT_COLUMNS
} ScopeUnitColumn;

/**
 * ScopeUnitFlags: what is remarkable about a unit. Each one's rule is a sentence (scope_unit_flag_get_rule()).
 * @SCOPE_UNIT_FLAG_DEAD: nothing reads it: u_out_norm and head_norm are both at most 1 % of the layer's median
 * @SCOPE_UNIT_FLAG_DEAF: it hears no input: w_norm is at most 1 % of the layer's median
 * @SCOPE_UNIT_FLAG_NEVER_FORGETS: its bias alone keeps the forget gate at 0.99 or more (about 100 steps)
 * @SCOPE_UNIT_FLAG_FORGETS_AT_ONCE: its bias alone keeps the forget gate at 0.01 or less
 * @SCOPE_UNIT_FLAG_SATURATED: its bias alone holds another gate of 0 to 1 at 0.01 or less, or 0.99 or more
 * @SCOPE_UNIT_FLAG_OUTLIER: one of the four norms lies over 3.5 robust standard deviations (1.4826 · median
 *     absolute deviation) from the layer's median (Iglewicz and Hoaglin 1993); layers of eight units or more
 * @SCOPE_UNIT_FLAG_NOT_FINITE: a weight that leads into it is not a finite number
 * @SCOPE_UNIT_FLAG_REDUNDANT: another unit hears the same: see scope_unit_stats_get_redundant()
 */
typedef enum
{
  SCOPE_UNIT_FLAG_DEAD = 1 << 0,
  SCOPE_UNIT_FLAG_DEAF = 1 << 1,
  SCOPE_UNIT_FLAG_NEVER_FORGETS = 1 << 2,
  SCOPE_UNIT_FLAG_FORGETS_AT_ONCE = 1 << 3,
  SCOPE_UNIT_FLAG_SATURATED = 1 << 4,
  SCOPE_UNIT_FLAG_OUTLIER = 1 << 5,
  SCOPE_UNIT_FLAG_NOT_FINITE = 1 << 6,
  SCOPE_UNIT_FLAG_REDUNDANT = 1 << 7,
} ScopeUnitFlags;

#define SCOPE_N_UNIT_FLAGS 8

/**
 * ScopeUnitLink: one weight's worth of a ranking.
 * @index: the other unit, or the feature
 * @strength: L2 norm of the weights of this link over all gates
 * @gate: the gate with the largest |weight|
 * @weight: that weight
 */
typedef struct
{
  guint index;
  double strength;
  guint gate;
  float weight;
} ScopeUnitLink;

typedef enum
{
  SCOPE_UNIT_LISTENS,   /* features that lead into the unit: columns of W */
  SCOPE_UNIT_DRIVEN_BY, /* units that lead into it, itself included: columns of U */
  SCOPE_UNIT_DRIVES,    /* units that it leads into: its row of U */
} ScopeUnitDirection;

GType scope_unit_stats_get_type (void);

/**
 * scope_unit_stats_new:
 * @model: any model
 * @layer: path of a recurrent layer, as scope_model_find_layer() takes it
 * @error: as scope_gates_new(); SCOPE_ERROR_USAGE where there is no such layer
 */
ScopeUnitStats *scope_unit_stats_new (ScopeModel *model, const char *layer,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeUnitStats *scope_unit_stats_ref (ScopeUnitStats *self);
void scope_unit_stats_unref (ScopeUnitStats *self);

ScopeGates *scope_unit_stats_get_gates (ScopeUnitStats *self);
/* The layer that reads this one; NULL where there is none. */
ScopeHead *scope_unit_stats_get_head (ScopeUnitStats *self);
guint scope_unit_stats_get_n_units (ScopeUnitStats *self);
double scope_unit_stats_get (ScopeUnitStats *self, guint unit, ScopeUnitColumn column);
ScopeUnitFlags scope_unit_stats_get_flags (ScopeUnitStats *self, guint unit);

/**
 * scope_unit_stats_get_redundant:
 * @other: (out) (optional): the unit that it is most like
 * @sign: (out) (optional): 1, or -1 where that one answers the opposite: its candidate's weights are negated
 * @correlation: (out) (optional): r = Σab/√(Σa²Σb²) of the weights that lead into the two, W, U and b over all gates, 0.95 or more
 *
 * The weights by which the two hear themselves and each other count together, as they do in what the two compute when they are
 * alike. Told where there are 8 weights or more.
 *
 * Returns: whether the unit is redundant
 */
gboolean scope_unit_stats_get_redundant (ScopeUnitStats *self, guint unit, guint *other, int *sign,
                                         double *correlation);

/* "dead;outlier" for machine output; empty for none. */
char *scope_unit_flags_dup_names (ScopeUnitFlags flags);
/* The same of one unit, with the number of the unit that it is like: "outlier;redundant:12". */
char *scope_unit_stats_dup_flag_names (ScopeUnitStats *self, guint unit);
/* Of one flag: its word in machine output, its word for people and its rule as a sentence. Static; the latter
 * two translated. */
const char *scope_unit_flag_get_name (ScopeUnitFlags flag);
const char *scope_unit_flag_get_title (ScopeUnitFlags flag);
const char *scope_unit_flag_get_rule (ScopeUnitFlags flag);

/* As scope_stat_get_name() and its siblings, for the columns of units. */
const char *scope_unit_column_get_name (ScopeUnitColumn column);
const char *scope_unit_column_get_title (ScopeUnitColumn column);
const char *scope_unit_column_get_explanation (ScopeUnitColumn column);

/**
 * scope_unit_stats_rank:
 * @unit: which
 * @direction: what to list
 * @links: (out) (array length=max): strongest first, links of strength 0 left out
 * @max: room in @links
 *
 * Returns: how many were written
 */
guint scope_unit_stats_rank (ScopeUnitStats *self, guint unit, ScopeUnitDirection direction,
                             ScopeUnitLink *links, guint max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeUnitStats, scope_unit_stats_unref)

G_END_DECLS
