/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>

/* cairo's own limit for an image is 32767 pixels. */
#define MAX_SIDE 32767
/* Units of SVG and PDF surfaces are points. */
#define POINTS_PER_PIXEL 0.75

static const struct
{
  const char *ending;
  ScopeExportFormat format;
} endings[] = {
  { ".png", SCOPE_EXPORT_PNG },
  { ".svg", SCOPE_EXPORT_SVG },
  { ".pdf", SCOPE_EXPORT_PDF },
};

gboolean
scope_export_format_from_path (const char *path, ScopeExportFormat *format, GError **error)
{
  g_autofree char *lower = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (path != NULL && format != NULL, FALSE);

  lower = g_ascii_strdown (path, -1);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i].ending))
      {
        *format = endings[i].format;
        return TRUE;
      }
  shown = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” does not say which kind of picture to write: expected a name that ends in "
                  ".png, .svg or .pdf"),
               shown);
  return FALSE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
create_surface (ScopeExportFormat format, double width, double height, double scale,
                GByteArray *bytes)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case SCOPE_EXPORT_SVG:
      surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, width * POINTS_PER_PIXEL,
                                                     height * POINTS_PER_PIXEL);
      /* Left out, it is points up to cairo 1.16 and bare pixels from 1.18 on. */
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
      break;
    case SCOPE_EXPORT_PDF:
      surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width * POINTS_PER_PIXEL,
                                                     height * POINTS_PER_PIXEL);
      break;
    case SCOPE_EXPORT_PNG:
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (width * scale),
                                         (int) ceil (height * scale));
    }
  return surface;
}

GBytes *
scope_export_to_bytes (ScopeExportFormat format, double width, double height, double scale,
                       const ScopeColor *background, ScopePaintFunc func, gpointer user_data,
                       GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (width > 0 && height > 0 && scale > 0, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (width * scale > MAX_SIDE || height * scale > MAX_SIDE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The picture is too large: %.0f × %.0f pixels, expected at most %d to a "
                      "side; choose a smaller one"),
                   width * scale, height * scale, MAX_SIDE);
      return NULL;
    }
  bytes = g_byte_array_new ();
  surface = create_surface (format, width, height, scale, bytes);
  cr = cairo_create (surface);
  if (format == SCOPE_EXPORT_PNG)
    cairo_scale (cr, scale, scale);
  else
    cairo_scale (cr, POINTS_PER_PIXEL, POINTS_PER_PIXEL);
  if (background != NULL)
    {
      scope_color_set_source (background, cr);
      cairo_paint (cr);
    }
  func (cr, width, height, user_data);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == SCOPE_EXPORT_PNG)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture could not be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gboolean
scope_export_to_file (const char *path, ScopeExportFormat format, double width, double height,
                      double scale, const ScopeColor *background, ScopePaintFunc func,
                      gpointer user_data, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *data;

  g_return_val_if_fail (path != NULL, FALSE);

  bytes = scope_export_to_bytes (format, width, height, scale, background, func, user_data, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return g_file_set_contents (path, data, (gssize) size, error);
}
