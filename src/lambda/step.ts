import { OperationalFailure } from '../domain/operational-failure.js';
import { inProcessFolder } from '../store/process-folder.js';
import { type LambdaContext, openLambdaContext, workFolder } from './lambda-context.js';

/** Name of an error that the state machine tries again; every other one ends its state at once. */
const RETRYABLE = 'Retryable';

/** A failure as Step Functions is told of it: by its name, which is all that a retry can choose by. */
class StepFailure extends Error {
  constructor(name: string, message: string, cause: unknown) {
    super(message, { cause });
    this.name = name;
  }
}

/** A handler of one step: opens the context in a folder that goes when it ends, and names failures for the state machine. */
export function step<In, Out>(
  act: (context: LambdaContext, event: In) => Promise<Out>,
): (event: In) => Promise<Out> {
  return async (event) => {
    try {
      return await inProcessFolder(workFolder(process.env), async (work) =>
        act(await openLambdaContext(process.env, work), event),
      );
    } catch (error) {
      if (!(error instanceof OperationalFailure)) throw error;
      const { code, retryable, message } = error as OperationalFailure;
      throw new StepFailure(retryable ? RETRYABLE : code, message, error);
    }
  };
}
