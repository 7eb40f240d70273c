/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-number-card.h"

/* Characters; longer values are set smaller, so that cards beside each other keep their widths. */
#define LONG_VALUE 8

struct _ScopeNumberCard
{
  GtkWidget parent_instance;

  GtkLabel *caption;
  GtkLabel *value;
  GtkLabel *note;
};

enum
{
  PROP_0,
  PROP_CAPTION,
  PROP_VALUE,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeNumberCard, scope_number_card, GTK_TYPE_WIDGET)

static void
update_words (ScopeNumberCard *self)
{
  g_autofree char *words =
      g_strdup_printf ("%s: %s. %s", gtk_label_get_label (self->caption),
                       gtk_label_get_label (self->value), gtk_label_get_label (self->note));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
scope_number_card_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ScopeNumberCard *self = SCOPE_NUMBER_CARD (object);

  switch (prop_id)
    {
    case PROP_CAPTION:
      g_value_set_string (value, gtk_label_get_label (self->caption));
      break;
    case PROP_VALUE:
      g_value_set_string (value, gtk_label_get_label (self->value));
      break;
    case PROP_NOTE:
      g_value_set_string (value, gtk_label_get_label (self->note));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_number_card_set_property (GObject *object, guint prop_id, const GValue *value,
                                GParamSpec *pspec)
{
  ScopeNumberCard *self = SCOPE_NUMBER_CARD (object);
  const char *text = g_value_get_string (value);

  switch (prop_id)
    {
    case PROP_CAPTION:
      gtk_label_set_label (self->caption, text != NULL ? text : "");
      break;
    case PROP_VALUE:
      gtk_label_set_label (self->value, text != NULL ? text : "–");
      if (text != NULL && g_utf8_strlen (text, -1) > LONG_VALUE)
        gtk_widget_add_css_class (GTK_WIDGET (self->value), "long");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->value), "long");
      break;
    case PROP_NOTE:
      gtk_label_set_label (self->note, text != NULL ? text : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  update_words (self);
}

static void
scope_number_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (scope_number_card_parent_class)->dispose (object);
}

static void
scope_number_card_class_init (ScopeNumberCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = scope_number_card_dispose;
  object_class->get_property = scope_number_card_get_property;
  object_class->set_property = scope_number_card_set_property;

  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "", flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, "–", flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "numbercard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
add_label (ScopeNumberCard *self, const char *css_class, const char *second_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  /* Cards beside each other share the room by their numbers, not by the length of their words. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, second_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return GTK_LABEL (label);
}

static void
scope_number_card_init (ScopeNumberCard *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 0);
  self->caption = add_label (self, "caption", "dim-label");
  self->value = add_label (self, "number", "numeric");
  self->note = add_label (self, "caption", "dim-label");
  gtk_label_set_label (self->value, "–");
  /* A card is as wide as its number at least: that one is never cut. */
  gtk_label_set_ellipsize (self->value, PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
scope_number_card_new (const char *caption)
{
  return g_object_new (SCOPE_TYPE_NUMBER_CARD, "caption", caption, NULL);
}

void
scope_number_card_set (ScopeNumberCard *self, const char *value, const char *note)
{
  g_return_if_fail (SCOPE_IS_NUMBER_CARD (self));

  g_object_set (self, "value", value, "note", note, NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), note);
}
