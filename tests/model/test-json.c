/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guard before json-glib. Expected values are what Python's json module writes and reads (RFC 8259 and its NaN). */
#include "scope-json.h"
#include "scope-test.h"

#include <math.h>
#include <string.h>

static JsonNode *
parse (const char *text, GError **error)
{
  return scope_json_parse (text, -1, "file.h5, model_config", error);
}

static void
test_numbers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse (
      "{\"a\": NaN, \"b\": [Infinity, -Infinity, -1.5e3, 7], \"c\": \"NaN\", \"d\": \"x NaN\","
      " \"e\": 32.0, \"f\": 0.5, \"g\": null, \"h\": true}",
      &error);
  JsonObject *object;
  JsonArray *array;
  double value;
  gint64 whole;

  g_assert_no_error (error);
  object = scope_json_as_object (root);
  g_assert_nonnull (object);
  g_assert_true (scope_json_as_double (scope_json_get_member (object, "a"), &value));
  g_assert_true (isnan (value));

  array = scope_json_get_array (object, "b");
  g_assert_cmpuint (json_array_get_length (array), ==, 4);
  g_assert_true (scope_json_as_double (json_array_get_element (array, 0), &value));
  g_assert_true (isinf (value) && value > 0);
  g_assert_true (scope_json_as_double (json_array_get_element (array, 1), &value));
  g_assert_true (isinf (value) && value < 0);
  g_assert_true (scope_json_as_double (json_array_get_element (array, 2), &value));
  g_assert_cmpfloat (value, ==, -1500.0);
  g_assert_true (scope_json_as_int (json_array_get_element (array, 3), &whole));
  g_assert_cmpint (whole, ==, 7);

  /* A string that only holds the word stays as it is. */
  g_assert_cmpstr (scope_json_get_string (object, "d"), ==, "x NaN");
  g_assert_true (scope_json_as_int (scope_json_get_member (object, "e"), &whole));
  g_assert_cmpint (whole, ==, 32);
  g_assert_false (scope_json_as_int (scope_json_get_member (object, "f"), &whole));
  g_assert_false (scope_json_as_double (scope_json_get_member (object, "g"), &value));
  g_assert_false (scope_json_as_double (scope_json_get_member (object, "h"), &value));
  g_assert_false (scope_json_as_double (scope_json_get_member (object, "missing"), &value));
  g_assert_true (scope_json_get_boolean (object, "h", FALSE));
}

static void
test_escapes (void)
{
  g_autoptr (GError) error = NULL;
  /* 14.5 ℃ by escape, a surrogate pair (U+1F327), half a pair at each end, a NUL. */
  g_autoptr (JsonNode) root =
      parse ("[\"14.5 \\u2103\", \"\\ud83c\\udf27\", \"a\\ud83c\", \"\\udf27b\","
             " \"a\\u0000b\", \"\\ud83c\\u0041\", \"\\\\u12\", \"[[{\\\"\"]",
             &error);
  static const char *const expected[] = { "14.5 ℃",   "🌧",    "a\uFFFD", "\uFFFDb",
                                          "a\uFFFDb", "\uFFFDA", "\\u12",   "[[{\"" };
  JsonArray *array;

  g_assert_no_error (error);
  array = scope_json_as_array (root);
  g_assert_cmpuint (json_array_get_length (array), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (scope_json_as_string (json_array_get_element (array, i)), ==, expected[i]);
}

static void
test_tagged (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root =
      parse ("{\"a\": {\"class_name\": \"__tuple__\", \"items\": [1, 2]},"
             " \"b\": {\"class_name\": \"TensorShape\", \"items\": [null, 3]},"
             " \"c\": {\"class_name\": \"__tuple__\", \"config\": {\"value\": [4]}}, \"d\": "
             "{\"class_name\": \"X\"}}",
             &error);
  JsonObject *object = scope_json_as_object (root);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (scope_json_get_array (object, "a")), ==, 2);
  g_assert_cmpuint (json_array_get_length (scope_json_get_array (object, "b")), ==, 2);
  g_assert_cmpuint (json_array_get_length (scope_json_get_array (object, "c")), ==, 1);
  g_assert_null (scope_json_get_array (object, "d"));
}

