import { describe, expect, test } from 'vitest';
import type { Definition, State } from './definition.js';
import { type Execution, FakeStepFunctions, type Services, type TaskCall } from './fake-step-functions.js';
import { StatesError } from './states-error.js';

const RETRY = {
  ErrorEquals: ['A'],
  IntervalSeconds: 2,
  MaxAttempts: 4,
  BackoffRate: 3,
  MaxDelaySeconds: 10,
  JitterStrategy: 'NONE' as const,
};

const task = (rest: Partial<State>): State => ({
  Type: 'Task',
  Resource: 'r',
  Arguments: {},
  TimeoutSeconds: 5,
  End: true,
  ...rest,
});

type Act = (call: TaskCall) => unknown;

function open(States: Record<string, State>, act: Act, more: Partial<Services> = {}): FakeStepFunctions {
  const [StartAt = ''] = Object.keys(States);
  const definition: Definition = { QueryLanguage: 'JSONata', TimeoutSeconds: 86_400, StartAt, States };
  const services: Services = {
    task: async (call) => ({ result: await act(call), took_ms: 1_000 }),
    getObject: () => Promise.resolve('[]'),
    putObject: () => Promise.resolve(),
    ...more,
  };
  return new FakeStepFunctions(definition, services, { transition_ms: 0, random: () => 0.5, start_ms: 0 });
}

const failWith = (error: string): never => {
  throw new StatesError(error, 'on purpose');
};

const run = (machine: FakeStepFunctions, input: unknown = {}): Promise<Execution> =>
  machine.start('e', input);

describe('a retry', () => {
  test('waits longer each time up to the most, and ends after its attempts', async () => {
    const at: number[] = [];
    const execution = await run(
      open({ S: task({ Retry: [RETRY] }) }, ({ now_ms }) => {
        at.push(now_ms);
        return failWith('A');
      }),
    );
    // Nothing is spent by a call that fails at once; the waits are 2, 6, 10 and 10 seconds.
    expect(at).toEqual([0, 2_000, 8_000, 18_000, 28_000]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'A', failed_state: 'S' });
  });

  test('with full jitter waits a part of that', async () => {
    const at: number[] = [];
    const retry = { ...RETRY, JitterStrategy: 'FULL' as const, MaxAttempts: 1 };
    await run(
      open({ S: task({ Retry: [retry] }) }, ({ now_ms }) => {
        at.push(now_ms);
        return failWith('A');
      }),
    );
    expect(at).toEqual([0, 1_000]);
  });

  test('of the first retrier that matches counts, and another error has its own', async () => {
    const errors = ['A', 'B', 'A', 'B', 'C'];
    const retriers = [
      { ...RETRY, MaxAttempts: 2 },
      { ...RETRY, ErrorEquals: ['B'], MaxAttempts: 2 },
    ];
    const execution = await run(open({ S: task({ Retry: retriers }) }, () => failWith(errors.shift() ?? '')));
    expect(execution.error).toBe('C');
    expect(errors).toEqual([]);
  });
});

