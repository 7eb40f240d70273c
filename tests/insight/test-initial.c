/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Against scipy.stats.kstest and numpy.linalg.svd (tests/fixtures/insight/generate.py), and layers as Keras itself leaves them before
 * training. Distances are differences of shares, both sides in float64: distribution functions agree to some 1e-15,
 * those of Beta to 1e-13; 1e-12. Singular values come from squares: 1e-7 of the largest.
 */
#include "scope-initial.h"
#include "scope-model.h"
#include "scope-reader.h"
#include "scope-test.h"
#include "small-model.h"
#include "truth.h"

#include <math.h>
#include <string.h>

#define CLOSE 1e-12
/* Quantiles of Kolmogorov's distribution: of 1 − 1e-4 over that of 0.99. */
#define FAR (2.2253 / 1.6276)

static char *
to_text (JsonObject *object, const char *member)
{
  return json_to_string (json_object_get_member (object, member), FALSE);
}

static ScopeInitial *
make_initial (const char *members, guint n, guint u, const float *w, const float *recurrent,
              const float *bias)
{
  g_autofree char *config = g_strdup_printf (
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, "
      "3, %u], \"units\": %u, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"%s}}",
      n, u, members);
  const SmallLayer layers[] = {
    { "lstm",
      config,
      { { "kernel:0", 2, { n, 4 * u }, w },
        { "recurrent_kernel:0", 2, { u, 4 * u }, recurrent },
        { "bias:0", 1, { 4 * u }, bias } } },
    { NULL },
  };
  g_autoptr (ScopeModel) model = small_model_new (layers);
  g_autoptr (GError) error = NULL;
  ScopeInitial *initial = scope_initial_new (scope_model_find_layer (model, "lstm"), &error);

  g_assert_no_error (error);
  return initial;
}

static void
check_scipy (JsonObject *object, guint n, guint u)
{
  g_autofree char *initializer = to_text (object, "initializer");
  g_autofree char *members = g_strdup_printf (", \"kernel_initializer\": %s", initializer);
  g_autoptr (GArray) kernel = truth_floats (object, "kernel");
  g_autoptr (GArray) recurrent = truth_floats (object, "recurrent");
  g_autoptr (GArray) w = truth_doubles (object, "w");
  g_autoptr (GArray) big_u = truth_doubles (object, "u");
  g_autoptr (GArray) singular = truth_doubles (object, "singular");
  g_autofree float *bias = g_new0 (float, 4 * u);
  g_autoptr (ScopeInitial) initial =
      make_initial (members, n, u, (float *) kernel->data, (float *) recurrent->data, bias);
  g_autofree double *values = NULL;
  double expected;
  guint n_values;

  for (guint gate = 0; gate < 4; gate++)
    {
      const ScopeInitialPart *part = scope_initial_get_part (initial, gate, SCOPE_MATRIX_W);

      g_assert_true (part->initialiser.named);
      scope_assert_close (part->distance, g_array_index (w, double, gate), CLOSE);
      part = scope_initial_get_part (initial, gate, SCOPE_MATRIX_U);
      /* The file does not name it: Keras's default. */
      g_assert_false (part->initialiser.named);
      g_assert_cmpstr (part->initialiser.name, ==, "orthogonal");
      scope_assert_close (part->distance, g_array_index (big_u, double, gate), CLOSE);
    }

  values = scope_initial_dup_singular_values (initial, &n_values, &expected, NULL, NULL);
  g_assert_cmpuint (n_values, ==, singular->len);
  scope_assert_close (expected, 1, 0);
  for (guint i = 0; i < n_values; i++)
    scope_assert_close (values[i], g_array_index (singular, double, i),
                        1e-7 * g_array_index (singular, double, 0));
}

static void
test_scipy (void)
{
  g_autoptr (JsonParser) parser = truth_load ("initial.json");
  JsonObject *root = truth_get (parser);
  JsonObject *cases = json_object_get_object_member (root, "cases");
  g_autoptr (GList) names = json_object_get_members (cases);

  g_assert_cmpuint (g_list_length (names), ==, 8);
  for (GList *item = names; item != NULL; item = item->next)
    {
      g_test_message ("%s", (const char *) item->data);
      check_scipy (json_object_get_object_member (cases, item->data),
                   (guint) json_object_get_int_member (root, "n"),
                   (guint) json_object_get_int_member (root, "u"));
    }
}

