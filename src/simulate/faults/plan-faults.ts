import type { DeliveryFile } from '../feed-file.js';
import type { Random } from '../random.js';
import type { Copy, FeedSpoiler, Spoil } from './feed-spoiler.js';
import { feedSpoilers } from './feed-spoilers.js';

/** One fault to come. Records are counted from 1 without the faulty ones. */
export type PlannedFault = {
  /** The good record that is copied. */
  readonly of_record: number;
  /** The good record after which the copy stands; the copied one at the earliest. */
  readonly after_record: number;
  readonly copy: Copy;
  /** All ways to spoil a record of the feed, the preferred one first; the last resort is to repeat the line. */
  readonly spoils: readonly Spoil[];
};

/** How far behind its original a copy may stand, in records. */
const farthest = 400;

/**
 * Spreads faults evenly over the files that can have some and over the kinds of each; places are random.
 *
 * Keyed by feed; feeds without faults are not in it.
 */
export function planFaults(
  files: readonly DeliveryFile[],
  { faults, random }: { faults: number; random: Random },
): Map<string, PlannedFault[]> {
  const turns = random.shuffled(
    files.flatMap((file) => {
      const spoiler = feedSpoilers.get(file.feed);
      return spoiler === undefined || file.records === 0 ? [] : [{ file, kinds: kindsOf(spoiler, random) }];
    }),
  );
  const plans = new Map<string, PlannedFault[]>();
  for (let index = 0; index < faults; index += 1) {
    const turn = turns[index % turns.length];
    if (turn === undefined) break;
    const plan = plans.get(turn.file.feed) ?? [];
    plan.push(plannedFault(turn, plan.length + 1, random));
    plans.set(turn.file.feed, plan);
  }
  return plans;
}

function kindsOf(spoiler: FeedSpoiler, random: Random): Spoil[] {
  return random.shuffled([...spoiler.spoils]);
}

function plannedFault(
  { file, kinds }: { file: DeliveryFile; kinds: readonly Spoil[] },
  no: number,
  random: Random,
): PlannedFault {
  const of_record = random.between(1, file.records);
  const after_record = random.between(of_record, Math.min(file.records, of_record + farthest));
  const first = (no - 1) % kinds.length;
  const spoils = [...kinds.slice(first), ...kinds.slice(0, first)];
  return { of_record, after_record, copy: { no, draw: random.int(2 ** 20) }, spoils };
}
