import type { Manifest } from '../../domain/generated/manifest.js';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import { invariant } from '../../domain/invariant.js';
import { appendEntry, type Decision } from '../../lake/append-entry.js';
import type { ChainedEntry, EntryDraft } from '../../lake/chain-entry.js';
import { findCommit } from '../../lake/find-commit.js';
import { missingObject } from '../../lake/kept-file.js';
import type { PlacedRepair } from '../../lake/quarantine/repair-store.js';
import { replaysOf, standingDelivery } from '../../lake/quarantine/standing-deliveries.js';
import { standingFiles } from '../../lake/read-lake.js';
import { removedKeys } from '../../lake/removed-keys.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import { stateOf } from '../commit-delivery.js';
import { feedHistory } from '../corrections/feed-history.js';
import type { DeliveryJob } from '../delivery-job.js';
import { draftManifest } from '../draft-manifest.js';
import type { Feed } from '../feed.js';
import type { Publication } from '../publish-delivery.js';
import type { Beside } from '../settled-delivery.js';
import { formatRepairProblem, repairProblem } from './repair-problem.js';
import type { ReplayRefusal, SettledReplay } from './settle-replay.js';

/** What became of a repair; `delivery` is what it repairs as it is read now. */
export type ReplayedRepair =
  | { status: 'published' | 'already_published'; manifest: Manifest; delivery: Manifest }
  | { status: 'nothing_open'; delivery: Manifest }
  | { status: 'refused'; delivery: Manifest; refusal: ReplayRefusal };

/** A repair, the feed that reads its delivery, and how its records are found and settled. */
export type Replay = {
  feed: Feed;
  placed: PlacedRepair;
  /** Those of the repair's records that are open in a state of the chain. */
  openRecords: (chain: readonly ChainedEntry[], delivery: Manifest) => Promise<StoredRecordRepair[]>;
  /** Puts what records become beside the files that stand, invisible until an entry names it. */
  settle: (
    of: { delivery: Manifest; records: readonly StoredRecordRepair[] },
    beside: Beside,
  ) => Promise<SettledReplay>;
};

type Attempt = SettledReplay & { state: string };

/**
 * Commits a replay by one entry of its feed's chain, or says why nothing is to be committed.
 *
 * Where another writer has changed what stands in the meantime, it is settled again beside what stands then.
 */
export async function commitReplay(
  context: Pick<CanonicalizeContext, 'store' | 'now_ns' | 'new_write_id'>,
  replay: Replay,
): Promise<ReplayedRepair> {
  return new Replaying(context, replay).run();
}

class Replaying {
  readonly #context: Pick<CanonicalizeContext, 'store' | 'now_ns'>;
  readonly #replay: Replay;
  readonly #write_id: string;
  #attempt: Attempt | null = null;
  #delivery: Manifest | null = null;
  /** What comes of it where nothing is appended. */
  #result: ReplayedRepair | null = null;

  constructor(context: Pick<CanonicalizeContext, 'store' | 'now_ns' | 'new_write_id'>, replay: Replay) {
    this.#context = context;
    this.#replay = replay;
    this.#write_id = context.new_write_id();
  }

