import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../domain/package-root.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import type { JobTicket } from './runner.js';

/** Keys of the lake under which a plan and the code that runs it stand. */
export type UploadedKeys = { plan: string; code: string };

/** Puts a plan and the code that runs it on Spark into the lake, where they are not there yet, under names that their content gives. */
export async function uploadPlan(
  store: ObjectStore,
  { plan }: Pick<JobTicket, 'plan'>,
): Promise<UploadedKeys> {
  const code = await readFile(path.join(packageRoot(), 'spark', 'run_plan.py'));
  const keys = {
    plan: `jobs/trade_date=${plan.trade_date}/plans/${plan.plan_id}.json`,
    code: `jobs/code/${sha256(code)}/run_plan.py`,
  };
  for (const [key, bytes] of [
    [keys.code, code],
    [keys.plan, Buffer.from(JSON.stringify(plan), 'utf8')],
  ] as const) {
    if ((await store.head(key)) === null) await store.putIfAbsent(key, { bytes });
  }
  return keys;
}
