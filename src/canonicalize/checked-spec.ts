import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import type { FeedField } from './feed.js';

/** A feed specification that follows its JSON Schema, with what it refers to and where each part stands in feed.yaml. */
export type CheckedSpec = {
  spec: FeedSpec;
  fields: readonly FeedField[];
  dataset: CanonicalDataset;
  yaml: PlacedYaml;
};
