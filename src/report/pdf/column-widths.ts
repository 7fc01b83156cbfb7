import type { Column, Table } from '../page.js';
import { aboveEachOther, type Extent } from './extent.js';
import { cellExtent } from './lay-out-cell.js';
import type { Letters } from './letters.js';
import { cellSizes, columnHeadStyle, rowStyle, smaller, totalStyle } from './look.js';

/** Points between columns. */
export const columnGap = 10;

/** Widths of columns in points, without the gaps, and the size of the letters that fit them. */
export interface Columns {
  readonly widths: readonly number[];
  readonly size: number;
}

/** From best to worst. */
const breakings = ['hashes', 'words', 'figures', 'names'] as const;

/**
 * How the columns of a table stand; together they fill the width.
 *
 * Each gets what its longest word takes, and of the rest as much as it would fill without a break. Where that is too much the letters are
 * made smaller, to a limit; then hashes are broken, then times and figures at spaces, then names at their joints, and at last all are narrowed
 * alike.
 */
export function fitColumns(table: Table, { letters, width }: { letters: Letters; width: number }): Columns {
  const room = width - columnGap * (table.columns.length - 1);
  const extents = unitExtents(table, letters);
  let last: Columns = { widths: [], size: cellSizes.least };
  for (const breaking of breakings) {
    const leasts = extents.map((extent) => extent[breaking]);
    const needed = sum(leasts);
    const size = cellSizes.from.find((points) => needed * points <= room);
    if (size !== undefined) {
      const units = extents.map(({ most }, at) => ({ least: leasts[at] ?? 0, most }));
      return { widths: shared(units, { size, room }), size };
    }
    last = { widths: leasts.map((least) => (least * room) / needed), size: cellSizes.least };
  }
  return last;
}

/** Whether the cells of a column are figures or times. */
export function isWhole({ as }: Column): boolean {
  return as === 'number' || as === 'time';
}

function shared(
  extents: readonly { readonly least: number; readonly most: number }[],
  { size, room }: { size: number; room: number },
): number[] {
  const least = extents.map((extent) => extent.least * size);
  const most = extents.map((extent) => Math.max(1, Math.min(extent.most * size, room)));
  const [needed, wanted] = [sum(least), sum(most)];
  if (wanted <= room) return most.map((points) => (points * room) / wanted);
  const spare = (room - needed) / (wanted - needed);
  return least.map((points, at) => points + ((most[at] ?? 0) - points) * spare);
}

function sum(widths: readonly number[]): number {
  return widths.reduce((all, width) => all + width, 0);
}

/** Extents of columns for cells of one point. */
function unitExtents(table: Table, letters: Letters): Extent[] {
  const head = { letters, style: columnHeadStyle(1) };
  return table.columns.map((column, at) => {
    const look = { letters, style: rowStyle(column, 1), whole: isWhole(column) };
    const titles = aboveEachOther(
      cellExtent(column.title, head),
      cellExtent(column.note ?? '', { ...head, style: smaller(head.style) }),
    );
    const total = cellExtent(table.total?.[at] ?? '', { ...look, style: totalStyle(look.style) });
    return table.rows.reduce(
      (widest, row) => aboveEachOther(widest, cellExtent(row[at] ?? '', look)),
      aboveEachOther(titles, total),
    );
  });
}
