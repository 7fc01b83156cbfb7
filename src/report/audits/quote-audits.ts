import type { ReportAudits } from '../../domain/generated/report.js';
import type { AuditKind } from '../../lake/audit/audit-record.js';
import type { ReadAudits } from '../../lake/audit/read-audits.js';
import { quoteAccess } from './quote-access.js';
import { quotePosture } from './quote-posture.js';
import { quoteTrail } from './quote-trail.js';

/** The recorded audits of a lake, by kind. */
export type KnownAudits = { readonly [Kind in AuditKind]: ReadAudits };

/** What the recorded audits say of a trade date, each with the key and hash of the record that is quoted. */
export function quoteAudits({ trail, access, posture }: KnownAudits, trade_date: string): ReportAudits {
  return {
    trail: quoteTrail(trail.audits, trade_date),
    access: quoteAccess(access.audits, trade_date),
    posture: quotePosture(posture.audits, trade_date),
    damaged: [trail, access, posture].flatMap(({ damaged }) =>
      damaged.map(({ key, reason }) => `${key}: ${reason}`),
    ),
  };
}
