/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-step-entry.h"

#include "scope-entry-check.h"
#include "scope-format.h"
#include "scope-step-store.h"

#include <glib/gi18n.h>

struct _ScopeStepEntry
{
  AdwBin parent_instance;

  GtkEditable *entry;
  GtkDropDown *unit;
  ScopeSession *session;
  gboolean synchronising;
};

G_DEFINE_FINAL_TYPE (ScopeStepEntry, scope_step_entry, ADW_TYPE_BIN)

static const double units[] = { 60, 3600, 86400 };
#define HOURS 1

/* The largest unit in which it is a whole number, else hours. */
static guint
choose_unit (double seconds)
{
  for (guint i = G_N_ELEMENTS (units); i-- > 0;)
    if (seconds >= units[i] && seconds / units[i] == (double) (gint64) (seconds / units[i]))
      return i;
  return HOURS;
}

static void
follow_step (ScopeStepEntry *self)
{
  double seconds = scope_session_get_typed_step (self->session);
  guint unit = seconds > 0 ? choose_unit (seconds) : HOURS;
  g_autofree char *text =
      seconds > 0 ? scope_format_short (seconds / units[unit], 6) : g_strdup ("");

  if (self->synchronising)
    return;
  self->synchronising = TRUE;
  gtk_drop_down_set_selected (self->unit, unit);
  gtk_editable_set_text (self->entry, text);
  scope_entry_mark (GTK_WIDGET (self->entry), TRUE);
  self->synchronising = FALSE;
}

static void
follow_recipe (ScopeStepEntry *self)
{
  ScopeRecipe *recipe = scope_session_get_recipe (self->session);
  ScopeStep step = { 0 };

  gtk_widget_set_visible (GTK_WIDGET (self),
                          recipe == NULL || !scope_recipe_get_step (recipe, &step));
}

static void
apply_cb (ScopeStepEntry *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  guint unit = gtk_drop_down_get_selected (self->unit);
  double number = 0;

  if (self->synchronising || model == NULL || unit >= G_N_ELEMENTS (units)
      || !scope_entry_check_number (self->entry, &number))
    return;
  if (number < 0)
    {
      scope_entry_mark (GTK_WIDGET (self->entry), FALSE);
      return;
    }
  if (number * units[unit] == scope_session_get_typed_step (self->session))
    return;
  /* What was typed stays as it was typed. */
  self->synchronising = TRUE;
  scope_session_set_typed_step (self->session, number * units[unit]);
  self->synchronising = FALSE;
  scope_step_store_save (model, number * units[unit]);
}

static void
scope_step_entry_dispose (GObject *object)
{
  g_clear_object (&SCOPE_STEP_ENTRY (object)->session);

  G_OBJECT_CLASS (scope_step_entry_parent_class)->dispose (object);
}

static void
scope_step_entry_class_init (ScopeStepEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scope_step_entry_dispose;
}

static void
scope_step_entry_init (ScopeStepEntry *self)
{
  const char *const names[] = { _ ("min"), _ ("h"), _ ("d"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("One step is"));
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *unit = gtk_drop_down_new_from_strings (names);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 6);
  gtk_widget_set_tooltip_text (entry, _ ("How long a step of the model is, for times on the clock: "
                                         "neither the model’s file nor an open table says so"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Length of a step"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (unit), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Unit of the length of a step"), -1);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), unit);
  adw_bin_set_child (ADW_BIN (self), box);
  self->entry = GTK_EDITABLE (entry);
  self->unit = GTK_DROP_DOWN (unit);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (apply_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (apply_cb), self);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_swapped (unit, "notify::selected", G_CALLBACK (apply_cb), self);
}

GtkWidget *
scope_step_entry_new (ScopeSession *session)
{
  ScopeStepEntry *self;

  g_return_val_if_fail (SCOPE_IS_SESSION (session), NULL);

  self = g_object_new (SCOPE_TYPE_STEP_ENTRY, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::recipe", G_CALLBACK (follow_recipe), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::typed-step", G_CALLBACK (follow_step), self,
                           G_CONNECT_SWAPPED);
  follow_recipe (self);
  follow_step (self);
  return GTK_WIDGET (self);
}
