/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Against numpy.linalg.eigvals (tests/fixtures/insight/generate.py), and a rotation, whose eigenvalues are known. Eigenvalues of
 * matrices like these move by some 1e-15 times the matrix's norm times a condition of up to some hundred: 1e-11 times the radius.
 */
#include "scope-error.h"
#include "scope-spectrum.h"
#include "scope-test.h"
#include "small-model.h"
#include "truth.h"

#include <math.h>
#include <string.h>

/* A SimpleRNN of @n units with that U. */
static ScopeGates *
make_gates (guint n, const float *matrix)
{
  g_autofree char *config = g_strdup_printf (
      "{\"class_name\": \"SimpleRNN\", \"config\": {\"name\": \"rnn\", \"batch_input_shape\": "
      "[null, 3, 1], \"units\": %u, \"activation\": \"tanh\", \"use_bias\": false}}",
      n);
  g_autofree float *zeros = g_new0 (float, n);
  const SmallLayer layers[] = {
    { "rnn",
      config,
      { { "kernel:0", 2, { 1, n }, zeros }, { "recurrent_kernel:0", 2, { n, n }, matrix } } },
    { NULL },
  };
  g_autoptr (ScopeModel) model = small_model_new (layers);

  return scope_gates_new (scope_model_find_layer (model, "rnn"), NULL);
}

static ScopeSpectrum *
find_spectrum (guint n, const float *matrix)
{
  g_autoptr (ScopeGates) gates = make_gates (n, matrix);
  g_autoptr (GError) error = NULL;
  ScopeSpectrum *spectrum = scope_spectrum_new (gates, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (scope_spectrum_get_n_values (spectrum), ==, n);
  return spectrum;
}

/* The nearest of those that are not taken yet: two of the same modulus may come in either order. */
static double
take_nearest (const ScopeEigenvalue *value, GArray *expected)
{
  double *pairs = (double *) expected->data;
  double nearest = INFINITY;
  guint found = 0;

  for (guint i = 0; i < expected->len / 2; i++)
    {
      double distance = hypot (value->real - pairs[2 * i], value->imaginary - pairs[2 * i + 1]);

      if (distance < nearest)
        {
          nearest = distance;
          found = i;
        }
    }
  pairs[2 * found] = INFINITY;
  return nearest;
}

static void
test_numpy (void)
{
  static const char *const names[] = { "random", "orthogonal", "scaled", "one" };
  g_autoptr (JsonParser) parser = truth_load ("spectrum.json");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *object = json_object_get_object_member (truth_get (parser), names[i]);
      g_autoptr (GArray) matrix = truth_floats (object, "matrix");
      g_autoptr (GArray) expected = truth_doubles (object, "values");
      guint n = (guint) json_object_get_int_member (object, "n");
      g_autoptr (ScopeSpectrum) spectrum = find_spectrum (n, (float *) matrix->data);
      const ScopeEigenvalue *values = scope_spectrum_get_values (spectrum);
      double radius =
          hypot (g_array_index (expected, double, 0), g_array_index (expected, double, 1));
      guint n_pairs = 0;

      g_test_message ("%s", names[i]);
      scope_assert_close (scope_spectrum_get_radius (spectrum), radius, 1e-11 * radius);
      for (guint k = 0; k < n; k++)
        {
          g_assert_cmpfloat (take_nearest (&values[k], expected), <=, 1e-11 * radius);
          if (k > 0)
            g_assert_cmpfloat (values[k].modulus, <=, values[k - 1].modulus);
          n_pairs += values[k].imaginary > 0;
        }
      g_assert_cmpuint (scope_spectrum_get_n_pairs (spectrum), ==, n_pairs);
    }
}

/* A turn by 2π/24 a step, shrunk to 0.9: a daily cycle of hourly steps, that fades with 1/e in −1/ln 0.9 = 9.49 steps. As float32
 * the matrix is rounded to 6e-8. */
static void
test_rotation (void)
{
  const double angle = 2 * G_PI / 24;
  const float c = (float) (0.9 * cos (angle)), s = (float) (0.9 * sin (angle));
  const float matrix[] = { c, -s, 0, s, c, 0, 0, 0, -0.5f };
  g_autoptr (ScopeSpectrum) spectrum = find_spectrum (3, matrix);
  const ScopeEigenvalue *values = scope_spectrum_get_values (spectrum);
  g_autofree char *text = scope_spectrum_dup_text (spectrum, 0.5);

  scope_assert_close (values[0].period, 24, 1e-5);
  scope_assert_close (values[0].modulus, 0.9, 1e-7);
  scope_assert_close (values[0].decay, -1 / log (0.9), 1e-5);
  g_assert_cmpfloat (values[0].imaginary, >, 0);
  g_assert_cmpfloat (values[1].imaginary, ==, -values[0].imaginary);
  g_assert_true (scope_eigenvalue_is_complex (&values[1]));
  g_assert_false (scope_eigenvalue_is_complex (&values[2]));
  scope_assert_close (values[2].period, 2, 0);
  scope_assert_close (values[2].real, -0.5, 0);
  g_assert_cmpuint (scope_spectrum_get_n_pairs (spectrum), ==, 1);
  g_assert_nonnull (strstr (text, "24 steps"));
  g_assert_nonnull (strstr (text, "12 hours"));
}

static void
test_values (void)
{
  ScopeEigenvalue value = scope_eigenvalue_make (0, 0);

  g_assert_true (isnan (value.period));
  scope_assert_close (value.decay, 0, 0);
  value = scope_eigenvalue_make (1, 0);
  scope_assert_close (value.period, INFINITY, 0);
  scope_assert_close (value.decay, INFINITY, 0);
  value = scope_eigenvalue_make (G_E, 0);
  scope_assert_close (value.decay, -1, 1e-15);
  value = scope_eigenvalue_make (0, -0.5);
  scope_assert_close (value.period, 4, 1e-15);
}

static void
test_refuses (void)
{
  const float matrix[] = { 1, NAN, 0, 1 };
  g_autoptr (ScopeGates) gates = make_gates (2, matrix);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_spectrum_new (gates, 0, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "finite");
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (scope_spectrum_new (gates, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  ScopeSpectrum *spectrum;
  GError *error;
  gboolean done;
} Loaded;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Loaded *loaded = user_data;

  loaded->spectrum = scope_spectrum_load_finish (result, &loaded->error);
  loaded->done = TRUE;
}

static void
test_async (void)
{
  const float matrix[] = { 0.5f, 0, 0, 0.25f };
  g_autoptr (ScopeGates) gates = make_gates (2, matrix);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Loaded loaded = { 0 };

  scope_spectrum_load_async (gates, 0, NULL, on_loaded, &loaded);
  scope_test_wait (&loaded.done, 20);
  g_assert_no_error (loaded.error);
  scope_assert_close (scope_spectrum_get_radius (loaded.spectrum), 0.5, 0);
  g_clear_pointer (&loaded.spectrum, scope_spectrum_unref);

  loaded.done = FALSE;
  scope_spectrum_load_async (gates, 0, cancellable, on_loaded, &loaded);
  g_cancellable_cancel (cancellable);
  scope_test_wait (&loaded.done, 20);
  g_assert_error (loaded.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&loaded.error);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/spectrum/numpy", test_numpy);
  g_test_add_func ("/insight/spectrum/rotation", test_rotation);
  g_test_add_func ("/insight/spectrum/values", test_values);
  g_test_add_func ("/insight/spectrum/refuses", test_refuses);
  g_test_add_func ("/insight/spectrum/async", test_async);
  return g_test_run ();
}
