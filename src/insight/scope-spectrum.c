/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-spectrum.h"

#include "scope-error.h"

#include <glib/gi18n.h>
#include <gsl/gsl_eigen.h>
#include <math.h>

struct _ScopeSpectrum
{
  gatomicrefcount ref_count;
  guint gate;
  guint n;
  ScopeEigenvalue *values;
};

G_DEFINE_BOXED_TYPE (ScopeSpectrum, scope_spectrum, scope_spectrum_ref, scope_spectrum_unref)

ScopeEigenvalue
scope_eigenvalue_make (double real, double imaginary)
{
  ScopeEigenvalue value = { .real = real, .imaginary = imaginary };

  value.modulus = hypot (real, imaginary);
  if (value.modulus == 0)
    {
      value.period = NAN;
      return value;
    }
  value.period = 2 * G_PI / fabs (atan2 (imaginary, real));
  value.decay = value.modulus == 1 ? INFINITY : -1 / log (value.modulus);
  return value;
}

gboolean
scope_eigenvalue_is_complex (const ScopeEigenvalue *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->imaginary != 0;
}

/* By falling modulus. The two of a pair have the same to the last bit, so that nothing comes between them but another pair's
 * or number's with the very same modulus, which the angle keeps apart. */
static int
compare_values (gconstpointer a, gconstpointer b)
{
  const ScopeEigenvalue *left = a, *right = b;

  if (left->modulus != right->modulus)
    return left->modulus > right->modulus ? -1 : 1;
  if (left->real != right->real)
    return left->real > right->real ? -1 : 1;
  return left->imaginary > right->imaginary ? -1 : left->imaginary < right->imaginary;
}

static gboolean
fail (GError **error, ScopeGates *gates, guint gate, const char *found)
{
  g_autofree char *place = g_strdup_printf ("U, %s", scope_gates_get_sign (gates, gate));

  scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, place, found, NULL, NULL);
  return FALSE;
}

static gboolean
find_values (ScopeSpectrum *self, ScopeGates *gates, GError **error)
{
  ScopeMatrixView view = scope_gates_get_view (gates, self->gate, SCOPE_MATRIX_U);
  gsl_matrix *matrix = gsl_matrix_alloc (self->n, self->n);
  gsl_vector_complex *found = gsl_vector_complex_alloc (self->n);
  gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc (self->n);
  gboolean finite = TRUE;
  int status = 0;

  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->n; j++)
      {
        double weight = view.data[i * view.row_stride + j];

        finite = finite && isfinite (weight);
        gsl_matrix_set (matrix, i, j, weight);
      }
  if (finite)
    {
      gsl_error_handler_t *handler = gsl_set_error_handler_off ();

      gsl_eigen_nonsymm_params (0, 1, work);
      status = gsl_eigen_nonsymm (matrix, found, work);
      gsl_set_error_handler (handler);
      for (guint i = 0; status == 0 && i < self->n; i++)
        self->values[i] = scope_eigenvalue_make (GSL_REAL (gsl_vector_complex_get (found, i)),
                                                 GSL_IMAG (gsl_vector_complex_get (found, i)));
    }
  gsl_eigen_nonsymm_free (work);
  gsl_vector_complex_free (found);
  gsl_matrix_free (matrix);

  if (!finite)
    return fail (error, gates, self->gate, _ ("a weight that is not a finite number"));
  if (status != 0)
    return fail (error, gates, self->gate, _ ("eigenvalues that cannot be computed"));
  qsort (self->values, self->n, sizeof *self->values, compare_values);
  return TRUE;
}

ScopeSpectrum *
scope_spectrum_new (ScopeGates *gates, guint gate, GCancellable *cancellable, GError **error)
{
  g_autoptr (ScopeSpectrum) self = NULL;

  g_return_val_if_fail (gates != NULL, NULL);
  g_return_val_if_fail (gate < scope_gates_get_n_gates (gates), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self = g_new0 (ScopeSpectrum, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->gate = gate;
  self->n = scope_gates_get_n_units (gates);
  self->values = g_new0 (ScopeEigenvalue, MAX (self->n, 1));
  if (self->n > 0 && !find_values (self, gates, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

typedef struct
{
  ScopeGates *gates;
  guint gate;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  scope_gates_unref (job->gates);
  g_free (job);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  ScopeSpectrum *spectrum = scope_spectrum_new (job->gates, job->gate, cancellable, &error);

  if (spectrum == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, spectrum, (GDestroyNotify) scope_spectrum_unref);
}

void
scope_spectrum_load_async (ScopeGates *gates, guint gate, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (gates != NULL);
  g_return_if_fail (gate < scope_gates_get_n_gates (gates));

  job = g_new (Job, 1);
  job->gates = scope_gates_ref (gates);
  job->gate = gate;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, scope_spectrum_load_async);
  g_task_set_task_data (task, job, job_free);
  /* The search itself cannot be interrupted. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, load);
}

ScopeSpectrum *
scope_spectrum_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

ScopeSpectrum *
scope_spectrum_ref (ScopeSpectrum *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
scope_spectrum_unref (ScopeSpectrum *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->values);
  g_free (self);
}

guint
scope_spectrum_get_gate (ScopeSpectrum *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->gate;
}

guint
scope_spectrum_get_n_values (ScopeSpectrum *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

const ScopeEigenvalue *
scope_spectrum_get_values (ScopeSpectrum *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->values;
}

double
scope_spectrum_get_radius (ScopeSpectrum *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->n > 0 ? self->values[0].modulus : 0;
}

guint
scope_spectrum_get_n_pairs (ScopeSpectrum *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n; i++)
    n += self->values[i].imaginary > 0;
  return n;
}

char *
scope_spectrum_dup_text (ScopeSpectrum *self, double step_hours)
{
  const ScopeEigenvalue *pair = NULL;
  g_autofree char *radius = NULL;
  double largest;

  g_return_val_if_fail (self != NULL, NULL);

  largest = scope_spectrum_get_radius (self);
  for (guint i = 0; pair == NULL && i < self->n; i++)
    if (self->values[i].imaginary > 0)
      pair = &self->values[i];

  if (largest > 1)
    radius = g_strdup_printf (_ ("The largest eigenvalue has size %.3g: alone, this matrix would "
                                 "let something grow."),
                              largest);
  else
    radius = g_strdup_printf (_ ("The largest eigenvalue has size %.3g: alone, this matrix lets "
                                 "everything fade."),
                              largest);
  if (pair == NULL)
    return g_strdup_printf (_ ("%s No pair turns."), radius);
  if (step_hours > 0)
    return g_strdup_printf (_ ("%s The strongest pair (size %.3g) turns once in %.3g steps, %.3g "
                               "hours."),
                            radius, pair->modulus, pair->period, pair->period * step_hours);
  return g_strdup_printf (_ ("%s The strongest pair (size %.3g) turns once in %.3g steps."), radius,
                          pair->modulus, pair->period);
}
