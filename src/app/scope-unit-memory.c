/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-unit-memory.h"

#include "scope-format.h"
#include "scope-memory-job.h"
#include "scope-memory-strip.h"
#include "scope-number-card.h"
#include "scope-step-entry.h"
#include "scope-unit-words.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeUnitMemory
{
  AdwBin parent_instance;

  ScopeNumberCard *memory;
  ScopeNumberCard *bias;
  GtkWidget *memory_box;
  ScopeMemoryStrip *strip;
  GtkLabel *run_note;
  GtkWidget *disagreement;

  ScopeSession *session;
  ScopeUnitData *data;
  ScopeMemory *measured;   /* with a run's gates, or NULL */
  GCancellable *measuring; /* that makes it */
};

G_DEFINE_FINAL_TYPE (ScopeUnitMemory, scope_unit_memory, ADW_TYPE_BIN)

static ScopeUnitStats *
get_stats (ScopeUnitMemory *self)
{
  return scope_unit_data_get_stats (self->data);
}

static ScopeGates *
get_gates (ScopeUnitMemory *self)
{
  return scope_unit_data_get_gates (self->data);
}

/* What a run measured too, where there is one. NULL for a cell without a gate that keeps. */
static ScopeMemory *
get_memory (ScopeUnitMemory *self)
{
  return self->measured != NULL ? self->measured : scope_unit_data_get_memory (self->data);
}

/* How strongly a unit listens and is driven: of a cell that has no memory to tell. */
static void
update_cards_of_norms (ScopeUnitMemory *self, guint unit)
{
  ScopeUnitStats *stats = get_stats (self);
  g_autofree char *first =
      scope_format_number (scope_unit_stats_get (stats, unit, SCOPE_UNIT_W_NORM), 3);
  g_autofree char *second =
      scope_format_number (scope_unit_stats_get (stats, unit, SCOPE_UNIT_U_IN_NORM), 3);

  g_object_set (self->memory, "caption", _ ("Hears the inputs"), NULL);
  g_object_set (self->bias, "caption", _ ("Hears the units"), NULL);
  scope_number_card_set (self->memory, first, _ ("norm of W"));
  scope_number_card_set (self->bias, second, _ ("norm of U"));
}

/* "3.5 h" where a step's length is known, else "3.5 steps". */
static char *
dup_time (ScopeUnitMemory *self, double steps)
{
  double seconds = scope_unit_words_get_step_seconds (self->session);
  g_autofree char *number = NULL;

  if (isinf (steps))
    return g_strdup (_ ("for ever"));
  if (seconds > 0)
    return scope_format_duration (steps * seconds);
  number = scope_format_number (steps, 2);
  return g_strdup_printf (_ ("%s steps"), number);
}

/* Memory, and the bias of the gate that keeps. */
static void
update_cards (ScopeUnitMemory *self, guint unit)
{
  ScopeMemory *memory = get_memory (self);
  const ScopeMemoryUnit *of_unit;
  g_autofree char *time = NULL;
  g_autofree char *half_life = NULL;
  g_autofree char *note = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *bias = NULL;
  g_autofree char *keep = NULL;
  g_autofree char *at_rest = NULL;

  if (memory == NULL)
    {
      update_cards_of_norms (self, unit);
      return;
    }
  of_unit = scope_memory_get_unit (memory, unit);
  g_object_set (self->memory, "caption", _ ("Memory"), NULL);
  time = dup_time (self, of_unit->steps);
  if (isfinite (of_unit->half_life))
    {
      half_life = dup_time (self, of_unit->half_life);
      /* Translators: %s is a duration: after so long half of a memory is left */
      note = g_strdup_printf (_ ("half-life %s"), half_life);
    }
  scope_number_card_set (self->memory, isnan (of_unit->steps) ? NULL : time, note);

  /* Translators: %s is a gate that keeps: "forget", "update" */
  caption = g_strdup_printf (
      _ ("Bias of %s"), scope_gates_get_title (get_gates (self), scope_memory_get_gate (memory)));
  g_object_set (self->bias, "caption", caption, NULL);
  bias = scope_format_signed (of_unit->bias, 3);
  if (isfinite (of_unit->keep))
    {
      keep = scope_format_number (of_unit->keep, 2);
      /* Translators: a gate with nothing but its bias, "f = 0.74 at rest" */
      at_rest = g_strdup_printf (
          _ ("%s = %s at rest"),
          scope_words_get_gate_sign (get_gates (self), scope_memory_get_gate (memory)), keep);
    }
  scope_number_card_set (self->bias, bias, at_rest);
}

