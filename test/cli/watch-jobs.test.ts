import { afterEach, expect, test, vi } from 'vitest';
import type { CliContext } from '../../src/cli/cli-context.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { type Watched, watchJobs } from '../../src/cli/watch-jobs.js';
import { submitJob } from '../../src/jobs/submit-job.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import type { FakeEmr } from '../fakes/emr/fake-emr.js';
import { emrRoute } from '../jobs/support/emr-context.js';
import { emrJobs } from '../jobs/support/emr-jobs.js';
import { jobOf } from '../jobs/support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

/** Somebody who has pressed Ctrl-C before anything is shown, and then gives the answers one after the other. */
function pressing(answers: (string | null)[]): Terminal & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    onInterrupt: (act) => {
      act();
      return () => undefined;
    },
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? null);
    },
  };
}

/** Watches two jobs; each look lets so many milliseconds of the service pass, of which 0 leaves them where they are. */
async function watch(
  terminal?: Terminal,
  look_ms = 10_000,
): Promise<{ watched: Watched; said: string; emr: FakeEmr }> {
  const { emr, jobs } = await emrJobs(await temporaryFolder());
  emr.look_ms = look_ms;
  const submitted = [
    await submitJob(jobs, jobOf(), emrRoute),
    await submitJob(jobs, jobOf({ settings: { other: '1' } }), emrRoute),
  ];
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  const context = {
    process: { stdout: { write }, stderr: { write } },
    width: 100,
    ...(terminal === undefined ? {} : { terminal }),
  } as unknown as CliContext;
  return { watched: await watchJobs(context, jobs, submitted), said, emr };
}

const states = (emr: FakeEmr): string[] => [...emr.state.runs.values()].map(({ state }) => state);

test('at a terminal all jobs are in one table, which is written over where it changes', async () => {
  const { watched, said } = await watch({
    onInterrupt: () => () => undefined,
    ask: () => Promise.resolve(null),
  });
  expect(watched.ended).toBe('all');
  // What is printed last on standard output takes its place.
  expect(said.endsWith('\u001b[3A\u001b[0J')).toBe(true);
  const tables = said.slice(0, -'\u001b[3A\u001b[0J'.length).split('\u001b[3A\u001b[0J');
  expect(tables.length).toBeGreaterThan(1);
  expect(new Set(tables).size).toBe(tables.length);
  for (const table of tables) expect(table).toMatch(/^JOB .*\n(.*wash-trade.*\n){2}$/);
  expect(tables.at(-1)).toMatch(/(success .*\n?.*){2}/);
});

test('without a terminal each job has a line when it has ended, and nothing is asked', async () => {
  const { watched, said } = await watch();
  expect([watched.ended, said]).toEqual(['all', 'wash-trade  success  clear\n'.repeat(2)]);
});

test.each([['d'], ['detach'], [null]])('Ctrl-C and %j leaves the jobs to themselves', async (answer) => {
  const terminal = pressing([answer]);
  const { watched, emr } = await watch(terminal, 0);
  expect(watched.ended).toBe('detached');
  expect(terminal.asked).toEqual(['\ndetach and let the jobs run, cancel them, or go on watching? [d/c/w] ']);
  expect(states(emr)).not.toContain('CANCELLING');
});

test('Ctrl-C and c cancels them', async () => {
  const { watched, emr } = await watch(pressing(['c']), 0);
  expect(watched.ended).toBe('cancelled');
  expect(states(emr).every((state) => ['CANCELLING', 'CANCELLED'].includes(state))).toBe(true);
});

test.each([['w'], ['']])('Ctrl-C and %j goes on watching, in a table below the question', async (answer) => {
  const { watched, said } = await watch(pressing([answer]));
  expect(watched.ended).toBe('all');
  expect(said.match(/^JOB/gm)?.length).toBeGreaterThan(1);
  expect(said.split('JOB')[2]).not.toContain('\u001b[6A');
});
