import { isSameKey } from './bucket-setting-controls.js';

/** Names of the keys that are the project's: that of the lake, and what else it lists. */
export type OwnKeys = readonly string[];

/** What is wrong with the key that something is encrypted with; nothing where it is one of the project's. */
export function keyFaults(what: string, key: string | null, keys: OwnKeys): string[] {
  if (key === null) return [`${what} has no key of ours, expected ${named(keys)}`];
  return keys.some((own) => isSameKey(key, own)) ? [] : [`${what} has ${key}, expected ${named(keys)}`];
}

function named(keys: OwnKeys): string {
  return keys.length === 1 ? String(keys[0]) : `one of ${keys.join(', ')}`;
}
