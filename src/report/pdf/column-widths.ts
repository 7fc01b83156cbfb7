import type { Column, Table } from '../page.js';
import { cellExtent } from './lay-out-cell.js';
import type { Letters } from './letters.js';
import { cellSizes, columnHeadStyle, rowStyle, smaller } from './look.js';

/** Points between columns. */
export const columnGap = 10;

/** How narrow and how wide something can stand, in points. */
interface Extent {
  readonly least: number;
  readonly most: number;
}

/** Widths of columns in points, without the gaps, and the size of the letters that fit them. */
export interface Columns {
  readonly widths: readonly number[];
  readonly size: number;
}

/** How words are kept: times and figures in one line or broken at spaces, words whole up to so many ems. */
interface Keeping {
  readonly whole: boolean;
  readonly word: number;
}

/** From best to worst: hashes in one line; words; words, with times and figures broken at spaces. */
const keepings: readonly Keeping[] = [
  { whole: true, word: 34 },
  { whole: true, word: 11 },
  { whole: false, word: 11 },
];

/**
 * How the columns of a table stand; together they fill the width.
 *
 * Each gets what its longest word takes, and of the rest as much as it would fill without a break. Where that is too much the letters are
 * made smaller, to a limit; then hashes are broken, then times and figures at spaces, and at last all are narrowed alike.
 */
export function fitColumns(table: Table, { letters, width }: { letters: Letters; width: number }): Columns {
  const room = width - columnGap * (table.columns.length - 1);
  let last: Columns = { widths: [], size: cellSizes.least };
  for (const keeping of keepings) {
    const extents = unitExtents(table, { letters, keeping });
    const needed = extents.reduce((sum, { least }) => sum + least, 0);
    const size = cellSizes.from.find((points) => needed * points <= room);
    if (size !== undefined) return { widths: shared(extents, { size, room }), size };
    last = { widths: extents.map(({ least }) => (least * room) / needed), size: cellSizes.least };
  }
  return last;
}

/** Whether the cells of a column are figures or times. */
export function isWhole({ as }: Column): boolean {
  return as === 'number' || as === 'time';
}

function shared(extents: readonly Extent[], { size, room }: { size: number; room: number }): number[] {
  const least = extents.map((extent) => extent.least * size);
  const most = extents.map((extent) => Math.max(1, Math.min(extent.most * size, room)));
  const [needed, wanted] = [least, most].map((widths) => widths.reduce((sum, points) => sum + points, 0));
  if (needed === undefined || wanted === undefined) return [];
  if (wanted <= room) return most.map((points) => (points * room) / wanted);
  const spare = (room - needed) / (wanted - needed);
  return least.map((points, at) => points + ((most[at] ?? 0) - points) * spare);
}

/** Extents of columns for cells of one point. */
function unitExtents(
  table: Table,
  { letters, keeping: { whole, word } }: { letters: Letters; keeping: Keeping },
): Extent[] {
  const rows = table.total === undefined ? table.rows : [...table.rows, table.total];
  return table.columns.map((column, at) => {
    const look = { letters, style: rowStyle(column, 1), whole: whole && isWhole(column), word };
    const head = { letters, style: columnHeadStyle(1), word };
    const cells = [
      cellExtent(column.title, head),
      cellExtent(column.note ?? '', { ...head, style: smaller(head.style) }),
      ...rows.map((row) => cellExtent(row[at] ?? '', look)),
    ];
    return {
      least: cells.reduce((most, { least }) => Math.max(most, least), 0),
      most: cells.reduce((most, extent) => Math.max(most, extent.most), 0),
    };
  });
}