describe('an error', () => {
  const withCatch = (ErrorEquals: string[], error: string): Promise<Execution> =>
    run(
      open({ S: task({ Catch: [{ ErrorEquals, Next: 'C' }] }), C: { Type: 'Pass', End: true } }, () =>
        failWith(error),
      ),
    );

  test.each([
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
  ])('%s is for %s: %s', async (name, error, caught) => {
    const execution = await withCatch([name], error);
    expect(execution.status).toBe(caught ? 'SUCCEEDED' : 'FAILED');
    if (caught) expect(execution.output).toEqual({ Error: error, Cause: 'on purpose' });
  });

  test('goes to the first catcher that is for it, with the output that says', async () => {
    const Catch = [
      { ErrorEquals: ['X'], Next: 'Wrong' },
      {
        ErrorEquals: ['A'],
        Next: 'Right',
        Output: { was: '{% $states.errorOutput.Error & $states.input.n %}' },
      },
      { ErrorEquals: ['States.ALL'], Next: 'Wrong' },
    ];
    const States = {
      S: task({ Catch }),
      Right: { Type: 'Pass', End: true },
      Wrong: { Type: 'Succeed' },
    } as const;
    expect(
      (
        await run(
          open(States as never, () => failWith('A')),
          { n: '1' },
        )
      ).output,
    ).toEqual({ was: 'A1' });
  });

  test('of a task that takes longer than its limit is a time-out, and exactly the limit is none', async () => {
    const slow = (took_ms: number): Promise<Execution> =>
      run(open({ S: task({}) }, () => null, { task: () => Promise.resolve({ result: null, took_ms }) }));
    expect((await slow(5_000)).status).toBe('SUCCEEDED');
    expect(await slow(5_001)).toMatchObject({ error: 'States.Timeout', now_ms: 5_000 });
  });

  test('of data above 256 KiB is one, and exactly as much is none', async () => {
    const sized = (bytes: number): Promise<Execution> =>
      run(open({ S: task({}) }, () => 'x'.repeat(bytes - 2)));
    expect((await sized(262_144)).status).toBe('SUCCEEDED');
    expect((await sized(262_145)).error).toBe('States.DataLimitExceeded');
  });

  test('of an expression that gives nothing is told with the expression', async () => {
    const execution = await run(
      open({ S: { Type: 'Pass', Output: '{% $states.input.gone %}', End: true } }, () => null),
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(execution.cause).toContain('$states.input.gone');
  });
});

describe('a map', () => {
  const inner = { StartAt: 'T', States: { T: task({ Arguments: '{% $states.input %}' }) } };
  const inline = (more: Partial<State> = {}): State => ({
    Type: 'Map',
    Items: '{% [$states.input.items] %}',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inner },
    MaxConcurrency: 2,
    End: true,
    ...more,
  });
  const distributed = (more: Partial<State> = {}): State =>
    inline({
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...inner },
      ...more,
    });

  test('keeps the order of its items, and as many at once as it says', async () => {
    const execution = await run(
      open({ M: inline() }, ({ input }) => input),
      { items: [1, 2, 3] },
    );
    expect(execution).toMatchObject({ output: [1, 2, 3], now_ms: 2_000 });
  });

  test('redrives only what did not succeed', async () => {
    const called: unknown[] = [];
    let broken = true;
    const machine = open({ M: inline() }, ({ input }) => {
      called.push(input);
      return broken && input === 2 ? failWith('A') : input;
    });
    const execution = await run(machine, { items: [1, 2, 3] });
    expect(execution).toMatchObject({ status: 'FAILED', failed_state: 'M' });
    broken = false;
    expect((await machine.redrive(execution)).output).toEqual([1, 2, 3]);
    expect(called).toEqual([1, 2, 2, 3]);
    await expect(machine.redrive(execution)).rejects.toThrow('ExecutionNotRedrivable');
  });

  test.each([
    [50, 'SUCCEEDED'],
    [49, 'FAILED'],
  ])('that tolerates %i %% of failures with one of two failed has %s', async (percent, status) => {
    const written: string[] = [];
    const state = distributed({
      ToleratedFailurePercentage: percent,
      ResultWriter: { Resource: 's3', Arguments: { Bucket: 'b', Prefix: 'p' } },
    });
    const machine = open({ M: state }, ({ input }) => (input === 2 ? failWith('A') : input), {
      putObject: ({ Key }, text) => {
        written.push(`${Key} ${text}`);
        return Promise.resolve();
      },
    });
    const execution = await run(machine, { items: [1, 2] });
    expect(execution.status).toBe(status);
    if (status === 'FAILED') expect(execution.error).toBe('States.ExceedToleratedFailureThreshold');
    else {
      expect(written).toEqual([
        'p/SUCCEEDED_0.json [1]',
        'p/FAILED_0.json [{"Status":"FAILED","Input":2,"Error":"A","Cause":"on purpose"}]',
      ]);
    }
  });

  test('that is distributed reads its items, and its children do not see variables around them', async () => {
    const reader = {
      Resource: 's3',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: 'b', Key: 'k' },
    };
    const { Items: _, ...rest } = distributed({
      ItemReader: reader,
      ItemSelector: '{% { "v": $v, "i": $states.context.Map.Item.Value } %}',
    });
    const machine = open(
      { P: { Type: 'Pass', Assign: { v: 7 }, Next: 'M' }, M: rest },
      ({ input }) => input,
      { getObject: () => Promise.resolve('[1,2]') },
    );
    expect((await run(machine)).output).toEqual([
      { v: 7, i: 1 },
      { v: 7, i: 2 },
    ]);
  });
});

test('an execution of a name that was used is refused', async () => {
  const machine = open({ S: task({}) }, () => null);
  await run(machine);
  await expect(run(machine)).rejects.toThrow('ExecutionAlreadyExists');
});

test('waits and choices go by the virtual clock and the first condition that holds', async () => {
  const States: Record<string, State> = {
    W: { Type: 'Wait', Seconds: 30, Next: 'U' },
    U: { Type: 'Wait', Timestamp: '{% $states.input.until %}', Next: 'C' },
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 5 %}', Next: 'Big' },
        { Condition: '{% $states.input.n > 1 %}', Next: 'Some' },
      ],
      Default: 'Few',
    },
    Big: { Type: 'Pass', Output: 'big', End: true },
    Some: { Type: 'Pass', Output: 'some', End: true },
    Few: { Type: 'Pass', Output: 'few', End: true },
  };
  const execution = await run(
    open(States, () => null),
    { n: 2, until: '1970-01-01T00:01:00Z' },
  );
  expect(execution).toMatchObject({ output: 'some', now_ms: 60_000 });
});

test.each<[string, Record<string, State>]>([
  ['a member that it would pass over', { S: { ...task({}), HeartbeatSeconds: 3 } as State }],
  ['a type that it does not know', { S: { Type: 'Parallel' as 'Task', End: true } }],
  ['a next state that is not there', { S: task({ Next: 'Nowhere' }) }],
  ['States.ALL beside another', { S: task({ Retry: [{ ...RETRY, ErrorEquals: ['States.ALL', 'A'] }] }) }],
])('%s is refused', (_, States) => {
  expect(() => open(States, () => null)).toThrow(/not known here|names no state|not alone/);
});
