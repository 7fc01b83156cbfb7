import { WEEKDAYS, weekdayOf } from '../domain/calendar-date.js';
import type { LedgerDay } from '../domain/generated/ledger-day.js';
import { sharedReasons } from '../lake/ledger/shared-reasons.js';
import { formatTable } from './format-table.js';

type Verdict = LedgerDay['verdict'];

const CELL = 11;

const weekend: readonly string[] = ['saturday', 'sunday'];

const signs: Readonly<Record<Verdict, string>> = {
  complete: '✓',
  incomplete: '✗',
  not_due_yet: '○',
  nothing_due: '·',
  no_session: '–',
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const legend = [
  '✓ all that was due is there        ✗ something is missing, refused or unexpected',
  '○ not due yet                      – no session',
  '· nothing due                      ½ early close',
  'n/m: feeds that are complete, of those that owe something or delivered',
];

/** A month's ledger for a person: a grid of weeks from Monday, 77 columns wide, its legend, and why days are not whole. */
export function ledgerMonthText(days: readonly LedgerDay[], width: number): string {
  const [first] = days;
  if (first === undefined) return '';
  const head = `${months[Number(first.trade_date.slice(5, 7)) - 1]} ${first.trade_date.slice(0, 4)}`;
  const weekdays = WEEKDAYS.map((name) => ` ${name.charAt(0).toUpperCase()}${name.slice(1, 3)}`.padEnd(CELL));
  const lines = [
    head,
    '',
    weekdays.join(''),
    ...weeksOf(days).flatMap(weekLines),
    ...legend,
    ...namedDays(days),
  ];
  const text = lines.map((line) => `${line.trimEnd()}\n`).join('');
  const reasons = reasonTable(days, width);
  return reasons === '' ? text : `${text}\n${reasons}`;
}

/** The holidays and half days of the month by name, two to a line. */
function namedDays(days: readonly LedgerDay[]): string[] {
  const named = days.flatMap(({ trade_date, entries }) => {
    const session = entries.map((entry) => entry.session).find(({ name }) => name !== null);
    if (session === undefined || weekend.includes(weekdayOf(trade_date))) return [];
    return [`${Number(trade_date.slice(8))}: ${session.name}`];
  });
  return named.flatMap((_, index) =>
    index % 2 === 0 ? [`${(named[index] ?? '').padEnd(35)}${named[index + 1] ?? ''}`] : [],
  );
}

type Week = readonly (LedgerDay | null)[];

/** The days in rows of seven, empty before the first. */
function weeksOf(days: readonly LedgerDay[]): Week[] {
  const before = WEEKDAYS.indexOf(weekdayOf(days[0]?.trade_date ?? ''));
  const cells = [...Array.from({ length: before }, () => null), ...days];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    cells.slice(week * 7, week * 7 + 7),
  );
}

function weekLines(week: Week): string[] {
  const line = (cellOf: (day: LedgerDay) => string): string =>
    week.map((day) => (day === null ? '' : cellOf(day)).padEnd(CELL)).join('');
  return [line(dayCell), line(verdictCell), ''];
}

function dayCell({ trade_date, entries }: LedgerDay): string {
  const half = entries.some(({ session }) => session.kind === 'early_close') ? ' ½' : '';
  return ` ${String(Number(trade_date.slice(8))).padStart(2)}${half}`;
}

function verdictCell({ verdict, entries }: LedgerDay): string {
  const owing = entries.filter((entry) => ['complete', 'incomplete', 'not_due_yet'].includes(entry.verdict));
  const complete = owing.filter((entry) => entry.verdict === 'complete').length;
  return `  ${signs[verdict]}${owing.length === 0 ? '' : ` ${complete}/${owing.length}`}`;
}

/** Incomplete days with the reason, days in a row that share one together. */
function reasonTable(days: readonly LedgerDay[], width: number): string {
  const runs: { first: string; last: string; count: number; reason: string }[] = [];
  let before: string | null = null;
  for (const { trade_date, verdict, entries } of days) {
    if (verdict === 'no_session') continue;
    const open = entries.filter((entry) => entry.verdict === 'incomplete');
    const reason = verdict === 'incomplete' ? sharedReasons(open).join('; ') : null;
    const run = runs.at(-1);
    if (reason !== null && reason === before && run !== undefined) {
      run.last = trade_date;
      run.count += 1;
    } else if (reason !== null) {
      runs.push({ first: trade_date, last: trade_date, count: 1, reason });
    }
    before = reason;
  }
  if (runs.length === 0) return '';
  const rows = runs.map(({ first, last, count, reason }) => [
    `${signs.incomplete} ${first}${count === 1 ? '' : ` to ${last.slice(8)}`}`,
    reason,
  ]);
  return formatTable([{ title: '  date' }, { title: 'why it is not whole' }], rows, width);
}
