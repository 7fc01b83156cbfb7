import type { Place } from '../domain/diagnostic.js';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { CanonicalColumn } from '../lake/canonical-dataset.js';
import { checkLayouts } from './check-layouts.js';
import { checkTextFormat } from './check-text-format.js';
import type { CheckedSpec } from './checked-spec.js';
import { declaredSums } from './declared-sums.js';
import { DERIVED_COLUMNS, type FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { type ColumnRule, columnRule } from './mapping/column-rule.js';
import { parseTimestampForm } from './mapping/timestamp-form.js';
import { groupNames, re2Expression } from './validation/re2-expression.js';

/** Everything about a feed that its JSON Schema cannot say, each with its place in feed.yaml; empty for a sound feed. */
export function checkFeed(checked: CheckedSpec): FeedProblem[] {
  return [
    ...checkFormat(checked),
    ...checkTextFormat(checked),
    ...checkLayouts(checked),
    ...checkFieldNames(checked),
    ...checkControls(checked),
    ...checkColumns(checked),
  ];
}

function checkFormat({ spec, fields, yaml }: CheckedSpec): FeedProblem[] {
  const { type, delimiter, width } = spec.format;
  const needs = [
    type === 'delimited' && delimiter === undefined ? 'a delimiter' : null,
    type === 'fixed-width' && width === undefined ? 'a width' : null,
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
  if (type === 'fix') return field.tag === undefined ? 'a tag' : null;
  if (type === 'fixed-width') {
    return field.start === undefined || field.width === undefined ? 'start and width' : null;
  }
  return null;
}

function checkFieldNames({ spec, fields, yaml }: CheckedSpec): FeedProblem[] {
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
    ...Object.entries(spec.map).flatMap(([column, entry]) =>
      columnRule(entry).sources.map((field) => ({ field, path: ['map', column] })),
    ),
  ];
  return used
    .filter(({ field }) => !known.includes(field))
    .map(({ field, path }) => feedProblem('feed-field-unknown', yaml.placeOf(path), { field, known }));
}

function checkControls({ spec, yaml }: CheckedSpec): FeedProblem[] {
  return controlsOf(spec).flatMap(({ path, control }) => {
    const expression = control.match;
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

function checkColumns({ spec, dataset, yaml }: CheckedSpec): FeedProblem[] {
  const known = dataset.columns
    .map((column) => column.name)
    .filter((name) => !DERIVED_COLUMNS.includes(name));
  const mapped = Object.entries(spec.map).flatMap(([name, entry]) => {
    const at = yaml.placeOfKey(['map', name]);
    if (DERIVED_COLUMNS.includes(name)) return [feedProblem('feed-column-derived', at, { column: name })];
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (column === undefined) return [feedProblem('feed-column-unknown', at, { column: name, known })];
    return checkColumn(columnRule(entry), column, yaml.placeOf(['map', name]));
  });
  const unmapped = dataset.columns
    .filter(
      (column) => column.required && !DERIVED_COLUMNS.includes(column.name) && !(column.name in spec.map),
    )
    .map((column) => feedProblem('feed-column-unmapped', yaml.placeOf(['map']), { column: column.name }));
  return [...mapped, ...unmapped];
}

function checkColumn(rule: ColumnRule, column: CanonicalColumn, at: Place): FeedProblem[] {
  const decimals = /^DECIMAL\(\d+,(\d+)\)$/.exec(column.type)?.[1];
  const scaleTooFine = decimals !== undefined && -rule.scale > Number(decimals);
  return [
    ...(rule.clear ? [] : [feedProblem('feed-source-unclear', at, { column: column.name })]),
    ...checkValues(rule, column, at),
    ...(scaleTooFine
      ? [
          feedProblem('feed-scale-too-fine', at, {
            column: column.name,
            scale: rule.scale,
            type: column.type,
          }),
        ]
      : []),
    ...(column.name === 'event_ts_ns' ? checkTimestamp(rule, at) : []),
  ];
}

function checkValues(rule: ColumnRule, column: CanonicalColumn, at: Place): FeedProblem[] {
  const known = column.type === 'BOOLEAN' ? ['true', 'false'] : column.enum;
  if (known === null) return [];
  const given = [...Object.values(rule.values ?? {}), ...(rule.constant === null ? [] : [rule.constant])];
  return given
    .filter((value) => !known.includes(value))
    .map((value) => feedProblem('feed-value-not-canonical', at, { column: column.name, value, known }));
}

function checkTimestamp(rule: ColumnRule, at: Place): FeedProblem[] {
  if (rule.timestamps.length === 0 || rule.zone === null) {
    return [feedProblem('feed-timestamp-missing', at, { column: 'event_ts_ns' })];
  }
  const problems = rule.timestamps.flatMap((form) => {
    if (form === 'epoch-ns') return [];
    const parsed = parseTimestampForm(form);
    if (parsed === null) return [feedProblem('feed-timestamp-form', at, { form })];
    if (parsed.has_time || rule.precision === 'day') return [];
    return [feedProblem('feed-timestamp-without-time', at, { form })];
  });
  if (!isZone(rule.zone)) problems.push(feedProblem('feed-zone-unknown', at, { zone: rule.zone }));
  return problems;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
