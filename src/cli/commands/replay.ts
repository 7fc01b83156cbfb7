import type { RunReplay } from '../../domain/generated/run-replay.js';
import { replayRun } from '../../jobs/replay-run.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import {
  loadPatterns,
  loadProject,
  openLake,
  type ProjectFlags,
  packageVersion,
} from '../../project/project.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { chooseRun } from '../find-run.js';
import { counted, formatTable, jsonText } from '../format-table.js';

type ReplayFlags = ProjectFlags & { readonly run?: string; readonly date?: string; readonly json: boolean };

/** Computes a recorded run again from its pinned inputs and tells whether every alert and figure is the same; records nothing. */
export async function replay(context: CliContext, flags: ReplayFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const run = await chooseRun(store, flags);
  const patterns = (await loadPatterns(project)).map(({ pattern }) => pattern);
  const version = await packageVersion();
  const replayed = await inProcessFolder(project.work, (work) =>
    replayRun({ store, work, patterns, version }, run),
  );
  const { stdout, stderr } = context.process;
  stdout.write(flags.json ? jsonText(replayed) : patternTable(replayed, context.width));
  for (const fault of replayed.record) stderr.write(`run ${run.run_id.slice(0, 12)}: ${fault}\n`);
  stderr.write(summary(replayed));
  return replayed.verdict === 'identical' ? EXIT.clear : EXIT.findings;
}

function patternTable({ patterns }: RunReplay, width: number): string {
  return formatTable(
    [
      { title: 'pattern' },
      { title: 'version', align: 'right' },
      { title: 'alerts', align: 'right' },
      { title: 'again' },
    ],
    patterns.map(({ pattern_id, version, alerts, verdict, reasons }) => [
      pattern_id,
      String(version),
      String(alerts),
      [verdict.replaceAll('_', ' '), ...reasons].join('; '),
    ]),
    width,
  );
}

function summary({ run_id, trade_date, recorded_by, replayed_by, verdict, patterns }: RunReplay): string {
  const of = (state: string): number => patterns.filter((one) => one.verdict === state).length;
  const versions = recorded_by === replayed_by ? recorded_by : `${recorded_by}, replayed by ${replayed_by}`;
  const words = { identical: 'identical', differs: 'not identical', not_replayed: 'not wholly replayed' };
  return `run ${run_id.slice(0, 12)} of ${trade_date} by tapewarden ${versions}: ${words[verdict]}; ${counted(of('identical'), 'pattern')} identical, ${of('differs')} different, ${of('not_replayed')} not replayed\n`;
}
