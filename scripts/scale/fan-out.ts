/** How files of a day are worked off side by side: what a worker takes for each, and how often it fails. */
export type FanOut = {
  /** Files that are worked on at once, at most. */
  readonly concurrency: number;
  /** Seconds before a worker reads: cold start, listing, loading. */
  readonly start_seconds: number;
  readonly bytes_per_second: number;
  /** Share of tries that end without a result, anywhere between their beginning and their end. */
  readonly failing: number;
  /** Share of tries whose result is committed, and whose reply is lost: they are tried again and find it there. */
  readonly losing_reply: number;
  readonly most_tries: number;
  /** Seconds before the second try; doubled with every further one. */
  readonly wait_seconds: number;
};

/** What happened, in virtual time. */
export type FannedOut = {
  readonly makespan_seconds: number;
  /** Seconds of all workers together, failed tries too: what is paid for. */
  readonly worker_seconds: number;
  readonly tries: number;
  readonly most_at_once: number;
  /** How often each file was committed: once, or never where its tries ran out. */
  readonly commits: readonly number[];
  /** How often a try found its file committed already, because a reply was lost. */
  readonly found_committed: number;
};

type Due = { at: number; file: number; attempt: number };
type Running = { ends: number; file: number; attempt: number; then: 'failed' | 'committed' | 'reply-lost' };

/** What is going on: heaps of tries that run and that wait, by their time. */
type Floor = {
  readonly bytes: readonly number[];
  readonly how: FanOut;
  readonly random: () => number;
  readonly running: Running[];
  readonly retries: Due[];
  readonly commits: number[];
  now: number;
  next: number;
  worker_seconds: number;
  tries: number;
  most_at_once: number;
  found_committed: number;
};

/**
 * Plays a fan-out over files of given sizes, in their order, by events in virtual time; `random` gives numbers from 0 to 1, and with the same
 * ones the same happens. A file whose try failed waits and is tried again, until its tries run out.
 */
export function fanOut(bytes: readonly number[], how: FanOut, random: () => number): FannedOut {
  const floor: Floor = {
    ...{ bytes, how, random, running: [], retries: [], commits: bytes.map(() => 0) },
    ...{ now: 0, next: 0, worker_seconds: 0, tries: 0, most_at_once: 0, found_committed: 0 },
  };
  do fill(floor);
  while (advance(floor));
  const { now, worker_seconds, tries, most_at_once, commits, found_committed } = floor;
  return { makespan_seconds: now, worker_seconds, tries, most_at_once, commits, found_committed };
}

/** Begins tries until every worker has one, those that have waited long enough first. */
function fill(floor: Floor): void {
  while (floor.running.length < floor.how.concurrency) {
    const retry = floor.retries[0];
    if (retry !== undefined && retry.at <= floor.now)
      begin(
        floor,
        take(floor.retries, (one) => one.at),
      );
    else if (floor.next < floor.bytes.length) begin(floor, { file: floor.next++, attempt: 1 });
    else return;
  }
}

function begin(floor: Floor, { file, attempt }: Omit<Due, 'at'>): void {
  const { how, random } = floor;
  floor.tries += 1;
  const there = (floor.commits[file] ?? 0) > 0;
  if (there) floor.found_committed += 1;
  // A result that is there is found by its key: the file is not read again.
  const whole = how.start_seconds + (there ? 0 : (floor.bytes[file] ?? 0) / how.bytes_per_second);
  const chance = random();
  const failed = chance < how.failing;
  const lost = !failed && chance < how.failing + how.losing_reply;
  const seconds = failed ? whole * random() : whole;
  floor.worker_seconds += seconds;
  const then = failed ? 'failed' : lost ? 'reply-lost' : 'committed';
  floor.running.push({ ends: floor.now + seconds, file, attempt, then });
  siftUp(floor.running, (one) => one.ends);
  floor.most_at_once = Math.max(floor.most_at_once, floor.running.length);
}

/** Goes to the next thing that happens: a try ends, or one that waited may begin. False where nothing is left. */
function advance(floor: Floor): boolean {
  const [retry, first] = [floor.retries[0], floor.running[0]];
  if (first === undefined && retry === undefined) return false;
  const free = floor.running.length < floor.how.concurrency;
  if (retry !== undefined && (first === undefined || (free && retry.at < first.ends))) floor.now = retry.at;
  else
    end(
      floor,
      take(floor.running, (one) => one.ends),
    );
  return true;
}

function end(floor: Floor, { ends, file, attempt, then }: Running): void {
  const { commits, how, retries } = floor;
  floor.now = ends;
  if (then !== 'failed' && commits[file] === 0) commits[file] = 1;
  if (then === 'committed' || attempt === how.most_tries) return;
  retries.push({ at: ends + how.wait_seconds * 2 ** (attempt - 1), file, attempt: attempt + 1 });
  siftUp(retries, (one) => one.at);
}

/** Numbers from 0 to 1 by a seed (mulberry32): the same seed, the same numbers, on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A heap by a number: the least is first. */
function siftUp<Item>(heap: Item[], by: (item: Item) => number): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (by(heap[parent] as Item) <= by(heap[at] as Item)) return;
    [heap[parent], heap[at]] = [heap[at] as Item, heap[parent] as Item];
    at = parent;
  }
}

function take<Item>(heap: Item[], by: (item: Item) => number): Item {
  const first = heap[0] as Item;
  const last = heap.pop() as Item;
  if (heap.length === 0) return first;
  heap[0] = last;
  for (let at = 0, least = -1; least !== at; ) {
    at = Math.max(least, 0);
    least = [2 * at + 1, 2 * at + 2]
      .filter((child) => child < heap.length)
      .reduce((best, child) => (by(heap[child] as Item) < by(heap[best] as Item) ? child : best), at);
    [heap[least], heap[at]] = [heap[at] as Item, heap[least] as Item];
  }
  return first;
}
