/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-netcdf.h"
#include "scope-error.h"
#include "scope-series-private.h"
#include "scope-time-format.h"
#include "scope-time.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The reader answers in float32, and in double precision besides where time is counted in wider numbers. Whole numbers up to
 * there are exact: float32 with room for fractions to be seen, and double precision. */
#define LARGEST_EXACT 4194304.0
#define LARGEST_EXACT_DOUBLE 9007199254740992.0
/* The first year that all of CF's real calendars count alike. */
#define FIRST_GREGORIAN_YEAR 1583
#define LAST_YEAR 9999

/* CF's units of time (UDUNITS), in seconds. */
static const struct
{
  const char *name;
  double seconds;
} time_units[] = {
  { "second", 1 },  { "sec", 1 },   { "s", 1 },    { "minute", 60 }, { "min", 60 },
  { "hour", 3600 }, { "hr", 3600 }, { "h", 3600 }, { "day", 86400 }, { "d", 86400 },
};

/* What netCDF-C writes where a program wrote nothing and named no fill value (netcdf.h); a byte has none by which it could
 * be told. */
static const struct
{
  const char *type;
  double fill;
} default_fills[] = {
  { "float32", 9.9692099683868690e+36 },
  { "float64", 9.9692099683868690e+36 },
  { "int16", -32767 },
  { "uint16", 65535 },
  { "int32", -2147483647.0 },
  { "uint32", 4294967295.0 },
  { "int64", -9223372036854775806.0 },
  { "uint64", 18446744073709551614.0 },
};

typedef struct
{
  ScopeImage *image;
  const ScopeReading *reading;
  const ScopeImageNode *time;
  gsize n_rows;
  GPtrArray *dimensions; /* ScopeImageNode */
  GPtrArray *at_names;
  GArray *at_indices;
  GPtrArray *names;
  GPtrArray *units;
  GPtrArray *columns; /* double arrays */
  GPtrArray *remarks;
} NetcdfReader;

static const char *
get_name (const ScopeImageNode *node)
{
  return strrchr (node->path, '/') + 1;
}

static const char *
get_text (NetcdfReader *self, const ScopeImageNode *node, const char *name)
{
  return scope_image_get_string (self->image, node->path, name);
}

/* A number, or the first of a list. */
static gboolean
get_number (NetcdfReader *self, const ScopeImageNode *node, const char *name, double *number)
{
  GVariant *value = scope_image_get_attribute (self->image, node->path, name);

  if (value == NULL)
    return FALSE;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    *number = g_variant_get_double (value);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    *number = (double) g_variant_get_int64 (value);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ad")) && g_variant_n_children (value) > 0)
    g_variant_get_child (value, 0, "d", number);
  else
    return FALSE;

  return TRUE;
}

static void
set_error (NetcdfReader *self, GError **error, ScopeError code, const char *variable,
           const char *found, const char *expected, const char *advice)
{
  g_autofree char *place = NULL;

  if (variable != NULL)
    place = g_strdup_printf (_ ("%s, variable “%s”"), scope_image_get_name (self->image), variable);
  scope_error_set (error, code, place != NULL ? place : scope_image_get_name (self->image), found,
                   expected, advice);
}

/* "hours since 1900-01-01 00:00:0.0": seconds of one, and the moment it counts from. */
static gboolean
parse_time_unit (const char *text, double *seconds, double *since)
{
  static const char *const formats[] = { "%Y-%m-%d %H:%M:%S",
                                         "%Y-%m-%dT%H:%M:%S",
                                         "%Y-%m-%d %H:%M:%S.%f",
                                         "%Y-%m-%d %H:%M",
                                         "%Y-%m-%d",
                                         "%Y-%m-%d %H:%M:%S %Z",
                                         "%Y-%m-%dT%H:%M:%S%z",
                                         "%Y-%m-%d %H:%M:%S%z",
                                         "%Y-%m-%d %H:%M:%S %z" };
  const char *word = strstr (text, " since ");
  g_autofree char *unit = NULL;
  const char *moment;

  if (word == NULL)
    return FALSE;

  unit = g_strstrip (g_strndup (text, (gsize) (word - text)));
  if (strlen (unit) > 1 && g_str_has_suffix (unit, "s"))
    unit[strlen (unit) - 1] = '\0';
  moment = word + strlen (" since ");

  for (guint i = 0; i < G_N_ELEMENTS (time_units); i++)
    if (g_ascii_strcasecmp (unit, time_units[i].name) == 0)
      {
        *seconds = time_units[i].seconds;
        for (guint k = 0; k < G_N_ELEMENTS (formats); k++)
          if (scope_time_format_read (formats[k], moment, strlen (moment), since))
            return TRUE;
      }

  return FALSE;
}

