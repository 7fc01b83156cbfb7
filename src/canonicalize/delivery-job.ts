import type { Delivery } from '../domain/generated/delivery.js';
import type { PutOutcome } from '../store/object-store.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import type { Feed } from './feed.js';

/** One delivery whose raw bytes are on their way into the store. */
export type ReceivedDelivery = {
  context: CanonicalizeContext;
  feed: Feed;
  delivery: { path: string; name: string; trade_date: string };
  /** Folder of this delivery's work in progress. */
  work: string;
  /** Copy of the bytes as received, their key in the store, and their put: no entry may name them before it is done. */
  raw: { path: string; sha256: string; bytes: number; key: string; put: Promise<PutOutcome> };
  received_at_ns: bigint;
};

/**
 * A received delivery with the identity of what it becomes. Of a replay only some records are read: no control total
 * speaks of them, and all may be rejected.
 */
export type DeliveryJob = ReceivedDelivery & { commit_id: string; replay?: true };

/** A delivery as the entries of the chain name it. */
export function deliveryOf({ feed, delivery, raw, received_at_ns }: ReceivedDelivery): Delivery {
  return {
    uri: delivery.name,
    sha256: raw.sha256,
    bytes: raw.bytes,
    received_at_ns: String(received_at_ns),
    feed: feed.spec.feed,
    trade_date: delivery.trade_date,
    format: feed.spec.format.type,
    compression: feed.spec.format.compression,
    encoding: feed.spec.format.encoding,
  };
}
