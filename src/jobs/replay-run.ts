import path from 'node:path';
import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { PinnedInput, Run } from '../domain/generated/run.js';
import type { ReplayedPattern, RunReplay } from '../domain/generated/run-replay.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import { loadMarketDay } from '../lake/calendar/market-day.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import { keptFile, missingObject } from '../lake/kept-file.js';
import { readAlerts, readEvidence } from '../lake/run-records.js';
import type { ObjectStore } from '../store/object-store.js';
import type { Pattern } from '../surveillance/load-pattern.js';
import { compareReplay, type Replay } from './compare-replay.js';
import { type ConfiguredPattern, planJobs, readsInput } from './plan-jobs.js';
import { recordedPattern } from './recorded-pattern.js';
import { runIdOf } from './run-id.js';
import { type PlannedPattern, runPlansLocally } from './run-plans-locally.js';
import { writeCanaries } from './write-canaries.js';

/** What a replay needs: the lake, a folder to work in, and the patterns that are installed. */
export type ReplayContext = {
  store: ObjectStore;
  work: string;
  patterns: readonly Pattern[];
  version: string;
};

/**
 * Computes a recorded run again, from the files that it pinned by hash with the settings that it had, and compares pattern by pattern.
 *
 * A pattern is replayed only where its installed version and SQL are those of the run and all its inputs are still there. Nothing is
 * recorded. Throws OperationalFailure where machinery fails.
 */
export async function replayRun(context: ReplayContext, run: Run): Promise<RunReplay> {
  const results = await recordedResults(context.store, run);
  const gone = await unreadable(context.store, run.inputs);
  const found = run.patterns.map((outcome) => ({
    outcome,
    configured: withInputs(recordedPattern(context.patterns, outcome), run, gone),
  }));
  const configured = found.flatMap((one) => ('pattern' in one.configured ? [one.configured] : []));
  const replays = await compute(context, run, { configured, gone });
  const patterns = found.map(({ outcome, configured: one }): ReplayedPattern => {
    const { pattern_id, version, alerts } = outcome;
    if (!('pattern' in one)) {
      return { pattern_id, version, verdict: 'not_replayed', alerts, reasons: [one.missing] };
    }
    const replay = replays.get(one);
    const reasons = replay === undefined ? [] : compareReplay(run, { outcome, ...results }, replay);
    return { pattern_id, version, verdict: reasons.length === 0 ? 'identical' : 'differs', alerts, reasons };
  });
  const record = [...idFaults(run), ...results.faults];
  return {
    format: 1,
    run_id: run.run_id,
    trade_date: run.trade_date,
    recorded_by: run.tapewarden_version,
    replayed_by: context.version,
    verdict: verdictOf(record, patterns),
    record,
    patterns,
  };
}

type RecordedResults = { alerts: readonly Alert[]; evidence: readonly Evidence[]; faults: string[] };

/** What the run found as it was recorded; nothing of a file that is not the one recorded, and why. */
async function recordedResults(store: ObjectStore, run: Run): Promise<RecordedResults> {
  const parts = [
    { key: run.alerts_key, expected: run.alerts_sha256 },
    { key: run.evidence_key, expected: run.evidence_sha256 },
  ];
  const faults: string[] = [];
  for (const { key, expected } of parts) {
    const bytes = await store.get(key);
    if (bytes === null) throw await missingObject(store, key);
    const actual = sha256(bytes);
    if (expected !== undefined && actual !== expected) {
      faults.push(`${key} has the hash ${actual}, expected ${expected}: it was changed after it was written`);
    }
  }
  if (faults.length > 0) return { alerts: [], evidence: [], faults };
  return { alerts: await readAlerts(store, run), evidence: await readEvidence(store, run), faults };
}

/** Why inputs cannot be read as they were pinned, by key. */
async function unreadable(
  store: ObjectStore,
  inputs: readonly PinnedInput[],
): Promise<ReadonlyMap<string, string>> {
  const gone = new Map<string, string>();
  for (const input of inputs) {
    try {
      await keptFile(store, input);
    } catch (error) {
      if (!(error instanceof OperationalFailure)) throw error;
      if (!['object-missing', 'object-removed', 'object-damaged'].includes(String(error.code))) throw error;
      gone.set(input.key, error.message);
    }
  }
  return gone;
}

/** The same, or that an input which it reads cannot be read any more. */
function withInputs(
  found: ConfiguredPattern | { missing: string },
  { inputs }: Run,
  gone: ReadonlyMap<string, string>,
): ConfiguredPattern | { missing: string } {
  if (!('pattern' in found)) return found;
  const missing = inputs.find((input) => gone.has(input.key) && readsInput(found.pattern.spec, input));
  return missing === undefined ? found : { missing: gone.get(missing.key) ?? missing.key };
}

async function compute(
  { store, work }: ReplayContext,
  run: Run,
  { configured, gone }: { configured: readonly ConfiguredPattern[]; gone: ReadonlyMap<string, string> },
): Promise<ReadonlyMap<ConfiguredPattern, Replay>> {
  const day = await loadMarketDay(run.trade_date);
  const canaries = await writeCanaries(path.join(work, 'canaries'), configured, run.trade_date);
  const plans = planJobs(day, configured, {
    inputs: run.inputs.filter(({ key }) => !gone.has(key)),
    columns: await readViewColumns(),
    canaries: canaries.inputs,
  });
  const planned = configured.map((one, index) => ({ ...one, plan: plans[index] as PlannedPattern['plan'] }));
  const machine = { store, day, spill: path.join(work, 'replay'), threads: 2, memory_mb: 1200 };
  const results = await runPlansLocally(planned, { ...machine, canaries: canaries.files }, () => undefined);
  return new Map(
    configured.flatMap((one, index) => {
      const [plan, result] = [plans[index], results[index]];
      return plan === undefined || result === undefined
        ? []
        : [[one, { spec: one.pattern.spec, plan_id: plan.plan_id, result }] as const];
    }),
  );
}

function idFaults(run: Run): string[] {
  const expected = runIdOf(run);
  return expected === run.run_id
    ? []
    : [
        `the record's content has the id ${expected}, expected ${run.run_id}: it was changed after it was written`,
      ];
}

function verdictOf(record: readonly string[], patterns: readonly ReplayedPattern[]): RunReplay['verdict'] {
  if (record.length > 0 || patterns.some(({ verdict }) => verdict === 'differs')) return 'differs';
  return patterns.some(({ verdict }) => verdict === 'not_replayed') ? 'not_replayed' : 'identical';
}
