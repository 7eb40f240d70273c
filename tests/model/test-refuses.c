/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that contradict themselves, files that are no models, and layers that can never be run. */
#include "scope-model.h"
#include "scope-image-writer.h"
#include "scope-reader.h"
#include "scope-test.h"

#include "model-image.h"

#include <string.h>

#define FIRST "\"batch_input_shape\": [null, 6, 4]"
#define SEQUENTIAL(layers)                                                                         \
  "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": [" layers "]}}"
#define LSTM                                                                                       \
  "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm_1\", \"units\": 32, " FIRST "}}"
#define DENSE "{\"class_name\": \"Dense\", \"config\": {\"name\": \"dense_1\", \"units\": 2}}"

typedef struct
{
  const char *config;
  const char *layers[24];
  ScopeError code;
  const char *words[4];
} Case;

static const Case cases[] = {
  /* The shape in the words of everybody's first such error. */
  { SEQUENTIAL (LSTM),
    { "lstm_1", "k", "3x128", "r", "32x128", "b", "128", NULL, NULL },
    SCOPE_ERROR_CONTRADICTION,
    { "test.h5, layer “lstm_1”, array kernel", "3 × 128", "4 × 128", "same model" } },
  { SEQUENTIAL (LSTM),
    { "lstm_1", "k", "4x128", "r", "32x96", "b", "128", NULL, NULL },
    SCOPE_ERROR_CONTRADICTION,
    { "array recurrent_kernel", "32 × 96", "32 × 128", "lstm_1" } },
  { SEQUENTIAL (LSTM),
    { "lstm_1", "k", "4x128", "r", "32x128", "b", "64", NULL, NULL },
    SCOPE_ERROR_CONTRADICTION,
    { "array bias", "64", "128", "lstm_1" } },
  { SEQUENTIAL (LSTM),
    { "lstm_1", "k", "4x128", "r", "32x128", NULL, NULL },
    SCOPE_ERROR_CONTRADICTION,
    { "2 arrays", "3 (kernel, recurrent_kernel, bias)", "lstm_1", "test.h5" } },
  { SEQUENTIAL (LSTM ", " DENSE),
    { "lstm_1", "k", "4x128", "r", "32x128", "b", "128", NULL, "dense_1", "k", "31x2", "b", "2",
      NULL, NULL },
    SCOPE_ERROR_CONTRADICTION,
    { "dense_1", "31 × 2", "32 × 2", "kernel" } },
  { SEQUENTIAL ("{\"class_name\": \"LSTM\", \"config\": {\"name\": \"l\", " FIRST "}}"),
    { "l", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "“l”", "no “units”", "a whole number", "test.h5" } },
  { SEQUENTIAL ("{\"class_name\": \"LSTM\", \"config\": {\"name\": \"l\", \"units\": -4}}"),
    { "l", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "“l”", "-4", "a whole number", "test.h5" } },
  { SEQUENTIAL ("{\"config\": {\"units\": 4}}"),
    { "l", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "layer number 1", "no class", "class_name", "test.h5" } },
  { SEQUENTIAL ("{\"class_name\": \"Bidirectional\", \"config\": {\"name\": \"b\"}}"),
    { "b", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "“b”", "no “layer”", "wraps", "test.h5" } },
  { "{\"class_name\": \"MyNetwork\", \"config\": {\"hidden\": 3}}",
    { "b", NULL, NULL },
    SCOPE_ERROR_UNSUPPORTED,
    { "MyNetwork", "Sequential", "Functional", "test.h5" } },
  { "{\"class_name\": \"Functional\", \"config\": [1, 2]}",
    { "b", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "without a list of layers", "“layers”", "test.h5", "" } },
  { "{\"class_name\": \"Sequential\", \"config\": []}",
    { "b", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "without layers", "at least one", "test.h5", "" } },
  { "{\"class_name\": \"Sequential\"",
    { "b", NULL, NULL },
    SCOPE_ERROR_DAMAGED,
    { "model_config", "not JSON", "test.h5", "" } },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (ScopeImage) image = model_image_legacy ("2.4.0", test->config, test->layers);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeModel) model = scope_model_new (image, &error);

  g_assert_null (model);
  scope_assert_error (error, test->code, test->words[0], test->words[1], test->words[2],
                      test->words[3]);
}

static const char *
obstacle_of (const char *version, const char *layer, ScopeModel **model)
{
  g_autofree char *config = g_strdup_printf (SEQUENTIAL ("%s"), layer);
  const char *const weights[] = { "nothing", NULL, NULL };
  g_autoptr (ScopeImage) image = model_image_legacy (version, config, weights);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (model, scope_model_unref);
  *model = scope_model_new (image, &error);
  g_assert_no_error (error);
  return scope_layer_get_obstacle (scope_model_find_layer (*model, "x"));
}

