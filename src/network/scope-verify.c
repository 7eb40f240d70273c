/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-verify.h"

#include "scope-error.h"
#include "scope-exchange.h"
#include "scope-network-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A golden file's letters for what a trace calls by name; both g and hh are candidates. */
static const struct
{
  const char *letter;
  const char *track;
} letters[] = {
  { "i", "input" },  { "f", "forget" }, { "g", "candidate" },  { "o", "output" }, { "c", "cell" },
  { "z", "update" }, { "r", "reset" },  { "hh", "candidate" }, { "h", "hidden" },
};

void
scope_verify_line_free (ScopeVerifyLine *self)
{
  g_free (self->name);
  g_free (self->note);
  g_free (self);
}

static ScopeVerifyLine *
line_new (const char *path)
{
  ScopeVerifyLine *self = g_new0 (ScopeVerifyLine, 1);

  self->name = g_strdup (path + 1);
  self->difference = NAN;
  self->allowed = NAN;
  self->status = SCOPE_VERIFY_NOT_COMPARED;
  return self;
}

/* Whether @actual is @expected in more windows; in a map each unit has a row, a column and a filter. */
static gboolean
fits (const ScopeArray *actual, const ScopeArray *expected, gboolean is_map)
{
  guint n_actual = scope_array_get_n_dims (actual);
  guint n_expected = scope_array_get_n_dims (expected);
  gsize n_units = 1;

  if (n_actual == 0 || (is_map ? n_expected < n_actual : n_expected != n_actual)
      || scope_array_get_dim (actual, 0) < scope_array_get_dim (expected, 0))
    return FALSE;
  for (guint i = 1; i + 1 < n_actual; i++)
    if (scope_array_get_dim (actual, i) != scope_array_get_dim (expected, i))
      return FALSE;
  for (guint i = MAX (1, n_actual - 1); i < n_expected; i++)
    n_units *= scope_array_get_dim (expected, i);
  return n_actual == 1 || n_units == scope_array_get_dim (actual, n_actual - 1);
}

/* The first windows of @actual against all of @expected. */
static void
line_compare (ScopeVerifyLine *self, const ScopeArray *actual, const ScopeArray *expected,
              double share, double least)
{
  const float *a = scope_array_get_data (actual);
  const float *b = scope_array_get_data (expected);
  double largest = 0;

  self->status = SCOPE_VERIFY_OVER;
  if (!fits (actual, expected, g_str_has_prefix (self->name, "maps/")))
    {
      g_autofree char *found = scope_array_dup_shape_text (actual);
      g_autofree char *wanted = scope_array_dup_shape_text (expected);

      self->difference = INFINITY;
      self->note = g_strdup_printf (_ ("the network gives %s, the file has %s"), found, wanted);
      return;
    }

  self->difference = 0;
  for (gsize i = 0; i < scope_array_get_size (expected); i++)
    {
      double difference = fabs ((double) a[i] - (double) b[i]);

      if (a[i] == b[i] || (isnan (a[i]) && isnan (b[i])))
        difference = 0;
      else if (isnan (difference))
        difference = INFINITY;
      self->difference = MAX (self->difference, difference);
      if (isfinite (b[i]))
        largest = MAX (largest, fabs ((double) b[i]));
    }
  self->allowed = share > 0 ? MAX (share * largest, least) : least;
  if (self->difference <= self->allowed)
    self->status = SCOPE_VERIFY_OK;
}

/* A number, which some writers leave as a text. */
static double
get_number (ScopeImage *golden, const char *name)
{
  GVariant *value = scope_image_get_attribute (golden, "/", name);
  const char *text = scope_image_get_string (golden, "/", name);

  if (text != NULL)
    return g_ascii_strtod (text, NULL);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_variant_get_double (value);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE ("ad"))
      && g_variant_n_children (value) == 1)
    {
      double number;

      g_variant_get_child (value, 0, "d", &number);
      return number;
    }
  return 0;
}

static gboolean
fail (ScopeImage *golden, const char *found, const char *expected, GError **error)
{
  scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_image_get_name (golden), found, expected,
                   _ ("Take the file that was made for this model."));
  return FALSE;
}

/* The array at "/@group/@index", or NULL. */
static ScopeArray *
find_array (ScopeImage *golden, const char *group, guint index)
{
  g_autofree char *path = g_strdup_printf ("/%s/%u", group, index);
  const ScopeImageNode *node = scope_image_find (golden, path);

  return node != NULL ? node->array : NULL;
}

/*
 * A batch's windows as rows of a series: window w of every input begins at row w · @spacing, the length of the longest window; an
 * input with shorter ones has rows that nobody reads between them.
 */
