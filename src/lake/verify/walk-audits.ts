import type { ObjectStore } from '../../store/object-store.js';
import { AUDIT_KINDS, type AuditKind } from '../audit/audit-record.js';
import { readAudits } from '../audit/read-audits.js';
import { type Finding, finding } from './finding.js';

/** The recorded audits of a kind as they were read anew. */
export type WalkedAudits = {
  kind: AuditKind;
  /** Records that are there, damaged or not. */
  count: number;
  /** Hash of the newest sound record, for which no other record vouches; null where there is none. */
  head_sha256: string | null;
};

/** Reads every recorded audit and checks form, place and links; nothing stops at a fault. Kinds without a record are left out. */
export async function walkAudits(
  store: ObjectStore,
): Promise<{ audits: WalkedAudits[]; findings: Finding[] }> {
  const audits: WalkedAudits[] = [];
  const findings: Finding[] = [];
  for (const kind of AUDIT_KINDS) {
    const { audits: sound, damaged } = await readAudits(store, kind);
    findings.push(...damaged.map(({ key, reason }) => finding('audit-damaged', key, { reason })));
    const count = sound.length + damaged.length;
    if (count > 0) audits.push({ kind, count, head_sha256: sound.at(-1)?.sha256 ?? null });
  }
  return { audits, findings };
}
