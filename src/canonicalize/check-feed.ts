import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { checkArrival } from './check-arrival.js';
import { checkColumns } from './check-columns.js';
import { checkCorrections } from './check-corrections.js';
import { checkDocuments } from './check-documents.js';
import { checkFix } from './check-fix.js';
import { checkLayouts } from './check-layouts.js';
import { checkOptions } from './check-options.js';
import { checkTextFormat } from './check-text-format.js';
import { declaredSums } from './declared-sums.js';
import type { FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { columnRule } from './mapping/column-rule.js';
import type { UncheckedFeed } from './unchecked-feed.js';
import { groupNames, re2Expression } from './validation/re2-expression.js';

/** Everything about a feed that its JSON Schema cannot say, each with its place in feed.yaml; empty for a sound feed. */
export function checkFeed(checked: UncheckedFeed): FeedProblem[] {
  return [
    ...checkArrival(checked),
    ...checkFormat(checked),
    ...checkOptions(checked),
    ...checkTextFormat(checked),
    ...checkLayouts(checked),
    ...checkFieldNames(checked),
    ...checkControls(checked),
    ...checkDocuments(checked),
    ...checkFix(checked),
    ...checkColumns(checked),
    ...checkCorrections(checked),
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
      if (field.name in (spec.batch?.carry ?? {})) return [];
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
    ...controlsOf(spec).flatMap(({ path, control }) =>
      declaredSums(control).map(({ field }) => ({
        field,
        path: [...path, field === control.sum_of ? 'sum_of' : 'sums'],
      })),
    ),
    ...(spec.layouts ?? []).flatMap((layout, index) =>
      layout.fields.map((field) => ({ field, path: ['layouts', String(index), 'fields'] })),
    ),
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
  return controlsOf(spec).flatMap(({ path, control }) => {
    const expression = control.match;
    if (expression === undefined) return [];
    const at = yaml.placeOf([...path, 'match']);
    try {
      re2Expression(expression);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [feedProblem('feed-expression', at, { expression, reason })];
    }
    const named = groupNames(expression);
    const read = groupsRead(spec, path.join('.'), control);
    return [
      ...read.declared
        .filter((group) => !named.includes(group))
        .map((group) => feedProblem('feed-group-missing', at, { group, expression })),
      ...named
        .filter((group) => !read.declared.includes(group) && !read.known.includes(group))
        .map((group) =>
          feedProblem('feed-group-unused', at, { group, known: [...read.known, ...read.declared] }),
        ),
    ];
  });
}

/** The named groups that are read from a control line: those that the feed declares, and those that any may have. */
function groupsRead(spec: FeedSpec, part: string, control: Control): { declared: string[]; known: string[] } {
  const carried = part === 'batch.header' ? Object.values(spec.batch?.carry ?? {}) : [];
  const ofFile = part.startsWith('batch') ? [] : ['trade_date'];
  const batches = part === 'trailer' && spec.batch !== undefined ? ['batches'] : [];
  return {
    declared: [...declaredSums(control).map(({ group }) => group), ...carried],
    known: ['count', ...ofFile, ...batches],
  };
}

type Control = NonNullable<FeedSpec['trailer']>;

/** The control lines that a feed declares, each with its place in feed.yaml. */
function controlsOf(spec: FeedSpec): { path: string[]; control: Control }[] {
  return [
    { path: ['header'], control: spec.header },
    { path: ['trailer'], control: spec.trailer },
    { path: ['batch', 'header'], control: spec.batch?.header },
    { path: ['batch', 'trailer'], control: spec.batch?.trailer },
  ].flatMap(({ path, control }) => (control === undefined ? [] : [{ path, control }]));
}
