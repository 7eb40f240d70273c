/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scope-raster.h"

#include <math.h>

/* cairo's own limit for an image is 32767 pixels. */
#define MAX_SIDE 32767
/* Pixels of an image in a vector picture to each of the picture's, so that a viewer that smooths
 * images still shows edges. */
#define VECTOR_SCALE 3.0
#define MAX_VECTOR_PIXELS 4.0e6

/* The value from which an outlier of a sequential range lies farthest. */
static double
mean_of (const ScopeCells *cells)
{
  double sum = 0;
  gsize n = 0;

  for (gsize row = 0; row < cells->rows; row++)
    for (gsize col = 0; col < cells->cols; col++)
      {
        float value = scope_cells_get (cells, row, col);

        if (!isfinite (value))
          continue;
        sum += value;
        n++;
      }
  return n > 0 ? sum / (double) n : 0;
}

static float
farthest_of (const ScopeCells *cells, gsize row_start, gsize row_end, gsize col_start,
             gsize col_end, double from)
{
  float found = NAN;
  double largest = -1;

  for (gsize row = row_start; row < row_end; row++)
    for (gsize col = col_start; col < col_end; col++)
      {
        float value = scope_cells_get (cells, row, col);
        double distance = fabs (value - from);

        /* NaN compares as not farther. */
        if (distance > largest)
          {
            largest = distance;
            found = value;
          }
      }
  return found;
}

