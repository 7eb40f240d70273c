/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-score-cards.h"

#include "scope-format.h"
#include "scope-number-card.h"
#include "scope-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ScopeScoreCards
{
  AdwBin parent_instance;

  ScopeNumberCard *rmse;
  ScopeNumberCard *mae;
  ScopeNumberCard *bias;
  ScopeNumberCard *skill;
  ScopeNumberCard *windows;
};

G_DEFINE_FINAL_TYPE (ScopeScoreCards, scope_score_cards, ADW_TYPE_BIN)

static ScopeNumberCard *
add_card (GtkWidget *box, const char *caption, const char *tooltip)
{
  GtkWidget *card = scope_number_card_new (caption);

  gtk_widget_set_tooltip_text (card, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tooltip, -1);
  gtk_box_append (GTK_BOX (box), card);
  return SCOPE_NUMBER_CARD (card);
}

static void
scope_score_cards_class_init (ScopeScoreCardsClass *klass)
{
}

static void
scope_score_cards_init (ScopeScoreCards *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  self->rmse = add_card (box, _ ("RMSE"), _ ("√ mean e², e = forecast − observed"));
  self->mae = add_card (box, _ ("MAE"), _ ("mean |e|, e = forecast − observed"));
  self->bias = add_card (box, _ ("Bias"), _ ("mean e, e = forecast − observed"));
  self->skill = add_card (box, _ ("Skill"),
                          _ ("1 − mean e² / mean e² of persistence: 1 is perfect, 0 as good as "
                             "persistence, below 0 worse. Persistence says what was observed at "
                             "the last input row."));
  self->windows = add_card (box, _ ("Windows"), _ ("Windows that the scores stand on"));
  adw_bin_set_child (ADW_BIN (self), box);
  scope_score_cards_set (self, NULL, 0);
}

static void
set_card (ScopeNumberCard *card, const char *number, const char *unit, const char *note)
{
  g_autofree char *text = NULL;

  if (number != NULL && unit != NULL && *unit != '\0')
    text = g_strdup_printf ("%s\302\240%s", number, unit);
  else
    text = g_strdup (number);
  g_object_set (card, "value", text, "note", note, NULL);
}

void
scope_score_cards_set (ScopeScoreCards *self, ScopeForecast *forecast, guint target)
{
  ScopeScores scores;
  ScopeFeed *feed;
  const char *unit;
  guint decimals;
  g_autofree char *rmse = NULL;
  g_autofree char *mae = NULL;
  g_autofree char *bias = NULL;
  g_autofree char *skill = NULL;
  g_autofree char *count = NULL;
  g_autofree char *persistence = NULL;
  g_autofree char *persistence_note = NULL;
  g_autofree char *all = NULL;
  g_autofree char *all_note = NULL;

  g_return_if_fail (SCOPE_IS_SCORE_CARDS (self));

  if (forecast == NULL || target >= scope_forecast_get_n_targets (forecast))
    {
      set_card (self->rmse, NULL, NULL, NULL);
      set_card (self->mae, NULL, NULL, NULL);
      set_card (self->bias, NULL, NULL, NULL);
      set_card (self->skill, NULL, NULL, NULL);
      set_card (self->windows, NULL, NULL, NULL);
      return;
    }

  scope_forecast_get_scores (forecast, target, &scores);
  feed = scope_forecast_get_feed (forecast);
  unit = scope_feed_get_target_unit (feed, target);
  count = scope_words_dup_count ((gint64) scores.n);
  all = scope_words_dup_count ((gint64) scope_forecast_get_n_windows (forecast));
  /* Translators: of how many windows that were run the scored ones are */
  all_note = g_strdup_printf (_ ("of %s run"), all);
  if (scores.n == 0)
    {
      set_card (self->rmse, NULL, NULL, NULL);
      set_card (self->mae, NULL, NULL, NULL);
      set_card (self->bias, NULL, NULL, NULL);
      set_card (self->skill, NULL, NULL, NULL);
      set_card (self->windows, count, NULL, all_note);
      return;
    }

  /* All to the same place, which the RMSE has three figures for: a bias is not known better. */
  decimals = (guint) CLAMP (2 - floor (log10 (MAX (scores.rmse, 1e-4))), 0, 6);
  rmse = scope_format_fixed (scores.rmse, decimals);
  mae = scope_format_fixed (scores.mae, decimals);
  bias = scope_format_fixed (scores.bias, decimals);
  if (scores.bias > 0)
    {
      char *with_sign = g_strconcat ("+", bias, NULL);

      g_free (bias);
      bias = with_sign;
    }
  /* Three decimals say all that a skill is good for. */
  skill = isfinite (scores.skill_vs_persistence)
              ? scope_format_fixed (scores.skill_vs_persistence, 3)
              : scope_format_number (scores.skill_vs_persistence, 3);
  persistence = scope_format_fixed (scores.persistence_rmse, decimals);
  /* Translators: the RMSE of persistence, beside that of the forecast */
  persistence_note = g_strdup_printf (_ ("persistence %s"), persistence);
  set_card (self->rmse, rmse, unit, persistence_note);
  set_card (self->mae, mae, unit, _ ("mean |e|"));
  set_card (self->bias, bias, unit, _ ("mean e"));
  set_card (self->skill, skill, NULL, _ ("vs persistence"));
  set_card (self->windows, count, NULL, all_note);
}
