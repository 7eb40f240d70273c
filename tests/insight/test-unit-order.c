/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four units whose numbers are known: which comes first is read off them. */
#include "scope-test.h"
#include "scope-unit-order.h"
#include "small-model.h"

#include <math.h>

/* LSTM(4) of one feature; U and all biases but f's are 0, so that the norm is |W|. */
static ScopeUnitStats *
make_stats (const float *w, const float *forget, const float *head)
{
  float kernel[16] = { 0 }, bias[16] = { 0 };
  const float recurrent[64] = { 0 }, zero[1] = { 0 };
  const SmallLayer layers[] = {
    { "lstm",
      "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", \"batch_input_shape\": [null, "
      "3, 1], \"units\": 4, \"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"}}",
      { { "kernel:0", 2, { 1, 16 }, kernel },
        { "recurrent_kernel:0", 2, { 4, 16 }, recurrent },
        { "bias:0", 1, { 16 }, bias } } },
    { head != NULL ? "dense" : NULL,
      "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 1, \"activation\": "
      "\"linear\"}}",
      { { "kernel:0", 2, { 4, 1 }, head }, { "bias:0", 1, { 1 }, zero } } },
    { NULL },
  };
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;
  ScopeUnitStats *stats;

  for (guint i = 0; i < 4; i++)
    {
      kernel[i] = w[i];
      bias[4 + i] = forget[i];
    }
  model = small_model_new (layers);
  stats = scope_unit_stats_new (model, "lstm", &error);
  g_assert_no_error (error);
  return stats;
}

static void
check (ScopeUnitOrder order, ScopeUnitStats *stats, ScopeLinkage *clusters, guint a, guint b,
       guint c, guint d)
{
  g_autofree guint *units = scope_unit_order_dup (order, stats, clusters);
  const guint expected[] = { a, b, c, d };

  g_assert_true (scope_unit_order_exists (order, stats));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (units[i], ==, expected[i]);
}

static void
test_orders (void)
{
  const float w[] = { 1, -4, 2, 3 }, forget[] = { 1, 2, NAN, 1 }, head[] = { 0, 5, -6, 0.5f };
  g_autoptr (ScopeUnitStats) stats = make_stats (w, forget, head);

  check (SCOPE_UNIT_ORDER_BY_INDEX, stats, NULL, 0, 1, 2, 3);
  check (SCOPE_UNIT_ORDER_BY_NORM, stats, NULL, 1, 3, 2, 0);
  /* Equal ones as the file has them, what is no number last. */
  check (SCOPE_UNIT_ORDER_BY_FORGET_BIAS, stats, NULL, 1, 0, 3, 2);
  check (SCOPE_UNIT_ORDER_BY_MEMORY, stats, NULL, 1, 0, 3, 2);
  check (SCOPE_UNIT_ORDER_BY_HEAD, stats, NULL, 2, 1, 3, 0);
}

static void
test_clusters (void)
{
  const float w[] = { 1, 4, 1.25f, 4.5f }, forget[] = { 0, 0, 0, 0 };
  g_autoptr (ScopeUnitStats) stats = make_stats (w, forget, NULL);
  g_autoptr (ScopeLinkage) clusters = scope_linkage_new_weights (
      scope_unit_stats_get_gates (stats), SCOPE_LINKAGE_COLUMNS, 1 << SCOPE_MATRIX_W, -1, FALSE,
      SCOPE_LEAF_ORDER_PLAIN, NULL, NULL);

  /* (0, 2) at 0.25, (1, 3) at 0.5. */
  check (SCOPE_UNIT_ORDER_BY_CLUSTER, stats, clusters, 0, 2, 1, 3);
  check (SCOPE_UNIT_ORDER_BY_CLUSTER, stats, NULL, 0, 1, 2, 3);
  g_assert_false (scope_unit_order_exists (SCOPE_UNIT_ORDER_BY_HEAD, stats));
}

static void
test_words (void)
{
  ScopeUnitOrder order;

  for (guint i = 0; i < SCOPE_N_UNIT_ORDERS; i++)
    {
      g_assert_true (scope_unit_order_parse (scope_unit_order_get_name (i), &order));
      g_assert_cmpuint (order, ==, i);
      g_assert_nonnull (scope_unit_order_get_title (i));
      g_assert_nonnull (scope_unit_order_get_explanation (i));
    }
  g_assert_false (scope_unit_order_parse ("Norm", &order));
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/insight/unit-order/orders", test_orders);
  g_test_add_func ("/insight/unit-order/clusters", test_clusters);
  g_test_add_func ("/insight/unit-order/words", test_words);
  return g_test_run ();
}
