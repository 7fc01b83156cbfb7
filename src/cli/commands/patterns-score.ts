import path from 'node:path';
import type { PatternScore, Scorecard } from '../../domain/generated/scorecard.js';
import { evaluateDay } from '../../jobs/evaluate-day.js';
import type { ConfiguredPattern } from '../../jobs/plan-jobs.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadPatterns, loadProject, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { scorecardPage } from '../../report/scorecard-page.js';
import { inProcessFolder } from '../../store/process-folder.js';
import { compareScores, type Regression } from '../../surveillance/scorecard/compare-scores.js';
import { type LabelledResult, scorePattern } from '../../surveillance/scorecard/score-pattern.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, jsonText } from '../format-table.js';
import { keepScores, readKept } from '../kept-scorecards.js';
import { takeLabelledDays } from '../labelled-days.js';
import { requireKnown } from '../require-known.js';
import { writeDocument } from '../write-document.js';

export type ScoreFlags = ProjectFlags & {
  readonly labels: readonly string[];
  readonly scorecards?: string;
  readonly keep: boolean;
  readonly check: boolean;
  readonly html?: string;
  readonly json: boolean;
};

/**
 * Scores patterns over labelled days under the settings of the project. A pattern that did not run on a day is a finding, and with
 * --check what fell below the kept scores.
 */
export async function patternsScore(
  context: CliContext,
  flags: ScoreFlags,
  ids: readonly string[],
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const all = await loadPatterns(project);
  for (const id of ids)
    requireKnown(
      'pattern',
      id,
      all.map(({ pattern }) => pattern.spec.id),
    );
  const patterns = all.filter(({ pattern }) => ids.length === 0 || ids.includes(pattern.spec.id));
  const card = await inProcessFolder(project.work, async (work) => {
    const days = await takeLabelledDays(context, { project, work }, flags.labels);
    const scored: Scored[] = [];
    for (const day of days) {
      const { day: known, results } = await evaluateDay(day, patterns, ({ pattern }) =>
        context.process.stderr.write(`scored             ${day.trade_date} ${pattern.spec.id}\n`),
      );
      const { seed, density } = day.labels;
      scored.push({ day: { ...known, seed, density, labels_sha256: day.labels_sha256 }, results });
    }
    return scorecardOf(patterns, scored);
  });
  const folder = path.resolve(context.cwd, flags.scorecards ?? 'scorecards');
  const regressions = flags.check ? await regressionsOf(folder, card) : [];
  if (flags.keep) await keepScores(folder, card);
  if (flags.html !== undefined)
    await writeDocument(path.resolve(context.cwd, flags.html), await renderPageHtml(scorecardPage(card)));
  const { stdout, stderr } = context.process;
  stdout.write(flags.json ? jsonText(card) : scoreTable(card.scores, context.width));
  for (const regression of regressions) stderr.write(`${regressionText(regression)}\n`);
  const silent = card.scores.filter(({ not_run }) => not_run.length > 0);
  for (const { pattern_id, density, not_run } of silent)
    stderr.write(`${pattern_id} did not run on every day of ${density} density: ${not_run.join('; ')}\n`);
  stderr.write(
    `${counted(patterns.length, 'pattern')} over ${counted(card.days.length, 'day')}${flags.check ? `, ${counted(regressions.length, 'regression')}` : ''}\n`,
  );
  return regressions.length === 0 && silent.length === 0 ? EXIT.clear : EXIT.findings;
}

async function regressionsOf(folder: string, { scores }: Scorecard): Promise<Regression[]> {
  const kept = await readKept(folder, scores);
  const densities = new Set(scores.map(({ density }) => density));
  if (!kept.some(({ density }) => densities.has(density))) {
    throw new Refusal(EXIT.usage, [
      `${folder} keeps no score of these patterns and densities, expected one to compare with; keep one with --keep [scores-missing]`,
    ]);
  }
  return compareScores(scores, kept);
}

type Scored = { day: Scorecard['days'][number]; results: readonly LabelledResult[] };

function scorecardOf(patterns: readonly ConfiguredPattern[], scored: readonly Scored[]): Scorecard {
  const densities = (['low', 'real', 'high'] as const).filter((density) =>
    scored.some(({ day }) => day.density === density),
  );
  const scores = patterns.flatMap(({ pattern, settings }, index) =>
    densities.map((density) =>
      scorePattern(
        {
          pattern_id: pattern.spec.id,
          version: pattern.spec.version,
          settings: settings.values,
          settings_sha256: settings.settings_sha256,
          density,
        },
        scored.filter(({ day }) => day.density === density).flatMap(({ results }) => results[index] ?? []),
      ),
    ),
  );
  return { format: 1, days: scored.map(({ day }) => day), scores };
}

/** Scores as a table: recall in all and by intensity, alerts by what they were on. */
function scoreTable(scores: readonly PatternScore[], width: number): string {
  const numbers = [
    'cases',
    'found',
    'alerts',
    'right',
    'twin',
    'other',
    'nothing',
    'precision',
    'recall',
    'F1',
  ];
  const columns = [
    { title: 'pattern' },
    { title: 'density' },
    ...numbers.map((title) => ({ title, align: 'right' as const })),
    { title: 'blatant/plain/slight' },
  ];
  const rows = scores.map(({ pattern_id, density, cases, alerts, precision, recall, f1, not_run, days }) => {
    const [all, ...parts] = cases;
    return [
      ...[pattern_id, density, String(all?.labelled ?? 0), String(all?.found ?? 0)],
      ...[alerts.all, alerts.right, alerts.on_twin, alerts.on_other_abuse, alerts.on_nothing].map(String),
      ...[shown(precision), shown(recall), shown(f1)],
      days === 0 && not_run.length > 0
        ? (not_run[0] ?? '')
        : parts.map(({ labelled, found }) => `${found}/${labelled}`).join(' '),
    ];
  });
  return formatTable(columns, rows, width);
}

function shown(share: string | null): string {
  return share === null ? '-' : share.slice(0, 5);
}

function regressionText({
  pattern_id,
  version,
  kept_version,
  density,
  figure,
  kept,
  now,
}: Regression): string {
  return `${pattern_id} version ${version}, ${density} density: ${figure} is ${now ?? 'of nothing'}, expected at least ${kept} as kept for version ${kept_version} [score-fell]`;
}
