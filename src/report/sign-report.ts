import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import type { DayStatement, PeriodStatement, ReportSignature } from '../domain/generated/report-signature.js';
import { invariant } from '../domain/invariant.js';
import { sha256 } from '../domain/sha256.js';
import type { DigestSigner } from '../security/signing/digest-signer.js';

type Algorithm = ReportSignature['algorithm'];

/** Of what a report is that is signed: a run, or the runs of a period. */
export type SignedReport =
  | Pick<DayStatement, 'trade_date' | 'run_id'>
  | Pick<PeriodStatement, 'period' | 'runs'>;

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

/** Who signs: a key of this machine, or one that never leaves its place. */
export type ReportSigner = {
  readonly algorithm: Algorithm;
  readonly public_key: KeyObject;
  /** Where the key is kept by a service; null of a key of this machine. */
  readonly key_arn: string | null;
  /** The signature of the bytes of a statement. */
  readonly sign: (statement: Uint8Array) => Promise<Uint8Array>;
};

/** A private key that `algorithmOf` knows, as a signer. */
export function localSigner({ key, algorithm }: { key: KeyObject; algorithm: Algorithm }): ReportSigner {
  const own = async (statement: Uint8Array): Promise<Uint8Array> => sign(digestOf(algorithm), statement, key);
  return { algorithm, public_key: createPublicKey(key), key_arn: null, sign: own };
}

/** A key that signs digests, as a signer; what leaves this machine is 32 bytes, however large the report. */
export async function remoteSigner(signer: DigestSigner): Promise<ReportSigner> {
  const { arn, algorithm, public_key } = await signer.describe();
  const key = createPublicKey({ key: Buffer.from(public_key), format: 'der', type: 'spki' });
  const digested = (statement: Uint8Array): Promise<Uint8Array> =>
    signer.sign(createHash('sha256').update(statement).digest());
  return { algorithm, public_key: key, key_arn: arn, sign: digested };
}

/** The detached signature of a report's bytes. */
export async function signReport(
  report: Uint8Array,
  about: SignedReport & { readonly signed_at_ns: string },
  signer: ReportSigner,
): Promise<ReportSignature> {
  const { algorithm, public_key, key_arn } = signer;
  const file = { sha256: sha256(report), bytes: report.length };
  const place = key_arn === null ? {} : { key_arn };
  const statement: ReportSignature['statement'] = {
    format: 1,
    ...about,
    ...file,
    key_sha256: keySha256(public_key),
    ...place,
  };
  const made = await signer.sign(bytesOf(statement));
  invariant(verify(digestOf(algorithm), bytesOf(statement), public_key, made), 'a signer signs with its key');
  return { statement, algorithm, signature: Buffer.from(made).toString('base64') };
}

/**
 * Why a file is not the report that a signature by this public key speaks of, in one sentence each with code; empty where it is.
 *
 * Told apart: another key, a signature cut short, a signature or statement that was changed, a changed report, and another file.
 */
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
  const expected = algorithmOf(key) === algorithm ? expectedBytes(told, key) : null;
  if (expected !== null && told.length < expected) {
    return [
      `the signature has ${told.length} bytes, expected ${expected}; it was cut short, ask the signer for the whole of it [report-signature-truncated]`,
    ];
  }
  const valid = algorithmOf(key) === algorithm && verify(digestOf(algorithm), bytesOf(statement), key, told);
  if (!valid) {
    return [
      'the signature is not that of its statement by this key; it was changed, or made by somebody else [report-signature-invalid]',
    ];
  }
  const hash = sha256(report);
  if (hash === statement.sha256) return [];
  const differs = `the file has the hash ${hash} and ${report.length} bytes, expected ${statement.sha256} and ${statement.bytes}`;
  return [`${differs}; ${whatElse(Buffer.from(report), statement)}`];
}

/** What a file is that was not signed, by whether it names what the signed one is of: a hint to the reader. */
function whatElse(report: Buffer, statement: ReportSignature['statement']): string {
  if ('run_id' in statement) {
    return report.includes(statement.run_id)
      ? 'it names the same run, so it was changed after it was signed [report-changed]'
      : `it does not name run ${statement.run_id}, so it is another file, or is changed beyond recognition [report-other]`;
  }
  return report.includes(statement.period)
    ? `it names ${statement.period}, so it was changed after it was signed, or is another report of these days [report-changed]`
    : `it does not name ${statement.period}, so it is another file, or is changed beyond recognition [report-other]`;
}

/** Bytes that a whole signature by the key has; null where its first bytes do not tell. */
function expectedBytes(signature: Buffer, key: KeyObject): number | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return 64;
  if (type === 'rsa') return Math.ceil((details?.modulusLength ?? 0) / 8);
  // DER: a sequence, and the bytes that follow in one byte, or in the next one where that is 0x81.
  const [tag, length = 0, next = 0] = signature;
  if (tag !== 0x30) return null;
  return length === 0x81 ? next + 3 : length + 2;
}

function bytesOf(statement: ReportSignature['statement']): Buffer {
  return Buffer.from(canonicalJson(statement), 'utf8');
}

/** Ed25519 hashes by itself. */
function digestOf(algorithm: Algorithm): 'sha256' | null {
  return algorithm === 'ed25519' ? null : 'sha256';
}
