import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrailCopyHead } from '../../domain/generated/trail-copy.js';
import { copiedFile } from './copied-file.js';
import type { PublicKey } from './public-key.js';
import { formatPublicKeys, type RegionalKey } from './public-key-file.js';
import type { SavedObject } from './saved-object.js';
import type { Fetched, TrailSource } from './trail-source.js';

/** Keeps all that a verification reads, so that another one can be made of it elsewhere. */
export class TrailSaver {
  readonly source: TrailSource;
  readonly #folder: string;
  readonly #objects = new Map<string, SavedObject>();
  readonly #folders: Record<string, string[]> = {};
  readonly #keys = new Map<string, RegionalKey>();

  /** `source` is then to be read in place of the given one. Objects are written below `folder` as they are read. */
  constructor(source: TrailSource, folder: string) {
    this.#folder = folder;
    this.source = {
      get: (bucket, key) => this.#get(source, bucket, key),
      list: (bucket, prefix, after) => this.#list(source, { bucket, prefix, after }),
      folders: async (bucket, prefix) => {
        const names = await source.folders(bucket, prefix);
        this.#folders[`${bucket}/${prefix}`] = [...names];
        return names;
      },
      publicKeys: async (region, from_ms, to_ms) => {
        const keys = await source.publicKeys(region, from_ms, to_ms);
        for (const key of keys) this.#keys.set(`${region} ${key.fingerprint} ${hex(key)}`, { region, key });
        return keys;
      },
    };
  }

  /** Writes what was seen beside the objects; without it the folder is no copy. */
  async finish(head: Omit<TrailCopyHead, 'format' | 'folders'>): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const lines = [...this.#objects.values()].map((object) => `${JSON.stringify(object)}\n`);
    await writeFile(path.join(this.#folder, 'objects.jsonl'), lines);
    await writeFile(path.join(this.#folder, 'keys.json'), formatPublicKeys([...this.#keys.values()]));
    const document: TrailCopyHead = { format: 1, ...head, folders: this.#folders };
    await writeFile(path.join(this.#folder, 'copy.json'), `${JSON.stringify(document, null, 2)}\n`);
  }

  async #get(source: TrailSource, bucket: string, key: string): Promise<Fetched> {
    const fetched = await source.get(bucket, key);
    const object = this.#object(bucket, key);
    if (typeof fetched === 'string') {
      object.state = fetched;
      return fetched;
    }
    const { bytes, ...metadata } = fetched;
    const file = copiedFile(path.join(this.#folder, 'objects', bucket), key);
    if (file !== null) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    Object.assign(object, { state: 'kept', ...metadata });
    return fetched;
  }

  async *#list(
    source: TrailSource,
    { bucket, prefix, after }: { bucket: string; prefix: string; after: string | undefined },
  ): AsyncGenerator<string> {
    for await (const key of source.list(bucket, prefix, after)) {
      this.#object(bucket, key).listed = true;
      yield key;
    }
  }

  #object(bucket: string, key: string): SavedObject {
    const uri = `${bucket}/${key}`;
    const object = this.#objects.get(uri) ?? { bucket, key, listed: false, state: 'listed' };
    this.#objects.set(uri, object);
    return object;
  }
}

function hex({ der }: PublicKey): string {
  return Buffer.from(der).toString('hex');
}
