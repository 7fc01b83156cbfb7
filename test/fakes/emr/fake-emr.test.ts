import { describe, expect, test } from 'vitest';
import { EmrState, type StartInput } from './emr-state.js';

const input: StartInput = {
  clientToken: 't1',
  executionRoleArn: 'arn:aws:iam::123456789012:role/r',
  jobDriver: { sparkSubmit: { entryPoint: 's3://b/run_plan.py' } },
};

const settings = {
  concurrent: 1,
  queue_timeout_ms: 10_000,
  token_memory_ms: 8 * 3_600_000,
  step_ms: 1_000,
  work: () => Promise.resolve({ ok: true } as const),
};

async function states(state: EmrState, id: string, looks: number): Promise<string[]> {
  const seen: string[] = [state.run('a', id).state];
  for (let look = 0; look < looks; look += 1) {
    await state.advance(1_000);
    const now = state.run('a', id).state;
    if (now !== seen.at(-1)) seen.push(now);
  }
  return seen;
}

describe('a job run', () => {
  test('passes through its states and is never born done', async () => {
    const state = new EmrState(settings);
    const { id } = state.start('a', input);
    expect(await states(state, id, 6)).toEqual(['SUBMITTED', 'PENDING', 'SCHEDULED', 'RUNNING', 'SUCCESS']);
  });

  test('waits in the queue while as many run as may, and is given up after the queue time-out', async () => {
    const state = new EmrState({ ...settings, work: () => new Promise(() => undefined) });
    state.start('a', input);
    await state.advance(1_000);
    const { id } = state.start('a', { ...input, clientToken: 't2' });
    expect(await states(state, id, 11)).toEqual(['SUBMITTED', 'QUEUED']);
    expect(await states(state, id, 1)).toEqual(['QUEUED', 'FAILED']);
    expect(state.run('a', id)).toMatchObject({
      details: 'Job run exceeded the queue timeout',
      queued_ms: 11_000,
    });
  });

  test('runs to its time limit and not a look longer', async () => {
    const state = new EmrState({ ...settings, work: () => new Promise(() => undefined) });
    const { id } = state.start('a', { ...input, executionTimeoutMinutes: 1 });
    await states(state, id, 3);
    expect(state.run('a', id).state).toBe('RUNNING');
    await state.advance(60_000);
    expect(state.run('a', id).state).toBe('RUNNING');
    await state.advance(1);
    expect(state.run('a', id)).toMatchObject({
      state: 'FAILED',
      details: expect.stringContaining('timeout') as string,
    });
  });

  test('is tried again from the beginning as often as its policy says', async () => {
    let tries = 0;
    const work = (): Promise<{ ok: false; details: string }> => {
      tries += 1;
      return Promise.resolve({ ok: false, details: 'boom' });
    };
    const state = new EmrState({ ...settings, work });
    const { id } = state.start('a', { ...input, retryPolicy: { maxAttempts: 3 } });
    await states(state, id, 30);
    expect(state.run('a', id)).toMatchObject({ state: 'FAILED', attempt: 3, details: 'boom' });
    expect(tries).toBe(3);
  });

  test('is cancelled after its grace, or at once before it has begun, and not after its end', async () => {
    const state = new EmrState({ ...settings, work: () => new Promise(() => undefined) });
    const { id } = state.start('a', input);
    await states(state, id, 3);
    state.cancel('a', id);
    expect(await states(state, id, 2)).toEqual(['CANCELLING', 'CANCELLED']);
    expect(() => state.cancel('a', id)).toThrow('terminal');
    const other = state.start('a', { ...input, clientToken: 't2' });
    expect(state.cancel('a', other.id).state).toBe('CANCELLED');
  });
});

describe('a client token', () => {
  test('gives the same job run until it is forgotten, and a second one from then on', async () => {
    const state = new EmrState(settings);
    const first = state.start('a', input);
    await state.advance(settings.token_memory_ms);
    expect(state.start('a', { ...input }).id).toBe(first.id);
    await state.advance(1);
    expect(state.start('a', input).id).not.toBe(first.id);
  });

  test('is refused with other parameters, and is of one application', () => {
    const state = new EmrState(settings);
    const first = state.start('a', input);
    expect(() => state.start('a', { ...input, name: 'other' })).toThrow('other parameters');
    expect(state.start('b', input).id).not.toBe(first.id);
  });
});

test.each<[string, Partial<StartInput>]>([
  ['a token of 65 characters', { clientToken: 't'.repeat(65) }],
  ['a policy of 2,049 characters', { executionIamPolicy: { policy: 'p'.repeat(2049) } }],
  ['a name of 257 characters', { name: 'n'.repeat(257) }],
  ['eleven attempts', { retryPolicy: { maxAttempts: 11 } }],
  [
    'a key of disks that is an alias',
    { configurationOverrides: { diskEncryptionConfiguration: { encryptionKeyArn: 'alias/data' } } },
  ],
  ['an entry point elsewhere', { jobDriver: { sparkSubmit: { entryPoint: '/tmp/x.py' } } }],
])('%s is refused', (_, change) => {
  expect(() => new EmrState(settings).start('a', { ...input, ...change })).toThrow(
    expect.objectContaining({ code: 'ValidationException' }) as Error,
  );
});