  async run(): Promise<ReplayedRepair> {
    const { store, now_ns } = this.#context;
    const target = { store, feed: this.#replay.feed.spec.feed, now_ns };
    const { entry } = await appendEntry<Manifest>(target, (chain) => {
      this.#result = null;
      this.#delivery = this.#deliveryIn(chain);
      return this.#decide(chain, this.#delivery);
    });
    if (this.#result !== null) return this.#result;
    const delivery = this.#delivery;
    invariant(delivery !== null, 'a decision was made');
    const status = entry.write_id === this.#write_id ? 'published' : 'already_published';
    return { status, manifest: entry, delivery };
  }

  #deliveryIn(chain: readonly ChainedEntry[]): Manifest {
    const { delivery_sha256, trade_date } = this.#replay.placed.repair;
    const delivery = standingDelivery(chain, { sha256: delivery_sha256, trade_date });
    invariant(delivery !== null, 'the delivery of a stored repair is in the chain');
    return delivery;
  }

  async #decide(chain: readonly ChainedEntry[], delivery: Manifest): Promise<Decision<Manifest>> {
    const before = replaysOf(chain, delivery).find(
      ({ repair }) => repair.sha256 === this.#replay.placed.sha256,
    );
    if (before !== undefined) return { standing: chained(chain, before) };
    if (removedKeys(chain).has(delivery.raw_key)) {
      throw await missingObject(this.#context.store, delivery.raw_key);
    }
    if (delivery.feed_spec_sha256 !== this.#replay.feed.spec_sha256) {
      return this.#refuse(chain, delivery, changedFeed(this.#replay.feed, delivery));
    }
    const records = await this.#replay.openRecords(chain, delivery);
    if (records.length === 0) return this.#end(chain, { status: 'nothing_open', delivery });
    const beside = this.#besideOf(chain, delivery);
    const offsets = records.map(({ byte_offset }) => byte_offset);
    const state = JSON.stringify([delivery.commit_id, offsets, stateOf(beside)]);
    if (this.#attempt?.state !== state) {
      this.#attempt = { state, ...(await this.#replay.settle({ delivery, records }, beside)) };
    }
    const { job, settled } = this.#attempt;
    if ('refused' in settled) return this.#refuse(chain, delivery, settled.refused);
    return { append: await this.#draft(job, settled.published, { beside, delivery, records }) };
  }

  /** All that stands of the feed on the trade dates that the records may have, the delivery's own rows too. */
  #besideOf(chain: readonly ChainedEntry[], { trade_date }: Manifest): Beside {
    const by_event = this.#replay.feed.spec.trade_date === 'event';
    return {
      standing: standingFiles(chain).filter(({ file }) => by_event || file.trade_date === trade_date),
      removed: removedKeys(chain),
      // A replay takes the place of nothing: no delivery has the hash of a repair.
      history: feedHistory(chain, { trade_date, sha256: this.#replay.placed.sha256, by_event, replaces: [] }),
    };
  }

  async #draft(
    job: DeliveryJob,
    published: Publication,
    after: { beside: Beside; delivery: Manifest; records: readonly StoredRecordRepair[] },
  ): Promise<EntryDraft<Manifest>> {
    const { delivery, records } = after;
    const { gone } = after.beside.history;
    const write_id = this.#write_id;
    const { raw_put: _, ...draft } = await draftManifest(job, published, { gone, replaces: [], write_id });
    const withdrawn = records.filter(({ withdraw }) => withdraw !== undefined).length;
    const { key, sha256 } = this.#replay.placed;
    return {
      ...draft,
      kind: 'replay',
      delivery: delivery.delivery,
      ...(delivery.raw_put === undefined ? {} : { raw_put: delivery.raw_put }),
      repair: { of: delivery.commit_id, key, sha256, ...(withdrawn === 0 ? {} : { withdrawn }) },
    };
  }

  #refuse(chain: readonly ChainedEntry[], delivery: Manifest, refusal: ReplayRefusal): Decision<Manifest> {
    return this.#end(chain, { status: 'refused', delivery, refusal });
  }

  /** Leaves the chain as it is: the delivery stands. */
  #end(chain: readonly ChainedEntry[], result: ReplayedRepair): Decision<Manifest> {
    this.#result = result;
    return { standing: chained(chain, result.delivery) };
  }
}

function chained(chain: readonly ChainedEntry[], { commit_id }: Manifest): ChainedEntry<Manifest> {
  const found = findCommit(chain, commit_id);
  invariant(found !== null, 'the entry was read from the chain');
  return found;
}

function changedFeed(feed: Feed, delivery: Manifest): ReplayRefusal {
  const problem = repairProblem(
    'repair-feed-changed',
    { file: delivery.delivery.uri },
    {
      feed: feed.spec.feed,
      commit_id: delivery.commit_id.slice(0, 12),
      read_by: delivery.feed_version,
      version: feed.spec.version,
    },
  );
  return { code: problem.code, message: formatRepairProblem(problem) };
}
