import type { ReportRollUp, RollUpDay } from '../../domain/generated/report-roll-up.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Cell, Figure, Section } from '../page.js';
import { dayBars } from './day-bars.js';

/** What was owed, came and was rejected, day by day; days without a session and without files are left out. */
export function arrivalsByDaySection({ days }: ReportRollUp): Section {
  const shown = days.filter(({ state }) => state !== 'no_session');
  const title = 'Arrivals and rejects by day';
  if (shown.length === 0) {
    return { title, blocks: [{ kind: 'paragraph', text: 'No day of the period had a session or a file.' }] };
  }
  return { title, blocks: [arrivals(shown), rejects(shown)] };
}

function arrivals(days: readonly RollUpDay[]): Figure {
  const numbers = ['Due', 'Complete', 'Incomplete', 'To come', 'Missing', 'Late', 'Files', 'Refused'];
  return {
    kind: 'figure',
    title: 'Feeds by day',
    description:
      'A bar for each day, as high as feeds owed or sent something, divided into complete, incomplete and still to come. The table below has the counts.',
    drawing: dayBars(days, {
      series: ['complete', 'incomplete', 'still to come'],
      measure: 'feeds',
      valuesOf: ({ deliveries: { complete, incomplete, not_due_yet } }) => [
        complete,
        incomplete,
        not_due_yet,
      ],
    }),
    data: {
      kind: 'table',
      caption: 'What feeds owed and sent by day: feeds, and files that stand or were refused',
      columns: columnsOf(numbers),
      rows: days.map(({ trade_date, deliveries }) => [
        trade_date,
        ...[deliveries.due, deliveries.complete, deliveries.incomplete, deliveries.not_due_yet].map(
          shownCount,
        ),
        bad(deliveries.missing),
        deliveries.late === 0 ? '–' : mark('findings', formatCount(deliveries.late)),
        shownCount(deliveries.received),
        bad(deliveries.refused),
      ]),
    },
  };
}

function rejects(days: readonly RollUpDay[]): Figure {
  return {
    kind: 'figure',
    title: 'Rejected records by day',
    description:
      'A bar for each day, as high as records were rejected; a cross where no run looked. The table below has the counts.',
    drawing: dayBars(days, {
      series: ['rejected'],
      measure: 'records',
      valuesOf: ({ run }) => (run === null ? null : [run.records.rejected]),
    }),
    data: {
      kind: 'table',
      caption: 'Records by day, of days with a run',
      columns: columnsOf(['Read', 'Accepted', 'Rejected', 'Duplicates']),
      rows: days.map(({ trade_date, run }) => [
        trade_date,
        ...(run === null
          ? ['–', '–', '–', '–']
          : [run.records.read, run.records.accepted, run.records.rejected, run.records.duplicates].map(
              formatCount,
            )),
      ]),
    },
  };
}

function columnsOf(numbers: readonly string[]) {
  return [
    { title: 'Date', as: 'row' } as const,
    ...numbers.map((title) => ({ title, as: 'number' }) as const),
  ];
}

function shownCount(count: number): string {
  return count === 0 ? '–' : formatCount(count);
}

function bad(count: number): Cell {
  return count === 0 ? '–' : mark('failed', formatCount(count));
}
