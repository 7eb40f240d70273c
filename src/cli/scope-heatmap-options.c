/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-heatmap-options.h"

#include "scope-cli.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The largest picture that is still of use. */
#define MAX_PIXELS 20000

static const char *const color_names[SCOPE_N_DIVERGING] = {
  [SCOPE_DIVERGING_BLUE_RED] = "blue-red",
  [SCOPE_DIVERGING_BLUE_OLIVE] = "blue-olive",
  [SCOPE_DIVERGING_BLUE_GREEN] = "blue-green",
  [SCOPE_DIVERGING_PINK_GREEN] = "pink-green",
};

void
scope_heatmap_words_clear (ScopeHeatmapWords *self)
{
  g_clear_pointer (&self->matrix, g_free);
  g_clear_pointer (&self->gate, g_free);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->rows, g_free);
  g_clear_pointer (&self->range, g_free);
  g_clear_pointer (&self->colors, g_free);
}

static gboolean
refuse (GError **error, const char *option, const char *expected, const char *found)
{
  g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE, _ ("%s takes %s, not “%s”."), option,
               expected, found);
  return FALSE;
}

/* "shared", "gate", "99%", "0.5". */
static gboolean
parse_range (ScopeHeatmapOptions *self, const char *text)
{
  char *end;

  self->range = SCOPE_HEATMAP_SHARED;
  if (text == NULL || g_str_equal (text, "shared"))
    return TRUE;
  self->range = SCOPE_HEATMAP_GATE;
  if (g_str_equal (text, "gate"))
    return TRUE;

  self->bound = g_ascii_strtod (text, &end);
  if (end == text || !isfinite (self->bound) || !(self->bound > 0))
    return FALSE;
  if (g_str_equal (end, "%"))
    {
      self->range = SCOPE_HEATMAP_PERCENTILE;
      return self->bound <= 100;
    }
  self->range = SCOPE_HEATMAP_LIMIT;
  return *end == '\0';
}

gboolean
scope_heatmap_options_parse (ScopeHeatmapOptions *self, const ScopeHeatmapWords *words,
                             GError **error)
{
  memset (self, 0, sizeof *self);
  self->dark = words->dark;
  self->width = words->width;
  self->height = words->height;

  if (words->order != NULL && !scope_unit_order_parse (words->order, &self->order))
    return refuse (error, "--order", "index, cluster, norm, forget-bias, memory, head",
                   words->order);
  if (words->rows != NULL && !g_str_equal (words->rows, "given")
      && !g_str_equal (words->rows, "cluster"))
    return refuse (error, "--rows", "given, cluster", words->rows);
  self->cluster_rows = g_strcmp0 (words->rows, "cluster") == 0;
  if (!parse_range (self, words->range))
    return refuse (error, "--range", _ ("shared, gate, a percentile (99%) or a number above 0"),
                   words->range);
  if (words->width < 0 || words->width > MAX_PIXELS || words->height < 0
      || words->height > MAX_PIXELS)
    {
      g_set_error (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                   _ ("--width and --height are pixels, at most %d."), MAX_PIXELS);
      return FALSE;
    }

  for (guint i = 0; i < SCOPE_N_DIVERGING && words->colors != NULL; i++)
    if (g_str_equal (words->colors, color_names[i]))
      {
        self->colors = i;
        return TRUE;
      }
  return words->colors == NULL
         || refuse (error, "--colors", "blue-red, blue-olive, blue-green, pink-green",
                    words->colors);
}

gboolean
scope_heatmap_options_choose (ScopeHeatmapOptions *self, const ScopeHeatmapWords *words,
                              ScopeGates *gates, const char *layer, GError **error)
{
  ScopeMatrix matrix;

  self->matrix = -1;
  if (words->matrix != NULL)
    {
      if (!scope_cli_parse_matrix (gates, words->matrix, layer, &matrix, error))
        return FALSE;
      self->matrix = (int) matrix;
    }
  return scope_cli_parse_gate (gates, words->gate, &self->gate, error);
}
