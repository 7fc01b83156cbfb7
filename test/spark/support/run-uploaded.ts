import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { WorkResult } from '../../fakes/emr/emr-state.js';
import { sparkPython } from './spark-suite.js';

const run = promisify(execFile);

/** What a service does with a job: the uploaded code on real Spark, with its arguments, the bucket being a folder; `more` are the service's own. */
export async function runUploaded(
  lake: string,
  { script, plan, out }: { script: string; plan: string; out: string },
  more: readonly string[] = [],
): Promise<WorkResult> {
  const local = (key: string): string => path.join(lake, key);
  const given = ['--plan', local(plan), '--lake', lake, '--out', local(out), ...more];
  try {
    await run(sparkPython(), [local(script), ...given], { maxBuffer: 1 << 26 });
    return { ok: true };
  } catch (error) {
    return { ok: false, details: (error as Error).message };
  }
}
