import type { ReportRollUp, RollUpDay } from '../../domain/generated/report-roll-up.js';
import { counted } from '../counted.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Row, Section, Span } from '../page.js';

const dayMarks: Readonly<Record<RollUpDay['state'], Span>> = {
  run: mark('complete', 'Run'),
  no_run: mark('failed', 'No run'),
  not_due_yet: mark('incomplete', 'To come'),
  no_session: { soft: 'No session' },
};

/** Every day of the period, whether or not anybody looked at it. */
export function daysSection({ days, totals }: ReportRollUp): Section {
  const numbers = ['Read', 'Rejected', 'High', 'Medium', 'Low', 'Silent', 'US dollars'];
  return {
    title: 'Every day',
    blocks: [
      {
        kind: 'table',
        caption:
          'Silent: patterns that failed, did not run or were inconclusive, and so say nothing of the day.',
        columns: [
          { title: 'Date', as: 'row' },
          { title: 'Run' },
          { title: 'Deliveries' },
          ...numbers.map((title) => ({ title, as: 'number' as const })),
        ],
        rows: days.map(dayRow),
        total: [
          counted(totals.days, 'day'),
          `${formatCount(totals.days_run)} run`,
          `${formatCount(totals.deliveries.missing)} missing`,
          formatCount(totals.records.read),
          formatCount(totals.records.rejected),
          ...[totals.alerts.high, totals.alerts.medium, totals.alerts.low].map(formatCount),
          '',
          totals.jobs.usd,
        ],
      },
    ],
  };
}

function dayRow({
  trade_date,
  session,
  session_name,
  state,
  ledger,
  missing_feeds,
  run,
  jobs,
}: RollUpDay): Row {
  const name =
    session_name === null
      ? []
      : [{ small: `${session_name}${session === 'closed' ? '' : `, ${session.replace('_', ' ')}`}` }];
  const missing = missing_feeds.length === 0 ? [] : [{ small: `missing: ${missing_feeds.join(', ')}` }];
  const silent = run === null ? 0 : run.inconclusive.length + run.failed.length;
  const numbers =
    run === null
      ? ['–', '–', '–', '–', '–', '–']
      : [
          ...[run.records.read, run.records.rejected, run.alerts.high, run.alerts.medium, run.alerts.low].map(
            formatCount,
          ),
          silent === 0 ? '0' : mark('incomplete', formatCount(silent)),
        ];
  return [
    { lines: [trade_date, ...name] },
    dayMarks[state],
    { lines: [ledger.replaceAll('_', ' '), ...missing] },
    ...numbers,
    {
      lines: [
        jobs.jobs === 0 ? '–' : jobs.usd,
        ...(jobs.unpriced === 0 ? [] : [{ small: `${formatCount(jobs.unpriced)} not known` }]),
      ],
    },
  ];
}
