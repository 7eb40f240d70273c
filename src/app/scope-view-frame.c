/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-view-frame.h"

#include "scope-accessible.h"

struct _ScopeViewFrame
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkBox *tools;
  GtkBox *menus;
  GtkLabel *help;
  GtkLabel *sentence;
  GtkLabel *reading;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *doing;
  AdwBin *content;
  GtkLabel *message;
  GtkButton *next;
};

enum
{
  CANCELLED,
  NEXT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ScopeViewFrame, scope_view_frame, ADW_TYPE_BIN)

static void
cancel_cb (ScopeViewFrame *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
next_cb (ScopeViewFrame *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static void
scope_view_frame_class_init (ScopeViewFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NEXT] = g_signal_new ("next", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-view-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, tools);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, menus);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, help);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, sentence);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, reading);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, spinner);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, doing);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, content);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, message);
  gtk_widget_class_bind_template_child (widget_class, ScopeViewFrame, next);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
scope_view_frame_init (ScopeViewFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
}

GtkWidget *
scope_view_frame_new (const char *help)
{
  ScopeViewFrame *self = g_object_new (SCOPE_TYPE_VIEW_FRAME, NULL);

  gtk_label_set_label (self->help, help);
  return GTK_WIDGET (self);
}

void
scope_view_frame_set_content (ScopeViewFrame *self, GtkWidget *content)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self) && GTK_IS_WIDGET (content));

  adw_bin_set_child (self->content, content);
}

void
scope_view_frame_set_title (ScopeViewFrame *self, const char *title)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self));

  gtk_label_set_label (self->title, title != NULL ? title : "");
}

void
scope_view_frame_set_sentence (ScopeViewFrame *self, const char *sentence)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self));

  gtk_label_set_label (self->sentence, sentence != NULL ? sentence : "");
  /* Where it is cut. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sentence), sentence);
}

void
scope_view_frame_set_reading (ScopeViewFrame *self, const char *reading)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self));

  gtk_widget_set_visible (GTK_WIDGET (self->reading), TRUE);
  gtk_label_set_label (self->reading, reading != NULL ? reading : "");
}

void
scope_view_frame_add_tool (ScopeViewFrame *self, GtkWidget *tool)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self) && GTK_IS_WIDGET (tool));

  gtk_box_append (self->tools, tool);
}

void
scope_view_frame_add_menu (ScopeViewFrame *self, GtkWidget *button)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self) && GTK_IS_WIDGET (button));

  gtk_box_append (self->menus, button);
}

static void
show_page (ScopeViewFrame *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "busy"));
}

void
scope_view_frame_show_busy (ScopeViewFrame *self, const char *doing)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self) && doing != NULL);

  gtk_label_set_label (self->doing, doing);
  show_page (self, "busy");
}

void
scope_view_frame_show_content (ScopeViewFrame *self)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self));

  show_page (self, "content");
}

void
scope_view_frame_show_message (ScopeViewFrame *self, const char *message, const char *next)
{
  g_return_if_fail (SCOPE_IS_VIEW_FRAME (self) && message != NULL);

  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->next), next != NULL);
  if (next != NULL)
    gtk_button_set_label (self->next, next);
  show_page (self, "message");
}

const char *
scope_view_frame_get_state (ScopeViewFrame *self)
{
  g_return_val_if_fail (SCOPE_IS_VIEW_FRAME (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
