/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-recipe-dialog.h"

#include "scope-accessible.h"
#include "scope-entry-check.h"
#include "scope-error.h"
#include "scope-feature-row.h"
#include "scope-recipe-choices.h"
#include "scope-recipe-job.h"
#include "scope-recipe-store.h"
#include "scope-target-row.h"
#include "scope-time.h"

#include <glib/gi18n.h>
#include <math.h>

/* Targets that have a row here; a model that answers a thousand numbers is corrected in its
 * file. */
#define MOST_TARGETS 100

struct _ScopeRecipeDialog
{
  AdwWindow parent_instance;

  GtkStack *apply_stack;
  GtkRevealer *fault_revealer;
  GtkLabel *fault;
  AdwPreferencesPage *form;
  AdwPreferencesGroup *inputs;
  AdwComboRow *scaling;
  AdwEntryRow *fitted_first;
  AdwEntryRow *fitted_last;
  AdwEntryRow *window;
  AdwPreferencesGroup *outputs;
  AdwComboRow *primary;
  AdwComboRow *rows_column;
  AdwEntryRow *rows_value;
  AdwComboRow *time;
  AdwEntryRow *scored_from;
  AdwEntryRow *scored_to;
  AdwPreferencesGroup *kept;

  ScopeSession *session;
  ScopeRecipe *recipe; /* as it was when the dialog came */
  ScopeSeries *series;
  ScopeRecipeChoices *choices;
  GPtrArray *feature_rows;
  GPtrArray *target_rows;
  GCancellable *job;
  gulong changed_id;
};

/* What "All inputs" can be set to. */
enum
{
  KEEP,
  TO_NONE,
  TO_STANDARD,
  TO_MINMAX,
};

/* The columns of time: as the recipe has them, none, then each of the table's. */
enum
{
  TIME_AS_FOUND,
  TIME_NONE,
  TIME_FIRST_COLUMN,
};

G_DEFINE_FINAL_TYPE (ScopeRecipeDialog, scope_recipe_dialog, ADW_TYPE_WINDOW)

static void
show_fault (ScopeRecipeDialog *self, const char *text)
{
  if (text != NULL)
    gtk_label_set_label (self->fault, text);
  gtk_revealer_set_reveal_child (self->fault_revealer, text != NULL);
}

/* Says what is wrong with a field, and leads there. */
static gboolean
refuse (GtkWidget *row, const char *expected, GError **error)
{
  g_autofree char *found = g_strdup_printf (_ ("“%s”"), gtk_editable_get_text (GTK_EDITABLE (row)));

  scope_entry_mark (row, FALSE);
  gtk_widget_grab_focus (row);
  scope_error_set (error, SCOPE_ERROR_RECIPE,
                   adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), found, expected,
                   NULL);
  return FALSE;
}

static gboolean
apply_fitted_rows (ScopeRecipeDialog *self, ScopeRecipe *recipe, GError **error)
{
  guint64 first = 0, last = G_MAXUINT64;
  gsize old_first, old_last;

  if (!scope_entry_check_count (GTK_EDITABLE (self->fitted_first), 0, &first))
    return refuse (GTK_WIDGET (self->fitted_first), _ ("a whole number from 0 on, or nothing"),
                   error);
  if (!scope_entry_check_count (GTK_EDITABLE (self->fitted_last), 0, &last))
    return refuse (GTK_WIDGET (self->fitted_last), _ ("a whole number, or nothing"), error);
  if (last == G_MAXUINT64)
    return TRUE;
  if (last < first)
    return refuse (GTK_WIDGET (self->fitted_last), _ ("a row after the first one"), error);
  if (!scope_recipe_get_fitted_rows (recipe, &old_first, &old_last) || first != old_first
      || last != old_last)
    scope_recipe_set_fitted_rows (recipe, (gsize) first, (gsize) last);
  return TRUE;
}

static gboolean
apply_window (ScopeRecipeDialog *self, ScopeRecipe *recipe, GError **error)
{
  guint64 window = 0;

  if (!scope_entry_check_count (GTK_EDITABLE (self->window), 1, &window) || window == 0)
    return refuse (GTK_WIDGET (self->window), _ ("a whole number from 1 on"), error);
  if (window != scope_recipe_get_window (recipe))
    scope_recipe_set_window (recipe, (guint) window);
  return TRUE;
}

