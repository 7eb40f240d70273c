/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forward pass of a network: windows are cut into chunks, which threads take in turn, each with its own states. */
#include "scope-network-private.h"

#include "scope-buffer.h"
#include "scope-error.h"
#include "scope-trace-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Windows of a chunk: a multiple of what the kernels take side by side, many enough for a row's share of W·x to be
 * small; fewer where a window's values would fill more than this many floats (16 MB). */
#define MAX_CHUNK 192
#define CHUNK_UNIT 48
#define MAX_CHUNK_FLOATS (4 * 1024 * 1024)

/* What is the same for all threads of a run. */
typedef struct
{
  const ScopePlan *plan;
  const ScopeBatch *batch;
  GCancellable *cancellable;
  ScopeProgress *progress;
  ScopeShape *shapes;   /* (values) */
  ScopeArray **outputs; /* (n_outputs) */
  ScopeTrace **traces;  /* (steps): NULL where the step is not traced */
  gsize chunk;          /* windows */
  gsize span;           /* windows that a thread takes at once, so that neighbours stay together */

  GMutex mutex;
  gsize next; /* window */
  gsize n_done;
  gboolean stopped;
  GError *error;
} Run;

/* What a thread has of its own. */
typedef struct
{
  Run *run;
  ScopeValue *values; /* (values) */
  float **buffers;    /* (values): NULL for the inputs */
  gpointer *states;   /* (steps) */
} Worker;

static void
worker_free (Worker *self)
{
  const ScopePlan *plan = self->run->plan;

  for (guint i = 0; i < plan->shapes->len; i++)
    scope_buffer_free (self->buffers[i]);
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (plan->steps, i);

      if (self->states[i] != NULL)
        step->class->state_free (self->states[i]);
    }
  g_free (self->values);
  g_free (self->buffers);
  g_free (self->states);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Worker, worker_free)

static Worker *
worker_new (Run *run, GError **error)
{
  const ScopePlan *plan = run->plan;
  g_autoptr (Worker) self = g_new0 (Worker, 1);

  self->run = run;
  self->values = g_new0 (ScopeValue, plan->shapes->len);
  self->buffers = g_new0 (float *, plan->shapes->len);
  self->states = g_new0 (gpointer, plan->steps->len);

  for (guint i = 0; i < plan->shapes->len; i++)
    {
      self->values[i].shape = run->shapes[i];
      self->values[i].size = (gsize) scope_shape_product (&run->shapes[i], 1);
    }
  for (guint i = 0; i < plan->inputs->len; i++)
    {
      ScopeValue *value = &self->values[g_array_index (plan->inputs, guint, i)];

      value->data = scope_array_get_data (run->batch->inputs[i]);
      value->row_size = value->size;
      if (value->shape.n_dims > 2)
        value->row_size = (gsize) scope_shape_product (&value->shape, 2);
    }

  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (plan->steps, i);
      ScopeShape inputs[SCOPE_STEP_MAX_INPUTS];

      for (guint k = 0; k < step->n_inputs; k++)
        inputs[k] = run->shapes[step->inputs[k]];
      if (step->class->state_new != NULL)
        {
          self->states[i] = step->class->state_new (
              step, inputs, run->chunk * scope_plan_get_step_repeats (plan, run->shapes, step),
              error);
          if (self->states[i] == NULL)
            return NULL;
        }
      for (guint k = 0; k < step->n_outputs; k++)
        {
          guint value = step->outputs[k];

          self->buffers[value] =
              scope_buffer_new (run->chunk * scope_plan_get_repeats (plan, run->shapes, value),
                                self->values[value].size, error);
          if (self->buffers[value] == NULL)
            return NULL;
          self->values[value].data = self->buffers[value];
        }
    }
  return g_steal_pointer (&self);
}

/* All steps for the windows from @first on; %FALSE where it was cancelled. */
static gboolean
worker_run_chunk (Worker *self, gsize first, gsize n_windows)
{
  const Run *run = self->run;
  const ScopePlan *plan = run->plan;

  for (guint i = 0; i < plan->inputs->len; i++)
    self->values[g_array_index (plan->inputs, guint, i)].starts = run->batch->starts + first;

  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ScopeStep *step = g_ptr_array_index (plan->steps, i);
      gsize repeats = scope_plan_get_step_repeats (plan, run->shapes, step);
      const ScopeChunk chunk = { first * repeats, n_windows * repeats, run->cancellable,
                                 run->traces[i] };
      const ScopeValue *inputs[SCOPE_STEP_MAX_INPUTS];
      float *outputs[SCOPE_STEP_MAX_OUTPUTS];

      for (guint k = 0; k < step->n_inputs; k++)
        inputs[k] = &self->values[step->inputs[k]];
      for (guint k = 0; k < step->n_outputs; k++)
        outputs[k] = self->buffers[step->outputs[k]];
      if (!step->class->forward (step, self->states[i], &chunk, inputs, outputs)
          || g_cancellable_is_cancelled (run->cancellable))
        return FALSE;
    }

  for (guint i = 0; i < plan->outputs->len; i++)
    {
      const ScopeValue *value = &self->values[g_array_index (plan->outputs, guint, i)];
      float *to = scope_array_get_writable (run->outputs[i]) + first * value->size;

      for (gsize w = 0; w < n_windows; w++)
        memcpy (to + w * value->size, scope_value_get_window (value, w),
                value->size * sizeof (float));
    }
  return TRUE;
}

