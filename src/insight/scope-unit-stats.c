/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-unit-stats.h"

#include "scope-error.h"
#include "scope-redundant.h"

#include <glib/gi18n.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

/* The rules of the flags; scope_unit_flag_get_rule() says them in words. */
#define QUIET_SHARE 0.01
#define SATURATED_MARGIN 0.01
#define OUTLIER_Z 3.5
#define OUTLIER_MIN_UNITS 8

#define N_NORMS 4 /* the first columns, in which outliers are sought */

struct _ScopeUnitStats
{
  gatomicrefcount ref_count;
  ScopeGates *gates;
  ScopeHead *head; /* NULL where nothing reads the layer */
  guint n_units;
  double *values; /* (units, columns) */
  ScopeUnitFlags *flags;
  ScopeRedundant *redundant; /* by unit */
};

typedef struct
{
  const char *name;
  const char *title;
  const char *text;
} Words;

static const Words column_words[SCOPE_N_UNIT_COLUMNS] = {
  [SCOPE_UNIT_W_NORM] = { "w_norm", N_ ("|W|"),
                          N_ ("How strongly the unit listens to the inputs: L2 norm of its columns "
                              "of W, all gates together.") },
  [SCOPE_UNIT_U_IN_NORM] = { "u_in_norm", N_ ("|U in|"),
                             N_ ("How strongly the units of the layer drive this one: L2 norm of "
                                 "its columns of U, all gates together.") },
  [SCOPE_UNIT_U_OUT_NORM] = { "u_out_norm", N_ ("|U out|"),
                              N_ ("How strongly this unit drives those of the layer: L2 norm of "
                                  "its row of U, all gates together.") },
  [SCOPE_UNIT_HEAD_NORM] = { "head_norm", N_ ("|head|"),
                             N_ ("How strongly the next layer with weights reads this unit: L2 "
                                 "norm of its row there.") },
  [SCOPE_UNIT_FORGET_BIAS] = { "forget_bias", N_ ("b of f"),
                               N_ ("Bias of the forget gate: the larger, the longer the unit "
                                   "remembers when nothing else speaks.") },
  [SCOPE_UNIT_MEMORY_STEPS] = { "memory_steps", N_ ("Memory"),
                                N_ ("−1/ln f in steps, f the forget gate at its bias alone: after "
                                    "so many steps an untouched cell has faded to 37 %.") },
};

static const Words flag_words[SCOPE_N_UNIT_FLAGS] = {
  { "dead", N_ ("unread"),
    N_ ("Nothing reads this unit: its row of U and its row in the next layer are both at most 1 % "
        "of the layer’s median.") },
  { "deaf", N_ ("hears no input"),
    N_ ("Its weights from the inputs are at most 1 % of the layer’s median.") },
  { "never-forgets", N_ ("never forgets"),
    N_ ("Its bias alone keeps the forget gate at 0.99 or more: about a hundred steps or longer.") },
  { "forgets-at-once", N_ ("forgets at once"),
    N_ ("Its bias alone keeps the forget gate at 0.01 or less.") },
  { "saturated", N_ ("saturated"),
    N_ ("Its bias alone holds a gate other than the forget gate at 0.01 or less, or at 0.99 or "
        "more.") },
  { "outlier", N_ ("outlier"),
    N_ ("One of its four norms lies more than 3.5 robust standard deviations (1.4826 times the "
        "median absolute deviation) from the layer’s median. Told of layers of 8 units or more.") },
  { "not-finite", N_ ("not finite"), N_ ("A weight that leads into it is not a finite number.") },
  { "redundant", N_ ("redundant"),
    N_ ("Another unit hears the same: the weights that lead into the two, over all gates, have a "
        "correlation (about zero) of 0.95 or more, with the candidate’s as they are or negated.") },
};

G_DEFINE_BOXED_TYPE (ScopeUnitStats, scope_unit_stats, scope_unit_stats_ref, scope_unit_stats_unref)

static double *
row_of (ScopeUnitStats *self, guint unit)
{
  return self->values + (gsize) unit * SCOPE_N_UNIT_COLUMNS;
}

/* Σw² of a column of @view, 0 where there is none. */
static double
column_square (const ScopeMatrixView *view, guint column)
{
  double sum = 0;

  for (gsize row = 0; view->data != NULL && row < view->n_rows; row++)
    {
      double weight = view->data[row * view->row_stride + column];

      sum += weight * weight;
    }
  return sum;
}

