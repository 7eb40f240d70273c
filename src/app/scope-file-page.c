/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-file-page.h"

#include "scope-accessible.h"
#include "scope-facts-list.h"
#include "scope-file-item.h"
#include "scope-file-values.h"
#include "scope-reader.h"
#include "scope-words.h"

#include <glib/gi18n.h>

/* A model's configuration has far more; it is on the model's own page. */
#define MAX_VALUE 2000
/* So much of a tree is open at first; more of it is opened by hand. */
#define MAX_OPEN 200

struct _ScopeFilePage
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *failed;
  GtkColumnView *view;
  GtkLabel *path;
  GtkWidget *show_values;
  GtkLabel *fault;
  ScopeFileValues *values;
  GtkWidget *attributes_heading;
  ScopeFactsList *attributes;

  GFile *file;
  GtkSingleSelection *selection;
  GCancellable *reading;        /* of the tree */
  GCancellable *reading_values; /* of one dataset */
};

G_DEFINE_FINAL_TYPE (ScopeFilePage, scope_file_page, ADW_TYPE_BIN)

typedef const char *(*TextFunc) (ScopeFileItem *item);

static ScopeFileItem *
get_item (GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  ScopeFileItem *node = gtk_tree_list_row_get_item (row);

  /* The row keeps it. */
  g_object_unref (node);
  return node;
}

static void
setup_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (item, expander);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  ScopeFileItem *node = get_item (item);

  gtk_tree_expander_set_list_row (expander, gtk_list_item_get_item (item));
  gtk_label_set_label (GTK_LABEL (gtk_tree_expander_get_child (expander)),
                       scope_file_item_get_name (node));
  gtk_widget_set_tooltip_text (GTK_WIDGET (expander), scope_file_item_get_node (node)->path);
}

static void
setup_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TextFunc function = (TextFunc) user_data;
  const char *text = function (get_item (item));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text != NULL ? text : "");
}

static void
add_column (ScopeFilePage *self, const char *title, GCallback setup, GCallback bind,
            TextFunc function)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, (gpointer) function);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, function == NULL);
  gtk_column_view_append_column (self->view, column);
}

static GListModel *
create_children (gpointer item, gpointer user_data)
{
  GListModel *children = scope_file_item_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
clear_values (ScopeFilePage *self)
{
  cancel (&self->reading_values);
  scope_file_values_set (self->values, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->values), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
}

static ScopeFileItem *
get_selected (ScopeFilePage *self)
{
  GtkTreeListRow *row =
      self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
  ScopeFileItem *item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (item != NULL)
    g_object_unref (item);
  return item;
}

/* What is known of the row that is chosen. */
static void
selected_cb (ScopeFilePage *self)
{
  ScopeFileItem *item = get_selected (self);
  const ScopeImageNode *node = item != NULL ? scope_file_item_get_node (item) : NULL;
  GVariantIter iter;
  const char *key;
  GVariant *value;

  clear_values (self);
  scope_facts_list_clear (self->attributes);
  gtk_label_set_label (self->path, node != NULL ? node->path : "");
  gtk_widget_set_visible (self->show_values, node != NULL && node->kind == SCOPE_NODE_DATASET);
  gtk_widget_set_sensitive (self->show_values, TRUE);
  if (node != NULL && node->attributes != NULL)
    {
      g_variant_iter_init (&iter, node->attributes);
      while (g_variant_iter_loop (&iter, "{&sv}", &key, &value))
        {
          g_autofree char *text = scope_file_item_dup_value (value, MAX_VALUE);

          scope_facts_list_add (self->attributes, key, *text != '\0' ? text : "“”");
        }
    }
  gtk_widget_set_visible (self->attributes_heading,
                          scope_facts_list_get_size (self->attributes) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->attributes),
                          scope_facts_list_get_size (self->attributes) > 0);
}

static void
read_values_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  char **places = data;
  GError *error = NULL;
  ScopeArray *array = scope_reader_read_values (places[0], places[1], cancellable, NULL, &error);

  if (array != NULL)
    g_task_return_pointer (task, array, (GDestroyNotify) scope_array_unref);
  else
    g_task_return_error (task, error);
}

static void
values_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ScopeFilePage *self = SCOPE_FILE_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeArray) array = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->reading_values)
    return;
  g_clear_object (&self->reading_values);
  if (array != NULL)
    {
      scope_file_values_set (self->values, array);
      gtk_widget_set_visible (GTK_WIDGET (self->values), TRUE);
      gtk_widget_set_visible (self->show_values, FALSE);
      return;
    }
  gtk_label_set_label (self->fault, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
}

static void
show_values_cb (ScopeFilePage *self)
{
  ScopeFileItem *item = get_selected (self);
  g_autofree char *path = self->file != NULL ? g_file_get_path (self->file) : NULL;
  const char *places[] = { path, NULL, NULL };
  g_autoptr (GTask) task = NULL;

  if (item == NULL || path == NULL)
    return;
  clear_values (self);
  places[1] = scope_file_item_get_node (item)->path;
  gtk_widget_set_sensitive (self->show_values, FALSE);
  self->reading_values = g_cancellable_new ();
  task = g_task_new (self, self->reading_values, values_read_cb, NULL);
  g_task_set_task_data (task, g_strdupv ((char **) places), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, read_values_thread);
}

