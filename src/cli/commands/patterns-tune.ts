import path from 'node:path';
import type { Tuning, TuningPoint, TuningSample } from '../../domain/generated/tuning.js';
import { type EvaluatedDay, evaluateDay } from '../../jobs/evaluate-day.js';
import type { ConfiguredPattern } from '../../jobs/plan-jobs.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import {
  loadPatterns,
  loadProject,
  openLake,
  type Project,
  type ProjectFlags,
} from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import { formatPatternProblem } from '../../surveillance/pattern-problem.js';
import { resolveSettings } from '../../surveillance/resolve-settings.js';
import { sampleThreshold } from '../../surveillance/scorecard/sample-threshold.js';
import { type LabelledResult, scorePattern } from '../../surveillance/scorecard/score-pattern.js';
import { combine, parseSweep, type Sweep } from '../../surveillance/scorecard/sweep-settings.js';
import type { CliContext } from '../cli-context.js';
import { findRun } from '../find-run.js';
import { formatTable, jsonText } from '../format-table.js';
import { takeLabelledDays } from '../labelled-days.js';
import { requireKnown } from '../require-known.js';
import { writeDocument } from '../write-document.js';

type TuneFlags = ProjectFlags & {
  readonly set: readonly string[];
  readonly labels?: readonly string[];
  readonly date?: string;
  readonly out?: string;
  readonly json: boolean;
};

const MOST_POINTS = 100;

/** Varies one or two settings of a pattern over labelled days, or over a day of the lake, and samples alerts on both sides of the line. */
export async function patternsTune(context: CliContext, flags: TuneFlags, id: string): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const all = await loadPatterns(project);
  requireKnown(
    'pattern',
    id,
    all.map(({ pattern }) => pattern.spec.id),
  );
  const configured = all.find(({ pattern }) => pattern.spec.id === id) as ConfiguredPattern;
  const sweeps = sweepsOf(configured, flags.set);
  const tried = combine(sweeps).map((overrides) => withSettings(project, configured, overrides));
  const tuning = await inProcessFolder(project.work, async (work) => {
    const days =
      flags.labels === undefined
        ? [await lakeDay(project, flags.date, work)]
        : await takeLabelledDays(context, { project, work }, flags.labels);
    const results: LabelledResult[][] = [];
    for (const day of days) results.push((await evaluateDay(day, [configured, ...tried])).results);
    return tuningOf({ configured, sweeps, tried, days, results });
  });
  if (flags.out !== undefined) {
    const folder = path.resolve(context.cwd, flags.out);
    await writeDocument(path.join(folder, `${id}-tuning.json`), jsonText(tuning));
    await writeDocument(path.join(folder, `${id}-tuning.txt`), tuningText(tuning, 120));
  }
  context.process.stdout.write(flags.json ? jsonText(tuning) : tuningText(tuning, context.width));
  return tuning.points.every(({ not_run }) => not_run.length === 0) ? EXIT.clear : EXIT.findings;
}

function sweepsOf({ pattern }: ConfiguredPattern, given: readonly string[]): Sweep[] {
  const known = Object.keys(pattern.spec.settings).sort().join(', ');
  const sweeps = given.map((text) => {
    const sweep = parseSweep(pattern.spec.settings, text);
    if (sweep !== null) return sweep;
    throw new Refusal(EXIT.usage, [
      `--set ${text}: expected setting=low..high/n such as window_ns=10s..120s/5, n from 2 to 50; settings of ${pattern.spec.id} are ${known} [sweep-invalid]`,
    ]);
  });
  const points = combine(sweeps).length;
  if (sweeps.length > 2 || points > MOST_POINTS)
    throw new Refusal(EXIT.usage, [
      `${sweeps.length} settings with ${points} combinations, expected one or two settings and at most ${MOST_POINTS} [sweep-too-large]`,
    ]);
  return sweeps;
}

function withSettings(
  project: Project,
  { pattern }: ConfiguredPattern,
  overrides: Record<string, string>,
): ConfiguredPattern {
  const configured = project.settings[pattern.spec.id] ?? {};
  const settings = resolveSettings(pattern.spec.settings, { ...configured, ...overrides }, { file: '--set' });
  if (Array.isArray(settings)) throw new Refusal(EXIT.usage, settings.map(formatPatternProblem));
  return { pattern, settings };
}

