/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-range.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"

double
scope_gate_range_get_extent (const ScopeGateRange *range, ScopeUnitData *data, int gate, int matrix)
{
  double extent;

  g_return_val_if_fail (range != NULL && data != NULL, 1);

  if (range->kind == SCOPE_RANGE_TYPED)
    return range->extent;
  extent = scope_unit_data_get_extent (data, gate, matrix,
                                       range->kind == SCOPE_RANGE_PERCENTILE ? range->share : 1);
  /* All zeros: any range shows them in the middle's colour. */
  return extent > 0 ? extent : 1;
}

gboolean
scope_gate_range_clips (const ScopeGateRange *range)
{
  g_return_val_if_fail (range != NULL, FALSE);

  return range->kind == SCOPE_RANGE_TYPED
         || (range->kind == SCOPE_RANGE_PERCENTILE && range->share < 1);
}

/* A number without what people put around it; NaN where it is none. */
static double
parse_number (const char *text, const char *unit)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  double value;
  char *end;

  if (unit != NULL && g_str_has_suffix (number, unit))
    {
      number[strlen (number) - strlen (unit)] = '\0';
      g_strchomp (number);
    }
  /* "±0.5" is what the scale itself says. */
  if (g_str_has_prefix (number, "±"))
    memmove (number, number + strlen ("±"), strlen (number + strlen ("±")) + 1);
  if (*number == '\0' || g_str_has_prefix (number, MINUS))
    return NAN;
  value = g_ascii_strtod (number, &end);
  if (*end != '\0')
    value = g_strtod (number, &end);
  return *end == '\0' ? value : NAN;
}

char *
scope_gate_range_parse (ScopeRangeKind kind, const char *text, ScopeGateRange *range)
{
  double value;

  g_return_val_if_fail (text != NULL && range != NULL, NULL);

  if (kind == SCOPE_RANGE_PERCENTILE)
    {
      value = parse_number (text, "%");
      if (!(value > 0 && value <= 100))
        return g_strdup (_ ("A share of the weights is above 0 % and at most 100 %."));
      range->kind = kind;
      range->share = value / 100;
    }
  else if (kind == SCOPE_RANGE_TYPED)
    {
      value = parse_number (text, NULL);
      /* What a float cannot hold has no weight to compare with. */
      if (!(value >= 1e-30 && value <= 1e30))
        return g_strdup (_ ("The end of the scale is a number above 0, such as 0.5; the other end "
                            "is the same below 0."));
      range->kind = kind;
      range->extent = value;
    }
  return NULL;
}
