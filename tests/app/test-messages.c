/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-messages.h"

#include "app-test.h"

/* What a file is called is never taken for markup. */
static void
test_toast (void)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *child = gtk_label_new ("content");
  GtkWidget *window;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), child);
  window = app_test_present (overlay, 500, 300);
  scope_messages_show (child, "Saved “<b>a & b</b>.png”");
  app_test_wait_until (app_test_find_label (overlay, "<b>a & b</b>") != NULL, 5);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

/* The whole message is there, as it is, and can be selected. */
static void
test_dialog (void)
{
  GtkWidget *child = gtk_label_new ("content");
  GtkWidget *window = app_test_present (child, 500, 300);
  g_autoptr (GError) error = g_error_new_literal (
      G_IO_ERROR, G_IO_ERROR_FAILED, "a<b>.h5, layer “x”: found 3 × 16; expected 3 × 32.");
  GtkWidget *dialog, *body;

  scope_messages_show_error (child, "“a<b>.h5” could not be opened", error);
  app_test_wait_until (find_dialog () != NULL, 5);
  dialog = find_dialog ();
  g_assert_nonnull (app_test_find_label (dialog, "“a<b>.h5” could not be opened"));
  body = app_test_find_label (dialog, error->message);
  g_assert_nonnull (body);
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (body)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Who cancels a job has no wish to be told. */
static void
test_cancelled (void)
{
  GtkWidget *child = gtk_label_new ("content");
  GtkWidget *window = app_test_present (child, 500, 300);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  scope_messages_show_error (child, "It could not be opened", error);
  g_assert_null (find_dialog ());
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/messages/toast", test_toast);
  g_test_add_func ("/messages/dialog", test_dialog);
  g_test_add_func ("/messages/cancelled", test_cancelled);
  return g_test_run ();
}
