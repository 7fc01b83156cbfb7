import { readManifestChain } from '../lake/manifest-chain.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import { checkDelivery } from './check-delivery.js';
import { besideOf } from './commit-delivery.js';
import { keysByDataset } from './comparisons.js';
import type { ReceivedDelivery } from './delivery-job.js';
import type { Feed } from './feed.js';
import { identifyDelivery } from './identify-delivery.js';
import { tokenKey } from './personal/token-key.js';
import { type OfferedDelivery, withReceived } from './receive-delivery.js';
import { resentFiles } from './resent-files.js';
import { settleDelivery } from './settle-delivery.js';
import { keysText, type Settlement } from './settlement.js';

/**
 * Does all of the work on a delivery but its commit: its raw bytes and what they become are in the store, and no entry names
 * them. Many may do so at once, of one feed too; `commitSettlement` commits. Throws OperationalFailure.
 */
export async function settleArrival(
  context: CanonicalizeContext,
  feed: Feed,
  delivery: OfferedDelivery,
): Promise<Settlement> {
  tokenKey({ context, feed });
  return withReceived({ context, feed, delivery }, async (received) => {
    const settled = await settle(received);
    const { path: _, put, ...raw } = received.raw;
    return {
      format: 1,
      feed: feed.spec.feed,
      file: delivery.name,
      trade_date: delivery.trade_date,
      received_at_ns: String(received.received_at_ns),
      raw: { ...raw, put: await put },
      ...settled,
    };
  });
}

type Outcome = Pick<Settlement, 'commit_id' | 'read_at' | 'replaces' | 'settled' | 'keys'>;

async function settle(received: ReceivedDelivery): Promise<Outcome> {
  const { context, feed } = received;
  const unread = { read_at: 0, replaces: [], settled: null, keys: {} };
  const found = await identifyDelivery(received);
  if ('refused' in found) return { ...unread, commit_id: null };
  const { job, inputs } = found;
  const { commit_id } = job;
  if ('standing' in found) return { ...unread, commit_id };
  const chain = (await readManifestChain(context.store, feed.spec.feed)).slice(0, found.read_at);
  const resent = resentFiles(job, chain);
  if ('older' in resent) return { ...unread, commit_id };
  const { replaces } = resent;
  const checked = await checkDelivery(job, inputs.compiled, inputs.references);
  const settled = await settleDelivery(job, checked, besideOf(job, chain, replaces));
  const keys = [...keysByDataset(feed, checked.checked)].map(([name, hashes]) => [name, keysText(hashes)]);
  return {
    commit_id,
    read_at: chain.length,
    replaces,
    settled,
    keys: Object.fromEntries(keys) as Settlement['keys'],
  };
}
