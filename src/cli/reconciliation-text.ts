import type { Reconciliation } from '../domain/generated/reconciliation.js';
import { counted, formatTable, grouped } from './format-table.js';

/** Findings as a table, by rules and times; logs and records that could not be used come first, a line each. */
export function reconciliationText(document: Reconciliation, width: number): string {
  const unusable = [
    ...document.unverified.map(({ key, reason }) => ['unverified', '', `${key}: ${reason}`]),
    ...document.unread.map(({ log_key, record, reason }) => [
      'unread',
      '',
      `${log_key}${record === null ? '' : `, record ${record}`}: ${reason}`,
    ]),
  ];
  const rows = document.findings.map(({ severity, event, rule_id, sentence }) => [
    severity,
    event?.event_time ?? '',
    `${sentence} [${rule_id}]`,
  ]);
  const all = [...unusable, ...rows];
  if (all.length === 0) return '';
  return formatTable([{ title: 'severity' }, { title: 'utc' }, { title: 'finding' }], all, width);
}

/** The counts of both records in a few lines; each of them adds up. */
export function reconciliationSummary({
  logs,
  records,
  writes,
  rules,
  findings,
  ...range
}: Reconciliation): string {
  const others = [
    [records.unread, 'unread'],
    [records.duplicates, 'delivered again'],
    [records.shared, 'of other accounts'],
    [records.updates, 'completing others'],
    [records.events - records.in_range, 'outside the range'],
  ] as const;
  const notes = others.filter(([count]) => count > 0).map(([count, what]) => `, ${grouped(count)} ${what}`);
  const strange = [
    [writes.repeated, 'repeated'],
    [writes.unrecorded, 'unrecorded'],
    [writes.overwriting, 'overwriting'],
  ] as const;
  const beside = strange.filter(([count]) => count > 0).map(([count, what]) => `, ${grouped(count)} ${what}`);
  const broken = rules.filter((rule) => rule.findings > 0).length;
  return [
    `range       ${range.from} to ${range.to}, ${range.lake}`,
    `logs        ${grouped(logs.verified)} verified, ${grouped(logs.unverified)} unverified and not used`,
    `records     ${grouped(records.in_range)} actions, of which ${grouped(records.failed)} failed${notes.join('')}`,
    `writes      ${grouped(writes.due)} recorded by the lake, ${grouped(writes.matched)} with their event, ${grouped(writes.missing)} without`,
    `events      ${counted(writes.events, 'write')} of lake objects, ${grouped(writes.own)} as recorded${beside.join('')}`,
    `findings    ${grouped(findings.length)} by ${grouped(broken)} of ${counted(rules.length, 'rule')}`,
    '',
  ].join('\n');
}
