import { identifier } from '../engine/sql-literal.js';
import { LINE, OFFSET } from './framing/read-segment.js';
import type { Segment } from './framing/segment.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { isWhole, taken } from './rejected-records.js';
import { allHold } from './validation/compile-record-schema.js';

/** Columns of a part beside the canonical ones: they go before it is published. */
export const PART_KEY = identifier('@key');
export const PART_DATE = identifier('@trade_date');

/**
 * Query of a segment's valid records of one route as canonical rows in the dataset's order.
 *
 * Codes and numbers are made before the sort, because they are narrower than their texts; constants, the event id and
 * other texts after it, because they would only be carried through. A code that proves a predicate of the schema is made
 * before that would be asked, and stands in for it.
 */
export function validRows(compiled: CompiledFeed, segment: Segment): string {
  const { feed, key_text, trade_date } = compiled;
  const sorted = (name: string): string => identifier(`#${name}`);
  const made = compiled.columns.map((column) => ({
    ...column,
    after: column.narrow ? sorted(column.name) : column.sql,
  }));
  const order = feed.dataset.sort.map((name) =>
    name === 'event_id' ? key_text : (made.find((column) => column.name === name)?.after ?? identifier(name)),
  );
  const fields = [
    LINE,
    OFFSET,
    ...compiled.added.map(identifier),
    ...feed.fields.map(({ name }) => identifier(name)),
  ];
  const late = [...made.filter(({ narrow }) => !narrow).map(({ sql }) => sql), key_text, trade_date ?? ''];
  const proving = made.filter(({ proves }) => proves !== null);
  const carried = fields.filter((field) => late.some((sql) => sql.includes(field)));
  const early = made.filter(({ narrow, proves }) => narrow && proves === null);
  const named = (columns: typeof made): string[] =>
    columns.map(({ name, sql }) => `${sql} AS ${sorted(name)}`);
  const rows = [
    ...made.map(({ name, after }) => `${after} AS ${identifier(name)}`),
    ...(feed.dataset.key === 'event_id' ? [] : [`${key_text} AS ${PART_KEY}`]),
    ...(trade_date === null ? [] : [`${trade_date} AS ${PART_DATE}`]),
  ];
  const valid = allHold([
    taken(compiled),
    isWhole(segment),
    ...compiled.schema.filter((predicate) => !proving.some(({ proves }) => proves === predicate)),
    ...proving.map(({ name }) => `${sorted(name)} IS NOT NULL`),
    ...compiled.checks.map((check) => `NOT (${check.sql})`),
  ]);
  const candidates = compiled.candidates(segment);
  const records =
    proving.length === 0
      ? candidates
      : `SELECT *, ${named(proving).join(', ')} FROM (${candidates}) AS "@candidates"`;
  const kept = [...carried, ...proving.map(({ name }) => sorted(name)), ...named(early)];
  return `SELECT ${rows.join(', ')} FROM (SELECT ${kept.join(', ')} FROM (${records}) AS r WHERE ${valid} ORDER BY ${order.join(', ')}) AS s`;
}
