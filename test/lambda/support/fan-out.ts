import { dayStateMachine } from '../../../infra/steps/state-machine.js';
import { canonicalizeRange } from '../../../src/jobs/machine/canonicalize-range.js';
import { type CommitStep, commitFeed } from '../../../src/jobs/machine/commit-feed.js';
import { type FileRange, listDeliveries } from '../../../src/jobs/machine/list-deliveries.js';
import type { MachineContext } from '../../../src/jobs/machine/machine-context.js';
import { isManifest } from '../../../src/lake/chain-entry.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { memoryStore } from '../../fakes/memory-store/memory-store.js';
import { seededRandom } from '../../fakes/s3/fault.js';
import type { Definition } from '../../fakes/step-functions/definition.js';
import { FakeStepFunctions, type TaskCall } from '../../fakes/step-functions/fake-step-functions.js';
import { StatesError } from '../../fakes/step-functions/states-error.js';
import { type Asked, countedStore } from './counted-store.js';
import { PARTS } from './day-machine.js';
import { madeUpDay, settleMadeUp } from './made-up-day.js';

/** What work takes on the virtual clock, and what is taken for a transition. */
export type FanOutTimes = {
  /** Milliseconds that a file is worked on whatever its size, and that it is committed. */
  settle_ms: number;
  commit_ms: number;
  bytes_per_ms: number;
  /** AWS documents no figure. */
  transition_ms: number;
};

/** A day to simulate: the same seed gives the same day. */
export type FanOutDay = { files: number; seed: number; feeds: number; times: FanOutTimes };

/** How a simulated day went. `overhead` is the time of transitions, the start of each child one of them, over that of work. */
export type FannedOut = {
  children: number;
  bytes: number;
  largest: number;
  once: number;
  twice: number;
  missing: number;
  transitions: number;
  work_ms: number;
  overhead: number;
  /** Calls of the lake and of the state while files were settled, and while they were committed. */
  settling: Asked;
  committing: Asked;
};

/** Share of calls whose answer is lost after all was done. */
const LOSING_SHARE = 0.02;

/** Simulates a day: the real definition in its interpreter, the real list, ranges and commits, on stores in memory. */
export async function fanOut({ files, seed, feeds: count, times }: FanOutDay): Promise<FannedOut> {
  const random = seededRandom(seed);
  const day = madeUpDay(files, count, random);
  const calls = { settling: { puts_and_lists: 0, gets: 0 }, committing: { puts_and_lists: 0, gets: 0 } };
  const stores = { store: memoryStore(), state: memoryStore() };
  const countedAs = (asked: Asked): MachineContext =>
    contextOf({
      ...day,
      store: countedStore(stores.store, asked),
      state: countedStore(stores.state, asked),
    });
  const contexts = { settling: countedAs(calls.settling), committing: countedAs(calls.committing) };
  const machine = machineOf(contexts, { times, random, getObject: (key) => stores.state.get(key) });
  const execution = await machine.start('day-2026-11-20-1', { trade_date: '2026-11-20' });
  if (execution.status !== 'SUCCEEDED') throw new Error(`${execution.failed_state}: ${execution.cause}`);
  const commits = await commitsOf({ ...day, store: { ...stores.store } });
  const counts = [...commits.values()];
  const children = machine.started_children;
  const transitions = machine.transitions + children;
  return {
    ...{ children, bytes: day.bytes, largest: day.largest },
    once: counts.filter((number) => number === 1).length,
    twice: counts.filter((number) => number > 1).length,
    missing: files - commits.size,
    ...{ transitions, work_ms: machine.work_ms, ...calls },
    overhead: (transitions * times.transition_ms) / machine.work_ms,
  };
}

/** How often each file stands in the chain of its feed. */
async function commitsOf({
  feeds,
  store,
}: Pick<MachineContext, 'feeds' | 'store'>): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  for (const { spec } of feeds) {
    for (const { entry } of (await readManifestChain(store, spec.feed)).filter(isManifest)) {
      times.set(entry.delivery.uri, (times.get(entry.delivery.uri) ?? 0) + 1);
    }
  }
  return times;
}

function contextOf(own: Pick<MachineContext, 'feeds' | 'store' | 'state' | 'incoming'>): MachineContext {
  let writes = 0;
  return {
    ...own,
    ...{ state_at: { bucket: 'state', prefix: '' }, patterns: [], version: '0', work: '' },
    now_ns: () => 1_795_226_400_000_000_000n,
    new_write_id: () => {
      writes += 1;
      return String(writes);
    },
  };
}

/** The functions of a day; those that settle are another process than those that commit. */
type Contexts = { settling: MachineContext; committing: MachineContext };

function machineOf(
  contexts: Contexts,
  means: {
    times: FanOutTimes;
    random: () => number;
    getObject: (key: string) => Promise<Uint8Array | null>;
  },
): FakeStepFunctions {
  const { times, random } = means;
  const definition = JSON.parse(JSON.stringify(dayStateMachine(PARTS))) as Definition;
  const task = async ({ resource, input }: TaskCall): Promise<{ result: unknown; took_ms: number }> => {
    if (resource !== 'arn:aws:states:::lambda:invoke') return { result: {}, took_ms: 100 };
    const { FunctionName: name, Payload: payload } = JSON.parse(JSON.stringify(input)) as {
      FunctionName: string;
      Payload: never;
    };
    const { result, took_ms } = await answer(contexts, { name, payload, times });
    if (random() < LOSING_SHARE) throw new StatesError('Lambda.Unknown', 'its answer was lost');
    return { result: { Payload: result }, took_ms };
  };
  const getObject = async ({ Key }: { Key: string }): Promise<string> =>
    Buffer.from((await means.getObject(Key)) ?? []).toString('utf8');
  const services = { task, getObject, putObject: () => Promise.resolve() };
  const { transition_ms } = times;
  return new FakeStepFunctions(definition, services, { transition_ms, random, start_ms: 0 });
}

async function answer(
  { settling, committing }: Contexts,
  { name, payload, times }: { name: string; payload: never; times: FanOutTimes },
): Promise<{ result: unknown; took_ms: number }> {
  switch (name) {
    case 'list_deliveries':
      return { result: await listDeliveries(settling, payload), took_ms: 5_000 };
    case 'gate_ledger':
      return { result: { verdict: 'go', until: null, reason: '' }, took_ms: 500 };
    case 'canonicalize_delivery': {
      const { range } = payload as { range: FileRange };
      const result = await canonicalizeRange(settling, payload, settleMadeUp);
      return { result, took_ms: range.files.length * times.settle_ms + range.bytes / times.bytes_per_ms };
    }
    case 'commit_deliveries': {
      let now_ms = 0;
      const clock = (): number => {
        now_ms += times.commit_ms;
        return now_ms;
      };
      // Five minutes of commits a call, as the function has it.
      const result = await commitFeed(committing, payload as CommitStep, { now_ms: clock, most_ms: 300_000 });
      return { result, took_ms: (result.next - result.from) * times.commit_ms };
    }
    case 'plan_jobs':
      return { result: { jobs: [] }, took_ms: 1_000 };
    case 'write_report':
      return { result: { subject: '', message: '' }, took_ms: 1_000 };
    default:
      return { result: {}, took_ms: 1_000 };
  }
}
