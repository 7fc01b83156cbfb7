import type { AuditRecordLine } from '../../domain/generated/report.js';
import type { RecordedAudit } from '../../lake/audit/audit-record.js';

/** A range of time, yyyy-MM-ddTHH:mm:ssZ; null where nothing says how far it goes. */
export type Covered = { readonly from: string | null; readonly to: string | null };

const DAY_MS = 86_400_000;
const NS_PER_MS = 1_000_000n;

/**
 * The newest audit that covers a trade date, as a day in UTC, from its begin to its end, or else the newest that covers a part of it.
 *
 * Null where none touches the day.
 */
export function chooseAudit<Audit extends Covered>(
  audits: readonly Audit[],
  trade_date: string,
): (Audit & { whole_day: boolean }) | null {
  const begin = Date.parse(`${trade_date}T00:00:00Z`);
  const touching = audits.flatMap((audit) => {
    const [from, to] = [audit.from, audit.to].map((end) => (end === null ? null : Date.parse(end)));
    if (from === null || to === null || from === undefined || to === undefined) return [];
    if (to <= begin || from >= begin + DAY_MS) return [];
    return [{ ...audit, whole_day: from <= begin && to >= begin + DAY_MS }];
  });
  return touching.findLast(({ whole_day }) => whole_day) ?? touching.at(-1) ?? null;
}

/** The line that says which record is quoted. */
export function recordLine({ key, sha256, record }: RecordedAudit, trade_date: string): AuditRecordLine {
  const { sequence, made_at_ns, tapewarden_version, sound } = record;
  const made_ms = Number(BigInt(made_at_ns) / NS_PER_MS);
  const days_after = Math.floor((made_ms - Date.parse(`${trade_date}T00:00:00Z`)) / DAY_MS);
  return { key, sha256, sequence, made_at_ns, days_after, tapewarden_version, sound };
}
