import path from 'node:path';
import { type AbuseWish, castParts } from '../../simulate/cast-parts.js';
import type { Intensity } from '../../simulate/labelled-case.js';
import { scenarios } from '../../simulate/scenarios/registry.js';
import { simulateDay } from '../../simulate/simulate-day.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { Refusal } from '../refusal.js';

type SimulateFlags = {
  readonly events: number;
  readonly seed: number;
  readonly faults: number;
  readonly abuse?: readonly string[];
  readonly intensity?: Intensity;
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
  const summary = await simulateDay({ events, seed, trade_date: date, out, faults, abuse });
  if (flags.json) {
    context.process.stdout.write(jsonText(summary));
    return EXIT.clear;
  }
  const rows = summary.files.map((file) => [file.feed, grouped(file.records), file.name]);
  const columns = [{ title: 'feed' }, { title: 'records', align: 'right' as const }, { title: 'file' }];
  context.process.stdout.write(formatTable(columns, rows, context.width));
  context.process.stdout.write(
    `deliveries  ${path.join(out, 'deliveries')}\nlabels      ${path.join(out, 'labels.json')}\n`,
  );
  return EXIT.clear;
}

/** What --abuse and --intensity ask for, checked against the scenarios and the size of the day. */
function abuseWish(flags: SimulateFlags): AbuseWish {
  const intensity = flags.intensity === undefined ? {} : { intensity: flags.intensity };
  if (flags.abuse === undefined) return intensity;
  const wish = { counts: new Map(flags.abuse.map(patternAndCount)), ...intensity };
  const parts = castParts(scenarios, { events: flags.events, wish });
  const needed = parts.reduce((sum, part) => sum + part.scenario.events(part), 0);
  if (needed * 2 > flags.events) {
    const cases = `--abuse asks for ${parts.length} cases of about ${needed} order events`;
    throw new Refusal(EXIT.usage, [`${cases}, expected at most half of --events ${flags.events}`]);
  }
  return wish;
}

function patternAndCount(text: string): [string, number] {
  const [, pattern = '', digits = ''] = /^([a-z0-9-]+)=([0-9]{1,4})$/.exec(text) ?? [];
  if (scenarios.some((scenario) => scenario.pattern === pattern)) return [pattern, Number(digits)];
  const known = scenarios.map((scenario) => scenario.pattern).join(', ');
  throw new Refusal(EXIT.usage, [`--abuse is "${text}", expected pattern=count with one of ${known}`]);
}
