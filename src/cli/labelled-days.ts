import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Labels } from '../domain/generated/labels.js';
import type { DeliveryOutcome } from '../domain/generated/run.js';
import { parsePlacedYaml } from '../domain/placed-yaml.js';
import { sha256 } from '../domain/sha256.js';
import { formatSpecProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import type { EvaluatedDay } from '../jobs/evaluate-day.js';
import { type DayContext, runDay } from '../jobs/run-day.js';
import { takeDelivery } from '../jobs/take-delivery.js';
import { EXIT } from '../project/exit-codes.js';
import { loadFeeds, type Project } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import { namesIn } from '../store/local-files.js';
import { openLocalStore } from '../store/local-store.js';
import type { CliContext } from './cli-context.js';

/** A labelled day in a lake of its own, or of the days before it that were given. */
export type LabelledDay = EvaluatedDay & { readonly labels: Labels; readonly labels_sha256: string };

/**
 * Canonicalizes labelled days, folders as `simulate` writes them, into lakes that last as long as the work folder.
 *
 * Earlier sessions of a folder's `history/` come first. A day of which a delivery is refused is not scored.
 *
 * Days share a lake, so that patterns see the sessions before, until one is not later than the day before it. Refuses a folder without labels.
 */
export async function takeLabelledDays(
  context: CliContext,
  { project, work }: { project: Project; work: string },
  folders: readonly string[],
): Promise<LabelledDay[]> {
  const feeds = await loadFeeds(project);
  const days: LabelledDay[] = [];
  let lakes = 0;
  for (const folder of folders) {
    const { labels, text } = await readLabels(path.resolve(context.cwd, folder));
    const before = days.at(-1);
    if (before === undefined || before.trade_date >= labels.trade_date) lakes += 1;
    const own = path.join(work, `labelled-${lakes}`);
    const store = openLocalStore(path.join(own, 'lake'));
    const { now_ns, new_write_id } = context;
    const means = { store, now_ns, new_write_id, feeds, work: path.join(own, 'work') };
    const day: DayContext = {
      ...{ ...means, patterns: [], version: 'scorecard' },
      onDelivery: ({ file, status }) =>
        context.process.stderr.write(`${status.replace('_', ' ').padEnd(17)}  ${file}\n`),
      onPattern: () => undefined,
    };
    const root = path.resolve(context.cwd, folder);
    const outcomes = await takeHistory(day, path.join(root, 'history'));
    const raw = path.join(root, 'deliveries');
    const { run } = await runDay(day, { trade_date: labels.trade_date, raw });
    refuseParts(folder, [...outcomes, ...run.deliveries]);
    days.push({ store, work: own, trade_date: labels.trade_date, labels, labels_sha256: sha256(text) });
  }
  return days;
}

/** Canonicalizes the daily prices of earlier sessions that `simulate --history` wrote, each under the date in its name. */
async function takeHistory(day: DayContext, folder: string): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  for (const name of existsSync(folder) ? await namesIn(folder, 'files') : []) {
    const [, year, month, date] = /(\d{4})(\d{2})(\d{2})/.exec(name) ?? [];
    if (year === undefined) continue;
    const outcome = await takeDelivery(day, { trade_date: `${year}-${month}-${date}`, raw: folder, name });
    day.onDelivery(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** A score over a part of a day would blame the pattern for what it was not shown. */
function refuseParts(folder: string, outcomes: readonly DeliveryOutcome[]): void {
  const refused = outcomes.filter(({ status }) => status === 'refused').map(({ file }) => file);
  if (refused.length === 0) return;
  throw new Refusal(EXIT.findings, [
    `${folder}: ${refused.length} of ${outcomes.length} deliveries refused (${refused.join(', ')}), expected a whole day; a score over a part of it says nothing of a pattern [labelled-day-incomplete]`,
  ]);
}

async function readLabels(folder: string): Promise<{ labels: Labels; text: string }> {
  const file = path.join(folder, 'labels.json');
  if (!existsSync(file))
    throw new Refusal(EXIT.usage, [
      `${file}: is not there, expected a folder that tapewarden simulate --out has written [labels-missing]`,
    ]);
  const text = await readFile(file, 'utf8');
  const document = parsePlacedYaml(file, text);
  if (Array.isArray(document)) throw new Refusal(EXIT.invalid_spec, document.map(formatSpecProblem));
  const labels = await validateSpec<Labels>(document, 'labels');
  if (Array.isArray(labels)) throw new Refusal(EXIT.invalid_spec, labels.map(formatSpecProblem));
  return { labels, text };
}
