import { beforeEach, describe, expect, test, vi } from 'vitest';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import { reconcileDay } from '../../src/lake/ledger/reconcile-day.js';
import { readLatestRun } from '../../src/lake/run-records.js';
import { acmeFile, acmeLine } from '../canonicalize/support/feeds.js';
import type { Execution } from '../fakes/step-functions/fake-step-functions.js';
import { type DayMachine, openDayMachine } from './support/day-machine.js';
import { arrive, type LambdaWorld, lakeOf, openLambdaWorld } from './support/lambda-world.js';
import { acmeYaml, OWN_PROJECT, ownProject } from './support/own-project.js';
import { clock } from './support/settable-clock.js';

vi.mock('../../src/project/project-context.js', () => import('./support/settable-clock.js'));

const trade_date = '2026-11-20';
/** 18:30 in New York. */
const DUE = Date.parse('2026-11-20T23:30:00Z');
const START = Date.parse('2026-11-20T22:00:00Z');
const HOUR_MS = 3_600_000;

let world: LambdaWorld;

beforeEach(async () => {
  world = await openLambdaWorld(OWN_PROJECT);
  await ownProject(world.folder, { 'acme-orders': await acmeYaml() });
  clock.now_ms = START;
});

/** A day that is begun before the deadline, whose only file comes at an instant, or never. */
async function waitingDay(
  arrives_ms: number | null,
  input: object,
): Promise<{ day: Execution } & Pick<DayMachine, 'calls' | 'told'>> {
  const bytes = acmeFile([acmeLine(1), acmeLine(2)]);
  let awaited = arrives_ms;
  const { machine, calls, told } = openDayMachine(world, () => null, {
    start_ms: START,
    before: ({ now_ms }) => {
      clock.now_ms = now_ms;
      if (awaited === null || awaited > now_ms) return;
      arrive(world, trade_date, { name: 'acme-orders-20261120-1.psv.gz', bytes, at_ms: awaited });
      awaited = null;
    },
  });
  return { day: await machine.start('day-2026-11-20-1', { trade_date, ...input }), calls, told };
}

async function ledger() {
  const { feeds } = await loadFeedCatalogue(`${world.folder}/own-feeds`);
  const now_ns = BigInt(Math.round(clock.now_ms)) * 1_000_000n;
  const specs = feeds.map(({ spec }) => spec);
  const { entries } = await reconcileDay(await lakeOf(world), specs, { trade_date, now_ns });
  return entries[0];
}

const listedAt = ({ calls }: Pick<DayMachine, 'calls'>): number[] =>
  calls.filter(({ state }) => state === 'ListDeliveries').map(({ now_ms }) => now_ms);

describe('a day that waits for a file', () => {
  test('takes one that comes while it waits, which is in time though it is settled after the deadline', async () => {
    const { day, calls, told } = await waitingDay(DUE - 1_000, { wait_until: '2026-11-21T02:00:00Z' });
    expect(day.status).toBe('SUCCEEDED');
    const [first, second, ...more] = listedAt({ calls });
    expect(more).toEqual([]);
    // An hour and a half were waited for, in one state and not by asking again and again.
    expect([(first ?? 0) < START + 1_000, (second ?? 0) > DUE, (second ?? 0) < DUE + 1_000]).toEqual([
      true,
      true,
      true,
    ]);
    expect(await ledger()).toMatchObject({
      verdict: 'complete',
      deliveries: [{ late_by_ns: null, received_at_ns: `${DUE - 1_000}000000` }],
    });
    const recorded = await readLatestRun(await lakeOf(world), trade_date);
    expect(recorded?.run.missing_feeds).toEqual([]);
    expect(told).toHaveLength(1);
  });

  test('and does not wait where all that is due has come', async () => {
    const { day, calls } = await waitingDay(START - HOUR_MS, { wait_until: '2026-11-21T02:00:00Z' });
    expect(day.status).toBe('SUCCEEDED');
    expect(listedAt({ calls })).toHaveLength(1);
    expect(day.now_ms).toBeLessThan(START + HOUR_MS);
  });

  test('goes on at its limit, which is before the deadline: what is not due yet is told, not called missing', async () => {
    const limit = '2026-11-20T23:00:00.000Z';
    const { day, calls } = await waitingDay(null, { wait_until: limit });
    expect(day.status).toBe('SUCCEEDED');
    expect(listedAt({ calls })[1]).toBeCloseTo(Date.parse(limit), -3);
    expect(await ledger()).toMatchObject({ verdict: 'not_due_yet' });
  });

  test('goes on without one that never comes, tells that it is missing, and no pattern is clear', async () => {
    const { day, told } = await waitingDay(null, { wait_until: '2026-11-21T02:00:00Z' });
    expect(day.status).toBe('SUCCEEDED');
    const recorded = await readLatestRun(await lakeOf(world), trade_date);
    expect(recorded?.run.missing_feeds).toEqual(['acme-orders']);
    expect(new Set(recorded?.run.patterns.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
    expect(told.map(({ Subject }) => Subject)).toEqual([
      'tapewarden 2026-11-20: 0 alerts, 3 inconclusive, 1 feed missing',
    ]);
  });
});

test('a file that comes a second after the deadline is late by that second, not by when it was settled', async () => {
  const { day } = await waitingDay(DUE + 1_000, {});
  expect(day.status).toBe('SUCCEEDED');
  clock.now_ms = DUE + HOUR_MS;
  const { machine } = openDayMachine(world, () => null, { start_ms: clock.now_ms });
  arrive(world, trade_date, {
    name: 'acme-orders-20261120-1.psv.gz',
    bytes: acmeFile([acmeLine(1)]),
    at_ms: DUE + 1_000,
  });
  expect(await machine.start('day-2026-11-20-2', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await ledger()).toMatchObject({ deliveries: [{ late_by_ns: '1000000000' }] });
});