static gboolean
is_dimension (NetcdfReader *self, const ScopeImageNode *node)
{
  return node->kind == SCOPE_NODE_DATASET && node->n_dims == 1
         && g_strcmp0 (get_text (self, node, "CLASS"), "DIMENSION_SCALE") == 0
         && strchr (node->path + 1, '/') == NULL;
}

gboolean
scope_netcdf_is_table (ScopeImage *image)
{
  NetcdfReader reader = { .image = image };

  g_return_val_if_fail (image != NULL, FALSE);

  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    if (is_dimension (&reader, scope_image_get_node (image, i)))
      return TRUE;
  return FALSE;
}

static gboolean
find_dimensions (NetcdfReader *self, GError **error)
{
  for (guint i = 0; i < scope_image_get_n_nodes (self->image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (self->image, i);
      const char *unit;

      if (!is_dimension (self, node))
        continue;
      g_ptr_array_add (self->dimensions, (gpointer) node);
      unit = get_text (self, node, "units");
      if (self->time == NULL && unit != NULL && strstr (unit, " since ") != NULL)
        self->time = node;
    }

  if (self->time != NULL && self->time->array != NULL && self->time->dims[0] > 0)
    {
      self->n_rows = self->time->dims[0];
      return TRUE;
    }

  set_error (self, error, SCOPE_ERROR_TABLE, NULL,
             self->dimensions->len > 0 ? _ ("a netCDF file without a dimension of time")
                                       : _ ("an HDF5 file that is no netCDF table"),
             _ ("a table as text, or netCDF with a dimension of time"),
             _ ("If it is a model, open it as one."));
  return FALSE;
}

/* NULL where the reader gave none. */
static const double *
get_exact (const ScopeImageNode *node)
{
  gsize n;

  return node->exact != NULL ? g_variant_get_fixed_array (node->exact, &n, sizeof (double)) : NULL;
}

static gboolean
read_time (NetcdfReader *self, GError **error)
{
  const char *unit = get_text (self, self->time, "units");
  const char *calendar = get_text (self, self->time, "calendar");
  const float *values = scope_array_get_data (self->time->array);
  const double *exact = get_exact (self->time);
  const char *type = self->time->stored_type;
  gboolean narrow = g_str_equal (type, "float32") || g_str_has_suffix (type, "int8")
                    || g_str_has_suffix (type, "int16");
  double *times;
  double seconds, since;
  gint64 first_year;
  double earliest, latest;
  ScopeCivil first;

  if (!parse_time_unit (unit, &seconds, &since))
    {
      set_error (self, error, SCOPE_ERROR_UNSUPPORTED, get_name (self->time), unit,
                 _ ("a unit like “hours since 1970-01-01”"), NULL);
      return FALSE;
    }

  scope_time_split (since, &first);
  if ((calendar != NULL && g_ascii_strcasecmp (calendar, "standard") != 0
       && g_ascii_strcasecmp (calendar, "gregorian") != 0
       && g_ascii_strcasecmp (calendar, "proleptic_gregorian") != 0)
      || (first.year < FIRST_GREGORIAN_YEAR && g_strcmp0 (calendar, "proleptic_gregorian") != 0))
    {
      g_autofree char *found = g_strdup_printf (_ ("the calendar “%s” from %s on"),
                                                calendar != NULL ? calendar : "standard", unit);

      set_error (self, error, SCOPE_ERROR_UNSUPPORTED, get_name (self->time), found,
                 _ ("the Gregorian calendar"), _ ("Export the grid point as CSV."));
      return FALSE;
    }

  first_year = calendar != NULL && g_ascii_strcasecmp (calendar, "proleptic_gregorian") == 0
                   ? 1
                   : FIRST_GREGORIAN_YEAR;
  earliest = scope_time_make (first_year, 1, 1, 0, 0, 0);
  latest = scope_time_make (LAST_YEAR + 1, 1, 1, 0, 0, 0);

  times = g_new (double, self->n_rows);
  g_ptr_array_add (self->columns, times);
  g_ptr_array_add (self->names, g_strdup (get_name (self->time)));
  g_ptr_array_add (self->units, g_strdup (""));

  for (gsize row = 0; row < self->n_rows; row++)
    {
      double value = exact != NULL ? exact[row] : values[row];

      /* A moment that lost its last digits would be a wrong one. */
      if (exact == NULL && !narrow && (fabs (value) >= LARGEST_EXACT || value != floor (value)))
        {
          g_autofree char *found =
              g_strdup_printf (_ ("%s of type %s that need more digits than are read"), unit, type);

          set_error (self, error, SCOPE_ERROR_UNSUPPORTED, get_name (self->time), found,
                     _ ("whole numbers under 4194304"), _ ("Export the grid point as CSV."));
          return FALSE;
        }

      times[row] = round (value * seconds + since);
      /* What was never written, too. */
      if (!(fabs (value) < LARGEST_EXACT_DOUBLE && times[row] >= earliest && times[row] < latest))
        {
          g_autofree char *found =
              g_strdup_printf (_ ("%g %s in row %" G_GSIZE_FORMAT), value, unit, row + 1);
          g_autofree char *expected =
              g_strdup_printf (_ ("moments of the years %d to %d"), (int) first_year, LAST_YEAR);

          set_error (self, error, SCOPE_ERROR_UNSUPPORTED, get_name (self->time), found, expected,
                     _ ("Export the grid point as CSV."));
          return FALSE;
        }
    }

  return TRUE;
}

/* Which dimension an axis of a variable runs along: by netCDF's own number of it, else by its
 * length. */
static const ScopeImageNode *
find_dimension (NetcdfReader *self, const ScopeImageNode *node, guint axis)
{
  GVariant *numbers = scope_image_get_attribute (self->image, node->path, "_Netcdf4Coordinates");
  double wanted = -1, number;

  if (numbers != NULL && g_variant_is_of_type (numbers, G_VARIANT_TYPE ("ad"))
      && g_variant_n_children (numbers) == node->n_dims)
    g_variant_get_child (numbers, axis, "d", &wanted);

  for (guint i = 0; i < self->dimensions->len; i++)
    {
      const ScopeImageNode *dimension = g_ptr_array_index (self->dimensions, i);

      if (dimension->dims[0] != node->dims[axis])
        continue;
      if (wanted < 0
          || (get_number (self, dimension, "_Netcdf4Dimid", &number) && number == wanted))
        return dimension;
    }

  return NULL;
}

/* The index that is taken of @dimension; 0 and a remark where nobody says. */
static gboolean
choose_index (NetcdfReader *self, const ScopeImageNode *dimension, gsize *index, GError **error)
{
  const char *name = get_name (dimension);

  for (guint i = 0; i < self->at_names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->at_names, i), name))
      {
        *index = g_array_index (self->at_indices, gsize, i);
        return TRUE;
      }

  *index = 0;
  for (guint i = 0; self->reading != NULL && i < self->reading->n_at; i++)
    if (g_str_equal (self->reading->at_names[i], name))
      {
        *index = self->reading->at_indices[i];
        if (*index >= dimension->dims[0])
          {
            g_autofree char *found = g_strdup_printf ("%s = %" G_GSIZE_FORMAT, name, *index);
            g_autofree char *expected =
                g_strdup_printf (_ ("an index from 0 to %" G_GSIZE_FORMAT), dimension->dims[0] - 1);

            set_error (self, error, SCOPE_ERROR_RECIPE, name, found, expected,
                       _ ("Correct reading.at of the recipe."));
            return FALSE;
          }
        g_ptr_array_add (self->at_names, g_strdup (name));
        g_array_append_val (self->at_indices, *index);
        return TRUE;
      }

  if (dimension->dims[0] > 1)
    g_ptr_array_add (self->remarks, g_strdup_printf (_ ("Of the %" G_GSIZE_FORMAT
                                                        " places along “%s” the first was taken; "
                                                        "reading.at of a recipe can name another."),
                                                     dimension->dims[0], name));
  g_ptr_array_add (self->at_names, g_strdup (name));
  g_array_append_val (self->at_indices, *index);
  return TRUE;
}