static gboolean
apply_rows (ScopeRecipeDialog *self, ScopeRecipe *recipe, GError **error)
{
  guint selected = adw_combo_row_get_selected (self->rows_column);
  const char *value = gtk_editable_get_text (GTK_EDITABLE (self->rows_value));
  const char *old_column = NULL, *old_value = NULL;
  const char *column;

  scope_recipe_get_rows_used (recipe, &old_column, &old_value);
  if (selected == 0)
    {
      if (old_column != NULL)
        scope_recipe_set_rows_used (recipe, NULL, NULL);
      return TRUE;
    }
  column = scope_series_get_column_name (self->series, selected - 1);
  if (*value == '\0')
    return refuse (GTK_WIDGET (self->rows_value), _ ("a text that stands in that column"), error);
  if (g_strcmp0 (column, old_column) != 0 || g_strcmp0 (value, old_value) != 0)
    scope_recipe_set_rows_used (recipe, column, value);
  return TRUE;
}

static void
apply_time (ScopeRecipeDialog *self, ScopeRecipe *recipe)
{
  guint selected = adw_combo_row_get_selected (self->time);
  const char *columns[2] = { NULL, NULL };

  if (selected == TIME_AS_FOUND || selected == GTK_INVALID_LIST_POSITION)
    return;
  if (selected >= TIME_FIRST_COLUMN)
    columns[0] = scope_series_get_column_name (self->series, selected - TIME_FIRST_COLUMN);
  /* Its format and step are found when the recipe is completed. */
  scope_recipe_set_time (recipe, columns, NULL);
  scope_recipe_set_step (recipe, NULL);
}

static gboolean
apply_scored (ScopeRecipeDialog *self, ScopeRecipe *recipe, GError **error)
{
  static const char *const expected = N_ ("a time such as 2013-09-01 06:00, or nothing");
  double from = NAN, to = NAN, old_from = NAN, old_to = NAN;

  if (!scope_entry_check_time (GTK_EDITABLE (self->scored_from), &from))
    return refuse (GTK_WIDGET (self->scored_from), _ (expected), error);
  if (!scope_entry_check_time (GTK_EDITABLE (self->scored_to), &to))
    return refuse (GTK_WIDGET (self->scored_to), _ (expected), error);
  if (to < from)
    return refuse (GTK_WIDGET (self->scored_to), _ ("a time after the first one"), error);
  scope_recipe_get_scored (recipe, &old_from, &old_to);
  if (!(from == old_from || (isnan (from) && isnan (old_from)))
      || !(to == old_to || (isnan (to) && isnan (old_to))))
    scope_recipe_set_scored (recipe, from, to);
  return TRUE;
}

/* A copy of the recipe with what the person changed; NULL where something typed cannot be meant. */
static ScopeRecipe *
create_changed (ScopeRecipeDialog *self, GError **error)
{
  g_autoptr (ScopeRecipe) recipe = scope_recipe_copy (self->recipe);
  guint primary = adw_combo_row_get_selected (self->primary);

  apply_time (self, recipe);
  if (!apply_rows (self, recipe, error) || !apply_window (self, recipe, error)
      || !apply_fitted_rows (self, recipe, error) || !apply_scored (self, recipe, error))
    return NULL;
  for (guint i = 0; i < self->feature_rows->len; i++)
    if (!scope_feature_row_apply (g_ptr_array_index (self->feature_rows, i), recipe, error))
      return NULL;
  for (guint i = 0; i < self->target_rows->len; i++)
    if (!scope_target_row_apply (g_ptr_array_index (self->target_rows, i), recipe, error))
      return NULL;
  if (primary < scope_recipe_get_n_targets (recipe)
      && primary != scope_recipe_get_primary_target (recipe))
    scope_recipe_set_primary_target (recipe, primary);
  return g_steal_pointer (&recipe);
}

static void
set_busy (ScopeRecipeDialog *self, gboolean busy)
{
  /* A field that cannot be typed in any more must not keep the keyboard. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->apply_stack, busy ? "busy" : "apply");
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
}

/* Whether nothing was changed: then there is nothing to undo, and nothing to run anew. */
static gboolean
is_same (ScopeRecipe *a, ScopeRecipe *b)
{
  g_autofree char *first = scope_recipe_dup_json (a);
  g_autofree char *second = scope_recipe_dup_json (b);

  return g_str_equal (first, second);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ScopeRecipeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeRecipe) recipe = scope_recipe_job_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  gboolean is_current = cancellable == self->job;

  if (self->session != NULL)
    scope_session_end_job (self->session, cancellable);
  if (!is_current)
    return;
  g_clear_object (&self->job);
  set_busy (self, FALSE);
  if (recipe == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_fault (self, error->message);
      return;
    }
  g_clear_signal_handler (&self->changed_id, self->session);
  if (!is_same (recipe, self->recipe))
    scope_session_change_recipe (self->session, recipe);
  gtk_window_close (GTK_WINDOW (self));
}

