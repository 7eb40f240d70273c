/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-progress.h"

struct _ScopeProgress
{
  GObject parent_instance;

  GMainContext *context;
  GMutex mutex;
  guint64 done;
  guint64 total;
  guint64 first_done;
  gint64 first_time; /* 0 before the first report */
  gint64 last_time;
  GSource *notify_source; /* pending, at most one */
};

enum
{
  PROP_0,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeProgress, scope_progress, G_TYPE_OBJECT)

static gboolean
notify_cb (gpointer data)
{
  ScopeProgress *self = data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->notify_source, g_source_unref);
  g_mutex_unlock (&self->mutex);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  return G_SOURCE_REMOVE;
}

static void
scope_progress_finalize (GObject *object)
{
  ScopeProgress *self = SCOPE_PROGRESS (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (scope_progress_parent_class)->finalize (object);
}

static void
scope_progress_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ScopeProgress *self = SCOPE_PROGRESS (object);

  switch (id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, scope_progress_get_fraction (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
scope_progress_class_init (ScopeProgressClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = scope_progress_finalize;
  object_class->get_property = scope_progress_get_property;

  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
scope_progress_init (ScopeProgress *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
}

ScopeProgress *
scope_progress_new (void)
{
  return g_object_new (SCOPE_TYPE_PROGRESS, NULL);
}

void
scope_progress_report (ScopeProgress *self, guint64 done, guint64 total)
{
  if (self == NULL)
    return;

  g_return_if_fail (SCOPE_IS_PROGRESS (self));

  g_mutex_lock (&self->mutex);
  self->last_time = g_get_monotonic_time ();
  if (self->first_time == 0)
    {
      self->first_time = self->last_time;
      self->first_done = done;
    }
  self->done = done;
  self->total = total;
  if (self->notify_source == NULL)
    {
      /* A frame's time apart: more often nobody could see. */
      self->notify_source = g_timeout_source_new (16);
      g_source_set_callback (self->notify_source, notify_cb, g_object_ref (self), g_object_unref);
      g_source_attach (self->notify_source, self->context);
    }
  g_mutex_unlock (&self->mutex);
}

double
scope_progress_get_fraction (ScopeProgress *self)
{
  double fraction;

  g_return_val_if_fail (SCOPE_IS_PROGRESS (self), -1);

  g_mutex_lock (&self->mutex);
  fraction = self->total > 0 ? MIN (1.0, (double) self->done / (double) self->total) : -1;
  g_mutex_unlock (&self->mutex);
  return fraction;
}

guint64
scope_progress_get_done (ScopeProgress *self)
{
  guint64 done;

  g_return_val_if_fail (SCOPE_IS_PROGRESS (self), 0);

  g_mutex_lock (&self->mutex);
  done = self->done;
  g_mutex_unlock (&self->mutex);
  return done;
}

guint64
scope_progress_get_total (ScopeProgress *self)
{
  guint64 total;

  g_return_val_if_fail (SCOPE_IS_PROGRESS (self), 0);

  g_mutex_lock (&self->mutex);
  total = self->total;
  g_mutex_unlock (&self->mutex);
  return total;
}

double
scope_progress_get_rate (ScopeProgress *self)
{
  double rate = 0;

  g_return_val_if_fail (SCOPE_IS_PROGRESS (self), 0);

  g_mutex_lock (&self->mutex);
  if (self->last_time > self->first_time)
    rate = (double) (self->done - self->first_done) * G_USEC_PER_SEC
           / (double) (self->last_time - self->first_time);
  g_mutex_unlock (&self->mutex);
  return rate;
}
