import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import { invariant } from '../../domain/invariant.js';
import { appendEntry, type Decision } from '../../lake/append-entry.js';
import type { ChainedEntry, EntryDraft } from '../../lake/chain-entry.js';
import { findCommit } from '../../lake/find-commit.js';
import { missingObject } from '../../lake/kept-file.js';
import { QuarantineReader } from '../../lake/quarantine/quarantine-reader.js';
import { openRecords, readRecordStates } from '../../lake/quarantine/record-states.js';
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
import { type ReplayRefusal, type SettledReplay, settleReplay } from './settle-replay.js';

/** What became of a repair; `delivery` is what it repairs as it is read now. */
export type ReplayedRepair =
  | { status: 'published' | 'already_published'; manifest: Manifest; delivery: Manifest }
  | { status: 'nothing_open'; delivery: Manifest }
  | { status: 'refused'; delivery: Manifest; refusal: ReplayRefusal };

type Attempt = SettledReplay & { state: string };

/**
 * Replays a repair: its records go the way of a delivery's, and those that pass are published by one entry of the chain.
 *
 * A repair takes those of its records that are open where its entry stands, and stands once for each reading of its
 * delivery: running again, or twice at once, adds nothing. Records that fail again are in the replay's own quarantine
 * and stay open. Nothing is published where the delivery was read by another specification than the feed has now.
 */
export async function replayRepair(
  context: CanonicalizeContext,
  feed: Feed,
  placed: PlacedRepair,
): Promise<ReplayedRepair> {
  await mkdir(context.work, { recursive: true });
  const work = await mkdtemp(path.join(context.work, 'replay-'));
  try {
    return await new Replaying(context, feed, { placed, work }).run();
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

class Replaying {
  readonly #context: CanonicalizeContext;
  readonly #feed: Feed;
  readonly #placed: PlacedRepair;
  readonly #work: string;
  readonly #write_id: string;
  #attempt: Attempt | null = null;
  #delivery: Manifest | null = null;
  /** What comes of it where nothing is appended. */
  #result: ReplayedRepair | null = null;

  constructor(
    context: CanonicalizeContext,
    feed: Feed,
    { placed, work }: { placed: PlacedRepair; work: string },
  ) {
    this.#context = context;
    this.#feed = feed;
    this.#placed = placed;
    this.#work = work;
    this.#write_id = context.new_write_id();
  }

  async run(): Promise<ReplayedRepair> {
    const { store, now_ns } = this.#context;
    const target = { store, feed: this.#feed.spec.feed, now_ns };
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
    const { delivery_sha256, trade_date } = this.#placed.repair;
    const delivery = standingDelivery(chain, { sha256: delivery_sha256, trade_date });
    invariant(delivery !== null, 'the delivery of a stored repair is in the chain');
    return delivery;
  }

  async #decide(chain: readonly ChainedEntry[], delivery: Manifest): Promise<Decision<Manifest>> {
    const before = replaysOf(chain, delivery).find(({ repair }) => repair.sha256 === this.#placed.sha256);
    if (before !== undefined) return { standing: chained(chain, before) };
    if (removedKeys(chain).has(delivery.raw_key)) {
      throw await missingObject(this.#context.store, delivery.raw_key);
    }
    if (delivery.feed_spec_sha256 !== this.#feed.spec_sha256) {
      return this.#refuse(chain, delivery, changedFeed(this.#feed, delivery));
    }
    const records = await this.#openRecords(chain, delivery);
    if (records.length === 0) return this.#end(chain, { status: 'nothing_open', delivery });
    const beside = this.#besideOf(chain, delivery);
    const offsets = records.map(({ byte_offset }) => byte_offset);
    const state = JSON.stringify([delivery.commit_id, offsets, stateOf(beside)]);
    if (this.#attempt?.state !== state) {
      this.#attempt = { state, ...(await this.#settle({ delivery, records }, beside)) };
    }
    const { job, settled } = this.#attempt;
    if ('refused' in settled) return this.#refuse(chain, delivery, settled.refused);
    return { append: await this.#draft(job, settled.published, { beside, delivery, records }) };
  }

  /** All that stands of the feed on the trade dates that the records may have, the delivery's own rows too. */
  #besideOf(chain: readonly ChainedEntry[], { trade_date }: Manifest): Beside {
    const by_event = this.#feed.spec.trade_date === 'event';
    return {
      standing: standingFiles(chain).filter(({ file }) => by_event || file.trade_date === trade_date),
      removed: removedKeys(chain),
      // A replay takes the place of nothing: no delivery has the hash of a repair.
      history: feedHistory(chain, { trade_date, sha256: this.#placed.sha256, by_event, replaces: [] }),
    };
  }

  async #openRecords(chain: readonly ChainedEntry[], delivery: Manifest): Promise<StoredRecordRepair[]> {
    const manifests = [delivery, ...replaysOf(chain, delivery)];
    const spill = path.join(this.#work, 'spill-states');
    const reader = await QuarantineReader.open(this.#context.store, manifests, spill);
    try {
      return openRecords(await readRecordStates(reader, chain, delivery), this.#placed.repair.records);
    } finally {
      reader.close();
    }
  }

  #settle(
    of: { delivery: Manifest; records: readonly StoredRecordRepair[] },
    beside: Beside,
  ): Promise<SettledReplay> {
    const input = { ...of, repair_sha256: this.#placed.sha256, work: this.#work };
    return settleReplay(this.#context, { feed: this.#feed, ...input }, beside);
  }

  async #draft(
    job: DeliveryJob,
    published: Publication,
    after: { beside: Beside; delivery: Manifest; records: readonly StoredRecordRepair[] },
  ): Promise<EntryDraft<Manifest>> {
    const { delivery, records } = after;
    const { history } = after.beside;
    const write_id = this.#write_id;
    const { raw_put: _, ...draft } = await draftManifest(job, published, { history, replaces: [], write_id });
    const withdrawn = records.filter(({ withdraw }) => withdraw !== undefined).length;
    const { key, sha256 } = this.#placed;
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
