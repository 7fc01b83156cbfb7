import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { entriesOf } from '../../scripts/lambda-bundle/bundle-files.js';
import type { FileRange } from '../../src/jobs/machine/list-deliveries.js';
import { TrailCloud } from '../cli/support/trail-cloud.js';
import { FakeGlue } from '../fakes/glue/fake-glue.js';
import { LARGE_PARTS, openDayMachine } from '../lambda/support/day-machine.js';
import { clock } from '../lambda/support/settable-clock.js';
import { lakeState, smallDay, trade_date, undisturbed } from '../lambda/support/small-day.js';
import { HOUR_MS, TrailMaker } from '../security/support/trail-maker.js';
import { type Invocation, invokeBundle } from '../support/invoke-bundle.js';
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

test.concurrent.each(HANDLERS)('the bundled %s loads, and refuses a wrong input by itself', async (handler) => {
  const called = await invokeBundle(bundle, handler, { event: { execution: '../up' }, environment: {} });
  // The planner has no input: it asks for its settings.
  const [errorType, words] =
    handler === 'plan-schedule'
      ? ['Error', 'TAPEWARDEN_SCHEDULE_GROUP is not set, expected infra/ to set it']
      : ['step-input-wrong', `step ${handler}: `];
  expect(called).toMatchObject({ errorType, errorMessage: expect.stringContaining(words) as string });
});

test('every chunk of the bundle loads, also what only some projects need: no name is missing, none undeclared', () => {
  const chunks = readdirSync(path.join(bundle, 'chunks')).map((name) => `./chunks/${name}`);
  expect(chunks.length).toBeGreaterThan(HANDLERS.length);
  const program = `for (const chunk of ${JSON.stringify(chunks)}) await import(chunk);
process.stdout.write('loaded');`;
  const args = ['--input-type=module', '-e', program];
  expect(execFileSync(process.execPath, args, { cwd: bundle, env: {}, encoding: 'utf8' })).toBe('loaded');
});

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
  return { ...(Object.fromEntries(own) as Record<string, string>), HARNESS_NOW_MS: String(clock.now_ms) };
}

/** The answer, or the error by the name that Step Functions sees. */
function answerOf({ errorType, errorMessage, answer }: Invocation): unknown {
  if (errorType === undefined) return answer;
  throw Object.assign(new Error(errorMessage), { name: errorType });
}

test('the bundled functions and task leave the day that those of the source leave, with its report, trail and catalog', async () => {
  const cloud = await TrailCloud.start();
  const glue = await FakeGlue.start();
  onTestFinished(async () => void (await Promise.all([cloud.stop(), glue.stop()])));
  const maker = new TrailMaker();
  clock.now_ms = maker.chain().last_ms + 1.75 * HOUR_MS;
  cloud.hold(maker);
  const expected = await undisturbed();
  const credentials = await taskCredentials();
  const catalog = `catalog: {database: surveillance, region: us-east-1, endpoint: "${glue.endpoint}"}\n`;
  const world = await smallDay(`${cloud.projectText()}${catalog}`);
  const lines: string[] = [];
  const invoked = new Set<string>(['task']);
  const call = async (step: string, event: unknown): Promise<unknown> => {
    invoked.add(step);
    const environment = { ...settings(), TAPEWARDEN_STEP: step };
    const called = await invokeBundle(bundle, step, { event, environment });
    lines.push(...called.lines);
    return answerOf(called);
  };
  const { machine, told } = openDayMachine(world, () => null, {
    ...{ parts: LARGE_PARTS, start_ms: clock.now_ms, call },
    ranges: (text) =>
      JSON.stringify(
        (JSON.parse(text) as FileRange[]).map((range) => ({ ...range, large: true, most_seconds: 3_600 })),
      ),
    run: async (given) => {
      const own = { AWS_REGION: 'us-east-1', AWS_CONTAINER_CREDENTIALS_FULL_URI: credentials.endpoint };
      const { exit, said } = await startImage(bundle, { ...settings(), ...own, ...given });
      lines.push(...said.split('\n').filter((line) => line !== ''));
      return exit;
    },
  });
  const day = await machine.start('day-2026-11-20-1', { trade_date });
  console.log(day, told, lines.slice(-3));
  expect(day.status, lines.join('\n')).toBe('SUCCEEDED');
  expect(await lakeState(world)).toEqual(expected.state);
  expect(credentials.asked()).toBeGreaterThan(0);
  const report = String(world.reports.current(world.reports.keys()[0] ?? '')?.body);
  console.log(report.match(/aria-label="Chart[^"]*"/g), report.length, glue.writes());
  const watched = await call('watch-run', { trade_date, execution: 'day-2026-11-20-1', last: false });
  console.log(watched, lines.slice(-3), [...invoked]);
});