static double
row_square (const ScopeMatrixView *view, guint row)
{
  double sum = 0;

  for (gsize column = 0; view->data != NULL && column < view->n_columns; column++)
    {
      double weight = view->data[row * view->row_stride + column];

      sum += weight * weight;
    }
  return sum;
}

/* The gate's own bias; a cell without biases has 0. */
static double
bias_of (ScopeUnitStats *self, guint gate, guint unit)
{
  ScopeMatrixView view = scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_B);

  return view.data != NULL ? view.data[unit] : 0;
}

/* What the gate does when inputs and units say nothing; NaN where the activation looks at all units. */
static double
resting_gate (ScopeUnitStats *self, guint gate, guint unit)
{
  const ScopeActivation *activation = scope_gates_get_activation (self->gates, gate);

  if (!scope_activation_is_elementwise (activation))
    return NAN;
  return scope_activation_apply (activation, bias_of (self, gate, unit));
}

static double
memory_of (double forget)
{
  if (isnan (forget))
    return NAN;
  if (forget >= 1)
    return INFINITY;
  if (forget <= 0)
    return 0;
  return -1 / log (forget);
}

static void
fill_row (ScopeUnitStats *self, guint unit)
{
  double *values = row_of (self, unit);
  double w = 0, u_in = 0, u_out = 0;
  int forget = scope_gates_get_forget (self->gates);

  for (guint gate = 0; gate < scope_gates_get_n_gates (self->gates); gate++)
    {
      ScopeMatrixView kernel = scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_W);
      ScopeMatrixView recurrent = scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_U);

      w += column_square (&kernel, unit);
      u_in += column_square (&recurrent, unit);
      u_out += row_square (&recurrent, unit);
    }

  values[SCOPE_UNIT_W_NORM] = sqrt (w);
  values[SCOPE_UNIT_U_IN_NORM] = sqrt (u_in);
  values[SCOPE_UNIT_U_OUT_NORM] = sqrt (u_out);
  values[SCOPE_UNIT_HEAD_NORM] = self->head != NULL ? scope_head_get_norm (self->head, unit) : NAN;
  values[SCOPE_UNIT_FORGET_BIAS] = forget >= 0 ? bias_of (self, forget, unit) : NAN;
  values[SCOPE_UNIT_MEMORY_STEPS] =
      forget >= 0 ? memory_of (resting_gate (self, forget, unit)) : NAN;
}

/* Whether a gate is one that opens and shuts between 0 and 1. */
static gboolean
is_zero_to_one (const ScopeActivation *activation)
{
  return activation->kind == SCOPE_ACTIVATION_SIGMOID
         || activation->kind == SCOPE_ACTIVATION_HARD_SIGMOID_2
         || activation->kind == SCOPE_ACTIVATION_HARD_SIGMOID_3;
}

static ScopeUnitFlags
flags_of_biases (ScopeUnitStats *self, guint unit)
{
  int forget = scope_gates_get_forget (self->gates);
  ScopeUnitFlags flags = 0;

  for (guint gate = 0; gate < scope_gates_get_n_gates (self->gates); gate++)
    {
      double rest;

      if (!is_zero_to_one (scope_gates_get_activation (self->gates, gate)))
        continue;
      rest = resting_gate (self, gate, unit);
      if ((int) gate == forget && rest >= 1 - SATURATED_MARGIN)
        flags |= SCOPE_UNIT_FLAG_NEVER_FORGETS;
      else if ((int) gate == forget && rest <= SATURATED_MARGIN)
        flags |= SCOPE_UNIT_FLAG_FORGETS_AT_ONCE;
      else if ((int) gate != forget && (rest >= 1 - SATURATED_MARGIN || rest <= SATURATED_MARGIN))
        flags |= SCOPE_UNIT_FLAG_SATURATED;
    }
  return flags;
}

