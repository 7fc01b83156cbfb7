import { visible } from '../domain/diagnostic.js';
import { displayWidth, wrapText } from '../report/wrap-text.js';

/** A column of a table: its title and how its values stand. */
export type TableColumn = { title: string; align?: 'left' | 'right' };

const GAP = 2;
const INDENT = 4;
/** Columns that a last column needs beside the others; with fewer it stands on lines of its own. */
const LEAST = 12;

/**
 * A table as lines of text: columns two spaces apart, titles in upper case, nothing cut off.
 *
 * The last column is wrapped at words to fit the width; where its longest word does not fit beside the others, the
 * column stands on its own, indented lines below. Characters that could steer a terminal are written as escapes.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = [columns.map((column) => column.title.toUpperCase()), ...rows.map((row) => row.map(visible))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => displayWidth(row[index] ?? ''))));
  const pad = (cell: string, index: number): string => {
    const space = ' '.repeat(Math.max((widths[index] ?? 0) - displayWidth(cell), 0));
    return columns[index]?.align === 'right' ? space + cell : cell + space;
  };
  const place = placeOfLast(cells, widths, width);
  return cells
    .flatMap((row) => {
      const first = row.slice(0, -1).map(pad).join(' '.repeat(GAP));
      return layLast(first, pad(row.at(-1) ?? '', columns.length - 1), place);
    })
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** Where the last column stands: how far from the left, how wide, and whether beside the others. */
type LastPlace = { indent: number; room: number; beside: boolean };

function placeOfLast(
  cells: readonly (readonly string[])[],
  widths: readonly number[],
  width: number,
): LastPlace {
  const indent = widths.slice(0, -1).reduce((total, size) => total + size + GAP, 0);
  const words = cells.flatMap((row) => (row.at(-1) ?? '').split(' ').map(displayWidth));
  const room = width - indent;
  const fits = (widths.at(-1) ?? 0) <= room;
  if (fits || (room >= LEAST && Math.max(...words) <= room)) return { indent, room, beside: true };
  return { indent: INDENT, room: Math.max(width - INDENT, ...words), beside: false };
}

function layLast(first: string, last: string, place: LastPlace): string[] {
  const [line = '', ...more] = displayWidth(last) <= place.room ? [last] : wrapText(last.trim(), place.room);
  const indented = more.map((text) => ' '.repeat(place.indent) + text);
  const gap = first === '' ? '' : ' '.repeat(GAP);
  if (place.beside) return [`${first}${gap}${line}`, ...indented];
  return [first, ' '.repeat(place.indent) + line, ...indented];
}

/** A whole number with a comma every three digits. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** A count with its noun: `1 feed`, `2 feeds`; the plural is given where it is not the noun and an s. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** A document as JSON text for programs, two spaces deep; characters that could steer a terminal are JSON escapes. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
  return `${text}\n`;
}
