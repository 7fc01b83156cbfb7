import type { PublicKey } from './public-key.js';
import type { Fetched, TrailSource } from './trail-source.js';

/** What a copy of a trail holds. */
export type Copied = {
  /** Keys by bucket. */
  keys: ReadonlyMap<string, readonly string[]>;
  fetch: (bucket: string, key: string) => Promise<Fetched>;
  /** Public keys with their region; null where that is not known. */
  public_keys: readonly { region: string | null; key: PublicKey }[];
  /** Folders by `bucket/prefix/` where they were saved. */
  folders: Readonly<Record<string, readonly string[]>>;
};

/** A copy that answers as the bucket did. */
export function copiedSource(copied: Copied): TrailSource {
  const sorted = new Map([...copied.keys].map(([bucket, keys]) => [bucket, [...keys].sort()]));
  const keysOf = (bucket: string): readonly string[] => sorted.get(bucket) ?? [];
  return {
    get: copied.fetch,
    list: (bucket, prefix, after) => listed(keysOf(bucket), prefix, after),
    folders: (bucket, prefix) =>
      Promise.resolve(copied.folders[`${bucket}/${prefix}`] ?? foldersBelow(keysOf(bucket), prefix)),
    publicKeys: (region, from_ms, to_ms) =>
      Promise.resolve(
        copied.public_keys
          .filter((one) => (one.region ?? region) === region && isValidIn(one.key, from_ms, to_ms))
          .map(({ key }) => key),
      ),
  };
}

function isValidIn({ valid }: PublicKey, from_ms: number, to_ms: number): boolean {
  return (valid?.from_ms ?? from_ms) <= to_ms && (valid?.to_ms ?? to_ms) >= from_ms;
}

async function* listed(keys: readonly string[], prefix: string, after = ''): AsyncGenerator<string> {
  const begin = after > prefix ? after : prefix;
  for (let at = firstFrom(keys, begin); at < keys.length; at += 1) {
    const key = keys[at] as string;
    if (!key.startsWith(prefix)) {
      if (key > prefix) return;
    } else if (key !== after) yield key;
  }
}

/** Index of the first key that is not before a text. */
function firstFrom(keys: readonly string[], text: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function foldersBelow(keys: readonly string[], prefix: string): readonly string[] {
  const names = new Set<string>();
  for (const key of keys) {
    const end = key.startsWith(prefix) ? key.indexOf('/', prefix.length) : -1;
    if (end >= 0) names.add(key.slice(prefix.length, end));
  }
  return [...names].sort();
}
