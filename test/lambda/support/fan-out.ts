import { dayStateMachine } from '../../../infra/steps/state-machine.js';
import type { Settlement } from '../../../src/canonicalize/settlement.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { canonicalizeRange, type Settle } from '../../../src/jobs/machine/canonicalize-range.js';
import { type CommitStep, commitFeed } from '../../../src/jobs/machine/commit-feed.js';
import { listDeliveries } from '../../../src/jobs/machine/list-deliveries.js';
import type { MachineContext } from '../../../src/jobs/machine/machine-context.js';
import { isManifest } from '../../../src/lake/chain-entry.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { changedFeed, shippedFeed } from '../../canonicalize/support/feeds.js';
import { seededRandom } from '../../fakes/s3/fault.js';
import type { Definition } from '../../fakes/step-functions/definition.js';
import { FakeStepFunctions, type TaskCall } from '../../fakes/step-functions/fake-step-functions.js';
import { StatesError } from '../../fakes/step-functions/states-error.js';
import { PARTS } from './day-machine.js';
import { memoryStore } from '../../fakes/memory-store/memory-store.js';

/** How a simulated day went. `overhead` is the time of transitions over that of work. */
export type FannedOut = {
  children: number;
  once: number;
  twice: number;
  missing: number;
  transitions: number;
  transition_ms: number;
  work_ms: number;
  overhead: number;
};

/** What one transition is taken to cost; AWS documents no figure. */
const TRANSITION_MS = 50;
/** Seconds that a small file is worked on, from the least to the most; a commit is three calls of S3. */
const FILE_MS = { least: 150, most: 2_000 };
const COMMIT_MS = 75;
const FAILING_SHARE = 0.02;

const acme = shippedFeed('acme-orders');

/** A day of files that are made up: names, bytes and keys of their own, most of them of few feeds. */
export const FanOut = {
  async run({
    files,
    seed,
    feeds: count,
  }: {
    files: number;
    seed: number;
    feeds: number;
  }): Promise<FannedOut> {
    const random = seededRandom(seed);
    const feeds = Array.from({ length: count }, (_, index) => {
      const name = `feed-${String(index).padStart(2, '0')}`;
      return changedFeed(acme, { feed: name, file: `${name}-{trade_date}-{sequence}.psv.gz` });
    });
    const store = memoryStore();
    const incoming = memoryStore();
    for (let index = 0; index < files; index += 1) {
      // Squared, so that a few feeds have most of the files.
      const feed = Math.floor(count * random() ** 2);
      const name = `feed-${String(feed).padStart(2, '0')}-20261120-${String(index).padStart(6, '0')}.psv.gz`;
      await incoming.putIfAbsent(`2026-11-20/${name}`, { bytes: Buffer.from(String(index)) });
    }
    const context = contextOf({ feeds, store, incoming });
    const machine = machineOf(context, random);
    const execution = await machine.start('day-2026-11-20-1', { trade_date: '2026-11-20' });
    if (execution.status !== 'SUCCEEDED') throw new Error(`${execution.failed_state}: ${execution.cause}`);
    const times = new Map<string, number>();
    for (const { spec } of feeds) {
      for (const chained of await readManifestChain(store, spec.feed)) {
        if (!isManifest(chained)) continue;
        const { uri } = chained.entry.delivery;
        times.set(uri, (times.get(uri) ?? 0) + 1);
      }
    }
    const counts = [...times.values()];
    const { transitions, work_ms } = machine;
    return {
      children: Math.ceil(files / 25),
      once: counts.filter((number) => number === 1).length,
      twice: counts.filter((number) => number > 1).length,
      missing: files - times.size,
      ...{ transitions, transition_ms: TRANSITION_MS, work_ms },
      overhead: (transitions * TRANSITION_MS) / work_ms,
    };
  },
};

