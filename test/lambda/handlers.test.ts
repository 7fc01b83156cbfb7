import { describe, expect, test, vi } from 'vitest';
import type { FileRange } from '../../src/jobs/machine/list-deliveries.js';
import { handler as beginJob } from '../../src/lambda/begin-job.js';
import { handler as canonicalizeRange } from '../../src/lambda/canonicalize-delivery.js';
import { handler as collectAlerts } from '../../src/lambda/collect-alerts.js';
import { handler as commitFeed } from '../../src/lambda/commit-deliveries.js';
import { handler as gateLedger } from '../../src/lambda/gate-ledger.js';
import { handler as listDeliveries } from '../../src/lambda/list-deliveries.js';
import { handler as lookAtJob } from '../../src/lambda/look-at-job.js';
import { handler as planJobs } from '../../src/lambda/plan-jobs.js';
import { handler as startJob } from '../../src/lambda/start-job.js';
import { handler as syncCatalog } from '../../src/lambda/sync-catalog.js';
import { handler as verifyTrail } from '../../src/lambda/verify-trail.js';
import { handler as writeReport } from '../../src/lambda/write-report.js';
import { acmeFile, acmeLine } from '../canonicalize/support/feeds.js';
import { arrive, invoke, type LambdaWorld, openLambdaWorld } from './support/lambda-world.js';

const of = { execution: 'day-2026-11-20-1', trade_date: '2026-11-20' };
const name = 'acme-orders-20261120.psv.gz';

async function rangesOf({ state }: LambdaWorld, { key }: { key: string }): Promise<FileRange[]> {
  return JSON.parse(String(state.current(key)?.body)) as FileRange[];
}

/** One file of acme-orders, listed, settled and committed. */
async function committedDay(): Promise<{ world: LambdaWorld; list: string }> {
  const world = await openLambdaWorld();
  arrive(world, of.trade_date, { name, bytes: acmeFile([acmeLine(1), acmeLine(2)]) });
  const listed = await invoke(listDeliveries, of);
  for (const { ranges } of listed.waves) {
    for (const range of await rangesOf(world, ranges)) await invoke(canonicalizeRange, { ...of, range });
  }
  await invoke(commitFeed, { ...of, list: listed.list, wave: 0, feed: 'acme-orders', from: 0 });
  return { world, list: listed.list };
}

describe('the handlers of a day', () => {
  test('list what came, and files that no feed claims with the reason', async () => {
    const world = await openLambdaWorld();
    arrive(world, of.trade_date, { name, bytes: acmeFile([acmeLine(1)]) });
    arrive(world, of.trade_date, { name: 'what-is-this.txt', bytes: Buffer.from('x') });
    arrive(world, of.trade_date, { name: '.hidden', bytes: Buffer.from('x') });
    arrive(world, '2026-11-23', { name: 'acme-orders-20261123.psv.gz', bytes: Buffer.from('x') });
    const listed = await invoke(listDeliveries, of);
    expect(listed).toMatchObject({ ...of, files: 2, waves: [{ files: 1, feeds: ['acme-orders'] }] });
    expect(await rangesOf(world, listed.waves[0]?.ranges ?? { key: '' })).toMatchObject([
      { files: [{ file: name, feed: 'acme-orders', key: `${of.trade_date}/${name}` }], large: false },
    ]);
    expect(await invoke(listDeliveries, of)).toEqual(listed);
    const list = JSON.parse(String(world.state.current(`machine/${listed.list}`)?.body)) as {
      unclaimed: { file: string; refusals: { code: string }[] }[];
    };
    expect(list.unclaimed.map(({ file, refusals }) => [file, refusals[0]?.code])).toEqual([
      ['what-is-this.txt', 'feed-unknown'],
    ]);
  });

  test('settle and commit, each as often as it is called with the same answer and no more objects', async () => {
    const { world, list } = await committedDay();
    expect(world.lake.keys().filter((key) => key.startsWith('lake/manifests/'))).toEqual([
      'lake/manifests/acme-orders/00000001.json',
    ]);
    const objects = world.lake.keys();
    const again = { ...of, list, wave: 0, feed: 'acme-orders', from: 0 };
    expect(await invoke(commitFeed, again)).toMatchObject({ done: true, next: 1, published: 1, refused: 0 });
    expect(world.lake.keys()).toEqual(objects);
  });

  test('plan, run, look, collect, verify and report', async () => {
    const { world, list } = await committedDay();
    expect(await invoke(syncCatalog, of)).toEqual({ ...of, state: 'none', left: [] });
    const planned = await invoke(planJobs, of);
    expect(planned.jobs.length).toBeGreaterThan(0);
    expect(await invoke(planJobs, of)).toEqual(planned);
    for (const { job_id } of planned.jobs) {
      const begun = await invoke(beginJob, { ...of, job_id });
      expect(begun).toMatchObject({ way: 'here', attempt: 1 });
      expect(await invoke(startJob, { ...of, job_id })).toMatchObject({ state: 'success', ended: true });
      expect(await invoke(lookAtJob, { ...of, job_id })).toMatchObject({ ended: true, again: false });
      expect(await invoke(beginJob, { ...of, job_id })).toMatchObject({ way: 'ended', attempt: 1 });
    }
    const day = await invoke(collectAlerts, { ...of, list });
    expect(day.run_id).toMatch(/^[0-9a-f]{64}$/);
    expect(await invoke(collectAlerts, { ...of, list })).toEqual(day);
    expect(world.lake.keys().filter((key) => key.startsWith('lake/runs/'))).toHaveLength(1);
    expect(await invoke(verifyTrail, of)).toMatchObject({ state: 'none' });
    const report = await invoke(writeReport, { ...of, day, trail: { state: 'none', findings: 0 } });
    expect(report.report).toBe(`s3://day-reports/${world.reports.keys()[0]}`);
    expect(report.subject).toMatch(
      /^tapewarden 2026-11-20: 0 alerts, [0-9]+ inconclusive, [0-9]+ feeds missing$/,
    );
  });
});

