import type { Column, Table } from '../page.js';
import { cellExtent } from './lay-out-cell.js';
import type { Letters } from './letters.js';
import { smaller, styles, type TextStyle } from './look.js';

/** Points between columns. */
export const columnGap = 9;

interface Extent {
  readonly least: number;
  readonly most: number;
}

/** The style of the cells of a column. */
export function cellStyle({ as }: Column): TextStyle {
  return as === 'row' ? styles.rowHead : styles.cell;
}

/** Whether the cells of a column are not broken at spaces while the page is wide enough. */
export function isWhole({ as }: Column): boolean {
  return as === 'number' || as === 'time';
}

/**
 * How wide the columns of a table stand, in points, without the gaps: together they fill the width.
 *
 * Each gets what its longest word takes, and of the rest as much as it would fill without a break. Where even the words are too
 * many, times and figures are broken at spaces; where that is not enough, all are narrowed alike and words are broken.
 */
export function columnWidths(
  table: Table,
  { letters, width }: { letters: Letters; width: number },
): number[] {
  const room = width - columnGap * (table.columns.length - 1);
  const whole = extents(table, { letters, whole: true });
  const extent = sum(whole, 'least') <= room ? whole : extents(table, { letters, whole: false });
  const least = sum(extent, 'least');
  if (least >= room) return extent.map((column) => (column.least * room) / least);
  const most = extent.map((column) => Math.min(column.most, room));
  const wanted = most.reduce((total, points) => total + points, 0);
  if (wanted <= room) return most.map((points) => (points * room) / wanted);
  const spare = (room - least) / (wanted - least);
  return extent.map((column, at) => column.least + ((most[at] ?? 0) - column.least) * spare);
}

function extents(table: Table, { letters, whole }: { letters: Letters; whole: boolean }): Extent[] {
  const rows = table.total === undefined ? table.rows : [...table.rows, table.total];
  return table.columns.map((column, at) => {
    const look = { letters, style: cellStyle(column), whole: whole && isWhole(column) };
    const { title, note = '' } = column;
    const head = cellExtent(title.replaceAll('_', '_ '), { letters, style: styles.columnHead });
    const below = cellExtent(note, { letters, style: smaller(styles.columnHead) });
    let [least, most] = [Math.max(head.least, below.least), Math.max(head.most, below.most)];
    for (const row of rows) {
      const extent = cellExtent(row[at] ?? '', look);
      least = Math.max(least, extent.least);
      most = Math.max(most, extent.most);
    }
    return { least, most: Math.max(most, 1) };
  });
}

function sum(extent: readonly Extent[], end: keyof Extent): number {
  return extent.reduce((total, column) => total + column[end], 0);
}
