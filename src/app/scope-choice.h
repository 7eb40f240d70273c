/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * scope_choice_set_up:
 * @drop_down: over a #GtkStringList
 * @format: what its button says, with a %s for the choice: "Order: %s". Translated.
 *
 * A list of choices whose button says what is chosen there.
 */
void scope_choice_set_up (GtkDropDown *drop_down, const char *format);

G_END_DECLS
