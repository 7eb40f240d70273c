/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCOPE_CRAMERI_SIZE 256

/* Fabio Crameri's diverging maps as he made them, 0x00RRGGBB from the smallest value on: the first of
 * each pair has a light middle, the second a dark one. */
extern const guint32 scope_crameri_vik[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_berlin[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_broc[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_lisbon[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_cork[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_tofino[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_bam[SCOPE_CRAMERI_SIZE];
extern const guint32 scope_crameri_vanimo[SCOPE_CRAMERI_SIZE];

G_END_DECLS
