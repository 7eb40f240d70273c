/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-feed.h"
#include "scope-image-writer.h"
#include "scope-netcdf.h"
#include "scope-test.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Two places along lat, four hours, as netCDF-4 lays it out in HDF5; the reader's answer to a real
 * file is tested with the pairs of a corpus. */

static GVariant *
make_scale (const char *name, gint64 number, const char *units, const char *calendar)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "CLASS", "s", "DIMENSION_SCALE");
  g_variant_dict_insert (&dict, "NAME", "s", name);
  g_variant_dict_insert (&dict, "_Netcdf4Dimid", "x", number);
  if (units != NULL)
    g_variant_dict_insert (&dict, "units", "s", units);
  if (calendar != NULL)
    g_variant_dict_insert (&dict, "calendar", "s", calendar);
  return g_variant_dict_end (&dict);
}

static GVariant *
make_variable (void)
{
  static const double dimensions[] = { 0, 1 };
  static const double fill[] = { 9999 };
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "units", "s", "K");
  g_variant_dict_insert (&dict, "scale_factor", "d", 0.5);
  g_variant_dict_insert (&dict, "add_offset", "d", 273.25);
  g_variant_dict_insert_value (
      &dict, "_FillValue",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, fill, 1, sizeof (double)));
  g_variant_dict_insert_value (
      &dict, "_Netcdf4Coordinates",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, dimensions, 2, sizeof (double)));
  return g_variant_dict_end (&dict);
}

static ScopeImage *
make_image (const char *units, const char *calendar, const char *time_type, const float *times)
{
  static const float values[] = { 0, 1, 2, 3, 4, 9999, 6, 7 };
  static const float places[] = { 50, 51 };
  const gsize time_dims[] = { 4 };
  const gsize place_dims[] = { 2 };
  const gsize dims[] = { 4, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  ScopeImage *image;

  scope_image_writer_add_values (writer, "/air", 2, dims, values, make_variable ());
  scope_image_writer_add_values (writer, "/lat", 1, place_dims, places,
                                 make_scale ("lat", 1, "degrees_north", NULL));
  if (units != NULL)
    scope_image_writer_add_dataset (writer, "/time", time_type, "contiguous", 1, time_dims, TRUE,
                                    make_scale ("time", 0, units, calendar));
  scope_image_writer_lay_out (writer, -1, &error);
  g_assert_no_error (error);
  if (units != NULL)
    memcpy (scope_image_writer_get_array (writer, "/time"), times, 4 * sizeof *times);
  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, "air.nc", &error);
  g_assert_no_error (error);
  return image;
}

static const float hours[] = { 0, 1, 2, 4 };

