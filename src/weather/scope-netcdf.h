/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-image.h"
#include "scope-series.h"

G_BEGIN_DECLS

/* Whether the file has a dimension as netCDF-4 writes it: no model of Keras has. */
gboolean scope_netcdf_is_table (ScopeImage *image);

/**
 * scope_netcdf_read_image:
 * @image: a netCDF-4 file, which is HDF5, as the reader answered
 * @reading: (nullable): which index to take in each dimension other than time; 0 where it does not
 *     say
 * @error: SCOPE_ERROR_TABLE: no dimension of time, an index beyond a dimension;
 *     SCOPE_ERROR_UNSUPPORTED: a calendar or numbers that cannot be read without loss
 *
 * The steps of the time dimension become rows, and each variable over it a column of its own name,
 * with its unit, its fill value missing, scaled and moved as it says (CF 1.10, 8.1). The first
 * column is the time, in seconds since 1970.
 */
ScopeSeries *
scope_netcdf_read_image (ScopeImage *image, const ScopeReading *reading, GError **error);

G_END_DECLS