/*
 * Layers that Keras has just made: constants are where they were, and of the 44 parts that were drawn each lies off by more than the
 * critical distance once in a hundred times: more than two of them do so in 1 % of all cases. None reaches 2.23/1.63 of
 * that, which one in ten thousand would.
 */
static void
test_untrained (void)
{
  static const char *const layers[] = { "lstm",   "gru",          "rnn",
                                        "others", "both/forward", "both/backward" };
  g_autofree char *path = scope_test_fixture_path ("insight/untrained-keras3.keras");
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  g_autoptr (ScopeModel) model = NULL;
  guint n_parts = 0, n_changed = 0;

  g_assert_no_error (error);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (ScopeInitial) initial =
          scope_initial_new (scope_model_find_layer (model, layers[i]), &error);
      g_autofree double *values = NULL;
      double expected;
      guint n_values;

      g_assert_no_error (error);
      for (guint gate = 0; gate < scope_gates_get_n_gates (scope_initial_get_gates (initial));
           gate++)
        for (guint matrix = 0; matrix < SCOPE_N_MATRICES; matrix++)
          {
            const ScopeInitialPart *part = scope_initial_get_part (initial, gate, matrix);

            g_test_message ("%s %u %u: %s, %.3f of %.3f", layers[i], gate, matrix,
                            part->initialiser.name, part->distance, part->critical);
            g_assert_true (part->initialiser.named
                           || g_str_equal (part->initialiser.name, "unit_forget_bias"));
            g_assert_cmpfloat (part->distance, <=, part->critical * FAR);
            n_changed += scope_initial_part_is_changed (part);
            n_parts++;
          }

      values = scope_initial_dup_singular_values (initial, &n_values, &expected, NULL, NULL);
      for (guint k = 0; k < n_values && !isnan (expected); k++)
        scope_assert_close (values[k], 1, 1e-6); /* Keras works in float32 */
      g_assert_true (isnan (expected) == (i >= 3));
    }
  g_assert_cmpuint (n_changed, <=, 2);
  g_assert_cmpuint (n_parts, ==, 3 * (4 + 3 + 1 + 4 + 4 + 4));
}

static void
test_biases (void)
{
  /* f's moved from 1 to 1.5 and 2.5, the others from 0 to 0.25. */
  const float zeros[8] = { 0 }, recurrent[16] = { 0 };
  const float bias[] = { 0.25f, 0.25f, 1.5f, 2.5f, 0, 0, 0, 0.25f };
  g_autoptr (ScopeInitial) initial = make_initial ("", 1, 2, zeros, recurrent, bias);
  g_autoptr (ScopeInitial) none =
      make_initial (", \"unit_forget_bias\": false", 1, 2, zeros, recurrent, bias);
  const ScopeInitialPart *part = scope_initial_get_part (initial, 1, SCOPE_MATRIX_B);
  double mean, sd;

  g_assert_true (scope_initial_get_forget_shift (initial, &mean, &sd));
  scope_assert_close (mean, 1, 0);
  scope_assert_close (sd, 0.5, 0);
  g_assert_cmpstr (part->initialiser.name, ==, "unit_forget_bias");
  scope_assert_close (part->distance, 1, 0);
  g_assert_true (scope_initial_part_is_changed (part));

  /* One of two is not where it was. */
  part = scope_initial_get_part (initial, 3, SCOPE_MATRIX_B);
  scope_assert_close (part->distance, 0.5, 0);
  scope_assert_close (part->mean, 0.125, 0);
  part = scope_initial_get_part (initial, 2, SCOPE_MATRIX_B);
  scope_assert_close (part->distance, 0, 0);
  g_assert_false (scope_initial_part_is_changed (part));

  g_assert_true (scope_initial_get_forget_shift (none, &mean, NULL));
  scope_assert_close (mean, 2, 0);
}