function contextOf(own: Pick<MachineContext, 'feeds' | 'store' | 'incoming'>): MachineContext {
  let writes = 0;
  return {
    ...own,
    ...{ state: memoryStore(), state_at: { bucket: 'state', prefix: '' } },
    ...{ patterns: [], version: '0', work: '', now_ns: () => 1_795_226_400_000_000_000n },
    new_write_id: () => {
      writes += 1;
      return String(writes);
    },
  };
}

/** What a file comes to, without reading it: raw bytes and one data file of its own in the store, and a key of its own. */
const settle: Settle = async ({ store, now_ns }, feed, { file, bytes, trade_date }): Promise<Settlement> => {
  const hash = sha256(file);
  const key = `raw/${hash.slice(0, 2)}/${hash}`;
  const put = await store.putIfAbsent(key, { bytes: Buffer.from(file) });
  const data = {
    dataset: 'order_events',
    sha256: hash,
    bytes: 1,
    rows: 1,
    trade_date,
    key: `data/${hash}.parquet`,
  };
  await store.putIfAbsent(data.key, { bytes: Buffer.from(hash) });
  const totals = { read: 1, accepted: 1, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes };
  return {
    ...{ format: 1, feed: feed.spec.feed, file, trade_date, received_at_ns: String(now_ns()) },
    raw: { sha256: hash, bytes, key, put },
    ...{ commit_id: hash, read_at: 0, replaces: [] },
    settled: { published: { totals, control: [], notices: [], files: [data], quarantine: null } },
    keys: {
      order_events: Buffer.from(new Float64Array([Number.parseInt(hash.slice(0, 12), 16)]).buffer).toString(
        'base64',
      ),
    },
  };
};

function machineOf(context: MachineContext, random: () => number): FakeStepFunctions {
  const definition = JSON.parse(JSON.stringify(dayStateMachine(PARTS))) as Definition;
  const task = async ({ resource, input }: TaskCall): Promise<{ result: unknown; took_ms: number }> => {
    if (resource !== 'arn:aws:states:::lambda:invoke') return { result: {}, took_ms: 100 };
    const { FunctionName, Payload } = JSON.parse(JSON.stringify(input)) as {
      FunctionName: string;
      Payload: never;
    };
    const { result, took_ms } = await answer(context, { name: FunctionName, payload: Payload, random });
    if (random() < FAILING_SHARE) throw new StatesError('Lambda.Unknown', 'its answer was lost');
    return { result: { Payload: result }, took_ms };
  };
  const getObject = async ({ Key }: { Key: string }): Promise<string> => String(await context.state.get(Key));
  const services = { task, getObject, putObject: () => Promise.resolve() };
  return new FakeStepFunctions(definition, services, { transition_ms: TRANSITION_MS, random, start_ms: 0 });
}

async function answer(
  context: MachineContext,
  { name, payload, random }: { name: string; payload: never; random: () => number },
): Promise<{ result: unknown; took_ms: number }> {
  switch (name) {
    case 'list_deliveries':
      return { result: await listDeliveries(context, payload), took_ms: 5_000 };
    case 'gate_ledger':
      return { result: { verdict: 'go', until: null, reason: '' }, took_ms: 500 };
    case 'canonicalize_delivery': {
      const { range } = payload as { range: { files: unknown[] } };
      const spent = range.files.map(() => FILE_MS.least + random() ** 3 * (FILE_MS.most - FILE_MS.least));
      const result = await canonicalizeRange(context, payload, settle);
      return { result, took_ms: spent.reduce((total, ms) => total + ms, 0) };
    }
    case 'commit_deliveries': {
      let now_ms = 0;
      // Five minutes of commits a call.
      const limits = {
        now_ms: () => {
          now_ms += COMMIT_MS;
          return now_ms;
        },
        most_ms: 300_000,
      };
      const result = await commitFeed(context, payload as CommitStep, limits);
      return { result, took_ms: (result.next - result.from) * COMMIT_MS };
    }
    case 'plan_jobs':
      return { result: { jobs: [] }, took_ms: 1_000 };
    case 'write_report':
      return { result: { subject: '', message: '' }, took_ms: 1_000 };
    default:
      return { result: {}, took_ms: 1_000 };
  }
}
