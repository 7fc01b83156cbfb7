import path from 'node:path';
import { type PlacedYaml, parsePlacedYaml } from '../domain/placed-yaml.js';
import { readIfThere } from '../store/local-files.js';
import type { Feed } from './feed.js';
import { type FeedWarning, feedWarning } from './feed-warning.js';
import { columnRule } from './mapping/column-rule.js';
import { parseTimestampForm } from './mapping/timestamp-form.js';

type Linted = { feed: Feed; spec: PlacedYaml; record: PlacedYaml };

/** Datasets whose events machines make. */
const ELECTRONIC: readonly string[] = ['order_events', 'trades', 'quotes'];

/**
 * What is sound in a feed and yet probably not meant, with file, line and column; `read` are the columns of its dataset
 * that somebody reads.
 *
 * Codes: feed-lint-*. Throws `file-unreadable`.
 */
export async function lintFeed(
  feed: Feed,
  folder: string,
  read: ReadonlySet<string>,
): Promise<FeedWarning[]> {
  const [spec, record] = await Promise.all(
    ['feed.yaml', feed.spec.record].map(async (file) => {
      const place = path.join(folder, file);
      return parsePlacedYaml(place, (await readIfThere(place)) ?? '');
    }),
  );
  // A feed that was loaded can be parsed, unless somebody changes it this moment.
  if (spec === undefined || record === undefined || Array.isArray(spec) || Array.isArray(record)) return [];
  const linted = { feed, spec, record };
  return [
    ...lintKey(linted),
    ...lintFields(linted),
    ...lintValues(linted),
    ...lintTime(linted),
    ...lintPersonal(linted, read),
  ];
}

function lintKey({ feed, spec }: Linted): FeedWarning[] {
  return feed.spec.key
    .filter((field) => !feed.record.required.includes(field))
    .map((field) => feedWarning('feed-lint-key-optional', spec.placeOf(['key']), { field }));
}

function lintFields({ feed, record }: Linted): FeedWarning[] {
  const { key, map, ignore, header, trailer } = feed.spec;
  const mapped = Object.values(map).flatMap((entry) => columnRule(entry).sources);
  const used = new Set([...key, ...mapped, ignore?.field, header?.sum_of, trailer?.sum_of]);
  return Object.entries(feed.record.properties).flatMap(([field, rule]) => {
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
function lintValues({ feed, spec }: Linted): FeedWarning[] {
  return Object.entries(feed.spec.map).flatMap(([column, entry]) => {
    const { sources, values, empty } = columnRule(entry);
    const [field = ''] = sources;
    const allowed = feed.record.properties[field]?.enum;
    if (values === null || allowed === undefined || sources.length > 1) return [];
    const at = spec.placeOf(['map', column]);
    const unreached = Object.keys(values).filter((value) => !allowed.includes(value));
    const unmapped = allowed.filter((value) => !(value in values) && value !== empty);
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

function lintTime({ feed, spec }: Linted): FeedWarning[] {
  const entry = feed.spec.map['event_ts_ns'];
  if (entry === undefined || !ELECTRONIC.includes(feed.dataset.name)) return [];
  const { timestamps, precision } = columnRule(entry);
  const coarse = timestamps.every((form) => parseTimestampForm(form) !== null && !form.includes('n'));
  if (!coarse || precision === 'day') return [];
  return [feedWarning('feed-lint-time-coarse', spec.placeOf(['map', 'event_ts_ns']), { forms: timestamps })];
}

function lintPersonal({ feed, spec }: Linted, read: ReadonlySet<string>): FeedWarning[] {
  return feed.dataset.columns
    .filter(({ name, personal }) => personal && name in feed.spec.map && !read.has(name))
    .map(({ name }) =>
      feedWarning('feed-lint-personal-unread', spec.placeOfKey(['map', name]), { column: name }),
    );
}
