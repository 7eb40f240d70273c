/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-plot-private.h"

#include "scope-export.h"
#include "scope-file-chooser.h"
#include "scope-messages.h"
#include "scope-npy.h"
#include "scope-widget-style.h"

#include <glib/gi18n.h>
#include <string.h>

/* Pixels of an exported PNG to each of the picture's: sharp in a paper, small enough for a letter. */
#define PNG_SCALE 2

typedef struct
{
  ScopePlot *plot;
  ScopeStyle *style;
} PaintData;

static void
paint_cb (cairo_t *cr, double width, double height, gpointer user_data)
{
  PaintData *data = user_data;

  scope_plot_paint_export (data->plot, data->style, cr, width, height);
}

GBytes *
scope_plot_export (ScopePlot *self, int format, GError **error)
{
  g_autoptr (ScopeStyle) style = NULL;
  ScopePalette palette;
  PaintData data;
  double width, height;

  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);

  scope_palette_init_default (&palette, FALSE, FALSE);
  palette.diverging = scope_widget_get_diverging ();
  style = scope_style_new (&palette, NULL);
  data = (PaintData){ self, style };
  width = MAX (1, gtk_widget_get_width (GTK_WIDGET (self)));
  height = MAX (1, gtk_widget_get_height (GTK_WIDGET (self)))
           + scope_plot_get_legend_height (self, style, width);
  return scope_export_to_bytes (format, width, height, PNG_SCALE, &palette.background, paint_cb,
                                &data, error);
}

static void
say_saved (ScopePlot *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  /* Translators: %s is a file's name */
  text = g_strdup_printf (_ ("Saved “%s”"), shown);
  scope_messages_show (GTK_WIDGET (self), text);
}

static gboolean
save_picture (ScopePlot *self, GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = NULL;
  ScopeExportFormat format;

  if (!scope_export_format_from_path (name, &format, error))
    return FALSE;
  bytes = scope_plot_export (self, format, error);
  return bytes != NULL
         && g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}

static void
picture_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopePlot) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = scope_file_chooser_save_finish (result, &error);

  if (file != NULL && save_picture (self, file, &error))
    say_saved (self, file);
  else
    scope_messages_show_error (GTK_WIDGET (self), _ ("The picture could not be saved"), error);
}

static void
export_picture_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ScopePlot *self = user_data;
  const char *stem = scope_plot_get_file_name (self);
  g_autofree char *name = g_strdup_printf ("%s.png", *stem != '\0' ? stem : "gatescope");

  scope_file_chooser_save_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                 SCOPE_FILES_PICTURE, _ ("Export Picture"), name, picture_chosen_cb,
                                 g_object_ref (self));
}

static gboolean
save_numbers (ScopePlot *self, GFile *file, GError **error)
{
  ScopePlotClass *klass = SCOPE_PLOT_GET_CLASS (self);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *text = NULL;

  if (g_str_has_suffix (lower, ".npy"))
    {
      g_autoptr (ScopeArray) array = klass->dup_array != NULL ? klass->dup_array (self) : NULL;
      g_autofree char *path = g_file_get_path (file);

      if (array == NULL || path == NULL)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _ ("These numbers have no form as one array on this disk; "
                                  "choose a name that ends in .csv."));
          return FALSE;
        }
      return scope_npy_write (path, array, error);
    }
  if (!g_str_has_suffix (lower, ".csv"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("Choose a name that ends in .csv or .npy."));
      return FALSE;
    }
  text = klass->dup_csv != NULL ? klass->dup_csv (self) : NULL;
  if (text == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("These numbers have no form as a table; "
                              "choose a name that ends in .npy."));
      return FALSE;
    }
  return g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  NULL, error);
}

static void
numbers_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopePlot) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = scope_file_chooser_save_finish (result, &error);

  if (file != NULL && save_numbers (self, file, &error))
    say_saved (self, file);
  else
    scope_messages_show_error (GTK_WIDGET (self), _ ("The numbers could not be saved"), error);
}

