import type { AuditedTrail } from '../../domain/generated/report.js';
import type { TrailVerification } from '../../domain/generated/trail-verification.js';
import type { RecordedAudit } from '../../lake/audit/audit-record.js';
import { type Covered, chooseAudit, recordLine } from './choose-audit.js';

/** Findings that a report quotes of one audit; all are counted. */
export const QUOTED_FINDINGS = 200;

/** What the verification of a trail says of a trade date; null where none that is recorded touches the day. */
export function quoteTrail(audits: readonly RecordedAudit[], trade_date: string): AuditedTrail | null {
  const known = audits.map((audit) => {
    const result = audit.record.result as TrailVerification;
    return { audit, result, ...coveredBy(result) };
  });
  const chosen = chooseAudit(known, trade_date);
  if (chosen === null) return null;
  const { audit, result, whole_day, from, to } = chosen;
  const { totals, findings, gaps } = result;
  return {
    record: recordLine(audit, trade_date),
    ...{ whole_day, from, to },
    bucket: result.bucket,
    chains: result.chains.length,
    digests: totals.digests,
    backfill_digests: totals.backfill_digests,
    logs: totals.logs,
    missing_hours: totals.missing_hours,
    unnamed_objects: totals.unnamed_objects,
    gaps: gaps.length,
    unexplained_gaps: gaps.filter(({ explained_by }) => explained_by === null).length,
    findings_total: findings.length,
    findings: findings.slice(0, QUOTED_FINDINGS).map(({ code, uri, message }) => ({ code, uri, message })),
  };
}

/** What every hourly chain has valid digests of: what one alone covers says nothing of the other regions. */
function coveredBy({ chains }: TrailVerification): Covered {
  const hourly = chains.filter(({ kind }) => kind === 'standard');
  const [firsts, lasts] = [hourly.map(({ first }) => first), hourly.map(({ last }) => last)];
  if (hourly.length === 0 || firsts.includes(null) || lasts.includes(null)) return { from: null, to: null };
  return { from: (firsts as string[]).sort().at(-1) ?? null, to: (lasts as string[]).sort()[0] ?? null };
}
