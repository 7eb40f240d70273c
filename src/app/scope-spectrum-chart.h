/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-plot.h"
#include "scope-spectrum.h"

G_BEGIN_DECLS

#define SCOPE_TYPE_SPECTRUM_CHART (scope_spectrum_chart_get_type ())
G_DECLARE_FINAL_TYPE (ScopeSpectrumChart, scope_spectrum_chart, SCOPE, SPECTRUM_CHART, ScopePlot)

/**
 * ScopeSpectrumChart:
 *
 * The eigenvalues of each gate's U on the complex plane. Pointer and keys (left and right: the next in modulus, up and
 * down: the next gate) read one off.
 *
 * Signals: "cursor-moved" (): pointer or keys are elsewhere, or have left; "chosen" (uint gate, uint value): a click, or Enter,
 * on an eigenvalue; the gate as the spectrum has it, the value's
 * index in it.
 */

/**
 * scope_spectrum_chart_set:
 * @gates: (nullable): whose they are
 * @spectra: (element-type ScopeSpectrum) (nullable): one for each gate that is shown
 * @step_seconds: of the table; 0 where unknown
 */
void scope_spectrum_chart_set (ScopeSpectrumChart *self, ScopeGates *gates, GPtrArray *spectra,
                               double step_seconds);
/* Rings an eigenvalue as long as the pointer reads off none; -1: none. */
void scope_spectrum_chart_select (ScopeSpectrumChart *self, int gate, guint value);
/* What an eigenvalue means, in words: "forget f: 0.52 ± 0.31i, modulus 0.60, …". Translated. */
char *scope_spectrum_chart_dup_words (ScopeGates *gates, ScopeSpectrum *spectrum, guint value,
                                      double step_seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
