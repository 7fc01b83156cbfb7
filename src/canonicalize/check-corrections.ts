import { type FeedProblem, feedProblem } from './feed-problem.js';
import type { UncheckedFeed } from './unchecked-feed.js';

/** What is wrong with what a feed says of its corrections. */
export function checkCorrections({ first, spec, fields, dataset, yaml }: UncheckedFeed): FeedProblem[] {
  const { corrections, key, also = [] } = spec;
  if (corrections === undefined) return [];
  const at = (...path: string[]): ReturnType<typeof yaml.placeOf> => yaml.placeOf(['corrections', ...path]);
  const known = fields.map(({ name }) => name);
  const { action, target = key, within } = corrections;
  const does = Object.values(action).flatMap((values) => Object.values(values));
  const named = [
    ...Object.keys(action).map((field) => ({
      field,
      place: yaml.placeOfKey(['corrections', 'action', field]),
    })),
    ...(corrections.target ?? []).map((field) => ({ field, place: at('target') })),
  ];
  // With a target of its own a correction names records of the first type, whatever the others are known by.
  const other =
    corrections.target === undefined ? also.find((route) => route.key.join() !== key.join()) : undefined;
  return [
    ...named
      .filter(({ field }) => !known.includes(field))
      .map(({ field, place }) => feedProblem('feed-field-unknown', place, { field, known })),
    ...(does.some((one) => one !== 'new') ? [] : [feedProblem('feed-corrections-idle', at('action'), {})]),
    ...(!first || target.length === key.length
      ? []
      : [feedProblem('feed-corrections-target', at('target'), { target, key })]),
    ...(dataset.key === 'event_id'
      ? []
      : [feedProblem('feed-corrections-dataset', at(), { dataset: dataset.name, key: dataset.key })]),
    ...(other === undefined ? [] : [feedProblem('feed-corrections-keys', at(), { key, other: other.key })]),
    ...(within === undefined || spec.trade_date === 'event'
      ? []
      : [feedProblem('feed-corrections-within', at('within'), {})]),
  ];
}
