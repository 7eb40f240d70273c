/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Every message that the window gives. @from is any widget of it. Texts are plain: what stands in a file's name or in
 * an error is shown as it is, never taken for markup.
 */

/* A short notice that goes by itself. */
void scope_messages_show (GtkWidget *from, const char *text);

/**
 * scope_messages_show_error:
 * @heading: what could not be done ("Could not open “x.h5”"), a sentence without a full stop
 * @error: (nullable): why; a cancelled job says nothing
 *
 * A dialog with the whole message, which can be selected and copied. For what the person asked for and did not get.
 */
void scope_messages_show_error (GtkWidget *from, const char *heading, const GError *error);

/* The same with a button that activates @action, with @target (floating, nullable), of the widget @from. */
void scope_messages_show_error_action (GtkWidget *from, const char *heading, const GError *error,
                                       const char *label, const char *action, GVariant *target);

/* The same as a toast with a "Details" button that leads to the dialog: for what failed beside the
 * main thing (a picture that could not be saved, a setting). */
void scope_messages_show_fault (GtkWidget *from, const char *heading, const GError *error);

G_END_DECLS
