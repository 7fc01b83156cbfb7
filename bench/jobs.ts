import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { submitJob } from '../src/jobs/submit-job.js';
import { inParallel } from '../src/lake/in-parallel.js';
import { openLocalStore } from '../src/store/local-store.js';
import { FakeEmr } from '../test/fakes/emr/fake-emr.js';
import { emrRoute, jobsOn } from '../test/jobs/support/emr-context.js';
import { jobOf } from '../test/jobs/support/job-of.js';

/**
 * Submitting 200 jobs to the fake of EMR Serverless at 20 ms latency, at most 10 s; the reference is the same calls one after
 * the other. Then `--help` and `--version` against a bare `node -e 0`, at most 3 times.
 */
const JOBS = 200;
const AT_ONCE = 16;
const LATENCY_MS = 20;

Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' });
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-bench-'));
const emr = await FakeEmr.start();
emr.latency_ms = LATENCY_MS;
const jobs = jobsOn(emr, openLocalStore(folder));
const wanted = Array.from({ length: JOBS }, (_, index) => jobOf({ settings: { index: String(index) } }));
const started = performance.now();
await inParallel(wanted, AT_ONCE, (job) => submitJob(jobs, job, emrRoute));
const seconds = (performance.now() - started) / 1000;
const reference = (JOBS * LATENCY_MS) / 1000;
console.log(
  `submitting ${emr.state.runs.size} jobs at ${LATENCY_MS} ms: ${seconds.toFixed(2)} s, ${(seconds / reference).toFixed(2)} of ${reference} s of latency one after the other (bar: 10 s)`,
);
await emr.stop();
await rm(folder, { recursive: true });

const cli = path.resolve('dist/cli/main.js');
if (!existsSync(cli))
  throw new Error('run npm run build first: the time of --help is that of the built program');
const wall = (...args: string[]): number => {
  const times = Array.from({ length: 7 }, () => {
    const begun = performance.now();
    spawnSync(process.execPath, args);
    return performance.now() - begun;
  });
  return times.sort((left, right) => left - right)[3] ?? 0;
};
const bare = wall('-e', '0');
for (const flag of ['--help', '--version']) {
  const took = wall(cli, flag);
  console.log(
    `${flag}: ${took.toFixed(0)} ms, ${(took / bare).toFixed(2)} of a bare node -e 0 at ${bare.toFixed(0)} ms (bar: 3)`,
  );
}
