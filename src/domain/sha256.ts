import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** Lower-case hexadecimal SHA-256 of bytes or of UTF-8 text: 64 characters. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** SHA-256 of a plain value's canonical JSON, so that key order and white space do not matter. */
export function sha256OfValue(value: unknown): string {
  return sha256(canonicalJson(value));
}
