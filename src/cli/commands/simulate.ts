import path from 'node:path';
import { simulateDay } from '../../simulate/simulate-day.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { Refusal } from '../refusal.js';

type SimulateFlags = {
  readonly events: number;
  readonly seed: number;
  readonly faults: number;
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
  const summary = await simulateDay({ events, seed, trade_date: date, out, faults });
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
