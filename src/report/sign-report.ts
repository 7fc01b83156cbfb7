import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import type { ReportSignature, ReportStatement } from '../domain/generated/report-signature.js';
import { sha256 } from '../domain/sha256.js';

type Algorithm = ReportSignature['algorithm'];

const LEAST_RSA_BITS = 2048;

/** How a key signs; null for a key of another kind, or an RSA key of less than 2048 bits. */
export function algorithmOf(key: KeyObject): Algorithm | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return 'ed25519';
  if (type === 'ec') return 'ecdsa-sha256';
  return type === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS ? 'rsa-sha256' : null;
}

/** Hash of a key's public half (SubjectPublicKeyInfo, DER), as hexadecimal digits. */
export function keySha256(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return sha256(half.export({ type: 'spki', format: 'der' }));
}

/** The detached signature of a report's bytes, by a private key that `algorithmOf` knows. */
export function signReport(
  report: Uint8Array,
  about: Pick<ReportStatement, 'trade_date' | 'run_id' | 'signed_at_ns'>,
  { key, algorithm }: { key: KeyObject; algorithm: Algorithm },
): ReportSignature {
  const file = { sha256: sha256(report), bytes: report.length };
  const statement: ReportStatement = { format: 1, ...about, ...file, key_sha256: keySha256(key) };
  const signature = sign(digestOf(algorithm), bytesOf(statement), key).toString('base64');
  return { statement, algorithm, signature };
}

/** Why a file is not the report that a signature by this public key speaks of, in one sentence each with code; empty where it is. */
export function checkSignature(
  report: Uint8Array,
  { statement, algorithm, signature }: ReportSignature,
  key: KeyObject,
): string[] {
  const actual = keySha256(key);
  if (actual !== statement.key_sha256) {
    return [
      `the key given has the hash ${actual}, expected ${statement.key_sha256}, with which it was signed; ask the signer for that key [report-key-other]`,
    ];
  }
  const told = Buffer.from(signature, 'base64');
  const valid = algorithmOf(key) === algorithm && verify(digestOf(algorithm), bytesOf(statement), key, told);
  if (!valid) {
    return [
      'the signature is not that of its statement by this key; it was changed, or made by somebody else [report-signature-invalid]',
    ];
  }
  const hash = sha256(report);
  if (hash === statement.sha256) return [];
  return [
    `the file has the hash ${hash}, expected ${statement.sha256}; it was changed after it was signed, or is of another report [report-changed]`,
  ];
}

function bytesOf(statement: ReportStatement): Buffer {
  return Buffer.from(canonicalJson(statement), 'utf8');
}

/** Ed25519 hashes by itself. */
function digestOf(algorithm: Algorithm): 'sha256' | null {
  return algorithm === 'ed25519' ? null : 'sha256';
}
