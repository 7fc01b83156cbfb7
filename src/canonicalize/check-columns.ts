import type { Place } from '../domain/diagnostic.js';
import type { CanonicalColumn } from '../lake/canonical-dataset.js';
import { checkTimes } from './check-times.js';
import { DERIVED_COLUMNS } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { type ColumnRule, columnRule, type MapEntry } from './mapping/column-rule.js';
import { isInstantColumn } from './mapping/compile-time.js';
import { scalarExpression } from './mapping/scalar-expression.js';
import type { UncheckedFeed } from './unchecked-feed.js';

/** Everything about the map that its JSON Schema cannot say: columns, and whether each entry fits its column. */
export function checkColumns(checked: UncheckedFeed): FeedProblem[] {
  const { spec, dataset, yaml } = checked;
  const known = dataset.columns
    .map((column) => column.name)
    .filter((name) => !DERIVED_COLUMNS.includes(name));
  const mapped = Object.entries(spec.map).flatMap(([name, entry]) => {
    const at = yaml.placeOfKey(['map', name]);
    if (DERIVED_COLUMNS.includes(name)) return [feedProblem('feed-column-derived', at, { column: name })];
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (column === undefined) return [feedProblem('feed-column-unknown', at, { column: name, known })];
    return checkColumn(checked, { column, entry, at: yaml.placeOf(['map', name]) });
  });
  const unmapped = dataset.columns
    .filter(
      (column) => column.required && !DERIVED_COLUMNS.includes(column.name) && !(column.name in spec.map),
    )
    .map((column) => feedProblem('feed-column-unmapped', yaml.placeOf(['map']), { column: column.name }));
  return [...checkNumbers(checked), ...mapped, ...unmapped];
}

type Mapped = { column: CanonicalColumn; entry: MapEntry; at: Place };

function checkNumbers({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  const { decimal = '.', thousands } = spec.format.numbers ?? {};
  if (thousands !== decimal) return [];
  return [feedProblem('feed-numbers-unclear', yaml.placeOf(['format', 'numbers']), { mark: decimal })];
}

function checkColumn(checked: UncheckedFeed, mapped: Mapped): FeedProblem[] {
  const { column, entry, at } = mapped;
  const rule = columnRule(entry);
  const decimals = Number(/^DECIMAL\(\d+,(\d+)\)$/.exec(column.type)?.[1] ?? 0);
  const scale = { column: column.name, scale: rule.scale, type: column.type };
  return [
    ...(rule.clear ? [] : [feedProblem('feed-source-unclear', at, { column: column.name })]),
    ...checkKeys(mapped, rule),
    ...checkValues(rule, column, at),
    ...(-rule.scale > decimals ? [feedProblem('feed-scale-too-fine', at, scale)] : []),
    ...checkLookup(checked, mapped, rule),
    ...checkWords(mapped),
    ...checkTimes(column, rule, at),
  ];
}

/** Keys that only some types of columns know. */
const KEYS_OF_TYPES: Readonly<Record<string, readonly string[]>> = {
  values: ['text', 'truth'],
  otherwise: ['text', 'truth', 'number'],
  lookup: ['text', 'truth', 'number'],
  symbology: ['text'],
  scale: ['number'],
  overpunch: ['number'],
  timestamp: ['instant', 'date'],
  zone: ['instant'],
  overlap: ['instant'],
  date: ['instant'],
  precision: ['instant'],
};

function kindOf(column: CanonicalColumn): string {
  if (isInstantColumn(column)) return 'instant';
  if (column.type === 'DATE') return 'date';
  if (column.type === 'BOOLEAN') return 'truth';
  return column.type === 'VARCHAR' ? 'text' : 'number';
}

function checkKeys({ column, entry, at }: Mapped, rule: ColumnRule): FeedProblem[] {
  if (typeof entry === 'string') return [];
  const { name, type } = column;
  const kind = kindOf(column);
  const misplaced = Object.keys(entry).filter((key) => !(KEYS_OF_TYPES[key]?.includes(kind) ?? true));
  const conflicts = [
    ['values', 'lookup'],
    ['values', 'symbology'],
    ['lookup', 'scale'],
    ['lookup', 'overpunch'],
  ].filter((keys) => keys.every((key) => key in entry));
  const alone = [
    entry.join !== undefined && rule.join === null ? { key: 'join', needs: 'several fields in from' } : null,
    'otherwise' in entry && rule.values === null && rule.lookup === null
      ? { key: 'otherwise', needs: 'values or lookup' }
      : null,
  ].filter((key) => key !== null);
  return [
    ...misplaced.map((key) => feedProblem('feed-key-misplaced', at, { column: name, key, type })),
    ...conflicts.map((keys) => feedProblem('feed-keys-conflict', at, { column: name, keys })),
    ...alone.map((key) => feedProblem('feed-key-alone', at, { column: name, ...key })),
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

function checkLookup({ datasets }: UncheckedFeed, { column, at }: Mapped, rule: ColumnRule): FeedProblem[] {
  if (rule.lookup === null) return [];
  const { dataset: name, by, take } = rule.lookup;
  const dataset = datasets.get(name);
  if (dataset === undefined)
    return [feedProblem('feed-lookup-dataset', at, { dataset: name, known: [...datasets.keys()] })];
  const known = dataset.columns.map((candidate) => candidate.name);
  const unknown = [by, take].filter((candidate) => !known.includes(candidate));
  const taken = dataset.columns.find((candidate) => candidate.name === take)?.type ?? column.type;
  const data = { column: column.name, type: column.type, taken: take, taken_type: taken };
  return [
    ...unknown.map((missing) =>
      feedProblem('feed-lookup-column', at, { dataset: name, column: missing, known }),
    ),
    ...(taken === column.type ? [] : [feedProblem('feed-lookup-type', at, data)]),
    ...(rule.otherwise === 'keep' && column.type !== 'VARCHAR'
      ? [
          feedProblem('feed-key-misplaced', at, {
            column: column.name,
            key: 'otherwise: keep',
            type: column.type,
          }),
        ]
      : []),
  ];
}

function checkWords({ column, entry, at }: Mapped): FeedProblem[] {
  if (typeof entry === 'string' || entry.expression === undefined) return [];
  const { refused } = scalarExpression(entry.expression);
  if (refused === null) return [];
  return [feedProblem('feed-expression-word', at, { column: column.name, word: refused })];
}
