import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { AuditedRange } from '../security/access/access-tables.js';
import { parseDate } from './day-files.js';

const DAY_MS = 86_400_000;
const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})$/;

/** An instant as given on the command line: with its zone, to the second; a date alone is its midnight in UTC. */
export function parseInstant(text: string): string {
  if (!text.includes('T')) return `${parseDate(text)}T00:00:00Z`;
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new SyntaxError('expected yyyy-MM-dd, or yyyy-MM-ddTHH:mm:ss with Z or an offset such as +05:00');
  parseDate(text.slice(0, 10));
  return instantText(at);
}

/** The range that flags name: a UTC day, or from one instant to before another. Refuses what names none. */
export function auditedRange(flags: { date?: string; from?: string; to?: string }): AuditedRange {
  const { date, from, to } = flags;
  if (date !== undefined && from === undefined && to === undefined) {
    const midnight = `${date}T00:00:00Z`;
    return { from: midnight, to: instantText(Date.parse(midnight) + DAY_MS) };
  }
  if (date === undefined && from !== undefined && to !== undefined && from < to) return { from, to };
  throw new Refusal(EXIT.usage, [
    'the range is not clear, expected either --date, or --from and a later --to [range-unclear]',
  ]);
}

/** The range with an hour more on both sides: what was recorded in it may have been written, or delivered, beside it. */
export function widened({ from, to }: AuditedRange): AuditedRange {
  const HOUR_MS = 3_600_000;
  return { from: instantText(Date.parse(from) - HOUR_MS), to: instantText(Date.parse(to) + HOUR_MS) };
}

function instantText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
