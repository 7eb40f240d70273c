/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-dot.h"

#include "scope-widget-style.h"

#define SIZE 10

struct _ScopeGateDot
{
  GtkWidget parent_instance;

  ScopeHue hue;
};

enum
{
  PROP_0,
  PROP_HUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ScopeGateDot, scope_gate_dot, GTK_TYPE_WIDGET)

static void
scope_gate_dot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
scope_gate_dot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ScopeGateDot *self = SCOPE_GATE_DOT (widget);
  g_autoptr (ScopeStyle) style = scope_widget_create_style (widget);
  const ScopeColor *color = scope_palette_get_hue (scope_style_get_palette (style), self->hue);
  const GdkRGBA rgba = { (float) color->red, (float) color->green, (float) color->blue, 1 };
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (
      &circle,
      &GRAPHENE_RECT_INIT ((float) (gtk_widget_get_width (widget) - SIZE) / 2,
                           (float) (gtk_widget_get_height (widget) - SIZE) / 2, SIZE, SIZE),
      SIZE / 2.0F);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &rgba, &circle.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
scope_gate_dot_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_HUE)
    g_value_set_int (value, SCOPE_GATE_DOT (object)->hue);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
scope_gate_dot_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_HUE)
    scope_gate_dot_set_hue (SCOPE_GATE_DOT (object), (ScopeHue) g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
scope_gate_dot_class_init (ScopeGateDotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = scope_gate_dot_get_property;
  object_class->set_property = scope_gate_dot_set_property;
  widget_class->measure = scope_gate_dot_measure;
  widget_class->snapshot = scope_gate_dot_snapshot;

  properties[PROP_HUE] =
      g_param_spec_int ("hue", NULL, NULL, SCOPE_HUE_NONE, SCOPE_N_HUES - 1, SCOPE_HUE_NONE,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
scope_gate_dot_init (ScopeGateDot *self)
{
  self->hue = SCOPE_HUE_NONE;
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
scope_gate_dot_new (ScopeHue hue)
{
  return g_object_new (SCOPE_TYPE_GATE_DOT, "hue", hue, NULL);
}

void
scope_gate_dot_set_hue (ScopeGateDot *self, ScopeHue hue)
{
  g_return_if_fail (SCOPE_IS_GATE_DOT (self));

  if (self->hue == hue)
    return;
  self->hue = hue;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HUE]);
}

ScopeHue
scope_gate_dot_find_hue (ScopeGates *gates, guint gate)
{
  const char *letter;

  g_return_val_if_fail (gates != NULL, SCOPE_HUE_NONE);

  letter = scope_gates_get_letter (gates, gate);
  switch (letter[0])
    {
    case 'i':
    case 'r':
      return SCOPE_HUE_I;
    case 'f':
    case 'z':
      return SCOPE_HUE_F;
    case 'c':
    case 'h':
      return SCOPE_HUE_C;
    case 'o':
      return SCOPE_HUE_O;
    default:
      return SCOPE_HUE_NONE;
    }
}
