import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { JobPlan } from '../../../src/domain/generated/job-plan.js';
import { type JobRows, readJobRows } from '../../../src/jobs/job-results.js';
import { openLocalStore } from '../../../src/store/local-store.js';

/** A plan, and the folder under which the keys of its inputs lie. */
export type SparkTask = { plan: JobPlan; lake: string };

/** What a plan found on Spark, every value as text; or why it failed. */
export type SparkRows = JobRows | { error: string };

const run = promisify(execFile);

/** The Python with PySpark that `npm run test:spark` has made; its tests run nowhere else. */
export function sparkPython(): string {
  const python = process.env['TAPEWARDEN_SPARK_PYTHON'];
  if (python === undefined) throw new Error('run these tests with npm run test:spark');
  return python;
}

/** Runs plans on real Spark, all in one session; results in the order of the tasks. */
export async function runOnSpark(folder: string, tasks: readonly SparkTask[]): Promise<SparkRows[]> {
  const entries = await Promise.all(
    tasks.map(async ({ plan, lake }, index) => {
      const out = path.join(folder, `task-${index}`);
      await mkdir(out, { recursive: true });
      await writeFile(path.join(out, 'plan.json'), JSON.stringify(plan));
      return { plan: path.join(out, 'plan.json'), lake, out: path.join(out, 'result') };
    }),
  );
  const suite = path.join(folder, 'suite.json');
  await writeFile(suite, JSON.stringify(entries));
  await run(sparkPython(), ['test/spark/support/run_suite.py', suite], { maxBuffer: 1 << 26 });
  return Promise.all(
    entries.map(async ({ out }, index) => await readResult(out, tasks[index]?.plan.plan_id ?? '')),
  );
}

async function readResult(out: string, plan_id: string): Promise<SparkRows> {
  const error = path.join(out, 'error.txt');
  if (existsSync(error)) return { error: await readFile(error, 'utf8') };
  const rows = await readJobRows(openLocalStore(out), '', plan_id);
  return rows ?? { error: `${out} holds neither a result nor an error` };
}
