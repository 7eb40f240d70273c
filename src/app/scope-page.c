/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-page.h"

typedef struct
{
  ScopeSession *session;
  GtkWidget *inspector;
} ScopePagePrivate;

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_INSPECTOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ScopePage, scope_page, ADW_TYPE_BIN)

static void
scope_page_dispose (GObject *object)
{
  ScopePagePrivate *priv = scope_page_get_instance_private (SCOPE_PAGE (object));

  g_clear_object (&priv->session);
  g_clear_object (&priv->inspector);

  G_OBJECT_CLASS (scope_page_parent_class)->dispose (object);
}

static void
scope_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ScopePage *self = SCOPE_PAGE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, scope_page_get_session (self));
      break;
    case PROP_INSPECTOR:
      g_value_set_object (value, scope_page_get_inspector (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ScopePage *self = SCOPE_PAGE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      if (g_value_get_object (value) != NULL)
        scope_page_set_session (self, g_value_get_object (value));
      break;
    case PROP_INSPECTOR:
      scope_page_set_inspector (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_page_class_init (ScopePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = scope_page_dispose;
  object_class->get_property = scope_page_get_property;
  object_class->set_property = scope_page_set_property;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SCOPE_TYPE_SESSION, flags);
  properties[PROP_INSPECTOR] =
      g_param_spec_object ("inspector", NULL, NULL, GTK_TYPE_WIDGET, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
scope_page_init (ScopePage *self)
{
}

void
scope_page_set_session (ScopePage *self, ScopeSession *session)
{
  ScopePagePrivate *priv = scope_page_get_instance_private (self);

  g_return_if_fail (SCOPE_IS_PAGE (self));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (priv->session == NULL);

  priv->session = g_object_ref (session);
  if (SCOPE_PAGE_GET_CLASS (self)->set_up != NULL)
    SCOPE_PAGE_GET_CLASS (self)->set_up (self, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

ScopeSession *
scope_page_get_session (ScopePage *self)
{
  ScopePagePrivate *priv = scope_page_get_instance_private (self);

  g_return_val_if_fail (SCOPE_IS_PAGE (self), NULL);
  return priv->session;
}

void
scope_page_set_inspector (ScopePage *self, GtkWidget *inspector)
{
  ScopePagePrivate *priv = scope_page_get_instance_private (self);

  g_return_if_fail (SCOPE_IS_PAGE (self));
  g_return_if_fail (inspector == NULL || GTK_IS_WIDGET (inspector));

  if (priv->inspector == inspector)
    return;
  g_clear_object (&priv->inspector);
  if (inspector != NULL)
    priv->inspector = g_object_ref_sink (inspector);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR]);
}

GtkWidget *
scope_page_get_inspector (ScopePage *self)
{
  ScopePagePrivate *priv = scope_page_get_instance_private (self);

  g_return_val_if_fail (SCOPE_IS_PAGE (self), NULL);
  return priv->inspector;
}

void
scope_page_start (ScopePage *self)
{
  g_return_if_fail (SCOPE_IS_PAGE (self));

  if (SCOPE_PAGE_GET_CLASS (self)->start != NULL)
    SCOPE_PAGE_GET_CLASS (self)->start (self);
}

gboolean
scope_page_go_back (ScopePage *self)
{
  g_return_val_if_fail (SCOPE_IS_PAGE (self), FALSE);

  return SCOPE_PAGE_GET_CLASS (self)->go_back != NULL
         && SCOPE_PAGE_GET_CLASS (self)->go_back (self);
}

void
scope_page_set_empty (AdwStatusPage *status, GtkButton *button, const char *title,
                      const char *description, const char *label, const char *action,
                      const char *target)
{
  /* A status page takes its description for markup. */
  g_autofree char *markup = g_markup_escape_text (description, -1);

  g_return_if_fail (ADW_IS_STATUS_PAGE (status));
  g_return_if_fail (GTK_IS_BUTTON (button));

  adw_status_page_set_title (status, title);
  adw_status_page_set_description (status, markup);
  gtk_button_set_label (button, label);
  /* No action ever sees the target of another. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button),
                                          target != NULL ? g_variant_new_string (target) : NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}
