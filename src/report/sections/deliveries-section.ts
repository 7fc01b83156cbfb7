import type { DeliveryLine, Report } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Block, Row, Section, Span, Table, Text } from '../page.js';
import { cutText } from '../visible-text.js';

/** What arrived: missing feeds and refused files first, then every file in a table. */
export function deliveriesSection({ deliveries, missing_feeds }: Report): Section {
  return {
    title: 'Deliveries',
    blocks: [
      ...actions(deliveries, missing_feeds),
      deliveries.length === 0
        ? { kind: 'paragraph', text: 'No file was offered to this run.' }
        : fileTable(deliveries),
    ],
  };
}

function actions(deliveries: readonly DeliveryLine[], missingFeeds: readonly string[]): Block[] {
  const refused = deliveries.filter(({ status }) => status === 'refused');
  if (refused.length + missingFeeds.length === 0) return [];
  const items: Text[] = [
    ...missingFeeds.map(
      (feed): Text => [
        { mark: 'Missing', state: 'failed' },
        ' Nothing is published for feed ',
        { code: feed },
        '.',
      ],
    ),
    ...refused.map(
      ({ file, refusals }): Text => [
        { mark: 'Refused', state: 'failed' },
        ' ',
        { code: file },
        ...(refusals.length === 0 ? [' No reason is recorded.'] : refusals.flatMap(reason)),
      ],
    ),
  ];
  return [{ kind: 'notice', state: 'failed', blocks: [{ kind: 'list', items }] }];
}

function reason({ code, message }: DeliveryLine['refusals'][number], at: number): Span[] {
  const words = message.replace(` [${code}]`, '');
  return [at === 0 ? ': ' : '; ', cutText(words, 600), ' ', { code }];
}

function fileTable(deliveries: readonly DeliveryLine[]): Table {
  return {
    kind: 'table',
    caption: 'Every file offered to this run. Refused files publish nothing.',
    columns: [
      { title: 'File and SHA-256', as: 'row' },
      { title: 'Status' },
      { title: 'Feed' },
      { title: 'Records', as: 'number' },
      { title: 'Bytes', as: 'number' },
    ],
    rows: deliveries.map(fileRow),
  };
}

const statusMarks: Readonly<Record<DeliveryLine['status'], Span>> = {
  refused: mark('failed', 'Refused'),
  published: mark('complete', 'Published'),
  already_published: mark('complete', 'Published before'),
};

function fileRow({ file, feed, sha256, status, totals, notices = [] }: DeliveryLine): Row {
  const hash: Text = sha256 === null ? 'unreadable' : { code: sha256 };
  const told = notices.map(({ message }) => ({ small: cutText(message, 600) }));
  return [
    { lines: [cutText(file, 200), { small: hash }, ...told] },
    statusMarks[status],
    feed ?? { soft: 'no feed claims it' },
    totals === null ? '–' : formatCount(totals.read),
    totals === null ? '–' : formatCount(totals.bytes),
  ];
}
