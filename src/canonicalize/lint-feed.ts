import path from 'node:path';
import { type PlacedYaml, parsePlacedYaml } from '../domain/placed-yaml.js';
import { readIfThere } from '../store/local-files.js';
import type { Feed, Route } from './feed.js';
import { type FeedWarning, feedWarning } from './feed-warning.js';
import { columnRule } from './mapping/column-rule.js';
import { parseTimestampForm } from './mapping/timestamp-form.js';
import { placesOfRoute } from './places-of-route.js';

type Linted = { route: Route; spec: PlacedYaml; record: PlacedYaml };

/** Datasets whose events machines make. */
const ELECTRONIC: readonly string[] = ['order_events', 'trades', 'quotes'];

/**
 * What is sound in a feed and yet probably not meant, with file, line and column; `read` are the columns that somebody
 * reads, as `dataset.column`.
 *
 * Codes: feed-lint-*. Throws `file-unreadable`.
 */
export async function lintFeed(
  feed: Feed,
  folder: string,
  read: ReadonlySet<string>,
): Promise<FeedWarning[]> {
  const spec = await placed(path.join(folder, 'feed.yaml'));
  const warnings = await Promise.all(
    feed.routes.map(async (route, index) => {
      const record = await placed(path.join(folder, route.spec.record));
      // A feed that was loaded can be parsed, unless somebody changes it this moment.
      if (spec === null || record === null) return [];
      const linted = { route, spec: index === 0 ? spec : placesOfRoute(spec, index - 1), record };
      return [
        ...lintKey(linted),
        ...lintFields(linted),
        ...lintValues(linted),
        ...lintTime(linted),
        ...lintPersonal(linted, read),
      ];
    }),
  );
  return warnings.flat();
}

async function placed(file: string): Promise<PlacedYaml | null> {
  const yaml = parsePlacedYaml(file, (await readIfThere(file)) ?? '');
  return Array.isArray(yaml) ? null : yaml;
}

function lintKey({ route, spec }: Linted): FeedWarning[] {
  return route.spec.key
    .filter((field) => !route.record.required.includes(field))
    .map((field) => feedWarning('feed-lint-key-optional', spec.placeOf(['key']), { field }));
}

function lintFields({ route, record }: Linted): FeedWarning[] {
  const { key, map, ignore, when, header, trailer, corrections } = route.spec;
  const mapped = Object.values(map).flatMap((entry) => columnRule(entry).sources);
  const correcting = [...Object.keys(corrections?.action ?? {}), ...(corrections?.target ?? [])];
  const used = new Set([
    ...key,
    ...mapped,
    ...correcting,
    ignore?.field,
    when?.field,
    header?.sum_of,
    trailer?.sum_of,
  ]);
  return Object.entries(route.record.properties).flatMap(([field, rule]) => {
    const at = record.placeOfKey(['properties', field]);
    const warnings: FeedWarning[] = [];
    if (!used.has(field) && rule.const === undefined) {
      warnings.push(feedWarning('feed-lint-field-unused', at, { field }));
    }
    const { pattern } = rule;
    if (pattern !== undefined && !isAnchored(pattern)) {
      const place = record.placeOf(['properties', field, 'pattern']);
      warnings.push(feedWarning('feed-lint-pattern-unanchored', place, { field, pattern }));
    }
    const bounds = [rule.maxLength, rule.enum, rule.const, pattern, rule.format];
    if (rule.type === 'string' && bounds.every((bound) => bound === undefined)) {
      warnings.push(feedWarning('feed-lint-text-unbounded', at, { field }));
    }
    return warnings;
  });
}

function isAnchored(pattern: string): boolean {
  return /^(\^|\\A)/.test(pattern) && /(\$|\\z)$/.test(pattern) && !/^\^[^(]*\|/.test(pattern);
}

/** Holds the values that a map knows against those that the record schema allows; only where one field is the source. */
function lintValues({ route, spec }: Linted): FeedWarning[] {
  return Object.entries(route.spec.map).flatMap(([column, entry]) => {
    const { sources, values, empty } = columnRule(entry);
    const [field = ''] = sources;
    const allowed = route.record.properties[field]?.enum?.map(String);
    if (values === null || allowed === undefined || sources.length > 1) return [];
    const at = spec.placeOf(['map', column]);
    const unreached = Object.keys(values).filter((value) => !allowed.includes(value));
    const deleting = route.spec.corrections?.action[field] ?? {};
    const unmapped = allowed.filter(
      (value) => !(value in values) && value !== empty && deleting[value] !== 'delete',
    );
    return [
      ...(unreached.length > 0
        ? [feedWarning('feed-lint-value-unreached', at, { column, field, values: unreached })]
        : []),
      ...(unmapped.length > 0
        ? [feedWarning('feed-lint-value-unmapped', at, { column, field, values: unmapped })]
        : []),
    ];
  });
}

function lintTime({ route, spec }: Linted): FeedWarning[] {
  const entry = route.spec.map['event_ts_ns'];
  if (entry === undefined || !ELECTRONIC.includes(route.dataset.name)) return [];
  const { timestamps, precision } = columnRule(entry);
  const coarse = timestamps.every((form) => parseTimestampForm(form) !== null && !form.includes('n'));
  if (!coarse || precision === 'day') return [];
  return [feedWarning('feed-lint-time-coarse', spec.placeOf(['map', 'event_ts_ns']), { forms: timestamps })];
}

function lintPersonal({ route, spec }: Linted, read: ReadonlySet<string>): FeedWarning[] {
  return route.dataset.columns
    .filter(
      ({ name, personal }) =>
        personal && name in route.spec.map && !read.has(`${route.dataset.name}.${name}`),
    )
    .map(({ name }) =>
      feedWarning('feed-lint-personal-unread', spec.placeOfKey(['map', name]), { column: name }),
    );
}