/* The next windows that nobody has taken. */
static gboolean
run_take (Run *self, gsize *first, gsize *n_windows)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *first = self->next;
  *n_windows = MIN (self->span, self->batch->n_windows - self->next);
  self->next += *n_windows;
  return *n_windows > 0 && !self->stopped;
}

static void
run_stop (Run *self, GError *error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->stopped = TRUE;
  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
}

static void
run_report (Run *self, gsize n_windows)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_done += n_windows;
  if (self->progress != NULL)
    scope_progress_report (self->progress, self->n_done, self->batch->n_windows);
}

static gpointer
work (gpointer data)
{
  Run *run = data;
  GError *error = NULL;
  g_autoptr (Worker) worker = worker_new (run, &error);
  guint state;
  gsize first;
  gsize n_windows;

  if (worker == NULL)
    {
      run_stop (run, error);
      return NULL;
    }

  state = scope_kernels_enter ();
  while (run_take (run, &first, &n_windows))
    for (gsize done = 0; done < n_windows;)
      {
        gsize n = MIN (run->chunk, n_windows - done);

        if (!worker_run_chunk (worker, first + done, n))
          {
            run_stop (run, NULL);
            break;
          }
        run_report (run, n);
        done += n;
      }
  scope_kernels_leave (state);
  return NULL;
}

static gboolean
fail (ScopeNetwork *self, guint input, ScopeError code, const char *found, const char *expected,
      const char *advice, GError **error)
{
  g_autofree char *place = g_strdup_printf (
      /* Translators: file name, number */
      _ ("%s, input %u"), scope_model_get_file_name (self->model), input);

  scope_error_set (error, code, place, found, expected, advice);
  return FALSE;
}

/* Shapes of the inputs in this run; says what does not fit. */
static gboolean
check_input (ScopeNetwork *self, const ScopeBatch *batch, guint input, ScopeShape *shape,
             GError **error)
{
  const ScopeArray *array = batch->inputs[input];
  gsize asked = batch->windows != NULL ? batch->windows[input] : batch->window;
  gsize window = scope_network_get_input_window (self, input, asked);
  guint n_fixed;
  gsize n_rows;

  *shape = *scope_plan_get_shape (self->plan, g_array_index (self->plan->inputs, guint, input));
  n_fixed = shape->n_dims < 3 ? 1 : 2;

  if ((input == 0 || batch->windows != NULL) && window != asked)
    {
      g_autofree char *found = g_strdup_printf (_ ("windows of %zu rows"), asked);
      g_autofree char *expected = g_strdup_printf ("%zu", window);

      return fail (self, input, SCOPE_ERROR_CONTRADICTION, found, expected,
                   _ ("The length of a window is fixed in this model."), error);
    }
  if (window == 0 || window > SCOPE_SHAPE_MAX_DIM)
    return fail (self, input, SCOPE_ERROR_CONTRADICTION, _ ("windows without rows"),
                 _ ("at least one row"), NULL, error);
  if (shape->n_dims > 2)
    shape->dims[1] = (gint64) window;

  if (scope_array_get_n_dims (array) != shape->n_dims - n_fixed + 1)
    {
      g_autofree char *found = scope_array_dup_shape_text (array);
      g_autofree char *expected =
          g_strdup_printf (ngettext ("rows, and %u dimension of a row",
                                     "rows, and %u dimensions of a row", shape->n_dims - n_fixed),
                           shape->n_dims - n_fixed);

      return fail (self, input, SCOPE_ERROR_CONTRADICTION, found, expected, NULL, error);
    }
  for (guint i = n_fixed; i < shape->n_dims; i++)
    {
      gsize dim = scope_array_get_dim (array, i - n_fixed + 1);

      if (shape->dims[i] == SCOPE_DIM_FREE && dim <= SCOPE_SHAPE_MAX_DIM)
        shape->dims[i] = (gint64) dim;
      if ((gsize) shape->dims[i] != dim)
        {
          g_autofree char *found = g_strdup_printf (_ ("rows of %zu numbers"), dim);
          g_autofree char *expected = g_strdup_printf ("%zu", (gsize) shape->dims[i]);

          return fail (self, input, SCOPE_ERROR_CONTRADICTION, found, expected,
                       _ ("A row has as many numbers as the model has features."), error);
        }
    }

  n_rows = scope_array_get_dim (array, 0);
  for (gsize w = 0; w < batch->n_windows; w++)
    if (n_rows < window || batch->starts[w] > n_rows - window)
      {
        g_autofree char *found = g_strdup_printf (_ ("a window of %zu rows that begins at row %zu"),
                                                  window, batch->starts[w]);
        g_autofree char *expected =
            g_strdup_printf (_ ("all its rows among the %zu there are"), n_rows);

        return fail (self, input, SCOPE_ERROR_CONTRADICTION, found, expected, NULL, error);
      }
  return TRUE;
}

