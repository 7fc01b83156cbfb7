import { settingText } from '../setting-text.js';
import type { CaseRow } from './pattern-case.js';

const NS_PER_SECOND = 1_000_000_000n;
const MOST_REPEATS = 100_000;
const TIME_OF_DAY = /^([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,9}))?$/;

/**
 * The rows of one line of a case's .jsonl file, or why it is none.
 *
 * A line is one row by column; `at` (time of day in New York, "10:00:00.000000001") may stand for event_ts_ns. `repeat`
 * makes so many rows of it, in which `{n}` counts from 1 and `at` moves on by `every` ("5ms") from row to row.
 */
export function parseCaseRow(
  line: string,
  columns: readonly string[],
): { rows: CaseRow[] } | { reason: string } {
  const row = parsedObject(line);
  if (row === null) return { reason: 'no JSON object of texts, numbers, true, false and null' };
  const { repeat, every, ...own } = row;
  const unknown = Object.keys(own).find((name) => name !== 'at' && !columns.includes(name));
  if (unknown !== undefined)
    return { reason: `no column "${unknown}", expected one of ${columns.join(', ')}` };
  if (own['at'] !== undefined && nanosOfDay(own['at']) === null)
    return { reason: `at ${JSON.stringify(own['at'])}, expected a time of day such as 10:00:00.000000001` };
  if (repeat === undefined && every === undefined) return { rows: [own] };
  const step = every === undefined ? '0' : settingText('duration', String(every));
  if (!Number.isInteger(repeat) || Number(repeat) < 1 || Number(repeat) > MOST_REPEATS)
    return { reason: `repeat ${JSON.stringify(repeat)}, expected a whole number from 1 to ${MOST_REPEATS}` };
  if (step === null) return { reason: `every ${JSON.stringify(every)}, expected a duration such as 5ms` };
  return repeated(own, { count: Number(repeat), step_ns: BigInt(step) });
}

/** Nanoseconds since midnight of a time of day; null for anything else. */
export function nanosOfDay(at: CaseRow[string]): bigint | null {
  const [, hours, minutes, seconds, fraction = ''] = TIME_OF_DAY.exec(String(at)) ?? [];
  if (hours === undefined) return null;
  const whole = BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  return whole * NS_PER_SECOND + BigInt(fraction.padEnd(9, '0'));
}

function parsedObject(line: string): CaseRow | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.values(value).every((member) => member === null || typeof member !== 'object')
    ? (value as CaseRow)
    : null;
}

function repeated(
  row: CaseRow,
  { count, step_ns }: { count: number; step_ns: bigint },
): { rows: CaseRow[] } | { reason: string } {
  const start = row['at'] === undefined ? null : nanosOfDay(row['at']);
  const last = (start ?? 0n) + BigInt(count - 1) * step_ns;
  if (last >= 86_400n * NS_PER_SECOND) return { reason: 'repeated past midnight' };
  const rows = Array.from({ length: count }, (_, index): CaseRow => {
    const filled = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replaceAll('{n}', String(index + 1)) : value,
      ]),
    );
    return start === null ? filled : { ...filled, at: timeOfDay(start + BigInt(index) * step_ns) };
  });
  return { rows };
}

function timeOfDay(nanos: bigint): string {
  const seconds = nanos / NS_PER_SECOND;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const clock = parts.map((part) => part.toString().padStart(2, '0')).join(':');
  return `${clock}.${(nanos % NS_PER_SECOND).toString().padStart(9, '0')}`;
}