static ScopeArray *
lay_out_rows (const ScopeArray *x, guint n_fixed, gsize spacing)
{
  const gsize *dims = scope_array_get_dims (x);
  gsize n_windows = dims[0];
  gsize window = n_fixed > 1 ? dims[1] : 1;
  gsize row = 1;
  gsize row_dims[SCOPE_ARRAY_MAX_DIMS];
  guint n_dims = scope_array_get_n_dims (x) - n_fixed + 1;
  ScopeArray *rows;

  if (!g_size_checked_mul (&row_dims[0], n_windows, spacing))
    return NULL;
  for (guint i = 1; i < n_dims; i++)
    {
      row_dims[i] = dims[n_fixed + i - 1];
      row *= row_dims[i];
    }
  rows = scope_array_new (n_dims, row_dims);
  for (gsize w = 0; rows != NULL && w < n_windows; w++)
    memcpy (scope_array_get_writable (rows) + w * spacing * row,
            scope_array_get_data (x) + w * window * row, window * row * sizeof (float));
  return rows;
}

/* The stored inputs as the rows of a batch. */
static gboolean
collect_inputs (ScopeNetwork *self, ScopeImage *golden, GPtrArray *rows, gsize *n_windows,
                gsize *spacing, gsize *window, GError **error)
{
  guint n_inputs = scope_network_get_n_inputs (self);

  *spacing = 1;
  *window = 1;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_inputs; i++)
      {
        ScopeArray *stored = find_array (golden, "x", i);
        g_autoptr (ScopeArray) x = stored != NULL ? scope_exchange_axes (self, stored) : NULL;
        const ScopeShape *shape =
            scope_plan_get_shape (self->plan, g_array_index (self->plan->inputs, guint, i));
        guint n_fixed = shape->n_dims < 3 ? 1 : 2;

        if (x == NULL || scope_array_get_n_dims (x) != shape->n_dims)
          {
            g_autofree char *expected = scope_shape_dup_text (shape);
            g_autofree char *path =
                g_strdup_printf (x == NULL ? _ ("no array x/%u") : _ ("another shape of x/%u"), i);

            return fail (golden, path, expected, error);
          }
        if (i == 0)
          {
            *n_windows = scope_array_get_dim (x, 0);
            if (n_fixed > 1)
              *window = scope_array_get_dim (x, 1);
          }
        if (scope_array_get_dim (x, 0) != *n_windows)
          return fail (golden, _ ("inputs of unequal numbers of windows"), _ ("equal ones"), error);
        if (n_fixed > 1)
          *spacing = MAX (*spacing, scope_array_get_dim (x, 1));
        if (n_fixed > 1
            && scope_network_get_input_window (self, i, *window) != scope_array_get_dim (x, 1))
          {
            g_autofree char *found =
                g_strdup_printf (_ ("%zu steps in x/%u"), scope_array_get_dim (x, 1), i);
            g_autofree char *expected =
                g_strdup_printf ("%zu", scope_network_get_input_window (self, i, *window));

            return fail (golden, found, expected, error);
          }

        if (pass == 1)
          {
            ScopeArray *laid = lay_out_rows (x, n_fixed, *spacing);

            if (laid == NULL)
              return fail (golden, _ ("more numbers than there is memory for"), NULL, error);
            g_ptr_array_add (rows, laid);
          }
      }
  return TRUE;
}

static gboolean
is_trace (const ScopeImageNode *node)
{
  return g_str_has_prefix (node->path, "/traces/") || g_str_has_prefix (node->path, "/maps/");
}

/* "lstm/forward" of "/traces/lstm/forward/i"; NULL for what is no trace. */
static char *
dup_layer (const ScopeImageNode *node)
{
  const char *layer;

  if (node->array == NULL || !is_trace (node))
    return NULL;
  layer = strchr (node->path + 1, '/') + 1;
  if (strchr (layer, '/') == NULL)
    return NULL;
  return g_strndup (layer, (gsize) (strrchr (layer, '/') - layer));
}

/* The path of what runs a layer of the file's; NULL where nothing that can be traced does. */
static const char *
find_path (ScopeNetwork *self, const char *layer)
{
  int index = scope_plan_find_traced (self->plan, layer);
  const ScopeStep *step;

  if (index < 0)
    return NULL;
  step = g_ptr_array_index (self->plan->steps, index);
  return step->path;
}

/* The layers that the file has traces of and the network can trace. */
static GPtrArray *
list_layers (ScopeNetwork *self, ScopeImage *golden)
{
  GPtrArray *layers = g_ptr_array_new ();

  for (guint i = 0; i < scope_image_get_n_nodes (golden); i++)
    {
      g_autofree char *layer = dup_layer (scope_image_get_node (golden, i));
      const char *path = layer != NULL ? find_path (self, layer) : NULL;

      if (path != NULL && !g_ptr_array_find_with_equal_func (layers, path, g_str_equal, NULL))
        g_ptr_array_add (layers, (gpointer) path);
    }
  return layers;
}

