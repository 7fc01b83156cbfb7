import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import type { Reference } from './bind-references.js';
import { type CheckedSegment, checkSegment } from './check-segment.js';
import type { Feed } from './feed.js';
import type { Segment } from './framing/segment.js';
import { personalFields } from './personal/personal-fields.js';
import type { PersonalKey } from './personal/personal-key.js';
import { bindPersonalKey } from './personal/token-sql.js';
import type { SegmentWork, SummedField } from './segment-work.js';

type Options = {
  feed: Feed;
  routes: SegmentWork['routes'];
  summed: readonly SummedField[];
  references: readonly Reference[];
  work: string;
  /** How many segments are checked at once, each on one thread, and the memory that they share. */
  threads: number;
  memory_mb: number;
  /** The key of the tokens that the routes make; null where they make none. */
  personal_key: PersonalKey | null;
};

/**
 * Checks segments beside the reader that makes them: at most so many at once as there are threads, each in a session of
 * its own, so that no order of execution changes a byte. The text of a segment is removed once it is checked.
 */
export class CheckSegments {
  readonly #options: Options;
  readonly #results: CheckedSegment[] = [];
  readonly #workers: Promise<void>[];
  readonly #sessions: (DuckDbSession | null)[];
  #taken = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#workers = Array.from({ length: options.threads }, () => Promise.resolve());
    this.#sessions = this.#workers.map(() => null);
  }

  /** Takes the next segment; returns when one more could be taken. Throws what checking an earlier one has thrown. */
  async add(segment: Segment): Promise<void> {
    const index = this.#taken;
    this.#taken += 1;
    const worker = await this.#idleWorker();
    const checking = this.#check(worker, segment, index);
    // An error is thrown where the worker is next waited for; until then it must not count as unhandled.
    checking.catch(() => undefined);
    this.#workers[worker] = checking;
  }

  /** All checked segments in the order in which they were taken. */
  async finish(): Promise<CheckedSegment[]> {
    await Promise.all(this.#workers);
    return this.#results;
  }

  /** Ends the sessions, whatever became of the segments. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#workers);
    for (const session of this.#sessions) session?.close();
  }

  async #idleWorker(): Promise<number> {
    return Promise.race(this.#workers.map((work, worker) => work.then(() => worker)));
  }

  async #check(worker: number, segment: Segment, index: number): Promise<void> {
    const { feed, routes, summed, work } = this.#options;
    const session = this.#sessions[worker] ?? (await this.#openSession(worker));
    const out = path.join(work, `part-${String(index).padStart(6, '0')}`);
    this.#results[index] = await checkSegment(session, { feed, routes, segment, out, summed });
    if (segment.kind !== 'parquet') await rm(segment.path);
  }

  async #openSession(worker: number): Promise<DuckDbSession> {
    const { work, threads, memory_mb, references, feed, personal_key } = this.#options;
    const folders = references.flatMap(({ files }) => files.map((file) => path.dirname(file)));
    const session = await DuckDbSession.open({
      folders: [work, ...new Set(folders)],
      spill: path.join(work, `spill-${worker}`),
      threads: 1,
      memory_mb: Math.floor(memory_mb / threads),
      conceal: personalFields(feed).size > 0,
    });
    this.#sessions[worker] = session;
    if (personal_key !== null) await bindPersonalKey(session, personal_key);
    for (const { relation, files } of references) {
      const listed = files.map(duckdbText).join(', ');
      await session.run(
        `CREATE VIEW ${relation} AS SELECT * FROM read_parquet([${listed}], hive_partitioning = false)`,
      );
    }
    return session;
  }
}
