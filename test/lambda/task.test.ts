import { afterEach, expect, test, vi } from 'vitest';
import type { FileRange } from '../../src/jobs/machine/list-deliveries.js';
import { handler as listDeliveries } from '../../src/lambda/list-deliveries.js';
import { runTask } from '../../src/lambda/task.js';
import { acmeFile, acmeLine } from '../canonicalize/support/feeds.js';
import { arrive, invoke, openLambdaWorld } from './support/lambda-world.js';

const of = { execution: 'day-2026-11-20-1', trade_date: '2026-11-20' };

afterEach(() => {
  vi.restoreAllMocks();
});

test('a task settles what a function would, in the same place, and measures it', async () => {
  const world = await openLambdaWorld();
  arrive(world, of.trade_date, { name: 'acme-orders-20261120.psv.gz', bytes: acmeFile([acmeLine(1)]) });
  const listed = await invoke(listDeliveries, of);
  const ranges = JSON.parse(
    String(world.state.current(listed.waves[0]?.ranges.key ?? '')?.body),
  ) as FileRange[];
  expect(ranges[0]).toMatchObject({ large: false });
  expect(ranges[0]?.why).toMatch(/^1 MB of gzip, about 1 MB of text, at most the 2500 MB of a function$/);
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.stubEnv('TAPEWARDEN_STEP', 'canonicalize-delivery');
  vi.stubEnv('TAPEWARDEN_STAGE', 'dev');
  const environment = {
    TAPEWARDEN_STEP: 'canonicalize-delivery',
    TAPEWARDEN_EVENT: JSON.stringify({ ...of, range: ranges[0] }),
  };
  expect(await runTask(environment, (line) => written.push(line))).toBe(0);
  expect(world.state.keys().some((key) => key.endsWith('settled.json'))).toBe(true);
  const lines = written.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { code: 'step-done', step: 'canonicalize-delivery', execution: of.execution },
    { Step: 'canonicalize-delivery', Deployment: 'dev', BytesRead: ranges[0]?.bytes },
  ]);
});

test.each([
  ['of another step', { TAPEWARDEN_STEP: 'write-report', TAPEWARDEN_EVENT: '{}' }, 'task-step-unknown'],
  ['of a name that every object has', { TAPEWARDEN_STEP: 'toString' }, 'task-step-unknown'],
  ['without a step', {}, 'task-step-unknown'],
  ['without an event', { TAPEWARDEN_STEP: 'canonicalize-delivery' }, 'task-event-unreadable'],
])('a task %s ends with 2 and says what it wants', async (_, environment, code) => {
  const written: string[] = [];
  expect(await runTask(environment, (line) => written.push(line))).toBe(2);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 'error', code });
});

test('a task whose step fails ends with 1, and its last line says why', async () => {
  const written: string[] = [];
  vi.stubEnv('TAPEWARDEN_PROJECT', '');
  const environment = { TAPEWARDEN_STEP: 'canonicalize-delivery', TAPEWARDEN_EVENT: '{}' };
  expect(await runTask(environment, (line) => written.push(line))).toBe(1);
  expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({
    ...{ code: 'task-failed', level: 'error', failure: 'step-input-wrong' },
    message: expect.stringContaining('/execution is missing') as string,
  });
  vi.unstubAllEnvs();
});
