/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-kernels.h"

#include <string.h>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

/* Best first. */
static const ScopeKernels *const levels[] = {
#if defined(SCOPE_HAVE_X86_LEVELS)
  &scope_kernels_avx512,
  &scope_kernels_avx2,
#endif
  &scope_kernels_baseline,
};

static gboolean
has_level (const ScopeKernels *kernels)
{
#if defined(SCOPE_HAVE_X86_LEVELS)
  __builtin_cpu_init ();
  if (kernels == &scope_kernels_avx512)
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq")
           && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
           && __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
  if (kernels == &scope_kernels_avx2)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#endif
  return TRUE;
}

const ScopeKernels *
scope_kernels_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (strcmp (levels[i]->id, id) == 0 && has_level (levels[i]))
      return levels[i];
  return NULL;
}

const ScopeKernels *
scope_kernels_choose (void)
{
  const char *wanted = g_getenv ("GATESCOPE_LEVEL");
  const ScopeKernels *kernels = wanted != NULL ? scope_kernels_find (wanted) : NULL;

  for (guint i = 0; kernels == NULL; i++)
    if (has_level (levels[i]))
      kernels = levels[i];
  return kernels;
}

const ScopeKernels *
scope_kernels_narrow (const ScopeKernels *kernels, gsize n_units)
{
#if defined(SCOPE_HAVE_X86_LEVELS)
  if (kernels == &scope_kernels_avx512 && n_units <= scope_kernels_avx2.lanes)
    return &scope_kernels_avx2;
#endif
  return kernels;
}

/* Flush to zero (0x8000) and denormals are zero (0x40) of MXCSR. */
#define SCOPE_MXCSR_ZERO 0x8040

guint
scope_kernels_enter (void)
{
#if defined(__SSE2__)
  guint state = _mm_getcsr ();

  _mm_setcsr (state | SCOPE_MXCSR_ZERO);
  return state;
#else
  return 0;
#endif
}

void
scope_kernels_leave (guint state)
{
#if defined(__SSE2__)
  _mm_setcsr (state);
#endif
}
