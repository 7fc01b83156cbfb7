import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from '../../../src/lake/chain-entry.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { readDay, standingManifests } from '../../../src/lake/read-lake.js';
import { createRandom, type Random } from '../../../src/simulate/random.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import {
  PAPER_FEED,
  type PaperDelivery,
  type PaperRow,
  paperSha256,
  readPaper,
  takePaper,
} from './paper-delivery.js';
import { type Actor, Crash, type Fate, LostReply, Scheduler } from './scheduler.js';
import { actorStore, SimulatedObjects } from './simulated-store.js';

const DAYS = ['2026-11-19', '2026-11-20'];
const FAULTS: readonly Fate[] = ['lost before', 'lost after', 'dies before', 'dies after'];

/** What a simulated life of a lake came to, for counting what was really tried. */
export type Life = { entries: number; faults: number; kinds: Set<string>; reads: number; objects: string[] };

/**
 * Lives one random life of a lake: writers with crashes and lost replies, readers at any moment; then checks all.
 *
 * Everything derives from the seed. Throws where a rule of the design is broken.
 */
export async function simulateLake(seed: number): Promise<Life> {
  const random = createRandom(seed);
  const objects = new SimulatedObjects();
  const scheduler = new Scheduler(random);
  const life: Life = { entries: 0, faults: 0, kinds: new Set(), reads: 0, objects: [] };
  const deliveries = randomDeliveries(random);
  let budget = random.int(8);
  let writes = 0;
  const open = (actor: Actor, faulty: boolean): ObjectStore =>
    actorStore(objects, { scheduler, actor }, () => {
      if (!faulty || budget === 0 || !random.chance(60)) return 'done';
      budget -= 1;
      life.faults += 1;
      return random.pick(FAULTS);
    });
  const context = { now_ns: () => objects.now_ns(), new_write_id: () => `write ${++writes}` };

  const write = async (actor: Actor, mine: readonly PaperDelivery[]): Promise<void> => {
    let store = open(actor, true);
    for (const delivery of mine) {
      for (let done = false; !done; ) {
        try {
          await takePaper({ store, ...context }, delivery);
          done = true;
        } catch (error) {
          if (error instanceof Crash) store = open(actor, true);
          else if (!(error instanceof LostReply)) throw error;
        }
      }
    }
  };
  const seen = new Map<string, string>();
  const read = async (actor: Actor): Promise<void> => {
    for (let times = random.between(1, 3); times > 0; times -= 1) {
      life.reads += 1;
      await readAnyState(open(actor, false), random, seen);
    }
  };

  const writers = random.between(1, 3);
  const shares = Array.from({ length: writers }, (_, writer) =>
    random.shuffled(deliveries.filter((_d, index) => index % writers === writer || random.chance(300))),
  );
  const actors = [
    ...shares.map((share) => scheduler.start((actor) => write(actor, share))),
    ...Array.from({ length: random.int(3) }, () => scheduler.start(read)),
  ];
  await Promise.all([scheduler.run(), ...actors]);
  const before = objects.list('', '').map(({ key }) => key);
  await Promise.all([scheduler.start((actor) => write(actor, deliveries)), scheduler.run()]);
  const after = objects.list('', '').map(({ key }) => key);
  must(
    after.length === before.length,
    `a second run added ${after.filter((key) => !before.includes(key)).join(', ')}`,
  );
  await Promise.all([
    scheduler.start((actor) => judge(open(actor, false), deliveries, life)),
    scheduler.run(),
  ]);
  objects.close();
  return { ...life, objects: after };
}

function randomDeliveries(random: Random): PaperDelivery[] {
  const deliveries: PaperDelivery[] = [];
  const count = random.between(1, 5);
  for (let index = 0; index < count; index += 1) {
    const records = Array.from({ length: random.between(1, 4) }, () => ({
      key: `k${random.int(6)}`,
      says: random.chance(150) ? null : random.int(2),
    }));
    const trade_date = random.pick(DAYS);
    deliveries.push({ name: `file ${index}`, trade_date, version: 1, records });
  }
  const first = random.pick(deliveries);
  if (random.chance(300)) deliveries.push({ ...first, version: 2 });
  if (random.chance(300)) deliveries.push({ ...first, name: 'the same again' });
  return deliveries;
}