static void
apply_cb (ScopeRecipeDialog *self)
{
  static const ScopeScalingKind kinds[] = { SCOPE_SCALING_NONE, SCOPE_SCALING_NONE,
                                            SCOPE_SCALING_STANDARD, SCOPE_SCALING_MINMAX };
  guint scaling = MIN (adw_combo_row_get_selected (self->scaling), G_N_ELEMENTS (kinds) - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeRecipe) recipe = NULL;

  if (self->job != NULL)
    return;
  recipe = create_changed (self, &error);
  if (recipe == NULL)
    {
      show_fault (self, error->message);
      return;
    }
  show_fault (self, NULL);
  set_busy (self, TRUE);
  self->job = g_cancellable_new ();
  scope_session_begin_job (self->session, self->job);
  scope_recipe_job_start (scope_session_get_network (self->session), self->series, recipe,
                          scaling != KEEP, kinds[scaling], self->job, checked_cb,
                          g_object_ref (self));
}

static void
cancel_cb (ScopeRecipeDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
count_changed_cb (GtkEditable *entry)
{
  guint64 value;

  scope_entry_check_count (entry, 0, &value);
}

static void
time_changed_cb (GtkEditable *entry)
{
  double value;

  scope_entry_check_time (entry, &value);
}

static void
rows_column_cb (ScopeRecipeDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->rows_value),
                          adw_combo_row_get_selected (self->rows_column) > 0);
}

static void
set_count (AdwEntryRow *row, guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill_scaling (ScopeRecipeDialog *self)
{
  gsize first, last;

  if (!scope_recipe_get_fitted_rows (self->recipe, &first, &last))
    return;
  set_count (self->fitted_first, first);
  set_count (self->fitted_last, last);
}

static void
fill_window (ScopeRecipeDialog *self)
{
  gboolean is_free = scope_network_get_window (scope_session_get_network (self->session)) == 0;

  set_count (self->window, scope_recipe_get_window (self->recipe));
  gtk_editable_set_editable (GTK_EDITABLE (self->window), is_free);
  gtk_widget_set_sensitive (GTK_WIDGET (self->window), is_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->window),
                                 is_free ? _ ("Rows in a window")
                                         : _ ("Rows in a window, as the model takes"));
}

static void
fill_outputs (ScopeRecipeDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = scope_recipe_get_n_targets (self->recipe);

  for (guint i = 0; i < n; i++)
    {
      const ScopeTarget *target = scope_recipe_get_target (self->recipe, i);
      /* Translators: a target by its output's number and its column */
      g_autofree char *name =
          g_strdup_printf (_ ("%u: %s"), (guint) target->output_index, target->column);

      gtk_string_list_append (names, name);
      if (i < MOST_TARGETS)
        {
          GtkWidget *row = scope_target_row_new (self->choices, self->recipe, i);

          g_ptr_array_add (self->target_rows, row);
          adw_preferences_group_add (self->outputs, row);
        }
    }
  adw_combo_row_set_model (self->primary, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->primary, scope_recipe_get_primary_target (self->recipe));
  gtk_widget_set_visible (GTK_WIDGET (self->primary), n > 1);
  if (n > MOST_TARGETS)
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%u more is in the recipe’s file",
                                     "%u more are in the recipe’s file", n - MOST_TARGETS),
                           n - MOST_TARGETS);

      adw_preferences_group_set_description (self->outputs, text);
    }
}

static void
fill_rows (ScopeRecipeDialog *self)
{
  g_autoptr (GtkStringList) columns = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);
  const char *const *time_columns = scope_recipe_get_time_columns (self->recipe);
  g_autofree char *found = NULL;
  const char *column = NULL, *value = NULL;

  scope_recipe_get_rows_used (self->recipe, &column, &value);
  gtk_string_list_append (columns, C_ ("rows", "all"));
  found = time_columns != NULL && time_columns[0] != NULL
              ? g_strjoinv (", ", (char **) time_columns)
              : g_strdup (C_ ("time", "none"));
  gtk_string_list_append (times, found);
  gtk_string_list_append (times, _ ("none: each row follows the one before it"));
  for (guint i = 0; i < scope_series_get_n_columns (self->series); i++)
    {
      gtk_string_list_append (columns, scope_series_get_column_name (self->series, i));
      gtk_string_list_append (times, scope_series_get_column_name (self->series, i));
    }
  adw_combo_row_set_model (self->rows_column, G_LIST_MODEL (columns));
  for (guint i = 0; i < scope_series_get_n_columns (self->series); i++)
    if (g_strcmp0 (scope_series_get_column_name (self->series, i), column) == 0)
      adw_combo_row_set_selected (self->rows_column, i + 1);
  gtk_editable_set_text (GTK_EDITABLE (self->rows_value), value != NULL ? value : "");
  adw_combo_row_set_model (self->time, G_LIST_MODEL (times));
  rows_column_cb (self);
}

