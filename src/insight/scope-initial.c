/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-initial.h"

#include "scope-dot.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <gsl/gsl_eigen.h>
#include <math.h>

struct _ScopeInitial
{
  gatomicrefcount ref_count;
  ScopeLayer *layer;
  ScopeGates *gates;
  gboolean joined; /* all gates' matrices were filled at once */
  ScopeInitialPart parts[SCOPE_MAX_GATES][SCOPE_N_MATRICES];
  float *sorted[SCOPE_MAX_GATES][SCOPE_N_MATRICES]; /* NULL: no such matrix, or not finite */
};

G_DEFINE_BOXED_TYPE (ScopeInitial, scope_initial, scope_initial_ref, scope_initial_unref)

static const char *const keys[SCOPE_N_MATRICES] = {
  [SCOPE_MATRIX_W] = "kernel_initializer",
  [SCOPE_MATRIX_U] = "recurrent_initializer",
  [SCOPE_MATRIX_B] = "bias_initializer",
};

/* An identity covers the first square of all gates' columns: what of it is in this gate's. */
static void
cut_identity (ScopeInitialiser *initialiser, guint gate, gsize n_rows, gsize n_units)
{
  gsize first = gate * n_units;
  gsize n_ones = n_rows > first ? MIN (n_rows - first, n_units) : 0;

  initialiser->b = (double) n_ones / (double) (n_rows * n_units);
}

/* What the view of a bias adds up: a GRU with reset_after has two of z and r, CuDNN's LSTM two of every gate. */
static gboolean
has_two_biases (ScopeInitial *self, guint gate)
{
  if (scope_gates_get_recurrent_bias (self->gates).data != NULL)
    return gate + 1 < scope_gates_get_n_gates (self->gates);
  return g_str_equal (scope_layer_get_class (self->layer), "CuDNNLSTM");
}

static void
read_bias (ScopeInitial *self, guint gate, ScopeInitialiser *initialiser)
{
  gsize n_units = scope_gates_get_n_units (self->gates);
  gboolean unit_forget = FALSE;

  scope_initialiser_read (self->layer, keys[SCOPE_MATRIX_B], n_units, n_units, initialiser);
  if (scope_gates_get_forget (self->gates) == (int) gate)
    {
      if (scope_layer_has_key (self->layer, "forget_bias_init"))
        {
          scope_initialiser_read (self->layer, "forget_bias_init", n_units, n_units, initialiser);
          return;
        }
      unit_forget = scope_layer_get_boolean (self->layer, "unit_forget_bias", TRUE);
    }

  if (has_two_biases (self, gate))
    {
      if (initialiser->kind == SCOPE_INITIALISER_CONSTANT)
        initialiser->a *= 2;
      else
        initialiser->kind = SCOPE_INITIALISER_UNKNOWN; /* a sum of two */
      if (unit_forget && initialiser->kind == SCOPE_INITIALISER_CONSTANT)
        {
          double other = initialiser->a / 2;

          scope_initialiser_init_constant (initialiser, "unit_forget_bias", 1 + other);
        }
    }
  else if (unit_forget)
    scope_initialiser_init_constant (initialiser, "unit_forget_bias", 1);
}

static void
read_initialiser (ScopeInitial *self, guint gate, ScopeMatrix matrix, gsize n_rows,
                  ScopeInitialiser *initialiser)
{
  gsize n_units = scope_gates_get_n_units (self->gates);
  gsize n_blocks = self->joined ? scope_gates_get_n_gates (self->gates) : 1;

  if (matrix == SCOPE_MATRIX_B)
    {
      read_bias (self, gate, initialiser);
      return;
    }
  scope_initialiser_read (self->layer, keys[matrix], n_rows, n_blocks * n_units, initialiser);
  if (initialiser->kind == SCOPE_INITIALISER_IDENTITY)
    cut_identity (initialiser, self->joined ? gate : 0, n_rows, n_units);
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float left = *(const float *) a, right = *(const float *) b;

  return left < right ? -1 : left > right;
}

typedef struct
{
  const float *sorted;
  gsize n;
  const ScopeInitialiser *initialiser;
  double largest;
} Distance;

/* Where equal numbers begin and end. */
static gsize
first_equal (const Distance *distance, gsize i)
{
  while (i > 0 && distance->sorted[i - 1] == distance->sorted[i])
    i--;
  return i;
}

static gsize
next_unequal (const Distance *distance, gsize i)
{
  float value = distance->sorted[i];

  while (i < distance->n && distance->sorted[i] == value)
    i++;
  return i;
}

/* The steps of both functions among the numbers from @first to before @end, which begin and end a run of equal ones. Between them
 * both only rise: where even the most that they can differ is no more than what was found, nothing is looked up. */
