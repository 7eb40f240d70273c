/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ScopeCommand: one word of the command line.
 * @name: "info"
 * @arguments: as in the synopsis, not translated: "MODEL LAYER"
 * @summary: one line, marked with N_()
 * @run: takes the arguments with the command's own name first; sets an error of SCOPE_ERROR_USAGE where the call
 *     is at fault, and any other where the input is
 *
 * Standard output holds the answer and nothing else; what was guessed or left out goes to standard error.
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean (*run) (int argc, char **argv, GError **error);
} ScopeCommand;

extern const ScopeCommand scope_command_info;
extern const ScopeCommand scope_command_tree;
extern const ScopeCommand scope_command_weights;
extern const ScopeCommand scope_command_stats;
extern const ScopeCommand scope_command_heatmap;
extern const ScopeCommand scope_command_predict;
extern const ScopeCommand scope_command_verify;
extern const ScopeCommand scope_command_run;
extern const ScopeCommand scope_command_lookback;
extern const ScopeCommand scope_command_compare;

G_END_DECLS
