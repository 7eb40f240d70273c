/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-cli.h"

#include "scope-alignment.h"
#include "scope-error.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
csv_table (ScopeAlignment *alignment)
{
  GString *text = g_string_new ("unit,other,sign,distance,relative\n");
  char distance[SCOPE_NUMBER_SIZE], relative[SCOPE_NUMBER_SIZE];

  for (guint i = 0; i < scope_alignment_get_n_units (alignment); i++)
    {
      const ScopeAlignedUnit *unit = &scope_alignment_get_units (alignment)[i];

      g_string_append_printf (text, "%u,%u,%d,%s,%s\n", unit->unit, unit->other, unit->sign,
                              scope_number_write (unit->distance, distance),
                              scope_number_write (unit->relative, relative));
    }
  return g_string_free (text, FALSE);
}

static void
add_side (JsonBuilder *builder, const char *name, ScopeModel *model, const char *layer)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, scope_model_get_file_name (model));
  json_builder_set_member_name (builder, "layer");
  json_builder_add_string_value (builder, layer);
  json_builder_end_object (builder);
}

static void
add_unit (JsonBuilder *builder, const ScopeAlignedUnit *unit)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "unit");
  json_builder_add_int_value (builder, unit->unit);
  json_builder_set_member_name (builder, "other");
  json_builder_add_int_value (builder, unit->other);
  json_builder_set_member_name (builder, "sign");
  json_builder_add_int_value (builder, unit->sign);
  json_builder_set_member_name (builder, "distance");
  scope_cli_add_number (builder, unit->distance);
  json_builder_set_member_name (builder, "relative");
  scope_cli_add_number (builder, unit->relative);
  json_builder_end_object (builder);
}

static gboolean
print_json (ScopeAlignment *alignment, ScopeModel *const *models, char *const *layers,
            GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_side (builder, "a", models[0], layers[0]);
  add_side (builder, "b", models[1], layers[1]);
  json_builder_set_member_name (builder, "n_units");
  json_builder_add_int_value (builder, scope_alignment_get_n_units (alignment));
  json_builder_set_member_name (builder, "n_moved");
  json_builder_add_int_value (builder, scope_alignment_get_n_moved (alignment));
  json_builder_set_member_name (builder, "n_turned");
  json_builder_add_int_value (builder, scope_alignment_get_n_turned (alignment));
  json_builder_set_member_name (builder, "distance");
  scope_cli_add_number (builder, scope_alignment_get_distance (alignment));
  json_builder_set_member_name (builder, "norm");
  scope_cli_add_number (builder, scope_alignment_get_norm (alignment));
  json_builder_set_member_name (builder, "units");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scope_alignment_get_n_units (alignment); i++)
    add_unit (builder, &scope_alignment_get_units (alignment)[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return scope_cli_print_json (root, error);
}

static char *
people_table (ScopeAlignment *alignment, ScopeModel *const *models, char *const *layers)
{
  GString *text = g_string_new (NULL);
  guint n_units = scope_alignment_get_n_units (alignment);
  guint n_moved = scope_alignment_get_n_moved (alignment);
  guint n_turned = scope_alignment_get_n_turned (alignment);
  double distance = scope_alignment_get_distance (alignment);
  double norm = scope_alignment_get_norm (alignment);

  g_string_append_printf (text, "A    %s: %s\n", scope_model_get_file_name (models[0]), layers[0]);
  g_string_append_printf (text, "B    %s: %s\n\n", scope_model_get_file_name (models[1]),
                          layers[1]);
  if (distance == 0)
    g_string_append (text, _ ("The two are equal up to the order and the sign of their units.\n"));
  else
    g_string_append_printf (text,
                            _ ("W, U and b differ by %.4g of %.4g (L2 norms of A − B and of A), "
                               "%.1f %%.\n"),
                            distance, norm, norm > 0 ? 100 * distance / norm : 100.0);
  g_string_append_printf (text,
                          ngettext ("%u of %u unit stands elsewhere in B, %u answers the opposite "
                                    "there.\n",
                                    "%u of %u units stand elsewhere in B, %u answer the opposite "
                                    "there.\n",
                                    n_units),
                          n_moved, n_units, n_turned);
  if (scope_alignment_has_head (alignment))
    g_string_append (text, _ ("What reads the units was compared as well.\n"));

  g_string_append (text, "\nunit other sign   distance   relative\n");
  for (guint i = 0; i < n_units; i++)
    {
      const ScopeAlignedUnit *unit =
          &scope_alignment_get_units (alignment)[scope_alignment_get_ranking (alignment)[i]];

      g_string_append_printf (text, "%4u %5u %4s %10.4g %10.4g\n", unit->unit, unit->other,
                              unit->sign < 0 ? "−" : "+", unit->distance, unit->relative);
    }
  return g_string_free (text, FALSE);
}

/* The layer of @model that was named, or the only recurrent one. */
static char *
choose_layer (ScopeModel *model, const char *name, GError **error)
{
  g_auto (GStrv) paths = scope_model_dup_recurrent_paths (model);
  g_autofree char *joined = NULL;
  g_autofree char *found = NULL;

  if (name != NULL)
    return g_strdup (name);
  if (g_strv_length (paths) == 1)
    return g_strdup (paths[0]);

  joined = g_strjoinv (", ", paths);
  found = paths[0] == NULL ? g_strdup (_ ("no recurrent layer"))
                           : g_strdup_printf (_ ("several recurrent layers: %s"), joined);
  scope_error_set (error, paths[0] == NULL ? SCOPE_ERROR_CONTRADICTION : SCOPE_ERROR_USAGE,
                   scope_model_get_file_name (model), found, NULL,
                   paths[0] == NULL ? NULL : _ ("Name one of them behind the models."));
  return NULL;
}

static gboolean
compare (ScopeModel *const *models, char *const *layers, gboolean csv, gboolean json,
         GError **error)
{
  g_autoptr (ScopeAlignment) alignment = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 2; i++)
    if (scope_cli_find_recurrent (models[i], layers[i], error) == NULL)
      return FALSE;
  alignment = scope_alignment_new (models[0], layers[0], models[1], layers[1], NULL, error);
  if (alignment == NULL)
    return FALSE;
  if (scope_alignment_get_no_turns (alignment) != NULL)
    scope_cli_remark (scope_alignment_get_no_turns (alignment));
  if (json)
    return print_json (alignment, models, layers, error);
  text = csv ? csv_table (alignment) : people_table (alignment, models, layers);
  return scope_cli_print (text, error);
}

