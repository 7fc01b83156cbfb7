import type { JobPlan } from '../../../src/domain/generated/job-plan.js';
import { writeJobRows } from '../../../src/jobs/job-results.js';
import { runPlanEmbedded } from '../../../src/jobs/local/run-plan-embedded.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import type { WorkResult } from '../../fakes/emr/emr-state.js';

/**
 * Does what `spark/run_plan.py` does with a plan and a folder for results, by their keys in the lake, on the embedded database.
 *
 * It stands in for Spark where that is too slow to start; `npm run test:spark` runs the same fakes with real Spark.
 */
export async function standInSpark(
  store: ObjectStore,
  { plan: key, out }: { plan: string; out: string },
  spill: string,
): Promise<WorkResult> {
  const bytes = await store.get(key);
  if (bytes === null) return { ok: false, details: 'AccessDenied: no plan' };
  const plan = JSON.parse(Buffer.from(bytes).toString('utf8')) as JobPlan;
  const machine = { spill, threads: 1, memory_mb: 512, onSession: () => undefined };
  try {
    const rows = await runPlanEmbedded(plan, store, machine);
    await writeJobRows(store, `${out}/`, { ...rows, plan_id: plan.plan_id, engine: 'stand-in' });
    return { ok: true };
  } catch (error) {
    return { ok: false, details: (error as Error).message };
  }
}
