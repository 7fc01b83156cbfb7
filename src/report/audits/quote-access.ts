import type { Reconciliation } from '../../domain/generated/reconciliation.js';
import type { AuditedAccess } from '../../domain/generated/report.js';
import type { RecordedAudit } from '../../lake/audit/audit-record.js';
import { chooseAudit, recordLine } from './choose-audit.js';
import { QUOTED_FINDINGS } from './quote-trail.js';

const RANKS = ['high', 'medium', 'low'] as const;

/** What the reconciliation of access says of a trade date; null where none that is recorded touches the day. */
export function quoteAccess(audits: readonly RecordedAudit[], trade_date: string): AuditedAccess | null {
  const known = audits.map((audit) => {
    const result = audit.record.result as Reconciliation;
    return { audit, result, from: result.from, to: result.to };
  });
  const chosen = chooseAudit(known, trade_date);
  if (chosen === null) return null;
  const { audit, result, whole_day, from, to } = chosen;
  const { records, findings } = result;
  const count = (rank: (typeof RANKS)[number]) => findings.filter(({ severity }) => severity === rank).length;
  const gravestFirst = RANKS.flatMap((rank) => findings.filter(({ severity }) => severity === rank));
  return {
    record: recordLine(audit, trade_date),
    ...{ whole_day, from, to },
    logs: result.logs,
    records_read: records.read,
    records_unread: records.unread,
    events_in_range: records.in_range,
    failed_events: records.failed,
    writes: result.writes,
    rules: result.rules.map(({ id, version, title, findings: found }) => ({
      ...{ id, version, title },
      findings: found,
    })),
    ...{ high: count('high'), medium: count('medium'), low: count('low') },
    findings_total: findings.length,
    findings: gravestFirst
      .slice(0, QUOTED_FINDINGS)
      .map(({ rule_id, severity, subject, sentence, meaning, event }) => ({
        ...{ rule_id, severity, subject, sentence, meaning },
        event_time: event?.event_time ?? null,
        principal: event?.principal ?? null,
      })),
  };
}
