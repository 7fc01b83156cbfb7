import { invariant } from '../../domain/invariant.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { TimestampForm } from './timestamp-form.js';
import { type ZoneSpan, zoneSpans } from './zone-offsets.js';

const DAY_MS = 86_400_000;

/** Nanoseconds since 1970 of a wall clock, as if it showed UTC; null where the text fits none of the forms. */
export function wallClockSql(source: string, forms: readonly TimestampForm[]): string {
  const parsed = forms.map(
    (form) => `CASE WHEN ${fitsSql(source, form)} THEN ${parsedSql(source, form)} END`,
  );
  return parsed.length === 1 ? (parsed[0] as string) : `coalesce(${parsed.join(', ')})`;
}

function parsedSql(source: string, form: TimestampForm): string {
  const parsed = `try_strptime(${source}, ${duckdbText(form.strptime)})`;
  if (form.strptime.includes('%n')) return `epoch_ns(${parsed})`;
  // Without a fraction the parser answers in microseconds, of which not all have nanoseconds in 64 bits.
  return `CASE WHEN epoch_us(${parsed}) BETWEEN -9200000000000000 AND 9200000000000000 THEN epoch_us(${parsed}) * 1000 END`;
}

/** What the database's parser is too lenient about: fields with fewer digits, and spaces after the text. */
function fitsSql(source: string, { shortest, longest, fraction }: TimestampForm): string {
  const length = `length(${source}) BETWEEN ${shortest} AND ${longest}`;
  if (fraction === null) return length;
  const before =
    fraction.end === 0 ? '' : ` AND substr(${source}, ${fraction.end}, 1) = ${duckdbText(fraction.before)}`;
  return `${length}${before}${fraction.last ? ` AND NOT suffix(${source}, ' ')` : ''}`;
}

/**
 * Conversion of wall-clock nanoseconds of a zone to UTC between two dates, by a comparison per change of clocks.
 *
 * Outside the dates the nearest offset is used: such records are refused for their date anyway.
 */
export function zoneSql(
  wall: string,
  zone: string,
  dates: { from: string; to: string },
): { utc: string; ambiguous: string | null; skipped: string | null } {
  const spans = spansBetween(zone, dates);
  const changes = spans.slice(1).map((span, index) => ({ before: spans[index] as ZoneSpan, after: span }));
  const cases = changes.map(
    ({ before, after }) =>
      `WHEN ${wall} < ${ns(after.from_utc_ms + before.offset_ms)} THEN ${ns(before.offset_ms)}`,
  );
  const last = ns((spans.at(-1) as ZoneSpan).offset_ms);
  const offset = cases.length === 0 ? last : `CASE ${cases.join(' ')} ELSE ${last} END`;
  const window = (forward: boolean): string | null => {
    const parts = changes
      .filter(({ before, after }) => after.offset_ms > before.offset_ms === forward)
      .map(({ before, after }) => {
        const edges = [after.from_utc_ms + before.offset_ms, after.from_utc_ms + after.offset_ms].sort(
          (a, b) => a - b,
        );
        return `(${wall} >= ${ns(edges[0] as number)} AND ${wall} < ${ns(edges[1] as number)})`;
      });
    return parts.length === 0 ? null : `(${parts.join(' OR ')})`;
  };
  return {
    utc: `(CASE WHEN ${inRangeSql(wall)} THEN ${wall} - ${offset} END)`,
    ambiguous: window(false),
    skipped: window(true),
  };
}

/** Nanoseconds to which any offset can be added within 64 bits: years 1678 to 2261. */
export function inRangeSql(nanoseconds: string): string {
  return `${nanoseconds} BETWEEN -9200000000000000000 AND 9200000000000000000`;
}

function ns(ms: number): string {
  return `${BigInt(ms) * 1_000_000n}`;
}

/** Nanoseconds of a zone's wall clock, as if it showed UTC, from nanoseconds of UTC between two dates. */
export function localSql(utc: string, zone: string, dates: { from: string; to: string }): string {
  const spans = spansBetween(zone, dates);
  const cases = spans
    .slice(1)
    .map(
      (span, index) =>
        `WHEN ${utc} < ${ns(span.from_utc_ms)} THEN ${ns((spans[index] as ZoneSpan).offset_ms)}`,
    );
  const last = ns((spans.at(-1) as ZoneSpan).offset_ms);
  return `(${utc} + ${cases.length === 0 ? last : `CASE ${cases.join(' ')} ELSE ${last} END`})`;
}

function spansBetween(zone: string, dates: { from: string; to: string }): readonly ZoneSpan[] {
  const from = Date.parse(`${dates.from}T00:00:00Z`) - 2 * DAY_MS;
  const to = Date.parse(`${dates.to}T00:00:00Z`) + 3 * DAY_MS;
  invariant(from < to, 'the dates are in order');
  return zoneSpans(zone, from, to);
}
