import type { PlacedYaml } from '../domain/placed-yaml.js';
import type { FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { RESERVED_NAMES } from './framing/name-columns.js';
import type { UncheckedFeed } from './unchecked-feed.js';

/** What is wrong with the names of a feed's fields and with its layouts. */
export function checkLayouts({ spec, fields, yaml }: UncheckedFeed): FeedProblem[] {
  const layouts = spec.layouts ?? [];
  const declared = (spec.fields ?? []).map((field) => (typeof field === 'string' ? field : field.name));
  const carried = Object.keys(spec.batch?.carry ?? {});
  const lists = [
    { path: ['fields'], names: [...declared, ...(spec.fields === undefined ? [] : carried)] },
    ...layouts.map((layout, index) => ({
      path: ['layouts', String(index), 'fields'],
      names: [...layout.fields, ...carried],
    })),
  ];
  const ends = layouts.map(({ until }) => until);
  const last = ends.every((until) => until !== undefined) ? ends.sort().at(-1) : undefined;
  return [
    ...fields
      .filter(({ name }) => RESERVED_NAMES.includes(name) || name.startsWith('@'))
      .map(({ name }) => feedProblem('feed-field-reserved', yaml.placeOf(['fields']), { field: name })),
    ...checkAlike(fields, yaml),
    ...lists.flatMap(({ path, names }) =>
      names
        .filter((name, index) => names.indexOf(name) !== index)
        .map((field) => feedProblem('feed-field-repeated', yaml.placeOf([...path]), { field })),
    ),
    ...layouts.flatMap(({ columns, fields: own }, index) => {
      if (columns === undefined || columns === own.length) return [];
      const at = yaml.placeOf(['layouts', String(index), 'columns']);
      return [feedProblem('feed-layout-columns', at, { columns, fields: own.length })];
    }),
    ...(last === undefined
      ? []
      : [feedProblem('feed-layouts-ended', yaml.placeOf(['layouts']), { until: last })]),
  ];
}

/** Fields are columns of the database, which does not tell names apart by case. */
function checkAlike(fields: readonly FeedField[], yaml: PlacedYaml): FeedProblem[] {
  const first = new Map<string, string>();
  return fields.flatMap(({ name: field }, index) => {
    const other = first.get(field.toLowerCase());
    if (other === undefined) first.set(field.toLowerCase(), field);
    if (other === undefined || other === field) return [];
    const at = yaml.placeOf(['fields', String(index)]);
    return [feedProblem('feed-fields-alike', at, { field, other })];
  });
}
