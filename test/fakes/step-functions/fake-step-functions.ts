import { type Definition, type Machine, requireKnown, type State } from './definition.js';
import { evaluate, type Scope } from './expressions.js';
import { nextRetryMs, type RetryCounts } from './retries.js';
import { runMap } from './run-map.js';
import { matches, StatesError } from './states-error.js';

/** What a task did, and the time that it took on the virtual clock. */
export type TaskAnswer = { result: unknown; took_ms: number };

/** One call of a service by a task. `number` counts the calls of the whole fake, from 1. */
export type TaskCall = { state: string; resource: string; input: unknown; number: number; now_ms: number };

/** Services as the interpreter calls them; they throw StatesError. */
export type Services = {
  task: (call: TaskCall) => Promise<TaskAnswer>;
  getObject: (address: { Bucket: string; Key: string }) => Promise<string>;
  putObject: (address: { Bucket: string; Key: string }, text: string) => Promise<void>;
};

/** What one transition costs on the virtual clock, and the chance of jitter. */
export type FakeMeans = { transition_ms: number; random: () => number; start_ms: number };

/** How far states of one machine have come, from which a redrive goes on: kept where a state fails, so that what succeeded is not run again. */
export type Progress = {
  state: string;
  input: unknown;
  variables: Record<string, unknown>;
  children: Progress[] | null;
  outcome: { ended: true; output: unknown } | null;
  failure: StatesError | null;
};

/** A path of states in time: children of a map have their own. */
export type Path = { now_ms: number; context: Record<string, unknown>; machine: Machine };

/** An execution: what became of it, on what clock, and how many states were entered. */
export type Execution = {
  name: string;
  input: unknown;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  output: unknown;
  error: string | null;
  cause: string | null;
  failed_state: string | null;
  redrives: number;
  started_ms: number;
  now_ms: number;
  progress: Progress;
};

/** Bytes of JSON that a state may take or give. */
const MOST_BYTES = 262_144;

/**
 * The part of Step Functions that the state machine of a day uses, on a virtual clock: Task, Pass, Choice, Wait, Succeed, Map (inline and
 * distributed), JSONata, variables, retries, catches, time limits, sizes, redrive. What it does not know it refuses.
 *
 * Children of a map run one after the other, each from the moment on that a place of the map's was free: time is that of a machine that
 * runs them at once, and the same each time.
 */
export class FakeStepFunctions {
  /** States that were entered, retries among them, of which each is a transition. */
  transitions = 0;
  /** Children of distributed maps, each an execution of its own. */
  started_children = 0;
  /** Milliseconds of all tasks together. */
  work_ms = 0;
  #calls = 0;
  readonly #executions = new Map<string, Execution>();

  readonly definition: Definition;
  readonly services: Services;
  readonly means: FakeMeans;

  constructor(definition: Definition, services: Services, means: FakeMeans) {
    requireKnown(definition);
    this.definition = definition;
    this.services = services;
    this.means = means;
  }

  /** Runs an execution to its end. A name that was used is refused, as the service does for ninety days. */
  async start(name: string, input: unknown): Promise<Execution> {
    if (this.#executions.has(name)) throw new StatesError('ExecutionAlreadyExists', name);
    const { start_ms } = this.means;
    const execution: Execution = {
      ...{ name, input, status: 'RUNNING', output: null, error: null, cause: null, failed_state: null },
      ...{ redrives: 0, started_ms: start_ms, now_ms: start_ms },
      progress: begun(this.definition, input, {}),
    };
    this.#executions.set(name, execution);
    return this.#go(execution);
  }

  /** Goes on with an execution where it failed. Refuses one that has not. */
  async redrive(execution: Execution): Promise<Execution> {
    if (execution.status !== 'FAILED') throw new StatesError('ExecutionNotRedrivable', execution.status);
    execution.redrives += 1;
    return this.#go(execution);
  }

  async #go(execution: Execution): Promise<Execution> {
    const { name, input, redrives } = execution;
    const context = { Execution: { Name: name, Input: input, RedriveCount: redrives } };
    const path: Path = { now_ms: execution.now_ms, context, machine: this.definition };
    try {
      execution.output = await this.run(execution.progress, path);
      Object.assign(execution, { status: 'SUCCEEDED', error: null, cause: null, failed_state: null });
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const { state } = execution.progress;
      Object.assign(execution, {
        status: 'FAILED',
        error: error.error,
        cause: error.cause_text,
        failed_state: state,
      });
    }
    execution.now_ms = path.now_ms;
    if (path.now_ms - execution.started_ms > this.definition.TimeoutSeconds * 1000) {
      Object.assign(execution, { status: 'FAILED', error: 'States.Timeout' });
    }
    return execution;
  }

  /** Runs states from where they are to their end; what is thrown leaves them where they were. */
  async run(progress: Progress, path: Path): Promise<unknown> {
    while (progress.outcome === null) {
      const state = path.machine.States[progress.state] as State;
      this.transitions += 1;
      path.now_ms += this.means.transition_ms;
      await this.#step(progress, state, path);
    }
    return progress.outcome.output;
  }

