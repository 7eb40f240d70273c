/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"

G_BEGIN_DECLS

/**
 * scope_foreign_set_error:
 * @image: an HDF5 file or an archive in which nothing of Keras was found
 * @error: (out): SCOPE_ERROR_NOT_A_MODEL: what the file seems to be instead, and what to do with that
 */
void scope_foreign_set_error (ScopeImage *image, GError **error);

G_END_DECLS
