import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A public key as `ListPublicKeys` gives it. */
export type PublicKey = {
  /** Lower-case hexadecimal MD5 of the DER bytes; CloudTrail's name of the key. */
  fingerprint: string;
  der: Uint8Array;
  /** When it is valid, milliseconds since 1970; null where that is not said. */
  valid?: { from_ms: number | null; to_ms: number | null };
};

/** The key, ready to verify with; `mislabelled` where it is not the key that its fingerprint names, `unreadable` where it is none. */
export type LoadedKey = KeyObject | 'mislabelled' | 'unreadable';

/**
 * Loads PKCS#1 `RSAPublicKey`, as the documentation promises, and SubjectPublicKeyInfo, as its own sample holds.
 *
 * The fingerprint is checked, so that a key is not taken for another; whoever made it may still have made its fingerprint, so that keys are
 * trusted as far as the place they come from.
 */
export function loadPublicKey({ fingerprint, der }: PublicKey): LoadedKey {
  if (createHash('md5').update(der).digest('hex') !== fingerprint.toLowerCase()) return 'mislabelled';
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      const key = createPublicKey({ key: Buffer.from(der), format: 'der', type });
      if (key.asymmetricKeyType === 'rsa') return key;
    } catch {
      // The other form is tried.
    }
  }
  return 'unreadable';
}

/** Whether a hexadecimal signature (RSASSA-PKCS1-v1_5, SHA-256) is that of a text by the key's owner. */
export function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  if (!/^([0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'hex'));
}
