import path from 'node:path';
import { loadTradingCalendar, MARKET_CALENDAR } from '../../lake/calendar/load-trading-calendar.js';
import { sessionAfter, sessionsBefore } from '../../lake/calendar/trading-calendar.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { Refusal } from '../../project/refusal.js';
import { type AbuseWish, castParts, historyNeeded, sessionsPlayed } from '../../simulate/cast-parts.js';
import type { Density } from '../../simulate/density.js';
import { furtherFormats } from '../../simulate/further-formats.js';
import type { Intensity } from '../../simulate/labelled-case.js';
import { scenarios } from '../../simulate/scenarios/registry.js';
import { type SimulationSummary, simulateDays } from '../../simulate/simulate-day.js';
import type { CliContext } from '../cli-context.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';

type SimulateFlags = {
  readonly events: number;
  readonly seed: number;
  readonly faults: number;
  readonly abuse?: readonly string[];
  readonly formats?: readonly string[];
  readonly intensity?: Intensity;
  readonly density: Density;
  readonly days: number;
  readonly history: number;
  readonly date: string;
  readonly out: string;
  readonly json: boolean;
};

/** Writes a simulated day in every broker's format, with labelled abuse beside innocent look-alikes. */
export async function simulate(context: CliContext, flags: SimulateFlags): Promise<ExitCode> {
  const out = path.resolve(context.cwd, flags.out);
  if (flags.events < 200) {
    throw new Refusal(EXIT.usage, [`--events is ${flags.events}, expected 200 or more`]);
  }
  const { events, seed, date, faults } = flags;
  const abuse = abuseWish(flags);
  const calendar = await loadTradingCalendar(MARKET_CALENDAR);
  const later = Array.from({ length: Math.max(0, flags.days - 1) }, (_, index) =>
    sessionAfter(calendar, date, index + 1),
  );
  const parts = castParts(scenarios, { events, wish: abuse });
  const needed = historyNeeded(parts);
  if (flags.days > 1 && sessionsPlayed(parts) > 0) {
    const began = parts.find(({ scenario }) => scenario.before !== undefined)?.scenario.pattern;
    throw new Refusal(EXIT.usage, [
      `--abuse asks for ${began}, whose cases begin on sessions before the day, expected --days 1`,
    ]);
  }
  const history = sessionsBefore(calendar, date, Math.max(flags.history, needed));
  const summaries = await simulateDays({
    ...{ events, seed, out, faults, abuse, history },
    density: flags.density,
    formats: furtherFormatsOf(flags),
    writeTable: async (target, table) =>
      (await import('../../engine/write-parquet-table.js')).writeParquetTable(target, table),
    trade_dates: [date, ...later],
  });
  if (flags.json) {
    const [only] = summaries;
    context.process.stdout.write(jsonText(summaries.length === 1 ? only : summaries));
    return EXIT.clear;
  }
  for (const summary of summaries) printSummary(context, summary);
  return EXIT.clear;
}

function printSummary(context: CliContext, summary: SimulationSummary): void {
  const rows = summary.files.map((file) => [file.feed, grouped(file.records), file.name]);
  const columns = [{ title: 'feed' }, { title: 'records', align: 'right' as const }, { title: 'file' }];
  context.process.stdout.write(formatTable(columns, rows, context.width));
  context.process.stdout.write(`deliveries  ${summary.deliveries}\nlabels      ${summary.labels}\n`);
}

/** The formats that --formats names, all of them for `all`. */
function furtherFormatsOf({ formats = [] }: SimulateFlags): readonly string[] {
  for (const format of formats) requireKnown('format', format, ['all', ...furtherFormats]);
  return formats.includes('all') ? furtherFormats : formats;
}

/** What --abuse and --intensity ask for, checked against the scenarios and the size of the day. */
function abuseWish(flags: SimulateFlags): AbuseWish {
  const intensity = flags.intensity === undefined ? {} : { intensity: flags.intensity };
  if (flags.abuse === undefined) return intensity;
  const wish = { counts: new Map(flags.abuse.flatMap(patternsAndCount)), ...intensity };
  const parts = castParts(scenarios, { events: flags.events, wish });
  const needed = parts.reduce((sum, part) => sum + part.scenario.events(part), 0);
  if (needed * 2 > flags.events) {
    const cases = `--abuse asks for ${parts.length} cases of about ${needed} order events`;
    throw new Refusal(EXIT.usage, [`${cases}, expected at most half of --events ${flags.events}`]);
  }
  return wish;
}

/** `all` stands for every scenario; a pattern named after it has its own count. */
function patternsAndCount(text: string): [string, number][] {
  const [, pattern = '', digits = ''] = /^([a-z0-9-]+)=([0-9]{1,4})$/.exec(text) ?? [];
  const chosen = scenarios.filter((scenario) => pattern === 'all' || scenario.pattern === pattern);
  if (chosen.length > 0) return chosen.map((scenario) => [scenario.pattern, Number(digits)]);
  const known = ['all', ...scenarios.map((scenario) => scenario.pattern)].join(', ');
  throw new Refusal(EXIT.usage, [`--abuse is "${text}", expected pattern=count with one of ${known}`]);
}
