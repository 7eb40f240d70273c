/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-run-page.h"

#include <glib/gi18n.h>

struct _ScopeRunPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
};

G_DEFINE_FINAL_TYPE (ScopeRunPage, scope_run_page, SCOPE_TYPE_PAGE)

/* What is missing before the model can be run on a table, and the step that leads there. */
static void
update_empty (ScopeRunPage *self)
{
  ScopeSession *session = scope_page_get_session (SCOPE_PAGE (self));

  if (scope_session_get_model (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                          _ ("Open the model that is to be run on this table."), _ ("Open Model"),
                          "win.open", NULL);
  else if (scope_session_get_network (session) == NULL)
    {
      const GError *error = scope_session_get_network_error (session);

      scope_page_set_empty (self->empty, self->next, _ ("This model cannot be run"),
                            error != NULL ? error->message : "", _ ("Show Layers"), "win.page",
                            "model");
    }
  else
    scope_page_set_empty (self->empty, self->next, _ ("No table is open"),
                          _ ("Open a table of observations to run every window of it through the "
                             "network."),
                          _ ("Open Table"), "win.open-table", NULL);
}

static void
scope_run_page_set_up (ScopePage *page, ScopeSession *session)
{
  ScopeRunPage *self = SCOPE_RUN_PAGE (page);

  g_signal_connect_object (session, "notify::model", G_CALLBACK (update_empty), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::series", G_CALLBACK (update_empty), self,
                           G_CONNECT_SWAPPED);
  update_empty (self);
}

static void
scope_run_page_class_init (ScopeRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  SCOPE_PAGE_CLASS (klass)->set_up = scope_run_page_set_up;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gatescope/Gatescope/scope-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeRunPage, next);
}

static void
scope_run_page_init (ScopeRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