/* A layer that can never be run is a layer of the model all the same. */
static void
test_obstacles (void)
{
  static const struct
  {
    const char *layer;
    const char *words; /* NULL: none */
  } layers[] = {
    { "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"x\"}}", NULL },
    { "{\"class_name\": \"Lambda\", \"config\": {\"name\": \"x\", \"function\": [\"4wEAAAA=\", "
      "null, null]}}",
      "program code" },
    { "{\"class_name\": \"TFOpLambda\", \"config\": {\"name\": \"x\", \"function\": "
      "\"math.multiply\"}}",
      "program code" },
    { "{\"class_name\": \"AttentionWeightedAverage\", \"config\": {\"name\": \"x\"}}", "author" },
    { "{\"class_name\": \"my_package>Dense\", \"config\": {\"name\": \"x\", \"units\": 3}}",
      "my_package>Dense" },
    { "{\"module\": \"__main__\", \"class_name\": \"Gate\", \"registered_name\": \"Gate\", "
      "\"config\": {\"name\": \"x\"}}",
      "__main__.Gate" },
    { "{\"module\": \"keras.layers\", \"class_name\": \"Dropout\", \"registered_name\": null, "
      "\"config\": {\"name\": \"x\"}}",
      NULL },
    { "{\"class_name\": \"Dense\", \"config\": {\"name\": \"x\", \"units\": 3}}",
      "not in the file" },
    { "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"x\", \"dtype\": {\"module\": "
      "\"keras\", \"class_name\": \"QuantizedDTypePolicy\", \"config\": {\"name\": "
      "\"int8_from_float32\"}}}}",
      "int8_from_float32" },
    { "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"x\", \"dtype\": {\"class_name\": "
      "\"Policy\", \"config\": {\"name\": \"mixed_float16\"}}}}",
      NULL },
  };
  ScopeModel *model = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      const char *obstacle = obstacle_of ("3.4.0", layers[i].layer, &model);

      if (layers[i].words == NULL)
        g_assert_cmpstr (obstacle, ==, NULL);
      else
        {
          g_assert_nonnull (obstacle);
          g_assert_nonnull (strstr (obstacle, layers[i].words));
        }
    }
  /* The last one is no obstacle, but worth a word. */
  g_assert_nonnull (strstr (scope_model_get_remarks (model)[0], "mixed_float16"));
  scope_model_unref (model);
}

/* A list that names what is not there. */
static void
test_no_group (void)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;

  model_image_set_root_string (builder, "layer_names", "lstm_1");
  image = model_image_finish (builder, FALSE);
  model = scope_model_new (image, &error);
  g_assert_null (model);
  scope_assert_error (error, SCOPE_ERROR_DAMAGED, "test.h5", "lstm_1", "no group", "layer_names");
}

static void
check_foreign (const char *attribute, const char *const *words)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;

  if (attribute != NULL)
    model_image_set_root_string (builder, attribute, "2.1");
  model_image_add_array (builder, "/table/values", "3x4");
  image = model_image_finish (builder, FALSE);
  model = scope_model_new (image, &error);
  g_assert_null (model);
  scope_assert_error (error, SCOPE_ERROR_NOT_A_MODEL, "test.h5", "model_config", words[0],
                      words[1]);
}

static void
test_foreign (void)
{
  check_foreign ("PYTABLES_FORMAT_VERSION", (const char *const[]){ "pandas", "CSV" });
  check_foreign ("_NCProperties", (const char *const[]){ "netCDF", "data" });
  check_foreign (NULL, (const char *const[]){ "1 group and 1 array (table)", "model.save()" });
}

/* Groups called "layers" alone make no model. */
static void
test_empty_v3 (void)
{
  ModelImage *builder = model_image_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) error = NULL;

  model_image_add_group (builder, "/layers/dense/vars");
  image = model_image_finish (builder, FALSE);
  model = scope_model_new (image, &error);
  g_assert_null (model);
  scope_assert_error (error, SCOPE_ERROR_NOT_A_MODEL, "test.h5");
}

/* Every damaged file of the fixtures gives an answer of one kind or the other, and every error names its file. */
static void
test_fixtures (void)
{
  g_autofree char *folder = scope_test_fixture_path ("bad");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeImage) image = NULL;
      g_autoptr (ScopeModel) model = NULL;

      if (g_str_has_suffix (name, ".json"))
        continue;
      g_test_message ("%s", name);
      image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
      if (image != NULL)
        model = scope_model_new (image, &error);
      g_assert_true ((model == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_nonnull (strstr (error->message, name));
      n++;
    }
  g_assert_cmpuint (n, >, 30);
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/refuses/%02u", i);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/refuses/obstacles", test_obstacles);
  g_test_add_func ("/refuses/no-group", test_no_group);
  g_test_add_func ("/refuses/foreign", test_foreign);
  g_test_add_func ("/refuses/empty-v3", test_empty_v3);
  g_test_add_func ("/refuses/fixtures", test_fixtures);

  return g_test_run ();
}
