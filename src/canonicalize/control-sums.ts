import type { Feed } from './feed.js';

/** A field of which a control line declares the sum, and the named group in which it does. */
export type ControlSum = { field: string; group: string };

/** The sums that a header or trailer declares. */
export function controlSums(
  control: { sum_of?: string; sums?: Readonly<Record<string, string>> } | undefined,
): ControlSum[] {
  const named = Object.entries(control?.sums ?? {}).map(([field, group]) => ({ field, group }));
  return control?.sum_of === undefined ? named : [{ field: control.sum_of, group: 'sum' }, ...named];
}

/** The fields of which the header or trailer of a feed's file declares sums, each once. */
export function summedFields(feed: Feed): string[] {
  const sums = [...controlSums(feed.spec.header), ...controlSums(feed.spec.trailer)];
  return [...new Set(sums.map(({ field }) => field))];
}
