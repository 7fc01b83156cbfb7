import type { AbsentDataset, JobPlan } from '../domain/generated/job-plan.js';
import type { PinnedInput } from '../domain/generated/run.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { MarketDay } from '../lake/calendar/market-day.js';
import type { ViewColumns } from '../lake/canonical-dataset.js';
import { bindPattern } from '../surveillance/bind-pattern.js';
import type { Pattern } from '../surveillance/load-pattern.js';
import type { ResolvedSettings } from '../surveillance/resolve-settings.js';

/** A pattern with the settings it is to run with. */
export type ConfiguredPattern = { pattern: Pattern; settings: ResolvedSettings };

/**
 * One plan per pattern for a day, in the order given, each with only the inputs that its pattern reads.
 *
 * `plan_id` is the hash of the plan's content: the same inputs, versions and settings give the same plan.
 */
export function planJobs(
  day: MarketDay,
  patterns: readonly ConfiguredPattern[],
  { inputs, columns }: { inputs: readonly PinnedInput[]; columns: ViewColumns },
): JobPlan[] {
  const present = new Set(inputs.map(({ dataset }) => dataset));
  return patterns.map(({ pattern, settings }) => {
    const { spec } = pattern;
    const read = new Set([...Object.keys(spec.reads), ...Object.keys(spec.reads_if_present ?? {})]);
    const absent = [...read].filter((dataset) => !present.has(dataset));
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
      inputs: inputs.filter((input) => read.has(input.dataset)),
      ...(absent.length === 0 ? {} : { absent: absentDatasets(absent, columns) }),
    };
    return { ...content, plan_id: sha256OfValue(content) };
  });
}

function absentDatasets(datasets: readonly string[], columns: ViewColumns): AbsentDataset[] {
  return datasets.map((dataset) => ({ dataset, columns: Object.fromEntries(columns.get(dataset) ?? []) }));
}
