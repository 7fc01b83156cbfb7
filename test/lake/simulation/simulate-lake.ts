import { type ChainedEntry, isManifest } from '../../../src/lake/chain-entry.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { readDay } from '../../../src/lake/read-lake.js';
import { collectGarbage } from '../../../src/lake/removal/collect-garbage.js';
import { createRandom, type Random } from '../../../src/simulate/random.js';
import type { ObjectRemover, ObjectStore } from '../../../src/store/object-store.js';
import { expectedRows, judgeTotals, must } from './judge-chain.js';
import {
  PAPER_FEED,
  type PaperDelivery,
  type PaperRepair,
  paperSha256,
  replayPaper,
  takePaper,
} from './paper-delivery.js';
import type { PaperRow } from './paper-rules.js';
import { randomDeliveries, randomRepairs } from './random-deliveries.js';
import { type Actor, Crash, type Fate, LostReply, Scheduler } from './scheduler.js';
import { type Mistake, readPaper } from './settle-paper.js';
import { actorStore, SimulatedObjects } from './simulated-store.js';

const FAULTS: readonly Fate[] = ['lost before', 'lost after', 'dies before', 'dies after'];

/** What a simulated life of a lake came to, for counting what was really tried. */
export type Life = {
  entries: number;
  faults: number;
  kinds: Set<string>;
  reasons: Set<string>;
  reads: number;
  collected: number;
  objects: string[];
};

/** What is sent in a life. */
type Sent = { deliveries: readonly PaperDelivery[]; repairs: readonly PaperRepair[] };
type Task = { delivery: PaperDelivery } | { repair: PaperRepair };

/**
 * Lives one random life of a lake: writers of deliveries and repairs with crashes and lost replies, garbage collection that
 * spares nothing for its age, and readers at any moment; then checks all.
 *
 * Everything derives from the seed. Throws where a rule of the design is broken; with a `mistake` the writers make it.
 */
export async function simulateLake(seed: number, mistake: Mistake | null = null): Promise<Life> {
  const random = createRandom(seed);
  const sent = randomSent(random);
  const lake = new SimulatedLake(random, sent, mistake);
  const tasks: Task[] = [
    ...sent.deliveries.map((delivery) => ({ delivery })),
    ...sent.repairs.map((repair) => ({ repair })),
  ];
  try {
    await lake.liveTogether(tasks);
    // What came too early, a repair of a delivery that was not there yet, is sent again as people do.
    await lake.writeAlone(tasks);
    await lake.writeAlone(tasks);
    const before = lake.keys();
    await lake.writeAlone(tasks);
    const added = lake.keys().filter((key) => !before.includes(key));
    must(added.length === 0, `a further run added ${added.join(', ')}`);
    await lake.collectAlone();
    await lake.judge();
    return { ...lake.life, objects: lake.keys() };
  } finally {
    lake.close();
  }
}

function randomSent(random: Random): Sent {
  const deliveries = randomDeliveries(random);
  return { deliveries, repairs: randomRepairs(random, deliveries) };
}

class SimulatedLake {
  readonly life: Life = {
    ...{ entries: 0, faults: 0, reads: 0, collected: 0, objects: [] },
    ...{ kinds: new Set<string>(), reasons: new Set<string>() },
  };
  readonly #random: Random;
  readonly #sent: Sent;
  readonly #mistake: Mistake | null;
  readonly #objects = new SimulatedObjects();
  readonly #scheduler: Scheduler;
  readonly #seen = new Map<string, string>();
  #budget: number;
  #writes = 0;

  constructor(random: Random, sent: Sent, mistake: Mistake | null) {
    this.#random = random;
    this.#sent = sent;
    this.#mistake = mistake;
    this.#scheduler = new Scheduler(random);
    this.#budget = random.int(8);
  }

  async liveTogether(tasks: readonly Task[]): Promise<void> {
    const random = this.#random;
    const writers = random.between(1, 3);
    const shares = Array.from({ length: writers }, (_, writer) =>
      random.shuffled(tasks.filter((_t, index) => index % writers === writer || random.chance(300))),
    );
    await this.#run([
      ...shares.map((share) => (actor: Actor) => this.#write(actor, share)),
      ...Array.from({ length: random.int(3) }, () => (actor: Actor) => this.#read(actor)),
      ...Array.from(
        { length: random.int(3) },
        () => (actor: Actor) => this.#collect(actor, random.between(1, 8)),
      ),
    ]);
  }

  writeAlone(tasks: readonly Task[]): Promise<void> {
    this.#budget = 0;
    return this.#run([(actor) => this.#write(actor, tasks)]);
  }

  collectAlone(): Promise<void> {
    return this.#run([(actor) => this.#collect(actor, 1)]);
  }

