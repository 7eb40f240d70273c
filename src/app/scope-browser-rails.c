/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-browser-rails.h"

#define NOBODY G_MAXUINT

static gboolean
is_fed_by (ScopeLayer *layer, guint source)
{
  for (guint call = 0; call < scope_layer_get_n_calls (layer); call++)
    for (guint feed = 0; feed < scope_layer_get_n_feeds (layer, call); feed++)
      if (scope_layer_get_feed (layer, call, feed)->layer == source)
        return TRUE;
  return FALSE;
}

/* Whether each layer is called once, by what the one above it gives. */
static gboolean
is_row (ScopeLayer *const *layers, guint n_layers)
{
  for (guint i = 0; i < n_layers; i++)
    {
      if (scope_layer_get_n_calls (layers[i]) > 1)
        return FALSE;
      for (guint call = 0; call < scope_layer_get_n_calls (layers[i]); call++)
        {
          if (scope_layer_get_n_feeds (layers[i], call) != (i > 0 ? 1 : 0))
            return FALSE;
          if (i > 0 && scope_layer_get_feed (layers[i], call, 0)->layer != i - 1)
            return FALSE;
        }
    }
  return TRUE;
}

/* The last layer that takes what @source gives; @source itself where none below it does. */
static guint
find_last_taker (ScopeLayer *const *layers, guint n_layers, guint source)
{
  for (guint i = n_layers; i-- > source + 1;)
    if (is_fed_by (layers[i], source))
      return i;
  return source;
}

static guint
find_free (const guint *lanes)
{
  for (guint lane = 0; lane < SCOPE_RAILS_MAX_LANES; lane++)
    if (lanes[lane] == NOBODY)
      return lane;
  return NOBODY;
}

static guint
get_bits (const guint *lanes)
{
  guint bits = 0;

  for (guint lane = 0; lane < SCOPE_RAILS_MAX_LANES; lane++)
    if (lanes[lane] != NOBODY)
      bits |= 1U << lane;
  return bits;
}

ScopeRails *
scope_browser_rails_new (ScopeLayer *const *layers, guint n_layers, guint *n_lanes)
{
  g_autofree ScopeRails *rails = NULL;
  guint lanes[SCOPE_RAILS_MAX_LANES];
  guint ends[SCOPE_RAILS_MAX_LANES] = { 0 };

  g_return_val_if_fail (n_lanes != NULL, NULL);

  *n_lanes = 0;
  if (is_row (layers, n_layers))
    return NULL;

  rails = g_new0 (ScopeRails, n_layers);
  for (guint lane = 0; lane < SCOPE_RAILS_MAX_LANES; lane++)
    lanes[lane] = NOBODY;
  for (guint i = 0; i < n_layers; i++)
    {
      ScopeRails *row = &rails[i];
      guint last = find_last_taker (layers, n_layers, i);

      row->before = get_bits (lanes);
      for (guint lane = 0; lane < SCOPE_RAILS_MAX_LANES; lane++)
        {
          if (lanes[lane] == NOBODY)
            continue;
          if (is_fed_by (layers[i], lanes[lane]))
            row->in |= 1U << lane;
          if (ends[lane] <= i)
            lanes[lane] = NOBODY;
        }
      row->node = find_free (lanes);
      if (row->node == NOBODY)
        return NULL;
      if (last > i)
        {
          lanes[row->node] = i;
          ends[row->node] = last;
        }
      row->after = get_bits (lanes);
      *n_lanes = MAX (*n_lanes, row->node + 1);
    }
  return g_steal_pointer (&rails);
}

static void
add_name (GString *text, const char *name, const char *separator)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", name);
}

char *
scope_browser_rails_dup_feeds (ScopeLayer *const *layers, guint n_layers, guint layer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (layer < n_layers, NULL);

  for (guint call = 0; call < scope_layer_get_n_calls (layers[layer]); call++)
    for (guint feed = 0; feed < scope_layer_get_n_feeds (layers[layer], call); feed++)
      {
        guint source = scope_layer_get_feed (layers[layer], call, feed)->layer;

        if (source < n_layers)
          add_name (text, scope_layer_get_name (layers[source]), feed == 0 ? "; " : ", ");
      }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
scope_browser_rails_dup_takers (ScopeLayer *const *layers, guint n_layers, guint layer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (layer < n_layers, NULL);

  for (guint i = 0; i < n_layers; i++)
    if (is_fed_by (layers[i], layer))
      add_name (text, scope_layer_get_name (layers[i]), ", ");
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
