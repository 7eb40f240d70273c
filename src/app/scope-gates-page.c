/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gates-page.h"

#include <glib/gi18n.h>

struct _ScopeGatesPage
{
  ScopePage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *next;
};

G_DEFINE_FINAL_TYPE (ScopeGatesPage, scope_gates_page, SCOPE_TYPE_PAGE)

/* What is missing before gates can be seen, and the step that leads there. */
static void
update_empty (ScopeGatesPage *self)
{
  ScopeSession *session = scope_page_get_session (SCOPE_PAGE (self));

  if (scope_session_get_model (session) == NULL)
    scope_page_set_empty (self->empty, self->next, _ ("No model is open"),
                          _ ("Open a model that Keras wrote to see which numbers belong to which "
                             "gate."),
                          _ ("Open Model"), "win.open", NULL);
  else
    scope_page_set_empty (self->empty, self->next, _ ("This model has no gates"),
                          _ ("None of its layers is an LSTM, a GRU or a SimpleRNN. Its layers and "
                             "their weights are on the model page."),
                          _ ("Show Layers"), "win.page", "model");
}

static void
scope_gates_page_set_up (ScopePage *page, ScopeSession *session)
{
  ScopeGatesPage *self = SCOPE_GATES_PAGE (page);

  g_signal_connect_object (session, "notify::model", G_CALLBACK (update_empty), self,
                           G_CONNECT_SWAPPED);
  update_empty (self);
}

static void
scope_gates_page_class_init (ScopeGatesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  SCOPE_PAGE_CLASS (klass)->set_up = scope_gates_page_set_up;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-gates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ScopeGatesPage, next);
}

static void
scope_gates_page_init (ScopeGatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
