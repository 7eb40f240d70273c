/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-recipe-private.h"

G_BEGIN_DECLS

/* Lists longer than any model's input. */
#define SCOPE_FIELD_MAX_LIST 65536

/* Where a field that is being read stands. */
typedef struct
{
  ScopeRecipe *recipe;
  const char *path; /* "" or "features[3]." */
} ScopeFieldPlace;

/* Errors name the field: @place's path and @member. */
void scope_field_set_error (const ScopeFieldPlace *place, const char *member, const char *found,
                            const char *expected, GError **error);
/* The same where @node was found. */
void scope_field_set_type_error (const ScopeFieldPlace *place, const char *member, JsonNode *node,
                                 const char *expected, GError **error);
/* What stands there, in words. */
char *scope_field_describe (JsonNode *node);
/* The member, or NULL where it is absent or null. */
JsonNode *scope_field_get (JsonObject *object, const char *member);
gboolean scope_field_is_number (JsonNode *node);

/*
 * Each of these reads a member into @value, or leaves that as it is (NULL for objects and lists)
 * where the member is absent or null; FALSE and an error where something else stands there.
 */
gboolean scope_field_read_text (const ScopeFieldPlace *place, JsonObject *object,
                                const char *member, char **value, GError **error);
gboolean
scope_field_read_number (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                         double *value, gboolean *there, GError **error);
/* A whole number from @low to @high. */
gboolean
scope_field_read_count (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                        double low, double high, double *value, GError **error);
/* A list of texts, or one text. */
gboolean scope_field_read_texts (const ScopeFieldPlace *place, JsonObject *object,
                                 const char *member, char ***value, GError **error);
gboolean scope_field_read_object (const ScopeFieldPlace *place, JsonObject *object,
                                  const char *member, JsonObject **value, GError **error);
/* A list that is not empty. */
gboolean scope_field_read_list (const ScopeFieldPlace *place, JsonObject *object,
                                const char *member, JsonArray **value, GError **error);
gboolean scope_field_read_list_object (ScopeRecipe *self, const char *member, JsonArray *array,
                                       guint index, JsonObject **object, GError **error);
/* A text of one of the bytes that are @allowed. */
gboolean
scope_field_read_byte (const ScopeFieldPlace *place, JsonObject *object, const char *member,
                       const char *allowed, char *value, GError **error);

G_END_DECLS
