/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gatescope-reader answers, in the program itself: a reader that a file has taken over could answer anything. */
#include "fuzz.h"

#include "fuzz-use.h"
#include "scope-image-writer.h"
#include "scope-netcdf.h"

static const char config[] =
    "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": [{\"class_name\": "
    "\"LSTM\", \"config\": {\"name\": \"lstm\", \"units\": 4, \"batch_input_shape\": [null, 5, "
    "3]}}, {\"class_name\": \"Dense\", \"config\": {\"name\": \"dense\", \"units\": 2}}]}}";

/* A table whose times are given in double precision too. */
static GBytes *
dup_table (void)
{
  static const double exact[] = { 1717200600, 1717204200, 1717207800 };
  static const float values[] = { 1, 2, 3 };
  const gsize dims[] = { 3 };
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "CLASS", "s", "DIMENSION_SCALE");
  g_variant_dict_insert (&dict, "units", "s", "seconds since 1970-01-01");
  g_assert (scope_image_writer_add_values (writer, "/air", 1, dims, values, NULL));
  g_assert (scope_image_writer_add_dataset (writer, "/time", "int64", "contiguous", 1, dims, TRUE,
                                            g_variant_dict_end (&dict)));
  scope_image_writer_set_exact (writer, "/time", exact, 3);
  g_assert (scope_image_writer_lay_out (writer, -1, NULL));
  return scope_image_writer_finish (writer);
}

GPtrArray *
fuzz_dup_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new ();

  g_ptr_array_add (seeds, fuzz_dup_image (FALSE, NULL));
  g_ptr_array_add (seeds, fuzz_dup_image (TRUE, NULL));
  g_ptr_array_add (seeds, fuzz_dup_image (TRUE, config));
  g_ptr_array_add (seeds, dup_table ());
  return seeds;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t n_bytes)
{
  g_autoptr (GBytes) block = fuzz_copy (data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = scope_image_new (block, "fuzz", &error);
  g_autoptr (ScopeModel) model = NULL;
  g_autoptr (GError) table_error = NULL;
  g_autoptr (ScopeSeries) series = NULL;

  g_assert ((image != NULL) != (error != NULL));
  if (image == NULL)
    return 0;

  series = scope_netcdf_read_image (image, NULL, &table_error);
  g_assert ((series != NULL) != (table_error != NULL));

  model = scope_model_new (image, &error);
  g_assert ((model != NULL) != (error != NULL));
  if (model != NULL)
    fuzz_use_model (model);
  return 0;
}