static void
fill_scored (ScopeRecipeDialog *self)
{
  double from, to;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;

  scope_recipe_get_scored (self->recipe, &from, &to);
  from_text = scope_time_dup_text (from);
  to_text = scope_time_dup_text (to);
  gtk_editable_set_text (GTK_EDITABLE (self->scored_from), from_text);
  gtk_editable_set_text (GTK_EDITABLE (self->scored_to), to_text);
}

/* Inside a sandbox nobody would guess the folder. */
static void
fill_kept (ScopeRecipeDialog *self)
{
  g_autofree char *folder = scope_recipe_store_dup_folder ();
  g_autofree char *name = g_filename_display_name (folder);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *text =
      g_strdup_printf (_ ("The last recipe of this model and this table comes back when both are "
                          "opened again. It is kept in %s. "
                          "Save Recipe in the menu writes it where you choose."),
                       escaped);

  adw_preferences_group_set_description (self->kept, text);
}

static void
fill (ScopeRecipeDialog *self)
{
  self->choices = scope_recipe_choices_new (self->series, self->recipe);
  for (guint i = 0; i < scope_recipe_get_n_features (self->recipe); i++)
    {
      GtkWidget *row = scope_feature_row_new (self->choices, self->recipe, i);

      g_ptr_array_add (self->feature_rows, row);
      adw_preferences_group_add (self->inputs, row);
    }
  fill_scaling (self);
  fill_window (self);
  fill_outputs (self);
  fill_rows (self);
  fill_scored (self);
  fill_kept (self);
}

static void
scope_recipe_dialog_dispose (GObject *object)
{
  ScopeRecipeDialog *self = SCOPE_RECIPE_DIALOG (object);

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (self->job != NULL)
    g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
  if (self->session != NULL)
    g_clear_signal_handler (&self->changed_id, self->session);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (scope_recipe_dialog_parent_class)->dispose (object);
}

static void
scope_recipe_dialog_finalize (GObject *object)
{
  ScopeRecipeDialog *self = SCOPE_RECIPE_DIALOG (object);

  g_clear_pointer (&self->recipe, scope_recipe_unref);
  g_clear_pointer (&self->series, scope_series_unref);
  g_clear_pointer (&self->choices, scope_recipe_choices_free);
  g_ptr_array_unref (self->feature_rows);
  g_ptr_array_unref (self->target_rows);
  G_OBJECT_CLASS (scope_recipe_dialog_parent_class)->finalize (object);
}

static void
scope_recipe_dialog_class_init (ScopeRecipeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_recipe_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = scope_recipe_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-recipe-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, apply_stack);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, fault_revealer);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, inputs);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, scaling);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, fitted_first);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, fitted_last);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, window);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, outputs);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, primary);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, rows_column);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, rows_value);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, time);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, scored_from);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, scored_to);
  gtk_widget_class_bind_template_child (widget_class, ScopeRecipeDialog, kept);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, count_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rows_column_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
scope_recipe_dialog_init (ScopeRecipeDialog *self)
{
  self->feature_rows = g_ptr_array_new ();
  self->target_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  scope_accessible_track_stack (self->apply_stack);
}

void
scope_recipe_dialog_present (GtkWindow *parent, ScopeSession *session)
{
  ScopeRecipeDialog *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SCOPE_IS_SESSION (session));
  g_return_if_fail (scope_session_get_recipe (session) != NULL);
  g_return_if_fail (scope_session_get_network (session) != NULL);

  self = g_object_new (SCOPE_TYPE_RECIPE_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->recipe = scope_recipe_copy (scope_session_get_recipe (session));
  self->series = scope_series_ref (scope_session_get_series (session));
  fill (self);
  /* Another table or model that arrives has another recipe: this one's dialog is of the past. */
  self->changed_id = g_signal_connect_object (session, "notify::recipe", G_CALLBACK (cancel_cb),
                                              self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