static double
get_default_fill (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (default_fills); i++)
    if (g_str_equal (type, default_fills[i].type))
      return default_fills[i].fill;

  return NAN;
}

static void
take_values (NetcdfReader *self, const ScopeImageNode *node, gsize offset, gsize stride)
{
  const float *from = scope_array_get_data (node->array) + offset;
  double *values = g_new (double, self->n_rows);
  double fill = NAN, other_fill = NAN, scale = 1, shift = 0;
  const char *unit = get_text (self, node, "units");
  gboolean packed;

  if (!get_number (self, node, "_FillValue", &fill))
    fill = get_default_fill (node->stored_type);
  get_number (self, node, "missing_value", &other_fill);
  packed = get_number (self, node, "scale_factor", &scale);
  packed = get_number (self, node, "add_offset", &shift) || packed;

  for (gsize row = 0; row < self->n_rows; row++)
    {
      float value = from[row * stride];

      if (isnan (value) || value == (float) fill || value == (float) other_fill)
        values[row] = NAN;
      else
        values[row] = packed ? value * scale + shift : value;
    }

  g_ptr_array_add (self->columns, values);
  g_ptr_array_add (self->names, g_strdup (get_name (node)));
  g_ptr_array_add (self->units, g_strdup (unit != NULL ? unit : ""));

  if (g_str_has_suffix (node->stored_type, "64") || g_str_has_suffix (node->stored_type, "int32"))
    g_ptr_array_add (self->remarks,
                     g_strdup_printf (_ ("“%s” is stored as %s and was rounded to float32."),
                                      get_name (node), node->stored_type));
}

