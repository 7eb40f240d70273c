/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-table-panel.h"

#include "scope-facts-list.h"
#include "scope-format.h"
#include "scope-recipe-words.h"
#include "scope-remarks-list.h"
#include "scope-words.h"

#include <glib/gi18n.h>

struct _ScopeTablePanel
{
  AdwBin parent_instance;

  GtkLabel *title;
  ScopeFactsList *facts;
  GtkWidget *windows_part;
  ScopeFactsList *windows;
  GtkWidget *remarks_part;
  GtkBox *remarks;

  ScopeSession *session;
};

G_DEFINE_FINAL_TYPE (ScopeTablePanel, scope_table_panel, ADW_TYPE_BIN)

static void
add_count (ScopeFactsList *list, const char *name, gsize n, gboolean also_zero)
{
  g_autofree char *count = NULL;

  if (n == 0 && !also_zero)
    return;
  count = scope_words_dup_count ((gint64) n);
  scope_facts_list_add (list, name, count);
}

static void
show_table (ScopeTablePanel *self)
{
  ScopeSeries *series = scope_session_get_series (self->session);
  ScopeRecipe *recipe = scope_session_get_recipe (self->session);
  ScopeFeed *feed = scope_session_get_feed (self->session);

  scope_facts_list_clear (self->facts);
  gtk_label_set_label (self->title, series != NULL ? scope_series_get_name (series) : "");
  if (series == NULL)
    return;
  add_count (self->facts, _ ("Rows"), scope_series_get_n_rows (series), TRUE);
  add_count (self->facts, _ ("Columns"), scope_series_get_n_columns (series), TRUE);
  if (recipe != NULL)
    {
      g_autofree char *time = scope_recipe_words_dup_time (recipe);
      g_autofree char *rows = scope_recipe_words_dup_rows (recipe);

      scope_facts_list_add (self->facts, _ ("Time"), time);
      scope_facts_list_add (self->facts, _ ("Rows in use"), rows);
    }
  if (feed == NULL)
    return;
  if (scope_feed_has_time (feed) && scope_feed_get_n_rows (feed) > 0)
    {
      gsize last = scope_feed_get_n_rows (feed) - 1;
      g_autofree char *from = scope_format_time (scope_feed_get_row_time (feed, 0));
      g_autofree char *to = scope_format_time (scope_feed_get_row_time (feed, last));

      scope_facts_list_add (self->facts, _ ("First row"), from);
      scope_facts_list_add (self->facts, _ ("Last row"), to);
    }
  add_count (self->facts, _ ("Gaps in time"), scope_feed_get_n_gaps (feed), TRUE);
  add_count (self->facts, _ ("Rows with a missing input"), scope_feed_get_n_missing_rows (feed),
             TRUE);
}

/* Every start with as many rows behind it as a window has, under the reason for what became of
 * it. */
static void
show_windows (ScopeTablePanel *self)
{
  ScopeForecast *forecast = scope_session_get_forecast (self->session);
  guint target = scope_session_get_target (self->session);
  ScopeLeftOut left;
  ScopeScores scores;
  ScopeFeed *feed;

  scope_facts_list_clear (self->windows);
  gtk_widget_set_visible (self->windows_part, forecast != NULL);
  if (forecast == NULL || target >= scope_forecast_get_n_targets (forecast))
    return;
  feed = scope_forecast_get_feed (forecast);
  scope_forecast_get_scores (forecast, target, &scores);
  scope_feed_get_left_out (feed, &left);
  add_count (self->windows, _ ("Scored"), scores.n, TRUE);
  add_count (self->windows, _ ("Outside of the scored period"),
             scope_feed_get_n_windows (feed) - MIN (scores.n, scope_feed_get_n_windows (feed)),
             FALSE);
  add_count (self->windows, _ ("Drawn: beyond the last row"), left.beyond, FALSE);
  add_count (self->windows, _ ("Drawn: across a gap"), left.gap_ahead, FALSE);
  add_count (self->windows, _ ("Drawn: not observed"), left.missing_target, FALSE);
  add_count (self->windows, _ ("Left out: touch a gap"), left.gap, FALSE);
  add_count (self->windows, _ ("Left out: miss an input"), left.missing_input, FALSE);
}

static void
update (ScopeTablePanel *self)
{
  ScopeSeries *series = scope_session_get_series (self->session);
  const char *const *remarks = series != NULL ? scope_series_get_remarks (series) : NULL;

  show_table (self);
  show_windows (self);
  scope_remarks_list_fill (self->remarks, remarks);
  gtk_widget_set_visible (self->remarks_part, remarks != NULL && remarks[0] != NULL);
}

static void
scope_table_panel_dispose (GObject *object)
{
  g_clear_object (&SCOPE_TABLE_PANEL (object)->session);
  G_OBJECT_CLASS (scope_table_panel_parent_class)->dispose (object);
}

static void
scope_table_panel_class_init (ScopeTablePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scope_table_panel_dispose;

  g_type_ensure (SCOPE_TYPE_FACTS_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gatescope/Gatescope/scope-table-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ScopeTablePanel, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeTablePanel, facts);
  gtk_widget_class_bind_template_child (widget_class, ScopeTablePanel, windows_part);
  gtk_widget_class_bind_template_child (widget_class, ScopeTablePanel, windows);
  gtk_widget_class_bind_template_child (widget_class, ScopeTablePanel, remarks_part);
  gtk_widget_class_bind_template_child (widget_class, ScopeTablePanel, remarks);
}

static void
scope_table_panel_init (ScopeTablePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
scope_table_panel_set_session (ScopeTablePanel *self, ScopeSession *session)
{
  static const char *const signals[] = { "notify::series", "notify::recipe", "notify::forecast",
                                         "notify::target" };

  g_return_if_fail (SCOPE_IS_TABLE_PANEL (self));
  g_return_if_fail (SCOPE_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (session, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
