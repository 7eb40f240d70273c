/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-cursor.h"

/* Columns or rows that Page Up and its like go. */
#define PAGE 10
/* Farther than any layer is wide. */
#define FAR 1000000

void
scope_gate_cursor_begin (const ScopeGateLayout *layout, ScopeGateCell *cursor, int chosen_unit)
{
  ScopeGateCell cell = { SCOPE_GATE_PART_W, 0, 0, 0 };

  g_return_if_fail (layout != NULL && layout->units > 0 && cursor != NULL);

  while (cell.part < SCOPE_GATE_PART_B && layout->rows[cell.part] == 0)
    cell.part++;
  if (cell.part == SCOPE_GATE_PART_U)
    cell.row = layout->order[0];
  cell.unit = chosen_unit >= 0 && (gsize) chosen_unit < layout->units ? (guint) chosen_unit
                                                                      : layout->order[0];
  *cursor = cell;
}

/* Home and End go to the gate's edge, and from there to the picture's. */
static gboolean
move_to_edge (const ScopeGateLayout *layout, ScopeGateCell *cursor, int direction)
{
  guint place = layout->places[cursor->unit];
  int left = direction < 0 ? (int) place : (int) (layout->units - 1 - place);

  return scope_gate_layout_step (layout, cursor, direction * (left > 0 ? left : FAR), 0);
}

gboolean
scope_gate_cursor_move (const ScopeGateLayout *layout, ScopeGateCell *cursor, ScopeMove move)
{
  g_return_val_if_fail (layout != NULL && layout->units > 0 && cursor != NULL, FALSE);

  switch (move)
    {
    case SCOPE_MOVE_LEFT:
      return scope_gate_layout_step (layout, cursor, -1, 0);
    case SCOPE_MOVE_RIGHT:
      return scope_gate_layout_step (layout, cursor, 1, 0);
    case SCOPE_MOVE_UP:
      return scope_gate_layout_step (layout, cursor, 0, -1);
    case SCOPE_MOVE_DOWN:
      return scope_gate_layout_step (layout, cursor, 0, 1);
    case SCOPE_MOVE_PAGE_LEFT:
      return scope_gate_layout_step (layout, cursor, -PAGE, 0);
    case SCOPE_MOVE_PAGE_RIGHT:
      return scope_gate_layout_step (layout, cursor, PAGE, 0);
    case SCOPE_MOVE_PAGE_UP:
      return scope_gate_layout_step (layout, cursor, 0, -PAGE);
    case SCOPE_MOVE_PAGE_DOWN:
      return scope_gate_layout_step (layout, cursor, 0, PAGE);
    case SCOPE_MOVE_ROW_START:
      return move_to_edge (layout, cursor, -1);
    case SCOPE_MOVE_ROW_END:
      return move_to_edge (layout, cursor, 1);
    case SCOPE_MOVE_START:
      return scope_gate_layout_step (layout, cursor, -FAR, -FAR);
    case SCOPE_MOVE_END:
      return scope_gate_layout_step (layout, cursor, FAR, FAR);
    default:
      return FALSE;
    }
}
