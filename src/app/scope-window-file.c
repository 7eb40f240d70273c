/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's page of a file as it is: of the model's file, or of one that holds no model. */
#include "scope-messages.h"
#include "scope-reader.h"
#include "scope-window-private.h"

#include <glib/gi18n.h>

static void
show_structure (ScopeWindow *self, GFile *file)
{
  scope_file_page_set_file (self->file_page, file);
  scope_window_update_body (self);
  gtk_widget_child_focus (GTK_WIDGET (self->file_page), GTK_DIR_TAB_FORWARD);
}

static void
structure_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScopeWindow *self = SCOPE_WINDOW (widget);
  GFile *file = scope_session_get_model_file (self->session);

  if (file != NULL)
    show_structure (self, file);
}

static void
structure_of_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  show_structure (SCOPE_WINDOW (widget), file);
}

static void
leave_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  scope_window_leave_structure (SCOPE_WINDOW (widget));
}

void
scope_window_class_install_file_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.structure", NULL, structure_action);
  gtk_widget_class_install_action (widget_class, "win.structure-of", "s", structure_of_action);
  gtk_widget_class_install_action (widget_class, "win.leave-structure", NULL, leave_action);
}

gboolean
scope_window_leave_structure (ScopeWindow *self)
{
  if (scope_file_page_get_file (self->file_page) == NULL)
    return FALSE;
  scope_file_page_set_file (self->file_page, NULL);
  scope_window_update_body (self);
  return TRUE;
}

void
scope_window_show_failure (ScopeWindow *self, const char *heading, const GError *error, GFile *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;
  ScopeFileKind kind;

  if (path != NULL && scope_reader_sniff (path, &kind, NULL) && kind == SCOPE_FILE_HDF5)
    scope_messages_show_error_action (GTK_WIDGET (self), heading, error, _ ("Show Structure"),
                                      "win.structure-of", g_variant_new_string (uri));
  else
    scope_messages_show_error (GTK_WIDGET (self), heading, error);
}
