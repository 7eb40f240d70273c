/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* tests/fixtures/insight/@name, what NumPy and SciPy answered; its generator stands beside it. */
JsonParser *truth_load (const char *name);
/* Its object; owned by @parser. */
JsonObject *truth_get (JsonParser *parser);
/* (element-type double): the list @member of numbers; and (element-type float). */
GArray *truth_doubles (JsonObject *object, const char *member);
GArray *truth_floats (JsonObject *object, const char *member);

G_END_DECLS
