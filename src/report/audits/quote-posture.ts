import type { Posture } from '../../domain/generated/posture.js';
import type { AuditedPosture } from '../../domain/generated/report.js';
import type { RecordedAudit } from '../../lake/audit/audit-record.js';
import { recordLine } from './choose-audit.js';

const ORDER = ['fail', 'unknown', 'pass'] as const;

/** The first posture of the account that was recorded after the trade date had ended, else the newest before; null without any. */
export function quotePosture(audits: readonly RecordedAudit[], trade_date: string): AuditedPosture | null {
  const lines = audits.map((audit) => ({ audit, line: recordLine(audit, trade_date) }));
  const chosen = lines.find(({ line }) => line.days_after >= 1) ?? lines.at(-1);
  if (chosen === undefined) return null;
  const result = chosen.audit.record.result as Posture;
  return {
    record: chosen.line,
    checked_at: result.checked_at,
    pass: result.pass,
    fail: result.fail,
    unknown: result.unknown,
    resources: result.resources.length,
    controls: ORDER.flatMap((verdict) => result.controls.filter((one) => one.verdict === verdict)).map(
      ({ id, resource, title, verdict, nist_800_53, sec_17a_4, fix, evidence, missing_permission }) => ({
        ...{ id, resource, title, verdict, nist_800_53, sec_17a_4, fix, evidence, missing_permission },
      }),
    ),
  };
}
