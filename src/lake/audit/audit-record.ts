import type { AuditRecord } from '../../domain/generated/audit-record.js';

export type AuditKind = AuditRecord['kind'];

/** Every kind of audit that a lake records, in the order in which reports tell of them. */
export const AUDIT_KINDS = ['trail', 'access', 'posture'] as const satisfies readonly AuditKind[];

/** A recorded audit with the key and hash of the object that holds it. */
export type RecordedAudit = { key: string; sha256: string; record: AuditRecord };

/** Key of an audit by its kind and its place among those of its kind, from 1. */
export function auditKey(kind: AuditKind, sequence: number): string {
  return `audit/kind=${kind}/${String(sequence).padStart(8, '0')}.json`;
}

/** Bytes of an audit as they are stored and hashed. */
export function auditBytes(record: AuditRecord): Buffer {
  return Buffer.from(`${JSON.stringify(record, null, 1)}\n`, 'utf8');
}
