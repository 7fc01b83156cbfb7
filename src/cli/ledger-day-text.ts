import { weekdayOf } from '../domain/calendar-date.js';
import type { LedgerDay, LedgerDelivery, LedgerEntry } from '../domain/generated/ledger-day.js';
import { wallClock } from '../domain/zoned-time.js';
import { formatTable, grouped } from './format-table.js';

type Verdict = LedgerDay['verdict'];

const words: Readonly<Record<Verdict, string>> = {
  complete: 'complete',
  incomplete: 'incomplete',
  not_due_yet: 'not due yet',
  nothing_due: 'nothing due',
  no_session: 'no session',
};

/** Feeds that want attention come first. */
const order: readonly Verdict[] = ['incomplete', 'not_due_yet', 'complete', 'nothing_due', 'no_session'];

const special = { early_close: 'early close', late_open: 'late opening' } as const;

/** One trade date's ledger for a person: the verdict, a row per feed, a row per dataset, and everything there is to tell. */
export function ledgerDayText(day: LedgerDay, width: number): string {
  const head = `${titled(weekdayOf(day.trade_date))} ${day.trade_date}: ${words[day.verdict]}${sessionText(day)}\n`;
  const listed = day.entries.filter(
    ({ verdict, findings }) => order.indexOf(verdict) < 3 || findings.length > 0,
  );
  if (listed.length === 0) return `${head}Nothing was due and nothing has arrived.\n`;
  const idle = day.entries.filter((entry) => !listed.includes(entry)).map(({ feed }) => feed);
  const zones = [...new Set(listed.map(({ zone }) => zone))];
  const clocks = zones.length === 1 ? `Times in ${zones[0]}.` : "Times in each feed's own zone.";
  const parts = [
    `${head}${clocks}\n`,
    feedTable(listed, width),
    datasetTable(day, width),
    findingTable(listed, width),
    idle.length === 0 ? '' : formatTable([{ title: 'nothing due' }], [[idle.join(', ')]], width),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The holiday or half day that a calendar names; nothing on a regular day. */
function sessionText({ entries }: LedgerDay): string {
  const session = entries.map((entry) => entry.session).find(({ name }) => name !== null);
  if (session === undefined) return '';
  const kind = session.kind === 'early_close' || session.kind === 'late_open' ? special[session.kind] : null;
  return kind === null ? ` (${session.name})` : `; ${kind} (${session.name})`;
}

function feedTable(entries: readonly LedgerEntry[], width: number): string {
  const columns = [
    { title: 'verdict' },
    { title: 'feed' },
    { title: 'due' },
    { title: 'arrived' },
    { title: 'files', align: 'right' as const },
    { title: 'records', align: 'right' as const },
  ];
  const sorted = order.flatMap((verdict) => entries.filter((entry) => entry.verdict === verdict));
  const rows = sorted.map((entry) => {
    const standing = entry.deliveries.filter(({ state }) => state === 'received');
    const last = standing
      .map(({ received_at_ns }) => BigInt(received_at_ns))
      .sort(ascending)
      .at(-1);
    const records = standing.reduce((total, { totals }) => total + (totals?.read ?? 0), 0);
    return [
      words[entry.verdict],
      entry.feed,
      dueText(entry),
      last === undefined ? '–' : `${shortClock(last, entry.zone)}${lateMark(standing)}`,
      String(standing.length),
      standing.length === 0 ? '–' : grouped(records),
    ];
  });
  return formatTable(columns, rows, width);
}

function dueText({ due, due_at_ns, zone }: LedgerEntry): string {
  if (due_at_ns === null) return '–';
  return due === 'on-request' ? 'on request' : shortClock(BigInt(due_at_ns), zone);
}

function lateMark(deliveries: readonly LedgerDelivery[]): string {
  return deliveries.some(({ late_by_ns }) => late_by_ns !== null) ? ' late' : '';
}

/** `11-20 18:30` in the feed's zone; seconds are left to the findings and to --json. */
function shortClock(instant_ns: bigint, zone: string): string {
  const { date, time } = wallClock(instant_ns, zone);
  return `${date.slice(5)} ${time.slice(0, 5)}`;
}

function datasetTable({ datasets }: LedgerDay, width: number): string {
  const columns = ['dataset', 'verdict', 'feeds'].map((title) => ({ title }));
  const rows = datasets.map(({ dataset, verdict, feeds }) => [dataset, words[verdict], feeds.join(', ')]);
  return formatTable(columns, rows, width);
}

function findingTable(entries: readonly LedgerEntry[], width: number): string {
  const columns = ['weight', 'feed', 'what there is to tell'].map((title) => ({ title }));
  // What is still awaited stands with its time in the table of feeds.
  const told = entries.flatMap(({ feed, findings }) =>
    findings.filter(({ code }) => code !== 'ledger-awaited').map((finding) => ({ feed, ...finding })),
  );
  const rows = (['gap', 'pending', 'note'] as const).flatMap((weight) =>
    told
      .filter((finding) => finding.weight === weight)
      .map(({ feed, message, code }) => [weight, feed, `${message} [${code}]`]),
  );
  return rows.length === 0 ? '' : formatTable(columns, rows, width);
}

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function ascending(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