static void
search_steps (Distance *distance, gsize first, gsize end)
{
  const double n = (double) distance->n;
  double below = scope_initialiser_get_cdf_below (distance->initialiser, distance->sorted[first]);
  double above = scope_initialiser_get_cdf (distance->initialiser, distance->sorted[end - 1]);
  gsize middle;

  distance->largest = MAX (distance->largest, fabs (below - (double) first / n));
  distance->largest = MAX (distance->largest, fabs ((double) end / n - above));
  if (distance->sorted[first] == distance->sorted[end - 1]
      || MAX ((double) end / n - below, above - (double) first / n) <= distance->largest)
    return;

  middle = first_equal (distance, first + (end - first) / 2);
  if (middle == first)
    middle = next_unequal (distance, first);
  search_steps (distance, first, middle);
  search_steps (distance, middle, end);
}

/* D = sup |F_n − F| (Kolmogorov 1933): the largest on either side of each step of F_n, and of F where that has steps too. */
static double
find_distance (const float *sorted, gsize n, const ScopeInitialiser *initialiser)
{
  Distance distance = { sorted, n, initialiser, 0 };

  if (initialiser->kind == SCOPE_INITIALISER_UNKNOWN)
    return NAN;
  search_steps (&distance, 0, n);
  return distance.largest;
}

static double
get_critical (const ScopeInitialiser *initialiser, gsize n)
{
  double root = sqrt ((double) n);

  if (initialiser->kind == SCOPE_INITIALISER_CONSTANT
      || initialiser->kind == SCOPE_INITIALISER_IDENTITY)
    return 0;
  return 1.628 / (root + 0.12 + 0.11 / root);
}

static void
fill_part (ScopeInitial *self, guint gate, ScopeMatrix matrix)
{
  ScopeMatrixView view = scope_gates_get_view (self->gates, gate, matrix);
  ScopeInitialPart *part = &self->parts[gate][matrix];
  g_autofree float *values = NULL;
  double sum = 0, square = 0;
  gsize n = 0;

  if (view.data == NULL || view.n_rows == 0 || view.n_columns == 0)
    return;
  part->gate = gate;
  part->matrix = matrix;
  part->n = view.n_rows * view.n_columns;
  read_initialiser (self, gate, matrix, view.n_rows, &part->initialiser);
  part->critical = get_critical (&part->initialiser, part->n);

  values = g_new (float, part->n);
  for (gsize row = 0; row < view.n_rows; row++)
    for (gsize column = 0; column < view.n_columns; column++)
      {
        values[n] = view.data[row * view.row_stride + column];
        sum += values[n++];
      }
  part->distance = part->mean = part->sd = part->shift = NAN;
  if (!isfinite (sum))
    return;

  part->mean = sum / n;
  for (gsize i = 0; i < n; i++)
    square += (values[i] - part->mean) * (values[i] - part->mean);
  part->sd = sqrt (square / n);
  part->shift = part->mean - scope_initialiser_get_mean (&part->initialiser);
  qsort (values, n, sizeof *values, compare_floats);
  part->distance = find_distance (values, n, &part->initialiser);
  self->sorted[gate][matrix] = g_steal_pointer (&values);
}

