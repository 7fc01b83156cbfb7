import type { ReportRollUp, RollUpDay } from '../../domain/generated/report-roll-up.js';
import { counted } from '../counted.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Row, Section, Span, Table } from '../page.js';
import { dayBars } from './day-bars.js';

const dayMarks: Readonly<Record<RollUpDay['state'], Span>> = {
  run: mark('complete', 'Run'),
  no_run: mark('failed', 'No run'),
  not_due_yet: mark('incomplete', 'To come'),
  no_session: { soft: 'No session' },
};

/** Every day of the period, whether or not anybody looked at it. */
export function daysSection(rollUp: ReportRollUp): Section {
  return {
    title: 'Every day',
    blocks: [
      {
        kind: 'figure',
        title: 'Alerts by day and severity',
        description:
          'A bar for each day with a session or a run, as high as it has alerts, divided by severity; a cross where no run looked. The table below has every day.',
        drawing: dayBars(rollUp.days, {
          series: ['high', 'medium', 'low'],
          measure: 'alerts',
          valuesOf: ({ run }) => run && [run.alerts.high, run.alerts.medium, run.alerts.low],
        }),
        data: dayTable(rollUp),
      },
    ],
  };
}

function dayTable({ days, totals }: ReportRollUp): Table {
  const numbers = ['High', 'Medium', 'Low', 'Silent', 'US dollars'];
  return {
    kind: 'table',
    caption: 'Silent: patterns that failed, did not run or were inconclusive, and so say nothing of the day.',
    columns: [
      { title: 'Date', as: 'row' },
      { title: 'Run' },
      { title: 'Deliveries' },
      ...numbers.map((title) => ({ title, as: 'number' as const })),
    ],
    rows: days.map((day) => dayRow(day, missingText(day, days))),
    total: [
      counted(totals.days, 'day'),
      `${formatCount(totals.days_run)} run`,
      `${formatCount(totals.deliveries.missing)} missing`,
      ...[totals.alerts.high, totals.alerts.medium, totals.alerts.low].map(formatCount),
      '',
      totals.jobs.usd,
    ],
  };
}

/** Which feeds are missing; of more than three that were so before, the day of which they are named. */
function missingText({ trade_date, missing_feeds }: RollUpDay, days: readonly RollUpDay[]): string {
  if (missing_feeds.length === 0) return '';
  const names = missing_feeds.join(', ');
  const first = days.find((day) => day.missing_feeds.join(', ') === names)?.trade_date ?? trade_date;
  return missing_feeds.length <= 3 || first === trade_date
    ? `missing: ${names}`
    : `missing: the same ${counted(missing_feeds.length, 'feed')} as on ${first}`;
}

function dayRow(
  { trade_date, session, session_name, state, ledger, run, jobs }: RollUpDay,
  missing: string,
): Row {
  const name =
    session_name === null
      ? []
      : [{ small: `${session_name}${session === 'closed' ? '' : `, ${session.replace('_', ' ')}`}` }];
  const silent = run === null ? 0 : run.inconclusive.length + run.failed.length;
  const numbers =
    run === null
      ? ['–', '–', '–', '–']
      : [
          ...[run.alerts.high, run.alerts.medium, run.alerts.low].map(formatCount),
          silent === 0 ? '0' : mark('incomplete', formatCount(silent)),
        ];
  return [
    { lines: [trade_date, ...name] },
    dayMarks[state],
    { lines: [ledger.replaceAll('_', ' '), ...(missing === '' ? [] : [{ small: missing }])] },
    ...numbers,
    {
      lines: [
        jobs.jobs === 0 ? '–' : jobs.usd,
        ...(jobs.unpriced === 0 ? [] : [{ small: `${formatCount(jobs.unpriced)} not known` }]),
      ],
    },
  ];
}
