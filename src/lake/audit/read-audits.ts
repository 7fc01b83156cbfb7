import { documentFault } from '../../domain/document-fault.js';
import type { AuditRecord } from '../../domain/generated/audit-record.js';
import { sha256 } from '../../domain/sha256.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { AsOf } from '../as-of.js';
import { inParallel } from '../in-parallel.js';
import { type AuditKind, auditKey, type RecordedAudit } from './audit-record.js';

/** A record that cannot be relied on, and why in words that follow its key. */
export type DamagedAudit = { key: string; reason: string };

/** The audits of a kind in their order, and each record that cannot be relied on. */
export type ReadAudits = { audits: RecordedAudit[]; damaged: DamagedAudit[] };

const READERS = 32;

/**
 * All recorded audits of a kind, or those that were made up to a state.
 *
 * A record that cannot be read, is out of its place or does not carry the hash of the one before it is told in `damaged` and left out.
 */
export async function readAudits(store: ObjectStore, kind: AuditKind, as_of?: AsOf): Promise<ReadAudits> {
  const objects = await store.list(`audit/kind=${kind}/`);
  const read = await inParallel(objects, READERS, async ({ key }) => {
    const bytes = (await store.get(key)) ?? new Uint8Array();
    return { key, sha256: sha256(bytes), ...(await parsed(bytes)) };
  });
  const found: ReadAudits = { audits: [], damaged: [] };
  let before: string | null = null;
  for (const [index, one] of read.entries()) {
    const fault: string | null = one.fault ?? linkFault(one, { kind, sequence: index + 1, before });
    before = one.sha256;
    if (one.record === null || fault !== null)
      found.damaged.push({ key: one.key, reason: fault ?? 'cannot be read' });
    else if (stoodThen(one.record, as_of))
      found.audits.push({ key: one.key, sha256: one.sha256, record: one.record });
  }
  return found;
}

function stoodThen({ made_at_ns }: AuditRecord, as_of: AsOf | undefined): boolean {
  return as_of === undefined || BigInt(made_at_ns) <= as_of.instant_ns;
}

async function parsed(bytes: Uint8Array): Promise<{ record: AuditRecord | null; fault: string | null }> {
  try {
    const record = JSON.parse(Buffer.from(bytes).toString('utf8')) as AuditRecord;
    const fault = await documentFault('audit-record', record);
    return fault === null
      ? { record, fault }
      : { record: null, fault: `is no record of an audit (${fault})` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { record: null, fault: 'is no JSON' };
  }
}

type Place = { kind: AuditKind; sequence: number; before: string | null };

function linkFault(
  { key, record }: { key: string; record: AuditRecord | null },
  { kind, sequence, before }: Place,
): string | null {
  const expected = auditKey(kind, sequence);
  if (key !== expected) return `stands where ${expected} was expected`;
  if (record?.kind !== kind || record.sequence !== sequence) return 'is the record of another place';
  return record.previous_sha256 === before
    ? null
    : `follows a record with hash ${record.previous_sha256 ?? 'none'}, expected ${before ?? 'none'}`;
}
