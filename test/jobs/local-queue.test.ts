import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJobRows } from '../../src/jobs/job-results.js';
import { LocalQueue } from '../../src/jobs/local/local-queue.js';
import { openLocalRunner, type WorkerProcess } from '../../src/jobs/local/local-runner.js';
import { type ProcessIdentity, processIdentity } from '../../src/jobs/local/process-identity.js';
import { workQueue } from '../../src/jobs/local/work-queue.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { jobOf } from './support/job-of.js';

/** A process that has ended: the number is taken by none. */
const gone: ProcessIdentity = { pid: 2 ** 30, started: '1' };

async function self(): Promise<ProcessIdentity> {
  const identity = await processIdentity(process.pid);
  if (identity === null) throw new Error('this process runs');
  return identity;
}

/** A query that takes far longer than any test. */
const ENDLESS =
  'SELECT COUNT(*) AS a FROM range(1000000) AS l(i), range(1000000) AS r(j) WHERE (i * j) % 7 = 9';

async function machine(): Promise<{
  queue: LocalQueue;
  store: ReturnType<typeof openLocalStore>;
  work: (timeout_ms?: number) => Promise<void>;
}> {
  const folder = await temporaryFolder();
  const store = openLocalStore(path.join(folder, 'lake'));
  const queue = new LocalQueue(path.join(folder, 'jobs'));
  const limits = { spill: path.join(folder, 'spill'), threads: 1, memory_mb: 200 };
  const leave = (): void => {
    throw new Error('a job did not end');
  };
  return {
    queue,
    store,
    work: (timeout_ms = 60_000) => workQueue({ queue, store, limits: { ...limits, timeout_ms, leave } }),
  };
}

describe('the worker', () => {
  test('runs what waits, oldest first, writes results before it says so, and leaves', async () => {
    const { queue, store, work } = await machine();
    const { plan } = jobOf();
    await queue.add('b', { plan, out: 'jobs/b/', began_ms: 1 });
    await queue.add('a', { plan, out: 'jobs/a/', began_ms: 2 });
    expect((await queue.waiting()).map(({ token }) => token)).toEqual(['b', 'a']);
    await work();
    expect(await queue.state('a')).toEqual({ state: 'success', reason: null });
    expect(await readJobRows(store, 'jobs/b/', plan.plan_id)).toMatchObject({ alerts: [], evidence: [] });
    expect(await queue.hasWorker()).toBe(false);
  });

  test('clears away what ended and is on record in the lake, and keeps what is not', async () => {
    const { queue, store, work } = await machine();
    const { plan } = jobOf();
    await queue.add('a', { plan, out: 'jobs/a/out/', began_ms: 1 });
    await queue.add('b', { plan, out: 'jobs/b/out/', began_ms: 2 });
    await work();
    await store.putIfAbsent('jobs/a/ended.json', { bytes: Buffer.from('{}') });
    await work();
    expect([await queue.state('a'), await queue.state('b')]).toEqual([
      { state: 'unknown' },
      { state: 'success', reason: null },
    ]);
  });

  test('says in words why a query fails, and goes on with the next', async () => {
    const { queue, work } = await machine();
    const { plan } = jobOf({ alerts_sql: 'SELECT nothing FROM nowhere' });
    await queue.add('a', { plan, out: 'jobs/a/', began_ms: 1 });
    await queue.add('b', { plan: jobOf().plan, out: 'jobs/b/', began_ms: 2 });
    await work();
    expect(await queue.state('a')).toEqual({
      state: 'failed',
      reason: expect.stringContaining('nowhere does not exist') as string,
    });
    expect((await queue.state('b')).state).toBe('success');
  });

  test('ends a query that runs longer than it may', async () => {
    const { queue, work } = await machine();
    const { plan } = jobOf({ alerts_sql: ENDLESS });
    await queue.add('a', { plan, out: 'jobs/a/', began_ms: 1 });
    await work(1);
    expect(await queue.state('a')).toEqual({
      state: 'failed',
      reason: 'ran longer than 1 minutes; raise jobs.local.timeout_minutes or run it elsewhere with --runner',
    });
  });

  test('ends a query that takes more memory than it may', async () => {
    const { queue, work } = await machine();
    const alerts_sql = "SELECT string_agg(i, ',') AS a FROM range(100000000) AS t(i)";
    await queue.add('a', { plan: jobOf({ alerts_sql }).plan, out: 'jobs/a/', began_ms: 1 });
    await work();
    expect(await queue.state('a')).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/memory/i) as string,
    });
  });

  test('ends a query that is cancelled while it runs, and starts none that was cancelled before', async () => {
    const { queue, store, work } = await machine();
    const { plan } = jobOf({ alerts_sql: ENDLESS });
    await queue.add('a', { plan, out: 'jobs/a/', began_ms: 1 });
    const working = work();
    while ((await queue.state('a')).state === 'queued') await new Promise((resolve) => setImmediate(resolve));
    await queue.write('a', 'cancel', {});
    await working;
    expect(await queue.state('a')).toEqual({ state: 'cancelled', reason: null });
    expect(await store.list('jobs/')).toEqual([]);
    await queue.add('b', { plan, out: 'jobs/b/', began_ms: 1 });
    await queue.write('b', 'cancel', {});
    expect((await queue.state('b')).state).toBe('cancelling');
    await work();
    expect((await queue.state('b')).state).toBe('cancelled');
  });

  test('is one: a second leaves the work to it, and the next takes over once it is gone', async () => {
    const { queue } = await machine();
    const leave = await queue.becomeWorker(await self());
    expect(await queue.hasWorker()).toBe(true);
    expect(await queue.becomeWorker(await self())).toBeNull();
    await leave?.();
    expect(await queue.hasWorker()).toBe(false);
    expect(await queue.becomeWorker(gone)).not.toBeNull();
    expect(await queue.hasWorker()).toBe(false);
    const racing = await Promise.all([queue.becomeWorker(await self()), queue.becomeWorker(await self())]);
    expect(racing.filter((won) => won !== null)).toHaveLength(1);
  });
});

