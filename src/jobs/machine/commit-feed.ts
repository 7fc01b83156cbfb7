import { commitSettlement } from '../../canonicalize/commit-settlement.js';
import type { Feed } from '../../canonicalize/feed.js';
import { KeysSince } from '../../canonicalize/keys-since.js';
import type { Settlement } from '../../canonicalize/settlement.js';
import { placedFault } from '../../domain/document-fault.js';
import type { DeliveryOutcome } from '../../domain/generated/run.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { inParallel } from '../../lake/in-parallel.js';
import type { ObjectStore } from '../../store/object-store.js';
import { outcomeOf, refusedOutcome } from '../take-delivery.js';
import type { SettledFile } from './canonicalize-range.js';
import type { DeliveryList, ListedFile } from './list-deliveries.js';
import type { MachineContext, StepOf } from './machine-context.js';
import { filePrefix, keepState, readState, requireState } from './state-objects.js';

/** Which files of a feed are committed: those of one wave of a list, from a place on. */
export type CommitStep = StepOf & { list: string; wave: number; feed: string; from: number };

/** How far it came. Where it is not done it goes on at `next`. */
export type CommittedFiles = CommitStep & {
  done: boolean;
  next: number;
  published: number;
  refused: number;
};

type KeptOutcomes = { committed: CommittedFiles; outcomes: DeliveryOutcome[] };

const READERS = 32;

/**
 * Commits the settled files of a feed in the order of their names, as one command after the other would, until all are or the
 * time is over: so the chain has one writer, and its order does not depend on how fast each child was.
 *
 * A file that was never settled is refused as `delivery-unfinished` and no entry is made of it. Tried again, it adds nothing.
 */
export async function commitFeed(
  context: MachineContext,
  step: CommitStep,
  limits: { now_ms: () => number; most_ms: number },
): Promise<CommittedFiles> {
  const { state } = context;
  const { execution, feed: name, wave, from } = step;
  const at = `execution=${execution}/outcomes/wave=${wave}/feed=${name}/${String(from).padStart(8, '0')}.json`;
  const before = await readState<KeptOutcomes>(state, at);
  if (before !== null) return before.committed;
  const feed = context.feeds.find(({ spec }) => spec.feed === name) as Feed;
  const { waves } = await requireState<DeliveryList>(state, step.list);
  const files = (waves[wave] ?? []).filter((listed) => listed.feed === name);
  const settled = await inParallel(files, READERS, (listed) =>
    readSettled(state, `${filePrefix(execution, listed)}settled.json`),
  );
  const since = new KeysSince(
    settled.flatMap((one) => (one !== null && 'settlement' in one ? [one.settlement] : [])),
  );
  const began = limits.now_ms();
  const outcomes: DeliveryOutcome[] = [];
  let next = from;
  // One at least, so that it comes to an end.
  while (next < files.length && (next === from || limits.now_ms() - began < limits.most_ms)) {
    const listed = files[next] as ListedFile;
    outcomes.push(await commitOne(context, { feed, listed, settled: settled[next] ?? null, since }));
    next += 1;
  }
  const refused = outcomes.filter(({ status }) => status === 'refused').length;
  const committed = {
    ...step,
    done: next >= files.length,
    next,
    published: outcomes.length - refused,
    refused,
  };
  return (await keepState<KeptOutcomes>(state, at, { committed, outcomes })).committed;
}

/** What a child of the map left of a file. Throws `state-unreadable` where that is no settlement by its schema. */
async function readSettled(state: ObjectStore, key: string): Promise<SettledFile | null> {
  const settled = await readState<SettledFile>(state, key);
  if (settled === null || !('settlement' in settled)) return settled;
  const fault = await placedFault('settlement', settled.settlement);
  if (fault !== null) throw new OperationalFailure('state-unreadable', { key, ...fault });
  return settled;
}

async function commitOne(
  context: MachineContext,
  one: { feed: Feed; listed: ListedFile; settled: SettledFile | null; since: KeysSince },
): Promise<DeliveryOutcome> {
  const { feed, listed, settled, since } = one;
  const settlement: Settlement | null =
    settled !== null && 'settlement' in settled ? settled.settlement : null;
  if (settlement === null) {
    const why =
      settled !== null && 'unfinished' in settled
        ? settled.unfinished
        : { tries: 0, reason: 'the child of the map that had it failed' };
    const failure = new OperationalFailure('delivery-unfinished', { file: listed.file, ...why });
    const outcome = refusedOutcome(listed.file, feed, { sha256: null, totals: null, faults: [] });
    return { ...outcome, refusals: [{ code: failure.code, message: failure.message }] };
  }
  const result = await commitSettlement(context, feed, { settlement, since });
  return outcomeOf(context, { feed, name: listed.file }, result);
}

/** What became of all files of a list, those that no feed claims too. */
export async function readOutcomes(
  { state }: Pick<MachineContext, 'state'>,
  { execution, list }: { execution: string; list: string },
): Promise<DeliveryOutcome[]> {
  const { unclaimed } = await requireState<DeliveryList>(state, list);
  const kept = await state.list(`execution=${execution}/outcomes/`);
  const parts = await inParallel(kept, READERS, ({ key }) => requireState<KeptOutcomes>(state, key));
  return [...unclaimed, ...parts.flatMap(({ outcomes }) => outcomes)];
}
