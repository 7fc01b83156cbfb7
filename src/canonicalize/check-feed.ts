import type { Place } from '../domain/diagnostic.js';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import type { CanonicalColumn, CanonicalDataset } from '../lake/canonical-dataset.js';
import { checkDocuments } from './check-documents.js';
import { DERIVED_COLUMNS, type FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { type ColumnRule, columnRule } from './mapping/column-rule.js';
import { parseTimestampForm } from './mapping/timestamp-form.js';
import { re2Expression } from './validation/re2-expression.js';

type Checked = { spec: FeedSpec; fields: readonly FeedField[]; dataset: CanonicalDataset; yaml: PlacedYaml };

/** Everything about a feed that its JSON Schema cannot say, each with its place in feed.yaml; empty for a sound feed. */
export function checkFeed(checked: Checked): FeedProblem[] {
  return [
    ...checkFormat(checked),
    ...checkFieldNames(checked),
    ...checkControls(checked),
    ...checkDocuments(checked),
    ...checkColumns(checked),
  ];
}

function checkFormat({ spec, fields, yaml }: Checked): FeedProblem[] {
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

function checkFieldNames({ spec, fields, yaml }: Checked): FeedProblem[] {
  const known = fields.map((field) => field.name);
  const used: { field: string; path: string[] }[] = [
    ...spec.key.map((field) => ({ field, path: ['key'] })),
    ...(spec.when === undefined ? [] : [{ field: spec.when.field, path: ['when', 'field'] }]),
    ...(spec.ignore === undefined ? [] : [{ field: spec.ignore.field, path: ['ignore', 'field'] }]),
    ...(['header', 'trailer'] as const).flatMap((part) => {
      const field = spec[part]?.sum_of;
      return field === undefined ? [] : [{ field, path: [part, 'sum_of'] }];
    }),
    ...Object.entries(spec.map).flatMap(([column, entry]) =>
      columnRule(entry).sources.map((field) => ({ field, path: ['map', column] })),
    ),
  ];
  return used
    .filter(({ field }) => !known.includes(field))
    .map(({ field, path }) => feedProblem('feed-field-unknown', yaml.placeOf(path), { field, known }));
}

function checkControls({ spec, yaml }: Checked): FeedProblem[] {
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

function checkColumns({ spec, dataset, yaml }: Checked): FeedProblem[] {
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
