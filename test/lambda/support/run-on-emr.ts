import { EmrError, type StartInput } from '../../fakes/emr/emr-state.js';
import type { FakeEmr } from '../../fakes/emr/fake-emr.js';
import type { TaskAnswer } from '../../fakes/step-functions/fake-step-functions.js';
import { StatesError } from '../../fakes/step-functions/states-error.js';

const STEP_MS = 1_000;
const ENDED = ['SUCCESS', 'FAILED', 'CANCELLED'];

/** `startJobRun.sync`: starts a job run with what the integration was given, and waits for its end. */
export async function runOnEmr(emr: FakeEmr, input: unknown): Promise<TaskAnswer> {
  const { applicationId, ...request } = camelKeys(input) as StartInput & { applicationId: string };
  try {
    const { id } = emr.state.start(applicationId, request);
    const began_ms = emr.state.now_ms;
    while (!ENDED.includes(emr.state.run(applicationId, id).state)) {
      await emr.state.advance(STEP_MS);
      await emr.state.run(applicationId, id).work;
    }
    const run = emr.state.run(applicationId, id);
    if (run.state !== 'SUCCESS') throw new StatesError('States.TaskFailed', run.details);
    return { result: { JobRunId: id, State: run.state }, took_ms: emr.state.now_ms - began_ms };
  } catch (error) {
    if (error instanceof EmrError) throw new StatesError(`EMRServerless.${error.code}`, error.message);
    throw error;
  }
}

/** Names of the integration in the words of the API; a member that does not begin with a capital letter is one the integration refuses. */
function camelKeys(value: unknown, data = false): unknown {
  if (Array.isArray(value)) return value.map((member) => camelKeys(member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (data) return [name, member as unknown];
      if (!/^[A-Z]/.test(name)) throw new StatesError('States.Runtime', `the field ${name} is not supported`);
      return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, camelKeys(member, name === 'Tags')];
    }),
  );
}
