import type { Posture } from '../../../src/domain/generated/posture.js';
import type { AuditDraft } from '../../../src/lake/audit/record-audit.js';

const posture: Posture = {
  format: 1,
  lake: 's3://acme/lake',
  checked_at: '2026-11-21T02:00:00Z',
  resources: ['s3://acme'],
  pass: 1,
  fail: 0,
  unknown: 0,
  controls: [],
};

/** What an audit of a sound posture said, or a part of it otherwise. */
export function auditDraft(part: Partial<AuditDraft> = {}): AuditDraft {
  return {
    kind: 'posture',
    write_id: 'w1',
    tapewarden_version: '1.2.3',
    sound: true,
    result: posture,
    ...part,
  };
}
