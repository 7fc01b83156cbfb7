import { createHmac } from 'node:crypto';

/**
 * A key of HMAC-SHA-256 as the hash takes it: padded to a block, for the inner and the outer round.
 *
 * `key_id` derives from the key, so that no two keys have one id by mistake, and tells nothing of it.
 */
export type PersonalKey = { key_id: string; inner: Uint8Array; outer: Uint8Array };

/** Where a key comes from: a file, a variable, or a secret store. */
export interface KeySource {
  /** The key as hexadecimal text. */
  read(): Promise<string>;
}

/** Bytes of a block of SHA-256. */
const BLOCK = 64;

/** The key of some bytes, at least 32 and at most 64. */
export function personalKey(bytes: Uint8Array): PersonalKey {
  const padded = new Uint8Array(BLOCK);
  padded.set(bytes);
  return {
    key_id: createHmac('sha256', bytes).update('tapewarden:personal-key-id').digest('hex').slice(0, 8),
    inner: padded.map((byte) => byte ^ 0x36),
    outer: padded.map((byte) => byte ^ 0x5c),
  };
}

/** The key of 64 to 128 hexadecimal digits, which blanks and line ends may surround; null for any other text. */
export async function readPersonalKey(source: KeySource): Promise<PersonalKey | null> {
  const digits = (await source.read()).trim();
  if (!/^([0-9A-Fa-f]{2}){32,64}$/.test(digits)) return null;
  return personalKey(Buffer.from(digits, 'hex'));
}
