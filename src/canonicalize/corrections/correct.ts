import type { DuckDbSession } from '../../engine/duckdb-session.js';
import type { CheckedDelivery } from '../check-delivery.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryJob } from '../delivery-job.js';
import type { DeliveryFault } from '../diagnostics.js';
import { DROPPED } from '../drop-repeated.js';
import type { Beside } from '../settled-delivery.js';
import { type Brought, keyOf, TOUCHED } from './correction-tables.js';
import type { FeedHistory } from './feed-history.js';
import { insertNumbers } from './insert-numbers.js';
import { openPastFiles, type PastFiles } from './past-files.js';
import type { Correction } from './publish-corrections.js';
import { type SettledCorrections, settleCorrections } from './settle-corrections.js';

/** Days that a correction looks back where the feed does not say. */
const WITHIN_DAYS = 7;

/** What corrections need to be settled: the past, and the paths that the database must reach. */
export type Correcting = { past: PastFiles; history: FeedHistory; paths: readonly string[] };

/**
 * Opens what corrections of a delivery are held against; null for a feed that has never had any.
 *
 * Refusal `corrected-data-missing` where rows would have to come back from a file that is no longer in the store.
 */
export async function openCorrecting(
  { feed, delivery, context }: DeliveryJob,
  { history, removed }: Beside,
): Promise<Correcting | DeliveryFault | null> {
  const remembered = [...history.others, ...history.gone].some(
    ({ manifest }) => manifest.corrections !== undefined,
  );
  if (feed.spec.corrections === undefined && !remembered) return null;
  const past = await openPastFiles(context.store, history, removed);
  const [missing] = past.missing;
  if (missing !== undefined) {
    return deliveryFault('corrected-data-missing', { file: delivery.name }, { key: missing });
  }
  const standing = past.files.flatMap((file) => file.standing?.path ?? []);
  const paths = [...past.files, ...past.corrections].map(({ path }) => path);
  return { past, history, paths: [...paths, ...standing] };
}

/** Settles the corrections of a checked delivery. */
export async function correct(
  session: DuckDbSession,
  { job, found, opened }: { job: DeliveryJob; found: CheckedDelivery; opened: Correcting },
): Promise<Correction> {
  const { feed, delivery, raw } = job;
  const { position } = opened.history;
  const by_event = feed.spec.trade_date === 'event';
  const settled = await settleCorrections(
    session,
    { brought: broughtBy(job, found), past: opened.past },
    {
      file: delivery.name,
      sha256: raw.sha256,
      trade_date: delivery.trade_date,
      position,
      within: by_event ? (feed.spec.corrections?.within ?? WITHIN_DAYS) : null,
    },
  );
  return { settled, past: opened.past, position };
}

function broughtBy({ feed }: DeliveryJob, { checked }: CheckedDelivery): Brought {
  const parts = checked.flatMap((segment) => segment.parts).filter(({ valid }) => valid > 0);
  const datasets = new Set(feed.routes.map(({ dataset }) => dataset));
  return {
    feed: feed.spec.feed,
    datasets: [...datasets].map((dataset) => ({
      dataset,
      parts: parts.filter(({ route }) => feed.routes[route]?.dataset === dataset).map(({ path }) => path),
    })),
    replaces: parts.flatMap(({ replaces }) => replaces ?? []),
    deletes: parts.filter(({ route }) => route >= feed.routes.length).map(({ path }) => path),
  };
}

/** SQL that is true of rows of a part whose key was ever corrected: they are settled by their corrections. */
export function isTouched(feed: string): string {
  return `(${keyOf(feed)} IN (SELECT key FROM ${TOUCHED}))`;
}

/** Keeps records that become no row out of what is written. */
export async function dropUnwritten(
  session: DuckDbSession,
  { unwritten }: SettledCorrections,
): Promise<void> {
  await insertNumbers(
    session,
    DROPPED,
    unwritten.map((offset) => [offset]),
  );
}