/** A worker process that only counts its starts. */
function workerOf(start: () => void, failures = 0): WorkerProcess {
  return {
    start: () => void start(),
    failures: () => failures,
    log: () => Promise.resolve(failures === 0 ? '' : 'first line\nno room left\n'),
  };
}

describe('the runner', () => {
  test('gives up after three workers that ended in failure, with the last that they said', async () => {
    const { queue, store } = await machine();
    await queue.add('t', { plan: jobOf().plan, out: 'jobs/t/', began_ms: 1 });
    const handle = { runner: 'local', id: 't', place: 'here' } as const;
    const twice = openLocalRunner(queue, { folder: 'here', store, worker: workerOf(() => undefined, 2) });
    expect((await twice.status(handle)).state).toBe('queued');
    const thrice = openLocalRunner(queue, { folder: 'here', store, worker: workerOf(() => undefined, 3) });
    await expect(thrice.status(handle)).rejects.toThrow(
      'here/worker.log: the worker of this machine ended without taking a job (no room left); mend it, then tapewarden jobs attach [job-worker-failed]',
    );
    expect(await thrice.logs(handle)).toEqual([{ name: 'worker', text: 'first line\nno room left\n' }]);
  });

  test('takes a job once, and starts a worker only where none is', async () => {
    const { queue, store } = await machine();
    let started = 0;
    const runner = openLocalRunner(queue, { folder: 'here', store, worker: workerOf(() => (started += 1)) });
    const ticket = {
      plan: jobOf().plan,
      attempt: 1,
      token: 't',
      out: 'jobs/t/',
      resumed: false,
      began_ms: 1,
    };
    const handle = await runner.submit(ticket);
    expect(await runner.submit(ticket)).toEqual(handle);
    expect([await queue.waiting().then((all) => all.length), started]).toEqual([1, 2]);
    await queue.becomeWorker(await self());
    await runner.submit(ticket);
    expect((await runner.status(handle)).state).toBe('queued');
    expect(started).toBe(2);
  });

  test('says of a job whose worker died that it has failed, and what to do', async () => {
    const { queue, store } = await machine();
    const runner = openLocalRunner(queue, { folder: 'here', store, worker: workerOf(() => undefined) });
    await queue.add('t', { plan: jobOf().plan, out: 'jobs/t/', began_ms: 1 });
    await queue.write('t', 'taken', gone);
    const handle = { runner: 'local', id: 't', place: 'here' } as const;
    expect(await runner.status(handle)).toMatchObject({
      state: 'failed',
      native_state: 'lost',
      reason: 'its worker died over it, killed or out of memory; lower jobs.local.memory_mb or submit again',
    });
    // One that died between its result and its last word.
    await store.putIfAbsent('jobs/t/result.json', { bytes: Buffer.from('{}') });
    expect(await runner.status(handle)).toMatchObject({ state: 'success', reason: null });
    expect(await runner.status({ ...handle, id: 'elsewhere' })).toMatchObject({ native_state: 'unknown' });
  });
});
