import type { Column, Row } from '../page.js';
import type { Line } from './break-lines.js';
import { layOutCell } from './lay-out-cell.js';
import { rowStyle, sheetSize, totalStyle } from './look.js';
import { fitting, heightOf, type Sheet } from './sheet.js';
import type { Tag, Tags } from './tags.js';

const padding = 3;

/** A column at its place on the sheet. */
export interface Place {
  readonly column: Column;
  readonly x: number;
  readonly width: number;
  /** Of the letters of cells. */
  readonly size: number;
}

/** The lines of the cells of a row, which stand below each other in their columns. */
type Cells = readonly (readonly Line[])[];

/** The lines of a row of the body or, bold, of the totals. */
export function rowLines(
  sheet: Sheet,
  { row, bold = false }: { row: Row; bold?: boolean },
  places: readonly Place[],
): Line[][] {
  return places.map(({ column, width, size }, at) => {
    const style = rowStyle(column, size);
    const look = { letters: sheet.letters, style: bold ? totalStyle(style) : style };
    return layOutCell(row[at] ?? '', { ...look, width });
  });
}

/** Height of a row with the space about it. */
export function rowHeight(cells: Cells): number {
  return Math.max(0, ...cells.map(heightOf)) + 2 * padding;
}

interface DrawnRow {
  readonly cells: Cells;
  readonly places: readonly Place[];
  /** Null where the row stood before: then it only decorates. */
  readonly row: Tag | null;
  /** Whether these are the headers of columns, which stand at the foot of their row. */
  readonly head?: boolean;
  /** Begins a page on which the row goes on; without it the row is drawn where it stands. */
  readonly again?: () => void;
}

/** A row at `y`; one that is higher than the page goes on over as many as it takes, line by line. */
export function drawRow(sheet: Sheet, { cells, places, row, head = false, again }: DrawnRow): void {
  const elements = places.map(({ column }) => cellElement(sheet.tags, row, { head, as: column.as }));
  let rest = cells;
  for (;;) {
    const room = again === undefined ? Number.POSITIVE_INFINITY : sheet.room - 2 * padding;
    const counts = rest.map((lines) => (lines.length === 0 ? 0 : fitting(lines, room)));
    const part = rest.map((lines, at) => lines.slice(0, counts[at]));
    drawCells(sheet, { part, places, elements, head });
    rest = rest.map((lines, at) => lines.slice(counts[at]));
    if (again === undefined || rest.every((lines) => lines.length === 0)) break;
    again();
  }
  row?.end();
}

/** An element of a cell with its type; null for a cell that only decorates. */
type CellElement = { readonly tag: Tag; readonly type: 'TH' | 'TD' } | null;

function cellElement(
  tags: Tags,
  row: Tag | null,
  { head, as }: { head: boolean; as: Column['as'] },
): CellElement {
  if (row === null) return null;
  if (head) return { tag: tags.add(row, 'TH', { scope: 'Column' }), type: 'TH' };
  return as === 'row'
    ? { tag: tags.add(row, 'TH', { scope: 'Row' }), type: 'TH' }
    : { tag: tags.add(row, 'TD'), type: 'TD' };
}

interface DrawnCells {
  readonly part: Cells;
  readonly places: readonly Place[];
  readonly elements: readonly CellElement[];
  readonly head: boolean;
}

function drawCells(sheet: Sheet, { part, places, elements, head }: DrawnCells): void {
  const height = rowHeight(part);
  for (const [at, { column, x, width }] of places.entries()) {
    const lines = part[at] ?? [];
    const y = sheet.y + (head ? height - padding - heightOf(lines) : padding);
    const ends = column.as === 'number' ? { right: x + width } : {};
    drawCell(sheet.tags, elements[at] ?? null, () => sheet.put(lines, { x, y, ...ends }));
  }
  sheet.y = Math.min(sheet.y + height, sheetSize.bottom + padding);
}

function drawCell(tags: Tags, element: CellElement, draw: () => void): void {
  if (element === null) tags.decorate(draw, 'Pagination');
  else tags.draw(element.tag, { type: element.type, draw });
}
