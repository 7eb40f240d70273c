/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-browser-item.h"

#include "scope-gate-dot.h"
#include "scope-words.h"

#include <glib/gi18n.h>

struct _ScopeBrowserItem
{
  GObject parent_instance;

  ScopeModel *model; /* keeps the layer */
  ScopeLayer *layer;
  ScopeGates *gates;
  char *path;
  int matrix;
  int gate;
  char *title;
  char *detail;
  char *subtitle;
  char *words;
  ScopeHue hue;
  ScopeBrowserItem *parent; /* nullable, weak: keeps this one */
  ScopeRails rails;
  guint n_lanes;
  GListStore *children;
};

G_DEFINE_FINAL_TYPE (ScopeBrowserItem, scope_browser_item, G_TYPE_OBJECT)

static void
scope_browser_item_finalize (GObject *object)
{
  ScopeBrowserItem *self = SCOPE_BROWSER_ITEM (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_pointer (&self->gates, scope_gates_unref);
  g_clear_pointer (&self->model, scope_model_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->subtitle, g_free);
  g_clear_pointer (&self->words, g_free);
  g_clear_object (&self->children);

  G_OBJECT_CLASS (scope_browser_item_parent_class)->finalize (object);
}

static void
scope_browser_item_class_init (ScopeBrowserItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scope_browser_item_finalize;
}

static void
scope_browser_item_init (ScopeBrowserItem *self)
{
  self->matrix = self->gate = -1;
  self->hue = SCOPE_HUE_NONE;
}

char *
scope_browser_item_dup_shape (ScopeLayer *layer)
{
  const gint64 *dims;
  guint n = scope_layer_get_output_dims (layer, &dims);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < n; i++)
    {
      g_autofree char *number =
          dims[i] == SCOPE_DIM_FREE ? g_strdup (_ ("any")) : scope_words_dup_count (dims[i]);

      g_string_append_printf (text, "%s%s", i > 1 ? " × " : "", number);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* "LSTM · 32 units" */
static char *
dup_detail (ScopeLayer *layer)
{
  guint units = scope_layer_get_units (layer);
  g_autofree char *count = scope_words_dup_count (units);
  g_autofree char *units_text = NULL;

  if (units == 0)
    return g_strdup (scope_layer_get_class (layer));
  units_text = g_strdup_printf (ngettext ("%s unit", "%s units", units), count);
  return g_strdup_printf ("%s · %s", scope_layer_get_class (layer), units_text);
}

/* "→ 24 × 32 · 6 144 parameters", with what feeds it in front */
static char *
dup_subtitle (ScopeLayer *layer, const char *feeds)
{
  g_autofree char *shape = scope_browser_item_dup_shape (layer);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 parameters = scope_layer_get_n_parameters (layer);

  if (feeds != NULL)
    g_string_append_printf (text, "%s ", feeds);
  if (shape != NULL)
    g_string_append_printf (text, "→ %s", shape);
  if (parameters > 0)
    {
      g_autofree char *count = scope_words_dup_count ((gint64) parameters);

      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, ngettext ("%s parameter", "%s parameters", parameters), count);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static ScopeBrowserItem *
item_new_layer (ScopeModel *model, ScopeLayer *layer, const char *path, const char *feeds)
{
  ScopeBrowserItem *self = g_object_new (SCOPE_TYPE_BROWSER_ITEM, NULL);

  self->model = scope_model_ref (model);
  self->layer = layer;
  self->path = g_strdup (path);
  self->title = g_strdup (scope_layer_get_name (layer));
  self->detail = dup_detail (layer);
  self->subtitle = dup_subtitle (layer, feeds);
  /* A layer whose weights do not make gates says so on the model page; here it has no rows under it. */
  if (scope_layer_is_recurrent (layer) || scope_layer_is_cell (layer))
    self->gates = scope_gates_new (layer, NULL);
  if (self->subtitle != NULL)
    self->words = g_strdup_printf ("%s, %s, %s", self->title, self->detail, self->subtitle);
  else
    self->words = g_strdup_printf ("%s, %s", self->title, self->detail);
  return self;
}

static char *
dup_matrix_title (ScopeMatrix matrix)
{
  switch (matrix)
    {
    case SCOPE_MATRIX_W:
      return g_strdup (_ ("from the inputs"));
    case SCOPE_MATRIX_U:
      return g_strdup (_ ("from the units before"));
    case SCOPE_MATRIX_V:
      return g_strdup (_ ("peepholes"));
    case SCOPE_MATRIX_B:
    case SCOPE_N_MATRICES_AND_V:
    default:
      return g_strdup (_ ("bias"));
    }
}

static char *
dup_view_shape (ScopeMatrixView view, guint n_gates, gboolean is_matrix)
{
  g_autofree char *rows = scope_words_dup_count ((gint64) view.n_rows);
  g_autofree char *columns = scope_words_dup_count ((gint64) (view.n_columns * n_gates));

  return is_matrix ? g_strdup_printf ("%s × %s", rows, columns) : g_strdup (columns);
}

/* How many gates have the matrix: the candidate has no peepholes. */
static guint
count_gates (ScopeGates *gates, ScopeMatrix matrix)
{
  guint n = 0;

  for (guint gate = 0; gate < scope_gates_get_n_gates (gates); gate++)
    n += scope_gates_get_view (gates, gate, matrix).data != NULL;
  return n;
}

static ScopeBrowserItem *
item_new_matrix (ScopeBrowserItem *parent, ScopeMatrix matrix)
{
  ScopeBrowserItem *self = g_object_new (SCOPE_TYPE_BROWSER_ITEM, NULL);
  ScopeMatrixView view = scope_gates_get_view (parent->gates, 0, matrix);

  self->model = scope_model_ref (parent->model);
  self->gates = scope_gates_ref (parent->gates);
  self->path = g_strdup (parent->path);
  self->matrix = (int) matrix;
  self->title = g_strdup (scope_matrix_get_letter (matrix));
  self->subtitle = dup_matrix_title (matrix);
  self->detail = dup_view_shape (view, count_gates (self->gates, matrix), matrix < SCOPE_MATRIX_B);
  self->words =
      g_strdup_printf ("%s %s, %s, %s", parent->title, self->title, self->subtitle, self->detail);
  return self;
}

static ScopeBrowserItem *
item_new_gate (ScopeBrowserItem *parent, guint gate)
{
  ScopeBrowserItem *self = g_object_new (SCOPE_TYPE_BROWSER_ITEM, NULL);
  ScopeMatrixView view = scope_gates_get_view (parent->gates, gate, (ScopeMatrix) parent->matrix);

  self->model = scope_model_ref (parent->model);
  self->path = g_strdup (parent->path);
  self->matrix = parent->matrix;
  self->gate = (int) gate;
  self->title = scope_words_dup_gate (parent->gates, gate);
  self->detail = dup_view_shape (view, 1, self->matrix < (int) SCOPE_MATRIX_B);
  self->hue = scope_gate_dot_find_hue (parent->gates, gate);
  self->words = g_strdup_printf ("%s, %s, %s", parent->title, self->title, self->detail);
  return self;
}

/* Rows of layers that stand side by side in one model, or in one layer. @parent: (nullable) */
static GPtrArray *
list_layers (ScopeModel *model, ScopeLayer *const *layers, guint n_layers, ScopeBrowserItem *parent)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_lanes = 0;
  /* The feeds of what is wrapped are no layers beside it. */
  gboolean joined = parent == NULL || scope_layer_is_model (parent->layer);
  g_autofree ScopeRails *rails =
      joined ? scope_browser_rails_new (layers, n_layers, &n_lanes) : NULL;

  for (guint i = 0; i < n_layers; i++)
    {
      g_autofree char *path =
          parent != NULL ? scope_words_dup_child_path (model, parent->path, parent->layer, i)
                         : g_strdup (scope_layer_get_name (layers[i]));
      g_autofree char *feeds =
          rails != NULL ? scope_browser_rails_dup_feeds (layers, n_layers, i) : NULL;
      ScopeBrowserItem *item = item_new_layer (model, layers[i], path, feeds);

      g_set_weak_pointer (&item->parent, parent);
      if (rails != NULL)
        {
          item->rails = rails[i];
          item->n_lanes = n_lanes;
        }
      g_ptr_array_add (items, item);
    }
  return items;
}

GPtrArray *
scope_browser_item_list (ScopeModel *model)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new ();

  g_return_val_if_fail (model != NULL, NULL);

  for (guint i = 0; i < scope_model_get_n_layers (model); i++)
    g_ptr_array_add (layers, scope_model_get_layer (model, i));
  return list_layers (model, (ScopeLayer *const *) layers->pdata, layers->len, NULL);
}

ScopeBrowserItem *
scope_browser_item_get_parent (ScopeBrowserItem *self)
{
  return self->parent;
}

const ScopeRails *
scope_browser_item_get_rails (ScopeBrowserItem *self)
{
  return self->n_lanes > 0 ? &self->rails : NULL;
}

guint
scope_browser_item_get_n_lanes (ScopeBrowserItem *self)
{
  return self->n_lanes;
}

ScopeBrowserItem *
scope_browser_item_new (ScopeModel *model, guint layer)
{
  ScopeLayer *object;

  g_return_val_if_fail (model != NULL, NULL);

  object = scope_model_get_layer (model, layer);
  return item_new_layer (model, object, scope_layer_get_name (object), NULL);
}

const char *
scope_browser_item_get_path (ScopeBrowserItem *self)
{
  return self->path;
}

int
scope_browser_item_get_matrix (ScopeBrowserItem *self)
{
  return self->matrix;
}

int
scope_browser_item_get_gate (ScopeBrowserItem *self)
{
  return self->gate;
}

gboolean
scope_browser_item_is_layer (ScopeBrowserItem *self)
{
  return self->layer != NULL;
}

ScopeLayer *
scope_browser_item_get_layer (ScopeBrowserItem *self)
{
  return self->layer;
}

const char *
scope_browser_item_get_title (ScopeBrowserItem *self)
{
  return self->title;
}

const char *
scope_browser_item_get_detail (ScopeBrowserItem *self)
{
  return self->detail;
}

const char *
scope_browser_item_get_subtitle (ScopeBrowserItem *self)
{
  return self->subtitle;
}

const char *
scope_browser_item_get_words (ScopeBrowserItem *self)
{
  return self->words;
}

ScopeHue
scope_browser_item_get_hue (ScopeBrowserItem *self)
{
  return self->hue;
}

static void
add_children (ScopeBrowserItem *self)
{
  guint n_children = self->layer != NULL ? scope_layer_get_n_children (self->layer) : 0;

  if (n_children > 0)
    {
      g_autoptr (GPtrArray) layers = g_ptr_array_new ();
      g_autoptr (GPtrArray) items = NULL;

      for (guint i = 0; i < n_children; i++)
        g_ptr_array_add (layers, scope_layer_get_child (self->layer, i));
      items = list_layers (self->model, (ScopeLayer *const *) layers->pdata, n_children, self);
      g_list_store_splice (self->children, 0, 0, items->pdata, items->len);
    }

  if (self->gates == NULL)
    return;
  if (self->matrix < 0)
    for (guint i = 0; i < SCOPE_N_MATRICES_AND_V; i++)
      {
        g_autoptr (ScopeBrowserItem) item = NULL;

        if (scope_gates_get_view (self->gates, 0, (ScopeMatrix) i).data == NULL)
          continue;
        item = item_new_matrix (self, (ScopeMatrix) i);
        g_set_weak_pointer (&item->parent, self);
        g_list_store_append (self->children, item);
      }
  else
    for (guint i = 0; i < scope_gates_get_n_gates (self->gates); i++)
      {
        g_autoptr (ScopeBrowserItem) item = NULL;

        if (scope_gates_get_view (self->gates, i, (ScopeMatrix) self->matrix).data == NULL)
          continue;
        item = item_new_gate (self, i);
        g_list_store_append (self->children, item);
      }
}

GListModel *
scope_browser_item_get_children (ScopeBrowserItem *self)
{
  g_return_val_if_fail (SCOPE_IS_BROWSER_ITEM (self), NULL);

  if (self->gates == NULL && (self->layer == NULL || scope_layer_get_n_children (self->layer) == 0))
    return NULL;
  if (self->children == NULL)
    {
      self->children = g_list_store_new (SCOPE_TYPE_BROWSER_ITEM);
      add_children (self);
    }
  return G_LIST_MODEL (self->children);
}

static gboolean
layer_matches (ScopeLayer *layer, const char *text)
{
  if (scope_words_contains (scope_layer_get_name (layer), text)
      || scope_words_contains (scope_layer_get_class (layer), text))
    return TRUE;
  for (guint i = 0; i < scope_layer_get_n_children (layer); i++)
    if (layer_matches (scope_layer_get_child (layer, i), text))
      return TRUE;
  return FALSE;
}

gboolean
scope_browser_item_matches (ScopeBrowserItem *self, const char *text)
{
  g_return_val_if_fail (SCOPE_IS_BROWSER_ITEM (self), FALSE);

  return text == NULL || *text == '\0' || self->layer == NULL || layer_matches (self->layer, text);
}