static gboolean
run (int argc, char **argv, GError **error)
{
  gboolean csv = FALSE, json = FALSE;
  g_auto (ScopeCliReading) reading = { 0 };
  const GOptionEntry options[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("A row for each unit in CSV"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Answer in JSON"), NULL },
    SCOPE_CLI_READING (reading),
    { NULL },
  };
  g_autoptr (ScopeModel) first = NULL;
  g_autoptr (ScopeModel) second = NULL;
  g_autofree char *first_layer = NULL;
  g_autofree char *second_layer = NULL;

  if (!scope_cli_parse (&scope_command_compare, &argc, &argv, options, 2, 4, error))
    return FALSE;
  if (csv && json)
    {
      g_set_error_literal (error, SCOPE_ERROR, SCOPE_ERROR_USAGE,
                           _ ("Only one of --csv and --json can be given."));
      return FALSE;
    }

  first = scope_cli_open_model (argv[1], &reading, error);
  if (first == NULL)
    return FALSE;
  second = scope_cli_open_model (argv[2], &reading, error);
  if (second == NULL)
    return FALSE;
  first_layer = choose_layer (first, argc > 3 ? argv[3] : NULL, error);
  if (first_layer == NULL)
    return FALSE;
  /* One name stands for both. */
  second_layer = choose_layer (second, argc > 4 ? argv[4] : argc > 3 ? argv[3] : NULL, error);
  if (second_layer == NULL)
    return FALSE;
  return compare ((ScopeModel *const[]){ first, second },
                  (char *const[]){ first_layer, second_layer }, csv, json, error);
}

const ScopeCommand scope_command_compare = {
  .name = "compare",
  .arguments = "MODEL MODEL [LAYER [LAYER]]",
  .summary = N_ ("Two models, their units matched up to order and sign"),
  .run = run,
};
