import type { AlertsDiff, DiffedAlert } from '../../domain/generated/alerts-diff.js';
import type { PatternOutcome, Run } from '../../domain/generated/run.js';
import {
  listRunDates,
  type RecordedRun,
  readAlerts,
  readEvidence,
  readRuns,
} from '../../lake/run-records.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { ObjectStore } from '../../store/object-store.js';
import { diffAlerts } from '../../surveillance/diff-alerts.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, jsonText } from '../format-table.js';

type DiffFlags = ProjectFlags & {
  readonly date?: string;
  readonly from?: number;
  readonly to?: number;
  readonly pattern?: string;
  readonly json: boolean;
};

/** Tells what two recorded runs of a day found, one against the other: the last two without numbers. */
export async function alertsDiff(context: CliContext, flags: DiffFlags): Promise<ExitCode> {
  const store = await openLake(await loadProject(context, flags));
  const { before, after } = await chooseRuns(store, flags);
  const diff: AlertsDiff = {
    format: 1,
    trade_date: after.run.trade_date,
    before: before.sequence,
    after: after.sequence,
    causes: causesOf(before.run, after.run),
    ...diffAlerts(
      await found(store, before.run, flags.pattern),
      await found(store, after.run, flags.pattern),
    ),
  };
  const { stdout, stderr } = context.process;
  if (flags.json) stdout.write(jsonText(diff));
  else {
    for (const cause of diff.causes) stdout.write(`${cause}\n`);
    stdout.write(diffTable(diff, context.width));
  }
  stderr.write(
    `${diff.trade_date}, run ${diff.before} against run ${diff.after}: ${diff.same} the same, ${diff.rescored.length} of them scored another way, ${diff.added.length} added, ${diff.gone.length} gone, ${diff.changed.length} changed\n`,
  );
  const differences = [diff.added, diff.gone, diff.changed, diff.rescored].flat();
  return differences.length === 0 ? EXIT.clear : EXIT.findings;
}

async function chooseRuns(
  store: ObjectStore,
  { date, from, to }: DiffFlags,
): Promise<{ before: RecordedRun; after: RecordedRun }> {
  const trade_date = date ?? (await listRunDates(store)).at(-1);
  const runs = trade_date === undefined ? [] : await readRuns(store, trade_date);
  const after = runs[(to ?? runs.length) - 1];
  const before = runs[(from ?? (to ?? runs.length) - 1) - 1];
  if (before === undefined || after === undefined)
    throw new Refusal(EXIT.usage, [
      `the lake holds ${counted(runs.length, 'run')}${trade_date === undefined ? '' : ` of ${trade_date}`}, expected two to compare: --from and --to number them from 1; a run with other settings, patterns or inputs is another one [runs-missing]`,
    ]);
  return { before, after };
}

async function found(store: ObjectStore, run: Run, pattern: string | undefined): ReturnType<typeof readBoth> {
  const { alerts, evidence } = await readBoth(store, run);
  return {
    alerts: alerts.filter(({ pattern_id }) => pattern === undefined || pattern_id === pattern),
    evidence,
  };
}

async function readBoth(store: ObjectStore, run: Run) {
  return { alerts: await readAlerts(store, run), evidence: await readEvidence(store, run) };
}

/** What differs between two runs besides alerts, by pattern, then the inputs. */
function causesOf(before: Run, after: Run): string[] {
  const earlier = new Map(before.patterns.map((outcome) => [outcome.pattern_id, outcome]));
  const later = new Set(after.patterns.map(({ pattern_id }) => pattern_id));
  const keys = (run: Run): string => JSON.stringify(run.inputs.map(({ key }) => key).sort());
  return [
    ...after.patterns.flatMap((outcome) => patternCauses(earlier.get(outcome.pattern_id), outcome)),
    ...[...earlier.keys()].filter((id) => !later.has(id)).map((id) => `${id}: not run any more`),
    ...(keys(before) === keys(after) ? [] : ['inputs: other files were read']),
  ];
}

function patternCauses(before: PatternOutcome | undefined, after: PatternOutcome): string[] {
  const id = after.pattern_id;
  if (before === undefined) return [`${id}: not run before`];
  const causes: string[] = [];
  if (before.version !== after.version)
    causes.push(`${id}: version ${before.version}, then ${after.version}`);
  for (const name of new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])) {
    const [was, is] = [before.settings[name] ?? 'none', after.settings[name] ?? 'none'];
    if (was !== is) causes.push(`${id}: ${name} ${was}, then ${is}`);
  }
  if (before.sql_sha256 === after.sql_sha256 && before.scoring_sha256 !== after.scoring_sha256)
    causes.push(`${id}: its alerts are scored another way`);
  if (before.outcome !== after.outcome) causes.push(`${id}: ${before.outcome}, then ${after.outcome}`);
  return causes;
}

function diffTable({ added, gone, changed, rescored }: AlertsDiff, width: number): string {
  const line = (what: string, alert: DiffedAlert, how: string): string[] => [
    what,
    alert.alert_id.slice(0, 12),
    alert.pattern_id,
    Object.values(alert.subject).join(' '),
    how,
  ];
  const rows = [
    ...added.map((alert) => line('added', alert, scoreText(alert))),
    ...gone.map((alert) => line('gone', alert, scoreText(alert))),
    ...changed.map(({ before, after, measures, evidence_added, evidence_gone }) => {
      const values = Object.entries(measures).map(
        ([name, [was, is]]) => `${name} ${was ?? 'none'}→${is ?? 'none'}`,
      );
      const events =
        evidence_added + evidence_gone === 0 ? [] : [`events +${evidence_added} −${evidence_gone}`];
      const score = scoreChange(before, after);
      return line(
        'changed',
        after,
        [`was ${before.alert_id.slice(0, 12)}`, ...score, ...values, ...events].join(', '),
      );
    }),
    ...rescored.map(({ before, after }) => line('rescored', after, scoreChange(before, after).join(', '))),
  ];
  if (rows.length === 0) return '';
  return formatTable(
    ['', 'alert', 'pattern', 'subject', 'how'].map((title) => ({ title })),
    rows,
    width,
  );
}

function scoreText({ severity, score }: DiffedAlert): string {
  return `${severity} ${score}`;
}

function scoreChange(before: DiffedAlert, after: DiffedAlert): string[] {
  const [was, is] = [scoreText(before), scoreText(after)];
  return was === is ? [] : [`score ${was}→${is}`];
}
