import type { AuditRecordLine } from '../../domain/generated/report.js';
import { formatUtc } from '../format-time.js';
import type { Cell } from '../page.js';

/** Which recorded audit is quoted: its key and hash, when it was made, and by what. */
export function quotedRecord(record: AuditRecordLine): (readonly [string, Cell])[] {
  const { key, sha256, made_at_ns, days_after, tapewarden_version } = record;
  return [
    ['Record', { lines: [{ code: key }, { small: { code: sha256 } }] }],
    ['Made', `${formatUtc(made_at_ns)}, ${ageText(days_after)}, by tapewarden ${tapewarden_version}`],
  ];
}

function ageText(days: number): string {
  if (days === 0) return 'on the trade date';
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  return days > 0 ? `${count} after the trade date` : `${count} before the trade date`;
}
