import { duckdbText, identifier } from '../engine/sql-literal.js';
import { FIELD_COUNT, readSegmentSql } from './framing/read-segment.js';
import type { Segment } from './framing/segment.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import type { Part, SegmentWork } from './segment-work.js';

/** Route of a record that no route takes. */
const NO_ROUTE = -1;

/** Name of the column that says whether the n-th check of a route found fault. */
export function checkColumn(route: number, check: number): string {
  return `@check ${route} ${check}`;
}

/**
 * Query of the records that are in no part: every field as text, `@route`, `@whole` (whether it has all its fields),
 * `@expected` (how many) and one boolean for each check of its route.
 */
export function rejectedRecords({ feed, routes, segment }: SegmentWork, parts: readonly Part[]): string {
  const shape = `(${isWhole(segment)}) AS "@whole", ${segment.columns.length} AS "@expected"`;
  const ofRoutes = routes.map(({ compiled }, route) => {
    const written = parts.filter((part) => part.route === route).map(({ path }) => path);
    const flags = compiled.checks.map(
      (check, index) => `(${check.sql}) AS ${identifier(checkColumn(route, index))}`,
    );
    return `SELECT ${['r.*', shape, `${route} AS "@route"`, ...flags].join(', ')} FROM (${compiled.records(segment, written)}) AS r WHERE ${taken(compiled)}`;
  });
  if (routes.length === 1) return ofRoutes.join('');
  const none = routes.map(({ compiled }) => taken(compiled)).join(' OR ');
  const unrouted = `SELECT *, ${shape}, ${NO_ROUTE} AS "@route" FROM (${readSegmentSql(segment, feed)}) AS r WHERE NOT (${none})`;
  return [...ofRoutes, unrouted].join(' UNION ALL BY NAME ');
}

/** SQL that is true of the records that a route takes, and false, never null, of all others. */
export function taken({ when, corrections }: CompiledFeed): string {
  const conditions = [
    ...(when === null
      ? []
      : [`coalesce(${identifier(when.field)} IN (${when.values.map(duckdbText).join(', ')}), false)`]),
    ...(corrections === null ? [] : [`(${corrections.action} = 'delete') = ${corrections.deletes}`]),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** SQL that is true of the records of a segment that have all their fields. */
export function isWhole(segment: Segment): string {
  return segment.kind === 'lines' ? `${FIELD_COUNT} = ${segment.columns.length}` : 'true';
}
