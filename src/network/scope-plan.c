/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-plan.h"

#include "scope-layer-type.h"
#include "scope-network.h"

#include <glib/gi18n.h>
#include <string.h>

/* The layers of a model, or of a model inside it, at one call. */
typedef struct
{
  const char *prefix; /* nullable: path of the layer that they are in */
  guint n_layers;
  ScopeLayer **layers;
  GHashTable *values; /* call of a layer (see call_key()) → GArray of guint: what came out of it */
} Graph;

typedef struct
{
  ScopePlan *plan;
  GPtrArray *obstacles;
  GHashTable *reported; /* of ScopeLayer */
} Compiler;

static void compile_graph (Compiler *self, Graph *graph);

const ScopeShape *
scope_plan_get_shape (const ScopePlan *self, guint value)
{
  return &g_array_index (self->shapes, ScopeShape, value);
}

guint
scope_plan_get_mask (const ScopePlan *self, guint value)
{
  return g_array_index (self->masks, guint, value);
}

void
scope_plan_set_mask (ScopePlan *self, guint value, guint mask)
{
  g_array_index (self->masks, guint, value) = mask;
}

static guint
add_value (ScopePlan *self, const ScopeShape *shape)
{
  ScopeShape own = *shape;
  guint mask = SCOPE_NO_MASK;
  gboolean known = FALSE;

  if (own.n_dims > 0)
    own.dims[0] = SCOPE_DIM_FREE;
  g_array_append_val (self->shapes, own);
  g_array_append_val (self->masks, mask);
  g_array_append_val (self->folds, self->fold);
  g_array_append_val (self->known, known);
  return self->shapes->len - 1;
}

gboolean
scope_plan_add (ScopePlan *self, ScopeStep *step, const guint *inputs, guint n_inputs,
                GArray *outputs, char **why)
{
  g_autoptr (ScopeStep) owned = step;
  ScopeShape input_shapes[SCOPE_STEP_MAX_INPUTS];
  ScopeShape output_shapes[SCOPE_STEP_MAX_OUTPUTS] = { 0 };

  if (n_inputs > SCOPE_STEP_MAX_INPUTS)
    {
      *why = g_strdup_printf (_ ("It is fed by %u tensors; Gatescope runs layers with up to %u."),
                              n_inputs, SCOPE_STEP_MAX_INPUTS);
      return FALSE;
    }

  step->fold = self->fold;
  step->n_inputs = n_inputs;
  for (guint i = 0; i < n_inputs; i++)
    {
      step->inputs[i] = inputs[i];
      input_shapes[i] = *scope_plan_get_shape (self, inputs[i]);
    }
  if (!step->class->infer (step, input_shapes, output_shapes, why))
    return FALSE;

  for (guint i = 0; i < step->n_outputs; i++)
    {
      step->outputs[i] = add_value (self, &output_shapes[i]);
      g_array_append_val (outputs, step->outputs[i]);
    }
  g_ptr_array_add (self->steps, g_steal_pointer (&owned));
  return TRUE;
}

gboolean
scope_plan_add_fold (ScopePlan *self, ScopeStep *step, guint value, guint *folded, char **why)
{
  g_autoptr (GArray) outputs = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!scope_plan_add (self, step, &value, 1, outputs, why))
    return FALSE;
  *folded = g_array_index (outputs, guint, 0);
  g_array_index (self->folds, guint, *folded) = value;
  return TRUE;
}

static gsize
get_repeats (const ScopePlan *self, const ScopeShape *shapes, guint fold)
{
  gsize n = 1;

  for (; fold != SCOPE_NO_VALUE; fold = g_array_index (self->folds, guint, fold))
    n *= (gsize) shapes[fold].dims[1];
  return n;
}

gsize
scope_plan_get_repeats (const ScopePlan *self, const ScopeShape *shapes, guint value)
{
  return get_repeats (self, shapes, g_array_index (self->folds, guint, value));
}

gsize
scope_plan_get_step_repeats (const ScopePlan *self, const ScopeShape *shapes, const ScopeStep *step)
{
  return get_repeats (self, shapes, step->fold);
}

static gint64 *
call_key (guint layer, guint call)
{
  gint64 key = ((gint64) layer << 32) | call;

  return g_memdup2 (&key, sizeof key);
}

