import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CliContext } from '../../src/cli/cli-context.js';
import type { Job } from '../../src/domain/generated/job.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { attemptPrefix, readJobs } from '../../src/jobs/job-records.js';
import { readJobRows } from '../../src/jobs/job-results.js';
import { runPlanEmbedded } from '../../src/jobs/local/run-plan-embedded.js';
import { localQueue } from '../../src/project/open-jobs.js';
import { loadProject, openLake } from '../../src/project/project.js';
import { seededChance } from '../fakes/emr/emr-faults.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

/** Who is killed, and the file at whose appearance: the moment after it was written, or soon after. */
const MOMENTS = [
  { victim: 'command', file: 'begun.json' },
  { victim: 'command', file: 'request.json' },
  { victim: 'command', file: 'handle.json' },
  { victim: 'worker', file: 'taken.json' },
  { victim: 'worker', file: 'result.json' },
  { victim: 'worker', file: 'exit.json' },
] as const;

/** Kills of a run, one of each victim first; KILLS=6 has every moment once, more go on with other jobs. */
const KILLS = Number(process.env['KILLS'] ?? 2);
const chance = seededChance(7);
const order = [...MOMENTS].sort(() => chance() - 0.5);
const turns = [
  ...(['command', 'worker'] as const).map((who) => order.find(({ victim }) => victim === who) ?? MOMENTS[0]),
];
const others = order.filter((moment) => !turns.includes(moment));
const rounds = Array.from({ length: KILLS }, (_, index) => ({
  ...([...turns, ...others][index % MOMENTS.length] ?? MOMENTS[0]),
  nth: 1 + Math.floor(chance() * 2),
}));

const { folder, remove } = temporaryFolder();
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const program = [process.execPath, '--import', tsx, path.join(packageRoot(), 'src', 'cli', 'main.ts')];
const ASKED = ['firm-activity', 'wash-trade'];

beforeAll(async () => {
  const cli = cliIn(path.join(folder));
  await cli('simulate', '--events', '400', '--out', '.');
  const names = readdirSync(path.join(folder, 'deliveries')).filter((name) =>
    /^(acme|firm|listed)-/.test(name),
  );
  await cli('canonicalize', ...names.map((name) => path.join('deliveries', name)));
}, 60_000);
afterAll(remove);

/** Waits until so many files of a name are below a folder, or the process has ended. */
async function appearance(below: string, file: string, nth: number, process: ChildProcess): Promise<void> {
  const seen = (): number =>
    existsSync(below)
      ? readdirSync(below, { recursive: true }).filter((name) => path.basename(String(name)) === file).length
      : 0;
  const ended = (): boolean => process.exitCode !== null || process.signalCode !== null;
  while (seen() < nth && !(ended() && ['begun.json', 'request.json', 'handle.json'].includes(file))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The numbers of the worker processes that a queue names. */
function workersOf(place: string): number[] {
  const workers = path.join(place, 'lake', '.work', 'jobs', 'workers');
  const files = existsSync(workers) ? readdirSync(workers).filter((name) => name.endsWith('.json')) : [];
  return files.map(
    (name) => (JSON.parse(readFileSync(path.join(workers, name), 'utf8')) as { pid: number }).pid,
  );
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

describe('after kill -9 every job is attached to, runs once and keeps its result', () => {
  test.each(rounds.map((round, index) => [index + 1, round.victim, round.nth, round.file] as const))(
    'kill %i: the %s, when %i %s is there',
    async (number, victim, nth, file) => {
      const place = path.join(folder, `kill-${number}`);
      cpSync(path.join(folder, 'lake'), path.join(place, 'lake'), { recursive: true });
      const tapewarden = cliIn(place, { program });
      const [command = '', ...before] = program;
      const submit = spawn(command, [...before, 'jobs', 'submit', ...ASKED], { cwd: place, stdio: 'ignore' });
      await appearance(path.join(place, 'lake'), file, nth, submit);
      const workers = workersOf(place);
      if (victim === 'command') kill(submit.pid);
      else workers.forEach(kill);
      // A killed worker's command goes on watching, and is left to.
      if (submit.exitCode === null && submit.signalCode === null) await once(submit, 'exit');

      await tapewarden('jobs', 'attach');
      const list = async (): Promise<Job[]> =>
        JSON.parse((await tapewarden('jobs', 'list', '--json')).stdout) as Job[];
      const left = (await list()).filter(({ state }) => state === 'success').length < ASKED.length;
      if (left) await tapewarden('jobs', 'submit', ...ASKED);
      const jobs = await list();
      expect(jobs.map(({ pattern_id, state }) => [pattern_id, state])).toEqual(
        ASKED.map((id) => [id, 'success']),
      );
      // Only what a killed worker was at, and had no result of, is tried again.
      const again = jobs.flatMap(({ attempts }) => attempts.slice(0, -1));
      expect(again.length).toBeLessThanOrEqual(victim === 'worker' ? 1 : 0);
      expect(again.every(({ native_state }) => native_state === 'lost')).toBe(true);
      await expectSound(place);
    },
    60_000,
  );
});

/** Results are those of the embedded database, and nobody works any more. */
async function expectSound(place: string): Promise<void> {
  const project = await loadProject({ cwd: place, process: {} } as CliContext, {});
  const store = await openLake(project);
  for (const { description, attempts } of await readJobs(store)) {
    const { plan } = description;
    const found = await readJobRows(
      store,
      `${attemptPrefix(description, attempts.length)}out/`,
      plan.plan_id,
    );
    const machine = {
      spill: path.join(place, 'spill'),
      threads: 1,
      memory_mb: 500,
      onSession: () => undefined,
    };
    const embedded = await runPlanEmbedded(plan, store, machine);
    expect([found?.alerts.length, found?.evidence.length]).toEqual([
      embedded.alerts.length,
      embedded.evidence.length,
    ]);
  }
  const queue = localQueue(project);
  while (await queue.hasWorker()) await new Promise((resolve) => setImmediate(resolve));
  expect(await queue.waiting()).toEqual([]);
}
