import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { readLatestRun } from '../../src/lake/run-records.js';
import { TrailCloud } from '../cli/support/trail-cloud.js';
import { HOUR_MS, type MadeChain, TrailMaker } from '../security/support/trail-maker.js';
import { openDayMachine } from './support/day-machine.js';
import { type LambdaWorld, lakeOf } from './support/lambda-world.js';
import { clock } from './support/settable-clock.js';
import { smallDay, trade_date, undisturbed } from './support/small-day.js';

vi.mock('../../src/project/project-context.js', () => import('./support/settable-clock.js'));

let cloud: TrailCloud;
let maker: TrailMaker;
let chain: MadeChain;
let world: LambdaWorld;

beforeEach(async () => {
  cloud = await TrailCloud.start();
  onTestFinished(() => cloud.stop());
  maker = new TrailMaker();
  chain = maker.chain();
  clock.now_ms = chain.last_ms + 1.75 * HOUR_MS;
  world = await smallDay(cloud.projectText());
});

/** Values of a metric that a day measured, by the step. */
type Measured = { step: string; TrailInvalid: number }[];

/** A day over the trail that the cloud holds, with what it told and measured of it. */
async function dayWithTrail() {
  const measured: Measured = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    for (const line of String(text)
      .split('\n')
      .filter((one) => one.startsWith('{"_aws"'))) {
      const { Step, TrailInvalid } = JSON.parse(line) as { Step: string; TrailInvalid?: number };
      if (TrailInvalid !== undefined) measured.push({ step: Step, TrailInvalid });
    }
    return true;
  });
  const { machine, told, calls } = openDayMachine(world, () => null, {
    start_ms: clock.now_ms,
    // As each function is told which step it is.
    before: ({ input }) => {
      const { FunctionName = '' } = input as { FunctionName?: string };
      vi.stubEnv('TAPEWARDEN_STEP', FunctionName.replaceAll('_', '-'));
    },
  });
  const day = await machine.start('day-2026-11-20-1', { trade_date });
  write.mockRestore();
  return { day, told, measured, tries: calls.filter(({ state }) => state === 'VerifyTrail').length };
}

const kept = (): string[] => world.state.keys().filter((key) => key.startsWith('machine/trails/'));

test('a trail that holds is told as sound, and what was verified is kept', async () => {
  cloud.hold(maker);
  const { day, told, measured } = await dayWithTrail();
  expect(day.status).toBe('SUCCEEDED');
  expect(told[0]?.Subject).not.toContain('trail');
  expect(told[0]?.Message).toContain('\ntrail    sound\n');
  expect(measured).toEqual([{ step: 'verify-trail', TrailInvalid: 0 }]);
  expect(kept()).toHaveLength(1);
});

test('a log that was altered is told to people and raises the alarm, and the day ends with the same run', async () => {
  const log = chain.digests[5]?.logs[0];
  const uri = `s3://${log?.bucket}/${log?.key}`;
  const standing = maker.memory.objects.get(uri);
  if (standing === undefined) throw new Error(`${uri} is not there`);
  maker.memory.objects.set(uri, { ...standing, bytes: Buffer.from('altered') });
  cloud.hold(maker);
  const { day, told, measured } = await dayWithTrail();
  expect(day.status).toBe('SUCCEEDED');
  expect(told[0]?.Subject).toMatch(/, 1 finding in the trail$/);
  expect(told[0]?.Message).toContain('\ntrail    findings\n');
  expect(measured).toEqual([{ step: 'verify-trail', TrailInvalid: 1 }]);
  const [document = ''] = kept();
  expect(String(world.state.current(document)?.body)).toContain(log?.key);
  const recorded = await readLatestRun(await lakeOf(world), trade_date);
  expect(recorded?.run.run_id).toBe((await undisturbed()).state.run_id);
});

test('a trail that cannot be read is tried again, then told as not verified: that is an alarm too, never silence', async () => {
  cloud.hold(maker);
  cloud.cloudtrail.trails.length = 0;
  const { day, told, measured } = await dayWithTrail();
  expect(day.status).toBe('SUCCEEDED');
  expect(told[0]?.Subject).toMatch(/, trail not verified$/);
  expect(measured).toEqual([{ step: 'write-report', TrailInvalid: 1 }]);
  expect(kept()).toEqual([]);
});