  async #step(progress: Progress, state: State, path: Path): Promise<void> {
    const { input } = progress;
    const scope: Scope = {
      states: { input, context: { ...path.context, State: { Name: progress.state } } },
      variables: progress.variables,
    };
    requireSize(progress.state, input);
    try {
      const { next, output, assigned } = await this.#act(progress, state, { path, scope });
      requireSize(progress.state, output);
      enter(progress, next, { output, assigned });
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const catcher = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error));
      if (catcher === undefined) throw error;
      const caught = {
        ...scope,
        states: { ...scope.states, errorOutput: { Error: error.error, Cause: error.cause_text } },
      };
      const output =
        catcher.Output === undefined ? caught.states.errorOutput : await evaluate(catcher.Output, caught);
      enter(progress, catcher.Next, { output, assigned: {} });
    }
  }

  async #act(
    progress: Progress,
    state: State,
    { path, scope }: { path: Path; scope: Scope },
  ): Promise<{ next: string | null; output: unknown; assigned: Record<string, unknown> }> {
    const next = state.Next ?? null;
    if (state.Type === 'Choice') return { ...(await choose(progress, state, scope)), assigned: {} };
    if (state.Type === 'Wait') {
      const until =
        state.Timestamp === undefined
          ? path.now_ms + (state.Seconds ?? 0) * 1000
          : Date.parse(String(await evaluate(state.Timestamp, scope)));
      path.now_ms = Math.max(path.now_ms, until);
      return { next, output: progress.input, assigned: {} };
    }
    const result =
      state.Type === 'Task'
        ? await this.#task(progress.state, state, { path, scope })
        : state.Type === 'Map'
          ? await runMap(this, { progress, state, path, scope })
          : progress.input;
    const done = { ...scope, states: { ...scope.states, result } };
    const output = state.Output === undefined ? result : await evaluate(state.Output, done);
    return { next, output, assigned: (await evaluate(state.Assign ?? {}, done)) as Record<string, unknown> };
  }

  async #task(name: string, state: State, { path, scope }: { path: Path; scope: Scope }): Promise<unknown> {
    const counts: RetryCounts = new Map();
    for (;;) {
      try {
        return await this.#call(name, state, { path, scope });
      } catch (error) {
        if (!(error instanceof StatesError)) throw error;
        const wait_ms = nextRetryMs(state.Retry ?? [], error, { counts, random: this.means.random });
        if (wait_ms === null) throw error;
        this.transitions += 1;
        path.now_ms += wait_ms + this.means.transition_ms;
      }
    }
  }

  async #call(name: string, state: State, { path, scope }: { path: Path; scope: Scope }): Promise<unknown> {
    const input = await evaluate(state.Arguments, scope);
    requireSize(name, input);
    const limit_ms = 1000 * Number(await evaluate(state.TimeoutSeconds, scope));
    this.#calls += 1;
    const call = {
      state: name,
      resource: state.Resource ?? '',
      input,
      number: this.#calls,
      now_ms: path.now_ms,
    };
    const { result, took_ms } = await this.services.task(call);
    path.now_ms += Math.min(took_ms, limit_ms);
    this.work_ms += Math.min(took_ms, limit_ms);
    if (took_ms > limit_ms)
      throw new StatesError('States.Timeout', `${name} took longer than ${limit_ms} ms`);
    requireSize(name, result);
    return JSON.parse(JSON.stringify(result)) as unknown;
  }
}

/** States at their beginning. */
export function begun(machine: Machine, input: unknown, variables: Record<string, unknown>): Progress {
  return { state: machine.StartAt, input, variables, children: null, outcome: null, failure: null };
}

function enter(
  progress: Progress,
  next: string | null,
  { output, assigned }: { output: unknown; assigned: Record<string, unknown> },
): void {
  progress.variables = { ...progress.variables, ...assigned };
  progress.children = null;
  if (next === null) progress.outcome = { ended: true, output };
  else Object.assign(progress, { state: next, input: output });
}

async function choose(
  { input }: Progress,
  { Choices = [], Default }: State,
  scope: Scope,
): Promise<{ next: string | null; output: unknown }> {
  for (const choice of Choices) {
    const holds = await evaluate(choice.Condition, scope);
    if (typeof holds !== 'boolean')
      throw new StatesError('States.QueryEvaluationError', `${choice.Condition} is no boolean`);
    if (holds) return { next: choice.Next, output: input };
  }
  if (Default === undefined) throw new StatesError('States.NoChoiceMatched', 'no choice holds');
  return { next: Default, output: input };
}

function requireSize(state: string, value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value ?? null));
  if (bytes > MOST_BYTES) throw new StatesError('States.DataLimitExceeded', `${state}: ${bytes} bytes`);
}
