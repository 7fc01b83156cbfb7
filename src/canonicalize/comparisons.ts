import type { DuckDbSession } from '../engine/duckdb-session.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import type { CommittedFile } from '../lake/read-lake.js';
import type { CheckedSegment } from './check-segment.js';
import { isTouched } from './corrections/correct.js';
import type { DeliveryJob } from './delivery-job.js';
import type { Comparison } from './drop-repeated.js';
import type { Feed } from './feed.js';
import type { Publication } from './publish-delivery.js';
import { allHashes, type KeyHashes, keyHashes, publishedKeys, REMEMBERED_ROWS } from './published-keys.js';
import type { Part } from './segment-work.js';

/**
 * What is compared for repeated keys: dataset by dataset, because routes may share one, and without the files that are
 * known to hold none of the delivery's keys.
 */
export async function comparisons(
  { feed, context: { store } }: DeliveryJob,
  checked: readonly CheckedSegment[],
  { standing, corrected }: { standing: readonly CommittedFile[]; corrected: boolean },
): Promise<Comparison[]> {
  const remembered = publishedKeys(store);
  return Promise.all(
    datasetsOf({ feed }).map(async (dataset) => {
      const parts = partsOf({ feed }, checked, dataset);
      const keys = allHashes(parts.map((part) => part.keys));
      const published = standing
        .map(({ file }) => file)
        .filter((file) => file.dataset === dataset.name)
        .filter((file) => keys === null || !remembered.areApart(file.key, keys));
      return {
        dataset,
        except: corrected ? isTouched(feed.spec.feed) : null,
        parts: parts.map(({ path }) => path),
        published: await Promise.all(
          published.map(async ({ key, rows }) => ({ key, rows, path: await store.localFile(key) })),
        ),
      };
    }),
  );
}

/** Remembers the keys of the files that a delivery was compared with, and of its own. */
export async function rememberKeys(
  { feed, context: { store } }: DeliveryJob,
  checked: readonly CheckedSegment[],
  known: { session: DuckDbSession; works: readonly Comparison[]; published: Publication },
): Promise<void> {
  const remembered = publishedKeys(store);
  for (const { dataset, published } of known.works) {
    const unknown = published.filter(({ key, rows }) => rows <= REMEMBERED_ROWS && !remembered.knows(key));
    for (const { key, path } of unknown) {
      remembered.remember(key, await keyHashes(known.session, path, dataset.key));
    }
    // A file that corrections restate may also hold rows of others.
    if (known.published.restated !== undefined) continue;
    const own = allHashes(partsOf({ feed }, checked, dataset).map((part) => part.keys));
    if (own === null) continue;
    const files = known.published.files.filter((file) => file.dataset === dataset.name);
    for (const { key } of files) remembered.remember(key, own);
  }
}

/** Hashes of the keys of a checked delivery by the name of the dataset that they fill; null where they are too many to be known. */
export function keysByDataset(
  feed: Feed,
  checked: readonly CheckedSegment[],
): ReadonlyMap<string, KeyHashes | null> {
  return new Map(
    datasetsOf({ feed }).map((dataset) => [
      dataset.name,
      allHashes(partsOf({ feed }, checked, dataset).map((part) => part.keys)),
    ]),
  );
}

function datasetsOf({ feed }: Pick<DeliveryJob, 'feed'>): CanonicalDataset[] {
  return [...new Map(feed.routes.map(({ dataset }) => [dataset.name, dataset])).values()];
}

function partsOf(
  { feed }: Pick<DeliveryJob, 'feed'>,
  checked: readonly CheckedSegment[],
  dataset: CanonicalDataset,
): Part[] {
  return checked
    .flatMap((segment) => segment.parts)
    .filter(({ valid }) => valid > 0)
    .filter(({ route }) => feed.routes[route]?.dataset === dataset);
}
