/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The only place that knows which file dialog this GTK has (GtkFileChooserNative, which goes through the
 * portal where there is one).
 */

/* What a dialog is about; its first filter. */
typedef enum
{
  SCOPE_FILES_ALL, /* models and tables; the first filter shows all files, as the bytes decide */
  SCOPE_FILES_MODELS, /* a model to compare with; the first filter shows all files, the second models */
  SCOPE_FILES_TABLES,        /* the first filter shows all files, the second tables */
  SCOPE_FILES_RECIPES,       /* *.json */
  SCOPE_FILES_ARCHITECTURES, /* *.json */
  SCOPE_FILES_PICTURE,       /* saving: PNG, SVG, PDF */
  SCOPE_FILES_NUMBERS,       /* saving: CSV, NPY */
} ScopeFiles;

/**
 * scope_file_chooser_open_async:
 * @parent: the window
 * @what: filters
 * @several: whether more than one file may be chosen
 *
 * Asks for files to open. Dismissing the dialog is G_IO_ERROR_CANCELLED.
 */
void scope_file_chooser_open_async (GtkWindow *parent, ScopeFiles what, gboolean several,
                                    GAsyncReadyCallback callback, gpointer user_data);
/* Returns: (transfer full) (element-type GFile): at least one */
GPtrArray *scope_file_chooser_open_finish (GAsyncResult *result, GError **error);

/* Asks where to save; @suggested_name is the file's name at first, in the folder that was used last. */
void scope_file_chooser_save_async (GtkWindow *parent, ScopeFiles what, const char *title,
                                    const char *suggested_name, GAsyncReadyCallback callback,
                                    gpointer user_data);
GFile *scope_file_chooser_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
