/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-menu.h"

#include "scope-settings.h"

#include <glib/gi18n.h>

static void
change_cluster_rows_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  ScopeGateView *view = user_data;

  g_simple_action_set_state (action, state);
  scope_gate_view_set_cluster_rows (view, g_variant_get_boolean (state));
}

GSimpleActionGroup *
scope_gate_menu_set_up (ScopeGateView *view, GtkWidget *page)
{
  static const GActionEntry entries[] = {
    { "cluster-rows", NULL, NULL, "false", change_cluster_rows_cb },
  };
  static const struct
  {
    const char *setting;
    const char *label;
  } colors[] = {
    { "blue-red", N_ ("Blue and Red") },
    { "blue-olive", N_ ("Blue and Olive") },
    { "blue-green", N_ ("Blue and Green") },
    { "pink-green", N_ ("Pink and Green") },
  };
  g_autoptr (GMenu) menu = g_menu_new ();
  GSimpleActionGroup *actions;

  g_return_val_if_fail (SCOPE_IS_GATE_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (page), NULL);

  actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), view);
  gtk_widget_insert_action_group (page, "gates", G_ACTION_GROUP (actions));
  g_menu_append (menu, _ ("Like Features Together"), "gates.cluster-rows");
  if (scope_settings_get () != NULL)
    {
      g_autoptr (GAction) choose = g_settings_create_action (scope_settings_get (), "colors");
      g_autoptr (GMenu) choices = g_menu_new ();

      g_action_map_add_action (G_ACTION_MAP (actions), choose);
      for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
        {
          g_autofree char *action = g_strdup_printf ("gates.colors::%s", colors[i].setting);

          g_menu_append (choices, _ (colors[i].label), action);
        }
      g_menu_append_submenu (menu, _ ("Colours"), G_MENU_MODEL (choices));
    }
  scope_plot_set_extra_menu (SCOPE_PLOT (view), G_MENU_MODEL (menu));
  return actions;
}
