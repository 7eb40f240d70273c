/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <hdf5.h>

G_BEGIN_DECLS

/* Loads what HDF5 loads, silences its own printing, and forbids plugins; before the sandbox. */
void scope_h5_prepare (void);

/**
 * scope_h5_open:
 * @image: a whole file in memory; it must stay as long as the file is open
 * @name: its name for messages
 * @error: SCOPE_ERROR_DAMAGED, with the sizes where it is cut off
 *
 * Returns: an HDF5 file open for reading, without a copy; H5I_INVALID_HID on failure
 */
hid_t scope_h5_open (GBytes *image, const char *name, GError **error);

/**
 * scope_h5_fail:
 * @place: file and path in it
 * @what: what could not be read, as "an attribute that cannot be read"
 *
 * Sets SCOPE_ERROR_DAMAGED with HDF5's own reason, and forgets that; SCOPE_ERROR_UNSUPPORTED where the reason is
 * a version that this HDF5 does not know.
 *
 * Returns: %FALSE
 */
gboolean scope_h5_fail (GError **error, const char *place, const char *what);

/* "float32", "int64 big-endian", "bool", "opaque 2" …; see ScopeImageNode. */
char *scope_h5_dup_type_text (hid_t type);

/* SCOPE_H5_AUTO (space) x = …: a handle that is closed at the end of its block, where it is valid. */
static inline void
scope_h5_close_object (hid_t *id)
{
  if (*id >= 0)
    H5Oclose (*id);
}

static inline void
scope_h5_close_type (hid_t *id)
{
  if (*id >= 0)
    H5Tclose (*id);
}

static inline void
scope_h5_close_space (hid_t *id)
{
  if (*id >= 0)
    H5Sclose (*id);
}

static inline void
scope_h5_close_attribute (hid_t *id)
{
  if (*id >= 0)
    H5Aclose (*id);
}

static inline void
scope_h5_close_list (hid_t *id)
{
  if (*id >= 0)
    H5Pclose (*id);
}

#define SCOPE_H5_AUTO(kind) __attribute__ ((cleanup (scope_h5_close_##kind))) hid_t

G_END_DECLS
