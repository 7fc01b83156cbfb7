import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { checkColumns } from './check-columns.js';
import { checkFix } from './check-fix.js';
import type { FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { columnRule } from './mapping/column-rule.js';
import type { UncheckedFeed } from './unchecked-feed.js';
import { re2Expression } from './validation/re2-expression.js';

/** Everything about a feed that its JSON Schema cannot say, each with its place in feed.yaml; empty for a sound feed. */
export function checkFeed(checked: UncheckedFeed): FeedProblem[] {
  return [
    ...checkFormat(checked),
    ...checkFieldNames(checked),
    ...checkControls(checked),
    ...checkFix(checked),
    ...checkColumns(checked),
  ];
}

function checkFormat({ spec, fields, yaml }: UncheckedFeed): FeedProblem[] {
  const { type, delimiter, width, compression } = spec.format;
  const needs = [
    type === 'delimited' && delimiter === undefined ? 'a delimiter' : null,
    type === 'fixed-width' && width === undefined ? 'a width' : null,
    type === 'parquet' && compression !== 'none'
      ? 'compression none: Parquet compresses its own pages'
      : null,
    type === 'parquet' && (spec.header ?? spec.trailer) !== undefined ? 'neither header nor trailer' : null,
    (type === 'fix' || type === 'fixed-width') && spec.fields === undefined ? 'fields' : null,
  ].filter((need) => need !== null);
  return [
    ...needs.map((need) =>
      feedProblem('feed-format-incomplete', yaml.placeOf(['format']), { format: type, needs: need }),
    ),
    ...fields.flatMap((field) => {
      const need = missingPart(field, type);
      if (need === null) return [];
      const data = { field: field.name, format: type, needs: need };
      return [feedProblem('feed-field-incomplete', yaml.placeOf(['fields']), data)];
    }),
  ];
}

function missingPart(field: FeedField, type: FeedSpec['format']['type']): string | null {
  if (type === 'fix') return field.tag === undefined && field.prefix === undefined ? 'a tag' : null;
  if (type === 'fixed-width') {
    return field.start === undefined || field.width === undefined ? 'start and width' : null;
  }
  return null;
}

function checkFieldNames({ spec, fields, yaml }: UncheckedFeed): FeedProblem[] {
  const known = fields.map((field) => field.name);
  const used: { field: string; path: string[] }[] = [
    ...spec.key.map((field) => ({ field, path: ['key'] })),
    ...(spec.when === undefined ? [] : [{ field: spec.when.field, path: ['when', 'field'] }]),
    ...(spec.ignore === undefined ? [] : [{ field: spec.ignore.field, path: ['ignore', 'field'] }]),
    ...(['header', 'trailer'] as const).flatMap((part) => {
      const field = spec[part]?.sum_of;
      return field === undefined ? [] : [{ field, path: [part, 'sum_of'] }];
    }),
    ...Object.entries(spec.map).flatMap(([column, entry]) => {
      const { sources, date } = columnRule(entry);
      const dated = date === null || date === 'delivery' ? [] : [date.from];
      return [...sources, ...dated].map((field) => ({ field, path: ['map', column] }));
    }),
  ];
  return used
    .filter(({ field }) => !known.includes(field))
    .map(({ field, path }) => feedProblem('feed-field-unknown', yaml.placeOf(path), { field, known }));
}

function checkControls({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  return (['header', 'trailer'] as const).flatMap((part) => {
    const expression = spec[part]?.match;
    if (expression === undefined) return [];
    try {
      re2Expression(expression);
      return [];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [feedProblem('feed-expression', yaml.placeOf([part, 'match']), { expression, reason })];
    }
  });
}
