/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-look-back-page.h"

#include <glib/gi18n.h>

struct _ScopeLookBackPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
};

G_DEFINE_FINAL_TYPE (ScopeLookBackPage, scope_look_back_page, SCOPE_TYPE_PAGE)

/* What is missing before one can say how far back the forecast looks, and the step that leads there. */
static void
update_empty (ScopeLookBackPage *self)
{
  ScopeSession *session = scope_page_get_session (SCOPE_PAGE (self));

  if (scope_session_get_model (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                          _ ("Open a model to ask how far back its forecast looks."),
                          _ ("Open Model"), "win.open", NULL);
  else if (scope_session_get_network (session) == NULL)
    {
      const GError *error = scope_session_get_network_error (session);

      scope_page_set_empty (self->empty, self->next, _ ("This model cannot be run"),
                            error != NULL ? error->message : "", _ ("Show Layers"), "win.page",
                            "model");
    }
  else if (scope_session_get_series (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No table is open"),
                          _ ("How much each past hour counts is measured on real weather. Open a "
                             "table of observations."),
                          _ ("Open Table"), "win.open-table", NULL);
  else
    scope_page_set_empty (self->empty, self->next, _ ("The table has not been run yet"),
                          _ ("Run the model on the table first; then this page says how far back "
                             "its forecast looks."),
                          _ ("Go to Run"), "win.page", "run");
}

static void
scope_look_back_page_set_up (ScopePage *page, ScopeSession *session)
{
  ScopeLookBackPage *self = SCOPE_LOOK_BACK_PAGE (page);

  g_signal_connect_object (session, "notify::model", G_CALLBACK (update_empty), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::series", G_CALLBACK (update_empty), self,
                           G_CONNECT_SWAPPED);
  update_empty (self);
}

static void
scope_look_back_page_class_init (ScopeLookBackPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  SCOPE_PAGE_CLASS (klass)->set_up = scope_look_back_page_set_up;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-look-back-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeLookBackPage, next);
}

static void
scope_look_back_page_init (ScopeLookBackPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
