import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Reconciliation } from '../../../../src/domain/generated/reconciliation.js';
import type { AccessPolicy } from '../../../../src/security/access/access-policy.js';
import type { ExpectedWrite } from '../../../../src/security/access/expected-writes.js';
import { type ReconcileInput, reconcileAccess } from '../../../../src/security/access/reconcile-access.js';
import type { VerifiedLog } from '../../../../src/security/access/verified-log.js';
import { ACCOUNT, ENDPOINT, KMS_KEY, LAKE, roleArn, type ShortRecord, trailRecord } from './trail-record.js';

export const POLICY: AccessPolicy = {
  lake: LAKE,
  kms_key: KMS_KEY,
  readers: [roleArn('Reader')],
  writers: [roleArn('Writer')],
  vpc_endpoints: [ENDPOINT],
  other_kms_keys: [`arn:aws:kms:us-east-1:${ACCOUNT}:key/trail-key`],
  other_buckets: ['trail-bucket'],
  retention_days: 2192,
  denied_in_an_hour: 3,
};

export const DAY = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

/** A write of the lake's record at noon of the day. */
export function expectedWrite(short: Partial<ExpectedWrite> & { key: string }): ExpectedWrite {
  const noon = String(BigInt(Date.parse('2026-11-20T12:00:00Z')) * 1_000_000n);
  return {
    ...{ request_id: null, version_id: null, bytes: null, named_by: 'manifests/acme/00000001.json' },
    ...{ recorded_at_ns: noon, certain: true },
    ...short,
  };
}

/** A verified log with records in short. */
export function verifiedLog(name: string, records: readonly ShortRecord[]): VerifiedLog {
  const bytes = Buffer.from(JSON.stringify({ Records: records.map(trailRecord) }));
  return { bucket: 'trail-bucket', key: name, digest: { bucket: 'trail-bucket', key: 'digest' }, bytes };
}

/** Hands over logs one by one, as a verified trail does. */
export function eachOf(logs: readonly VerifiedLog[]): ReconcileInput['eachLog'] {
  return async (onLog) => {
    for (const log of logs) onLog(log);
  };
}

type TestInput = { logs: readonly VerifiedLog[] } & Pick<ReconcileInput, 'rules'> & Partial<ReconcileInput>;

/** Reconciles in a folder that is gone afterwards. */
export async function reconcile({ logs, ...input }: TestInput): Promise<Reconciliation> {
  const spill = mkdtempSync(path.join(tmpdir(), 'tapewarden-access-'));
  try {
    const given = { unverified: () => [], lake: { writes: [], removals: [] }, policy: POLICY, range: DAY };
    return await reconcileAccess(spill, { eachLog: eachOf(logs), ...given, ...input });
  } finally {
    rmSync(spill, { recursive: true, force: true });
  }
}
