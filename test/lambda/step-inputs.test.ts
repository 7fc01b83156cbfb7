import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commitFeed } from '../../src/jobs/machine/commit-feed.js';
import type { MachineContext } from '../../src/jobs/machine/machine-context.js';
import { filePrefix, keepContent, keepState } from '../../src/jobs/machine/state-objects.js';
import { handler as canonicalizeDelivery } from '../../src/lambda/canonicalize-delivery.js';
import { handler as commitDeliveries } from '../../src/lambda/commit-deliveries.js';
import { handler as listDeliveries } from '../../src/lambda/list-deliveries.js';
import { STEPS } from '../../src/lambda/steps.js';
import { shippedFeed } from '../canonicalize/support/feeds.js';
import { memoryStore } from '../fakes/memory-store/memory-store.js';

const of = { execution: 'day-2026-11-20-1', trade_date: '2026-11-20' };
const commit = { ...of, list: 'lists/a.json', wave: 0, feed: 'acme-orders', from: 0 };

type Handler = (event: never) => Promise<unknown>;

test.each<[string, Handler, unknown, string]>([
  ['no event', listDeliveries, undefined, 'step list-deliveries: the event is null, expected type object'],
  ['no trade date', listDeliveries, { execution: 'a' }, '/trade_date is missing, expected a value'],
  [
    'a date in other words',
    listDeliveries,
    { ...of, trade_date: '20.11.2026' },
    '/trade_date is "20.11.2026", expected text that matches',
  ],
  [
    'an execution that would be a path',
    listDeliveries,
    { ...of, execution: '../other' },
    '/execution is "../other", expected text that matches',
  ],
  ['a place that is text', commitDeliveries, { ...commit, from: '0' }, '/from is "0", expected type integer'],
  [
    'a member that nobody knows',
    commitDeliveries,
    { ...commit, feeds: [] },
    '/feeds is no known member, expected one of execution, trade_date, list, wave, feed, from,',
  ],
  [
    'a file without bytes',
    canonicalizeDelivery,
    {
      ...of,
      range: {
        files: [{ file: 'a', key: 'b', feed: 'c', received_at_ns: '0' }],
        ...{ bytes: 1, large: false, why: '', most_seconds: null },
      },
    },
    '/range/files/0/bytes is missing, expected a value',
  ],
])('a step that is asked with %s says where and what it expected', async (_, handler, event, words) => {
  const failed = await handler(event as never).then(
    () => null,
    (error: unknown) => error as Error,
  );
  // Of a name that no retry is for: it ends its state at once.
  expect(failed?.name).toBe('step-input-wrong');
  expect(failed?.message).toContain(words);
  expect(failed?.message).toMatch(/; correct what starts the execution, .* \[step-input-wrong\]$/);
});

test('every step has a schema of its input and of its output, but for what is none of ours or plans alone', () => {
  const steps = STEPS.filter((step) => step !== 'notify' && step !== 'plan-schedule');
  for (const name of ['step-inputs', 'step-outputs']) {
    const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as { properties: object };
    expect(Object.keys(schema.properties).sort()).toEqual([...steps].sort());
  }
});

test('a settlement that another version left is refused by its key and place, and nothing is committed', async () => {
  const [store, state] = [memoryStore(), memoryStore()];
  const file = { file: 'acme-orders-20261120.psv.gz', key: 'a', bytes: 1, feed: 'acme-orders' };
  const list = await keepContent(state, 'lists', { waves: [[file]], unclaimed: [] });
  const key = `${filePrefix(of.execution, file)}settled.json`;
  await keepState(state, key, { settlement: { format: 2, feed: 'acme-orders' } });
  const context = { store, state, feeds: [shippedFeed('acme-orders')] } as unknown as MachineContext;
  await expect(
    commitFeed(context, { ...commit, list }, { now_ms: () => 0, most_ms: 1 }),
  ).rejects.toMatchObject({ code: 'state-unreadable', data: { key } });
  expect(await store.list('')).toEqual([]);
});
