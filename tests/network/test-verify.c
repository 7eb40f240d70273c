/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparison with a golden file, on one that is made up: Dense (1) with the weights 2 and 3, so y = 2 a + 3 b. */
#include "scope-image-writer.h"
#include "scope-test.h"
#include "scope-verify.h"

#include "network-model.h"

#include <math.h>

static ScopeNetwork *
compile (void)
{
  const float kernel[] = { 2, 3 };
  NetworkLayer layer = network_dense ("dense", 2, 1, "linear", kernel, NULL);
  g_autofree char *members = layer.config;
  g_autoptr (ScopeModel) model = NULL;

  layer.config = g_strdup_printf ("%s, \"batch_input_shape\": [null, 2]", members);
  model = network_model_new (&layer, 1);
  return network_compile (model);
}

static ScopeImage *
make_golden (const char *x_path, guint n_dims, const gsize *x_dims, const float *y,
             const char *rounding)
{
  static const float x[] = { 1, 1, 10, 20, -1, 0 };
  const gsize y_dims[] = { 3, 1 };
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GError) error = NULL;
  ScopeImage *image;

  g_assert_true (scope_image_writer_add_group (
      writer, "/", g_variant_new_parsed ("{'float32_error_y': <%s>}", rounding)));
  g_assert_true (scope_image_writer_add_values (writer, "/vjp/0", n_dims, x_dims, x, NULL));
  g_assert_true (scope_image_writer_add_values (writer, x_path, n_dims, x_dims, x, NULL));
  g_assert_true (scope_image_writer_add_values (writer, "/y/0", 2, y_dims, y, NULL));
  g_assert_true (scope_image_writer_lay_out (writer, -1, &error));
  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, "golden.h5", &error);
  g_assert_no_error (error);
  return image;
}

static void
check (const float *y, const char *rounding, ScopeVerifyStatus status, double difference,
       double allowed)
{
  const gsize dims[] = { 3, 2 };
  g_autoptr (ScopeNetwork) network = compile ();
  g_autoptr (ScopeImage) golden = make_golden ("/x/0", 2, dims, y, rounding);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = scope_network_verify (network, golden, NULL, &error);
  const ScopeVerifyLine *line;

  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 2);
  line = g_ptr_array_index (lines, 0);
  g_assert_cmpstr (line->name, ==, "vjp/0");
  g_assert_cmpint (line->status, ==, SCOPE_VERIFY_NOT_COMPARED);
  line = g_ptr_array_index (lines, 1);
  g_assert_cmpstr (line->name, ==, "y/0");
  g_assert_cmpint (line->status, ==, status);
  scope_assert_close (line->difference, difference, 1e-6);
  scope_assert_close (line->allowed, allowed, 1e-9);
}

/* The answers are 5, 80 and -2: 1e-5 of 80 is allowed, or ten times the rounding. */
static void
test_compare (void)
{
  check ((const float[]){ 5, 80, -2 }, "0.0", SCOPE_VERIFY_OK, 0, 8e-4);
  check ((const float[]){ 5, 80, -2.0005f }, "0.0", SCOPE_VERIFY_OK, 5e-4, 8e-4);
  check ((const float[]){ 5, 80, -2.001f }, "0.0", SCOPE_VERIFY_OVER, 1e-3, 8e-4);
  check ((const float[]){ 5, 80, -2.001f }, "2e-4", SCOPE_VERIFY_OK, 1e-3, 2e-3);
  check ((const float[]){ 5, 80, NAN }, "0.0", SCOPE_VERIFY_OVER, INFINITY, 8e-4);
  check ((const float[]){ 5, 80, INFINITY }, "0.0", SCOPE_VERIFY_OVER, INFINITY, 8e-4);
}

static void
test_contradictions (void)
{
  const float y[] = { 5, 80, -2 };
  const gsize dims[] = { 3, 2 };
  const gsize flat[] = { 6 };
  g_autoptr (ScopeNetwork) network = compile ();
  g_autoptr (ScopeImage) nothing = make_golden ("/x/1", 2, dims, y, "0");
  g_autoptr (ScopeImage) other = make_golden ("/x/0", 1, flat, y, "0");
  g_autoptr (GError) error = NULL;

  g_assert_null (scope_network_verify (network, nothing, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_CONTRADICTION, "golden.h5", "x/0");
  g_clear_error (&error);
  g_assert_null (scope_network_verify (network, other, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_CONTRADICTION, "golden.h5", "x/0");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/verify/compare", test_compare);
  g_test_add_func ("/verify/contradictions", test_contradictions);
  return g_test_run ();
}
