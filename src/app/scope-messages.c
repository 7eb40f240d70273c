/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-messages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *from;
  char *heading;
  GError *error;
} Fault;

static void
fault_free (gpointer data)
{
  Fault *fault = data;

  g_clear_weak_pointer (&fault->from);
  g_free (fault->heading);
  g_clear_error (&fault->error);
  g_free (fault);
}

static gboolean
is_nothing (const GError *error)
{
  return error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static AdwToastOverlay *
find_overlay (GtkWidget *from)
{
  GtkWidget *content = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);

  if (content == NULL && ADW_IS_APPLICATION_WINDOW (from))
    content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (from));
  return ADW_IS_TOAST_OVERLAY (content) ? ADW_TOAST_OVERLAY (content) : NULL;
}

static AdwToast *
create_toast (const char *text)
{
  /* A toast's title is markup in libadwaita, whatever it holds. */
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

void
scope_messages_show (GtkWidget *from, const char *text)
{
  AdwToastOverlay *overlay;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

  overlay = find_overlay (from);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, create_toast (text));
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (g_strcmp0 (response, "copy") == 0)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)),
                            adw_message_dialog_get_body (dialog));
}

/* libadwaita has no word for it: the label under @widget that shows @text can be selected. */
static void
make_selectable (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    gtk_label_set_selectable (GTK_LABEL (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    make_selectable (child, text);
}

/* What a dialog's own button does. */
typedef struct
{
  GtkWidget *from;
  char *action;
  GVariant *target;
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *offer = data;

  g_clear_weak_pointer (&offer->from);
  g_free (offer->action);
  g_clear_pointer (&offer->target, g_variant_unref);
  g_free (offer);
}

static void
offer_cb (AdwMessageDialog *dialog, const char *response, Offer *offer)
{
  if (g_strcmp0 (response, "offer") == 0 && offer->from != NULL)
    gtk_widget_activate_action_variant (offer->from, offer->action, offer->target);
}

static GtkWidget *
show_dialog (GtkWidget *from, const char *heading, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (from);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              heading, error != NULL ? error->message : NULL);

  adw_message_dialog_set_body_use_markup (ADW_MESSAGE_DIALOG (dialog), FALSE);
  adw_message_dialog_set_heading_use_markup (ADW_MESSAGE_DIALOG (dialog), FALSE);
  if (error != NULL)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "copy", _ ("Copy Message"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                  -1);
  if (error != NULL)
    make_selectable (dialog, error->message);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

void
scope_messages_show_error (GtkWidget *from, const char *heading, const GError *error)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (heading != NULL);

  if (!is_nothing (error))
    show_dialog (from, heading, error);
}

void
scope_messages_show_error_action (GtkWidget *from, const char *heading, const GError *error,
                                  const char *label, const char *action, GVariant *target)
{
  g_autoptr (GVariant) own = target != NULL ? g_variant_ref_sink (target) : NULL;
  GtkWidget *dialog;
  Offer *offer;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (heading != NULL && label != NULL && action != NULL);

  if (is_nothing (error))
    return;
  dialog = show_dialog (from, heading, error);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "offer", label);
  offer = g_new0 (Offer, 1);
  g_set_weak_pointer (&offer->from, from);
  offer->action = g_strdup (action);
  offer->target = g_steal_pointer (&own);
  g_signal_connect_data (dialog, "response", G_CALLBACK (offer_cb), offer, offer_free, 0);
}

static void
details_cb (AdwToast *toast, gpointer user_data)
{
  Fault *fault = user_data;

  if (fault->from != NULL)
    show_dialog (fault->from, fault->heading, fault->error);
}

void
scope_messages_show_fault (GtkWidget *from, const char *heading, const GError *error)
{
  AdwToastOverlay *overlay;
  AdwToast *toast;
  Fault *fault;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (heading != NULL);

  overlay = find_overlay (from);
  if (is_nothing (error) || overlay == NULL)
    return;

  toast = create_toast (heading);
  if (error != NULL)
    {
      fault = g_new0 (Fault, 1);
      g_set_weak_pointer (&fault->from, from);
      fault->heading = g_strdup (heading);
      fault->error = g_error_copy (error);
      adw_toast_set_button_label (toast, _ ("Details"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (details_cb), fault,
                             (GClosureNotify) (void (*) (void)) fault_free, 0);
    }
  adw_toast_overlay_add_toast (overlay, toast);
}