/* "12 groups, 30 datasets · 41 kB" */
static char *
dup_summary (ScopeFilePage *self, ScopeImage *image)
{
  guint counts[3] = { 0 };
  g_autofree char *groups = NULL;
  g_autofree char *datasets = NULL;
  g_autofree char *links = NULL;

  for (guint i = 0; i < scope_image_get_n_nodes (image); i++)
    counts[scope_image_get_node (image, i)->kind]++;
  groups = g_strdup_printf (ngettext ("%u group", "%u groups", counts[SCOPE_NODE_GROUP]),
                            counts[SCOPE_NODE_GROUP]);
  datasets = g_strdup_printf (ngettext ("%u dataset", "%u datasets", counts[SCOPE_NODE_DATASET]),
                              counts[SCOPE_NODE_DATASET]);
  links = g_strdup_printf (ngettext ("%u link", "%u links", counts[SCOPE_NODE_LINK]),
                           counts[SCOPE_NODE_LINK]);
  return counts[SCOPE_NODE_LINK] > 0 ? g_strdup_printf ("%s · %s · %s", groups, datasets, links)
                                     : g_strdup_printf ("%s · %s", groups, datasets);
}

static void
show_image (ScopeFilePage *self, ScopeImage *image)
{
  g_autofree char *summary = dup_summary (self, image);
  GListStore *roots = g_list_store_new (SCOPE_TYPE_FILE_ITEM);
  g_autoptr (ScopeFileItem) root = scope_file_item_new (image);
  GtkTreeListModel *tree;

  g_list_store_append (roots, root);
  tree = gtk_tree_list_model_new (G_LIST_MODEL (roots), FALSE,
                                  scope_image_get_n_nodes (image) <= MAX_OPEN, create_children,
                                  NULL, NULL);
  if (scope_image_get_n_nodes (image) > MAX_OPEN)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (tree, 0);

      gtk_tree_list_row_set_expanded (row, TRUE);
    }
  g_clear_object (&self->selection);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (tree));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_label_set_label (self->subtitle, summary);
  gtk_stack_set_visible_child_name (self->stack, "tree");
  selected_cb (self);
}

static void
read_tree_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  ScopeImage *image = scope_reader_open (data, SCOPE_READER_TREE_ONLY, cancellable, NULL, &error);

  if (image != NULL)
    g_task_return_pointer (task, image, (GDestroyNotify) scope_image_unref);
  else
    g_task_return_error (task, error);
}

static void
tree_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ScopeFilePage *self = SCOPE_FILE_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeImage) image = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *markup = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  g_clear_object (&self->reading);
  gtk_spinner_stop (self->spinner);
  if (image != NULL)
    {
      show_image (self, image);
      return;
    }
  markup = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->failed, markup);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
scope_file_page_dispose (GObject *object)
{
  ScopeFilePage *self = SCOPE_FILE_PAGE (object);

  cancel (&self->reading);
  cancel (&self->reading_values);
  g_clear_object (&self->selection);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (scope_file_page_parent_class)->dispose (object);
}

static void
scope_file_page_class_init (ScopeFilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_file_page_dispose;

  g_type_ensure (SCOPE_TYPE_FACTS_LIST);
  g_type_ensure (SCOPE_TYPE_FILE_VALUES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gatescope/Gatescope/scope-file-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, failed);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, view);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, path);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, show_values);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, fault);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, values);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, attributes_heading);
  gtk_widget_class_bind_template_child (widget_class, ScopeFilePage, attributes);
  gtk_widget_class_bind_template_callback (widget_class, show_values_cb);
}

static void
scope_file_page_init (ScopeFilePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->stack);
  add_column (self, _ ("Name"), G_CALLBACK (setup_name_cb), G_CALLBACK (bind_name_cb), NULL);
  add_column (self, _ ("Type"), G_CALLBACK (setup_text_cb), G_CALLBACK (bind_text_cb),
              scope_file_item_get_kind);
  add_column (self, _ ("Shape"), G_CALLBACK (setup_text_cb), G_CALLBACK (bind_text_cb),
              scope_file_item_get_shape);
  add_column (self, _ ("Storage"), G_CALLBACK (setup_text_cb), G_CALLBACK (bind_text_cb),
              scope_file_item_get_storage);
}

GtkWidget *
scope_file_page_new (void)
{
  return g_object_new (SCOPE_TYPE_FILE_PAGE, NULL);
}

void
scope_file_page_set_file (ScopeFilePage *self, GFile *file)
{
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SCOPE_IS_FILE_PAGE (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  cancel (&self->reading);
  cancel (&self->reading_values);
  g_set_object (&self->file, file);
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path == NULL)
    return;

  name = g_filename_display_basename (path);
  /* Translators: %s is a file's name */
  title = g_strdup_printf (_ ("What is in “%s”"), name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, "");
  gtk_stack_set_visible_child_name (self->stack, "reading");
  gtk_spinner_start (self->spinner);
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, tree_read_cb, NULL);
  g_task_set_task_data (task, g_steal_pointer (&path), g_free);
  g_task_run_in_thread (task, read_tree_thread);
}

GFile *
scope_file_page_get_file (ScopeFilePage *self)
{
  g_return_val_if_fail (SCOPE_IS_FILE_PAGE (self), NULL);
  return self->file;
}