static void
compare_trace (ScopeNetwork *self, ScopeVerifyLine *line, const ScopeImageNode *node,
               GPtrArray *traces)
{
  g_autofree char *layer = dup_layer (node);
  const char *path = layer != NULL ? find_path (self, layer) : NULL;
  const char *letter = strrchr (node->path, '/') + 1;
  ScopeArray *track = NULL;

  for (guint i = 0; path != NULL && i < traces->len; i++)
    {
      ScopeTrace *trace = g_ptr_array_index (traces, i);

      for (guint k = 0; strcmp (scope_trace_get_layer (trace), path) == 0
                        && k < G_N_ELEMENTS (letters) && track == NULL;
           k++)
        if (strcmp (letters[k].letter, letter) == 0)
          track = scope_trace_find (trace, letters[k].track);
    }

  if (track == NULL && !self->whole)
    {
      line->note = g_strdup (_ ("the model cannot be run that far"));
      return;
    }
  if (track == NULL)
    {
      line->status = SCOPE_VERIFY_OVER;
      line->note = g_strdup (_ ("the network gives no such trace"));
      return;
    }
  line_compare (line, track, node->array, 5e-5, 5e-5 * 0.01);
}

static GPtrArray *
compare (ScopeNetwork *self, ScopeImage *golden, ScopeArray *const *outputs, GPtrArray *traces)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_verify_line_free);
  double rounding = get_number (golden, "float32_error_y");

  for (guint i = 0; i < scope_image_get_n_nodes (golden); i++)
    {
      const ScopeImageNode *node = scope_image_get_node (golden, i);
      ScopeVerifyLine *line;

      if (node->array == NULL || g_str_has_prefix (node->path, "/x/")
          || g_str_has_prefix (node->path, "/w/"))
        continue;

      line = line_new (node->path);
      g_ptr_array_add (lines, line);
      if (g_str_has_prefix (node->path, "/y/"))
        {
          guint64 index = g_ascii_strtoull (node->path + strlen ("/y/"), NULL, 10);

          if (!self->whole)
            line->note = g_strdup (_ ("the model cannot be run that far"));
          else if (index < scope_network_get_n_outputs (self))
            line_compare (line, outputs[index], node->array, 1e-5, 10 * rounding);
          else
            {
              line->status = SCOPE_VERIFY_OVER;
              line->note = g_strdup (_ ("the network has no such output"));
            }
        }
      else if (is_trace (node))
        compare_trace (self, line, node, traces);
      else if (g_str_has_prefix (node->path, "/vjp"))
        line->note = g_strdup (_ ("gradients are not compared"));
      else if (g_str_has_prefix (node->path, "/y64/"))
        line->note = g_strdup (_ ("the answers in float64; those in float32 are compared"));
      else
        line->note = g_strdup (_ ("not an answer that Gatescope knows"));
    }
  return lines;
}

GPtrArray *
scope_network_verify (ScopeNetwork *self, ScopeImage *golden, const ScopeRunOptions *options,
                      GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_array_unref);
  g_autoptr (GPtrArray) layers = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  g_autofree ScopeArray **outputs = NULL;
  g_autofree gsize *starts = NULL;
  ScopeRunOptions own = { 0 };
  ScopeBatch batch = { 0 };
  GPtrArray *lines;
  gsize spacing;

  g_return_val_if_fail (self != NULL && golden != NULL, NULL);

  if (!collect_inputs (self, golden, rows, &batch.n_windows, &spacing, &batch.window, error))
    return NULL;

  starts = g_new0 (gsize, batch.n_windows + 1);
  for (gsize w = 0; w < batch.n_windows; w++)
    starts[w] = w * spacing;
  batch.inputs = (ScopeArray *const *) rows->pdata;
  batch.n_inputs = rows->len;
  batch.starts = starts;

  layers = list_layers (self, golden);
  g_ptr_array_add (layers, NULL);
  if (options != NULL)
    own = *options;
  own.trace_layers = (const char *const *) layers->pdata;

  outputs = g_new0 (ScopeArray *, scope_network_get_n_outputs (self));
  if (!scope_network_run (self, &batch, &own, outputs, &traces, error))
    return NULL;

  for (guint i = 0; i < scope_network_get_n_outputs (self); i++)
    {
      g_autoptr (ScopeArray) made = outputs[i];

      outputs[i] = scope_exchange_axes (self, made);
      if (outputs[i] == NULL)
        outputs[i] = g_steal_pointer (&made);
    }
  lines = compare (self, golden, outputs, traces);
  for (guint i = 0; i < scope_network_get_n_outputs (self); i++)
    scope_array_unref (outputs[i]);
  return lines;
}
