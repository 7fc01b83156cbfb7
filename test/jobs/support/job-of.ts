import type { JobPlan } from '../../../src/domain/generated/job-plan.js';
import { sha256OfValue } from '../../../src/domain/sha256.js';
import { describeJob, type JobDescription } from '../../../src/jobs/job-records.js';
import { loadPatternCatalogue } from '../../../src/surveillance/load-pattern-catalogue.js';
import { resolveSettings } from '../../../src/surveillance/resolve-settings.js';

const { patterns } = await loadPatternCatalogue();

/** A job of the wash-trade pattern over no files: its SQL runs, over relations without rows. */
export function jobOf(change: Partial<JobPlan> = {}, gap: string | null = null): JobDescription {
  const pattern = patterns.find(({ spec }) => spec.id === 'wash-trade');
  if (pattern === undefined) throw new Error('there is a pattern wash-trade');
  const settings = resolveSettings(pattern.spec.settings, {}, { file: 'none' });
  if (Array.isArray(settings)) throw new Error(JSON.stringify(settings));
  const content: Omit<JobPlan, 'plan_id'> = {
    format: 1,
    trade_date: '2026-11-20',
    workload: 'surveillance',
    pattern_id: 'wash-trade',
    pattern_version: pattern.spec.version,
    settings: settings.values,
    settings_sha256: settings.settings_sha256,
    sql_sha256: pattern.sql_sha256,
    alerts_sql: 'SELECT 1 AS a WHERE false',
    evidence_sql: 'SELECT 1 AS a WHERE false',
    inputs: [],
    ...change,
  };
  const plan: JobPlan = { ...content, plan_id: sha256OfValue(content) };
  return describeJob(plan, { spec: pattern.spec, gap, blocked: null, canary: null });
}
