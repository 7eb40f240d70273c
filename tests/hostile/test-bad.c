/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged, crafted and mistaken files, tests/fixtures/bad: each ends in the message that it must give, which says where and what was
 * found. WHAT.json, beside them, says what is wrong with each; every one of its files has a row here. */
#include "scope-json.h"
#include "scope-model.h"
#include "scope-network.h"
#include "scope-reader.h"
#include "scope-test.h"

#include <string.h>

/* OPENS: no fault of the file as a whole; the words are those of the first layer that cannot be run, or NULL. */
#define OPENS (-1)

static const struct
{
  const char *name;
  int code;
  const char *place;
  const char *found;
} files[] = {
  { "text.h5", SCOPE_ERROR_NOT_A_MODEL, "text.h5", "found text" },
  { "empty.h5", SCOPE_ERROR_NOT_A_MODEL, "empty.h5", "an empty file (0 bytes)" },
  { "eight-bytes.h5", SCOPE_ERROR_DAMAGED, "eight-bytes.h5", "an HDF5 file of 8 bytes" },
  { "git-lfs-pointer.h5", SCOPE_ERROR_NOT_A_MODEL, "git-lfs-pointer.h5", "a pointer of Git LFS" },
  { "pytorch.h5", SCOPE_ERROR_NOT_A_MODEL, "pytorch.h5", "a PyTorch file" },
  { "other-zip.keras", SCOPE_ERROR_NOT_A_MODEL, "other-zip.keras",
    "a zip archive without config.json (it holds readme.txt)" },
  { "html.h5", SCOPE_ERROR_NOT_A_MODEL, "html.h5", "found text" },
  { "no-model.h5", SCOPE_ERROR_NOT_A_MODEL, "no-model.h5", "a table of PyTables or pandas" },
  { "no-groups.h5", SCOPE_ERROR_NOT_A_MODEL, "no-groups.h5", "an HDF5 file with nothing in it" },
  { "truncated.h5", SCOPE_ERROR_DAMAGED, "truncated.h5", "8774 bytes; expected 14624 bytes" },
  { "truncated.keras", SCOPE_ERROR_DAMAGED, "truncated.keras, model.weights.h5",
    "a member that cannot be unpacked" },
  { "truncated-weights.keras", SCOPE_ERROR_DAMAGED, "truncated-weights.keras, model.weights.h5",
    "5000 bytes; expected 9212 bytes" },
  { "spoilt.h5", SCOPE_ERROR_DAMAGED, "spoilt.h5, /", "cannot be read" },
  { "shape-contradicts.h5", SCOPE_ERROR_CONTRADICTION, "layer “lstm_1”, array kernel",
    "found 3 × 16; expected 3 × 32" },
  { "features-contradict.h5", SCOPE_ERROR_CONTRADICTION, "layer “lstm_1”, array kernel",
    "found 3 × 16; expected 5 × 16" },
  { "shape-contradicts.keras", SCOPE_ERROR_CONTRADICTION, "layer “lstm_1”, array kernel",
    "found 3 × 16; expected 3 × 32" },
  { "weight-missing.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”", "no array “lstm_1/bias:0”" },
  { "layer-missing.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”", "no group of that name" },
  { "layer-missing.keras", OPENS, NULL, "its weights are not in the file" },
  { "two-of-three.h5", SCOPE_ERROR_CONTRADICTION, "layer “lstm_1”",
    "found 2 arrays; expected 3 (kernel, recurrent_kernel, bias)" },
  { "kernel-one-dimension.h5", SCOPE_ERROR_CONTRADICTION, "layer “lstm_1”, array kernel",
    "found 48; expected 3 × 16" },
  { "weights-of-text.h5", OPENS, NULL, "bias:0 holds no numbers (type string)" },
  { "config-a-number.h5", SCOPE_ERROR_DAMAGED, "attribute model_config", "something else" },
  { "config-not-json.h5", SCOPE_ERROR_DAMAGED, "attribute model_config, byte 29",
    "a string without an end" },
  { "config-wrong-kind.h5", SCOPE_ERROR_DAMAGED, "layer number 1", "no class" },
  { "config-layers-an-object.h5", SCOPE_ERROR_DAMAGED, "layer “s”",
    "a model without a list of layers" },
  { "config-units-negative.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”", "“units” -4" },
  { "config-units-huge.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”", "“units” 1000000000000000000" },
  { "layer-names-numbers.h5", SCOPE_ERROR_DAMAGED, "layer-names-numbers.h5",
    "something else in the attribute layer_names" },
  { "weight-a-group.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”",
    "a group in place of array “lstm_1/bias:0”" },
  { "nested-attribute.h5", SCOPE_ERROR_DAMAGED, "attribute model_config",
    "brackets nested deeper" },
  { "nested-zip.keras", SCOPE_ERROR_DAMAGED, "config.json", "brackets nested deeper" },
  { "nested-objects.keras", SCOPE_ERROR_DAMAGED, "config.json", "brackets nested deeper" },
  { "bomb.keras", SCOPE_ERROR_DAMAGED, "bomb.keras, model.weights.h5", "cannot be opened" },
  { "bomb-config.keras", SCOPE_ERROR_DAMAGED, "config.json", "not JSON (nothing in it)" },
  { "shape-bomb.h5", SCOPE_ERROR_UNSUPPORTED, "/model_weights/lstm_1/lstm_1/kernel:0",
    "TB but stores 0 bytes" },
  { "chunk-bomb.h5", SCOPE_ERROR_CONTRADICTION, "layer “lstm_1”, array kernel",
    "found 2048 × 2048; expected 3 × 16" },
  { "soft-link.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”",
    "a link in place of array “lstm_1/kernel:0”" },
  { "external-link.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”",
    "a link in place of array “lstm_1/kernel:0”" },
  { "external-storage.h5", SCOPE_ERROR_UNSUPPORTED, "/model_weights/lstm_1/lstm_1/kernel:0",
    "numbers that lie in another file" },
  { "virtual-dataset.h5", SCOPE_ERROR_UNSUPPORTED, "/model_weights/lstm_1/lstm_1/kernel:0",
    "a virtual dataset" },
  { "group-loop.h5", OPENS, NULL, NULL },
  { "name-climbs.h5", SCOPE_ERROR_DAMAGED, "layer “lstm_1”", "no array “../../../etc/passwd”" },
};

