import type {
  QuarantineLine,
  RejectionGroup,
  RejectionReason,
  RejectionSummary,
  Report,
} from '../../domain/generated/report.js';
import { counted } from '../counted.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Block, Cell, Row, Section, Table } from '../page.js';
import { rejectsByTime } from './rejects-by-time.js';

/** What has become of rejected records, and their faults by feed and code, with a few examples of each. */
export function rejectionsSection({
  rejections,
  quarantine,
  arrivals,
  trade_date,
}: Pick<Report, 'rejections' | 'quarantine' | 'arrivals' | 'trade_date'>): Section {
  const { records_rejected, reasons } = rejections;
  const none: Block = {
    kind: 'paragraph',
    text:
      records_rejected === 0
        ? 'No record was rejected.'
        : `${formatCount(records_rejected)} records were rejected; their faults were not at hand for this report.`,
  };
  const faults = reasons.length === 0 ? none : faultTable(rejections);
  const figure = rejectsByTime(arrivals, trade_date);
  return {
    title: 'Rejected records',
    blocks: [
      ...(quarantine.length === 0 ? [] : [stateTable(quarantine)]),
      faults,
      ...(figure === null ? [] : [figure]),
    ],
  };
}

function stateTable(quarantine: readonly QuarantineLine[]): Table {
  const numbers = ['Rejected', 'Repaired', 'Withdrawn', 'Open'];
  return {
    kind: 'table',
    caption:
      'What has become of them, as the lake stood when this report was made. Rejected is repaired + withdrawn + open.',
    columns: [{ title: 'Feed', as: 'row' }, ...numbers.map((title) => ({ title, as: 'number' as const }))],
    rows: quarantine.map(({ feed, rejected, repaired, withdrawn, open, unlisted }) => [
      feed,
      ...[rejected, repaired, withdrawn].map(formatCount),
      openCell(open, unlisted),
    ]),
  };
}

function openCell(open: number, unlisted: number): Cell {
  const count = open === 0 ? '0' : mark('findings', formatCount(open));
  if (unlisted === 0) return count;
  const beyond = `${formatCount(unlisted)} without a stored fault: send the file again`;
  return { lines: [count, { small: beyond }] };
}

function captionOf({
  records_rejected,
  records_listed,
  records_unlisted,
  records_removed,
}: RejectionSummary): string {
  const parts = [
    `${formatCount(records_listed)} of ${counted(records_rejected, 'rejected record')} with stored faults, all of them counted`,
    records_unlisted > 0 ? `${formatCount(records_unlisted)} beyond the most that are stored of a file` : '',
    records_removed > 0 ? `the faults of ${formatCount(records_removed)} were removed by retention` : '',
    'a record with several faults is counted under each',
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

function faultTable(rejections: RejectionSummary): Table {
  return {
    kind: 'table',
    caption: captionOf(rejections),
    columns: [
      { title: 'Fault', as: 'row' },
      { title: 'Feed' },
      { title: 'Records', as: 'number' },
      { title: 'Faults', as: 'number' },
      { title: 'Examples' },
    ],
    rows: rejections.reasons.map((reason) => faultRow(reason, rejections.groups)),
  };
}

function faultRow({ feed, code, faults, records }: RejectionReason, groups: readonly RejectionGroup[]): Row {
  const examples = groups.find((group) => group.feed === feed && group.code === code)?.examples ?? [];
  const lines = examples.flatMap(({ file, line, message }) => [message, { small: `${file}, line ${line}` }]);
  return [{ code }, feed, formatCount(records), formatCount(faults), { lines }];
}
