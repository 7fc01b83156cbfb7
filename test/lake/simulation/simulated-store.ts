import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { OperationalFailure } from '../../../src/domain/operational-failure.js';
import type {
  ObjectRemover,
  ObjectStore,
  PutOutcome,
  StoredObject,
} from '../../../src/store/object-store.js';
import { type Actor, Crash, type Fate, LostReply, type Scheduler } from './scheduler.js';

/** Objects in memory that all actors of a simulation share, with a clock that moves with every write. */
export class SimulatedObjects {
  readonly #objects = new Map<string, { bytes: Buffer; modified_ns: bigint }>();
  #clock_ns = 0n;
  #folder: string | null = null;

  now_ns(): bigint {
    this.#clock_ns += 1n;
    return this.#clock_ns;
  }

  get(key: string): Buffer | null {
    return this.#objects.get(key)?.bytes ?? null;
  }

  list(prefix: string, after: string): StoredObject[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix) && key > after)
      .map(([key, { bytes, modified_ns }]) => ({ key, bytes: bytes.length, modified_ns }))
      .sort((left, right) => (left.key < right.key ? -1 : 1));
  }

  put(key: string, bytes: Buffer): 'stored' | 'taken' {
    if (this.#objects.has(key)) return 'taken';
    this.#objects.set(key, { bytes, modified_ns: this.now_ns() });
    return 'stored';
  }

  remove(key: string): void {
    this.#objects.delete(key);
  }

  /** A file with an object's bytes, for code that hashes files. */
  file(key: string): string {
    const bytes = this.get(key);
    if (bytes === null) throw new OperationalFailure('object-missing', { key });
    this.#folder ??= mkdtempSync(path.join(os.tmpdir(), 'tapewarden-simulated-'));
    const file = path.join(this.#folder, key.replaceAll('/', '~'));
    writeFileSync(file, bytes);
    return file;
  }

  close(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The store as one actor in one life has it: every call waits for its turn and then meets the fate that is drawn. */
export function actorStore(
  objects: SimulatedObjects,
  turns: { scheduler: Scheduler; actor: Actor },
  fate: () => Fate,
): ObjectStore & ObjectRemover {
  let dead = false;
  const act = async <Result>(call: string, effect: () => Result): Promise<Result> => {
    if (dead) throw new Crash(call);
    await turns.scheduler.turn(turns.actor);
    const drawn = fate();
    if (drawn.startsWith('dies')) dead = true;
    if (drawn === 'dies before') throw new Crash(call);
    if (drawn === 'lost before') throw new LostReply(call);
    const result = effect();
    if (drawn === 'dies after') throw new Crash(call);
    if (drawn === 'lost after') throw new LostReply(call);
    return result;
  };
  return storeOver(objects, act);
}

/** The store as one process has it, every call done at once; each has its own memory of what it has read. */
export function memoryStore(objects: SimulatedObjects): ObjectStore & ObjectRemover {
  return storeOver(objects, async (_, effect) => effect());
}

type Act = <Result>(call: string, effect: () => Result) => Promise<Result>;

function storeOver(objects: SimulatedObjects, act: Act): ObjectStore & ObjectRemover {
  return {
    get: (key) => act('get', () => objects.get(key)),
    head: (key) => act('head', () => objects.list(key, '').find((object) => object.key === key) ?? null),
    list: (prefix, after = '') => act('list', () => objects.list(prefix, after)),
    putIfAbsent: (key, source) =>
      act('putIfAbsent', (): PutOutcome => {
        if (!('bytes' in source)) throw new Error('only bytes are put here');
        const outcome = objects.put(key, Buffer.from(source.bytes));
        return { outcome, request_id: null, version_id: null };
      }),
    localFile: (key) => act('localFile', () => objects.file(key)),
    remove: (key) => act('remove', () => objects.remove(key)),
    abandoned: () => Promise.resolve([]),
  };
}
