/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-export.h"

#include "draw-test.h"
#include "scope-raster.h"
#include "scope-test.h"

#include <gio/gio.h>
#include <string.h>

static void
paint (cairo_t *cr, double width, double height, gpointer data)
{
  /* The left half in red. */
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 0, 0, width / 2, height);
  cairo_fill (cr);
  ++*(guint *) data;
}

typedef struct
{
  const guchar *data;
  gsize length;
} Stream;

static cairo_status_t
read_bytes (void *closure, unsigned char *data, unsigned int length)
{
  Stream *stream = closure;

  if (length > stream->length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, stream->data, length);
  stream->data += length;
  stream->length -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
test_png (void)
{
  ScopeColor background = { 0, 0, 1, 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint n_painted = 0;
  Stream stream;
  cairo_surface_t *surface;

  bytes =
      scope_export_to_bytes (SCOPE_EXPORT_PNG, 100, 40, 2, &background, paint, &n_painted, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_painted, ==, 1);
  stream.data = g_bytes_get_data (bytes, &stream.length);
  surface = cairo_image_surface_create_from_png_stream (read_bytes, &stream);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 200);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 80);
  /* A PNG without transparency is read as RGB24, whose first byte says nothing. */
  g_assert_cmphex (draw_test_get_pixel (surface, 99, 79) & 0xffffff, ==, 0xff0000);
  g_assert_cmphex (draw_test_get_pixel (surface, 100, 79) & 0xffffff, ==, 0x0000ff);
  cairo_surface_destroy (surface);
}

static void
test_vector (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  guint n_painted = 0;
  gsize size;
  const char *data;

  svg = scope_export_to_bytes (SCOPE_EXPORT_SVG, 96, 48, 1, NULL, paint, &n_painted, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (svg, &size);
  text = g_strndup (data, size);
  g_assert_nonnull (strstr (text, "<svg"));
  /* 96 pixels are an inch, which is 72 points. */
  g_assert_nonnull (strstr (text, "width=\"72pt\""));
  g_assert_nonnull (strstr (text, "</svg>"));

  pdf = scope_export_to_bytes (SCOPE_EXPORT_PDF, 96, 48, 1, NULL, paint, &n_painted, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (pdf, &size);
  g_assert_cmpint (strncmp (data, "%PDF-", 5), ==, 0);
  g_assert_cmpuint (size, >, 300);
}

static void
test_format (void)
{
  ScopeExportFormat format;
  g_autoptr (GError) error = NULL;

  g_assert_true (scope_export_format_from_path ("a.b/gates.PNG", &format, &error));
  g_assert_cmpint (format, ==, SCOPE_EXPORT_PNG);
  g_assert_true (scope_export_format_from_path ("x.svg", &format, &error));
  g_assert_cmpint (format, ==, SCOPE_EXPORT_SVG);
  g_assert_true (scope_export_format_from_path ("x.pdf", &format, &error));
  g_assert_cmpint (format, ==, SCOPE_EXPORT_PDF);
  g_assert_false (scope_export_format_from_path ("x.svg.jpg", &format, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "x.svg.jpg"));
  g_assert_nonnull (strstr (error->message, ".pdf"));
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = scope_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "none", "x.png", NULL);
  guint n_painted = 0;

  g_assert_null (
      scope_export_to_bytes (SCOPE_EXPORT_PNG, 40000, 10, 1, NULL, paint, &n_painted, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (
      scope_export_to_file (path, SCOPE_EXPORT_PNG, 10, 10, 1, NULL, paint, &n_painted, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  scope_test_remove_folder (folder);
}

/* In a vector picture the image of a heatmap has several pixels to a cell, whose edges stay sharp
 * in viewers that smooth. */
static void
paint_cells (cairo_t *cr, double width, double height, gpointer data)
{
  static const float numbers[4] = { -1, 1, 1, -1 };
  ScopePalette palette;
  g_autoptr (ScopeColormap) map = NULL;
  ScopeCells cells;
  cairo_rectangle_t rect = { 0, 0, width, height };

  scope_palette_init_default (&palette, FALSE, FALSE);
  map = scope_colormap_new_diverging (&palette);
  scope_cells_init (&cells, numbers, 2, 2);
  scope_raster_paint (cr, &rect, &cells, map, &palette, -1, 1);
}

static void
test_cells (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg =
      scope_export_to_bytes (SCOPE_EXPORT_SVG, 96, 96, 1, NULL, paint_cells, NULL, &error);
  g_autofree char *text = NULL;
  gsize size;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (svg, &size);
  text = g_strndup (data, size);
  g_assert_nonnull (strstr (text, "<image"));
  g_assert_null (strstr (text, "<image id=\"source-5\" x=\"0\" y=\"0\" width=\"2\""));
  g_assert_true (g_regex_match_simple ("<image [^>]*width=\"2[0-9][0-9]\"", text, 0, 0));
}

int
main (int argc, char *argv[])
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/export/png", test_png);
  g_test_add_func ("/export/vector", test_vector);
  g_test_add_func ("/export/format", test_format);
  g_test_add_func ("/export/errors", test_errors);
  g_test_add_func ("/export/cells", test_cells);
  return g_test_run ();
}
