/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-column-heads.h"

static GtkWidget *
find_label (GtkWidget *root)
{
  if (GTK_IS_LABEL (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Headings stand in the view's first child, one for each column in the order of the columns. */
static GtkWidget *
find_heading (GtkColumnView *view, GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *heading = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; heading != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) item = g_list_model_get_item (columns, i);

      if (item == column)
        return heading;
      heading = gtk_widget_get_next_sibling (heading);
    }
  return NULL;
}

void
scope_column_heads_set (GtkColumnView *view, GtkColumnViewColumn *column, float xalign, int margin,
                        const char *tooltip)
{
  GtkWidget *heading, *label, *box;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  g_return_if_fail (GTK_IS_COLUMN_VIEW_COLUMN (column));

  heading = find_heading (view, column);
  label = heading != NULL ? find_label (heading) : NULL;
  if (label == NULL)
    return;
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_margin_start (label, margin);
  box = gtk_widget_get_parent (label);
  /* The arrow of the order goes to the other side, so that the heading ends where the numbers do. */
  if (xalign > 0.5f && GTK_IS_BOX (box) && gtk_widget_get_last_child (box) != label)
    gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
  gtk_widget_set_tooltip_text (heading, tooltip);
  if (tooltip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    tooltip, -1);
}

void
scope_column_heads_scroll_to (GtkColumnView *view, guint position)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}
