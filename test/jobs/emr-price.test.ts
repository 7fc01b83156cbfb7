import { describe, expect, test } from 'vitest';
import { billOf, emrWorkerMinute, estimateEmr, ratesOf } from '../../src/jobs/emr/emr-price.js';
import { routeJob } from '../../src/jobs/route-job.js';
import { timeLimit } from '../../src/jobs/spark-price.js';
import { jobOf } from './support/job-of.js';

const rates = ratesOf({});
const input = { dataset: 'trades', feed: 'f', key: 'k', sha256: '0'.repeat(64), rows: 1 };
const planOf = (bytes: number): ReturnType<typeof jobOf>['plan'] =>
  jobOf({ inputs: [{ ...input, bytes }] }).plan;
const emr = { region: 'us-east-1', role: 'arn:aws:iam::123456789012:role/jobs' };

describe('the price of a job', () => {
  test('of the bill is exact and rounded up, never down', () => {
    expect(billOf({ vCPUHour: 1, memoryGBHour: 4, storageGBHour: 20 }, rates).usd).toBe('0.077958');
    expect(billOf({ vCPUHour: 1e-7 }, rates).usd).toBe('0.000001');
    expect(billOf({}, rates).usd).toBe('0.000000');
  });

  test('is estimated by the bytes: a driver and one executor for two minutes at the least', () => {
    // 4 × 0.052624 + 16 × 0.0057785 = 0.302952 USD a worker and hour.
    expect(estimateEmr(planOf(1), {}, rates)).toBe('0.020197');
    expect(Number(estimateEmr(planOf(10_000_000_000), {}, rates))).toBeGreaterThan(0.1);
  });

  test('keeps the time limit so short that all workers stay below the ceiling', () => {
    const job = { pattern: 'wash-trade', estimate_usd: '0.02' };
    // Nine workers cost 0.0454428 USD a minute.
    expect(timeLimit(job, { ceiling_usd: '0.5' }, emrWorkerMinute(rates))).toBe(11);
    expect(timeLimit(job, { ceiling_usd: '0.5', attempts: 2 }, emrWorkerMinute(rates))).toBe(5);
    expect(timeLimit(job, { ceiling_usd: '100' }, emrWorkerMinute(rates))).toBe(60);
    expect(timeLimit(job, {}, emrWorkerMinute(rates))).toBe(60);
  });

  test('above the ceiling is refused', () => {
    const job = { pattern: 'wash-trade', estimate_usd: '0.6' };
    expect(() => timeLimit(job, { ceiling_usd: '0.5' }, emrWorkerMinute(rates))).toThrow(
      'job of wash-trade: may cost 0.6 USD, expected at most 0.5; raise ceiling_usd in tapewarden.yaml or run it elsewhere with --runner [job-too-dear]',
    );
    expect(timeLimit(job, { ceiling_usd: '0.6' }, emrWorkerMinute(rates))).toBe(13);
    expect(() =>
      timeLimit({ ...job, estimate_usd: '0.01' }, { ceiling_usd: '0.04' }, emrWorkerMinute(rates)),
    ).toThrow('may cost 0.045443 USD');
  });
});

describe('the router', () => {
  const classes = { surveillance: { application: '00app', local_up_to_mb: 5 } };

  test.each([
    [5_000_000, 'local', '5 MB of inputs, at most the 5 MB for this machine'],
    [
      5_000_001,
      'emr-serverless',
      '6 MB of inputs, more than the 5 MB for this machine: application 00app of surveillance',
    ],
  ])('sends %i bytes to %s and says why', (bytes, runner, route) => {
    expect(routeJob(planOf(bytes), { emr, classes })).toMatchObject({ runner, route });
  });

  test('stays on this machine without an application, and does what is asked for', () => {
    const plan = planOf(10 ** 12);
    expect(routeJob(plan, { classes })).toMatchObject({
      runner: 'local',
      route: 'class surveillance has no application: this machine',
      estimate_usd: '0',
    });
    expect(routeJob(plan, { emr, classes }, 'local')).toMatchObject({ runner: 'local', route: 'asked for' });
  });
});

test('a region of which no price is known is refused until its prices are named', () => {
  const far = { region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/jobs' };
  expect(() => ratesOf({ emr: far })).toThrow(
    'tapewarden.yaml: no price is known for EMR Serverless in eu-west-1, expected jobs.emr.rates; without it no ceiling holds [job-price-unknown]',
  );
  expect(ratesOf({ emr: { ...far, rates } })).toEqual(rates);
  expect(ratesOf({ emr: { ...far, region: 'us-east-1' } }).vcpu_hour).toBe('0.052624');
});