static GArray *
new_values (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
graph_init (Graph *self, const char *prefix, guint n_layers)
{
  self->prefix = prefix;
  self->n_layers = n_layers;
  self->layers = g_new0 (ScopeLayer *, n_layers);
  self->values =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
}

static void
graph_clear (Graph *self)
{
  g_free (self->layers);
  g_hash_table_unref (self->values);
}

static GArray *
graph_get_values (Graph *self, guint layer, guint call)
{
  gint64 key = ((gint64) layer << 32) | call;

  return g_hash_table_lookup (self->values, &key);
}

static gboolean
graph_find (Graph *self, const ScopeTensor *tensor, guint *value)
{
  GArray *values = graph_get_values (self, tensor->layer, tensor->node);

  if (values == NULL || tensor->tensor >= values->len)
    return FALSE;
  *value = g_array_index (values, guint, tensor->tensor);
  return TRUE;
}

static void
graph_set_input (Graph *self, const ScopeTensor *tensor, guint value)
{
  GArray *values = new_values ();

  g_array_append_val (values, value);
  g_hash_table_replace (self->values, call_key (tensor->layer, tensor->node), values);
}

static void
report (Compiler *self, const Graph *graph, ScopeLayer *layer, char *why)
{
  const char *name = scope_layer_get_name (layer);
  ScopeObstacle *obstacle;

  if (!g_hash_table_add (self->reported, layer))
    {
      g_free (why);
      return;
    }

  obstacle = g_new0 (ScopeObstacle, 1);
  obstacle->layer =
      graph->prefix != NULL ? g_strconcat (graph->prefix, "/", name, NULL) : g_strdup (name);
  obstacle->class_name = g_strdup (scope_layer_get_class (layer));
  obstacle->why = why;
  g_ptr_array_add (self->obstacles, obstacle);
}

/* A model in the model: its layers become steps of this plan, once for each call. Its own obstacles are reported. */
static gboolean
compile_inner (Compiler *self, ScopeLayer *layer, const char *path, const guint *inputs,
               guint n_inputs, GArray *outputs, char **why)
{
  Graph graph;
  gboolean whole = TRUE;

  if (n_inputs != scope_layer_get_n_inner_inputs (layer))
    {
      *why = g_strdup_printf (_ ("It is fed by %u tensors, and has %u inputs."), n_inputs,
                              scope_layer_get_n_inner_inputs (layer));
      return FALSE;
    }

  graph_init (&graph, path, scope_layer_get_n_children (layer));
  for (guint i = 0; i < graph.n_layers; i++)
    graph.layers[i] = scope_layer_get_child (layer, i);
  for (guint i = 0; i < n_inputs; i++)
    graph_set_input (&graph, scope_layer_get_inner_input (layer, i), inputs[i]);

  compile_graph (self, &graph);

  for (guint i = 0; i < scope_layer_get_n_inner_outputs (layer); i++)
    {
      guint value;

      if (graph_find (&graph, scope_layer_get_inner_output (layer, i), &value))
        g_array_append_val (outputs, value);
      else
        whole = FALSE;
    }
  graph_clear (&graph);

  if (!whole)
    *why = g_strdup (_ ("Its layers are not joined to its outputs."));
  return whole;
}

/* A layer that changes nothing about which steps there are: its outputs have the first mask that comes in. */
static void
pass_mask (ScopePlan *plan, const guint *inputs, guint n_inputs, GArray *outputs)
{
  guint mask = SCOPE_NO_MASK;

  for (guint i = 0; i < n_inputs && mask == SCOPE_NO_MASK; i++)
    mask = scope_plan_get_mask (plan, inputs[i]);
  for (guint i = 0; i < outputs->len; i++)
    scope_plan_set_mask (plan, g_array_index (outputs, guint, i), mask);
}

static gboolean
check_class (ScopeLayer *layer, char **why)
{
  /* A model in the model is stopped by its own layers, which say so. */
  if (scope_layer_is_model (layer))
    return TRUE;
  if (scope_layer_get_obstacle (layer) != NULL)
    {
      *why = g_strdup (scope_layer_get_obstacle (layer));
      return FALSE;
    }
  if (scope_layer_type_find (layer) == NULL)
    {
      *why = g_strdup (_ ("Gatescope cannot run layers of this class yet."));
      return FALSE;
    }
  return TRUE;
}

/* A layer that check_class() has nothing against. */
static gboolean
compile_layer (Compiler *self, ScopeLayer *layer, const char *path, const guint *inputs,
               guint n_inputs, GArray *outputs, char **why)
{
  const ScopeLayerType *type = scope_layer_type_find (layer);

  if (scope_layer_is_model (layer))
    return compile_inner (self, layer, path, inputs, n_inputs, outputs, why);
  if (!type->compile (self->plan, layer, path, inputs, n_inputs, outputs, why))
    return FALSE;
  if (type->mask == SCOPE_MASK_PASSES)
    pass_mask (self->plan, inputs, n_inputs, outputs);
  return TRUE;
}

gboolean
scope_plan_compile (ScopePlan *self, ScopeLayer *layer, const char *path, const guint *inputs,
                    guint n_inputs, GArray *outputs, char **why)
{
  g_autoptr (GHashTable) reported = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) obstacles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) scope_obstacle_free);
  Compiler compiler = { self, obstacles, reported };
  g_autofree char *reason = NULL;
  gboolean done = check_class (layer, &reason)
                  && compile_layer (&compiler, layer, path, inputs, n_inputs, outputs, &reason);

  if (done && obstacles->len == 0)
    return TRUE;

  if (obstacles->len > 0)
    {
      const ScopeObstacle *first = g_ptr_array_index (obstacles, 0);

      /* Translators: a layer inside another one, and why it cannot be run */
      *why = g_strdup_printf (_ ("“%s” in it: %s"), first->layer, first->why);
    }
  else
    *why = g_strdup_printf (_ ("“%s” in it: %s"), scope_layer_get_name (layer), reason);
  return FALSE;
}