ScopeInitial *
scope_initial_new (ScopeLayer *layer, GError **error)
{
  g_autoptr (ScopeGates) gates = NULL;
  ScopeInitial *self;

  g_return_val_if_fail (layer != NULL, NULL);

  gates = scope_gates_new (layer, error);
  if (gates == NULL)
    return NULL;

  self = g_new0 (ScopeInitial, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->layer = scope_layer_ref (layer);
  self->joined = scope_layer_get_array (layer, "recurrent_kernel") != NULL;
  self->gates = g_steal_pointer (&gates);
  for (guint gate = 0; gate < scope_gates_get_n_gates (self->gates); gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      fill_part (self, gate, matrix);
  return self;
}

ScopeInitial *
scope_initial_ref (ScopeInitial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_initial_unref (ScopeInitial *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint gate = 0; gate < SCOPE_MAX_GATES; gate++)
    for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
      g_free (self->sorted[gate][matrix]);
  scope_gates_unref (self->gates);
  scope_layer_unref (self->layer);
  g_free (self);
}

ScopeGates *
scope_initial_get_gates (ScopeInitial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gates;
}

const ScopeInitialPart *
scope_initial_get_part (ScopeInitial *self, guint gate, ScopeMatrix matrix)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (gate < scope_gates_get_n_gates (self->gates), NULL);

  if ((guint) matrix >= SCOPE_N_MATRICES || self->parts[gate][matrix].n == 0)
    return NULL;
  return &self->parts[gate][matrix];
}

gboolean
scope_initial_part_is_changed (const ScopeInitialPart *part)
{
  g_return_val_if_fail (part != NULL, FALSE);

  return part->distance > part->critical;
}

/* How many of @sorted are under @x, or at most @x. */
static gsize
count_below (const float *sorted, gsize n, double x, gboolean or_equal)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (sorted[middle] < x || (or_equal && sorted[middle] == x))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
scope_initial_count (ScopeInitial *self, guint gate, ScopeMatrix matrix, double min, double max,
                     guint *counts, double *expected, guint n_bins)
{
  const ScopeInitialPart *part;
  const float *sorted;

  g_return_if_fail (self != NULL);
  g_return_if_fail (counts != NULL || n_bins == 0);
  part = scope_initial_get_part (self, gate, matrix);
  g_return_if_fail (part != NULL);

  sorted = self->sorted[gate][matrix];
  for (guint bin = 0; bin < n_bins; bin++)
    {
      double low = min + (max - min) * bin / n_bins;
      double high = bin + 1 < n_bins ? min + (max - min) * (bin + 1) / n_bins : max;
      gboolean last = bin + 1 == n_bins;

      counts[bin] = sorted == NULL ? 0
                                   : (guint) (count_below (sorted, part->n, high, last)
                                              - count_below (sorted, part->n, low, FALSE));
      if (expected != NULL)
        expected[bin] = (double) part->n
                        * ((last ? scope_initialiser_get_cdf (&part->initialiser, high)
                                 : scope_initialiser_get_cdf_below (&part->initialiser, high))
                           - scope_initialiser_get_cdf_below (&part->initialiser, low));
    }
}

gboolean
scope_initial_get_range (ScopeInitial *self, guint gate, ScopeMatrix matrix, double *min,
                         double *max)
{
  const ScopeInitialPart *part = scope_initial_get_part (self, gate, matrix);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (min != NULL && max != NULL, FALSE);

  if (part == NULL || self->sorted[gate][matrix] == NULL)
    return FALSE;
  *min = self->sorted[gate][matrix][0];
  *max = self->sorted[gate][matrix][part->n - 1];
  return TRUE;
}

/* Singular values of a matrix (n_rows, n_columns) with no more rows than columns, in any order. */
static gboolean
find_singular_values (const ScopeMatrixView *view, double *values, GCancellable *cancellable,
                      GError **error)
{
  gsize n = view->n_rows;
  gsl_matrix *gram = gsl_matrix_alloc (n, n);
  gsl_vector found = gsl_vector_view_array (values, n).vector;
  gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc (n);
  gboolean cancelled = FALSE, finite = TRUE;
  int status = 0;

  for (gsize i = 0; i < n && !cancelled; i++)
    {
      cancelled = g_cancellable_set_error_if_cancelled (cancellable, error);
      for (gsize j = 0; j <= i && !cancelled; j++)
        {
          double product = scope_dot (view->data + i * view->row_stride,
                                      view->data + j * view->row_stride, view->n_columns);

          finite = finite && isfinite (product);
          gsl_matrix_set (gram, i, j, product);
        }
    }
  if (finite && !cancelled)
    {
      gsl_error_handler_t *handler = gsl_set_error_handler_off ();

      status = gsl_eigen_symm (gram, &found, work);
      gsl_set_error_handler (handler);
      cancelled = g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  gsl_eigen_symm_free (work);
  gsl_matrix_free (gram);

  if (cancelled)
    return FALSE;
  if (!finite || status != 0)
    {
      scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, "U",
                       finite ? _ ("singular values that cannot be computed")
                              : _ ("a weight that is not a finite number"),
                       NULL, NULL);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    values[i] = sqrt (MAX (values[i], 0));
  return TRUE;
}

static int
compare_falling (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left > right ? -1 : left < right;
}

double *
scope_initial_dup_singular_values (ScopeInitial *self, guint *n, double *expected,
                                   GCancellable *cancellable, GError **error)
{
  g_autofree double *values = NULL;
  ScopeArray *whole;
  ScopeInitialiser initialiser;
  guint n_gates, n_units, n_matrices;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n != NULL, NULL);

  n_gates = scope_gates_get_n_gates (self->gates);
  n_units = scope_gates_get_n_units (self->gates);
  n_matrices = self->joined ? 1 : n_gates;
  *n = n_matrices * n_units;
  read_initialiser (self, 0, SCOPE_MATRIX_U, n_units, &initialiser);
  if (expected != NULL)
    *expected = initialiser.kind == SCOPE_INITIALISER_ORTHOGONAL ? fabs (initialiser.a) : NAN;

  values = g_new0 (double, MAX (*n, 1));
  whole = scope_layer_get_array (self->layer, "recurrent_kernel");
  for (guint gate = 0; gate < n_matrices && n_units > 0; gate++)
    {
      ScopeMatrixView view = scope_gates_get_view (self->gates, gate, SCOPE_MATRIX_U);

      if (self->joined)
        view = (ScopeMatrixView){ scope_array_get_data (whole), n_units,
                                  scope_array_get_size (whole) / n_units,
                                  scope_array_get_size (whole) / n_units };
      if (!find_singular_values (&view, values + (gsize) gate * n_units, cancellable, error))
        return NULL;
    }
  qsort (values, *n, sizeof *values, compare_falling);
  return g_steal_pointer (&values);
}

gboolean
scope_initial_get_forget_shift (ScopeInitial *self, double *mean, double *sd)
{
  const ScopeInitialPart *part;
  int forget;

  g_return_val_if_fail (self != NULL, FALSE);

  forget = scope_gates_get_forget (self->gates);
  part = forget >= 0 ? scope_initial_get_part (self, (guint) forget, SCOPE_MATRIX_B) : NULL;
  if (part == NULL || part->initialiser.kind != SCOPE_INITIALISER_CONSTANT || isnan (part->mean))
    return FALSE;
  if (mean != NULL)
    *mean = part->shift;
  if (sd != NULL)
    *sd = part->sd;
  return TRUE;
}
