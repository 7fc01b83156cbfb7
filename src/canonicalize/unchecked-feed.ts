import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import type { FeedField } from './feed.js';

/** What there is of a feed before it is known to be sound. */
export type UncheckedFeed = {
  /** Whether these are the feed's own rules, and not those of `also`. */
  first: boolean;
  spec: FeedSpec;
  fields: readonly FeedField[];
  dataset: CanonicalDataset;
  /** All canonical datasets by name. */
  datasets: ReadonlyMap<string, CanonicalDataset>;
  /** Names of the trading calendars. */
  calendars: readonly string[];
  yaml: PlacedYaml;
};