static void
test_count (void)
{
  /* From −0.5 to 0.5, ends included in the last bin. */
  const float w[] = { -0.5f, 0, 0, 0, 0.5f, 0, 0, 0 }, recurrent[16] = { 0 }, bias[8] = { 0 };
  g_autoptr (ScopeInitial) initial = make_initial (
      ", \"kernel_initializer\": {\"class_name\": \"RandomUniform\", \"config\": {\"minval\": -1, "
      "\"maxval\": 1}}",
      1, 2, w, recurrent, bias);
  guint counts[4];
  double expected[4], min, max;

  g_assert_true (scope_initial_get_range (initial, 0, SCOPE_MATRIX_W, &min, &max));
  scope_assert_close (min, -0.5, 0);
  scope_assert_close (max, 0, 0);
  scope_initial_count (initial, 0, SCOPE_MATRIX_W, -1, 1, counts, expected, 4);
  g_assert_cmpuint (counts[0], ==, 0);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (counts[2], ==, 1);
  g_assert_cmpuint (counts[3], ==, 0);
  for (guint i = 0; i < 4; i++)
    scope_assert_close (expected[i], 0.5, 1e-15);
  /* Gate 2 has 0.5 and 0: the last bin takes its upper end. */
  scope_initial_count (initial, 2, SCOPE_MATRIX_W, 0, 0.5, counts, expected, 2);
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 1);
}

/* Keras 2.0's glorot_uniform calls itself VarianceScaling; identity fills the first gate alone; a stranger is not known. */
static void
test_names (void)
{
  const float w[8] = { 0 }, bias[8] = { 0 };
  const float recurrent[] = { 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  g_autoptr (ScopeInitial) initial = make_initial (
      ", \"kernel_initializer\": {\"class_name\": \"VarianceScaling\", \"config\": {\"scale\": "
      "1.0, \"mode\": \"fan_avg\", \"distribution\": \"uniform\"}}, \"recurrent_initializer\": "
      "{\"class_name\": \"Identity\", \"config\": {\"gain\": 1.0}}",
      1, 2, w, recurrent, bias);
  g_autoptr (ScopeInitial) strange =
      make_initial (", \"kernel_initializer\": \"my_own\"", 1, 2, w, recurrent, bias);
  const ScopeInitialPart *part = scope_initial_get_part (initial, 0, SCOPE_MATRIX_W);
  g_autofree char *text = scope_initialiser_dup_text (&part->initialiser);
  double expected[2];
  guint counts[2];

  /* √(6/(1 + 8)) */
  g_assert_cmpstr (part->initialiser.name, ==, "glorot_uniform");
  scope_assert_close (part->initialiser.b, sqrt (6.0 / 9), 1e-15);
  g_assert_nonnull (strstr (text, "0.8165"));
  for (guint gate = 0; gate < 4; gate++)
    scope_assert_close (scope_initial_get_part (initial, gate, SCOPE_MATRIX_U)->distance, 0, 0);

  part = scope_initial_get_part (strange, 0, SCOPE_MATRIX_W);
  g_assert_cmpstr (part->initialiser.name, ==, "my_own");
  g_assert_true (isnan (part->distance));
  g_assert_false (scope_initial_part_is_changed (part));
  scope_initial_count (strange, 0, SCOPE_MATRIX_W, -1, 1, counts, expected, 2);
  g_assert_true (isnan (expected[0]));
}

/* A configuration may say anything: what has no meaning is not known, what has no width is a constant. */
static void
test_odd_numbers (void)
{
  static const struct
  {
    const char *initializer;
    ScopeInitialiserKind kind;
  } cases[] = {
    { "\"RandomNormal\", \"config\": {\"mean\": 0.5, \"stddev\": 0}", SCOPE_INITIALISER_CONSTANT },
    { "\"RandomNormal\", \"config\": {\"stddev\": NaN}", SCOPE_INITIALISER_UNKNOWN },
    { "\"RandomUniform\", \"config\": {\"minval\": 1, \"maxval\": -1}", SCOPE_INITIALISER_UNKNOWN },
    { "\"VarianceScaling\", \"config\": {\"scale\": -1}", SCOPE_INITIALISER_UNKNOWN },
    { "\"Orthogonal\", \"config\": {\"gain\": 0}", SCOPE_INITIALISER_CONSTANT },
    { "\"Orthogonal\", \"config\": {\"gain\": -2}", SCOPE_INITIALISER_ORTHOGONAL },
    { "\"Constant\", \"config\": {\"value\": Infinity}", SCOPE_INITIALISER_UNKNOWN },
  };
  const float w[8] = { 0 }, recurrent[16] = { 0 }, bias[8] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members =
          g_strdup_printf (", \"kernel_initializer\": {\"class_name\": %s}", cases[i].initializer);
      g_autoptr (ScopeInitial) initial = make_initial (members, 1, 2, w, recurrent, bias);
      const ScopeInitialPart *part = scope_initial_get_part (initial, 0, SCOPE_MATRIX_W);
      g_autofree char *text = scope_initialiser_dup_text (&part->initialiser);

      g_test_message ("%s", text);
      g_assert_cmpint (part->initialiser.kind, ==, cases[i].kind);
      g_assert_true (isnan (part->distance) == (cases[i].kind == SCOPE_INITIALISER_UNKNOWN));
    }
}

