import { expect, test } from 'vitest';
import type { FileRange } from '../../src/jobs/machine/list-deliveries.js';
import { readLatestRun } from '../../src/lake/run-records.js';
import type { FaultPlan } from '../fakes/s3/fault.js';
import {
  allLarge,
  type DayMachine,
  LARGE_PARTS,
  openDayMachine,
  type StepFaults,
} from './support/day-machine.js';
import { type LambdaWorld, lakeOf } from './support/lambda-world.js';
import { lakeState, smallDay, trade_date, undisturbed } from './support/small-day.js';

async function openLargeDay(
  faults?: StepFaults,
): Promise<{ world: LambdaWorld; lines: string[] } & DayMachine> {
  const world = await smallDay();
  const lines: string[] = [];
  const change = { parts: LARGE_PARTS, ranges: allLarge, log: (line: string) => void lines.push(line) };
  return { world, lines, ...openDayMachine(world, faults, change) };
}

const states = ({ calls }: Pick<DayMachine, 'calls'>): string[] => calls.map(({ state }) => state);

test('a task leaves what a function would', async () => {
  const expected = await undisturbed();
  const { world, machine, calls } = await openLargeDay();
  expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await lakeState(world)).toEqual(expected.state);
  expect(states({ calls })).toContain('SettleLargeFile');
  expect(states({ calls })).not.toContain('SettleRange');
});

test('a task that fails, and one whose end nobody hears of, are started again and leave nothing twice', async () => {
  const expected = await undisturbed();
  const order = ['before', 'after', 'timeout'] as const;
  let tasks = 0;
  const { world, machine } = await openLargeDay(({ state }) => {
    if (state !== 'SettleLargeFile') return null;
    tasks += 1;
    return order[tasks - 1] ?? null;
  });
  expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  expect(tasks).toBe(4);
  expect(await lakeState(world)).toEqual(expected.state);
});

/** Kills a task as soon as it has said that it begins a file: of a process that is gone no request comes any more. */
function killing(
  world: LambdaWorld,
  kills: number,
): { faults: FaultPlan; next: () => void; killed: () => number } {
  let dead = false;
  let left = kills;
  return {
    faults: ({ operation, key }) => {
      if (dead) return { kind: 'answer', status: 403, code: 'AccessDenied' };
      if (operation !== 'PutObject' || left === 0 || !key.endsWith('-begun.json')) return null;
      left -= 1;
      // The mark itself stands.
      world.state.put(key, { body: Buffer.from('{}'), attributes: {} }, false);
      dead = true;
      return { kind: 'answer', status: 403, code: 'AccessDenied' };
    },
    next: () => {
      dead = false;
    },
    killed: () => kills - left,
  };
}

test.each([
  [2, 0],
  [3, 1],
])(
  'a file over which %i tasks are killed is refused %i times, by name, and the day goes on',
  async (kills, refused) => {
    const { world, lines, machine } = await (async () => {
      const opened = await smallDay();
      const written: string[] = [];
      const kill = killing(opened, kills);
      opened.s3.faults = kill.faults;
      const change = {
        parts: LARGE_PARTS,
        ranges: oneFileEach,
        before: kill.next,
        log: (line: string) => void written.push(line),
      };
      return { world: opened, lines: written, ...openDayMachine(opened, () => null, change) };
    })();
    expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
    expect(lines.filter((line) => line.includes('"task-failed"'))).toHaveLength(kills);
    const recorded = await readLatestRun(await lakeOf(world), trade_date);
    const unfinished = recorded?.run.deliveries.filter(({ refusals }) =>
      refusals.some(({ code }) => code === 'delivery-unfinished'),
    );
    expect(unfinished?.map(({ file }) => file)).toEqual(
      refused === 0 ? [] : ['acme-orders-20261120-1.psv.gz'],
    );
    for (const { refusals } of unfinished ?? [])
      expect(refusals[0]?.message).toContain('the process died over it, by its time limit or out of memory');
  },
);

/** Each file a large range of its own. */
function oneFileEach(text: string): string {
  const ranges = JSON.parse(text) as FileRange[];
  const own = ranges.flatMap((range) =>
    range.files.map((file) => ({ ...range, files: [file], bytes: file.bytes })),
  );
  return allLarge(JSON.stringify(own));
}