  /** The end: every delivery is accounted for, and each state holds what a naive reading of the chain gives. */
  judge(): Promise<void> {
    return this.#run([
      async (actor) => {
        const store = this.#open(actor, false);
        const chain = await readManifestChain(store, PAPER_FEED);
        this.life.entries = chain.length;
        for (const { entry } of chain) {
          this.life.kinds.add(entry.kind);
          if (isManifest({ entry } as ChainedEntry) && 'restates' in entry && entry.restates !== null)
            this.life.reasons.add(entry.restates.reason);
        }
        const commits = chain.filter(isManifest).map(({ entry }) => entry.commit_id);
        must(new Set(commits).size === commits.length, 'a commit stands twice');
        for (const { entry } of chain.filter(isManifest)) judgeTotals(entry);
        for (const delivery of this.#sent.deliveries) {
          const hash = paperSha256(delivery);
          const entries = chain.filter(({ entry }) => 'delivery' in entry && entry.delivery.sha256 === hash);
          must(entries.length > 0, `${delivery.name} left nothing in the chain`);
        }
        for (let sequence = 1; sequence <= chain.length; sequence += 1) {
          await this.#judgeState(store, chain, sequence);
        }
      },
    ]);
  }

  keys(): string[] {
    return this.#objects.list('', '').map(({ key }) => key);
  }

  close(): void {
    this.#objects.close();
  }

  async #run(acts: readonly ((actor: Actor) => Promise<void>)[]): Promise<void> {
    await Promise.all([...acts.map((act) => this.#scheduler.start(act)), this.#scheduler.run()]);
  }

  #open(actor: Actor, faulty: boolean): ObjectStore & ObjectRemover {
    return actorStore(this.#objects, { scheduler: this.#scheduler, actor }, () => {
      if (!faulty || this.#budget === 0 || !this.#random.chance(60)) return 'done';
      this.#budget -= 1;
      this.life.faults += 1;
      return this.#random.pick(FAULTS);
    });
  }

  #means<Store extends ObjectStore>(store: Store) {
    return {
      store,
      now_ns: () => this.#objects.now_ns(),
      new_write_id: () => `write ${++this.#writes}`,
      mistake: this.#mistake,
    };
  }

  #write(actor: Actor, tasks: readonly Task[]): Promise<void> {
    return this.#untilDone(actor, tasks, (store, task) =>
      'delivery' in task
        ? takePaper(this.#means(store), task.delivery)
        : replayPaper(this.#means(store), task.repair),
    );
  }

  #collect(actor: Actor, times: number): Promise<void> {
    const graces = Array.from({ length: times }, () => BigInt(this.#random.int(12)));
    return this.#untilDone(actor, graces, async (store, grace_ns) => {
      const { removed } = await collectGarbage(this.#means(store), { grace_ns, dry_run: false });
      this.life.collected += removed.length;
    });
  }

  /** Does tasks one after the other, each again after a crash or a lost reply until it is done. */
  async #untilDone<Item>(
    actor: Actor,
    items: readonly Item[],
    act: (store: ObjectStore & ObjectRemover, item: Item) => Promise<void>,
  ): Promise<void> {
    let store = this.#open(actor, true);
    for (const item of items) {
      for (let done = false; !done; ) {
        try {
          await act(store, item);
          done = true;
        } catch (error) {
          if (error instanceof Crash) store = this.#open(actor, true);
          else if (!(error instanceof LostReply)) throw error;
        }
      }
    }
  }

  /** Reads states of the lake, whatever is being written. */
  async #read(actor: Actor): Promise<void> {
    for (let times = this.#random.between(1, 3); times > 0; times -= 1) {
      this.life.reads += 1;
      const store = this.#open(actor, false);
      const chain = await readManifestChain(store, PAPER_FEED);
      if (chain.length > 0) await this.#judgeState(store, chain, this.#random.between(1, chain.length));
    }
  }

  /** A state is whole, holds what the chain up to there says, and is the same as at any time before. */
  async #judgeState(store: ObjectStore, chain: readonly ChainedEntry[], sequence: number): Promise<void> {
    const instant_ns = BigInt((chain[sequence - 1] as ChainedEntry).entry.committed_at_ns);
    const as_of = { instant_ns, until: { feed: PAPER_FEED, sequence } };
    for (const day of new Set(this.#sent.deliveries.map(({ trade_date }) => trade_date))) {
      const rows: PaperRow[] = [];
      for (const { file } of await readDay(store, day, { as_of })) {
        const held = await readPaper(store, file.key);
        must(
          held.length === file.rows,
          `${file.key} holds ${held.length} rows, its manifest says ${file.rows}`,
        );
        rows.push(...held);
      }
      const state = shown(rows);
      const expected = shown(expectedRows(chain.slice(0, sequence), this.#sent, day));
      must(state === expected, `rows of ${day} as of ${sequence}:\n${state}\nexpected:\n${expected}`);
      const known = this.#seen.get(`${sequence} ${day}`);
      must(known === undefined || known === state, `the state of ${day} as of ${sequence} has changed`);
      this.#seen.set(`${sequence} ${day}`, state);
    }
  }
}

function shown(rows: readonly PaperRow[]): string {
  return rows
    .map(({ key, says, owner, record }) => `${key}=${says} ${owner}:${record}`)
    .sort()
    .join('\n');
}
