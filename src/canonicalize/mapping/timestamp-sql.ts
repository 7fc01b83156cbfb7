import { invariant } from '../../domain/invariant.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { Overlap } from './column-rule.js';
import type { CivilForm, ElapsedForm, TimestampForm } from './timestamp-form.js';
import { type ZoneSpan, zoneSpans } from './zone-offsets.js';

const DAY_MS = 86_400_000;

/** Nanoseconds from 1970 back to 1900, the day that the database's parser takes where a text has no date. */
const DATELESS_NS = '2208988800000000000';
const DAY_NS = '86400000000000';

/**
 * Nanoseconds of the first form that a text fits, as SQL: `wall` of a clock, as if it showed UTC, or `utc` of an instant.
 *
 * At most one of the two has a value on any text; each is null where no form of its kind is given. `date` is the SQL of
 * the midnight that times of day count from, null for none.
 */
export function timestampSql(
  source: string,
  forms: readonly TimestampForm[],
  date: string | null,
): { wall: string | null; utc: string | null } {
  const parsed = forms.map((form) => ({ sql: formSql(source, form, date), instant: isInstant(form) }));
  const of = (instant: boolean): string | null => {
    const own = parsed.filter((form) => form.instant === instant).map(({ sql }) => sql);
    const [only] = own;
    if (only === undefined) return null;
    if (own.length === 1 && parsed.length === 1) return only;
    if (own.length === parsed.length) return `coalesce(${own.join(', ')})`;
    const cases = parsed.map(
      (form) => `WHEN ${form.sql} IS NOT NULL THEN ${form.instant === instant ? form.sql : 'NULL'}`,
    );
    return `CASE ${cases.join(' ')} END`;
  };
  return { wall: of(false), utc: of(true) };
}

/** Whether a form gives an instant by itself, without a zone. */
export function isInstant(form: TimestampForm): boolean {
  return form.kind === 'elapsed' ? form.since === 'epoch' : form.has_offset;
}

/** Whether a form is a time of day, whose date stands elsewhere. */
export function needsDate(form: TimestampForm): boolean {
  return form.kind === 'elapsed' ? form.since === 'midnight' : !form.has_date;
}

function formSql(source: string, form: TimestampForm, date: string | null): string {
  const own = form.kind === 'elapsed' ? elapsedSql(source, form) : civilSql(source, form);
  if (!needsDate(form)) return own;
  return `(${date ?? 'CAST(NULL AS BIGINT)'} + ${own})`;
}

function elapsedSql(source: string, { since, decimals }: ElapsedForm): string {
  const finer = decimals === 0 ? '[.]0+' : `[.][0-9]{1,${decimals}}0*`;
  const fraction =
    decimals === 0 ? '' : ` || rpad(left(split_part(${source}, '.', 2), ${decimals}), ${decimals}, '0')`;
  const ns = `TRY_CAST(split_part(${source}, '.', 1)${fraction} AS BIGINT)`;
  const bound = since === 'epoch' ? inRangeSql(ns) : `${ns} < ${DAY_NS}`;
  return `(CASE WHEN regexp_matches(${source}, '^[0-9]{1,19}(?:${finer})?$') AND ${bound} THEN ${ns} END)`;
}

function civilSql(source: string, form: CivilForm): string {
  if (!form.has_offset) return `CASE WHEN ${fitsSql(source, form)} THEN ${localTimeSql(source, form)} END`;
  // Written out for each length of an offset: it is the text before it that is looked at most often.
  const before = (length: number): string => `left(${source}, -${length})`;
  const offset = (length: number): string => {
    const text = before(length);
    const end = `right(${source}, ${length})`;
    const known = `regexp_full_match(${end}, '${OFFSET}')`;
    return `CASE WHEN ${fitsSql(text, form)} AND ${known} THEN ${localTimeSql(text, form)} - ${offsetSql(end)} END`;
  };
  const zulu = `CASE WHEN ${fitsSql(before(1), form)} THEN ${localTimeSql(before(1), form)} END`;
  return `CASE WHEN suffix(${source}, 'Z') THEN ${zulu} WHEN left(right(${source}, 3), 1) = ':' THEN ${offset(6)} ELSE ${offset(5)} END`;
}

/** A text that fits a form, as nanoseconds of its date and time, or of its time of day. */
function localTimeSql(text: string, form: CivilForm): string {
  const parsed = parsedSql(withoutZeros(text, form), form);
  return form.has_date ? parsed : `(${parsed} + ${DATELESS_NS})`;
}

/** A text without the zeros beyond nanoseconds, which the database's parser does not know. */
function withoutZeros(text: string, { beyond_ns }: CivilForm): string {
  return beyond_ns === null ? text : `regexp_replace(${text}, ${duckdbText(beyond_ns)}, '\\1\\2')`;
}

/** An offset as ISO 8601 writes it, of at most 14:59 as in every zone that there was since 1970. */
const OFFSET = '[-+](?:0[0-9]|1[0-4]):?[0-5][0-9]';

/** Nanoseconds of an offset such as -0500 or -05:00. */
function offsetSql(offset: string): string {
  const minutes = `TRY_CAST(substr(${offset}, 2, 2) AS BIGINT) * 60 + TRY_CAST(right(${offset}, 2) AS BIGINT)`;
  return `CASE WHEN prefix(${offset}, '-') THEN -(${minutes}) ELSE ${minutes} END * 60000000000`;
}

function parsedSql(source: string, form: CivilForm): string {
  const parsed = `try_strptime(${source}, ${duckdbText(form.strptime)})`;
  if (form.strptime.includes('%n')) return `epoch_ns(${parsed})`;
  // Without a fraction the parser answers in microseconds, of which not all have nanoseconds in 64 bits.
  return `CASE WHEN epoch_us(${parsed}) BETWEEN -9200000000000000 AND 9200000000000000 THEN epoch_us(${parsed}) * 1000 END`;
}

/** What the database's parser is too lenient about: fields with fewer digits, and spaces after the text. */
function fitsSql(source: string, form: CivilForm): string {
  const { shortest, longest, fraction, pattern } = form;
  if (pattern !== null) return `regexp_matches(${withoutZeros(source, form)}, ${duckdbText(pattern)})`;
  const length = `length(${source}) BETWEEN ${shortest} AND ${longest}`;
  if (fraction === null) return length;
  const before =
    fraction.end === 0 ? '' : ` AND substr(${source}, ${fraction.end}, 1) = ${duckdbText(fraction.before)}`;
  return `${length}${before}${fraction.last ? ` AND NOT suffix(${source}, ' ')` : ''}`;
}

/**
 * Conversion of wall-clock nanoseconds of a zone to UTC between two dates, by a comparison per change of clocks.
 *
 * Outside the dates the nearest offset is used: such records are refused for their date anyway. A repeated hour is its
 * earlier instant unless `overlap` says later.
 */
export function zoneSql(
  wall: string,
  zone: string,
  dates: { from: string; to: string; overlap?: Overlap },
): { utc: string; ambiguous: string | null; skipped: string | null } {
  const spans = spansBetween(zone, dates);
  const changes = spans.slice(1).map((span, index) => ({ before: spans[index] as ZoneSpan, after: span }));
  // Until clocks went back, or until the first of the two instants with the same wall clock.
  const until = ({ before, after }: { before: ZoneSpan; after: ZoneSpan }): number =>
    after.from_utc_ms +
    (dates.overlap === 'later' ? Math.min(before.offset_ms, after.offset_ms) : before.offset_ms);
  const cases = changes.map(
    (change) => `WHEN ${wall} < ${ns(until(change))} THEN ${ns(change.before.offset_ms)}`,
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
