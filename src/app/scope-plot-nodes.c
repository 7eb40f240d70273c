/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-plot-private.h"

#include <gsk/gsk.h>

#define CLASS(self) SCOPE_PLOT_GET_CLASS (self)

/* Pixels of a side that every graphics card can hold as one texture; a longer picture stays a drawing. */
#define MAX_TEXTURE 8192
/* Pixels of a square of the overlay that is left out where nothing is drawn in it, and how much smaller it is looked at. */
#define TILE 64
#define MASK_SCALE 8

static void
paint_picture (ScopePlot *self, cairo_t *cr, int width, int height)
{
  CLASS (self)->paint (self, scope_plot_get_style (self), cr, width, height);
  cairo_destroy (cr);
}

/* Without a graphics card: there, a texture is a copy more of all pixels at every frame. */
static gboolean
draws_with_cairo (ScopePlot *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  return native != NULL && gtk_native_get_renderer (native) != NULL
         && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

static GskRenderNode *
create_cairo_node (cairo_surface_t *surface, const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return node;
}

static GskRenderNode *
create_texture_node (cairo_surface_t *surface, const graphene_rect_t *bounds)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                  (GDestroyNotify) cairo_surface_destroy, surface);
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);

  return gsk_texture_node_new (texture, bounds);
}

/* The picture in device pixels: a frame that only moves the cursor then costs a copy, however many lines the picture
 * has. */
GskRenderNode *
scope_plot_create_picture (ScopePlot *self, int width, int height)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface;

  if (width * scale > MAX_TEXTURE || height * scale > MAX_TEXTURE)
    {
      GskRenderNode *node = gsk_cairo_node_new (&bounds);

      paint_picture (self, gsk_cairo_node_get_draw_context (node), width, height);
      return node;
    }

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  paint_picture (self, cairo_create (surface), width, height);
  cairo_surface_flush (surface);
  return draws_with_cairo (self) ? create_cairo_node (surface, &bounds)
                                 : create_texture_node (surface, &bounds);
}

/* The overlay, small: a pixel has something where its place in the overlay has. */
static cairo_surface_t *
create_mask (cairo_surface_t *recording, int width, int height)
{
  cairo_surface_t *mask =
      cairo_image_surface_create (CAIRO_FORMAT_A8, (width + MASK_SCALE - 1) / MASK_SCALE,
                                  (height + MASK_SCALE - 1) / MASK_SCALE);
  cairo_t *cr = cairo_create (mask);

  cairo_scale (cr, 1.0 / MASK_SCALE, 1.0 / MASK_SCALE);
  cairo_set_source_surface (cr, recording, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (mask);
  return mask;
}

static gboolean
has_ink (cairo_surface_t *mask, int column, int row)
{
  const guchar *pixels = cairo_image_surface_get_data (mask);
  int stride = cairo_image_surface_get_stride (mask);
  int side = TILE / MASK_SCALE;
  /* With a pixel around it: what is drawn faintly at its edge may have been rounded away. */
  int left = MAX (0, column * side - 1);
  int right = MIN (cairo_image_surface_get_width (mask), (column + 1) * side + 1);
  int bottom = MIN (cairo_image_surface_get_height (mask), (row + 1) * side + 1);

  for (int y = MAX (0, row * side - 1); y < bottom; y++)
    for (int x = left; x < right; x++)
      if (pixels[y * stride + x] != 0)
        return TRUE;
  return FALSE;
}

static void
append_part (GtkSnapshot *snapshot, cairo_surface_t *recording, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  cairo_set_source_surface (cr, recording, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* Drawings become textures of their own at every frame: only squares in which something is drawn, joined along their rows, are
 * handed on. */
void
scope_plot_snapshot_overlay (ScopePlot *self, GtkSnapshot *snapshot, int width, int height)
{
  cairo_rectangle_t extents = { 0, 0, width, height };
  cairo_surface_t *recording = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_t *cr = cairo_create (recording);
  cairo_surface_t *mask;

  CLASS (self)->paint_overlay (self, scope_plot_get_style (self), cr, width, height);
  cairo_destroy (cr);
  mask = create_mask (recording, width, height);
  for (int row = 0; row * TILE < height; row++)
    {
      int start = -1;

      for (int column = 0; column * TILE < width + TILE; column++)
        {
          gboolean ink = column * TILE < width && has_ink (mask, column, row);

          if (ink && start < 0)
            start = column;
          if (ink || start < 0)
            continue;
          append_part (
              snapshot, recording,
              &GRAPHENE_RECT_INIT ((float) start * TILE, (float) row * TILE,
                                   (float) MIN ((column - start) * TILE, width - start * TILE),
                                   (float) MIN (TILE, height - row * TILE)));
          start = -1;
        }
    }
  cairo_surface_destroy (mask);
  cairo_surface_destroy (recording);
}
