import type { Feed } from '../../canonicalize/feed.js';
import { settleArrival } from '../../canonicalize/settle-arrival.js';
import type { Settlement } from '../../canonicalize/settlement.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { FileRange, ListedFile } from './list-deliveries.js';
import type { MachineContext, StepOf } from './machine-context.js';
import { filePrefix, keepState, readState, requireState } from './state-objects.js';

/** What an execution keeps of a file that was worked on: what it comes to, or that it never came to an end. */
export type SettledFile = { settlement: Settlement } | { unfinished: { tries: number; reason: string } };

/** How many files of a range are settled, to whatever end, and how many never came to one. */
export type SettledRange = { settled: number; unfinished: number };

/** Whoever makes settlements of files; the benchmark of the machine has another one. */
export type Settle = (
  context: MachineContext,
  feed: Feed,
  listed: ListedFile & { trade_date: string },
) => Promise<Settlement>;

/** Tries of one file in an execution, over all tries of its range. */
export const MOST_TRIES = 3;

/**
 * Settles the files of a range one after the other. What was settled before, by an earlier try, is left as it is.
 *
 * A file is marked before it is worked on: one over which the process died or which failed three times is `unfinished`, so that
 * it stops neither its neighbours nor the day. Throws the last failure where a file may be tried again.
 */
export async function canonicalizeRange(
  context: MachineContext,
  step: StepOf & { range: FileRange },
  settle: Settle = settleFile,
): Promise<SettledRange> {
  let unfinished = 0;
  let again: OperationalFailure | null = null;
  for (const listed of step.range.files) {
    const done = await settleOne(context, { ...step, listed }, settle);
    if (done instanceof OperationalFailure) again = done;
    else if ('unfinished' in done) unfinished += 1;
  }
  if (again !== null) throw again;
  return { settled: step.range.files.length - unfinished, unfinished };
}

async function settleOne(
  context: MachineContext,
  { execution, trade_date, listed }: StepOf & { listed: ListedFile },
  settle: Settle,
): Promise<SettledFile | OperationalFailure> {
  const { state } = context;
  const prefix = filePrefix(execution, listed);
  const settledKey = `${prefix}settled.json`;
  const standing = await readState<SettledFile>(state, settledKey);
  if (standing !== null) return standing;
  const { begun, tries, reason } = await triesOf(context, prefix);
  if (tries >= MOST_TRIES)
    return keepState<SettledFile>(state, settledKey, { unfinished: { tries, reason } });
  const mark = `${prefix}try-${String(begun + 1).padStart(4, '0')}`;
  await keepState(state, `${mark}-begun.json`, {});
  try {
    const feed = context.feeds.find(({ spec }) => spec.feed === listed.feed) as Feed;
    const settlement = await settle(context, feed, { ...listed, trade_date });
    return await keepState<SettledFile>(state, settledKey, { settlement });
  } catch (error) {
    const failed = failedTry(error);
    await keepState(state, `${mark}-failed.json`, failed);
    if (failed.of_file && tries + 1 >= MOST_TRIES) {
      return keepState<SettledFile>(state, settledKey, {
        unfinished: { tries: tries + 1, reason: failed.reason },
      });
    }
    const data = { file: listed.file, tries: tries + 1, reason: failed.reason };
    return new OperationalFailure('delivery-unfinished', data, { cause: error, retryable: true });
  }
}

/** Why a try failed. `of_file` where another file might have fared better: S3 that denies or does not answer says nothing of one. */
type FailedTry = { reason: string; of_file: boolean };

function failedTry(error: unknown): FailedTry {
  if (!(error instanceof OperationalFailure)) {
    return { reason: String((error as Error).stack ?? error), of_file: true };
  }
  const { code, retryable, message } = error as OperationalFailure;
  return { reason: message, of_file: !retryable && !/^(s3-|object-|personal-key-)/.test(code) };
}

/** Tries that were begun, how many of them count against the file, and what the last of these said. */
async function triesOf(
  { state }: MachineContext,
  prefix: string,
): Promise<{ begun: number; tries: number; reason: string }> {
  const keys = (await state.list(`${prefix}try-`)).map(({ key }) => key);
  const failures = await Promise.all(
    keys.filter((key) => key.endsWith('-failed.json')).map((key) => requireState<FailedTry>(state, key)),
  );
  const begun = keys.filter((key) => key.endsWith('-begun.json')).length;
  const tries = begun - failures.filter(({ of_file }) => !of_file).length;
  const died = 'the process died over it, by its time limit or out of memory';
  return { begun, tries, reason: failures.findLast(({ of_file }) => of_file)?.reason ?? died };
}

async function settleFile(
  context: MachineContext,
  feed: Feed,
  { key, file, trade_date, received_at_ns }: ListedFile & { trade_date: string },
): Promise<Settlement> {
  const path = await context.incoming.localFile(key);
  // Not when it is settled: a day begins after its deadlines, by which all of it would be late.
  return settleArrival(context, feed, {
    ...{ path, name: file, trade_date },
    received_at_ns: BigInt(received_at_ns),
  });
}
