import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { rawKey } from '../lake/raw-key.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import type { ReceivedDelivery } from './delivery-job.js';
import type { Feed } from './feed.js';
import { copyRaw } from './framing/copy-raw.js';

/** A file to be taken in. When it was received is now where it is not given. */
export type OfferedDelivery = { path: string; name: string; trade_date: string; received_at_ns?: bigint };

/**
 * Gives `act` a delivery whose raw bytes are on their way into the store, and a work folder that goes when it ends.
 *
 * Whatever becomes of a delivery, its bytes are stored before the copy of them goes.
 */
export async function withReceived<Result>(
  { context, feed, delivery }: { context: CanonicalizeContext; feed: Feed; delivery: OfferedDelivery },
  act: (received: ReceivedDelivery) => Promise<Result>,
): Promise<Result> {
  await mkdir(context.work, { recursive: true });
  const work = await mkdtemp(path.join(context.work, 'delivery-'));
  try {
    const raw = await storeRaw(context, feed, { from: delivery.path, to: path.join(work, 'raw') });
    const received_at_ns = delivery.received_at_ns ?? context.now_ns();
    try {
      return await act({ context, feed, delivery, work, raw, received_at_ns });
    } finally {
      await raw.put.catch(() => undefined);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Copies the bytes as received, and begins to store them: that goes on beside the checks and the writing of what they
 * become, and before any entry names them it is done.
 */
async function storeRaw(
  { store }: CanonicalizeContext,
  feed: Feed,
  { from, to }: { from: string; to: string },
): Promise<ReceivedDelivery['raw']> {
  const copied = await copyRaw(from, to);
  const key = await rawKey(store, feed.spec.feed, copied.sha256);
  const put = store.putIfAbsent(key, { file: to });
  // A failure is thrown where the put is waited for; until then it must not count as unhandled.
  put.catch(() => undefined);
  return { path: to, ...copied, key, put };
}
