import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { entriesOf } from '../../scripts/lambda-bundle/bundle-files.js';
import { TrailCloud } from '../cli/support/trail-cloud.js';
import { FakeGlue } from '../fakes/glue/fake-glue.js';
import { allLarge, LARGE_PARTS, openDayMachine } from '../lambda/support/day-machine.js';
import { clock } from '../lambda/support/settable-clock.js';
import { lakeState, smallDay, trade_date, undisturbed } from '../lambda/support/small-day.js';
import { HOUR_MS, TrailMaker } from '../security/support/trail-maker.js';
import { invokeBundle } from '../support/invoke-bundle.js';
import { startImage } from '../support/start-image.js';
import { ownBundle, unpackBundle } from '../support/unpacked-bundle.js';

vi.mock('../../src/project/project-context.js', () => import('../lambda/support/settable-clock.js'));

const ENTRIES = entriesOf(process.cwd());
const HANDLERS = ENTRIES.filter((name) => name !== 'task');

let bundle: string;

beforeAll(async () => {
  bundle = unpackBundle(await ownBundle());
});
afterAll(() => rmSync(bundle, { recursive: true }));

test.concurrent.each(HANDLERS)(
  'the bundled %s loads, and refuses a wrong input by itself',
  async (handler) => {
    const called = await invokeBundle(bundle, handler, { event: { execution: '../up' }, environment: {} });
    // The planner has no input: it asks for its settings.
    const [errorType, words] =
      handler === 'plan-schedule'
        ? ['Error', 'TAPEWARDEN_SCHEDULE_GROUP is not set, expected infra/ to set it']
        : ['step-input-wrong', `step ${handler}: `];
    expect(called).toMatchObject({ errorType, errorMessage: expect.stringContaining(words) as string });
  },
);

test('every chunk of the bundle loads by itself, also what only some projects need', () => {
  const chunks = readdirSync(path.join(bundle, 'chunks'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name))
    .map((name) => `./chunks/${name}`);
  expect(chunks.length).toBeGreaterThan(HANDLERS.length);
  const program = `for (const chunk of ${JSON.stringify(chunks)}) await import(chunk);
process.stdout.write('loaded');`;
  const args = ['--input-type=module', '-e', program];
  expect(execFileSync(process.execPath, args, { cwd: bundle, env: {}, encoding: 'utf8' })).toBe('loaded');
});

/** Called by bundle-lambda.test.ts as they are here. */
const CALLED_ELSEWHERE = ['canonicalize-delivery', 'plan-schedule'];
const of = { execution: 'day-2026-11-20-1', trade_date };

/** Credentials of a task, as Fargate gives them: over HTTP, not in the environment. */
async function taskCredentials(): Promise<{ endpoint: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        ...{ AccessKeyId: 'test', SecretAccessKey: 'test', Token: 'test' },
        Expiration: new Date(Date.now() + HOUR_MS).toISOString(),
      }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked: () => asked,
  };
}

/** What tells a function where its day is, as a test has set it for the handlers of the source. */
function settings(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith('TAPEWARDEN_'));
  return Object.fromEntries(own) as Record<string, string>;
}

/** Functions and task of the bundle, what each answered last, and every line that they wrote. */
function bundled(credentials_at: string) {
  const lines: string[] = [];
  const answers = new Map<string, unknown>();
  const call = async (step: string, event: unknown): Promise<unknown> => {
    const when = { HARNESS_NOW_MS: String(clock.now_ms) };
    const environment = { ...settings(), ...when, TAPEWARDEN_STEP: step };
    const called = await invokeBundle(bundle, step, { event, environment });
    lines.push(...called.lines);
    if (called.errorType !== undefined)
      throw Object.assign(new Error(called.errorMessage), { name: called.errorType });
    answers.set(step, called.answer);
    return called.answer;
  };
  const run = async (given: Readonly<Record<string, string>>): Promise<number | null> => {
    const own = { AWS_REGION: 'us-east-1', AWS_CONTAINER_CREDENTIALS_FULL_URI: credentials_at };
    const { exit, said } = await startImage(bundle, { ...settings(), ...own, ...given });
    lines.push(...said.split('\n').filter((line) => line !== ''));
    answers.set('task', exit);
    return exit;
  };
  return { call, run, lines, answers };
}

test('a day of the bundled functions and task is that of the source, with its report, trail and catalog', async () => {
  const cloud = await TrailCloud.start();
  const glue = await FakeGlue.start();
  onTestFinished(async () => void (await Promise.all([cloud.stop(), glue.stop()])));
  const maker = new TrailMaker();
  clock.now_ms = maker.chain().last_ms + 1.75 * HOUR_MS;
  cloud.hold(maker);
  const expected = await undisturbed();

  const catalog = `catalog: {database: surveillance, region: us-east-1, endpoint: "${glue.endpoint}"}\n`;
  const world = await smallDay(`${cloud.projectText()}${catalog}`);
  const credentials = await taskCredentials();
  const { call, run, lines, answers } = bundled(credentials.endpoint);
  const change = { parts: LARGE_PARTS, ranges: allLarge, start_ms: clock.now_ms, call, run };
  const { machine, told } = openDayMachine(world, () => null, change);
  const day = await machine.start(of.execution, { trade_date });
  expect(day.status, lines.join('\n')).toBe('SUCCEEDED');
  expect(await lakeState(world)).toEqual(expected.state);
  expect(credentials.asked()).toBeGreaterThan(0);
  expect(glue.writes()).toContain('BatchCreatePartition');
  expect(told.map(({ Message }) => Message)).toEqual([
    expect.stringContaining('\ntrail    sound\n') as string,
  ]);

  const [key = '', ...others] = world.reports.keys();
  expect(others).toEqual([]);
  const report = String(world.reports.current(key)?.body);
  const drawn = [...report.matchAll(/aria-label="Chart: ([^"]+)">\s*<svg/g)].map(([, title]) => title);
  expect(drawn).toEqual(['Files by time of arrival', 'How long each attempt took']);

  // What no day of this kind calls.
  const { jobs } = answers.get('plan-jobs') as { jobs: { job_id: string }[] };
  expect(await call('look-at-job', { ...of, job_id: jobs[0]?.job_id })).toMatchObject({ ended: true });
  expect(await call('watch-run', { ...of, last: false })).toEqual({ trade_date, late: false, why: null });
  expect([...answers.keys(), ...CALLED_ELSEWHERE].sort()).toEqual(ENTRIES);
  expect(lines.filter((line) => (JSON.parse(line) as { level?: string }).level === 'error')).toEqual([]);
}, 300_000);
