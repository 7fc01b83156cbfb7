import { readFile } from 'node:fs/promises';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { PublicKey } from './public-key.js';

/** A public key and the region that signs with it; null where that is not known. */
export type RegionalKey = { region: string | null; key: PublicKey };

type Listed = {
  Fingerprint?: unknown;
  Value?: unknown;
  ValidityStartTime?: unknown;
  ValidityEndTime?: unknown;
  Region?: unknown;
};

/** Reads what `aws cloudtrail list-public-keys` prints, or what `formatPublicKeys` made. Throws `file-unreadable`. */
export async function readPublicKeys(file: string): Promise<RegionalKey[]> {
  let list: unknown;
  try {
    list = (JSON.parse(await readFile(file, 'utf8')) as { PublicKeyList?: unknown }).PublicKeyList;
  } catch (error) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
  if (!Array.isArray(list)) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: 'it has no PublicKeyList' });
  }
  return (list as Listed[]).flatMap(({ Fingerprint, Value, ...more }) => {
    if (typeof Fingerprint !== 'string' || typeof Value !== 'string') return [];
    const valid = { from_ms: instantOf(more.ValidityStartTime), to_ms: instantOf(more.ValidityEndTime) };
    const region = typeof more.Region === 'string' ? more.Region : null;
    return [{ region, key: { fingerprint: Fingerprint, der: Buffer.from(Value, 'base64'), valid } }];
  });
}

/** The keys as the same document, with their regions. */
export function formatPublicKeys(keys: readonly RegionalKey[]): string {
  const PublicKeyList = keys.map(({ region, key }) => ({
    Fingerprint: key.fingerprint,
    Value: Buffer.from(key.der).toString('base64'),
    ValidityStartTime: textOf(key.valid?.from_ms),
    ValidityEndTime: textOf(key.valid?.to_ms),
    Region: region,
  }));
  return `${JSON.stringify({ PublicKeyList }, null, 2)}\n`;
}

function textOf(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}

/** AWS prints a time as text or as seconds. */
function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return value * 1000;
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