describe('the gate', () => {
  test.each([
    ['2026-11-21', null, 'nothing', 'no session on 2026-11-21, and no file came'],
    ['2026-11-20', null, 'go', '0 files'],
  ])('on %s, waiting until %s, says %s', async (trade_date, wait_until, verdict, reason) => {
    await openLambdaWorld();
    const listed = await invoke(listDeliveries, { ...of, trade_date });
    expect(await invoke(gateLedger, { ...listed, wait_until })).toEqual({ verdict, until: null, reason });
  });

  test('waits for feeds that are still to come, at most as long as it is told', async () => {
    await openLambdaWorld();
    // A session of the calendar that this machine's clock has not reached yet.
    const listed = await invoke(listDeliveries, { ...of, trade_date: '2030-11-20' });
    const held = await invoke(gateLedger, { ...listed, wait_until: '2030-11-20T12:00:00.000Z' });
    expect(held).toMatchObject({ verdict: 'wait', until: '2030-11-20T12:00:00.000Z' });
    expect(held.reason).toContain('acme-orders');
    const due = await invoke(gateLedger, { ...listed, wait_until: '2031-01-01T00:00:00Z' });
    expect(Date.parse(due.until ?? '')).toBeLessThan(Date.parse('2031-01-01T00:00:00Z'));
    expect((await invoke(gateLedger, { ...listed, wait_until: null })).verdict).toBe('go');
  });
});

describe('a file that is poison', () => {
  test('is given up after three tries, stops nobody else, and is told by name', async () => {
    const world = await openLambdaWorld();
    arrive(world, of.trade_date, { name, bytes: acmeFile([acmeLine(1)]) });
    const listed = await invoke(listDeliveries, of);
    const [range] = await rangesOf(world, listed.waves[0]?.ranges ?? { key: '' });
    const file = range?.files[0];
    const { filePrefix } = await import('../../src/jobs/machine/state-objects.js');
    // As three invocations leave it that died over it.
    for (const number of ['0001', '0002', '0003']) {
      const key = `machine/${filePrefix(of.execution, file as { feed: string; file: string })}try-${number}-begun.json`;
      world.state.put(key, { body: Buffer.from('{}'), attributes: {} }, false);
    }
    expect(await invoke(canonicalizeRange, { ...of, range: range as FileRange })).toEqual({
      settled: 0,
      unfinished: 1,
    });
    const step = { ...of, list: listed.list, wave: 0, feed: 'acme-orders', from: 0 };
    expect(await invoke(commitFeed, step)).toMatchObject({ done: true, published: 0, refused: 1 });
    const [kept] = world.state.keys().filter((key) => key.includes('/outcomes/'));
    expect(String(world.state.current(kept ?? '')?.body)).toContain(
      'was not settled after 3 tries (the process died over it, by its time limit or out of memory)',
    );
    expect(String(world.state.current(kept ?? '')?.body)).toContain('delivery-unfinished');
  });
});

test('a step whose environment is not whole says which variable', async () => {
  await openLambdaWorld();
  vi.stubEnv('TAPEWARDEN_STATE', 'somewhere');
  await expect(invoke(listDeliveries, of)).rejects.toMatchObject({
    name: 'lambda-unconfigured',
    message: expect.stringContaining('expected s3://bucket/prefix') as string,
  });
});
