/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-command.h"
#include "scope-gates.h"
#include "scope-model.h"
#include "scope-number.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the commands share: their arguments, their models, their answers. */

/**
 * scope_cli_parse:
 * @command: whose arguments these are
 * @argc: (inout): left with the command's name and the positional arguments
 * @options: (nullable): the command's own options
 * @min: fewest positional arguments
 * @max: most of them; -1: any number
 * @error: SCOPE_ERROR_USAGE
 *
 * Options may stand before, between and after the arguments. --help prints the command's help and ends the program.
 */
gboolean scope_cli_parse (const ScopeCommand *command, int *argc, char ***argv,
                          const GOptionEntry *options, int min, int max, GError **error);

/* How a command that takes a MODEL reads it. */
typedef struct
{
  char *architecture; /* --architecture, or NULL */
  char *hard_sigmoid; /* --hard-sigmoid, or NULL */
} ScopeCliReading;

void scope_cli_reading_clear (ScopeCliReading *self);

/* The options for it, in every such command's list. */
#define SCOPE_CLI_READING(variable)                                                                \
  { "architecture",                                                                                \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_FILENAME,                                                                         \
    &(variable).architecture,                                                                      \
    N_ ("Take the layers from this JSON of model.to_json()"),                                      \
    "FILE.json" },                                                                                 \
  {                                                                                                \
    "hard-sigmoid", 0, 0, G_OPTION_ARG_STRING, &(variable).hard_sigmoid,                           \
        N_ ("Take hard_sigmoid as Keras 2 or as Keras 3 has it (default: as the file’s Keras)"),   \
        "2|3"                                                                                      \
  }

/* Reads a model. */
ScopeModel *scope_cli_open_model (const char *path, const ScopeCliReading *reading, GError **error);

/* The layer at @path of @model; the error names the layers that there are. */
ScopeLayer *scope_cli_find_layer (ScopeModel *model, const char *path, GError **error);

/* The recurrent layer at @path, or that of an RNN around one cell; the error names the recurrent layers. The model owns it. */
ScopeLayer *scope_cli_find_recurrent (ScopeModel *model, const char *path, GError **error);

/* Its gates. */
ScopeGates *scope_cli_find_gates (ScopeModel *model, const char *path, GError **error);

/* "W", "U", "b" or "V"; NULL is W. @layer: for the message. */
gboolean scope_cli_parse_matrix (ScopeGates *gates, const char *text, const char *layer,
                                 ScopeMatrix *matrix, GError **error);

/* A gate's letter; NULL is -1: all of them. */
gboolean scope_cli_parse_gate (ScopeGates *gates, const char *text, int *gate, GError **error);

/**
 * scope_cli_parse_shard:
 * @text: (nullable): "K/N", K from 1
 * @total: number of items
 * @first: (out): first item of the K-th part
 * @count: (out): their number; parts differ by one at most
 * @is_first: (out): whether this part has the header
 */
gboolean scope_cli_parse_shard (const char *text, gsize total, gsize *first, gsize *count,
                                gboolean *is_first, GError **error);

/* Whether a --threads was given that can be meant. */
gboolean scope_cli_check_threads (int threads, GError **error);

/* Writes @text to standard output; FALSE where that fails (a full disk, a closed pipe). */
gboolean scope_cli_print (const char *text, GError **error);

/* Prints @node as JSON with a final newline. */
gboolean scope_cli_print_json (JsonNode *node, GError **error);

/* Adds a number to the object or array that @builder is in: null where it is not finite, which JSON cannot say. */
void scope_cli_add_number (JsonBuilder *builder, double value);

/* A remark for people, on standard error. */
void scope_cli_remark (const char *text);

/* Makes the folder that the file @path will stand in. */
gboolean scope_cli_make_folder (const char *path, GError **error);

/* Writes @text to @path, making its folders; replaced whole or not at all. */
gboolean scope_cli_save_text (const char *path, const char *text, gssize length, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScopeCliReading, scope_cli_reading_clear)

G_END_DECLS
