/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-facts-list.h"

struct _ScopeFactsList
{
  GtkWidget parent_instance;

  GtkWidget *list;
  guint size;
  gboolean stacked;
};

enum
{
  PROP_0,
  PROP_STACKED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ScopeFactsList, scope_facts_list, GTK_TYPE_WIDGET)

static void
scope_facts_list_dispose (GObject *object)
{
  ScopeFactsList *self = SCOPE_FACTS_LIST (object);

  g_clear_pointer (&self->list, gtk_widget_unparent);

  G_OBJECT_CLASS (scope_facts_list_parent_class)->dispose (object);
}

static void
scope_facts_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_STACKED)
    g_value_set_boolean (value, SCOPE_FACTS_LIST (object)->stacked);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
scope_facts_list_set_property (GObject *object, guint prop_id, const GValue *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_STACKED)
    SCOPE_FACTS_LIST (object)->stacked = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
scope_facts_list_class_init (ScopeFactsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = scope_facts_list_dispose;
  object_class->get_property = scope_facts_list_get_property;
  object_class->set_property = scope_facts_list_set_property;

  g_object_class_install_property (
      object_class, PROP_STACKED,
      g_param_spec_boolean ("stacked", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
scope_facts_list_init (ScopeFactsList *self)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_add_css_class (self->list, "facts");
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
scope_facts_list_new (void)
{
  return g_object_new (SCOPE_TYPE_FACTS_LIST, NULL);
}

void
scope_facts_list_clear (ScopeFactsList *self)
{
  GtkWidget *child;

  g_return_if_fail (SCOPE_IS_FACTS_LIST (self));

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  self->size = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
scope_facts_list_add (ScopeFactsList *self, const char *name, const char *value)
{
  GtkWidget *row, *box, *name_label, *value_label;
  g_autofree char *words = NULL;

  g_return_if_fail (SCOPE_IS_FACTS_LIST (self));
  g_return_if_fail (name != NULL);

  if (value == NULL || *value == '\0')
    return;

  name_label = gtk_label_new (name);
  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_label_set_yalign (GTK_LABEL (name_label), 0);
  gtk_widget_add_css_class (name_label, "dim-label");

  value_label = gtk_label_new (value);
  if (self->stacked)
    gtk_widget_add_css_class (name_label, "caption");
  gtk_label_set_xalign (GTK_LABEL (value_label), self->stacked ? 0 : 1);
  gtk_label_set_justify (GTK_LABEL (value_label),
                         self->stacked ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
  gtk_label_set_wrap (GTK_LABEL (value_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value_label), TRUE);
  gtk_widget_set_can_focus (value_label, FALSE);
  gtk_widget_set_hexpand (value_label, TRUE);
  gtk_widget_add_css_class (value_label, "numeric");

  box = self->stacked ? gtk_box_new (GTK_ORIENTATION_VERTICAL, 0)
                      : gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), value_label);

  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  words = g_strdup_printf ("%s: %s", name, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  self->size++;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

guint
scope_facts_list_get_size (ScopeFactsList *self)
{
  g_return_val_if_fail (SCOPE_IS_FACTS_LIST (self), 0);
  return self->size;
}