/* Attention names its second and third tensor, "value" and "key", in any order; gives the place of a feed among all. */
static gboolean
find_place (ScopeLayer *layer, const char *argument, guint *place)
{
  if (argument == NULL || strcmp (argument, "initial_state") == 0)
    return TRUE;
  if (strcmp (scope_layer_get_class (layer), "MultiHeadAttention") != 0
      && strcmp (scope_layer_get_class (layer), "GroupQueryAttention") != 0)
    return FALSE;
  *place = strcmp (argument, "key") == 0 ? 2 : 1;
  return strcmp (argument, "key") == 0 || strcmp (argument, "value") == 0;
}

/* Tells what feeds a call from the masks that it is given beside it: a mask by keyword counts before the one that comes
 * with the tensor. %FALSE where something else is given by a keyword. */
static gboolean
part_arguments (ScopeLayer *layer, guint call, guint *inputs, guint *n_inputs, GArray *masks,
                char **why)
{
  g_autofree guint *given = g_memdup2 (inputs, (*n_inputs + 1) * sizeof *inputs);
  guint n = 0;

  for (guint i = 0; i < *n_inputs; i++)
    {
      const char *argument = scope_layer_get_feed_argument (layer, call, i);
      guint place = n;

      if (g_strcmp0 (argument, "mask") == 0)
        g_array_append_val (masks, given[i]);
      else if (find_place (layer, argument, &place) && place < *n_inputs)
        {
          inputs[place] = given[i];
          n++;
        }
      else
        {
          *why =
              g_strdup_printf (_ ("It is given “%s”, which Gatescope cannot pass on."), argument);
          return FALSE;
        }
    }

  *n_inputs = n;
  if (masks->len <= 1 || masks->len == n)
    return TRUE;
  *why = g_strdup (_ ("It is given masks for some of its tensors only."));
  return FALSE;
}

static gboolean
compile_call (Compiler *self, Graph *graph, ScopeLayer *layer, guint call, guint *inputs,
              guint n_inputs, GArray *outputs, char **why)
{
  const char *name = scope_layer_get_name (layer);
  g_autofree char *path =
      graph->prefix != NULL ? g_strconcat (graph->prefix, "/", name, NULL) : g_strdup (name);
  g_autoptr (GArray) masks = new_values ();
  g_autofree guint *own_masks = NULL;
  gboolean done;

  if (!check_class (layer, why) || !part_arguments (layer, call, inputs, &n_inputs, masks, why))
    return FALSE;
  /* Behind a layer that cannot be run; nothing more can be said of this one. */
  for (guint i = 0; i < n_inputs; i++)
    if (scope_plan_get_shape (self->plan, inputs[i])->n_dims == 0)
      return FALSE;

  own_masks = g_new0 (guint, n_inputs + 1);
  for (guint i = 0; i < n_inputs; i++)
    own_masks[i] = scope_plan_get_mask (self->plan, inputs[i]);
  for (guint i = 0; i < masks->len && i < n_inputs; i++)
    scope_plan_set_mask (self->plan, inputs[i], g_array_index (masks, guint, i));

  self->plan->masks_given = masks->len > 0;
  self->plan->call = call;
  done = compile_layer (self, layer, path, inputs, n_inputs, outputs, why);
  self->plan->masks_given = FALSE;

  for (guint i = 0; i < masks->len && i < n_inputs; i++)
    scope_plan_set_mask (self->plan, inputs[i], own_masks[i]);
  return done;
}

