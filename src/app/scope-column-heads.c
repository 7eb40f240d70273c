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

/* Frames that a list needs to have its rows where they belong. */
#define FRAMES 2

typedef struct
{
  guint position;
  guint n_frames;
} Scroll;

static void
scroll_now (GtkWidget *view, guint position)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

static gboolean
scroll_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  Scroll *scroll = user_data;

  if (!gtk_widget_get_mapped (view) || scroll->n_frames++ < FRAMES)
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (view), "scope-scroll", NULL);
  scroll_now (view, scroll->position);
  return G_SOURCE_REMOVE;
}

/* A list that is told to scroll before it has been laid out, or just after it was given other rows, shows one row only (seen with
 * GTK 4.8): it is told a moment later. */
void
scope_column_heads_scroll_to (GtkColumnView *view, guint position)
{
  Scroll *scroll;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  scroll = g_object_get_data (G_OBJECT (view), "scope-scroll");
  if (scroll == NULL)
    {
      scroll = g_new0 (Scroll, 1);
      g_object_set_data (G_OBJECT (view), "scope-scroll", scroll);
      gtk_widget_add_tick_callback (GTK_WIDGET (view), scroll_cb, scroll, g_free);
    }
  scroll->position = position;
  scroll->n_frames = 0;
}
