import type { AuditedAccess } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import { moreOf } from '../more-of.js';
import type { Block, Section, Span } from '../page.js';
import { cutText } from '../visible-text.js';
import { quotedRecord } from './quoted-record.js';

/** Who touched the lake, as the quoted reconciliation of the trail with the lake's own record found. */
export function accessSection(access: AuditedAccess | null): Section {
  const title = 'Access';
  if (access === null) {
    const text =
      'Not reconciled: no recorded reconciliation covers this day. Nobody has held the trail against what the lake records.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  const { writes, logs, from, to, whole_day } = access;
  return {
    title,
    blocks: [
      {
        kind: 'definitions',
        items: [
          ...quotedRecord(access.record),
          ['Covers', `${from ?? 'nothing'} to ${to ?? 'nothing'}${whole_day ? '' : ', not the whole day'}`],
          ['Logs', `${formatCount(logs.verified)} verified, ${formatCount(logs.unverified)} not used`],
          [
            'Actions',
            `${formatCount(access.events_in_range)} judged, ${formatCount(access.failed_events)} of them not done; ${formatCount(access.records_read)} records read, ${formatCount(access.records_unread)} unreadable`,
          ],
          [
            'Writes that the lake records',
            `${formatCount(writes.due)} = ${formatCount(writes.matched)} with their event + ${formatCount(writes.missing)} without`,
          ],
          [
            'Events that wrote to the lake',
            `${formatCount(writes.events)} = ${formatCount(writes.own)} recorded + ${formatCount(writes.repeated)} repeated + ${formatCount(writes.unrecorded)} unrecorded + ${formatCount(writes.overwriting)} overwriting`,
          ],
        ],
      },
      ...findingsOf(access),
      {
        kind: 'table',
        caption: 'Every rule that was run',
        columns: [{ title: 'Rule', as: 'row' }, { title: 'Looks for' }, { title: 'Findings', as: 'number' }],
        rows: access.rules.map(({ id, version, title: what, findings }) => [
          { lines: [id, { small: `version ${version}` }] },
          what,
          findings === 0 ? '0' : mark('findings', formatCount(findings)),
        ]),
      },
    ],
  };
}

const severityMarks: Readonly<Record<'high' | 'medium' | 'low', Span>> = {
  high: { mark: 'high', state: 'failed' },
  medium: { mark: 'medium', state: 'findings' },
  low: { mark: 'low', state: 'plain' },
};

function findingsOf({ findings, findings_total, high, medium, low }: AuditedAccess): Block[] {
  if (findings.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: [
        `Findings: ${formatCount(high)} high, ${formatCount(medium)} medium, ${formatCount(low)} low`,
        ...moreOf('; ', findings_total - findings.length, 'recorded audit'),
      ],
      columns: [
        { title: 'Rule', as: 'row' },
        { title: 'Severity' },
        { title: 'What happened' },
        { title: 'Who and when' },
      ],
      rows: findings.map(({ rule_id, severity, sentence, meaning, principal, event_time }) => [
        rule_id,
        severityMarks[severity],
        { lines: [cutText(sentence, 600), { small: cutText(meaning, 400) }] },
        { lines: [cutText(principal ?? 'not told', 200), { small: event_time ?? 'no event' }] },
      ]),
    },
  ];
}
