import type { Feed } from '../feed.js';

/** Fields of a feed's records in the order of a file's columns, those of batch headers left out. */
export function ownFields(feed: Feed): string[] {
  const carried = Object.keys(feed.spec.batch?.carry ?? {});
  return feed.fields.map(({ name }) => name).filter((name) => !carried.includes(name));
}

/**
 * The columns of a file by the feed's layouts: of the first that fits the trade date and the number of columns.
 *
 * `undecided` while the number is not known (null) and matters; null where no layout fits.
 */
export function chooseLayout(
  feed: Feed,
  trade_date: string,
  columns: number | null,
): readonly string[] | 'undecided' | null {
  const { layouts } = feed.spec;
  if (layouts === undefined) return ownFields(feed);
  const current = layouts.filter(({ until }) => until === undefined || trade_date <= until);
  if (columns === null && current[0]?.columns !== undefined) return 'undecided';
  const fitting = current.find((layout) => layout.columns === undefined || layout.columns === columns);
  return fitting?.fields ?? null;
}