static ScopeShape *
infer (ScopeNetwork *self, const ScopeBatch *batch, GError **error)
{
  g_autofree ScopeShape *inputs = g_new0 (ScopeShape, self->plan->inputs->len);
  g_autofree ScopeShape *shapes = NULL;
  g_autofree char *why = NULL;

  if (batch->n_inputs != self->plan->inputs->len)
    {
      g_autofree char *found =
          g_strdup_printf (ngettext ("%u input", "%u inputs", batch->n_inputs), batch->n_inputs);
      g_autofree char *expected = g_strdup_printf ("%u", self->plan->inputs->len);

      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (self->model),
                       found, expected, NULL);
      return NULL;
    }
  for (guint i = 0; i < batch->n_inputs; i++)
    if (!check_input (self, batch, i, &inputs[i], error))
      return NULL;

  shapes = scope_plan_infer (self->plan, inputs, &why);
  if (shapes == NULL)
    {
      scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (self->model),
                       _ ("a window that a layer cannot take"), NULL, why);
      return NULL;
    }
  for (guint i = 0; i < self->plan->shapes->len; i++)
    if (shapes[i].n_dims < 1 || scope_shape_product (&shapes[i], 1) < 0)
      {
        g_autofree char *text = scope_shape_dup_text (&shapes[i]);

        scope_error_set (error, SCOPE_ERROR_CONTRADICTION, scope_model_get_file_name (self->model),
                         text, _ ("a shape that is known"), NULL);
        return NULL;
      }
  return g_steal_pointer (&shapes);
}

static gboolean
make_outputs (Run *run, ScopeModel *model, GError **error)
{
  for (guint i = 0; i < run->plan->outputs->len; i++)
    {
      const ScopeShape *shape = &run->shapes[g_array_index (run->plan->outputs, guint, i)];
      gsize dims[SCOPE_ARRAY_MAX_DIMS] = { run->batch->n_windows };

      for (guint k = 1; k < shape->n_dims; k++)
        dims[k] = (gsize) shape->dims[k];
      run->outputs[i] = scope_array_new (shape->n_dims, dims);
      if (run->outputs[i] == NULL)
        {
          g_autofree char *found = g_strdup_printf (_ ("%zu windows of %zu answers"), dims[0],
                                                    (gsize) scope_shape_product (shape, 1));

          scope_error_set (error, SCOPE_ERROR_UNSUPPORTED, scope_model_get_file_name (model), found,
                           _ ("fewer than this machine has memory for"), _ ("Take fewer windows."));
          return FALSE;
        }
    }
  return TRUE;
}

/* Units are the numbers of a state, whatever dimensions it has. */
static ScopeTrace *
new_trace (const Run *run, const ScopeStep *step, GError **error)
{
  const ScopeShape *input = &run->shapes[step->inputs[0]];
  const ScopeShape *output = &run->shapes[step->outputs[0]];
  gsize n_steps = (gsize) input->dims[1];
  gsize n_units = (gsize) scope_shape_product (output, output->n_dims == input->n_dims ? 2 : 1);
  ScopeTrace *trace = scope_trace_new (
      step->path, step->backwards, step->class->tracks, step->class->n_tracks,
      run->batch->n_windows, n_steps * scope_plan_get_step_repeats (run->plan, run->shapes, step),
      n_units, (gsize) scope_shape_product (input, 2), error);

  if (trace != NULL)
    scope_trace_set_run_length (trace, n_steps);
  return trace;
}

