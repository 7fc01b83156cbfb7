import type { Accounting, AccountingLine } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Cell, Section, Span } from '../page.js';

/** What became of each record of the published files, per feed and in total, with whether it adds up. */
export function accountingSection({ feeds, total }: Accounting): Section {
  const title = 'Records';
  if (feeds.length === 0) return { title, blocks: [{ kind: 'paragraph', text: 'No record was read.' }] };
  const numbers = ['Files', 'Refused', 'Read', 'Accepted', 'Rejected', 'Duplicates'];
  return {
    title,
    blocks: [
      {
        kind: 'table',
        caption:
          'Read must equal accepted + rejected + duplicates, for every published file. Records of refused files are not counted.',
        columns: [
          { title: 'Feed', as: 'row' },
          ...numbers.map((name) => ({ title: name, as: 'number' as const })),
          { title: 'Adds up' },
        ],
        rows: feeds.map((line) => [line.feed, ...counts(line)]),
        total: ['All feeds', ...counts(total)],
      },
    ],
  };
}

function counts(line: AccountingLine): Cell[] {
  const { deliveries, refused, read, accepted, rejected, duplicates } = line;
  return [...[deliveries, refused, read, accepted, rejected, duplicates].map(formatCount), balance(line)];
}

function balance({ deliveries, balanced }: AccountingLine): Span {
  if (!balanced) return mark('failed', 'No');
  return deliveries === 0 ? mark('incomplete', 'Nothing published') : mark('complete', 'Yes');
}