static void
test_file (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autofree char *relative = g_build_filename ("bad", files[row].name, NULL);
  g_autofree char *path = scope_test_fixture_path (relative);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GPtrArray) obstacles = NULL;

  image = scope_reader_open (path, SCOPE_READER_WHOLE, NULL, NULL, &error);
  if (image != NULL)
    model = scope_model_new (image, &error);
  if (files[row].code != OPENS)
    {
      g_assert_null (model);
      g_test_message ("%s", error->message);
      scope_assert_error (error, files[row].code, files[row].name, files[row].place,
                          files[row].found);
      return;
    }

  g_assert_no_error (error);
  obstacles = scope_network_list_obstacles (model);
  if (files[row].found == NULL)
    g_assert_cmpuint (obstacles->len, ==, 0);
  else
    {
      const ScopeObstacle *obstacle = g_ptr_array_index (obstacles, 0);

      g_test_message ("%s: %s", obstacle->layer, obstacle->why);
      g_assert_nonnull (strstr (obstacle->why, files[row].found));
    }
}

/* Every file of WHAT.json has a row, and the other way round. */
static void
test_complete (void)
{
  g_autofree char *path = scope_test_fixture_path ("bad/WHAT.json");
  g_autoptr (GBytes) text = scope_test_load (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = scope_json_parse (
      g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text), "WHAT.json", &error);
  JsonObject *what = scope_json_as_object (root);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s", files[i].name);
      g_assert_true (json_object_has_member (what, files[i].name));
    }
  g_assert_cmpuint (json_object_get_size (what), ==, G_N_ELEMENTS (files));
}

/* Cut off after each tenth, of every container. */
static void
test_truncated (gconstpointer data)
{
  g_autofree char *path = scope_test_fixture_path (data);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = scope_test_make_folder ();
  g_autoptr (GBytes) bytes = scope_test_load (path);

  for (guint tenths = 0; tenths < 10; tenths++)
    {
      g_autofree char *copy = scope_test_write (folder, name, g_bytes_get_data (bytes, NULL),
                                                g_bytes_get_size (bytes) * tenths / 10);
      g_autoptr (GError) error = NULL;

      g_assert_null (scope_reader_open (copy, SCOPE_READER_WHOLE, NULL, NULL, &error));
      g_test_message ("%u %%: %s", 10 * tenths, error->message);
      scope_assert_error (error, tenths == 0 ? SCOPE_ERROR_NOT_A_MODEL : SCOPE_ERROR_DAMAGED, name,
                          "Copy or download it again.");
    }
  scope_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  static const char *const whole[] = {
    "keras1/gates-keras1.h5",           "keras2/gates-keras2.h5", "keras3/gates-keras3.keras",
    "keras3/stacked-keras3.weights.h5", "storage/packed.keras",   "storage/chunks-gzip.h5",
    "storage/newest-groups.h5",
  };

  scope_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat ("/bad/", files[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_file);
    }
  g_test_add_func ("/bad/complete", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autofree char *name = g_strconcat ("/bad/truncated/", whole[i], NULL);

      g_test_add_data_func (name, whole[i], test_truncated);
    }
  return g_test_run ();
}
