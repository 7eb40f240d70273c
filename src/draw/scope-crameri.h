/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCOPE_CRAMERI_SIZE 256

/* Fabio Crameri's diverging maps as he made them, 0x00RRGGBB from the smallest value on:
 * vik has a light middle, berlin a dark one. */
extern const guint32 scope_crameri_vik[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_berlin[SCOPE_CRAMERI_SIZE];

G_END_DECLS
