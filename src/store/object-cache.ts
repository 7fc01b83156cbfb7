import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';
import { hashFile } from './hash-file.js';
import { checkedKey } from './object-key.js';

/** What is known of an object before it is fetched; no hash where its writer left none. */
export type Expected = { key: string; bytes: number; sha256: string | undefined };

/**
 * Local copies of objects of a remote store. A copy is used only after its size and hash were found right; one that is
 * damaged is fetched again. Callers at the same time share one fetch. The folder may be removed whenever nothing runs.
 */
export class ObjectCache {
  readonly #folder: string;
  readonly #new_token: () => string;
  readonly #fetching = new Map<string, Promise<string>>();
  /** Size and times of files whose hash was found right, so that it is not found again while they stay the same. */
  readonly #verified = new Map<string, string>();

  constructor(folder: string, new_token: () => string) {
    this.#folder = folder;
    this.#new_token = new_token;
  }

  /** Path of a file with the object's bytes, which `fetch` writes to the path given where there is no sound copy yet. */
  async file(object: Expected, fetch: (target: string) => Promise<void>): Promise<string> {
    const running = this.#fetching.get(object.key);
    if (running !== undefined) return running;
    const started = this.#copyOf(object, fetch).finally(() => this.#fetching.delete(object.key));
    this.#fetching.set(object.key, started);
    return started;
  }

  async #copyOf(object: Expected, fetch: (target: string) => Promise<void>): Promise<string> {
    const file = path.join(this.#folder, ...checkedKey(object.key).split('/'));
    try {
      if (await this.#isSound(file, object)) return file;
      await mkdir(path.dirname(file), { recursive: true });
    } catch (cause) {
      throw unwritable(file, cause);
    }
    const fetched = `${file}.${this.#new_token()}.part`;
    try {
      await fetch(fetched);
      await rename(fetched, file);
      this.#verified.set(file, await stateOf(file));
      return file;
    } catch (cause) {
      throw cause instanceof OperationalFailure ? cause : unwritable(file, cause);
    } finally {
      await rm(fetched, { force: true });
    }
  }

  async #isSound(file: string, object: Expected): Promise<boolean> {
    const found = await stat(file).catch(() => null);
    if (found === null || !found.isFile() || found.size !== object.bytes) return false;
    const state = await stateOf(file);
    if (this.#verified.get(file) === state) return true;
    // Without a hash nothing tells whether an older copy is sound.
    if (object.sha256 === undefined || (await hashFile(file)) !== object.sha256) return false;
    this.#verified.set(file, state);
    return true;
  }
}

async function stateOf(file: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

function unwritable(file: string, cause: unknown): OperationalFailure {
  return new OperationalFailure('file-unwritable', { path: file, reason: String(cause) }, { cause });
}