/** Reads a state of the lake, whatever is being written: whole, without a key twice, and the same as at any time before. */
async function readAnyState(store: ObjectStore, random: Random, seen: Map<string, string>): Promise<void> {
  const chain = await readManifestChain(store, PAPER_FEED);
  if (chain.length === 0) return;
  const sequence = random.between(1, chain.length);
  const instant_ns = BigInt((chain[sequence - 1] as ChainedEntry).entry.committed_at_ns);
  const as_of = { instant_ns, until: { feed: PAPER_FEED, sequence } };
  for (const day of DAYS) {
    const rows: PaperRow[] = [];
    for (const { file } of await readDay(store, day, { as_of })) {
      const held = await readPaper(store, file.key);
      must(
        held.length === file.rows,
        `${file.key} holds ${held.length} rows, its manifest says ${file.rows}`,
      );
      rows.push(...held);
    }
    const keys = rows.map(({ key }) => key);
    must(new Set(keys).size === keys.length, `a key stands twice in ${day}: ${keys.join(', ')}`);
    const state = JSON.stringify(rows);
    const known = seen.get(`${sequence} ${day}`);
    must(known === undefined || known === state, `the state of ${day} as of ${sequence} has changed`);
    seen.set(`${sequence} ${day}`, state);
  }
}

/** The end: every delivery is accounted for once, and the rows are those that a naive reading of the chain gives. */
async function judge(store: ObjectStore, deliveries: readonly PaperDelivery[], life: Life): Promise<void> {
  const chain = await readManifestChain(store, PAPER_FEED);
  for (const { entry } of chain) life.kinds.add(entry.kind);
  life.entries = chain.length;
  const commits = chain.filter(isManifest).map(({ entry }) => entry.commit_id);
  must(new Set(commits).size === commits.length, 'a commit stands twice');
  for (const { entry } of chain.filter(isManifest)) judgeTotals(entry);
  for (const delivery of deliveries) {
    const entries = chain.filter(
      ({ entry }) => 'delivery' in entry && entry.delivery.sha256 === paperSha256(delivery),
    );
    must(entries.length > 0, `${delivery.name} left nothing in the chain`);
  }
  for (const day of DAYS) {
    const rows = (
      await Promise.all((await readDay(store, day)).map(({ file }) => readPaper(store, file.key)))
    ).flat();
    const expected = naiveRows(chain, deliveries, day);
    const shown = (list: readonly PaperRow[]): string =>
      list
        .map(({ key, says, source, record }) => `${key}=${says} ${source}:${record}`)
        .sort()
        .join('\n');
    must(shown(rows) === shown(expected), `rows of ${day}:\n${shown(rows)}\nexpected:\n${shown(expected)}`);
  }
}

function judgeTotals({ totals, files, commit_id }: Manifest): void {
  const { read, accepted, rejected, duplicates } = totals;
  must(read === accepted + rejected + duplicates, `${commit_id} does not account for its records`);
  const rows = files
    .filter(({ rewrites }) => rewrites === undefined)
    .reduce((sum, file) => sum + file.rows, 0);
  must(rows === accepted, `${commit_id} accepted ${accepted} records and wrote ${rows} rows`);
}

/** The rows that stand when each delivery is read against those before it, one after the other, in the order of the chain. */
function naiveRows(
  chain: readonly ChainedEntry[],
  deliveries: readonly PaperDelivery[],
  day: string,
): PaperRow[] {
  const rows = new Map<string, PaperRow[]>();
  for (const { entry } of chain.filter(isManifest)) {
    if (entry.trade_date !== day) continue;
    const delivery = deliveries.find(
      (one) => paperSha256(one) === entry.delivery.sha256 && one.trade_date === day,
    );
    const others = [...rows]
      .filter(([source]) => source !== entry.delivery.sha256)
      .flatMap(([, held]) => held);
    const known = new Set(others.map(({ key }) => key));
    const own: PaperRow[] = [];
    for (const [record, { key, says }] of (delivery?.records ?? []).entries()) {
      if (says === null || known.has(key)) continue;
      known.add(key);
      own.push({ key, says, source: entry.delivery.sha256, record });
    }
    rows.set(entry.delivery.sha256, own);
  }
  must(
    standingManifests(chain).filter(({ trade_date }) => trade_date === day).length === rows.size,
    'one manifest per delivery is in force',
  );
  return [...rows.values()].flat();
}

function must(truth: boolean, what: string): void {
  if (!truth) throw new Error(what);
}
