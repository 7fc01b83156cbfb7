import { invariant } from '../../domain/invariant.js';
import type { FeedFile } from '../feed-file.js';
import type { FaultLabel, FeedSpoiler } from './feed-spoiler.js';
import { feedSpoilers } from './feed-spoilers.js';
import type { PlannedFault } from './plan-faults.js';

/** Faulty records ready to be written, by the good record after which they stand. */
type Waiting = Map<number, (Pick<FaultLabel, 'kind' | 'code'> & { readonly text: string })[]>;

/**
 * The file with the planned faults in it and in its control totals; all good lines stay as they are.
 *
 * `faults` gets its labels, in order of line, while the lines are read.
 */
export function insertFaults(
  file: FeedFile,
  plan: readonly PlannedFault[],
): { file: FeedFile; faults: FaultLabel[] } {
  const spoiler = feedSpoilers.get(file.feed);
  invariant(spoiler, `feed ${file.feed} has faults`);
  const faults: FaultLabel[] = [];
  const lines = linesWithFaults(file, { spoiler, plan, faults });
  return { file: { ...file, records: file.records + plan.length, lines }, faults };
}

function* linesWithFaults(
  file: FeedFile,
  work: { spoiler: FeedSpoiler; plan: readonly PlannedFault[]; faults: FaultLabel[] },
): Generator<string> {
  const { spoiler, faults } = work;
  const planned = byRecord(work.plan);
  const waiting: Waiting = new Map();
  const added: string[] = [];
  let line = 0;
  let record = 0;
  for (const ended of file.lines) {
    line += 1;
    const text = ended.slice(0, -1);
    if (!spoiler.isRecord(text)) {
      yield `${spoiler.control(text, added)}\n`;
      continue;
    }
    yield ended;
    record += 1;
    for (const fault of planned.get(record) ?? []) spoilRecord(text, fault, waiting);
    for (const { kind, code, text: faulty } of waiting.get(record) ?? []) {
      line += 1;
      added.push(faulty);
      faults.push({ file: file.name, line, kind, code });
      yield `${faulty}\n`;
    }
    waiting.delete(record);
  }
}

function byRecord(plan: readonly PlannedFault[]): Map<number, PlannedFault[]> {
  const planned = new Map<number, PlannedFault[]>();
  for (const fault of plan) planned.set(fault.of_record, [...(planned.get(fault.of_record) ?? []), fault]);
  return planned;
}

/** Spoils a copy of the record in the first way that it allows. */
function spoilRecord(record: string, fault: PlannedFault, waiting: Waiting): void {
  for (const { kind, code, spoil } of fault.spoils) {
    const text = spoil(record, fault.copy);
    if (text === null) continue;
    waiting.set(fault.after_record, [...(waiting.get(fault.after_record) ?? []), { kind, code, text }]);
    return;
  }
}