static void
export_numbers_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ScopePlot *self = user_data;
  const char *stem = scope_plot_get_file_name (self);
  const char *ending = SCOPE_PLOT_GET_CLASS (self)->dup_csv != NULL ? "csv" : "npy";
  g_autofree char *name = g_strdup_printf ("%s.%s", *stem != '\0' ? stem : "gatescope", ending);

  scope_file_chooser_save_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                 SCOPE_FILES_NUMBERS, _ ("Export Numbers"), name, numbers_chosen_cb,
                                 g_object_ref (self));
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ScopePlot *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = scope_plot_export (self, SCOPE_EXPORT_PNG, &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (bytes != NULL)
    texture = gdk_texture_new_from_bytes (bytes, &error);
  if (texture == NULL)
    {
      scope_messages_show_fault (GTK_WIDGET (self), _ ("The picture could not be copied"), error);
      return;
    }
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  scope_messages_show (GTK_WIDGET (self), _ ("Picture copied"));
}

static void
copy_numpy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ScopePlot *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = SCOPE_PLOT_GET_CLASS (self)->dup_numpy (self, &error);

  if (text == NULL)
    {
      if (error != NULL)
        scope_messages_show_fault (GTK_WIDGET (self), _ ("The numbers could not be copied"), error);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  scope_messages_show (GTK_WIDGET (self), _ ("Numbers copied as Python"));
}

static const GActionEntry actions[] = {
  { "copy", copy_cb },
  { "copy-numpy", copy_numpy_cb },
  { "export-picture", export_picture_cb },
  { "export-numbers", export_numbers_cb },
};

void
scope_plot_add_actions (ScopePlot *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  ScopePlotClass *klass = SCOPE_PLOT_GET_CLASS (self);

  /* The group lives no longer than the plot, so it holds no reference to it. */
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), self);
  if (klass->dup_csv == NULL && klass->dup_array == NULL)
    g_action_map_remove_action (G_ACTION_MAP (group), "export-numbers");
  if (klass->dup_numpy == NULL)
    g_action_map_remove_action (G_ACTION_MAP (group), "copy-numpy");
  gtk_widget_insert_action_group (GTK_WIDGET (self), "plot", G_ACTION_GROUP (group));
  g_object_set_data_full (G_OBJECT (self), "scope-plot-actions", g_steal_pointer (&group),
                          g_object_unref);
}

GMenuModel *
scope_plot_create_menu (ScopePlot *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  ScopePlotClass *klass = SCOPE_PLOT_GET_CLASS (self);

  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);

  if (scope_plot_get_extra_menu (self) != NULL)
    g_menu_append_section (menu, NULL, scope_plot_get_extra_menu (self));
  g_menu_append (section, _ ("Copy Picture"), "plot.copy");
  g_menu_append (section, _ ("Export Picture…"), "plot.export-picture");
  if (klass->dup_csv != NULL || klass->dup_array != NULL)
    g_menu_append (section, _ ("Export Numbers…"), "plot.export-numbers");
  if (klass->dup_numpy != NULL)
    g_menu_append (section, _ ("Copy as NumPy"), "plot.copy-numpy");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

GtkWidget *
scope_plot_create_menu_button (ScopePlot *self)
{
  g_autoptr (GMenuModel) menu = scope_plot_create_menu (self);
  g_autofree char *name = NULL;
  GtkWidget *button;

  g_return_val_if_fail (SCOPE_IS_PLOT (self), NULL);

  button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Export"));
  /* Translators: the accessible name of a button; %s is what the picture shows */
  name = g_strdup_printf (_ ("Export: %s"), scope_plot_get_label (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_insert_action_group (button, "plot",
                                  g_object_get_data (G_OBJECT (self), "scope-plot-actions"));
  return button;
}
