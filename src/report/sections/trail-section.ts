import type { AuditCounts, AuditedTrail } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { moreOf } from '../more-of.js';
import type { Block, Row, Section } from '../page.js';
import { cutText } from '../visible-text.js';
import { quotedRecord } from './quoted-record.js';

/** Whether the record of who touched the data is itself intact, as the quoted verification found. */
export function trailSection(trail: AuditedTrail | null): Section {
  const title = 'Trail';
  if (trail === null) {
    const text =
      'Not verified: no recorded verification of a trail covers this day. Nothing here says who touched the data.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  const { from, to, bucket, chains, gaps, unexplained_gaps, missing_hours, unnamed_objects } = trail;
  const numbers = ['All', 'As delivered', 'Not intact', 'Unreadable', 'Not vouched for'];
  return {
    title,
    blocks: [
      {
        kind: 'definitions',
        items: [
          ...quotedRecord(trail.record),
          [
            'Covers',
            `${from ?? 'nothing'} to ${to ?? 'nothing'}${trail.whole_day ? '' : ', not the whole day'}`,
          ],
          ['Bucket', { code: bucket }],
          ['Chains of digests', formatCount(chains)],
          ['Hours without a digest', formatCount(missing_hours)],
          ['Objects that no digest names', formatCount(unnamed_objects)],
          [
            'Times without logging',
            `${formatCount(gaps)}, ${formatCount(unexplained_gaps)} of them not explained`,
          ],
        ],
      },
      {
        kind: 'table',
        caption: 'Objects of the trail by verdict',
        columns: [
          { title: 'Object', as: 'row' },
          ...numbers.map((name) => ({ title: name, as: 'number' as const })),
        ],
        rows: [
          countsRow('Digests', trail.digests),
          countsRow('Digests of late logs', trail.backfill_digests),
          countsRow('Logs', trail.logs),
        ],
      },
      ...findings(trail),
    ],
  };
}

function countsRow(name: string, { total, valid, invalid, unverifiable, unverified }: AuditCounts): Row {
  return [name, ...[total, valid, invalid, unverifiable, unverified].map(formatCount)];
}

function findings({ findings: shown, findings_total }: AuditedTrail): Block[] {
  if (shown.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: ['Findings', ...moreOf('; ', findings_total - shown.length, 'recorded audit')],
      columns: [{ title: 'Finding', as: 'row' }, { title: 'About what, what is, and what to do' }],
      rows: shown.map(({ code, uri, message }) => [
        { code },
        {
          lines: [
            { code: cutText(uri, 300) },
            cutText(message.startsWith(`${uri}: `) ? message.slice(uri.length + 2) : message, 600),
          ],
        },
      ]),
    },
  ];
}