static ScopeInitial *
open_initial (const char *relative)
{
  g_autofree char *path = scope_test_fixture_path (relative);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  g_autoptr (ScopeModel) model = NULL;
  g_auto (GStrv) layers = NULL;
  ScopeInitial *initial;

  g_assert_no_error (error);
  model = scope_model_new (image, &error);
  g_assert_no_error (error);
  layers = scope_model_dup_recurrent_paths (model);
  initial = scope_initial_new (scope_model_find_layer (model, layers[0]), &error);
  g_assert_no_error (error);
  return initial;
}

/* Keras 1 filled twelve matrices one by one, unless it computed them together ("gpu"), and made orthogonal ones 1.1 long; Keras 2 fills all gates at
 * once. The forget bias is one everywhere. */
static void
test_versions (void)
{
  static const struct
  {
    const char *file;
    gboolean joined;
    double gain;
  } files[] = {
    { "keras1/gates-keras1.h5", FALSE, 1.1 }, { "keras1/gates-keras1-gpu.h5", TRUE, 1.1 },
    { "keras2/gates-keras2.0.h5", TRUE, 1 },  { "keras2/gates-keras2.h5", TRUE, 1 },
    { "keras3/gates-keras3.keras", TRUE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ScopeInitial) initial = open_initial (files[i].file);
      ScopeGates *gates = scope_initial_get_gates (initial);
      guint n = scope_gates_get_n_features (gates), u = scope_gates_get_n_units (gates);
      const ScopeInitialPart *w = scope_initial_get_part (initial, 1, SCOPE_MATRIX_W);
      const ScopeInitialPart *recurrent = scope_initial_get_part (initial, 1, SCOPE_MATRIX_U);
      const ScopeInitialPart *bias = scope_initial_get_part (initial, 1, SCOPE_MATRIX_B);
      g_autofree double *singular = NULL;
      double expected;
      guint n_values;

      g_test_message ("%s", files[i].file);
      g_assert_cmpstr (w->initialiser.name, ==, "glorot_uniform");
      scope_assert_close (w->initialiser.b, sqrt (6.0 / (n + (files[i].joined ? 4 : 1) * u)),
                          1e-15);
      g_assert_cmpint (recurrent->initialiser.kind, ==, SCOPE_INITIALISER_ORTHOGONAL);
      scope_assert_close (recurrent->initialiser.a, files[i].gain, 0);
      g_assert_cmpuint (recurrent->initialiser.n, ==, (files[i].joined ? 4 : 1) * u);
      g_assert_cmpint (bias->initialiser.kind, ==, SCOPE_INITIALISER_CONSTANT);
      scope_assert_close (bias->initialiser.a, 1, 0);

      singular = scope_initial_dup_singular_values (initial, &n_values, &expected, NULL, NULL);
      g_assert_cmpuint (n_values, ==, (files[i].joined ? 1 : 4) * u);
      scope_assert_close (expected, files[i].gain, 0);
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/initial/scipy", test_scipy);
  g_test_add_func ("/insight/initial/untrained", test_untrained);
  g_test_add_func ("/insight/initial/biases", test_biases);
  g_test_add_func ("/insight/initial/count", test_count);
  g_test_add_func ("/insight/initial/names", test_names);
  g_test_add_func ("/insight/initial/odd-numbers", test_odd_numbers);
  g_test_add_func ("/insight/initial/versions", test_versions);
  return g_test_run ();
}
