import { OperationalFailure } from '../domain/operational-failure.js';
import { failureFields, logLine } from './log-line.js';
import { STEPS } from './steps.js';

/** A step as a task runs it: what a function of its name does, in a container, without the function's limits. */
type TaskHandler = (event: unknown) => Promise<unknown>;

/** Steps that a task may do: those whose work depends on the size of a file. */
const TASKS: Readonly<Record<string, () => Promise<TaskHandler>>> = {
  'canonicalize-delivery': async () =>
    (await import('./canonicalize-delivery.js')).handler as unknown as TaskHandler,
};

/**
 * Does one step and says how it went, as the code to end with: 0 done, 1 the step failed, 2 the task was started without what it needs.
 *
 * `TAPEWARDEN_STEP` names the step and `TAPEWARDEN_EVENT` is its event as JSON; what it makes lies in the state, under the same names as
 * that of a function. Its error is the last line of its log.
 */
export async function runTask(
  env: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void,
): Promise<0 | 1 | 2> {
  const name = env['TAPEWARDEN_STEP'] ?? '';
  const load = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  const origin = { run_id: null, step: STEPS.find((one) => one === name) ?? 'unknown', execution: null };
  const say = (code: string, fields = {}): void =>
    write(logLine({ ...origin, request_id: null }, { level: 'error', code, at_ms: Date.now(), fields }));
  if (load === undefined) {
    say('task-step-unknown', { asked: name, expected: Object.keys(TASKS).join(', ') });
    return 2;
  }
  let event: unknown;
  try {
    event = JSON.parse(env['TAPEWARDEN_EVENT'] ?? '');
  } catch {
    say('task-event-unreadable', { expected: 'JSON in TAPEWARDEN_EVENT' });
    return 2;
  }
  try {
    const handler = await load();
    await handler(event);
    return 0;
  } catch (error) {
    // A step names its failures for the state machine, and keeps what happened as the cause.
    const happened =
      error instanceof Error && error.cause instanceof OperationalFailure ? error.cause : error;
    const { code, fields } = failureFields(happened);
    say('task-failed', { ...fields, failure: code });
    return 1;
  }
}

// Set in the image alone: who imports this module starts nothing.
if (process.env['TAPEWARDEN_TASK'] === 'start')
  process.exitCode = await runTask(process.env, (line) => void process.stdout.write(`${line}\n`));