static gboolean
read_variable (NetcdfReader *self, const ScopeImageNode *node, GError **error)
{
  gsize offset = 0, stride = 0, step = 1;

  for (guint axis = node->n_dims; axis-- > 0; step *= node->dims[axis])
    {
      const ScopeImageNode *dimension = find_dimension (self, node, axis);
      gsize index;

      if (dimension == self->time && stride == 0)
        {
          stride = step;
          continue;
        }
      if (dimension == NULL)
        return TRUE; /* along something that no name is known of */
      if (!choose_index (self, dimension, &index, error))
        return FALSE;
      offset += index * step;
    }

  if (stride > 0)
    take_values (self, node, offset, stride);
  return TRUE;
}

static gboolean
runs_along_time (NetcdfReader *self, const ScopeImageNode *node)
{
  for (guint axis = 0; axis < node->n_dims; axis++)
    if (find_dimension (self, node, axis) == self->time)
      return TRUE;

  return FALSE;
}

static ScopeSeries *
make_series (NetcdfReader *self)
{
  ScopeSeries *series =
      scope_series_new (scope_image_get_name (self->image), self->n_rows, self->names->len,
                        (const char *const *) (gpointer) self->names->pdata,
                        (const double *const *) (gpointer) self->columns->pdata);

  for (guint i = 0; i < series->n_columns; i++)
    {
      /* A variable's name is its own, brackets and all. */
      g_free (series->labels[i]);
      series->labels[i] = g_strdup (series->names[i]);
      g_free (series->units[i]);
      series->units[i] = g_strdup (g_ptr_array_index (self->units, i));
    }

  series->reading->kind = SCOPE_READING_NETCDF;
  series->reading->n_at = self->at_names->len;
  series->reading->at_indices =
      g_memdup2 (self->at_indices->data, self->at_indices->len * sizeof (gsize));
  g_ptr_array_add (self->at_names, NULL);
  series->reading->at_names = g_strdupv ((char **) self->at_names->pdata);
  g_ptr_array_add (self->remarks, NULL);
  g_strfreev (series->remarks);
  series->remarks = g_strdupv ((char **) self->remarks->pdata);
  return series;
}

static void
netcdf_reader_clear (NetcdfReader *self)
{
  g_ptr_array_unref (self->dimensions);
  g_ptr_array_unref (self->at_names);
  g_array_unref (self->at_indices);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->remarks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetcdfReader, netcdf_reader_clear)

ScopeSeries *
scope_netcdf_read_image (ScopeImage *image, const ScopeReading *reading, GError **error)
{
  g_auto (NetcdfReader) self = { .image = image,
                                 .reading = reading,
                                 .dimensions = g_ptr_array_new (),
                                 .at_names = g_ptr_array_new_with_free_func (g_free),
                                 .at_indices = g_array_new (FALSE, FALSE, sizeof (gsize)),
                                 .names = g_ptr_array_new_with_free_func (g_free),
                                 .units = g_ptr_array_new_with_free_func (g_free),
                                 .columns = g_ptr_array_new_with_free_func (g_free),
                                 .remarks = g_ptr_array_new_with_free_func (g_free) };

  g_return_val_if_fail (image != NULL, NULL);

  if (!find_dimensions (&self, error))
    return NULL;
  if (scope_image_get_n_nodes (image) > SCOPE_SERIES_MAX_CELLS / self.n_rows)
    {
      set_error (&self, error, SCOPE_ERROR_TABLE, NULL, _ ("more numbers than memory can hold"),
                 NULL, _ ("Save fewer variables or a shorter period."));
      return NULL;
    }
  if (!read_time (&self, error))
    return NULL;

  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (image, i);

      if (node->kind != SCOPE_NODE_DATASET || node->array == NULL || node == self.time
          || strchr (node->path + 1, '/') != NULL || !runs_along_time (&self, node))
        continue;
      if (!read_variable (&self, node, error))
        return NULL;
    }

  if (self.columns->len == 1)
    {
      set_error (&self, error, SCOPE_ERROR_TABLE, NULL, _ ("no variable along time"),
                 _ ("at least one column of numbers"), NULL);
      return NULL;
    }

  return make_series (&self);
}