/* Values for what a layer that cannot be run would have made, as far as the model says their shapes, so that the layers
 * behind it can still be judged. */
static void
make_up_values (Compiler *self, ScopeLayer *layer, guint call, GArray *values)
{
  g_array_set_size (values, 0);
  for (guint tensor = 0;
       tensor == 0 || scope_layer_get_call_shape (layer, call, tensor)->n_dims > 0; tensor++)
    {
      guint value = add_value (self->plan, scope_layer_get_call_shape (layer, call, tensor));

      g_array_append_val (values, value);
    }
}

/* %FALSE where something that feeds the call is not compiled yet. */
static gboolean
try_call (Compiler *self, Graph *graph, guint index, guint call)
{
  ScopeLayer *layer = graph->layers[index];
  guint n_inputs = scope_layer_get_n_feeds (layer, call);
  g_autofree guint *inputs = g_new0 (guint, n_inputs + 1);
  g_autofree char *why = NULL;
  GArray *outputs;

  for (guint i = 0; i < n_inputs; i++)
    if (!graph_find (graph, scope_layer_get_feed (layer, call, i), &inputs[i]))
      return FALSE;

  outputs = new_values ();
  if (!compile_call (self, graph, layer, call, inputs, n_inputs, outputs, &why))
    {
      if (why != NULL)
        report (self, graph, layer, g_steal_pointer (&why));
      make_up_values (self, layer, call, outputs);
    }
  g_hash_table_replace (graph->values, call_key (index, call), outputs);
  return TRUE;
}

/* Calls are compiled as soon as all that feeds them is there, in the order of the layers; a model without a
 * loop is done in as many rounds as its longest detour against that order, mostly one. */
static void
compile_graph (Compiler *self, Graph *graph)
{
  gboolean more = TRUE;

  while (more)
    {
      more = FALSE;
      for (guint i = 0; i < graph->n_layers; i++)
        for (guint call = 0; call < scope_layer_get_n_calls (graph->layers[i]); call++)
          if (graph_get_values (graph, i, call) == NULL && try_call (self, graph, i, call))
            more = TRUE;
    }

  for (guint i = 0; i < graph->n_layers; i++)
    if (graph_get_values (graph, i, 0) == NULL)
      report (self, graph, graph->layers[i],
              g_strdup (_ ("Nothing that the model is given leads to it.")));
}

/* Takes out what depends on a layer that cannot be run. */
static void
prune (ScopePlan *self)
{
  gboolean known;

  for (guint i = 0; i < self->inputs->len; i++)
    g_array_index (self->known, gboolean, g_array_index (self->inputs, guint, i)) = TRUE;

  for (guint i = 0; i < self->steps->len;)
    {
      const ScopeStep *step = g_ptr_array_index (self->steps, i);

      known = TRUE;
      for (guint k = 0; k < step->n_inputs; k++)
        known = known && g_array_index (self->known, gboolean, step->inputs[k]);
      for (guint k = 0; k < step->n_outputs; k++)
        g_array_index (self->known, gboolean, step->outputs[k]) = known;
      if (known)
        i++;
      else
        g_ptr_array_remove_index (self->steps, i);
    }

  for (guint i = 0; i < self->outputs->len;)
    if (g_array_index (self->known, gboolean, g_array_index (self->outputs, guint, i)))
      i++;
    else
      g_array_remove_index (self->outputs, i);
}

guint
scope_plan_add_state (ScopePlan *self, gsize n_units)
{
  const ScopeShape shape = { 2, { SCOPE_DIM_FREE, (gint64) n_units } };
  guint value = add_value (self, &shape);

  g_array_append_val (self->inputs, value);
  return value;
}