/* The strip of all units' memories, and what a run measured of this one. */
static void
update_memory (ScopeUnitMemory *self, guint unit)
{
  ScopeMemory *memory = get_memory (self);
  const ScopeMemoryUnit *of_unit;
  g_autofree char *run = NULL;
  g_autofree char *count = NULL;
  g_autofree char *note = NULL;

  gtk_widget_set_visible (self->memory_box, memory != NULL);
  if (memory == NULL)
    return;
  of_unit = scope_memory_get_unit (memory, unit);
  scope_memory_strip_select (self->strip, (int) unit);
  gtk_widget_set_visible (self->disagreement, of_unit->disagrees);
  if (!scope_memory_has_run (memory))
    {
      gtk_label_set_label (self->run_note, self->measuring != NULL ? _ ("Measuring it in the run…")
                                                                   : _ ("By its bias alone; a run "
                                                                        "of a table measures it."));
      return;
    }
  run = dup_time (self, of_unit->run_steps);
  count = scope_words_dup_count ((gint64) scope_memory_get_n_run_steps (memory));
  /* Translators: how long a unit remembers as a run has it, and on how many steps that stands */
  note = g_strdup_printf (_ ("In the run %s (ring), over %s steps of its gate."), run, count);
  if (!isnan (of_unit->gradient_steps))
    {
      g_autofree char *gradient = dup_time (self, of_unit->gradient_steps);
      /* Translators: joined to the sentence before. %s is a duration: after so long a nudge of the unit's state has 1/e of its effect
       * on that state, other units' echoes of it included */
      g_autofree char *more = g_strdup_printf (
          _ ("By the gradient, with what comes back through other units, %s."), gradient);
      g_autofree char *both = g_strconcat (note, " ", more, NULL);

      gtk_label_set_label (self->run_note, both);
    }
  else
    gtk_label_set_label (self->run_note, note);
}

static void
update (ScopeUnitMemory *self)
{
  int unit = scope_session_get_unit (self->session);

  if (unit < 0 || self->data == NULL
      || (guint) unit >= scope_unit_stats_get_n_units (get_stats (self)))
    return;
  update_cards (self, (guint) unit);
  update_memory (self, (guint) unit);
}

static void
update_strip (ScopeUnitMemory *self)
{
  scope_memory_strip_set (self->strip, self->data != NULL ? get_memory (self) : NULL,
                          scope_unit_words_get_step_seconds (self->session));
}

static void
stop_measuring (ScopeUnitMemory *self)
{
  if (self->measuring == NULL)
    return;
  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeUnitMemory) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeMemory) measured = scope_memory_job_finish (result, &error);
  GCancellable *job = g_task_get_cancellable (G_TASK (result));

  if (self->session != NULL)
    scope_session_end_job (self->session, job);
  /* Another layer or another run is measured by now. */
  if (self->measuring != job)
    return;
  g_clear_object (&self->measuring);
  if (measured == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("%s", error->message);
  self->measured = g_steal_pointer (&measured);
  update_strip (self);
  update (self);
}

/* A run is there, or another one, or another layer: what its gates say of the memories. */
static void
measure (ScopeUnitMemory *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  ScopeMemory *memory = self->data != NULL ? scope_unit_data_get_memory (self->data) : NULL;

  stop_measuring (self);
  g_clear_pointer (&self->measured, scope_memory_unref);
  if (memory != NULL && forecast != NULL && scope_forecast_get_n_windows (forecast) > 0)
    {
      self->measuring = g_cancellable_new ();
      scope_session_begin_job (self->session, self->measuring);
      scope_memory_job_start (memory, get_gates (self),
                              scope_session_get_gates_layer (self->session), forecast,
                              self->measuring, measured_cb, g_object_ref (self));
    }
  update_strip (self);
}

static void
follow_forecast (ScopeUnitMemory *self)
{
  measure (self);
  update (self);
}

static void
follow_step (ScopeUnitMemory *self)
{
  update_strip (self);
  update (self);
}

static void
strip_chosen_cb (ScopeUnitMemory *self, guint unit)
{
  scope_session_set_unit (self->session, (int) unit);
}

static void
scope_unit_memory_dispose (GObject *object)
{
  ScopeUnitMemory *self = SCOPE_UNIT_MEMORY (object);

  stop_measuring (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->data, scope_unit_data_unref);
  g_clear_pointer (&self->measured, scope_memory_unref);

  G_OBJECT_CLASS (scope_unit_memory_parent_class)->dispose (object);
}

static void
scope_unit_memory_class_init (ScopeUnitMemoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_unit_memory_dispose;

  g_type_ensure (SCOPE_TYPE_MEMORY_STRIP);
  g_type_ensure (SCOPE_TYPE_NUMBER_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-unit-memory.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitMemory, memory);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitMemory, bias);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitMemory, memory_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitMemory, strip);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitMemory, run_note);
  gtk_widget_class_bind_template_child (widget_class, ScopeUnitMemory, disagreement);
  gtk_widget_class_bind_template_callback (widget_class, strip_chosen_cb);
}

static void
scope_unit_memory_init (ScopeUnitMemory *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
scope_unit_memory_set_session (ScopeUnitMemory *self, ScopeSession *session)
{
  g_return_if_fail (SCOPE_IS_UNIT_MEMORY (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  gtk_box_append (GTK_BOX (self->memory_box), scope_step_entry_new (session));
  g_signal_connect_object (session, "notify::unit", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::forecast", G_CALLBACK (follow_forecast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::typed-step", G_CALLBACK (follow_step), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (follow_step), self,
                           G_CONNECT_SWAPPED);
}

void
scope_unit_memory_set_data (ScopeUnitMemory *self, ScopeUnitData *data)
{
  g_return_if_fail (SCOPE_IS_UNIT_MEMORY (self));
  g_return_if_fail (self->session != NULL);

  if (data != NULL)
    scope_unit_data_ref (data);
  g_clear_pointer (&self->data, scope_unit_data_unref);
  self->data = data;
  measure (self);
  update (self);
}
