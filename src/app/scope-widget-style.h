/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Colours and type as @widget's style has them: light, dark or high contrast, its own font size. */
ScopeStyle *scope_widget_create_style (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;

/* The colours below and above zero that the person has chosen. */
ScopeDiverging scope_widget_get_diverging (void);

G_END_DECLS
