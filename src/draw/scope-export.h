/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>
#include <glib.h>

#include "scope-color.h"

G_BEGIN_DECLS

typedef enum
{
  SCOPE_EXPORT_PNG,
  SCOPE_EXPORT_SVG,
  SCOPE_EXPORT_PDF
} ScopeExportFormat;

/* Paints a picture of @width × @height pixels (1/96 inch) with its top left at 0, 0. */
typedef void (*ScopePaintFunc) (cairo_t *cr, double width, double height, gpointer user_data);

/* The format that a file's name ends with (.png, .svg, .pdf, in any case); else %FALSE with an
 * error (%G_IO_ERROR_INVALID_ARGUMENT) that names the endings that are known. */
gboolean
scope_export_format_from_path (const char *path, ScopeExportFormat *format, GError **error);

/* Paints @func on @background (%NULL: transparent) and returns the bytes of the file. A PNG has
 * @scale pixels to each of the picture's; the others ignore @scale and are as large on paper as on
 * a screen of 96 dots per inch. %NULL with %G_IO_ERROR_FAILED if cairo cannot (a picture that is
 * too large, no memory). */
GBytes *scope_export_to_bytes (ScopeExportFormat format, double width, double height, double scale,
                               const ScopeColor *background, ScopePaintFunc func,
                               gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same into a file, which is replaced at once when the picture is complete. */
gboolean scope_export_to_file (const char *path, ScopeExportFormat format, double width,
                               double height, double scale, const ScopeColor *background,
                               ScopePaintFunc func, gpointer user_data, GError **error);

G_END_DECLS
