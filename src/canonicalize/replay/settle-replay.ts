import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256OfValue } from '../../domain/sha256.js';
import { bindReferences, type Reference } from '../bind-references.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { DeliveryJob } from '../delivery-job.js';
import { formatFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { copyRaw } from '../framing/copy-raw.js';
import { compileFeed } from '../mapping/compile-feed.js';
import { tokenKey } from '../personal/token-key.js';
import { CANONICALIZER, type Publication } from '../publish-delivery.js';
import { settleDelivery } from '../settle-delivery.js';
import type { Beside } from '../settled-delivery.js';
import { checkReplay } from './check-replay.js';
import { formatRepairProblem } from './repair-problem.js';

/** Why nothing of a repair is published: a stable code and a sentence. */
export type ReplayRefusal = { code: string; message: string };

/** What a replay comes to beside the files that stand. */
export type SettledReplay = {
  job: DeliveryJob;
  settled: { published: Publication } | { refused: ReplayRefusal };
};

/** A delivery as it is read now, those of its records that a replay takes, and the repair that says what becomes of them. */
export type ReplaySource = {
  feed: Feed;
  delivery: Manifest;
  records: readonly StoredRecordRepair[];
  repair_sha256: string;
  /** Folder of the replay's work in progress. */
  work: string;
};

/** Checks the records of a replay and puts what they become, invisible until an entry names it. */
export async function settleReplay(
  context: CanonicalizeContext,
  source: ReplaySource,
  beside: Beside,
): Promise<SettledReplay> {
  const { feed, delivery, records } = source;
  const { trade_date } = delivery;
  const name = delivery.delivery.uri;
  const source_sha256 = delivery.delivery.sha256;
  const key_id = sameKey(context, source);
  const compiled = feed.routes.map((route) => compileFeed(route, { trade_date, source_sha256, key_id }));
  const needed = compiled.flatMap(({ lookups }) => lookups);
  const references = await bindReferences(context.store, needed, { name, trade_date });
  const known = Array.isArray(references) ? references : [];
  const work = await mkdtemp(path.join(source.work, 'attempt-'));
  const raw = await copyOfRaw(context, delivery, path.join(work, 'raw'));
  const job: DeliveryJob = {
    context,
    feed,
    delivery: { path: raw.path, name, trade_date },
    work,
    raw,
    received_at_ns: BigInt(delivery.delivery.received_at_ns),
    commit_id: commitId(source, known),
    replay: true,
  };
  if (!Array.isArray(references)) {
    return { job, settled: { refused: { code: references.code, message: formatFault(references) } } };
  }
  const replayed = records.filter(({ withdraw }) => withdraw === undefined);
  const checked = await checkReplay(job, { records: replayed, compiled, references });
  if ('code' in checked) {
    return { job, settled: { refused: { code: checked.code, message: formatRepairProblem(checked) } } };
  }
  const settled = await settleDelivery(job, checked, beside);
  invariant('published' in settled, 'a replay is not refused for its counts');
  return { job, settled };
}

/** The id of the key by which the delivery was read, which must be the one that is configured; null where it has none. */
function sameKey(context: CanonicalizeContext, { feed, delivery }: ReplaySource): string | null {
  const key_id = tokenKey({ context, feed })?.key_id ?? null;
  const expected = delivery.personal?.key_id ?? null;
  if (key_id !== null && expected !== null && key_id !== expected) {
    const data = { feed: feed.spec.feed, commit_id: delivery.commit_id, key_id, expected };
    throw new OperationalFailure('personal-key-differs', data);
  }
  return key_id;
}

function commitId(
  { delivery, records, repair_sha256 }: ReplaySource,
  references: readonly Reference[],
): string {
  return sha256OfValue({
    replay_of: delivery.commit_id,
    repair: repair_sha256,
    records: records.map(({ byte_offset }) => byte_offset),
    looked_up: references.map(({ relation, sha256 }) => ({ relation, sha256 })),
    canonicalizer: CANONICALIZER,
  });
}

async function copyOfRaw(
  { store }: CanonicalizeContext,
  { delivery, raw_key }: Manifest,
  to: string,
): Promise<DeliveryJob['raw']> {
  const copied = await copyRaw(await store.localFile(raw_key), to);
  if (copied.sha256 !== delivery.sha256) {
    const hashes = { expected_sha256: delivery.sha256, actual_sha256: copied.sha256 };
    throw new OperationalFailure('object-damaged', { key: raw_key, ...hashes });
  }
  const put = Promise.resolve({ outcome: 'taken', request_id: null, version_id: null } as const);
  return { path: to, ...copied, key: raw_key, put };
}
