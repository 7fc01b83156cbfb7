import { csvCell, escapedJson } from '../../domain/csv-cell.js';
import type { Feedback } from '../../domain/generated/feedback.js';

const COLUMNS = [
  'kind',
  'feed',
  'file',
  'sha256',
  'trade_date',
  'received_at',
  'record',
  'state',
  'line',
  'byte_offset',
  'key',
  'field',
  'value',
  'expected',
  'code',
  'message',
  'action',
  'advice',
] as const;

type Line = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * Feedback as CSV (RFC 4180: CRLF, quotes doubled) of one table: a line for the delivery, one for each total, control
 * total and reason of a refusal, and one for each fault of a record. `kind` says which.
 *
 * A cell that a spreadsheet could run, that begins with a quote, or that holds control characters is a JSON string with
 * its quotes: such a cell begins with a double quote, which no other does. Readers take JSON from those and every other
 * cell as it is; `key` is a JSON object of the key's fields.
 */
export function feedbackCsv(feedback: Feedback): string {
  const { feed, file, sha256, trade_date, received_at } = feedback;
  const delivery = { feed, file, sha256, trade_date, received_at };
  const lines: Line[] = [
    { kind: 'delivery', ...delivery, code: feedback.status, message: statusText(feedback) },
  ];
  for (const [name, count] of Object.entries(feedback.totals ?? {})) {
    lines.push({ kind: 'total', ...delivery, field: name, value: count as number });
  }
  for (const { name, declared, counted } of feedback.controls) {
    lines.push({ kind: 'control', ...delivery, field: name, value: declared, expected: counted });
  }
  for (const refusal of feedback.refusals) lines.push({ kind: 'refusal', ...delivery, ...refusal });
  for (const { record, state, line, byte_offset, key, faults } of feedback.records) {
    const place = { record, state, line, byte_offset, key: keyText(key) };
    for (const fault of faults) lines.push({ kind: 'record', ...delivery, ...place, ...fault });
  }
  const rows = lines.map((line) => COLUMNS.map((column) => csvCell(line[column] ?? '')).join(','));
  return [COLUMNS.join(','), ...rows].map((row) => `${row}\r\n`).join('');
}

function statusText({ status, unlisted }: Feedback): string {
  if (status === 'refused') return 'The file was refused: nothing of it was taken.';
  if (unlisted === 0) return 'The file was taken but for the records that are named here.';
  return `The file was taken but for the records that are named here, and ${unlisted} more that are not named.`;
}

function keyText(key: Feedback['records'][number]['key']): string {
  if (key === null) return '';
  const members = key.map(({ name, value }) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return escapedJson(`{${members.join(',')}}`);
}
