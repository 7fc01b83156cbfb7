import type { AuditRecord } from '../../domain/generated/audit-record.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256 } from '../../domain/sha256.js';
import type { ObjectStore } from '../../store/object-store.js';
import { auditBytes, auditKey, type RecordedAudit } from './audit-record.js';

/** What an audit said, before it has its place. */
export type AuditDraft = Pick<AuditRecord, 'kind' | 'write_id' | 'tapewarden_version' | 'sound' | 'result'>;

const ATTEMPTS = 16;

/**
 * Records what an audit said, after the newest one of its kind and with its hash.
 *
 * A put of which the reply was lost is known again by its write id. Throws `commit-contended` where 16 places in a row were taken by others.
 */
export async function recordAudit(
  store: ObjectStore,
  draft: AuditDraft,
  now_ns: bigint,
): Promise<RecordedAudit> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const newest = (await store.list(`audit/kind=${draft.kind}/`)).at(-1);
    const before = newest === undefined ? null : ((await store.get(newest.key)) ?? new Uint8Array());
    const sequence = newest === undefined ? 1 : Number(/([0-9]+)\.json$/.exec(newest.key)?.[1]) + 1;
    const { kind, write_id, tapewarden_version, sound, result } = draft;
    const record: AuditRecord = {
      format: 1,
      kind,
      sequence,
      previous_sha256: before === null ? null : sha256(before),
      write_id,
      made_at_ns: String(laterOf(now_ns, before)),
      tapewarden_version,
      sound,
      result,
    };
    const bytes = auditBytes(record);
    const key = auditKey(kind, sequence);
    const { outcome } = await store.putIfAbsent(key, { bytes });
    if (outcome === 'stored' || (await isOurs(store, key, bytes)))
      return { key, sha256: sha256(bytes), record };
  }
  throw new OperationalFailure(
    'commit-contended',
    { feed: 'audit', attempts: ATTEMPTS },
    { retryable: true },
  );
}

/** Times never fall along the records, whatever the clocks of their writers say. */
function laterOf(now_ns: bigint, before: Uint8Array | null): bigint {
  const made =
    before === null ? undefined : /"made_at_ns": "([0-9]+)"/.exec(Buffer.from(before).toString())?.[1];
  return made === undefined || BigInt(made) <= now_ns ? now_ns : BigInt(made);
}

async function isOurs(store: ObjectStore, key: string, bytes: Uint8Array): Promise<boolean> {
  const standing = await store.get(key);
  return standing !== null && Buffer.compare(standing, bytes) === 0;
}