static void
fill_flags (ScopeUnitStats *self)
{
  g_autofree double *column = g_new (double, self->n_units);
  g_autofree double *work = g_new (double, self->n_units);
  double median[N_NORMS], spread[N_NORMS];

  for (guint c = 0; c < N_NORMS; c++)
    {
      gboolean known = TRUE;

      for (guint unit = 0; unit < self->n_units; unit++)
        {
          column[unit] = row_of (self, unit)[c];
          known = known && isfinite (column[unit]);
        }
      /* Both sort in place or in @work, and neither takes a NaN. */
      spread[c] = known ? gsl_stats_mad (column, 1, self->n_units, work) : NAN;
      median[c] = known ? gsl_stats_median (column, 1, self->n_units) : NAN;
    }

  for (guint unit = 0; unit < self->n_units; unit++)
    {
      const double *values = row_of (self, unit);
      ScopeUnitFlags flags = flags_of_biases (self, unit);

      if (values[SCOPE_UNIT_U_OUT_NORM] <= QUIET_SHARE * median[SCOPE_UNIT_U_OUT_NORM]
          && values[SCOPE_UNIT_HEAD_NORM] <= QUIET_SHARE * median[SCOPE_UNIT_HEAD_NORM])
        flags |= SCOPE_UNIT_FLAG_DEAD;
      if (values[SCOPE_UNIT_W_NORM] <= QUIET_SHARE * median[SCOPE_UNIT_W_NORM])
        flags |= SCOPE_UNIT_FLAG_DEAF;

      for (guint c = 0; c < N_NORMS && self->n_units >= OUTLIER_MIN_UNITS; c++)
        if (spread[c] > 0 && fabs (values[c] - median[c]) > OUTLIER_Z * spread[c])
          flags |= SCOPE_UNIT_FLAG_OUTLIER;

      if (!isfinite (values[SCOPE_UNIT_W_NORM]) || !isfinite (values[SCOPE_UNIT_U_IN_NORM]))
        flags |= SCOPE_UNIT_FLAG_NOT_FINITE;
      for (guint gate = 0; gate < scope_gates_get_n_gates (self->gates); gate++)
        if (!isfinite (bias_of (self, gate, unit)))
          flags |= SCOPE_UNIT_FLAG_NOT_FINITE;

      if (self->redundant[unit].correlation >= SCOPE_REDUNDANT_CORRELATION)
        flags |= SCOPE_UNIT_FLAG_REDUNDANT;

      self->flags[unit] = flags;
    }
}

ScopeUnitStats *
scope_unit_stats_new (ScopeModel *model, const char *layer, GError **error)
{
  g_autoptr (ScopeGates) gates = NULL;
  ScopeLayer *found;
  ScopeUnitStats *self;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  found = scope_model_find_layer (model, layer);
  if (found == NULL)
    {
      g_autofree char *what = g_strdup_printf (_ ("there is no layer “%s”"), layer);

      scope_error_set (error, SCOPE_ERROR_USAGE, scope_model_get_file_name (model), what, NULL,
                       _ ("choose one of the model’s layers"));
      return NULL;
    }
  gates = scope_gates_new (found, error);
  if (gates == NULL)
    return NULL;

  self = g_new0 (ScopeUnitStats, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->head = scope_head_find (model, layer);
  self->n_units = scope_gates_get_n_units (gates);
  self->gates = g_steal_pointer (&gates);
  self->values = g_new (double, (gsize) self->n_units *SCOPE_N_UNIT_COLUMNS);
  self->flags = g_new0 (ScopeUnitFlags, self->n_units);
  self->redundant = scope_redundant_find (self->gates);

  for (guint unit = 0; unit < self->n_units; unit++)
    fill_row (self, unit);
  if (self->n_units > 0)
    fill_flags (self);
  return self;
}

ScopeUnitStats *
scope_unit_stats_ref (ScopeUnitStats *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_unit_stats_unref (ScopeUnitStats *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->head, scope_head_unref);
  scope_gates_unref (self->gates);
  g_free (self->values);
  g_free (self->flags);
  g_free (self->redundant);
  g_free (self);
}

ScopeGates *
scope_unit_stats_get_gates (ScopeUnitStats *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gates;
}

ScopeHead *
scope_unit_stats_get_head (ScopeUnitStats *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->head;
}

guint
scope_unit_stats_get_n_units (ScopeUnitStats *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_units;
}

double
scope_unit_stats_get (ScopeUnitStats *self, guint unit, ScopeUnitColumn column)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (unit < self->n_units && (guint) column < SCOPE_N_UNIT_COLUMNS, NAN);

  return row_of (self, unit)[column];
}

ScopeUnitFlags
scope_unit_stats_get_flags (ScopeUnitStats *self, guint unit)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (unit < self->n_units, 0);

  return self->flags[unit];
}

gboolean
scope_unit_stats_get_redundant (ScopeUnitStats *self, guint unit, guint *other, int *sign,
                                double *correlation)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (unit < self->n_units, FALSE);

  if (!(self->flags[unit] & SCOPE_UNIT_FLAG_REDUNDANT))
    return FALSE;
  if (other != NULL)
    *other = self->redundant[unit].other;
  if (sign != NULL)
    *sign = self->redundant[unit].sign;
  if (correlation != NULL)
    *correlation = self->redundant[unit].correlation;
  return TRUE;
}

