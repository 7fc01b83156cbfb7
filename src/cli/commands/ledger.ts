import { datesOfMonth } from '../../domain/calendar-date.js';
import { reconcileDay, reconcileDays } from '../../lake/ledger/reconcile-day.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadFeeds, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { ledgerDayText } from '../ledger-day-text.js';
import { ledgerMonthText } from '../ledger-month-text.js';

type LedgerFlags = ProjectFlags & {
  readonly date?: string;
  readonly month?: string;
  readonly asOf?: string;
  readonly json: boolean;
};

/**
 * Prints what was owed against what arrived, for one trade date or a month.
 *
 * A date has findings unless it is whole; a month has them where a day of it is incomplete, days to come do not count.
 */
export async function ledger(context: CliContext, flags: LedgerFlags): Promise<ExitCode> {
  const { date, month, json } = flags;
  if ((date === undefined) === (month === undefined)) {
    throw new Refusal(EXIT.usage, [
      'the ledger is of a day or of a month, expected one of --date yyyy-MM-dd and --month yyyy-MM [ledger-day-unclear]',
    ]);
  }
  const { stdout } = context.process;
  const project = await loadProject(context, flags);
  const specs = (await loadFeeds(project)).map(({ spec }) => spec);
  const store = await openLake(project);
  const reading = await readingAsOf(store, flags.asOf);
  const asked = { now_ns: reading.as_of?.instant_ns ?? context.now_ns(), ...reading };
  if (date !== undefined) {
    const day = await reconcileDay(store, specs, { trade_date: date, ...asked });
    stdout.write(json ? jsonText(day) : ledgerDayText(day, context.width));
    return day.verdict === 'incomplete' || day.verdict === 'not_due_yet' ? EXIT.findings : EXIT.clear;
  }
  const days = await reconcileDays(store, specs, { trade_dates: datesOfMonth(month ?? ''), ...asked });
  stdout.write(json ? jsonText(days) : ledgerMonthText(days, context.width));
  return days.some(({ verdict }) => verdict === 'incomplete') ? EXIT.findings : EXIT.clear;
}
