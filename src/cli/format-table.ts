import { visible } from '../domain/diagnostic.js';

/** A column of a table: its title and how its values stand. */
export type TableColumn = { title: string; align?: 'left' | 'right' };

/**
 * A table as lines of text: columns two spaces apart, titles in upper case, the last column cut to fit the width.
 *
 * Characters that could steer a terminal are written as escapes.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = [columns.map((column) => column.title.toUpperCase()), ...rows.map((row) => row.map(visible))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, index) => {
        const size = widths[index] ?? 0;
        return columns[index]?.align === 'right' ? cell.padStart(size) : cell.padEnd(size);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines
    .map((line) => `${line.length > width ? `${line.slice(0, Math.max(width - 1, 0))}…` : line}\n`)
    .join('');
}

/** A whole number with a comma every three digits. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** A document as JSON text for programs, two spaces deep. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
