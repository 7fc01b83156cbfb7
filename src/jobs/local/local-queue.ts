import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';

/** What a worker needs of a job. */
export type LocalRequest = { plan: JobPlan; out: string; began_ms: number };

/** How a job of the queue ended. */
export type LocalExit = { state: 'success' | 'failed' | 'cancelled'; reason: string | null };

/** How a job of the queue stands. `lost`: its worker died over it. */
export type LocalState =
  | { state: 'unknown' | 'queued' | 'running' | 'cancelling' | 'lost' }
  | ({ state: LocalExit['state'] } & LocalExit);

/** The files of a job: each is written once, whole. */
type QueueFile = 'request' | 'taken' | 'cancel' | 'exit';

/**
 * Jobs of one lake on this machine, as files in a folder; one worker process at a time takes them in their order.
 *
 * Workers are numbered. The next number can be taken, by one process alone, once the holder of the last one is gone.
 */
export class LocalQueue {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Adds a job; one that is there already stays. */
  async add(token: string, request: LocalRequest): Promise<void> {
    await this.write(token, 'request', request);
  }

  /** Jobs that no worker has taken, oldest first. */
  async waiting(): Promise<{ token: string; request: LocalRequest }[]> {
    const tokens = await names(path.join(this.#root, 'queue'));
    const jobs = await Promise.all(
      tokens.map(async (token) => {
        const request = await this.read<LocalRequest>(token, 'request');
        const taken = await this.read(token, 'taken');
        return request === null || taken !== null ? [] : [{ token, request }];
      }),
    );
    return jobs
      .flat()
      .sort(
        (left, right) =>
          left.request.began_ms - right.request.began_ms || (left.token < right.token ? -1 : 1),
      );
  }

  async state(token: string): Promise<LocalState> {
    if ((await this.read(token, 'request')) === null) return { state: 'unknown' };
    const taken = await this.read<ProcessIdentity>(token, 'taken');
    const alive = taken !== null && (await isAlive(taken));
    // Read last: a worker writes it before it goes.
    const exit = await this.read<LocalExit>(token, 'exit');
    if (exit !== null) return exit;
    if (taken !== null && !alive) return { state: 'lost' };
    if ((await this.read(token, 'cancel')) !== null) return { state: 'cancelling' };
    return { state: taken === null ? 'queued' : 'running' };
  }

  /** Jobs that have ended. */
  async ended(): Promise<{ token: string; request: LocalRequest }[]> {
    const tokens = await names(path.join(this.#root, 'queue'));
    const jobs = await Promise.all(
      tokens.map(async (token) => {
        const request = await this.read<LocalRequest>(token, 'request');
        const exit = await this.read(token, 'exit');
        return request === null || exit === null ? [] : [{ token, request }];
      }),
    );
    return jobs.flat();
  }

  /** Forgets a job whose end is recorded elsewhere. */
  async forget(token: string): Promise<void> {
    await rm(path.join(this.#root, 'queue', token), { recursive: true, force: true });
  }

  /** Whether a worker is there to take jobs. */
  async hasWorker(): Promise<boolean> {
    const last = (await this.#workers()).at(-1);
    return last !== undefined && last.identity !== null && (await isAlive(last.identity));
  }

  /** Makes a process the worker; null where there is one. The function ends it. */
  async becomeWorker(identity: ProcessIdentity): Promise<(() => Promise<void>) | null> {
    const workers = await this.#workers();
    const last = workers.at(-1);
    if (last?.identity != null && (await isAlive(last.identity))) return null;
    const number = (last?.number ?? 0) + 1;
    const file = path.join(this.#root, 'workers', `${number}.json`);
    if (!(await writeOnce(file, JSON.stringify(identity)))) return null;
    for (const { number: old } of workers.slice(0, -1)) {
      await rm(path.join(this.#root, 'workers', `${old}.json`), { force: true });
      await rm(path.join(this.#root, 'workers', `${old}.gone`), { force: true });
    }
    return async () => {
      await writeOnce(path.join(this.#root, 'workers', `${number}.gone`), '{}');
    };
  }

  async #workers(): Promise<{ number: number; identity: ProcessIdentity | null }[]> {
    const folder = path.join(this.#root, 'workers');
    const files = await names(folder);
    const numbers = files.flatMap((name) => (name.endsWith('.json') ? [Number.parseInt(name, 10)] : []));
    const workers = numbers.map(async (number) => {
      const gone = files.includes(`${number}.gone`);
      const text = gone ? null : await readOrNull(path.join(folder, `${number}.json`));
      return { number, identity: text === null ? null : (JSON.parse(text) as ProcessIdentity) };
    });
    return (await Promise.all(workers)).sort((left, right) => left.number - right.number);
  }

  /** Writes a file of a job; false where it was there. */
  async write(token: string, file: QueueFile, value: unknown): Promise<boolean> {
    return writeOnce(this.#fileOf(token, file), JSON.stringify(value));
  }

  async read<Value>(token: string, file: QueueFile): Promise<Value | null> {
    const text = await readOrNull(this.#fileOf(token, file));
    return text === null ? null : (JSON.parse(text) as Value);
  }

  #fileOf(token: string, file: QueueFile): string {
    return path.join(this.#root, 'queue', token, `${file}.json`);
  }
}

/** A name appears with its whole text or not at all, and only once. */
async function writeOnce(file: string, text: string): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true });
  const staged = `${file}.${randomUUID()}`;
  await writeFile(staged, text);
  try {
    await link(staged, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(staged, { force: true });
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