static ScopePlan *
new_plan (ScopeModel *model, GPtrArray *obstacles, gboolean resumable)
{
  ScopePlan *self = g_new0 (ScopePlan, 1);
  g_autoptr (GHashTable) reported = g_hash_table_new (NULL, NULL);
  Compiler compiler = { self, obstacles, reported };
  Graph graph;

  self->kernels = scope_kernels_choose ();
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_step_free);
  self->shapes = g_array_new (FALSE, FALSE, sizeof (ScopeShape));
  self->masks = new_values ();
  self->folds = new_values ();
  self->known = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->fold = SCOPE_NO_VALUE;
  self->inputs = new_values ();
  self->outputs = new_values ();
  if (resumable)
    self->states = g_array_new (FALSE, FALSE, sizeof (ScopePlanState));

  graph_init (&graph, NULL, scope_model_get_n_layers (model));
  for (guint i = 0; i < graph.n_layers; i++)
    graph.layers[i] = scope_model_get_layer (model, i);

  for (guint i = 0; i < scope_model_get_n_inputs (model); i++)
    {
      const ScopeTensor *tensor = scope_model_get_input (model, i);
      ScopeLayer *layer = graph.layers[tensor->layer];
      guint value =
          add_value (self, scope_layer_get_call_shape (layer, tensor->node, tensor->tensor));

      if (scope_plan_get_shape (self, value)->n_dims < 2)
        report (&compiler, &graph, layer,
                g_strdup (_ ("The file does not say what shape this input has.")));
      graph_set_input (&graph, tensor, value);
      g_array_append_val (self->inputs, value);
    }

  compile_graph (&compiler, &graph);

  for (guint i = 0; i < scope_model_get_n_outputs (model); i++)
    {
      const ScopeTensor *tensor = scope_model_get_output (model, i);
      guint value;

      if (graph_find (&graph, tensor, &value))
        g_array_append_val (self->outputs, value);
      else
        report (&compiler, &graph, graph.layers[tensor->layer],
                g_strdup (_ ("It does not have the output that the model asks for.")));
    }
  graph_clear (&graph);
  for (guint i = 0; resumable && i < self->states->len; i++)
    g_array_append_val (self->outputs, g_array_index (self->states, ScopePlanState, i).end);
  prune (self);
  return self;
}

ScopePlan *
scope_plan_new (ScopeModel *model, GPtrArray *obstacles)
{
  return new_plan (model, obstacles, FALSE);
}

ScopePlan *
scope_plan_new_resumable (ScopeModel *model, GPtrArray *obstacles)
{
  return new_plan (model, obstacles, TRUE);
}

void
scope_plan_free (ScopePlan *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->steps);
  g_array_unref (self->shapes);
  g_array_unref (self->masks);
  g_array_unref (self->folds);
  g_array_unref (self->known);
  g_array_unref (self->inputs);
  g_array_unref (self->outputs);
  g_clear_pointer (&self->states, g_array_unref);
  g_free (self);
}

/* The @index-th traced step below @layer, counted by the first calls; -1 where there is none. */
static int
find_below (const ScopePlan *self, const char *layer, gsize length, guint64 index)
{
  const char *last = NULL;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (self->steps, i);

      if (step->class->tracks == NULL || strncmp (step->path, layer, length) != 0
          || step->path[length] != '/' || g_strcmp0 (step->path, last) == 0)
        continue;
      if (index-- == 0)
        return (int) i;
      last = step->path;
    }
  return -1;
}

int
scope_plan_find_traced (const ScopePlan *self, const char *layer)
{
  const char *number = strrchr (layer, '/');
  guint64 index;
  char *end;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (self->steps, i);

      if (step->class->tracks != NULL && strcmp (step->path, layer) == 0)
        return (int) i;
    }

  if (number != NULL && g_ascii_isdigit (number[1]))
    {
      index = g_ascii_strtoull (number + 1, &end, 10);
      if (*end == '\0')
        return find_below (self, layer, (gsize) (number - layer), index);
    }
  return find_below (self, layer, strlen (layer), 1) < 0
             ? find_below (self, layer, strlen (layer), 0)
             : -1;
}

ScopeShape *
scope_plan_infer (const ScopePlan *self, const ScopeShape *inputs, char **why)
{
  g_autofree ScopeShape *shapes = g_new0 (ScopeShape, self->shapes->len);

  for (guint i = 0; i < self->inputs->len; i++)
    shapes[g_array_index (self->inputs, guint, i)] = inputs[i];
  /* One number that nobody makes or takes. */
  for (guint i = 0; i < self->shapes->len; i++)
    if (!g_array_index (self->known, gboolean, i))
      shapes[i] = (ScopeShape){ 1, { SCOPE_DIM_FREE } };

  for (guint i = 0; i < self->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (self->steps, i);
      ScopeShape taken[SCOPE_STEP_MAX_INPUTS];
      ScopeShape made[SCOPE_STEP_MAX_OUTPUTS] = { 0 };

      for (guint k = 0; k < step->n_inputs; k++)
        taken[k] = shapes[step->inputs[k]];
      if (!step->class->infer (step, taken, made, why))
        return NULL;
      for (guint k = 0; k < step->n_outputs; k++)
        shapes[step->outputs[k]] = made[k];
    }
  return g_steal_pointer (&shapes);
}
