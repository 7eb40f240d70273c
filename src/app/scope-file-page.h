/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_FILE_PAGE (scope_file_page_get_type ())
G_DECLARE_FINAL_TYPE (ScopeFilePage, scope_file_page, SCOPE, FILE_PAGE, AdwBin)

/**
 * ScopeFilePage: any HDF5 file as it is: groups, datasets with type, shape and storage, links, attributes; a dataset's values when
 * they are asked for. The file may hold a model, or something else.
 */
GtkWidget *scope_file_page_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the file on another thread. %NULL: none, and what is under way ends. */
void scope_file_page_set_file (ScopeFilePage *self, GFile *file);
GFile *scope_file_page_get_file (ScopeFilePage *self);

G_END_DECLS