static gboolean
make_traces (Run *run, ScopeModel *model, const char *const *layers, GPtrArray *traces,
             GError **error)
{
  for (guint i = 0; layers != NULL && layers[i] != NULL; i++)
    {
      int index = scope_plan_find_traced (run->plan, layers[i]);
      const ScopeStep *step;
      ScopeTrace *trace;

      if (index < 0)
        {
          g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
          g_autofree char *names = g_strjoinv (", ", paths);

          scope_error_set (error, SCOPE_ERROR_USAGE, scope_model_get_file_name (model), layers[i],
                           _ ("a recurrent layer that the model runs"), names);
          return FALSE;
        }

      step = g_ptr_array_index (run->plan->steps, index);
      if (run->traces[index] != NULL)
        {
          g_ptr_array_add (traces, scope_trace_ref (run->traces[index]));
          continue;
        }
      trace = new_trace (run, step, error);
      if (trace == NULL)
        return FALSE;
      run->traces[index] = trace;
      g_ptr_array_add (traces, trace);
    }
  return TRUE;
}

/* How many windows at once, for how many threads. */
static guint
plan_chunks (Run *run, guint n_threads)
{
  gsize n_windows = run->batch->n_windows;
  gsize n_floats = 1;
  gsize n_chunks;

  for (guint i = 0; i < run->plan->shapes->len; i++)
    n_floats += (gsize) scope_shape_product (&run->shapes[i], 1)
                * scope_plan_get_repeats (run->plan, run->shapes, i);
  run->chunk = CLAMP (MAX_CHUNK_FLOATS / n_floats, 1, MAX_CHUNK);
  if (run->chunk > CHUNK_UNIT)
    run->chunk -= run->chunk % CHUNK_UNIT;

  if (n_threads == 0)
    n_threads = g_get_num_processors ();
  run->chunk = MIN (run->chunk, MAX (1, (n_windows + n_threads - 1) / n_threads));
  n_chunks = (n_windows + run->chunk - 1) / run->chunk;
  n_threads = (guint) MIN (n_threads, n_chunks);
  run->span = run->chunk * CLAMP (n_chunks / MAX (1, n_threads) / 8, 1, 16);
  return n_threads;
}

static void
run_all (Run *run, guint n_threads)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  /* The caller's own thread is one of them; where the system gives no more, the others do all. */
  for (guint i = 1; i < n_threads; i++)
    {
      GThread *thread = g_thread_try_new ("windows", work, run, NULL);

      if (thread != NULL)
        g_ptr_array_add (threads, thread);
    }
  work (run);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
}

gboolean
scope_network_run (ScopeNetwork *self, const ScopeBatch *batch, const ScopeRunOptions *options,
                   ScopeArray **outputs, GPtrArray **traces, GError **error)
{
  static const ScopeRunOptions defaults = { 0 };
  g_autofree ScopeShape *shapes = NULL;
  g_autofree ScopeTrace **step_traces = NULL;
  g_autoptr (GPtrArray) made = NULL;
  guint n_outputs;
  Run run = { 0 };
  gboolean done;

  g_return_val_if_fail (self != NULL && batch != NULL, FALSE);
  g_return_val_if_fail (outputs != NULL || self->plan->outputs->len == 0, FALSE);
  g_return_val_if_fail (batch->starts != NULL || batch->n_windows == 0, FALSE);

  options = options != NULL ? options : &defaults;
  n_outputs = self->plan->outputs->len;
  for (guint i = 0; i < n_outputs; i++)
    outputs[i] = NULL;
  if (g_cancellable_set_error_if_cancelled (options->cancellable, error))
    return FALSE;

  shapes = infer (self, batch, error);
  if (shapes == NULL)
    return FALSE;

  step_traces = g_new0 (ScopeTrace *, self->plan->steps->len + 1);
  made = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_trace_unref);
  run = (Run){ .plan = self->plan,
               .batch = batch,
               .cancellable = options->cancellable,
               .progress = options->progress,
               .shapes = shapes,
               .outputs = outputs,
               .traces = step_traces };
  g_mutex_init (&run.mutex);

  done = make_outputs (&run, self->model, error)
         && make_traces (&run, self->model, options->trace_layers, made, error);
  if (done && batch->n_windows > 0)
    {
      guint n_threads = plan_chunks (&run, options->n_threads);

      run_all (&run, n_threads);
      if (run.error != NULL)
        g_propagate_error (error, g_steal_pointer (&run.error));
      else if (run.stopped)
        g_cancellable_set_error_if_cancelled (options->cancellable, error);
      done = !run.stopped;
    }
  g_mutex_clear (&run.mutex);

  if (!done)
    {
      for (guint i = 0; i < n_outputs; i++)
        g_clear_pointer (&outputs[i], scope_array_unref);
      return FALSE;
    }
  if (traces != NULL)
    *traces = g_steal_pointer (&made);
  return TRUE;
}