async function lakeDay(project: Project, date: string | undefined, work: string): Promise<EvaluatedDay> {
  const store = await openLake(project);
  return { store, work, trade_date: (await findRun(store, date)).trade_date, labels: null };
}

type Tried = {
  configured: ConfiguredPattern;
  sweeps: readonly Sweep[];
  tried: readonly ConfiguredPattern[];
  days: readonly EvaluatedDay[];
  /** By day; in each the settings in force, then those tried. */
  results: readonly (readonly LabelledResult[])[];
};

function tuningOf({ configured, sweeps, tried, days, results }: Tried): Tuning {
  const { spec } = configured.pattern;
  const names = sweeps.map(({ setting }) => setting);
  const labelled = days.some(({ labels }) => labels !== null);
  const at = (index: number): LabelledResult[] => results.flatMap((of) => of[index] ?? []);
  const values = configured.settings.values;
  const sampled = names.map((setting) =>
    sampleThreshold({
      ...{ spec, setting, threshold: values[setting] ?? '', labelled },
      days: results.flatMap(([in_force, ...others]) =>
        in_force === undefined ? [] : [{ in_force, others }],
      ),
    }),
  );
  return {
    format: 1,
    pattern_id: spec.id,
    version: spec.version,
    trade_dates: days.map(({ trade_date }) => trade_date),
    labelled,
    in_force: values,
    points: [configured, ...tried].map((one, index) => pointOf(one, names, at(index))),
    above: sampled.flatMap(({ above }) => above),
    below: sampled.flatMap(({ below }) => below),
  };
}

function pointOf(
  { pattern, settings }: ConfiguredPattern,
  names: readonly string[],
  results: readonly LabelledResult[],
): TuningPoint {
  const { id, version } = pattern.spec;
  const scored = {
    pattern_id: id,
    version,
    settings: settings.values,
    settings_sha256: settings.settings_sha256,
  };
  const { alerts, cases, precision, recall, f1, not_run } = scorePattern(
    { ...scored, density: 'low' },
    results,
  );
  const known = results.some(({ cases: own }) => own.length > 0);
  return {
    settings: Object.fromEntries(names.map((name) => [name, settings.values[name] ?? ''])),
    alerts: alerts.all,
    right: alerts.right,
    labelled: cases[0]?.labelled ?? 0,
    found: cases[0]?.found ?? 0,
    not_run,
    ...(known ? { precision, recall, f1 } : { precision: null, recall: null, f1: null }),
  };
}

/** The tuning as text: what each combination finds, then the alerts nearest to the line on both sides. */
function tuningText(tuning: Tuning, width: number): string {
  const names = Object.keys(tuning.points[0]?.settings ?? {});
  const columns = [...names, 'alerts', 'right', 'cases', 'found', 'precision', 'recall', 'F1', ''].map(
    (title, index, all) => ({
      title,
      align: index === all.length - 1 ? ('left' as const) : ('right' as const),
    }),
  );
  const rows = tuning.points.map(
    ({ settings, alerts, right, labelled, found, precision, recall, f1 }, index) => [
      ...names.map((name) => settings[name] ?? ''),
      ...[alerts, right, labelled, found].map(String),
      ...[precision, recall, f1].map((share) => share?.slice(0, 5) ?? '-'),
      index === 0 ? 'in force' : '',
    ],
  );
  return [
    formatTable(columns, rows, width),
    `\nabove the line: alerts now, nearest to the threshold first\n${samplesText(tuning.above, width)}`,
    `\nbelow the line: alerts that only other values raise, nearest first\n${samplesText(tuning.below, width)}`,
  ].join('');
}

function samplesText(samples: readonly TuningSample[], width: number): string {
  if (samples.length === 0) return 'none\n';
  const columns = ['setting', 'threshold', 'measure', 'value', 'date', 'verdict', 'subject'].map((title) => ({
    title,
  }));
  const rows = samples.map(({ setting, threshold, measure, value, trade_date, verdict, subject }) => [
    ...[setting, threshold, measure, value, trade_date, verdict?.replaceAll('_', ' ') ?? '-'],
    Object.values(subject).join(' '),
  ]);
  return formatTable(columns, rows, width);
}
