import type { CommittedFile } from '../lake/read-lake.js';
import type { RefusedDelivery } from './canonicalized-delivery.js';
import type { FeedHistory } from './corrections/feed-history.js';
import type { Publication } from './publish-delivery.js';

/** What stands where a delivery is to be compared, and the keys that it may not use. */
export type Beside = {
  standing: readonly CommittedFile[];
  removed: ReadonlySet<string>;
  history: FeedHistory;
};

/** What a checked delivery comes to beside the files that stand: objects in the store, or a refusal. */
export type Settled =
  | { published: Publication }
  | { refused: Pick<RefusedDelivery, 'totals' | 'faults' | 'examples'> };
