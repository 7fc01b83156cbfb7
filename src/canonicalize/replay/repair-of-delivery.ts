import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StoredRecordRepair, StoredRepair } from '../../domain/generated/stored-repair.js';
import { invariant } from '../../domain/invariant.js';
import { sha256 } from '../../domain/sha256.js';
import { keptFile } from '../../lake/kept-file.js';
import type { FoundDelivery } from '../../lake/quarantine/find-delivered.js';
import { QuarantineReader } from '../../lake/quarantine/quarantine-reader.js';
import { reconcileDelivery } from '../../lake/quarantine/reconcile-quarantine.js';
import { type RecordState, readRecordStates } from '../../lake/quarantine/record-states.js';
import { replaysOf } from '../../lake/quarantine/standing-deliveries.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { Feed } from '../feed.js';
import { checkBase, checkResult } from './check-record-repair.js';
import { decodeRecords } from './decode-records.js';
import type { DecodedRecord } from './decoded-record.js';
import type { GivenRepair } from './given-repair.js';
import { oneRecord } from './one-record.js';
import { type RepairProblem, repairProblem } from './repair-problem.js';

/** The records of a repair that are of one delivery. */
export class RepairOfDelivery {
  readonly #context: Pick<CanonicalizeContext, 'store' | 'work'> & { feeds: readonly Feed[] };
  readonly #found: FoundDelivery;
  readonly #records: readonly GivenRepair[];

  constructor(
    context: Pick<CanonicalizeContext, 'store' | 'work'> & { feeds: readonly Feed[] },
    found: FoundDelivery,
    records: readonly GivenRepair[],
  ) {
    this.#context = context;
    this.#found = found;
    this.#records = [...records].sort((left, right) => left.byte_offset - right.byte_offset);
  }

  /** What is to be stored, or everything that is wrong with it. */
  async check(who: { by: string | null; reason: string | null }): Promise<StoredRepair | RepairProblem[]> {
    const { entry } = this.#found;
    const feed = this.#feed();
    if ('code' in feed) return [feed];
    await mkdir(this.#context.work, { recursive: true });
    const work = await mkdtemp(path.join(this.#context.work, 'repair-'));
    try {
      const open = await this.#checkOpen(work);
      if (open.length > 0) return open;
      const records = await this.#checkRecords(feed, work);
      if ('problems' in records) return records.problems;
      const { by, reason } = who;
      const { trade_date, delivery } = entry;
      const of = { feed: entry.feed, trade_date, delivery_sha256: delivery.sha256, file: delivery.uri };
      return { format: 1, ...of, by, reason, records: records.stored };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  #feed(): Feed | RepairProblem {
    const { entry } = this.#found;
    const at = this.#records[0]?.at ?? { file: entry.delivery.uri };
    const feed = this.#context.feeds.find(({ spec }) => spec.feed === entry.feed);
    if (feed === undefined) return repairProblem('repair-feed-unknown', at, { feed: entry.feed });
    if (feed.spec_sha256 === entry.feed_spec_sha256) return feed;
    const versions = { read_by: entry.feed_version, version: feed.spec.version };
    const commit_id = entry.commit_id.slice(0, 12);
    return repairProblem('repair-feed-changed', at, { feed: entry.feed, commit_id, ...versions });
  }

  async #checkOpen(work: string): Promise<RepairProblem[]> {
    const { entry, chain } = this.#found;
    const manifests = [entry, ...replaysOf(chain, entry)];
    const reader = await QuarantineReader.open(this.#context.store, manifests, path.join(work, 'spill'));
    try {
      const states = await readRecordStates(reader, chain, entry);
      const { unlisted } = reconcileDelivery(chain, entry);
      return this.#records.flatMap((given, index) => {
        const before = this.#records[index - 1];
        return openProblem(given, { before, unlisted, state: states.get(given.byte_offset) });
      });
    } finally {
      reader.close();
    }
  }

  async #checkRecords(
    feed: Feed,
    work: string,
  ): Promise<{ stored: StoredRecordRepair[] } | { problems: RepairProblem[] }> {
    const { entry } = this.#found;
    const replacements = this.#records.map(({ record: { replace } }) =>
      replace === undefined ? null : oneRecord(feed, replace),
    );
    const path = await keptFile(this.#context.store, {
      key: entry.raw_key,
      sha256: entry.delivery.sha256,
    });
    const wanted = new Map(
      this.#records.map(({ byte_offset }, index) => [byte_offset, replacements[index] ?? null]),
    );
    const delivery = { path, work, name: entry.delivery.uri, trade_date: entry.trade_date };
    const byOffset = new Map(this.#records.map((given) => [given.byte_offset, given]));
    const problems: RepairProblem[] = [];
    const stored: StoredRecordRepair[] = [];
    for await (const decoded of decodeRecords(feed, delivery, wanted)) {
      const given = byOffset.get(decoded.byte_offset);
      if (given === undefined) continue;
      problems.push(...checkBase(given, decoded, feed), ...checkResult(given, decoded, feed));
      stored.push(storedRecord(given, decoded));
    }
    invariant(
      problems.length > 0 || stored.length === this.#records.length,
      'rejected records are found again',
    );
    return problems.length > 0 ? { problems } : { stored };
  }
}

function storedRecord(
  { record }: GivenRepair,
  { line, byte_offset, raw }: DecodedRecord,
): StoredRecordRepair {
  const { patch, replace, withdraw } = record;
  return {
    line,
    byte_offset,
    raw_sha256: raw === null ? null : sha256(raw),
    ...(patch === undefined ? {} : { patch }),
    ...(replace === undefined ? {} : { replace }),
    ...(withdraw === undefined ? {} : { withdraw }),
  };
}

function openProblem(
  { record: { record }, byte_offset, at }: GivenRepair,
  found: { before: GivenRepair | undefined; unlisted: number; state: RecordState | undefined },
): RepairProblem[] {
  const { before, unlisted, state } = found;
  if (state === undefined) return [repairProblem('repair-record-unknown', at, { record, unlisted })];
  if (before?.byte_offset === byte_offset) return [repairProblem('repair-record-repeated', at, { record })];
  if (state.state === 'open') return [];
  const by = (state.settled_by ?? '').slice(0, 12);
  return [repairProblem('repair-record-settled', at, { record, state: state.state, by })];
}