cairo_surface_t *
scope_raster_new (const ScopeCells *cells, const ScopeColormap *colormap, double min, double max,
                  int max_width, int max_height)
{
  cairo_surface_t *surface;
  int width, height, stride;
  guchar *pixels;
  double from = 0;

  g_return_val_if_fail (cells != NULL && cells->data != NULL, NULL);
  g_return_val_if_fail (cells->rows > 0 && cells->cols > 0, NULL);
  g_return_val_if_fail (colormap != NULL, NULL);
  g_return_val_if_fail (max_width > 0 && max_height > 0, NULL);

  width = (int) MIN (cells->cols, (gsize) MIN (max_width, MAX_SIDE));
  height = (int) MIN (cells->rows, (gsize) MIN (max_height, MAX_SIDE));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;

  if ((gsize) width < cells->cols || (gsize) height < cells->rows)
    from = scope_colormap_is_diverging (colormap) ? min / 2 + max / 2 : mean_of (cells);

  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < height; y++)
    {
      guint32 *line = (guint32 *) (pixels + (gsize) y * (gsize) stride);
      gsize row_start = (gsize) y * cells->rows / (gsize) height;
      gsize row_end = ((gsize) y + 1) * cells->rows / (gsize) height;

      for (int x = 0; x < width; x++)
        {
          gsize col_start = (gsize) x * cells->cols / (gsize) width;
          gsize col_end = ((gsize) x + 1) * cells->cols / (gsize) width;
          float value;

          if (row_end - row_start == 1 && col_end - col_start == 1)
            value = scope_cells_get (cells, row_start, col_start);
          else
            value = farthest_of (cells, row_start, row_end, col_start, col_end, from);
          line[x] = scope_colormap_lookup_value (colormap, value, min, max);
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static gboolean
has_missing (const ScopeCells *cells)
{
  for (gsize row = 0; row < cells->rows; row++)
    for (gsize col = 0; col < cells->cols; col++)
      if (isnan (scope_cells_get (cells, row, col)))
        return TRUE;
  return FALSE;
}

static gboolean
is_vector (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The same picture with each pixel as a block of pixels. */
static cairo_surface_t *
enlarge (cairo_surface_t *small, int width, int height)
{
  cairo_surface_t *large = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (large);

  cairo_scale (cr, (double) width / cairo_image_surface_get_width (small),
               (double) height / cairo_image_surface_get_height (small));
  cairo_set_source_surface (cr, small, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  return large;
}

/* How many device pixels @rect has: by the context's and the surface's scale. */
static void
count_pixels (cairo_t *cr, const cairo_rectangle_t *rect, double *pixels_x, double *pixels_y)
{
  double x_scale = 1, y_scale = 1;

  cairo_user_to_device_distance (cr, &x_scale, &y_scale);
  *pixels_x = fabs (rect->width * x_scale);
  *pixels_y = fabs (rect->height * y_scale);
  x_scale = y_scale = 1;
  cairo_surface_get_device_scale (cairo_get_target (cr), &x_scale, &y_scale);
  *pixels_x = MAX (1, *pixels_x * x_scale);
  *pixels_y = MAX (1, *pixels_y * y_scale);
}

/* Stretches @surface over @rect, with sharp edges. */
static void
paint_surface (cairo_t *cr, const cairo_rectangle_t *rect, cairo_surface_t *surface)
{
  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  cairo_translate (cr, rect->x, rect->y);
  cairo_scale (cr, rect->width / cairo_image_surface_get_width (surface),
               rect->height / cairo_image_surface_get_height (surface));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  /* Padding fills the last fraction of a pixel; in a vector picture it would have cairo 1.18 write
   * filters in place of a plain image, which few viewers draw. */
  if (!is_vector (cr))
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
}

void
scope_raster_paint (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeCells *cells,
                    const ScopeColormap *colormap, const ScopePalette *palette, double min,
                    double max)
{
  cairo_surface_t *surface;
  double pixels_x, pixels_y;

  g_return_if_fail (cr != NULL && rect != NULL && cells != NULL && colormap != NULL);

  if (cells->data == NULL || cells->rows == 0 || cells->cols == 0 || rect->width <= 0
      || rect->height <= 0)
    return;

  count_pixels (cr, rect, &pixels_x, &pixels_y);
  if (is_vector (cr))
    {
      pixels_x *= VECTOR_SCALE;
      pixels_y *= VECTOR_SCALE;
      while (pixels_x * pixels_y > MAX_VECTOR_PIXELS)
        {
          pixels_x /= 1.25;
          pixels_y /= 1.25;
        }
    }

  if (has_missing (cells))
    scope_raster_paint_missing (cr, rect, palette);
  surface = scope_raster_new (cells, colormap, min, max, (int) MIN (pixels_x, MAX_SIDE),
                              (int) MIN (pixels_y, MAX_SIDE));
  if (is_vector (cr))
    {
      cairo_surface_t *large = enlarge (surface, (int) ceil (pixels_x), (int) ceil (pixels_y));

      cairo_surface_destroy (surface);
      surface = large;
    }
  paint_surface (cr, rect, surface);
  cairo_surface_destroy (surface);
}

/* Where @rect is in the pixels of the surface that is drawn on; FALSE where it is not whole pixels of an image, or cut by a
 * clip. */
static gboolean
find_pixels (cairo_t *cr, const cairo_rectangle_t *rect, cairo_rectangle_int_t *pixels)
{
  cairo_surface_t *target = cairo_get_target (cr);
  double x = rect->x, y = rect->y, width = rect->width, height = rect->height;
  double x_scale, y_scale, x_offset, y_offset;
  double left, top, right, bottom;
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  if (matrix.xy != 0 || matrix.yx != 0 || matrix.xx <= 0 || matrix.yy <= 0
      || cairo_get_group_target (cr) != target
      || cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE
      || cairo_image_surface_get_format (target) != CAIRO_FORMAT_ARGB32
      || cairo_image_surface_get_data (target) == NULL)
    return FALSE;
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  if (left > x || top > y || right < x + width || bottom < y + height)
    return FALSE;

  cairo_user_to_device (cr, &x, &y);
  cairo_user_to_device_distance (cr, &width, &height);
  cairo_surface_get_device_scale (target, &x_scale, &y_scale);
  cairo_surface_get_device_offset (target, &x_offset, &y_offset);
  x = x * x_scale + x_offset;
  y = y * y_scale + y_offset;
  width *= x_scale;
  height *= y_scale;
  pixels->x = (int) lround (x);
  pixels->y = (int) lround (y);
  pixels->width = (int) lround (width);
  pixels->height = (int) lround (height);
  return fabs (x - pixels->x) < 1e-6 && fabs (y - pixels->y) < 1e-6
         && fabs (width - pixels->width) < 1e-6 && fabs (height - pixels->height) < 1e-6
         && pixels->x >= 0 && pixels->y >= 0
         && pixels->x + pixels->width <= cairo_image_surface_get_width (target)
         && pixels->y + pixels->height <= cairo_image_surface_get_height (target);
}

/* Straight into the target's pixels where that can be: another image on the way is a third of a frame. */
static void
paint_pyramid (cairo_t *cr, const cairo_rectangle_t *rect, const ScopePyramid *pyramid,
               ScopeSpan rows, ScopeSpan cols, const ScopeColormap *colormap,
               const ScopePalette *palette, double min, double max)
{
  cairo_surface_t *surface = cairo_get_target (cr);
  cairo_rectangle_int_t pixels;
  double pixels_x, pixels_y;
  gboolean direct;
  gsize stride;

  direct = !scope_pyramid_has_missing (pyramid) && find_pixels (cr, rect, &pixels);
  if (!direct)
    {
      count_pixels (cr, rect, &pixels_x, &pixels_y);
      pixels = (cairo_rectangle_int_t){ 0, 0, (int) MIN (round (pixels_x), MAX_SIDE),
                                        (int) MIN (round (pixels_y), MAX_SIDE) };
      if (scope_pyramid_has_missing (pyramid))
        scope_raster_paint_missing (cr, rect, palette);
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels.width, pixels.height);
    }
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (surface);
      stride = (gsize) cairo_image_surface_get_stride (surface);
      scope_pyramid_draw (pyramid, rows, cols, colormap, min, max,
                          (guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                                  + (gsize) pixels.y * stride
                                                  + (gsize) pixels.x * sizeof (guint32)),
                          pixels.width, pixels.height, stride);
      cairo_surface_mark_dirty (surface);
      if (!direct)
        paint_surface (cr, rect, surface);
    }
  if (!direct)
    cairo_surface_destroy (surface);
}

/* Whole cells from the first that is seen to the last. */
static void
find_cells (ScopeSpan span, gsize n, gsize *first, gsize *count)
{
  double start = floor (span.start * (double) n + 1e-9);
  double end = ceil ((span.start + span.size) * (double) n - 1e-9);

  start = CLAMP (start, 0, (double) n - 1);
  end = CLAMP (end, start + 1, (double) n);
  *first = (gsize) start;
  *count = (gsize) (end - start);
}

void
scope_raster_paint_part (cairo_t *cr, const cairo_rectangle_t *rect, const ScopeCells *cells,
                         const ScopePyramid *pyramid, ScopeSpan rows, ScopeSpan cols,
                         const ScopeColormap *colormap, const ScopePalette *palette, double min,
                         double max)
{
  ScopeCells part;
  cairo_rectangle_t whole;
  gsize row, col;

  g_return_if_fail (cr != NULL && rect != NULL && cells != NULL && colormap != NULL);
  g_return_if_fail (rows.size > 0 && cols.size > 0);

  if (cells->data == NULL || cells->rows == 0 || cells->cols == 0 || rect->width <= 0
      || rect->height <= 0)
    return;
  if (pyramid != NULL && !is_vector (cr))
    {
      paint_pyramid (cr, rect, pyramid, rows, cols, colormap, palette, min, max);
      return;
    }

  part = *cells;
  find_cells (rows, cells->rows, &row, &part.rows);
  find_cells (cols, cells->cols, &col, &part.cols);
  if (cells->row_order != NULL)
    part.row_order += row;
  else
    part.data += row * cells->row_stride;
  if (cells->col_order != NULL)
    part.col_order += col;
  else
    part.data += col * cells->col_stride;
  whole.width = rect->width * (double) part.cols / (double) cells->cols / cols.size;
  whole.height = rect->height * (double) part.rows / (double) cells->rows / rows.size;
  whole.x = rect->x + rect->width * ((double) col / (double) cells->cols - cols.start) / cols.size;
  whole.y = rect->y + rect->height * ((double) row / (double) cells->rows - rows.start) / rows.size;
  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  scope_raster_paint (cr, &whole, &part, colormap, palette, min, max);
  cairo_restore (cr);
}

void
scope_raster_paint_missing (cairo_t *cr, const cairo_rectangle_t *rect, const ScopePalette *palette)
{
  const double distance = 5;
  ScopeColor ground, lines;

  g_return_if_fail (cr != NULL && rect != NULL && palette != NULL);

  /* Neither the middle of a scale, which is the background, nor any other colour of it. */
  ground = scope_color_mix (&palette->background, &palette->missing, 0.6);
  lines = scope_color_mix (&palette->missing, &palette->foreground, 0.5);
  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  scope_color_set_source (&ground, cr);
  cairo_paint (cr);
  scope_color_set_source (&lines, cr);
  cairo_set_line_width (cr, 1.5);
  for (double x = rect->x - rect->height; x < rect->x + rect->width; x += distance)
    {
      cairo_move_to (cr, x, rect->y + rect->height);
      cairo_line_to (cr, x + rect->height, rect->y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}
