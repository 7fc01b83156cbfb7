import type { AbsentDataset, JobPlan } from '../domain/generated/job-plan.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { PinnedInput } from '../domain/generated/run.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { MarketDay } from '../lake/calendar/market-day.js';
import { historyOf, type ViewColumns } from '../lake/canonical-dataset.js';
import { bindPattern } from '../surveillance/bind-pattern.js';
import type { Pattern } from '../surveillance/load-pattern.js';
import type { ResolvedSettings } from '../surveillance/resolve-settings.js';

/** A pattern with the settings it is to run with. */
export type ConfiguredPattern = { pattern: Pattern; settings: ResolvedSettings };

/** What plans are made of: pinned inputs of the day, columns of all views, and the canary of each pattern that has one. */
export type PlanInputs = {
  readonly inputs: readonly PinnedInput[];
  readonly columns: ViewColumns;
  readonly canaries?: ReadonlyMap<string, readonly PinnedInput[]>;
};

/**
 * One plan per pattern for a day, in the order given, each with only the inputs that its pattern reads.
 *
 * A canary is among the inputs, in the partition of its own, for views of which the day itself has rows: it never makes a dataset
 * present that is not.
 * `plan_id` is the hash of the plan's content: the same inputs, versions and settings give the same plan.
 */
export function planJobs(
  day: MarketDay,
  patterns: readonly ConfiguredPattern[],
  { inputs, columns, canaries }: PlanInputs,
): JobPlan[] {
  return patterns.map(({ pattern, settings }) => {
    const { spec } = pattern;
    const { read, present, absent } = whatItReads(spec, { inputs, columns });
    const canary = (canaries?.get(spec.id) ?? []).filter(
      (input) => readsInput(spec, input) && present.has(viewOf(input)),
    );
    const content: Omit<JobPlan, 'plan_id'> = {
      format: 1,
      trade_date: day.trade_date,
      workload: spec.workload,
      pattern_id: spec.id,
      pattern_version: spec.version,
      settings: settings.values,
      settings_sha256: settings.settings_sha256,
      sql_sha256: pattern.sql_sha256,
      ...bindPattern(pattern, settings, day),
      inputs: [...read, ...canary],
      ...absent,
    };
    return { ...content, plan_id: sha256OfValue(content) };
  });
}

/** The datasets that SQL names. */
type Reads = Pick<PatternSpec, 'reads' | 'reads_if_present' | 'reads_history'>;

/** Inputs that SQL reads, names of their views, and the member `absent` of its plan for what no file of the day holds. */
export function whatItReads(
  spec: Reads,
  { inputs, columns }: Pick<PlanInputs, 'inputs' | 'columns'>,
): { read: PinnedInput[]; present: Set<string>; absent: Pick<JobPlan, 'absent'> } {
  const read = inputs.filter((input) => readsInput(spec, input));
  const present = new Set(read.map(viewOf));
  const absent = viewsRead(spec).filter((view) => !present.has(view));
  return { read, present, absent: absent.length === 0 ? {} : { absent: absentDatasets(absent, columns) } };
}

/** Whether a pattern or query reads an input, as of the day or of its history. */
export function readsInput(spec: Reads, { dataset, sessions_ago }: PinnedInput): boolean {
  if (sessions_ago === undefined) return dataset in spec.reads || dataset in (spec.reads_if_present ?? {});
  return sessions_ago <= (spec.reads_history?.[dataset]?.sessions ?? 0);
}

function viewsRead({ reads, reads_if_present = {}, reads_history = {} }: Reads): string[] {
  return [...Object.keys({ ...reads, ...reads_if_present }), ...Object.keys(reads_history).map(historyOf)];
}

function viewOf({ dataset, sessions_ago }: PinnedInput): string {
  return sessions_ago === undefined ? dataset : historyOf(dataset);
}

function absentDatasets(datasets: readonly string[], columns: ViewColumns): AbsentDataset[] {
  return datasets.map((dataset) => ({ dataset, columns: Object.fromEntries(columns.get(dataset) ?? []) }));
}
