/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * scope_sample_find:
 *
 * The sample's files: the model, the table and the recipe in the folder that GATESCOPE_SAMPLE names, else in the
 * installed one. What lies in the folder besides (how it was made) is left alone.
 *
 * Returns: (transfer full) (element-type GFile): empty where there is no sample
 */
GPtrArray *scope_sample_find (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
