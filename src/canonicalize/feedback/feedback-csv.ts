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

/** Begins a formula in a spreadsheet, in its wide form too, where a cell begins with it. */
const FORMULA = '=+\\-@＝＋－＠';
/** Text that a spreadsheet could take for more than text, at its beginning or where another delimiter would part it. */
const ACTIVE = new RegExp(`^[${FORMULA}\\s"']|[;,|][${FORMULA}]|[\\p{Cc}\\p{Cf}\\u2028\\u2029]`, 'u');
const PARTED = new RegExp(`(?<=[;,|])[${FORMULA}]`, 'gu');
const HIDDEN = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

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
  const rows = lines.map((line) => COLUMNS.map((column) => cell(line[column] ?? '')).join(','));
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

function cell(content: string | number): string {
  const text = typeof content === 'number' ? String(content) : inert(content);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function inert(text: string): string {
  if (!ACTIVE.test(text)) return text;
  return escapedJson(JSON.stringify(text));
}

function escapedJson(json: string): string {
  return json.replace(HIDDEN, escaped).replace(PARTED, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