char *
scope_unit_flags_dup_names (ScopeUnitFlags flags)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    if (flags & (1u << i))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ";" : "", flag_words[i].name);
  return g_string_free (names, FALSE);
}

char *
scope_unit_stats_dup_flag_names (ScopeUnitStats *self, guint unit)
{
  g_autofree char *names = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (unit < self->n_units, NULL);

  /* The last of all, so that the number can follow. */
  names = scope_unit_flags_dup_names (self->flags[unit]);
  if (!(self->flags[unit] & SCOPE_UNIT_FLAG_REDUNDANT))
    return g_steal_pointer (&names);
  return g_strdup_printf ("%s:%u", names, self->redundant[unit].other);
}

static const Words *
find_flag (ScopeUnitFlags flag)
{
  for (guint i = 0; i < SCOPE_N_UNIT_FLAGS; i++)
    if (flag == 1u << i)
      return &flag_words[i];
  return NULL;
}

const char *
scope_unit_flag_get_name (ScopeUnitFlags flag)
{
  const Words *words = find_flag (flag);

  g_return_val_if_fail (words != NULL, NULL);

  return words->name;
}

const char *
scope_unit_flag_get_title (ScopeUnitFlags flag)
{
  const Words *words = find_flag (flag);

  g_return_val_if_fail (words != NULL, NULL);

  return _ (words->title);
}

const char *
scope_unit_flag_get_rule (ScopeUnitFlags flag)
{
  const Words *words = find_flag (flag);

  g_return_val_if_fail (words != NULL, NULL);

  return _ (words->text);
}

const char *
scope_unit_column_get_name (ScopeUnitColumn column)
{
  g_return_val_if_fail ((guint) column < SCOPE_N_UNIT_COLUMNS, NULL);

  return column_words[column].name;
}

const char *
scope_unit_column_get_title (ScopeUnitColumn column)
{
  g_return_val_if_fail ((guint) column < SCOPE_N_UNIT_COLUMNS, NULL);

  return _ (column_words[column].title);
}

const char *
scope_unit_column_get_explanation (ScopeUnitColumn column)
{
  g_return_val_if_fail ((guint) column < SCOPE_N_UNIT_COLUMNS, NULL);

  return _ (column_words[column].text);
}

static int
compare_links (gconstpointer a, gconstpointer b)
{
  const ScopeUnitLink *left = a, *right = b;

  if (left->strength != right->strength)
    return left->strength > right->strength ? -1 : 1;
  return left->index < right->index ? -1 : left->index > right->index;
}

guint
scope_unit_stats_rank (ScopeUnitStats *self, guint unit, ScopeUnitDirection direction,
                       ScopeUnitLink *links, guint max)
{
  g_autoptr (GArray) all = NULL;
  guint n_others, count;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (unit < self->n_units, 0);
  g_return_val_if_fail (max == 0 || links != NULL, 0);

  all = g_array_new (FALSE, FALSE, sizeof (ScopeUnitLink));
  n_others =
      direction == SCOPE_UNIT_LISTENS ? scope_gates_get_n_features (self->gates) : self->n_units;

  for (guint other = 0; other < n_others; other++)
    {
      ScopeUnitLink link = { .index = other };
      double sum = 0;

      for (guint gate = 0; gate < scope_gates_get_n_gates (self->gates); gate++)
        {
          ScopeMatrixView view = scope_gates_get_view (
              self->gates, gate, direction == SCOPE_UNIT_LISTENS ? SCOPE_MATRIX_W : SCOPE_MATRIX_U);
          gsize row = direction == SCOPE_UNIT_DRIVES ? unit : other;
          gsize column = direction == SCOPE_UNIT_DRIVES ? other : unit;
          float weight = view.data != NULL ? view.data[row * view.row_stride + column] : 0;

          sum += (double) weight * weight;
          if (fabsf (weight) > fabsf (link.weight))
            {
              link.gate = gate;
              link.weight = weight;
            }
        }
      link.strength = sqrt (sum);
      if (link.strength > 0)
        g_array_append_val (all, link);
    }

  g_array_sort (all, compare_links);
  count = MIN (all->len, max);
  for (guint i = 0; i < count; i++)
    links[i] = g_array_index (all, ScopeUnitLink, i);
  return count;
}
