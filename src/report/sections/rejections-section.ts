import type { QuarantineLine, RejectionGroup, Report } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Block, Cell, Row, Section, Table } from '../page.js';

/** What has become of rejected records, and their faults by feed and code, with a few examples of each. */
export function rejectionsSection({ rejections, quarantine }: Report): Section {
  const { records_rejected, records_given, groups } = rejections;
  const none: Block = {
    kind: 'paragraph',
    text:
      records_rejected === 0
        ? 'No record was rejected.'
        : `${formatCount(records_rejected)} records were rejected; their faults were not at hand for this report.`,
  };
  const faults = groups.length === 0 ? none : faultTable(groups, captionOf(records_rejected, records_given));
  return {
    title: 'Rejected records',
    blocks: quarantine.length === 0 ? [faults] : [stateTable(quarantine), faults],
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

function captionOf(rejected: number, given: number): string {
  const part =
    given < rejected
      ? `A sample: the faults of ${formatCount(given)} of ${formatCount(rejected)} rejected records.`
      : `The faults of ${formatCount(given)} records.`;
  return `${part} A record with several faults is counted under each.`;
}

function faultTable(groups: readonly RejectionGroup[], caption: string): Table {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'Fault', as: 'row' },
      { title: 'Feed' },
      { title: 'Faults', as: 'number' },
      { title: 'Examples' },
    ],
    rows: groups.map(faultRow),
  };
}

function faultRow({ feed, code, faults, examples }: RejectionGroup): Row {
  const lines = examples.flatMap(({ file, line, message }) => [message, { small: `${file}, line ${line}` }]);
  return [{ code }, feed, formatCount(faults), { lines }];
}
