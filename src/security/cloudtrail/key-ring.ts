import { type LoadedKey, loadPublicKey } from './public-key.js';
import type { TrailSource } from './trail-source.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The public keys of a source, asked for a day at a time and loaded once. */
export class KeyRing {
  readonly #source: Pick<TrailSource, 'publicKeys'>;
  readonly #days = new Map<string, Promise<ReadonlyMap<string, LoadedKey>>>();
  readonly #loaded = new Map<string, LoadedKey>();

  constructor(source: Pick<TrailSource, 'publicKeys'>) {
    this.#source = source;
  }

  /** The key of a fingerprint that was valid in a region around an instant; null where none is listed. */
  async find(region: string, fingerprint: string, at_ms: number): Promise<LoadedKey | null> {
    const day_ms = Math.floor(at_ms / DAY_MS) * DAY_MS;
    const name = `${region} ${day_ms}`;
    const keys = this.#days.get(name) ?? this.#load(region, day_ms);
    this.#days.set(name, keys);
    return (await keys).get(fingerprint.toLowerCase()) ?? null;
  }

  async #load(region: string, day_ms: number): Promise<ReadonlyMap<string, LoadedKey>> {
    // With two hours on both sides: a digest is signed after its window, maybe with a key of the day after.
    const listed = await this.#source.publicKeys(region, day_ms - 2 * HOUR_MS, day_ms + DAY_MS + 2 * HOUR_MS);
    return new Map(
      listed.map((key) => {
        const name = key.fingerprint.toLowerCase();
        const id = `${name} ${Buffer.from(key.der).toString('base64')}`;
        const loaded = this.#loaded.get(id) ?? loadPublicKey(key);
        this.#loaded.set(id, loaded);
        return [name, loaded];
      }),
    );
  }
}
