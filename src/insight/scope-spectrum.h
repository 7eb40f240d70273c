/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-gates.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCOPE_TYPE_SPECTRUM (scope_spectrum_get_type ())

/**
 * ScopeSpectrum:
 *
 * Eigenvalues of one gate's U (units × units), in double precision after balancing (GSL). They say what h → hU alone would
 * do: inside the unit circle it fades, on it it stays, and a complex pair turns. They are not the network's
 * own dynamics: activations and the other gates come between. Refcounted, immutable, any thread.
 */
typedef struct _ScopeSpectrum ScopeSpectrum;

/**
 * ScopeEigenvalue:
 * @real, @imaginary: the eigenvalue λ; no unit
 * @modulus: |λ|
 * @period: 2π/|arg λ| in steps: of a complex pair; 2 of a negative number; infinity of a positive one, NaN of 0
 * @decay: −1/ln|λ| in steps: after so many |λ|^t is 1/e; infinity for |λ| = 1; negative for |λ| > 1, which grows by e in −decay
 *     steps; 0 for 0
 *
 * Times of the sampling interval they are times.
 */
typedef struct
{
  double real;
  double imaginary;
  double modulus;
  double period;
  double decay;
} ScopeEigenvalue;

GType scope_spectrum_get_type (void);

/* One eigenvalue's derived numbers. */
ScopeEigenvalue scope_eigenvalue_make (double real, double imaginary);
/* Whether it is one of a pair: not on the real axis. */
gboolean scope_eigenvalue_is_complex (const ScopeEigenvalue *self);

/**
 * scope_spectrum_new:
 * @gates: any recurrent cell
 * @gate: which
 * @cancellable: (nullable): looked at before the search for eigenvalues, and after it
 * @error: SCOPE_ERROR_UNSUPPORTED where a weight is not finite, or where the search does not end; G_IO_ERROR_CANCELLED
 *
 * Blocks; about 10·units³ steps.
 */
ScopeSpectrum *scope_spectrum_new (ScopeGates *gates, guint gate, GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same on another thread. Cancelled, the answer is there at once, and the thread goes on to its end by itself. */
void scope_spectrum_load_async (ScopeGates *gates, guint gate, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
ScopeSpectrum *
scope_spectrum_load_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScopeSpectrum *scope_spectrum_ref (ScopeSpectrum *self);
void scope_spectrum_unref (ScopeSpectrum *self);

guint scope_spectrum_get_gate (ScopeSpectrum *self);
guint scope_spectrum_get_n_values (ScopeSpectrum *self);
/* (array length=n_values): by falling modulus; of a pair the one above the real axis first, right before the other. */
const ScopeEigenvalue *scope_spectrum_get_values (ScopeSpectrum *self);
/* The largest modulus. */
double scope_spectrum_get_radius (ScopeSpectrum *self);
/* How many complex pairs. */
guint scope_spectrum_get_n_pairs (ScopeSpectrum *self);
/* A plain sentence: the radius and what it means, and the period of the strongest pair. @step_hours: the sampling interval,
 * 0 where it is not known. Translated. */
char *scope_spectrum_dup_text (ScopeSpectrum *self, double step_hours);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeSpectrum, scope_spectrum_unref)

G_END_DECLS