/* What was never written is no value though no attribute says so: netCDF-C's NC_FILL_FLOAT and NC_FILL_SHORT (netcdf.h). */
static void
test_default_fill (void)
{
  static const float air[] = { 1, 9.9692099683868690e+36f, 3, -32767 };
  static const float snow[] = { -32767, 2, 3, 4 };
  const gsize dims[] = { 4 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (ScopeSeries) series = NULL;
  GVariantDict none;

  g_variant_dict_init (&none, NULL);
  scope_image_writer_add_values (writer, "/air", 1, dims, air, g_variant_dict_end (&none));
  g_variant_dict_init (&none, NULL);
  scope_image_writer_add_dataset (writer, "/snow", "int16", "contiguous", 1, dims, TRUE,
                                  g_variant_dict_end (&none));
  scope_image_writer_add_dataset (writer, "/time", "int32", "contiguous", 1, dims, TRUE,
                                  make_scale ("time", 0, "hours since 2000-01-01", NULL));
  scope_image_writer_lay_out (writer, -1, &error);
  g_assert_no_error (error);
  memcpy (scope_image_writer_get_array (writer, "/time"), hours, sizeof hours);
  memcpy (scope_image_writer_get_array (writer, "/snow"), snow, sizeof snow);
  block = scope_image_writer_finish (writer);
  image = scope_image_new (block, "air.nc", &error);
  g_assert_no_error (error);

  series = scope_netcdf_read_image (image, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_series_get_n_missing (series, 1), ==, 1);
  g_assert_true (isnan (scope_series_get_values (series, 1)[1]));
  g_assert_cmpfloat (scope_series_get_values (series, 1)[3], ==, -32767);
  g_assert_cmpuint (scope_series_get_n_missing (series, 2), ==, 1);
  g_assert_true (isnan (scope_series_get_values (series, 2)[0]));
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image =
      make_image ("hours since 2000-02-28 23:00:00", "standard", "int64", hours);
  g_autoptr (ScopeReading) reading = scope_reading_new ();
  g_autoptr (ScopeSeries) first = NULL;
  g_autoptr (ScopeSeries) second = NULL;
  const double *values;

  first = scope_netcdf_read_image (image, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scope_series_get_n_rows (first), ==, 4);
  g_assert_cmpuint (scope_series_get_n_columns (first), ==, 2);
  g_assert_cmpstr (scope_series_get_column_name (first, 0), ==, "time");
  g_assert_cmpstr (scope_series_get_column_name (first, 1), ==, "air");
  g_assert_cmpstr (scope_series_get_column_unit (first, 1), ==, "K");
  values = scope_series_get_values (first, 0);
  g_assert_cmpfloat (values[0], ==, scope_time_make (2000, 2, 28, 23, 0, 0));
  g_assert_cmpfloat (values[1], ==, scope_time_make (2000, 2, 29, 0, 0, 0));
  values = scope_series_get_values (first, 1);
  g_assert_cmpfloat (values[0], ==, 273.25);
  g_assert_cmpfloat (values[3], ==, 276.25);
  g_assert_nonnull (strstr (scope_series_get_remarks (first)[0], "“lat”"));

  reading->kind = SCOPE_READING_NETCDF;
  reading->n_at = 1;
  reading->at_names = g_strsplit ("lat", " ", 1);
  reading->at_indices = g_new0 (gsize, 1);
  reading->at_indices[0] = 1;
  second = scope_netcdf_read_image (image, reading, &error);
  g_assert_no_error (error);
  values = scope_series_get_values (second, 1);
  g_assert_cmpfloat (values[0], ==, 273.75);
  g_assert_true (isnan (values[2]));
  g_assert_cmpuint (scope_series_get_n_missing (second, 1), ==, 1);

  reading->at_indices[0] = 2;
  g_assert_null (scope_netcdf_read_image (image, reading, &error));
  scope_assert_error (error, SCOPE_ERROR_RECIPE, "lat = 2", "from 0 to 1");
}

/* CF times pass through a recipe as any others. */
static void
test_feed (void)
{
  static const ScopeOutputFacts output = { 1, 1 };
  const ScopeModelFacts facts = { .n_inputs = 1,
                                  .n_features = 1,
                                  .window = 1,
                                  .has_time_axis = TRUE,
                                  .n_outputs = 1,
                                  .outputs = &output };
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = make_image ("hours since 1960-01-01", NULL, "int32", hours);
  g_autoptr (ScopeSeries) series = scope_netcdf_read_image (image, NULL, &error);
  g_autoptr (ScopeRecipe) recipe = scope_recipe_new ();
  g_autoptr (ScopeFeed) feed = NULL;
  g_autofree char *time = NULL;

  g_assert_no_error (error);
  feed = scope_feed_new (series, recipe, &facts, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (scope_recipe_get_time_formats (scope_feed_get_recipe (feed))[0], ==, "CF");
  g_assert_cmpuint (scope_feed_get_n_gaps (feed), ==, 1);
  g_assert_cmpuint (scope_feed_get_n_windows (feed), ==, 2);
  time = scope_time_dup_text (scope_feed_get_valid_time (feed, 0, 0));
  g_assert_cmpstr (time, ==, "1960-01-01T01:00:00");
}

static void
test_refusals (void)
{
  static const float fine[] = { 0.5f, 1, 2, 4 };
  static const float far[] = { 1e7f, 1e7f, 1e7f, 1e7f };
  static const struct
  {
    const char *units;
    const char *calendar;
    const char *type;
    const float *times;
    ScopeError code;
    const char *words[3];
  } cases[] = {
    { NULL, NULL, NULL, hours, SCOPE_ERROR_TABLE, { "air.nc", "dimension of time", "model" } },
    { "months since 2000-01-01",
      NULL,
      "int32",
      hours,
      SCOPE_ERROR_UNSUPPORTED,
      { "“time”", "months" } },
    { "hours since then", NULL, "int32", hours, SCOPE_ERROR_UNSUPPORTED, { "“time”", "then" } },
    { "days since 2000-01-01", "360_day", "int32", hours, SCOPE_ERROR_UNSUPPORTED, { "360_day" } },
    { "hours since 0001-01-01",
      "standard",
      "int32",
      hours,
      SCOPE_ERROR_UNSUPPORTED,
      { "Gregorian" } },
    /* What float32 may have rounded. */
    { "days since 2000-01-01",
      NULL,
      "float64",
      fine,
      SCOPE_ERROR_UNSUPPORTED,
      { "float64", "digits" } },
    { "seconds since 2000-01-01",
      NULL,
      "int64",
      far,
      SCOPE_ERROR_UNSUPPORTED,
      { "int64", "digits" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ScopeImage) image =
          make_image (cases[i].units, cases[i].calendar, cases[i].type, cases[i].times);

      g_assert_null (scope_netcdf_read_image (image, NULL, &error));
      g_assert_error (error, SCOPE_ERROR, (int) cases[i].code);
      for (guint k = 0; k < 3 && cases[i].words[k] != NULL; k++)
        if (strstr (error->message, cases[i].words[k]) == NULL)
          g_error ("“%s” is not in: %s", cases[i].words[k], error->message);
    }
}

/* Where the reader gives double precision: nothing may be left that is not a moment of a calendar. */
static void
test_exact (void)
{
  static const struct
  {
    const char *units;
    const char *calendar;
    double last;
    const char *word; /* NULL: it is read */
    double time;
  } cases[] = {
    { "seconds since 1970-01-01", NULL, 1717200601, NULL, 1717200601 },
    { "days since 1970-01-01", NULL, 19875.25, NULL, 1717221600 },
    { "minutes since 2000-01-01", "proleptic_gregorian", -0.5, NULL, 946684770 },
    /* 2⁵³ + 2; NC_FILL_INT64, NC_FILL_DOUBLE. */
    { "seconds since 1970-01-01", NULL, 9007199254740994, "row 4" },
    { "seconds since 1970-01-01", NULL, -9223372036854775806.0, "-9.22337e+18 seconds" },
    { "days since 1970-01-01", NULL, 9.9692099683868690e+36, "to 9999" },
    { "days since 1970-01-01", NULL, NAN, "row 4" },
    { "hours since 1970-01-01", NULL, INFINITY, "row 4" },
    { "days since 1970-01-01", NULL, -150000, "1583 to 9999" },
    { "days since 1970-01-01", "proleptic_gregorian", -150000, NULL, -12960000000 },
    { "days since 1970-01-01", "proleptic_gregorian", -1e6, "1 to 9999" },
  };
  static const gsize dims[] = { 4 };
  static const float values[] = { 1, 2, 3, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double times[] = { 0, 1, 2, cases[i].last };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) block = NULL;
      g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
      g_autoptr (ScopeImage) image = NULL;
      g_autoptr (ScopeSeries) series = NULL;

      scope_image_writer_add_values (writer, "/air", 1, dims, values, NULL);
      scope_image_writer_add_dataset (writer, "/time", "float64", "contiguous", 1, dims, TRUE,
                                      make_scale ("time", 0, cases[i].units, cases[i].calendar));
      scope_image_writer_set_exact (writer, "/time", times, 4);
      scope_image_writer_lay_out (writer, -1, &error);
      g_assert_no_error (error);
      block = scope_image_writer_finish (writer);
      image = scope_image_new (block, "air.nc", &error);
      g_assert_no_error (error);

      series = scope_netcdf_read_image (image, NULL, &error);
      if (cases[i].word != NULL)
        {
          scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "“time”", cases[i].word);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpfloat (scope_series_get_values (series, 0)[3], ==, cases[i].time);
    }
}

/* Real files, through the reader. times.json: what netCDF4's num2date makes of them, to the second. */
static void
test_files (void)
{
  g_autofree char *truth = scope_test_fixture_path ("netcdf/times.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *object;

  json_parser_load_from_file (parser, truth, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (object);
  g_assert_cmpuint (g_list_length (names), ==, 4);

  for (GList *item = names; item != NULL; item = item->next)
    {
      JsonArray *times = json_object_get_array_member (object, item->data);
      g_autofree char *relative = g_build_filename ("netcdf", item->data, NULL);
      g_autofree char *path = scope_test_fixture_path (relative);
      g_autoptr (ScopeSeries) series = scope_series_read (path, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_test_message ("%s", relative);
      g_assert_cmpuint (scope_series_get_n_rows (series), ==, json_array_get_length (times));
      g_assert_cmpstr (scope_series_get_column_name (series, 1), ==, "t2m");
      for (guint row = 0; row < json_array_get_length (times); row++)
        {
          g_autofree char *text = scope_time_dup_text (scope_series_get_values (series, 0)[row]);

          g_assert_cmpstr (text, ==, json_array_get_string_element (times, row));
          g_assert_cmpfloat (scope_series_get_values (series, 1)[row], ==, 280 + 2.0 * row);
        }
    }
}

/* A real file, through the reader: a model is no table. */
static void
test_model (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = scope_test_fixture_path ("pairs/models/ten-minutes.h5");

  g_assert_null (scope_series_read (path, NULL, NULL, NULL, &error));
  scope_assert_error (error, SCOPE_ERROR_TABLE, "ten-minutes.h5", "HDF5", "open it as one");
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/netcdf/values", test_values);
  g_test_add_func ("/netcdf/default-fill", test_default_fill);
  g_test_add_func ("/netcdf/feed", test_feed);
  g_test_add_func ("/netcdf/refusals", test_refusals);
  g_test_add_func ("/netcdf/exact", test_exact);
  g_test_add_func ("/netcdf/files", test_files);
  g_test_add_func ("/netcdf/model", test_model);
  return g_test_run ();
}