static char *
nest (guint depth, const char *open, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "1");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const guint depths[] = { SCOPE_JSON_MAX_DEPTH, SCOPE_JSON_MAX_DEPTH + 1, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    for (guint kind = 0; kind < 2; kind++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *text =
            nest (depths[i], kind == 0 ? "[" : "{\"a\":", kind == 0 ? "]" : "}");
        g_autoptr (JsonNode) root = parse (text, &error);

        if (i == 0)
          {
            g_assert_no_error (error);
            g_assert_nonnull (root);
            continue;
          }
        g_assert_null (root);
        scope_assert_error (error, SCOPE_ERROR_DAMAGED, "file.h5, model_config", "nested",
                            "200 levels", kind == 0 ? "byte 200" : "byte 1000");
      }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "", "not JSON" },          { "   ", "not JSON" },       { "{\"a\": }", "not JSON" },
    { "[1, 2", "not JSON" },     { "{\"a\": \"b", "byte 6" }, { "[\"\\u12x4\"]", "byte 2" },
    { "[\"\\ud83c\\u", "byte" }, { "[nan]", "not JSON" },     { "[\"\xff\"]", "byte 2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (cases[i].text, &error);

      g_test_message ("case %u", i);
      g_assert_null (root);
      scope_assert_error (error, SCOPE_ERROR_DAMAGED, "file.h5, model_config", cases[i].words);
    }
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *many = g_malloc (2 * SCOPE_JSON_MAX_VALUES + 4);
  g_autoptr (JsonNode) root = NULL;

  many[0] = '[';
  for (gsize i = 0; i <= SCOPE_JSON_MAX_VALUES; i++)
    memcpy (many + 1 + 2 * i, "0,", 2);
  many[2 * SCOPE_JSON_MAX_VALUES + 2] = ']';
  many[2 * SCOPE_JSON_MAX_VALUES + 3] = '\0';
  root = parse (many, &error);
  g_assert_null (root);
  scope_assert_error (error, SCOPE_ERROR_DAMAGED, "more values", "2000000 values");
  g_clear_error (&error);

  /* The length alone says it: the bytes are not looked at. */
  root = scope_json_parse (many, (gssize) SCOPE_JSON_MAX_LENGTH + 1, "file.h5", &error);
  g_assert_null (root);
  scope_assert_error (error, SCOPE_ERROR_DAMAGED, "file.h5", "67108865 bytes", "67108864");
}

/* Damaged texts must give an answer or an error, never end the program. */
static void
test_mutations (void)
{
  static const char seed[] = "{\"class_name\": \"Sequential\", \"config\": {\"name\": "
                             "\"s\\ud83c\\udf27\", \"x\": [NaN, -1.5e-3, "
                             "true, null, \"\\\"\"], \"layers\": [{\"class_name\": \"LSTM\", "
                             "\"config\": {\"units\": 4}}]}}";
  static const char bytes[] = "\"\\{}[],:u0dDnN-+eE.\x80\xf0 ";
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++)
    {
      char text[sizeof seed];
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = NULL;

      memcpy (text, seed, sizeof seed);
      for (int j = g_rand_int_range (rand, 1, 5); j > 0; j--)
        text[g_rand_int_range (rand, 0, sizeof seed - 1)] =
            bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];
      root = parse (text, &error);
      g_assert_true ((root == NULL) == (error != NULL));
    }
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/escapes", test_escapes);
  g_test_add_func ("/json/tagged", test_tagged);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/refuses", test_refuses);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/mutations", test_mutations);

  return g_test_run ();
}
