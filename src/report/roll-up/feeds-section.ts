import type { ReportRollUp, RollUpFeed } from '../../domain/generated/report-roll-up.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Cell, Row, Section } from '../page.js';

/** What each feed owed and sent over the period. */
export function feedsSection({ feeds }: ReportRollUp): Section {
  const numbers = [
    'Due',
    'Complete',
    'Missing',
    'Late',
    'Files',
    'Refused',
    'Control breaks',
    'Read',
    'Rejected',
    'Duplicates',
  ];
  return {
    title: 'Feeds',
    blocks: [
      feeds.length === 0
        ? { kind: 'paragraph', text: 'No feed is known, so that nothing was due.' }
        : {
            kind: 'table',
            caption: 'Due, complete, missing and late count days; files and records count themselves.',
            columns: [
              { title: 'Feed', as: 'row' },
              ...numbers.map((title) => ({ title, as: 'number' as const })),
            ],
            rows: feeds.map(feedRow),
          },
    ],
  };
}

function feedRow(line: RollUpFeed): Row {
  const {
    feed,
    due,
    complete,
    missing,
    late,
    received,
    refused,
    control_breaks,
    read,
    rejected,
    duplicates,
  } = line;
  const bad = (count: number): Cell => (count === 0 ? '–' : mark('failed', formatCount(count)));
  return [
    feed,
    ...[due, complete].map(formatCount),
    bad(missing),
    late === 0 ? '–' : mark('findings', formatCount(late)),
    formatCount(received),
    bad(refused),
    bad(control_breaks),
    ...[read, rejected, duplicates].map(formatCount),
  ];
}
