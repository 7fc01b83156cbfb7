import { csvCell } from '../domain/csv-cell.js';
import { visible } from '../domain/diagnostic.js';
import type { QueryAnswer } from '../domain/generated/query-answer.js';
import { displayWidth } from '../report/wrap-text.js';
import { formatTable } from './format-table.js';

/** The rows of an answer as a table; where it is wider than the terminal, each row as a block of name and value. Null is empty. */
export function answerTable({ columns, rows }: QueryAnswer, width: number): string {
  const cells = rows.map((row) => columns.map(({ name }) => row[name] ?? ''));
  const titles = columns.map(({ name, type }) => ({
    title: name,
    align: type === 'text' ? ('left' as const) : ('right' as const),
  }));
  const table = formatTable(titles, cells, Number.POSITIVE_INFINITY);
  if (table.split('\n').every((line) => displayWidth(line) <= width)) return table;
  const longest = Math.max(...columns.map(({ name }) => displayWidth(name)));
  return cells
    .map((row) =>
      row.map((value, index) => `${(columns[index]?.name ?? '').padEnd(longest)}  ${visible(value)}`),
    )
    .map((lines) => `${lines.map((line) => line.trimEnd()).join('\n')}\n`)
    .join('\n');
}

/** The rows of an answer as CSV (RFC 4180) under the names of the columns; null is an empty cell, numbers stand as they are. */
export function answerCsv({ columns, rows }: QueryAnswer): string {
  const lines = rows.map((row) =>
    columns.map(({ name, type }) => {
      const value = row[name] ?? '';
      return type === 'text' ? csvCell(value) : value;
    }),
  );
  return [columns.map(({ name }) => name), ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}
