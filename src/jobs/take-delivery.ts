import path from 'node:path';
import type { CanonicalizeContext } from '../canonicalize/canonicalize-context.js';
import { canonicalizeDelivery } from '../canonicalize/canonicalize-delivery.js';
import type { CanonicalizedDelivery } from '../canonicalize/canonicalized-delivery.js';
import { type DeliveryFault, formatFault, noticeText } from '../canonicalize/diagnostics.js';
import type { Feed } from '../canonicalize/feed.js';
import { matchDelivery } from '../canonicalize/match-delivery.js';
import type { Manifest } from '../domain/generated/manifest.js';
import type { DeliveryOutcome } from '../domain/generated/run.js';
import { countWaiting } from '../lake/quarantine/count-waiting.js';

/** Canonicalizes one file of a folder by its name; whatever is wrong with it is in the outcome. */
export async function takeDelivery(
  context: CanonicalizeContext & { feeds: readonly Feed[] },
  file: { raw: string; name: string; trade_date: string },
): Promise<DeliveryOutcome> {
  const matched = matchDelivery(file.name, context.feeds, file.trade_date);
  if ('code' in matched)
    return refusedOutcome(file.name, null, { sha256: null, totals: null, faults: [matched] });
  const { feed } = matched;
  const delivery = { path: path.join(file.raw, file.name), name: file.name, trade_date: file.trade_date };
  return outcomeOf(context, { feed, name: file.name }, await canonicalizeDelivery(context, feed, delivery));
}

/** What became of a file of a feed, as a run tells it. */
export async function outcomeOf(
  context: CanonicalizeContext,
  { feed, name }: { feed: Feed; name: string },
  result: CanonicalizedDelivery,
): Promise<DeliveryOutcome> {
  if (result.status === 'refused') return refusedOutcome(name, feed, result);
  const { manifest } = result;
  const notices = [
    ...(manifest.notices ?? []).map(({ code, message }) => ({ code, message })),
    ...(await waitingNotice(context, manifest)),
  ];
  return {
    file: name,
    feed: feed.spec.feed,
    dataset: feed.spec.to,
    sha256: manifest.delivery.sha256,
    status: result.status,
    commit_id: manifest.commit_id,
    totals: manifest.totals,
    refusals: [],
    ...(notices.length === 0 ? {} : { notices }),
  };
}

/** Says so where a file was read again by another specification and its repairs were not replayed since. */
async function waitingNotice(
  { store, work }: CanonicalizeContext,
  manifest: Manifest,
): Promise<{ code: string; message: string }[]> {
  if (manifest.restates?.reason !== 'respecified') return [];
  const code = 'repairs-waiting';
  const records = await countWaiting(store, manifest, path.join(work, 'spill-waiting'));
  return records === 0 ? [] : [{ code, message: noticeText[code]({ records }) }];
}

/** A file of which nothing was published; of no feed where none claims it. */
export function refusedOutcome(
  file: string,
  feed: Feed | null,
  result: { sha256: string | null; totals: DeliveryOutcome['totals']; faults: readonly DeliveryFault[] },
): DeliveryOutcome {
  return {
    file,
    feed: feed?.spec.feed ?? null,
    dataset: feed?.spec.to ?? null,
    sha256: result.sha256,
    status: 'refused',
    commit_id: null,
    totals: result.totals,
    refusals: result.faults.map((fault) => ({ code: fault.code, message: formatFault(fault) })),
  };
}
